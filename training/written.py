"""Windows of documents that were written for training, with questions in other words than theirs.

    python -m training.written FILE OUT [--others TRAIN --windows N] [--seed 1] [--reader FOLDER]
                              [--only folders|alone]

The questions of the public files were written by people who had the passage before them, and share its words. Those
of training/written.jsonl are asked as by people who have not: everyday words for official ones, descriptions for terms,
slips and keywords; and for every five that their document answers there are three that it does not, although it looks
like it. Passages are cut as they are when indexed, with tables under their heads, and read alone sentence by sentence
too, as the reader does. Beside what answers stands what does not, of the same document and, where documents were
written as one folder, of another document of it: the passage that shares most words with the question, or with
`--reader` the passage and the sentence that this reader takes for an answer most (hard negatives mined with the model
itself: ANCE, Xiong et al. 2021). Writes OUT/train.jsonl, mixed with about the first N windows of TRAIN (of prepare.py,
or of a pass before), so that what was learnt from those is not forgotten, and OUT/held_written.jsonl: documents that
training never sees.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from rag.documents import load
from rag.embedder import Embedder, Vectors, open_embedder
from rag.extractor import Extractor
from rag.kept import Kept
from rag.passages import label, split
from rag.question import analyse
from rag.reader import SpanExtractor, heads, one_line
from rag.records import Passage, Span
from rag.settings import Settings
from rag.stems import stems

from .windows import Window, read_units, write_units

WRITTEN = Path(__file__).parent / "written.jsonl"
HELD_EVERY = 8  # one document or folder in so many is held out, whichever their names say
EPOCHS = 2  # without a reader; the windows differ between them: another choice of neighbours, titles and sentences
LABELLED = 0.85  # of the windows show the title and heading
ALONE = 0.6  # of the questions are asked of their sentence alone as well
OTHER = 0.7  # … of another passage of their document, and of one of another in its folder, that do not answer
READ = 4  # texts of a document, or of the others in its folder, that are read to find the best rival
_NEAREST = 0.2  # of its words a question must share with another that it is set beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a document; `answer` is the span of its text that answers, or None where it does not."""

    question: str
    answer: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A document, `name` with the ending that says its format, and what is asked of it.

    What is asked of a document with a `folder` was asked of all that have the same: no other one of them answers it.
    """

    name: str
    text: str
    asked: tuple[Asked, ...]
    folder: str = ""

    def save(self, folder: Path) -> Path:
        """Writes the document into `folder`, which is made; the file."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.name
        path.write_text(self.text, encoding="utf-8")
        return path


def read_written(path: Path = WRITTEN) -> tuple[list[Written], list[Written]]:
    """(to train on, held out), one JSON object a line: name, text, asked [[question, start, end] or [question], …].

    A folder is held out as a whole.
    """
    written = [
        Written(
            name=row["name"],
            folder=row.get("folder", ""),
            text=row["text"],
            asked=tuple(Asked(question=q, answer=Span(*place) if place else None) for q, *place in row["asked"]),
        )
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]
    names = [document.folder or document.name for document in written]
    held = [int(sha256(name.encode()).hexdigest(), 16) % HELD_EVERY == 0 for name in names]
    kept = [document for document, out in zip(written, held, strict=True) if not out]
    return kept, [document for document, out in zip(written, held, strict=True) if out]


