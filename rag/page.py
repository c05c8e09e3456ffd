"""The page: a chat on the left, the cited words in their document on the right.

The conversation is our own HTML in gr.HTML, not gr.Chatbot. A Chatbot reads every message as Markdown, LaTeX
and HTML, and footnotes, refusals and folded passages have to survive its sanitiser; here each character that
comes from a document, a file name or a question is escaped once, by `escape`, and nothing interprets it again.
The records stay on the server, one Chat to a browser tab. A click sends numbers or a document's id, which are
looked up and checked here; nothing is ever read back from the HTML.

A question is answered by a task of its own, and while it runs the page looks again and again. So no event of the
page takes long, and none goes through Gradio's queue, whose one stream of messages a tab can lose some of them
when an event starts in the moment that another one ends.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import re
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

# Read when gradio is imported: nothing about its use is reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import fastapi
import gradio as gr
import uvicorn

from .errors import FootnoteError, QuestionError
from .highlight import escape, highlight, window_around
from .records import NOT_FROM_DOCUMENTS, Answer, Citation, Document, Problem, Span
from .settings import Settings

TURNS = 50  # questions kept in one chat; older ones leave the page
RECALL = 10  # turns handed to the assistant as history
WINDOW = 30_000  # characters of a document that are shown around a quote
LISTED = 200  # documents listed in the source panel
LOOK = 10  # seconds that a browser waits for an answer before it looks again
BODY = 1_048_576  # largest request that is read, bytes
SESSIONS = 1_000  # chats kept in memory; the least recently used one goes first
LONGEST_INPUT = 100_001  # characters that the text box takes: one more than any setting allows

# Shown only when every one of the delivered articles is in the folder: they would be no help for other files.
EXAMPLES = (
    "When did Yoon assume office?",
    "Which companies were ordered to compensate the victims?",
    "Why did relations between Japan and South Korea deteriorate?",
    "How much compensation will each victim receive?",  # a refusal: the articles do not say
)
EXAMPLES_NEED = frozenset({"japan-south-korea-summit.txt", "shuttle-diplomacy-renewed.txt"})

_BROKEN = "Something went wrong inside Footnote. The terminal it runs in has the details; the question is kept."
_log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]


class Assistant(Protocol):
    """What the page needs of the assistant."""

    @property
    def settings(self) -> Settings: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    def ask(self, question: str, history: Sequence[Mapping[str, Any]] = ()) -> Answer: ...
    def document(self, identifier: str) -> Document: ...
    def titles(self) -> Mapping[str, str]: ...
    def close(self) -> None: ...


OpenAssistant = Callable[[Progress], Assistant]


# ------------------------------------------------------------------------------------------ the chat of one tab


@dataclass(eq=False)
class Turn:
    """A question and what came of it: an answer, an error, or neither while it is being worked on."""

    number: int
    question: str
    answer: Answer | None = None
    error: str | None = None
    unaskable: str | None = None  # why it cannot be asked as it is
    note: str = ""
    task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> bool:
        return self.answer is None and self.error is None and self.unaskable is None


@dataclass
class Chat:
    """The turns of one browser tab, oldest first."""

    turns: list[Turn] = field(default_factory=list)
    asked: int = 0
    opened: int = 0
    greeted: bool = False

    def add(self, question: str) -> Turn:
        self.asked += 1
        turn = Turn(self.asked, question)
        self.turns = [*self.turns, turn][-TURNS:]
        return turn

    def answer(self, number: int) -> Answer | None:
        return next((turn.answer for turn in self.turns if turn.number == number), None)

    @property
    def waiting(self) -> bool:
        return bool(self.turns) and self.turns[-1].waiting

    def history(self) -> list[dict[str, str]]:
        """The answered turns as plain text messages, for the follow-up question."""
        messages: list[dict[str, str]] = []
        for turn in [turn for turn in self.turns if turn.answer][-RECALL:]:
            assert turn.answer is not None
            messages.append({"role": "user", "content": turn.question})
            messages.append({"role": "assistant", "content": turn.answer.text})
        return messages


class Opening:
    """The assistant on its way: opened once for the whole process, in the background, shared by every tab."""

    def __init__(self, open_assistant: OpenAssistant) -> None:
        self.assistant: Assistant | None = None
        self.error: str | None = None
        self.progress = (0, 0, "")
        self._open = open_assistant
        threading.Thread(target=self._run, name="open the assistant", daemon=True).start()

    def _run(self) -> None:
        try:
            self.assistant = self._open(self._report)
        except FootnoteError as error:
            self.error = str(error)
        except Exception:
            _log.exception("The assistant could not be opened")
            self.error = "Footnote could not start. The terminal it runs in has the details."

    def _report(self, done: int, total: int, what: str) -> None:
        self.progress = (done, total, what)

    @property
    def note(self) -> str:
        done, total, what = self.progress
        counted = f"{done:,} of {total:,}" if total else ""
        return " – ".join(part for part in (what or "Getting ready", counted) if part)

    @property
    def under_way(self) -> bool:
        return self.assistant is None and self.error is None

    def opened(self) -> Assistant:
        if self.assistant is None:
            raise FootnoteError(self.error or "Footnote is still getting ready.")
        return self.assistant


# --------------------------------------------------------------------------------------------- records as HTML


def header_html(opening: Opening) -> str:
    """The name, how many documents there are and which files could not be read, and the New chat button."""
    assistant = opening.assistant
    if opening.error is not None:
        status = '<span class="bad">not available</span>'
    elif assistant is None:
        done, total, _ = opening.progress
        bar = f'<progress value="{min(done, total)}" max="{total}"></progress>' if total > 0 else ""
        status = f'<span class="spinner" data-opening></span><span>{escape(opening.note)} …</span>{bar}'
    else:
        status = f"<span>{_count(len(assistant.titles()), 'document')}</span>{_problems_html(assistant)}"
    return (
        '<header class="top"><h1>Footnote<sup aria-hidden="true">1</sup></h1>'
        f'<div class="status" role="status">{status}</div>'
        '<button type="button" class="quiet" data-event="clear">New chat</button></header>'
    )


def _problems_html(assistant: Assistant) -> str:
    problems = assistant.problems
    if not problems:
        return ""
    corpus = assistant.settings.corpus
    rows = []
    for problem in problems[:LISTED]:
        name = _inside(problem.path, corpus)
        message = problem.message.replace(problem.path, name)
        for folder in (corpus.resolve(), corpus):
            message = message.replace(f"{folder}{os.sep}", "")
        message = message.removeprefix(f"{name}: ")
        rows.append(f"<li><b><bdi>{escape(name)}</bdi></b> <bdi>{escape(message)}</bdi></li>")
    more = len(problems) - len(rows)
    rows += [f"<li>and {_count(more, 'more file')}</li>"] if more else []
    count = _count(len(problems), "file")
    return f"<details><summary>{count} could not be read</summary><ul>{''.join(rows)}</ul></details>"


def _inside(path: str, folder: Path) -> str:
    """A path as the reader of the page may see it: inside the documents folder, never where that lies."""
    if not Path(path).is_absolute():
        return path
    try:
        return Path(path).resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return Path(path).name


def conversation_html(chat: Chat, opening: Opening) -> str:
    """Every turn, or a welcome when there is none."""
    if not chat.turns:
        return _welcome_html(opening)
    turns = "".join(_turn_html(turn, last=turn is chat.turns[-1]) for turn in chat.turns)
    return f'<div class="turns" role="log" aria-label="Conversation">{turns}</div>'


def _welcome_html(opening: Opening) -> str:
    if opening.error is not None:
        return (
            '<div class="welcome"><h2>Footnote could not open the documents</h2>'
            f'<p class="card failed" role="alert"><bdi>{escape(opening.error)}</bdi></p>'
            "<p>Put that right and start it again.</p></div>"
        )
    known = opening.assistant.titles().keys() if opening.assistant else set()
    examples = "".join(
        f'<li><button type="button" data-event="example" data-example="{n}">{escape(question)}</button></li>'
        for n, question in enumerate(EXAMPLES)
        if known >= EXAMPLES_NEED
    )
    return (
        '<div class="welcome"><h2>Ask your documents</h2>'
        "<p>Every sentence of an answer carries a footnote. Open one to read the exact words in their document. "
        "What the documents do not say is not answered.</p>"
        + (f'<h3>For example</h3><ul class="examples">{examples}</ul>' if examples else "")
        + "</div>"
    )


def _turn_html(turn: Turn, last: bool) -> str:
    if turn.answer is not None:
        body = _answer_html(turn.number, turn.answer)
    elif turn.error is not None:
        body = f'<div class="card failed"><p><bdi>{escape(turn.error)}</bdi></p></div>'
    else:
        note = escape(turn.note) if turn.note else "Looking through the documents"
        body = f'<div class="working"><span class="spinner"></span>{note} …</div>'
    return (
        f'<article class="turn" data-turn="{turn.number}">'
        f'<p class="question" dir="auto"><span class="unseen">You asked: </span>{escape(turn.question)}</p>'
        f"{body}{_tools_html(turn, last)}</article>"
    )


def _tools_html(turn: Turn, last: bool) -> str:
    if turn.waiting:
        return ""
    tools = ""
    if turn.answer is not None:
        tools += f'<button type="button" data-copy="{escape(str(turn.answer))}">Copy</button>'
    if last:
        tools += '<button type="button" data-event="retry">Ask again</button>'
        tools += '<button type="button" data-event="undo">Edit question</button>'
    looked = turn.answer and (turn.answer.claims or turn.answer.abstained)
    took = f'<span class="took">{turn.answer.seconds:.2f} s</span>' if turn.answer and looked else ""
    return f'<div class="tools">{tools}{took}</div>' if tools else ""


def _answer_html(number: int, answer: Answer) -> str:
    if answer.abstained:
        return _refusal_html(number, answer)
    if not answer.claims:
        label = f'<p class="label">{NOT_FROM_DOCUMENTS}</p>' if answer.reason == NOT_FROM_DOCUMENTS else ""
        return f'<div class="answer aside"><p dir="auto">{escape(answer.text)}</p>{label}</div>'
    places = {citation: n for n, citation in enumerate(answer.citations, start=1)}
    lead = f'<p class="short" dir="auto">{escape(answer.short)}</p>' if answer.short else ""
    claims = "".join(
        f'<p class="claim" dir="auto">{_claim_html(claim.text, answer.short)}'
        f"{''.join(_mark_html(number, places[citation], citation) for citation in claim.citations)}</p>"
        for claim in answer.claims
    )
    notes = "".join(f"<li>{_note_html('cite', number, n, c)}</li>" for c, n in places.items())
    return f'<div class="answer">{lead}{claims}<ol class="notes" aria-label="Footnotes">{notes}</ol></div>'


def _claim_html(text: str, short: str | None) -> str:
    """The sentence, with the exact answer in bold where it stands in it as whole words."""
    found = re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text) if short else None
    if not found:
        return escape(text)
    start, end = found.span()
    return f"{escape(text[:start])}<strong>{escape(text[start:end])}</strong>{escape(text[end:])}"


def _mark_html(answer: int, place: int, citation: Citation) -> str:
    return (
        f'<sup><button type="button" class="footnote" data-event="cite" data-kind="cite" data-answer="{answer}" '
        f'data-place="{place}" aria-label="Footnote {place}, {escape(citation.title)}">{place}</button></sup>'
    )


def _note_html(kind: str, answer: int, place: int, citation: Citation) -> str:
    number = f'<span class="number">{place}</span>' if kind == "cite" else '<span class="number">–</span>'
    page = f'<span class="at">page {citation.page}</span>' if citation.page else ""
    return (
        f'<button type="button" class="note" data-event="cite" data-kind="{kind}" data-answer="{answer}" '
        f'data-place="{place}">{number}<span class="about"><span class="line"><bdi class="title">'
        f"{escape(citation.title)}</bdi>{page}</span>"
        f'<q dir="auto">{escape(_shortened(citation.quote))}</q></span></button>'
    )


def _refusal_html(number: int, answer: Answer) -> str:
    near = "".join(f"<li>{_note_html('near', number, n, c)}</li>" for n, c in enumerate(answer.near, start=1))
    reason = f'<p class="reason" dir="auto">{escape(answer.reason)}</p>' if answer.reason else ""
    folded = (
        f'<details><summary>Nearest passages – not an answer</summary><ul class="notes">{near}</ul></details>'
        if near
        else ""
    )
    return f'<div class="card refusal"><p dir="auto"><b>{escape(answer.text)}</b></p>{reason}{folded}</div>'


def _shortened(quote: str, most: int = 160) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def notice_html(message: str, kind: str = "hint") -> str:
    """A message above the text box; an empty one takes it away."""
    return f'<p class="notice {kind}" role="alert"><bdi>{escape(message)}</bdi></p>' if message else ""


def library_html(opening: Opening) -> str:
    """The source panel before a footnote is opened: the documents, each to be read."""
    titles = opening.assistant.titles() if opening.assistant else {}
    rows = "".join(
        f'<li><button type="button" class="note" data-event="open" data-document="{escape(identifier)}">'
        f'<span class="about"><bdi class="title">{escape(title)}</bdi>'
        f"<bdi>{escape(identifier)}</bdi></span></button></li>"
        for identifier, title in islice(titles.items(), LISTED)
    )
    more = len(titles) - LISTED
    rows += f'<li class="cut">and {more:,} more</li>' if more > 0 else ""
    return (
        '<div class="library"><h2>Documents</h2>'
        "<p>Open a footnote, and the words it rests on are marked here.</p>"
        f'<ul class="notes">{rows}</ul></div>'
    )


@dataclass(frozen=True)
class _Opened:
    """What the source panel shows: a citation among those of its answer, or (place 0) a document as such."""

    answer: int = 0
    kind: str = "cite"
    place: int = 0
    citations: Sequence[Citation] = ()


def source_html(document: Document, opened: _Opened, times: int) -> str:
    """The document around the chosen citation, which is marked; other citations of it are marked lightly.

    `times` makes each opening different, so that a second click on a footnote scrolls to it again.
    """
    citation = opened.citations[opened.place - 1] if opened.place else None
    where, chosen, warning = "", None, ""
    if citation:
        chosen = Span(citation.start, citation.end)
        page = f"page {citation.page} · " if citation.page else ""
        where = f" · {page}<span>characters {citation.start:,}–{citation.end:,}</span>"
        if chosen.of(document.text) != citation.quote:
            # The file was edited after the answer: marking other words would be worse than marking none.
            chosen = None
            warning = notice_html("This document has changed since the answer. Ask again.", "bad")
    others = [Span(c.start, c.end) for c in opened.citations if c.document == document.id] if chosen else []
    window = window_around(document.text, chosen or Span(0, 0), WINDOW)
    before, after = window.start, len(document.text) - window.end
    return (
        f'<section class="source" data-opened="{times}" data-kind="{opened.kind}" data-answer="{opened.answer}" '
        f'data-place="{opened.place}" aria-label="Source"><header class="head">'
        f'<div class="bar">{_steps_html(opened)}</div>'
        f'<h2 tabindex="-1"><bdi>{escape(document.title)}</bdi></h2>'
        f'<p class="where"><bdi>{escape(document.id)}</bdi>{where}</p>{warning}</header><div class="page">'
        + (f'<p class="cut">… earlier text left out ({before:,} characters)</p>' if before else "")
        + f'<div class="text">{highlight(document.text, others, chosen, window)}</div>'
        + (f'<p class="cut">… later text left out ({after:,} characters)</p>' if after else "")
        + "</div></section>"
    )


def _steps_html(opened: _Opened) -> str:
    """Where we are, and the buttons to the footnote before and after, and back."""
    back = '<button type="button" class="quiet back" data-back aria-label="Back to the answer">↑ Answer</button>'
    library = '<button type="button" class="quiet" data-event="library">Documents</button>'
    if not opened.place:
        return library
    total = len(opened.citations)
    name = "Footnote" if opened.kind == "cite" else "Passage"
    kept = f'data-event="cite" data-kind="{opened.kind}" data-answer="{opened.answer}"'
    steps = ""
    if total > 1:
        for label, sign, place in (("Previous", "‹", opened.place - 1), ("Next", "›", opened.place + 1)):
            off = "" if 1 <= place <= total else " disabled"
            steps += (
                f'<button type="button" class="quiet step" {kept} data-place="{place}" '
                f'aria-label="{label}"{off}>{sign}</button>'
            )
    count = f'<span class="word">{name} </span>{opened.place}' + (f" of {total}" if total > 1 else "")
    not_an_answer = ' <span class="label">not an answer</span>' if opened.kind == "near" else ""
    return f'<span class="count">{count}{not_an_answer}</span>{steps}{back}{library}'


def _gone_html(message: str) -> str:
    return f'<div class="library"><h2>Source</h2>{notice_html(message, "bad")}</div>'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


# ---------------------------------------------------------------------------------------------------- the page


def build(opening: Opening) -> gr.Blocks:
    """The page, over an assistant that is still being opened; questions wait for it."""
    workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="question")
    script = _beside("page.js")

    async def in_background(work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(workers, work, *args)

    def talk(chat: Chat) -> str:
        return conversation_html(chat, opening)

    async def answer(turn: Turn, history: Sequence[Mapping[str, str]]) -> None:
        """Fills in a turn, whatever happens."""
        try:
            while opening.under_way:
                turn.note = opening.note
                await asyncio.sleep(0.1)
            turn.note = ""
            turn.answer = await in_background(opening.opened().ask, turn.question, history)
        except QuestionError as error:
            turn.unaskable = str(error)
        except FootnoteError as error:
            turn.error = str(error)
        except Exception:
            _log.exception("A question failed")
            turn.error = _BROKEN

    def ask(question: str, chat: Chat) -> tuple[Any, ...]:
        """Starts on a question: the text box, the notice, the conversation and the chat."""
        question = question.strip()
        if chat.waiting:
            return gr.skip(), notice_html("One moment: the question before is still being answered."), gr.skip(), chat
        if not question:
            return gr.skip(), notice_html("Type a question first."), gr.skip(), chat
        history = chat.history()
        turn = chat.add(question)
        turn.task = asyncio.create_task(answer(turn, history))
        return "", "", talk(chat), chat

    async def look(chat: Chat) -> tuple[Any, ...]:
        """What is new, at the latest after LOOK seconds: header, text box, notice, conversation, panel."""
        last = chat.turns[-1] if chat.turns else None
        if last and last.waiting and last.task:
            await asyncio.wait({last.task}, timeout=0.3 if opening.under_way else LOOK)
        elif opening.under_way and chat.greeted:
            await asyncio.sleep(0.3)
        box, notice = gr.skip(), gr.skip()
        if last and last.unaskable:
            # To be put right by editing: it goes back into the text box.
            box, notice = last.question, notice_html(last.unaskable, "bad")
            chat.turns = [turn for turn in chat.turns if turn is not last]
        header = panel = gr.skip()
        if not chat.greeted or opening.under_way:
            header = await in_background(header_html, opening)
            panel = gr.skip() if chat.opened else await in_background(library_html, opening)
            chat.greeted = not opening.under_way
        return header, box, notice, talk(chat), panel

    async def submit(question: str | None, chat: Chat) -> tuple[Any, ...]:
        return ask(question or "", chat)

    async def example(chat: Chat, event: gr.EventData) -> tuple[Any, ...]:
        number = _number(event, "example")
        return ask(EXAMPLES[number] if 0 <= number < len(EXAMPLES) else "", chat)

    async def retry(chat: Chat) -> tuple[Any, ...]:
        if not chat.turns or chat.waiting:
            return gr.skip(), gr.skip(), gr.skip(), chat
        return ask(chat.turns.pop().question, chat)

    async def undo(chat: Chat) -> tuple[Any, ...]:
        if not chat.turns or chat.waiting:
            return gr.skip(), gr.skip(), gr.skip(), chat
        return chat.turns.pop().question, "", talk(chat), chat

    async def clear(chat: Chat) -> tuple[Any, ...]:
        chat.turns = []
        return "", "", talk(chat), chat, await in_background(library_html, opening)

    async def library() -> str:
        return str(await in_background(library_html, opening))

    async def show(document_id: str, opened: _Opened, chat: Chat) -> str:
        chat.opened += 1
        try:
            document = await in_background(opening.opened().document, document_id)
        except KeyError:
            return _gone_html("This document is no longer in the folder.")
        except FootnoteError as error:
            return _gone_html(str(error))
        except Exception:
            _log.exception("A document could not be shown")
            return _gone_html("This document could not be shown. The terminal has the details.")
        return str(await in_background(source_html, document, opened, chat.opened))

    async def cite(chat: Chat, event: gr.EventData) -> str:
        number, place = _number(event, "answer"), _number(event, "place")
        kind = "near" if _data(event).get("kind") == "near" else "cite"
        answer = chat.answer(number)
        citations = () if answer is None else answer.near if kind == "near" else answer.citations
        if not 1 <= place <= len(citations):
            return _gone_html("This answer is no longer part of the chat. Ask again.")
        return await show(citations[place - 1].document, _Opened(number, kind, place, citations), chat)

    async def read(chat: Chat, event: gr.EventData) -> str:
        return await show(str(_data(event).get("document", ""))[:4096], _Opened(), chat)

    page: gr.Blocks
    with gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True) as page:
        chat = gr.State(Chat())
        header = gr.HTML(header_html(opening), js_on_load=script, elem_id="top", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                conversation = gr.HTML(
                    conversation_html(Chat(), opening),
                    js_on_load=script,
                    elem_id="conversation",
                    apply_default_css=False,
                )
                notice = gr.HTML("", elem_id="notice", apply_default_css=False)
                box = gr.Textbox(
                    label="Your question",
                    placeholder="Ask about your documents",
                    lines=1,
                    max_lines=6,
                    max_length=LONGEST_INPUT,
                    autofocus=True,
                    submit_btn=True,
                    elem_id="box",
                )
            with gr.Column(elem_id="aside"):
                panel = gr.HTML(library_html(opening), js_on_load=script, elem_id="panel", apply_default_css=False)

        told = [box, notice, conversation, chat]
        seen = [header, box, notice, conversation, panel]
        # Every progress sign is our own; and none of this is an interface for other programs, which have the
        # command line and answer().
        kept: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        page.load(look, [chat], seen, **kept)
        header.look(look, [chat], seen, **kept)
        conversation.look(look, [chat], seen, **kept)
        box.submit(submit, [box, chat], told, **kept)
        conversation.example(example, [chat], told, **kept)
        conversation.retry(retry, [chat], told, **kept)
        conversation.undo(undo, [chat], told, **kept)
        conversation.cite(cite, [chat], [panel], trigger_mode="always_last", **kept)
        panel.cite(cite, [chat], [panel], trigger_mode="always_last", **kept)
        panel.open(read, [chat], [panel], trigger_mode="always_last", **kept)
        panel.library(library, None, [panel], **kept)
        header.clear(clear, [chat], [*told, panel], **kept)
    return page


def _data(event: gr.EventData) -> Mapping[str, Any]:
    return event._data if isinstance(event._data, dict) else {}


def _number(event: gr.EventData, name: str) -> int:
    """A whole number that a click sent, or -1."""
    value = str(_data(event).get(name, ""))
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


# -------------------------------------------------------------------------------------------------- the server

_THEME = {"body_background_fill": "#f7f6f2", "body_background_fill_dark": "#16181b"}
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' "
    "height='32' rx='7' fill='%231f4e5f'/%3E%3Cpath d='M8 7h11v4h-6.6v4H18v4h-5.6v7H8z' fill='%23fff'/%3E%3C"
    "path d='M22 8.6 24.6 7v8h-2.4V9.9z' fill='%23f2c14e'/%3E%3C/svg%3E"
)
_CONTENT_SECURITY = (
    # Gradio starts from inline scripts and compiles its templates; everything comes from this server.
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# Routes of Gradio that this page has no use for: files in and out, and fetching from elsewhere.
_OFF = ("/upload", "/file", "/proxy", "/stream/", "/component_server", "/process_recording", "/monitoring")


class _Guard:
    """In front of Gradio: bounded requests, none from other sites, nothing loaded from elsewhere."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = self._refused(scope)
        if status:
            await fastapi.responses.PlainTextResponse("Not here.\n", status)(scope, receive, send)
            return

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", _CONTENT_SECURITY.encode()),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _refused(self, scope: Any) -> int:
        """The status to refuse a request with, or 0."""
        headers = dict(scope["headers"])
        path = scope["path"].removeprefix("/gradio_api")
        if path.startswith(_OFF):
            return 404
        if headers.get(b"sec-fetch-site") == b"cross-site" and headers.get(b"sec-fetch-mode") != b"navigate":
            return 403
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return 0
        length = headers.get(b"content-length", b"")
        if not length.isdigit():
            return 411
        return 413 if int(length) > BODY else 0


