"""Words as the words index and the reader compare them: folded, spelt one way, stemmed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from .irregular import FORMS

# Chinese, Japanese and Korean text puts no spaces between words: each character is a term of its own.
_IDEOGRAPHS = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_DOTTED = re.compile(r"\b[A-Za-z](?:\.[A-Za-z])+\b\.?")  # U.S. -> US, or it would fall apart into letters
_POSSESSIVE = re.compile(r"['’]s?\b")
# A text in British spelling must be found by a question in American spelling, and the other way round.
_SPELLINGS = (
    (re.compile(r"\b(\w{3,})our(s|ed|ing|able|ites?|hoods?|ly|al|ers?|ful|less)?\b"), r"\1or\2"),
    (re.compile(r"\bpractis(e[sd]?|ing)\b"), r"practic\1"),
    (re.compile(r"\b(\w{3,})is(e|es|ed|ing|ations?|ational|ers?|able|ely|edly|ingly)\b"), r"\1iz\2"),
    (re.compile(r"\b(\w{3,})yse(s|d)?\b"), r"\1yze\2"),
    (re.compile(r"\b(cent|theat|\w*met|\w*lit|fib|calib|spect)re(s)?\b"), r"\1er\2"),
    (re.compile(r"\bcentred\b"), "centered"),
    (re.compile(r"\b(def|off|lic|pret)ence(s)?\b"), r"\1ense\2"),
    (re.compile(r"\b(fue|dia|due|crue)ll(ed|ing|ers?)\b"), r"\1l\2"),  # the stemmer sees to "travelled"
    (re.compile(r"\bprogramme(s)?\b"), r"program\1"),
)

_LONGEST = 40  # characters of a part whose stems are kept: hardly a word is longer


@cache
def _analyzer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (Filter.remove_long(64), Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


def stems(text: str) -> list[str]:
    """The terms of `text` in order: lower case, without accents, one spelling, English stems (Porter 2).

    Irregular forms have the stem of their word ("met", "meet").

    The same function serves the index and the question, so that both sides always agree.
    """
    # What stands between two spaces is stemmed by itself, and texts repeat their words.
    parts = text.split()
    return [stem for part in parts for stem in (_kept(part) if len(part) <= _LONGEST else _stemmed(part))]


def _stemmed(text: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", text)  # an accent may be a character of its own
    text = _IDEOGRAPHS.sub(r" \1 ", text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    text = _POSSESSIVE.sub("", text).replace("İ", "I").lower()
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    forms = _forms()
    return tuple(forms.get(stem, stem) for stem in _analyzer().analyze(text))


_kept = lru_cache(maxsize=50_000)(_stemmed)


@cache
def _forms() -> dict[str, str]:
    """The stem of the word by the stem of a form that the stemmer does not know."""
    analyzer = _analyzer()
    return {analyzer.analyze(form)[0]: analyzer.analyze(word)[0] for form, word in FORMS.items()}


# Words with a capital, one after the other, with at most a small word between them: "World Trade Organization".
_CAPITALISED = re.compile(r"\b[A-Z]\w*(?:[ \n-]+(?:(?:of|for|and|the|on|in|to)[ \n]+){0,2}[A-Z]\w*){1,7}")
_WORD = re.compile(r"\w+")


def acronyms(text: str) -> list[str]:
    """What the names of `text` are called for short: "wto" for "World Trade Organization".

    They are indexed with the stems, so that a question may use the one where the text has the other.
    """
    return list(dict.fromkeys(short for short, _, _ in _names(text)))


def initials(text: str) -> dict[str, str]:
    """The names of `text` by their initials, in lower case; of several, the first."""
    found: dict[str, str] = {}
    for short, start, end in _names(text):
        found.setdefault(short, " ".join(text[start:end].split()))
    return found


def _names(text: str) -> Iterator[tuple[str, int, int]]:
    """Every run of two to six capitalised words, as (initials, start, end).

    Runs overlap, since a name may stand beside others ("Japan's Prime Minister").
    """
    for match in _CAPITALISED.finditer(text):
        words = [word for word in _WORD.finditer(text, *match.span()) if word[0][0].isupper()]
        letters = "".join(word[0][0].lower() for word in words)
        for length in range(2, min(len(words), 6) + 1):
            for first in range(len(words) - length + 1):
                last = first + length
                yield letters[first:last], words[first].start(), words[last - 1].end()


def stem_all(words: Iterable[str]) -> list[str]:
    """One stem a word; the empty string for a word without letters or digits."""
    return [" ".join(stems(word)) for word in words]
