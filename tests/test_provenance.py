"""Questions for where an answer stands, told from questions for a place or a document of another matter."""

from __future__ import annotations

from time import perf_counter

import pytest

from rag.provenance import asks_for_source, places
from rag.records import Citation, Document, Heading, Span

ASKED = """
    Where does it say that?
    where is that written
    Where's that from?
    Where did you find that?
    ok, and where did you get that from?
    How do you know?
    In which document?
    which page is that on?
    What page?
    what article is that from
    What's your source?
    what are your sources for that?
    what is the source?
    Do you have a source for this?
    show me
    Show me the exact words, please
    show me where it says so
    Can you quote it?
    could you please cite your source?
    quote that
    Source?
    Based on what?
    What does it say exactly?
    what exactly does the document say?
"""
OTHERS = """
    Where does it start?
    Where is it?
    Where was it found?
    Where does the coffee come from?
    Where did they find the body?
    Where can I find it?
    Which page has the prices?
    In which year?
    Which document must be signed?
    What did they say?
    What does he say?
    What is the evidence?
    What is the source of the river?
    Show me the prices
    Who is your source at the court?
    How do you know him?
    quote for the repair
    Is there proof?
    Show me the documents
    Which documents?
    Do you have any articles?
    Give me the text
    Where can I check?
    Pages
"""


def lines(rows: str) -> list[str]:
    return [row.strip() for row in rows.strip().splitlines()]


@pytest.mark.parametrize("question", lines(ASKED))
def test_it_asks_where_the_answer_stands(question: str) -> None:
    assert asks_for_source(question)


@pytest.mark.parametrize("question", lines(OTHERS))
def test_it_asks_something_else(question: str) -> None:
    assert not asks_for_source(question)


TEXT = "The manual\n\nIntro.\n\nFilters\n\nRinse it weekly."
DOCUMENT = Document(
    id="manual.pdf",
    path="",
    title="The manual",
    text=TEXT,
    digest="",
    headings=(Heading(span=Span(0, 10), level=1), Heading(span=Span(20, 27), level=2)),
)


def cited(words: str, page: int | None = None) -> Citation:
    at = TEXT.index(words)
    end = at + len(words)
    return Citation(document="manual.pdf", path="", title="The manual", start=at, end=end, quote=words, page=page)


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        pytest.param([], "", id="nothing cited"),
        pytest.param([cited("Intro.")], "It stands in “The manual” (manual.pdf).", id="under the title"),
        pytest.param(
            [cited("Rinse it weekly.", 3)],
            "It stands in “The manual” (manual.pdf), under “Filters”, page 3.",
            id="heading and page",
        ),
        pytest.param(
            [cited("Rinse"), cited("it weekly."), cited("Intro.")],
            "It stands in “The manual” (manual.pdf), under “Filters”; “The manual” (manual.pdf).",
            id="each place once",
        ),
    ],
)
def test_the_places_are_named(citations: list[Citation], expected: str) -> None:
    assert places(citations, lambda _: DOCUMENT) == expected


@pytest.mark.parametrize("message", ["show me " * 14 + "%", "and " * 29 + "%", "which page is that " * 6 + "%"])
def test_no_message_takes_long(message: str) -> None:
    started = perf_counter()
    assert not asks_for_source(message)
    assert perf_counter() - started < 1.0
