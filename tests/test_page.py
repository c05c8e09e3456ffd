"""The page in a real browser: a Gradio server on this machine, an assistant of fixed answers, headless Chromium."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import ask, chromium, watched  # noqa: F401
from playwright.sync_api import APIResponse, Browser, Locator, Page, Route, ViewportSize, expect

from evals.visitor import serving
from rag.chat import RECALL, TURNS, Chat, Opening
from rag.errors import CorpusError, FootnoteError, QuestionError, StoreError
from rag.records import (
    CANNOT_ANSWER,
    DIFFERENT_ANSWERS,
    NOT_FROM_DOCUMENTS,
    Answer,
    Citation,
    Claim,
    Document,
    Problem,
    Span,
)
from rag.server import BODY, listen
from rag.settings import Settings
from rag.views import EXAMPLES, header_html, without_paths

# Gradio's queue uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing")

HOME = Path(__file__).resolve().parent.parent
SUMMIT, RENEWED = "japan-south-korea-summit.txt", "shuttle-diplomacy-renewed.txt"
PHONE: ViewportSize = {"width": 390, "height": 780}

OFFICE = (
    "The situation started to change for the better after Yoon assumed office as\nSouth Korea's president in May 2022 "
    "and set a course for mending ties with Tokyo in order to improve both bilateral relations and the trilateral "
    "security partnership with Washington."
)
COURT = (
    "In November 2018, the top court of South Korea ordered Japanese companies, including Nippon Steel and Mitsubishi "
    "Heavy Industries, to compensate the victims of forced labor, a decision that infuriated Tokyo."
)
SEOUL = (
    "Relations deteriorated after South Korea's Supreme Court in 2018 ordered Japanese firms to compensate victims of "
    "forced labour, but this month Seoul announced a plan to pay those affected without Tokyo's involvement."
)
NASTY = "<img src=x onerror=alert(1)> **bold** $$x^2$$ [a](javascript:alert(2)) ${alert(3)} {{value}} &amp; `c` \"'"


class FixedAnswers:
    """An assistant that knows its answers by heart, and remembers what it was asked."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.settings = Settings()
        self.problems: Sequence[Problem] = ()
        self.asked: list[tuple[str, list[dict[str, Any]]]] = []
        self._documents = documents
        self._answers: dict[str, Answer | Exception] = {}

    def answers(self, question: str, answer: Answer | Exception) -> None:
        self._answers[question] = answer

    def ask(self, question: str, history: Sequence[Mapping[str, Any]] = ()) -> Answer:
        self.asked.append((question, [dict(message) for message in history]))
        answer = self._answers[question]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def document(self, identifier: str) -> Document:
        return self._documents[identifier]

    def titles(self) -> dict[str, str]:
        return {identifier: document.title for identifier, document in self._documents.items()}

    def close(self) -> None:
        pass

    def cite(self, identifier: str, quote: str, page: int | None = None) -> Citation:
        document = self._documents[identifier]
        start = document.text.index(quote)
        return Citation(
            document=identifier,
            path=document.path,
            title=document.title,
            start=start,
            end=start + len(quote),
            quote=quote,
            page=page,
        )

    def says(self, question: str, *cited: Citation, short: str | None = None, reason: str | None = None) -> None:
        """The quotes as claims, with `short` marked in each of them that has it."""
        claims = []
        for citation in cited:
            sentence = " ".join(citation.quote.split())
            at, place = sentence.find(short or sentence), citation.quote.find(short or citation.quote)
            size = len(short or "") if at >= 0 else 0
            inside = replace(
                citation, marks=(Span(citation.start + place, citation.start + place + size),) * (size > 0)
            )
            claims.append(Claim(text=sentence, citations=(inside,), marks=(Span(at, at + size),) * (size > 0)))
        text = " ".join(claim.text for claim in claims)
        answer = Answer(question=question, text=text, short=short, claims=tuple(claims), reason=reason, seconds=0.12)
        self.answers(question, answer)


def document(identifier: str, title: str, text: str) -> Document:
    return Document(id=identifier, path=f"/home/someone/{identifier}", title=title, text=text, digest="")


