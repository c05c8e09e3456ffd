"""LlamaIndex: its own classes open our collection, and ours work where its are asked for. No key, no network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import chromadb
import pytest
from conftest import EmbedWords
from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

import rag.assistant
from rag.assistant import Assistant
from rag.documents import load
from rag.llama import FootnoteEmbedding, FootnoteQueryEngine, FootnoteRetriever
from rag.records import CANNOT_ANSWER
from rag.settings import Settings
from rag.vectors import COLLECTION

FILES = {
    "court.txt": "The court ruled in November 2018. The companies must pay the victims of “forced labour”.\n",
    "sub/tea.md": "# Tea\n\nTea is served at four in the harbour café. 🍵 Everyone is welcome there.\n",
}


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    def resolve(*_: object, **__: object) -> None:
        raise AssertionError("something reached for the network")

    monkeypatch.setattr("socket.getaddrinfo", resolve)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    root = tmp_path_factory.mktemp("llama")
    for name, text in FILES.items():
        (root / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "corpus" / name).write_text(text, encoding="utf-8")
    settings = Settings(corpus=root / "corpus", index=root / "index", risk=1.0)
    assistant = Assistant.open(settings=settings, embedder=EmbedWords())
    yield assistant
    assistant.close()


@pytest.fixture
def theirs(assistant: Assistant) -> VectorStoreIndex:
    """What a LlamaIndex program makes of our index folder, with nothing of ours but the embedding model."""
    client = chromadb.PersistentClient(
        str(assistant.settings.index_folder / "vectors"), chromadb.Settings(anonymized_telemetry=False)
    )
    store = ChromaVectorStore(chroma_collection=client.get_collection(COLLECTION, embedding_function=None))
    return VectorStoreIndex.from_vector_store(store, embed_model=FootnoteEmbedding(EmbedWords()))


def assert_node(found: NodeWithScore, assistant: Assistant) -> None:
    node = found.node
    assert isinstance(node, TextNode)
    document = load(assistant.settings.corpus / node.metadata["file"], assistant.settings.corpus)
    assert document.text[node.start_char_idx : node.end_char_idx] == node.text != ""
    assert node.ref_doc_id == document.id
    assert node.metadata["title"] == document.title


def test_their_vector_store_reads_our_passages_as_nodes(theirs: VectorStoreIndex, assistant: Assistant) -> None:
    found = theirs.as_retriever(similarity_top_k=10).retrieve("When did the court rule?")
    assert [node.node.metadata["file"] for node in found] == ["court.txt", "sub/tea.md"]
    for node in found:
        assert_node(node, assistant)
        assert node.score is not None


def test_a_node_from_their_store_is_the_one_from_ours(theirs: VectorStoreIndex, assistant: Assistant) -> None:
    question = "Where is tea served?"
    one = theirs.as_retriever(similarity_top_k=1).retrieve(question)[0].node
    other = FootnoteRetriever(assistant).retrieve(question)[0].node
    assert (one.node_id, one.get_content(), one.ref_doc_id) == (other.node_id, other.get_content(), other.ref_doc_id)
    assert one.metadata["heading"] == other.metadata["heading"] == "Tea"
    assert "start" not in one.get_content("llm") and "start" not in one.get_content("embed")


def test_the_retriever_is_theirs(assistant: Assistant) -> None:
    retriever = FootnoteRetriever(assistant)
    assert isinstance(retriever, BaseRetriever)
    by_text, by_bundle = retriever.retrieve("court ruled"), retriever.retrieve(QueryBundle("court ruled"))
    assert [node.node_id for node in by_text] == [node.node_id for node in by_bundle]
    assert [node.node_id for node in asyncio.run(retriever.aretrieve("court ruled"))] == [n.node_id for n in by_text]
    for node in by_text:
        assert_node(node, assistant)


def test_the_query_engine_is_theirs(assistant: Assistant) -> None:
    engine = FootnoteQueryEngine(assistant)
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query("When did the court rule?")
    assert "The court ruled in November 2018. [1]\n\n[1] court.txt, characters 0–33" in str(response)
    assert response.metadata is not None
    assert response.metadata["answer"]["citations"][0]["quote"] == "The court ruled in November 2018."
    for node in response.source_nodes:
        assert_node(node, assistant)
    later = asyncio.run(engine.aquery("When did the court rule?"))
    assert str(later) == str(response)
    assert engine.get_prompts() == {}


def test_a_refusal_has_no_sources(assistant: Assistant) -> None:
    strict = Assistant.open(
        settings=Settings(corpus=assistant.settings.corpus, index=assistant.settings.index_folder, risk=0.0),
        embedder=EmbedWords(),
    )
    response = FootnoteQueryEngine(strict).query("Who won the cup in Qatar?")
    assert str(response).startswith(CANNOT_ANSWER)
    assert response.source_nodes == []
    assert response.metadata is not None and response.metadata["answer"]["abstained"]
    strict.close()


def test_three_lines_are_enough(assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rag.assistant, "open_embedder", lambda *_: EmbedWords())
    corpus = assistant.settings.corpus
    monkeypatch.setenv("FOOTNOTE_RISK", "1")
    engine = FootnoteQueryEngine.open(corpus, tmp_path / "one")
    assert "[1] sub/tea.md, " in str(engine.query("Where is tea served?"))
    assert FootnoteRetriever.open(corpus, tmp_path / "two").retrieve("tea")[0].node.metadata["file"] == "sub/tea.md"


def test_the_embedding_model_is_theirs() -> None:
    embedder = EmbedWords()
    model = FootnoteEmbedding(embedder)
    assert isinstance(model, BaseEmbedding)
    expected = [pytest.approx([float(x) for x in row]) for row in embedder.embed(["a b", "c"])]
    assert model.get_text_embedding_batch(["a b", "c"]) == expected
    assert model.get_query_embedding("a b") == expected[0]
    assert asyncio.run(model.aget_query_embedding("c")) == expected[1]
