"""A real browser for the tests of the page: headless Chromium, one for the whole run, a fresh profile a tab."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

expect.set_options(timeout=60_000)  # milliseconds: the machine may be busy
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

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


@pytest.fixture(scope="module")
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


@contextmanager
def watched(browser: Browser, url: str, viewport: ViewportSize = DESKTOP, **options: Any) -> Iterator[Page]:
    """A new tab. At its end: nothing went wrong in it, and it asked no other host for anything."""
    context = browser.new_context(viewport=viewport, **options)
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
    tab.on("request", lambda asked: None if asked.url.startswith((url, "data:", "blob:")) else wrong.append(asked.url))
    tab.goto(url)
    yield tab
    context.close()
    assert wrong == []


def ask(tab: Page, question: str) -> Locator:
    """Types a question and sends it with Enter; gives its finished turn."""
    before = tab.locator(".turn").count()
    tab.get_by_label("Your question").fill(question)
    tab.keyboard.press("Enter")
    turn = tab.locator(".turn").nth(before)
    expect(turn.locator(".tools")).to_be_visible()
    return turn
