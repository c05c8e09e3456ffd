"""Whether the files of a Chroma vector index (HNSW, Malkov & Yashunin 2016) are whole, told without opening it.

Chroma trusts these files: cut short, as by a full disk, or with a link that leads out of them, they can crash the
interpreter. Their layout is that of hnswlib, as chromadb 1.5 writes it.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

# version, offset of level 0, room, elements, bytes of an element, offset of its label, offset of its vector,
# highest level, entry point, most links above level 0, most links at level 0, M, 1 / ln(M), ef_construction
_HEADER = struct.Struct("<iQQQQQQiIQQQdQ")
_BATCH = 100_000  # elements looked at together


def flaw(folder: Path) -> str | None:
    """What is wrong with the index in a segment's folder, in a few words; None when nothing is."""
    try:
        header = _HEADER.unpack((folder / "header.bin").read_bytes())
        (_, _, _, count, size, _, vector, _, entry, links_above, links_below, *_) = header
        if count and not (entry < count and links_below * 4 + 4 == vector < size):
            return "the header contradicts itself"
        if (folder / "data_level0.bin").stat().st_size < count * size:
            return "the vectors were cut short"
        if not _links_hold(folder / "data_level0.bin", count, size, links_below):
            return "a link leads nowhere"
        if not _upper_levels_are_whole(folder / "link_lists.bin", count, links_above * 4 + 4):
            return "the links were cut short"
    except (OSError, struct.error) as error:
        return str(error)
    return None


def _links_hold(path: Path, count: int, size: int, most: int) -> bool:
    """Whether each element of the lowest level has a possible number of links, all to elements that exist."""
    if not count:
        return True
    element = np.dtype({"names": ["n", "to"], "formats": ["<u2", f"({most},)<u4"], "offsets": [0, 4], "itemsize": size})
    elements = np.memmap(path, dtype=element, mode="r", shape=(count,))
    for at in range(0, count, _BATCH):
        part = elements[at : at + _BATCH]
        used = np.arange(most)[None, :] < part["n"][:, None]
        if (part["n"] > most).any() or (part["to"][used] >= count).any():
            return False
    return True


def _upper_levels_are_whole(path: Path, count: int, size: int) -> bool:
    """Whether the file is one list for each element, its length in bytes before it: 0 or more levels of `size`."""
    lists = np.memmap(path, dtype="<u4", mode="r") if path.stat().st_size else np.zeros(0, dtype="<u4")
    at = 0
    for _ in range(count):
        if at >= len(lists) or lists[at] % size:
            return False
        at += 1 + int(lists[at]) // 4
    return at == len(lists)
