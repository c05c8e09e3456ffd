"""What happened, and what may or will: "When did she visit Rome?" is not answered by "she could visit Rome in May".

By the words alone: whether the question asks for a fact of the past, and whether the words before the answer, in its
clause, only plan, allow or foresee what they tell (modality, one of the near misses that lexical overlap hides).
"""

from __future__ import annotations

import re
from functools import cache

from .stems import stems

_PAST = re.compile(r"\b(?:did|was|were|has|have|had)\b(?! to\b)", re.IGNORECASE)  # "have to" is of now
_OPEN = r"will|would|shall|should|could|can|cannot|might|must|(?-i:may)|(?:wo|ca|could|would|should|must)n['’]t|['’]ll"
_UNREAL = re.compile(
    rf"\b(?:{_OPEN}|going to|plan(?:s|ned|ning)? to|due to (?!the\b|a\b|an\b)|set to|expected to|hopes? to|"
    r"hop(?:ed|ing) to|wants? to|wanted to|intend(?:s|ed)? to|aims? to|ready to|likely to|if|unless|whether)\b",
    re.IGNORECASE,
)
# Who asks what was said or planned is answered by what will be.
_OF_WORDS = (
    "say tell announce agree plan promise propose expect want hope decide offer invite order call ask demand urge "
    "pledge vow warn predict suggest intend consider mean think believe threaten recommend rule require request "
    "wish allow permit schedule forecast commit aim state add argue estimate insist advise sign appoint elect "
    "choose"
)
_CLAUSE = re.compile(r"[.;:!?]|,? \b(?:which|who|that|after|before|because|since|where)\b|\b(?:and|but)\b(?= \w+ed\b)")


@cache
def _of_words() -> frozenset[str]:
    return frozenset(stems(_OF_WORDS))


def asks_what_happened(question: str) -> bool:
    """Whether a question is about something done: "did", "was", "has", and no word of what is to be, or was said."""
    return bool(_PAST.search(question)) and not _UNREAL.search(question) and not _of_words() & set(stems(question))


def only_foreseen(before: str) -> bool:
    """Whether an answer, with these words before it in its sentence, is told as what may or will be."""
    unreal = list(_UNREAL.finditer(before))
    return bool(unreal) and not _CLAUSE.search(before[unreal[-1].end() :])
