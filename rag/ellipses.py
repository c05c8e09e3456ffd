"""Questions that say nothing by themselves and go on from the one before: "why?", "and students?", "no, I meant Rome".

By their words alone; what they mean in a chat says followup.py.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .antecedents import AUX, LEAD, WH

_SO_IT_WAS = r"(?: (?:is|was|were) (?:that|this|it)| did (?:that|this|it|these|those) (?:happen|occur|take place))"
_BARE = re.compile(
    rf"{LEAD}(?P<wh>who|whom|what|when|where|why|how|how so|how come|(?:(?:for|since|by) )?how (?:many|much|long|often)"
    r"(?! (?:is|was|are|were) (?:it|this|that)\b)|which(?: ones?)?|"
    r"why (?:not|so)|since when|until when|(?:by|to|for|with|from|through|against|about|between|among) who(?:m)?|"
    r"what for|(?:(?:in|on|at|by|to|for|with|from|since|until) )?(?:which|what) (?!about\b|else\b)\w+|whose \w+)"
    rf"{_SO_IT_WAS}?[\s?!.]*$",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    rf"{LEAD}(?:who (?:(?:has|had) )?(?:said|says|claimed|claims|told (?:them|us|you)|stated|reported|announced) "
    r"(?:so|that|this|it)|says who|according to whom?)[\s?!.]*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"{LEAD}(?:(?:what|how) about|and what of|what of)\s+(?P<new>.+)$"
    rf"|^(?:and|but|or)\s+(?:(?P<how>in|at|on|for|by|with|to|from|of|about)\s+)?(?P<and>(?!{WH}\b|{AUX}\b|if\b|unless\b|because\b|while\b).+)$",
    re.IGNORECASE,
)
# "No, I meant sick leave", "sorry, the Tern 3": the question before, asked about something else.
_TAKEN_BACK = r"(?:no|nope|not that|sorry|oops|wait|actually|oh|hm+)"
_CORRECTED = re.compile(
    rf"{LEAD}(?:(?:{_TAKEN_BACK}[\s,.!:–—-]+)*"
    r"(?:i (?:mean|meant|was asking about|asked about|was thinking of)|i['’]?m asking about|make (?:it|that))[\s,:]+"
    rf"|(?:{_TAKEN_BACK}\s*[,.!:–—-]+\s*)+(?=(?:\S+\s+){{0,4}}\S+$))(?P<meant>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING_MEANT = re.compile(
    r"(?:thanks?|thank you|worries|problem|never ?mind|forget it|that|it|this|i|you|we|not|really|wrong|"
    r"right|see|true|false|my|sure|good|bad|well|ok|okay|yes|no|please|sorry|wow|great|nice|thats?|that['’]?s)\b",
    re.IGNORECASE,
)
_AS_SOMEBODY = re.compile(
    rf"{LEAD}(?:i['’]?m|i am|as|it['’]?s for)\s+"
    r"(?P<who>(?!a (?:bit|little|lot|while|moment)\b|the (?:record|moment|most)\b)"
    r"(?:an?|the|my) [\w’'-]+(?: [\w’'-]+)?)[\s!.]*$",
    re.I,
)
_END = "?!." + "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_MORE_ALONE = re.compile(
    rf"{LEAD}(?:(?:is there )?(?:anything|something) (?:else|more)|what else(?: (?:is there|do you know))?|who else|"
    r"(?:can|could) you (?:elaborate|explain)(?: (?:that|this|it))?|and then)[\s?!.]*$",
    re.IGNORECASE,
)
# Wants to read on rather than another answer.
_ON = re.compile(
    rf"{LEAD}(?:please )?(?:(?:can|could|would|will) you )?(?:(?:tell me|say|give me|show me|i want(?: to know)?) )?"
    r"(?:(?:(?:some |a bit |a little )?more(?: (?:about|on|of) (?:it|that|this))?(?: details?| information| info)?"
    r"(?: (?:about|on) (?:it|that|this))?)|details?|go on|continue|carry on|read on|keep going|elaborate"
    r"(?: on (?:it|that|this))?|expand(?: on (?:it|that|this))?|what comes (?:next|after that)|next)"
    r"(?:[\s,]+(?:please|then))?[\s?!.…]*$",
    re.IGNORECASE,
)
# Doubt and insistence say nothing new: the question before is asked again, and a refusal holds.
_AGAIN = re.compile(
    rf"{LEAD}(?:(?:please|no|come on|but|just)[\s,]+)*(?:"
    r"(?:are you )?(?:really |very |quite )?(?:sure|certain|serious|positive)(?: (?:about|of) (?:that|this|it))?"
    r"|really|seriously|is (?:that|this|it) (?:really )?(?:so|right|true|correct|all)"
    r"|(?:answer|say|tell|guess|try|respond)(?: (?:me|it|this|that|the question|something|anything|again|anyway|now|"
    r"harder))*|(?:(?:take|have|make|give)(?: me)? )?(?:a |your |an )?(?:best |educated |wild )?guess(?:es)?"
    r"|what(?:['’]s| is| would be) your (?:best )?guess|make (?:it|something) up|you must know|i insist"
    r"|(?:(?:can|could|would|will) you )?(?:check|look|try|think)(?: (?:it|that|this|again|harder|once more|twice))+"
    r"|double[ -]check(?: (?:it|that|this))?|(?:that|this)(?: is|['’]s) (?:wrong|not (?:right|true|correct|an answer))"
    r"|i (?:do not|don['’]t) believe (?:you|that|it)|come on|please|why not"
    r")(?:[\s,]+(?:please|then|anyway|now|already|too))*[\s?!.…]*$",
    re.IGNORECASE,
)


class About(NamedTuple):
    """What a question asks about in the place of something else, and the preposition before it, "" without one.

    `topical`: it may be a topic of its own ("what about hotels").
    """

    new: str
    how: str = ""
    topical: bool = False


def goes_on(question: str) -> bool:
    """Whether the question says nothing by itself."""
    return repeats(question) or bare(question) is not None or about(question) is not None


def repeats(question: str) -> bool:
    """Whether the question says nothing new: that before it is asked again."""
    return any(pattern.match(question) for pattern in (_AGAIN, _MORE_ALONE, _ON, _WHO_SAID))


def about(question: str) -> About | None:
    """What else a question asks the question before about; None where it does not."""
    if somebody := _AS_SOMEBODY.match(question):
        return About(somebody["who"], "for", topical=True)
    if found := _ABOUT.match(question.rstrip(_END)):
        new = found["new"] or found["and"]
        return About(new.strip(), (found["how"] or "").lower(), topical=bool(found["new"]))
    meant = corrected(question)
    return About(meant.strip()) if meant else None


def bare(question: str) -> str | None:
    """The question word of a question of nothing but that: "when" of "when was that?"; None for any other one."""
    found = _BARE.match(question)
    return re.sub(rf"{_SO_IT_WAS}$", "", found["wh"].strip(), flags=re.IGNORECASE) if found else None


def asks_who_said(question: str) -> bool:
    """Whether the question is who said what was answered before, and nothing else."""
    return bool(_WHO_SAID.match(question))


def wants_to_read_on(question: str) -> bool:
    """Whether a message asks for what stands behind the answer before it, and for nothing else ("tell me more")."""
    return bool(_ON.match(question))


def wants_what_else(question: str) -> bool:
    """Whether a message asks for more answers to the question before, and for nothing else ("anything else?")."""
    return bool(_MORE_ALONE.match(question))


def corrected(question: str) -> str | None:
    """What was meant, of a question that takes back the one before; None for any other one."""
    found = _CORRECTED.match(question.rstrip(_END))
    return found["meant"] if found and not _NOTHING_MEANT.match(found["meant"]) else None