def articles() -> FixedAnswers:
    texts = {name: (HOME / "corpus" / name).read_bytes().decode() for name in (SUMMIT, RENEWED)}
    fake = FixedAnswers(
        {
            SUMMIT: document(SUMMIT, "The summit in Tokyo", texts[SUMMIT]),
            RENEWED: document(RENEWED, "Shuttle diplomacy renewed", texts[RENEWED]),
        }
    )
    office, court, seoul = fake.cite(SUMMIT, OFFICE), fake.cite(SUMMIT, COURT), fake.cite(RENEWED, SEOUL)
    fake.says("When did Yoon assume office?", office, short="May 2022")
    fake.says("What did the court rule?", court, office, seoul)
    fake.says("Who announced it?", seoul)
    fake.says("When was it?", court, seoul, reason=DIFFERENT_ANSWERS)
    fake.answers(
        "Who won the World Cup?",
        Answer(
            question="Who won the World Cup?",
            text=CANNOT_ANSWER,
            abstained=True,
            reason="No document mentions the World Cup.",
            near=(court, seoul),
        ),
    )
    fake.answers("Hello", Answer(question="Hello", text="Hello! Ask away.", reason=NOT_FROM_DOCUMENTS))
    fake.answers("Too long?", QuestionError("The question has 9,999 characters, more than the 2,000 allowed."))
    fake.answers("Broken?", RuntimeError("secret detail"))
    fake.answers("Locked?", StoreError("The index in /home/someone/.index/articles-1 is locked by another program."))
    return fake


@pytest.fixture(scope="module")
def fake() -> FixedAnswers:
    return articles()


@pytest.fixture(scope="module")
def url(fake: FixedAnswers) -> Iterator[str]:
    with serving(Opening(lambda _: fake)) as where:
        yield where


@pytest.fixture
def tab(chromium: Browser, url: str) -> Iterator[Page]:  # noqa: F811
    with watched(chromium, url) as opened:
        yield opened


@pytest.fixture
def phone(chromium: Browser, url: str) -> Iterator[Page]:  # noqa: F811
    with watched(chromium, url, PHONE, has_touch=True, is_mobile=True) as opened:
        yield opened


def wait_until_in_view(mark: Locator) -> None:
    """Until an element lies inside the window and inside every box that scrolls around it."""
    mark.page.wait_for_function(
        """element => {
            const box = element.getBoundingClientRect();
            let top = 0, bottom = window.innerHeight;
            for (let around = element.parentElement; around; around = around.parentElement) {
                if (getComputedStyle(around).overflowY === 'visible') continue;
                const frame = around.getBoundingClientRect();
                top = Math.max(top, frame.top); bottom = Math.min(bottom, frame.bottom);
            }
            return box.height > 0 && box.top >= top - 1 && box.bottom <= bottom + 1;
        }""",
        arg=mark.element_handle(),
    )


# ------------------------------------------------------------------------------------------------- an answer


def test_an_answer_has_footnotes_and_its_short_form_in_bold(tab: Page) -> None:
    turn = ask(tab, "When did Yoon assume office?")
    expect(turn.locator(".question")).to_contain_text("When did Yoon assume office?")
    expect(turn.locator(".short")).to_have_text("May 2022")
    expect(turn.locator(".claim strong")).to_have_text("May 2022")
    expect(turn.locator(".claim sup")).to_have_text(["1"])
    note = turn.locator(".notes .note")
    expect(note.locator(".title")).to_have_text("The summit in Tokyo")
    expect(note.locator("q")).to_contain_text("The situation started to change")
    expect(tab.get_by_label("Your question")).to_have_value("")
    turn.locator(".footnote").click()
    expect(tab.locator("mark.chosen strong")).to_have_text("May 2022")
    assert tab.locator("mark.chosen").text_content() == OFFICE


def test_answers_that_differ_are_said_to_differ(tab: Page) -> None:
    turn = ask(tab, "When was it?")
    expect(turn.locator(".answer > :first-child")).to_have_text(DIFFERENT_ANSWERS)
    expect(turn.locator(".claim")).to_have_count(2)
    expect(turn.locator(".short")).to_have_count(0)


