"""What a generation of the index consists of: the size and digest of each of its files, in one small JSON file.

A damaged Chroma folder can crash the interpreter that opens it. So the files are compared with the manifest
first, and those of a generation that does not match are never opened.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from .disk import fsync_folder, write_at_once

FILE = "manifest.json"
_BLOCK = 64 << 10  # bytes
_BLOCKS = 64  # of a larger file are read at every opening: 4 MiB
_LOCKS = (".tantivy-meta.lock", ".tantivy-writer.lock")  # come and go with every opening


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's size in bytes, the digest of a sample of its blocks, and that of all its bytes."""

    size: int
    sample: str
    whole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`fingerprint` says what the generation was built with; `files` are by their path, with forward slashes."""

    fingerprint: str
    documents: int
    passages: int
    files: Mapping[str, FileState]


def survey(folder: Path) -> dict[str, FileState]:
    """The state of every file below a folder, after making it durable."""
    states = {}
    for path in _files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
            sample = _sample(file, size)
            states[path.relative_to(folder).as_posix()] = FileState(size, sample, _whole(file))
    for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        fsync_folder(inner)
    return states


def write(folder: Path, manifest: Manifest) -> str:
    """Writes the manifest into a generation's folder, and returns its digest."""
    text = json.dumps(asdict(manifest), indent=1)
    write_at_once(folder / FILE, text)
    return _digest(text.encode()).hexdigest()


def digest(folder: Path) -> str:
    """The digest of the manifest that is in a folder."""
    return _digest((folder / FILE).read_bytes()).hexdigest()


def read(folder: Path, digest: str = "") -> Manifest | None:
    """The manifest of a generation; None when it is not there, is damaged, or has another digest than it must."""
    try:
        data = (folder / FILE).read_bytes()
        if digest and _digest(data).hexdigest() != digest:
            return None
        raw = json.loads(data)
        files = {str(name): FileState(**state) for name, state in raw.pop("files").items()}
        return Manifest(**raw, files=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def damage(folder: Path, manifest: Manifest, *, thorough: bool = False) -> list[tuple[str, str]]:
    """What is wrong with a generation's files: (path, what happened to it), none when they are as written.

    `thorough` reads every byte; otherwise, of a file beyond 4 MiB, blocks that are spread over it.
    """
    found = []
    for name, state in sorted(manifest.files.items()):
        try:
            with (folder / name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size != state.size:
                    found.append((name, f"has {size:,} bytes instead of {state.size:,}"))
                elif (_whole(file) != state.whole) if thorough else (_sample(file, size) != state.sample):
                    found.append((name, "was changed"))
        except FileNotFoundError:
            found.append((name, "is missing"))
        except OSError as error:
            found.append((name, f"cannot be read ({(error.strerror or str(error)).lower()})"))
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in _LOCKS and path.relative_to(folder).as_posix() != FILE:
            yield path


def _sample(file: BinaryIO, size: int) -> str:
    if size <= _BLOCK * _BLOCKS:
        return _whole(file)
    hashed = _digest()
    for n in range(_BLOCKS):
        file.seek((size - _BLOCK) * n // (_BLOCKS - 1))
        hashed.update(file.read(_BLOCK))
    return hashed.hexdigest()


def _whole(file: BinaryIO) -> str:
    file.seek(0)
    hashed = _digest()
    while block := file.read(1 << 20):
        hashed.update(block)
    return hashed.hexdigest()


def _digest(data: bytes = b"") -> hashlib.blake2b:
    return hashlib.blake2b(data, digest_size=16)
