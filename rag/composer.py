"""Readings to an answer: the sentences that answer, each a claim with its citations, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial

from .agreement import REPEATS, SAME_FACT, as_said, differ, same_answer, same_fact, was_said
from .claims import Cite, answer_in, claim, sentence_of, with_whole_answer
from .countries import governments
from .question import Query
from .records import CANNOT_ANSWER, DIFFERENT_ANSWERS, Answer, Claim, Hit, Reading, Span
from .short import Exact, exact
from .stems import stems
from .text import clean

_MOST_CLAIMS = 4  # sentences in an answer to a question that asks for several things
_LONGEST = 400  # characters of an exact answer: a longer list is read below
_NEAR = 3  # passages shown with a refusal
_LOOSELY = 0.5  # where several sentences are wanted, a further one must be so sure, as a share of the first one
_OF_A_TOPIC = 0.3  # … and where all that is said of something is wanted
_MORE_OF_IT = 0.5  # … as a share of the threshold, which the first one reaches
_EQUAL = 0.8  # a different answer must be so sure, as a share of the first one, to stand beside it
_SUPPORTS = 0.2  # a second source tells the same fact in other words than the question's: it may be so much less sure

_Group = list[Reading]  # what tells the same, first the one to quote


def compose(
    query: Query,
    readings: Sequence[Reading],
    cite: Cite,
    *,
    threshold: float,
    said: str = "",
    items_of: Callable[[Reading], Sequence[Reading]] = lambda _: (),
) -> Answer | None:
    """The answer that the readings (best first) give, or None when none is as sure as `threshold`, 0 to 1.

    `said`: what the assistant has said before and should not say again. `items_of`: the items of the list in the
    document that answers as a whole, when the reading belongs to one.
    """
    before = as_said(said)
    fresh = [with_whole_answer(query, reading) for reading in readings if not was_said(sentence_of(reading), before)]
    if not fresh or fresh[0].score < threshold:
        return None
    if items := [item for item in items_of(fresh[0]) if not was_said(sentence_of(item), before)]:
        return listed(query.text, items, cite)
    groups = _groups(query, fresh, threshold)
    found = [[exact(query, sentence_of(reading), answer_in(reading)) for reading in group] for group in groups]
    claims = [claim(group, marked, cite) for group, marked in zip(groups, found, strict=True)]
    if len(groups) > 1 and not _wants_several(query):
        return replace(_answer(query.text, claims), reason=DIFFERENT_ANSWERS)
    # A further sentence in which the reader sees nothing adds nothing to a list.
    shorts = [marked[0].short for n, marked in enumerate(found) if not n or marked[0].marks]
    return _answer(query.text, claims, shorts)


def listed(question: str, items: Sequence[Reading], cite: Cite) -> Answer:
    """An answer of the items of a list, in order."""
    part = [_marked(item) for item in items]
    claims = [claim([item], [marked], cite) for item, marked in zip(items, part, strict=True)]
    return _answer(question, claims, [marked.short for marked in part])


def _marked(item: Reading) -> Exact:
    """What to say first of an item: all of it, or the part that is its exact answer, which is then marked."""
    sentence = sentence_of(item)
    answer = answer_in(item) or Span(0, len(sentence))
    short = clean(answer.of(sentence))
    return Exact(short=short.rstrip(".;,"), marks=(answer,) if short != clean(sentence) else ())


def summarise(question: str, readings: Iterable[Reading], cite: Cite) -> Answer | None:
    """An answer of several sentences in the order of the documents, none telling a fact twice."""
    groups: list[_Group] = []
    for reading in readings:
        if group := next((group for group in groups if same_fact(reading.text, group[0].text)), None):
            if _from_another_document(reading, group):
                group.append(reading)
        else:
            groups.append([reading])
    claims = [claim(group, [Exact()] * len(group), cite) for group in sorted(groups, key=_place)]
    return _answer(question, claims) if claims else None


def refuse(query: Query, hits: Sequence[Hit], cite: Cite, frequency: Callable[[str], int]) -> Answer:
    """The refusal: why, and the nearest passages, which are not an answer."""
    seen = {stem for hit in hits for stem in stems(hit.passage.text)}  # furniture is seen, though never indexed
    missing = [
        term
        for term in query.terms
        if not (term.stem in seen or frequency(term.stem))
        # "Chinese" is mentioned where China is.
        and not any(all(map(frequency, stems(name))) for name in governments(term.word))
    ]
    unknown = list(dict.fromkeys(term.word for term in missing))
    named = list(dict.fromkeys(term.word for term in missing if term.name or term.number))
    if not hits:
        reason = "Nothing in the documents comes near this question."
    elif named or unknown:
        quoted = [f"“{word.removesuffix('’s').removesuffix(chr(39) + 's')}”" for word in (named or unknown)[:3]]
        reason = f"No passage mentions {' or '.join(quoted)}."
    else:
        reason = "The nearest passages do not answer this question."
    return refusal(query.text, hits, cite, reason)


def refusal(question: str, hits: Sequence[Hit], cite: Cite, reason: str) -> Answer:
    """A refusal for a given reason, with the nearest passages, which are not an answer."""
    near = tuple(cite(hit.passage, hit.passage.span) for hit in hits[:_NEAR])
    return Answer(question=question, text=CANNOT_ANSWER, abstained=True, reason=reason, near=near)


def _answer(question: str, claims: Sequence[Claim], shorts: Sequence[str | None] = ()) -> Answer:
    """The claims as an answer; what is said first are the `shorts` of all claims, where they are certain and short."""
    short = "; ".join(short or "" for short in shorts) if all(shorts) else ""
    return Answer(
        question=question,
        text=" ".join(claim.text for claim in claims),
        short=short if 0 < len(short) <= _LONGEST else None,
        claims=tuple(claims),
    )


# --- which readings -----------------------------------------------------------------------------------------


def _groups(query: Query, readings: Sequence[Reading], threshold: float) -> list[_Group]:
    """The readings that become claims, each with those of other documents that tell the same."""
    several = _wants_several(query)
    names_all = cache(partial(_names_all, query))
    most = 1 if query.count and names_all(readings[0]) else _MOST_CLAIMS
    if query.topic:
        floor = max(threshold * _MORE_OF_IT, readings[0].score * _OF_A_TOPIC)
    else:
        floor = max(threshold, readings[0].score * (_LOOSELY if several else _EQUAL))
    groups: list[_Group] = []
    for reading in readings:
        if group := next((group for group in groups if _tells_the_same(query, reading, group[0], names_all)), None):
            enough = threshold * (_SUPPORTS if same_fact(reading.text, group[0].text) else 1.0)
            if reading.score >= enough and names_all(reading) and not names_all(group[0]):
                # "Japanese firms" is told best by the sentence that names them.
                group[:] = [reading, *(other for other in group if _from_another_document(other, [reading]))]
            elif reading.score >= enough and _from_another_document(reading, group):
                group.append(reading)
        elif not groups or (
            len(groups) < most
            and reading.score >= floor
            and (several or all(differ(query, group[0], reading) for group in groups))
            and (reading.answer or query.summary or not names_all(readings[0]))
        ):
            groups.append([reading])
    return sorted(groups, key=_place) if query.summary else groups


def _tells_the_same(query: Query, reading: Reading, first: Reading, names_all: Callable[[Reading], bool]) -> bool:
    if query.several:
        # Each sentence may name other things: it tells the same only if it repeats the first, or one names none.
        one_names_none = names_all(first) != names_all(reading)
        return same_fact(reading.text, first.text, SAME_FACT if one_names_none else REPEATS)
    if query.summary:
        return same_fact(reading.text, first.text)
    if differ(query, first, reading):
        return False
    return same_fact(reading.text, first.text) or same_answer(reading.exact or "", first.exact or "")


def _names_all(query: Query, reading: Reading) -> bool:
    """Whether a sentence enumerates what is asked for, beyond doubt."""
    return query.several and exact(query, sentence_of(reading), answer_in(reading)).short is not None


def _wants_several(query: Query) -> bool:
    return query.several or query.summary


def _from_another_document(reading: Reading, group: _Group) -> bool:
    # The same file would be no second source.
    return all(reading.hit.passage.document != other.hit.passage.document for other in group)


def _place(group: _Group) -> tuple[str, Span]:
    return group[0].hit.passage.document, group[0].span
