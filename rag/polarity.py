"""Yes or no: what a sentence says to a question whose words it repeats.

There is no logic here, only words in their order. "Yes" or "No" is said where the sentence is the question made a
statement, plain or denied, with nothing before, between or behind that could make it another one. Everything else
stays open, and the sentence itself is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .irregular import PAST_FORMS
from .polarity_words import (
    CLAUSES,
    DOUBT,
    INEXACT,
    NEGATIONS,
    NUMBERS,
    OPEN,
    PREPOSITIONS,
    STATEMENTS,
    TITLES,
    TURNED,
    opposites,
)
from .question import Query
from .stems import stem_all

_QUESTION = re.compile(r"^\W*(?:(?:and|but|so|then)\s+)?(?P<verb>\w+)\s+(?P<rest>.+?)[\s?.!]*$", re.IGNORECASE | re.S)
_TOKEN = re.compile(r"[$€£¥₹]?\d+(?:[.,:]\d+)*%?|\w+(?:-\w+)*(?:['’]\w*)?|[^\w\s]")
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WEEKDAY = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DATE = re.compile(
    rf"(?:\b(?:in|on)\s+)?(?:\b\d{{1,2}}\s+)?\b(?:{_MONTH}|{_WEEKDAY})\b(?:\s+\d{{1,2}}\b)?(?:,?\s+{_YEAR}\b)?"
    rf"|\b[Ii]n\s+{_YEAR}\b"
)
_DATED = re.compile(rf"{_MONTH}|{_WEEKDAY}|\d+")
_PARTS_OF_A_DATE = tuple(re.compile(kind) for kind in (_YEAR, _MONTH, _WEEKDAY, r"\d{1,2}"))
_MOST_WORDS = 40  # of a question: a longer one asks more than one sentence says
_PAST = frozenset({"did", "was", "were", "had"})
_UNSAID = frozenset({"do", "does", "did"})  # a statement leaves them out: "it pays", but "it does not pay"
_ARTICLES = frozenset({"a", "an", "the"})


def verdict(query: Query, sentence: str) -> str | None:
    """ "Yes" or "No" as the sentence answers the question; None when that is not certain."""
    question = _asked(query.text)
    statement = _stated(sentence)
    if question is None or statement is None:
        return None
    allowed = {token.lower for token in question.tokens} | STATEMENTS[question.verb]
    if any(token.lower in DOUBT and token.lower not in allowed for token in statement.tokens):
        return None
    found = {
        _compare(question, statement, start)
        for start, token in enumerate(statement.tokens)
        if _same(question.tokens[0], token)
    } - {None}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Token:
    word: str

    @property
    def lower(self) -> str:
        return self.word.lower()

    @property
    def stem(self) -> str:
        word = self.lower.removesuffix("'s").removesuffix("'")
        return NUMBERS.get(word) or _stem(word)

    @property
    def possessive(self) -> bool:
        return self.word.endswith(("'s", "'"))

    @property
    def number(self) -> bool:
        return self.stem.lstrip("$€£¥₹")[:1].isdigit()

    @property
    def light(self) -> bool:
        """Whether it may stand in the sentence without standing in the question."""
        return self.lower in _ARTICLES or (self.lower.endswith("ly") and len(self.lower) > 4) or self.lower == "also"

    @property
    def punctuation(self) -> bool:
        return not self.word[-1].isalnum() and not self.possessive and not self.number


@lru_cache(maxsize=4_096)
def _stem(word: str) -> str:
    return stem_all([word])[0] or word


@dataclass(frozen=True, slots=True)
class _Words:
    """A question or a sentence without its dates, which may stand anywhere. `verb` is a question's first word."""

    verb: str
    tokens: tuple[_Token, ...]
    dates: tuple[frozenset[str], ...]


def _asked(text: str) -> _Words | None:
    """A question that can be turned into a statement by its words alone."""
    match = _QUESTION.match(text.replace("’", "'"))
    if not match or match["verb"].lower() not in STATEMENTS or "?" in match["rest"]:
        return None
    # Who asks "do you keep my data?" means the one who writes "we keep your data".
    rest = re.sub(r"\w+", lambda word: TURNED.get(word[0].lower(), word[0]), match["rest"])
    words = _words(match["verb"].lower(), rest)
    open_ = any(token.lower in OPEN or token.punctuation for token in words.tokens)
    content = [token for token in words.tokens if not token.light and token.lower not in PREPOSITIONS]
    few = len(content) >= 2 and len(words.tokens) <= _MOST_WORDS
    return words if few and not open_ and not words.tokens[0].number else None


def _stated(sentence: str) -> _Words | None:
    """A sentence that states something in the voice of the document."""
    text = sentence.replace("’", "'")
    if re.search(r"[\"“”«»?]", text):
        return None
    text = re.sub(r",? because\b.*", "", text, flags=re.DOTALL)  # a reason takes nothing back
    text = re.sub(r"\b(ca)n't\b", r"can not", re.sub(r"\bwon't\b", "will not", text))
    return _words("", re.sub(r"n't\b", " not", text))


def _words(verb: str, text: str) -> _Words:
    dates = tuple(frozenset(_DATED.findall(match[0])) for match in _DATE.finditer(text))
    undated = re.sub(r"^\s*,", "", _DATE.sub(" ", text))  # "In 2018, the court …"
    tokens = tuple(_Token(word) for word in _TOKEN.findall(undated))
    leading = next((n for n, token in enumerate(tokens) if token.lower not in _ARTICLES), 0) if verb else 0
    return _Words(verb, tokens[leading:], dates)


