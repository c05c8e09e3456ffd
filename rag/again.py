"""A question that finds no answer as it stands, read again by other names; and no answer from the mouth of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from .aliases import as_written, in_their_names
from .offices import Holder, holders
from .question import Query
from .records import Hit, Reading
from .speakers import (
    asked_about,
    asked_as,
    asked_whose,
    asks_for_words,
    pronoun,
    pronouns,
    speaker_in,
    speakers,
    without_quotes,
)
from .text import clean

_OPENINGS = 3  # documents whose beginning is looked at, too: there people are introduced
_OPENING = 3_000  # characters of it
_QUOTED = 8  # words: so many, one after the other, are no accident
_APART = "\n.\n"  # between texts: no name goes on from one to the next

Read = tuple[Query, list[Hit], list[Reading]]  # a question, the passages found for it, and what is read in them


def by_other_names(first: Read, read: Callable[[str], Read], text_of: Callable[[str], str], threshold: float) -> Read:
    """The first way to ask a question under which an answer is as sure as `threshold`; else as it stands.

    After the question as it stands come the names that its passages use, and, of what somebody said, "What did he
    say?" among the sentences in which that is who speaks; of who said something, what was said, among those in which it
    is known who speaks. Of what is sure enough, sentences that are somebody else's are left out. `read` reads a
    question, `text_of` gives the text of a document.
    """
    read = cache(read)
    words = asked_whose(first[0].text)
    if len(words.split()) >= _QUOTED:
        _, hits, readings = read(words)
        if quoted := [
            one for one in readings if len(one.text.split()) >= _QUOTED and without_quotes(clean(one.text)) in words
        ]:
            # Of a sentence word for word nobody else is the speaker than who is named in it.
            return first[0], hits, [reading for reading in quoted if speaker_in(reading.text)]
    if _score(first) >= threshold and not asks_for_words(first[0].text):
        return first
    text_of = cache(text_of)
    documents = list(dict.fromkeys(hit.passage.document for hit in first[1]))[:_OPENINGS]
    openings = [text_of(document)[:_OPENING] for document in documents]
    texts = _APART.join([*(hit.passage.text for hit in first[1]), *openings])
    known = holders(texts)
    question = as_written(first[0].text, texts)
    named = in_their_names(question, texts, known)
    whose = ((text, asked_about(text, texts, known)) for text in (question, *named))
    of_words, asked = next(((text, names) for text, names in whose if names), ("", frozenset[str]()))
    only = partial(_of_those_asked, asked=asked, known=known, text_of=text_of, threshold=threshold)
    stands = only(first)
    if _score(stands) >= threshold:
        return stands
    others = [(text, "") for text in named] + [(asked_as(of_words, word), word) for word in pronouns(texts) if asked]
    for text, word in others:
        query, hits, readings = only(read(text), word=word)
        if readings and readings[0].score >= threshold:
            return replace(query, respelt=first[0].respelt + query.respelt), hits, readings
    if words := asked_whose(question):
        _, hits, readings = read(words)
        told = [r for r in readings if speakers(text_of(r.hit.passage.document), r.span, known)]
        if told and told[0].score >= threshold:
            return first[0], hits, told
    return stands


def _of_those_asked(
    read: Read,
    *,
    asked: frozenset[str],
    known: Sequence[Holder],
    text_of: Callable[[str], str],
    threshold: float,
    word: str = "",
) -> Read:
    """Without the sentences in which somebody else speaks than who is `asked` about, if anybody is.

    `word`: only those in which "he" or "she" speaks, and it is known who that is.
    """
    if not asked:
        return read
    query, hits, readings = read

    def may_be(reading: Reading) -> bool:
        if word and pronoun(reading.text) != word:
            return False
        if reading.score < threshold:
            return True  # no answer anyhow
        speaking = speakers(text_of(reading.hit.passage.document), reading.span, known)
        if word or speaking & asked:
            return bool(speaking & asked)
        return not speaking or bool(asked & set(re.findall(r"\w+", reading.text)))

    return query, hits, list(filter(may_be, readings))


def _score(read: Read) -> float:
    return read[2][0].score if read[2] else 0.0
