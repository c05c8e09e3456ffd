"""The case files, and the suite with assistants of a few lines in place of the real one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from evals import baseline
from evals.__main__ import main
from evals.cases import KINDS, SETS, SPLITS, Case, CaseError, Evidence, documents_in, load_cases
from evals.judge import Result, judge
from evals.match import holds_all
from evals.metrics import FIGURES, Share
from evals.report import Outcome, SetOutcome, table, to_json, verdict
from evals.run import run
from evals.webpage import to_html
from rag.errors import UsageError
from rag.records import CANNOT_ANSWER, NOT_FROM_DOCUMENTS, Answer, Citation, Claim, Span

CASES = {name: load_cases(case_set.cases, documents_in(case_set.corpus)) for name, case_set in SETS.items()}
ALL = [(name, case) for name, cases in CASES.items() for case in cases]
REFUSAL = Answer(question="?", text=CANNOT_ANSWER, abstained=True)


class Oracle:
    """Knows the cases and quotes their evidence."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._cases = {(case.question, str([*map(dict, case.history)])): case for case in cases}

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Answer:
        case = self._cases[question, str([*history])]
        if case.expects == "smalltalk":
            return Answer(question=question, text="Hello!", reason=NOT_FROM_DOCUMENTS)
        if case.expects == "refusal":
            return REFUSAL
        claims = tuple(Claim(text=one.quote, citations=(cite(one),)) for one in case.evidence)
        return Answer(question=question, text=" ".join(claim.text for claim in claims), claims=claims)


class Refuser:
    """Never says anything."""

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Answer:  # noqa: ARG002
        return REFUSAL


class Broken:
    """Fails on every question."""

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Answer:  # noqa: ARG002
        raise RuntimeError("out of order")


def cite(one: Evidence) -> Citation:
    place = one.document
    return Citation(document=place, path=place, title=place, start=one.span.start, end=one.span.end, quote=one.quote)


def outcome(shown: tuple[str, ...] = ("dev",), answer: Answer = REFUSAL) -> Outcome:
    """A run of the handbook in which everything got the same answer."""
    text_of = documents_in(SETS["handbook"].corpus)
    results = tuple(judge(case, answer, 1.0, text_of) for case in CASES["handbook"])
    return Outcome(sets=(SetOutcome(name="handbook", results=results),), shown=shown)


# ---- the case files


@pytest.mark.parametrize(("name", "case"), ALL, ids=[f"{name}-{case.id}" for name, case in ALL])
def test_the_evidence_holds_the_answer(name: str, case: Case) -> None:
    """Also for pieces that are spread over the evidence: whoever quotes all of it is right."""
    text_of = documents_in(SETS[name].corpus)
    for one in case.evidence:
        assert one.span.of(text_of(one.document)) == one.quote
    evidence = " ".join(one.quote for one in case.evidence)
    accepted = [case.items] if case.items else case.answer
    assert case.expects != "answer" or any(holds_all(evidence, alternative) for alternative in accepted)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        (
            "tokyo",
            {
                "fact": 60,
                "near_miss": 30,
                "followup": 20,
                "absent": 10,
                "keyword": 10,
                "misspelt": 8,
                "yesno": 6,
                "smalltalk": 6,
                "list": 5,
                "summary": 18,
            },
        ),
        ("handbook", {"fact": 15, "near_miss": 10, "summary": 8, "followup": 4, "list": 2, "smalltalk": 2}),
        ("mixed", {"fact": 70, "near_miss": 25, "summary": 12, "followup": 10, "absent": 8}),
        ("tables", {"fact": 90, "near_miss": 24}),
    ],
)
def test_there_are_enough_cases_of_each_kind(name: str, least: dict[str, int]) -> None:
    counts = Counter(case.kind for case in CASES[name])
    assert counts.keys() <= set(KINDS)
    assert {kind: count for kind, count in least.items() if counts[kind] < count} == {}


