"""The whole pipeline: open a folder of documents, ask it questions."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from . import smalltalk
from .again import Read, by_other_names
from .aliases import in_full
from .bullets import in_a_list, items_of
from .composer import compose, listed, refuse, summarise
from .compound import joined, needs_the_answer_before, parts
from .continuing import behind
from .declined import REASON, declined
from .doctor import Finding, examine
from .documents import digest, find, load, path_of, version
from .ellipses import wants_to_read_on, wants_what_else
from .embedder import Embedder, Progress, Vectors, open_embedder
from .errors import BusyError, DocumentError, QuestionError
from .evidence import fitted
from .followup import otherwise, standalone, wants_more
from .history import last_question, said_before, turns, whole
from .index import Index
from .indexing import Source
from .matter import of_the_matter
from .occurrences import PASSAGES, mentioned, occurrences, stems_of
from .provenance import asks_for_source, places
from .question import Query, analyse
from .reader import Reader, SpanExtractor, Weighed
from .records import (
    CANNOT_ANSWER,
    NOT_FROM_DOCUMENTS,
    Answer,
    Changes,
    Citation,
    Document,
    Hit,
    Passage,
    Problem,
    Reading,
    Span,
)
from .retriever import search
from .settings import Settings
from .spelling import respell, told, with_question_word
from .stems import stem_all
from .structured import of_the_rows_asked, structured
from .summary import central, named_documents, named_section
from .support import better_with_topic
from .topic import topic_of
from .transformers_extractor import extractor_of

_FURTHER = 1 / 3  # of the threshold, for a question that asks for what has not been said yet
_ON_TOPIC = 0.5  # … and for one of what the documents say on a topic: no sentence answers it as it does a question
_WELL_NAMED = 0.5  # of the words of its title: then the document itself is the topic
_SUMMARY_DOCUMENTS = 5  # documents that one summary covers, at most
_SUMMARY_SENTENCES = 6
_MANY = 1_000  # files looked at between two signs of progress
_AT_ONCE = os.cpu_count() or 1  # questions worked on at once: more would only slow one another down


class Assistant:
    """Answers questions about one folder of documents. Safe to share between threads."""

    def __init__(self, settings: Settings, index: Index, embedder: Embedder, extractor: SpanExtractor) -> None:
        self.settings = settings
        self.changes = Changes()
        self.kinds_left_out: tuple[str, ...] = ()
        self.left_out = 0
        self._index, self._embedder, self._reader = index, embedder, Reader(embedder, extractor)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    @classmethod
    def open(
        cls,
        corpus: str | Path | None = None,
        index: str | Path | None = None,
        *,
        settings: Settings | None = None,
        embedder: Embedder | None = None,
        extractor: SpanExtractor | None = None,
        progress: Progress | None = None,
        sync: bool = True,
    ) -> Assistant:
        """Opens a folder of documents and its index, which is built or brought up to date (`sync`).

        `progress` is told (documents done, documents to do, what). `embedder` and `extractor`
        replace the models. Raises CorpusError, SettingError, ModelError or StoreError; a file that cannot be read is
        no error but stands in `problems`.
        """
        if settings is None:
            settings = Settings.load(corpus=corpus, index=index)
        if corpus is not None:
            settings = replace(settings, corpus=Path(corpus))
        if index is not None:
            settings = replace(settings, index=Path(index))
        find(settings.corpus)  # a wrong folder is said at once, not after seconds of loading a model
        embedder = embedder or open_embedder(settings.model, progress)
        extractor = extractor or extractor_of(settings.reader)
        store = Index(
            settings.index_folder, embedder, settings.passage_tokens, version(), chroma_url=settings.chroma_url
        )
        assistant = cls(settings, store, embedder, extractor)
        try:
            if sync:
                assistant.sync(progress)
        except BusyError as error:
            if not assistant._index.ready:
                raise
            # Another program is at it. Until it is done, its last complete state answers.
            assistant.changes = Changes(problems=(Problem(path=str(settings.index_folder), message=str(error)),))
        return assistant

    def sync(self, progress: Progress | None = None, anew: str | None = None) -> Changes:
        """Brings the index up to date with the files; `problems` then holds those that could not be read.

        `anew`: why all of it must be built anew.
        """
        found = find(self.settings.corpus)
        most = self.settings.max_file_mb << 20
        problems = list(found.problems)

        def sources() -> Iterator[Source]:
            for number, (identifier, path) in enumerate(found.files):
                if progress and number and number % _MANY == 0:
                    progress(number, len(found.files), "Looking at the files")
                read = partial(load, path, self.settings.corpus, max_bytes=most)
                try:
                    yield Source(id=identifier, digest=digest(path, max_bytes=most), load=read)
                except DocumentError as error:
                    problems.append(Problem(path=identifier, message=str(error)))

        changes = self._index.sync(sources(), progress, anew)
        self.left_out, self.kinds_left_out = len(found.left_out), found.kinds_left_out
        self.changes = replace(changes, problems=(*problems, *changes.problems))
        return self.changes

    @property
    def threshold(self) -> float:
        """How sure an answer must be, 0 to 1, for the share of wrong answers that the settings allow."""
        return fitted().threshold(self.settings.risk)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The files that could not be read when the index was last brought up to date."""
        return self.changes.problems

    def ask(self, question: str, history: Sequence[Mapping[str, Any]] = ()) -> Answer:
        """The answer to a question, a refusal, or a reply to small talk.

        `history`: the chat before it, messages {"role": "user" | "assistant", "content": text}, oldest first.
        Raises QuestionError when the question is empty or longer than the setting allows.
        """
        started = perf_counter()
        question = self._checked(question)
        with self._index.reading():
            answer = self._of_the_chat(question, history) or self._small_talk(question)
            if answer is None:
                with self._turns:
                    answer = self._each(question, history)
        return replace(answer, question=question, seconds=perf_counter() - started)

    def _each(self, message: str, history: Sequence[Mapping[str, Any]]) -> Answer:
        """The answers to all that a message asks, joined; each part is asked as if the ones before it were said."""
        asked = parts(message)
        if len(asked) == 1:
            return self._answer(message, history)
        turns(history)  # raises QuestionError before anything is added to it
        answers, chat = list[Answer](), list(history)
        for part in asked:
            if answers and needs_the_answer_before(part) and all(answer.abstained for answer in answers):
                answers.append(answers[-1])  # of whom nothing is said, nothing more is
            else:
                answers.append(self._answer(part, chat))
            chat += [{"role": "user", "content": part}, {"role": "assistant", "content": answers[-1].text}]
        answer = joined(message, asked, answers)
        return self._answer(message, history) if answer.abstained else answer

    def _answer(self, question: str, history: Sequence[Mapping[str, Any]]) -> Answer:
        question = self._mended(question)
        if wants_to_read_on(question):
            return self._behind(question, history) or self._look_up(question, history)
        answer = self._look_up(question, history)
        if answer.abstained and wants_what_else(question):
            return self._behind(question, history) or answer
        return answer

    def _behind(self, question: str, history: Sequence[Mapping[str, Any]]) -> Answer | None:
        """What stands behind the last answer in its document; None where there was none, or it stands at the end."""
        said, before = said_before(history), last_question(history)
        while before and (wants_to_read_on(before[0]) or wants_what_else(before[0])):
            before = last_question(before[1])
        if not said or not before:
            return None
        return summarise(question, behind(self._each(*before).citations, self._index.passages_of, said), self._cite)

    def _look_up(self, question: str, history: Sequence[Mapping[str, Any]]) -> Answer:
        query: Query = self._understand(standalone(question, history))
        if not self._index.count():
            reason = "There are no documents yet. Put files into the documents folder and start again."
            return Answer(question=question, text=CANNOT_ANSWER, abstained=True, reason=reason)
        if mention := mentioned(question) or mentioned(query.text):
            return self._occurrences(*mention)
        # What lies in a document's title may be no more than one of the things that it tells of.
        named = named_documents(query, self._index.titles)
        well = [document for document, share in named.items() if not query.topic or share >= _WELL_NAMED]
        if well or (query.summary and not query.terms):
            return self._overview(query, well or list(self._index.titles()))
        otherwise_asked = None if query.topic else otherwise(question, history)
        other = self._understand(otherwise_asked) if otherwise_asked else None
        if not query.terms and not other:
            return refuse(query, [], self._cite, self._index.frequency)  # it names nothing to look for
        vector = self._vector(query)
        hits = self._hits(query, vector)
        if section := named_section(query, hits):
            return self._overview(query, [section[0]], section[1])
        if not wants_more(question):
            asked = (other, query) if other else (query,)
            if answer := structured(asked, hits, self._cite, self._index.passages_of, self._text_of):
                return replace(answer, reason=" ".join(filter(None, (answer.reason, told(query)))) or None)
        readings = self._reader.read(query, vector, hits)
        threshold = self.threshold * (_ON_TOPIC if query.topic else 1.0)
        if other:
            query, hits, readings = self._better((query, hits, readings), other)
        again = partial(self._understand, topic=query.topic)
        query, hits, readings = by_other_names(
            (query, hits, readings), lambda text: self._read(again(text)), self._text_of, threshold
        )
        readings = of_the_rows_asked(query, readings, self._text_of)
        readings = of_the_matter(query.text, readings, self._text_of, self._index.frequency)
        said = said_before(history) if wants_more(question) else ""
        # What else there is lies, by its nature, less near to the question than what was said first.
        threshold *= _FURTHER if said else 1.0
        lists = partial(self._items_of, query)
        answer = compose(query, readings, self._cite, threshold=threshold, said=said, items_of=lists)
        if answer is None and named:
            return self._overview(query, list(named))
        answer = answer or refuse(query, hits, self._cite, self._index.frequency)
        remark = " ".join(filter(None, (answer.reason, told(query))))
        return replace(answer, reason=remark or None, score=readings[0].score if readings else None)

    def _occurrences(self, what: str, which: bool) -> Answer:
        """Where something is mentioned: `which` documents those are, or whether any does."""
        query = self._understand(what)
        having = self._mentioning(query.text)
        if not having:
            hits = self._hits(query, self._vector(query))
            full = in_full(query.text, "\n.\n".join(hit.passage.text for hit in hits))
            having = self._mentioning(full) if full else []
            if not having:
                return refuse(query, hits, self._cite, self._index.frequency)
        documents = dict.fromkeys(reading.hit.passage.document for reading in having)
        answer = listed(query.text, having, self._cite)
        return replace(answer, short="; ".join(documents) if which else "Yes", reason=told(query) or None)

    def _mentioning(self, what: str) -> list[Reading]:
        found = self._index.search_words(stems_of(what), PASSAGES)
        return occurrences(what, self._index.passages([identifier for identifier, _ in found]).values())

    def _better(self, first: Read, query: Query) -> Read:
        """Of two readings of a question, the one that is better supported."""
        other = self._read(query)
        if len(query.terms) > len(first[0].terms):
            better = better_with_topic(first[0], first[2], other[2], threshold=self.threshold)
            return other if better else first
        # As it stands, with "it" for nothing in the chat: only where the chat does not help.
        helps, stands = (bool(read[2]) and read[2][0].score >= self.threshold for read in (first, other))
        return other if stands and not helps else first

    def _items_of(self, query: Query, reading: Reading) -> list[Reading]:
        """The items of the list in its document that answers as a whole, if the reading belongs to one."""
        if not in_a_list(reading):
            return []
        return items_of(query, reading, self._text_of(reading.hit.passage.document))

    def _text_of(self, document: str) -> str:
        return self._index.document(document).text

    def _mended(self, question: str) -> str:
        return with_question_word(question, lambda word: bool(self._index.frequency(stem_all([word])[0])))

    def _understand(self, question: str, *, topic: bool = False) -> Query:
        """`topic`: the text is no question, but what the documents are asked about."""
        named = question if topic else topic_of(question)
        return respell(analyse(named or question, topic=bool(named)), self._index, self._embedder)

    def understand(self, question: str, history: Sequence[Mapping[str, Any]] = ()) -> Query:
        """A question as it is searched for: made to stand alone, taken apart, its misspelt words replaced."""
        return self._understand(standalone(self._mended(question), history))

    def weigh(self, query: Query, hits: Sequence[Hit]) -> list[Weighed]:
        """What the reader measures of every sentence of the hits; for fitting its weights."""
        return self._reader.weigh(query, self._vector(query), hits)

    def read(self, question: str, history: Sequence[Mapping[str, Any]] = ()) -> list[Reading]:
        """Every sentence that is read for a question, best first, however unsure; no refusal."""
        return self._read(self.understand(question, history))[2]

    def search(self, question: str | Query) -> list[Hit]:
        """The passages nearest to a question, best first; no history, no refusal."""
        query = analyse(question) if isinstance(question, str) else question
        return self._hits(query, self._vector(query))

    def document(self, identifier: str) -> Document:
        """A document as it was indexed: the text that offsets count in. Raises KeyError."""
        return replace(self._index.document(identifier), path=self._path(identifier))

    def titles(self) -> dict[str, str]:
        """The title of every document by its id."""
        return self._index.titles()

    def examine(self) -> Iterator[Finding]:
        """Everything that is wrong with the index, as it is found; takes as long as reading all documents."""
        return examine(self._index, self._embedder, self.settings.corpus, self.settings.max_file_mb << 20)

    def close(self) -> None:
        """Lets go of the index's files."""
        self._index.close()

    def _checked(self, question: str) -> str:
        if not isinstance(question, str) or not question.strip():
            raise QuestionError("The question is empty. Type what you want to know.")
        most = self.settings.max_question_chars
        if len(question) > most:
            raise QuestionError(
                f"The question has {len(question):,} characters, more than the {most:,} allowed. Shorten it, or "
                f"raise FOOTNOTE_MAX_QUESTION_CHARS."
            )
        return whole(question).strip()

    def _of_the_chat(self, question: str, history: Sequence[Mapping[str, Any]]) -> Answer | None:
        """The answer to what asks nothing of the documents but of what was answered, or of the assistant."""
        if declined(question):
            return Answer(question=question, text=CANNOT_ANSWER, abstained=True, reason=REASON)
        if not asks_for_source(question):
            return None
        turns(history)  # raises QuestionError for what is no chat
        before = last_question(history)
        if before is None:
            return None
        with self._turns:
            answer = self._each(*before)
        stands = places(answer.citations, self._index.document)
        return replace(answer, reason=" ".join(filter(None, (answer.reason, stands))) or None)

    def _small_talk(self, question: str) -> Answer | None:
        reply = smalltalk.reply(question, self._index.titles)
        return Answer(question=question, text=reply, reason=NOT_FROM_DOCUMENTS) if reply else None

    def _overview(self, query: Query, documents: Sequence[str], heading: str | None = None) -> Answer:
        """The central sentences of documents, or of what stands under one heading."""
        texts = [
            [passage for passage in self._index.passages_of(document) if heading in (None, passage.heading)]
            for document in documents[:_SUMMARY_DOCUMENTS]
        ]
        answer = summarise(query.text, central(texts, _SUMMARY_SENTENCES), self._cite)
        return answer or refuse(query, [], self._cite, self._index.frequency)

    def _read(self, query: Query) -> Read:
        vector = self._vector(query)
        hits = self._hits(query, vector)
        return query, hits, self._reader.read(query, vector, hits)

    def _vector(self, query: Query) -> Vectors:
        """The question's vector (d,), to search and to read with."""
        vector: Vectors = self._embedder.embed([query.text])[0]
        return vector

    def _hits(self, query: Query, vector: Vectors) -> list[Hit]:
        settings = self.settings
        return search(query, vector, self._index, candidates=settings.candidates, hits=settings.hits)

    def _cite(self, passage: Passage, span: Span) -> Citation:
        """A citation whose quote is cut from the passage at the span: exact by construction."""
        pages = self._index.pages(passage.document)
        return Citation(
            document=passage.document,
            path=self._path(passage.document),
            title=passage.title,
            start=span.start,
            end=span.end,
            quote=passage.words(span),
            page=next((n for n, page in enumerate(pages, 1) if page.start <= span.start < page.end), None),
        )

    def _path(self, identifier: str) -> str:
        return path_of(identifier, self.settings.corpus)
