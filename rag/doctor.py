"""Examining an index: is every part of it what the files say? Slow and thorough, where opening is quick.

Opening compares samples of large files with the manifest. Here every byte is read, every document is loaded again and
every passage is looked up in all three parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import manifest as manifests
from .documents import digest, find, load
from .embedder import Embedder
from .errors import DocumentError, FootnoteError, said_by
from .index import Index
from .records import Document, Passage
from .snapshot import Snapshot
from .vectors_folder import flaws

_BATCH = 500  # passages looked up together
_UNIT = 1e-3  # how far a vector's length may be from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong, in words for a person. `stale`: the files have only moved on since they were indexed."""

    said: str
    stale: bool = False


def examine(index: Index, embedder: Embedder, corpus: Path, max_bytes: int) -> Iterator[Finding]:
    """Everything that is wrong with the index of a documents folder, as it is found; nothing when it is sound.

    Changes nothing. Raises CorpusError.
    """
    if index.wrong or not index.ready:
        yield Finding(said=f"The index cannot be used: {index.wrong or 'there is none yet'}")
    if not index.ready:
        return
    with index.reading() as snapshot:
        damaged = [f"The file {name} {what}" for name, what in _damage(snapshot)]
        yield from (Finding(said=said) for said in damaged)
        if damaged:
            return  # asking damaged files could take the whole program down
        known = snapshot.catalog.digests()
        yield from _counts(snapshot, len(known))
        changed = set[str]()
        for finding, identifier in _files(corpus, known, max_bytes):
            yield finding
            changed.add(identifier)
        for identifier in known:
            path = None if identifier in changed else corpus / identifier
            yield from _document(snapshot, identifier, path, corpus, max_bytes)
        width = embedder.embed(["width"]).shape[1]
        for passages in snapshot.catalog.every_passage(_BATCH):
            yield from _looked_up(snapshot, passages, width)


def _damage(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield from manifests.damage(snapshot.folder, snapshot.manifest, thorough=True)
    for header, flaw in flaws(snapshot.folder / "vectors"):
        yield header.relative_to(snapshot.folder).as_posix(), f"does not fit the vectors: {flaw}"


def _counts(snapshot: Snapshot, documents: int) -> Iterator[Finding]:
    manifest, passages = snapshot.manifest, snapshot.catalog.count_passages()
    for what, count, expected in (
        ("documents in the catalog", documents, manifest.documents),
        ("passages in the catalog", passages, manifest.passages),
        ("passages in the words", snapshot.words.count, manifest.passages),
    ):
        if count != expected:
            yield Finding(said=f"There are {count:,} {what} instead of {expected:,}")


def _files(corpus: Path, known: Mapping[str, str], max_bytes: int) -> Iterator[tuple[Finding, str]]:
    """What the documents folder has that the index has not, or otherwise; and the document that it concerns."""
    found = dict(find(corpus).files)
    for identifier, path in found.items():
        try:
            now = digest(path, max_bytes=max_bytes)
            if identifier not in known:
                load(path, corpus, max_bytes=max_bytes)  # else it is left out for good reason
        except DocumentError:
            if identifier in known:
                yield Finding(said=f"{identifier} can no longer be read", stale=True), identifier
            continue
        if identifier not in known:
            yield Finding(said=f"{identifier} is not indexed yet", stale=True), identifier
        elif known[identifier] != now:
            yield Finding(said=f"{identifier} was changed since it was indexed", stale=True), identifier
    for identifier in sorted(set(known) - set(found)):
        yield Finding(said=f"{identifier} is indexed and no longer there", stale=True), identifier


def _document(
    snapshot: Snapshot, identifier: str, path: Path | None, corpus: Path, max_bytes: int
) -> Iterator[Finding]:
    """Compares a document with its file, unless that has changed (None), and its passages with its text."""
    document = snapshot.catalog.document(identifier)
    if path is not None:
        try:
            now = load(path, corpus, max_bytes=max_bytes)
        except DocumentError:
            return  # it has just gone: the next examination says so
        if (now.digest, now.text, now.pages) != (document.digest, document.text, document.pages):
            yield Finding(said=f"{identifier}: what is indexed is not the text of the file")
    passages = snapshot.catalog.passages_of(identifier)
    if not passages:
        yield Finding(said=f"{identifier} has no passages")
    for passage in passages:
        yield from _places(document, passage)


def _places(document: Document, passage: Passage) -> Iterator[Finding]:
    span = passage.span
    where = f"{document.id}, characters {span.start}–{span.end}"
    if not 0 <= span.start < span.end <= len(document.text) or span.of(document.text) != passage.text:
        yield Finding(said=f"{where}: not the words that stand there")
    inside = [span.start, *(n for s in passage.sentences for n in (s.start, s.end)), span.end]
    if not passage.sentences or inside != sorted(inside):
        yield Finding(said=f"{where}: its sentences do not lie in it, one after the other")


def _looked_up(snapshot: Snapshot, passages: list[Passage], width: int) -> Iterator[Finding]:
    """Looks passages up in the vectors and in the words."""
    ids = [passage.id for passage in passages]
    try:
        there, vectors = snapshot.vectors.rows(ids)
    except FootnoteError:
        raise
    except Exception as error:
        yield Finding(said=f"The vectors cannot be read: {said_by(error)}")
        return
    yield from _missing(passages, set(ids) - set(there), "vectors")
    rows = np.asarray(vectors, dtype=np.float32).reshape(len(there), -1)
    if len(there) and rows.shape[1] != width:
        yield Finding(said=f"Vectors have {rows.shape[1]} numbers, and the model's have {width}")
    elif crooked := int((abs(np.linalg.norm(rows, axis=1) - 1.0) > _UNIT).sum()):
        yield Finding(said=f"{crooked:,} vectors are not of length 1")
    if snapshot.words.number_of(ids) != len(ids):
        yield from _missing(passages, {i for i in ids if not snapshot.words.number_of([i])}, "words")


def _missing(passages: Iterable[Passage], ids: set[str], part: str) -> Iterator[Finding]:
    for passage in passages:
        if passage.id in ids:
            where = f"{passage.document}, characters {passage.span.start}–{passage.span.end}"
            yield Finding(said=f"{where}: missing from the {part}")
