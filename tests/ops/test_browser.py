"""The browser fixtures themselves: what is watched, and what happens without a browser."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import browser as plugin


@pytest.mark.slow
def test_a_page_of_the_shop_opens_and_a_missing_one_is_complained_about(page: Any, complaints: list[str]) -> None:
    answer = page.goto("/robots.txt")
    assert answer.status == 200
    assert complaints == []

    page.goto("/fr/no-such-page/")
    assert [line.split(":")[0] for line in complaints] == ["error on the console"]
    complaints.clear()


@pytest.mark.slow
def test_a_foreign_request_never_leaves_and_is_complained_about(
    new_page: Callable[..., Any], complaints: list[str]
) -> None:
    visitor = new_page(locale="en-GB", bypass_csp=True)
    visitor.goto("/robots.txt")
    visitor.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    assert complaints[0] == "a request to a foreign host: https://elsewhere.example/"
    complaints.clear()


def test_the_named_browser_is_taken_and_a_wrong_name_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    assert plugin.find_chromium() == "/bin/sh"
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    assert plugin.find_chromium() is None


def test_without_a_browser_tests_are_skipped_unless_one_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    class Item:
        fixturenames = ("page",)

        def __init__(self) -> None:
            self.marks: list[Any] = []

        def add_marker(self, mark: Any) -> None:
            self.marks.append(mark.mark)

        def get_closest_marker(self, name: str) -> Any:
            return next((mark for mark in self.marks if mark.name == name), None)

    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    item = Item()
    plugin.pytest_collection_modifyitems([item])  # type: ignore[list-item]
    assert [mark.name for mark in item.marks] == ["browser", "skip"]

    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    item = Item()
    plugin.pytest_collection_modifyitems([item])  # type: ignore[list-item]
    assert [mark.name for mark in item.marks] == ["browser"]
