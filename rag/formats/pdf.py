"""PDF: the text layer, page after page."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from time import thread_time
from typing import Any

from ..records import Span
from .decoding import Unreadable
from .extract import Extract, first_line_title, is_title, one_line, visible

_MAX_PAGES = 20_000
_MAX_CHARACTERS = 50_000_000
_MAX_OPERATIONS = 10_000_000  # drawing operations; a page of text has some hundreds, and takes about 10 ms
_MAX_SECONDS = 600  # of computing: some work is no operation


def pdf(
    data: bytes,
    *,
    max_pages: int = _MAX_PAGES,
    max_characters: int = _MAX_CHARACTERS,
    max_operations: int = _MAX_OPERATIONS,
    max_seconds: float = _MAX_SECONDS,
) -> Extract:
    """The text of a PDF, page after page: `pages` has a span for each, an empty one for an empty page.

    A sentence that runs over a page break stays one: only a page that ends a sentence is followed by a blank
    line. Raises Unreadable for a file that is encrypted, broken, without any text, or over a limit.
    """
    # pypdf meets broken files with exceptions of every kind, from KeyError to RecursionError.
    try:
        reader = _pdf_reader(data)
        count = len(reader.pages)
    except Unreadable:
        raise
    except Exception as error:
        raise _broken_pdf(f"is not a PDF that can be read ({_reason(error)})") from error
    if count > max_pages:
        raise Unreadable(f"has {count:,} pages, more than the limit of {max_pages:,}", "Split it into parts")
    work = _work_limit(max_operations, max_seconds)
    parts, pages, length = list[str](), list[Span](), 0
    for number in range(count):
        page = _pdf_page(reader, number, work)
        if page and parts:
            join = _page_join(parts[-1])
            parts.append(join)
            length += len(join)
        pages.append(Span(length, length + len(page)))
        if page:
            parts.append(page)
            length += len(page)
        if length > max_characters:
            raise Unreadable(f"holds more text than {max_characters:,} characters", "Split it into parts")
    if not count:
        raise _broken_pdf("has no pages")
    if not parts:
        raise Unreadable(
            "has no text layer, only pictures of its pages",
            "Run text recognition (OCR) on it, for example with ocrmypdf, and put the result here",
        )
    text = "".join(parts)
    return Extract(text=text, title=_pdf_title(reader) or first_line_title(text), pages=tuple(pages))


def _pdf_reader(data: bytes) -> Any:
    """A pypdf reader of an open file. Raises Unreadable for an encrypted one, and whatever pypdf raises."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw that it works around
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    # Many encrypted files open without a password: they only ask not to be printed or changed.
    opened = not reader.is_encrypted or reader.decrypt("") != 0
    if not opened:
        raise Unreadable("is encrypted with a password", "Save a copy without the password")
    return reader


def _pdf_page(reader: Any, number: int, work: Callable[..., None]) -> str:
    """The text of one page; `number` counts from 0."""
    try:
        text = str(reader.pages[number].extract_text(visitor_operand_before=work))
        work(count=0)  # pypdf swallows what is raised inside a form: ask again
        return _page_text(text)
    except Unreadable:
        raise
    except Exception as error:
        raise _broken_pdf(f"is broken on page {number + 1:,} ({_reason(error)})") from error


def _work_limit(most: int, seconds: float) -> Callable[..., None]:
    """A callback that counts operations and raises Unreadable past `most`: drawings can call one another
    until a small file means more work than anyone can wait for. So it does past so many seconds of this thread."""
    done, started = 0, thread_time()

    def work(*_operation: object, count: int = 1) -> None:
        nonlocal done
        done += count
        if done > most:
            raise Unreadable(
                f"takes more than {most:,} drawing operations",
                "Print it to a new PDF, or split it into parts",
            )
        if thread_time() - started > seconds:
            raise Unreadable(f"takes more than {seconds:,} s to read", "Print it to a new PDF, or split it into parts")

    return work


def _page_text(text: str) -> str:
    text = visible(re.sub(r"\r\n?|[\f\v\x85\u2028\u2029]", "\n", text)).translate(_LIGATURES)
    return re.sub(r"[ \t]+\n", "\n", text).strip()


def _page_join(page: str) -> str:
    return "\n\n" if _SENTENCE_END.search(page[-20:]) else "\n"


def _pdf_title(reader: Any) -> str | None:
    try:
        title = one_line(str(reader.metadata.title or ""))
    except Exception:  # no metadata, or broken ones, of a file that is otherwise fine
        return None
    return title if is_title(title) else None


def _broken_pdf(problem: str) -> Unreadable:
    return Unreadable(problem, "Open it in a PDF viewer and print it to a new PDF")


def _reason(error: Exception) -> str:
    """What a library says, short enough for one line."""
    return f"{type(error).__name__}: {one_line(str(error))[:100]}".rstrip(": ")


# Ligatures are drawn, not written: a search for "finance" must find them.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\uf0b7": "•"}
)
_SENTENCE_END = re.compile(r"[.!?…:;。！？]['\"’”»)\]]*\Z")
