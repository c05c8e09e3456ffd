"""What may happen to an index and to the machine under it: whatever it is, the answers are those of a fresh build."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from chromadb.errors import InternalError
from conftest import EmbedWords
from filelock import FileLock
from test_index import TEXTS, answers, source, sync

import rag.index
import rag.manifest
import rag.snapshot
from rag.assistant import Assistant
from rag.errors import BusyError, StoreError
from rag.generations import Generations, Pointer
from rag.index import Index
from rag.vectors import PassageVectors
from rag.vectors_folder import InFolder

if TYPE_CHECKING:
    from _typeshed import TraceFunction

ROOT = Path(__file__).resolve().parent.parent
FILES = {"a.txt": TEXTS[0], "b.txt": TEXTS[1], "c/d.txt": TEXTS[3]}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """An index of FILES, and what questions see of it. Not to be touched: copies of it are damaged."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    index = Index(folder, EmbedWords(), 16)
    sync(index, FILES)
    seen = answers(index, EmbedWords())
    index.close()
    return folder, seen


@pytest.fixture
def copy(whole: tuple[Path, list[object]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole[0], tmp_path / "index", symlinks=True))


# --- damaged files ------------------------------------------------------------------------------------------

PARTS = [
    "manifest.json",
    "footnote.sqlite",
    "vectors/chroma.sqlite3",
    "vectors/*/header.bin",
    "vectors/*/data_level0.bin",
    "vectors/*/length.bin",
    "vectors/*/link_lists.bin",
    "vectors/*/index_metadata.pickle",
    "words/meta.json",
    "words/.managed.json",
    "words/*.store",
    "words/*.term",
    "words/*.idx",
    "words/*.fieldnorm",
]


