"""What documents are about: their central sentences, for questions that ask for no fact in particular."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from .passages import each_sentence
from .question import FUNCTION_WORDS, Query
from .records import Hit, Passage, Reading, Span
from .stems import stems

_SAID = 0.25  # what is left of a word's weight once it was said
_LEAD = 0.15  # how fast a sentence loses weight with its place: the first ones say what a text is about


_ABOUT = re.compile(r"^\W*what(?:['’]s| is| are| was| were) .+ about[\s?!.]*$", re.IGNORECASE)
# What a part of a document may be called beside its heading: "the rules on expenses" are under "Expenses".
_PARTS = frozenset("rule polici section chapter part point detail paragraph item regul".split())
# What a document may be called beside its title: "the meeting note". By stem, as are the parts.
_KINDS = frozenset("note memo letter paper page post entri public piec".split())


def named_documents(query: Query, titles: Callable[[], Mapping[str, str]]) -> dict[str, float]:
    """The documents (ids) that a question wants summed up, by their title or file name, and how well it names each.

    That is the share, 0 to 1, of the words of its title, or of its file name, that are in the question. `titles` gives
    the title by document id. Empty when the question wants none summed up, or names none.
    """
    asked = set(query.stems) - _KINDS
    if not asked or not (query.summary or _ABOUT.match(query.text)):
        return {}
    found = {}
    for identifier, title in titles().items():
        names = [set(stems(name)) - FUNCTION_WORDS for name in (title, re.sub(r"\.\w+$|[-_./]", " ", identifier))]
        if asked <= set.union(*names):
            found[identifier] = max(len(asked & name) / len(name) for name in names if name)
    return found


def named_section(query: Query, hits: Sequence[Hit]) -> tuple[str, str] | None:
    """The document (id) and heading of the best hit under a heading that names what is to be summed up.

    "What are the rules on …" asks for that, too.
    """
    asked = set(query.stems) - _PARTS
    if not asked or not (query.summary or query.noun in _PARTS):
        return None
    return next(
        ((hit.passage.document, hit.passage.heading) for hit in hits if asked <= set(stems(hit.passage.heading))), None
    )


def central(documents: Sequence[Sequence[Passage]], sentences: int) -> list[Reading]:
    """The most central sentences: `sentences` in all, shared out evenly, at least one a document.

    Each document is the list of its passages. A sentence weighs as the mean weight of its words, and a word as
    its share of the document; words once said count a quarter (after SumBasic, Nenkova & Vanderwende 2005), and a later
    sentence weighs less than an earlier one.
    """
    readings = []
    share = max(1, sentences // max(1, len(documents)))
    for passages in documents:
        readings += _central(passages, share)
    return readings


def _central(passages: Sequence[Passage], most: int) -> list[Reading]:
    places = each_sentence(passages)
    spans = list(places)
    content = [_content(places[span], span) for span in spans]
    counts = Counter(stem for terms in content for stem in terms)
    total = sum(counts.values()) or 1
    weight = {stem: count / total for stem, count in counts.items()}
    chosen: list[Reading] = []
    left = [n for n, terms in enumerate(content) if len(terms) >= 4] or list(range(len(spans)))
    while left and len(chosen) < most:
        scores = {n: sum(weight[stem] for stem in content[n]) / max(1, len(content[n])) / (1 + _LEAD * n) for n in left}
        best = max(left, key=lambda n: (scores[n], -n))
        left.remove(best)
        for stem in content[best]:
            weight[stem] *= _SAID
        hit = Hit(passage=places[spans[best]], score=0.0)
        chosen.append(Reading(hit=hit, span=spans[best], score=scores[best]))
    return chosen


def _content(passage: Passage, span: Span) -> set[str]:
    return {stem for stem in stems(passage.words(span)) if stem not in FUNCTION_WORDS and len(stem) > 1}
