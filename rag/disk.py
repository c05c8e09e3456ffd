"""Writing to disk so that a kill or a power cut leaves either the old or the new state, never a half of one."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path


def write_at_once(path: Path, text: str) -> None:
    """Replaces a small file: whoever reads it, whenever, finds the whole old or the whole new text."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    fsync_folder(path.parent)


def link_at_once(path: Path, target: str) -> None:
    """Makes a symbolic link, or replaces the one that is there."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)


def fsync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, as fsync does for the content of a file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_folder(source: Path, target: Path, *, link: bool = False) -> None:
    """Copies a folder with all that lies in it. `link`: its files are never changed in place, so they can be shared.

    Where the file system can share blocks between files (Btrfs, XFS), a copy takes no time and no room either.
    """
    shutil.copytree(source, target, copy_function=_link_or_copy if link else _copy)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        _copy(source, target)


def _copy(source: str, target: str) -> None:
    with open(source, "rb") as reading, open(target, "wb") as writing:  # noqa: PTH123 – as copytree names them
        if not _shared(reading.fileno(), writing.fileno()):
            shutil.copyfileobj(reading, writing, 1 << 20)


def _shared(reading: int, writing: int) -> bool:
    """Copies within the system, which shares the blocks where it can; False where it cannot copy at all."""
    left = os.fstat(reading).st_size
    try:
        while left > 0 and (done := os.copy_file_range(reading, writing, left)):
            left -= done
    except (OSError, AttributeError):
        os.lseek(reading, 0, os.SEEK_SET)
        os.lseek(writing, 0, os.SEEK_SET)
        os.ftruncate(writing, 0)
        return False
    return left <= 0


def wait_until_closed(path: Path, seconds: float = 60.0) -> None:
    """Waits until no thread of this process has a file open any more. Raises TimeoutError."""
    status, until = path.stat(), time.monotonic() + seconds
    while any(_is_open_on(int(path.name), status) for path in Path("/dev/fd").iterdir()):
        if time.monotonic() > until:
            raise TimeoutError(f"{path} is still open after {seconds:.0f} s")
        time.sleep(0.002)


def _is_open_on(handle: int, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), status)
    except OSError:  # closed meanwhile
        return False
