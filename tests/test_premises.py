"""Near misses by their words: what a question takes for granted, and sentences that bear it out or deny it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.premises import Borne, premises, taken_apart

COURT = "In November 2018, the top court of South Korea ordered Japanese companies to pay."
FEDERAL = "A US federal court ordered him to pay."
ORDER = "The top court of South Korea ordered Japanese firms to pay the victims."
SUPREME = "Relations soured after South Korea's Supreme Court ruled in 2018."
MISSILE = "Hours before, North Korea launched a missile."
SECRETARY = "Japan's Chief Cabinet Secretary Hirokazu Matsuno said that ties matter."
RELATIVE = "Yoon fears North Korea, which launched a missile."
EXPORTS = "Tokyo's ministry said that it would end restrictions on exports to South Korea."
MINISTER = "He and Japan's Prime Minister Fumio Kishida met for a second round of talks last week."
CHAIR = "The chair of the board, Ann Lee, closed the meeting."
OPEN = "It is open from Tuesday to Sunday."
HOURS = f"Opening hours. {OPEN} On Thursdays it stays open until 9 p.m."
FAIR = "The fair takes place on 17 June."
RELEASE = "Released on 14 May 2024."
PLAN = "This month Seoul announced a plan that was rejected by Nippon Steel."


def borne(question: str, sentence: str) -> Borne:
    text = taken_apart(sentence)
    return premises(question).borne_out(text, text)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("What did Japan's Supreme Court rule?", SUPREME, id="whose: possessive"),
        pytest.param("What did the Supreme Court of Japan rule?", SUPREME, id="whose: of"),
        pytest.param("What did the Japanese court order?", COURT, id="whose: adjective against of"),
        pytest.param("Who is South Korea's chief cabinet secretary?", SECRETARY, id="whose: an office"),
        pytest.param("Which South Korean companies have to pay?", ORDER, id="whose: who orders them does not own them"),
        pytest.param("What did the Japanese court order?", FEDERAL, id="whose: a country's name some words before"),
        pytest.param("Which South Korean businesses have to pay?", ORDER, id="whose: firms by another word"),
        pytest.param("what did japan's court order", COURT, id="whose: typed without capitals"),
        pytest.param("Which missile did South Korea launch?", MISSILE, id="who: half of the name is the same"),
        pytest.param("What did Tokyo announce?", PLAN, id="who: a capital for its country"),
        pytest.param("What did Yoon say about ties?", SECRETARY, id="who: speakers"),
        pytest.param("Which plan was Toyota rejected by?", PLAN, id="who: a passive names the doer after by"),
        pytest.param(
            "Which missile did South Korea launch?", RELATIVE, id="who: a relative clause goes on with the name"
        ),
        pytest.param(
            "Which goods did South Korea stop exporting to Japan?", EXPORTS, id="who and whither: the second verb"
        ),
        pytest.param("Which exports to China were ended?", EXPORTS, id="whither"),
        pytest.param("What did the court rule in 2021?", SUPREME, id="when: another year"),
        pytest.param("What did the court order in March?", COURT, id="when: another month"),
        pytest.param("What is the name of Japan's trade minister?", MINISTER, id="which: another office"),
        pytest.param("What was said in the first round?", MINISTER, id="which: another number in a row"),
        pytest.param("Whom will he meet next week?", MINISTER, id="which: another week"),
        pytest.param("What is kept in room 204?", "Room 205 holds the maps.", id="which: another number"),
        pytest.param("How much does the indoor unit weigh?", "Outdoor unit: 118 kg.", id="which: another side"),
        pytest.param("How much sick leave do I get?", "Parental leave lasts 14 months.", id="which: another leave"),
        pytest.param("Is it open on Mondays?", OPEN, id="when: a day outside those that it names"),
        pytest.param("Who is the deputy chair?", CHAIR, id="which: the chair is not the deputy"),
        pytest.param("What did the constitutional court of South Korea order?", COURT, id="which: another court"),
    ],
)
def test_a_conflict(question: str, sentence: str) -> None:
    assert borne(question, sentence).conflict == 1.0


@pytest.mark.parametrize(
    ("question", "sentence", "around", "conflict"),
    [
        pytest.param("When is the winter fair?", FAIR, f"Summer fair. {FAIR}", True, id="its heading names another"),
        pytest.param("When is the summer fair?", FAIR, f"Summer fair. {FAIR}", False, id="its heading names it"),
        pytest.param("When is the winter fair?", FAIR, f"Fairs. {FAIR}", False, id="its heading names none"),
        pytest.param(
            "When was Tern 3.1 released?", RELEASE, f"Tern 3.2. {RELEASE} Not so 3.1.", True, id="another version"
        ),
        pytest.param("When was Tern 3.2 released?", RELEASE, f"Tern 3.2. {RELEASE}", False, id="this version"),
        pytest.param(
            "What is new in Tern 3.1?",
            "In 3.1 it was blue.",
            "Tern 3.2. In 3.1 it was blue.",
            False,
            id="it says which",
        ),
        pytest.param("When is it open on Thursdays?", OPEN, HOURS, True, id="the day has a sentence of its own"),
        pytest.param("When is it open on Fridays?", OPEN, HOURS, False, id="a day between those that it names"),
    ],
)
def test_what_stands_around_a_sentence_tells_of_what_it_speaks(
    question: str, sentence: str, around: str, conflict: bool
) -> None:
    said = premises(question).borne_out(taken_apart(sentence), taken_apart(around))
    assert said.conflict == float(conflict)


@pytest.mark.parametrize(
    ("question", "sentence", "missing"),
    [
        ("What happened in 2006?", "It was restored between 2004 and 2009.", 0.0),
        ("What happened in 2006?", "It was restored 2004-2009.", 0.0),
        ("What happened in 2010?", "It was restored between 2004 and 2009.", 1.0),
        ("What happened in 2006?", "It was restored in 2004 and 2009.", 1.0),
        ("Is it open in January?", "It is open from November to March.", 0.0),
        ("Is it open in May?", "It is open from November to March.", 1.0),
        ("Is it open on Mondays?", "It is closed on Monday.", 0.0),
    ],
)
def test_a_stretch_of_time_has_what_lies_in_it(question: str, sentence: str, missing: float) -> None:
    assert borne(question, sentence).missing == missing


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("What did South Korea's Supreme Court rule?", SUPREME, id="whose"),
        pytest.param("Which Japanese companies have to pay?", ORDER, id="whose: of those who are ordered"),
        pytest.param("What did the American court order?", FEDERAL, id="whose: a country's name some words before"),
        pytest.param("What did the South Korean court order?", COURT, id="whose: adjective and of"),
        pytest.param("What did North Korea launch?", MISSILE, id="who"),
        pytest.param("What did South Korea announce?", PLAN, id="who: the capital speaks for the country"),
        pytest.param("What did Matsuno say?", SECRETARY, id="who: the last name is enough"),
        pytest.param("What happened in 2018?", SUPREME, id="when"),
        pytest.param("Which exports to South Korea were restricted?", EXPORTS, id="whither"),
    ],
)
def test_a_confirmation(question: str, sentence: str) -> None:
    said = borne(question, sentence)
    assert said.confirmed == 1.0
    assert said.conflict == 0.0


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        pytest.param("What was decided?", COURT, Borne(0, 0, 0), id="nothing is taken for granted"),
        pytest.param("What did Samsung pay?", COURT, Borne(1, 0, 0), id="not mentioned at all"),
        pytest.param("What did Nippon Paper reject?", PLAN, Borne(0.5, 1, 0), id="half of a name is another one"),
        pytest.param("What did Kishida announce?", PLAN, Borne(1, 0, 0), id="a person may speak for a country"),
        pytest.param("Who ordered Japan's allies to pay?", COURT, Borne(0, 0, 0), id="mentioned, nothing said of it"),
        pytest.param("Whom did he meet last week?", MINISTER, Borne(0, 0, 0), id="the same week"),
        pytest.param("What did the Supreme Court order?", COURT, Borne(0, 0, 0), id="the top court is the supreme one"),
        pytest.param("Who is the president of South Korea?", MISSILE, Borne(1, 0, 0), id="North is of a name"),
    ],
)
def test_what_is_missing(question: str, sentence: str, expected: Borne) -> None:
    assert borne(question, sentence) == expected


def test_what_the_sentence_lacks_the_passage_may_have() -> None:
    sentence, passage = taken_apart("He said that ties matter."), taken_apart(f"{SECRETARY} He said that ties matter.")
    assert premises("What did Matsuno say?").borne_out(sentence, passage) == Borne(0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How much is a large coffee?", "A small coffee costs 2 euros, a large one 3."),
        ("How much does a double room cost?", "Single rooms cost 80 euros, double 120."),
        ("When is the outdoor pool open?", "The indoor pool is open all year, the outdoor one from May."),
        ("How much is an adult ticket?", "Adult and child tickets cost 8 euros."),
        ("How many gold medals did they win?", "They won 9 gold, 8 silver and 7 bronze medals."),
        ("What is the annual leave allowance?", "Sick leave is paid."),
        ("What does a student ticket cost?", "Child tickets cost 3 euros, those of students 5."),
        ("Is the outdoor unit heavier than the indoor unit?", "The outdoor unit weighs 118 kg."),
        ("Is smoking allowed inside buildings?", "Smoking is allowed outside buildings only."),
        ("Is there a small size?", "It comes in large sizes only."),
    ],
)
def test_two_of_a_kind_may_share_a_sentence_or_be_compared(question: str, sentence: str) -> None:
    assert borne(question, sentence).conflict == 0.0


MINISTERS = "Kessara's prime minister called the step a breach of the treaty."
RECALL = "His foreign minister, Agata Brenn, recalled the ambassador."


@pytest.mark.parametrize(
    ("question", "before", "sentence", "conflict"),
    [
        ("Who is Varudia's foreign minister?", MINISTERS, RECALL, 1.0),
        ("Who is Kessara's foreign minister?", MINISTERS, RECALL, 0.0),
        (
            "Who is Norway's foreign minister?",
            "Iceland goes on.",
            "Its foreign minister, Hlynur Starkadsson, left.",
            1.0,
        ),
        ("Who is Norway's foreign minister?", "Norway left Iceland.", "Its foreign minister, Ada Lie, stayed.", 0.0),
        ("Who is Norway's foreign minister?", "It went on.", "Iceland said its foreign minister stayed.", 1.0),
        ("Who is Norway's foreign minister?", "Iceland goes on.", "Norway said its foreign minister stayed.", 0.0),
        ("Who is Norway's foreign minister?", "Mensah Boateng spoke.", "Her foreign minister, Ada Lie, stayed.", 0.0),
        ("Who is Norway's foreign minister?", "", RECALL, 0.0),
        ("Who is Norway's foreign minister?", "Iceland voted.", "With its foreign minister gone, Norway voted.", 0.0),
        ("What is the capital of Malta?", "It lies south of Italy.", "Its capital is Valletta.", 0.0),
        ("Who was Marie Curie's husband?", "She moved to France in 1891.", "Her husband was a physicist.", 0.0),
        ("Who was Marie Curie's husband?", "", "In Paris she met her husband, Pierre.", 0.0),
        ("What is Fjordline's refund policy?", "It sells in Germany.", "Its refund policy covers 30 days.", 0.0),
        ("What is Fjordline's refund policy?", "The firm sells in Germany.", "Its refund policy covers 30 days.", 0.0),
        ("What did Anna Berg's lawyer say?", "Berg was flown to Germany.", "Her lawyer said nothing.", 0.0),
    ],
)
def test_whose_its_is(question: str, before: str, sentence: str, conflict: float) -> None:
    around = taken_apart(f"Norway and Varudia. {before} {sentence}")
    found = premises(question).borne_out(taken_apart(sentence), around, taken_apart(before) if before else None)
    assert found.conflict == conflict


@given(st.text(max_size=120), st.text(max_size=200))
def test_any_text_is_measured_between_0_and_1(question: str, sentence: str) -> None:
    assert all(0.0 <= value <= 1.0 for value in borne(question, sentence))
