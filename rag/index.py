"""The index: the catalog, the vectors and the words of a folder's documents, kept in step with its files.

The files are the truth and the index is a cache: whatever is found wrong with it is mended, or it is built
anew, and it then gives the answers of a fresh build. Questions are answered from a published state that never
changes (snapshot.py); indexing writes the next one beside it (journal.py, assembly.py) and publishes it in one step.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from . import manifest as manifests
from . import passages as splitter
from .assembly import Unsound, assemble
from .embedder import Embedder, Progress, Vectors
from .errors import BusyError, FootnoteError, StoreError, UnreachableError, said_by
from .generations import JOURNAL, LOCK, Generations
from .indexing import Source, fill
from .journal import Journal
from .records import Changes, Document, Passage, Span
from .snapshot import INCOMPLETE, Snapshot, open_current
from .vectors_folder import InFolder
from .vectors_place import Place
from .vectors_server import OnServer

SCHEMA = 3  # part of the fingerprint: raise it when what is stored changes its form
_LOCK_SECONDS = 10.0  # how long to wait for another process that is writing
_log = logging.getLogger(__name__)


class Index:
    """The index in a folder of its own. Many processes and threads may read it while one writes. Raises StoreError."""

    def __init__(
        self, folder: Path, embedder: Embedder, passage_tokens: int, loaders: str = "", chroma_url: str = ""
    ) -> None:
        """`loaders` says which versions read the files: another one may read the same file otherwise.

        `chroma_url`: the Chroma server that has the vectors; "" for the folder itself.
        """
        from importlib.metadata import version

        self._folder, self._embedder, self._size = folder, embedder, passage_tokens
        stores = f"chromadb {version('chromadb')}, tantivy {version('tantivy')}"
        made = f"{splitter.VERSION}.{passage_tokens}.{embedder.fingerprint}"  # what passages and vectors depend on
        self._place: Place = OnServer(chroma_url, made) if chroma_url else InFolder()
        self._fingerprint = f"{SCHEMA}.{made}.{loaders}.{stores}.{self._place.name}"
        self._pinned = threading.local()
        self._guard, self._moving = threading.Lock(), threading.Lock()
        self._now: Snapshot | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._wrong: str | None = None
        try:
            self._generations = Generations(folder)
            self._move_on()
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(f"The index in {folder} cannot be opened: {said_by(error)}.") from error

    def close(self) -> None:
        with self._guard:
            snapshot, self._now = self._now, None
            unused = snapshot is not None and not snapshot.readers
        if snapshot and unused:
            snapshot.close()

    # ── bringing up to date ───────────────────────────────────────────────────────────────────────────────

    def sync(self, sources: Iterable[Source], progress: Progress | None = None, anew: str | None = None) -> Changes:
        """Adds, replaces and removes what changed; `sources` are all documents that there are.

        A document that cannot be loaded becomes a Problem and leaves the index; the others stay. Questions are
        answered from the state before until this is done. Can be interrupted at any moment: the next call goes on.
        `anew`: why nothing of the index that is there may be used. Raises BusyError while another process writes.
        """
        wanted = {source.id: source for source in sources}
        if not anew and self._is_in_step(wanted):
            return Changes(unchanged=len(wanted))
        try:
            self._generations.prepare()
            with FileLock(self._folder / LOCK, timeout=_LOCK_SECONDS):
                return self._sync(wanted, progress, anew)
        except Timeout:
            raise BusyError(
                f"Another program is bringing the index in {self._folder} up to date. Wait for it, or name another "
                f"folder with --index."
            ) from None
        except FootnoteError:
            raise
        except Exception as error:  # each of the three stores has errors of its own for a full or broken disk
            raise StoreError(
                f"The index in {self._folder} cannot be written: {said_by(error)}. Make sure that it may be written "
                f"and that there is room on the disk, and run again: it goes on where it stopped."
            ) from error

    @property
    def wrong(self) -> str | None:
        """What was wrong with the index when it was last looked at; the next sync mends it."""
        return self._wrong

    @property
    def ready(self) -> bool:
        """Whether there is a state that questions can be answered from."""
        return self._now is not None

    def _is_in_step(self, wanted: Mapping[str, Source]) -> bool:
        self._move_on()
        if self._wrong or not self._now:
            return False
        with self.reading() as snapshot:
            there = snapshot.folder.exists()  # deleted, it can still be read here, and nowhere else
            whole = there and snapshot.vectors.complete(snapshot.manifest.passages)
            return whole and snapshot.catalog.digests() == {source.id: source.digest for source in wanted.values()}

    def _sync(self, wanted: Mapping[str, Source], progress: Progress | None, anew: str | None) -> Changes:
        """Holding the write lock."""
        if not anew and self._is_in_step(wanted):  # another process has just done it
            return Changes(unchanged=len(wanted))
        self._generations.sweep()
        wrong = anew or self._wrong
        if self._now and not anew:
            with self.reading() as base:
                damaged = manifests.damage(base.folder, base.manifest)
                wrong = wrong or next((f"its file {name} {what}" for name, what in damaged), None)
                try:
                    if not damaged and base.vectors.complete(base.manifest.passages):
                        return self._publish(wanted, base, wrong, progress)
                    wrong = wrong or INCOMPLETE
                except Unsound as error:
                    wrong = str(error)
        return self._publish(wanted, None, wrong, progress, trusting=not anew)

    def _publish(
        self,
        wanted: Mapping[str, Source],
        base: Snapshot | None,
        wrong: str | None,
        progress: Progress | None,
        trusting: bool = True,
    ) -> Changes:
        """`trusting`: vectors that are there already, made by somebody else, may be used."""
        if wrong:
            done = "put in order again" if base else "built anew from the documents"
            _log.warning("The index in %s is %s: %s.", self._folder, done, wrong)
        start = f"{base.pointer.name} {base.pointer.digest}" if base else "nothing"
        purpose = f"{self._fingerprint}\nfrom {start}" + ("" if trusting else ", trusting no vector")
        journal = Journal(self._folder / JOURNAL, purpose)
        if journal.lost:
            _log.warning("What an indexing run before this one had done cannot be used and is done again.")
        try:
            known = base.catalog.digests() if base else {}
            place = self._place if trusting else None
            problems, gone = fill(journal, known, wanted, self._embedder, place, self._size, progress)
            written, dropped = sorted(journal.begun()), set[str]()
            if base and not written and not gone:
                self._generations.publish(base.pointer)
            else:
                total = max(1, len(written))

                def tell(what: str) -> None:
                    if progress:
                        progress(total, total, what)

                pointer, dropped = assemble(
                    self._generations, base, journal, gone, self._place, self._fingerprint, tell
                )
                self._generations.publish(pointer)
            journal.remove()
        finally:
            journal.close()
        self._move_on()
        self._generations.sweep()
        self._place.drop(dropped)
        return Changes(
            added=tuple(document for document in written if document not in known),
            changed=tuple(document for document in written if document in known),
            removed=tuple(sorted(gone)),
            unchanged=len(known) - len(gone) - sum(document in known for document in written),
            problems=tuple(problems),
            rebuilt=None if base else wrong,
        )

    # ── reading ───────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Whatever this thread reads of the index inside is of one state, however much is published meanwhile."""
        pinned: Snapshot | None = getattr(self._pinned, "snapshot", None)
        if pinned:
            yield pinned
            return
        self._move_on()
        with self._guard:
            snapshot = self._now
            if snapshot is None:
                raise StoreError(f"There is no index in {self._folder} yet. Build it: python -m rag index")
            snapshot.readers += 1
        self._pinned.snapshot = snapshot
        try:
            yield snapshot
        finally:
            self._pinned.snapshot = None
            with self._guard:
                snapshot.readers -= 1
                unused = not snapshot.readers and snapshot is not self._now
            if unused:
                snapshot.close()

    def _move_on(self) -> None:
        """Opens the current generation, if it is another than the one that is open."""
        stamp = self._generations.stamp()
        if (self._now and stamp == self._stamp) or not self._moving.acquire(blocking=self._now is None):
            return
        try:
            self._stamp = stamp
            if self._now and stamp and self._generations.current() == self._now.pointer:
                self._wrong = None
                return
            found, self._wrong = open_current(self._generations, self._fingerprint, self._place)
            if found is None or (self._now and found.pointer == self._now.pointer):
                # Lost, or built otherwise by another version: what is open can still be read.
                if found:
                    found.close()
                return
            with self._guard:
                before, self._now = self._now, found
                unused = before is not None and not before.readers
            if before and unused:
                before.close()
        except Exception as error:
            if self._now is None:
                raise
            self._stamp = None  # to be tried again
            if isinstance(error, UnreachableError):
                _log.warning("%s", error)
            else:
                _log.exception(
                    "The new state of the index in %s cannot be opened; the one before it answers", self._folder
                )
        finally:
            self._moving.release()

    def search_vectors(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k passages nearest to a unit vector (d,): (passage id, cosine similarity), nearest first."""
        with self.reading() as snapshot:
            return snapshot.search_vectors(vector, k)

    def search_words(self, terms: Iterable[str], k: int) -> list[tuple[str, float]]:
        """The k passages with the highest BM25 score for the stems: (passage id, score), best first."""
        with self.reading() as snapshot:
            return snapshot.words.search(terms, k)

    def frequency(self, term: str) -> int:
        """In how many passages a stem stands."""
        with self.reading() as snapshot:
            return snapshot.words.frequency(term)

    def rarity(self, term: str) -> float:
        """The inverse document frequency of a stem, as BM25 has it: ln(1 + (N - n + 0.5) / (n + 0.5)), above 0."""
        with self.reading() as snapshot:
            frequency = snapshot.words.frequency(term)
            count = max(snapshot.words.count, frequency)  # passages that were removed may be counted in the latter
        return math.log(1.0 + (count - frequency + 0.5) / (frequency + 0.5))

    def terms_starting_with(self, prefix: str) -> list[tuple[str, int]]:
        """Stems with this prefix: (stem, number of passages)."""
        with self.reading() as snapshot:
            return snapshot.words.starting_with(prefix)

    def count(self) -> int:
        """How many passages there are."""
        with self.reading() as snapshot:
            return snapshot.manifest.passages

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""
        with self.reading() as snapshot:
            return snapshot.catalog.passages(ids)

    def passages_of(self, document: str) -> list[Passage]:
        """Every passage of a document, in the order of the text."""
        with self.reading() as snapshot:
            return snapshot.catalog.passages_of(document)

    def document(self, identifier: str) -> Document:
        """A document as it was indexed, without its path. Raises KeyError."""
        with self.reading() as snapshot:
            return snapshot.catalog.document(identifier)

    def pages(self, identifier: str) -> tuple[Span, ...]:
        """The page spans of a document; () if it has none."""
        with self.reading() as snapshot:
            return snapshot.catalog.pages(identifier)

    def titles(self) -> dict[str, str]:
        """Title by document id, in the order of the ids."""
        with self.reading() as snapshot:
            return snapshot.catalog.titles()
