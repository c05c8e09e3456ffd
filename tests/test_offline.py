"""Nothing leaves the machine: with the real model, everything that a first day of use does, and no way out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Runs in a process of its own, where every way out is watched from before the first import.
PROGRAM = """
import json, socket, sys

tried = []
connect, connect_ex, getaddrinfo, sendto = (
    socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo, socket.socket.sendto
)
HERE = {"localhost", "127.0.0.1", "::1", "", None, "0.0.0.0", "::"}

def refuse(host):
    tried.append(str(host))
    raise OSError(101, "no way out")

def watch(original):
    def guarded(self, *given):
        address = given[-1]
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in HERE:
            refuse(address[0])
        return original(self, *given)
    return guarded

def resolve(host, *given, **named):
    name = host.decode() if isinstance(host, bytes) else host
    return getaddrinfo(host, *given, **named) if name in HERE else refuse(name)

socket.socket.connect, socket.socket.connect_ex = watch(connect), watch(connect_ex)
socket.socket.sendto = watch(sendto)
socket.getaddrinfo = socket.gethostbyname = resolve

try:
    socket.create_connection(("example.org", 80))
except OSError:
    assert tried == ["example.org"], tried  # the watch sees what it is there to see
tried.clear()

from rag import Assistant
assistant = Assistant.open(index=sys.argv[1])
answers = [assistant.ask(question).to_dict() for question in sys.argv[2:]]
print(json.dumps({
    "tried": tried,
    "documents": list(assistant.titles()),
    "answers": answers,
    "chroma tells": assistant._index._now.vectors._collection._client.get_settings().anonymized_telemetry,
    "hub": __import__("os").environ.get("HF_HUB_OFFLINE"),
}))
assistant.close()
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    wanted = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "LANG")
    environment = {name: os.environ[name] for name in wanted if name in os.environ}
    # A home of its own: no cache of an earlier day may stand in for the network.
    environment |= {"HOME": str(tmp_path_factory.mktemp("home")), "PYTHONPATH": str(ROOT), "FOOTNOTE_RISK": "1"}
    arguments = [str(tmp_path_factory.mktemp("index")), "When did Yoon take office?", "What is this about?"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_nothing_tries_to_reach_another_machine(seen: dict[str, object]) -> None:
    assert seen["tried"] == []


def test_the_delivered_articles_are_indexed_and_answer(seen: dict[str, object]) -> None:
    articles = ["japan-south-korea-summit.txt", "shuttle-diplomacy-renewed.txt"]
    assert [name for name in seen["documents"] if name in articles] == articles  # type: ignore[attr-defined]
    fact, overview = seen["answers"]  # type: ignore[misc]
    for answer in (fact, overview):
        assert answer["citations"]
        for citation in answer["citations"]:
            text = (ROOT / "corpus" / citation["document"]).read_bytes().decode()
            assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "Yoon assumed office" in fact["citations"][0]["quote"]
    assert {citation["document"] for citation in overview["citations"]} >= set(articles)


def test_no_library_reports_its_use(seen: dict[str, object]) -> None:
    assert (seen["chroma tells"], seen["hub"]) == (False, "1")


def test_the_page_silences_its_library_before_importing_it() -> None:
    lines = (ROOT / "rag" / "page.py").read_text(encoding="utf-8").splitlines()
    silenced = lines.index('os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"')
    assert silenced < next(n for n, line in enumerate(lines) if line.startswith(("import gradio", "from gradio")))
