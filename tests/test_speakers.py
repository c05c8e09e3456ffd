"""Speakers: whose words a question asks for, and who "he" or "she" is where a sentence tells what was said."""

from __future__ import annotations

import pytest

from rag.offices import Holder, holders
from rag.records import Span
from rag.speakers import asked_about, asked_as, asked_whose, pronoun, pronouns, speaker_in, speakers

NEWS = (
    "Japanese Prime Minister Fumio Kishida met South Korean President Yoon Suk Yeol. Kishida was glad of it. "
    "According to Kishida, both had agreed. "
    '"The blossoms are out," the Japanese prime minister noted. '
    "He added that the two were partners. It rained. "
    '"This is not zero-sum," he emphasized. '
    "Yoon welcomed the plan, and he said it was brave. "
    '"We are ready," said Halvard Brekke. '
    "She was not, Askeland told reporters, and she warned of more. "
    "Yoon said Kishida told him everything. "
    "The company complained. "
    "The plan has no date. He hopes for May."
)


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He added that the two were partners.", {"Fumio", "Kishida"}),  # by the office, two sentences above
        ('"This is not zero-sum," he emphasized.', {"Fumio", "Kishida"}),  # with another "he" and the weather between
        ("According to Kishida, both had agreed.", {"Kishida"}),
        ('"The blossoms are out," the Japanese prime minister noted.', {"Fumio", "Kishida"}),
        ('"We are ready," said Halvard Brekke.', {"Halvard", "Brekke"}),
        ("She was not, Askeland told reporters, and she warned of more.", {"Askeland"}),
        ("Yoon said Kishida told him everything.", {"Yoon", "Kishida"}),
        ("The company complained.", set()),
        ("Kishida was glad of it.", set()),
    ],
)
def test_who_speaks(sentence: str, expected: set[str]) -> None:
    assert speakers(NEWS, at(NEWS, sentence), holders(NEWS)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge is closed. He said so.", set()),  # nobody was named
        ("The mayor left. He said so.", set()),  # an office that nobody is said to hold
        ("The vote is near. Lind came late, as Lind does. She said so.", {"Lind"}),  # the subject, who did not speak
        ("He said so.", set()),
    ],
)
def test_who_a_pronoun_is(text: str, expected: set[str]) -> None:
    said = max(text.find("He said"), text.find("She said"))
    assert speakers(text, Span(said, len(text)), []) == expected


def test_two_of_one_office_are_not_told_apart_without_their_country() -> None:
    known = [
        Holder("Soylu", frozenset({"Nihal", "Soylu"}), "minister", "Turkish"),
        Holder("Galanis", frozenset({"Galanis"}), "minister", "Greek"),
    ]
    text = "The minister said so. The Greek minister said no."
    assert speakers(text, at(text, "The minister said so."), known) == set()
    assert speakers(text, at(text, "The Greek minister said no."), known) == {"Galanis"}


PEOPLE = (
    "Prime Minister Fumio Kishida met Halvard Brekke. Brekke said no. Ms Osei agreed. Nippon Steel said nothing.\n"
    "The Apple spokeswoman said that Apple was glad."
)


@pytest.mark.parametrize(
    ("question", "names", "with_he"),
    [
        ("What did Kishida say about it?", {"Kishida"}, "What did he say about it?"),
        ("What does Fumio Kishida think?", {"Fumio", "Kishida"}, "What does he think?"),
        ("Did Brekke say so?", {"Brekke"}, "Did he say so?"),
        ("and what else did Osei claim?", {"Osei"}, "and what else did he claim?"),
        ("What did Halvard Brekke explain?", {"Halvard", "Brekke"}, "What did he explain?"),
        # not a person as far as the texts tell: others speak for it
        ("What did South Korea say?", set(), "What did he say?"),
        ("What did Nippon Steel say?", set(), "What did he say?"),
        ("What did Apple say?", set(), "What did he say?"),
        # not what somebody said
        ("Why did Kishida leave?", set(), "Why did Kishida leave?"),
        ("What did the mayor say?", set(), "What did the mayor say?"),
        ("Which book did Kishida claim?", set(), "Which book did Kishida claim?"),
        ("What did He say?", set(), "What did he say?"),
        ("", set(), ""),
    ],
)
def test_whose_words_are_asked_for(question: str, names: set[str], with_he: str) -> None:
    assert asked_about(question, PEOPLE, holders(PEOPLE)) == names
    assert asked_as(question, "he") == with_he


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Xi Jinping said growth was strong.", {"Xi", "Jinping"}),
        ("Kishida on Monday said it was time.", set()),
        ("Professor Jane Smith of Harvard University said so.", set()),
        ('"No," said Japanese Prime Minister Fumio Kishida.', {"Fumio", "Kishida", "Japanese", "Prime"}),
        ("The President said so.", set()),
        ("The vice president said so.", set()),
        ("The Greek minister said so.", set()),
        ("The\nJapanese prime\nminister said so.", {"Fumio", "Kishida"}),
    ],
)
def test_who_is_not_taken_for_another(sentence: str, expected: set[str]) -> None:
    known = holders("Japanese Prime Minister Fumio Kishida and Turkish Minister Nihal Soylu met.")
    assert speakers(sentence, Span(0, len(sentence)), known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japanese Prime\nMinister Fumio Kishida", [("Kishida", "prime minister", "Japanese")]),
        ("South Korea's President Yoon Suk Yeol left. Yoon smiled.", [("Yoon", "president", "South Korea")]),
        ("US President Joe Biden Tuesday left. On Tuesday it rained.", [("Biden", "president", "US")]),
        ("the treasurer, Ada Orlik, left", [("Orlik", "treasurer", "")]),
        ("Chief Justice John Roberts", [("Roberts", "chief justice", "")]),
        ("General Motors", []),
        ("Prince William", []),
        ("the mayor", []),
    ],
)
def test_who_holds_which_office(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(holder.name, holder.role, holder.owner) for holder in holders(text)] == expected


def test_the_pronouns_of_speech() -> None:
    assert pronoun("Then she quietly added that it was so.") == "she"
    assert pronoun("He left, and it was said so.") is None
    assert pronouns("He said so.\n.\nIt is, she later said.\n.\nThey said no.") == ["he", "she"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who talked about cherry blossoms?", "cherry blossoms"),
        ("who said that the ties are urgent", "the ties are urgent"),
        ("Who was it that mentioned “partners”?", "partners"),
        ("And who told reporters that it was over?", "it was over"),
        ("Who told the firms to pay?", ""),  # an order, and no words
        ("Who should be called about the fire?", ""),
        ("What did she say about blossoms?", ""),
        ("who said", ""),
    ],
)
def test_words_whose_speaker_is_asked_for(question: str, words: str) -> None:
    assert asked_whose(question) == words


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ('"The blossoms are out," the Japanese prime minister noted.', "the Japanese prime minister"),
        ('"We are ready," said Halvard Brekke.', "Halvard Brekke"),
        ("And Yoon said that it was time.", "Yoon"),
        ("According to Kishida, both had agreed.", "Kishida"),
        ('"This is not zero-sum," he emphasized.', None),
        ("Yoon said Kishida told him everything.", None),  # which of them?
        ("Japan rejected it.", None),
    ],
)
def test_who_is_named_as_speaking(sentence: str, speaker: str | None) -> None:
    found = speaker_in(sentence)
    assert (found and found.of(sentence)) == speaker
