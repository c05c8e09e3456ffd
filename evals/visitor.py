"""The page on this machine, and somebody at it: for the load run and the tests."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rag.chat import Opening

if TYPE_CHECKING:
    import httpx

_PATIENCE = 600.0  # seconds that a client waits for one reply of the page


@contextmanager
def serving(opening: Opening) -> Iterator[str]:
    """The page on a free port of this machine; gives its address."""
    from rag.server import address, listen, server

    listening = listen("127.0.0.1", 0)
    web = server(opening)
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listening]}, name="page")
    thread.start()
    try:
        yield address(listening)
    finally:
        web.should_exit = True
        thread.join()
        listening.close()


class Visitor:
    """Somebody at the page: a Gradio client with a session of its own, and a browser's way to trigger events.

    The page offers no interface to programs, so its events are sent as its own script sends them.
    """

    def __init__(self, url: str) -> None:
        os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # the client would report itself otherwise
        import httpx
        from gradio_client import Client

        self._client = Client(url, verbose=False, download_files=False, analytics_enabled=False)
        self._http = httpx.Client(timeout=_PATIENCE)
        parts = self._client.config["components"]
        self._names: dict[str, int] = {name: part["id"] for part in parts if (name := part["props"].get("elem_id"))}
        self.trigger("conversation", "look")

    def close(self) -> None:
        self._http.close()
        self._client.close()

    def ask(self, question: str) -> list[tuple[str, str]]:
        """Asks, and waits for the answer; gives the conversation as (question, answer's sentences)."""
        self.trigger("box", "submit", question)
        while True:
            shown = self.trigger("conversation", "look", data={"opening": False})
            turns = _turns(shown["conversation"])
            if turns and turns[-1][1] is not None:
                return [(asked, said or "") for asked, said in turns]

    def trigger(self, part: str, event: str, *values: Any, data: Any = None) -> dict[str, Any]:
        """Does what a click does, and gives the new value of each part of the page, by its name."""
        reply = self.send(part, event, *values, data=data)
        reply.raise_for_status()
        named = {identifier: name for name, identifier in self._names.items()}
        outputs = self._dependency(part, event)["outputs"]
        return {named[at]: value for at, value in zip(outputs, reply.json()["data"], strict=True) if at in named}

    def send(self, part: str, event: str, *values: Any, data: Any = None) -> httpx.Response:
        """Triggers an event of a part of the page, `data` being what a button carries; gives the raw reply."""
        dependency = self._dependency(part, event)
        missing = [None] * (len(dependency["inputs"]) - len(values))  # the chat, which the server keeps
        body = {
            "fn_index": dependency["id"],
            "session_hash": self._client.session_hash,
            "data": [*values, *missing],
            "event_data": data,
        }
        return self._http.post(
            self._client.api_url, content=json.dumps(body), headers={"Content-Type": "application/json"}
        )

    def _dependency(self, part: str, event: str) -> dict[str, Any]:
        target = [self._names[part], event]
        return next(known for known in self._client.config["dependencies"] if target in known["targets"])


def _turns(conversation: str) -> list[tuple[str, str | None]]:
    """The turns that the page shows: (question, answer), None while it is being worked on."""
    from lxml import html

    found = []
    for turn in html.fromstring(conversation).xpath("//article"):
        (question,) = turn.xpath(".//p[@class='question']/text()")
        claims = ["".join(claim.xpath(".//text()[not(ancestor::sup)]")) for claim in turn.xpath(".//p[@class='claim']")]
        said = claims or turn.xpath(".//div[contains(@class, 'refusal')]/p/b/text()") or turn.xpath(".//p/bdi/text()")
        found.append((question, " ".join(said) if said else None))
    return found
