"""Enumerations in sentences: every item where commas and conjunctions leave no doubt, nothing where they do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.enumeration import enumerated
from rag.question import analyse
from rag.records import Span

WHICH = "Which ones were named?"
COURT = "The court ordered firms, including Nippon Steel and Mitsubishi Heavy Industries, to pay the victims."
SIGNED = "Japan, South Korea and the United States signed the treaty."
WORK_ON = "They are partners that must cooperate on security, economic issues and global agendas."

# (sentence, the reader's answer in it, question, items)
ROWS = [
    # names
    pytest.param(SIGNED, "Japan", WHICH, "Japan|South Korea|the United States", id="from the first"),
    pytest.param(SIGNED, "South Korea", WHICH, "Japan|South Korea|the United States", id="from the middle"),
    pytest.param(SIGNED, "United States", WHICH, "Japan|South Korea|the United States", id="from the last"),
    pytest.param(SIGNED, "Japan, South Korea", WHICH, "Japan|South Korea|the United States", id="from two of them"),
    pytest.param(
        "Members are Oslo, Bergen, and Trondheim.", "Bergen", WHICH, "Oslo|Bergen|Trondheim", id="a comma before and"
    ),
    pytest.param(
        "Present: Ann Lee, Bo Ek, Cy Dahl", "Bo Ek", WHICH, "Ann Lee|Bo Ek|Cy Dahl", id="commas alone, after a colon"
    ),
    pytest.param("Anna met the Bank of England and Lloyds.", "Lloyds", WHICH, "the Bank of England|Lloyds", id="of"),
    pytest.param(
        "You may choose a ThinkPad or a MacBook.", "MacBook", WHICH, "a ThinkPad|a MacBook", id="with their articles"
    ),
    pytest.param("They closed on 3 May, 7 June and 12 July.", "7 June", WHICH, "3 May|7 June|12 July", id="dates"),
    pytest.param("Ann and\nBo signed.", "Ann", WHICH, "Ann|Bo", id="a line break"),
    # small letters
    pytest.param(WORK_ON, "economic issues", WHICH, "security|economic issues|global agendas", id="common nouns"),
    pytest.param(WORK_ON, "security", WHICH, "security|economic issues|global agendas", id="from the first noun"),
    pytest.param(
        "We refund a meal, a night and the train.", "a night", WHICH, "a meal|a night|the train", id="by determiners"
    ),
    # behind the thing asked for
    pytest.param(COURT, "firms", WHICH, "Nippon Steel|Mitsubishi Heavy Industries", id="including"),
    pytest.param(
        COURT, "", "Which firms must pay?", "Nippon Steel|Mitsubishi Heavy Industries", id="no answer, its noun"
    ),
    pytest.param(
        "Bring spices such as salt, pepper and mace.", "spices", WHICH, "salt|pepper|mace", id="such as, small letters"
    ),
    pytest.param("There are two sites: Cork and Sligo.", "two sites", WHICH, "Cork|Sligo", id="a colon"),
    pytest.param(
        "It has two sites: Cork and Sligo.", "two sites: Cork", WHICH, "Cork|Sligo", id="the answer holds both"
    ),
    # how many are asked for
    pytest.param(SIGNED, "Japan", "Which three states signed?", "Japan|South Korea|the United States", id="as many"),
    pytest.param(SIGNED, "Japan", "Which two states signed?", "", id="not as many"),
    # no list, or none that is certain
    pytest.param("Japan signed the treaty.", "Japan", WHICH, "", id="one"),
    pytest.param("He visited Tokyo and Seoul protested.", "Tokyo", WHICH, "", id="and may begin a clause"),
    pytest.param("On Monday, Japan signed.", "Japan", WHICH, "", id="a date before"),
    pytest.param("On Monday, Japan and Korea signed.", "Japan", WHICH, "Japan|Korea", id="a date before a list"),
    pytest.param("We sell apples, pears and plums.", "pears", WHICH, "", id="where the first begins is unclear"),
    pytest.param(
        "It will nurture trust and friendship and significantly lift ties.",
        "friendship",
        WHICH,
        "",
        id="a verb follows",
    ),
    pytest.param("Of orcas, seals and beaked whales visit the bay.", "seals", WHICH, "", id="a verb before an article"),
    pytest.param("Japan and the two met.", "Japan", WHICH, "", id="of another kind"),
    pytest.param("Mr Lee, who left, and Ann came.", "Ann", WHICH, "", id="a clause between"),
    pytest.param(COURT, "", WHICH, "", id="no answer and no noun"),
]


@pytest.mark.parametrize(("sentence", "found", "question", "items"), ROWS)
def test_items(sentence: str, found: str, question: str, items: str) -> None:
    start = sentence.index(found)
    answer = Span(start, start + len(found)) if found else None
    spans = enumerated(sentence, answer, analyse(question))
    assert "|".join(span.of(sentence) for span in spans) == items


PIECES = st.sampled_from(
    "Japan Korea the a and or , : ; such as including firms salt pepper of on 3 May — “ ” . &".split()
)


@given(st.lists(PIECES, max_size=14).map(" ".join), st.data())
def test_items_are_in_order_and_hold_the_answer_or_follow_it(sentence: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.integers(0, len(sentence))) for _ in range(2))
    found = Span(*ends)
    spans = enumerated(sentence, found, analyse("Which firms signed?"))
    assert len(spans) != 1
    assert list(spans) == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(span.of(sentence).strip() == span.of(sentence) != "" for span in spans)
