"""Vectors on a Chroma server: several processes share them, and what is said when it cannot be used.

That the index works as with a folder is in test_index.py, whose tests run against both.
"""

from __future__ import annotations

import http.server
import socket
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import chromadb
import pytest
from conftest import ChromaServer, EmbedWords, ReadsNothing
from test_index import TEXTS, answers, sync

import rag.vectors_server
from rag.assistant import Assistant
from rag.embedder import Vectors
from rag.errors import SettingError, StoreError, UnreachableError
from rag.index import Index
from rag.records import Passage
from rag.settings import Settings
from rag.vectors import PassageVectors
from rag.vectors_server import HEADERS, OnServer

FILES = {"a.txt": TEXTS[0], "b.txt": TEXTS[1], "c/d.txt": TEXTS[3]}
SECRET = "t0k3n-of-nobody"


class Shelf:
    """A collection for one test, and what is in it."""

    def __init__(self, server: ChromaServer, name: str) -> None:
        self.url, self._port, self._name = f"{server.url}/{name}", server.port, name

    def opens(self, folder: Path, embedder: EmbedWords | None = None) -> Index:
        return Index(folder, embedder or EmbedWords(), 16, chroma_url=self.url)

    def __call__(self, work: Callable[[Any], Any]) -> Any:
        with closing(chromadb.HttpClient("127.0.0.1", self._port)) as client:
            (found,) = (c for c in client.list_collections(limit=1_000) if c.name.startswith(self._name))
            return work(client.get_collection(found.name, embedding_function=None))

    def ids(self) -> set[str]:
        return set(self(lambda collection: collection.get(include=[])["ids"]))

    def delete(self) -> None:
        with closing(chromadb.HttpClient("127.0.0.1", self._port)) as client:
            client.delete_collection(self(lambda collection: collection.name))


@pytest.fixture
def shelf(chroma_server: ChromaServer, tmp_path: Path) -> Shelf:
    return Shelf(chroma_server, tmp_path.name)


def ids(index: Index) -> set[str]:
    return {passage.id for document in index.titles() for passage in index.passages_of(document)}


def test_one_embeds_and_all_answer(shelf: Shelf, tmp_path: Path) -> None:
    one, other = EmbedWords(), EmbedWords()
    first, second = shelf.opens(tmp_path / "one", one), shelf.opens(tmp_path / "two", other)
    sync(first, FILES)
    sync(second, FILES)
    assert one.embedded and not other.embedded
    assert answers(second, EmbedWords()) == answers(first, EmbedWords())
    sync(second, FILES | {"new.txt": TEXTS[2]})
    assert other.embedded
    before = one.embedded
    assert sync(first, FILES | {"new.txt": TEXTS[2]}).added == ("new.txt",)
    assert one.embedded == before
    assert answers(second, EmbedWords()) == answers(first, EmbedWords())