# --- comparing ----------------------------------------------------------------------------------------------


def _compare(question: _Words, statement: _Words, start: int) -> str | None:
    """What the statement says to the question when the question's first word stands at `start` in it."""
    denied = _opens_a_statement(statement.tokens, start)
    walked = _walk(question, statement.tokens, start)
    dates = _dates_differ(question.dates, statement.dates)
    if denied is None or walked is None or dates is None:
        return None
    if not _ends(statement.tokens, walked.end, past=question.verb in _PAST):
        return None
    negations = denied + walked.negations
    if negations != sum(token.lower in NEGATIONS for token in statement.tokens):
        return None  # something else in the sentence is denied
    differences = negations + walked.differences + dates
    return "Yes" if differences == 0 else "No" if differences == 1 else None


@dataclass(frozen=True, slots=True)
class _Walked:
    end: int  # the token behind the last one that the question has too
    negations: int
    differences: int  # opposites, and numbers that are others


def _walk(question: _Words, tokens: Sequence[_Token], start: int) -> _Walked | None:
    """Goes through the question's words and the statement's side by side; None where they part."""
    verbs = STATEMENTS[question.verb]
    at, asked, verb, negations, differences = start, 0, False, 0, 0
    while asked < len(question.tokens):
        if at >= len(tokens):
            return None
        wanted, token = question.tokens[asked], tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if _same(wanted, token):
            asked, at = asked + 1, at + 1
        elif asked and token.lower in verbs and not verb:
            verb, at = True, at + 1
        elif asked and token.lower in NEGATIONS:
            negations, at = negations + 1, at + 1
        elif wanted.light:
            asked += 1
        elif token.light:
            at += 1
        elif _opposed(wanted, token) or _other_number(wanted, token, tokens[:at]):
            asked, at, differences = asked + 1, at + 1, differences + 1
        elif asked and tokens[at - 1].lower in _ARTICLES and following and _same(wanted, following):
            at += 1  # one describing word: "the draft plan" for "the plan"
        else:
            return None
    while at < len(tokens) and (tokens[at].lower in NEGATIONS or (tokens[at].lower in verbs and not verb)):
        verb, negations, at = True, negations + (tokens[at].lower in NEGATIONS), at + 1  # "the fair is [in May]"
    if question.verb in _UNSAID:
        stands = verb == bool(negations) and (question.verb != "did" or verb or any(map(_is_past, tokens[start:at])))
    else:
        stands = verb
    return _Walked(at, negations, differences) if stands else None


def _opens_a_statement(tokens: Sequence[_Token], start: int) -> int | None:
    """Whether a clause begins right before `start`: 0 when one does, 1 when its first word is "no", else None."""
    at = start
    while at and tokens[at - 1].lower in _ARTICLES:
        at -= 1
    if at and tokens[at - 1].lower == "no":
        at -= 1
        return 1 if _begins(tokens, at) else None
    named = at
    while at and tokens[at - 1].word[0].isupper() and not tokens[at - 1].possessive and not _begins(tokens, at):
        at -= 1
    if at < named and not any(token.lower in TITLES for token in tokens[at:named]):
        return None  # "North Korea" is not Korea, but "Prime Minister Fumio Kishida" is Kishida
    return 0 if _begins(tokens, at) else None


def _begins(tokens: Sequence[_Token], at: int) -> bool:
    if at == 0:
        return True
    before = tokens[at - 1]
    return before.word in (",", ":", "-", "*") or (before.lower in CLAUSES and (at == 1 or tokens[at - 2].word == ","))


def _ends(tokens: Sequence[_Token], at: int, *, past: bool) -> bool:
    """Whether the statement ends before `at`, or goes on with what does not limit it."""
    if tokens[at - 1].possessive:
        return False
    if at >= len(tokens) or tokens[at].punctuation:
        return True
    # What happened has happened, wherever and when; what is so in general may be so only "in the garden".
    return tokens[at].lower == "and" or (past and tokens[at].lower in PREPOSITIONS | {"while", "when"})


def _same(wanted: _Token, token: _Token) -> bool:
    return wanted.stem == token.stem and wanted.possessive == token.possessive and not wanted.light


def _opposed(wanted: _Token, token: _Token) -> bool:
    return token.stem in opposites().get(wanted.stem, ())


def _other_number(wanted: _Token, token: _Token, before: Sequence[_Token]) -> bool:
    """Whether both are numbers of one kind, and the sentence means its own exactly."""
    if not (wanted.number and token.number) or {t.lower for t in before[-2:]} & INEXACT:
        return False
    return wanted.stem.strip("0123456789.,:") == token.stem.strip("0123456789.,:")


def _is_past(token: _Token) -> bool:
    return token.lower.endswith("ed") or token.lower in PAST_FORMS


def _dates_differ(asked: Sequence[frozenset[str]], stated: Sequence[frozenset[str]]) -> int | None:
    """0 when the dates of the question are the sentence's, 1 when the one is another, None when they say nothing."""
    if all(any(date <= other for other in stated) for date in asked):
        return 0
    if len(asked) != 1 or len(stated) != 1:
        return None
    # "In 2019" beside "in November 2018": the years differ. "On Monday" beside "in June": both may be so.
    for kind in _PARTS_OF_A_DATE:
        mine, theirs = ({part for part in date if kind.fullmatch(part)} for date in (asked[0], stated[0]))
        if mine and theirs and mine != theirs:
            return 1
    return None
