"""HTML: what a page says to its reader, with its headings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from .decoding import Unreadable, decode
from .extract import Extract, one_line
from .flow import Flow, layout_tables


def html(data: bytes) -> Extract:
    """The text of a page as a reader sees it: no navigation, no forms, nothing hidden.

    Raises Unreadable for what is not text, and for a page that is nested too deeply for any browser.
    """
    text, encoding = decode(data, _declared_encoding(data))
    root = _html_tree(text)
    if root is None:
        return Extract(text="", encoding=encoding)
    flow = Flow()
    _write_html(root, flow)
    title = one_line("".join(_page_title(root)))
    first = next((heading.span.of(flow.text) for heading in flow.headings if heading.level == 1), "")
    return Extract(
        text=flow.text,
        title=title or one_line(first) or None,
        headings=tuple(flow.headings),
        encoding=encoding,
    )


def _declared_encoding(data: bytes) -> str | None:
    """The encoding that the page names, as browsers take it: they read Latin-1 as Windows-1252, and so on."""
    found = _CHARSET.search(data[:8192])
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name if found else ""
    except LookupError:
        return None
    return _BROWSERS.get(name, name) if _FROM_BEFORE_UNICODE.match(name) else None


_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
# Python knows codecs that are no encodings of text; and a page in UTF-8 has been read as that already.
_FROM_BEFORE_UNICODE = re.compile(r"ascii$|cp\d|iso8859|iso2022|koi8|mac-|gb|big5|euc|shift_jis|johab$|tis-620$")
_BROWSERS = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("tis-620", "iso8859-11"), "cp874"),
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}


def _html_tree(text: str) -> Any:
    """The root element, or None for a page without any."""
    from lxml import etree

    # The text is decoded already: whatever encoding it still names is of no account.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=False, no_network=True)
    # It also drops what comes after the end of the page, which browsers show.
    endless = _PAGE_END.sub("", text)
    try:
        root = etree.fromstring(endless.encode("utf-8"), parser)
    except etree.LxmlError:  # nothing but white space or comments
        root = None
    # The parser leaves out without a word what lies deeper than it goes.
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise Unreadable("is nested too deeply, more than 2,000 levels", "Copy its words into a .txt file")
    return root


_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)


def _page_title(root: Any) -> Iterator[str]:
    for title in root.iter("title"):
        if title.getparent() is None or title.getparent().tag != "svg":
            yield from title.itertext()
            return


def _write_html(root: Any, flow: Flow) -> None:
    from lxml import etree

    layout = layout_tables(root, "table", "tr", ("td", "th"), _is_long_in_cell)
    page = _Page(flow)
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and _is_dropped(element):
            walk.skip_subtree()
            page.dropped = element
        elif event == "start":
            page.open(element, element in layout)
            flow.write(element.text)
        elif event == "end" and element is not page.dropped:
            page.close(element.tag)
        if event != "start" and element is not root:
            if element is page.dropped and element.tag in _BLOCKS:
                flow.part()
            flow.write(element.tail)
    flow.part()


class _Page:
    """What the starts and ends of HTML's elements mean for the text."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.dropped: Any = None  # the last element that was left out
        self._lists = 0  # that are open
        self._tables: list[bool] = []  # that are open; True: rows and cells mean something in it

    def open(self, element: Any, is_layout: bool) -> None:
        tag, flow = element.tag, self.flow
        if tag == "br":
            flow.line_break()
        elif tag in _HEADINGS:
            flow.begin_heading(_HEADINGS[tag])
        elif tag == "li":
            flow.begin_item()
        elif tag in _KEPT:
            flow.begin_kept()
        elif tag == "q":
            flow.write("“")
        elif tag in _CELLS and self._in_data():
            flow.begin_row() if tag == "tr" else flow.begin_cell()
        elif tag in _BLOCKS:
            self._part(tag)
            self._lists += tag in _LISTS
        if tag == "table":
            self._tables.append(not is_layout)

    def close(self, tag: Any) -> None:
        flow = self.flow
        if tag in _HEADINGS:
            flow.end_heading()
        elif tag == "li":
            flow.end_item()
        elif tag in _KEPT:
            flow.end_kept()
        elif tag == "q":
            flow.write("”")
        elif tag in _CELLS and self._in_data():
            flow.end_row() if tag == "tr" else flow.end_cell()
        elif tag in _BLOCKS:
            if tag == "table" and self._tables.pop():
                flow.end_row()
            self._lists -= tag in _LISTS
            self._part(tag)

    def _in_data(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _part(self, tag: str) -> None:
        if self.flow.level and tag in _INSIDE_HEADINGS:
            self.flow.write(" ")
            return
        if self.flow.level:  # a heading that was never closed
            self.flow.end_heading()
        self.flow.part(1 if self._lists or tag in _CLOSE else 2)


def _is_dropped(element: Any) -> bool:
    """Whether this element, with all in it, is no part of what the page says or is not shown."""
    tag = element.tag
    if tag in _DROPPED or (tag == "dialog" and "open" not in element.attrib):
        return True
    if tag in ("html", "body"):  # hidden until a script shows them
        return False
    attributes = element.attrib
    return bool(attributes) and (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or attributes.get("role", "").strip().lower() in _DROPPED_ROLES
        or _HIDING.search(attributes.get("style", "")) is not None
    )


def _is_long_in_cell(element: Any) -> bool:
    """A heading, or the third paragraph of a cell."""
    if element.tag in _HEADINGS:
        return True
    before = element.getprevious()
    return (
        element.tag == "p"
        and before is not None
        and before.tag == "p"
        and before.getprevious() is not None
        and before.getprevious().tag == "p"
        and element.getparent().tag in ("td", "th")
    )


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = _tags("ul ol menu dir")
_KEPT = _tags("pre listing xmp")
_CELLS = _tags("tr td th")
_CLOSE = _tags("dt dd summary thead tbody tfoot")  # on lines of their own, with no blank line between
_INSIDE_HEADINGS = _tags("div p center header")
_BLOCKS = _tags(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form header hgroup hr legend main menu nav ol p section summary table tbody td tfoot th thead
    tr ul
    """
)
_DROPPED = _tags(
    """
    annotation annotation-xml aside audio button canvas datalist embed footer head iframe input label meter nav
    noscript object optgroup option output progress script select style svg template textarea video
    """
)
_DROPPED_ROLES = _tags("navigation contentinfo complementary search")
_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
