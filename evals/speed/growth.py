"""Growth: the index of a thousand passages, and of a million.

Everything goes the way it always goes, from Markdown files to an index and from a question to an answer; only the
vectors of the passages are made up (imitation.py), so that what is measured is all but embedding, which takes the same
time for each passage.
"""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rag.assistant import Assistant
from rag.embedder import open_embedder
from rag.settings import Settings

from ..metrics import percentile
from . import made
from .imitation import Imitation
from .processes import own_peak
from .shares import FUSE, VECTORS, WORDS, Timed
from .timing import now_and_then, seconds, table, tell

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an index took: seconds, bytes on disk, and the most memory in MiB."""

    seconds: float
    bytes: int
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What asking took, in seconds: opening; of all questions the median and the 95th percentile.

    Of a question at the median, the stages that meet the size of the index. `peak`: MiB.
    """

    opening: float
    median: float
    high: float
    vectors: float
    words: float
    fuse: float
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """The figures of an index of so many passages."""

    passages: int
    written: Written
    asked: Asked


def measure(sizes: Sequence[int]) -> list[Grown]:
    """An index of each size, written and asked in processes of their own."""
    grown = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="footnote-speed-") as name:
            settings = Settings(corpus=Path(name) / "corpus", index=Path(name) / "index")
            written = _apart(write, settings, size)
            tell(f"{size:,} passages: indexed in {written.seconds:,.1f} s")
            passages, asked = _apart(ask, settings, size)
            grown.append(Grown(passages=passages, written=written, asked=asked))
    return grown


def write(settings: Settings, size: int) -> Written:
    """Makes documents of so many passages, and their index."""
    embedder, say = open_embedder(), now_and_then()
    pool = made.sentences_of(embedder)
    made.write(settings.corpus, size, pool, settings.passage_tokens)
    imitation = Imitation(embedder, list(pool))

    def index() -> None:
        progress = lambda done, total, what: say(f"{size:,} passages: {what} ({done:,} of {total:,} files)")  # noqa: E731
        Assistant.open(settings=settings, embedder=imitation, progress=progress).close()

    took = seconds(index)
    held = sum(path.stat().st_size for path in settings.index_folder.rglob("*") if path.is_file())
    return Written(seconds=took, bytes=held, peak=own_peak())


def ask(settings: Settings, size: int) -> tuple[int, Asked]:
    """Opens that index as anyone does, and asks it: how many passages it has, and what that took."""
    say = now_and_then()
    opening = seconds(lambda: Assistant.open(settings=settings, sync=False).close())
    questions, stages = made.questions(), []
    with closing(Timed(settings)) as timed:
        passages = timed.passages
        timed.ask(questions[0])
        for number, question in enumerate(questions[1:], 1):
            stages.append(timed.ask(question))
            say(f"{size:,} passages: question {number} of {len(questions) - 1}")
    took = [sum(one.values()) for one in stages]
    return passages, Asked(
        opening=opening,
        median=statistics.median(took),
        high=percentile(took, 0.95) or 0.0,
        vectors=statistics.median(one[VECTORS] for one in stages),
        words=statistics.median(one[WORDS] for one in stages),
        fuse=statistics.median(one[FUSE] for one in stages),
        peak=own_peak(),
    )


def report(grown: Sequence[Grown]) -> str:
    """Two tables, of indexing and of asking, and how a question grows."""
    indexing = [
        [
            f"{one.passages:,}",
            f"{one.written.seconds:,.1f}",
            f"{1000 * one.written.seconds / one.passages:.2f}",
            f"{one.written.bytes / 1e6:,.0f}",
            f"{one.written.peak:,.0f}",
        ]
        for one in grown
    ]
    asking = [
        [
            f"{one.passages:,}",
            f"{one.asked.opening:.2f}",
            *(f"{1000 * s:,.0f}" for s in (one.asked.median, one.asked.high)),
            *(f"{1000 * s:,.1f}" for s in (one.asked.vectors, one.asked.words, one.asked.fuse)),
            f"{one.asked.peak:,.0f}",
        ]
        for one in grown
    ]
    base = next((one for one in grown if one.passages >= 10_000), grown[0])
    times = grown[-1].asked.median / base.asked.median
    return "\n".join(
        [
            "Growth: indexing without embedding\n",
            table(["passages", "seconds", "ms a passage", "MB on disk", "most MiB"], indexing),
            "\nGrowth: a question, in milliseconds\n",
            table(
                ["passages", "opening, s", "median", "95 %", "vectors", "words", "fuse, fetch", "most MiB"],
                asking,
            ),
            "",
            f"A question over {grown[-1].passages:,} passages takes {times:.2f} times as long as over "
            f"{base.passages:,} (aim, of a million and ten thousand: 2).",
        ]
    )


def _apart(work: Callable[[Settings, int], T], settings: Settings, size: int) -> T:
    # A process of its own: its memory is that of this work alone.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(work, settings, size).result()
