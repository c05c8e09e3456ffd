"""The doctor: what it finds wrong with an index, in which words, and that --repair mends it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chromadb.errors import InternalError
from conftest import EmbedWords

import rag.assistant
import rag.manifest
from rag.assistant import Assistant
from rag.catalog import Catalog
from rag.cli import main
from rag.generations import Generations, Pointer
from rag.vectors import PassageVectors
from rag.vectors_folder import FolderWriting
from rag.words import Words

FILES = {
    "court.txt": "The court ruled in November 2018. The companies must pay the victims.",
    "tea.md": "# Tea\n\nTea is served at four.",
}


class Patient:
    """A documents folder and its index, whose parts can be falsified so that no digest tells."""

    def __init__(self, corpus: Path, index: Path) -> None:
        self.corpus, self.index = corpus, index
        self.open(sync=True).close()
        (self.generation,) = (index / "generations").iterdir()

    def open(self, sync: bool = False) -> Assistant:
        return Assistant.open(self.corpus, self.index, embedder=EmbedWords(), sync=sync)

    def found(self) -> list[str]:
        with closing(self.open()) as assistant:
            return [finding.said for finding in assistant.examine()]

    def stale(self) -> bool:
        with closing(self.open()) as assistant:
            return all(finding.stale for finding in assistant.examine())

    def sign(self) -> None:
        """Makes the manifest say that everything is as it is now."""
        manifest = rag.manifest.read(self.generation)
        assert manifest
        files = rag.manifest.survey(self.generation)
        digest = rag.manifest.write(self.generation, replace(manifest, files=files))
        Generations(self.index).publish(Pointer(self.generation.name, digest))

    def passage(self) -> str:
        with closing(Catalog(self.generation)) as catalog:
            return catalog.passages_of("court.txt")[0].id


@pytest.fixture
def patient(folder: Callable[..., Path], tmp_path: Path) -> Patient:
    return Patient(folder(FILES), tmp_path / "index")


def test_of_a_sound_index_there_is_nothing_to_say(patient: Patient) -> None:
    assert patient.found() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda corpus: (corpus / "new.txt").write_text("The door is red."), "new.txt is not indexed yet"),
        (lambda corpus: (corpus / "tea.md").write_text("No tea."), "tea.md was changed since it was indexed"),
        (lambda corpus: (corpus / "tea.md").write_text(""), "tea.md was changed since it was indexed"),
        (lambda corpus: (corpus / "tea.md").unlink(), "tea.md is indexed and no longer there"),
    ],
    ids=["new", "changed", "emptied", "gone"],
)
def test_an_index_that_the_files_have_left_behind_is_stale(
    patient: Patient, change: Callable[[Path], object], found: str
) -> None:
    change(patient.corpus)
    assert patient.found() == [found]
    assert patient.stale()


def test_a_file_that_cannot_be_read_is_rightly_not_indexed(patient: Patient) -> None:
    (patient.corpus / "empty.txt").touch()
    assert patient.found() == []


def test_before_the_first_indexing_there_is_none(folder: Callable[..., Path], tmp_path: Path) -> None:
    with closing(Assistant.open(folder(FILES), tmp_path / "index", embedder=EmbedWords(), sync=False)) as assistant:
        assert [finding.said for finding in assistant.examine()] == ["The index cannot be used: there is none yet"]
    assert not (tmp_path / "index").exists()


# --- what no digest tells -----------------------------------------------------------------------------------


def sql(statement: str) -> Callable[[Patient], None]:
    def run(patient: Patient) -> None:
        with closing(sqlite3.connect(patient.generation / "footnote.sqlite")) as db, db:
            db.execute(statement)

    return run


def replace_vector(change: Callable[[np.ndarray], np.ndarray], identifier: str = "") -> Callable[[Patient], None]:
    """Changes the vector of a passage, or gives it to a passage of another id."""

    def run(patient: Patient) -> None:
        vectors = FolderWriting(patient.generation / "vectors", coming=1)
        with closing(Catalog(patient.generation)) as catalog:
            passage = catalog.passages_of("court.txt")[0]
        _, rows = vectors.rows([passage.id])
        if identifier:
            vectors.remove([passage.id])
        vectors.add([replace(passage, id=identifier or passage.id)], change(np.asarray(rows)))
        vectors.settle()

    return run


def rename_in_words(patient: Patient) -> None:
    words = Words(patient.generation / "words")
    words.remove([patient.passage()])
    words.add(["0" * 32], ["Another text."])
    words.commit()


PLACE = "court.txt, characters 0–69"
FALSE = {
    "a text that is not the file's": (
        sql("UPDATE documents SET text = replace(text, '2018', '2019') WHERE id = 'court.txt'"),
        ["court.txt: what is indexed is not the text of the file", f"{PLACE}: not the words that stand there"],
    ),
    "a passage that is shifted": (
        sql("UPDATE passages SET start = start + 1 WHERE document = 'court.txt'"),
        ["court.txt, characters 1–69: not the words that stand there",
         "court.txt, characters 1–69: its sentences do not lie in it, one after the other"],
    ),
    "a sentence that ends before it begins": (
        sql("UPDATE passages SET sentences = '[[5,3]]' WHERE document = 'court.txt'"),
        [f"{PLACE}: its sentences do not lie in it, one after the other"],
    ),
    "a passage that was lost": (
        sql("DELETE FROM passages WHERE document = 'court.txt'"),
        ["There are 1 passages in the catalog instead of 2", "court.txt has no passages"],
    ),
    "a vector that was lost": (replace_vector(lambda rows: rows, "0" * 32), [f"{PLACE}: missing from the vectors"]),
    "a vector that is too long": (replace_vector(lambda rows: rows * 2), ["1 vectors are not of length 1"]),
    "words that were lost": (rename_in_words, [f"{PLACE}: missing from the words"]),
}  # fmt: skip


@pytest.mark.parametrize("falsehood", FALSE)
def test_what_no_digest_tells_is_found_and_mended(patient: Patient, falsehood: str) -> None:
    falsify, expected = FALSE[falsehood]
    falsify(patient)
    patient.sign()
    assert patient.found() == expected
    assert not patient.stale()
    with closing(patient.open()) as assistant:
        assistant.sync(anew=expected[0])
    assert patient.found() == []


def test_vectors_of_another_model_are_found(patient: Patient) -> None:
    class Wider(EmbedWords):
        dimension = 65

    with closing(Assistant.open(patient.corpus, patient.index, embedder=Wider(), sync=False)) as assistant:
        found = [finding.said for finding in assistant.examine()]
    assert found == ["Vectors have 64 numbers, and the model's have 65"]


def test_vectors_that_chroma_cannot_read_are_found(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise InternalError("Failed to get\nsegments")

    monkeypatch.setattr(PassageVectors, "rows", fail)
    assert patient.found() == ["The vectors cannot be read: Failed to get segments"]


# --- the command --------------------------------------------------------------------------------------------


@pytest.fixture
def run(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, list[str]]]]:
    monkeypatch.setattr(rag.assistant, "open_embedder", lambda *_: EmbedWords())

    def doctor(*options: str) -> tuple[int, list[str]]:
        status = main(["doctor", *options, "--corpus", str(patient.corpus), "--index", str(patient.index)])
        return status, capsys.readouterr().out.splitlines()

    yield doctor


SOUND = "Sound: 2 documents, every passage where it should be."


def test_a_sound_index_is_status_0(run: Callable[..., tuple[int, list[str]]]) -> None:
    assert run() == (0, [SOUND])


def test_a_damaged_file_is_status_1_until_it_is_repaired(
    patient: Patient, run: Callable[..., tuple[int, list[str]]]
) -> None:
    words = next(path for path in (patient.generation / "words").glob("*.term"))
    words.write_bytes(words.read_bytes()[::-1])
    said = f"The index cannot be used: its file words/{words.name} was changed."
    assert run() == (1, [said])
    assert run("--repair") == (0, [said, SOUND])
    assert run() == (0, [SOUND])


def test_files_that_have_moved_on_are_status_1_until_they_are_indexed(
    patient: Patient, run: Callable[..., tuple[int, list[str]]]
) -> None:
    for n in range(25):
        (patient.corpus / f"new\n{n:02}.txt").write_text(f"Door number {n} is red.")
    status, lines = run()
    assert status == 1
    assert lines[0] == "new 00.txt is not indexed yet." and lines[-1] == "… and 5 more."
    assert run("--repair")[1][-1] == "Sound: 27 documents, every passage where it should be."
