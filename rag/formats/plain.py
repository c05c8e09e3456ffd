"""Plain text: the file as it is."""

from __future__ import annotations

from .decoding import decode
from .extract import Extract, first_line_title


def plain(data: bytes) -> Extract:
    """The text as it stands in the file. Raises Unreadable for what is not text."""
    decoded = decode(data)
    return Extract(text=decoded.text, title=first_line_title(decoded.text), encoding=decoded.encoding)
