"""A question inside a chat, made to stand alone: pronouns, ellipses and "what about …" filled from the history.

By rules over the words alone. A question that names its own subject is left as it is, so that a new topic is
never dragged back to the old one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .errors import QuestionError
from .question import FUNCTION_WORDS, analyse
from .records import CANNOT_ANSWER
from .stems import stem_all
from .text import clean, words

_TURNS = 4  # questions looked back at, at most
_FEW_TERMS = 3  # a question with more content words of its own needs no topic from the turn before

_LEAD = r"^(?:(?:and|but|so|ok|okay|then|well|also|um|hm+)[\s,]+)*"
_WH = r"(?:who|whom|whose|what|when|where|why|how(?: (?:many|much|long|often|old|far))?|which(?: \w+)?)"
_AUX = r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)"

_BARE = re.compile(
    rf"{_LEAD}(?P<wh>who|whom|what|when|where|why|how|how so|how come|how (?:many|much|long|often)|which(?: ones?)?|"
    r"why (?:not|so)|since when|until when|(?:by|to|for|with|from|through|against|about|between|among) who(?:m)?|"
    r"what for|"
    r"(?:in )?(?:which|what) (?!about\b|else\b)\w+|whose \w+)(?: (?:is|was|were) (?:that|this|it))?[\s?!.]*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"{_LEAD}(?:(?:what|how) about|and what of|what of)\s+(?P<new>.+?)[\s?!.]*$"
    rf"|^(?:and|but|or)\s+(?:(?:in|at|on|for|by|with|to|from|of|about)\s+)?(?P<and>(?!{_WH}\b|{_AUX}\b).+?)[\s?!.]*$",
    re.IGNORECASE,
)
_OTHER = re.compile(r"^the other (?P<kind>\w+)$", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:what|who|where|when|anything|something|anyone|someone|which) else\b|\bany(?:thing)? more\b|"
    r"^(?:tell me |say |give me )?more(?: about (?:it|that|this)| details?)?[\s?!.]*$|"
    r"^(?:go on|continue|carry on|and then|elaborate)[\s?!.]*$|\bmore (?:details?|about (?:it|that|this))\b",
    re.IGNORECASE,
)
_MORE_ALONE = re.compile(
    rf"{_LEAD}(?:(?:is there )?(?:anything|something) (?:else|more)|what else(?: (?:is there|do you know))?|who else|"
    r"(?:tell me |say |give me )?(?:some )?more(?: about (?:it|that|this)| details?)?|go on|continue|carry on|"
    r"elaborate|"
    r"(?:can|could) you (?:elaborate|explain)(?: (?:that|this|it))?|are you sure|really|and then)[\s?!.]*$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|these|those|this|that)\b(?!['’]s the (?:capital|name))", re.IGNORECASE
)
# "it" that stands for nothing, and "that" that only joins clauses.
_EXPLETIVE = re.compile(
    r"\bit (?:take|takes|took|rains?|true that|possible|likely|necessary|clear|known|mean to)\b"
    r"|\b(?:is|was) it (?:true|possible|likely|necessary|clear|known|that|legal|safe|ok|okay|allowed)\b",
    re.IGNORECASE,
)
_JOINING_THAT = re.compile(
    r"\bthat(?=\s+(?:the|a|an|he|she|it|they|is|are|was|were|has|have|had|will|would|can|could|[A-Z]\w*|\w+ed)\b)"
)
_DEMONSTRATIVE = re.compile(r"^(?:this|that|these|those)$", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:[ \t]+(?:of[ \t]+)?[A-Z][\w’'-]*)*")
_TITLE_BEFORE = re.compile(
    r"(?:President|Premier|Minister|Secretary|Chancellor|King|Queen|Prince|Princess|Pope|Senator|Governor|Mayor|"
    r"General|Judge|Justice|Professor|Doctor|Director|Chairman|Chairwoman|Chair|CEO|Mr|Mrs|Ms|Dr|Sir|Lady)\.?\s*$"
)
_SPEECH_AFTER = re.compile(
    r"^[\s,”\"]*(?:\([^)]*\)\s*)?(?:said|says|told|added|noted|announced|emphasi[sz]ed|stressed|explained|argued|"
    r"claimed|wrote|asked|replied|was|is|has|had|took|assumed|visited|met)\b"
)
_SPEECH_BEFORE = re.compile(r"(?:said|says|told|to|by|between|with|according to|adds?|added)\s+$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(r"(?:\b(?:in|at|from|near|across|towards?|visit|visiting|left|reach)\s+)$", re.IGNORECASE)
_ROLE_WORDS = frozenset(
    "president premier minister prime secretary chancellor chief cabinet mr mrs ms dr sir lady king queen".split()
)


def standalone(question: str, history: Sequence[Mapping[str, Any]] = ()) -> str:
    """The question as it would be asked without the chat before it.

    `history`: messages {"role": "user" | "assistant", "content": str}, oldest first. Raises QuestionError
    for anything else. A question that needs no history comes back unchanged.
    """
    turns = _turns(history)
    return _resolve(question.strip(), turns[-_TURNS:])


def with_topic(question: str, history: Sequence[Mapping[str, Any]]) -> str | None:
    """Another reading of a question that does not say whether it goes on from the turn before: with its topic.

    None when there is no history, or when the question is clearly one thing or the other: it has pronouns to
    fill, or names, numbers or many words of its own.
    """
    turns = _turns(history)[-_TURNS:]
    terms = analyse(question).terms
    if not turns or _depends(question) or len(terms) > _FEW_TERMS or any(t.name or t.number for t in terms):
        return None
    asked, answer = turns[-1]
    topic = _topic(_resolve(asked, turns[:-1]), answer)
    return f"{question.strip().rstrip('?!. ')}, {topic}?" if topic else None


def wants_more(question: str) -> bool:
    """Whether the question asks for what has not been said yet ("what else …")."""
    return bool(_MORE.search(question))


def said_before(history: Sequence[Mapping[str, Any]]) -> str:
    """Everything that the assistant has said in the chat, in one line: what "else" leaves out."""
    return clean(" ".join(_content(message) for message in history if message.get("role") == "assistant"))


def whole(text: str) -> str:
    """The text with "?" for each half of a character (a lone surrogate), which JSON can hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")


