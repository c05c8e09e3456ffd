"""Python processes from their start to their end: how long they took, and the most memory they held."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 300.0  # seconds for a page to come
_UNIT = 1 if sys.platform == "darwin" else 1 << 10  # in which the system counts memory: bytes there, KiB elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A process: seconds, and the most memory it held, MiB."""

    seconds: float
    peak: float


def run(arguments: Sequence[str]) -> Ran:
    """Runs a Python process to its end. Raises SystemExit with what it said when it fails."""
    with _launched(arguments) as launched:
        said, wrong = launched.communicate()
    ran, status = _figures(said)
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{wrong}")
    return ran


def run_page(arguments: Sequence[str], visit: Callable[[str], object] = lambda _: None) -> Ran:
    """Runs `python -m rag serve` with these arguments until the page has come and been visited.

    `visit` is given its address. The seconds are those until the page came.
    """
    started = perf_counter()
    with _launched(["-m", "rag", "serve", "--port", "0", *arguments]) as launched:
        assert launched.stdout is not None
        page = int(launched.stdout.readline())
        try:
            url = next((word for word in launched.stdout.readline().split() if word.startswith("http")), None)
            if url is None:
                raise SystemExit("The page did not start: python -m rag serve says why.")
            while not _there(url):
                if perf_counter() - started > _PATIENCE:
                    raise SystemExit(f"No page at {url} after {_PATIENCE:.0f} s.")
                sleep(0.01)
            seconds = perf_counter() - started
            visit(url)
        finally:
            os.kill(page, signal.SIGTERM)
        said, _ = launched.communicate()
    return Ran(seconds=seconds, peak=_figures(said)[0].peak)


def own_peak() -> float:
    """The most memory that this process has held, MiB."""
    try:
        # Not what getrusage says: it counts the memory of the process that this one was forked from as its own.
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(re.findall(r"^VmHWM:\s*(\d+) kB$", told, re.MULTILINE)[0]) / (1 << 10)
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / (1 << 20)


# A process counts the memory of the one that it was forked from: this one is small, and has a child of its own.
_LAUNCH = """
import os, sys, time
started = time.perf_counter()
child = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
print(child, flush=True)
_, status, usage = os.wait4(child, 0)
print()
print(time.perf_counter() - started, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def _launched(arguments: Sequence[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-I", "-S", "-c", _LAUNCH, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _figures(said: str) -> tuple[Ran, int]:
    """What the launching process says at its end, and the exit status of the one that it launched."""
    seconds, peak, status = said.splitlines()[-1].split()
    return Ran(seconds=float(seconds), peak=int(peak) * _UNIT / (1 << 20)), int(status)


def _there(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE) as reply:
            return b"<html" in reply.read()
    except urllib.error.URLError:
        return False
