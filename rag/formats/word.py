"""Word (.docx): paragraphs, lists and tables in the order of the document, with its headings."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from .decoding import Unreadable
from .extract import Extract, first_line_title, is_title, one_line
from .flow import Flow, layout_tables

_MAX_XML = 100 << 20  # bytes of XML after unpacking: the tree that is made of it is some ten times as large
_MAX_UNPACKED = 512 << 20  # bytes of everything after unpacking
_MAX_RATIO = 200  # bytes of XML that one packed byte may stand for: long tables of the same words come to 50
_SMALL = 4 << 20  # bytes of XML that may stand for nothing at all


def word(data: bytes, *, max_xml: int = _MAX_XML, max_unpacked: int = _MAX_UNPACKED) -> Extract:
    """The text of a Word document (.docx): paragraphs, lists, tables and text boxes, changes accepted.

    Headers, footers, footnotes and comments are left out. Raises Unreadable for a file that is encrypted,
    broken, or larger than the limits when unpacked.
    """
    _check_package(data, max_xml, max_unpacked)
    from docx import Document as open_word

    # python-docx meets broken files with exceptions of every kind, from KeyError to lxml's own.
    try:
        document = open_word(BytesIO(data))
        styles = _word_styles(document.styles.element)
        flow, titles = Flow(), list[str]()
        _write_word(document.element.body, flow, styles, titles)
    except Exception as error:
        raise Unreadable(
            f"is not a Word document that can be read ({type(error).__name__})",
            "Open it in Word and save it again as .docx",
        ) from error
    named = [*titles[:1], *_core_title(document)]
    named += [heading.span.of(flow.text) for heading in flow.headings if heading.level == 1][:1]
    title = next((title for text in named if (title := one_line(text))), None)
    return Extract(text=flow.text, title=title or first_line_title(flow.text), headings=tuple(flow.headings))


def _check_package(data: bytes, max_xml: int, max_unpacked: int) -> None:
    """Raises Unreadable for what is no zip archive that is safe to unpack, before anything of it is."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "is protected with a password, or is an old Word file (.doc) by its content",
            "Open it in Word, take the password off and save it as .docx",
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
    except Exception as error:  # BadZipFile mostly, and others for what a fuzzer makes of a zip
        raise Unreadable(
            "is not a Word document, or is damaged", "Open it in Word and save it again as .docx"
        ) from error
    # A member is never unpacked further than the size that it declares, so that the sums are true bounds.
    xml = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".rels")))
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if xml > _SMALL and xml > _MAX_RATIO * packed:
        raise Unreadable(
            f"unpacks to {xml // packed:,} times its size, as no document does",
            "If it is a document all the same, open it in Word and save it again as .docx",
        )
    if xml > max_xml or total > max_unpacked:
        raise Unreadable(
            f"is too large when unpacked: {total >> 20:,} MiB, {xml >> 20:,} MiB of it text; the limits are "
            f"{max_unpacked >> 20:,} MiB and {max_xml >> 20:,} MiB",
            "Split it, or save it as plain text",
        )


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Properties, deleted text, and the copy of a text box for old programs.
_WORD_DROPPED = frozenset(
    [_COMPATIBILITY + "Fallback", _W + "del", _W + "moveFrom", _W + "pPr", _W + "rPr", _W + "sectPr"]
    + [_W + name for name in ("sdtPr", "sdtEndPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")]
)
_WORD_PIECES = {_W + "tab": "\t", _W + "ptab": "\t", _W + "noBreakHyphen": "-"}


class _Style:
    """What a paragraph style means: a heading's level (0: none), a list item, the document's title."""

    __slots__ = ("is_item", "is_title", "level")

    def __init__(self, level: int = 0, is_item: bool = False, is_title: bool = False) -> None:
        self.level, self.is_item, self.is_title = level, is_item, is_title


_BODY = _Style()


def _word_styles(root: Any) -> dict[str, _Style]:
    """The paragraph styles by their id; what one does not say, it takes from the style it is based on."""
    elements = {style.get(_W + "styleId", ""): style for style in root.iter(_W + "style")}
    styles: dict[str, _Style] = {}
    for name in elements:
        chain, seen = name, set[str]()
        style = _Style()
        while chain in elements and chain not in seen:
            seen.add(chain)
            own = _own_style(elements[chain])
            style = _Style(style.level or own.level, style.is_item or own.is_item, style.is_title or own.is_title)
            based = elements[chain].find(_W + "basedOn")
            chain = "" if based is None else based.get(_W + "val", "")
        styles[name] = style
    return styles