def test_a_footnote_opens_the_source_at_exactly_the_quoted_characters(tab: Page, fake: FixedAnswers) -> None:
    turn = ask(tab, "What did the court rule?")
    expect(turn.locator(".claim sup")).to_have_text(["1", "2", "3"])
    for number, (quote, name) in enumerate([(COURT, SUMMIT), (OFFICE, SUMMIT), (SEOUL, RENEWED)], start=1):
        turn.locator(".claim .footnote", has_text=str(number)).click()
        expect(tab.locator(".source")).to_have_attribute("data-place", str(number))
        chosen = tab.locator("mark.chosen")
        expect(chosen).to_have_count(1)
        assert chosen.text_content() == quote
        wait_until_in_view(chosen)
        expect(tab.locator(".source .where")).to_contain_text(name)
        assert tab.locator(".source .text").text_content() == fake.document(name).text
        # The other citation of the same answer in the same document is marked lightly.
        others = tab.locator(".source mark:not(.chosen)").all_text_contents()
        assert others == {1: [OFFICE], 2: [COURT], 3: []}[number]
        expect(turn.locator('.footnote[aria-current="true"]')).to_have_text(str(number))
    assert "/home/someone" not in tab.content()


def test_the_footnote_list_and_the_steps_open_sources_too(tab: Page) -> None:
    turn = ask(tab, "What did the court rule?")
    turn.locator(".notes .note").nth(2).click()
    expect(tab.locator("mark.chosen")).to_have_text(SEOUL)
    tab.get_by_role("button", name="Previous").click()
    expect(tab.locator(".source")).to_have_attribute("data-place", "2")
    assert tab.locator("mark.chosen").text_content() == OFFICE
    # A second click on the same footnote scrolls back to it.
    tab.locator(".source .page").evaluate("element => { element.scrollTop = 0; }")
    opened = tab.locator(".source").get_attribute("data-opened")
    turn.locator(".notes .note").nth(1).click()
    expect(tab.locator(".source")).not_to_have_attribute("data-opened", opened or "")
    wait_until_in_view(tab.locator("mark.chosen"))


def test_the_documents_can_be_read_as_such(tab: Page, fake: FixedAnswers) -> None:
    tab.locator(".library .note", has_text=RENEWED).click()
    expect(tab.locator(".source h2")).to_have_text("Shuttle diplomacy renewed")
    assert tab.locator(".source .text").text_content() == fake.document(RENEWED).text
    expect(tab.locator("mark")).to_have_count(0)
    tab.locator(".source").get_by_role("button", name="Documents").click()
    expect(tab.locator(".library .note")).to_have_count(2)


def test_everything_works_from_the_keyboard(tab: Page) -> None:
    box = tab.get_by_label("Your question")
    expect(box).to_be_focused()
    ask(tab, "What did the court rule?")
    footnote = tab.locator(".claim .footnote").nth(1)
    for _ in range(20):
        tab.keyboard.press("Shift+Tab")
        if footnote.evaluate("element => element === document.activeElement"):
            break
    expect(footnote).to_be_focused()
    assert footnote.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    tab.keyboard.press("Enter")
    assert tab.locator("mark.chosen").text_content() == OFFICE
    expect(tab.locator(".source h2")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(footnote).to_be_focused()


# --------------------------------------------------------------------------------------- what is not an answer


def test_a_refusal_looks_like_one(tab: Page) -> None:
    turn = ask(tab, "Who won the World Cup?")
    card = turn.locator(".refusal")
    expect(card.locator("b")).to_have_text(CANNOT_ANSWER)
    expect(card.locator(".reason")).to_have_text("No document mentions the World Cup.")
    expect(turn.locator(".footnote")).to_have_count(0)
    near = card.get_by_text("Nearest passages – not an answer")
    expect(card.locator(".note").first).to_be_hidden()
    near.click()
    card.locator(".note").nth(1).click()
    assert tab.locator("mark.chosen").text_content() == SEOUL
    expect(tab.locator(".source .count")).to_contain_text("not an answer")
    answered = ask(tab, "When did Yoon assume office?").locator(".answer")
    background = "element => getComputedStyle(element).backgroundColor"
    assert card.evaluate(background) != answered.evaluate(background)


def test_opened_passages_stay_open_while_the_chat_goes_on(tab: Page) -> None:
    first, second = (ask(tab, "Who won the World Cup?").locator("details") for _ in range(2))
    first.locator("summary").click()
    ask(tab, "When did Yoon assume office?")
    expect(first).to_have_attribute("open", "")
    expect(first.locator(".note").first).to_be_visible()
    expect(second.locator(".note").first).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator(".note").first).to_be_hidden()
    ask(tab, "Hello")
    expect(first.locator(".note").first).to_be_hidden()


def test_small_talk_says_that_it_is_not_from_the_documents(tab: Page) -> None:
    turn = ask(tab, "Hello")
    expect(turn.locator(".label")).to_have_text(NOT_FROM_DOCUMENTS)
    expect(turn.locator(".footnote, .refusal")).to_have_count(0)


