"""Documents of any length, made of the sentences of real ones: the same ones every time.

The sentences are those of the documents that the eval suite asks about, and of the manual that comes with Python
(pydoc_data), about a thousand. A document is a Markdown file of sections, each as long as one passage.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rag.documents import find, load
from rag.embedder import Embedder
from rag.text import sentences

from ..cases import SETS, documents_in, load_cases

# Without any other point than the last, they can be told apart again in a passage.
_SENTENCE = re.compile(r"[A-Z][A-Za-z0-9 ,;:'’“”\"()\-]+\.")
_TOKENS = range(8, 60)  # in a sentence that is used
_SECTIONS = 100  # of a file
_QUESTIONS = 100


def sentences_of(embedder: Embedder) -> dict[str, int]:
    """The sentences that documents are made of, each with its tokens."""
    from pydoc_data.topics import topics

    texts = [load(path, part.corpus).text for part in SETS.values() for _, path in find(part.corpus).files]
    texts += [block for topic in topics.values() for block in re.split(r"\n\s*\n", topic)]
    whole = (" ".join(span.of(text).split()) for text in texts for span in sentences(text))
    used = list(dict.fromkeys(sentence for sentence in whole if _SENTENCE.fullmatch(sentence)))
    counts = map(len, embedder.tokens(used))
    return {sentence: count for sentence, count in zip(used, counts, strict=True) if count in _TOKENS}


def parted(text: str) -> list[str]:
    """The sentences of sentences_of that were joined by spaces into a text."""
    *parts, last = text.split(". ")
    return [*(f"{part}." for part in parts), last]


def write(folder: Path, passages: int, pool: Mapping[str, int], size: int) -> None:
    """Writes files that have so many passages of at most `size` tokens."""
    chance = random.Random(0)
    for number, first in enumerate(range(0, passages, _SECTIONS)):
        sections = _sections(chance.sample(list(pool), len(pool)), pool, size)
        parts = [f"# Made {number}"]
        for entry in range(first, min(first + _SECTIONS, passages)):
            parts += [f"## Entry {entry}", " ".join(next(sections))]  # as in real ones, each has a word of its own
        place = folder / f"{number // 1_000:03}" / f"{number:06}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _sections(drawn: Sequence[str], pool: Mapping[str, int], size: int) -> Iterator[list[str]]:
    """The sentences in turn, again and again, as many together as fit."""
    section, tokens = list[str](), 0
    while True:
        for sentence in drawn:
            if section and tokens + pool[sentence] > size:
                yield section
                section, tokens = [], 0
            section.append(sentence)
            tokens += pool[sentence]


def write_real(folder: Path) -> None:
    """Copies the documents that the eval suite asks about."""
    for case_set in SETS.values():
        shutil.copytree(case_set.corpus, folder / case_set.name)


def questions() -> list[str]:
    """Questions of the eval suite for development, each by itself and not small talk."""
    cases = (
        case
        for case_set in SETS.values()
        for case in load_cases(case_set.cases, documents_in(case_set.corpus))
        if case.split == "dev" and case.kind != "smalltalk" and not case.history
    )
    every = list(dict.fromkeys(case.question for case in cases))
    return random.Random(0).sample(every, min(_QUESTIONS, len(every)))
