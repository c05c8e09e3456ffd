"""A question: what it takes, stage by stage, and what Haystack's extractive reader takes over the same passages."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from rag.embedder import open_embedder
from rag.settings import Settings

from . import haystack, indexing, made
from .shares import STAGES, Timed
from .timing import compared, now_and_then, ratio, seconds, table

_FOOTNOTE, _HAYSTACK = "Footnote", "Haystack: BM25, extractive reader, the same weights"


def measure(passages: int, model: Path | None) -> str:
    """Each question once to everybody, in turns, over the documents of the eval suite among so many passages more.

    `model`: the folder of a transformers model for Haystack's reader; None leaves it out.
    """
    say, asked = now_and_then(), made.questions()
    with tempfile.TemporaryDirectory(prefix="footnote-speed-") as name:
        settings, embedder = Settings(corpus=Path(name) / "corpus", index=Path(name) / "index"), open_embedder()
        made.write(settings.corpus, passages, made.sentences_of(embedder), settings.passage_tokens)
        made.write_real(settings.corpus)
        indexing.index(settings.corpus, settings.index_folder, embedder)
        left_out = haystack.missing(model)
        other = None if left_out or not model else haystack.opened(model, settings, embedder)
        figures: dict[str, list[float]] = {_FOOTNOTE: [], **({_HAYSTACK: []} if other else {})}
        stages: list[Mapping[str, float]] = []
        with closing(Timed(settings)) as timed:
            timed.ask(asked[0])  # who starts a process pays for that once: part `starting` says how much
            if other:
                other.answer(asked[0])
            for number, question in enumerate(asked[1:], 1):
                stages.append(timed.ask(question))
                figures[_FOOTNOTE].append(sum(stages[-1].values()))
                if other:
                    figures[_HAYSTACK].append(seconds(lambda question=question: other.answer(question)))  # type: ignore[misc]
                say(f"question {number} of {len(asked) - 1}")
            held = timed.passages
    read = f"up to {settings.hits} are read for each"
    said = [f"Asking {len(stages)} questions, each once, over {held:,} passages; {read}:\n"]
    said += [compared(figures, "milliseconds", 1000, 0), ""]
    times = ratio(figures[_HAYSTACK], figures[_FOOTNOTE]) if other else 0.0
    said.append(left_out or f"Haystack takes {times:.2f} times as long (aim: 5).")
    return "\n".join([*said, "\nWhere the time of a question goes:\n", shares(stages)])


def shares(stages: Sequence[Mapping[str, float]]) -> str:
    """A table of the stages: milliseconds at the median, and the share of all the time."""
    whole = sum(sum(one.values()) for one in stages)
    return table(
        ["stage", "milliseconds", "share"],
        [
            [
                stage,
                f"{1000 * statistics.median(one[stage] for one in stages):,.1f}",
                f"{sum(one[stage] for one in stages) / whole:.1%}",
            ]
            for stage in STAGES
        ],
    )