def test_an_empty_question_is_a_gentle_hint(tab: Page) -> None:
    tab.get_by_label("Your question").fill("   ")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_have_text("Type a question first.")
    expect(tab.locator(".turn")).to_have_count(0)


def test_a_question_that_cannot_be_asked_goes_back_into_the_box(tab: Page) -> None:
    tab.get_by_label("Your question").fill("Too long?")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("9,999 characters")
    expect(tab.get_by_label("Your question")).to_have_value("Too long?")
    expect(tab.locator(".turn")).to_have_count(0)


def test_a_failure_is_told_without_its_insides_and_can_be_tried_again(tab: Page, fake: FixedAnswers) -> None:
    turn = ask(tab, "Locked?")
    expect(turn.locator(".failed")).to_have_text("The index in articles-1 is locked by another program.")
    turn = ask(tab, "Broken?")
    expect(turn.locator(".failed")).to_contain_text("Something went wrong")
    expect(turn.locator(".question")).to_contain_text("Broken?")
    assert "secret detail" not in tab.content()
    before = len(fake.asked)
    turn.get_by_role("button", name="Ask again").click()
    expect(tab.locator('.turn[data-turn="3"] .failed')).to_be_visible()
    expect(tab.locator(".turn")).to_have_count(2)
    assert [question for question, _ in fake.asked[before:]] == ["Broken?"]
    assert fake.asked[-1][1] == []  # what failed is no part of the history


# ------------------------------------------------------------------------------------------------- the chat


def test_a_follow_up_sends_the_chat_as_plain_text(tab: Page, fake: FixedAnswers) -> None:
    ask(tab, "What did the court rule?")
    ask(tab, "Who won the World Cup?")
    ask(tab, "Who announced it?")
    question, history = fake.asked[-1]
    assert question == "Who announced it?"
    assert history == [
        {"role": "user", "content": "What did the court rule?"},
        {"role": "assistant", "content": " ".join(f"{COURT} {OFFICE} {SEOUL}".split())},
        {"role": "user", "content": "Who won the World Cup?"},
        {"role": "assistant", "content": CANNOT_ANSWER},
    ]


def test_two_tabs_keep_their_own_chats(chromium: Browser, url: str, tab: Page, fake: FixedAnswers) -> None:  # noqa: F811
    ask(tab, "When did Yoon assume office?")
    with watched(chromium, url) as other:
        expect(other.locator(".welcome")).to_be_visible()
        ask(other, "Who announced it?")
        assert fake.asked[-1][1] == []
        other.locator(".footnote").click()
        assert other.locator("mark.chosen").text_content() == SEOUL
    expect(tab.locator(".turn")).to_have_count(1)
    tab.locator(".footnote").click()
    assert tab.locator("mark.chosen").text_content() == OFFICE


