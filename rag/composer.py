"""Readings to an answer: the sentences that answer, each a claim with its citations, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from .question import FUNCTION_WORDS, Query
from .records import CANNOT_ANSWER, Answer, Citation, Claim, Hit, Passage, Reading, Span
from .stems import stems
from .text import clean

_MOST_CLAIMS = 4  # sentences in an answer to a question that asks for several things
_NEAR = 3  # passages shown with a refusal
_SHORT = frozenset({"who", "when", "where", "how many", "what"})  # kinds of question with an exact answer
_LOOSELY = 0.5  # where several sentences are wanted, a further one must be so sure, as a share of the first one
_SUPPORTS = 0.2  # a second source tells the same fact in other words than the question's: it may be so much less sure
# Two sentences tell the same fact when they share this much of the words of the shorter one; measured on the
# pairs of sentences in which the delivered articles report the same event.
_SAME_FACT = 0.4
_REPEATS = 0.75  # … and so much when one merely repeats the other
_FEWEST = 4  # shared content words, or all of a shorter sentence: three shared names do not make a shared fact

_FIGURES = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_WHO_IS = re.compile(r"\s*who(?:['’]s| is| was| are| were) [A-Z]")
_NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor)\b|n['’]t\b", re.IGNORECASE)

Cite = Callable[[Passage, Span], Citation]  # (passage, span inside it) -> citation


def compose(
    query: Query, readings: Sequence[Reading], cite: Cite, *, threshold: float, said: str = ""
) -> Answer | None:
    """The answer that the readings (best first) give, or None when none is as sure as `threshold`, 0 to 1.

    `said`: what the assistant has said before and should not say again.
    """
    fresh = [reading for reading in readings if not said or clean(reading.text) not in said]
    if not fresh or fresh[0].score < threshold:
        return None
    most = _MOST_CLAIMS if query.several or query.summary else 1
    floor = max(threshold, fresh[0].score * (_LOOSELY if query.several or query.summary else 1.0))
    # Of several things asked for, each sentence may name other ones: only plain repetition is left out.
    alike = _REPEATS if query.several else _SAME_FACT
    groups: list[list[Reading]] = []
    for reading in fresh:
        if group := _telling_the_same(reading, groups, alike):
            # The same file would be no second source, and what hardly answers no support.
            others = {other.hit.passage.document for other in group}
            if reading.score >= threshold * _SUPPORTS and reading.hit.passage.document not in others:
                group.append(reading)
        elif len(groups) < most and reading.score >= floor:
            groups.append([reading])
    return _answer(query.text, groups, cite, _short(query, groups[0][0]))


def summarise(question: str, readings: Iterable[Reading], cite: Cite) -> Answer | None:
    """An answer of several sentences in the order of the documents, none telling a fact twice."""
    groups: list[list[Reading]] = []
    for reading in readings:
        if group := _telling_the_same(reading, groups, _SAME_FACT):
            if all(reading.hit.passage.document != other.hit.passage.document for other in group):
                group.append(reading)
        else:
            groups.append([reading])
    groups.sort(key=lambda group: (group[0].hit.passage.document, group[0].span))
    return _answer(question, groups, cite)


def refuse(query: Query, hits: Sequence[Hit], cite: Cite, frequency: Callable[[str], int]) -> Answer:
    """The refusal: why, and the nearest passages, which are not an answer."""
    seen = {stem for hit in hits for stem in stems(hit.passage.text)}  # furniture is seen, though never indexed
    missing = [term for term in query.terms if term.stem not in seen and not frequency(term.stem)]
    unknown = list(dict.fromkeys(term.word for term in missing))
    named = list(dict.fromkeys(term.word for term in missing if term.name or term.number))
    if not hits:
        reason = "Nothing in the documents comes near this question."
    elif named or unknown:
        quoted = [f"“{word.removesuffix('’s').removesuffix(chr(39) + 's')}”" for word in (named or unknown)[:3]]
        reason = f"No passage mentions {' or '.join(quoted)}."
    else:
        reason = "The nearest passages do not answer this question."
    near = tuple(cite(hit.passage, hit.passage.span) for hit in hits[:_NEAR])
    return Answer(question=query.text, text=CANNOT_ANSWER, abstained=True, reason=reason, near=near)


def _short(query: Query, reading: Reading) -> str | None:
    """The exact answer of a question that asks for one thing; a reason or a list is the whole sentence.

    Who somebody is, is no single span: the sentence says it better.
    """
    if query.kind == "who" and _WHO_IS.match(query.text):
        return None
    if reading.answer is None or query.several or query.summary or query.kind not in _SHORT:
        return None
    place = Span(reading.answer.start - reading.span.start, reading.answer.end - reading.span.start)
    return clean(place.of(reading.text))


def _answer(question: str, groups: Sequence[Sequence[Reading]], cite: Cite, short: str | None = None) -> Answer | None:
    if not groups:
        return None
    claims = tuple(
        Claim(
            text=clean(group[0].text),
            citations=tuple(cite(reading.hit.passage, reading.span) for reading in group),
        )
        for group in groups
    )
    return Answer(question=question, text=" ".join(claim.text for claim in claims), short=short, claims=claims)


def _telling_the_same(reading: Reading, groups: Sequence[list[Reading]], alike: float) -> list[Reading] | None:
    return next((group for group in groups if same_fact(reading.text, group[0].text, alike)), None)


def same_fact(one: str, other: str, alike: float = _SAME_FACT) -> bool:
    """Whether two sentences tell the same fact, as far as their words show it.

    They share `alike` (0 to 1) of the content words of the shorter one, the numbers and dates of one are among
    those of the other, and not just one of them is a negation.
    """
    mine, theirs = (set(stems(text)) - FUNCTION_WORDS for text in (one, other))
    shortest = min(len(mine), len(theirs))
    if len(mine & theirs) < max(alike * shortest, min(_FEWEST, shortest), 1):
        return False
    dates, others = (set(_FIGURES.findall(text.lower())) for text in (one, other))
    if not (dates <= others or others <= dates):
        return False
    return bool(_NEGATION.search(one)) == bool(_NEGATION.search(other))