def lose(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def fill_with_garbage(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3] ^= 0x10
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [lose, cut, fill_with_garbage, change_a_byte])
@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_file_is_noticed_said_and_mended(
    whole: tuple[Path, list[object]],
    copy: Path,
    part: str,
    damage: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = list(copy.glob(f"generations/*/{part}"))
    assert found, "no such file: chromadb or tantivy now names it otherwise"
    damage(found[0])
    index = Index(copy, EmbedWords(), 16)
    assert not index.ready
    changes = sync(index, FILES)
    assert changes.rebuilt is not None and found[0].name.removesuffix(".json") in changes.rebuilt
    assert [record.getMessage() for record in caplog.records] == [
        f"The index in {copy} is built anew from the documents: {changes.rebuilt}."
    ]
    assert answers(index, EmbedWords()) == whole[1]
    index.close()


@pytest.mark.parametrize(
    "part",
    [
        "generations",
        "generations/*",
        "generations/*/vectors",
        "generations/*/vectors/*-*",
        "generations/*/words",
    ],
)
def test_a_folder_that_was_lost_is_noticed_and_mended(whole: tuple[Path, list[object]], copy: Path, part: str) -> None:
    (lost,) = copy.glob(part)
    shutil.rmtree(lost)
    index = Index(copy, EmbedWords(), 16)
    assert sync(index, FILES).rebuilt
    assert answers(index, EmbedWords()) == whole[1]


@pytest.mark.parametrize(
    "content", [None, "", "00000009 " + "0" * 32 + "\n", "{current} " + "0" * 32 + "\n", "rubbish", "\xff"]
)
def test_a_pointer_that_was_lost_or_leads_nowhere_is_set_again(
    whole: tuple[Path, list[object]], copy: Path, content: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    pointer = copy / "current"
    before = pointer.read_text()
    pointer.unlink() if content is None else pointer.write_text(content.format(current=before[:17]), "latin-1")
    index = Index(copy, EmbedWords(), 16)
    changes = sync(index, FILES)
    assert len(caplog.records) == 1
    assert answers(index, EmbedWords()) == whole[1]
    if content is None or "current" not in content:
        assert (changes.unchanged, changes.rebuilt, pointer.read_text()) == (3, None, before)
        assert "put in order again" in caplog.text


def test_the_link_for_llama_index_leads_to_the_current_state(copy: Path) -> None:
    assert [(copy / "vectors").resolve()] == list(copy.resolve().glob("generations/00000001-*/vectors"))
    index = Index(copy, EmbedWords(), 16)
    sync(index, FILES | {"e.txt": TEXTS[2]})
    assert [(copy / "vectors").resolve()] == list(copy.resolve().glob("generations/00000002-*/vectors"))


def test_damage_that_befalls_an_open_index_is_not_carried_on(whole: tuple[Path, list[object]], copy: Path) -> None:
    index = Index(copy, EmbedWords(), 16)
    sync(index, FILES)
    fill_with_garbage(next(copy.glob("generations/*/vectors/*/data_level0.bin")))
    assert sync(index, FILES | {"e.txt": TEXTS[2]}).rebuilt
    sync(index, FILES)
    assert answers(index, EmbedWords()) == whole[1]


@pytest.mark.parametrize("damage", [cut, fill_with_garbage])
def test_a_journal_that_was_damaged_is_begun_anew(
    whole: tuple[Path, list[object]], tmp_path: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    finished = subprocess.run(
        child("index.sync([source(*file) for file in FILES.items()])", tmp_path / "index", stop_at="new"), cwd=ROOT
    )
    assert finished.returncode == 7
    for path in tmp_path.glob("index/journal.sqlite*"):  # what its log holds would mend the rest
        damage(path)
    index = Index(tmp_path / "index", EmbedWords(), 16)
    assert sync(index, FILES).added == tuple(FILES)
    assert "cannot be used and is done again" in caplog.text
    assert answers(index, EmbedWords()) == whole[1]


# --- other versions, other folders --------------------------------------------------------------------------


def test_an_index_of_another_version_is_built_anew_without_being_opened(
    whole: tuple[Path, list[object]], copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations = Generations(copy)
    (name,) = generations.names()
    folder = generations.path(name)
    manifest = rag.manifest.read(folder)
    assert manifest
    other = rag.manifest.Manifest(
        fingerprint=manifest.fingerprint.replace("chromadb 1", "chromadb 2"),
        documents=manifest.documents,
        passages=manifest.passages,
        files=manifest.files,
    )
    assert other != manifest
    generations.publish(Pointer(name, rag.manifest.write(folder, other)))
    with monkeypatch.context() as patch:
        patch.setattr(InFolder, "open", None)
        index = Index(copy, EmbedWords(), 16)
    assert sync(index, FILES).rebuilt == "the model, the splitter or the index format changed"
    assert answers(index, EmbedWords()) == whole[1]


def test_a_generation_that_is_named_as_before_answers_until_there_is_another(
    whole: tuple[Path, list[object]], copy: Path
) -> None:
    generations = Generations(copy)
    pointer = generations.current()
    assert pointer
    generations.path(pointer.name).rename(generations.path("00000001"))
    generations.publish(Pointer("00000001", pointer.digest))
    index = Index(copy, EmbedWords(), 16)
    assert answers(index, EmbedWords()) == whole[1]
    assert sync(index, {"a.txt": TEXTS[0]}).removed == ("b.txt", "c/d.txt")
    assert sync(index, FILES).added == ("b.txt", "c/d.txt")
    assert [name[:9] for name in generations.names()] == ["00000003-", "00000002-"], "the last one is held till here"


def test_an_index_of_the_first_format_is_built_anew(whole: tuple[Path, list[object]], tmp_path: Path) -> None:
    folder = tmp_path / "index"
    for name in ("footnote.sqlite", "footnote.sqlite-wal", "vectors/chroma.sqlite3", "words/meta.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("old")
    index = Index(folder, EmbedWords(), 16)
    assert sync(index, FILES).rebuilt == "the model, the splitter or the index format changed"
    assert answers(index, EmbedWords()) == whole[1]
    assert not (folder / "footnote.sqlite").exists() and not (folder / "words").exists()


@pytest.mark.parametrize("name", ["vectors", "words", "current", "generations", "manifest.json"])
def test_a_folder_of_somebody_else_is_left_alone_whatever_its_files_are_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "precious.svg").touch()
    with pytest.raises(StoreError, match="holds no Footnote index"):
        Index(tmp_path, EmbedWords(), 16)
    assert [path.name for path in tmp_path.rglob("*")] == [name, "precious.svg"]


# --- several at once ----------------------------------------------------------------------------------------


def test_a_folder_that_another_process_is_just_making_is_ours_at_every_moment(tmp_path: Path) -> None:
    making, lines = Generations(tmp_path / "index"), 0

    def look(frame: FrameType, _event: str, _arg: object) -> TraceFunction | None:
        nonlocal lines
        if frame.f_code is not Generations.prepare.__code__:
            return None
        lines += 1
        Generations(tmp_path / "index")
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        making.prepare()
    finally:
        sys.settrace(before)
    assert lines > 3


def test_a_reader_beside_a_writer_sees_whole_states_only(tmp_path: Path) -> None:
    states = [FILES, {"a.txt": TEXTS[2], "e.txt": TEXTS[1]}]
    index, embedder = Index(tmp_path / "index", EmbedWords(), 16), EmbedWords()
    whole = []
    for state in states:
        sync(index, state)
        whole.append(answers(index, embedder))
    seen: list[list[object]] = []
    stop = threading.Event()
    reader = Index(tmp_path / "index", EmbedWords(), 16)

    def read() -> None:
        while not stop.is_set():
            with reader.reading():
                seen.append(answers(reader, embedder))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for state in states * 3:
            sync(index, state)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert seen and all(state in whole for state in seen)
    assert answers(reader, embedder) == whole[-1], "it sees what was published last"
    assert len(list((tmp_path / "index/generations").iterdir())) <= 2, "old states go when nobody reads them"


def test_a_folder_of_vectors_may_be_opened_while_another_thread_closes_it(copy: Path) -> None:
    (folder,) = copy.glob("generations/*/vectors")
    vector = EmbedWords().embed(["Tokyo"])[0]

    def work(_: int) -> list[tuple[str, float]]:
        vectors = InFolder().open(folder)
        try:
            return vectors.search(vector, 3)
        finally:
            vectors.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(work, range(80)))
    assert all(one == found[0] for one in found)


def test_a_state_that_could_not_be_opened_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Index(tmp_path / "index", EmbedWords(), 16)
    sync(writer, FILES)
    reader = Index(tmp_path / "index", EmbedWords(), 16)
    sync(writer, {"e.txt": TEXTS[1]})
    with monkeypatch.context() as broken:
        broken.setattr(rag.index, "open_current", lambda *_: 1 / 0)
        assert list(reader.titles()) == list(FILES)
    assert list(reader.titles()) == ["e.txt"]


def test_indexing_does_not_hold_up_a_question(tmp_path: Path) -> None:
    index = Index(tmp_path / "index", EmbedWords(), 16)
    sync(index, FILES)
    seen: list[object] = []
    new = source("e.txt", TEXTS[2])

    def load() -> object:
        seen.append(answers(index, EmbedWords()))  # a question, asked in the middle of indexing
        return new.load()

    before = answers(index, EmbedWords())
    index.sync([*(source(*file) for file in FILES.items()), rag.index.Source(id="e.txt", digest="new", load=load)])  # type: ignore[arg-type]
    assert seen == [before]
    assert "e.txt" in index.titles()


def test_several_processes_read_and_write_one_index(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    states = [FILES, {"a.txt": TEXTS[2]}, {"a.txt": TEXTS[3], "b.txt": TEXTS[0]}]
    writers = [f"for _ in range(3): sync(index, {state!r})" for state in states]
    reader = "sync(index, FILES)\nfor _ in range(10): assert index.titles() and answers(index, EmbedWords())"
    running = [
        subprocess.Popen(child(work, folder, "rag.index._LOCK_SECONDS = 300"), cwd=ROOT)
        for work in [*writers, reader, reader]
    ]
    assert [process.wait() for process in running] == [0] * 5
    index, fresh = Index(folder, EmbedWords(), 16), Index(tmp_path / "fresh", EmbedWords(), 16)
    sync(index, FILES)
    sync(fresh, FILES)
    assert answers(index, EmbedWords()) == answers(fresh, EmbedWords())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rag.index, "_LOCK_SECONDS", 0.01)


@pytest.mark.usefixtures("impatient")
def test_a_second_writer_is_told_so_and_what_is_in_step_needs_no_lock(copy: Path) -> None:
    index = Index(copy, EmbedWords(), 16)
    with FileLock(copy / "write.lock"):
        assert sync(index, FILES).unchanged == 3
        with pytest.raises(BusyError, match=r"Another program is bringing the index in .* up to date"):
            sync(index, {})
    assert sync(index, {}).removed == tuple(FILES)


@pytest.mark.usefixtures("impatient")
def test_while_another_program_indexes_its_last_complete_state_answers(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    corpus = folder(FILES)
    with FileLock(tmp_path / "write.lock"), pytest.raises(BusyError):
        Assistant.open(corpus, tmp_path, embedder=EmbedWords())
    Assistant.open(corpus, tmp_path, embedder=EmbedWords()).close()
    (corpus / "new.txt").write_text(TEXTS[4])
    with FileLock(tmp_path / "write.lock"):
        with pytest.raises(BusyError):
            Assistant.open(corpus, tmp_path, embedder=EmbedWords(), sync=False).sync()
        assistant = Assistant.open(corpus, tmp_path, embedder=EmbedWords())
        assert list(assistant.titles()) == list(FILES)
        assert "Another program" in assistant.problems[0].message
    assistant.sync()
    assert "new.txt" in assistant.titles() and not assistant.problems


def test_a_lock_whose_holder_died_blocks_nobody(copy: Path) -> None:
    hold = (
        f"from filelock import FileLock; FileLock({str(copy / 'write.lock')!r}).acquire(); print(flush=True); input()"
    )
    holder = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline()
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert (copy / "write.lock").exists()
    index = Index(copy, EmbedWords(), 16)
    assert sync(index, {"a.txt": TEXTS[0]}).removed == ("b.txt", "c/d.txt")


def test_an_index_folder_that_is_deleted_under_a_reader_is_built_again(
    whole: tuple[Path, list[object]], copy: Path
) -> None:
    index = Index(copy, EmbedWords(), 16)
    shutil.rmtree(copy)
    assert index.titles() == whole[1][0]  # what is open can still be read
    with suppress(StoreError):  # but Chroma may want to open its database again, which is said
        assert answers(index, EmbedWords()) == whole[1]
    assert sync(index, FILES).added == tuple(FILES)
    assert answers(index, EmbedWords()) == whole[1]


@pytest.mark.parametrize(
    "deleted, told",
    [
        (True, "was deleted. Build it again: python -m rag index"),
        (False, "cannot be searched: Failed to get segments. Mend it: python -m rag doctor --repair"),
    ],
    ids=["deleted", "there"],
)
def test_a_search_that_chroma_cannot_do_is_said(
    copy: Path, monkeypatch: pytest.MonkeyPatch, deleted: bool, told: str
) -> None:
    def fail(*_: object) -> list[tuple[str, float]]:
        raise InternalError("Failed to get\nsegments")

    index = Index(copy, EmbedWords(), 16)
    if deleted:
        shutil.rmtree(copy)
    monkeypatch.setattr(PassageVectors, "search", fail)
    with pytest.raises(StoreError, match=re.escape(told)):
        answers(index, EmbedWords())


# --- disks --------------------------------------------------------------------------------------------------

PROGRAM = """
import sys; sys.path.insert(0, "tests")
from pathlib import Path
import rag.index
from conftest import EmbedWords
from test_index import TEXTS, answers, source, sync
from test_faults import FILES
from rag.errors import StoreError
from rag.index import Index
"""


def child(work: str, folder: Path, before: str = "", stop_at: str = "") -> list[str]:
    """A process that opens an index and does some work on it; it may end, as if killed, at a step of publishing."""
    stop = f"from rag.generations import Generations\nimport os\nGenerations.{stop_at} = lambda *_: os._exit(7)\n"
    opened = f"index = Index(Path({str(folder)!r}), EmbedWords(), 16)\n"
    return [sys.executable, "-c", f"{PROGRAM}{before}\n{stop if stop_at else ''}{opened}{work}"]


FULL = """
try:
    sync(index, FILES)
except StoreError as error:
    assert "Make sure that it may be written and that there is room on the disk" in str(error), error
    sys.exit(3)
"""


@pytest.mark.parametrize("room", [8, 60, 120, 200, 300, 1_000], ids="{} KiB".format)
def test_a_full_disk_is_said_and_does_no_harm(whole: tuple[Path, list[object]], tmp_path: Path, room: int) -> None:
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room} << 10, -1))"
    ran = subprocess.run(child(FULL, tmp_path / "index", limit), cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == (0 if room == 1_000 else 3), ran.stderr
    assert len(list(tmp_path.glob("index/generations/*"))) == (1 if room == 1_000 else 0)
    index = Index(tmp_path / "index", EmbedWords(), 16)
    sync(index, FILES)
    assert answers(index, EmbedWords()) == whole[1]


def test_a_full_disk_leaves_the_state_before_in_place(whole: tuple[Path, list[object]], copy: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100 << 10, -1))"
    work = FULL.replace("FILES", f"FILES | {{'e.txt': {TEXTS[2]!r}}}")
    ran = subprocess.run(child(work, copy, limit), cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 3, ran.stderr
    index = Index(copy, EmbedWords(), 16)
    assert answers(index, EmbedWords()) == whole[1]
    assert sync(index, FILES | {"e.txt": TEXTS[2]}).added == ("e.txt",)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for an index, and not for two."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_disk_that_is_really_full(whole: tuple[Path, list[object]], small_disk: Path) -> None:
    folder = small_disk / "index"
    shutil.copytree(whole[0], folder, symlinks=True)
    work = FULL.replace("FILES", f"FILES | {{'e.txt': {TEXTS[2]!r} * 2000}}")
    ran = subprocess.run(child(work, folder), cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 3, ran.stderr
    index = Index(folder, EmbedWords(), 16)
    assert answers(index, EmbedWords()) == whole[1]
    index.close()


def test_a_folder_that_may_not_be_written_can_be_asked(
    whole: tuple[Path, list[object]], copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rag.snapshot.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(rag.snapshot.os, "access", lambda *_: False)
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    index = Index(copy, EmbedWords(), 16)
    assert list(tmp_path.glob("footnote-*"))
    assert sync(index, FILES).unchanged == 3
    assert answers(index, EmbedWords()) == whole[1]
    index.close()
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before
    assert not list(tmp_path.glob("footnote-*"))


READ_ONLY = """
assert sync(index, FILES).unchanged == 3
print(len(answers(index, EmbedWords())))
try:
    sync(index, {})
except StoreError as error:
    print(error)
"""


def test_a_disk_that_may_only_be_read(copy: Path) -> None:
    remount = f'mount --bind {copy} {copy} && mount -o remount,bind,ro {copy} && exec "$@"'
    if subprocess.run(["unshare", "--mount", "sh", "-c", remount, "sh", "true"], capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    asking = ["unshare", "--mount", "sh", "-c", remount, "sh", *child(READ_ONLY, copy)]
    ran = subprocess.run(asking, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("22\n") and "cannot be written" in ran.stdout


# --- stops --------------------------------------------------------------------------------------------------


def test_killed_at_random_moments_it_answers_as_a_fresh_build() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "evals.faults", "--kills", "10"], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines()[-1] == "Every answer was that of a fresh build."


def test_ctrl_c_stops_at_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    text = " ".join(f"Sentence number {n} says that the {n}th door is red." for n in range(600))
    slow = """
import time
class Slow(EmbedWords):
    def embed(self, texts):
        if self.embedded:
            print("embedding", flush=True)
            time.sleep(600)
        return super().embed(texts)
EmbedWords = Slow
"""
    process = subprocess.Popen(
        child(f"sync(index, {{'long.txt': {text!r}, 'z.txt': TEXTS[0]}})", tmp_path / "index", slow),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "embedding\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert said.rstrip().endswith("KeyboardInterrupt")  # the command line makes one line of it
    index = Index(tmp_path / "index", EmbedWords(), 16)
    assert sync(index, {"long.txt": text, "z.txt": TEXTS[0]}).added == ("long.txt", "z.txt")


# --- many files, and strange ones ---------------------------------------------------------------------------


def test_names_of_every_kind(tmp_path: Path, folder: Callable[..., Path]) -> None:
    names = [
        "new\nline.txt",
        "🙂👩‍👩‍👧.txt",
        "עברית \u202e.txt",
        "العربية/ملف.txt",
        "tab\t'quote\"%s?#.txt",
        " .txt",
        "-rf.txt",
    ]
    corpus = folder({name: f"This is file number {n}. It says hello." for n, name in enumerate(names)})
    assistant = Assistant.open(corpus, tmp_path / "ind ex?#%20🙂", embedder=EmbedWords())
    assert sorted(assistant.titles()) == sorted(names)
    for name in names:
        document = assistant.document(name)
        assert Path(document.path).read_text() == document.text
    assistant.close()


def test_files_that_swap_contents_are_cited_by_their_new_names(folder: Callable[..., Path], tmp_path: Path) -> None:
    corpus = folder({"a.txt": TEXTS[0], "b.txt": TEXTS[2]})
    assistant = Assistant.open(corpus, tmp_path / "index", embedder=EmbedWords())
    (corpus / "a.txt").rename(corpus / "c.txt")
    (corpus / "b.txt").rename(corpus / "a.txt")
    (corpus / "c.txt").rename(corpus / "b.txt")
    assert assistant.sync().changed == ("a.txt", "b.txt")
    hits = assistant.search("what did the court rule")
    assert hits[0].passage.document == "b.txt"
    for hit in hits:
        assert hit.passage.span.of((corpus / hit.passage.document).read_text()) == hit.passage.text
    assistant.close()


def test_files_that_vanish_or_change_while_they_are_indexed(folder: Callable[..., Path], tmp_path: Path) -> None:
    corpus = folder(FILES)

    def meddle(done: int, *_: object) -> None:
        if done == 0:
            (corpus / "b.txt").unlink(missing_ok=True)
            (corpus / "c/d.txt").write_text(TEXTS[2])

    assistant = Assistant.open(corpus, tmp_path / "index", embedder=EmbedWords(), progress=meddle)
    assert [problem.path for problem in assistant.problems] == ["b.txt"]
    assert assistant.document("c/d.txt").text == TEXTS[2]
    assert assistant.sync().unchanged == 2
    assistant.close()


def test_two_thousand_files_take_no_more_memory_than_a_batch_of_passages(tmp_path: Path) -> None:
    most = 0

    class Counting(EmbedWords):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            nonlocal most
            most = max(most, len(texts))
            return super().embed(texts)

    index = Index(tmp_path / "index", Counting(), 16)
    index.sync(source(f"{n:04}.txt", f"Door number {n} is red.") for n in range(2_000))
    assert (len(index.titles()), most) == (2_000, 256)
    index.close()
