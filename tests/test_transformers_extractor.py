"""Another model as the reader: real transformers models, made here with a few weights, in the place of ours.

One looks for a single word, so that it is known what it must find; two have random weights, of which nothing is known
but that every span must be exact, whatever the text.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import EmbedWords
from extractions import ODD_QUESTIONS, ODD_TEXTS, check
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_models import POSITIONS, bert_tokenizer, save, save_zebra, sizes

from rag.assistant import Assistant
from rag.errors import ModelError
from rag.extractor import Extractor
from rag.records import Span
from rag.settings import Settings
from rag.transformers_extractor import TransformersExtractor, extractor_of


def byte_tokenizer() -> Any:
    """Every byte is a token, as in models of RoBERTa's family: one character of a text may be several tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    symbols = ["<s>", "<pad>", "</s>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    tokenizer = Tokenizer(models.BPE(vocab={symbol: n for n, symbol in enumerate(symbols)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, cls_token="<s>", sep_token="</s>", pad_token="<pad>", model_max_length=POSITIONS
    )


@pytest.fixture(scope="session")
def random_bert(tmp_path_factory: pytest.TempPathFactory) -> TransformersExtractor:
    import torch
    from transformers import BertConfig, BertForQuestionAnswering

    torch.manual_seed(0)
    tokenizer = bert_tokenizer()
    config = BertConfig(**sizes(tokenizer), max_position_embeddings=POSITIONS, initializer_range=1.0)
    folder = save(BertForQuestionAnswering(config), tokenizer, tmp_path_factory.mktemp("bert"))
    return TransformersExtractor(str(folder))


@pytest.fixture(scope="session")
def random_roberta(tmp_path_factory: pytest.TempPathFactory) -> TransformersExtractor:
    import torch
    from transformers import RobertaConfig, RobertaForQuestionAnswering

    torch.manual_seed(0)
    tokenizer = byte_tokenizer()
    config = RobertaConfig(
        **sizes(tokenizer),
        max_position_embeddings=POSITIONS + 2,
        type_vocab_size=1,
        initializer_range=1.0,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    )
    folder = save(RobertaForQuestionAnswering(config), tokenizer, tmp_path_factory.mktemp("roberta"))
    return TransformersExtractor(str(folder))


@pytest.fixture(scope="session")
def zebra_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_zebra(tmp_path_factory.mktemp("zebra"))


@pytest.fixture(scope="session")
def zebra(zebra_folder: Path) -> TransformersExtractor:
    return TransformersExtractor(str(zebra_folder))


# --- what it finds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "text"),
    [
        pytest.param("", "zebra", id="alone"),
        pytest.param("", "We saw a zebra there.", id="inside"),
        pytest.param("Animals. Africa", "We saw a zebra there.", id="behind a label"),
        pytest.param("", "naïve — “zebra”, said the 東京 guide", id="behind characters of several bytes"),
        pytest.param("A zebra crossing", "This is a zebra.", id="never in the label"),
        pytest.param("", "Many words. " * 60 + "zebra", id="in the last of several windows"),
        pytest.param("Animals", "Many words. " * 20 + "zebra " + "more words. " * 40, id="where windows overlap"),
        pytest.param("label " * 500, "zebra", id="behind a label that is too long"),
    ],
)
def test_the_word_is_found_where_it_stands(zebra: TransformersExtractor, label: str, text: str) -> None:
    extraction = zebra.extract("What did you see?", [label], [text])[0]
    check(extraction, text)
    place = Span(text.index("zebra"), text.index("zebra") + len("zebra"))
    assert extraction.spans[0][0] == place
    assert extraction.margin > 0
    assert extraction.answerable > 0
    assert extraction.mass(place) == max(share for _, share in extraction.starts)


@pytest.mark.parametrize(("label", "text"), [("", "We saw a lion."), ("A zebra crossing", "It is safe."), ("", "")])
def test_no_answer_where_the_text_does_not_hold_it(zebra: TransformersExtractor, label: str, text: str) -> None:
    extraction = zebra.extract("What about the zebra?", [label], [text])[0]
    check(extraction, text)
    assert extraction.margin < 0
    assert extraction.answerable < 0


def test_every_place_counts_in_the_words_of_the_text(zebra: TransformersExtractor) -> None:
    text = "A zebra, a lion and a Zebra."
    extraction = zebra.extract("What?", ["The zoo"], [text])[0]
    assert sorted(span for span, _ in extraction.spans[:2]) == [Span(2, 7), Span(22, 27)]
    assert [span.of(text) for span, _ in extraction.starts[:3]] == ["A", "zebra", ","]


