"""One loader for each format: the bytes of a file -> an Extract, or Unreadable with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .decoding import Unreadable
from .extract import Extract
from .html import html
from .markdown import markdown
from .pdf import pdf
from .plain import plain
from .separated import separated
from .word import word

__all__ = ["LOADERS", "Extract", "Unreadable"]

# By the ending of the file's name, in small letters.
LOADERS: Mapping[str, Callable[[bytes], Extract]] = {
    ".txt": plain,
    ".text": plain,
    ".rst": plain,
    ".log": plain,
    ".md": markdown,
    ".markdown": markdown,
    ".html": html,
    ".htm": html,
    ".xhtml": html,
    ".pdf": pdf,
    ".docx": word,
    ".csv": separated,
    ".tsv": separated,
}