def launch(settings: Settings, open_assistant: OpenAssistant | None = None) -> None:
    """Serves the page until it is stopped (Ctrl+C), and prints its address.

    `open_assistant` is for an assistant of your own; without it, the documents of the settings are opened.
    Raises FootnoteError when the address cannot be listened on.
    """

    def open_documents(progress: Progress) -> Assistant:
        from .assistant import Assistant

        return Assistant.open(settings=settings, progress=progress)

    listening = listen(settings.host, settings.port)
    opening = Opening(open_assistant or open_documents)
    web = server(opening)
    print(f"Footnote is at {address(listening)} (Ctrl+C stops it)", flush=True)
    with listening, suppress(KeyboardInterrupt):
        web.run(sockets=[listening])
    if opening.assistant:
        opening.assistant.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free port. Raises FootnoteError when that address cannot be had."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise FootnoteError(f"Cannot listen on {host}: {error.strerror or error}. Set FOOTNOTE_HOST.") from None
    try:
        if os.name == "posix":  # elsewhere this would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} of {host} is in use. Set FOOTNOTE_PORT to another, or to 0 for any free one."
        else:
            message = f"Cannot listen on {host}, port {port}: {error.strerror}. Set FOOTNOTE_HOST or FOOTNOTE_PORT."
        raise FootnoteError(message) from None
    return listening


def address(listening: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server(opening: Opening) -> uvicorn.Server:
    """The page as a web server, to be run on a listening socket."""
    page = build(opening)
    page.state_session_capacity = SESSIONS
    app = fastapi.FastAPI(openapi_url=None)
    app.add_middleware(_Guard)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]).set(**_THEME),
        # In <head> and not as `css`, which Gradio rewrites selector by selector.
        head=f'<link rel="icon" href="{_ICON}"><style>{_beside("page.css")}</style>',
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
    )
    # Open tabs hold a connection; stopping does not wait for them, and cutting them off is no news.
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))


def _is_news(record: logging.LogRecord) -> bool:
    cancelled = bool(record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
    return not cancelled and "graceful shutdown exceeded" not in str(record.msg)