def test_what_is_there_is_not_written_again(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = list[str]()
    add = PassageVectors.add

    def counted(vectors: PassageVectors, passages: Sequence[Passage], rows: Vectors) -> None:
        written.extend(passage.document for passage in passages)
        add(vectors, passages, rows)

    monkeypatch.setattr(PassageVectors, "add", counted)
    sync(shelf.opens(tmp_path / "one"), FILES)
    assert set(written) == set(FILES)
    written.clear()
    sync(shelf.opens(tmp_path / "two"), FILES | {"new.txt": TEXTS[2]})
    assert set(written) == {"new.txt"}


def test_each_answers_from_its_own_state(shelf: Shelf, tmp_path: Path) -> None:
    ahead, behind = shelf.opens(tmp_path / "ahead"), shelf.opens(tmp_path / "behind")
    for index in (ahead, behind):
        sync(index, FILES)
    now = {"a.txt": TEXTS[2], "b.txt": TEXTS[1], "new.txt": TEXTS[4]}
    sync(ahead, now)
    for index, names in ((ahead, set(now)), (behind, set(FILES))):
        near = index.search_vectors(EmbedWords().embed(["the ministers"])[0], 10)
        passages = index.passages([identifier for identifier, _ in near])
        assert len(passages) == len(near) > 0
        assert {passage.document for passage in passages.values()} <= names
    sync(behind, now)
    assert answers(behind, EmbedWords()) == answers(ahead, EmbedWords())


def test_what_only_others_have_does_not_push_out_what_is_near(shelf: Shelf, tmp_path: Path) -> None:
    index, others = shelf.opens(tmp_path / "index"), shelf.opens(tmp_path / "others")
    sync(index, FILES)
    nearest = EmbedWords().embed([TEXTS[0]])[0], 2
    before = index.search_vectors(*nearest)
    sync(others, {f"{n}.txt": TEXTS[0] for n in range(20)})
    assert len(before) == 2
    assert index.search_vectors(*nearest) == before


def test_the_server_has_what_the_documents_have_and_nothing_else(shelf: Shelf, tmp_path: Path) -> None:
    index = shelf.opens(tmp_path / "index")
    sync(index, FILES)
    # The first passage of "a.txt" stays what it was, though its document was written again.
    for files in (FILES | {"a.txt": f"{TEXTS[0]} {TEXTS[2]}"}, {"a.txt": f"{TEXTS[0]} {TEXTS[2]}"}, {}, FILES):
        sync(index, files)
        assert shelf.ids() == ids(index)


@pytest.mark.parametrize("size", [16, 40])
@pytest.mark.parametrize("model", ["a", "b"])
def test_another_name_model_or_size_is_another_collection(
    chroma_server: ChromaServer, tmp_path: Path, model: str, size: int
) -> None:
    for name in ("bills", "letters"):
        url = f"{chroma_server.url}/{tmp_path.name}-{name}"
        embedder = EmbedWords(model)
        sync(Index(tmp_path / name, embedder, size, chroma_url=url), FILES)
        assert embedder.embedded, "nothing was there"


def test_another_place_is_another_index(shelf: Shelf, tmp_path: Path) -> None:
    local = Index(tmp_path / "index", EmbedWords(), 16)
    sync(local, FILES)
    local.close()
    index = shelf.opens(tmp_path / "index")
    assert not index.ready
    assert sync(index, FILES).rebuilt == "the model, the splitter or the index format changed"
    assert not list((tmp_path / "index").glob("generations/*/vectors/*"))
    assert not (tmp_path / "index" / "vectors").is_symlink()


# --- a collection that was deleted or damaged ---------------------------------------------------------------


@pytest.mark.parametrize("opened", ["before", "after"])
def test_a_collection_that_was_deleted_is_filled_again(shelf: Shelf, tmp_path: Path, opened: str) -> None:
    index = shelf.opens(tmp_path / "index")
    sync(index, FILES)
    before = answers(index, EmbedWords())
    shelf.delete()
    again = index if opened == "before" else shelf.opens(tmp_path / "index")
    assert sync(again, FILES).rebuilt
    assert answers(again, EmbedWords()) == before


def test_until_then_a_question_says_what_to_do_and_then_all_answer(shelf: Shelf, tmp_path: Path) -> None:
    index, other = shelf.opens(tmp_path / "index"), shelf.opens(tmp_path / "other")
    for each in (index, other):
        sync(each, FILES)
    before = answers(index, EmbedWords())
    shelf.delete()
    with pytest.raises(StoreError, match=r"no longer there.* python -m rag index"):
        answers(index, EmbedWords())
    sync(other, FILES)
    assert answers(index, EmbedWords()) == before


def test_passages_that_the_server_has_lost_are_noticed_when_it_is_opened(shelf: Shelf, tmp_path: Path) -> None:
    index = shelf.opens(tmp_path / "index")
    sync(index, FILES)
    before = answers(index, EmbedWords())
    shelf(lambda collection: collection.delete(ids=[next(iter(ids(index)))]))
    again = shelf.opens(tmp_path / "index")
    assert sync(again, FILES).rebuilt == "its parts did not agree with each other"
    assert answers(again, EmbedWords()) == before


def test_doctor_finds_and_mends_what_is_wrong_on_the_server(
    shelf: Shelf, folder: Callable[..., Path], tmp_path: Path
) -> None:
    settings = Settings.load({"FOOTNOTE_CHROMA_URL": shelf.url}, corpus=folder(FILES), index=tmp_path / "index")
    assistant = Assistant.open(settings=settings, embedder=EmbedWords(), extractor=ReadsNothing())
    assert not list(assistant.examine())

    def double(collection: Any) -> None:
        found = collection.get(limit=1, include=["embeddings"])
        collection.update(ids=found["ids"], embeddings=found["embeddings"] * 2)

    shelf(double)
    assert [finding.said for finding in assistant.examine()] == ["1 vectors are not of length 1"]
    assistant.sync(anew="a vector is wrong")
    assert not list(assistant.examine())
    assistant.close()


# --- a server that cannot be used ---------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    server = ChromaServer(tmp_path / "chroma")
    url = f"{server.url}/contracts"
    index = Index(tmp_path / "index", EmbedWords(), 16, chroma_url=url)
    sync(index, FILES)
    server.stop()
    for work in (
        lambda: index.search_vectors(EmbedWords().embed(["court"])[0], 3),
        lambda: sync(index, {}),
        lambda: Index(tmp_path / "index", EmbedWords(), 16, chroma_url=url),
    ):
        with pytest.raises(UnreachableError, match=rf"{url}-\w+ does not answer .* unset FOOTNOTE_CHROMA_URL"):
            work()
    assert index.search_words(["court"], 3), "the words are here"
    server = ChromaServer(tmp_path / "chroma", server.port)
    assert sync(index, {"a.txt": TEXTS[0]}).removed == ("b.txt", "c/d.txt")
    server.stop()


def test_a_state_that_was_published_while_the_server_was_away_is_taken_up_when_it_is_back(tmp_path: Path) -> None:
    server = ChromaServer(tmp_path / "chroma")
    reader, writer = (
        Index(tmp_path / "index", EmbedWords(), 16, chroma_url=f"{server.url}/contracts") for _ in range(2)
    )
    sync(reader, FILES)
    sync(writer, FILES | {"new.txt": TEXTS[2]})
    server.stop()
    assert "new.txt" not in reader.titles()
    server = ChromaServer(tmp_path / "chroma", server.port)
    assert "new.txt" in reader.titles()
    server.stop()


@pytest.mark.parametrize(
    "wrong",
    [
        "localhost:8000/contracts",
        "ftp://host/contracts",
        "http:///contracts",
        "http://host:port/contracts",
        "http://host",
        "http://host/a/b",
        "http://host/é",
        "nonsense",
    ],
)
def test_a_url_of_another_form_is_a_setting_error(wrong: str) -> None:
    with pytest.raises(SettingError, match="must be like http://localhost:8000/contracts"):
        OnServer(wrong, "model")


@pytest.mark.parametrize(
    "url",
    [
        f"http://user:{SECRET}@host/contracts",
        f"https://{SECRET}@host/contracts",
        f"http://host/contracts?token={SECRET}",
        f"http://host/contracts#{SECRET}",
    ],
)
def test_a_password_does_not_belong_into_the_url_and_is_not_shown(url: str) -> None:
    with pytest.raises(SettingError, match=HEADERS) as raised:
        OnServer(url, "model")
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("headers", [SECRET, f'["{SECRET}"]', f'{{"{SECRET}": 1}}', f'"{SECRET}"', "1"])
def test_headers_of_another_form_are_not_shown(headers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HEADERS, headers)
    with pytest.raises(SettingError, match="must be JSON like") as raised:
        OnServer("http://host/contracts", "model")
    assert SECRET not in str(raised.value)


class Other(http.server.ThreadingHTTPServer):
    """A server that is not Chroma: it gives the same answer to everything, with the token that it was shown."""

    def __init__(self, status: int, text: str) -> None:
        shown = self.shown = list[str]()

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = self.headers.get("x-chroma-token", "")
                shown.append(token)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.format(token=token).encode())

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server_port}/contracts"


