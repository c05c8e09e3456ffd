"""A question inside a chat, made to stand alone: pronouns, ellipses and "what about …" filled from the history.

By rules over the words alone. A question that names its own subject is left as it is, so that a new topic is
never dragged back to the old one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .antecedents import AUX, LEAD, TO, WH, first_words, other_name, person, replace_alike, replace_name, topic
from .commands import as_question
from .compound import parts
from .ellipses import about, asks_who_said, bare, corrected, goes_on, repeats
from .history import Turn, turns
from .question import analyse
from .text import clean
from .topic import topic_of

_TURNS = 4  # questions looked back at, at most
_LONGEST = 1_000  # characters: a longer question says by itself what it is about
_QUOTED = 60  # words of an answer whose speaker is asked for
_NOUN = 40  # characters after "this" in which its noun begins
_FEW_TERMS = 3  # a question with more content words of its own needs no topic from the turn before
_OWN_TERMS = 3  # a question with "it" and so many content words may be meant as it stands: "Is it safe to … ?"

_ASKS = re.compile(rf"(?:{TO} )?(?:{WH}|{AUX})\b", re.IGNORECASE)
_WHICH_DID = re.compile(
    rf"{LEAD}(?:which|what) (?P<noun>(?!{AUX}\b)(?:(?!of\b)[\w’'-]+ ){{1,3}}?)"
    rf"(?P<rest>(?:did|does|do) (?:(?!{TO}\b)[\w’'-]+ ){{1,5}}(?!{TO}\b)[\w’'-]+)[\s?!.]*$",
    re.IGNORECASE,
)
# "And Kishida, when did he take office?" (left dislocation); but "In winter, does it open later?"
_DISLOCATED = re.compile(
    rf"(?i:{LEAD})(?P<name>[Tt]he [\w’'-]+(?: [\w’'-]+){{0,2}}|[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,2}}), "
    rf"(?P<rest>(?i:{WH}|{AUX})\b[^,]*\b(?i:he|she|they|it|him|her|them|that|this)\b.*)$",
    re.DOTALL,
)
_NO_NAME = re.compile(
    rf"(?:{TO}|thanks?|hello|hi|hey|ok|okay|yes|no|please|sorry|today|tomorrow|yesterday|however|great|nice|right|sure|"
    r"actually|really|oh|if|when|while|because)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|her|them|that|this)\b", re.IGNORECASE)
_OTHER = re.compile(r"^the other (?P<kind>\w+)$", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:what|who|where|when|anything|something|anyone|someone|which) else\b|\bany(?:thing)? more\b|"
    r"^(?:tell me |say |give me )?more(?: about (?:it|that|this)| details?)?[\s?!.]*$|"
    r"^(?:go on|continue|carry on|and then|elaborate)[\s?!.]*$|\bmore (?:details?|about (?:it|that|this))\b",
    re.IGNORECASE,
)
# "Just guess: how much is it?" is a question like any other.
_INSISTING = re.compile(
    r"^(?:(?:please|ok|okay|just|then|so|but)[\s,]+)*(?:guess|answer(?: me)?|tell me|try)\s*[:,–—-]+\s*(?=\w)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|these|those|this|that)\b(?!['’]s the (?:capital|name))", re.IGNORECASE
)
# "it" that stands for nothing, and "that" that only joins clauses.
_EXPLETIVE = re.compile(
    r"\bit (?:take|takes|took|rains?|true that|possible|likely|necessary|clear|known|mean to)\b"
    r"|\b(?:is|was) it (?:true|possible|likely|necessary|clear|known|that|legal|safe|ok|okay|allowed|certain|sure|"
    r"required|important|common|normal|worth|right|correct|fair|time)\b",
    re.IGNORECASE,
)
_JOINING_THAT = re.compile(
    r"\bthat(?=\s+(?:the|a|an|he|she|it|they|we|you|i|both|all|some|no|each|every|there|his|her|"
    r"its|their|our|your|is|are|was|were|has|have|had|will|would|can|could|[A-Z]\w*|\w+ed)\b)"
)
_CLAUSE = re.compile(r"\b(?:and|but|if|when|because)\b|,")
_DEMONSTRATIVE = re.compile(r"^(?:this|that|these|those)$", re.IGNORECASE)


def standalone(question: str, history: Sequence[Mapping[str, Any]] = ()) -> str:
    """The question as it would be asked without the chat before it.

    `history`: messages {"role": "user" | "assistant", "content": str}, oldest first. Raises QuestionError
    for anything else. A question that needs no history comes back unchanged.
    """
    question, chat = _plainly(question), turns(history)[-_TURNS:]
    if asks_who_said(question):
        # Asked of what was answered last, not of who was said to have said it.
        answer = next((answer for asked, answer in reversed(chat) if not asks_who_said(_plainly(asked))), "")
        if answer:
            return f"Who said that {first_words(answer, _QUOTED)}?"
    return _resolve(question, chat)


def otherwise(question: str, history: Sequence[Mapping[str, Any]] = ()) -> str | None:
    """The other reading of a question that does not say whether it goes on from the turn before.

    That is a question of few words with the topic of the turn before, or one with a word like "it" or "this plan"
    and words enough of its own without it. None when there is no history, or when the question is clearly one
    thing or the other: it asks about "him", or has many words of its own.
    """
    question = _plainly(question)
    before = turns(history)[-_TURNS:]
    terms = analyse(question).terms
    if not before:
        return None
    asked, answer = before[-1]
    depends = _depends(question)
    if depends and (_resolve(question, before) != question or goes_on(question)):
        asked_of = about(question)
        if asked_of and asked_of.topical and not (_has_pronoun(asked_of.new) or _has_name(asked_of.new)):
            return asked_of.new if analyse(asked_of.new).terms else None  # "hotels", asked of anything, may be a topic
        return question if len(terms) >= _OWN_TERMS and _speaks_of_a_thing(question) else None
    if len(terms) > _FEW_TERMS:
        return None
    named = topic(_resolve(_last(asked), before[:-1]), answer, whole=True)
    return f"{question.rstrip('?!. ')}, {named}?" if named else None


def wants_more(question: str) -> bool:
    """Whether the question asks for what has not been said yet ("what else …")."""
    return bool(_MORE.search(question))


def _plainly(asked: str) -> str:
    """What somebody typed, as a question and no more."""
    asked = _INSISTING.sub("", asked.strip())
    meant = corrected(asked)
    if meant and _ASKS.match(meant):
        asked = meant[:1].upper() + meant[1:]
    apart = _DISLOCATED.match(asked)
    if apart and not _NO_NAME.match(apart["name"]) and analyse(f"Of {apart['name']}").terms:
        asked = _PRONOUN.sub(apart["name"], apart["rest"], count=1)
    return as_question(asked)


def _last(asked: str) -> str:
    """What a turn before asked last, as a question from which one may go on."""
    last = parts(_plainly(asked))[-1]
    named = topic_of(last)
    return f"What is said about {named}?" if named else last


def _resolve(question: str, chat: Sequence[Turn]) -> str:
    if not chat or not _depends(question):
        return question
    repeated, word = repeats(question), bare(question)
    if not (repeated or word):
        chat = _without_refused_ellipses(chat)
    asked, answer = chat[-1]
    before = _resolve(_last(asked), chat[:-1])
    answers = " ".join(reply for _, reply in chat)
    if repeated:
        return before
    if word:
        return _with_question_word(word, before, answer)
    if asked_of := about(question):
        if other := _OTHER.match(asked_of.new):
            return replace_name(before, other_name(before, answer, answers, other["kind"]))
        if not _has_pronoun(asked_of.new):
            said = _with_subject(before, asked_of.new, asked_of.how)
            if said == _added(before, asked_of.new) and len(chat) > 1 and about(_plainly(asked)):
                return _resolve(question, chat[:-1])  # "and B?", "and C?": of what was asked of A
            return said
    return _without_pronouns(question, before, answer, answers)


def _depends(question: str) -> bool:
    if len(question) > _LONGEST:
        return False
    if goes_on(question):
        return True
    if re.search(r"\bthe other \w+", question, re.IGNORECASE):
        return True
    return bool(_open_pronouns(question))


def _has_pronoun(phrase: str) -> bool:
    return bool(_PERSON.search(phrase) or _THING.search(phrase))


def _has_name(phrase: str) -> bool:
    return any(term.name for term in analyse(f"What of {phrase}").terms)


def _without_refused_ellipses(chat: Sequence[Turn]) -> Sequence[Turn]:
    """Without the last turns that said nothing by themselves and were not answered: nothing is known to go on from."""
    kept = list(chat)
    while len(kept) > 1 and not kept[-1][1] and goes_on(_plainly(kept[-1][0])):
        kept.pop()
    return kept


def _speaks_of_a_thing(question: str) -> bool:
    """Whether nothing but "it", "this" and the like ties the question to the chat."""
    if goes_on(question):
        return False
    return all(match[0].lower() in ("it", "this", "that", "these", "those") for match in _open_pronouns(question))


def _open_pronouns(question: str) -> list[re.Match[str]]:
    """The pronouns whose antecedent is not in the question itself."""
    blocked = {at for p in (_EXPLETIVE, _JOINING_THAT) for m in p.finditer(question) for at in range(*m.span())}
    terms = analyse(question).terms
    end = len(question)
    term = min((term.span.end for term in terms), default=end)
    name = min((term.span.end for term in terms if term.name), default=end)
    clause = _CLAUSE.search(question, term)
    found = []
    for match in sorted([*_PERSON.finditer(question), *_THING.finditer(question)], key=lambda match: match.start()):
        if match.start() in blocked:
            continue
        word = match[0].lower()
        if _PERSON.fullmatch(word) and name <= match.start():
            continue
        if word in ("its", "their", "theirs") and term <= match.start():
            continue
        # "What is the WTO and what does it do?": the antecedent stands in an earlier clause.
        if clause and clause.end() <= match.start():
            continue
        found.append(match)
    return found


def _with_question_word(wh: str, before: str, answer: str) -> str:
    """The question before, asked with another question word: "When did it close?", "Why?" -> "Why did …"."""
    wh = re.sub(r"^(?:how come|what for|why .*)$", "why", wh, flags=re.IGNORECASE)
    wh = re.sub(r"^how so$", "how", wh, flags=re.IGNORECASE)
    if wh.lower() in ("why", "when", "where", "how") and (chosen := _WHICH_DID.match(before)):
        # "Which scanner did the meeting choose?", "Why?"
        before = f"{wh} {chosen['rest'].rstrip(' ?.!')} the {chosen['noun'].strip()}?"
    rest = re.sub(rf"{LEAD}(?:{TO} )?(?:{WH}|{re.escape(wh)})\b", "", before, flags=re.IGNORECASE)
    rest = rest.strip(" ?!.,")
    if not answer and wh.lower() in ("why", "how"):
        return before  # refused: there is no reason to ask for, and the refusal holds
    if len(analyse(rest).terms) < 2:
        if not answer:
            return before  # nothing to go on from: it is asked again
        # "What happened then?" says nothing by itself: the answer does.
        rest = f"{rest} {first_words(answer, 25)}".strip()
    return f"{wh[:1].upper()}{wh[1:]} {rest}?"


def _with_subject(before: str, new: str, how: str = "") -> str:
    """The question before, asked about something else: "What did A say?", "And B?" -> "What did B say?".

    `how`: the preposition before it, "on" of "And on Mondays?".
    """
    new = new.rstrip(" ?.!")
    dates = (
        r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+)?\d{4}\b"
    )
    if re.fullmatch(rf"(?:in\s+)?{dates}", new) and re.search(dates, before):
        return re.sub(dates, re.sub(r"^in\s+", "", new), before, count=1)
    if how and not re.search(rf"\b{how}\b", before, re.IGNORECASE):
        return f"{before.rstrip(' ?.!')} {how} {new}?"
    if re.fullmatch(r"(?:the )?[A-Z].*", new):
        replaced = replace_name(before, new)
        if replaced != before:
            return replaced
    if alike := replace_alike(before, new):
        return alike
    if tail := re.search(r"^(.*\b(?:about|on|of|for|with|regarding|to)\s+)(?:[^?]+?)(\s*\??\s*)$", before):
        return f"{tail[1]}{new}?"
    return _added(before, new)


def _added(before: str, new: str) -> str:
    return f"{before.rstrip(' ?.!')} {new}?"


def _without_pronouns(question: str, before: str, answer: str, answers: str) -> str:
    pieces, at, used_topic = [], 0, False
    for match in _open_pronouns(question):
        word = match[0].lower()
        if _PERSON.fullmatch(word):
            # Without an answer nobody has been named: "she" is whoever was asked about.
            name = person(before, answer, answers) if answer else topic(before, "")
            possessive = word in ("his", "hers") or (word == "her" and re.match(r"\s+\w", question[match.end() :]))
            filler = f"{name}’s" if name and possessive else name
        elif (
            _DEMONSTRATIVE.match(word)
            and re.match(r"\s+(?!\W)\w+", question[match.end() :])
            and _names_a_thing(question[match.end() : match.end() + _NOUN])
        ):
            filler = match[0]  # "this plan": the noun says it
        elif used_topic:
            filler = ""
        else:
            number = None if word in ("this", "that") else word in ("they", "them", "their", "theirs", "these", "those")
            filler, used_topic = topic(before, answer, plural=number), True
            if len(analyse(filler).terms) < 1:
                filler = first_words(answer, 25)
        pieces += [question[at : match.start()], filler or match[0]]
        at = match.end()
    text = "".join([*pieces, question[at:]])
    return clean(text)


def _names_a_thing(rest: str) -> bool:
    terms = analyse(rest).terms
    return bool(terms) and terms[0].span.start <= 2
