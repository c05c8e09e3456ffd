"""A real browser for the tests of the page: headless Chromium, one for the whole run, a fresh profile a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
)
MISSING = (
    "No Chromium was found, and the page is tested in one. Install it (Debian: apt-get install chromium), "
    "or set FOOTNOTE_CHROMIUM to a Chromium or Chrome, or FOOTNOTE_SKIP_BROWSER=1 to leave these tests out."
)


def find_chromium() -> str | None:
    """The browser named by FOOTNOTE_CHROMIUM, else the first one on the PATH."""
    named = os.environ.get("FOOTNOTE_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The running browser. Fails when there is none, unless FOOTNOTE_SKIP_BROWSER=1 says to skip."""
    if os.environ.get("FOOTNOTE_SKIP_BROWSER") == "1":
        pytest.skip("FOOTNOTE_SKIP_BROWSER=1")
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
