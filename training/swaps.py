"""Near misses: questions that look as if a passage answered them, and it does not.

Each is made from an answerable question by changing one thing it asks about for another of its kind: a name,
a year, a number, a country, a role, a word for its opposite, the question word. Only changes that leave the
passage without an answer are wanted; the rules below lean to the safe side, and the card tells what share of
a sample was judged good.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence

from rag.records import Span
from rag.stems import stems
from rag.text import sentences

from .kinds import COUNTRIES, GROUPS, MORE_COUNTRIES, OPPOSITES
from .sources import Question

_YEAR = re.compile(r"\b(?:1\d{3}|20[0-3]\d)\b")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*\b(?!-)")
_NAME = re.compile(
    r"\b[A-Z][\w’'&.-]*[\w](?:\s+(?:of the|of|de|van|von|al|and the)\s+(?=[A-Z])|\s+)?"
    r"(?:(?:(?<=\s)[A-Z][\w’'&.-]*\w)(?:\s+(?:of the|of|de)\s+(?=[A-Z])|\s+(?=[A-Z]))?)*"
)
_ORGANISATION = re.compile(
    r"\b(?:University|College|School|Party|Court|Council|Company|Corporation|Inc|Bank|Church|Army|Navy|Union|"
    r"Association|Institute|Museum|Agency|Ministry|Committee|Commission|League|Club|Department|Group|Press|Team)\b"
)
_PLACE = re.compile(
    r"\b(?:River|Lake|Mount|Mountains?|Island|Islands|City|County|Province|Sea|Bay|Valley|Street|Bridge|Ocean|"
    r"State|Coast|Peninsula|Park|Airport)\b"
)
_NOT_NAMES = frozenset(
    "The A An In On At For From By With What Which Who Whom Whose When Where Why How Is Are Was Were Do Does Did "
    "Has Have Had Can Could Will Would Should He She It They We You I His Her Its Their Our My This That These "
    "Those There Here If But And Or So As After Before During While Since Although Though However Also Not No "
    "Yes According Name Some Many Most All Both Each Other Another One Two Three Then Now I'm I've I'd I'll It's "
    "OP Mr Mrs Dr Please Thanks Edit".split()
)
_LONGER = re.compile(r"[A-Z]\w*\. $|\b(?:et|les|la|the third) $")
_COUNTRY_NAMES = [country for country, _ in COUNTRIES] + MORE_COUNTRIES
_PEOPLES = [people for _, people in COUNTRIES]
_KIND_OF = dict.fromkeys(_COUNTRY_NAMES, "country") | dict.fromkeys(_PEOPLES, "people")

_OTHERS: dict[str, list[str]] = {}
for _group in GROUPS:
    for _word in _group:
        _OTHERS.setdefault(_word, []).extend(w for w in _group if w != _word)
_OPPOSITE: dict[str, list[str]] = {}
for _a, _b in OPPOSITES:
    _OPPOSITE.setdefault(_a, []).append(_b)
    _OPPOSITE.setdefault(_b, []).append(_a)
_TABLE_WORD = re.compile(
    r"\b(?:" + "|".join(re.escape(w) for w in sorted(_OTHERS.keys() | _OPPOSITE.keys(), key=len, reverse=True)) + r")\b"
)


def near_miss(question: Question, passage: str, article: Sequence[str], pick: random.Random) -> tuple[str, str] | None:
    """(the changed question, the kind of change), or None where no change is safe.

    `passage` is the text that answers `question` (its answers are spans of it); `article` holds other texts of
    the same document, whose names and numbers are the first choice to swap in.
    """
    tries: list[tuple[str, Callable[..., str | None]]] = [
        ("name", _swap_name),
        ("name", _swap_name),
        ("number", _swap_number),
        ("word", _swap_word),
        ("word", _swap_word),
        ("opposite", _swap_opposite),
        ("asked", _change_asked),
        ("negation", _negate),
    ]
    weights = {"name": 3.0, "number": 3.0, "word": 1.5, "opposite": 1.5, "asked": 0.5, "negation": 0.12}
    tries.sort(key=lambda item: -(weights[item[0]] ** 0.7 * pick.random() ** 0.5))
    for kind, change in tries:
        if kind == "negation" and pick.random() > 0.3:
            continue
        if kind == "asked" and pick.random() > 0.6:
            continue
        changed = change(question, passage, article, pick)
        if changed and changed.casefold() != question.text.casefold():
            return changed, kind
    return None


def edited(question: str, changed: str, passage: str, answers: Sequence[Span]) -> tuple[str, tuple[Span, ...]] | None:
    """The passage with the change that was made to its question, and where its answers then stand.

    None where the changed words do not stand in the passage, overlap an answer, or would leave traces: a part of the
    name elsewhere, or the new words beside others of the same.
    """
    old, new = _difference(question, changed)
    if not old or not new or _has(passage, new) or not _has(passage, old):
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    places = [Span(*match.span()) for match in pattern.finditer(passage)]
    if not places or any(place.overlaps(answer) for place in places for answer in answers):
        return None
    text = pattern.sub(lambda _: new, passage)
    if _has(text, old) or any(len(word) > 3 and word[0].isupper() and _has(text, word) for word in old.split()):
        return None
    longer = len(new) - len(old)
    moved = [longer * sum(place.end <= answer.start for place in places) for answer in answers]
    return text, tuple(Span(a.start + by, a.end + by) for a, by in zip(answers, moved, strict=True))


def _difference(one: str, other: str) -> tuple[str, str]:
    """The words by which two questions differ: (of the first, of the second)."""
    mine, theirs = re.split(r"(\W)", one), re.split(r"(\W)", other)
    start = 0
    while start < min(len(mine), len(theirs)) and mine[start] == theirs[start]:
        start += 1
    end = 0
    while end < min(len(mine), len(theirs)) - start and mine[-1 - end] == theirs[-1 - end]:
        end += 1
    return "".join(mine[start : len(mine) - end]).strip(), "".join(theirs[start : len(theirs) - end]).strip()


def names(text: str) -> list[Span]:
    """The proper names of a text, by their capitals; a lone capital word that begins a sentence is not one."""
    found = []
    starts = {span.start for span in sentences(text)}
    for match in _NAME.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        first = match[0].split()[0]
        while first.strip("’'.") in _NOT_NAMES and start < end:
            rest = text[start + len(first) : end]
            start += len(first) + len(rest) - len(rest.lstrip())
            first = text[start:end].split()[0] if start < end else ""
        span = Span(start, end)
        name = span.of(text)
        if not name or (len(name) < 3 and not name.isupper()):
            continue
        if name.endswith(("'s", "’s")):
            span = Span(start, end - 2)
            name = span.of(text)
        if match.start() in starts and " " not in name and start == match.start() and not name.isupper():
            continue
        if name[0].isupper() and name not in _NOT_NAMES:
            found.append(span)
    return found


def _kind(name: str, before: str) -> str:
    if name in _KIND_OF:
        return _KIND_OF[name]
    if name in _OTHERS:
        return "table"
    if _ORGANISATION.search(name):
        return "organisation"
    if _PLACE.search(name):
        return "place"
    if name.isupper():
        return "acronym"
    if re.search(r"\b(?:in|at|near|from|to)$", before.rstrip(), re.IGNORECASE) and " of " not in name:
        return "place"
    return "several words" if " " in name else "one word"


def _compatible(a: str, b: str) -> bool:
    return a == b or {a, b} <= {"one word", "several words"} or {a, b} <= {"organisation", "acronym"}


def _swap_name(question: Question, passage: str, article: Sequence[str], pick: random.Random) -> str | None:
    text = question.text
    here = [s for s in _question_names(text, passage) if _has(passage, s.of(text))]
    pick.shuffle(here)
    for span in here:
        name = span.of(text)
        kind = _kind(name, text[: span.start])
        if kind == "table":
            continue
        if kind in ("country", "people") and pick.random() < 0.5:
            pool: Iterable[str] = _COUNTRY_NAMES if kind == "country" else _PEOPLES
            others = [o for o in pool if not _has(passage, o)]
            pick.shuffle(others)
        else:
            others = _names_like(kind, name, passage, article, pick)
        for other in others[:6]:
            if _fits(other, name, span, question, passage):
                return _replaced(text, span, other)
    return None


def _question_names(text: str, passage: str) -> list[Span]:
    # A part of a longer name ("St. Louis", "Les Plaisirs et les Jours") is left alone.
    found = [s for s in names(text) if s.start > 0 and not _LONGER.search(text[: s.start])]
    if not found:  # people type names in lower case: whatever the passage writes with capitals is one
        for span in names(passage):
            name = span.of(passage)
            match = re.search(rf"\b{re.escape(name.lower())}\b", text)
            if match and len(name) > 3:
                found.append(Span(match.start(), match.end()))
    return found


def _names_like(kind: str, name: str, passage: str, article: Sequence[str], pick: random.Random) -> list[str]:
    outside, inside = dict[str, int](), dict[str, int]()
    before = _word_before(passage, passage.find(name))
    for text in [passage, *article]:
        for span in names(text):
            other = span.of(text)
            if not _compatible(kind, _kind(other, text[: span.start])):
                continue
            if other.lower() in name.lower() or name.lower() in other.lower() or "\n" in other:
                continue
            if set(other.lower().split()) & set(name.lower().split()):
                continue
            # A name of as many words, after the same word ("the", "in"), is the likelier of the same kind.
            alike = 2 * (len(other.split()) == len(name.split())) + (_word_before(text, span.start) == before)
            known = inside if _has(passage, other) else outside
            known[other] = max(known.get(other, 0), alike)
    if kind == "country":
        outside |= dict.fromkeys(pick.sample(_COUNTRY_NAMES, 2), 3)
    # The other name stands elsewhere in the document, or, the harder kind, in the passage itself.
    found = [
        (alike + 1.5 * pick.random() + (pick.random() < 0.5), other)
        for known in (inside, outside)
        for other, alike in sorted(known.items())
    ]
    return [other for score, other in sorted(found, reverse=True) if score > 2][:4]


def _word_before(text: str, at: int) -> str:
    words = text[max(0, at - 15) : max(0, at)].split()
    return words[-1].lower() if words else ""


def _fits(other: str, name: str, span: Span, question: Question, passage: str) -> bool:
    """Whether, with `other` for `name`, the passage really has no answer."""
    if any(_has(a.of(passage), other) or _has(other, a.of(passage)) for a in question.answers):
        return False
    if any(_has(a.of(passage), name) for a in question.answers):
        return False
    if not _has(passage, other):
        return True
    # In the passage: then the rest of the question must not be told of it too.
    rest = _content(question.text[: span.start] + " " + question.text[span.end :])
    if len(rest) < 2:
        return False
    target = question.target
    for sentence in sentences(passage):
        said = sentence.of(passage)
        if not _has(said, other):
            continue
        if sentence.start < target.end and target.start < sentence.end:
            # Both in the sentence of the answer ("Yoon met Kishida"): only where the verb is one-sided can the
            # swap be trusted, and that cannot be seen from here.
            return False
        if len(rest & set(stems(said))) * 2 > len(rest):
            return False
    return True


def _swap_number(question: Question, passage: str, article: Sequence[str], pick: random.Random) -> str | None:
    text = question.text
    for pattern in (_YEAR, _NUMBER):
        here = [Span(*m.span()) for m in pattern.finditer(text) if _has(passage, m[0])]
        if not here:
            continue
        span = pick.choice(here)
        old = span.of(text)
        around = sorted({m[0] for t in [passage, *article] for m in pattern.finditer(t)} - {old})
        if pattern is _YEAR:
            near = [str(int(old) + d) for d in (-30, -10, -7, -4, -3, -2, -1, 1, 2, 3, 4, 8, 10, 20, 50)]
            around = [n for n in around if abs(int(n) - int(old)) < 120]
        else:
            digits = re.sub(r"\D", "", old)
            if len(digits) > 12:
                continue
            near = [old.replace(digits[0], str(d), 1) for d in range(1, 10) if digits[0] != str(d)]
            around = [n for n in around if abs(len(n) - len(old)) <= 1 and not _YEAR.fullmatch(n)]
        others = pick.sample(around, min(len(around), 4)) if around and pick.random() < 0.6 else []
        others += pick.sample(near, 4)
        for other in others:
            if _fits(other, old, span, question, passage):
                return _replaced(text, span, other)
    return None


def _swap_word(question: Question, passage: str, _article: Sequence[str], pick: random.Random) -> str | None:
    return _swap_by(_OTHERS, question, passage, pick, need_old=True)


def _swap_opposite(question: Question, passage: str, _article: Sequence[str], pick: random.Random) -> str | None:
    # A question may say "raised" for the passage's "increased": its opposite is as wrong.
    return _swap_by(_OPPOSITE, question, passage, pick, need_old=pick.random() < 0.6)


def _swap_by(
    table: dict[str, list[str]], question: Question, passage: str, pick: random.Random, *, need_old: bool
) -> str | None:
    text = question.text
    said = set(stems(passage))
    here = [Span(*m.span()) for m in _TABLE_WORD.finditer(text) if m[0] in table and m.start() > 0]
    pick.shuffle(here)
    for span in here:
        old = span.of(text)
        if text[span.end : span.end + 1] == "-" or text[span.start - 1 : span.start] == "-":
            continue
        # "how many years", "most of", "like": words of grammar, not of content.
        before = text[: span.start].rstrip().lower()
        if before.endswith(("how", "how many", "how much", "what", "which")) and old not in ("first", "last"):
            continue
        if old in ("more", "most", "like", "used", "use", "left", "given", "known", "born", "read", "good") and (
            not _has(passage, old)
        ):
            continue
        if re.match(r"\s+(?:to|for|as|than)\b", text[span.end :]) and old in ("used", "use", "known", "like"):
            continue
        if re.match(r"\s+to\b", text[span.end :]) and _OPPOSITE.get(old) is table.get(old):
            continue  # "begin to lower", "give to"
        if need_old and not set(stems(old)) <= said:
            continue
        if old in ("May", "March", "second") and not re.search(r"\b(?:in|on|of|the)$", before):
            continue
        others = [o for o in table[old] if not set(stems(o)) & (said | set(stems(text)))]
        if any(_has(a.of(passage), old) for a in question.answers):
            continue
        if others:
            return _replaced(text, span, pick.choice(others))
    return None


_HAS_TIME = re.compile(
    r"\b(?:1\d{3}|20\d\d|\d+ ?(?:am|pm|a\.m|p\.m)|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|years?|months?|weeks?|days?|"
    r"hours?|minutes?|century|today|yesterday|tomorrow|morning|night|evening|when|after|before|during|ago|later|"
    r"spring|summer|winter|autumn)\b|\d\d:\d\d",
    re.IGNORECASE,
)
_HAS_LENGTH = re.compile(
    r"\b(?:years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|decades?|century|centuries|"
    r"seconds?|since|until|from|long|forever)\b",
    re.IGNORECASE,
)
_HAS_MONEY = re.compile(
    r"[$€£¥%]|\b(?:dollars?|euros?|pounds?|yen|won|bucks|cents?|cost|price|paid|pay|free|million|"
    r"billion|percent|per cent|much|cheap|expensive|\d+)\b",
    re.IGNORECASE,
)
_HAS_AGE = re.compile(r"\b(?:aged?|years? old|-year-old|born|yo|\d{2}|old|young|birthday)\b", re.IGNORECASE)
_HAS_REASON = re.compile(
    r"\b(?:because|due to|since|so that|in order|as a result|reasons?|therefore|thus|hence|caused?|causes|owing|for|"
    r"so|to|as|thanks to|led to|why)\b",
    re.IGNORECASE,
)
_HAS_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundreds?|thousands?|several|"
    r"many|few|couple|half|both|twice|once|million|billion)\b",
    re.IGNORECASE,
)

# question word -> (what else may be asked in its place, what in the passage would answer that)
_ASKED: list[tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]] = [
    (
        re.compile(
            r"^(?:When|In (?:what|which) year|On what date|What year|Where|Why|How) "
            r"(?=(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could)\b)",
            re.IGNORECASE,
        ),
        [
            ("When ", _HAS_TIME),
            ("What year ", _HAS_TIME),
            ("How long ", _HAS_LENGTH),
            ("At what time of the day ", _HAS_TIME),
            ("At what price ", _HAS_MONEY),
            ("Why ", _HAS_REASON),
        ],
    ),
    (
        re.compile(
            r"^Who (?=(?!is\b|are\b|was\b|were\b|did\b|does\b|do\b|has\b|have\b|had\b|will\b|would\b|can\b|"
            r"could\b|else\b)\w+)",
            re.IGNORECASE,
        ),
        [
            ("How old was the person who ", _HAS_AGE),
            ("When was the person who ", _HAS_TIME),
            ("How much was paid to the one who ", _HAS_MONEY),
            ("In which year was the person born who ", _HAS_TIME),
        ],
    ),
    (
        re.compile(r"^(?:Who|Whom|What) (?=did\b)", re.IGNORECASE),
        [
            ("When ", _HAS_TIME),
            ("How long ", _HAS_LENGTH),
            ("How often ", re.compile(_HAS_TIME.pattern + r"|\b(?:often|always|every|times?|once|daily)\b", re.I)),
        ],
    ),
    (
        re.compile(
            r"^(?:How many|Which|What) "
            r"(?=[a-z]+s (?:did|does|do|was|were|is|are|has|have|had|will|can)\b)",
            re.I,
        ),
        [("How many ", _HAS_NUMBER), ("How much money from ", _HAS_MONEY)],
    ),
]


def _change_asked(question: Question, passage: str, _article: Sequence[str], pick: random.Random) -> str | None:
    text = question.text
    for pattern, ways in _ASKED:
        match = pattern.match(text)
        if not match:
            continue
        options = [(new, given) for new, given in ways if not given.search(passage)]
        options = [o for o in options if o[0].split()[0].lower() != match[0].split()[0].lower()]
        if options:
            new, _ = pick.choice(options)
            rest = text[match.end() :]
            if new.startswith("When was the person who "):
                rest = rest.rstrip("?") + " born?"
            return new + rest
    return None


_AUXILIARY = re.compile(r"\b(did|does|do|was|were|is|are|has|have|had|can|could|will|would|should)\b(?! not|n't)")
_NOT = {"can": "can't", "will": "won't"}


def _negate(question: Question, passage: str, _article: Sequence[str], _pick: random.Random) -> str | None:
    text = question.text
    if not re.match(r"(?:Who|What|Which|Where)\b", text, re.IGNORECASE):
        return None
    if re.search(r"\b(?:not|never|no|none|without|except|nor|neither|cannot|only|but|instead)\b|n['’]t\b", passage):
        return None
    match = _AUXILIARY.search(text)
    if not match or match.start() > 40:
        return None
    return _replaced(text, Span(*match.span()), _NOT.get(match[1], match[1] + "n't"))


# --- words -------------------------------------------------------------------------------------------------

_LIGHT = frozenset(
    stems(
        "the a an of in on at to for from by with and or is are was were do does did has have had can could will would "
        "what which who whom whose when where why how many much that this it its he she they his her their be been as"
    )
)


def _content(text: str) -> set[str]:
    return set(stems(text)) - _LIGHT


def _has(text: str, words: str) -> bool:
    """Whether `words` stand in `text`, whatever the case, as whole words."""
    low, want = text.casefold(), words.casefold().strip()
    at = low.find(want) if want else -1
    while at >= 0:
        before, after = low[at - 1 : at] if at else "", low[at + len(want) : at + len(want) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = low.find(want, at + 1)
    return False


def _replaced(text: str, span: Span, new: str) -> str:
    if span.of(text).islower():
        new = new.lower() if text.islower() else new
    return text[: span.start] + new + text[span.end :]
