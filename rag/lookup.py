"""Questions that a table answers by itself: a cell, the row with a value, the cheapest row, which of two is heavier.

Read as a sentence, a row says too little for a reader: what its cells are stands in another line. Here the words of a
question are shared out: some name the column ("how heavy": "Weight (kg)"), some the row, and the rest must stand in
the heading, the title or the names of the columns. Where a word is left over the question asks for something else, and
the table is no answer. In the manner of the cell selection and aggregation of TAPAS (Herzig et al. 2020), by rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .bullets import MOST
from .columns import NAMED_MOST, QUALITIES, Quality, measured
from .question import Query
from .records import Reading
from .rows import Placed, alike, asked_tokens, tokens_of
from .tables import Row
from .text import clean

_TIED = 3  # rows that are given where the question fits them all
# Says which values are meant, or that others are: "not", "under 20". Two rows may be compared all the same.
NARROWS = re.compile(
    r"\b(?:not|no|never|neither|nor|none|except|excluding|without|apart from|besides|other than|"
    r"(?:less|fewer|more|greater|higher|lower|later|earlier|older|\w+er) than|"
    r"under|over|below|above|before|after|at (?:least|most)|between|up to)\b|n['’]t\b",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a question
_WANTS_NAME = re.compile(r"\b(?:which|who|whose|what(?:['’]s| is| are| was| were)? (?:the|your|our)?)", re.IGNORECASE)
_WANTS_VALUE = re.compile(
    r"\bhow (?:much|many|long|heavy|big|far|tall|high|wide|deep|fast|old)\b|"
    r"\bwhat(?:['’]s| is| was) the \w+ (?:price|cost|fee|weight|length|score|value|"
    r"rate|salary|temperature|height|size|speed|capacity|number)\b|"
    r"^\W*when\b",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|has|have)\s+(?P<one>.+?)\s+than\s+(?P<other>.+?)\W*$", re.I | re.DOTALL
)
_OR = re.compile(
    r"^(?P<asked>\W*(?:which|who|what)\b.+?)(?:[,:]|\bbetween\b|\bof\b)\s*(?P<one>[^,:]+?)\s+(?:or|and)\s+(?P<other>[^,:]+?)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_EITHER = re.compile(
    r"^(?P<asked>[^?]*?)\b(?:is|are|does|do|has|have)\s+(?P<one>[^,?]+?)\s+or\s+(?P<other>[^,?]+?)\W*$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"^\W*how many\s+(?P<what>[^?]+?)\s+(?:are|do|does|is|can|have|were)\b[^?]*\W*$", re.IGNORECASE | re.DOTALL
)
_CALLED = re.compile(
    r"\b(?:which|what|whose|[\w-]+est|most \w+|least \w+|most|fewest)(?: of (?:the|your))?\s+(?P<noun>[^\W\d_]+)",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"when|what time|who|where|which days?", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\W*(?:and )?how \w+ (?:is|are|was|were|does|do|did|can|will|would)\b", re.IGNORECASE)
_NOUN_BEHIND = re.compile(r"\b(?:which|what|whose)\s+(?P<noun>[\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that answer, in order; what to say first, if that is not their exact answers; and a remark.

    Without rows, the table has no value where the question asks for it.
    """

    rows: tuple[Reading, ...]
    short: str | None = None
    remark: str = ""


def looked_up(query: Query, placed: Sequence[Placed]) -> Found | None:
    """What the tables answer, if the question is one for them, and one table answers better than the others."""
    if query.summary or query.kind == "why" or (query.kind == "how" and not _HOW_MUCH.match(query.text)):
        return None
    question = clean(query.text)
    if len(question) > _LONGEST:
        return None
    found = [answer for one in placed if (answer := _answer(question, query.kind, one))]
    if not found:
        return None
    best = max(rank for rank, _ in found)
    answers = [answer for rank, answer in found if rank == best]
    same = {(answer.short, tuple(row.exact for row in answer.rows)) for answer in answers}
    return answers[0] if len(same) == 1 else None


def _answer(question: str, kind: str, placed: Placed) -> tuple[int, Found] | None:
    """What one table answers, with how many words of the question name its rows."""
    if kind == "yes or no" or NARROWS.search(question):
        return _compared(question, placed)
    ways = (_compared, _most, _counted, _cell, _crossed)
    return next(filter(None, (way(question, placed) for way in ways)), None)


