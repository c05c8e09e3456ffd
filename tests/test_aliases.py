"""Other names: which names of a question are exchanged for those that the passages use, and which are left alone."""

from __future__ import annotations

import pytest

from rag.aliases import as_written, in_their_names
from rag.offices import holders

SUMMIT = (
    "South Korean President Yoon Suk-yeol and\nJapanese Prime Minister Fumio Kishida have agreed. "
    '"The cherry blossoms are out," the Japanese prime minister noted. Yoon said that his visit was worth it.',
    "Japanese Chief Cabinet Secretary Hirokazu Matsuno told a news briefing that Tokyo seeks to boost ties.",
    "Seoul said it would withdraw a complaint filed with the World Trade Organization. The president left on Friday.",
)
CLUB = (
    "The treasurer, Ada Lindqvist, moved that the fee be raised. Mayor Olu Bankole spoke against it.",
    "Lindqvist said the IBO had asked for it. The mayor was in a hurry. Velmark's Fisheries Minister Jorunn Askeland "
    "was there; the minister said nothing.",
)


@pytest.mark.parametrize(
    ("texts", "question", "expected"),
    [
        # who holds an office
        (
            SUMMIT,
            "What did Kishida say about cherry blossoms?",
            "What did the Japanese prime minister say about cherry blossoms?",
        ),
        (SUMMIT, "Where was Fumio Kishida's speech?", "Where was the Japanese prime minister's speech?"),
        (SUMMIT, "What did the Japanese prime minister note?", "What did Kishida note?"),
        (SUMMIT, "What did Japan's prime minister note?", "What did Kishida note?"),
        (SUMMIT, "what did the chief cabinet secretary tell the press", "what did Matsuno tell the press"),
        # by the part of a name that the texts use
        (SUMMIT, "When did Yoon Suk Yeol leave?", "When did the South Korean president leave?"),
        (SUMMIT, "What was the South Korean president's visit worth?", None),
        (SUMMIT, "Why did the South Korean president come?", "Why did Yoon come?"),
        (SUMMIT, "What did the Japanese premier note?", "What did Kishida note?"),
        (SUMMIT, "What did South Korea's leader note?", "What did Yoon note?"),
        (SUMMIT, "What did the leader note?", None),
        (CLUB, "What did the treasurer propose?", "What did Lindqvist propose?"),
        (CLUB, "Why did Bankole leave early?", "Why did the mayor leave early?"),
        # not where the office stands beside the name, or is what is asked for
        (SUMMIT, "What did Prime Minister Kishida say?", None),
        (SUMMIT, "Who is the prime minister of Japan?", None),
        (SUMMIT, "Who is the Japanese prime minister?", None),
        # another country's, one of two named, somebody else, an office that nobody is said to hold
        (SUMMIT, "What did the Chinese president say?", None),
        (SUMMIT, "When did Yoon and Kishida meet?", None),
        (SUMMIT, "What did the prime minister Aso say?", None),
        (CLUB, "What did the chairman propose?", None),
        (CLUB, "When did Askeland speak?", None),  # nobody is called by "fisheries minister" alone
        (SUMMIT, "When did Keiko Kishida leave?", None),
        (SUMMIT, "What did the former Japanese prime minister say?", None),
        (SUMMIT, "What did the prime minister of Canada say?", None),
        (SUMMIT, "Who's the prime minister?", None),
        (SUMMIT, "What is the name of the prime minister?", None),
        # initials
        (
            SUMMIT,
            "Who will withdraw the complaint at the WTO?",
            "Who will withdraw the complaint at the World Trade Organization?",
        ),
        (SUMMIT, "who complained to the wto", "who complained to the World Trade Organization"),
        (CLUB, "What did the International Brass Office ask for?", "What did the IBO ask for?"),
        (CLUB, "What did the WTO ask for?", None),
        (CLUB, "What did the FM ask for?", None),  # two letters: anybody's
        (CLUB, "When did Ada Lindqvist join?", "When did the treasurer join?"),
        # governments, where they do or have something
        (SUMMIT, "What will South Korea withdraw?", "What will Seoul withdraw?"),
        (SUMMIT, "What did South Korea announce?", "What did Seoul announce?"),
        (SUMMIT, "Is Japan's aim to boost ties?", None),
        (SUMMIT, "What is Japan's population?", None),
        (SUMMIT, "When was Tokyo founded?", None),
        (SUMMIT, "When did Tokyo Joe open?", None),
        (SUMMIT, "Who travelled to South Korea?", None),
        (SUMMIT, "What will France withdraw?", None),
        (SUMMIT, "What will South Korea do at the WTO?", "What will Seoul do at the World Trade Organization?"),
        (SUMMIT, "", None),
        ((), "What did Kishida say?", None),
    ],
)
def test_the_names_that_the_passages_use(texts: tuple[str, ...], question: str, expected: str | None) -> None:
    whole = "\n.\n".join(texts)
    assert in_their_names(question, whole, holders(whole))[:1] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what did kishida say in seoul", "what did Kishida say in Seoul"),
        ("what did the president say", "what did the president say"),
        ("What did kishida say to Yoon", "What did kishida say to Yoon"),  # it has capitals where it wants them
        ("kishida", "kishida"),
        ("", ""),
    ],
)
def test_a_question_without_capitals_gets_those_of_the_texts(question: str, expected: str) -> None:
    assert as_written(question, "\n.\n".join(SUMMIT)) == expected
