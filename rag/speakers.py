"""Who "he" or "she" is in '"…," he said': read alone, such a sentence does not tell, but the sentences before it do.

By the words alone, and only for speech, where English leaves the least doubt: a quotation goes on under a pronoun
until somebody else is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .countries import country
from .offices import OFFICE, Holder
from .question import FUNCTION_WORDS
from .records import Span
from .text import sentences

_SAYS = (
    r"(?:said|says|told|tells|added|adds|noted|notes|announced|emphasi[sz]ed|stressed|explained|argued|argues|claimed|"
    r"claims|wrote|writes|warned|warns|insisted|insists|replied|continued|recalled|admitted|promised|declared|remarked|"
    r"concluded|acknowledged|complained|hoped|hopes|thought|thinks|believed|believes)\b"
)
_PERSON = r"[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,3}"
_ADVERB = r"(?:\w{2,20}ly |also |later |then |had |has )?"
_PRONOUN = re.compile(rf"\b(?P<who>[Hh]e|[Ss]he) {_ADVERB}{_SAYS}")
_OFFICE = rf"[Tt]he (?:[A-Za-z][\w’'-]{{1,30}} ){{0,4}}{OFFICE}"
_NAMED = (  # of a sentence, what speaks last in it counts
    re.compile(rf"(?P<who>{_PERSON}|{_OFFICE})(?:, [^,.]{{1,60}},)? {_ADVERB}{_SAYS}"),
    re.compile(rf"[,”\"] {_SAYS} (?P<who>{_PERSON}|[a-z ]{{0,30}}{OFFICE})"),
    re.compile(rf"\b[Aa]ccording to (?P<who>{_PERSON}|{_OFFICE})"),
)
_SUBJECT = re.compile(rf"[\W_]*(?P<who>{_PERSON})")
_WORDS = (
    r"\b(?:say|said|tell|told|add|state|stress|note|explain|argue|claim|write|warn|think|believe|promise|"
    r"emphasi[sz]e)\b"
)
_ASKED = re.compile(rf"\b(?:did|does|do|has|had) (?P<who>{_PERSON}) {_WORDS}")
_BACK = 4  # sentences gone back, at most
_REACH = 2_000  # characters before a sentence among which its speaker is looked for


def pronoun(sentence: str) -> str | None:
    """ "he" or "she" where that is who speaks in a sentence, else None."""
    found = _PRONOUN.search(sentence)
    return found["who"].lower() if found else None


def pronouns(texts: Iterable[str]) -> list[str]:
    """The pronouns under which somebody speaks in the texts."""
    return sorted({found["who"].lower() for text in texts for found in _PRONOUN.finditer(text)})


def asks_for_words(question: str) -> bool:
    """Whether a question may be what somebody said or thinks."""
    return bool(re.search(_WORDS, question))


def asked_as(question: str, word: str) -> str:
    """The question what somebody said, with "he" or "she" (`word`) for who is asked about."""
    asked = _ASKED.search(question)
    return f"{question[: asked.start('who')]}{word}{question[asked.end('who') :]}" if asked else question


def asked_about(question: str) -> frozenset[str]:
    """The parts of the name of the person whose words a question asks for; none where it asks for something else."""
    asked = _ASKED.search(question)
    # What a country said, its ministers said.
    return frozenset(asked["who"].split()) if asked and not country(asked["who"]) else frozenset()


def speakers(text: str, sentence: Span, known: Sequence[Holder]) -> frozenset[str]:
    """Who speaks in a sentence of `text`, by the name alone; none where that is not told.

    `known`: who holds which office, since "the minister noted" may be who is meant.
    """
    said = sentence.of(text)
    found = {_name(match["who"], known) for match in _speaking(said)}
    if not found and _PRONOUN.search(said):
        found = {_before(text[max(0, sentence.start - _REACH) : sentence.start], known)}
    return frozenset(filter(None, found))


def _before(text: str, known: Sequence[Holder]) -> str | None:
    """Who spoke last in a text, or else is the subject of its last sentence that has a name for one."""
    for span in reversed(sentences(text)[-_BACK:]):
        said = span.of(text)
        if found := _speaking(said):
            return _name(max(found, key=lambda match: match.start("who"))["who"], known)
        subject = _SUBJECT.match(said)
        # Any sentence begins with a capital: it is a name if it is one within a sentence too.
        if subject and not _is_word(subject["who"]) and re.search(rf"[a-z,] {re.escape(subject['who'])}\b", text):
            return _name(subject["who"], known)
    return None


def _speaking(sentence: str) -> list[re.Match[str]]:
    return [match for pattern in _NAMED for match in pattern.finditer(sentence) if not _is_word(match["who"])]


def _is_word(who: str) -> bool:
    return who.lower() in FUNCTION_WORDS  # "He"


def _name(who: str, known: Sequence[Holder]) -> str | None:
    """A name alone for how a sentence calls its speaker, by name or by office."""
    if not re.search(rf"\b{OFFICE}\b", who):
        return who.split()[-1]
    held = [holder for holder in known if who.lower().endswith(f" {holder.role}") or who.lower() == holder.role]
    same = [holder for holder in held if holder.owner and holder.owner in who]
    return (same or held)[0].name if len(same or held) == 1 else None
