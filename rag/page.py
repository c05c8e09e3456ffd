"""The page: a chat on the left, the cited words in their document on the right. All of Gradio is in this file.

What belongs here: the parts of the page, what each click does, and how it is put on a web server. The records stay on
the server, one Chat to a browser tab (chat.py), and are shown as HTML of our own (views.py). A click sends numbers or
a document's id, which are looked up and checked here; nothing is ever read back from the HTML.

A question is answered by a task of its own, and while it runs the page looks again and again. So no event of the
page takes long, and none goes through Gradio's queue, whose one stream of messages a tab can lose some of them
when an event starts in the moment that another one ends.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# Read when gradio is imported: nothing about its use is reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import fastapi
import gradio as gr

from .chat import Chat, Opening, Turn
from .errors import FootnoteError, QuestionError
from .views import (
    EXAMPLES,
    Opened,
    conversation_html,
    gone_html,
    header_html,
    library_html,
    notice_html,
    source_html,
    without_paths,
)

LOOK = 10  # seconds that a browser waits for an answer before it looks again
SESSIONS = 1_000  # chats kept in memory; the least recently used one goes first
LONGEST_INPUT = 100_001  # characters that the text box takes: one more than any setting allows

_THEME = {"body_background_fill": "#f7f6f2", "body_background_fill_dark": "#16181b"}
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' "
    "height='32' rx='7' fill='%231f4e5f'/%3E%3Cpath d='M8 7h11v4h-6.6v4H18v4h-5.6v7H8z' fill='%23fff'/%3E%3C"
    "path d='M22 8.6 24.6 7v8h-2.4V9.9z' fill='%23f2c14e'/%3E%3C/svg%3E"
)

_BROKEN = "Something went wrong inside Footnote. The terminal it runs in has the details; the question is kept."
_log = logging.getLogger(__name__)


def mount(app: fastapi.FastAPI, opening: Opening) -> None:
    """Puts the page on a web application, at its root."""
    page = build(opening)
    page.state_session_capacity = SESSIONS
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


def build(opening: Opening) -> gr.Blocks:
    """The page, over an assistant that is still being opened; questions wait for it."""
    # Questions wait for one another in the assistant. Whoever opens a document meanwhile does not wait for them.
    questions = ThreadPoolExecutor(max_workers=16, thread_name_prefix="question")
    others = ThreadPoolExecutor(max_workers=4, thread_name_prefix="page")
    script = _beside("page.js")

    async def in_background(work: Callable[..., Any], *args: Any, workers: ThreadPoolExecutor = others) -> Any:
        return await asyncio.get_running_loop().run_in_executor(workers, work, *args)

    async def talk(chat: Chat) -> str:
        # The welcome asks the index what there is, and the index may be busy: something may be asked meanwhile.
        welcome = "" if chat.turns else await in_background(conversation_html, Chat(), opening)
        return turns(chat) if chat.turns else numbered(chat, str(welcome))

    def turns(chat: Chat) -> str:
        return numbered(chat, conversation_html(chat, opening))

    def numbered(chat: Chat, looks: str) -> str:
        # Of two replies the older one may reach the page last: the number lets it see that, and look again.
        return f'<div data-drawn="{chat.draw(looks)}">{looks}</div>'

    def said(error: FootnoteError) -> str:
        return without_paths(str(error), opening.corpus)

    async def answer(turn: Turn, history: Sequence[Mapping[str, str]]) -> None:
        """Fills in a turn, whatever happens."""
        try:
            while opening.under_way:
                turn.note = opening.note
                await asyncio.sleep(0.1)
            turn.note = ""
            turn.answer = await in_background(opening.opened().ask, turn.question, history, workers=questions)
        except QuestionError as error:
            turn.unaskable = said(error)
        except FootnoteError as error:
            _log.error("%s", error)  # whole: the page leaves out where folders lie
            turn.error = said(error)
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
        return "", "", turns(chat), chat

    async def look(chat: Chat, event: gr.EventData) -> tuple[Any, ...]:
        """What is new, at the latest after LOOK seconds: header, text box, notice, conversation, panel."""
        # The page says what it shows, since of two replies the older one may reach it last.
        shows_opening = _data(event).get("opening")
        last = chat.turns[-1] if chat.turns else None
        if last and last.waiting and last.task:
            # The header's last look does not wait for an answer.
            await asyncio.wait({last.task}, timeout=0.3 if opening.under_way else 0.0 if shows_opening else LOOK)
        elif opening.under_way and shows_opening:
            await asyncio.sleep(0.3)
        box, notice = gr.skip(), gr.skip()
        if last and last.unaskable:
            # To be put right by editing: it goes back into the text box.
            box, notice = last.question, notice_html(last.unaskable, "bad")
            chat.turns = [turn for turn in chat.turns if turn is not last]
        header = panel = gr.skip()
        if shows_opening is not False:
            header = await in_background(header_html, opening)
            panel = gr.skip() if chat.opened else await in_background(library_html, opening)
        return header, box, notice, await talk(chat), panel

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
        question = chat.turns.pop().question
        return question, "", await talk(chat), chat

    async def clear(chat: Chat) -> tuple[Any, ...]:
        chat.turns = []
        return "", "", await talk(chat), chat, await in_background(library_html, opening)

    async def library() -> str:
        return str(await in_background(library_html, opening))

    async def show(document_id: str, opened: Opened, chat: Chat) -> str:
        chat.opened += 1
        try:
            document = await in_background(opening.opened().document, document_id)
        except KeyError:
            return gone_html("This document is no longer in the folder.")
        except FootnoteError as error:
            return gone_html(said(error))
        except Exception:
            _log.exception("A document could not be shown")
            return gone_html("This document could not be shown. The terminal has the details.")
        return str(await in_background(source_html, document, opened, chat.opened))

    async def cite(chat: Chat, event: gr.EventData) -> str:
        number, place = _number(event, "answer"), _number(event, "place")
        kind = "near" if _data(event).get("kind") == "near" else "cite"
        answer = chat.answer(number)
        citations = () if answer is None else answer.near if kind == "near" else answer.citations
        if not 1 <= place <= len(citations):
            return gone_html("This answer is no longer part of the chat. Ask again.")
        return await show(citations[place - 1].document, Opened(number, kind, place, citations), chat)

    async def read(chat: Chat, event: gr.EventData) -> str:
        return await show(str(_data(event).get("document", ""))[:4096], Opened(), chat)

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
