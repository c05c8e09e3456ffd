"""Makes the reader's windows (a question and one passage) out of the public files.

    python -m training.prepare DATA OUT [--seed 1] [--wordnet FOLDER]

Writes OUT/train.jsonl, one unit a line: windows that belong together, a question with its passage and what differs
from them by one thing. The units are shuffled, so that any first part of the file is the same mix. Writes
OUT/held_*.jsonl, the sets that training never sees, and OUT/misses.tsv, a sample of the near misses to judge by eye.
Another seed gives other windows of the same paragraphs; what is held out (training/held_out.json) stays the same.
With WordNet (the folder of its index.sense) some questions are asked in other words.
A window is {question, label, text, answers: [[start, end], …] (the first is the target), kind, source}; kind is
answer, moved (question and passage changed alike: still answered), or why there is no answer: adversarial (SQuAD 2.0's
own), miss-… (the question changed), edit-… (the passage changed), gap (the sentence of the answer taken out),
retrieved (another passage, that BM25 finds).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from rag.records import Span
from rag.stems import stems
from rag.text import sentences

from .rewording import Thesaurus, with_a_phrase
from .sources import Paragraph, Question, read_qamr, read_squad
from .swaps import edited, near_miss
from .windows import Window, write_units

# How many questions of each source are asked at most. Wikipedia stands nearest to news and manuals; reviews and
# Reddit posts teach reading; QAMR is short and cheap; PolicyQA's answers are half paragraphs.
ASKED = {"wiki": 7500, "amazon": 4000, "reddit": 4500, "qamr": 10000, "policy": 600, "squad2": 3000}
# Only SQuAD 2.0 has questions that people wrote to deceive, and few of them: they are asked more than once, each time
# with other sentences around.
TIMES = {"squad2": 3}
# Of the answerable questions: the share that gets a near miss made, a passage found that does not answer, and its own
# passage without the sentence of the answer. Not every question can be changed: about a third of the tries succeed.
MISSES = {"wiki": 1.0, "amazon": 0.5, "reddit": 0.5, "qamr": 0.6, "policy": 0.0, "squad2": 0.7}
RETRIEVED = {"wiki": 0.3, "amazon": 0.3, "reddit": 0.3, "qamr": 0.15, "policy": 0.3, "squad2": 0.3}
GAPS = {"wiki": 0.3, "amazon": 0.15, "reddit": 0.15, "qamr": 0.0, "policy": 0.0, "squad2": 0.25}
REWORDED = 0.5  # of all windows, where WordNet has a synonym, which is so in one of three
PHRASED = 0.06  # … begin with a phrase before the question
HELD_QUESTIONS = 600  # of each SQuADShifts file and of QAMR
WORDS = (45, 110)  # words of a window's passage; 1.35 tokens each on the whole
MAX_ANSWER = 30  # words: a longer answer is a paragraph, not a span

_EDITED = ("name", "number", "word", "opposite")  # changes that can be made to a passage too
_HELD_OUT = Path(__file__).parent / "held_out.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wordnet", type=Path, help="folder of WordNet's index.sense; without it nothing is reworded")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    started = time.time()
    pick = random.Random(given.seed)
    train, held = [], defaultdict[str, list[list[Window]]](list)
    for name, paragraphs in read_all(given.data).items():
        kept, tested = parted(paragraphs)
        units = [unit for _ in range(TIMES.get(name, 1)) for unit in make(name, kept, pick, ASKED[name])]
        train += units
        test = make(name, tested, random.Random(0), 10**9, every=True)
        held[name] = test if name == "squad2" else test[:HELD_QUESTIONS]
        print(f"{name}: {len(kept)} paragraphs to train on, {len(units)} units; held out {len(held[name])} units")
    pick.shuffle(train)
    if given.wordnet:
        reword(train, Thesaurus(given.wordnet), pick)
    write_units(given.out / "train.jsonl", train)
    for name, units in held.items():
        write_units(given.out / f"held_{name}.jsonl", units)
    misses = [(w, unit[0]) for unit in train for w in unit if w["kind"].startswith(("miss-", "edit-"))]
    with (given.out / "misses.tsv").open("w", encoding="utf-8") as file:
        for miss, positive in pick.sample(misses, min(len(misses), 200)):
            start, end = positive["answers"][0]
            cells = (
                miss["source"],
                miss["kind"],
                positive["question"],
                miss["question"],
                positive["text"][start:end],
                miss["label"],
                miss["text"],
            )
            file.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")
    for name, units in [("train", train), *held.items()]:
        counts = Counter((w["source"], w["kind"]) for unit in units for w in unit)
        total = sum(counts.values())
        print(f"\n{name}: {total} windows in {len(units)} units")
        kinds = Counter[str]()
        for (source, kind), count in sorted(counts.items()):
            print(f"  {source:8} {kind:16} {count:6}")
            kinds[kind.split("-")[0]] += count
        print("  " + ", ".join(f"{kind} {count / total:.1%}" for kind, count in kinds.most_common()))
    print(f"{time.time() - started:.0f} s", flush=True)


def read_all(data: Path) -> dict[str, list[Paragraph]]:
    policy = [p for part in ("dev", "test") for p in read_squad(data / f"policyqa_{part}.json", "policy", titles=False)]
    return {
        "wiki": read_squad(data / "squadshifts_new_wiki.json", "wiki", titles=True),
        "amazon": read_squad(data / "squadshifts_amazon.json", "amazon", titles=False),
        "reddit": read_squad(data / "squadshifts_reddit.json", "reddit", titles=False),
        "squad2": read_squad(data / "squad2_part.json", "squad2", titles=True),
        "qamr": read_qamr(data),
        "policy": policy,
    }


def reword(units: Iterable[list[Window]], thesaurus: Thesaurus, pick: random.Random) -> None:
    """Asks some of the windows in other words, each on its own: a near miss may keep the passage's words, and the
    question that is answered may not."""
    for unit in units:
        for window in unit:
            if pick.random() < REWORDED:
                window["question"] = thesaurus.in_other_words(window["question"], pick)
            if pick.random() < PHRASED:
                window["question"] = with_a_phrase(window["question"], pick)


def parted(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """(to train on, held out): SQuAD 2.0 by article, the others by paragraph.

    The split was drawn once, by chance, and is written down: a change of how windows are made moves nothing.
    """
    out = set(json.loads(_HELD_OUT.read_text(encoding="utf-8")))
    tested = [p for p in paragraphs if p.article in out or mark(p.text) in out]
    return [p for p in paragraphs if not (p.article in out or mark(p.text) in out)], tested


def mark(text: str) -> str:
    """A paragraph's name in held_out.json: the beginning of its SHA-256, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def make(
    name: str, paragraphs: Sequence[Paragraph], pick: random.Random, limit: int, *, every: bool = False
) -> list[list[Window]]:
    """The units of one source. `every`: each question gets both kinds of negative where they can be made."""
    if not paragraphs:
        return []
    articles = defaultdict[str, list[str]](list)
    for paragraph in paragraphs:
        articles[paragraph.article].append(paragraph.text)
    everything = [p.text for p in paragraphs]
    asked = [(p, q) for p in paragraphs for q in p.questions]
    pick.shuffle(asked)
    asked = [(p, q) for p, q in asked if not q.answers or len(q.target.of(p.text).split()) <= MAX_ANSWER][:limit]
    foreign = _Search(paragraphs)
    near = foreign.nearest([q.text for _, q in asked], 12)
    units = []
    for number, (paragraph, question) in enumerate(asked):
        unit = []
        if not question.answers:
            sents = sentences(paragraph.text)
            about = question.decoy or (pick.choice(sents) if sents else Span(0, len(paragraph.text)))
            deceiving = _window(name, "adversarial", paragraph, question, about, pick, everything)
            unit.append(deceiving)
            # Beside it the question of the same paragraph whose answer stands nearest to what deceives.
            if not every and (twin := _nearest_question(paragraph, about)):
                unit.append(_window(name, "answer", paragraph, twin, twin.target, pick, everything))
            units.append(unit)
            continue
        unit.append(_window(name, "answer", paragraph, question, question.target, pick, everything))
        shown = unit[0]
        if every or pick.random() < MISSES[name]:
            siblings = articles[paragraph.article]
            siblings = pick.sample(siblings, min(len(siblings), 6))
            if len(articles[paragraph.article]) < 3:
                siblings = siblings + pick.sample(everything, min(3, len(everything)))
            inside = Question(shown["question"], tuple(Span(s, e) for s, e in shown["answers"]))
            changed = near_miss(inside, shown["text"], siblings, pick)
            if changed:
                unit.append({**shown, "question": changed[0], "answers": [], "kind": f"miss-{changed[1]}"})
                if changed[1] in _EDITED:
                    unit += _edited(shown, *changed)
        if every or pick.random() < RETRIEVED[name]:
            other = _unanswering(paragraph, question, [foreign.passages[i] for i in near[number]], pick)
            if other:
                unit.append(
                    {**shown, "label": _label(other, pick), "text": other.text, "answers": [], "kind": "retrieved"}
                )
        if (every or pick.random() < GAPS[name]) and (gap := _without_answer(shown)):
            unit.append({**shown, "text": gap, "answers": [], "kind": "gap"})
        units.append(unit)
    return units


