"""Where a thing is mentioned: "Which documents mention Pebble?", "Is childcare mentioned anywhere?"

Asks for words in the documents, not for what they say: a sentence that has all of them is the answer, and where there
is none, nothing mentions it. The reader, who looks for an answer, has no say in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from .antecedents import LEAD
from .question import FUNCTION_WORDS
from .records import Passage, Reading, Span
from .stems import stem_all
from .text import clean, words

_LONGEST = 200  # characters of such a question
PASSAGES = 200  # of those that have the words, looked at
MOST = 10  # documents that are given
_IN_ONE = 3  # sentences, where a single document mentions it
_TEXT = r"(?:documents?|articles?|files?|texts?|notes?|papers?|stories|story|sources?|reports?|pages?|manuals?)"
_TEXTS = rf"(?:(?:any|one|some|all|both) of )?(?:(?:the|these|those|this|my|our|your|both|any|all)\s+)*{_TEXT}"
_MENTION = (
    r"(?:mention(?:s|ed)?|talk(?:s|ed)? about|speaks? (?:of|about)|refer(?:s|red)? to|discuss(?:es|ed)?|contains?|"
    r"brings? up|cite[sd]?|names?)"
)
_ANYWHERE = (
    r"(?:\s+(?:anywhere|at all|somewhere|ever|(?:in|by) (?:(?:any|one|some) of )?(?:the|these|your|my|any|both) \w+))*"
)
_WHICH = re.compile(
    rf"{LEAD}(?:which|what)(?: of (?:the|these|those|your|my))? {_TEXT} (?:do |does |all |also )?"
    rf"(?:{_MENTION}|(?:say|says)(?: anything| something)? about)\s+"
    rf"(?P<what>\S.*?){_ANYWHERE}[\s?!.]*$",
    re.IGNORECASE | re.DOTALL,
)
_WHETHER = re.compile(
    rf"{LEAD}(?:(?:do|does|did) (?:{_TEXTS} (?:ever |also |anywhere )?{_MENTION}|"
    rf"(?:you|they|it) (?:ever |also )?mention)\s+(?P<what>\S.*?)"
    rf"|(?:is|are|was|were) there (?:a |any )?mentions? of\s+(?P<of>\S.*?)"
    rf"|(?:is|are|was|were) (?P<passive>\S.*?) (?:ever |also )?mentioned|where (?:is|are) (?P<where>\S.*?) mentioned)"
    rf"{_ANYWHERE}[\s?!.]*$",
    re.IGNORECASE | re.DOTALL,
)
_OPEN = re.compile(
    r"(?:it|this|that|these|those|he|she|they|him|her|them|there|anything|something|what|any(?:one|body)|some(?:one|body))\b",
    re.I,
)


def mentioned(question: str) -> tuple[str, bool] | None:
    """What a question asks the mentions of, and whether it asks which documents those are; None for any other one."""
    question = clean(question)
    if len(question) > _LONGEST:
        return None
    which = _WHICH.match(question)
    found = which or _WHETHER.match(question)
    what = next(filter(None, found.groupdict().values()), "").strip(" ?!.\n") if found else ""
    if not what or _OPEN.match(what) or not _content(what):
        return None
    return what, which is not None


def occurrences(what: str, passages: Iterable[Passage]) -> list[Reading]:
    """The first sentence of each document that has all content words of `what`, the words as its exact answer.

    `passages`: those that have some of the words, best first. At most MOST documents; of a single one, up to three
    sentences.
    """
    asked = _content(what)
    found: dict[str, list[Reading]] = {}
    for passage in passages:
        said = found.setdefault(passage.document, [])
        said += [reading for reading in _inside(passage, asked) if reading.span not in [one.span for one in said]]
    having = [sorted(said, key=lambda one: one.span) for said in found.values() if said]
    if len(having) == 1:
        return having[0][:_IN_ONE]
    return [said[0] for said in islice(having, MOST)]


def stems_of(what: str) -> tuple[str, ...]:
    """The stems that a passage must have some of."""
    return tuple(dict.fromkeys(_content(what)))


def _content(what: str) -> list[str]:
    said = [span.of(what) for span in words(what)]
    return [
        part
        for word, stem in zip(said, stem_all(said), strict=True)
        if word.lower() not in FUNCTION_WORDS
        for part in stem.split()
    ]


def _inside(passage: Passage, asked: list[str]) -> Iterator[Reading]:
    for span in passage.sentences:
        sentence = passage.words(span)
        spans = words(sentence)
        each = [stem.split() for stem in stem_all(word.of(sentence) for word in spans)]
        if not set(asked) <= {stem for parts in each for stem in parts}:
            continue
        places = [word for word, parts in zip(spans, each, strict=True) if set(parts) & set(asked)]
        # The words side by side are the exact answer; else the first of them.
        together = places[: len(asked)] if _side_by_side(sentence, places[: len(asked)]) else places[:1]
        answer = Span(span.start + places[0].start, span.start + together[-1].end)
        yield Reading.unread(passage, span, answer)


def _side_by_side(sentence: str, places: list[Span]) -> bool:
    return all(len(sentence[one.end : other.start].strip()) == 0 for one, other in pairwise(places))
