"""What purchases in a browser begin with: a poster, a way to deliver, the stand-in for Stripe, mails as files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from tests import delivery_factories, factories
from tests.emulator import Stripe


@pytest.fixture
def neighbours(request: pytest.FixtureRequest) -> list[str]:
    """The card's fields and the hosted page come from the stand-in for Stripe, where a test has it."""
    return [request.getfixturevalue("stripe").url] if "stripe" in request.fixturenames else []


@pytest.fixture
def product(stripe: Stripe) -> Any:
    """A poster of 34 €, brought home for 4,90 €."""
    cache.clear()
    delivery_factories.method("home", steps=((30_000, None, 490),))
    return factories.product("Affiche Phare", "Lighthouse poster", price=3400)


@pytest.fixture
def opened(new_page: Callable[..., Page], product: Any) -> Callable[..., Page]:
    """Opens the product page, puts one into the basket and goes to the checkout (or `to`)."""

    def go(language: str = "fr", *, page: Page | None = None, to: str = "checkout/", **options: Any) -> Page:
        page = page or new_page(**options)
        page.context.set_default_timeout(60_000)
        page.goto(f"/{language}/p/{product.slug_fr if language == 'fr' else product.slug_en}/")
        page.locator("#buy [data-add]").first.click()
        page.locator(".added, .basket__lines").first.wait_for()
        page.goto(f"/{language}/{to}")
        return page

    return go


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path, live_server: Any) -> None:
    """Mails are files, as in the demo: /mailbox/ shows them. Their links lead to the shop of this test."""
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
