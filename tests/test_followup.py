"""Follow-ups: what a question inside a chat asks for, when it is asked without the chat."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ellipses import wants_to_read_on, wants_what_else
from rag.errors import QuestionError
from rag.followup import otherwise, standalone, wants_more
from rag.history import said_before
from rag.question import analyse
from rag.records import CANNOT_ANSWER


def chat(*messages: str) -> list[dict[str, str]]:
    """A history of questions and answers in turn."""
    return [{"role": ("user", "assistant")[n % 2], "content": said} for n, said in enumerate(messages)]


OFFICE = (
    "When did Yoon take office?",
    "Yoon assumed office as South Korea's president in May 2022 and set a course for mending ties with Tokyo.",
)
COURT = (
    "What did South Korea's Supreme Court rule in 2018?",
    "In November 2018, the top court of South Korea ordered Japanese companies, including Nippon Steel and Mitsubishi "
    "Heavy Industries, to compensate the victims of forced labor, a decision that infuriated Tokyo.",
)
SPOKE = (
    "What did the Chief Cabinet Secretary say?",
    "Japanese Chief Cabinet Secretary Hirokazu Matsuno told a news briefing that Tokyo seeks to boost ties with Seoul.",
)
MET = ("Who met in Tokyo?", "President Yoon Suk Yeol and Prime Minister Fumio Kishida met in Tokyo for a summit.")
JAPAN = ("What did Japan announce?", "Japan and South Korea have announced the end of tit-for-tat trade measures.")
CUP = ("Who won the 2022 World Cup?", CANNOT_ANSWER)
BAND = ("Who books the band?", "Maria Keller books the band for every feast.")
FEE = ("How much do adults pay?", "Adults pay 12 euros.")
FAIR = ("When is the summer fair?", "It takes place on 17 June.")
LEAVE = ("How many days of leave do full-time employees get?", "They get 28 days of leave.")
ROUTE = ("Where does the bus stop?", "The bus stops at the harbour. It leaves at nine.")

PRICE = ("What is the price of the Tern 2?", "Prices include 23 % VAT.")
LAUNCH = ("What was decided about the launch?", "Decision: The launch moves from 2 May to 20 June.")
DAYS = ("Can I carry days of holiday over?", "Up to five unused days can be carried over.")
LAPTOPS = ("Which laptops can I choose?", "New colleagues choose between a ThinkPad and a MacBook.")
FUND = ("Through which foundation is it paid?", "It is paid through a South Korean public foundation.")

POOL = ("Can children use the pool?", "Children use it until six.")
SCANNER = ("Which scanner did the meeting choose?", "It chose the cheaper one, because it is new.")
ASKED = (
    "Who reported that?",
    "Gareth Lunn reported it.",
    "Who will ask the supplier?",
    "Imogen Sayle will ask the supplier.",
)

# (history, question, what the standalone question must hold, what it must not hold)
ROWS = [
    # pronouns
    pytest.param(OFFICE, "What did he do then?", "Yoon", "he", id="he"),
    pytest.param(OFFICE, "What is his plan?", "Yoon’s plan", "his", id="his"),
    pytest.param(SPOKE, "When did he say that?", "Hirokazu Matsuno", "he", id="he, named in the answer with titles"),
    pytest.param(SPOKE, "Who told him?", "Matsuno", "him", id="him"),
    pytest.param(BAND, "How much does she charge?", "Keller charge", "she", id="she"),
    pytest.param(BAND, "What is her number?", "Keller’s number", "her", id="her before a noun"),
    pytest.param(COURT, "How did Tokyo react to it?", "Tokyo react Court", "it", id="it"),
    pytest.param(MET, "What did they agree on?", "agree Yoon Kishida", "they", id="they: the people just named"),
    pytest.param(
        [*COURT, "hi", "Hello!"], "How did Tokyo react to it?", "Tokyo react Court", "it", id="small talk between"
    ),
    pytest.param(ROUTE, "When does it leave?", "bus leave", "it", id="it, of a thing"),
    pytest.param(CUP, "Who lost it?", "lost World Cup", "it documents", id="it, after a refusal"),
    pytest.param((*OFFICE, "Was he elected?", CANNOT_ANSWER), "When did he visit Tokyo?", "Yoon Tokyo", "he", id="far"),
    pytest.param(PRICE, "How heavy is it?", "heavy Tern 2", "price VAT", id="it: what has a price"),
    pytest.param(LAUNCH, "Why is it delayed?", "launch delayed", "moves decided", id="it: what was decided about"),
    pytest.param(DAYS, "When do they lapse?", "days holiday lapse", "I carry", id="they: what can be carried over"),
    pytest.param(LAPTOPS, "How often are they replaced?", "laptops replaced", "I choose", id="they: which ones"),
    pytest.param(FUND, "How much money does it have?", "money public foundation", "Through it", id="through which"),
    pytest.param(POOL, "When does it open?", "pool open", "children", id="it, of two things the one"),
    pytest.param(POOL, "What do they pay?", "children pay", "pool", id="they, of two things the many"),
    pytest.param(SCANNER, "When is it delivered?", "scanner delivered", "meeting", id="it: not who did it"),
    pytest.param(ASKED, "When will she do it?", "Imogen Sayle", "Lunn", id="she: who was asked for"),
    # another thing, or the one that was meant
    pytest.param(FEE, "sorry, I meant students", "much students pay", "adults sorry meant", id="I meant"),
    pytest.param(ROUTE, "no, the tram", "tram stop", "bus no", id="no, the …"),
    pytest.param(FEE, "I'm a student", "adults pay student", "I'm", id="somebody who asks"),
    pytest.param(
        (*FEE, "what about dogs?", CANNOT_ANSWER), "and cats?", "much cats pay", "dogs adults", id="past a refused one"
    ),
    pytest.param(
        (*BAND, "what about July?", "In July."), "and August?", "books August", "July", id="one after the other"
    ),
    pytest.param(
        OFFICE, "And Kishida, when did he resign?", "Kishida resign", "he Yoon", id="a name before its question"
    ),
    pytest.param(OFFICE, "And Yoon, did he say anything?", "What Yoon say", "he anything", id="anything said"),
    # a question word alone
    pytest.param(SCANNER, "Why?", "Why meeting choose scanner", "Which", id="why, of which"),
    pytest.param(OFFICE, "Why?", "Why Yoon office", "When", id="why"),
    pytest.param(OFFICE, "And where?", "where Yoon office", "When", id="and where"),
    pytest.param(OFFICE, "how come", "why Yoon office", "When", id="how come"),
    pytest.param(COURT, "When was that?", "When Supreme Court rule", "What that", id="when was that"),
    pytest.param(BAND, "When did that happen?", "When books band", "Keller that happen", id="when did that happen"),
    pytest.param(CUP, "And where did it take place?", "where won World Cup", "it place", id="where did it take place"),
    pytest.param(JAPAN, "When will that happen?", "will happen", "Japan announce", id="when will that happen"),
    pytest.param(COURT, "Which companies?", "Which companies Supreme Court", "What", id="which noun"),
    pytest.param(COURT, "On what day?", "On what day Supreme Court", "documents", id="on what noun"),
    pytest.param(JAPAN, "By whom?", "whom Japan announce", "What", id="by whom"),
    pytest.param((*OFFICE, "Why?", CANNOT_ANSWER), "And where?", "where Yoon office", "Why When", id="twice"),
    pytest.param(("How old is Yoon?", CANNOT_ANSWER), "Why?", "How old Yoon", "Why documents", id="a refusal holds"),
    pytest.param(
        ("What is Yoon's wife's name?", CANNOT_ANSWER), "Who is she?", "Who Yoon wife name", "she", id="she, refused"
    ),
    pytest.param(
        ("What did Matsuno say?", "Chief Cabinet Secretary Hirokazu Matsuno told a briefing that ties grow."),
        "What else did he say?",
        "else Matsuno say",
        "Hirokazu he",
        id="he: as the person asking calls him",
    ),
    # what about …
    pytest.param(OFFICE, "What about Kishida?", "When Kishida office", "Yoon", id="what about a name"),
    pytest.param(OFFICE, "And Kishida?", "When Kishida office", "Yoon", id="and a name"),
    pytest.param(OFFICE, "how about Fumio Kishida", "When Fumio Kishida office", "Yoon", id="how about two names"),
    pytest.param(COURT, "And in 2019?", "Supreme Court 2019", "2018", id="another year"),
    pytest.param(COURT, "What about the victims?", "victims", "", id="what about a thing"),
    pytest.param(FEE, "And students?", "How much do students pay", "adults", id="and others in their place"),
    pytest.param(FAIR, "And the winter fair?", "When is the winter fair", "summer", id="and another of that name"),
    pytest.param(LEAVE, "And part-time employees?", "days of leave part-time employees", "full", id="of two words"),
    pytest.param(BAND, "And the room?", "Who books the room", "band", id="and another thing that is done"),
    pytest.param(FAIR, "And in winter?", "When is the summer fair in winter", "", id="and at another time"),
    pytest.param(
        ("How heavy is the Tern 2?", "340 g."), "And the Tern 1?", "heavy is the Tern 1", "2", id="and a model"
    ),
    pytest.param(
        ("When did Yoon visit 10 cities?", ""), "And Kishida?", "Kishida visit 10", "Yoon", id="a number behind"
    ),
    # the other one
    pytest.param(JAPAN, "And the other country?", "South Korea announce", "Japan other", id="the other country"),
    pytest.param(JAPAN, "What about the other country?", "South Korea announce", "Japan", id="what about the other"),
    # more
    pytest.param(OFFICE, "What else?", "Yoon office", "", id="what else"),
    pytest.param(OFFICE, "Tell me more", "Yoon office", "", id="tell me more"),
    pytest.param(OFFICE, "Go on.", "Yoon office", "", id="go on"),
    pytest.param(OFFICE, "What else did he do?", "else Yoon", "he", id="what else with a pronoun"),
]


WIFE = ("What is Yoon's wife's name?", CANNOT_ANSWER)

# What doubts or insists asks the question before once more: an answer is given again, a refusal holds.
INSISTING = [
    "Are you sure?",
    "really?",
    "Are you sure about that?",
    "Is that right?",
    "Just answer",
    "just answer the question please",
    "Answer me!",
    "Guess",
    "Just guess.",
    "take a guess",
    "Give me your best guess",
    "What's your guess?",
    "Make something up",
    "But you must know",
    "I don’t believe you.",
    "Look again",
    "Can you check that again?",
    "Come on, just tell me",
    "please",
    "Why not?",
]


def words(text: str) -> list[str]:
    return "".join(c if c.isalnum() or c in "’'-" else " " for c in text.lower()).split()


@pytest.mark.parametrize(("history", "question", "holds", "lacks"), ROWS)
def test_what_the_standalone_question_holds(history: tuple[str, ...], question: str, holds: str, lacks: str) -> None:
    alone = standalone(question, chat(*history))
    said = words(alone) + [word.removesuffix("’s").removesuffix("'s") for word in words(alone)]
    assert [word for word in words(holds) if word not in said] == [], alone
    assert [word for word in words(lacks) if word in said] == [], alone


@pytest.mark.parametrize("question", INSISTING)
def test_doubt_and_insistence_ask_the_same_again(question: str) -> None:
    for before in (OFFICE, WIFE):
        assert standalone(question, chat(*before)) == before[0]
    assert standalone(question, chat(*WIFE, "Are you sure?", CANNOT_ANSWER, "Guess!", CANNOT_ANSWER)) == WIFE[0]


@pytest.mark.parametrize(
    ("history", "question", "alone"),
    [
        pytest.param(COURT, "Who said that?", f"Who said that {COURT[1].rstrip('.')}?", id="what was answered"),
        pytest.param(
            (*COURT, "Says who?", CANNOT_ANSWER),
            "According to whom?",
            f"Who said that {COURT[1].rstrip('.')}?",
            id="asked again, of the same",
        ),
        pytest.param((*COURT, "Who said so?", "Yoon said."), "And why?", f"Why{COURT[0][4:]}", id="then of the court"),
        pytest.param(WIFE, "And who said so?", WIFE[0], id="nothing was answered: a refusal holds"),
        pytest.param((), "Who said so?", "Who said so?", id="no chat"),
        pytest.param(COURT, "Who said that Yoon won?", "Who said that Yoon won?", id="a question of its own"),
    ],
)
def test_who_said_what_was_answered(history: tuple[str, ...], question: str, alone: str) -> None:
    assert standalone(question, chat(*history)) == alone


@pytest.mark.parametrize("question", ["Why?", "why not?", "How come?", "How so?"])
def test_of_a_refusal_no_reason_is_asked(question: str) -> None:
    assert standalone(question, chat(*WIFE)) == WIFE[0]


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Just guess: when did Kishida resign?", "when did Kishida resign?"),
        ("Please answer, when did Kishida resign?", "when did Kishida resign?"),
        ("So what did Japan's court rule?", "So what did Japan's court rule?"),
        ("Try Kishida", "Try Kishida"),
        ("Are you sure that Kishida resigned?", "Are you sure that Kishida resigned?"),
        ("Answer: what is the guess rate?", "what is the guess rate?"),
    ],
)
def test_a_question_of_its_own_after_a_refusal(question: str, alone: str) -> None:
    assert standalone(question, chat(*WIFE)) == alone


NEW_TOPICS = [
    (OFFICE, "What did the Supreme Court rule in 2018?"),
    (OFFICE, "How many companies were ordered to pay?"),
    (OFFICE, "Is it true that Japan ended its restrictions?"),
    (OFFICE, "Is it certain that both sides will agree?"),
    (DAYS, "And if I am ill?"),
    (COURT, "Who rejected this plan?"),
    (OFFICE, "Did Kishida say that he would visit Seoul?"),
    (OFFICE, "What did Kishida say about his visit?"),
    (COURT, "What happened in 2019?"),
    (COURT, "Who is the prime minister of Japan?"),
    (COURT, "When was it possible to export to Korea?"),
    (JAPAN, "What is the WTO and what does it do?"),
    (JAPAN, "Summarise the articles"),
    (CUP, "When did Yoon take office?"),
    (JAPAN, ""),
]


@pytest.mark.parametrize(("history", "question"), NEW_TOPICS)
def test_a_question_with_a_subject_of_its_own_is_left_as_it_is(history: tuple[str, ...], question: str) -> None:
    assert standalone(question, chat(*history)) == question


@pytest.mark.parametrize("question", ["Why?", "What about Kishida?", "What did he say?", "  Who met?  ", "more"])
def test_without_a_history_nothing_changes(question: str) -> None:
    for history in ([], [{"role": "assistant", "content": "Hello!"}], [{"role": "system", "content": "Be kind."}]):
        assert standalone(question, history) == question.strip()
        assert otherwise(question, history) is None


def test_only_the_last_turns_count() -> None:
    long_ago = chat(*OFFICE, *(("What is the weather?", CANNOT_ANSWER) * 5))
    assert "Yoon" not in standalone("Why?", long_ago)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(OFFICE[0], id="text"),
        pytest.param([OFFICE[0]], id="a list of texts"),
        pytest.param([{"type": "text", "text": OFFICE[0]}], id="a list of parts"),
        pytest.param([{"type": "image", "path": "x.png"}, {"type": "text", "text": OFFICE[0]}], id="other parts too"),
        pytest.param([None, 3, {"text": None}, OFFICE[0]], id="parts that are none"),
        pytest.param(f"\n {OFFICE[0]} \n", id="white space around it"),
    ],
)
def test_forms_of_a_message(content: Any) -> None:
    history = [{"role": "user", "content": content}, {"role": "assistant", "content": [OFFICE[1]], "metadata": {}}]
    assert standalone("And Kishida?", history) == standalone("And Kishida?", chat(*OFFICE))


def test_a_message_without_content_says_nothing() -> None:
    assert standalone("Why?", [{"role": "user", "content": None}, {"role": "assistant"}]) == "Why?"


@pytest.mark.parametrize(
    "history",
    [
        pytest.param(["When did Yoon take office?"], id="texts"),
        pytest.param("When did Yoon take office?", id="one text"),
        pytest.param([("user", "When?")], id="pairs"),
        pytest.param([{"content": "When?"}], id="no role"),
        pytest.param([{"role": "robot", "content": "When?"}], id="another role"),
        pytest.param([{"role": ["user"], "content": "When?"}], id="a role that is no text"),
        pytest.param([{"role": "user", "content": 3}], id="content that is no text"),
        pytest.param([{"role": "user", "content": {"text": "When?"}}], id="content that is a mapping"),
        pytest.param({"role": "user", "content": "When?"}, id="one message"),
        pytest.param([None], id="nothing"),
        pytest.param(None, id="none"),
        pytest.param(3, id="a number"),
    ],
)
def test_a_malformed_history_is_said_to_be_one(history: Any) -> None:
    with pytest.raises(QuestionError, match="history"):
        standalone("Why?", history)


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("What else did they agree on?", True),
        ("Anything else?", True),
        ("Tell me more", True),
        ("go on", True),
        ("Any more details?", True),
        ("What did they agree on?", False),
        ("Who else's plan is no more than talk, and why?", True),
        ("Did more than ten firms pay?", False),
        ("Elsewhere in Asia?", False),
    ],
)
def test_asks_for_what_has_not_been_said(question: str, more: bool) -> None:
    assert wants_more(question) is more


def test_what_was_said_is_the_assistants_words_on_one_line() -> None:
    history = [*chat("A?", "One.\nTwo."), {"role": "assistant", "content": [{"text": "Three."}]}]
    assert said_before(history) == "One. Two. Three."


def test_after_a_refusal_nothing_was_said_that_there_could_be_more_of() -> None:
    assert said_before(chat("A?", "One.", "B?", CANNOT_ANSWER)) == ""
    assert said_before(chat("A?", CANNOT_ANSWER, "B?", "Two.")) == "Two."


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        pytest.param("Who pays?", "pays", id="few words of its own: it may go on"),
        pytest.param("Who pays Mitsubishi?", "Mitsubishi", id="a name of its own, and few words"),
        pytest.param("Which small firms must pay large sums?", None, id="many words of its own"),
        pytest.param("Why?", None, id="it surely goes on"),
        pytest.param("Are you sure?", None, id="it surely goes on, asking again"),
    ],
)
def test_a_question_that_may_go_on_is_read_with_the_topic_too(question: str, holds: str | None) -> None:
    other = otherwise(question, chat(*COURT))
    assert standalone(question, chat(*COURT)) == question or holds is None
    assert (other is None) == (holds is None)
    assert other is None or (holds in other and len(analyse(other).terms) > len(analyse(question).terms))


@pytest.mark.parametrize(
    ("question", "stands"),
    [
        pytest.param("Must it be reported to the workshop desk?", True, id="it, with words enough of its own"),
        pytest.param("Must it be reported?", False, id="it, with too few"),
        pytest.param("Must he report losses to the workshop desk?", False, id="he is somebody in the chat"),
        pytest.param("Must they report losses to the workshop desk?", False, id="they are, too"),
        pytest.param("And the workshop desk lamps?", False, id="and goes on"),
    ],
)
def test_a_question_with_it_may_be_meant_as_it_stands(question: str, stands: bool) -> None:
    assert otherwise(question, chat(*COURT)) == (question if stands else None)


PIECES = st.sampled_from(
    "What about else and the other country leader he she his her it its they that this those which how many why who "
    "Japan Korea Yoon’s Kishida 2018 in of by whom more go on did is was said "
    "President ? , . ! “ ” ( ) 東京 é 🙂".split()
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map(" ".join), st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
)


@given(st.lists(TEXTS, max_size=6), TEXTS)
def test_any_chat_gives_a_question(messages: list[str], question: str) -> None:
    history = chat(*messages)
    alone = standalone(question, history)
    assert alone or not question.strip()
    assert standalone(question, history) == alone
    assert otherwise(question, history) is None or otherwise(question, history)


@pytest.mark.parametrize(
    "aside",
    [
        "Oh, I see now",
        "I'm a bit lost",
        "No, wrong answer",
        "Hmm, not sure",
        "Sorry, my bad",
        "In winter, does he work?",
    ],
)
def test_an_aside_corrects_nothing(aside: str) -> None:
    assert standalone(aside, chat(*ROUTE)) == aside


def test_what_about_a_thing_may_be_a_topic_of_its_own() -> None:
    assert otherwise("What about hotels?", chat(*FEE)) == "hotels"
    assert otherwise("What about Peru?", chat(*FEE)) is None  # of another place nothing is said by what is said of it


@pytest.mark.parametrize(
    ("message", "on", "else_"),
    [
        ("tell me more", True, True),
        ("Go on, please", True, True),
        ("more details?", True, True),
        ("what else?", False, True),
        ("Is there anything else?", False, True),
        ("Tell me more about the strike", False, False),
        ("What else did he say?", False, False),
        ("Who goes on?", False, False),
    ],
)
def test_what_wants_more(message: str, on: bool, else_: bool) -> None:
    assert wants_to_read_on(message) is on
    assert (wants_to_read_on(message) or wants_what_else(message)) is else_
