"""Commands as the questions that they stand for: "Name the firms that must pay" asks which firms must pay.

The reader has learnt from questions; of a command it doubts the same answer more.
"""

from __future__ import annotations

import re

from .question import FUNCTION_WORDS, analyse, is_plural
from .topic import topic_of

_PLEASE = r"^\W*(?:(?:and|but|so|ok|okay|please|now|then)[\s,]+)*(?:(?:can|could|will|would) you (?:please )?)?"
# "Tell me who met in Tokyo."
_TELL = re.compile(
    rf"{_PLEASE}(?:(?:tell|show|remind|explain to) (?:me|us)|explain|describe)(?: again)?(?: please)?[\s,:]+"
    r"(?:exactly\s+)?"
    r"(?=(?:(?:in|on|at|by|for|to|with|from) )?(?:who|whom|whose|what|when|where|which|why|how)\b)",
    re.IGNORECASE,
)
# "List all the firms that must pay."; "name" alone may be a noun: "name of the minister"
_NAME = re.compile(
    rf"{_PLEASE}(?:name|list|(?:give|tell|show|name|list) (?:me|us))\s+"
    r"(?:(?:all|every|some|each|any|both|one)\s+(?:of\s+)?)?(?:(?:the|an?)\s+)?"
    r"(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,4}?)\s+(?:that|who|which)\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# What may not stand in the thing named: then the clause is of something else, or there is no thing at all.
_NO_THING = re.compile(
    r"\b(?:about|exactly|proof|evidence|what|who|whom|which|that|when|where|why|how|of|if|whether|and then)\b",
    re.IGNORECASE,
)
# "List the error codes.", "Give me all opening hours": whatever is plural and stands alone.
_LIST = re.compile(
    rf"{_PLEASE}(?P<verb>name|list|enumerate|(?:give|tell|show|name|list) (?:me|us))\s+"
    r"(?P<all>(?:(?:all|every|some|each|any|both|out)\s+(?:of\s+)?)*)(?:(?:a|the)\s+list\s+of\s+(?:all\s+)?)?"
    r"(?P<the>(?:the|your|their|its)\s+)?(?P<what>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# "Did Yoon say anything about it?" wants to hear it.
_SAY_ANYTHING = re.compile(
    r"^\W*(?:(?:and|but|so|ok)[\s,]+)*(?P<aux>do|does|did|has|have) (?P<who>(?!you\b|they\b|it\b|"
    r"the (?:documents?|articles?|texts?)\b)[^,?]{1,60}?) (?P<verb>say|said) (?:anything|something)(?P<rest>\b[^?]*)",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"(?:every|any|some)(?:one|body)|those|all|people|persons?", re.IGNORECASE)
_NOUN = 4  # words of a thing: "all past board meetings"
_END = " .!?\n"


def as_question(text: str) -> str:
    """The question that a command stands for; any other text comes back unchanged."""
    if said := _SAY_ANYTHING.match(text):
        return f"What {said['aux'].lower()} {said['who']} {said['verb']}{said['rest'].rstrip(_END)}?"
    if told := _TELL.match(text):
        asked = text[told.end() :].rstrip(_END)
        return f"{asked[0].upper()}{asked[1:]}?"
    named = _NAME.match(text)
    if not named or _NO_THING.search(named["what"]):
        return _which_are(text)
    what = "Who" if _ANYBODY.fullmatch(named["what"]) else f"Which {named['what']}"
    return f"{what} {named['rest'].rstrip(_END)}?"


def _which_are(text: str) -> str:
    """The question for a list of things named by a noun in the plural: "List the error codes", "show me all prices"."""
    listed = _LIST.match(text)
    if not listed or topic_of(text):
        return text
    what = listed["what"].rstrip(_END)
    words = what.split()
    noun = next((n for n, word in enumerate(words) if word.lower() in FUNCTION_WORDS), len(words))
    if not 0 < noun <= _NOUN or not is_plural(words[noun - 1]):
        return text
    if listed["verb"].lower() == "name" and not (listed["all"] or listed["the"]):
        return text  # "name tags for visitors"
    asked = f"What are {listed['the'] or 'the '}{what}?"
    return asked if analyse(asked).terms else text
