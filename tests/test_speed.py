"""The speed suite: what it makes up is the same every time and as long as it says, its tables and its picture hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from evals.speed import asking, growth, haystack, indexing, made
from evals.speed.__main__ import main
from evals.speed.growth import Asked, Grown, Written
from evals.speed.imitation import Imitation
from evals.speed.plot import svg
from evals.speed.processes import ROOT, run
from evals.speed.shares import STAGES
from evals.speed.timing import compared, in_turns, ratio
from rag.embedder import Vectors, open_embedder
from rag.records import Span
from rag.settings import Settings

POOL = {f"Sentence {'very ' * (n % 7)}number {n} stands here.": 5 + n % 7 for n in range(600)}


class Letters:
    """Each word is a token; a vector counts letters."""

    fingerprint, limit = "letters", 200

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([[text.count(letter) + 0.1 for letter in "aeinrst0123"] for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        return [[Span(n, n + 1) for n, _ in enumerate(text.split())] for text in texts]


def grown(passages: int) -> Grown:
    written = Written(seconds=passages / 300, bytes=9_000 * passages, peak=200.0)
    asked = Asked(opening=1.0, median=0.2, high=0.4, vectors=0.004, words=0.0004, fuse=0.002, peak=350.0)
    return Grown(passages=passages, written=written, asked=asked)


def test_works_take_turns() -> None:
    done: list[str] = []

    def work(name: str) -> Callable[[], float]:
        def run() -> float:
            done.append(name)
            return float(len(done))

        return run

    figures = in_turns({"a": work("a"), "b": work("b")}, rounds=2)
    assert done == ["a", "b", "a", "b"]
    assert figures == {"a": [1.0, 3.0], "b": [2.0, 4.0]}


def test_a_ratio_compares_works_of_the_same_round() -> None:
    quiet_then_busy, twice_as_slow = [1.0, 10.0, 1.0], [2.0, 20.0, 2.0]
    assert ratio(twice_as_slow, quiet_then_busy) == 2.0


def test_a_comparison_is_a_markdown_table() -> None:
    said = compared({"one": [2.0, 1.0, 9.0], "other": [6.0, 3.0, 27.0]}, "milliseconds", 1000, 0)
    head, rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines()]
    assert head == ["milliseconds", "median", "least", "95 %", "most", "ratio"]
    assert all(set(cell) <= set("-:") for cell in rule)
    assert [[row[n] for n in (0, 1, 2, 4, 5)] for row in rows] == [
        ["one", "2,000", "1,000", "9,000", "1.00"],
        ["other", "6,000", "3,000", "27,000", "3.00"],
    ]


def test_a_process_has_seconds_and_a_peak() -> None:
    small, large = run(["-c", "pass"]), run(["-c", "held = bytearray(100 << 20)"])
    assert small.seconds > 0
    assert large.peak > small.peak + 90


def test_a_process_does_not_count_the_memory_of_the_one_that_began_it() -> None:
    peak = "from evals.speed.processes import own_peak; print(own_peak())"
    begin = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {peak!r}])"
    large = f"held = bytearray(b'x') * (400 << 20); {begin}"
    alone, begun = (
        float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        for code in (peak, large)
    )
    assert 1 < alone < 200
    assert begun == pytest.approx(alone, rel=0.3)


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        run(["-c", "raise ValueError('no such thing')"])


def test_real_sentences_can_be_told_apart_again() -> None:
    pool = list(made.sentences_of(Letters()))
    assert len(pool) > 500
    assert made.parted(" ".join(pool)) == pool


def test_made_documents_are_the_same_every_time(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "other"):
        made.write(tmp_path / name, 230, POOL, 30)
        texts.append([path.read_text(encoding="utf-8") for path in sorted((tmp_path / name).rglob("*.md"))])
    assert texts[0] == texts[1]
    assert len(texts[0]) == 3


def test_made_documents_have_the_passages_that_were_wanted(tmp_path: Path) -> None:
    made.write(tmp_path, 230, POOL, 30)
    texts = indexing.texts_of(tmp_path, Letters(), 30)
    assert len(texts) == 230
    assert all(set(made.parted(text.partition("\n")[2])) <= set(POOL) for text in texts)


def test_an_imitation_is_near_the_mean_of_its_sentences() -> None:
    embedder, (one, other) = Letters(), list(POOL)[:2]
    vectors = Imitation(embedder, list(POOL)).embed([f"Made. Entry {n}\n{one} {other}" for n in range(200)])
    mean = embedder.embed([one, other]).mean(axis=0)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (vectors @ (mean / np.linalg.norm(mean))).mean() == pytest.approx(1 / np.sqrt(1 + 0.6**2), abs=0.03)
    assert len({vector.tobytes() for vector in vectors}) == 200


def test_a_made_index_answers(tmp_path: Path) -> None:
    open_embedder()  # made here, where it was not yet: not while others are timed
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    written = growth.write(settings, 150)
    passages, asked = growth.ask(settings, 150)
    assert passages == 150
    assert min(written.seconds, written.bytes, written.peak) > 0
    assert 0 < asked.vectors < asked.median <= asked.high
    assert growth.report([Grown(passages=passages, written=written, asked=asked)]).count("\n| 150 ") == 2


def test_shares_are_of_the_whole() -> None:
    said = asking.shares([dict.fromkeys(STAGES, 0.01), {**dict.fromkeys(STAGES, 0.01), STAGES[0]: 0.07}])
    assert [line.split("|")[3].strip() for line in said.splitlines()[2:]] == ["40.0%"] + ["10.0%"] * 6


@pytest.mark.parametrize("model", [None, Path("no such folder")])
def test_without_haystack_it_is_said_how_to_have_it(model: Path | None) -> None:
    said = haystack.missing(model)
    assert said
    assert "Haystack is left out" in said
    assert "requirements-peers.txt" in said or "training.as_transformers" in said


def test_an_unknown_part_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])
    assert "indexing, asking, starting, memory, growth" in capsys.readouterr().err


def test_the_picture_has_a_point_for_every_figure() -> None:
    sizes = [1_000, 10_000, 100_000, 1_000_000]
    root = ElementTree.fromstring(svg([grown(size) for size in sizes]))
    space = "{http://www.w3.org/2000/svg}"
    lines = root.findall(f"{space}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [len(sizes)] * 6
    said = {text.text for text in root.findall(f"{space}text")}
    assert {"1 k", "10 k", "100 k", "1 M", "median", "95 %"} <= said
    width, height = (float(root.attrib[side]) for side in ("width", "height"))
    for circle in root.findall(f"{space}circle"):
        assert 0 < float(circle.attrib["cx"]) < width
        assert 0 < float(circle.attrib["cy"]) < height