def _cell(question: str, placed: Placed) -> tuple[int, Found] | None:
    """The cell, or the rows with a value, that a question asks for."""
    asked = [quality for quality in QUALITIES if quality.asked.search(question)]
    tokens = asked_tokens(question)
    matched = placed.matched(question)
    chosen = _best([words - placed.around for words in matched])
    chosen = [n for n in chosen if matched[n] & placed.rows[n][0]] or chosen  # the first cell names the row
    chosen = [n for n in chosen if len(matched[n]) == max(len(matched[m]) for m in chosen)]
    told = set(placed.around)  # a copy: the table is kept for the next question
    if any(token[0].isdigit() for n in chosen for token in matched[n]):
        told |= _entity(question, placed)  # "Which boat sells for £975?"; what has a word in common may be anything
    for quality in asked:
        if any(map(quality.told.search, placed.heads)):
            told |= _asking(quality, question)
    left = {token for token in tokens - told if not any(alike(token, other) for other in placed.around)}
    if not chosen or any(left - matched[n] for n in chosen):
        return None
    where = {c for n in chosen for c, cell in enumerate(placed.rows[n]) if cell & matched[n]}
    wanted = [c for c in _columns(question, placed, asked, tokens) if c not in where]
    # "What gas is in it?" asks for a gas: a row that has no more than that word is none.
    valued = not (noun := _NOUN_BEHIND.search(question)) or matched[chosen[0]] - set(tokens_of(noun["noun"]))
    if not wanted and valued and 0 not in where and _WANTS_NAME.search(question):
        wanted = [_named_column(question, placed)]
    rows = [placed.table.rows[n] for n in chosen]
    if not wanted or len(rows) > (_TIED if 0 in where else MOST):
        return None
    rank = max(map(len, matched)) + placed.shared(tokens)
    if all(placed.cell(row, c) is None for row in rows for c in wanted):
        return rank, Found(())
    return rank, Found(tuple(placed.reading(row, wanted[0] if len(wanted) == 1 else None) for row in rows))


def _crossed(question: str, placed: Placed) -> tuple[int, Found] | None:
    """The cell where the columns are the things, and the rows what is told of them: "| Weight | 12.5 kg | 17 kg |"."""
    tokens = asked_tokens(question)
    shared = [len(name & tokens) for name in placed.names]
    columns = [n for n, count in enumerate(shared) if n and count == max(shared) > 0]
    if len(columns) != 1:
        return None
    for quality in QUALITIES:
        asked = _asking(quality, question)
        rows = [row for row in placed.table.rows if quality.told.search(row.cells[0].of(placed.text))]
        if asked and len(rows) == 1 and tokens <= asked | placed.around and placed.cell(rows[0], columns[0]):
            return placed.shared(tokens), Found((placed.reading(rows[0], columns[0]),))
    return None


def _best(own: Sequence[set[str]]) -> list[int]:
    """The rows with most of the words that are asked for and stand in no heading; none where no row has any."""
    most = max(map(len, own))
    return [n for n, words in enumerate(own) if most and len(words) == most]


def _most(question: str, placed: Placed) -> tuple[int, Found] | None:
    """The row with the greatest or the least value."""
    for column, greatest, words in _extremes(question, placed):
        tokens = asked_tokens(question) - words
        narrowing = tokens - placed.around - _entity(question, placed)
        rows = [
            row
            for row, words_of_it in zip(placed.table.rows, placed.words, strict=True)
            if placed.cell(row, column) and narrowing <= words_of_it
        ]
        values = [_value(placed, row, column) for row in rows]
        # Where one cannot be measured, or is measured otherwise, the greatest is not known.
        if len(rows) < 2 or not all(values) or len({value[1] for value in values if value}) > 1:
            continue
        fitting = [(row, value) for row, value in zip(rows, values, strict=True) if value]
        best = (max if greatest else min)(value for _, (value, _) in fitting)
        rows = [row for row, (value, _) in fitting if value == best]
        if len(rows) > MOST:
            continue
        wanted = column if _WANTS_VALUE.search(question) else _named_column(question, placed)
        remark = f"Of {len(fitting)} rows, by “{placed.heads[column]}”."
        return placed.shared(tokens), Found(tuple(placed.reading(row, wanted) for row in rows), remark=remark)
    return None


def _compared(question: str, placed: Placed) -> tuple[int, Found] | None:
    """Which of two rows has more, or whether the first one has."""
    asked = _THAN.match(question) or _OR.match(question) or _EITHER.match(question)
    if not asked:
        return None
    for column, greatest, words in _extremes(question, placed):
        one, other = (_row_of(asked[name], placed, words) for name in ("one", "other"))
        if one is None or other is None or one == other:
            continue
        mine, theirs = (_value(placed, row, column) for row in (one, other))
        if mine is None or theirs is None or mine[1] != theirs[1]:
            continue
        ahead = mine > theirs if greatest else mine < theirs  # of the same kind: only the numbers tell
        if asked.re is _THAN:
            short: str | None = "Yes" if ahead else "No"
        else:
            short = None if mine == theirs else (one if ahead else other).cells[0].of(placed.text)
        rows = tuple(placed.reading(row, column) for row in (one, other))
        return 2, Found(rows, short, f"By “{placed.heads[column]}”.")
    return None


