"""The bytes of a text file -> its characters: all of them and no others, or a refusal with what to do."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from .encodings import candidates


class Unreadable(Exception):
    """Bytes that cannot be read: what is wrong with them, and what to do. Whoever knows the path adds it."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}. {remedy}")


class Decoded(NamedTuple):
    """`text`, and the encoding: open(path, encoding=encoding, newline="") reads the same."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The characters of `data`, without its byte order mark and with nothing else changed.

    `declared` is the encoding that the file itself names, as HTML does; UTF-8 is tried before it, since what
    is valid UTF-8 hardly ever is anything else. Raises Unreadable for what is not text, for damaged UTF-8,
    and for text in no encoding that fits.
    """
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked:
        if (text := strictly(data, encoding)) is not None:
            if _has_controls(text):
                raise _not_text()
            return Decoded(text, encoding)
    if marked:
        name = marked[-1].removesuffix("-sig").upper()
        raise Unreadable(f"is {name} by its first bytes, and damaged further on", _SAVE_AS_UTF8)
    if unmarked := _utf16_without_mark(data):
        return unmarked
    _refuse_binary(data)
    for encoding in _encodings_by_form(data):
        if (text := strictly(data, encoding)) is not None:
            return Decoded(text, encoding)
    _refuse_damaged_utf8(data)
    for likely in ([declared] if declared else []) + candidates(data):
        if (text := strictly(data, likely)) is not None and not _has_controls(text):
            return Decoded(text, likely)
    raise Unreadable("is in no text encoding that fits all of its characters", _SAVE_AS_UTF8)


def strictly(data: bytes, encoding: str) -> str | None:
    """`data` decoded without leniency, or None where it is not in that encoding."""
    try:
        return data.decode(encoding)
    except (ValueError, LookupError):
        return None


_SAVE_AS_UTF8 = "Open it in an editor and save it as UTF-8"

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 that lacks its mark, told by its NULs: one byte of each ASCII character, always the same of the two."""
    first, second = data[:_NUL_SAMPLE:2].count(0), data[1:_NUL_SAMPLE:2].count(0)
    most, least = max(first, second), min(first, second)
    if most * _NUL_SHARE < min(len(data), _NUL_SAMPLE) // 2 or least * _NUL_RATIO > most or not most:
        return None
    encoding = "utf-16-be" if first > second else "utf-16-le"
    text = strictly(data, encoding)
    return None if text is None or not text.strip() or _has_controls(text) else Decoded(text, encoding)


_NUL_SAMPLE = 1 << 16  # bytes
_NUL_SHARE = 3  # at least every third character is one of ASCII
_NUL_RATIO = 5  # for so many NULs in their place, one in the other: U+2000 and the like


def _encodings_by_form(data: bytes) -> tuple[str, ...]:
    """Encodings that fit only what was written in them: UTF-8, and that of Japanese mail by its escapes."""
    return ("iso2022_jp_2", "utf-8") if _JAPANESE_MAIL.search(data) else ("utf-8",)


_JAPANESE_MAIL = re.compile(rb"\x1b\$[@B]")


# --- What is not text ------------------------------------------------------------------------------------

_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf1", "a Rich Text file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3\0", "an SQLite database"),
)
# Kinds that can do without a single byte that no text has: their first characters give them away.
_LIKE_TEXT = re.compile(rb"%PDF-\d\.\d\s*[\r\n]|\{\\rtf1|PK\x03\x04|\x89PNG|\x7fELF")
# Left out: what text files do hold (tabs, line ends, form feeds, backspaces, escapes, Ctrl-Z, shifts).
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\b\x1b\x1a\x0e\x0f")) + b"\x7f"
_CONTROL = re.compile(r"[\x00-\x07\x10-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MOST_CONTROLS = 0.02  # share of the characters: one that strayed in is fine, every fiftieth is not text


def _refuse_binary(data: bytes) -> None:
    """Raises Unreadable for images, archives, programs and the like, whatever the file is called."""
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if b"\0" not in data and controls <= len(data) * _MOST_CONTROLS and not _LIKE_TEXT.match(data):
        return
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"is {kind} by its content", "Give it the ending of its kind, or remove it")
    raise _not_text()


def _has_controls(text: str) -> bool:
    return "\0" in text or len(_CONTROL.findall(text)) > len(text) * _MOST_CONTROLS


def _not_text() -> Unreadable:
    return Unreadable(
        "is not text: it holds binary data",
        "If it is text after all, open it in an editor and save it as UTF-8",
    )


def _refuse_damaged_utf8(data: bytes) -> None:
    """Raises Unreadable for UTF-8 with a few bad bytes: as anything else, every accent would be wrong."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    else:
        return
    around = data[max(0, at - _AROUND) : at + _AROUND].lstrip(_CONTINUATIONS).decode("utf-8", "surrogateescape")
    bad = len(_BAD_BYTE.findall(around))
    good = sum(len(run.encode("utf-8")) for run in _BEYOND_ASCII.findall(around))
    if good > 3 * bad:
        line = data.count(b"\n", 0, at) + 1
        raise Unreadable(
            f"is UTF-8 with damaged characters, the first on line {line:,}",
            "Open it in an editor, mend that line and save it as UTF-8",
        )


_AROUND = 32_768  # bytes before and after the first bad one that tell whether the rest is UTF-8
_CONTINUATIONS = bytes(range(0x80, 0xC0))
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]+")
