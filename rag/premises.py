"""What a question takes for granted, and whether the evidence bears it out.

"What did Japan's Supreme Court rule in 2021?" takes for granted that Japan has such a court, that it did the ruling,
and the year. A sentence about South Korea's Supreme Court, or about 2018, is a near miss: it shares nearly every word
and answers another question (entity swaps and mutual exclusion, among the kinds of unanswerable question of Rajpurkar,
Jia & Liang, "Know What You Don't Know", 2018). The words alone are looked at, so only what is plainly said otherwise
counts as a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .countries import is_adjective
from .distinctions import Distinction, denies, distinctions, taken_for_granted
from .mentions import Mention, Word, mentions, tokens, with_article, within
from .question import FUNCTION_WORDS
from .stems import acronyms, stems

_HEAD_WORDS = 3  # words after "Japan's" or "Japanese" that may be the thing meant
_REACH = 12  # words between a verb and who does it
_AUXILIARY = frozenset("did does do has have had will would is was are were can could should may might must".split())
_TIMES = frozenset({"year", "month", "day"})
_UNTIL = frozenset("to until till through".split())
_SAYING = frozenset("say said tell told state add remark comment".split())  # stems
_GENITIVE = frozenset({"of", "in", "from"})
_FIRMS = frozenset("companies firms businesses corporations".split())  # who asks calls them as comes to mind
_TOWARDS = frozenset({"to", "with", "against", "for", "by"})  # "exports to Japan" are not "exports to China"
_OWN = "'s"  # stands for every way of saying whose a thing is


class Borne(NamedTuple):
    """How a sentence bears out what a question takes for granted; each 0 to 1, and 0 where it takes nothing."""

    missing: float  # the least supported name or figure is so much absent from the passage
    conflict: float  # 1 where the sentence says of another what the question asks of this one
    confirmed: float  # 1 where it says the very thing: whose, who or when


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart once, for any number of questions."""

    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    stems: frozenset[str]
    distinctions: frozenset[Distinction]


@dataclass(frozen=True, slots=True)
class Premises:
    """What a question takes for granted: the mentions, whose things it asks for, who does what, and which of a kind."""

    mentions: tuple[Mention, ...]
    belongs: tuple[tuple[Mention, str, frozenset[str]], ...]  # (whose or towards whom, how, stems of the thing)
    does: tuple[tuple[Mention, frozenset[str]], ...]  # (who, stems of the verb)
    distinctions: frozenset[Distinction]

    def borne_out(self, sentence: Text, passage: Text, before: Text | None = None) -> Borne:
        """How far one sentence bears them out.

        `passage` is all that stands around it, title and heading too; `before` the sentence before it, if there is one.
        """
        missing = max((1.0 - _support(mention, passage) for mention in self.mentions), default=0.0)
        signs = [
            _whose(mention, link, thing, sentence) or (-1 if _of_another(mention, link, thing, sentence, before) else 0)
            for mention, link, thing in self.belongs
        ]
        signs += [_who(mention, verb, sentence) for mention, verb in self.does]
        signs += [_when(mention, sentence, passage) for mention in self.mentions if mention.kind in _TIMES]
        signs += [
            -denies(asked, sentence.distinctions, sentence.words, passage.distinctions) for asked in self.distinctions
        ]
        return Borne(missing, float(any(s < 0 for s in signs)), float(any(s > 0 for s in signs)))


def taken_apart(text: str) -> Text:
    """A text's words, what it mentions, and its stems with the initials of its names."""
    words = tokens(text)
    stems = frozenset(part for word in words for part in word.stem.split()) | frozenset(acronyms(text))
    found = tuple(mentions(words))
    return Text(tuple(words), found, stems, distinctions(words, found))


def premises(question: str) -> Premises:
    """What a question takes for granted, by its words alone."""
    words = tokens(question)
    found = mentions(words, typed=True)
    belongs, does = [], []
    for mention in found:
        if mention.kind not in _OWNERS:
            continue
        link, thing = _thing(mention, words)
        if thing:
            belongs.append((mention, link, thing))
        does += [(mention, verb) for verb in _verbs(mention, words)]
    polar = bool(words) and words[0].text.lower() in _AUXILIARY
    granted = taken_for_granted(words, found, polar=polar)
    return Premises(tuple(found), tuple(belongs), tuple(does), granted)