def _nearest_question(paragraph: Paragraph, place: Span) -> Question | None:
    answered = [q for q in paragraph.questions if q.answers and len(q.target.of(paragraph.text).split()) <= MAX_ANSWER]
    return min(answered, key=lambda q: (abs(q.target.start - place.start), q.text), default=None)


def _edited(shown: Window, question: str, kind: str) -> list[Window]:
    """The passage changed as the question was: it answers the changed question, and no longer the first one.

    With these, an odd word gives nothing away: only comparing question and passage tells (bundles of instances, Dua
    et al. 2021).
    """
    edit = edited(shown["question"], question, shown["text"], [Span(*a) for a in shown["answers"]])
    if not edit:
        return []
    text, answers = edit
    moved = {**shown, "question": question, "text": text, "answers": [[s.start, s.end] for s in answers]}
    return [
        {**shown, "text": text, "answers": [], "kind": f"edit-{kind}"},
        {**moved, "kind": "moved"},
    ]


def _without_answer(shown: Window) -> str | None:
    """The passage without the sentence of the answer, where nothing else in it has the answer's words."""
    text = shown["text"]
    told = [Span(*answer) for answer in shown["answers"]]
    spans = sentences(text)
    kept = [s for s in spans if not any(s.overlaps(answer) for answer in told)]
    if len(kept) < 2 or len(kept) == len(spans):
        return None
    rest = " ".join(s.of(text) for s in kept)
    words = [answer.of(text).casefold().strip(" .,") for answer in told]
    return None if any(word in rest.casefold() for word in words) else rest


