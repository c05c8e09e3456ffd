"""A question in other words: it is answered by what answered it before.

The questions of SQuAD and its kin were written beside their passage and share most of its words; a reader that learns
from them, and from near misses that differ by one word, takes any odd word for a near miss. People who ask of documents
that they have not before their eyes use words of their own. So some questions, answered or not, get synonyms for
some of their words (WordNet, Miller 1995: the other lemmas of a word's commonest sense), or a phrase before them.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from pathlib import Path

from lemminflect import getInflection, getLemma  # type: ignore[import-untyped]

from rag.stems import stems

from .swaps import names

_PARTS = {"1": "NOUN", "2": "VERB", "3": "ADJ", "5": "ADJ"}  # WordNet's numbers; 4 is an adverb
_ONE_PART = 0.8  # of a word's uses are of one part of speech, or its tag cannot be told without the sentence
_ONE_SENSE = 0.6  # … and of one sense
_KNOWN = 2  # uses counted of a synonym in that sense: no curiosities
_TAGS = {
    "NOUN": (("s", "NNS"), ("", "NN")),
    "VERB": (("ing", "VBG"), ("ed", "VBD"), ("s", "VBZ"), ("", "VB")),
    "ADJ": (("", "JJ"),),
}
_LEFT = frozenset(
    "be being do have will can may might must shall would could should get go make take use many much long old often "
    "kind type sort name year month day time number date place person people one two first last second".split()
)
_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
_BEFORE = (
    "Can you tell me: ",
    "Please tell me, ",
    "I would like to know: ",
    "According to the text, ",
    "Do you know ",
    "So, ",
    "Hi, ",
    "By this account, ",
    "I have a question. ",
)
_WH = re.compile(r"(?:who|what|when|where|why|how|which|whose|in (?:what|which))\b", re.IGNORECASE)


class Thesaurus:
    """Synonyms by lemma, read from WordNet's index.sense. Raises OSError."""

    def __init__(self, wordnet: Path) -> None:
        senses = defaultdict[str, list[tuple[int, str, str]]](list)  # lemma: [(uses, part of speech, synset)]
        members = defaultdict[str, list[tuple[int, str]]](list)  # synset: [(uses, lemma)]
        for line in (wordnet / "index.sense").read_text(encoding="utf-8").splitlines():
            key, offset, _, uses = line.split(" ")
            lemma, rest = key.split("%")
            if part := _PARTS.get(rest[0]):
                senses[lemma].append((int(uses), part, f"{part}{offset}"))
                members[f"{part}{offset}"].append((int(uses), lemma))
        self._synonyms: dict[tuple[str, str], list[str]] = {}
        for lemma, meant in senses.items():
            uses, part, synset = max(meant)
            total = sum(count for count, _, _ in meant)
            of_part = sum(count for count, other, _ in meant if other == part)
            if not total or of_part < _ONE_PART * total or uses < _ONE_SENSE * of_part:
                continue
            others = [
                other
                for count, other in members[synset]
                if count >= _KNOWN and other.isalpha() and len(other) > 2 and stems(other) != stems(lemma)
            ]
            if others:
                self._synonyms[lemma, part] = sorted(others)

    def in_other_words(self, question: str, pick: random.Random, *, most: int = 2) -> str:
        """The question with synonyms for up to `most` of its words; names are left alone."""
        named = names(question)
        ways = []
        for match in _WORD.finditer(question):
            if any(name.start <= match.start() < name.end for name in named):
                continue
            if found := self._inflected(match[0]):
                ways.append((match.span(), found))
        for (start, end), found in sorted(pick.sample(ways, min(most, len(ways))), reverse=True):
            question = question[:start] + pick.choice(found) + question[end:]
        return question

    def _inflected(self, word: str) -> list[str]:
        for part, tags in _TAGS.items():
            for ending, tag in tags:
                if not word.endswith(ending):
                    continue
                lemma = next(iter(getLemma(word, part, lemmatize_oov=False)), "")
                if not lemma or lemma in _LEFT or (lemma, part) not in self._synonyms:
                    break
                if word not in getInflection(lemma, tag):
                    continue
                forms = [getInflection(other, tag) for other in self._synonyms[lemma, part]]
                return [form[0] for form in forms if form]
        return []


def with_a_phrase(question: str, pick: random.Random) -> str:
    """The question as part of a longer message; only one that begins with its question word is changed."""
    if not _WH.match(question):
        return question
    before = pick.choice(_BEFORE)
    return before + (question[0].lower() + question[1:] if before[-2:] != ". " else question)