def _thing(mention: Mention, words: Sequence[Word]) -> tuple[str, frozenset[str]]:
    """What the question links to a country or a name, and how: the words after it, or before "of" or "to"."""
    run: list[Word] = []
    link = _OWN
    if words[mention.last - 1].possessive or _adjective(words, mention):
        for word in words[mention.last : mention.last + _HEAD_WORDS]:
            if word.text.lower() in FUNCTION_WORDS or (run and run[-1].possessive):
                break
            run.append(word)
    elif mention.first >= 2:
        before, link = words[mention.first - 2], words[mention.first - 1].text.lower()
        if link in _GENITIVE | _TOWARDS and before.text.lower() not in FUNCTION_WORDS:
            run = [before]
    thing = {word.stem for word in run if word.stem}
    if any(word.text.lower() in _FIRMS for word in run):
        thing.update(stems(" ".join(_FIRMS)))
    return _OWN if link in _GENITIVE else link, frozenset(thing)


def _adjective(words: Sequence[Word], mention: Mention) -> bool:
    return mention.kind == "country" and is_adjective(" ".join(w.text for w in words[mention.first : mention.last]))


def _verbs(mention: Mention, words: Sequence[Word]) -> Iterator[frozenset[str]]:
    """The verbs after "did NAME" ("stop exporting" is two); whoever says a thing may tell, state or add it."""
    if words[mention.last - 1].possessive or _adjective(words, mention):
        return
    first = with_article(mention, words)
    if first == 0 or words[first - 1].text.lower() not in _AUXILIARY:
        return
    at = mention.last
    for word in words[at : at + 3]:
        first = word is words[at]
        if word.text == "to" and not first:
            continue
        if not word.text.islower() or word.text in FUNCTION_WORDS - _SAYING or not word.stem:
            return
        if first or word.text.endswith("ing") or words[at + 1].text == "to":
            yield _SAYING if word.stem in _SAYING else frozenset({word.stem})


# --- in the evidence ---------------------------------------------------------------------------------------


def _support(mention: Mention, text: Text) -> float:
    """How far a text speaks of what is mentioned, 0 to 1: a part of a name is half of it or more."""
    if any(_same(mention, other) for other in text.mentions):
        return 1.0
    if mention.kind == "name":
        if mention.key and mention.key[-1] in text.stems:  # people are called by their last name
            return 1.0
        return sum(part in text.stems for part in mention.key) / max(1, len(mention.key))
    if mention.kind == "country":
        return 0.0
    return float(mention.key[0] in text.stems or _in_a_range(mention, text))


def _same(one: Mention, other: Mention) -> bool:
    if one.kind == other.kind == "name":
        return set(one.key) <= set(other.key) or set(other.key) <= set(one.key)  # "Yoon", "Yoon Suk Yeol"
    return one.key == other.key


def _whose(mention: Mention, link: str, thing: frozenset[str], sentence: Text) -> int:
    """1 where the sentence links the same thing to the same one, -1 where it links it to another only, else 0."""
    signs = set()
    for at, word in enumerate(sentence.words):
        if word.stem not in thing:
            continue
        owners = [m for m in sentence.mentions if _linked(m, link, at, sentence)]
        signs |= {1 if _same(mention, owner) else -1 for owner in owners if owner.kind == mention.kind}
    return 1 if 1 in signs else min(signs, default=0)


def _of_another(mention: Mention, link: str, thing: frozenset[str], sentence: Text, before: Text | None) -> bool:
    """Whether the sentence has "its foreign minister" where nobody that "its" may stand for is the one asked about.

    That are those named before it in the sentence, or else in the one before; and an owner, or for a country another
    one, is among them. Where "he" or "it" goes before, nobody knows who that is.
    """
    if link != _OWN or _support(mention, sentence):
        return False
    for at, word in enumerate(sentence.words):
        if word.text.lower() in _POSSESSIVES and any(w.stem in thing for w in sentence.words[at + 1 : at + 3]):
            text, end = sentence, at
            if before and not _named(sentence, at):
                text, end = before, len(before.words)
            owners = [
                m for m in _named(text, end) if m.kind == mention.kind == "country" or text.words[m.last - 1].possessive
            ]
            unclear = any(word.text.lower() in _PERSONAL for word in text.words[:end])
            if owners and not unclear and not _support(mention, text):
                return True
    return False


