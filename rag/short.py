"""The exact answer inside a sentence, by the kind of the question, where it is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clauses import asks_what_was_said, clause
from .denial import denied
from .enumeration import enumerated
from .exact import whole
from .figures import apportioned
from .kinds import is_kind, names_somebody
from .polarity import verdict
from .question import FUNCTION_WORDS, Query
from .records import Span
from .speakers import asked_whose, speaker_in
from .stems import stems
from .text import clean, stretches

# "Who signed?" and "who was present?" may mean several people; "who is the chair?" means one.
_WHO = re.compile(
    r"^\W*(?:(?:and|but|so|then)\s+)?(?:(?:by|to|for|with)\s+)?whom?\s+(?!(?:is|was)\s+(?:the|an?)\b)", re.IGNORECASE
)
_WHO_DOES = re.compile(
    r"\W*(?:(?:and|but|so|then)\s+)?who\s+(?:(?:has|have|had|will|would|also)\s+)?(?P<verb>\w+)", re.IGNORECASE
)
# "Which country lifted the ban?" asks for who does it, whatever is done to whom.
_DOES = re.compile(
    r"\W*(?:(?:and|but|so|then)\s+)?(?:who|which\s+\w+)\s+(?!(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|"
    r"would|shall|should|may|might|must|gets?|got|receives?d?|gains?|gained|owns?|belongs?)\b)\w+",
    re.IGNORECASE,
)
_DONE_TO = re.compile(r"\b(?:to|from|against|towards?|into|with)\s+(?:the\s+)?$", re.IGNORECASE)
# "What happened?" asks for all that a sentence says.
_HAPPENED = re.compile(
    r"\W*(?:(?:and|but|so|then)\s+)?what\s+(?:(?:has|had|else)\s+)?(?:happen|occur|took place)", re.I
)
_KEYED = re.compile(r"[^:,.]{1,40}:\s+(?P<value>[^:;]*\w\)?)", re.DOTALL)
_COMMA = re.compile(r",\s+(?:and\s+)?(?![^()]*\))")  # none inside brackets
_ITEM_WORDS = 6
_WHO_IS = re.compile(r"\s*[Ww]ho(?:['’]s| is| was)\s+(?P<name>(?:[A-Z][\w’'.-]*\s?)+)[\s?!.]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """What to say first, if that is certain, and what to mark: spans of the sentence, in order."""

    short: str | None = None
    marks: tuple[Span, ...] = ()


def exact(query: Query, sentence: str, found: Span | None) -> Exact:
    """The exact answer to a question in a sentence. `found`: what the reader takes for it, a span of the sentence."""
    if query.summary:
        return Exact()
    if query.kind == "yes or no":
        return Exact(short=verdict(query, sentence))
    if (found and denied(query.text, sentence, found)) or _HAPPENED.match(query.text):
        return Exact()
    if asked_whose(query.text) and not (found and _does_it(query, sentence, found)):
        # "Japan", for the reader, said what is said of Japan: only who is named as speaking did.
        speaker = speaker_in(sentence)
        return Exact(short=clean(speaker.of(sentence)), marks=(speaker,)) if speaker else Exact()
    if query.several or (found and _WHO.match(query.text)):
        items = _behind_a_key(sentence, found) or enumerated(sentence, found, query)
        # "Who met Yoon?" is not answered by "Yoon and Kishida".
        if items and not _asked_by_name(query, [item.of(sentence) for item in items]):
            return Exact(short=clean(_as_they_stand(sentence, items, found).of(sentence)), marks=items)
        if query.several:
            return Exact(marks=(found,) if found else ())
    if query.kind in ("why", "how") or asks_what_was_said(query):
        span = clause(sentence, found, query)
        marks = (span,) if span else (found,) if found else ()
        return Exact(short=clean(span.of(sentence)) if span else None, marks=marks)
    if found is None or _is_behind_what_was_done(query, sentence, found) or _is_done_to(query, sentence, found):
        return Exact()
    if query.kind == "who" and _is_part_of_an_asked_name(query, sentence, found):
        return Exact()
    figure = apportioned(query, sentence, found)
    strict = query.kind == "when" or names_somebody(query)
    if figure is None or (strict and not is_kind(query, found.of(sentence))):
        return Exact()
    if figure != found:
        found = whole(sentence, figure, query)
    certain = _is_beside_the_name(query, sentence, found)
    return Exact(short=clean(found.of(sentence)) if certain else None, marks=(found,))


def _behind_a_key(sentence: str, found: Span | None) -> tuple[Span, ...]:
    """The items behind "Present: Ann (chair), Bo, Cy", the answer among them; () where there are no two."""
    value = _KEYED.match(sentence)
    if not value or found is None or found.start < value.start("value"):
        return ()
    items = tuple(stretches(sentence, _COMMA, Span(*value.span("value"))))
    short = all(0 < len(item.of(sentence).split()) <= _ITEM_WORDS for item in items)
    return items if len(items) > 1 and short else ()


def _is_beside_the_name(query: Query, sentence: str, found: Span) -> bool:
    """Whether, when a question is who somebody is, the answer stands beside their name: "the chair, Ann Lee"."""
    asked = _WHO_IS.match(query.text)
    if not asked:
        return True
    names = set(stems(asked["name"]))
    before = re.search(r"(\w+)\W{1,3}(?:(?:is|was)\s)?$", sentence[: found.start])
    behind = re.match(r"\W{1,3}((?:\w+\W{1,2}){0,2}\w+)", sentence[found.end :])
    beside = [found.of(sentence), *(match[1] for match in (before, behind) if match)]
    return any(names & set(stems(words)) for words in beside)


def _does_it(query: Query, sentence: str, found: Span) -> bool:
    """Whether the answer stands right before what the question says that somebody did."""
    asked = _WHO_DOES.match(query.text)
    behind = re.match(r"\W{1,2}(?:\w+\W)?\w+", sentence[found.end :])
    return bool(asked and behind and set(stems(asked["verb"])) & set(stems(behind[0])))


def _is_behind_what_was_done(query: Query, sentence: str, found: Span) -> bool:
    """Whether a question is who did something, and the answer is of a clause behind it: somebody else did that."""
    asked = _WHO_DOES.match(query.text)
    done = set(stems(asked["verb"])) if asked and asked["verb"].lower() not in FUNCTION_WORDS else set()
    verb = next((word for word in re.finditer(r"\w+", sentence) if done & set(stems(word[0]))), None)
    between = sentence[verb.end() : found.start] if verb else ""
    return "," in between and not re.search(r"\bby\b", between)


def _is_part_of_an_asked_name(query: Query, sentence: str, found: Span) -> bool:
    """Whether the answer is more of a name that the question has: "Suk Yeol", for whom Yoon met."""
    names = {term.stem for term in query.terms if term.name}
    beside = (
        re.search(r"([A-Z][\w’'-]*)[ -]$", sentence[: found.start]),
        re.match(r"[ -]([A-Z][\w’'-]*)", sentence[found.end :]),
    )
    return found.of(sentence)[:1].isupper() and any(names & set(stems(word[1])) for word in beside if word)


def _is_done_to(query: Query, sentence: str, found: Span) -> bool:
    """Whether a question is who does something, and the answer is whom or what it is done to: "exports to Japan"."""
    return bool(_DOES.match(query.text) and _DONE_TO.search(sentence[: found.start]))


def _as_they_stand(sentence: str, items: tuple[Span, ...], found: Span | None) -> Span:
    """From the first item to the last, with the quotation marks around them that the reader took in."""
    start, end = items[0].start, items[-1].end
    if found and found.start <= start and not re.search(r"\w", sentence[found.start : start]):
        start = found.start
    if found and found.end >= end and not re.search(r"\w", sentence[end : found.end]):
        end = found.end
    return Span(start, end)


def _asked_by_name(query: Query, items: list[str]) -> bool:
    names = {term.stem for term in query.terms if term.name}
    return any(names & set(stems(item)) for item in items)
