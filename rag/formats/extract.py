"""What the loaders of all formats hand back, and what they all need: titles, and text that can be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..records import Heading, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What a file holds. Spans count characters of `text`; `title` is None where the file names none."""

    text: str
    title: str | None = None
    headings: tuple[Heading, ...] = ()
    pages: tuple[Span, ...] = ()
    encoding: str | None = None


def first_line_title(text: str) -> str | None:
    """The first line, where it stands alone or is underlined, is short, and does not end like a sentence."""
    lines = [line.strip() for line in LINE_END.split(text[: 10 * _TITLE_HEAD].lstrip()[:_TITLE_HEAD], maxsplit=2)]
    if len(lines) < 2 or (lines[1] and not _UNDERLINE.fullmatch(lines[1])):
        return None
    title = one_line(lines[0])
    if len(title) > _LONGEST_TITLE_LINE or title.rstrip("\"'”’»)]").endswith(tuple(".!?:;,。…")):
        return None
    return title if is_title(title) else None


def is_title(title: str) -> bool:
    """False for what programs write where nobody gave a title: "untitled", "Microsoft Word - draft.doc"."""
    return any(character.isalpha() for character in title) and not _NO_TITLE.search(title)


def one_line(text: str) -> str:
    """`text` on one line, without characters that cannot be seen; at most 200 characters."""
    line = " ".join(visible(text[:10_000]).split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1].rstrip() + "…"


def visible(text: str) -> str:
    """`text` without soft hyphens, zero-width spaces, stray control characters and halves of characters."""
    if not _ODD.search(text):
        return text
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves make one character
    return _INVISIBLE.sub("", text)


LINE_END = re.compile(r"\r\n?|\n")
_TITLE_HEAD = 2_000  # characters in which a title and the line after it are looked for
_LONGEST_TITLE_LINE = 120  # characters
_LONGEST_TITLE = 200  # characters
_UNDERLINE = re.compile(r"([=\-~^*#+])\1{2,}")
_NO_TITLE = re.compile(
    r"^\W*(?:untitled|anonymous|unknown|no title|title|document\W*\d*|slide \d+|powerpoint presentation"
    r"|layout \d+)\W*\d*$|^microsoft \w+ - |\.(?:docx?|pdf|indd|tex|dvi|rtf|odt|html?|txt|pptx?|xlsx?|qxd|p65|ps)$",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("\u00ad\n?|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
