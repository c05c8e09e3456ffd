"""Misspelt words of a question, replaced by the word of the documents that was meant."""

from __future__ import annotations

from dataclasses import replace

from .embedder import Embedder
from .index import Index
from .question import FUNCTION_WORDS, META_WORDS, Query, Term, analyse
from .stems import stem_all
from .text import words

_MOST = 8  # misspelt words in a question: one with more is in another language, or no question at all
_TRIED = 5  # candidates looked up at most
_PLAIN = 6  # letters of a word that speaks of the documents, or of nothing, from which a slip in it is seen
_PLAIN_WORDS = sorted(
    (word for word in META_WORDS | FUNCTION_WORDS if len(word) >= _PLAIN), key=lambda word: (-len(word), word)
)
_SHORTEST = 4  # shorter words have too many neighbours to guess by


def respell(query: Query, index: Index, embedder: Embedder) -> Query:
    """The query with each misspelt word replaced; the same query when there is none.

    A word counts as misspelt when no passage has its stem and the embedder's vocabulary does not hold it
    whole: a real word that the documents do not use ("Moon" beside their "Yoon") is never touched, since
    that would answer another question. A name is replaced only where one letter inside it slipped.
    """
    misspelt = [term for term in query.terms if _misspelt(term, index, embedder)]
    if len(misspelt) > _MOST:
        return query
    text, respelt = query.text, list[tuple[str, str]]()
    for term in reversed(misspelt):
        if meant := _meant(term, index):
            text = text[: term.span.start] + meant + text[term.span.end :]
            respelt.insert(0, (_bare(term.word), meant))
    return replace(analyse(text), respelt=tuple(dict.fromkeys(respelt))) if respelt else query


def told(query: Query) -> str:
    """What is said of the words that were replaced: “Kishda” was read as “Kishida”. Empty when none was."""
    said = [f"“{word}” was read as “{meant}”" for word, meant in query.respelt]
    return f"{' and '.join(said)}." if said else ""


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _misspelt(term: Term, index: Index, embedder: Embedder) -> bool:
    word = _bare(term.word.lower())
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and not index.frequency(term.stem)
        and len(embedder.tokens([word])[0]) > 1
    )


def _meant(term: Term, index: Index) -> str | None:
    word = _bare(term.word.lower())
    for known in _PLAIN_WORDS:
        if prefix_distance(word, known, 1, leftover=0) <= 1:
            return known  # "mentiond" asks for no word of the documents
    near = []
    for stem, count in index.terms_starting_with(word[:2]):
        if len(stem) >= _SHORTEST:
            allowed = 1 if len(stem) < 7 else 2
            distance = prefix_distance(word, stem, allowed)
            if distance <= allowed:
                near.append((distance, abs(len(word) - len(stem)), -count, stem))
    for *_, stem in sorted(near)[:_TRIED]:
        surface = _surface(stem, index)
        if surface and (not surface[0].isupper() or _same_name(word, surface.lower())):
            return surface
    return None


def _surface(stem: str, index: Index) -> str | None:
    """A word of the documents that has this stem, as it stands there."""
    found = index.search_words([stem], 1)
    if not found:
        return None
    text = index.passages([found[0][0]])[found[0][0]].text
    surface = [span.of(text) for span in words(text)]
    return next((w for w, other in zip(surface, stem_all(surface), strict=True) if other == stem), None)


def _same_name(word: str, name: str) -> bool:
    """Whether a misspelt word can only be that name: one slip inside it. Names differ by their endings
    (Matsuno, Matsumoto), and an answer about somebody else would be worse than none.
    """
    return word[-1] == name[-1] and prefix_distance(word, name, 1, leftover=0) <= 1


def prefix_distance(word: str, stem: str, limit: int, leftover: int = 4) -> int:
    """Edits between the stem and the nearest beginning of the word; `limit` + 1 when there are more.

    Edits are insertions, deletions, substitutions and swaps of neighbours (Damerau 1964, optimal string
    alignment). At most `leftover` letters of the word may be left over: they stand for its ending.
    """
    if abs(len(word) - len(stem)) > limit + leftover:
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
        if len(word) - i <= leftover:
            best = min(best, row[-1])
    return best
