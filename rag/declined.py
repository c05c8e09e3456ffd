"""What is asked of an answer, or of a chatbot at large, and is not done here: to reword, to translate, to compose.

Only a message that asks for nothing else counts: "Translate it into German", "Make it shorter", "Write me a poem".
"""

from __future__ import annotations

import re

from .antecedents import LEAD

REASON = (
    "I quote the documents in their own words: I do not reword, shorten, translate or compose texts, and I have no "
    "opinion."
)
_LONGEST = 200  # characters of such a request
_IT = (
    r"(?:it|that|this|them|these|those|(?:the|your|my|this|that|last) (?:last )?"
    r"(?:answer|reply|response|text|sentence|part))"
)
_CHAT = r"(?:(?:our|this|the|my) )?(?:whole )?(?:conversation|chat|discussion|dialogue?)(?: so far)?"
_LANGUAGE = (
    r"(?:english|german|french|spanish|italian|dutch|polish|portuguese|japanese|korean|chinese|arabic|russian|"
    r"swedish|turkish|another language)"
)
_SIMPLE = (
    r"(?:simpl[ey]|simpler|more simply|shorter|briefer|briefly|short|plain(?:er)?|easier|clearer|other|different|"
    r"your own|fewer|layman['’]?s?|everyday|longer)"
)
_TEXT = (
    r"(?:e-?mail|mail|letter|message|poem|song|haiku|story|essay|report|blog post|post|tweet|text|speech|summary|memo|"
    r"note|reply|response|script|code|program|list|joke|rhyme|slogan|press release)"
)
_ASKED = (
    rf"translate(?: {_IT})?(?: (?:in)?to {_LANGUAGE})?|"
    rf"(?:say|answer|repeat|put|write|give)(?: (?:me|us))?(?: {_IT})? (?:in|into) {_LANGUAGE}|"
    rf"(?:speak|talk)(?: in)? {_LANGUAGE}",
    rf"(?:explain|say|put|rephrase|reword|rewrite|simplify|paraphrase|shorten|condense|repeat|describe)(?: {_IT})?"
    rf"(?: (?:again|once more))?(?: (?:a bit|much|even|more))?(?: (?:in|with|using))? (?:(?:a )?{_SIMPLE}"
    rf"(?: (?:words?|terms|english|language|form|way|sentences?))?|a (?:sentence|word|tweet)|(?:one|two|three|a few) "
    r"(?:words?|sentences?)|like i(?:['’]m| am) (?:five|5|a child))",
    rf"(?:rephrase|reword|rewrite|simplify|paraphrase|shorten|condense)(?: {_IT})?",
    rf"(?:make|keep) {_IT} (?:a bit |much |even |more )?(?:{_SIMPLE}|simple|brief|formal|"
    rf"friendl(?:y|ier)|longer|funny)",
    rf"(?:give me |can i (?:have|get) |i (?:want|need) )?(?:a|the|an) {_SIMPLE}(?: \w+)? "
    r"(?:answer|version|explanation|reply)",
    rf"in {_SIMPLE} (?:words?|terms|english|language)|in other words|eli5|simpler|shorter|too long",
    rf"(?:summari[sz]e|sum up|recap|give me a (?:summary|recap) of) (?:{_CHAT}|what (?:we|you|i)(?:['’]ve| have)? "
    r"(?:said|discussed|talked about)(?: so far)?)",
    rf"(?:(?:write|draft|compose)(?: (?:me|us))? (?:a|an|the|some)|"
    rf"(?:write|draft|compose|prepare|generate|create|make up) (?:me|us)(?: (?:a|an|the|some))?)"
    rf"(?: [\w-]+){{0,2}} {_TEXT}s?(?: (?:about|to|for|on|with|from|in|of)\b.*)?",
    r"tell (?:me|us) (?:a|another) (?:joke|story|poem)(?: (?:about|on)\b.*)?",
    r"sing(?: (?:me|us))?(?: a)?(?: song)?|make me laugh",
    r"what(?:['’]s| is| are| do)? (?:you (?:personally )?(?:think|feel)|your (?:own |personal )?"
    r"(?:opinion|views?|thoughts|take|favou?rite \w+|feelings))(?: (?:about|of|on)\b.*)?",
    r"do you (?:like|agree|think so)(?: with)?(?: (?:it|that|this))?",
)
_DECLINED = re.compile(
    rf"{LEAD}(?:(?:please|no|yes|thanks|hey|hi)[\s,!.]+)*(?:(?:can|could|would|will) you (?:please |also )?)?"
    rf"(?:{'|'.join(_ASKED)})(?:[\s,]+(?:please|then|again|now|for me|instead))*[\s?!.…]*$",
    re.IGNORECASE,
)


def declined(request: str) -> bool:
    """Whether a message asks for what is not done here, and for nothing else."""
    return len(request) <= _LONGEST and bool(_DECLINED.match(request.strip()))