def test_examples_new_chat_edit_and_copy(chromium: Browser, url: str, fake: FixedAnswers) -> None:  # noqa: F811
    with watched(chromium, url, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.get_by_role("button", name="When did Yoon assume office?").click()
        turn = tab.locator(".turn")
        expect(turn.locator(".short")).to_have_text("May 2022")
        turn.get_by_role("button", name="Copy").click()
        expect(turn.get_by_role("button", name="Copied")).to_be_visible()
        copied = tab.evaluate("navigator.clipboard.readText()")
        assert copied == str(fake.ask("When did Yoon assume office?"))
        turn.get_by_role("button", name="Edit question").click()
        expect(tab.locator(".welcome")).to_be_visible()
        expect(tab.get_by_label("Your question")).to_have_value("When did Yoon assume office?")
        ask(tab, "Who announced it?").locator(".footnote").click()
        expect(tab.locator(".source")).to_be_visible()
        tab.get_by_role("button", name="New chat").click()
        expect(tab.locator(".welcome")).to_be_visible()
        expect(tab.locator(".library")).to_be_visible()
        ask(tab, "Hello")
        assert fake.asked[-1] == ("Hello", [])


# ------------------------------------------------------------------------------------------------- the phone


def test_a_phone_shows_the_panel_below_and_brings_it_into_view(phone: Page) -> None:
    turn = ask(phone, "What did the court rule?")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    turn.locator(".claim .footnote").nth(2).tap()
    assert phone.locator("mark.chosen").text_content() == SEOUL
    wait_until_in_view(phone.locator("mark.chosen"))
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_role("button", name="Back to the answer").tap()
    wait_until_in_view(turn.locator(".claim .footnote").nth(2))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(chromium: Browser, url: str, scheme: Any) -> None:  # noqa: F811
    """WCAG AA: a contrast of 4.5 for every piece of text that is shown."""
    with watched(chromium, url, color_scheme=scheme) as tab:
        ask(tab, "When did Yoon assume office?").locator(".footnote").click()
        expect(tab.locator("mark.chosen")).to_be_visible()
        ask(tab, "Who won the World Cup?").locator("summary").click()
        ask(tab, "Hello")
        ask(tab, "Broken?")
        faint = tab.evaluate(
            """() => {
                const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                const paint = (colours) => {
                    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
                    return Array.from(canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
                };
                const light = (rgb) => {
                    const [r, g, b] = rgb.map((v) => v / 255).map((v) =>
                        v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const faint = [];
                for (const element of document.querySelectorAll('#top *, #talk *, #aside *')) {
                    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
                    if (!own || !element.checkVisibility() || element.disabled) continue;
                    const behind = [];
                    for (let at = element; at; at = at.parentElement) {
                        behind.unshift(getComputedStyle(at).backgroundColor);
                    }
                    const [a, b] = [light(paint(behind)), light(paint([...behind, getComputedStyle(element).color]))];
                    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.outerHTML.slice(0, 90)}`);
                }
                return faint;
            }"""
        )
        assert faint == []
        dark = tab.evaluate("document.body.classList.contains('dark')")
        assert dark == (scheme == "dark")


# ---------------------------------------------------------------------------------------------------- hostile


def test_hostile_text_is_shown_as_text(chromium: Browser) -> None:  # noqa: F811
    text = f"First line.\n{NASTY}\nLast line <script>alert(4)</script></div></section>."
    bad = FixedAnswers({f"{NASTY}.txt": document(f"{NASTY}.txt", NASTY, text)})
    bad.problems = [Problem(path=f"{NASTY}.pdf", message=f"{NASTY} cannot be read.")]
    bad.says(NASTY, bad.cite(f"{NASTY}.txt", NASTY), short="**bold**")
    bad.answers("refuse", Answer(question="refuse", text=CANNOT_ANSWER, abstained=True, reason=NASTY))
    bad.answers("talk", Answer(question="talk", text=NASTY, reason=NOT_FROM_DOCUMENTS))
    bad.answers("fail", StoreError(NASTY))
    bad.answers("ask", QuestionError(NASTY))
    with serving(Opening(lambda _: bad)) as url, watched(chromium, url) as tab:
        expect(tab.locator(".library .title")).to_have_text(NASTY)
        tab.locator(".status summary").click()
        expect(tab.locator(".status li")).to_contain_text(NASTY)
        tab.locator(".status summary").click()
        turn = ask(tab, NASTY)
        expect(turn.locator(".question")).to_contain_text(NASTY)
        expect(turn.locator(".short")).to_have_text("**bold**")
        expect(turn.locator(".claim strong")).to_have_text("**bold**")
        assert (turn.locator(".claim").text_content() or "").startswith(NASTY)
        expect(turn.locator(".notes .title")).to_have_text(NASTY)
        turn.locator(".footnote").click()
        assert tab.locator("mark.chosen").text_content() == NASTY
        assert tab.locator(".source .text").text_content() == text
        expect(ask(tab, "refuse").locator(".reason")).to_have_text(NASTY)
        expect(ask(tab, "talk").locator(".aside p").first).to_have_text(NASTY)
        expect(ask(tab, "fail").locator(".failed")).to_have_text(NASTY)
        tab.get_by_label("Your question").fill("ask")
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("alert")).to_have_text(NASTY)
        assert tab.locator("#talk img, #talk script, #aside img, #aside script, #top img, #desk a, .katex").count() == 0


