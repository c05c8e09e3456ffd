"""Who "he" or "she" is in '"…," he said': read alone, such a sentence does not tell, but the sentences before it do.

By the words alone, and only for speech: a quotation goes on under a pronoun until somebody else is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .countries import country
from .offices import OFFICE, PERSON, Holder, owned, parts_of
from .question import FUNCTION_WORDS
from .records import Span
from .text import sentences, spaced

_SAYS = (
    r"(?:said|says|told|tells|added|adds|noted|notes|announced|emphasi[sz]ed|stressed|explained|argued|argues|claimed|"
    r"claims|wrote|writes|warned|warns|insisted|insists|replied|continued|recalled|admitted|promised|declared|remarked|"
    r"concluded|acknowledged|complained|hoped|hopes|thought|thinks|believed|believes|stated|pledged|vowed|called|urged|"
    r"suggested|responded|confirmed)\b"
)
_ADVERB = r"(?:\w{2,20}ly |also |later |then |had |has )?"
_PRONOUN = re.compile(rf"\b(?P<who>[Hh]e|[Ss]he) {_ADVERB}{_SAYS}")
_THE_OFFICE = rf"[Tt]he (?:[A-Za-z][\w’'-]{{1,30}} ){{0,4}}(?i:{OFFICE})"
_NAMED = (
    re.compile(rf"(?P<who>{_THE_OFFICE}|{PERSON})(?:, [^,.]{{1,60}},)? {_ADVERB}{_SAYS}"),
    re.compile(rf"[,”\"] {_SAYS} (?P<who>{PERSON}|(?:[a-z]+ ){{0,4}}{OFFICE})"),
    re.compile(rf"\b[Aa]ccording to (?P<who>{_THE_OFFICE}|{PERSON})"),
)
# "… of Harvard University said", "… on Monday said": the subject stands further ahead.
_NO_SUBJECT = re.compile(rf"\b(?:on|in|at|of|by|for|from|with) (?:{PERSON} )?$")
_SUBJECT = re.compile(rf"[\W_]*(?P<who>{PERSON})")
_WORDS = r"(?:say|said|tell|told|state|stress|explain|argue|claim|warn|think|believe|promise|emphasi[sz]e)\b"
_ASKED = re.compile(
    r"^\W*(?:(?:[Aa]nd|[Bb]ut|[Ss]o),? )?(?:(?:[Ww]hat|[Ww]hy|[Hh]ow)(?: else| exactly)? (?:did|does|do|has|had)|"
    rf"[Dd]id|[Dd]oes|[Hh]as) (?P<who>{PERSON}) {_ADVERB}{_WORDS}"
)
# "Who talked about blossoms?" asks for the speaker of what follows.
_WHO_SAID = re.compile(
    r"^\W*(?:(?:and|but|so),? )?who(?: (?:was|is) (?:it|the one))?(?: (?:that|who))?(?: (?:also|first|has|had))? "
    r"(?:said|says|told (?:reporters|journalists|the press|everyone)|talk(?:s|ed)|sp(?:oke|eaks)|mention(?:s|ed)|noted|"
    r"stressed|emphasi[sz]ed|added|claim(?:s|ed)|argue[sd]|warn(?:s|ed)|complain(?:s|ed)|thinks?|thought|believe[sd]|"
    r"remarked|commented|stated)(?: (?:about|of|on|that))?\s+(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_MANNERED = r"(?:Mr|Mrs|Ms|Dr|Sir|Professor|Prof|Judge)\.? "
_JOINED = re.compile(r"(?:And|But|So|Then|Yet|While|When|As|If|(?:On|In|At|By) \w+),?\s+")  # "And Yoon said"
_BACK = 4  # sentences gone back, at most
_REACH = 2_000  # characters before a sentence among which its speaker is looked for


def pronoun(sentence: str) -> str | None:
    """ "he" or "she" where that is who speaks in a sentence, else None."""
    found = _PRONOUN.search(spaced(sentence))
    return found["who"].lower() if found else None


def pronouns(texts: str) -> list[str]:
    """The pronouns under which somebody speaks in the texts."""
    return sorted({found["who"].lower() for found in _PRONOUN.finditer(spaced(texts))})


def asks_for_words(question: str) -> bool:
    """Whether a question may be what somebody said or thinks."""
    return bool(re.search(rf"\b{_WORDS}", question))


def asked_as(question: str, word: str) -> str:
    """The question what somebody said, with "he" or "she" (`word`) for who is asked about."""
    asked = _ASKED.search(question)
    return f"{question[: asked.start('who')]}{word}{question[asked.end('who') :]}" if asked else question


def asked_whose(question: str) -> str:
    """The words whose speaker a question asks for: "blossoms" in "Who talked about blossoms?"; else ""."""
    asked = _WHO_SAID.match(question)
    return without_quotes(asked["words"]) if asked else ""


def without_quotes(words: str) -> str:
    """Words without the quotation marks and the full stop or question mark around them."""
    return words.strip("'\"‘’“” ?.!\n")


def asked_about(question: str, texts: str, known: Sequence[Holder]) -> frozenset[str]:
    """The parts of the name of the person whose words a question asks for; none where it asks for something else.

    What a country, a firm or an office said, people said who speak for it: only one that the texts know for a person
    counts, by a title, an office or a first name.
    """
    asked = _ASKED.search(question)
    if not asked or country(asked["who"]) or asked["who"].lower() in FUNCTION_WORDS:
        return frozenset()
    names = parts_of(asked["who"])
    return frozenset(names) if names and _is_person(names, texts, known) else frozenset()


def _is_person(names: Sequence[str], texts: str, known: Sequence[Holder]) -> bool:
    """Whether a name is a person's: in office, with "Mr" or "Ms", or called by the last name alone as well."""
    if any(set(names) <= holder.names for holder in known):
        return True
    first, last = re.escape(names[0]), re.escape(names[-1])
    if re.search(rf"\b{_MANNERED}{last}\b", texts):
        return True
    if len(names) == 1:
        return any(not _is_word(match[1]) for match in re.finditer(rf"\b([A-Z][a-z]+)\s{last}\b", texts))
    return bool(re.search(rf"(?<!\b{first}\s)\b{last}\b", texts)) if len(names) == 2 else False


