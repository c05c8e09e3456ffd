"""rag.highlight: whatever the text and the spans, the text is shown unchanged and the spans marked."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.highlight import escape, highlight, strong, window_around
from rag.records import Span

TEXT = 'Tom & <b>Jerry</b> met; they "ran".\nIt\'s the end.'

CASES = [  # spans, chosen, window, HTML
    ([], None, Span(0, 5), "Tom &amp;"),
    ([], Span(0, 3), Span(0, 5), '<mark class="chosen">Tom</mark> &amp;'),
    ([Span(0, 3)], Span(0, 3), Span(0, 3), '<mark class="chosen">Tom</mark>'),
    ([Span(0, 3)], None, Span(0, 5), "<mark>Tom</mark> &amp;"),
    # nested: the chosen one inside a wider one, and a narrower one inside the chosen one
    ([Span(0, 5)], Span(2, 3), Span(0, 5), '<mark>To</mark><mark class="chosen">m</mark><mark> &amp;</mark>'),
    ([Span(1, 2)], Span(0, 3), Span(0, 3), '<mark class="chosen">Tom</mark>'),
    # overlapping
    ([Span(0, 2)], Span(1, 3), Span(0, 3), '<mark>T</mark><mark class="chosen">om</mark>'),
    ([Span(0, 2), Span(1, 3)], None, Span(0, 3), "<mark>Tom</mark>"),
    # touching: two marks
    ([Span(0, 1), Span(1, 2)], None, Span(0, 3), "<mark>T</mark><mark>o</mark>m"),
    # cut by the window, outside it, empty
    ([Span(0, 3)], None, Span(2, 5), "<mark>m</mark> &amp;"),
    ([Span(40, 44)], Span(30, 33), Span(0, 3), "Tom"),
    ([Span(1, 1)], Span(2, 2), Span(0, 3), "Tom"),
    # tags and quotes are characters like any other
    ([], Span(6, 9), Span(6, 14), '<mark class="chosen">&lt;b&gt;</mark>Jerry'),
    ([], Span(29, 34), Span(29, 34), '<mark class="chosen">&quot;ran&quot;</mark>'),
]


@pytest.mark.parametrize(("spans", "chosen", "window", "expected"), CASES)
def test_cases(spans: list[Span], chosen: Span | None, window: Span, expected: str) -> None:
    assert highlight(TEXT, spans, chosen, window) == expected


BOLD = [  # chosen, marks, HTML of the first nine characters
    (Span(0, 5), [Span(0, 3)], '<mark class="chosen"><strong>Tom</strong> &amp;</mark> &lt;b&gt;'),
    (
        Span(0, 5),
        [Span(0, 1), Span(4, 7)],
        '<mark class="chosen"><strong>T</strong>om <strong>&amp;</strong></mark> &lt;b&gt;',
    ),
    (Span(0, 3), [Span(6, 9)], '<mark class="chosen">Tom</mark> &amp; &lt;b&gt;'),
    (None, [Span(0, 3)], "Tom &amp; &lt;b&gt;"),
]


@pytest.mark.parametrize(("chosen", "marks", "expected"), BOLD)
def test_the_exact_answer_is_bold_inside_the_chosen_quote(
    chosen: Span | None, marks: list[Span], expected: str
) -> None:
    assert highlight(TEXT, [], chosen, Span(0, 9), marks) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "Tom &amp; &lt;b&gt;"),
        ([Span(0, 3), Span(6, 7)], "<strong>Tom</strong> &amp; <strong>&lt;</strong>b&gt;"),
        ([Span(0, 2), Span(1, 3)], "<strong>Tom</strong> &amp; &lt;b&gt;"),
        ([Span(6, 30)], "Tom &amp; <strong>&lt;b&gt;</strong>"),
    ],
)
def test_strong(spans: list[Span], expected: str) -> None:
    assert strong(TEXT[:9], spans) == expected


def shown(fragment: str) -> str:
    return html.unescape(re.sub(r"</?(?:mark|strong)[^>]*>", "", fragment))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Span], Span | None, Span]:
    # Texts rich in the characters of markup, entities and templates.
    text = draw(st.one_of(st.text(max_size=60), st.text("<>&\"'/mark;amp#x \n\r{}$`", max_size=60)))
    at = st.integers(0, len(text))
    span = st.tuples(at, at).map(lambda ends: Span(min(ends), max(ends)))
    return text, draw(st.lists(span, max_size=5)), draw(st.none() | span), draw(span)


@given(marked_texts())
def test_the_text_is_unchanged_and_the_marks_are_exact(
    case: tuple[str, list[Span], Span | None, Span],
) -> None:
    text, spans, chosen, window = case
    bold = highlight(text, spans, chosen, window, spans)
    fragment = highlight(text, spans, chosen, window)

    assert shown(bold) == window.of(text)
    assert re.sub("</?strong>", "", bold) == fragment
    assert "<" not in re.sub(r'<mark(?: class="chosen")?>|</mark>', "", fragment)

    strong = re.findall(r'<mark class="chosen">(.*?)</mark>', fragment, re.DOTALL)
    inside = range(window.start, window.end)
    expected = "".join(text[i] for i in inside if chosen and chosen.start <= i < chosen.end)
    assert [html.unescape(words) for words in strong] == ([expected] if expected else [])

    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", fragment, re.DOTALL)
    everything = [*spans, chosen] if chosen else spans
    assert html.unescape("".join(marked)) == "".join(
        text[i] for i in inside if any(span.start <= i < span.end for span in everything)
    )


@given(st.text("ab \n", max_size=3000), st.data(), st.integers(1, 1000))
def test_the_window_holds_the_quote(text: str, data: st.DataObject, size: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    chosen = Span(start, data.draw(st.integers(start, min(len(text), start + 2 * size))))
    window = window_around(text, chosen, size)

    assert 0 <= window.start <= window.end <= len(text)
    assert window.end - window.start <= size
    assert window.start <= chosen.start <= window.end
    if chosen.end - chosen.start <= size:
        assert chosen.end <= window.end


def test_a_short_text_is_shown_whole_and_a_long_one_around_the_quote() -> None:
    text = "".join(f"Line {n} of a long file.\n" for n in range(100_000))
    assert window_around(text[:500], Span(20, 30), 1000) == Span(0, 500)
    start = text.index("Line 50000")
    window = window_around(text, Span(start, start + 10), 1000)
    assert 500 < window.end - window.start <= 1000
    assert window.of(text).startswith("Line ")
    assert window.of(text).endswith(" file.")
    assert window_around(text, Span(0, 4), 1000).start == 0
    assert window_around(text, Span(len(text) - 6, len(text)), 1000).end == len(text)


def test_a_lone_surrogate_can_be_sent() -> None:
    assert escape("a\ud800b") == "a\ufffdb"
    escape("a\ud800b").encode()
