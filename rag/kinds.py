"""The kind of answer that a question asks for, by the looks of it: a date, a number, a person."""

from __future__ import annotations

import re

from .question import FUNCTION_WORDS, Query
from .stems import stems

_DATE = re.compile(
    r"\b(?:1\d{3}|20\d\d|\d{1,2}[:.]\d\d|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|spring|summer|autumn|winter|century|decades?|"
    r"years?|months?|weeks?|days?|hours?|minutes?|today|tomorrow|yesterday|tonight|ago|earlier|later|before|after|"
    r"during|until|since|when|while|now|annually|daily|weekly|monthly|noon|midnight|a\.m|p\.m|am|pm)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter|once|twice|both|pair|"
    r"couple|several|few|many|most|none|no)\b",
    re.IGNORECASE,
)
TELLING = frozenset({"how many", "when", "who"})  # kinds of question whose answers are told from others by their looks
_CONJUNCTIONS = frozenset("after before during until till since when while as once by in on at".split())
_CAPITAL = re.compile(r"(?:(?<=\W)|^)[A-Z]\w*")
_PEOPLE = re.compile(
    r"\b(?:he|she|they|we|I|who|people|persons?|men|women|man|woman|victims?|leaders?|ministers?|presidents?|"
    r"officials?|government|court|company|companies|firms?|media|team|managers?|employees?|staff|members?|"
    r"\w+(?:ists?|ers?|ors?|ians?|ants?|ents?))\b"
)
# "Who is the landlord?" asks for a name; "who paid?" may be the victims.
_WHO_IS_THE = re.compile(r"\bwho(?:['’]s| is| was| are| were) (?:the|your|our|my|its|their|his|her)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\bhow much\b.*\b(?:costs?|pay|pays|paid|price|rent|fees?|charges?|charged|deposit|salary|worth|spend|spent|"
    r"earns?|raise|raised|euros?|dollars?)\b|\b(?:price|cost)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[\d$€£¥₹%]|\b(?:free|nothing|hundreds?|thousands?|million|billion|half|double|twice|euros?|dollars?|pounds?)\b",
    re.IGNORECASE,
)


def names_somebody(query: Query) -> bool:
    """Whether a question wants the name of whoever is something: "Who is the landlord?"."""
    return bool(_WHO_IS_THE.search(query.text))


def has_quantity(query: Query, sentence: str) -> bool:
    """Whether a number stands in a sentence, or an amount of money where the question asks for one."""
    return bool((_AMOUNT if _MONEY.search(query.text) else _QUANTITY).search(sentence))


def is_kind(query: Query, answer: str) -> bool:
    """Whether an exact answer may be the date, the number or the person that is asked for; "after" is none of them."""
    if answer.strip(" ,.").lower() in _CONJUNCTIONS:
        return False
    if query.kind == "when":
        return bool(_DATE.search(answer))
    if query.kind == "how many":
        return has_quantity(query, answer)
    if query.kind == "who":
        asked = {term.stem for term in query.terms}
        names = (name[0] for name in _CAPITAL.finditer(answer) if name[0].lower() not in FUNCTION_WORDS)
        named = any(not set(stems(name)) <= asked for name in names)
        return named or (not names_somebody(query) and bool(_PEOPLE.search(answer)))
    return True