def test_a_text_longer_than_the_window_is_read_to_its_end(zebra: TransformersExtractor) -> None:
    text = " ".join(f"word{n}" for n in range(300))
    starts = [span for span, _ in zebra.extract("Which?", ["Numbers"], [text])[0].starts]
    assert (starts[0].start, starts[-1].end) == (0, len(text))
    assert starts == sorted(set(starts))  # each token once, though windows overlap


# --- whatever the model and the text ------------------------------------------------------------------------

MODELS = ["random_bert", "random_roberta"]
TEXTS = st.lists(st.text(max_size=150), max_size=4)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=60), label=st.text(max_size=30), texts=TEXTS)
def test_spans_are_exact_for_any_text(
    request: pytest.FixtureRequest, model: str, question: str, label: str, texts: list[str]
) -> None:
    found = request.getfixturevalue(model).extract(question, [label] * len(texts), texts)
    assert len(found) == len(texts)
    for extraction, text in zip(found, texts, strict=True):
        check(extraction, text)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts(request: pytest.FixtureRequest, model: str, text: str) -> None:
    check(request.getfixturevalue(model).extract("Who?", ["Title"], [text])[0], text)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("question", ODD_QUESTIONS)
def test_odd_questions_and_labels(request: pytest.FixtureRequest, model: str, question: str) -> None:
    text = "Yoon and Kishida met in Tokyo in March 2023."
    check(request.getfixturevalue(model).extract(question, ["label " * 1000], [text])[0], text)


@pytest.mark.parametrize("model", MODELS)
def test_results_come_in_the_order_given_whatever_the_lengths(request: pytest.FixtureRequest, model: str) -> None:
    extractor = request.getfixturevalue(model)
    texts = [f"Number {n} " + "and more words " * (n * 7 % 5) for n in range(20)]
    together = extractor.extract("Which number?", [""] * 20, texts)
    for extraction, text in zip(together, texts, strict=True):
        alone = extractor.extract("Which number?", [""], [text])[0]
        assert [span for span, _ in extraction.spans] == [span for span, _ in alone.spans]
        assert extraction.margin == pytest.approx(alone.margin, abs=1e-4)


def test_nothing_in_nothing_out(zebra: TransformersExtractor) -> None:
    assert zebra.extract("Who?", [], []) == []


def test_as_many_labels_as_texts(zebra: TransformersExtractor) -> None:
    with pytest.raises(ValueError, match="2 labels for 1 texts"):
        zebra.extract("Who?", ["a", "b"], ["c"])


def test_threads_do_not_get_in_each_other_s_way(zebra: TransformersExtractor) -> None:
    texts = [f"{'word ' * n}zebra" for n in range(12)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: zebra.extract("What?", [""], [text])[0].spans[0][0].of(text), texts))
    assert found == ["zebra"] * 12


# --- the setting --------------------------------------------------------------------------------------------


def test_the_setting_chooses_the_reader(zebra_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "zoo.txt").write_text("The keeper fed a zebra in the morning.", encoding="utf-8")
    chosen = Settings(corpus=tmp_path / "documents", index=tmp_path / "index", reader=str(zebra_folder), risk=1.0)
    assistant = Assistant.open(settings=chosen, embedder=EmbedWords())
    answer = assistant.ask("What did the keeper feed in the morning?")
    assert answer.short == "zebra"
    assert answer.citations[0].quote == "The keeper fed a zebra in the morning."


def test_no_setting_is_the_delivered_reader() -> None:
    assert isinstance(extractor_of(""), Extractor)


def unusable(tmp_path: Path, kind: str) -> str:
    from transformers import BertConfig, BertModel

    if kind == "no such model":
        return "somebody/not-on-this-machine"
    folder = tmp_path / "model"
    folder.mkdir()
    if kind == "broken":
        (folder / "config.json").write_text("{", encoding="utf-8")
    if kind == "an encoder":
        tokenizer = bert_tokenizer()
        save(BertModel(BertConfig(**sizes(tokenizer))), tokenizer, folder)
    return str(folder)


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("no such model", "cannot be loaded: "),
        ("an empty folder", "cannot be loaded: "),
        ("broken", "cannot be loaded: "),
        ("an encoder", "was not trained to find answers: it lacks qa_outputs.bias, qa_outputs.weight"),
    ],
)
def test_a_model_that_cannot_be_used_is_an_error_with_the_next_step(tmp_path: Path, kind: str, problem: str) -> None:
    name = unusable(tmp_path, kind)
    with pytest.raises(ModelError) as caught:
        extractor_of(name)
    message = str(caught.value)
    assert message.startswith(f"The reader {name!r} {problem}")
    assert message.endswith("in FOOTNOTE_READER, or unset it for the delivered reader.")
    assert "\n" not in message
