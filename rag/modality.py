"""What happened, and what may or will: "When did she visit Rome?" is not answered by "she could visit Rome in May".

By the words alone: whether the question asks for a fact of the past, and whether the words before the answer, in its
clause, only plan, allow or foresee what they tell (modality, one of the near misses that lexical overlap hides).
"""

from __future__ import annotations

import re

from .stems import stems

_PAST = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
_OPEN = r"will|would|wo|shall|should|could|can|might|must|may(?=\s+[a-z])|'ll|’ll"
_UNREAL = re.compile(
    rf"\b(?:{_OPEN}|going to|plan(?:s|ned|ning)? to|due to (?!the\b|a\b|an\b)|set to|expected to|hopes? to|"
    r"hop(?:ed|ing) to|wants? to|wanted to|intend(?:s|ed)? to|aims? to|ready to|likely to|if|unless|whether)\b",
    re.IGNORECASE,
)
# Who asks what was said or planned is answered by what will be.
_OF_WORDS = frozenset(
    "say tell announc agre plan promis propos expect want hope decid offer invit order call ask demand urg pledg vow "
    "warn predict suggest intend consid mean think believ threaten recommend rule requir request wish allow permit "
    "schedul forecast commit aim state add argu estim insist advis sign appoint elect choos".split()
)
_CLAUSE = re.compile(r"[.;:!?]|,? \b(?:which|who|that|after|before|because|since|where)\b|\b(?:and|but)\b(?= \w+ed\b)")


def asks_what_happened(question: str) -> bool:
    """Whether a question is about something done: "did", "was", "has", and no word of what is to be, or was said."""
    return bool(_PAST.search(question)) and not _UNREAL.search(question) and not _OF_WORDS & set(stems(question))


def only_foreseen(before: str) -> bool:
    """Whether an answer, with these words before it in its sentence, is told as what may or will be."""
    unreal = list(_UNREAL.finditer(before))
    return bool(unreal) and not _CLAUSE.search(before[unreal[-1].end() :])
