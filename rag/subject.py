"""The thing that a question asks about, as a noun phrase: "the garage" of "How cold does the garage get in winter?"

Without a tagger: behind an auxiliary stands the subject, and it ends where a verb, a preposition or another auxiliary
begins. Verbs are known from a list of those that questions are asked with.
"""

from __future__ import annotations

import re

from .irregular import PAST_FORMS
from .question import META_WORDS, is_plural

AUXILIARIES = "is are was were am do does did has have had can could will would shall should may might must".split()
_AUX = frozenset(AUXILIARIES) | {"be", "been"}
_BEHIND = frozenset(
    "in on at by to for with from of about through against between among until since under over into during before "
    "after without near behind if when while because that which who and or but not than as so then too also still ever "
    "already there here now".split()
)
_DETERMINERS = frozenset("the a an my our your their its his her this that these those any some each every".split())
_NOBODY = frozenset("i we you one he she it they people somebody someone anybody anyone everybody everyone".split())
_VERBS = frozenset(
    """
    work works working worked cost costs open opens opened close closes closed last lasts lasted need needs needed
    use uses used start starts started end ends ended include includes included contain contains contained cover
    covers covered apply applies applied happen happens happened weigh weighs weighed look looks looked move moves
    moved play plays played live lives lived stay stays stayed return returns returned change changes changed call
    calls called ask asks asked visit visits visited want wants wanted wait waits stop stops stopped support
    supports supported allow allows allowed require requires required receive receives received join joins joined
    travel travels offer offers offered arrive arrives arrived charge charges charged mention mentions mentioned
    agree agrees agreed decide decides decided remove removes removed expect expects expected plan planned launch
    launched announce announced rule ruled pledge pledged reject rejected welcome welcomed discuss discussed publish
    published reach reaches reached finish finished replace replaced repair repaired suit suits fit fits extend
    extends extended locate located situated available free
    """.split()
).union(PAST_FORMS, PAST_FORMS.values())
_DOING = _AUX - {"is", "are", "was", "were", "am", "be", "been"}
_ASKED = re.compile(
    rf"\W*(?:(?:\w+[\s,]+){{0,6}}?)(?P<aux>{'|'.join(sorted(_AUX))})\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
_WHAT_DID = re.compile(
    r"\W*(?:(?:and|but|so|then|ok|okay)[\s,]+)*what (?:all )?(?:do|does|did|can|could|will|would|should) ", re.I
)
_OBJECT = re.compile(r"\b(?:the|an?|my|our|your|another)\s+\w(?:(?!\b(?:the|an?|my|our|your)\s)[^?])*", re.IGNORECASE)
# Who does things rather than is what is asked about.
_DOERS = re.compile(
    r"\b(?:meeting|court|company|club|council|government|team|committee|board|ministry|school|union|police|firm|bank|"
    r"group|society|staff|management|president|minister|manager|director|owner|author|mayor|king|queen)s?$",
    re.IGNORECASE,
)
_MOST = 6  # words of a noun phrase
_WORD = re.compile(r"[\w’'-]+(?:[.,]\d+)?")


def subject(behind: str) -> str:
    """The noun phrase at the beginning of what stands behind the auxiliary of a question; "" where there is none.

    A person who speaks, or the documents themselves, are no thing that is asked about.
    """
    behind = re.sub(r"^there\s+", "", behind.strip(), flags=re.IGNORECASE)
    found: list[re.Match[str]] = []
    every = list(_WORD.finditer(behind))
    for word, following in zip(every, [*every[1:], None], strict=True):
        lower = word[0].lower()
        gap = behind[found[-1].end() : word.start()] if found else behind[: word.start()]
        starts = not found or (len(found) == 1 and found[0][0].lower() in _DETERMINERS)
        if gap.strip() or lower in _AUX or len(found) == _MOST or (lower in _BEHIND and lower != "of"):
            break
        if lower in _NOBODY or (starts and (lower == "of" or (not found and lower in _VERBS))):
            return ""
        # "The stand costs": before a verb stands no other one.
        if lower in _VERBS and not starts and not (following and following[0].lower() in _VERBS):
            break
        # "Nintendo release", but "Japanese companies have"
        owned = bool(found) and found[-1][0].lower().endswith(("'s", "’s"))
        if found and _is_capital(found[0]) and not (owned or _is_capital(word) or lower == "of" or is_plural(lower)):
            break
        found.append(word)
    while found and found[-1][0].lower() in _DETERMINERS | {"of"}:
        found.pop()
    if not found or found[-1][0].lower() in META_WORDS:
        return ""
    return behind[found[0].start() : found[-1].end()]


def thing(question: str, *, plural: bool | None = None) -> str:
    """The noun phrase that a question with an auxiliary asks about; "" where it has none.

    That is its subject, or, of what somebody does, what it is done with: "the Switch" of "When did Nintendo release
    the Switch?" Of "what did the court decide?" it is the deciding, which has no phrase. `plural`: whether several
    things are looked for, or one; None if either will do.
    """
    asked = _ASKED.match(question)
    if not asked or _WHAT_DID.match(question):
        return ""
    doer = subject(asked["rest"])
    others = [subject(found[0]) for found in _OBJECT.finditer(asked["rest"], len(doer))]
    does = asked["aux"].lower() in _DOING and doer and (is_name(doer) or _DOERS.search(doer))
    phrases = list(filter(None, [*others, doer] if does else [doer, *others]))
    fitting = (
        phrase for phrase in phrases if plural is None or is_plural(phrase.split(" of ")[0].split()[-1]) == plural
    )
    return next(fitting, phrases[0] if phrases else "")


def is_name(phrase: str) -> bool:
    """Whether a noun phrase is a name and nothing else: each of its words begins with a capital, as a person's does."""
    return all(map(_is_capital, _WORD.finditer(phrase)))


def _is_capital(word: re.Match[str]) -> bool:
    return word[0][0].isupper() or word[0][0].isdigit()
