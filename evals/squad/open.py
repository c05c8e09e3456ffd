"""The open setting: the paragraphs lie in a folder of documents, and only the question is asked.

Each article becomes a text file with its title and its paragraphs, as a user would have it. Every system gets the same
questions; Footnote answers by Assistant.ask, from opening the folder to refusing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from rag.errors import QuestionError
from rag.records import Answer, Reading, Span

from .files import Article, Asked
from .given import Given, Place, Said, judged
from .sentences import SentenceScorer

_NAME = 80  # characters of a file's name
_APART = "\n\n"


class Opened(Protocol):
    """What is asked of rag.Assistant here."""

    def ask(self, question: str) -> Answer:
        """The answer to a question."""

    def read(self, question: str) -> list[Reading]:
        """Every sentence read for a question, best first."""


class Peer(Protocol):
    """Another system that answers from the same paragraphs."""

    def answer(self, question: str) -> Given:
        """What it gives for a question; it never refuses."""


def write_documents(articles: Sequence[Article], folder: Path) -> dict[tuple[int, int], Place]:
    """Writes a file for each article. Gives the place of each paragraph, by the numbers of article and paragraph."""
    places = {}
    for a, article in enumerate(articles):
        identifier = f"{a:05}/{_name(article.title) or f'article {a}'}.txt"
        text = article.title
        for p, paragraph in enumerate(article.paragraphs):
            text += _APART if text else ""
            places[a, p] = (identifier, Span(len(text), len(text) + len(paragraph.text)))
            text += paragraph.text
        path = folder / identifier
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode())
    return places


def _name(title: str) -> str:
    return " ".join(re.sub(r"[^\w ,()&-]", " ", title).split())[:_NAME].strip()


def same_paragraphs(
    articles: Sequence[Article], places: Mapping[tuple[int, int], Place]
) -> dict[tuple[int, int], tuple[Place, ...]]:
    """For each paragraph the places of all that say the same: files repeat some."""
    saying: dict[str, list[Place]] = defaultdict(list)
    for (a, p), place in places.items():
        saying[articles[a].paragraphs[p].text].append(place)
    return {(a, p): tuple(saying[articles[a].paragraphs[p].text]) for a, p in places}


def ask_open(
    questions: Iterable[Asked],
    paragraphs: Mapping[tuple[int, int], tuple[Place, ...]],
    assistant: Opened,
    scorer: SentenceScorer,
    peers: Mapping[str, Peer],
) -> dict[str, list[Said]]:
    """The verdicts on what each system gives for the questions, by its name."""
    said: dict[str, list[Said]] = {name: [] for name in ("Footnote", "sentence scorer", *peers)}
    for asked in questions:
        question, right = asked.question, paragraphs[asked.article, asked.paragraph]
        try:
            answer, readings = assistant.ask(question.text), assistant.read(question.text)
        except QuestionError:  # empty, or longer than the setting allows: files hold a few
            answer, readings = Answer(question=question.text, text="", abstained=True), []
        said["Footnote"].append(judged(question, right, footnote(answer, readings)))
        said["sentence scorer"].append(judged(question, right, scorer.answer(question.text, readings)))
        for name, peer in peers.items():
            said[name].append(judged(question, right, peer.answer(question.text)))
    return said


def footnote(answer: Answer, readings: Sequence[Reading]) -> Given:
    """What Footnote gave: its answer, and what it read for it, best first."""
    return Given(
        refused=answer.abstained,
        short="" if answer.abstained else answer.short or "",
        text="" if answer.abstained else answer.text,
        cited=tuple((citation.document, Span(citation.start, citation.end)) for citation in answer.citations),
        read=tuple((reading.hit.passage.document, reading.span) for reading in readings),
        surest=readings[0].text if readings else "",
        score=readings[0].score if readings else 0.0,
        seconds=answer.seconds,
    )
