"""The index: real Chroma, tantivy and SQLite, and a model of ten lines; vectors in the folder, and on a server."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import EmbedWords
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rag.manifest
from rag.errors import DocumentError, StoreError
from rag.generations import Generations
from rag.index import Index
from rag.indexing import Source
from rag.journal import Journal
from rag.records import Changes, Document
from rag.stems import stems
from rag.vectors import PassageVectors
from rag.vectors_folder import FolderWriting, InFolder
from rag.vectors_server import OnServer
from rag.words import Words

TEXTS = (
    "The court ruled in November. The companies must pay the victims.",
    "The ministers met in Tokyo. They will revive the talks on defence next year.",
    "Rain fell on the harbour all night. Nobody went out to sea before the morning.",
    "The court met again. The victims spoke first, and the companies did not answer.",
    "One word.",
)
QUESTIONS = ("what did the court rule", "who met in tokyo", "rain at sea", "victims and companies", "nothing here")


Opens = Callable[..., Index]


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest) -> str:
    """Where the vectors are."""
    return str(request.param)


@pytest.fixture
def opens(place: str, request: pytest.FixtureRequest) -> Opens:
    """opens(folder, embedder, passage_tokens) opens an index; all of one test share a collection on the server."""
    url = ""
    if place == "server":
        server = request.getfixturevalue("chroma_server")
        url = f"{server.url}/t-{sha256(request.node.nodeid.encode()).hexdigest()[:12]}"
    return partial(Index, chroma_url=url)


def source(name: str, text: str) -> Source:
    digest = sha256(text.encode()).hexdigest()
    document = Document(id=name, path=name, title=name, text=text, digest=digest)
    return Source(id=name, digest=digest, load=lambda: document)


def sync(index: Index, files: Mapping[str, str]) -> Changes:
    return index.sync([source(name, text) for name, text in sorted(files.items())])


def answers(index: Index, embedder: EmbedWords) -> list[object]:
    """Everything that a question sees of an index."""
    found: list[object] = [index.titles(), index.count()]
    for question in QUESTIONS:
        near = index.search_vectors(embedder.embed([question])[0], 10)
        worded = index.search_words(stems(question), 10)
        found.append([(identifier, round(score, 5)) for identifier, score in near])
        found.append([(identifier, round(score, 5)) for identifier, score in worded])
        found.append(index.passages([identifier for identifier, _ in [*near, *worded]]))
        found.append([index.frequency(stem) for stem in stems(question)])
    return found


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["a.txt", "b.txt", "c/d.txt", "é\n🙂.txt"]), st.sampled_from(TEXTS)),
        min_size=2,
        max_size=5,
    )
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_adds_edits_renames_and_deletes_equals_a_fresh_build(
    opens: Opens, states: list[dict[str, str]]
) -> None:
    embedder = EmbedWords()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        index = opens(Path(one) / "index", embedder, 16)
        for files in states:
            sync(index, files)
        fresh = opens(Path(other) / "index", embedder, 16)
        sync(fresh, states[-1])
        assert answers(index, embedder) == answers(fresh, embedder)
        index.close()
        fresh.close()


def test_only_what_changed_is_embedded(opens: Opens, tmp_path: Path, embedder: EmbedWords) -> None:
    index = opens(tmp_path / "index", embedder, 100)
    files = {"a.txt": TEXTS[0], "b.txt": TEXTS[1], "c.txt": TEXTS[2]}
    assert sync(index, files) == Changes(added=("a.txt", "b.txt", "c.txt"))
    before = embedder.embedded
    assert sync(index, files) == Changes(unchanged=3)
    assert embedder.embedded == before
    changes = sync(index, {"a.txt": TEXTS[0], "b.txt": TEXTS[3], "d.txt": TEXTS[2]})
    assert changes == Changes(added=("d.txt",), changed=("b.txt",), removed=("c.txt",), unchanged=1)
    assert embedder.embedded == before + 2


def test_an_index_opened_again_has_kept_everything(opens: Opens, tmp_path: Path, embedder: EmbedWords) -> None:
    index = opens(tmp_path / "index", embedder, 16)
    sync(index, {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})
    before = answers(index, embedder)
    index.close()
    again = opens(tmp_path / "index", embedder, 16)
    assert sync(again, {"a.txt": TEXTS[0], "b.txt": TEXTS[1]}) == Changes(unchanged=2)
    assert answers(again, embedder) == before


@pytest.mark.parametrize(
    ("embedder", "size"),
    [pytest.param(EmbedWords("another"), 16, id="another model"), pytest.param(EmbedWords(), 40, id="another size")],
)
def test_another_model_or_splitter_rebuilds_by_itself(
    opens: Opens, tmp_path: Path, embedder: EmbedWords, size: int
) -> None:
    index = opens(tmp_path / "index", EmbedWords(), 16)
    sync(index, {"a.txt": TEXTS[0]})
    index.close()
    changes = sync(opens(tmp_path / "index", embedder, size), {"a.txt": TEXTS[0]})
    assert changes.added == ("a.txt",)
    assert changes.rebuilt == "the model, the splitter or the index format changed"


class Interrupted(BaseException):
    pass


STEPS = {
    "begin with a document": (Journal, "start"),
    "keep what was embedded": (Journal, "add"),
    "write the catalog": (Journal, "merge_into"),
    "add to the vectors": (PassageVectors, "add"),
    "add to the words": (Words, "add"),
    "commit the words": (Words, "commit"),
    "write the manifest": (rag.manifest, "write"),
    "publish": (Generations, "publish"),
    "drop what is gone (folder)": (InFolder, "drop"),
    "drop what is gone (server)": (OnServer, "drop"),
    "settle the vectors (folder)": (FolderWriting, "settle"),
    "remove the journal": (Journal, "remove"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("early", [True, False], ids=["before", "after"])
def test_a_sync_cut_short_at_any_step_is_finished_by_the_next(
    opens: Opens,
    place: str,
    tmp_path: Path,
    embedder: EmbedWords,
    step: str,
    early: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if "(" in step and place not in step:
        pytest.skip("a step of the other place")
    first, second = {"a.txt": TEXTS[0], "b.txt": TEXTS[1]}, {"a.txt": TEXTS[3], "c.txt": TEXTS[2]}
    index = opens(tmp_path / "index", embedder, 16)
    sync(index, first)
    does = getattr(*STEPS[step])

    def stop(*given: object, **named: object) -> None:
        if not early:
            does(*given, **named)
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], stop)
        with pytest.raises(Interrupted):
            sync(index, second)
    index.close()
    again = opens(tmp_path / "index", embedder, 16)
    sync(again, second)
    fresh = opens(tmp_path / "fresh", embedder, 16)
    sync(fresh, second)
    assert answers(again, embedder) == answers(fresh, embedder)


def test_what_was_embedded_before_an_interruption_is_not_embedded_again(
    opens: Opens, tmp_path: Path, embedder: EmbedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise Interrupted

    files = {"a.txt": TEXTS[0], "b.txt": TEXTS[1]}
    index = opens(tmp_path / "index", embedder, 16)
    with monkeypatch.context() as patch:
        patch.setattr(PassageVectors, "add", stop)
        with pytest.raises(Interrupted):
            sync(index, files)
    before = embedder.embedded
    changes = sync(index, files | {"c.txt": TEXTS[4]})
    assert changes.added == ("a.txt", "b.txt", "c.txt")
    assert embedder.embedded == before + 1


def test_an_interrupted_run_and_files_that_then_changed_back(
    opens: Opens, tmp_path: Path, embedder: EmbedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise Interrupted

    files = {"a.txt": TEXTS[0], "b.txt": TEXTS[1]}
    index = opens(tmp_path / "index", embedder, 16)
    sync(index, files)
    before = answers(index, embedder)
    with monkeypatch.context() as patch:
        patch.setattr(PassageVectors, "add", stop)
        with pytest.raises(Interrupted):
            sync(index, {"a.txt": TEXTS[2], "c.txt": TEXTS[3]})
    assert sync(index, files) == Changes(unchanged=2)
    assert answers(index, embedder) == before


def test_a_state_that_came_out_wrong_is_not_published(
    opens: Opens, tmp_path: Path, embedder: EmbedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opens(tmp_path / "index", embedder, 16)
    sync(index, {"a.txt": TEXTS[0]})
    before = answers(index, embedder)
    with monkeypatch.context() as patch:
        patch.setattr(PassageVectors, "add", lambda *_: None)
        with pytest.raises(StoreError, match="did not agree"):
            sync(index, {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})
    assert answers(index, embedder) == before
    assert len(list((tmp_path / "index" / "generations").iterdir())) == 1


def test_nothing_is_written_when_nothing_changed(opens: Opens, tmp_path: Path, embedder: EmbedWords) -> None:
    index = opens(tmp_path / "index", embedder, 16)
    sync(index, {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})
    index.close()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    again = opens(tmp_path / "index", embedder, 16)
    assert sync(again, {"a.txt": TEXTS[0], "b.txt": TEXTS[1]}) == Changes(unchanged=2)
    assert answers(again, embedder)
    again.close()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_document_that_changed_between_being_digested_and_being_loaded_is_read_again(
    opens: Opens, tmp_path: Path, embedder: EmbedWords
) -> None:
    index = opens(tmp_path / "index", embedder, 16)
    seen, loaded = source("a.txt", TEXTS[0]), source("a.txt", TEXTS[1])
    index.sync([Source(id="a.txt", digest=seen.digest, load=loaded.load)])
    assert index.document("a.txt").text == TEXTS[1]
    assert sync(index, {"a.txt": TEXTS[1]}) == Changes(unchanged=1)
    assert sync(index, {"a.txt": TEXTS[0]}) == Changes(changed=("a.txt",))


def test_a_long_document_is_embedded_in_parts(opens: Opens, tmp_path: Path, embedder: EmbedWords) -> None:
    text = " ".join(f"Sentence number {n} says that the {n}th door is red." for n in range(1_500))
    told: list[str] = []
    index = opens(tmp_path / "index", embedder, 16)
    index.sync([source("long.txt", text), source("short.txt", TEXTS[0])], lambda *now: told.append(now[2]))
    assert "Indexing long.txt, passage 256" in told
    assert all(text[p.span.start : p.span.end] == p.text for p in index.passages_of("long.txt"))
    best = index.search_words(stems("number 777"), 1)[0][0]
    assert "Sentence number 777 " in index.passages([best])[best].text


def test_a_document_that_cannot_be_loaded_is_a_problem_and_the_others_stay(
    opens: Opens, tmp_path: Path, embedder: EmbedWords
) -> None:
    index = opens(tmp_path / "index", embedder, 16)
    sync(index, {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})

    def fail() -> Document:
        raise DocumentError("b.txt", "is broken", "Mend it.")

    changes = index.sync([source("a.txt", TEXTS[0]), Source(id="b.txt", digest="other", load=fail)])
    assert [problem.path for problem in changes.problems] == ["b.txt"]
    assert list(index.titles()) == ["a.txt"]


def test_a_folder_of_other_files_is_left_alone(opens: Opens, tmp_path: Path, embedder: EmbedWords) -> None:
    (tmp_path / "precious.txt").write_text("do not touch")
    with pytest.raises(StoreError, match="holds no Footnote index"):
        opens(tmp_path, embedder, 16)
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_progress_counts_the_documents_to_do(opens: Opens, tmp_path: Path, embedder: EmbedWords) -> None:
    seen: list[tuple[int, int]] = []
    index = opens(tmp_path / "index", embedder, 16)
    index.sync(
        [source("a.txt", TEXTS[0]), source("b.txt", TEXTS[1])], lambda done, total, _: seen.append((done, total))
    )
    assert seen == [(0, 2), (1, 2), (2, 2)]
