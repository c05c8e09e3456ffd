"""One published generation of the index, open for reading: it stays as it is while others are written."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from . import manifest as manifests
from .catalog import Catalog
from .embedder import Vectors
from .errors import FootnoteError, StoreError, UnreachableError, said_by
from .generations import Generations, Pointer
from .manifest import Manifest
from .vectors_folder import DATABASE
from .vectors_place import Place
from .words import Words

# What is said to be wrong with an index
OTHERWISE_BUILT = "the model, the splitter or the index format changed"
INCOMPLETE = "its parts did not agree with each other"


class Snapshot:
    """Catalog, vectors and words of one generation. It is kept from being removed until it is closed."""

    def __init__(self, folder: Path, pointer: Pointer, manifest: Manifest, hold: int, place: Place) -> None:
        self.folder, self.pointer, self.manifest, self._hold = folder, pointer, manifest, hold
        self.readers = 0  # how many threads are reading; Index counts them
        self._scratch: Path | None = None
        self.catalog = Catalog(folder)
        try:
            self.vectors = place.open(self._openable("vectors"))
            try:
                self.words = Words(self._openable("words"))
                if self.words.count != manifest.passages or not self.vectors.complete(manifest.passages):
                    raise StoreError(INCOMPLETE)
            except BaseException:
                self.vectors.close()
                raise
        except BaseException:
            self.catalog.close()
            self._clean()
            raise

    def close(self) -> None:
        self.catalog.close()
        self.vectors.close()
        self._clean()
        os.close(self._hold)

    def search_vectors(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k passages of this generation nearest to a unit vector (d,): (id, cosine similarity), nearest first.

        Raises StoreError where Chroma fails, as it may when its files are deleted under it: it has them open, but
        opens the database again when a connection is busy or was idle for long.
        """
        if not self.vectors.shared:
            return self._nearest(vector, k)
        for many in (2 * k, 8 * k, 32 * k):  # more and more, where most of the nearest are not in this generation
            found = self._nearest(vector, many)
            known = self.catalog.known(identifier for identifier, _ in found)
            if len(known) >= k or len(found) < many:
                break
        return [hit for hit in found if hit[0] in known][:k]

    def _nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        try:
            return self.vectors.search(vector, k)
        except FootnoteError:
            raise
        except Exception as error:
            index = self.folder.parent.parent
            if not self.folder.exists():
                raise StoreError(f"The index in {index} was deleted. Build it again: python -m rag index") from error
            raise StoreError(
                f"The index in {index} cannot be searched: {said_by(error)}. Mend it: python -m rag doctor --repair"
            ) from error

    def _openable(self, part: str) -> Path:
        """The folder of a part; where nothing may be written, another one whose files are links to it.

        Chroma and tantivy take a lock by writing, even for reading, and Chroma does so in its database.
        """
        folder = self.folder / part
        if os.access(folder, os.W_OK) or not folder.exists():  # vectors may lie elsewhere
            return folder
        self._scratch = self._scratch or Path(tempfile.mkdtemp(prefix="footnote-"))
        scratch = self._scratch / part
        scratch.mkdir()
        for path in folder.iterdir():
            if path.name == DATABASE:
                shutil.copyfile(path, scratch / path.name)
            elif path.suffix != ".lock":  # a lock is taken by opening it for writing
                (scratch / path.name).symlink_to(path.absolute())
        return scratch

    def _clean(self) -> None:
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)


def open_current(generations: Generations, fingerprint: str, place: Place) -> tuple[Snapshot | None, str | None]:
    """Opens the state of an index that questions are to be answered from, and says what is wrong with the index.

    Where the current generation is damaged or not known, an older one that is whole will do until there is a new
    one. No file is opened before all of its generation have been compared with the manifest. (None, None): there is
    nothing yet.
    """
    while True:
        stamp = generations.stamp()
        found = _search(generations, fingerprint, place)
        if found[0] or stamp == generations.stamp():  # else it was replaced, and removed, in this moment
            return found


def _search(generations: Generations, fingerprint: str, place: Place) -> tuple[Snapshot | None, str | None]:
    current, names = generations.current(), generations.names()
    if current is None and not names:
        return None, OTHERWISE_BUILT if generations.is_of_format_1 else None
    wrong = None if current else "the file that names its current state was lost"
    candidates = [current] if current else []
    candidates += [Pointer(name, "") for name in names if not current or name != current.name]
    for candidate in candidates:
        found = _opened(generations, candidate, fingerprint, place)
        if isinstance(found, Snapshot):
            return found, wrong
        wrong = wrong or found
        if candidate == current and found == OTHERWISE_BUILT:
            break
    return None, wrong


def _opened(generations: Generations, pointer: Pointer, fingerprint: str, place: Place) -> Snapshot | str:
    """The generation, or what is wrong with it."""
    folder = generations.path(pointer.name)
    hold = generations.hold(pointer.name)
    if hold is None:
        return "its manifest is missing" if folder.exists() else "its current state is missing"
    try:
        manifest = manifests.read(folder, pointer.digest)
        if manifest is None:
            raise StoreError("its manifest is damaged")
        if manifest.fingerprint != fingerprint:
            raise StoreError(OTHERWISE_BUILT)
        for name, what in manifests.damage(folder, manifest):
            raise StoreError(f"its file {name} {what}")
        return Snapshot(folder, replace(pointer, digest=manifests.digest(folder)), manifest, hold, place)
    except UnreachableError:  # says nothing of the index
        os.close(hold)
        raise
    except StoreError as error:
        os.close(hold)
        return str(error)
    except BaseException:
        os.close(hold)
        raise