@pytest.fixture
def other(request: pytest.FixtureRequest) -> Iterator[Other]:
    with Other(*request.param) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ((401, "who is {token}?"), "does not let this program in .status 401.. Set FOOTNOTE_CHROMA_HEADERS"),
        ((403, '{{"error": "ChromaAuthError", "message": "{token}"}}'), "does not let this program in .status 403."),
        ((404, "<html>no {token} here</html>"), "cannot be used .status 404.. See in its log"),  # Chroma before 1.0
        ((410, '{{"error": "Unimplemented", "message": "v2 {token}"}}'), "cannot be used .status 410."),
        ((200, "<html>welcome, {token}</html>"), "cannot be used .* whether it is Chroma"),
        ((200, "[]"), "cannot be used .* whether it is Chroma"),
    ],
    indirect=["other"],
)
def test_what_another_server_answers_is_told_without_the_headers(
    other: Other, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(HEADERS, f'{{"x-chroma-token": "{SECRET}"}}')
    index = Index(tmp_path / "index", EmbedWords(), 16, chroma_url=other.url)
    with pytest.raises(UnreachableError, match=said) as raised:
        sync(index, FILES)
    assert SECRET in other.shown
    shown = "".join(traceback.format_exception(raised.value))
    assert SECRET not in shown + caplog.text


def test_a_server_that_never_answers_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rag.vectors_server, "_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/contracts"
        with pytest.raises(UnreachableError, match=r"does not answer \(ReadTimeout\)"):
            sync(Index(tmp_path / "index", EmbedWords(), 16, chroma_url=url), FILES)
