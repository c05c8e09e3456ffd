"""Misspelt words of a question, replaced by the word of the documents that was meant."""

from __future__ import annotations

from .embedder import Embedder
from .index import Index
from .question import Query, Term, analyse
from .stems import stem_all
from .text import words

_SHORTEST = 4  # shorter words have too many neighbours to guess by


def respell(query: Query, index: Index, embedder: Embedder) -> Query:
    """The query with each misspelt word replaced; the same query when there is none.

    A word counts as misspelt when no passage has its stem and the embedder's vocabulary does not hold it
    whole: a real word that the documents do not use ("Moon" beside their "Yoon") is never touched, since
    that would answer another question. Names and numbers are no exception.
    """
    text = query.text
    for term in reversed(query.terms):
        if _misspelt(term, index, embedder) and (meant := _meant(term, index)):
            text = text[: term.span.start] + meant + text[term.span.end :]
    return query if text == query.text else analyse(text)


def _misspelt(term: Term, index: Index, embedder: Embedder) -> bool:
    word = term.word.lower().removesuffix("'s").removesuffix("’s")
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and not index.frequency(term.stem)
        and len(embedder.tokens([word])[0]) > 1
    )


def _meant(term: Term, index: Index) -> str | None:
    word = term.word.lower().removesuffix("'s").removesuffix("’s")
    best: tuple[int, int, str] | None = None
    for stem, count in index.terms_starting_with(word[:2]):
        if len(stem) < _SHORTEST:
            continue
        allowed = 1 if len(stem) < 7 else 2
        distance = prefix_distance(word, stem, allowed)
        if distance <= allowed and (best is None or (distance, -count, stem) < best):
            best = (distance, -count, stem)
    if best is None:
        return None
    found = index.search_words([best[2]], 1)
    if not found:
        return None
    text = index.passages([found[0][0]])[found[0][0]].text
    surface = [span.of(text) for span in words(text)]
    return next((w for w, stem in zip(surface, stem_all(surface), strict=True) if stem == best[2]), None)


def prefix_distance(word: str, stem: str, limit: int) -> int:
    """Edits between the stem and the nearest beginning of the word; `limit` + 1 when there are more.

    Edits are insertions, deletions, substitutions and swaps of neighbours (Damerau 1964, optimal string
    alignment). At most four letters of the word may be left over: they stand for its ending.
    """
    if abs(len(word) - len(stem)) > limit + 4:
        return limit + 1
    before: list[int] = []
    row = list(range(len(stem) + 1))
    best = limit + 1
    for i, letter in enumerate(word, start=1):
        current = [i]
        for j, other in enumerate(stem, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == stem[j - 2] and word[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
        if len(word) - i <= 4:
            best = min(best, row[-1])
    return best
