"""Commands as the questions that they stand for: "Name the firms that must pay" asks which firms must pay.

The reader has learnt from questions; of a command it doubts the same answer more.
"""

from __future__ import annotations

import re

_PLEASE = r"^\W*(?:(?:and|but|so|ok|okay|please|now|then)[\s,]+)*(?:(?:can|could|will|would) you (?:please )?)?"
# "Tell me who met in Tokyo."
_TELL = re.compile(
    rf"{_PLEASE}(?:(?:tell|show|remind|explain to) (?:me|us)|explain|describe)(?: again)?(?: please)?[\s,:]+"
    r"(?=(?:(?:in|on|at|by|for|to|with|from) )?(?:who|whom|whose|what|when|where|which|why|how)\b)",
    re.IGNORECASE,
)
# "List all the firms that must pay."; "name" alone may be a noun: "name of the minister"
_NAME = re.compile(
    rf"{_PLEASE}(?:name|list|(?:give|tell|show|name|list) (?:me|us))\s+"
    r"(?:(?:all|every|some|each)\s+(?:of\s+)?)?(?:the\s+)?"
    r"(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,4}?)\s+(?:that|who|which)\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# What may not stand in the thing named: then the clause is of something else, or there is no thing at all.
_NO_THING = re.compile(
    r"\b(?:about|what|who|whom|which|that|when|where|why|how|of|if|whether|and then)\b", re.IGNORECASE
)
_END = " .!?\n"


def as_question(text: str) -> str:
    """The question that a command stands for; any other text comes back unchanged."""
    if told := _TELL.match(text):
        asked = text[told.end() :].rstrip(_END)
        return f"{asked[0].upper()}{asked[1:]}?"
    named = _NAME.match(text)
    if named and not _NO_THING.search(named["what"]):
        return f"Which {named['what']} {named['rest'].rstrip(_END)}?"
    return text