@pytest.mark.parametrize(
    ("name", "cases", "refusals", "unanswered_follow_ups"),
    [("tokyo", 130, 45, 5), ("handbook", 40, 15, 2), ("mixed", 120, 40, 3), ("tables", 110, 24, 0)],
)
def test_there_are_enough_cases(name: str, cases: int, refusals: int, unanswered_follow_ups: int) -> None:
    expected = [case for case in CASES[name] if case.expects == "refusal"]
    assert len(CASES[name]) >= cases
    assert len(expected) >= refusals
    assert sum(case.kind == "followup" for case in expected) >= unanswered_follow_ups
    assert all(case.history for case in CASES[name] if case.kind == "followup")
    assert [case.id for case in expected if not case.note] == []


@pytest.mark.parametrize("name", ["tokyo", "handbook"])
def test_the_split_is_stratified(name: str) -> None:
    """Of every kind, answerable or not, 60 % are for tuning, give or take the rounding to whole cases."""
    strata = Counter((case.kind, case.answerable) for case in CASES[name])
    dev = Counter((case.kind, case.answerable) for case in CASES[name] if case.split == "dev")
    assert {key: n for key, n in strata.items() if abs(dev[key] - 0.6 * n) > 0.5} == {}


@pytest.mark.parametrize(("name", "sizes"), [("mixed", {"dev": 71, "held": 69}), ("tables", {"dev": 76, "held": 38})])
def test_what_is_held_out_is_asked_of_other_documents(name: str, sizes: dict[str, int]) -> None:
    cases = CASES[name]
    documents = {split: {e.document for c in cases if c.split == split for e in c.evidence} for split in SPLITS}
    assert not documents["dev"] & documents["held"]
    assert Counter(case.split for case in cases) == sizes


NAMES = re.compile(
    r"Yoon|Kishida|Matsuno|Nippon Steel|Mitsubishi|Tokyo|Seoul|Japan|Korea|China|Chinese|Washington|"
    r"United States|Hiroshima|G7|Indo-Pacific|World Trade|WTO|Supreme Court|comfort women"
)


def test_most_near_misses_use_the_names_in_the_articles() -> None:
    near = [case for case in CASES["tokyo"] if case.kind == "near_miss"]
    assert sum(NAMES.search(case.question) is not None for case in near) >= len(near) / 2


@pytest.mark.parametrize("name", SETS)
def test_at_least_half_of_the_questions_are_paraphrased(name: str) -> None:
    """Three words in a row that also stand in the evidence are the document's wording, not a paraphrase."""

    def triples(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return set(zip(words, words[1:], words[2:], strict=False))

    asked = [case for case in CASES[name] if case.kind in ("fact", "list", "yesno")]
    copied = [case for case in asked if any(triples(case.question) & triples(one.quote) for one in case.evidence)]
    assert len(copied) <= len(asked) / 2


# ---- reading case files

GOOD: dict[str, Any] = {
    "id": "a",
    "split": "dev",
    "kind": "fact",
    "question": "Who?",
    "answer": [["b"]],
    "evidence": [{"document": "x.txt", "quote": "bc"}],
}
TEXTS = {"x.txt": "abcd a"}


def write(path: Path, *cases: Any) -> Path:
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name not in names}


def test_a_case_is_read(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "Hm?"}, {"role": "assistant", "content": "So."}]
    (case,) = load_cases(write(tmp_path / "c.jsonl", {**GOOD, "history": history}), TEXTS.__getitem__)
    assert (case.answer, case.history, case.expects) == ((("b",),), tuple(history), "answer")
    assert case.evidence == (Evidence(document="x.txt", span=Span(1, 3), quote="bc"),)


