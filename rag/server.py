"""The web server under the page: what it listens on, which requests it lets through, how it starts and stops.

What belongs here: sockets, addresses, HTTP headers and limits, and `launch`, which app.py and `python -m rag serve`
call. What the page shows and does is in page.py.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import re
import socket
from contextlib import suppress
from typing import Any

import fastapi
import uvicorn

from .chat import Assistant, OpenAssistant, Opening, Progress
from .errors import FootnoteError
from .page import mount
from .settings import Settings

BODY = 1_048_576  # largest request that is read, bytes

_CONTENT_SECURITY = (
    # Gradio starts from inline scripts and compiles its templates; everything comes from this server.
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# Routes of Gradio that this page has no use for: files in and out, and fetching from elsewhere.
_OFF = ("/upload", "/file", "/proxy", "/stream/", "/component_server", "/process_recording", "/monitoring")


class _Guard:
    """In front of Gradio: bounded requests, none from other sites, nothing loaded from elsewhere."""

    def __init__(self, app: Any, local: bool) -> None:
        self.app, self.local = app, local

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = self._refused(scope)
        if status:
            await fastapi.responses.PlainTextResponse("Not here.\n", status)(scope, receive, send)
            return

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", _CONTENT_SECURITY.encode()),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _refused(self, scope: Any) -> int:
        """The status to refuse a request with, or 0."""
        headers = dict(scope["headers"])
        # A web site whose name is made to lead here (DNS rebinding) would pass for this page: only names that are
        # this machine's own, or numbers, are answered.
        host = re.sub(r":\d*$", "", headers.get(b"host", b"").decode("latin-1")).strip("[]").lower()
        if self.local and host not in ("localhost", "127.0.0.1", "::1") and not host.startswith("127."):
            return 421
        path = scope["path"].removeprefix("/gradio_api")
        if path.startswith(_OFF):
            return 404
        if headers.get(b"sec-fetch-site") == b"cross-site" and headers.get(b"sec-fetch-mode") != b"navigate":
            return 403
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return 0
        length = headers.get(b"content-length", b"")
        if not length.isdigit():
            return 411
        return 413 if int(length) > BODY else 0


def launch(settings: Settings, open_assistant: OpenAssistant | None = None) -> None:
    """Serves the page until it is stopped (Ctrl+C), and prints its address.

    `open_assistant` is for an assistant of your own; without it, the documents of the settings are opened.
    Raises FootnoteError when the address cannot be listened on.
    """

    def open_documents(progress: Progress) -> Assistant:
        from .assistant import Assistant

        return Assistant.open(settings=settings, progress=progress)

    listening = listen(settings.host, settings.port)
    opening = Opening(open_assistant or open_documents, settings.corpus)
    web = server(opening, local=settings.host in ("localhost", "::1") or settings.host.startswith("127."))
    print(f"Footnote is at {address(listening)} (Ctrl+C stops it)", flush=True)
    with listening, suppress(KeyboardInterrupt):
        web.run(sockets=[listening])
    if opening.assistant:
        opening.assistant.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free port. Raises FootnoteError when that address cannot be had."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise FootnoteError(f"Cannot listen on {host}: {error.strerror or error}. Set FOOTNOTE_HOST.") from None
    try:
        if os.name == "posix":  # elsewhere this would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} of {host} is in use. Set FOOTNOTE_PORT to another, or to 0 for any free one."
        else:
            message = f"Cannot listen on {host}, port {port}: {error.strerror}. Set FOOTNOTE_HOST or FOOTNOTE_PORT."
        raise FootnoteError(message) from None
    return listening


def address(listening: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server(opening: Opening, local: bool = True) -> uvicorn.Server:
    """The page as a web server, to be run on a listening socket. `local`: it answers to this machine's names only."""
    app = fastapi.FastAPI(openapi_url=None)
    app.add_middleware(_Guard, local=local)
    mount(app, opening)
    # Open tabs hold a connection; stopping does not wait for them, and cutting them off is no news.
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))


def _is_news(record: logging.LogRecord) -> bool:
    cancelled = bool(record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
    return not cancelled and "graceful shutdown exceeded" not in str(record.msg)