def folders(written: Iterable[Written]) -> list[list[Written]]:
    """The documents of a folder together, in the order in which they come; one without a folder is by itself."""
    together: dict[str, list[Written]] = {}
    for document in written:
        together.setdefault(document.folder or f"/{document.name}", []).append(document)
    return list(together.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--others", type=Path, help="the train.jsonl of prepare.py, or of another pass")
    parser.add_argument("--windows", type=int, default=0, help="how many of its windows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", type=Path, help="the folder of a reader: its errors are set beside the answers")
    parser.add_argument("--only", choices=("folders", "alone"), help="the documents written as folders, or the others")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    pick, embedder = random.Random(given.seed), open_embedder()
    kept, held = read_written(given.file)
    kept = [one for one in kept if not given.only or bool(one.folder) == (given.only == "folders")]
    rivals = Rivals(embedder, Extractor(given.reader) if given.reader else None)
    train, done = [], 0
    for folder in folders(kept) * (1 if rivals.are_read else EPOCHS):
        train += units(folder, embedder, given.out, pick, rivals)
        done += len(folder)
        if rivals.are_read and done % 20 < len(folder):
            print(f"{done}/{len(kept)} documents", flush=True)
    by_words = Rivals(embedder, None)  # the same windows whatever the reader
    tested = [unit for one in folders(held) for unit in units(one, embedder, given.out, random.Random(0), by_words)]
    count = 0
    for unit in read_units(given.others) if given.others else []:
        if count >= given.windows:
            break
        train.append(unit)
        count += len(unit)
    pick.shuffle(train)
    for name, made in (("train", train), ("held_written", tested)):
        write_units(given.out / f"{name}.jsonl", made)
        kinds = Counter((w["source"], w["kind"]) for unit in made for w in unit)
        print(f"{name}: {sum(kinds.values())} windows in {len(made)} units")
        print("".join(f"  {source:8} {kind:16} {n:6}\n" for (source, kind), n in sorted(kinds.items())))


class Rivals:
    """Puts texts of documents in the order in which they seem to answer a question though they need not.

    With a reader, those likest the question (by their vectors) are read, and come in the order of its answerable logit;
    without one, the order is that of the words they share with the question.
    """

    def __init__(self, embedder: Embedder, extractor: SpanExtractor | None) -> None:
        self._embedder, self._extractor = embedder, extractor
        self._vectors = Kept[str, Vectors](2_000)

    @property
    def are_read(self) -> bool:
        """Whether there is a reader."""
        return self._extractor is not None

    def order(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[int]:
        """The places of the best rivals first; with a reader, of the READ likest only."""
        if not self._extractor:
            asked = set(analyse(question).stems)
            shared = [len(asked & set(stems(f"{shown}\n{text}"))) for shown, text in zip(labels, texts, strict=True)]
            return sorted(range(len(texts)), key=lambda n: -shared[n])
        known = self._vectors.of({text: text for text in [question, *texts]}, lambda new: [*self._embedder.embed(new)])
        likest = sorted(range(len(texts)), key=lambda n: -float(known[texts[n]] @ known[question]))[:READ]
        found = self._extractor.extract(question, [labels[n] for n in likest], [texts[n] for n in likest])
        scores = {n: extraction.answerable for n, extraction in zip(likest, found, strict=True)}
        return sorted(likest, key=lambda n: -scores[n])


def units(
    folder: Sequence[Written], embedder: Embedder, out: Path, pick: random.Random, rivals: Rivals
) -> Iterator[list[Window]]:
    """What is asked of the documents of a folder, each question beside those that it does not answer and that are most
    like it. Their files are left in OUT/documents.

    Raises:
        ValueError: A document is loaded otherwise than it was written.
    """
    passages = []
    for written in folder:
        document = load(written.save(out / "documents"))
        if document.text != written.text:
            raise ValueError(f"{written.name}: loaded otherwise than it was written")
        passages.append(list(split(document, embedder, Settings().passage_tokens)))
    for written, own in zip(folder, passages, strict=True):
        texts = _Texts(own, [passage for other in passages if other is not own for passage in other])
        yield from _asked(written, texts, pick, rivals)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The passages of a document, and those of the others in its folder."""

    own: Sequence[Passage]
    others: Sequence[Passage]

    def sources(self) -> Iterator[Sequence[Passage]]:
        """From each of which a rival is taken."""
        yield from filter(None, (self.own, self.others))


def _asked(written: Written, texts: _Texts, pick: random.Random, rivals: Rivals) -> Iterator[list[Window]]:
    told = [asked for asked in written.asked if asked.answer]
    beside: dict[str, list[Asked]] = {asked.question: [] for asked in told}
    alone = []
    for asked in written.asked:
        if asked.answer is None:
            like = max(told, key=lambda other: _alike(asked.question, other.question), default=None)
            if like and _alike(asked.question, like.question) >= _NEAREST:
                beside[like.question].append(asked)
            else:
                alone.append(asked)
    for asked in told:
        yield from filter(None, [_bundle(asked, beside[asked.question], texts, pick, rivals)])
    for asked in alone:
        unit = [_window(asked, passage, "untold", pick) for passage in _nearest(asked.question, texts.own, rivals)[:2]]
        if texts.others:
            unit.append(_window(asked, _nearest(asked.question, texts.others, rivals)[0], "untold", pick))
        yield unit + _alone(asked, texts, "alone-untold", pick, rivals)


def _bundle(asked: Asked, misses: Sequence[Asked], texts: _Texts, pick: random.Random, rivals: Rivals) -> list[Window]:
    """A question with the passage that answers it and those that do not, and its near misses with all of them."""
    assert asked.answer
    inside = [
        (passage, sentence)
        for passage in texts.own
        for sentence in passage.sentences
        if sentence.start <= asked.answer.start and asked.answer.end <= sentence.end
    ]
    if not inside:  # furniture, or an answer across two sentences
        return []
    passage, sentence = pick.choice(inside)
    words = passage.words(asked.answer)
    bundle = [_window(asked, passage, "answer", pick)]
    bundle += _others(asked, "retrieved", texts, pick, rivals, without=words)
    if pick.random() < ALONE:
        bundle.append(_sentence(asked, passage, sentence))
        bundle += _alone(asked, texts, "alone-retrieved", pick, rivals, without=words)
    for miss in misses:
        bundle.append(_window(miss, passage, "untold", pick))
        bundle += _others(miss, "untold", texts, pick, rivals, besides=passage)
        if pick.random() < ALONE:
            bundle.append(_sentence(miss, passage, sentence))
            bundle += _alone(miss, texts, "alone-untold", pick, rivals, besides=sentence)
    return bundle


def _others(
    asked: Asked,
    kind: str,
    texts: _Texts,
    pick: random.Random,
    rivals: Rivals,
    *,
    without: str = "",
    besides: Passage | None = None,
) -> list[Window]:
    """The passages that seem to answer most and do not: of the document, and of the others in its folder."""
    windows, untold = [], replace(asked, answer=None)
    for source in texts.sources():
        rest = [p for p in source if p is not besides and not _holds(p.text, without)]
        if rest and pick.random() < OTHER:
            windows.append(_window(untold, _nearest(asked.question, rest, rivals)[0], kind, pick))
    return windows


def _alone(
    asked: Asked,
    texts: _Texts,
    kind: str,
    pick: random.Random,
    rivals: Rivals,
    *,
    without: str = "",
    besides: Span | None = None,
) -> list[Window]:
    """The sentences that seem to answer most and do not, read by themselves: one of the document, one of the others in
    its folder; none without a reader."""
    windows, untold = [], replace(asked, answer=None)
    for source in texts.sources():
        if not rivals.are_read or pick.random() >= OTHER:
            continue
        own = besides if source is texts.own else None
        every = [_sentence(untold, p, sentence) for p in source for sentence in p.sentences if sentence != own]
        read: dict[str, Window] = {}
        for window in every:
            if not _holds(window["text"], without):
                read.setdefault(window["text"], window)
        if read:
            labels, said = [window["label"] for window in read.values()], list(read)
            first, *_ = rivals.order(asked.question, labels, said)
            windows.append({**read[said[first]], "kind": kind})
    return windows


def _holds(text: str, words: str) -> bool:
    """Whether an answer's words, if there are any, stand in a text."""
    return bool(words) and words.casefold() in text.casefold()


def _window(asked: Asked, passage: Passage, kind: str, pick: random.Random) -> Window:
    text, places = one_line(passage)
    shown = label(passage.title, passage.heading) if pick.random() < LABELLED else ""
    answers = []
    for sentence, place in zip(passage.sentences, places, strict=True):
        if asked.answer and sentence.start <= asked.answer.start and asked.answer.end <= sentence.end:
            shift = place.start - sentence.start
            answers = [[asked.answer.start + shift, asked.answer.end + shift]]
    return {
        "question": asked.question,
        "label": shown,
        "text": text,
        "answers": answers,
        "kind": kind,
        "source": "written",
    }


def _sentence(asked: Asked, passage: Passage, sentence: Span) -> Window:
    """A sentence read by itself, under the head of its table, as the reader looks at the likeliest ones again."""
    answer, number = asked.answer, passage.sentences.index(sentence)
    text, places = one_line(passage)
    return {
        "question": asked.question,
        "label": heads(passage)[number],
        "text": places[number].of(text),
        "answers": [[answer.start - sentence.start, answer.end - sentence.start]] if answer else [],
        "kind": "alone" if answer else "alone-untold",
        "source": "written",
    }


def _nearest(question: str, passages: Sequence[Passage], rivals: Rivals) -> list[Passage]:
    labels = [label(passage.title, passage.heading) for passage in passages]
    return [passages[n] for n in rivals.order(question, labels, [one_line(passage)[0] for passage in passages])]


def _alike(one: str, other: str) -> float:
    mine, theirs = set(stems(one)), set(stems(other))
    return len(mine & theirs) / max(1, len(mine | theirs))


if __name__ == "__main__":
    main()
