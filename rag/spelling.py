"""Misspelt words of a question, replaced by the word of the documents that was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .antecedents import AUX, LEAD
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
_LOOKED_AT = 5  # passages in which a word's form is looked for
_SHORTEST = 4  # shorter words have too many neighbours to guess by


def respell(query: Query, index: Index, embedder: Embedder) -> Query:
    """The query with each misspelt word replaced; the same query when there is none.

    A word counts as misspelt when no passage has its stem and the embedder's vocabulary does not hold it whole, nor
    what it is a form of: a real word that the documents do not use ("Moon" beside their "Yoon") is never touched,
    since that would answer another question. A name is replaced only where one letter inside it slipped.
    """
    misspelt = [term for term in query.terms if _misspelt(term, index, embedder)]
    if len(misspelt) > _MOST:
        return query
    text, respelt = query.text, list[tuple[str, str]]()
    for term in reversed(misspelt):
        if meant := _meant(term, index):
            text = text[: term.span.start] + meant + text[term.span.end :]
            respelt.insert(0, (_bare(term.word), meant))
    return replace(analyse(text, topic=query.topic), respelt=tuple(dict.fromkeys(respelt))) if respelt else query


def told(query: Query) -> str:
    """What is said of the words that were replaced: “Kishda” was read as “Kishida”. Empty when none was."""
    said = [f"“{word}” was read as “{meant}”" for word, meant in query.respelt]
    return f"{' and '.join(said)}." if said else ""


# The usual slips of each question word; "hwo" and "were" are treated apart.
_SLIPS = {
    "when": "wen whn wehn whne hwen",
    "what": "wat waht whta hwat wht",
    "which": "wich whcih whic wihch whihc hwich",
    "where": "wher whre wehre weher hwere",
    "who": "woh whoo",
    "why": "hwy wyh",
}
_MEANT = {slip: word for word, slips in _SLIPS.items() for slip in slips.split()}
_NAMES = frozenset({"wen", "wat"})  # or words of other languages: slips only before an auxiliary
_FIRST = re.compile(rf"{LEAD}(?P<slip>[a-z]+)\s+(?P<next>\w+)", re.IGNORECASE)
_AUXILIARY = re.compile(AUX, re.IGNORECASE)
_HOW = re.compile(
    r"(?:many|much|long|often|far|big|large|high|tall|old|do|does|did|can|could|should|would|to|come)", re.IGNORECASE
)


def with_question_word(question: str, known: Callable[[str], bool]) -> str:
    """The question with the usual slips of its first word mended: "wich city" is "which city".

    `known` tells whether the documents have a word: then it is none.
    """
    first = _FIRST.match(question)
    if not first:
        return question
    slip, after = first["slip"].lower(), first["next"]
    if slip == "were" and _AUXILIARY.fullmatch(after):
        meant = "where"
    elif slip == "hwo":
        meant = "how" if _HOW.fullmatch(after) else "who"
    elif slip in _NAMES and not _AUXILIARY.fullmatch(after):
        return question
    else:
        meant = _MEANT.get(slip, "")
    shouted = first["slip"].isupper()
    if not meant or (shouted and not question.isupper()) or (slip != "were" and known(slip)):
        return question
    meant = meant.upper() if shouted else meant.capitalize() if first["slip"][0].isupper() else meant
    return question[: first.start("slip")] + meant + question[first.end("slip") :]


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _misspelt(term: Term, index: Index, embedder: Embedder) -> bool:
    word = _bare(term.word.lower())
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and not index.frequency(term.stem)
        and all(len(tokens) > 1 for tokens in embedder.tokens(_plainer(word)))
    )


def _plainer(word: str) -> list[str]:
    """A word and what it may be a form of: the vocabulary has "otter", and no "otters"."""
    bases = [word[: -len(end)] for end in ("s", "es", "ed", "ing") if word.endswith(end)]
    return [word, *(form for base in bases if len(base) >= _SHORTEST for form in (base, f"{base}e"))]


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
        surface = _surface(stem, word, index)
        if surface and (not surface[0].isupper() or _same_name(word, surface.lower())):
            return surface
    return None


def _surface(stem: str, typed: str, index: Index) -> str | None:
    """Of the words of the documents that have this stem, the one nearest to what was typed.

    In lower case where the documents have the word so anywhere: then it is no name.
    """
    found = [key for key, _ in index.search_words([stem], _LOOKED_AT)]
    surfaces = set[str]()
    for passage in index.passages(found).values():
        said = [span.of(passage.text) for span in words(passage.text)]
        surfaces |= {_bare(w) for w, other in zip(said, stem_all(said), strict=True) if other == stem}
    if any(surface[0].islower() for surface in surfaces):
        surfaces = {surface.lower() for surface in surfaces}
    far = max(map(len, surfaces), default=0) + len(typed)
    nearest = sorted((prefix_distance(typed, surface.lower(), far, leftover=0), surface) for surface in surfaces)
    return nearest[0][1] if nearest else None


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
