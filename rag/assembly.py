"""The next generation of an index: the one before it, and what the journal says to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path

from . import manifest as manifests
from .catalog import FILE, Catalog
from .disk import copy_folder
from .errors import StoreError
from .generations import Generations, Pointer
from .journal import Journal
from .manifest import Manifest
from .passages import retrieval_text
from .snapshot import INCOMPLETE, Snapshot
from .vectors_place import Place
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
    place: Place,
    fingerprint: str,
    tell: Callable[[str], None],
) -> tuple[Pointer, set[str]]:
    """Writes a generation: `base` without the documents `gone`, with those of the journal. It is not published yet.

    Returns it, and the ids of the passages of `base` that it has not. The caller holds the write lock. Whatever
    interrupts this leaves nothing behind but a folder that is swept away later. Raises Unsound where the parts do not
    agree with each other.
    """
    name = generations.new()
    folder = generations.path(name)
    try:
        if base:
            shutil.copyfile(base.folder / FILE, folder / FILE)
        replaced = {*gone, *journal.begun()}
        removed = list(base.catalog.passage_ids(replaced)) if base else []
        base = base if base and len(removed) < base.manifest.passages else None  # nothing of it is left
        journal.merge_into(folder / FILE, gone)
        catalog = Catalog(folder)
        try:
            before = base.folder / "vectors" if base else None
            with closing(place.write(folder / "vectors", before, removed, journal, tell)) as vectors:
                words = _write_words(folder / "words", base, removed, catalog, journal)
                manifest = Manifest(
                    fingerprint=fingerprint,
                    documents=catalog.count_documents(),
                    passages=catalog.count_passages(),
                    files=manifests.survey(folder),
                )
                if words != manifest.passages or not vectors.complete(manifest.passages):
                    raise Unsound(INCOMPLETE)
            dropped = set(removed) - catalog.known(removed)
        finally:
            catalog.close()
        return Pointer(name, manifests.write(folder, manifest)), dropped
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # at once: a full disk needs the room
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
