"""`python -m evals.faults --kills 200`: kills indexing at random moments, and sees what the index answers then.

Each round changes a few of some dozen small documents, starts a process that indexes them, kills it (SIGKILL) after
a random time, and opens the index in another process. What questions see of it must be the state before or the one
after, whole; and once it is brought up to date, what a fresh build gives: the same passages with the same places for
every question, by words and by vectors. The model is one of ten lines, so that what is tested is the index.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from rag.embedder import Vectors
from rag.errors import FootnoteError
from rag.index import Index
from rag.indexing import Source
from rag.records import Document, Span
from rag.stems import stems

_WORDS = (
    "court minister harbour treaty rain tea ship island vote budget river school engine garden winter music".split()
)
_QUESTIONS = [" ".join(_WORDS[n : n + 3]) for n in range(0, len(_WORDS) - 3)]
_NAMES = ("a", "b/c", "é\n🙂", "עברית")
_PASSAGE = 16  # tokens
State = Mapping[str, str]  # text by document id
Seen = list[object]  # all that questions see of an index, but the scores
_SCORE = 1e-4  # scores nearer than that are the same: nothing promises the last digits of a cosine


class _Embedder:
    """One vector a word, made from its letters, and their sum for a text."""

    fingerprint, limit = "sum of words", 254

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.stack([sum((self._vector(word) for word in text.split()), start=np.zeros(32)) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        return [[Span(*match.span()) for match in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]

    def _vector(self, word: str) -> Vectors:
        seed = int.from_bytes(sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).normal(size=32).astype(np.float32)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.faults", description=(__doc__ or "").partition("\n\n")[2])
    parser.add_argument("--kills", type=int, default=200, help="processes to kill (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="of the random moments and documents (default: 0)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="footnote-faults-") as folder:
        return _kill(Path(folder), given.kills, random.Random(given.seed))


def _kill(folder: Path, kills: int, chance: random.Random) -> int:
    index, before, after = folder / "index", dict[str, str](), _changed({}, chance)
    found, wrong = Counter[str](), 0
    for library in ("chromadb", "tantivy"):
        importlib.import_module(library)  # once, here: each process below is a copy of this one
    started = time.perf_counter()
    _in_process(lambda: _sync(folder / "trial", after))
    seconds = time.perf_counter() - started
    _in_process(lambda: _sync(index, before))
    for kill in range(1, kills + 1):
        writer = _start(lambda state=after: _sync(index, state))  # type: ignore[misc]
        time.sleep(chance.uniform(0, seconds))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        found[_left(index)] += 1
        if chance.random() < 0.3 and kill < kills:
            continue  # what is left is taken up by the next process, and that is killed too
        fresh = folder / f"fresh{kill}"
        error = _in_process(lambda old=before, new=after, at=fresh: _look(index, old, new, at))  # type: ignore[misc]
        if error:
            wrong += 1
            print(f"kill {kill}: {error}")
        print(f"{kill:,} of {kills:,} killed, {wrong:,} wrong", flush=True)
        before, after = after, _changed(after, chance)
    print("What the kills left: " + ", ".join(f"{what} {count:,}" for what, count in found.most_common()))
    print("Every answer was that of a fresh build." if not wrong else f"WRONG after {wrong:,} of {kills:,} kills.")
    return 1 if wrong else 0


def _changed(state: State, chance: random.Random) -> dict[str, str]:
    """The documents after somebody has worked on them: some new, some changed, some gone, one long."""
    new = {name: text for name, text in state.items() if chance.random() < 0.9}
    for _ in range(chance.randint(1, 12)):
        sentences = chance.randint(1, 8) if chance.random() < 0.95 else 400
        lines = (" ".join(chance.choices(_WORDS, k=7)).capitalize() + "." for _ in range(sentences))
        new[f"{chance.choice(_NAMES)}{chance.randint(1, 8)}.txt"] = " ".join(lines)
    return new


def _sync(folder: Path, state: State) -> str:
    index = Index(folder, _Embedder(), _PASSAGE)
    index.sync([_source(name, text) for name, text in sorted(state.items())])
    index.close()
    return ""


def _source(name: str, text: str) -> Source:
    digest = sha256(text.encode()).hexdigest()
    return Source(
        id=name, digest=digest, load=lambda: Document(id=name, path=name, title=name, text=text, digest=digest)
    )


def _look(folder: Path, before: State, after: State, fresh: Path) -> str:
    """What is wrong with an index whose writer was killed; "" when nothing is."""
    index = Index(folder, _Embedder(), _PASSAGE)
    if not index.ready:
        return f"it cannot be read: {index.wrong}"
    documents = {name: index.document(name).text for name in index.titles()}
    if documents not in (dict(before), dict(after)):
        return "it is in no state that it ever was meant to be in"
    index.close()
    _sync(folder, after)
    _sync(fresh, after)
    (seen, scores), (as_fresh, as_scored) = _seen(folder, after), _seen(fresh, after)
    if seen != as_fresh or not np.allclose(scores, as_scored, rtol=0, atol=_SCORE):
        return "it does not answer as a fresh build does"
    return ""


def _seen(folder: Path, state: State) -> tuple[Seen, list[float]]:
    """What questions see of an index, in order, and the scores that the searches gave."""
    index, embedder = Index(folder, _Embedder(), _PASSAGE), _Embedder()
    seen: Seen = [index.titles(), index.count()]
    scores: list[float] = []
    for question in _QUESTIONS:
        near = index.search_vectors(embedder.embed([question])[0], 10)
        worded = index.search_words(stems(question), 10)
        passages = index.passages([identifier for identifier, _ in [*near, *worded]])
        seen += [[identifier for identifier, _ in found] for found in (near, worded)] + [passages]
        scores += [score for _, score in (*near, *worded)]
        seen.append([index.frequency(stem) for stem in stems(question)])
        for passage in passages.values():
            if passage.span.of(state[passage.document]) != passage.text:
                seen.append(f"{passage.document} {passage.span}: not the words that stand there")
    index.close()
    return seen, scores


def _left(folder: Path) -> str:
    """What a killed process left behind: how far it had come."""
    names = {path.name for path in (folder / "generations").iterdir()}
    current = (folder / "current").read_text(encoding="ascii").split()[0]
    if any(name > current for name in names):
        return "a generation half written"
    return "a journal" if (folder / "journal.sqlite").exists() else "nothing unfinished"


def _start(work: Callable[[], str]) -> int:
    """Does the work in a copy of this process, which must not have opened an index itself. Its id."""
    process = os.fork()
    if process:
        return process
    try:
        said = work()
    except FootnoteError as error:
        said = str(error)
    if said:
        print(said, flush=True)
    os._exit(1 if said else 0)


def _in_process(work: Callable[[], str]) -> str:
    """Does the work in a process of its own; what came of it when that is not as it should be."""
    status = os.waitstatus_to_exitcode(os.waitpid(_start(work), 0)[1])
    return {0: "", 1: "see above"}.get(status, f"the process died ({status})")


if __name__ == "__main__":
    sys.exit(main())
