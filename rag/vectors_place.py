"""Where vectors can lie, and what that means for reading and writing them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from .embedder import Vectors
from .journal import Journal
from .vectors import PassageVectors


class Place(Protocol):
    """InFolder or OnServer."""

    @property
    def name(self) -> str:
        """Part of the index's fingerprint: another place has other vectors."""

    def open(self, folder: Path, /) -> PassageVectors:
        """The vectors of a generation, for reading; `folder` is its folder for them, should they lie there."""

    def known(self, ids: Sequence[str], /) -> tuple[list[str], Vectors]:
        """Passages, of these ids, that need not be embedded, and their vectors (n, d)."""

    def write(
        self,
        folder: Path,
        base: Path | None,
        removed: Collection[str],
        journal: Journal,
        tell: Callable[[str], None],
        /,
    ) -> PassageVectors:
        """Writes the vectors of the next generation, and returns them, for the caller to close.

        It is that whose vectors lie in `base`, without the passages `removed`, with those of the journal.
        """

    def drop(self, ids: Collection[str], /) -> None:
        """Removes passages that the generation before the published one had, and this one has not."""