@pytest.mark.parametrize(
    ("quote", "start", "span"), [("bc", None, Span(1, 3)), ("a", 0, Span(0, 1)), ("a", 5, Span(5, 6))]
)
def test_evidence_that_occurs_twice_says_where(tmp_path: Path, quote: str, start: int | None, span: Span) -> None:
    place = {"document": "x.txt", "quote": quote} | ({} if start is None else {"start": start})
    (case,) = load_cases(write(tmp_path / "c.jsonl", {**GOOD, "evidence": [place]}), TEXTS.__getitem__)
    assert case.evidence[0].span == span


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        (without("question"), "the field 'question' is missing"),
        (without("id", "split"), "the field 'id', 'split' is missing"),
        (without("answer"), "needs either 'answer' or 'items'"),
        (without("evidence"), "the field 'evidence' is missing"),
        ({**GOOD, "items": ["b"]}, "needs either 'answer' or 'items'"),
        ({**GOOD, "answers": [["b"]]}, "there is no field 'answers'"),
        ({**GOOD, "answer": ["b"]}, "'answer' must hold lists of texts"),
        ({**GOOD, "answer": [[" "]]}, "'answer' must hold lists of texts"),
        ({**GOOD, "answer": []}, "'answer' must be a list that is not empty"),
        ({**GOOD, "question": ""}, "'question' must be a text"),
        ({**GOOD, "split": "test"}, "'split' must be one of dev, held"),
        ({**GOOD, "kind": "guess"}, "'kind' must be one of fact"),
        ({**GOOD, "answerable": "no"}, "'answerable' must be true or false"),
        ({**GOOD, "answerable": False}, "has an answer although none is expected"),
        ({**GOOD, "kind": "smalltalk"}, "has an answer although none is expected"),
        ({**GOOD, "history": [{"role": "robot", "content": "x"}]}, "each message of 'history'"),
        ({**GOOD, "history": "x"}, "'history' must be a list"),
        ({**GOOD, "evidence": [{"quote": "bc"}]}, "each evidence needs a document and a quote"),
        ({**GOOD, "evidence": [{"document": "x.txt", "quote": "bd"}]}, "the quote is not in x.txt: 'bd'"),
        ({**GOOD, "evidence": [{"document": "x.txt", "quote": "a"}]}, "stands 2 times in x.txt"),
        ({**GOOD, "evidence": [{"document": "x.txt", "quote": "a", "start": 1}]}, "not at 1 of x.txt"),
        ({**GOOD, "evidence": [{"document": "y.txt", "quote": "a"}]}, "'y.txt' cannot be read"),
        ({**GOOD, "id": "first"}, "the id 'first' is used twice"),
        (["a"], "not a JSON object"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, case: Any, problem: str) -> None:
    path = write(tmp_path / "c.jsonl", {**GOOD, "id": "first"}, case)
    with pytest.raises(CaseError) as raised:
        load_cases(path, TEXTS.__getitem__)
    assert str(raised.value).startswith(f"{path}:2: ")
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"{", ":1: not a JSON object"), (b"\n", "holds no case"), (b"\xff\n", "UTF-8")],
)
def test_a_file_that_holds_no_cases_is_named(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "c.jsonl").write_bytes(content)
    with pytest.raises(CaseError, match=problem):
        load_cases(tmp_path / "c.jsonl", TEXTS.__getitem__)
    with pytest.raises(CaseError, match="cannot be read"):
        load_cases(tmp_path / "none.jsonl", TEXTS.__getitem__)


# ---- running


@pytest.mark.parametrize("name", SETS)
def test_whoever_quotes_the_evidence_and_refuses_the_rest_passes(name: str) -> None:
    results = run(CASES[name], Oracle(CASES[name]), documents_in(SETS[name].corpus))
    assert [result.case.id for result in results if not result.passed] == []
    for figure in FIGURES:
        if figure.name == "small_talk_right" and not any(case.kind == "smalltalk" for case in CASES[name]):
            continue
        assert figure.count(results).value == (0.0 if figure.lower_is_better else 1.0), figure.name


def test_an_assistant_that_fails_is_recorded_and_the_run_goes_on() -> None:
    told: list[int] = []
    results = run(CASES["handbook"][:3], Broken(), documents_in(SETS["handbook"].corpus), told.append)
    assert told == [1, 2, 3]
    assert {result.error for result in results} == {"RuntimeError: out of order"}
    assert not any(result.passed or result.refused or result.answered for result in results)


# ---- the baseline

RIGHT, WRONG = FIGURES[0], next(figure for figure in FIGURES if figure.lower_is_better)


