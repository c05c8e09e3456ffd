"""The index: the catalog, the vectors and the words of a folder's documents, kept in step with its files.

The files are the truth and the index is a cache: whatever is found wrong with it is mended, or it is built
anew, and it then gives the answers of a fresh build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from . import passages as splitter
from .catalog import FILE, Catalog
from .embedder import Embedder, Progress, Vectors
from .errors import DocumentError, FootnoteError, StoreError
from .records import Changes, Document, Passage, Problem, Span
from .vectors import PassageVectors
from .words import Words

SCHEMA = 1  # part of the fingerprint: raise it when what is stored changes its form
_BATCH = 256  # passages embedded and written together
_LOCK_SECONDS = 60  # how long to wait for another process that is writing
# tantivy counts deleted passages in its word statistics until it merges them away. Writing the words anew
# after a removal keeps the ranking that of a fresh build; it takes about 4 s per 100,000 passages.
_REWRITE_WORDS_UP_TO = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to index: its document id, the digest of its bytes, and how to load it."""

    id: str
    digest: str
    load: Callable[[], Document]


class Index:
    """Opened on a folder of its own; one process writes at a time. Raises StoreError."""

    def __init__(self, folder: Path, embedder: Embedder, passage_tokens: int, loaders: str = "") -> None:
        """`loaders` says which versions read the files: another one may read the same file otherwise."""
        self._folder, self._embedder, self._size = folder, embedder, passage_tokens
        self._fingerprint = f"{SCHEMA}.{splitter.VERSION}.{passage_tokens}.{loaders}.{embedder.fingerprint}"
        try:
            if folder.exists() and not folder.is_dir():
                raise StoreError(f"{folder} is a file, not a folder. Name another place with --index.")
            if folder.exists() and not (folder / FILE).exists() and any(folder.iterdir()):
                raise StoreError(
                    f"{folder} is not empty and holds no Footnote index. Name another folder with --index."
                )
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "write.lock", timeout=_LOCK_SECONDS)
            self._catalog = Catalog(folder)
            self._vectors = PassageVectors(folder / "vectors")
            self._words = Words(folder / "words")
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(f"The index in {folder} cannot be opened: {_said(error)}. {_remedy(folder)}") from error

    def close(self) -> None:
        self._catalog.close()

    # ── bringing up to date ───────────────────────────────────────────────────────────────────────────────

    def sync(self, sources: Sequence[Source], progress: Progress | None = None) -> Changes:
        """Adds, replaces and removes what changed; `sources` are all documents that there are.

        A document that cannot be loaded becomes a Problem and leaves the index; the others stay. Can be
        interrupted at any moment: the next call goes on.
        """
        try:
            with self._lock:
                return self._sync(sources, progress)
        except Timeout:
            raise StoreError(
                f"Another process has been writing the index in {self._folder} for {_LOCK_SECONDS} s. "
                f"Wait for it, or name another folder with --index."
            ) from None
        except FootnoteError:
            raise
        except Exception as error:  # each of the three stores has errors of its own for a full or broken disk
            raise StoreError(
                f"The index in {self._folder} cannot be written: {_said(error)}. Make sure that there is room on the "
                f"disk and run again: it goes on where it stopped."
            ) from error

    def _sync(self, sources: Sequence[Source], progress: Progress | None) -> Changes:
        rebuilt = self._reason_to_rebuild()
        if rebuilt:
            self._clear()
        known = self._catalog.digests()
        todo = [source for source in sources if known.get(source.id) != source.digest]
        gone = set(known) - {source.id for source in sources}
        problems: list[Problem] = []
        batch: list[tuple[Document, list[Passage]]] = []
        added, changed, waiting, rewrite = list[str](), list[str](), 0, False

        def tell(what: str) -> None:
            if progress:
                progress(min(len(added) + len(changed), len(todo) - 1), len(todo), what)

        def write() -> None:
            nonlocal batch, waiting, rewrite
            rewrite |= self._write(batch, tell)
            batch, waiting = [], 0

        for done, source in enumerate(todo):
            if progress:
                progress(done, len(todo), f"Indexing {source.id}")
            try:
                document = source.load()
            except DocumentError as error:
                problems.append(Problem(path=source.id, message=str(error)))
                gone |= {source.id} & set(known)
                continue
            parts = list(splitter.split(document, self._embedder, self._size))
            batch.append((document, parts))
            waiting += len(parts)
            # An unfinished document counts as added: nobody has seen it yet.
            (changed if known.get(document.id) else added).append(document.id)
            if waiting >= _BATCH:
                write()
        write()
        rewrite |= self._remove(sorted(gone))
        if rewrite and self._catalog.count_passages() <= _REWRITE_WORDS_UP_TO:
            self._rewrite_words()
        if progress and todo:
            progress(len(todo), len(todo), "Indexed")
        if not rebuilt and (wrong := self._reason_to_rebuild()):
            self._catalog.set_fact("fingerprint", "damaged")
            again = self._sync(sources, progress)
            return Changes(added=again.added, problems=again.problems, rebuilt=wrong)
        return Changes(
            added=tuple(added),
            changed=tuple(changed),
            removed=tuple(sorted(gone)),
            unchanged=len(sources) - len(todo),
            problems=tuple(problems),
            rebuilt=rebuilt if rebuilt != _NEW else None,
        )

    def _write(self, batch: Sequence[tuple[Document, list[Passage]]], tell: Callable[[str], None]) -> bool:
        """Indexes a batch of documents; says whether passages had to be removed for it."""
        documents = [document for document, _ in batch]
        passages = [passage for _, parts in batch for passage in parts]
        if not documents:
            return False
        ids = [document.id for document in documents]
        texts = [splitter.retrieval_text(passage) for passage in passages]
        vectors = []
        for at in range(0, len(texts), _BATCH):
            if len(texts) > _BATCH:
                tell(f"Embedding passage {at:,} of {len(texts):,}")
            vectors.append(self._embedder.embed(texts[at : at + _BATCH]))
        self._catalog.begin(ids)
        removed = self._drop_passages(ids)
        self._catalog.put(documents, passages)
        for n, rows in enumerate(vectors):
            self._vectors.add(passages[n * _BATCH : (n + 1) * _BATCH], rows)
        self._words.add([passage.id for passage in passages], texts)
        self._words.commit()
        self._catalog.finish(ids)
        return removed

    def _remove(self, documents: Sequence[str]) -> bool:
        if not documents:
            return False
        self._catalog.begin(documents)
        removed = self._drop_passages(documents)
        self._catalog.forget(documents)
        return removed

    def _drop_passages(self, documents: Sequence[str]) -> bool:
        old = self._catalog.passage_ids(documents)
        if not old:
            return False
        self._vectors.remove(old)
        self._words.remove(old)
        # Committed before the catalog forgets the ids: none may be left in an index that nobody knows of.
        self._words.commit()
        self._catalog.forget_passages(documents)
        return True

    def _rewrite_words(self) -> None:
        self._words.clear()
        for batch in self._catalog.every_passage():
            self._words.add([p.id for p in batch], [splitter.retrieval_text(p) for p in batch])
        self._words.commit()

    def _reason_to_rebuild(self) -> str | None:
        fingerprint = self._catalog.fact("fingerprint")
        if fingerprint is None:
            return _NEW
        if fingerprint != self._fingerprint:
            return "the model, the splitter or the index format changed"
        if "" in self._catalog.digests().values():
            return None  # cut short: the unfinished documents are done again
        count = self._catalog.count_passages()
        if not count == self._vectors.count == self._words.count:
            return "its parts did not agree with each other"
        return None

    def _clear(self) -> None:
        self._catalog.clear()
        self._vectors.clear()
        self._words.clear()
        self._words.commit()
        self._catalog.set_fact("fingerprint", self._fingerprint)

    # ── reading ───────────────────────────────────────────────────────────────────────────────────────────

    def search_vectors(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k passages nearest to a unit vector (d,): (passage id, cosine similarity), nearest first."""
        return self._vectors.search(vector, k)

    def search_words(self, terms: Iterable[str], k: int) -> list[tuple[str, float]]:
        """The k passages with the highest BM25 score for the stems: (passage id, score), best first."""
        return self._words.search(terms, k)

    def frequency(self, term: str) -> int:
        """In how many passages a stem stands."""
        return self._words.frequency(term)

    def terms_starting_with(self, prefix: str) -> list[tuple[str, int]]:
        """Stems with this prefix: (stem, number of passages)."""
        return self._words.starting_with(prefix)

    def count(self) -> int:
        """How many passages there are."""
        return self._words.count

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""
        return self._catalog.passages(ids)

    def passages_of(self, document: str) -> list[Passage]:
        """Every passage of a document, in the order of the text."""
        return self._catalog.passages_of(document)

    def document(self, identifier: str) -> Document:
        """A document as it was indexed, without its path. Raises KeyError."""
        return self._catalog.document(identifier)

    def pages(self, identifier: str) -> tuple[Span, ...]:
        """The page spans of a document; () if it has none."""
        return self._catalog.pages(identifier)

    def titles(self) -> dict[str, str]:
        """Title by document id, in the order of the ids."""
        return self._catalog.titles()


_NEW = "new"


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _remedy(folder: Path) -> str:
    if (folder / FILE).is_file():
        return "Delete that folder and run again: it is rebuilt from your files."
    return "Name another folder with --index."