def test_a_forged_click_opens_nothing(tab: Page) -> None:
    turn = ask(tab, "When did Yoon assume office?")
    forge = "(element, data) => Object.assign(element.dataset, data)"
    for data in ({"answer": "7"}, {"answer": "1", "place": "2"}, {"place": "-1"}, {"place": "0"}, {"place": "²"}):
        turn.locator(".footnote").evaluate(forge, data)
        turn.locator(".footnote").click()
        expect(tab.locator("#panel")).to_contain_text("no longer part of the chat")
        tab.get_by_role("button", name="New chat").click()
        expect(tab.locator(".library .note")).to_have_count(2)
        turn = ask(tab, "When did Yoon assume office?")
    tab.get_by_role("button", name="New chat").click()
    entry = tab.locator(".library .note").first
    entry.evaluate(forge, {"document": "../../../../etc/passwd"})
    entry.click()
    expect(tab.locator("#panel")).to_contain_text("no longer in the folder")


def test_a_document_of_many_megabytes_is_not_sent_whole(chromium: Browser) -> None:  # noqa: F811
    lines = [f"Line {number} of a very long file.\n" for number in range(200_000)]
    text = "".join(lines)
    big = FixedAnswers({"big.txt": document("big.txt", "Big", text)})
    big.says("Where?", big.cite("big.txt", lines[123_456].strip(), page=7))
    with serving(Opening(lambda _: big)) as url, watched(chromium, url) as tab:
        turn = ask(tab, "Where?")
        turn.locator(".footnote").click()
        chosen = tab.locator("mark.chosen")
        expect(chosen).to_have_text("Line 123456 of a very long file.")
        wait_until_in_view(chosen)
        expect(tab.locator(".where")).to_contain_text("page 7")
        cuts = tab.locator(".source .cut").all_text_contents()
        left_out = [int(re.sub(r"\D", "", cut)) for cut in cuts]
        shown = tab.locator(".source .text").text_content() or ""
        assert len(shown) <= 30_000
        assert sum(left_out) + len(shown) == len(text)
        assert shown == text[left_out[0] : len(text) - left_out[1]]


def test_a_changed_document_is_not_marked_in_the_wrong_place(chromium: Browser) -> None:  # noqa: F811
    documents = {"a.txt": document("a.txt", "A", "The old words.")}
    fake = FixedAnswers(documents)
    fake.says("What?", fake.cite("a.txt", "old words"))
    with serving(Opening(lambda _: fake)) as url, watched(chromium, url) as tab:
        turn = ask(tab, "What?")
        documents["a.txt"] = document("a.txt", "A", "These are all new.")
        turn.locator(".footnote").click()
        expect(tab.locator(".source")).to_contain_text("This document has changed")
        expect(tab.locator("mark")).to_have_count(0)
        documents.clear()
        turn.locator(".footnote").click()
        expect(tab.locator("#panel")).to_contain_text("no longer in the folder")


# ---------------------------------------------------------------------------------------------------- opening


def test_the_page_is_there_while_the_documents_are_being_opened(chromium: Browser) -> None:  # noqa: F811
    ready, calls = threading.Event(), list[int]()

    def slow(progress: Callable[[int, int, str], None]) -> FixedAnswers:
        calls.append(1)
        progress(2, 5, "Indexing <b>.txt")
        ready.wait()
        fake = articles()
        fake.problems = [Problem(path="scan.pdf", message="scan.pdf: has no text. Use OCR.")]
        return fake

    try:
        with serving(Opening(slow)) as url, watched(chromium, url) as tab:
            expect(tab.locator(".status")).to_contain_text("Indexing <b>.txt – 2 of 5")
            tab.get_by_label("Your question").fill("When did Yoon assume office?")
            tab.keyboard.press("Enter")
            expect(tab.locator(".working")).to_contain_text("Indexing <b>.txt – 2 of 5")
            ready.set()
            expect(tab.locator(".short")).to_have_text("May 2022")
            expect(tab.locator(".status")).to_contain_text("2 documents")
            expect(tab.locator(".status")).to_contain_text("1 file could not be read")
            with watched(chromium, url) as other:
                expect(other.locator(".status")).to_contain_text("2 documents")
        assert calls == [1]
    finally:
        ready.set()


