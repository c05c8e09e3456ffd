"""Files in SQuAD's format, 1.1 and 2.0: articles of paragraphs, each with its questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rag.errors import UsageError
from rag.records import Span

T = TypeVar("T")

_LOOKS_LIKE = (
    'A SQuAD file is JSON like {"data": [{"title": "…", "paragraphs": [{"context": "…", "qas": [{"question": "…", '
    '"answers": [{"text": "…", "answer_start": 0}]}]}]}]}; see rajpurkar.github.io/SQuAD-explorer.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question on a paragraph, and what annotators took for its answers: none when it cannot be answered.

    `answers` are words; `spans` are where they stand in the paragraph, of those that stand where the file says.
    """

    text: str
    answers: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def answerable(self) -> bool:
        """Whether the paragraph answers it."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph and the questions on it."""

    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What belongs together: `title` is "" where the file gives none."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a file: the number of its article and of its paragraph in it, both from 0."""

    article: int
    paragraph: int
    question: Question


def read_squad(path: Path) -> tuple[Article, ...]:
    """The articles of a file, in order. Raises UsageError for a file that cannot be read, or is no SQuAD file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not JSON in UTF-8 ({error}). {_LOOKS_LIKE}") from None
    try:
        articles = tuple(_article(one, place) for one, place in _each(content, "the file", "data"))
    except _Wrong as wrong:
        raise UsageError(f"{path}: not a SQuAD file: {wrong}. {_LOOKS_LIKE}") from None
    if not any(paragraph.questions for article in articles for paragraph in article.paragraphs):
        raise UsageError(f"{path}: holds no question. {_LOOKS_LIKE}")
    return articles


def questions_of(articles: Sequence[Article]) -> list[Asked]:
    """Every question of the articles, in order."""
    return [
        Asked(article=a, paragraph=p, question=question)
        for a, article in enumerate(articles)
        for p, paragraph in enumerate(article.paragraphs)
        for question in paragraph.questions
    ]


def spread(items: Sequence[T], most: int | None) -> list[T]:
    """At most so many of the items, at equal distances, in order; None: all."""
    if most is None or most >= len(items):
        return list(items)
    return [items[n * len(items) // most] for n in range(most)]


class _Wrong(Exception):
    """What is wrong, and where in the file."""


def _article(value: Any, place: str) -> Article:
    title = value.get("title", "")
    if not isinstance(title, str):
        raise _Wrong(f"the title of {place} is no text")
    return Article(
        title=" ".join(title.replace("_", " ").split()),
        paragraphs=tuple(_paragraph(one, where) for one, where in _each(value, place, "paragraphs")),
    )


def _paragraph(value: Any, place: str) -> Paragraph:
    text = _text(value, place, "context")
    questions = (_question(one, where, text) for one, where in _each(value, place, "qas"))
    return Paragraph(text=text, questions=tuple(questions))


def _question(value: Any, place: str, paragraph: str) -> Question:
    answers = [] if value.get("is_impossible") else list(_each(value, place, "answers"))
    words, spans = list[str](), list[Span]()
    for one, where in answers:
        answer, start = _text(one, where, "text"), one.get("answer_start")
        words.append(answer)
        if type(start) is int and start >= 0 and answer and paragraph.startswith(answer, start):
            spans.append(Span(start, start + len(answer)))
    return Question(
        text=" ".join(_text(value, place, "question").split()),
        answers=tuple(dict.fromkeys(words)),
        spans=tuple(dict.fromkeys(spans)),
    )


def _each(value: Any, place: str, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of a list in an object, each with its place."""
    items = value.get(name) if isinstance(value, dict) else None
    if not isinstance(items, list):
        raise _Wrong(f"{place} has no list {name!r}")
    for n, item in enumerate(items):
        where = f"{name}[{n}]" if place == "the file" else f"{place}.{name}[{n}]"
        if not isinstance(item, dict):
            raise _Wrong(f"{where} is no object")
        yield item, where


def _text(value: dict[str, Any], place: str, name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str):
        raise _Wrong(f"{place} has no text {name!r}")
    # Half a character, which JSON can hold and no file: one question mark for it, so that places stay right.
    return text.encode("utf-8", "replace").decode("utf-8")