@pytest.mark.parametrize(
    ("name", "before", "now", "message"),
    [
        (RIGHT.name, "9/10", "9/10", None),
        (RIGHT.name, "9/10", "10/10", None),
        (RIGHT.name, "9/10", "18/20", None),
        (RIGHT.name, "9/10", "7/10", None),  # two cases: another processor may round otherwise
        (RIGHT.name, "9/10", "6/10", "s, dev: answer right fell by 30.0 points, from 9/10 to 6/10"),
        (RIGHT.name, "2/3", "64/100", "s, dev: answer right fell by 2.7 points, from 2/3 to 64/100"),
        ("citation_exact", "10/10", "99/100", "s, dev: citation exact fell by 1.0 points, from 10/10 to 99/100"),
        (WRONG.name, "1/10", "0/10", None),
        (WRONG.name, "1/10", "3/10", None),
        (WRONG.name, "1/10", "4/10", f"s, dev: {WRONG.label} rose by 30.0 points, from 1/10 to 4/10"),
        ("citation_precision", "9/10", "1/10", None),  # reported, not gated
        ("passed", "0/0", "1/10", None),
    ],
)
def test_a_gated_figure_must_not_get_worse(name: str, before: str, now: str, message: str | None) -> None:
    def share(written: str) -> Share:
        hits, total = map(int, written.split("/"))
        return Share(hits, total)

    current = {figure.name: Share(0, 0) for figure in FIGURES} | {name: share(now)}
    found = baseline.regressions("s", "dev", current, {name: share(before)})
    assert [str(regression) for regression in found] == ([message] if message else [])


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    figures = {"s": {"dev": {"passed": Share(1, 2)}, "held": {"passed": Share(0, 0)}}}
    baseline.write(figures, tmp_path / "b.json")
    assert baseline.read(tmp_path / "b.json") == figures
    assert baseline.read(tmp_path / "none.json") == {}


@pytest.mark.parametrize("content", ["{", "[]", '{"s": 1}', '{"s": {"dev": {"passed": "1"}}}', "\xff"])
def test_a_broken_baseline_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "b.json").write_text(content, encoding="latin-1")
    with pytest.raises(UsageError, match=r"b\.json: not a baseline file"):
        baseline.read(tmp_path / "b.json")


def test_the_committed_baseline_speaks_of_these_cases() -> None:
    committed = baseline.read()
    gated = {figure.name for figure in FIGURES if figure.gated}
    for name, splits in committed.items():
        for split, shares in splits.items():
            assert shares.keys() == gated
            assert shares["passed"].total == sum(case.split == split for case in CASES[name])


# ---- reports


def test_held_out_cases_show_only_when_asked_for() -> None:
    held = [case for case in CASES["handbook"] if case.split == "held" and case.expects == "answer"]
    dev = {case.question for case in CASES["handbook"] if case.split == "dev"}
    secret = [case.question for case in held if case.question not in dev and not case.history]
    assert secret
    for shown, count in ((("dev",), 0), (SPLITS, len(secret))):
        found = outcome(shown)
        page = to_html(found).replace("&#x27;", "'")
        for text in (table(found), json.dumps(to_json(found), ensure_ascii=False), page):
            assert sum(question in text for question in secret) == count


def test_the_table_shows_both_splits_and_the_failures() -> None:
    text = table(outcome())
    assert re.search(r"answer right +0/\d+ +0\.0 % +\[0–\d+\] +0/\d+", text)
    assert "hb-" in text
    assert ": refused" in text
    assert to_json(outcome())["sets"]["handbook"]["splits"]["held"]["figures"]["answer_right"]["hits"] == 0


