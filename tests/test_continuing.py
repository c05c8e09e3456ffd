"""What stands behind an answer: the next sentences under its heading, without what was said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_bullets import passages

from rag.continuing import behind
from rag.records import Citation

ONE = "The pool opens at nine. It closes at six. Dogs stay outside. Towels cost two euros. Lockers are free.\n"
TWO = "\nThe gym is upstairs.\n"
TEXT = ONE + TWO
CUT = [
    replace(one, id=f"{n}", heading="Pool" if one.span.start < len(ONE) else "Gym")
    for n, one in enumerate(passages(TEXT, "", 1))
]


def cited(words: str) -> Citation:
    at = TEXT.index(words)
    return Citation(document="d", path="", title="", start=at, end=at + len(words), quote=words)


@pytest.mark.parametrize(
    ("citations", "said", "expected"),
    [
        pytest.param(
            ["The pool opens at nine."],
            "The pool opens at nine.",
            ["It closes at six.", "Dogs stay outside.", "Towels cost two euros."],
            id="three at once",
        ),
        pytest.param(
            ["The pool opens at nine."],
            "The pool opens at nine. It closes at six. Dogs stay outside. Towels cost two euros.",
            ["Lockers are free."],
            id="what was said before is left out",
        ),
        pytest.param(
            ["Lockers are free."],
            "Lockers are free.",
            ["The pool opens at nine.", "It closes at six.", "Dogs stay outside."],
            id="from the end, what stands before",
        ),
        pytest.param(["The gym is upstairs."], "The gym is upstairs.", [], id="nothing else under its heading"),
        pytest.param([], "", [], id="nothing was cited"),
    ],
)
def test_what_stands_behind(citations: list[str], said: str, expected: list[str]) -> None:
    assert [one.text for one in behind([*map(cited, citations)], lambda _: CUT, said)] == expected