def _named(text: Text, end: int) -> list[Mention]:
    """The countries and names among the first words of a text, `end` of them."""
    return [m for m in text.mentions if m.last <= end and m.kind in _OWNERS]


_PERSONAL = frozenset("he she it they".split())
_POSSESSIVES = frozenset("his her its their".split())
_OWNERS = frozenset({"country", "name"})


def _linked(owner: Mention, link: str, at: int, sentence: Text) -> bool:
    """Whether words[at] is the owner's, "Japan's top court", "Japanese court", "court of Japan", or "to" it."""
    words = sentence.words
    if link == _OWN and owner.last <= at <= owner.last + 2:
        between = words[owner.last : at]
        if any(word.text.lower() in FUNCTION_WORDS for word in between):
            return False
        # "US federal court" is whose; "South Korea ordered Japanese companies" is not.
        verb = any(word.text.islower() and word.text.endswith("ed") for word in between)
        other = any(m.kind == "country" and owner.last <= m.first and m.last <= at for m in sentence.mentions)
        named = owner.kind == "country" and not verb and not other
        return words[owner.last - 1].possessive or _adjective(words, owner) or named
    said = [word.text.lower() for word in words[at + 1 : owner.first]]
    links = _GENITIVE if link == _OWN else {link}
    return 1 <= len(said) <= 2 and said[0] in links and said[1:] in ([], ["the"])


def _who(mention: Mention, verb: frozenset[str], sentence: Text) -> int:
    """1 where the nearest one named before the verb, or after "by", is the one asked about; -1 where it is another."""
    signs = set()
    for at, word in enumerate(sentence.words):
        if word.stem not in verb:
            continue
        by = [m for m in sentence.mentions if m.first - 3 <= at < m.first and _by(sentence.words, at, m)]
        before = [m for m in sentence.mentions if at - _REACH <= m.first and m.last <= at and m.kind in _OWNERS]
        doers = by or [m for m in before[-1:] if not _another_subject(sentence.words, m.last, at)]
        # Of Kishida against Japan, or of a firm against its country, the words do not say that they differ.
        signs |= {1 if _same(mention, doer) else -1 for doer in doers if doer.kind == mention.kind}
    return 1 if 1 in signs else min(signs, default=0)


def _by(words: Sequence[Word], at: int, doer: Mention) -> bool:
    return any(word.text.lower() == "by" for word in words[at + 1 : doer.first])


def _another_subject(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether somebody not named stands between, "he" or "victims who"; "NAME, which" is still the one named."""
    between = [word.text.lower() for word in words[first:last]]
    if between and between[0] in _RELATIVE:
        between = between[1:]
    return any(word in _SUBJECTS for word in between)


_RELATIVE = frozenset("who which that".split())
_SUBJECTS = frozenset("he she it they we i you this these those and but".split()) | _RELATIVE


def _when(mention: Mention, sentence: Text, passage: Text) -> int:
    """1 where the sentence has the year, month or day, -1 where it has another only, else 0.

    "From Tuesday to Sunday" has Thursday in it, unless the passage has a word on Thursdays: that holds for them.
    """
    others = [m for m in sentence.mentions if m.kind == mention.kind]
    if any(_same(mention, other) for other in others):
        return 1
    if _in_a_range(mention, sentence):
        return -1 if any(_same(mention, other) for other in passage.mentions) else 0
    return -1 if others else 0


def _in_a_range(mention: Mention, text: Text) -> bool:
    """Whether a text speaks of a stretch of time in which the year, month or day lies: June, "from May to July"."""
    others = [m for m in text.mentions if m.kind == mention.kind]
    return any(_is_range(*two, text.words) and within(mention, *two) for two in pairwise(others))


def _is_range(first: Mention, last: Mention, words: Sequence[Word]) -> bool:
    """Whether two mentions are the ends of a range: "Monday to Friday", "2004-2009", "between May and July"."""
    between = [word.text.lower() for word in words[first.last : last.first]]
    if between == ["and"]:
        return first.first > 0 and words[first.first - 1].text.lower() == "between"
    return not between or (len(between) == 1 and between[0] in _UNTIL)
