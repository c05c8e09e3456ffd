"""The index folder: published generations that never change, and a small file that names the current one.

    current                 which generation answers, and the digest of its manifest; replaced in one step
    generations/00000007-…/  manifest.json, footnote.sqlite (catalog), vectors/ (Chroma), words/ (tantivy)
    journal.sqlite          what an indexing run has done so far and not yet published
    vectors                 a link to the current generation's, for LlamaIndex programs
    write.lock              held by the one process that writes
    CACHEDIR.TAG            says that this is a cache, and ours

Whoever reads a generation holds a shared lock on its manifest; a generation that is no longer current is removed
when nobody does. The operating system drops the locks of a process that dies.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .disk import link_at_once, write_at_once
from .errors import StoreError
from .manifest import FILE as MANIFEST

POINTER = "current"
JOURNAL = "journal.sqlite"
LOCK = "write.lock"
_NAME = r"\d{8}(?:-[0-9a-f]{8})?"  # once without a second part
_OF_FORMAT_1 = ("footnote.sqlite", "footnote.sqlite-wal", "footnote.sqlite-shm", "words", "vectors")
# The convention by which backups leave a folder out: https://bford.info/cachedir
_TAG, _TAGGED = (
    "CACHEDIR.TAG",
    "Signature: 8a477f597d28d172789f06886806bc55\n# Footnote's index of a documents folder.\n",
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """The name of a generation's folder, and the digest of its manifest; "" where that is not known."""

    name: str
    digest: str


class Generations:
    """The generations in an index folder. Raises StoreError when it is a file, or holds something else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file, not a folder. Name another place with --index.")
        if folder.exists() and any(folder.iterdir()) and not self._is_ours():
            raise StoreError(f"{folder} is not empty and holds no Footnote index. Name another folder with --index.")

    def path(self, name: str) -> Path:
        """The folder of a generation."""
        return self.folder / "generations" / name

    @property
    def is_of_format_1(self) -> bool:
        """Whether the folder holds an index as versions before this one wrote it."""
        return (self.folder / _OF_FORMAT_1[0]).exists()

    def stamp(self) -> tuple[int, int, int] | None:
        """Changes when another generation becomes the current one; None while there is none."""
        try:
            status = (self.folder / POINTER).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def current(self) -> Pointer | None:
        """The generation that is pointed to; None when there is no pointer, or it is damaged."""
        try:
            said = re.fullmatch(rf"({_NAME}) ([0-9a-f]{{32}})\n", (self.folder / POINTER).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None
        return Pointer(said[1], said[2]) if said else None

    def names(self) -> list[str]:
        """Every generation that there is, published or not, the newest first."""
        with suppress(OSError):
            names = [path.name for path in (self.folder / "generations").iterdir()]
            return sorted((name for name in names if re.fullmatch(_NAME, name)), reverse=True)
        return []

    def prepare(self) -> None:
        """Makes the folder ready to be written. The tag comes first: another process may look at any moment."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / _TAG).write_text(_TAGGED, encoding="ascii")
        (self.folder / "generations").mkdir(exist_ok=True)

    def new(self) -> str:
        """The name of a new generation, whose folder is made. The caller holds the write lock.

        The number puts it behind the others. Chance keeps it apart from what somebody deleted and a process still has
        open: Chroma has one database for one path.
        """
        number = max((int(name[:8]) for name in self.names()), default=0) + 1
        name = f"{number:08}-{secrets.token_hex(4)}"
        self.path(name).mkdir()
        return name

    def publish(self, pointer: Pointer) -> None:
        """Makes a generation the current one, for every process, in one step."""
        write_at_once(self.folder / POINTER, f"{pointer.name} {pointer.digest}\n")
        with suppress(OSError):  # a file system without links; only LlamaIndex programs would use it
            if (self.path(pointer.name) / "vectors").is_dir():
                link_at_once(self.folder / "vectors", f"generations/{pointer.name}/vectors")
            else:  # they are on a server
                (self.folder / "vectors").unlink(missing_ok=True)

    def hold(self, name: str) -> int | None:
        """Keeps a generation from being removed: a file descriptor to close later; None when it is gone."""
        try:
            handle = os.open(self.path(name) / MANIFEST, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:  # being removed at this moment
            os.close(handle)
            return None
        except OSError:  # a file system without locks: its generations are then removed under a reader
            return handle
        if not os.fstat(handle).st_nlink:
            os.close(handle)
            return None
        return handle

    def sweep(self) -> None:
        """Removes what nobody needs any more. The caller holds the write lock."""
        current = self.current()
        for name in self.names():
            if current and name != current.name:
                self._remove(name)
        if self.is_of_format_1:
            for name in reversed(_OF_FORMAT_1):  # the file that tells this format last
                path = self.folder / name
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def _remove(self, name: str) -> None:
        with _alone(self.path(name) / MANIFEST) as alone:
            if alone:
                shutil.rmtree(self.path(name), ignore_errors=True)

    def _is_ours(self) -> bool:
        known = (_TAG, LOCK, JOURNAL, _OF_FORMAT_1[0])
        return any((self.folder / name).is_file() for name in known) or bool(self.names())


@contextmanager
def _alone(manifest: Path) -> Iterator[bool]:
    """Whether nobody reads the generation of this manifest; nobody can begin to inside."""
    try:
        handle = os.open(manifest, os.O_RDONLY)
    except OSError:
        yield True  # never published
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except OSError:
        yield False
    finally:
        os.close(handle)
