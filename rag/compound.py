"""Several questions in one message: "When and where did they meet?", "Who came, and why?"

Read as one, such a question has no sentence that answers it. Each part is asked by itself, the later ones as one asks
on in a chat, and the answers are joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .antecedents import AUX, LEAD, TO
from .records import Answer, Claim, Span

_LONGEST = 300  # characters: a longer message tells a story
_FEW = 3  # words that say nothing by themselves: "for what reason?"
_MOST = 5  # questions; of more, a person would not want all the answers at once
_WH = r"(?:who|whom|whose|what|when|where|why|how(?: (?:many|much|long|often|old|far|big))?|which)"
_BOTH = re.compile(
    rf"{LEAD}(?P<one>(?:{TO} )?{_WH}) and (?P<other>(?:{TO} )?{_WH})\s+(?P<rest>{AUX}\b.+)", re.IGNORECASE | re.DOTALL
)
_OPENS = re.compile(rf"{LEAD}(?:(?:{TO} )?{_WH}|{AUX})\b", re.IGNORECASE)
# A further question, not a clause of the first: an auxiliary soon follows its question word, it is asked of a doer, or
# there is nothing but that word.
_FURTHER = re.compile(
    rf",? and (?P<part>(?:{TO} )?{_WH}"
    rf"(?: (?:(?!{AUX}\b)[\w’'-]+ ){{0,3}}{AUX}\b[^,?]+|(?<=who) (?!{TO}\b)\w+\b[^,?]*)?)\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"{LEAD}(?:who\s+\w|which\s+\w+\s+\w+ed\b|(?:(?:{TO} )?{_WH}\s.*?)?\b{AUX}\s)", re.IGNORECASE | re.DOTALL
)
_ASKING = re.compile(rf"\b{_WH}\b", re.IGNORECASE)
_OF_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=\?)\s+(?=\w)")


def parts(message: str) -> list[str]:
    """The questions that a message asks, in order: most ask one, which is the message itself."""
    if len(message) > _LONGEST:
        return [message]
    sentences = _SENTENCE.split(message.strip())
    if 1 < len(sentences) <= _MOST and all(one.endswith("?") and _OPENS.match(one) for one in sentences):
        return sentences
    if both := _BOTH.match(message):
        return [f"{_capital(both[word])} {both['rest'].rstrip(' ?.!')}?" for word in ("one", "other")]
    further = _FURTHER.search(message)
    first = message[: further.start()] if further else ""
    # "Who decides what is bought and what is sold?": a question within the first goes on.
    inner = len(_ASKING.findall(first)) > (_ASKING.match(re.sub(rf"{LEAD}(?:{TO} )?", "", first)) is not None)
    if not further or inner or not _ASKS.match(first):
        return [message]
    return [f"{first.rstrip(' ,')}?", f"{_capital(further['part'])}?"]


def needs_the_answer_before(part: str) -> bool:
    """Whether a further part ("why?", "when did she …?") has nothing to go on from where the one before is refused."""
    return len(part.split()) <= _FEW or bool(_OF_SOMEBODY.search(part))


def joined(message: str, asked: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer of the answers to the parts of a message; a refusal only where all of them are.

    What is not answered is named in the reason.
    """
    given = [answer for answer in answers if not answer.abstained]
    if not given:
        return replace(answers[0], question=message)
    claims: dict[tuple[str, int, int], Claim] = {}
    for claim in (claim for answer in given for claim in answer.claims):
        first = claim.citations[0]
        place = first.document, first.start, first.end
        claims[place] = _both_marked(claims[place], claim) if place in claims else claim
    refused = [part for part, answer in zip(asked, answers, strict=True) if answer.abstained]
    reasons = list[str]()
    for part, answer in zip(asked, answers, strict=True):
        if answer.reason and not answer.abstained:
            reasons.append(f"“{part}” {answer.reason}" if answer.differs else answer.reason)
    reasons += [f"The documents do not say: “{part}”" for part in refused]
    shorts = [answer.short for answer in answers]
    return Answer(
        question=message,
        text=" ".join(claim.text for claim in claims.values()),
        short="; ".join(dict.fromkeys(short for short in shorts if short)) if all(shorts) else None,
        claims=tuple(claims.values()),
        reason=" ".join(dict.fromkeys(reasons)) or None,
        score=min((answer.score for answer in given if answer.score is not None), default=None),
    )


def _both_marked(one: Claim, other: Claim) -> Claim:
    """A claim that answers two parts, marked for both."""
    first = one.citations[0]
    marked = replace(first, marks=_apart(first.marks, other.citations[0].marks))
    citations = dict.fromkeys((marked, *one.citations[1:], *other.citations[1:]))
    return replace(one, marks=_apart(one.marks, other.marks), citations=tuple(citations))


def _apart(ones: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted([*ones, *(span for span in others if not any(span.overlaps(one) for one in ones))]))


def _capital(part: str) -> str:
    return part[:1].upper() + part[1:]