class Markup(HTMLParser):
    """Which tags and attributes a page really has, as a browser would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


HOSTILE = "</dd><script>alert('x')</script><img src=x onerror=alert(1)> & \"quotes\""


def test_the_page_escapes_everything_and_loads_nothing() -> None:
    place = Citation(document=HOSTILE, path="x", title="x", start=0, end=3, quote=HOSTILE)
    answer = Answer(
        question=HOSTILE,
        text=HOSTILE,
        short=HOSTILE,
        reason=HOSTILE,
        claims=(Claim(text=HOSTILE, citations=(place,)),),
        near=(place,),
    )
    case = Case(
        id=HOSTILE,
        split="dev",
        kind="fact",
        question=HOSTILE,
        history=({"role": "user", "content": HOSTILE},),
        answer=((HOSTILE,),),
        evidence=(Evidence(document=HOSTILE, span=Span(0, 3), quote=HOSTILE),),
        note=HOSTILE,
    )
    results = (
        judge(case, answer, 1.0, TEXTS.__getitem__),
        Result(case=case, answer=None, error=HOSTILE, milliseconds=1.0),
    )
    page = to_html(
        Outcome(sets=(SetOutcome(name=HOSTILE, results=results),), without_baseline=(HOSTILE,), shown=SPLITS)
    )
    assert page.count("&lt;script&gt;") >= 15
    used = Markup()
    used.feed(page)
    assert not used.tags & {"script", "img", "iframe", "link", "object", "embed", "form", "a"}
    known = "lang charset http-equiv content name class title type id for checked open"
    assert used.attributes <= set(known.split())
    assert re.search(r"https?:|@import|url\(", page) is None


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        ("fact", REFUSAL, "refused"),
        ("fact", Answer(question="?", text="x"), "answer not right, evidence not cited"),
        ("near_miss", REFUSAL, "passed"),
        ("near_miss", Answer(question="?", text="x"), "answered, but the documents do not say"),
        ("smalltalk", REFUSAL, "refused"),
        ("smalltalk", Answer(question="?", text="x"), "not taken as small talk"),
        ("smalltalk", Answer(question="?", text="x", reason=NOT_FROM_DOCUMENTS), "passed"),
    ],
)
def test_the_verdict_says_what_happened(kind: str, answer: Answer, expected: str) -> None:
    case = next(case for case in CASES["tokyo"] if case.kind == kind)
    assert verdict(judge(case, answer, 1.0, documents_in(SETS["tokyo"].corpus))) == expected


# ---- the command


def opens(make: Callable[[Sequence[Case]], Any]) -> Callable[[Path, Path], Any]:
    def open_assistant(corpus: Path, _index: Path) -> Any:
        (name,) = (name for name, case_set in SETS.items() if case_set.corpus == corpus)
        return nullcontext(make(CASES[name]))

    return open_assistant


def test_the_command_compares_with_the_baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, arguments = tmp_path / "baseline.json", ["--cases", "handbook"]
    assert main(arguments, opens(Oracle), file) == 0
    assert "no baseline for handbook, dev" in capsys.readouterr().err
    assert not file.exists()

    assert main([*arguments, "--update-baseline"], opens(Oracle), file) == 0
    assert baseline.read(file).keys() == {"handbook"}
    assert main(arguments, opens(Oracle), file) == 0
    assert "behind" not in capsys.readouterr().err

    assert main(arguments, opens(lambda _: Refuser()), file) == 1
    assert "behind the baseline: handbook, dev: answer right fell by 100.0 points" in capsys.readouterr().err


def test_updating_one_set_keeps_the_baseline_of_the_others(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    assert main(["--update-baseline"], opens(Oracle), file) == 0
    tokyo = baseline.read(file)["tokyo"]
    refuser = opens(lambda _: Refuser())
    assert main(["--cases", "handbook", "--update-baseline"], refuser, file) == 0
    after = baseline.read(file)
    assert after["tokyo"] == tokyo
    assert after["handbook"]["dev"]["answer_right"].hits == 0


def test_the_command_writes_its_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = ["--json", str(tmp_path / "r.json"), "--html", str(tmp_path / "r.html")]
    assert main(["--cases", "handbook", "--held", *written], opens(Oracle), tmp_path / "b.json") == 0
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert len(report["sets"]["handbook"]["results"]) == len(CASES["handbook"])
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    said = capsys.readouterr()
    assert "handbook, held: 0 not as expected" in said.out
    assert said.err.startswith(f"handbook: {len(CASES['handbook'])} of {len(CASES['handbook'])} questions")


@pytest.mark.parametrize("arguments", [["--cases", "paris"], ["--json"], ["squid"]])
def test_wrong_use_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments, opens(Oracle))
    assert raised.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(("content", "status"), [("{", 2), ("{}", 0)])
def test_a_broken_baseline_is_wrong_use(tmp_path: Path, content: str, status: int) -> None:
    (tmp_path / "b.json").write_text(content, encoding="utf-8")
    assert main(["--cases", "handbook"], opens(Oracle), tmp_path / "b.json") == status


def test_a_report_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    missing = str(tmp_path / "none" / "r.json")
    assert main(["--cases", "handbook", "--json", missing], opens(Oracle), tmp_path / "b.json") == 1
