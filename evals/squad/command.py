"""`python -m evals squad FILE`: measures the reader and the whole pipeline on a file in SQuAD's format."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from rag.assistant import Assistant
from rag.embedder import Embedder, Progress, open_embedder
from rag.evidence import fitted
from rag.reader import SpanExtractor
from rag.records import Problem
from rag.settings import Settings
from rag.transformers_extractor import extractor_of

from .closed import ClosedFigures, ClosedReader, closed_figures
from .files import Article, Asked, questions_of, read_squad, spread
from .given import OpenFigures, open_figures, refusing
from .haystack import Haystack
from .open import Peer, ask_open, same_paragraphs, write_documents
from .report import Measured, table, to_json
from .sentences import SentenceScorer

T = TypeVar("T")
OpenModels = Callable[[Settings], tuple[Embedder, SpanExtractor]]

_SHOWN = 5  # files that could not be read, named one by one


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "squad",
        help="measure on a file in SQuAD's format, 1.1 or 2.0",
        description="Measures on any file in SQuAD's format, 1.1 or 2.0. Closed: the reader gets each question with "
        "its paragraph. Open: all paragraphs of the file are indexed, and the question alone is asked. The settings "
        "are those of FOOTNOTE_*: FOOTNOTE_READER measures another reader, FOOTNOTE_RISK=1 never refuses.",
        epilog="For example: python -m evals squad dev-v2.0.json --most 500",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the questions, JSON")
    parser.add_argument(
        "--most",
        type=_positive,
        metavar="N",
        help="ask at most N questions, at equal distances in the file; all its paragraphs are indexed all the same",
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--closed-only", action="store_true", help="leave out the open setting, which takes longer")
    only.add_argument("--open-only", action="store_true", help="leave out the closed setting")
    parser.add_argument(
        "--haystack",
        type=Path,
        metavar="MODEL",
        help="open: ask Haystack too (requirements-peers.txt), with the transformers model in this folder; python -m "
        "training.as_transformers MODEL writes one with the weights of the delivered reader",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")


def measure(options: argparse.Namespace, models: OpenModels) -> None:
    """Measures as the options say, prints the table, writes the JSON. Raises FootnoteError or OSError."""
    articles = read_squad(options.file)
    every = questions_of(articles)
    chosen = spread(every, options.most)
    settings = Settings.load()
    embedder, extractor = models(settings)
    measured = Measured(
        file=options.file.name,
        reader=settings.reader or "the delivered one",
        threshold=fitted().threshold(settings.risk),
        hits=settings.hits,
        articles=len(articles),
        paragraphs=sum(len(article.paragraphs) for article in articles),
        questions=len(every),
        asked=len(chosen),
    )
    if not options.open_only:
        closed = _closed(articles, chosen, settings.passage_tokens, embedder, extractor)
        measured = replace(measured, closed=closed)
    if not options.closed_only:
        opened = _open(articles, chosen, settings, embedder, extractor, options.haystack)
        measured = replace(measured, open=opened)
    print(table(measured))
    if options.json:
        text = json.dumps(to_json(measured), ensure_ascii=False, indent=2, allow_nan=False)
        options.json.write_text(text + "\n", encoding="utf-8")


def open_models(settings: Settings) -> tuple[Embedder, SpanExtractor]:
    """The embedding model and the reader of the settings. Raises ModelError."""
    return open_embedder(settings.model), extractor_of(settings.reader)


def _closed(
    articles: Sequence[Article], questions: Sequence[Asked], size: int, embedder: Embedder, extractor: SpanExtractor
) -> ClosedFigures:
    with _folder() as folder:
        reader = ClosedReader(articles, embedder, extractor, size, folder)
        with _counted(questions, "closed") as counted:
            return closed_figures([reader.read(asked) for asked in counted])


def _open(
    articles: Sequence[Article],
    questions: Sequence[Asked],
    settings: Settings,
    embedder: Embedder,
    extractor: SpanExtractor,
    haystack: Path | None,
) -> dict[str, OpenFigures]:
    with _folder() as folder:
        places = write_documents(articles, folder / "documents")
        peers: dict[str, Peer] = {}
        if haystack:
            peers["Haystack"] = Haystack(haystack, articles, places)
        settings = replace(settings, corpus=folder / "documents", index=folder / "index")
        with _indexing() as progress:
            assistant = Assistant.open(settings=settings, embedder=embedder, extractor=extractor, progress=progress)
        with closing(assistant):
            _tell(assistant.problems)
            paragraphs = same_paragraphs(articles, places)
            scorer = SentenceScorer(embedder)
            with _counted(questions, "open") as counted:
                said = ask_open(counted, paragraphs, assistant, scorer, peers)
    # The others never refuse: each is shown as if it had refused as many questions as Footnote, its least sure ones.
    refused = sum(one.refused for one in said["Footnote"])
    return {
        name: open_figures(verdicts if name == "Footnote" else refusing(verdicts, refused))
        for name, verdicts in said.items()
    }


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="evals-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _counted(items: Sequence[T], what: str) -> Iterator[Iterable[T]]:
    """The items, while standard error tells how many are done, how fast, and how long it will take."""
    with tqdm(items, desc=what, unit=" questions", mininterval=_interval()) as bar:
        yield bar


@contextmanager
def _indexing() -> Iterator[Progress]:
    with tqdm(desc="indexing", unit=" documents", mininterval=_interval()) as bar:

        def progress(done: int, total: int, what: str) -> None:  # noqa: ARG001
            bar.total = total
            bar.update(done - bar.n)

        yield progress


def _interval() -> float:
    """Seconds between two signs of life: a log should not be full of them."""
    return 0.2 if sys.stderr.isatty() else 30.0


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems[:_SHOWN]:
        print(f"evals: {problem.message}", file=sys.stderr)
    if len(problems) > _SHOWN:
        print(f"evals: and {len(problems) - _SHOWN:,} more that could not be indexed", file=sys.stderr)


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise ValueError
    return number
