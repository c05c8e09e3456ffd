"""Hits to readings: which sentences answer the question, and how sure that is.

Each sentence is scored by a small logistic model over a few measures of how well it covers the question:
late interaction between the tokens of the question and of the sentence (MaxSim, Khattab & Zaharia 2020,
"ColBERT", over the embedder's own token vectors in the context of their passage), the question's words by
their rarity, its names and numbers, and whether the kind of answer that it asks for stands there at all.
"""

from __future__ import annotations

import math
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .embedder import Embedder, Vectors
from .passages import retrieval_text
from .question import Query, Term
from .records import Hit, Passage, Reading, Span
from .stems import stems
from .text import clean

_KEPT = 512  # passages whose vectors are kept in memory, about 200 kB each: the next question may meet them again


class Evidence(NamedTuple):
    """What is measured of a sentence, each 0 to 1 but for the similarities (-1 to 1)."""

    sentence: float  # cosine of the question's vector and the sentence's
    tokens: float  # mean, over the question's content tokens, of the best match among the sentence's tokens
    weakest: float  # the least of these
    words: float  # share of the question's content words that stand in the sentence, weighted by rarity
    context: float  # the same, in the passage around it with its heading and title
    lacking: float  # share of the question's names and numbers that neither sentence nor passage has
    elsewhere: float  # share of them that the sentence does not have
    typed: float  # 0 when the question asks for a date, a number or a person and the sentence has none


# Fitted by logistic regression on the development cases: python -m evals.fit.
_WEIGHTS = Evidence(
    sentence=2.8, tokens=1.93, weakest=1.26, words=2.06, context=0.74, lacking=-0.93, elsewhere=-0.79, typed=1.67
)
_BIAS = -7.09


@dataclass(frozen=True, slots=True)
class _Encoded:
    """What the reader knows of a passage before any question."""

    text: str  # the evidence of the passage on one line
    places: tuple[Span, ...]  # its sentences, as spans of `text`
    tokens: Vectors  # (k, d), the tokens of `text` in context
    spans: tuple[Span, ...]  # their k places in `text`
    sentences: Vectors  # (sentences, d)
    stems: tuple[frozenset[str], ...]  # of each sentence
    around: frozenset[str]  # stems of the whole passage, its title and heading


class Reader:
    """Reads hits for questions. Keeps the vectors of the passages that it met last; safe between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, _Encoded] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, query: Query, hits: Sequence[Hit], rarity: Callable[[str], float]) -> list[Reading]:
        """Every evidence sentence of the hits, best first; a sentence that two passages share comes once.

        `rarity` gives the weight of a stem (its idf). Scores are probabilities, 0 to 1.
        """
        readings: dict[tuple[str, Span], Reading] = {}
        for hit, span, evidence in self.weigh(query, hits, rarity):
            score = probability(evidence)
            key = (hit.passage.document, span)
            if key not in readings or score > readings[key].score:
                readings[key] = Reading(hit=hit, span=span, score=score)
        return sorted(readings.values(), key=lambda r: (-r.score, r.hit.passage.document, r.span))

    def weigh(
        self, query: Query, hits: Sequence[Hit], rarity: Callable[[str], float]
    ) -> list[tuple[Hit, Span, Evidence]]:
        """The measures of every evidence sentence of the hits, in the order of the hits."""
        if not hits:
            return []
        whole = self._embedder.embed([query.text])[0]
        question = _content_rows(query, *self._embedder.embed_tokens([query.text])[0])
        weights = {term.stem: rarity(term.stem) for term in query.terms}
        result = []
        for hit, encoded in zip(hits, self._encode([hit.passage for hit in hits]), strict=True):
            match = question @ encoded.tokens.T  # (question tokens, passage tokens)
            for n, (span, place) in enumerate(zip(hit.passage.sentences, encoded.places, strict=True)):
                columns = [k for k, token in enumerate(encoded.spans) if place.overlaps(token)]
                if not columns:
                    continue  # beyond what the embedder reads
                best = match[:, columns].max(axis=1)
                here = encoded.stems[n]
                evidence = Evidence(
                    sentence=float(whole @ encoded.sentences[n]),
                    tokens=float(best.mean()),
                    weakest=float(best.min()),
                    words=_coverage(weights, here),
                    context=_coverage(weights, encoded.around),
                    lacking=_lacking(query.terms, encoded.around),
                    elsewhere=_lacking(query.terms, here),
                    typed=float(_has_kind(query, place.of(encoded.text))),
                )
                result.append((hit, span, evidence))
        return result

    def _encode(self, passages: Sequence[Passage]) -> list[_Encoded]:
        with self._lock:
            known = {p.id: self._kept[p.id] for p in passages if p.id in self._kept}
        new = [passage for passage in passages if passage.id not in known]
        known |= zip((p.id for p in new), _encoded(new, self._embedder), strict=True)
        with self._lock:
            for identifier, encoded in known.items():
                self._kept[identifier] = encoded
                self._kept.move_to_end(identifier)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [known[passage.id] for passage in passages]


def probability(evidence: Evidence) -> float:
    """How sure it is that a sentence answers, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-_BIAS - float(np.dot(evidence, _WEIGHTS))))


