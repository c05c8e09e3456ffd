"""Hits to readings: which sentences answer the question, where in them the answer stands, and how sure that is.

The passages are read by the extractor, a small trained model that knows "no answer" as an answer, and the likeliest
sentences once more, alone. What it says of each sentence is then weighed with what the words, names and numbers say:
which sentence answers best, and how sure that one is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .agreement import same_answer
from .embedder import Embedder, Vectors
from .evidence import Evidence, fitted
from .extractor import NOTHING, Extraction
from .kept import Kept
from .kinds import TELLING, has_quantity, is_kind
from .lines import ROW_RULE, is_row
from .modality import asks_what_happened, only_foreseen
from .passages import label, retrieval_text
from .premises import Text, premises, taken_apart
from .question import Query
from .records import Hit, Passage, Reading, Span
from .text import clean, spaced

# What is kept in memory, about 10 kB a passage and 1.5 kB a sentence: the next question may meet them again.
_PASSAGES, _VECTORS = 2_000, 10_000
# A hit whose score is so far below the best one's is not read. Of fourteen that leaves eight in the mean, and eight of
# a thousand questions lose their answer by it (training/calibrate.py's; reading just ten of all, twelve do).
_FAR_BELOW = 0.35
_ONCE = ("when", "where")  # asks for the one time or place of what happened: what may be has another
_UNRANKED = 1_000  # stands for the rank of a passage that one of the searches did not find
_COMPARED = 12  # sentences whose vectors are compared with the question's: hardly ever does one behind them answer
_LOOKS = 5  # of them, that are read once more, alone, at most
_FAR = 6.0  # logits: a sentence so far behind the best one is not looked at again
_AHEAD = 20.0  # logits: a lead is not told from one that is greater, or from having no other answer
# Logits: where a sentence answers, its likeliest words mostly do, though "no answer" be so much likelier.
_DOUBTED = -2.0
_NO_SPAN = 2.0  # logits below the worst listed span, for a sentence in which no listed span stands


class SpanExtractor(Protocol):
    """What the reader asks of the extractor."""

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:
        """One Extraction a text, in order; offsets count in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A sentence of a hit, what was measured of it, and the exact answer inside it if there seems to be one.

    Both spans lie in the document's text.
    """

    hit: Hit
    span: Span
    evidence: Evidence
    answer: Span | None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the reader knows of a passage before any question."""

    text: str  # its evidence on one line: every white space character of the sentences is a space
    places: tuple[Span, ...]  # its sentences, as spans of `text`
    heads: tuple[str, ...]  # of each sentence: the first row of its table, if it is a row of one
    texts: tuple[Text, ...]  # each sentence, taken apart
    around: Text  # the whole passage with its title and heading, taken apart


