"""Vectors in a Chroma server, shared by any number of Footnote processes and machines that have the same documents.

A passage's id is made from its document, place and words, so a vector that one process has written serves all others:
whoever comes first embeds a passage, and nobody does again. Each process has its own catalog and words, and leaves out
what the server finds that its own state does not have.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from .embedder import Vectors
from .errors import SettingError, StoreError, UnreachableError
from .journal import Journal
from .vectors import BATCH, NEAREST, PassageVectors

HEADERS = "FOOTNOTE_CHROMA_HEADERS"
_SECONDS = 60.0  # how long the server may take for one request
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}")


class OnServer:
    """Where the vectors of all generations lie: in one collection of a Chroma server.

    `url`: the server and the name of the documents, like "http://localhost:8000/contracts"; `model`: whatever would
    give the same passage another vector, or split a document otherwise. Headers come from the environment, as JSON,
    and are never shown. Raises SettingError for a URL or headers of another form; everything else raises
    UnreachableError while the server cannot be used.
    """

    def __init__(self, url: str, model: str) -> None:
        try:
            parts = urlsplit(url)
            host, self._port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 8000)
        except ValueError:
            parts, host = urlsplit(""), ""
        if parts.username or parts.password or parts.query or parts.fragment:
            raise SettingError(f"chroma_url must hold no password. Put it into {HEADERS}.")
        name = parts.path.strip("/")
        if parts.scheme not in ("http", "https") or not host or not _NAME.fullmatch(name):
            raise SettingError(
                "chroma_url must be like http://localhost:8000/contracts: the server, and a name for these documents."
            )
        self._host = f"[{host}]" if ":" in host else host
        self._ssl = parts.scheme == "https"
        self._headers = _headers(os.environ.get(HEADERS, ""))  # never in an error or a log
        self.collection = f"{name}-{sha256(model.encode()).hexdigest()[:12]}"
        self._server = f"{parts.scheme}://{self._host}:{self._port}"
        self.name = f"{self._server}/{self.collection}"

    def open(self, _: Path) -> PassageVectors:
        """Opens the collection for reading. Raises StoreError where there is none."""
        return self._open()

    def known(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """Passages, of these ids, that have been embedded already, and their vectors (n, d)."""
        with closing(self._open(create=True)) as vectors:
            return vectors.rows(ids)

    def write(
        self, _: Path, _base: Path | None, _removed: Collection[str], journal: Journal, tell: Callable[[str], None]
    ) -> PassageVectors:
        """Adds what the journal has and the server has not, or otherwise; returns the vectors, to be closed.

        Nothing is removed: other processes still answer from the state before.
        """
        vectors = self._open(create=True)
        try:
            for passages, rows in journal.told(BATCH, tell):
                there = dict(zip(*vectors.rows([passage.id for passage in passages]), strict=True))
                new = [n for n, p in enumerate(passages) if not np.array_equal(there.get(p.id, ()), rows[n])]
                vectors.add([passages[n] for n in new], rows[new])
        except BaseException:
            vectors.close()
            raise
        return vectors

    def drop(self, ids: Collection[str]) -> None:
        """Removes passages that the published state has not any more."""
        if ids:
            with closing(self._open(create=True)) as vectors:
                vectors.remove(ids)

    def _open(self, *, create: bool = False) -> _Shared:
        import chromadb
        import httpx
        from chromadb.config import Settings

        try:
            # Asked first, since Chroma's client would wait for ever for a server that does not answer.
            alive = httpx.get(f"{self._server}/api/v2/heartbeat", headers=self._headers, timeout=_SECONDS)
            int(alive.raise_for_status().json()["nanosecond heartbeat"])
            client: Any = chromadb.HttpClient(
                self._host,
                self._port,
                ssl=self._ssl,
                headers=self._headers,
                settings=Settings(anonymized_telemetry=False),
            )
        except Exception as error:
            raise self._error(error) from None
        try:
            client._server._session.timeout = _SECONDS
            if create:
                client.get_or_create_collection(
                    self.collection, embedding_function=None, configuration={"hnsw": NEAREST}
                )
            return _Shared(_Collection(client, self.collection, self._error), client.close)
        except StoreError:
            client.close()
            raise
        except Exception as error:
            client.close()
            raise self._error(error) from None

    def _error(self, error: Exception) -> StoreError:
        """What to tell of an error. What the libraries say is left out: it may hold the headers."""
        import httpx
        from chromadb.errors import ChromaError, NotFoundError

        if isinstance(error, NotFoundError):
            return _GoneError(f"{self.name} is no longer there. To make it again: python -m rag index")
        status = None
        for cause in _causes(error):
            if isinstance(cause, httpx.TransportError):
                said = f"does not answer ({type(cause).__name__}). Start it, as with `chroma run`"
                break
            if isinstance(cause, httpx.HTTPStatusError):
                status = cause.response.status_code
            elif isinstance(cause, ChromaError):
                status = cause.code()
        else:
            if status in (401, 403):
                said = f"does not let this program in (status {status}). Set {HEADERS} to what it asks for"
            else:
                what = f"status {status}" if status else type(error).__name__
                said = f"cannot be used ({what}). See in its log why, and whether it is Chroma, of version 1"
        return UnreachableError(
            f"The Chroma server for {self.name} {said}, or unset FOOTNOTE_CHROMA_URL to keep the vectors in the index "
            f"folder."
        )


class _GoneError(StoreError):
    """A collection that was deleted on the server."""


class _Shared(PassageVectors):
    shared = True

    def complete(self, passages: int) -> bool:
        """Whether there are no fewer than a generation has, now: there may be others'."""
        try:
            return int(self._collection.count()) >= passages
        except _GoneError:
            return False


class _Collection:
    """A Chroma collection by its name: should it be deleted and made again, that one is used. Its errors are ours."""

    def __init__(self, client: Any, name: str, ours: Callable[[Exception], StoreError]) -> None:
        self._client, self._name, self._ours = client, name, ours
        self._collection = self._found()

    def __getattr__(self, name: str) -> Any:
        def call(**given: Any) -> Any:
            from chromadb.errors import NotFoundError

            try:
                return getattr(self._collection, name)(**given)
            except NotFoundError:
                self._collection = self._found()
            except Exception as error:
                raise self._ours(error) from None
            return call(**given)

        return call

    def _found(self) -> Any:
        try:
            return self._client.get_collection(self._name, embedding_function=None)
        except Exception as error:
            raise self._ours(error) from None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _headers(said: str) -> dict[str, str]:
    try:
        headers = json.loads(said or "{}")
        if not all(isinstance(part, str) for header in headers.items() for part in header):
            raise ValueError
    except (ValueError, AttributeError):
        raise SettingError(f'{HEADERS} must be JSON like {{"x-chroma-token": "…"}}.') from None
    return dict(headers)
