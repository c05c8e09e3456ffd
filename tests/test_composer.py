"""Composing: which readings become claims, what counts as a second source, and what a refusal says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag.composer import compose, refuse, summarise
from rag.question import analyse
from rag.records import CANNOT_ANSWER, DIFFERENT_ANSWERS, Answer, Citation, Hit, Passage, Reading, Span

COURT_A = "The top court ordered Japanese companies in November 2018 to compensate victims of forced labour."
COURT_B = "South Korea's court in 2018 ordered Japanese firms to compensate the victims of forced labour."
NAMES = (
    "In November 2018, the top court ordered Japanese companies, including Nippon Steel and Mitsubishi Heavy "
    "Industries, to compensate the victims of forced labour."
)
TALKS = "Both sides agreed to revive their defence dialogue."
VISIT = "Kishida may invite Yoon to a summit in Hiroshima."
EXPORTS = "Restrictions on exports of semiconductors will end."

ONE, SEVERAL = "What did the court order?", "Which steps were agreed?"
WHICH = "Which companies were ordered to pay?"
Row = tuple[str, str, float]  # document, its sentence, the reading's score


def hit(document: str, text: str) -> Hit:
    """The text as a sentence in the middle of a passage in the middle of its document."""
    inner = Span(105, 105 + len(text))
    passage = Passage(
        id=f"{document}{text}",
        document=document,
        title=document.title(),
        span=Span(100, inner.end + 4),
        text=f"Yes. {text} No.",
        sentences=(Span(100, 104), inner, Span(inner.end + 1, inner.end + 4)),
    )
    return Hit(passage=passage, score=0.01)


def readings(rows: Sequence[Row]) -> list[Reading]:
    return [
        Reading(hit=hit(document, text), span=Span(105, 105 + len(text)), score=score) for document, text, score in rows
    ]


def cite(passage: Passage, span: Span) -> Citation:
    return Citation(
        document=passage.document,
        path=passage.document,
        title=passage.title,
        start=span.start,
        end=span.end,
        quote=passage.text[span.start - passage.span.start : span.end - passage.span.start],
    )


def told(answer: Answer | None) -> list[tuple[str, list[str]]]:
    """Each claim with the documents that it cites."""
    return [] if answer is None else [(c.text, [citation.document for citation in c.citations]) for c in answer.claims]


@pytest.mark.parametrize(
    ("question", "rows", "claims"),
    [
        pytest.param(ONE, [], [], id="no readings"),
        pytest.param(ONE, [("a", COURT_A, 0.49)], [], id="below the threshold"),
        pytest.param(ONE, [("a", COURT_A, 0.5)], [(COURT_A, ["a"])], id="at the threshold"),
        pytest.param(ONE, [("a", COURT_A, 0.9), ("a", TALKS, 0.9)], [(COURT_A, ["a"])], id="one thing, one claim"),
        pytest.param(
            ONE, [("a", COURT_A, 0.9), ("b", COURT_B, 0.6)], [(COURT_A, ["a", "b"])], id="a second document says so too"
        ),
        pytest.param(
            ONE,
            [("a", COURT_A, 0.9), ("b", COURT_B, 0.1)],
            [(COURT_A, ["a", "b"])],
            id="in other words than the question",
        ),
        pytest.param(
            ONE, [("a", COURT_A, 0.9), ("b", COURT_B, 0.09)], [(COURT_A, ["a"])], id="what hardly answers is no support"
        ),
        pytest.param(
            ONE, [("a", COURT_A, 0.9), ("a", COURT_B, 0.9)], [(COURT_A, ["a"])], id="the same file is no second source"
        ),
        pytest.param(
            ONE,
            [("a", COURT_A, 0.9), ("b", COURT_B, 0.8), ("b", COURT_A, 0.7), ("c", COURT_A, 0.6)],
            [(COURT_A, ["a", "b", "c"])],
            id="each further document once",
        ),
        pytest.param(
            SEVERAL,
            [("a", TALKS, 1.0), ("b", VISIT, 0.6), ("a", EXPORTS, 0.49)],
            [(TALKS, ["a"]), (VISIT, ["b"])],
            id="several: those at least half as sure as the first",
        ),
        pytest.param(
            SEVERAL,
            [("a", f"{word} {word}s {word}ing.", 0.9) for word in ("Tea", "Rain", "Court", "Trade", "Talk")],
            [(f"{word} {word}s {word}ing.", ["a"]) for word in ("Tea", "Rain", "Court", "Trade")],
            id="several: four at most",
        ),
        pytest.param(
            SEVERAL,
            [("a", COURT_A, 0.9), ("b", TALKS, 0.89), ("b", COURT_B, 0.88)],
            [(COURT_A, ["a"]), (TALKS, ["b"]), (COURT_B, ["b"])],
            id="several: each sentence may name other things",
        ),
        pytest.param(
            SEVERAL, [("a", TALKS, 0.51), ("b", VISIT, 0.49)], [(TALKS, ["a"])], id="several: none below the threshold"
        ),
        pytest.param(
            WHICH,
            [("a", COURT_B, 0.9), ("b", NAMES, 0.3)],
            [(NAMES, ["b", "a"])],
            id="several: the one that names them",
        ),
        pytest.param(
            WHICH,
            [("a", COURT_B, 0.9), ("a", NAMES, 0.3)],
            [(NAMES, ["a"])],
            id="several: the one that names them, of the same document",
        ),
        pytest.param(
            WHICH,
            [("a", NAMES, 0.9), ("b", COURT_B, 0.3)],
            [(NAMES, ["a", "b"])],
            id="several: the one that names none",
        ),
        pytest.param(
            WHICH, [("a", COURT_B, 0.9), ("b", NAMES, 0.09)], [(COURT_B, ["a"])], id="several: names that hardly answer"
        ),
        pytest.param(
            "Summarise the steps",
            [("a", TALKS, 0.95), ("b", VISIT, 0.55)],
            [(TALKS, ["a"]), (VISIT, ["b"])],
            id="a summary",
        ),
    ],
)
def test_claims(question: str, rows: list[Row], claims: list[tuple[str, list[str]]]) -> None:
    assert told(compose(analyse(question), readings(rows), cite, threshold=0.5)) == claims


def test_all_that_is_said_on_a_topic_is_told_in_the_order_of_the_documents() -> None:
    rows: list[Row] = [("b", TALKS, 1.0), ("a", VISIT, 0.31), ("a", COURT_A, 0.29), ("c", EXPORTS, 0.28)]
    answer = compose(analyse("the summit", topic=True), readings(rows), cite, threshold=0.5)
    assert told(answer) == [(VISIT, ["a"]), (TALKS, ["b"])]
    assert compose(analyse("the summit", topic=True), readings(rows), cite, threshold=1.01) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The rate of tax was 3 percent in 2019.", "The rate of tax was 5 percent in 2020."),
        ("Japan will withdraw its complaint.", "Japan will not withdraw its complaint."),
    ],
)
def test_a_sentence_that_says_otherwise_is_no_second_source(one: str, other: str) -> None:
    answer = compose(analyse(ONE), readings([("a", one, 0.9), ("b", other, 0.8)]), cite, threshold=0.5)
    assert told(answer) == [(one, ["a"])]


def test_the_text_of_an_answer_is_its_claims() -> None:
    rows: list[Row] = [("a", "Both sides\n agreed to talk.", 0.9), ("b", VISIT, 0.9)]
    answer = compose(analyse(SEVERAL), readings(rows), cite, threshold=0.5)
    assert answer is not None
    assert answer.text == f"Both sides agreed to talk. {VISIT}"
    assert (answer.question, answer.abstained, answer.reason, answer.near) == (SEVERAL, False, None, ())
    assert answer.citations[0].quote == "Both sides\n agreed to talk."  # as it stands in the file


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        pytest.param("", [(TALKS, ["a"])], id="nothing said yet"),
        pytest.param(f"Well: {TALKS} [1]", [(VISIT, ["b"])], id="the first was said"),
        pytest.param(f"{VISIT} {TALKS}", [], id="all was said"),
    ],
)
def test_else_leaves_out_what_was_said(said: str, claims: list[tuple[str, list[str]]]) -> None:
    rows: list[Row] = [("a", TALKS, 0.9), ("b", VISIT, 0.8)]
    assert told(compose(analyse(ONE), readings(rows), cite, threshold=0.5, said=said)) == claims


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(f"He noted that {VISIT[0].lower()}{VISIT[1:]}", id="in a longer sentence"),
        pytest.param("Kishida may invite Yoon to a summit in Hiroshima city.", id="in almost the same words"),
    ],
)
def test_what_was_said_in_other_words_was_said(said: str) -> None:
    rows: list[Row] = [("b", VISIT, 0.9), ("a", TALKS, 0.8)]
    assert told(compose(analyse(ONE), readings(rows), cite, threshold=0.5, said=said)) == [(TALKS, ["a"])]


# --- exact answers ------------------------------------------------------------------------------------------

HOW_MANY = "How many days of paid holiday do employees get?"
NEW = "Employees get [28 days] of paid holiday."
OLD = "Employees have [25 days] of paid holiday a year."
SAME = "Every year, employees take [28 days] of paid holiday."


def answered(rows: Sequence[Row]) -> list[Reading]:
    """Readings of sentences whose answer stands between brackets."""
    found = []
    for reading, (_, marked, _) in zip(
        readings([(d, m.replace("[", "").replace("]", ""), s) for d, m, s in rows]), rows, strict=True
    ):
        start, end = marked.index("["), marked.index("]") - 1
        found.append(replace(reading, answer=Span(105 + start, 105 + end)))
    return found


def marked(answer: Answer) -> list[str]:
    """Each claim with its exact answers between brackets, as its citation has them too."""
    shown = []
    for claim in answer.claims:
        text = claim.text
        for mark in reversed(claim.marks):
            text = f"{text[: mark.start]}[{mark.of(text)}]{text[mark.end :]}"
        shown.append(text)
        first = claim.citations[0]
        quoted = [first.quote[mark.start - first.start : mark.end - first.start] for mark in first.marks]
        assert [" ".join(words.split()) for words in quoted] == [mark.of(claim.text) for mark in claim.marks]
    return shown


def test_the_exact_answer_is_given_and_marked_in_its_sentence() -> None:
    answer = compose(analyse(HOW_MANY), answered([("a", NEW, 0.9)]), cite, threshold=0.5)
    assert answer is not None
    assert (answer.short, marked(answer), answer.reason) == ("28 days", [NEW], None)


def test_a_bullet_and_line_breaks_move_no_mark() -> None:
    rows: list[Row] = [("a", "- Employees  get\n[28  days] of paid\nholiday.", 0.9)]
    answer = compose(analyse(HOW_MANY), answered(rows), cite, threshold=0.5)
    assert answer is not None
    assert (answer.short, marked(answer)) == ("28 days", [NEW])
    assert answer.citations[0].quote == "Employees  get\n28  days of paid\nholiday."


@pytest.mark.parametrize(
    ("question", "rows", "short", "claims"),
    [
        pytest.param(
            HOW_MANY,
            [("a", NEW, 0.9), ("b", SAME, 0.5)],
            "28 days",
            [(NEW, ["a", "b"])],
            id="another document gives the same answer",
        ),
        pytest.param(
            HOW_MANY,
            [("a", NEW, 0.9), ("b", "Anyone may rest for [28 days] here, says Bo.", 0.5)],
            "28 days",
            [(NEW, ["a", "b"])],
            id="the same answer in other words, when it would do alone",
        ),
        pytest.param(
            HOW_MANY,
            [("a", NEW, 0.9), ("b", "Anyone may rest for [28 days] here, says Bo.", 0.49)],
            "28 days",
            [(NEW, ["a"])],
            id="but not when it would not",
        ),
        pytest.param(
            HOW_MANY,
            [("a", NEW, 0.9), ("b", OLD, 0.8), ("c", SAME, 0.7)],
            None,
            [(NEW, ["a", "c"]), (OLD, ["b"])],
            id="different answers of equal standing",
        ),
        pytest.param(
            HOW_MANY,
            [("a", NEW, 0.9), ("a", OLD, 0.8)],
            None,
            [(NEW, ["a"]), (OLD, ["a"])],
            id="different answers in one document",
        ),
        pytest.param(
            HOW_MANY, [("a", NEW, 0.9), ("b", OLD, 0.6)], "28 days", [(NEW, ["a"])], id="one of them is much less sure"
        ),
        pytest.param(
            "Which days are free?",
            [("a", "The free days are [Monday] and Friday.", 0.9)],
            "Monday and Friday",
            [("The free days are [Monday] and [Friday].", ["a"])],
            id="a list in a sentence",
        ),
        pytest.param(
            "Which two days are free?",
            [("a", "The free days are [Monday] and Friday.", 0.9), ("b", "Free days: [Sunday], too.", 0.8)],
            "Monday and Friday",
            [("The free days are [Monday] and [Friday].", ["a"])],
            id="a list of as many as were asked for is whole",
        ),
        pytest.param(
            "Which cities have an office?",
            [("a", "Offices are in [Oslo] and Rome.", 0.9), ("b", "An office opened in Bonn and [Paris].", 0.8)],
            "Oslo and Rome; Bonn and Paris",
            [("Offices are in [Oslo] and [Rome].", ["a"]), ("An office opened in [Bonn] and [Paris].", ["b"])],
            id="lists in two sentences",
        ),
        pytest.param(
            "Which cities have an office?",
            [("a", "Offices are in [Oslo] and Rome.", 0.9), ("b", "The [city] office is shut.", 0.8)],
            None,
            [("Offices are in [Oslo] and [Rome].", ["a"]), ("The [city] office is shut.", ["b"])],
            id="a list of which a part is not certain",
        ),
    ],
)
def test_what_is_said_first(
    question: str, rows: list[Row], short: str | None, claims: list[tuple[str, list[str]]]
) -> None:
    answer = compose(analyse(question), answered(rows), cite, threshold=0.5)
    assert answer is not None
    assert answer.short == short
    assert list(zip(marked(answer), [documents for _, documents in told(answer)], strict=True)) == claims
    different = len(claims) > 1 and not analyse(question).several
    assert answer.reason == (DIFFERENT_ANSWERS if different else None)
    assert (DIFFERENT_ANSWERS in str(answer)) is different


def test_a_sentence_in_which_the_reader_sees_nothing_is_left_out_of_a_list() -> None:
    rows = [
        *answered([("a", "Offices are in [Oslo] and Rome.", 0.9)]),
        *readings([("b", "A lease in Ghent runs out.", 0.8)]),
    ]
    answer = compose(analyse("Which cities have an office?"), rows, cite, threshold=0.5)
    assert answer is not None
    assert (answer.short, len(answer.claims)) == ("Oslo and Rome", 1)


def test_a_sentence_that_tells_of_a_list_without_its_items_is_a_second_source() -> None:
    rows: list[Row] = [
        (
            "a",
            "In 2018, the top court ordered [Japanese companies], including Oji and Ube, to compensate victims.",
            0.9,
        ),
        ("b", "Ties soured after a court in 2018 ordered [Japanese firms] to compensate victims.", 0.8),
    ]
    answer = compose(analyse("Which companies did the court order to pay?"), answered(rows), cite, threshold=0.5)
    assert answer is not None
    assert (answer.short, [documents for _, documents in told(answer)]) == ("Oji and Ube", [["a", "b"]])


def test_yes_or_no_stands_before_the_sentence_that_says_so() -> None:
    rows: list[Row] = [("a", "Alcohol is never refunded.", 0.9)]
    answer = compose(analyse("Is alcohol refunded?"), readings(rows), cite, threshold=0.5)
    assert answer is not None
    assert (answer.short, answer.text) == ("No", "Alcohol is never refunded.")  # every sentence of it is cited
    assert str(answer).startswith("No [1]\n\nAlcohol is never refunded. [1]\n")


def test_a_list_in_the_document_is_given_whole() -> None:
    items = readings([("a", "a joining fee", 0.9), ("a", "a yearly fee.", 0.9)])
    first = readings([("a", "The club charges:", 0.9)])
    answer = compose(analyse("What does it charge?"), first, cite, threshold=0.5, items_of=lambda _: items)
    assert answer is not None
    assert (answer.short, told(answer)) == (
        "a joining fee; a yearly fee",
        [("a joining fee", ["a"]), ("a yearly fee.", ["a"])],
    )
    assert compose(analyse(ONE), first, cite, threshold=0.95, items_of=lambda _: items) is None


def test_a_long_list_is_no_short_answer() -> None:
    items = readings([("a", f"a fee of a kind that takes many words to tell, number {n}", 0.9) for n in range(9)])
    first = readings([("a", "The club charges:", 0.9)])
    answer = compose(analyse("What does it charge?"), first, cite, threshold=0.5, items_of=lambda _: items)
    assert answer is not None
    assert (answer.short, len(answer.claims)) == (None, 9)


def test_a_summary_follows_the_order_of_the_documents_and_tells_no_fact_twice() -> None:
    rows: list[Row] = [("b", TALKS, 0.1), ("a", COURT_A, 0.3), ("b", COURT_B, 0.2), ("a", COURT_B, 0.1)]
    assert told(summarise("Summarise", readings(rows), cite)) == [(COURT_A, ["a", "b"]), (TALKS, ["b"])]
    assert summarise("Summarise", [], cite) is None


# --- refusals -----------------------------------------------------------------------------------------------

NO_NEAR = "The nearest passages do not answer this question."


@pytest.mark.parametrize(
    ("question", "known", "reason"),
    [
        ("Who won the cup in Qatar?", "win cup", "No passage mentions “Qatar”."),
        ("Who won the cup in Qatar in 2022?", "win", "No passage mentions “Qatar” or “2022”."),
        ("Who won the cup?", "", "No passage mentions “won” or “cup”."),
        ("What is Kishida's hobby?", "", "No passage mentions “Kishida”."),
        ("What is Kishida’s hobby?", "hobbi", "No passage mentions “Kishida”."),
        (
            "Did AT&T pay 3.5 percent to Qatar and Oman?",
            "pay percent",
            "No passage mentions “AT&T” or “3.5” or “Qatar”.",
        ),
        ("Who won the cup?", "win cup", NO_NEAR),
        ("What did the Chinese minister say?", "minist china", NO_NEAR),
        ("What did the Chinese minister say?", "minist japan", "No passage mentions “Chinese”."),
        ("Who is he?", "", NO_NEAR),
    ],
)
def test_a_refusal_names_what_is_missing(question: str, known: str, reason: str) -> None:
    refusal = refuse(analyse(question), [hit("a", TALKS)], cite, lambda stem: int(stem in known.split()))
    assert (refusal.text, refusal.abstained, refusal.claims, refusal.citations) == (CANNOT_ANSWER, True, (), ())
    assert refusal.reason == reason


def test_a_refusal_shows_the_three_nearest_passages() -> None:
    hits = [hit(name, TALKS) for name in "abcd"]
    refusal = refuse(analyse(ONE), hits, cite, lambda _: 1)
    assert [(c.document, c.quote) for c in refusal.near] == [(name, f"Yes. {TALKS} No.") for name in "abc"]


def test_without_any_passage_nothing_comes_near() -> None:
    refusal = refuse(analyse(ONE), [], cite, lambda _: 0)
    assert (refusal.reason, refusal.near) == ("Nothing in the documents comes near this question.", ())
