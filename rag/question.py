"""What a question asks for: its content words, its names and numbers, and the kind of answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .records import Span
from .stems import stem_all
from .text import words

# Words that carry no content of their own in a question: they are neither searched for nor asked of evidence.
FUNCTION_WORDS = frozenset(
    """
    a an the this that these those of in on at to for from by with without within into onto upon about over
    under between among through during before after since until against toward towards as than then so such and
    or but nor if while because though although is are was were am be been being do does did done doing has have
    had having can could will would shall should may might must ought not no n't yes who whom whose which what
    when where why how whether it its itself he him his himself she her hers herself they them their theirs
    themselves we us our ours you your yours i me my mine there here any some all both each every either neither
    one ones else other others another more most much many few less least very too also just only even still yet
    again ever never already now please tell show give explain describe say says said know let's let want like
    get got make made makes making take took taken takes taking go goes went gone going come comes came coming give
    gives gave given put puts become becomes became happen happens happened happening occur occurs occurred according
    exactly actually really s t re ve ll d m don didn doesn isn wasn aren weren
    """.split()
)
# Words by which a person speaks of the documents or the act of answering, not of their content.
META_WORDS = frozenset(
    """
    article articles document documents text texts file files corpus story stories report reports passage source
    sources mention mentioned mentions describe described question answer information info details
    """.split()
)
# What "which year" or "in what place" asks for: the answer is one, and seldom names it so. To take place is to be.
_ASKED_FOR = re.compile(
    r"\b(?:what|which)(?: exact| precise)? "
    r"(year|month|day|date|time|century|decade|place|location|number|amount|person)\b"
    r"|\bt(?:akes?|ook|aken|aking) (place)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(summar(?:y|ise|ize|ised|ized|ies)|overview|tl;?dr|gist|main (?:points?|ideas?|topics?)|key (?:points?|"
    r"facts|takeaways?)|takeaways?|in (?:short|brief)|outline|recap|what (?:is|are|was) (?:it|this|that|these|"
    r"they|(?:the|this|these|both|your) (?:\w+ )?(?:articles?|documents?|texts?|files?|stor(?:y|ies))) about)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?:and |but |so |or )?(is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|"
    r"might|must|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t)\b",
    re.IGNORECASE,
)
# Imperatives and words by which a question asks for several things without a plural noun behind "which".
_SEVERAL = re.compile(
    r"^(?:please |and |so |then )*list\b|\bname (?:all|the|two|three|four|five|some|every)\b|\ball (?:the|of)\b",
    re.IGNORECASE,
)
_COUNTS = {
    word: number
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
COUNT = rf"(?:{'|'.join(_COUNTS)}|[2-9]|1\d)"  # how many: two to nineteen, up to twelve in words
_COUNTED = re.compile(rf"\b(?:the )?(?P<count>{COUNT})\s+", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\W*", re.IGNORECASE
)
_WHICH = re.compile(r"\b(?P<word>which|what)\s+(?:of (?:the|these|those)\s+)?(?P<rest>\w.*)", re.IGNORECASE | re.DOTALL)
_WHAT_ARE = re.compile(
    r"\b(?:what|which|who) (?:all )?(?:are|were)(?: all)? (?:the|its|their|your|our|his|her)\s+(?P<rest>\w.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(
    r"\b(?:list|name)(?: me)?(?: all)?(?: of)?(?: the| some| every)?\s+(?P<rest>\w.*)", re.IGNORECASE | re.DOTALL
)
_IRREGULAR_PLURALS = frozenset("people men women children criteria".split())
_DESCRIBES = re.compile(r"^[A-Z]|(?:al|ive|ic|ous|ful|able|ible|ary|ish)$|^(?:other|main|new|different|further)$")
# "What happens …" asks for no list of happens.
_VERBS_IN_S = frozenset(
    """
    happens makes causes means leads prevents remains becomes determines drives distinguishes stops keeps explains
    counts applies changes follows triggers costs needs works exists sets gives takes goes comes lies connects
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A content word of a question. `name` and `number` mark the words that evidence must share."""

    span: Span
    word: str
    stem: str
    name: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question taken apart. `kind` is one of who, when, where, how many, why, how, yes or no, what.

    `topic` says that `text` is no question but what the documents are asked about; then `summary` is true, too.
    `several` says that it asks for a list; then `noun` is the stem of what is listed ("" when it is not named) and
    `count` how many are asked for, when it says so. `respelt` are the words that were taken for misspelt, as (the word
    that was asked, the word it is read as).
    """

    text: str
    terms: tuple[Term, ...]
    kind: str
    several: bool
    summary: bool
    topic: bool = False
    noun: str = ""
    count: int | None = None
    respelt: tuple[tuple[str, str], ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems of its content words, each once, in order."""
        return tuple(dict.fromkeys(term.stem for term in self.terms))


def analyse(question: str, *, topic: bool = False) -> Query:
    """Takes a question apart, by its words alone; or a `topic`, which is none."""
    summary = topic or bool(_SUMMARY.search(question))
    spans = words(question)
    stemmed = stem_all(span.of(question) for span in spans)
    terms = []
    shouted = question.isupper()
    asked_for = {match.start(match.lastindex or 0) for match in _ASKED_FOR.finditer(question)}
    for n, (span, stem) in enumerate(zip(spans, stemmed, strict=True)):
        word = span.of(question)
        lower = word.lower().replace("’", "'").removesuffix("'s")
        acronym = word.isupper() and len(word) > 1 and not shouted  # "US" is no pronoun, "WHO" no question word
        if not stem or span.start in asked_for or (lower in FUNCTION_WORDS and not acronym):
            continue
        if lower in META_WORDS and (summary or len(spans) > 3):
            continue
        if summary and _SUMMARY.search(word):
            continue
        number = word[0].isdigit()
        name = not number and not shouted and word[0].isupper() and (n > 0 or not _starts_plainly(question, span))
        # "COVID-19" and "3.5" are two terms each in the index, so they are here.
        terms += [Term(span=span, word=word, stem=part, name=name, number=number) for part in stem.split()]
    kind = _kind(question)
    noun, count = ("", None) if kind == "yes or no" else _listed(question)
    return Query(
        text=question,
        terms=tuple(terms),
        kind=kind,
        several=kind != "yes or no" and bool(noun or count or _SEVERAL.search(question)),
        summary=summary,
        topic=topic,
        noun=stem_all([noun])[0] if noun else "",
        count=count,
    )


def _listed(question: str) -> tuple[str, int | None]:
    """The plural noun of what a question wants listed ("which three countries"), and how many of them."""
    asked = _WHAT_ARE.search(question) or _NAME.search(question) or _WHICH.search(question)
    if not asked:
        return "", None
    rest, count = asked["rest"], None
    if counted := _COUNTED.match(rest):
        count, rest = count_of(counted["count"]), rest[counted.end() :]
    phrase: list[str] = []
    for word in rest.split()[:4]:
        if word.lower().strip(" ?.,!") in FUNCTION_WORDS:
            break
        phrase.append(word.strip("?.,!;:"))
        if word[-1:] in "?.,!;:":
            break
    if count or asked.re != _WHICH:
        return next((word for word in phrase if is_plural(word)), ""), count
    behind = rest.split()[len(phrase) :]
    if not (behind and _AUXILIARY.fullmatch(behind[0])):
        # "Which companies rejected …": its verb may be among these words, its noun comes first.
        if asked["word"].lower() == "what" and not any(map(_AUXILIARY.fullmatch, behind)):
            return "", count  # "What requires …"
        phrase = [word for word in phrase if not _DESCRIBES.search(word)][:1]
    return (phrase[-1], count) if phrase and is_plural(phrase[-1]) else ("", count)


def count_of(word: str) -> int:
    """The number that a match of COUNT stands for, 2 to 19, whatever its case."""
    return _COUNTS.get(word.lower()) or int(word)


def is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural, by its ending; some verbs do, too."""
    lower = word.lower()
    if lower in _IRREGULAR_PLURALS:
        return True
    return (
        len(lower) > 3
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", "'s", "’s", "news"))
        and (lower not in _VERBS_IN_S)
    )


def _starts_plainly(question: str, span: Span) -> bool:
    # The first word of a sentence is a capital one anyway; it is taken for a name only as an acronym, or
    # when the rest of the question goes on with capitals ("South Korea court").
    word = span.of(question)
    return not (word.isupper() and len(word) > 1) and not re.match(r"\s+[A-Z]", question[span.end :])


_KINDS = (
    (
        "how many",
        re.compile(
            r"\b(how (?:many|much|long|old|often|far|big|large|high|tall)|what (?:percentage|"
            r"proportion|number|amount|share|age|price|cost)|how much)\b",
            re.IGNORECASE,
        ),
    ),
    ("when", re.compile(r"\b(when|(?:what|which) (?:year|month|day|date|time|century|decade))\b", re.IGNORECASE)),
    ("where", re.compile(r"\b(where|(?:what|which) (?:city|country|place|location|town|state|region))\b", re.I)),
    ("why", re.compile(r"\b(why|how come|what (?:caused|led to|prompted)|(?:for )?what reasons?)\b", re.IGNORECASE)),
    ("who", re.compile(r"\b(who|whom|whose)\b", re.IGNORECASE)),
    ("how", re.compile(r"\bhow\b", re.IGNORECASE)),
)


def _kind(question: str) -> str:
    if _YES_NO.search(question.strip()):
        return "yes or no"
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return "what"