def _counted(question: str, placed: Placed) -> tuple[int, Found] | None:
    """How many rows there are of what the first column, or the heading, names."""
    asked = _COUNTED.match(question)
    if not asked:
        return None
    things = set(tokens_of(asked["what"]))
    heading = set(tokens_of(placed.passage.heading))
    names = placed.names[0] | heading
    if not things & names or any(things & name for name in placed.names[1:]) or len(placed.table.rows) > MOST:
        return None
    left = asked_tokens(question) - placed.around
    having = [row for row, words in zip(placed.table.rows, placed.words, strict=True) if left <= words]
    if not having:
        return None
    return len(things), Found(tuple(placed.reading(row, 0) for row in having), str(len(having)))


def _columns(question: str, placed: Placed, asked: Sequence[Quality], tokens: set[str]) -> list[int]:
    """The columns that a question asks for: those it names, else those that tell the quality that it asks for."""
    named = [frozenset(token for token in tokens if any(alike(token, word) for word in name)) for name in placed.names]
    most = max(map(len, named))
    # The first column names the rows: "which model" does not ask for it where another word asks for a quality.
    direct = [n for n, words in enumerate(named) if most and len(words) == most and (n or not asked)]
    direct = [n for n in direct if n] or direct
    if direct:
        # "The profit of 2023" is neither the profit of 2024 nor the revenue of 2023.
        return direct if len({named[n] for n in direct}) == 1 else []
    # "What time does it arrive?": "arrive" says more than "what time".
    for quality in sorted(asked, key=lambda one: all(_GENERIC.fullmatch(said) for said in one.asked.findall(question))):
        if told := [n for n, name in enumerate(placed.heads) if quality.told.search(name)]:
            return told
    return []


def _extremes(question: str, placed: Placed) -> Iterator[tuple[int, bool, set[str]]]:
    """The columns by which rows may be compared, whether the greatest is asked for, and the words that say so."""
    asked = asked_tokens(question)
    for named in NAMED_MOST.finditer(question):
        words = set(tokens_of(named[0]))
        shared = [len(words & name) for name in placed.names]
        if max(shared) == 0:  # "Who has lost the most matches?"
            shared = [len(name & asked) for name in placed.names]
        for n in range(1, len(placed.heads)):
            if shared[n] and shared[n] == max(shared):
                yield n, bool(named["most"]), words - (set(tokens_of(named["what"] or "")) - placed.names[n])
    for quality in QUALITIES:
        for pattern, greatest in ((quality.most, True), (quality.least, False)):
            if pattern and (said := pattern.search(question)):
                told = [n for n, name in enumerate(placed.heads) if n and quality.told.search(name)]
                told = [n for n in told if placed.names[n] & asked] or told
                if len(told) == 1:
                    yield told[0], greatest, set(tokens_of(said[0])) | _asking(quality, question)


def _row_of(named: str, placed: Placed, words: set[str]) -> Row | None:
    """The one row whose first cell a phrase names, by words that the others lack."""
    tokens = asked_tokens(named) - words
    shared = [len(tokens & cells[0]) for cells in placed.rows]
    best = max(shared)
    rows = [row for row, count in zip(placed.table.rows, shared, strict=True) if count == best]
    if not best or len(rows) != 1:
        return None
    own = placed.rows[shared.index(best)][0]
    return rows[0] if tokens - own <= placed.around else None


def _asking(quality: Quality, question: str) -> set[str]:
    """The words by which a question asks for a quality."""
    return {token for said in quality.asked.finditer(question) for token in tokens_of(said[0])}


def _named_column(question: str, placed: Placed) -> int:
    """The column of what a question wants named: "which vessel" is told by "Vessel", else the first one."""
    noun = _NOUN_BEHIND.search(question)
    words = set(tokens_of(noun["noun"])) if noun else set()
    return next((n for n, name in enumerate(placed.names) if name & words), 0)


def _entity(question: str, placed: Placed) -> set[str]:
    """What the rows are called, if the document calls anything so: "boats" of a list of kayaks. No value of a cell."""
    nouns = set(tokens_of(" ".join(noun["noun"] for noun in _CALLED.finditer(question))))
    return (nouns & placed.said) - placed.values


def _value(placed: Placed, row: Row, column: int) -> tuple[float, str] | None:
    cell = placed.cell(row, column)
    return measured(cell.of(placed.text)) if cell else None
