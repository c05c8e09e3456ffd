"""Requests for all that the documents say of something, rather than for one fact: "Tell me about the strike"."""

from __future__ import annotations

import re

from .antecedents import AUX, LEAD, TO, WH

_PLEASE = (
    r"^\W*(?:(?:and|but|so|ok|okay|hi|hello|please|now|then|well)[\s,]+)*(?:(?:can|could|will|would) you (?:please )?)?"
)
_ON = r"(?:about|on|of|regarding|concerning)"
_OF = r"(?:about|of|with|regarding|concerning)"  # "written on the wall" is none of it
_TEXTS = (
    r"(?:(?:the|these|those|this|my|our|your|both|all)\s+)*(?:documents?|articles?|files?|texts?|notes?|folder|papers?)"
)
_WE = rf"(?:you|they|we|it|{_TEXTS})"
_SOME = r"(?:(?:some|any|more|all|a bit of|a little|further|the|a|an|short|brief|quick|general|key|main)\s+)*"
_SUM = r"(?:overview|summary|gist|outline|recap)"
_NEWS = rf"(?:information|info|details?|facts?|news|background|story|{_SUM})"
_SAID = r"(?:said|known|written|reported|mentioned|told|stated|recorded)"
_WANT = r"(?:give me|show me|i(?:['’]d| would)? (?:like|want|need|love)(?: to (?:know|hear|learn|read|have|get))?)"
_ASKED = (
    r"(?:tell|teach|brief) (?:me|us)(?: (?:more|something|everything|anything|all|a bit))?(?: (?:that )?you know)?",
    rf"what (?:all )?(?:(?:do|does|did|can|have|has) )?{_WE} (?:have |got )?(?:to )?"
    rf"(?:say|know|tell|mention|write|{_SAID})(?: (?:me|us))?",
    rf"(?:is|are) there {_SOME}(?:anything|something|{_NEWS}|mention)(?: (?:{_SAID}|in {_TEXTS}))*",
    rf"(?:do|does|did) {_WE} (?:say|know|have|mention|contain) (?:anything|something|{_SOME}{_NEWS})",
    rf"(?:{_WANT} )?{_SOME}(?:{_NEWS}|anything|everything|something|more)",
    _WANT,
)
_TOLD = (
    rf"what(?:['’]s| is| was| has been) (?:{_SAID}|there(?: to know)?|going on|the (?:story|deal|matter|news))"
    rf"(?: in {_TEXTS})?"
)
_ABOUT = re.compile(
    rf"{_PLEASE}(?:(?:{'|'.join(_ASKED)}) {_ON}|{_TOLD} {_OF})\s+(?P<topic>\S.*)", re.IGNORECASE | re.DOTALL
)
_PLAIN = re.compile(rf"{_PLEASE}(?:describe|explain)\s+(?P<topic>\S.*)", re.IGNORECASE | re.DOTALL)
_SUMMED = re.compile(
    rf"{_PLEASE}(?:summari[sz]e|sum up|outline|recap|(?:{_WANT} )?{_SOME}{_SUM} of)\s+(?P<topic>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_SHORTLY = r"in (?:a nutshell|short|brief|a few words)"
_NUTSHELL = re.compile(rf"^\W*(?P<topic>\S.*?),?\s+{_SHORTLY}\W*$", re.IGNORECASE | re.DOTALL)
_BEHIND = re.compile(rf"[\s,]+(?:(?:to|for) (?:me|us)|please|briefly|{_SHORTLY}|in {_TEXTS})\W*$", re.IGNORECASE)
# "Explain why it failed" asks a question; "summarise what she said" wants more than one thing said.
_QUESTION = re.compile(
    rf"{LEAD}\W*(?:{TO} )?(?:{WH}\b|if\b|whether\b|that (?:he|she|it|they|we|you|i|the|an?|there)\b)", re.IGNORECASE
)
_ASKS = re.compile(rf"{LEAD}\W*{AUX}\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:it|this|that|these|those|he|him|she|her|they|them|you|me|us|yourself|please|so|more|something|again)", re.I
)
_LONGEST = 200  # characters: a longer message is more than a topic


def topic_of(question: str) -> str:
    """What a request is about, in its own words; "" where a question asks for something else."""
    if len(question) > _LONGEST:
        return ""
    summed = _SUMMED.match(question)
    asked = summed or _ABOUT.match(question) or _PLAIN.match(question) or _NUTSHELL.match(question)
    if not asked:
        return ""
    topic = asked["topic"].strip(" .!?\n")
    while (shorter := _BEHIND.sub("", topic)) != topic:
        topic = shorter
    if _NOTHING.fullmatch(topic) or (not summed and _QUESTION.match(topic)):
        return ""
    # "Will power" may be told of, but "will he go, in short" is asked.
    return "" if asked.re is _NUTSHELL and _ASKS.match(topic) else topic