def speaker_in(sentence: str) -> Span | None:
    """Where a sentence names who speaks in it; None where it does not, or names several."""
    found = _speaking(spaced(sentence))
    if len(found) != 1:
        return None
    start, end = found[0].span("who")
    if re.search(r"\b(?:and|or) $", sentence[:start]):
        return None  # "Yoon and Kishida said"
    joined = _JOINED.match(sentence, start, end)
    return Span(joined.end() if joined else start, end)


def speakers(text: str, sentence: Span, known: Sequence[Holder]) -> frozenset[str]:
    """The parts of the names of who speaks in a sentence of `text`; none where that is not told.

    `known`: who holds which office, since "the minister noted" may be who is meant.
    """
    said = spaced(sentence.of(text))
    found = [_names(match["who"], known) for match in _speaking(said)]
    if not found and _PRONOUN.search(said):
        found = [_before(text[max(0, sentence.start - _REACH) : sentence.start], known)]
    return frozenset().union(*found)


def _before(text: str, known: Sequence[Holder]) -> frozenset[str]:
    """Who spoke last in a text, or else is the subject of its last sentence that has a name for one."""
    for span in reversed(sentences(text)[-_BACK:]):
        said = spaced(span.of(text))
        if found := _speaking(said):
            return _names(max(found, key=lambda match: match.start("who"))["who"], known)
        subject = _SUBJECT.match(said)
        # Any sentence begins with a capital: it is a name if it is one within a sentence too.
        if subject and not _is_word(subject["who"]) and re.search(rf"[a-z,]\s{re.escape(subject['who'])}\b", text):
            return _names(subject["who"], known)
    return frozenset()


def _speaking(sentence: str) -> list[re.Match[str]]:
    found = [match for pattern in _NAMED for match in pattern.finditer(sentence)]
    return [match for match in found if not _is_word(match["who"]) and not _no_subject(match)]


def _no_subject(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 80) : match.start()]
    return bool(country(match["who"]) or _NO_SUBJECT.search(before))


def _is_word(who: str) -> bool:
    return who.lower() in FUNCTION_WORDS  # "He"


def _names(who: str, known: Sequence[Holder]) -> frozenset[str]:
    """The parts of a name for how a sentence calls its speaker, by name or by office; none for an office unknown."""
    office, owner = owned(re.sub(r"^[Tt]he ", "", who))
    if not re.search(rf"{OFFICE}$", office):
        return frozenset(parts_of(who))
    held = [holder for holder in known if holder.role == office]
    if owner:
        held = [holder for holder in held if country(holder.owner) == country(owner)]
    return held[0].names if len(held) == 1 else frozenset()
