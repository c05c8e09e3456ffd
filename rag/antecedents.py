"""What a pronoun of a follow-up stands for: names, persons and things in the turn before.

By the words alone: titles and verbs of saying around a name speak for a person, and the answer to "which
agreement …" or "what did they launch" tells the thing.
"""

from __future__ import annotations

import re

from .question import FUNCTION_WORDS, analyse, is_plural
from .records import CANNOT_ANSWER
from .stems import stem_all
from .subject import AUXILIARIES, thing
from .text import words

LEAD = r"^(?:(?:and|but|so|ok|okay|then|well|also|um|hm+)[\s,]+)*"
WH = r"(?:who|whom|whose|what|when|where|why|how(?: (?:many|much|long|often|old|far))?|which(?: \w+)?)"
AUX = rf"(?:{'|'.join(AUXILIARIES)})"

TO = r"(?:in|on|at|by|to|for|with|from|of|about|through|against|between|among|until|since|under)"
# "What is the price of the lamp? How heavy is it?": the lamp.
_QUALITY = (
    r"(?:price|cost|date|weight|size|name|age|number|amount|time|purpose|length|height|colou?r|address|title|status|"
    r"budget|deadline|author|owner|location|place|origin|role|topic|aim|goal|meaning|reason|cause)"
)
_MEASURED = r"(?:cost|weigh|measure|mean|last|do|say|take)s?"  # what stands behind them is no thing
# Bounded, or a text of capitals alone would be gone through again from each of them.
_NAME = re.compile(r"\b[A-Z][\w’'-]{0,40}+(?:[ \t]+(?:of[ \t]+)?[A-Z][\w’'-]{0,40}+){0,12}")
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
_ARTICLES = frozenset("the a an my your our their its his her".split())
_ARTICLE = rf"(?:{'|'.join(sorted(_ARTICLES))})"
_THING_WORDS = 4  # of what takes another thing's place, at most
_PLURAL = re.compile(r"[\w-]+[^\Ws]s|children|people|men|women", re.IGNORECASE)
# A subject stands behind one of these, and a verb behind it.
_BEHIND_VERB = (
    "(?:" + "|".join(rf"(?<=\b{verb} )" for verb in "do does did can could must may should will would".split()) + ")"
)
_ROLE_WORDS = frozenset(
    "president premier minister prime secretary chancellor chief cabinet mr mrs ms dr sir lady king queen".split()
)


def names(text: str) -> list[re.Match[str]]:
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


def replace_name(before: str, new: str) -> str:
    """The question before with its first name replaced; unchanged when it has none or nothing is new."""
    if not new:
        return before
    for match in names(before):
        possessive = "’s" if re.search(r"['’]s$", match[0]) else ""
        if match.start() == 0 and match[0].lower() in FUNCTION_WORDS:
            continue
        start, end = match.span()
        if number := re.match(r" \d+\b", before[end:]):
            end += number.end()  # "the Tern 2"
        if re.match(r"the ", new, re.IGNORECASE) and re.search(r"\bthe $", before[:start], re.IGNORECASE):
            start -= len("the ")
        return f"{before[:start]}{_bare(new)}{possessive}{before[end:]}"
    return before


def replace_alike(before: str, new: str) -> str | None:
    """The question before with another thing in the place of one like it: "How much do adults pay?", "students".

    That is what ends in the same word ("the summer fair", "the winter fair"), else a subject or a last word that is
    plural or has an article as the new one has. None where there is no such thing.
    """
    words = new.split()
    if len(words) > _THING_WORDS:
        return None
    last = re.escape(words[-1])
    if words[0].lower() in _ARTICLES:
        patterns = [
            rf"\b{_ARTICLE} (?:[\w-]+ ){{0,2}}?{last}\b",
            rf"{_BEHIND_VERB}{_ARTICLE} [\w-]+(?: (?!{TO}\b)[\w-]+){{1,2}}(?= [\w-]+\W*$)",  # "the roof mount cost?"
            rf"{_BEHIND_VERB}{_ARTICLE} [\w-]+(?= \w)",
            rf"\b{_ARTICLE} [\w-]+(?=\W*$)",
        ]
    else:
        patterns = [rf"\b(?:[\w-]+ ){{{len(words) - 1}}}{last}\b"]
        if _PLURAL.fullmatch(words[-1]):
            patterns.append(rf"{_BEHIND_VERB}(?:[\w-]+ ){{0,2}}?(?:{_PLURAL.pattern})(?= \w)")
    found = next(filter(None, (re.search(pattern, before, re.IGNORECASE) for pattern in patterns)), None)
    return before[: found.start()] + new + before[found.end() :] if found else None


def other_name(before: str, answer: str, answers: str, kind: str) -> str:
    """The counterpart of the name in the question: joined to it by "and" in an answer, else the one said most."""
    asked = {_bare(match[0]).lower() for match in names(before)}
    joined = rf"{_NAME.pattern}(?:,)?\s+and\s+{_NAME.pattern}"
    for text in (answer, answers):
        for match in re.finditer(joined, text):
            pair = [_bare(part.strip(" ,")) for part in re.split(r"\s+and\s+", match[0], maxsplit=1)]
            for one, other in (pair, pair[::-1]):
                if one.lower() in asked and other.lower() not in asked:
                    return other
    person = kind.lower() in {"leader", "man", "woman", "person", "president", "minister", "politician", "official"}
    scored: dict[str, float] = {}
    for match in names(answers):
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