def test_a_reply_that_was_overtaken_does_not_stay(chromium: Browser) -> None:  # noqa: F811
    ready, overtake, kept = threading.Event(), threading.Event(), list[APIResponse]()

    def slow(progress: Callable[[int, int, str], None]) -> FixedAnswers:
        progress(2, 5, "Indexing")
        ready.wait()
        return articles()

    def on_the_way(route: Route) -> None:
        looks = "opening" in (route.request.post_data_json.get("event_data") or {})
        if looks and overtake.is_set() and kept:
            route.fulfill(response=kept.pop())
            return
        reply = route.fetch()
        if looks and "Indexing" in reply.text():
            kept[:] = [reply]
        route.fulfill(response=reply)

    try:
        with serving(Opening(slow)) as url, watched(chromium, url) as tab:
            tab.route("**/gradio_api/run/**", on_the_way)
            with tab.expect_response(lambda reply: "Indexing" in reply.text()):
                pass
            ready.set()
            expect(tab.locator(".status")).to_contain_text("2 documents")
            overtake.set()
            ask(tab, "When did Yoon assume office?")
            assert not kept
            expect(tab.locator(".status")).to_contain_text("2 documents")
            expect(tab.locator(".library .note")).to_have_count(2)
    finally:
        ready.set()


def test_a_welcome_that_was_overtaken_does_not_hide_an_answer(chromium: Browser, url: str) -> None:  # noqa: F811
    held: list[tuple[Route, APIResponse]] = []
    asked: list[Route] = []

    def on_the_way(route: Route) -> None:
        if held:
            route.continue_()
        elif "When did Yoon" in (route.request.post_data or ""):
            asked.append(route)  # not before the welcome is on its way
        elif "Ask your documents" in (reply := route.fetch()).text() and not held:
            held.append((route, reply))
            for waiting in asked:
                waiting.continue_()
        else:
            route.fulfill(response=reply)

    with watched(chromium, url) as tab:
        tab.route("**/gradio_api/run/**", on_the_way)
        tab.reload()
        tab.get_by_label("Your question").fill("When did Yoon assume office?")
        tab.keyboard.press("Enter")
        expect(tab.locator(".short")).to_have_text("May 2022")
        ((route, reply),) = held
        with tab.expect_response(lambda reply: "May 2022" in reply.text()):  # nothing else is under way
            route.fulfill(response=reply)
        expect(tab.locator(".short")).to_have_text("May 2022")


def test_the_page_says_why_the_documents_could_not_be_opened(chromium: Browser) -> None:  # noqa: F811
    def fail(_: object) -> FixedAnswers:
        raise CorpusError("There is no folder /home/someone/<notes>. Set FOOTNOTE_CORPUS.")

    with serving(Opening(fail)) as url, watched(chromium, url) as tab:
        expect(tab.get_by_role("alert")).to_have_text("There is no folder <notes>. Set FOOTNOTE_CORPUS.")
        turn = ask(tab, "Hello")
        expect(turn.locator(".failed")).to_have_text("There is no folder <notes>. Set FOOTNOTE_CORPUS.")


def test_the_examples_with_the_real_assistant(chromium: Browser, tmp_path: Path) -> None:  # noqa: F811
    from rag.assistant import Assistant

    opening = Opening(lambda progress: Assistant.open(HOME / "corpus", tmp_path / "index", progress=progress))
    with serving(opening) as url, watched(chromium, url) as tab:
        examples = tab.locator(".examples button")
        expect(examples).to_have_count(4, timeout=120_000)
        assistant = opening.opened()
        for number in range(4):
            examples.nth(number).click()
            turn = tab.locator(".turn")
            expect(turn.locator(".tools")).to_be_visible()
            if number == 3:
                expect(turn.locator(".refusal b")).to_have_text(CANNOT_ANSWER)
            else:
                cited = assistant.ask(EXAMPLES[number]).citations[0]
                turn.locator(".claim .footnote").first.click()
                assert tab.locator("mark.chosen").text_content() == cited.quote
                assert assistant.document(cited.document).text[cited.start : cited.end] == cited.quote
            tab.get_by_role("button", name="New chat").click()
        assistant.close()


# --------------------------------------------------------------------------------------- without a browser


def fetch(url: str, **request: Any) -> tuple[int, bytes, Any]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **request)) as response:
            return response.status, response.read(), response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def test_the_server_offers_nothing_else(url: str) -> None:
    status, body, headers = fetch(url)
    assert status == 200
    assert "connect-src 'self'" in headers["content-security-policy"]
    assert b"fonts.googleapis" not in body
    assert json.loads(fetch(f"{url}/gradio_api/info")[1]) == {"named_endpoints": {}, "unnamed_endpoints": {}}
    assert fetch(f"{url}/gradio_api/upload", data=b"x", method="POST")[0] == 404
    assert fetch(f"{url}/gradio_api/file=/etc/passwd")[0] == 404
    assert fetch(f"{url}/gradio_api/proxy=https://example.com")[0] == 404
    join = f"{url}/gradio_api/queue/join"
    huge = {"Content-Length": str(BODY + 1)}  # refused before a byte of it is read
    assert fetch(join, data=b"", headers=huge, method="POST")[0] == 413
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
    assert fetch(join, data=b"{}", headers=elsewhere, method="POST")[0] == 403
    # A site whose name is made to lead to this machine would otherwise pass for the page (DNS rebinding).
    assert fetch(f"{url}/", headers={"Host": "evil.example:7860"})[0] == 421
    assert fetch(f"{url}/", headers={"Host": "localhost"})[0] == 200


