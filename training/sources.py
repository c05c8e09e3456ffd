"""Reads the public question answering files: each becomes Paragraphs with their questions.

Every answer is a span of the paragraph's text, checked here; what does not fit is dropped and counted nowhere,
because the files hold only a handful of such rows.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from rag.records import Span


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    answers: tuple[Span, ...]  # of all annotators, into the paragraph; empty: the paragraph does not answer
    decoy: Span | None = None  # SQuAD 2.0, unanswerable: what looks like the answer

    @property
    def target(self) -> Span:
        """The span that most annotators chose; between equals, the one of middle length."""
        counts = Counter(self.answers)
        most = max(counts.values())
        best = sorted((span for span in counts if counts[span] == most), key=lambda s: (s.end - s.start, s))
        return best[(len(best) - 1) // 2]


@dataclass(frozen=True, slots=True)
class Paragraph:
    source: str
    article: str  # what belongs together: split by this, never by the question
    title: str  # "" where the source has none worth reading
    text: str
    questions: list[Question] = field(default_factory=list)


def read_squad(path: Path, source: str, *, titles: bool) -> list[Paragraph]:
    """SQuAD 1.1 or 2.0 JSON. `titles`: whether the articles' titles say something."""
    paragraphs = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        name = article.get("title", "")
        title = name.replace("_", " ") if titles else ""
        for item in article["paragraphs"]:
            text = item["context"]
            questions = []
            for qa in item["qas"]:
                spans = [Span(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]]
                exact = [s for s, a in zip(spans, qa["answers"], strict=True) if s.of(text) == a["text"]]
                spans = [s for s in (_trim(s, text) for s in exact) if s.end > s.start]
                impossible = bool(qa.get("is_impossible"))
                asked = " ".join(qa["question"].split())
                if asked and bool(spans) != impossible:
                    plausible = [a["answer_start"] for a in qa.get("plausible_answers", ())]
                    decoy = Span(plausible[0], plausible[0] + 1) if plausible else None
                    questions.append(Question(asked, () if impossible else tuple(spans), decoy))
            if questions:
                paragraphs.append(Paragraph(source, name, title, text, questions))
    return paragraphs


def read_qamr(folder: Path, parts: tuple[str, ...] = ("dev", "test")) -> list[Paragraph]:
    """QAMR: one paragraph a sentence, its tokens joined again as people write them.

    Kept are questions whose validators both answered, overlapping the writer's answer.
    """
    tokens: dict[str, list[str]] = {}
    for line in (folder / "qamr_wiki-sentences.tsv").read_text(encoding="utf-8").splitlines():
        identifier, _, sentence = line.partition("\t")
        tokens[identifier] = sentence.split(" ")
    found: dict[str, dict[str, Question]] = defaultdict(dict)
    texts: dict[str, tuple[str, list[Span]]] = {}
    for part in parts:
        with (folder / f"qamr_{part}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                identifier = row[0]
                if identifier not in tokens:
                    continue
                if identifier not in texts:
                    texts[identifier] = join(tokens[identifier])
                text, places = texts[identifier]
                ids = [cell.split(":", 1)[-1] for cell in row[7:]]
                answers = [_ids(row[6])] + [_ids(cell) for cell in ids if re.fullmatch(r"[\d ]+", cell)]
                if len(answers) < 1 + len(ids) or not answers[0]:
                    continue
                if not all(set(answers[0]) & set(other) for other in answers[1:]):
                    continue
                spans = []
                for answer in answers:
                    inside = [i for i in answer if i < len(places)]
                    # Only an answer without gaps is a span of the text.
                    if inside and inside[-1] - inside[0] == len(inside) - 1:
                        span = _trim(Span(places[inside[0]].start, places[inside[-1]].end), text)
                        if span.end > span.start:
                            spans.append(span)
                asked = join(row[5].split(" "))[0].rstrip(" ?") + "?"
                if spans and len(asked) > 6:
                    found[identifier].setdefault(asked, Question(asked, tuple(spans)))
    return [
        Paragraph("qamr", identifier, "", texts[identifier][0], list(questions.values()))
        for identifier, questions in sorted(found.items())
    ]


_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}”’]|'s|'S|n't|'re|'ve|'ll|'d|'m|'|\.\.\.)$")
_NO_SPACE_AFTER = frozenset("([{$£€#“‘")


def join(tokens: list[str]) -> tuple[str, list[Span]]:
    """Treebank tokens as running text, and the span of each token in it."""
    text, spans, glue, quoted = "", [], True, False
    for token in tokens:
        token = _BRACKETS.get(token, token)
        closes = False
        if token in ("``", "''", '"'):
            closes = token == "''" or (token == '"' and quoted)
            quoted = not closes
            token = '"'
        if not (glue or closes or _NO_SPACE_BEFORE.match(token)) and not token.startswith("-"):
            text += " "
        start = len(text)
        text += token
        spans.append(Span(start, len(text)))
        glue = token in _NO_SPACE_AFTER or (token == '"' and not closes) or token in ("-", "–", "/")
        if token == "--":
            glue = False
    return text, spans


def _ids(cell: str) -> list[int]:
    return sorted({int(i) for i in cell.split()})


def _trim(span: Span, text: str) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return Span(start, end)