_Turn = tuple[str, str]  # a question, and the answer to it


def _turns(history: Sequence[Mapping[str, Any]]) -> list[_Turn]:
    turns: list[_Turn] = []
    if not isinstance(history, Sequence):
        raise QuestionError(f"The history must be a list of messages, not {type(history).__name__}.")
    for message in history:
        if not isinstance(message, Mapping) or message.get("role") not in ("user", "assistant", "system"):
            raise QuestionError(
                'The history must be a list of messages {"role": "user" or "assistant", "content": "text"}.'
            )
        content = _content(message)
        if message["role"] == "user":
            turns.append((content, ""))
        elif message["role"] == "assistant" and turns:
            turns[-1] = (turns[-1][0], clean(f"{turns[-1][1]} {content}"))
    return [turn for turn in turns if turn[0]]


def _content(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return clean(whole(content))
    # The form in which several chat programs keep a message: a list of parts, of which the texts count.
    if isinstance(content, list):
        parts = [p.get("text", "") if isinstance(p, Mapping) else p for p in content]
        return clean(whole(" ".join(part for part in parts if isinstance(part, str))))
    if content is None:
        return ""
    raise QuestionError("The content of a message in the history must be text.")


def _resolve(question: str, turns: Sequence[_Turn]) -> str:
    if not turns:
        return question
    if not _depends(question):
        return question
    asked, answer = turns[-1]
    before = _resolve(asked, turns[:-1])
    answers = " ".join(reply for _, reply in turns)
    if match := _BARE.match(question):
        return _with_question_word(match["wh"], before, answer)
    if _MORE_ALONE.match(question):
        return before
    if match := _ABOUT.match(question):
        new = (match["new"] or match["and"]).strip()
        if other := _OTHER.match(new):
            return _replace_name(before, _other_name(before, answer, answers, other["kind"]))
        if not (_PERSON.search(new) or _THING.search(new)):
            return _with_subject(before, new)
    return _without_pronouns(question, before, answer, answers)


def _depends(question: str) -> bool:
    if _BARE.match(question) or _MORE_ALONE.match(question) or _ABOUT.match(question):
        return True
    if re.search(r"\bthe other \w+", question, re.IGNORECASE):
        return True
    return bool(_open_pronouns(question))


def _open_pronouns(question: str) -> list[re.Match[str]]:
    """The pronouns whose antecedent is not in the question itself."""
    blocked = [m.span() for p in (_EXPLETIVE, _JOINING_THAT) for m in p.finditer(question)]
    terms = analyse(question).terms
    found = []
    for match in sorted([*_PERSON.finditer(question), *_THING.finditer(question)], key=lambda match: match.start()):
        if any(start <= match.start() < end for start, end in blocked):
            continue
        before = [term for term in terms if term.span.end <= match.start()]
        word = match[0].lower()
        if _PERSON.fullmatch(word) and any(term.name for term in before):
            continue
        if word in ("its", "their", "theirs") and before:
            continue
        # "What is the WTO and what does it do?": the antecedent stands in an earlier clause.
        if any(re.search(r"\b(?:and|but|if|when|because|,)\b|,", question[t.span.end : match.start()]) for t in before):
            continue
        found.append(match)
    return found


def _with_question_word(wh: str, before: str, answer: str) -> str:
    """The question before, asked with another question word: "When did it close?", "Why?" -> "Why did …"."""
    wh = re.sub(r" (?:is|was|were) (?:that|this|it)$", "", wh.strip(), flags=re.IGNORECASE)
    wh = re.sub(r"^(?:how come|what for|why .*)$", "why", wh, flags=re.IGNORECASE)
    wh = re.sub(r"^how so$", "how", wh, flags=re.IGNORECASE)
    rest = re.sub(rf"{_LEAD}(?:(?:in|at|by|to|for|with|from|since|until) )?{_WH}\b", "", before, flags=re.IGNORECASE)
    rest = rest.strip(" ?!.,")
    if len(analyse(rest).terms) < 2 and answer:
        # "What happened then?" says nothing by itself: the answer does.
        rest = f"{rest} {_first_words(answer, 25)}".strip()
    return f"{wh[:1].upper()}{wh[1:]} {rest}?"


def _with_subject(before: str, new: str) -> str:
    """The question before, asked about something else: "What did A say?", "And B?" -> "What did B say?"."""
    new = new.rstrip(" ?.!")
    dates = (
        r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+)?\d{4}\b"
    )
    if re.fullmatch(rf"(?:in\s+)?{dates}", new) and re.search(dates, before):
        return re.sub(dates, re.sub(r"^in\s+", "", new), before, count=1)
    if re.fullmatch(r"(?:the )?[A-Z].*", new):
        replaced = _replace_name(before, new)
        if replaced != before:
            return replaced
    tail = re.search(r"^(.*\b(?:about|on|of|for|with|regarding|to)\s+)(?:[^?]+?)(\s*\??\s*)$", before)
    if tail:
        return f"{tail[1]}{new}?"
    return f"{before.rstrip(' ?.!')} {new}?"