def _window(
    name: str,
    kind: str,
    paragraph: Paragraph,
    question: Question,
    about: Span,
    pick: random.Random,
    everything: Sequence[str],
) -> Window:
    """The sentences around `about`, as many as a passage holds; where in the passage it stands is chance."""
    text = paragraph.text
    spans = sentences(text)
    first = next((i for i, s in enumerate(spans) if s.end > about.start), len(spans) - 1)
    last = next((i for i in range(first, len(spans)) if spans[i].end >= about.end), len(spans) - 1)
    room = pick.randint(*WORDS)
    while first > 0 or last < len(spans) - 1:
        left = first > 0 and (last == len(spans) - 1 or pick.random() < 0.5)
        new = Span(spans[first - 1 if left else first].start, spans[last if left else last + 1].end)
        if len(new.of(text).split()) > room:
            break
        first, last = (first - 1, last) if left else (first, last + 1)
    start, end = (spans[first].start, spans[last].end) if spans else (0, len(text))
    start, end = min(start, about.start), max(end, about.end)
    inside = [s for s in question.answers if start <= s.start and s.end <= end]
    ordered = [question.target, *[s for s in inside if s != question.target]] if inside else []
    shown, shift = text[start:end], start
    if name == "qamr":  # one sentence: give it foreign neighbours, none, one or two
        before, after = pick.choice([(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (0, 2)])
        head = " ".join(pick.sample(everything, before)) + " " if before else ""
        tail = " " + " ".join(pick.sample(everything, after)) if after else ""
        if _answered(head + tail, question, paragraph):
            head = tail = ""
        shown, shift = head + shown + tail, start - len(head)
    return {
        "question": _as_typed(question.text, pick),
        "label": _label(paragraph, pick),
        "text": shown,
        "answers": [[s.start - shift, s.end - shift] for s in ordered],
        "kind": kind,
        "source": name,
    }


def _label(paragraph: Paragraph, pick: random.Random) -> str:
    return paragraph.title if pick.random() < 0.8 else ""


def _as_typed(question: str, pick: random.Random) -> str:
    """People leave the question mark out, or all capitals."""
    chance = pick.random()
    if chance < 0.06:
        return question.rstrip(" ?")
    if chance < 0.10:
        return question.lower()
    return question


def _unanswering(
    paragraph: Paragraph, question: Question, found: Iterable[Paragraph], pick: random.Random
) -> Paragraph | None:
    """One of the nearest passages that do not hold an answer's words, the nearer the likelier."""
    good = [
        p
        for p in found
        # A general question ("What size is it?") is answered by any review: there only the same words' absence
        # from another paragraph would teach nothing true, so at least one rare word must be missing.
        if p.text[:60] != paragraph.text[:60]
        and p.text not in paragraph.text
        and not _answered(p.text, question, paragraph)
        and _misses_a_word(question.text, p.text)
    ]
    return good[min(int(pick.expovariate(0.7)), len(good) - 1)] if good else None


def _answered(text: str, question: Question, paragraph: Paragraph) -> bool:
    low = text.casefold()
    return any(s.of(paragraph.text).casefold().strip(" .,") in low for s in question.answers)


_COMMON = frozenset(
    stems(
        "the a an of in on at to for from by with and or is are was were do does did has have had can could will "
        "would what which who whom whose when where why how many much that this it its he she his her they their i my "
        "you your about writer author reviewer poster product item person people someone something kind type say said "
        "according be been get"
    )
)


def _misses_a_word(question: str, text: str) -> bool:
    asked = set(stems(question)) - _COMMON
    return bool(asked - set(stems(text)))


class _Search:
    """BM25 over the passages of a source (k1 1.2, b 0.75), as the words index would find them."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.passages = [piece for paragraph in paragraphs for piece in _pieces(paragraph)]
        self.vocabulary: dict[str, int] = {}
        rows, columns, counts, lengths = [], [], [], []
        for row, passage in enumerate(self.passages):
            terms = Counter(stems(f"{passage.title} {passage.text}"))
            lengths.append(sum(terms.values()))
            for term, count in terms.items():
                rows.append(row)
                columns.append(self.vocabulary.setdefault(term, len(self.vocabulary)))
                counts.append(count)
        n = max(len(self.passages), 1)
        frequency = np.bincount(columns, minlength=len(self.vocabulary))
        self._idf = np.log(1 + (n - frequency + 0.5) / (frequency + 0.5))
        length = np.asarray(lengths, dtype=np.float64)
        tf, column = np.asarray(counts, dtype=np.float64), np.asarray(columns)
        weight = tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * length[rows] / max(length.mean(), 1.0)))
        self._matrix = csr_matrix((weight * self._idf[column], (rows, column)), (n, len(self.vocabulary)))

    def nearest(self, questions: Sequence[str], count: int) -> list[list[int]]:
        """For each question the best passages, best first."""
        found = []
        for at in range(0, len(questions), 500):
            chunk = questions[at : at + 500]
            cells = [
                (r, self.vocabulary[t])
                for r, q in enumerate(chunk)
                for t in set(stems(q)) - _COMMON
                if t in self.vocabulary
            ]
            rows, columns = [r for r, _ in cells], [c for _, c in cells]
            query = csr_matrix((np.ones(len(cells)), (rows, columns)), (len(chunk), len(self.vocabulary)))
            scores = np.asarray((query @ self._matrix.T).todense())
            found += np.argsort(-scores, axis=1, kind="stable")[:, :count].tolist()
        return found


def _pieces(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph cut into passages of whole sentences."""
    text, pieces, first = paragraph.text, [], 0
    spans = sentences(text)
    for i in range(len(spans)):
        begun = Span(spans[first].start, spans[i].end)
        if i == len(spans) - 1 or len(text[begun.start : spans[i + 1].end].split()) > 85:
            pieces.append(Paragraph(paragraph.source, paragraph.article, paragraph.title, begun.of(text)))
            first = i + 1
    return [p for p in pieces if len(p.text.split()) >= 8]


if __name__ == "__main__":
    main()
