"""The clause that answers "why", "how" and "what did … say", where the words around it leave no doubt."""

from __future__ import annotations

import re

from .question import Query
from .records import Span
from .stems import stems

_BECAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result of|on account of|in order (?:not )?to|so that|"
    r"so as (?:not )?to|for fear of)\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"\bto$", re.IGNORECASE)
_MEANS = re.compile(r"\b(?:by|through|via)$", re.IGNORECASE)
_HOW_ALONE = re.compile(
    r"^\W*(?:and |but |so )?how (?:do|does|did|is|are|was|were|can|could|will|would|should)\b", re.I
)
_ANOTHER = re.compile(r"[,;:]? (?:but|while|whereas|although|though|and (?:that|then|also))\b|[;:]", re.IGNORECASE)

_SAY = (
    r"(?:say|said|says|tell|told|state[sd]?|announced?|announces|note[sd]?|add(?:s|ed)?|stress(?:es|ed)?|"
    r"emphasi[sz]e[sd]?|warn(?:s|ed)?|claim(?:s|ed)?|argue[sd]?|explain(?:s|ed)?|write|wrote|declare[sd]?|"
    r"report(?:s|ed)?|confirm(?:s|ed)?|insist(?:s|ed)?|admit(?:s|ted)?|promise[sd]?|pledge[sd]?)"
)
# Not "announce" or "promise", after which a thing may be asked for, nor "say it would do".
_SAID = re.compile(
    r"^\W*(?:and |but |so )?what (?:else )?(?:did|does|do|has|have|had) (?P<who>.+?) (?:say|said|tell|told|write|"
    r"written|claim(?:ed)?|argued?|explain(?:ed)?|stated?|noted?|add(?:ed)?|emphasi[sz]ed?|stress(?:ed)?|warn(?:ed)?)"
    r"(?: (?:about|on|of|regarding|concerning|to|in|at|after|before|during|when|then|later|again)\b[^?]*)?[\s?.!]*$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    rf"(?:^|[,:]\s)(?P<who>[^,.;:“”\"]*?)\b{_SAY}\s+(?:[^,.;:“”\"]{{0,60}}?\s)?that\s+", re.IGNORECASE
)
_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]+)[”\"]")
# The speaker before or behind a quotation: "…," Matsuno said · "…," said Matsuno · Matsuno said: "…"
_AFTER = re.compile(
    rf"\s*,?\s*(?:(?P<who>[^,.;:“”\"]{{1,80}}?)\s+{_SAY}\b|{_SAY}\s+(?P<whom>(?:[a-z]+\s+)*(?:[A-Z][\w’'-]*\s*)+))"
)
_BEFORE = re.compile(rf"(?:^|,\s)(?P<who>[^,.;:“”\"]{{1,80}}?)\s+{_SAY}[^,.;:“”\"]{{0,40}}[,:]\s*$", re.IGNORECASE)
_NOT_ONE_SPEAKER = re.compile(r"\b(?:who|which|that|not|and|or)\b|['’]s?\s", re.IGNORECASE)


def asks_what_was_said(query: Query) -> bool:
    """Whether the question is what somebody said."""
    return bool(_SAID.match(query.text))


def clause(sentence: str, found: Span | None, query: Query) -> Span | None:
    """The reason, the way or the words said, as a span of the sentence; None when it is not certain.

    `found` is the answer that the reader sees in the sentence, a span of it.
    """
    if said := _SAID.match(query.text):
        return _said(sentence, said["who"])
    if query.kind == "why":
        return _reason(sentence, found)
    if query.kind == "how" and _HOW_ALONE.match(query.text) and found is not None:
        return _marked(sentence, found, _MEANS, r"\s*\w+ing\b")
    return None


def _reason(sentence: str, found: Span | None) -> Span | None:
    markers = list(_BECAUSE.finditer(sentence))
    if len(markers) == 1:
        marked = _to_the_end(sentence, markers[0].start())
        # The reader, too, must see the answer there, if it sees one.
        return marked if marked and (found is None or found.overlaps(marked)) else None
    return _marked(sentence, found, _PURPOSE, r"\s*[a-z]") if found is not None and not markers else None


def _marked(sentence: str, found: Span, marker: re.Pattern[str], follows: str) -> Span | None:
    """What the reader sees, when a word like "to" or "by" opens it."""
    inside = re.match(r"\s*\w+", found.of(sentence))
    if inside and marker.search(inside[0]):
        start, after = found.start, found.start + inside.end()
    elif before := marker.search(sentence[: found.start].rstrip()):
        start, after = before.start(), found.start
    else:
        return None
    return Span(start, found.end) if re.match(follows, sentence[after:]) else None


def _to_the_end(sentence: str, start: int) -> Span | None:
    """A clause from its first word to the end of the sentence; one that comes first, to its comma."""
    end = len(sentence.rstrip().rstrip(".!?"))
    if not sentence[:start].strip():
        commas = [n for n, character in enumerate(sentence) if character == ","]
        return Span(start, commas[0]) if len(commas) == 1 else None
    return None if _ANOTHER.search(sentence, start, end) else Span(start, end)


def _said(sentence: str, who: str) -> Span | None:
    """What somebody says in the sentence: a quotation, or what follows "said that"."""
    quotes = list(_QUOTED.finditer(sentence))
    if len(quotes) == 1:
        quote = quotes[0]
        after, before = _AFTER.match(sentence, quote.end()), _BEFORE.search(sentence[: quote.start()])
        said_by = (after["who"] or after["whom"]) if after else before["who"] if before else ""
        words = quote["words"].rstrip(" ,")
        return Span(quote.start("words"), quote.start("words") + len(words)) if _speaks(who, said_by) else None
    reported = None if quotes else _REPORTED.search(sentence)
    if reported and _speaks(who, reported["who"]):
        end = len(sentence.rstrip().rstrip(".!?"))
        return None if _ANOTHER.search(sentence, reported.end(), end) else Span(reported.end(), end)
    return None


def _speaks(asked: str, speaker: str) -> bool:
    """Whether the speaker is the one who is asked about: all of the name, and no spokesman of theirs."""
    name, said = stems(asked), stems(speaker)
    return bool(name and said) and set(name) <= set(said) and said[-1] in name and not _NOT_ONE_SPEAKER.search(speaker)