def _names(text: str) -> list[re.Match[str]]:
    found = []
    for match in _NAME.finditer(text):
        words = match[0].split()
        while words and words[0].lower() in FUNCTION_WORDS:
            words.pop(0)
        if words and " ".join(words).lower() not in FUNCTION_WORDS:
            start = match.end() - len(" ".join(words)) if len(words) < len(match[0].split()) else match.start()
            trimmed = _NAME.match(text, start)
            if trimmed:
                found.append(trimmed)
    return found


def _bare(name: str) -> str:
    return re.sub(r"['’]s$", "", name)


def _replace_name(before: str, new: str) -> str:
    """The question before with its first name replaced; unchanged when it has none or nothing is new."""
    if not new:
        return before
    for match in _names(before):
        possessive = "’s" if re.search(r"['’]s$", match[0]) else ""
        if match.start() == 0 and match[0].lower() in FUNCTION_WORDS:
            continue
        return f"{before[: match.start()]}{_bare(new)}{possessive}{before[match.end() :]}"
    return before


def _other_name(before: str, answer: str, answers: str, kind: str) -> str:
    """The counterpart of the name in the question: joined to it by "and" in an answer, else the one said most."""
    asked = {_bare(match[0]).lower() for match in _names(before)}
    joined = rf"{_NAME.pattern}(?:,)?\s+and\s+{_NAME.pattern}"
    for text in (answer, answers):
        for match in re.finditer(joined, text):
            pair = [_bare(part.strip(" ,")) for part in re.split(r"\s+and\s+", match[0], maxsplit=1)]
            for one, other in (pair, pair[::-1]):
                if one.lower() in asked and other.lower() not in asked:
                    return other
    person = kind.lower() in {"leader", "man", "woman", "person", "president", "minister", "politician", "official"}
    scored: dict[str, float] = {}
    for match in _names(answers):
        name = _bare(match[0])
        if name.lower() not in asked and not any(name.lower() in a or a in name.lower() for a in asked):
            score = _personal(match, answers)
            scored[name] = scored.get(name, 0.0) + 1.0 + (score if person else -score)
    return max(scored, key=lambda name: (scored[name], name)) if scored else ""


