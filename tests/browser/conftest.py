"""A real browser for the tests of this folder: the machine's Chromium, driven by Playwright.

What must never happen fails in the test that did it: an error in a page's script, a refused script or style,
or a request to another machine.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.browser.examining import Examiner
from tests.browser.layout import DESKTOP, PHONE
from tests.browser.serving import Site, app_at, served

# The first draws no window and takes a third less of the processor.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # root may not use the sandbox, and every page opened here is our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing leaves this machine. (Catching requests one by one would do as well, but for the price of the cache.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PATIENCE = 60_000
"""Milliseconds; a busy machine is no fault of a page."""
OUR_HOSTS = ("127.0.0.1", "localhost", "")
FOLDER = Path(__file__).parent


class OpenPage(Protocol):
    """Opens a page in a browser context of its own; options are those of Playwright's ``new_context``."""

    def __call__(self, **options: Any) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a browser test."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this process; skips, and says why, where none is found."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(PROGRAMS)})")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def examiner() -> Examiner:
    """What judges pages, one for all tests of this process: what it has judged on a page is not judged again."""
    return Examiner()


@pytest.fixture
def browser_faults() -> list[str]:
    """What went wrong in the pages of the test so far; a test that provokes a fault on purpose clears it."""
    return []


@pytest.fixture
def open_page(browser: Browser, browser_faults: list[str]) -> Iterator[OpenPage]:
    """A function that opens pages, each with its own cookies: one per person of the story."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "fr-FR", **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("request", _note_other_hosts(browser_faults))
        context.on("weberror", lambda error: browser_faults.append(f"script error: {error.error}"))
        context.on("console", _note_refusals(browser_faults))
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not browser_faults


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page on a desktop screen."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page on a small phone."""
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    """A page in a browser without JavaScript."""
    return open_page(java_script_enabled=False)


def _note_other_hosts(faults: list[str]) -> Callable[[Request], None]:
    def handle(request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in OUR_HOSTS:
            faults.append(f"request to another machine: {request.url}")

    return handle


def _note_refusals(faults: list[str]) -> Callable[[ConsoleMessage], None]:
    def handle(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(message.text)

    return handle


@pytest.fixture(scope="session")
def library(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that tests only read, with the pages that developers see."""
    folder = tmp_path_factory.mktemp("library") / "data"
    shutil.copytree(prepared, folder)
    with served(app_at(folder, debug=True)) as site:
        yield site


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of the test's own, to write in."""
    shutil.copytree(prepared, tmp_path / "data")
    with served(app_at(tmp_path / "data")) as site:
        yield site