class Reader:
    """Reads hits for questions. Keeps what it worked out of the passages met last; safe between threads."""

    def __init__(self, embedder: Embedder, extractor: SpanExtractor) -> None:
        self._embedder, self._extractor = embedder, extractor
        self._passages, self._vectors = Kept[str, _Prepared](_PASSAGES), Kept[str, Vectors](_VECTORS)

    def read(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> list[Reading]:
        """Every evidence sentence of the hits near enough the best, best first; one that two passages share comes once.

        `vector`: (d,), of length 1, the question's. Scores are probabilities, 0 to 1, and none is above that of a
        better sentence. Raises ModelError where the weights of the score cannot be read.
        """
        score = fitted()
        places = [(score.place(w.evidence), w) for w in self.weigh(query, vector, hits)]
        places.sort(key=lambda one: (-one[0], one[1].hit.passage.document, one[1].span))
        readings: dict[tuple[str, Span], Reading] = {}
        sure = 1.0
        for _, weighed in places:
            key = (weighed.hit.passage.document, weighed.span)
            if key not in readings:
                sure = min(sure, score.probability(weighed.evidence))
                readings[key] = Reading(hit=weighed.hit, span=weighed.span, score=sure, answer=weighed.answer)
        return list(readings.values())

    def weigh(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> list[Weighed]:
        """The measures of every evidence sentence that is read, in the order of the hits; arguments as of `read`."""
        if not hits:
            return []
        floor = max(hit.score for hit in hits) - _FAR_BELOW
        hits = [hit for hit in hits if hit.score >= floor]
        passages = [hit.passage for hit in hits]
        known = self._passages.of({passage.id: passage for passage in passages}, lambda new: [*map(_prepared, new)])
        prepared = [known[passage.id] for passage in passages]
        labels = [label(passage.title, passage.heading) for passage in passages]
        extracted = self._extractor.extract(query.text, labels, [one.text for one in prepared])
        asked = premises(query.text)
        found = [
            [_best_inside(extraction, place) for place in one.places]
            for one, extraction in zip(prepared, extracted, strict=True)
        ]
        likeliest = _likeliest(prepared, found)
        best = max((margin for margin, _ in likeliest.values()), default=0.0)
        alone = self._read_alone(query.text, likeliest)
        vectors = self._vectors.of({sentence: sentence for sentence in likeliest}, self._embed)
        given = _given(prepared, found, alone)
        length = len(query.text.split()) / 10
        of_the_past = asks_what_happened(query.text)
        result = []
        for n, (hit, one, extraction) in enumerate(zip(hits, prepared, extracted, strict=True)):
            for m, (span, place) in enumerate(zip(hit.passage.sentences, one.places, strict=True)):
                margin, answer = found[n][m]
                sentence = place.of(one.text)
                again = alone.get(sentence)
                borne = asked.borne_out(one.texts[m], one.around, one.texts[m - 1] if m else None)
                ahead = one.text[place.start : answer.start] if answer else ""
                foreseen = of_the_past and answer is not None and only_foreseen(ahead)
                if foreseen and query.kind in _ONCE:
                    borne = borne._replace(conflict=1.0)
                evidence = Evidence(
                    span=margin / 10,
                    answerable=extraction.answerable / 5,
                    mass=extraction.mass(place),
                    behind=(best - margin) / 10,
                    rank=(1 / (hit.dense_rank or _UNRANKED) + 1 / (hit.word_rank or _UNRANKED)) / 2,
                    sentence=max(0.0, float(vector @ vectors[sentence])) if sentence in vectors else 0.0,
                    **borne._asdict(),
                    alone=(max(NOTHING, again.margin) if again else margin) / 10,
                    stands=(again or extraction).answerable / 5,
                    length=length,
                    counted=float(query.kind != "how many" or has_quantity(query, sentence)),
                    fitting=float(answer is not None and is_kind(query, answer.of(one.text))),
                    foreseen=float(foreseen),
                    lead=_lead(margin, best, answer.of(one.text) if answer else "", given) / 10,
                )
                shift, said = span.start - place.start, None
                # Else the extractor itself takes it for no answer; a figure, a date or a person is one all the same.
                sure = margin > (_DOUBTED if query.kind in TELLING and evidence.fitting else 0.0)
                if answer and sure:
                    said = Span(answer.start + shift, min(answer.end, place.end) + shift)
                result.append(Weighed(hit=hit, span=span, evidence=evidence, answer=said))
        return result

    def _embed(self, sentences: Sequence[str]) -> list[Vectors]:
        return [row.copy() for row in self._embedder.embed(sentences)]  # a view would keep them all

    def _read_alone(self, question: str, likeliest: Mapping[str, tuple[float, str]]) -> dict[str, Extraction]:
        """The likeliest sentences, each read once more without what stands around it but the head of its table.

        A second look tells better whether it answers than the first one, in which its neighbours and the title may
        have lent it words (as in reading sketchily, then intensively; Zhang, Yang & Zhao 2021).
        """
        floor = max((margin for margin, _ in likeliest.values()), default=0.0) - _FAR
        chosen = [sentence for sentence, (margin, _) in likeliest.items() if margin >= floor][:_LOOKS]
        heads = [likeliest[sentence][1] for sentence in chosen]
        return dict(zip(chosen, self._extractor.extract(question, heads, chosen), strict=True))


def _likeliest(
    prepared: Sequence[_Prepared], found: Sequence[Sequence[tuple[float, Span | None]]]
) -> dict[str, tuple[float, str]]:
    """The sentences with the greatest margins, greatest first: each with its margin and the head of its table."""
    each: dict[str, tuple[float, str]] = {}
    for one, inside in zip(prepared, found, strict=True):
        for place, head, (margin, _) in zip(one.places, one.heads, inside, strict=True):
            sentence = place.of(one.text)
            each[sentence] = (max(margin, each.get(sentence, (margin, head))[0]), head)
    return dict(sorted(each.items(), key=lambda item: -item[1][0])[:_COMPARED])


def _given(
    prepared: Sequence[_Prepared], found: Sequence[Sequence[tuple[float, Span | None]]], among: Collection[str]
) -> list[tuple[str, float]]:
    """The exact answers in some sentences, each with its margin."""
    return [
        (answer.of(one.text), margin)
        for one, inside in zip(prepared, found, strict=True)
        for place, (margin, answer) in zip(one.places, inside, strict=True)
        if answer and place.of(one.text) in among
    ]


def _lead(margin: float, best: float, answer: str, given: Sequence[tuple[str, float]]) -> float:
    """How far the best answer stands before the next other one, in logits; 0 for any that is not the best."""
    if margin < best:
        return 0.0
    others = [other for said, other in given if not same_answer(answer, said)]
    return min(_AHEAD, best - max(others, default=-math.inf))


def _best_inside(extraction: Extraction, place: Span) -> tuple[float, Span | None]:
    """How far the best answer span that begins inside a sentence stands above "no answer", and the span."""
    for span, score in extraction.spans:
        if place.start <= span.start < place.end:
            return score - extraction.null, span
    worst = extraction.spans[-1][1] if extraction.spans else extraction.null
    return worst - _NO_SPAN - extraction.null, None


def _prepared(passage: Passage) -> _Prepared:
    text, places = one_line(passage)
    return _Prepared(
        text=text,
        places=tuple(places),
        heads=heads(passage),
        texts=tuple(taken_apart(place.of(text)) for place in places),
        around=taken_apart(f"{retrieval_text(passage)}\n{passage.text}"),
    )


def heads(passage: Passage) -> tuple[str, ...]:
    """For each sentence that is a row of a table the first row of it, which says what its cells are; else ""."""
    found, head, end = list[str](), "", passage.span.start
    for span in passage.sentences:
        words = passage.words(span)
        row = is_row(words)
        if not row or passage.words(Span(end, span.start)).strip(ROW_RULE):
            head = ""
        found.append(head)
        if row:
            head = head or clean(words)
        end = span.end
    return tuple(found)


def one_line(passage: Passage) -> tuple[str, list[Span]]:
    """The evidence of a passage in one text, and where its sentences stand in it, character for character."""
    text, places = "", []
    for span in passage.sentences:
        words = spaced(passage.words(span))
        places.append(Span(len(text), len(text) + len(words)))
        text += words + " "
    return text, places