def _own_style(element: Any) -> _Style:
    label = element.find(_W + "name")
    name = "" if label is None else label.get(_W + "val", "").strip().lower()
    properties = element.find(_W + "pPr")
    heading = re.fullmatch(r"heading ([1-9])", name)
    level = min(int(heading.group(1)), 6) if heading else _outline_level(properties)
    return _Style(level, _is_numbered(properties), name == "title")


def _outline_level(properties: Any) -> int:
    outline = None if properties is None else properties.find(_W + "outlineLvl")
    value = "" if outline is None else outline.get(_W + "val", "")
    return min(int(value) + 1, 6) if value.isdecimal() and int(value) < 9 else 0


def _is_numbered(properties: Any) -> bool:
    number = None if properties is None else properties.find(f"{_W}numPr/{_W}numId")
    return number is not None and number.get(_W + "val", "0") != "0"


def _write_word(body: Any, flow: Flow, styles: dict[str, _Style], titles: list[str]) -> None:
    from lxml import etree

    def style_of(paragraph: Any) -> _Style:
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return _BODY
        name = properties.find(_W + "pStyle")
        style = styles.get("" if name is None else name.get(_W + "val", ""), _BODY)
        level = style.level or _outline_level(properties)
        return _Style(level, style.is_item or _is_numbered(properties), style.is_title)

    layout = layout_tables(
        body,
        _W + "tbl",
        _W + "tr",
        (_W + "tc",),
        lambda element: element.tag == _W + "p" and style_of(element).level > 0,
    )
    story = _Story(flow, style_of, titles)
    walk = etree.iterwalk(body, events=("start", "end"))
    dropped = None
    for event, element in walk:
        if event == "start" and (element.tag in _WORD_DROPPED or _is_hidden_run(element)):
            walk.skip_subtree()
            dropped = element
        elif event == "start":
            story.open(element, element in layout)
        elif element is not dropped:
            story.close(element.tag)
    flow.part()


class _Story:
    """What the starts and ends of Word's elements mean for the text."""

    def __init__(self, flow: Flow, style_of: Callable[[Any], _Style], titles: list[str]) -> None:
        self.flow, self.style_of, self.titles = flow, style_of, titles
        self._paragraphs: list[_Style] = []  # that are open: a text box has some inside one
        self._tables: list[bool] = []  # that are open; True: rows and cells mean something in it
        self._after_item = False

    def open(self, element: Any, is_layout: bool) -> None:
        tag, flow = element.tag, self.flow
        if tag in (_W + "t", _MATHS + "t"):
            flow.write(element.text)
        elif tag in _WORD_PIECES:
            flow.write(_WORD_PIECES[tag])
        elif tag == _W + "br" or tag == _W + "cr":
            if element.get(_W + "type") in ("page", "column"):
                flow.write(" ")
            else:
                flow.line_break()
        elif tag == _W + "p":
            self._begin(self.style_of(element))
        elif tag == _W + "tbl":
            flow.part()
            self._after_item = False
            self._tables.append(not is_layout)
        elif tag == _W + "tr" and self._tables[-1:] == [True]:
            flow.begin_row()
        elif tag == _W + "tc" and self._tables[-1:] == [True]:
            flow.begin_cell()
        elif tag == _W + "txbxContent":
            flow.begin_box()

    def close(self, tag: Any) -> None:
        flow = self.flow
        if tag == _W + "p":
            self._end(self._paragraphs.pop())
        elif tag == _W + "tbl":
            if self._tables.pop():
                flow.end_row()
            flow.part()
        elif tag == _W + "tr" and self._tables[-1:] == [True]:
            flow.end_row()
        elif tag == _W + "tc" and self._tables[-1:] == [True]:
            flow.end_cell()
        elif tag == _W + "txbxContent":
            flow.end_box()

    def _begin(self, style: _Style) -> None:
        self._paragraphs.append(style)
        if style.level or style.is_title:
            self.flow.begin_heading(style.level or 1)
        elif style.is_item:
            self.flow.part(1 if self._after_item else 2)
            self.flow.begin_item()
        else:
            self.flow.part()

    def _end(self, style: _Style) -> None:
        is_item = style.is_item and not style.level
        if style.level or style.is_title:
            headings = len(self.flow.headings)
            self.flow.end_heading()
            if style.is_title:
                self.titles += [h.span.of(self.flow.text) for h in self.flow.headings[headings:]]
        elif is_item:
            self.flow.end_item()
        else:
            self.flow.part()
        self._after_item = is_item


def _is_hidden_run(element: Any) -> bool:
    if element.tag != _W + "r":
        return False
    hidden = element.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(_W + "val", "1") not in ("0", "false", "off")


def _core_title(document: Any) -> list[str]:
    try:
        title = one_line(document.core_properties.title or "")
    except Exception:  # broken properties of a document that is otherwise fine
        return []
    return [title] if is_title(title) else []
