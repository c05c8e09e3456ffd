"""Where the time of a question goes: the stages of an assistant, each with a clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from rag.assistant import Assistant
from rag.documents import version
from rag.embedder import Embedder, Vectors, open_embedder
from rag.extractor import Extraction
from rag.index import Index
from rag.reader import SpanExtractor
from rag.settings import Settings
from rag.transformers_extractor import extractor_of

from .stand_in import StandIn
from .timing import seconds

QUESTION, SENTENCES, VECTORS, WORDS, FUSE, READ, REST = (
    "embed the question",
    "embed the likeliest sentences, when met first",
    "search by vectors",
    "search by words",
    "fuse, fetch the passages",
    "read",
    "take apart, weigh, compose",
)
STAGES = (QUESTION, VECTORS, WORDS, FUSE, SENTENCES, READ, REST)


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.spent = defaultdict[str, float](float)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        finally:
            self.spent[stage] += perf_counter() - started


class Timed:
    """An assistant over an index that is in place, whose questions are timed by stage."""

    def __init__(self, settings: Settings) -> None:
        self._clock = Clock()
        embedder = _Embedder(open_embedder(settings.model), self._clock)
        extractor = _Extractor(extractor_of(settings.reader), self._clock)
        index = _Index(
            settings.index_folder, embedder, settings.passage_tokens, version(), chroma_url=settings.chroma_url
        )
        index.clock = self._clock
        self.passages = index.count()
        self._assistant = Assistant(settings, index, embedder, extractor)

    def ask(self, question: str) -> dict[str, float]:
        """Asks, and gives the seconds of each stage; their sum is what the question took."""
        self._clock.spent.clear()
        whole = seconds(lambda: self._assistant.ask(question))
        spent = dict(self._clock.spent)
        self._clock.spent.clear()
        search = seconds(lambda: self._assistant.search(question))
        inside = sum(self._clock.spent.values())
        stages = {stage: spent.get(stage, 0.0) for stage in STAGES}
        # A question that is answered without searching, a summary say, fuses nothing.
        stages[FUSE] = max(0.0, search - inside) if spent.get(VECTORS) else 0.0
        stages[REST] = max(0.0, whole - sum(stages.values()))
        return stages

    def close(self) -> None:
        self._assistant.close()


class _Index(Index):
    clock: Clock

    def search_vectors(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        with self.clock.on(VECTORS):
            return super().search_vectors(vector, k)

    def search_words(self, terms: Iterable[str], k: int) -> list[tuple[str, float]]:
        with self.clock.on(WORDS):
            return super().search_words(terms, k)


class _Embedder(StandIn):
    def __init__(self, embedder: Embedder, clock: Clock) -> None:
        super().__init__(embedder)
        self._clock = clock

    def embed(self, texts: Sequence[str]) -> Vectors:
        with self._clock.on(QUESTION if len(texts) == 1 else SENTENCES):
            return super().embed(texts)


class _Extractor:
    def __init__(self, extractor: SpanExtractor, clock: Clock) -> None:
        self._extractor, self._clock = extractor, clock

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:
        with self._clock.on(READ):
            return self._extractor.extract(question, labels, texts)