def test_a_chat_is_bounded_and_forgets_what_failed() -> None:
    chat = Chat()
    for number in range(TURNS + 5):
        turn = chat.add(f"question {number}")
        if number % 2:
            turn.error = "failed"
        else:
            turn.answer = Answer(question=turn.question, text=f"answer {number}")
    assert len(chat.turns) == TURNS
    history = chat.history()
    assert len(history) == 2 * RECALL
    assert history[-1] == {"role": "assistant", "content": f"answer {TURNS + 4}"}
    assert chat.answer(1) is None


def test_a_path_of_the_machine_is_not_shown(tmp_path: Path) -> None:
    other = articles()
    other.settings = Settings(corpus=tmp_path)
    inside, outside = tmp_path / "scans" / "old.pdf", Path("/somewhere/else.pdf")
    other.problems = [
        Problem(path=str(inside), message=f"{inside}: has no text. Run it through OCR."),
        Problem(path="scans/bad.txt", message=f"{tmp_path}/scans/bad.txt: is not text. Convert it."),
        Problem(path=str(outside), message=f"{outside}: cannot be read. Check its permissions."),
    ]
    opening = Opening(lambda _: other)
    while opening.assistant is None:
        threading.Event().wait(0.01)
    shown = " ".join(html.unescape(re.sub("<[^>]*>", " ", header_html(opening))).split())
    assert "scans/old.pdf has no text. Run it through OCR." in shown
    assert "scans/bad.txt is not text. Convert it." in shown
    assert "else.pdf cannot be read. Check its permissions." in shown
    assert str(tmp_path) not in shown
    assert "/somewhere" not in shown


def test_a_message_names_documents_by_id_and_other_files_by_their_last_part(tmp_path: Path) -> None:
    corpus = tmp_path / "My notes"
    for message, shown in {
        f"{corpus}/scans/old one.pdf: has no text.": "scans/old one.pdf: has no text.",
        f"There is no folder {corpus}. Set FOOTNOTE_CORPUS.": "There is no folder My notes. Set FOOTNOTE_CORPUS.",
        f"{corpus}/(old)/a.txt: is gone.": "(old)/a.txt: is gone.",
        f"{corpus}-2/a.txt is outside.": "a.txt is outside.",
        "/home/jane/O'Hara/a.txt is gone.": "a.txt is gone.",
        f"/mnt{corpus}/a.txt is outside.": "a.txt is outside.",
        "The index in /home/Jane Doe/.index/a-1 cannot be opened: disk full.": "The index in a-1 cannot be opened: "
        "disk full.",
        "[Errno 13] Permission denied: '/a b c d e f g/h i/write lock'": "[Errno 13] Permission denied: 'write lock'",
        'Cannot open "/a/b/" or (/c/d) or file:///e/f': 'Cannot open "b" or (d) or f',
        "Port 80 and/or 1/2: see https://example.com/a/b, scans/a.pdf / ../b": "Port 80 and/or 1/2: see "
        "https://example.com/a/b, scans/a.pdf / ../b",
    }.items():
        assert without_paths(message, corpus) == shown
    assert without_paths(f"{tmp_path}/a.txt: is gone.", None) == "a.txt: is gone."


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(FootnoteError, match=rf"Port {port} .* FOOTNOTE_PORT"):
            listen("127.0.0.1", port)
        environment = {**os.environ, "FOOTNOTE_PORT": str(port), "FOOTNOTE_HOST": "127.0.0.1"}
        done = subprocess.run(
            [sys.executable, str(HOME / "app.py")], env=environment, capture_output=True, text=True, cwd=HOME
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "FOOTNOTE_PORT" in done.stderr
    with pytest.raises(FootnoteError, match="FOOTNOTE_HOST"):
        listen("no.such.host.invalid", 0)