def _personal(match: re.Match[str], text: str) -> float:
    """How much the surroundings of a name speak for a person."""
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
    score = 0.0
    if _TITLE_BEFORE.search(before) or match[0].split()[0].lower() in _ROLE_WORDS:
        score += 2.0
    if _SPEECH_AFTER.match(after):
        score += 2.0
    if _SPEECH_BEFORE.search(before):
        score += 0.5
    if _PLACE_BEFORE.search(before) or match[0].endswith(("'s", "’s")):
        score -= 1.5
    return score


def _person(before: str, answer: str, answers: str) -> str:
    """The person last spoken of."""
    asks_who = analyse(before).kind == "who"
    best: tuple[float, int, str] | None = None
    for rank, text in enumerate((answers, answer, before)):
        if text is before and asks_who and best:
            continue  # the answer to "who" is the person, not the names in the question
        for match in _names(text):
            name = _without_role(_bare(match[0]))
            if not name:
                continue
            score = _personal(match, text) + (1.5 if text is before else 0.0) + 0.2 * rank
            if best is None or score >= best[0] + (0.0 if rank > best[1] else 0.01):
                best = (score, rank, name)
    return best[2] if best else ""


def _without_role(name: str) -> str:
    """What follows the last title in a name: "Japanese Chief Cabinet Secretary Hirokazu Matsuno"."""
    parts = name.split()
    last = max((n for n, part in enumerate(parts) if part.lower() in _ROLE_WORDS), default=-1)
    return " ".join(parts[last + 1 :])