def _encoded(passages: Sequence[Passage], embedder: Embedder) -> list[_Encoded]:
    if not passages:
        return []
    prepared = [_prepared(passage) for passage in passages]
    tokens = embedder.embed_tokens([text for text, _ in prepared])
    # Neighbouring passages share a sentence, so each is embedded once.
    each = dict.fromkeys(place.of(text) for text, places in prepared for place in places)
    row = {sentence: n for n, sentence in enumerate(each)}
    vectors = embedder.embed(list(each))
    return [
        _Encoded(
            text=text,
            places=tuple(places),
            tokens=matrix,
            spans=tuple(spans),
            sentences=vectors[[row[place.of(text)] for place in places]],
            stems=tuple(frozenset(stems(place.of(text))) for place in places),
            around=frozenset(stems(f"{retrieval_text(passage)}\n{passage.text}")),
        )
        for passage, (text, places), (matrix, spans) in zip(passages, prepared, tokens, strict=True)
    ]


def _prepared(passage: Passage) -> tuple[str, list[Span]]:
    """The evidence of a passage in one text, and where each of its sentences stands in it."""
    text, places = "", []
    for span in passage.sentences:
        words = clean(passage.text[span.start - passage.span.start : span.end - passage.span.start])
        places.append(Span(len(text), len(text) + len(words)))
        text += words + " "
    return text, places


def _content_rows(query: Query, tokens: Vectors, spans: Sequence[Span]) -> Vectors:
    rows = [n for n, token in enumerate(spans) if any(term.span.overlaps(token) for term in query.terms)]
    return tokens[rows] if rows else tokens


def _coverage(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight * _support(stem, present) for stem, weight in weights.items()) / total if total else 0.0


def _support(stem: str, present: frozenset[str]) -> float:
    if stem in present:
        return 1.0
    return 0.7 if any(_akin(stem, other) for other in present) else 0.0


def _akin(one: str, other: str) -> bool:
    """Whether two stems are forms of one word that the stemmer keeps apart (Japan, Japanese; Korea, Korean)."""
    if one[:4] != other[:4] or one[:1].isdigit():
        return False
    shared = 4
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return shared >= 0.6 * max(len(one), len(other)) and shared >= min(len(one), len(other)) - 2


def _lacking(terms: Sequence[Term], present: frozenset[str]) -> float:
    asked = [term for term in terms if term.name or term.number]
    if not asked:
        return 0.0
    return sum(1.0 - _support(term.stem, present) for term in asked) / len(asked)


_DATE = re.compile(
    r"\b(?:1\d{3}|20\d\d|\d{1,2}[:.]\d\d|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|spring|summer|autumn|winter|century|decades?|"
    r"years?|months?|weeks?|days?|hours?|minutes?|today|tomorrow|yesterday|tonight|ago|earlier|later|before|after|"
    r"during|until|since|when|while|now|annually|daily|weekly|monthly|noon|midnight|a\.m\.|p\.m\.|am|pm)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter|once|twice|both|pair|"
    r"couple|several|few|many|most|none|no)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?:(?<=\W)|^)[A-Z]\w*")
_PEOPLE = re.compile(
    r"\b(?:he|she|they|we|I|who|people|persons?|men|women|man|woman|victims?|leaders?|ministers?|presidents?|"
    r"officials?|government|court|company|companies|firms?|media|team|managers?|employees?|staff|members?|"
    r"\w+(?:ists?|ers?|ors?|ians?|ants?|ents?))\b"
)


def _has_kind(query: Query, sentence: str) -> bool:
    if query.kind == "when":
        return bool(_DATE.search(sentence))
    if query.kind == "how many":
        return bool(_QUANTITY.search(sentence))
    if query.kind == "who":
        asked = {term.stem for term in query.terms}
        named = any(not set(stems(name[0])) <= asked for name in _CAPITAL.finditer(sentence))
        return named or bool(_PEOPLE.search(sentence))
    return True
