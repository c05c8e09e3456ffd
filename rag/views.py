"""Records as HTML: the header, the conversation, the list of documents and the source beside it.

What belongs here: functions from a chat, an answer or a document to a string of HTML, and nothing that remembers or
waits. The conversation is our own HTML, not gr.Chatbot. A Chatbot reads every message as Markdown, LaTeX and HTML,
and footnotes, refusals and folded passages have to survive its sanitiser; here each character that comes from a
document, a file name or a question is escaped once, by `escape`, and nothing interprets it again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .chat import Assistant, Chat, Opening, Turn
from .highlight import escape, highlight, strong, window_around
from .records import NOT_FROM_DOCUMENTS, Answer, Citation, Document, Span

WINDOW = 30_000  # characters of a document that are shown around a quote
_SHORT = 60  # characters of an exact answer that are shown large
LISTED = 200  # documents listed in the source panel

# Shown only when every one of the delivered articles is in the folder: they would be no help for other files.
EXAMPLES = (
    "When did Yoon assume office?",
    "Which companies were ordered to compensate the victims?",
    "Why did relations between Japan and South Korea deteriorate?",
    "How much compensation will each victim receive?",  # a refusal: the articles do not say
)
EXAMPLES_NEED = frozenset({"japan-south-korea-summit.txt", "shuttle-diplomacy-renewed.txt"})


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
        message = without_paths(problem.message.replace(problem.path, name), corpus).removeprefix(f"{name}: ")
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


# An absolute path in a message: up to the closing quote when it stands in quotes; else up to a space or colon, a folder
# before the last part may have spaces in its name. No address (https://…), and no slash inside a word (and/or).
_ROOT = r"(?:\bfile:|\b[A-Za-z]:|(?<![\w./)\]}-])(?!(?<=:)//)(?=/))[/\\]+"
_PART = r"(?:[^\s/\\:'\"]|(?<=\w)'(?=\w))+"
_ABSOLUTE = re.compile(
    rf"(?<='){_ROOT}[^'\n]+(?=')|(?<=\"){_ROOT}[^\"\n]+(?=\")|{_ROOT}(?:{_PART}(?: {_PART}){{0,4}}[/\\]+)*{_PART}"
)


def without_paths(message: str, corpus: Path | None) -> str:
    """A message as the reader of the page may see it: documents by their ids, other files by the last part alone."""
    folders = {corpus, corpus.absolute(), corpus.resolve()} - {Path()} if corpus else set()
    for folder in sorted((os.path.join(folder, "") for folder in folders), key=len, reverse=True):  # noqa: PTH118
        message = re.sub(rf"(?<![\w./-]){re.escape(folder)}(?=[^\s.,:'\"])", "", message)
    return _ABSOLUTE.sub(lambda found: Path(found[0]).name, message)


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
            f'<p class="card failed" role="alert"><bdi>{escape(without_paths(opening.error, opening.corpus))}</bdi></p>'
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
    size = "short" if len(answer.short or "") <= _SHORT else "short long"
    lead = f'<p class="{size}" dir="auto">{escape(answer.short)}</p>' if answer.short else ""
    remark = f'<p class="reason" dir="auto">{escape(answer.reason)}</p>' if answer.reason else ""
    if answer.differs:  # said before the claims, or they would seem to be one answer
        lead, remark = remark, ""
    claims = "".join(
        f'<p class="claim" dir="auto">{strong(claim.text, claim.marks)}'
        f"{''.join(_mark_html(number, places[citation], citation) for citation in claim.citations)}</p>"
        for claim in answer.claims
    )
    notes = "".join(f"<li>{_note_html('cite', number, n, c)}</li>" for c, n in places.items())
    return f'<div class="answer">{lead}{claims}{remark}<ol class="notes" aria-label="Footnotes">{notes}</ol></div>'


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
class Opened:
    """What the source panel shows: a citation among those of its answer, or (place 0) a document as such."""

    answer: int = 0
    kind: str = "cite"
    place: int = 0
    citations: Sequence[Citation] = ()


def source_html(document: Document, opened: Opened, times: int) -> str:
    """The document around the chosen citation, which is marked, with the exact answer in it in bold.

    Other citations of the document are marked lightly.
    `times` makes each opening different, so that a second click on a footnote scrolls to it again.
    """
    citation = opened.citations[opened.place - 1] if opened.place else None
    where, chosen, warning = "", None, ""
    marks = citation.marks if citation else ()
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
        + f'<div class="text">{highlight(document.text, others, chosen, window, marks)}</div>'
        + (f'<p class="cut">… later text left out ({after:,} characters)</p>' if after else "")
        + "</div></section>"
    )


def _steps_html(opened: Opened) -> str:
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


def gone_html(message: str) -> str:
    return f'<div class="library"><h2>Source</h2>{notice_html(message, "bad")}</div>'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
