"""The exact answer made whole: a reader may stop short of a number's unit, the end of a range, or a last period."""

from __future__ import annotations

import re
from itertools import takewhile

from .question import FUNCTION_WORDS, Query
from .records import Span
from .stems import stem_all

NUMBER = (
    r"(?:\d+(?:[.,:]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)\b)"
)
_SCALE = r"(?:%|‰|°[CF]?|per ?cent\b|hundred\b|thousand\b|million\b|billion\b|dozen\b)"
_UNIT = re.compile(
    r"years?|months?|weeks?|days?|hours?|minutes?|seconds?|euros?|dollars?|pounds?|yen|won|cents?|[ckm]?m|[km]?g|"
    r"miles?|met(?:er|re)s?|kilomet(?:er|re)s?|kilograms?|grams?|tons?|tonnes?|lit(?:er|re)s?|inch(?:es)?|feet|foot|"
    r"degrees|people|times",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"(?:[\s-]\w+){1,3}")
_HOW_MANY = re.compile(r"(?<=how many )\w+(?: \w+){0,3}", re.IGNORECASE)
_ENDS_WITH_NUMBER = re.compile(rf"{NUMBER}(?:\s?{_SCALE})?$", re.IGNORECASE)
_DOTTED = re.compile(r"(?:^|\W)[A-Za-z](?:\.[A-Za-z])+$")  # "10 a.m", of which the last period is a part
_RANGE_FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
_RANGE_TO = re.compile(
    rf"\s?(?:to|until|till|through|and|-|–)\s?(?:{NUMBER}|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)(?:\s?[ap]\.m\.|\s?[ap]m\b)?",
    re.IGNORECASE,
)
# "Victims rejected it" is not what "some of the victims rejected it" says.
_PART_OF = re.compile(
    rf"\b(?:(?:not )?(?:some|most|many|several|few|all|none|half|part|either|neither|each|hundreds|thousands|dozens)|"
    rf"(?:a|the) (?:part|few|majority|minority|number|third|quarter)|{NUMBER}) of "
    r"(?:(?:the|these|those|its|their|our) )?$",
    re.IGNORECASE,
)
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}


def whole(sentence: str, found: Span, query: Query) -> Span:
    """The answer `found` in a sentence, with what belongs to it: both are spans of the sentence.

    It grows to whole words and numbers, by a currency sign, by "some of the" before it, and, where a number or a time
    is asked for, by its unit or the end of its range; a bracket or quotation mark of which only one half is in it goes.
    """
    words = found.of(sentence)
    start, end = found.start + len(words) - len(words.lstrip()), found.start + len(words.rstrip(" \t\n,;:"))
    if end == len(sentence) and words.endswith(".") and not _DOTTED.search(sentence[: end - 1]):
        end -= 1  # the sentence ends there, and not the answer
    start, end = _whole_words(sentence, Span(start, max(start, end)))
    if re.search(r"[$€£¥₹]\s?$", sentence[:start]) and sentence[start : start + 1].isdigit():
        start = len(re.sub(r"[$€£¥₹]\s?$", "", sentence[:start]))
    if part := _PART_OF.search(sentence[:start]):
        start = part.start()
    end = _dotted(sentence, end)
    if query.kind == "how many":
        end = _with_unit(sentence, start, end, query)
    ranges = query.kind in ("how many", "when") and _RANGE_FROM.search(sentence[:start])
    if ranges and (rest := _RANGE_TO.match(sentence, end)):
        end = _dotted(sentence, rest.end())
    return _without_half_a_pair(sentence, start, end)


def _whole_words(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    for word in re.finditer(r"\d+(?:[.,:]\d+)+|\w+", text):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return start, end


def _dotted(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "." and _DOTTED.search(text[:end]) else end


def _with_unit(text: str, start: int, end: int, query: Query) -> int:
    if not _ENDS_WITH_NUMBER.search(text[start:end]):
        return end
    if scale := re.match(rf"\s?{_SCALE}", text[end:], re.IGNORECASE):
        end += scale.end()
    following = _FOLLOWING.match(text, end)
    words = list(re.finditer(r"\w+", following[0])) if following else []
    words = list(takewhile(lambda word: word[0].lower() not in FUNCTION_WORDS, words))
    asked = _HOW_MANY.search(query.text)
    counted = set(stem_all(asked[0].split())) if asked else set()
    # "Up to five unused days" when days are asked for: what describes the unit may stand between.
    named = [word for word in words if stem_all([word[0]])[0] in counted]
    plural = [word for word in named if word[0].endswith("s")]
    unit = (plural or named)[-1:] or [word for word in words[:1] if _UNIT.fullmatch(word[0])]
    return end + unit[0].end() if unit else end


def _without_half_a_pair(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    for opening, closing in _PAIRS.items():
        start += words.startswith(opening) and closing not in words
        end -= words.endswith(closing) and opening not in words
    if words.count('"') == 1:
        quoted = re.match(r'[.,]?"', text[end:])
        if words.startswith('"'):
            start += 1
        elif quoted:
            end += quoted.end()  # 'the resumption of "shuttle diplomacy'
        else:
            end -= words.endswith('"')
    return Span(start, max(start, end))
