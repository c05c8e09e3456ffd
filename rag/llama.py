"""Footnote inside a LlamaIndex program: its retriever, its query engine and its embedding model.

    from rag.llama import FootnoteQueryEngine
    engine = FootnoteQueryEngine.open("my/folder")
    print(engine.query("What did the court rule?"))

Nothing else imports this file: LlamaIndex takes longer to import than a question takes to answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from pydantic import PrivateAttr

from .assistant import Assistant
from .embedder import Embedder
from .records import Citation, Passage


class FootnoteRetriever(BaseRetriever):
    """The passages for a question, as nodes with character offsets and file; no answer, no refusal."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        super().__init__()

    @classmethod
    def open(cls, corpus: str | Path | None = None, index: str | Path | None = None) -> FootnoteRetriever:
        """Opens a folder of documents; arguments and errors as in Assistant.open."""
        return cls(Assistant.open(corpus, index))

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [
            NodeWithScore(node=_node(hit.passage), score=hit.score)
            for hit in self._assistant.search(query_bundle.query_str)
        ]


class FootnoteQueryEngine(BaseQueryEngine):
    """Answers with citations, and refusals, as LlamaIndex responses.

    The response's text is the answer with its footnotes; `source_nodes` are the cited words, none for a
    refusal; `metadata["answer"]` is the whole answer, in the shape of the command line's JSON.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        super().__init__(callback_manager=CallbackManager())

    @classmethod
    def open(cls, corpus: str | Path | None = None, index: str | Path | None = None) -> FootnoteQueryEngine:
        """Opens a folder of documents; arguments and errors as in Assistant.open."""
        return cls(Assistant.open(corpus, index))

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._assistant.ask(query_bundle.query_str)
        return Response(
            response=str(answer),
            source_nodes=[NodeWithScore(node=_cited(citation)) for citation in answer.citations],
            metadata={"answer": answer.to_dict()},
        )

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


class FootnoteEmbedding(BaseEmbedding):
    """The index's own embedding model, for a VectorStoreIndex over the Chroma collection."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **data: Any) -> None:
        super().__init__(**data)
        self._embedder = embedder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: Sequence[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, query)


def _node(passage: Passage) -> TextNode:
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.span.start,
        end_char_idx=passage.span.end,
        metadata={"file": passage.document, "title": passage.title, "heading": passage.heading},
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.document)},
    )


def _cited(citation: Citation) -> TextNode:
    return TextNode(
        id_=f"{citation.document}:{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={"file": citation.document, "title": citation.title, "page": citation.page},
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.document)},
    )
