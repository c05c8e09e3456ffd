"""Whether an answer holds an expected string."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TYPOGRAPHY = str.maketrans(dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‐‑‒–—", "-"))


def plain(text: str) -> str:
    """The text in one line and lower case, its quotes and dashes in ASCII."""
    return " ".join(text.translate(_TYPOGRAPHY).casefold().split())


def holds(text: str, expected: str) -> bool:
    """Whether `text` holds `expected` as whole words, whatever the case, white space and kind of quotes.

    Whole words, so that "2 years" is not found in "12 years".
    """
    wanted = plain(expected)
    if not wanted:
        return False
    before = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    after = r"(?!\w)" if re.search(r"\w$", wanted) else ""
    return re.search(before + re.escape(wanted) + after, plain(text)) is not None


def holds_all(text: str, expected: Iterable[str]) -> bool:
    """Whether `text` holds each of the expected strings."""
    return all(holds(text, one) for one in expected)
