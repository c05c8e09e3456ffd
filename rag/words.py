"""The words index: which passages hold the words of a question (BM25, in tantivy)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .stems import acronyms, stems

_HEAP = 64 << 20  # bytes that tantivy may hold before it writes a segment


class Words:
    """Passage ids by the stems of their text. One process writes, and commits, before others read."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        # The text arrives as stems already; splitting at spaces keeps tantivy and stems() of one mind.
        builder.add_text_field("body", tokenizer_name="stems", index_option="freq")
        self._schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, str(folder))
        self._index.register_tokenizer("stems", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._index.config_reader(reload_policy="manual")
        self._index.reload()
        self._writer: Any = None

    @property
    def count(self) -> int:
        """How many passages are indexed."""
        return int(self._index.searcher().num_docs)

    def add(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Adds passages; searches see them after commit()."""
        writer = self._open_writer()
        for identifier, text in zip(ids, texts, strict=True):
            writer.add_document(self._tantivy.Document(id=identifier, body=" ".join([*stems(text), *acronyms(text)])))

    def remove(self, ids: Iterable[str]) -> None:
        """Removes passages; searches see it after commit()."""
        writer = self._open_writer()
        for identifier in ids:
            writer.delete_documents_by_term("id", identifier)

    def commit(self) -> None:
        """Makes what was added and removed durable and visible, and lets go of tantivy's writer lock."""
        if self._writer is None:
            return
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._writer = None
        self._index.reload()

    def search(self, terms: Iterable[str], k: int) -> list[tuple[str, float]]:
        """The k passages with the highest BM25 score for any of the terms: (id, score), best first."""
        query, occur = self._tantivy.Query, self._tantivy.Occur
        # Term queries built by hand: a question never passes through a query language.
        parts = [
            (occur.Should, query.term_query(self._schema, "body", term, "freq"))
            for term in dict.fromkeys(terms)
            if term
        ]
        if not parts:
            return []
        searcher = self._index.searcher()
        found = searcher.search(query.boolean_query(parts), k, count=False).hits
        hits = [(searcher.doc(address)["id"][0], float(score)) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def number_of(self, ids: Sequence[str]) -> int:
        """How many passages there are by these ids, one or more."""
        query, occur = self._tantivy.Query, self._tantivy.Occur
        parts = [(occur.Should, query.term_query(self._schema, "id", identifier)) for identifier in ids]
        found: Any = self._index.searcher().search(query.boolean_query(parts), 1, count=True)
        return int(found.count)

    def frequency(self, term: str) -> int:
        """In how many passages the term stands."""
        return int(self._index.searcher().doc_freq("body", term))

    def starting_with(self, prefix: str, limit: int = 2000) -> list[tuple[str, int]]:
        """Up to `limit` terms with this prefix: (term, number of passages)."""
        found = self._index.searcher().terms_with_prefix("body", prefix, limit=limit)
        return [(term, int(n)) for term, n in found]

    def _open_writer(self) -> Any:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP, 1)
        return self._writer
