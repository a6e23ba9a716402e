"""Browser tests: plain Playwright on the Chromium of the system.

`page` is a desk, `phone` a phone, `new_page(…)` opens further visitors with Playwright's context options. Every page
is watched: a message of the browser's console, a script that fails or a request to a foreign host fails the test.
A test that provokes such a thing takes `complaints`, looks at the list and clears it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-color-profile=srgb"),
)
REASON = "no Chromium found: install it, or name it by CHROMIUM=/path"
FIXTURES = {"page", "phone", "new_page", "browser"}


def find_chromium() -> str | None:
    """The Chromium that CHROMIUM names, or one of the system's."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if os.access(named, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def is_required() -> bool:
    return os.environ.get("REQUIRE_BROWSER", "").strip().lower() not in ("", "0", "no", "false")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a browser, and skips it where there is none."""
    is_missing = find_chromium() is None and not is_required()
    for item in items:
        if FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if is_missing and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=REASON))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    skipped = sum(1 for report in reports if isinstance(report.longrepr, tuple) and REASON in report.longrepr[2])
    if skipped:
        terminalreporter.write_line(f"{skipped} browser tests skipped: {REASON}")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for the tests of a file; closed after it, for an open one keeps an event loop in this thread."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        pytest.fail(f"REQUIRE_BROWSER is set, and {REASON}", pytrace=False)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # That loop is Playwright's own: the tests use the database between its steps, never at the same time.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
            yield chromium
            chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser has to say against the pages of this test."""
    return []


@pytest.fixture
def neighbours() -> list[str]:
    """Other hosts that the pages of this test may speak to, from "http://" to the port; none."""
    return []


@pytest.fixture
def new_page(
    browser: "Browser", live_server: Any, complaints: list[str], neighbours: list[str]
) -> Iterator[Callable[..., "Page"]]:
    """Opens a visitor of their own: `new_page(locale="en-GB", viewport={"width": 320, "height": 640})`."""
    contexts = []

    def keep_inside(route: "Route") -> None:
        if route.request.url.startswith((live_server.url, *neighbours)):
            route.continue_()
        else:
            complaints.append(f"a request to a foreign host: {route.request.url}")
            route.abort()

    def open_page(**options: Any) -> "Page":
        options = {"base_url": live_server.url, "locale": "fr-FR", "timezone_id": "Europe/Paris"} | options
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        context.route(lambda url: not url.startswith(("data:", "blob:", "about:")), keep_inside)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(complaints, message.type, message.text))
        page.on("pageerror", lambda error: complaints.append(f"a script failed: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def note(complaints: list[str], kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        complaints.append(f"{kind} on the console: {text}")


@pytest.fixture
def page(new_page: Callable[..., "Page"]) -> "Page":
    """A visitor at a desk."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(new_page: Callable[..., "Page"]) -> "Page":
    """A visitor with a phone in the hand."""
    return new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True)
