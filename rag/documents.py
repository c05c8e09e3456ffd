"""Files to Documents: which files of a folder can be read, and what one of them says.

Whatever is wrong with one file is a DocumentError that names it and says what to do; nothing else escapes.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .errors import CorpusError, DocumentError
from .formats import LOADERS, Extract, Unreadable
from .records import Document, Problem

_DEFAULT_MAX_BYTES = 64 << 20
_ABOUT = "SOURCES.md"  # says where the documents of a folder come from; it is not one of them
_CHUNK = 1 << 20  # bytes
_RULES = 1  # raise it when a loader gives another text, title or heading for the same file


def version() -> str:
    """Changes when the same file may be loaded otherwise: our own rules, and the libraries that read it."""
    from importlib.metadata import version as installed

    names = ("pypdf", "lxml", "python-docx", "markdown-it-py", "charset-normalizer")
    return "-".join([str(_RULES), *(installed(name) for name in names)])


# --- Finding files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lies in a documents folder, each in the order of the ids.

    `files` are those of a kind that can be read, as (document id, path); `left_out` the ids of files of other
    kinds; `problems` the links and folders that were not followed, and why.
    """

    files: tuple[tuple[str, Path], ...] = ()
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def kinds_left_out(self) -> tuple[str, ...]:
        """The endings of the files left out, such as (".png", ".xlsx"); "" for a name without one."""
        return tuple(sorted({PurePosixPath(name).suffix.lower() for name in self.left_out}))


def find(folder: str | Path) -> Found:
    """All files below `folder` but for hidden ones, editors' backups and SOURCES.md, without reading any.

    A symbolic link is followed while it stays inside the folder and does not lead in a circle; a folder is
    entered through one link at most. Raises CorpusError where `folder` is not a folder that can be listed.
    """
    return _Search(Path(folder)).result()


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to list: as opened, as ids begin below it, where it really is, and where links were taken."""

    path: str
    prefix: str
    real: str
    jumps: tuple[str, ...] = ()


class _Search:
    """One walk through a documents folder, with a list of folders still to do instead of recursion."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, Path] = {}
        self._left_out: list[str] = []
        self._problems: list[Problem] = []
        self._entered: set[str] = set()  # real folders that were entered through a link
        try:
            self._real = os.path.realpath(folder, strict=True)
            entries = _listed(str(folder))
        except (OSError, ValueError) as error:
            raise CorpusError(_corpus_message(folder, error)) from None
        self._pending: list[_Folder] = []
        self._look(_Folder(str(folder), "", self._real), entries)
        while self._pending:
            self._list(self._pending.pop())

    def result(self) -> Found:
        return Found(
            files=tuple(sorted(self._files.items())),
            left_out=tuple(sorted(self._left_out)),
            problems=tuple(sorted(self._problems, key=lambda problem: problem.path)),
        )

    def _list(self, folder: _Folder) -> None:
        try:
            entries = _listed(folder.path)
        except OSError as error:
            self._report(folder.prefix.rstrip("/"), f"cannot be listed ({_said(error)})", "Make the folder readable")
            return
        self._look(folder, entries)

    def _look(self, folder: _Folder, entries: list[os.DirEntry[str]]) -> None:
        for entry in entries:
            identifier = folder.prefix + _printable(entry.name)
            try:
                if entry.is_symlink():
                    self._follow(folder, entry, identifier)
                elif entry.is_dir(follow_symlinks=False):
                    real = f"{folder.real.rstrip(os.sep)}{os.sep}{entry.name}"
                    self._pending.append(_Folder(entry.path, identifier + "/", real, folder.jumps))
                else:
                    self._add(entry, identifier)
            except (OSError, ValueError) as error:
                self._report(identifier, f"cannot be looked at ({_said(error)})", "Make it readable, or remove it")

    def _follow(self, folder: _Folder, link: os.DirEntry[str], identifier: str) -> None:
        try:
            target = os.path.realpath(link.path, strict=True)
        except FileNotFoundError:
            self._report(identifier, "is a link to a file that is not there", "Mend the link, or remove it")
            return
        except OSError as error:
            self._report(identifier, f"is a link that leads nowhere ({_said(error)})", "Mend it, or remove it")
            return
        if not _is_inside(target, self._real):
            self._report(
                identifier,
                "is a link that leaves the documents folder",
                "Copy what it leads to into the folder",
            )
        elif not Path(target).is_dir():
            self._add(link, identifier)
        elif any(_is_inside(place, target) for place in (*folder.jumps, folder.real)):
            self._report(identifier, "is a link that leads in a circle", "Remove it")
        elif target not in self._entered:
            self._entered.add(target)
            jumps = (*folder.jumps, folder.real)
            self._pending.append(_Folder(link.path, identifier + "/", target, jumps))

    def _add(self, entry: os.DirEntry[str], identifier: str) -> None:
        if PurePosixPath(identifier).suffix.lower() not in LOADERS:
            self._left_out.append(identifier)
        elif not stat.S_ISREG(entry.stat().st_mode):
            self._report(identifier, "is a pipe, socket or device, not a file", "Remove it from the folder")
        elif identifier in self._files:
            self._report(identifier, "has the same name as another file, but for its encoding", "Rename one")
        else:
            self._files[identifier] = Path(entry.path)

    def _report(self, identifier: str, problem: str, remedy: str) -> None:
        error = DocumentError(identifier, problem, f"{remedy}.")
        self._problems.append(Problem(path=identifier, message=str(error)))


