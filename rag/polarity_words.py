"""The words by which polarity.py tells what a sentence states, denies, or leaves open."""

from __future__ import annotations

from functools import cache

from .stems import stem_all

# The verb that opens a question, and those that its statement may have.
STATEMENTS = {
    **dict.fromkeys(("is", "are"), frozenset({"is", "are"})),
    **dict.fromkeys(("was", "were"), frozenset({"was", "were"})),
    **dict.fromkeys(("do", "does"), frozenset({"do", "does"})),
    "did": frozenset({"did"}),
    **dict.fromkeys(("has", "have"), frozenset({"has", "have"})),
    "had": frozenset({"had"}),
    **dict.fromkeys(("can", "may"), frozenset({"can", "may"})),
    **{verb: frozenset({verb}) for verb in ("will", "would", "shall", "should", "must", "could", "might")},
}
NEGATIONS = frozenset({"not", "never", "no"})
CLAUSES = frozenset({"while", "and", "but", "whereas", "although", "though"})  # what follows them is stated
PREPOSITIONS = frozenset(
    """
    of in on at to for by with from into onto about as against over under above below between among during through
    before after until since without within across behind beside beyond toward towards upon via
    """.split()
)
TITLES = frozenset(
    """
    president premier minister secretary chancellor king queen prince princess pope senator governor mayor general
    judge justice professor doctor director chairman chairwoman chair mr mrs ms dr sir lady
    """.split()
)
# A question with one of these is not answered by what one statement says.
OPEN = frozenset(
    """
    or not never no he him his she her it its they them their this that these those there here any anyone anybody
    anything ever what who whom whose which when where why how else
    """.split()
)
# A sentence with one of these does not simply state the rest of it, unless the question has the same word.
DOUBT = frozenset(
    """
    if unless whether except only however provided unclear maybe perhaps possibly probably likely unlikely almost
    nearly hardly barely scarcely partly mostly usually sometimes often rarely none neither nor cannot
    without instead rather may might could would should can must will shall until otherwise ought
    say says said tell tells told claim claims claimed report reports reported according believe believes believed
    think thinks thought hope hopes hoped expect expects expected propose proposes proposed suggest suggests suggested
    planned want wants wanted intend intends intended promise promises promised pledge pledges pledged announce
    announces announced accuse accuses accused alleged allegedly reportedly supposedly rumoured rumored deny denies
    denied fail fails failed refuse refuses refused seem seems seemed appear appears appeared try tries tried
    """.split()
)
TURNED = {"i": "you", "we": "you", "my": "your", "our": "your", "us": "you", "me": "you", "you": "we", "your": "our"}
# Before a number: it is not meant exactly.
INEXACT = frozenset("least most up about around over under than nearly almost approximately roughly more less".split())
NUMBERS = dict(
    pair.split(":")
    for pair in """
    zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13
    fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50
    sixty:60 seventy:70 eighty:80 ninety:90
    """.split()
)
# The words of each side deny those of the other where both are said of the same thing.
_OPPOSITES = (
    ("accept approve welcome support", "reject oppose decline condemn"),
    ("allow permit", "forbid forbidden ban prohibit"),
    ("include", "exclude"),
    ("rise increase grow", "fall decrease shrink drop"),
    ("mandatory compulsory obligatory required", "optional voluntary"),
    ("legal", "illegal"),
    ("possible", "impossible"),
    ("agree", "disagree"),
    ("succeed", "fail"),
    ("guilty", "innocent"),
    ("win", "lose"),
    ("confirm", "deny"),
)


@cache
def opposites() -> dict[str, frozenset[str]]:
    """By stem, the stems that deny it where both are said of the same thing."""
    found: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES:
        one, other = (frozenset(stem_all(words.split())) for words in pair)
        for mine, theirs in ((one, other), (other, one)):
            found |= {stem: found.get(stem, frozenset()) | theirs for stem in mine}
    return found
