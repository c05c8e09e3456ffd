"""Whether the clause in which an answer stands denies what is asked.

"Who pays for the hedge?" is not answered by "the council" of "the council will not pay for the hedge". The sentence
says something to the question all the same and is given; but no words of it are the exact answer.
"""

from __future__ import annotations

import re

from .records import Span

_DENIAL = re.compile(r"\b(?:not|no|never|neither|nor|cannot|nobody|none)\b|n['’]t\b", re.IGNORECASE)
# These deny nothing: "not only Ann", "no more than ten", "no. 5".
_HARMLESS = re.compile(
    r"\bnot (?:only|just|merely|simply|least)\b|\bno (?:more|less|fewer|later|earlier|longer|sooner) than\b|"
    r"\bno doubt\b|\bno\. ?\d|\bwhether or not\b",
    re.IGNORECASE,
)
# Between a denial and the answer, these lift it: "not until May".
_LIFTED = re.compile(r"\b(?:until|till|before|unless|except|without|but|other than|beyond)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[;:()“”\"]|,? \b(?:but|although|though|while|whereas|because|since|if|unless|when|after|who|which|that|where)\b|"
    r", (?:and|or|so|yet|except)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:banned|forbidden|prohibited|excluded|absent|missing|except|without|lacks?|refused?)\b", re.I)


def denied(question: str, sentence: str, found: Span) -> bool:
    """Whether the answer `found`, a span of the sentence, stands in a denial, and the question does not ask for one."""
    if _denials(question) or _ASKED.search(question):
        return False
    bounds = [0, *(end for match in _CLAUSE.finditer(sentence) for end in match.span()), len(sentence)]
    start = max(bound for bound in bounds if bound <= found.start)
    end = min((bound for bound in bounds if bound >= found.end), default=len(sentence))
    places = _denials(sentence[start:end])
    if not places or any(found.start <= start + place < found.end for place in places):
        return False
    return not _LIFTED.search(sentence, start + places[0], found.start)


def _denials(text: str) -> list[int]:
    harmless = [range(*match.span()) for match in _HARMLESS.finditer(text)]
    starts = (match.start() for match in _DENIAL.finditer(text))
    return [start for start in starts if not any(start in one for one in harmless)]