def _listed(folder: str) -> list[os.DirEntry[str]]:
    """The entries of a folder in the order of their names, without hidden files, backups and SOURCES.md."""
    with os.scandir(folder) as entries:
        kept = [entry for entry in entries if not _is_passed_over(entry.name)]
    return sorted(kept, key=lambda entry: entry.name)


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name == _ABOUT


def _corpus_message(folder: Path, error: Exception) -> str:
    name = _printable(str(folder))
    other = "name another folder: --corpus DIR, or FOOTNOTE_CORPUS"
    if isinstance(error, FileNotFoundError):
        return f"The documents folder {name} does not exist. Create it and put your files there, or {other}."
    if isinstance(error, NotADirectoryError):
        return f"{name} is a file, not a folder of documents. Name the folder that it lies in: --corpus DIR."
    if isinstance(error, PermissionError):
        return f"The documents folder {name} may not be read. Make it readable to you, or {other}."
    return f"The documents folder {name} cannot be listed ({_said(error)}). Mend that, or {other}."


# --- Reading one file -------------------------------------------------------------------------------------


def digest(path: str | Path, *, max_bytes: int = _DEFAULT_MAX_BYTES) -> str:
    """The SHA-256 of a file's bytes, in hex. Raises DocumentError for one too large or unreadable."""
    hashed = hashlib.sha256()
    for chunk in _chunks(Path(path), max_bytes):
        hashed.update(chunk)
    return hashed.hexdigest()


def load(path: str | Path, root: str | Path | None = None, *, max_bytes: int = _DEFAULT_MAX_BYTES) -> Document:
    """The document in a file. `root` is the documents folder that its id counts from; None: its own folder.

    The file is read once: the digest is that of the very bytes that the text comes from. The ending of the
    name decides how they are read. Raises DocumentError for a file of another kind, one that leaves `root`,
    one of more than `max_bytes`, and one that cannot be read or holds no text.
    """
    path, root = Path(path), None if root is None else Path(root)
    identifier = _printable(path.name) if root is None else _id(path, root)
    loader = LOADERS.get(PurePosixPath(identifier).suffix.lower())
    if loader is None:
        kinds = ", ".join(LOADERS)
        raise _error(path, "is of a kind that cannot be read", f"Save it as one of these: {kinds}")
    data = b"".join(_chunks(path, max_bytes, root))
    if not data.strip():
        raise _error(path, "is empty", "Write something into it, or remove it")
    extract = _extracted(path, loader, data)
    return Document(
        id=identifier,
        path=_absolute(path),
        title=extract.title or _title_of_name(identifier),
        text=extract.text,
        digest=hashlib.sha256(data).hexdigest(),
        pages=extract.pages,
        headings=extract.headings,
        metadata={"encoding": extract.encoding} if extract.encoding else {},
    )


def _extracted(path: Path, loader: Callable[[bytes], Extract], data: bytes) -> Extract:
    try:
        extract = loader(data)
    except Unreadable as error:
        raise _error(path, error.problem, error.remedy) from error
    except Exception as error:  # the last net: a hostile file may find a bug in any parser
        problem = f"cannot be read ({type(error).__name__})"
        raise _error(path, problem, "Save it again in the program that made it") from error
    if not extract.text.strip():
        raise _error(path, "is empty: it holds no text", "Write something into it, or remove it")
    return extract


