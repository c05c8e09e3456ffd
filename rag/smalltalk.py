"""Greetings, thanks and questions about the assistant itself: a fitting short answer, not from the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_LISTED = 10  # documents named at most

_OPENING = r"(?:(?:hi|hello|hey|ok|okay|oh|wow|great|perfect|well|so|please|footnote)[\s,!.]+)*"
_POLITE = r"(?:[\s,]+(?:there|footnote|everyone|all|you|bot|assistant|friend|please|so much|very much|a lot|a bunch|"
_POLITE += r"again|today|then|now)){0,4}"
_END = r"[\s!.?,:)…👋🙂😊🙏👍]*"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{_OPENING}(?:{pattern}){_POLITE}{_END}$", re.IGNORECASE)


_TOOL = "(?: (?:app|application|assistant|bot|chat|page|program|site|thing|tool|website))?"
_GREETING = _whole(
    r"hi|hiya|hello|hey|howdy|greetings|good (?:morning|afternoon|evening|day)|welcome|hola|bonjour|"
    r"how are you(?: doing)?|how(?:'s| is) it going|what['’]?s up|nice to meet you"
)
_THANKS = _whole(
    rf"(?:(?:no[\s,]+)?thanks?|(?:no[\s,]+)?thank you|thank u|thx|ty|cheers|many thanks){_POLITE}"
    r"(?:[\s,]+for (?:your|the|that|this)(?: \w+){0,2})?"
    r"(?:[\s,.!]+(?:that|this) (?:was|is) (?:very |really |so )?(?:great|helpful|useful|perfect))?|"
    r"much appreciated|great|perfect|cool|nice|awesome|"
    r"wonderful|excellent|got it|i see|understood|good (?:job|work|answer|bot)|well done|"
    r"(?:that|this)(?:['’]s| is| was) (?:great|helpful|useful|perfect|all|it)|very (?:helpful|good)"
)
# Takes note of an answer, or drops the matter; with a question mark ("sure?") it doubts.
_NOTED = re.compile(
    r"^\s*(?!then\b)(?>(?:haha|lol|ooh|oh|aha|ah|hm+|right|fine|alright|all right|sure|okay|ok|good to know|good|"
    r"too bad|great|nice|cool|(?:what )?a (?:pity|shame)|pity|never ?mind|forget it|"
    r"no (?:worries|problem)|fair enough|(?:that )?makes sense|"
    r"interesting|amazing|brilliant|lovely|super|yes please|yes|yep|yeah|nope|no|indeed|then|thank you|thanks?)"
    r"(?:[\s,.!…👍🙂😊]+|$))++$",
    re.IGNORECASE,
)
_GOODBYE = _whole(r"bye|bye ?bye|good ?bye|see you|see ya|good night|farewell|ciao|later")
_ABILITY = _whole(
    rf"(?:help|help me|usage|(?:tell me about|introduce) yourself|"
    rf"(?:so |and )?what (?:can|could|do) (?:you|this{_TOOL}) (?:do|help(?: me)? with|"
    r"answer)(?: for me)?|what are you(?: able to do| good (?:at|for)| for)?|who are you|"
    rf"what(?:['’]s| is) (?:your name|footnote|this{_TOOL})|"
    rf"how (?:do|can|should) i use (?:you|it|this{_TOOL})|how (?:do|does) (?:you|footnote|this{_TOOL}) work|"
    r"(?:what|which) (?:kinds? of )?questions (?:can|could|should|may) i ask(?: you)?|what can i ask(?: you)?|"
    r"can you help(?: me)?|are you (?:a|an) \w+(?: \w+)?|what are your (?:capabilities|features))"
)
_DOCUMENTS = _whole(
    r"(?:(?:what|which|how many) (?:documents?|files?|articles?|texts?|sources?|papers?|pdfs?)"
    r"(?: (?:do|can|could|did) (?:you|i|we) (?:have|know|use|read|search|see|ask about|index|cover)| are (?:there|"
    r"you using|indexed|loaded|available|in (?:here|the (?:index|corpus|folder|collection)))| have you(?: got| read| "
    r"indexed)?)?(?: access to)?"
    r"|(?:list|show|name)(?: me)? (?:all )?(?:of )?(?:the|your|my) (?:documents?|files?|articles?|sources?)"
    r"|what (?:do|have) you (?:know(?: about)?|read|got|have)|what(?:['’]s| is) in (?:the|your|this) "
    r"(?:corpus|index|folder|collection|library|documents?)"
    r"|what are your sources|where do you get your (?:information|answers|data)(?: from)?)"
)


def reply(question: str, titles: Callable[[], Mapping[str, str]]) -> str | None:
    """What to say to small talk; None when the question is one for the documents.

    Only a message that is small talk from beginning to end counts. `titles` gives the title by document id.
    """
    if len(question) > 200:
        return None
    if _GREETING.match(question):
        return "Hello! Ask me something about the documents; I show where each answer stands."
    if _THANKS.match(question):
        return "You’re welcome. Ask on whenever you like."
    if _NOTED.match(question) and "?" not in question:
        return "All right. Ask on whenever you like."
    if _GOODBYE.match(question):
        return "Goodbye!"
    if _ABILITY.match(question):
        return (
            "I answer questions from the documents in this collection, and every sentence carries a footnote "
            "with the exact words of the source. When the documents do not say, I say so."
        )
    if _DOCUMENTS.match(question):
        return _documents(titles())
    return None


def _documents(titles: Mapping[str, str]) -> str:
    if not titles:
        return "There are no documents yet. Put files into the documents folder and start again."
    named = [f"{title} ({identifier})" for identifier, title in list(titles.items())[:_LISTED]]
    more = f", and {len(titles) - _LISTED:,} more" if len(titles) > _LISTED else ""
    count = "one document" if len(titles) == 1 else f"{len(titles):,} documents"
    return f"I have {count}: {'; '.join(named)}{more}."
