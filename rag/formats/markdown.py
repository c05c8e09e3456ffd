"""Markdown: the file as it is, with its headings marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Heading, Span
from .decoding import decode
from .extract import LINE_END, Extract, first_line_title, one_line


def markdown(data: bytes) -> Extract:
    """The text as it stands in the file, with its headings. Raises Unreadable for what is not text."""
    text, encoding = decode(data)
    matter = _FRONT_MATTER.match(text)
    headings = tuple(_markdown_headings(text, matter.end() if matter else 0))
    first = next((heading for heading in headings if heading.level == 1), None)
    title = _front_matter_title(matter.group(1)) if matter else None
    if not title and first:
        title = _unmarked(first.span.of(text))
    return Extract(text=text, title=title or first_line_title(text), headings=headings, encoding=encoding)


def _markdown_headings(text: str, start: int) -> Iterator[Heading]:
    """The headings of the text from `start` on that are not part of a list or a quotation."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    parser.core.ruler.disable(["inline", "text_join"])  # blocks are all that is asked for
    body = text[start : start + _MARKDOWN_READ]
    lines = [start, *(start + end.end() for end in LINE_END.finditer(body)), start + len(body)]
    for token in parser.parse(body):
        if token.type == "heading_open" and token.level == 0 and token.map:
            is_underlined = not token.markup.startswith("#")
            begin, end = lines[token.map[0]], lines[min(token.map[1] - is_underlined, len(lines) - 1)]
            span = _heading_words(text, begin, end, is_underlined)
            if span.start < span.end:
                yield Heading(span=span, level=int(token.tag.removeprefix("h")))


def _heading_words(text: str, start: int, end: int, is_underlined: bool) -> Span:
    """The words of a heading that stands from `start` to `end`, without its number signs."""
    line = text[start:end]
    head, tail = len(line) - len(line.lstrip()), len(line.rstrip())
    if not is_underlined:
        head = len(line) - len(line[head:].lstrip("#").lstrip())
        closed = len(line[:tail].rstrip("#"))
        if closed <= head or line[closed - 1].isspace():  # "C#" keeps its sign
            tail = len(line[:closed].rstrip())
    return Span(start + head, start + max(head, tail))


def _front_matter_title(matter: str) -> str | None:
    """The value of `title:` in YAML: bare, quoted, or on indented lines below."""
    found = re.search(r"^title[ \t]*:[ \t]*(.*(?:(?:\r\n?|\n)[ \t]+.*)*)", matter, re.MULTILINE | re.IGNORECASE)
    if not found:
        return None
    title = re.sub(r"^[>|][+-]?\s", "", found.group(1)).strip()
    quoted = re.fullmatch(r"""(["'])(.*)\1(?:\s+#.*)?""", title, re.DOTALL)
    if not quoted:
        return one_line(re.sub(r"(?:^|\s)#.*", "", title)) or None
    mark, inner = quoted.groups()
    return one_line(inner.replace("''", "'") if mark == "'" else re.sub(r'\\(["\\])', r"\1", inner)) or None


def _unmarked(heading: str) -> str:
    """The words of a Markdown heading without emphasis, code marks and the targets of links."""
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading[:1000])
    return one_line(re.sub(r"(?<!\w)[*_`]+|[*_`]+(?!\w)|\*\*|`", "", words))


_MARKDOWN_READ = 5_000_000  # characters searched for headings: parsing takes some seconds for each million
_FRONT_MATTER = re.compile(
    r"---[ \t]*(?:\r\n?|\n)"
    r"((?:(?!(?:---|\.\.\.)[ \t]*(?:[\r\n]|\Z))[^\r\n]*(?:\r\n?|\n)){0,1000}+)"
    r"(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)"
)