def person(before: str, answer: str, answers: str) -> str:
    """The person last spoken of."""
    asks_who = analyse(before).kind == "who"
    best: tuple[float, int, str] | None = None
    for rank, text in enumerate((answers, answer, before)):
        if text is before and asks_who and best:
            continue  # the answer to "who" is the person, not the names in the question
        for match in names(text):
            name = _without_role(_bare(match[0]))
            if not name:
                continue
            score = _personal(match, text) + (1.5 if text is before else 0.0) + 0.2 * rank
            if asks_who and text is answer and match.start() == 0:
                score += 2.0  # "Imogen Sayle will ask the supplier."
            if best is None or score >= best[0] + (0.0 if rank > best[1] else 0.01):
                best = (score, rank, name)
    if best is None:
        return ""
    # As the person asking calls them: "Matsuno" finds more than "Hirokazu Matsuno" does.
    called = (_without_role(_bare(match[0])) for match in names(before))
    return next((name for name in called if name and set(name.split()) <= set(best[2].split())), best[2])


def _without_role(name: str) -> str:
    """What follows the last title in a name: "Japanese Chief Cabinet Secretary Hirokazu Matsuno"."""
    parts = name.split()
    last = max((n for n, part in enumerate(parts) if part.lower() in _ROLE_WORDS), default=-1)
    return " ".join(parts[last + 1 :])


def topic(before: str, answer: str, *, plural: bool | None = None, whole: bool = False) -> str:
    """What the turn before was about: the thing that its answer gave, else the thing that it asked about.

    For a pronoun, "which firms did the court name?" is about firms; the `whole` of it is the court's naming. `plural`:
    whether the pronoun is "they" or "it"; None where there is none. "It" is not the firms.
    """
    noun = re.match(rf"{LEAD}(?:{TO} )?(?:which|what) (?!{AUX}\b)(.+?)(?: (?={AUX}\b)|\?|$)", before, re.IGNORECASE)
    if noun and plural is False and is_plural(noun[1].split()[-1]) and (one := thing(before, plural=False)):
        return one
    if answer and CANNOT_ANSWER not in answer:
        given = _noun_phrase(noun[1], answer) if noun else _object(before, answer)
        if given:
            return given
    if analyse(before).kind == "who" and answer and plural:
        people = list(dict.fromkeys(_without_role(_bare(match[0])) for match in names(answer)))
        if people := [name for name in people if name][:2]:
            return " and ".join(people)
    return _asked_about(before, noun[1] if noun and noun[0].endswith(" ") and not whole else "", plural)


def _asked_about(before: str, noun: str, plural: bool | None) -> str:
    """The thing that a question names: its `noun` ("which laptops can …"), or what its words are about."""
    amount = re.match(rf"{LEAD}how (?:much|many) (?!{AUX}\b)(.+?)(?= {AUX}\b|\?|$)", before, re.IGNORECASE)
    # "Who books the band?": the band, not the booking.
    subject = re.match(rf"{LEAD}who (?:(?:{AUX}|be|been|to) )*\w+\s+(.+)$", before, re.IGNORECASE)
    about = re.match(rf"{LEAD}(?:what|how|why) .+ (?:about|regarding|concerning) (.+)$", before, re.IGNORECASE)
    quality = re.match(rf"{LEAD}what (?:is|are|was|were) the {_QUALITY} of (.+)$", before, re.IGNORECASE)
    for found in (noun, *(match[1] for match in (amount, about, quality, subject) if match)):
        if analyse(found).terms:
            return found.strip(" ?!.,")
    # "After that" is after all that was asked about; "it" is a thing.
    if plural is not None and (found := thing(before, plural=plural)) and analyse(found).terms:
        return found
    rest = re.sub(rf"{LEAD}(?:{TO} )?{WH}\s+(?:{AUX}\s+)?", "", before, flags=re.IGNORECASE)
    rest = re.sub(rf"{LEAD}{AUX}\s+", "", rest, flags=re.IGNORECASE)
    rest = re.sub(r"^(?:i|we|you|one) \w+ (?=\w)", "", rest, flags=re.IGNORECASE)  # "can I carry [the days] over"
    return rest.strip(" ?!.,")


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
    asked = re.match(
        rf"{LEAD}what (?!(?:is|are|was|were|am)\b){AUX}\b.*?(?<!\bthe )(?<!\ba )(?P<verb>(?!{_MEASURED}\b)\w+)"
        r"(?: in \d+)?\W*$",
        before,
        re.IGNORECASE,
    )
    verbs = {term.stem for term in analyse(before).terms if asked and term.span.start == asked.start("verb")}
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
        found = first_words(phrase[1], 8) if phrase else ""
        if any(term.stem not in verbs for term in analyse(found).terms):
            return found
    return ""


def first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count]).rstrip(" .,;:")