def _chunks(path: Path, max_bytes: int, root: Path | None = None) -> Iterator[bytes]:
    """The bytes of a regular file inside `root`, `max_bytes` at most. Raises DocumentError."""
    try:
        _require_file(path, path.stat(), max_bytes)
        # Should a pipe take the file's place just now, opening it would otherwise wait for someone to write.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb", buffering=0) as file:  # noqa: PTH123 – it is a descriptor, not a path
            _require_file(path, os.fstat(handle), max_bytes)
            _require_inside(path, os.fstat(handle), root)
            size = 0
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise _too_large(path, size, max_bytes)
                yield chunk
    except FileNotFoundError:
        raise _error(path, "is not there", "Check its name; if it was moved, name its new place") from None
    except PermissionError:
        raise _error(path, "may not be read", "Make it readable to you, or remove it") from None
    except (OSError, ValueError) as error:
        raise _error(path, f"cannot be read ({_said(error)})", "Check the disk and the file's name") from None


def _require_file(path: Path, status: os.stat_result, max_bytes: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _error(path, "is a folder", "Name a file in it, or use it as the documents folder: --corpus DIR")
    if not stat.S_ISREG(status.st_mode):
        raise _error(path, "is a pipe, socket or device, not a file", "Copy what it holds into a file")
    if status.st_size > max_bytes:
        raise _too_large(path, status.st_size, max_bytes)


def _require_inside(path: Path, opened: os.stat_result, root: Path | None) -> None:
    """That what was opened lies inside: a link may have taken the file's place since its path was looked at."""
    if root is None:
        return
    real = os.path.realpath(path)
    if not _is_inside(real, os.path.realpath(root)) or not os.path.samestat(os.lstat(real), opened):
        raise _error(path, "changed while it was being opened", "Run again when nothing is writing to the folder")


def _too_large(path: Path, size: int, limit: int) -> DocumentError:
    return _error(
        path,
        f"is too large: {_size(size)}, and the limit is {_size(limit)}",
        "Split it, or raise the limit: FOOTNOTE_MAX_FILE_MB",
    )


def _size(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MiB" if size >= 1 << 20 else f"{size:,} bytes"


def _error(path: Path, problem: str, remedy: str) -> DocumentError:
    return DocumentError(_printable(str(path)), problem, f"{remedy}.")


def _said(error: Exception) -> str:
    """What the system says of an error, without the path."""
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


# --- Names ------------------------------------------------------------------------------------------------


def path_of(identifier: str, root: str | Path) -> str:
    """The path that opens the document of this id in the folder `root`, links in `root` followed.

    An id has \\xff for a byte of the name that is no text, and so may the name itself: the file that is there counts.
    """
    path = str(Path(root).resolve() / identifier)
    if "\\x" in identifier and not os.path.lexists(path):
        meant = os.fsdecode(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), os.fsencode(path)))
        return meant if os.path.lexists(meant) else path
    return path


_ESCAPED = re.compile(rb"\\x([89a-f][0-9a-f])")


def _id(path: Path, root: Path) -> str:
    """The path of a file below `root`, with forward slashes. Raises DocumentError where it is not below it.

    Links are followed for the question whether it is: what find() saw may have been replaced since.
    """
    try:
        real, real_root = os.path.realpath(path), os.path.realpath(root)
    except (OSError, ValueError) as error:
        raise _error(path, f"cannot be read ({_said(error)})", "Check its name") from None
    for below, above in ((_absolute(path), _absolute(root)), (real, real_root)):
        if _is_inside(below, above) and below != above and _is_inside(real, real_root):
            return _printable(Path(os.path.relpath(below, above)).as_posix())
    raise _error(path, "is outside the documents folder", "Copy it into the folder")


def _absolute(path: Path) -> str:
    """The whole path, links in it left as they are: a file is cited by the name that its folder gives it."""
    return os.path.abspath(path)  # noqa: PTH100


def _is_inside(path: str, folder: str) -> bool:
    """Whether an absolute path is that folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _printable(name: str) -> str:
    """A file name that can be written as UTF-8: bytes of it that are no text stand there as \\xff."""
    try:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a character: a caller made this name, no file system
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _title_of_name(identifier: str) -> str:
    """The file's name as words: "tokyo-summit_2023-03-16.txt" -> "Tokyo summit 2023-03-16"."""
    name = PurePosixPath(identifier)
    words = " ".join(re.sub(r"(?<!\d)[-_]+|[-_]+(?!\d)", " ", name.stem).split()) or name.name
    return words[:1].upper() + words[1:]
