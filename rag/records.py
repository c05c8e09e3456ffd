"""The records that flow through the pipeline: frozen, keyword-only but for Span, no behaviour beyond reading them.

Every span counts characters (Unicode code points) of `Document.text`, half-open: text[start:end].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# One name for the sentence of refusal: composer, page, command line, evals and tests all mean this.
CANNOT_ANSWER = "The documents do not say."
# The `reason` of an answer that was not taken from any document (a greeting, thanks, "what can you do").
NOT_FROM_DOCUMENTS = "not from the documents"
# The `reason` of an answer whose claims answer the same question differently.
DIFFERENT_ANSWERS = "The documents give different answers."


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters, 0 <= start <= end."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a document; level 1 is the highest, as in HTML."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as loaded.

    `text` is the decoded content of a plain file, unchanged, and the extracted text of HTML, PDF and Word.
    `id` is the path inside the corpus folder, with forward slashes; `path` opens the file.
    `digest` is the SHA-256 of the file's bytes, in hex. `pages` are the spans of pages 1, 2, … (PDF only).
    """

    id: str
    path: str
    title: str
    text: str
    digest: str
    pages: tuple[Span, ...] = ()
    headings: tuple[Heading, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Whole sentences of one document: document.text[span] == text.

    `sentences` are the spans, in the document, of those sentences that may serve as evidence: furniture
    (credits, link lines) lies in `text` but not in `sentences`. `heading` is the nearest one above, or "".
    """

    id: str
    document: str
    title: str
    span: Span
    text: str
    heading: str = ""
    sentences: tuple[Span, ...] = ()

    def words(self, span: Span) -> str:
        """The words at a span of the document that lies inside the passage, as they stand there."""
        return self.text[span.start - self.span.start : span.end - self.span.start]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found for a question. Ranks count from 1; None where that search did not find it.

    `score`: how near it is to the question, at most 2 and as a rule above 0; the higher, the nearer.
    """

    passage: Passage
    score: float
    dense_rank: int | None = None
    word_rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Evidence inside a hit: `span` lies in the document's text; a higher `score` is better supported.

    `answer` is the exact answer inside `span`, when the reader knows one.
    """

    hit: Hit
    span: Span
    score: float
    answer: Span | None = None

    @classmethod
    def unread(cls, passage: Passage, span: Span, answer: Span | None = None) -> Reading:
        """A sentence or row that is given for another reason than what the reader makes of it: its score is 0."""
        return cls(hit=Hit(passage=passage, score=0.0), span=span, score=0.0, answer=answer)

    @property
    def text(self) -> str:
        """The words of the evidence, as they stand in the document."""
        return self.hit.passage.words(self.span)

    @property
    def exact(self) -> str | None:
        """The words of the exact answer, when the reader knows one."""
        return self.hit.passage.words(self.answer) if self.answer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words of a source: text_of(document)[start:end] == quote. `page` counts from 1 (PDF only).

    `marks` are the exact answers inside the quote, as spans of the document's text, in order.
    """

    document: str
    path: str
    title: str
    start: int
    end: int
    quote: str
    page: int | None = None
    marks: tuple[Span, ...] = field(default=(), compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The citation in the shape of the command line's contract, which has no marks."""
        names = ("document", "path", "title", "start", "end", "quote", "page")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence of an answer and what it rests on: one citation or more, the best first.

    `marks` are the exact answers inside `text`, in order.
    """

    text: str
    citations: tuple[Citation, ...]
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to a question.

    An answer has claims; a refusal has `abstained`, a `reason` and the nearest passages in `near`, which are
    not an answer; small talk has neither, and its reason is NOT_FROM_DOCUMENTS. The reason of an answer says that its
    claims answer differently (it begins with DIFFERENT_ANSWERS), which words of the question were taken for misspelt,
    or which of several questions the documents do not answer; most answers have none. `short` is the exact answer when
    there is one that is certain: the span of a fact, the items of a list, a reason, a reported clause, "Yes" or "No".
    `score` is how sure the reader was of its best reading, 0 to 1, whether that was said or refused; of several
    questions, of the least sure one; None where nothing was read. `seconds` is the time that the question took.
    """

    question: str
    text: str
    short: str | None = None
    claims: tuple[Claim, ...] = ()
    abstained: bool = False
    reason: str | None = None
    near: tuple[Citation, ...] = ()
    score: float | None = None
    seconds: float = 0.0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the claims: footnote n is citations[n - 1]."""
        return tuple(dict.fromkeys(citation for claim in self.claims for citation in claim.citations))

    @property
    def differs(self) -> bool:
        """Whether the claims answer the question differently."""
        return (self.reason or "").startswith(DIFFERENT_ANSWERS)

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values, in the shape of the command line's contract."""
        return {
            "question": self.question,
            "answer": self.text,
            "short": self.short,
            "abstained": self.abstained,
            "reason": self.reason,
            "claims": [
                {"text": claim.text, "citations": [citation.to_dict() for citation in claim.citations]}
                for claim in self.claims
            ],
            "citations": [citation.to_dict() for citation in self.citations],
            "near": [citation.to_dict() for citation in self.near],
            "seconds": round(self.seconds, 4),
        }

    def __str__(self) -> str:
        """The answer as a person reads it: the exact one, its sentences with numbered footnotes, the footnotes."""
        if not self.claims:
            lines = [self.text]
            if self.abstained and self.reason:
                lines.append(self.reason)
            if self.near:
                lines += ["", "Nearest passages (not an answer):"]
                lines += [f"  - {_footnote(citation)}" for citation in self.near]
            return printable("\n".join(lines))
        number = {citation: n for n, citation in enumerate(self.citations, start=1)}
        said = [f"{claim.text} {_numbers(number[citation] for citation in claim.citations)}" for claim in self.claims]
        remark = [self.reason] if self.reason else []
        if self.differs:
            lines = [*remark, "", *said]
        elif self.short and self.short != self.text:
            lines = [f"{self.short} {_numbers(number.values())}", "", " ".join(said), *remark]
        else:
            lines = [" ".join(said), *remark]
        notes = [f"[{n}] {_footnote(citation)}" for citation, n in number.items()]
        return printable("\n".join([*lines, "", *notes]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A file that could not be read: its path, and what is wrong with it and what to do, in one sentence."""

    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What bringing the index up to date did: document ids, and the files that could not be read."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    rebuilt: str | None = None


def printable(text: str) -> str:
    """The text without what could drive a terminal: documents and file names may hold control characters.

    Joiners stay, which Persian and emoji need; "�" stands for everything else that has no shape.
    """
    return "".join(c if c.isprintable() or c in "\n\t\u200c\u200d" else "�" for c in text)


def _numbers(places: Iterable[int]) -> str:
    return "".join(f"[{place}]" for place in places)


def _footnote(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    quote = " ".join(citation.quote.split())
    return f"{citation.document}{page}, characters {citation.start}–{citation.end}: “{quote}”"
