"""The next generation of an index: the one before it, and what the journal says to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from . import manifest as manifests
from .catalog import FILE, Catalog
from .disk import copy_folder
from .errors import StoreError
from .generations import Generations, Pointer
from .journal import Journal
from .manifest import Manifest
from .passages import retrieval_text
from .snapshot import Snapshot
from .vectors import PassageVectors
from .words import Words

_BATCH = 500  # passages written together
# tantivy counts deleted passages in its word statistics until it merges them away. Writing the words anew
# after a removal keeps the ranking that of a fresh build; it takes about 4 s per 100,000 passages.
_REWRITE_WORDS_UP_TO = 200_000


class Unsound(StoreError):
    """A generation that came out wrong, and is not published."""


def assemble(
    generations: Generations,
    base: Snapshot | None,
    journal: Journal,
    gone: Collection[str],
    fingerprint: str,
    tell: Callable[[str], None],
) -> Pointer:
    """Writes a generation: `base` without the documents `gone`, with those of the journal. It is not published yet.

    The caller holds the write lock. Whatever interrupts this leaves nothing behind but a folder that is swept away
    later. Raises Unsound where the parts do not agree with each other.
    """
    number = generations.new()
    folder = generations.path(number)
    try:
        if base:
            shutil.copyfile(base.folder / FILE, folder / FILE)
        replaced = {*gone, *journal.begun()}
        removed = list(base.catalog.passage_ids(replaced)) if base else []
        base = base if base and len(removed) < base.manifest.passages else None  # nothing of it is left
        journal.merge_into(folder / FILE, gone)
        catalog = Catalog(folder)
        try:
            vectors = _write_vectors(folder / "vectors", base, removed, journal, tell)
            words = _write_words(folder / "words", base, removed, catalog, journal)
            manifest = Manifest(
                fingerprint=fingerprint,
                documents=catalog.count_documents(),
                passages=catalog.count_passages(),
                files=manifests.survey(folder),
            )
        finally:
            catalog.close()
        if not manifest.passages == vectors == words:
            raise Unsound("its parts did not agree with each other")
        return Pointer(number, manifests.write(folder, manifest))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # at once: a full disk needs the room
        raise


def _write_vectors(
    folder: Path, base: Snapshot | None, removed: Collection[str], journal: Journal, tell: Callable[[str], None]
) -> int:
    """Writes the vectors, and returns how many there are."""
    if base:
        copy_folder(base.folder / "vectors", folder)
    done, total = 0, journal.count()
    vectors = PassageVectors(folder, coming=total)
    try:
        vectors.remove(removed)
        for passages, rows in journal.passages(_BATCH):
            if total > _BATCH:
                tell(f"Writing passage {done:,} of {total:,}")
            vectors.add(passages, rows)
            done += len(passages)
        return vectors.settle()
    except BaseException:
        vectors.close()
        raise


def _write_words(
    folder: Path, base: Snapshot | None, removed: Collection[str], catalog: Catalog, journal: Journal
) -> int:
    """Writes the words, and returns of how many passages."""
    anew = base is None or (removed and catalog.count_passages() <= _REWRITE_WORDS_UP_TO)
    if base and not anew:
        copy_folder(base.folder / "words", folder, link=True)  # tantivy never changes a file
    words = Words(folder)
    if not anew:
        words.remove(removed)
    changed = (passages for passages, _ in journal.passages(_BATCH))
    for passages in catalog.every_passage() if anew else changed:
        words.add([passage.id for passage in passages], [retrieval_text(passage) for passage in passages])
    words.commit()
    return words.count