def _topic(before: str, answer: str) -> str:
    """What the turn before was about: the thing that its answer gave, else the thing that it asked about."""
    if answer and CANNOT_ANSWER not in answer:
        asked = re.match(rf"{_LEAD}(?:which|what) (?!{_AUX}\b)(.+?)(?= {_AUX}\b|\?|$)", before, re.IGNORECASE)
        thing = _noun_phrase(asked[1], answer) if asked else ""
        if not asked and re.match(rf"{_LEAD}what {_AUX}\b", before, re.IGNORECASE):
            thing = _object(before, answer)
        if thing:
            return thing
    amount = re.match(rf"{_LEAD}how (?:much|many) (?!{_AUX}\b)(.+?)(?= {_AUX}\b|\?|$)", before, re.IGNORECASE)
    if amount:
        return amount[1].strip(" ?!.,")
    # "Who books the band?": the band, not the booking.
    subject = re.match(rf"{_LEAD}who (?:(?:{_AUX}|be|been|to) )*\w+\s+(.+)$", before, re.IGNORECASE)
    if subject and analyse(subject[1]).terms:
        return subject[1].strip(" ?!.,")
    topic = re.sub(
        rf"{_LEAD}(?:(?:in|at|by|to|for|with|from) )?{_WH}\s+(?:{_AUX}\s+)?", "", before, flags=re.IGNORECASE
    )
    topic = re.sub(rf"{_LEAD}{_AUX}\s+", "", topic, flags=re.IGNORECASE)
    return topic.strip(" ?!.,")


def _noun_phrase(noun: str, answer: str) -> str:
    """The noun of "which agreement …" as the answer has it: with the describing words before it."""
    wanted = stem_all(noun.split()[-1:])[0] if noun.split() else ""
    spans = words(answer)
    said = [span.of(answer) for span in spans]
    for n, stem in enumerate(stem_all(said)):
        if stem and stem == wanted:
            first = n
            while first > max(0, n - 3) and _describes(
                said[first - 1], answer[spans[first - 1].end : spans[first].start]
            ):
                first -= 1
            return answer[spans[first].start : spans[n].end]
    return ""


def _describes(word: str, gap: str) -> bool:
    return gap in (" ", "-") and word.lower() not in FUNCTION_WORDS and not word.endswith("ed")


def _object(before: str, answer: str) -> str:
    """What follows the question's verb in the answer: "What did they launch?", "They launched a missile"."""
    plain = [term.stem for term in analyse(before).terms if not term.name and not term.number]
    verbs = set(plain[-1:])
    spans = words(answer)
    said = [span.of(answer) for span in spans]
    for n, stem in enumerate(stem_all(said)):
        if stem not in verbs or n + 1 >= len(spans):
            continue
        rest = answer[spans[n].end :]
        phrase = re.match(
            r"[\s,]+((?:(?!\b(?:that|which|who|when|while|after|before|through|instead|because|just|if|but|to)\b)"
            r"[^.;:!?,()])+)",
            rest,
        )
        found = _first_words(phrase[1], 8) if phrase else ""
        if any(term.stem not in verbs for term in analyse(found).terms):
            return found
    return ""


def _without_pronouns(question: str, before: str, answer: str, answers: str) -> str:
    pieces, at, used_topic = [], 0, False
    for match in _open_pronouns(question):
        word = match[0].lower()
        if _PERSON.fullmatch(word):
            name = _person(before, answer, answers)
            possessive = word in ("his", "hers") or (word == "her" and re.match(r"\s+\w", question[match.end() :]))
            filler = f"{name}’s" if name and possessive else name
        elif (
            _DEMONSTRATIVE.match(word)
            and re.match(r"\s+(?!\W)\w+", question[match.end() :])
            and _names_a_thing(question[match.end() :])
        ):
            filler = match[0]  # "this plan": the noun stays; the topic is added at the end
        elif used_topic:
            filler = ""
        else:
            filler, used_topic = _topic(before, answer), True
            if len(analyse(filler).terms) < 1:
                filler = _first_words(answer, 25)
        pieces += [question[at : match.start()], filler or match[0]]
        at = match.end()
    text = "".join([*pieces, question[at:]])
    return clean(text)


def _names_a_thing(rest: str) -> bool:
    terms = analyse(rest).terms
    return bool(terms) and terms[0].span.start <= 2


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count]).rstrip(" .,;:")
