"""Case files: one JSON object a line, checked against the documents as they are read.

A case file can also be fed to `python -m rag ask --batch`: each line has `question` and may have `history`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from rag.errors import FootnoteError, UsageError
from rag.records import Span

HERE = Path(__file__).resolve().parent
SPLITS = ("dev", "held")
KINDS = (
    "fact",
    "yesno",
    "list",
    "summary",
    "keyword",
    "misspelt",
    "followup",
    "near_miss",
    "absent",
    "smalltalk",
)

TextOf = Callable[[str], str]  # document id -> the document's text as loaded


class CaseError(UsageError):
    """A case file that cannot be used: the message begins with its name and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSet:
    """A named set of cases: its file and the folder of documents that it asks about."""

    name: str
    cases: Path
    corpus: Path


SETS = {
    case_set.name: case_set
    for case_set in (
        CaseSet(name="tokyo", cases=HERE / "cases" / "tokyo.jsonl", corpus=HERE.parent / "corpus"),
        CaseSet(name="handbook", cases=HERE / "cases" / "handbook.jsonl", corpus=HERE / "cases" / "handbook"),
        CaseSet(name="mixed", cases=HERE / "cases" / "mixed.jsonl", corpus=HERE / "cases" / "mixed"),
        CaseSet(name="tables", cases=HERE / "cases" / "tables.jsonl", corpus=HERE / "cases" / "tables"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words of a document that hold the answer: text_of(document)[span] == quote."""

    document: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question and what a right answer to it is; README.md describes the fields."""

    id: str
    split: str
    kind: str
    question: str
    history: tuple[Mapping[str, str], ...] = ()
    answerable: bool = True
    answer: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""

    @property
    def expects(self) -> Literal["answer", "refusal", "smalltalk"]:
        """What a right reaction is; small talk is neither an answer from the documents nor a refusal."""
        if self.kind == "smalltalk":
            return "smalltalk"
        return "answer" if self.answerable else "refusal"


def documents_in(folder: Path) -> TextOf:
    """A reader of the documents in `folder`: document id -> text, each file loaded at most once."""
    from rag.documents import load

    @cache
    def text_of(document: str) -> str:
        return load(folder / document, folder).text

    return text_of


def load_cases(path: Path, text_of: TextOf) -> tuple[Case, ...]:
    """The cases of a file, in order. Raises CaseError, naming file and line, for the first that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: cannot be read as UTF-8 text ({error}).") from None
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = _case(json.loads(line), text_of)
            _require(case.id not in cases, f"the id {case.id!r} is used twice")
        except json.JSONDecodeError as error:
            raise CaseError(f"{path}:{number}: not a JSON object ({error}).") from None
        except _Wrong as wrong:
            raise CaseError(f"{path}:{number}: {wrong}.") from None
        cases[case.id] = case
    if not cases:
        raise CaseError(f"{path}: holds no case.")
    return tuple(cases.values())


class _Wrong(Exception):
    """What is wrong with one line."""


def _require(condition: bool, problem: str) -> None:
    if not condition:
        raise _Wrong(problem)


_REQUIRED = {"id", "split", "kind", "question"}
_OPTIONAL = {"history", "answerable", "answer", "items", "evidence", "note"}


def _case(fields: Any, text_of: TextOf) -> Case:
    _require(isinstance(fields, dict), "not a JSON object")
    missing, unknown = _REQUIRED - fields.keys(), fields.keys() - _REQUIRED - _OPTIONAL
    _require(not missing, f"the field {_named(missing)} is missing")
    _require(not unknown, f"there is no field {_named(unknown)}")
    for name in (*sorted(_REQUIRED), "note"):
        value = fields.get(name, "-")
        _require(isinstance(value, str) and bool(value.strip()), f"{name!r} must be a text that is not empty")
    _require(fields["split"] in SPLITS, f"'split' must be one of {', '.join(SPLITS)}")
    _require(fields["kind"] in KINDS, f"'kind' must be one of {', '.join(KINDS)}")
    _require(isinstance(fields.get("answerable", True), bool), "'answerable' must be true or false")
    case = Case(
        id=fields["id"],
        split=fields["split"],
        kind=fields["kind"],
        question=fields["question"],
        history=tuple(_history(fields.get("history", []))),
        answerable=fields.get("answerable", True),
        answer=tuple(tuple(_strings("answer", one)) for one in _list("answer", fields)),
        items=tuple(_strings("items", fields.get("items", ["-"]))) if "items" in fields else (),
        evidence=tuple(_evidence(one, text_of) for one in _list("evidence", fields)),
        note=fields.get("note", ""),
    )
    if case.expects == "answer":
        _require(bool(case.answer) != bool(case.items), "needs either 'answer' or 'items'")
        _require(bool(case.evidence), "the field 'evidence' is missing")
    else:
        empty = not (case.answer or case.items or case.evidence)
        _require(empty, "has an answer although none is expected")
    return case


def _named(names: set[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names))


def _list(name: str, fields: Mapping[str, Any]) -> list[Any]:
    value = fields.get(name, ["-"])
    _require(isinstance(value, list) and bool(value), f"{name!r} must be a list that is not empty")
    return list(value) if name in fields else []


def _strings(name: str, value: Any) -> list[str]:
    right = isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value)
    _require(bool(right), f"{name!r} must hold lists of texts that are not empty")
    return list(value)


def _history(value: Any) -> Iterator[Mapping[str, str]]:
    _require(isinstance(value, list), "'history' must be a list of messages")
    for message in value:
        right = (
            isinstance(message, dict)
            and message.keys() == {"role", "content"}
            and message["role"] in ("user", "assistant")
            and isinstance(message["content"], str)
        )
        _require(right, "each message of 'history' needs a role (user or assistant) and a content")
        yield message


def _evidence(value: Any, text_of: TextOf) -> Evidence:
    right = (
        isinstance(value, dict)
        and {"document", "quote"} <= value.keys() <= {"document", "quote", "start"}
        and isinstance(value["document"], str)
        and isinstance(value["quote"], str)
        and bool(value["quote"])
        and type(value.get("start", 0)) is int
    )
    _require(right, "each evidence needs a document and a quote, and may have a start")
    document, quote = value["document"], value["quote"]
    try:
        text = text_of(document)
    except (OSError, KeyError, FootnoteError) as error:
        raise _Wrong(f"the document {document!r} cannot be read ({error})") from None
    found = text.count(quote)
    _require(found > 0, f"the quote is not in {document}: {quote!r}")
    if "start" in value:
        start = value["start"]
        _require(text.startswith(quote, start), f"the quote is not at {start} of {document}: {quote!r}")
    else:
        _require(found == 1, f"the quote stands {found} times in {document}, give its 'start': {quote!r}")
        start = text.index(quote)
    return Evidence(document=document, span=Span(start, start + len(quote)), quote=quote)
