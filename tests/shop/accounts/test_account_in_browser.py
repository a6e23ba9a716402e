"""The account as it is seen: a sign-up on a phone in both languages, and axe on every page of it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from tests import factories
from tests.letters import letters
from tests.shop.accounts.test_sign_up import prove

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PHONE = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def mails_in_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    # Limits outlive a test that commits.
    cache.clear()


def axe(page: Any) -> None:
    """Nothing found, and no sideways scrolling."""
    found = Axe().run(page, options={"iframes": False}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize(("language", "locale"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_somebody_signs_up_on_a_small_phone_and_finds_the_code_in_the_mailbox(
    new_page: Callable[..., Any], language: str, locale: str
) -> None:
    phone = new_page(viewport=PHONE, locale=locale, color_scheme="dark" if language == "fr" else "light")
    phone.goto(f"/{language}/account/login/")
    axe(phone)
    phone.goto(f"/{language}/account/signup/")
    axe(phone)
    phone.fill("#id_email", "ada@example.org")
    phone.fill("#id_password1", "12345678")
    phone.press("#id_password1", "Enter")
    phone.wait_for_selector(".field__error")
    axe(phone)
    phone.fill("#id_password1", "a long enough word")
    phone.press("#id_password1", "Enter")
    phone.wait_for_url("**/confirm-email/")
    axe(phone)
    letters()

    phone.goto(phone.get_attribute("main .notice a", "href"))
    axe(phone)
    phone.click(".account__list a")
    axe(phone)
    code = re.findall(r"\d{6}", phone.inner_text("h1"))[0]
    assert phone.frame_locator("iframe").locator(".code").inner_text().strip() == code

    phone.goto(f"/{language}/account/confirm-email/")
    phone.fill("#id_code", code)
    phone.press("#id_code", "Enter")
    phone.wait_for_url(f"**/{language}/account/")
    axe(phone)
    assert phone.get_attribute("html", "lang") == language


def once_more(page: Any) -> None:
    """Before something that matters changes, the password is asked for again."""
    page.wait_for_url("**/reauthenticate/**")
    page.fill("#id_password", "a long enough word")
    page.press("#id_password", "Enter")
    page.wait_for_url(re.compile("^(?!.*reauthenticate)"))


PATHS = ["", "email/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "2fa/webauthn/"]
PATHS += ["sessions/", "logout/", "password/reset/", "profile/", "addresses/", "addresses/new/", "consents/", "social/"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_on_any_page_of_the_account(new_page: Callable[..., Any], language: str) -> None:
    factories.user("ada")
    prove("ada")
    page = new_page(viewport=PHONE)
    page.goto(f"/{language}/account/login/")
    page.fill("#id_login", "ada@example.org")
    page.fill("#id_password", "a long enough word")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"**/{language}/account/")
    page.goto(f"/{language}/account/2fa/webauthn/add/")
    axe(page)
    once_more(page)
    for path in PATHS:
        page.goto(f"/{language}/account/{path}")
        assert "reauthenticate" not in page.url
        axe(page)


def test_a_passkey_is_added_and_opens_the_account_under_the_strict_policy(new_page: Callable[..., Any]) -> None:
    factories.user("ada")
    prove("ada")
    page = new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"isUserVerified": True}})
    page.goto("/en/account/login/")
    page.fill("#id_login", "ada@example.org")
    page.fill("#id_password", "a long enough word")
    page.press("#id_password", "Enter")
    page.wait_for_url("**/en/account/")
    page.goto("/en/account/2fa/webauthn/add/")
    once_more(page)
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile(r"recovery-codes|/webauthn/$"))
    axe(page)
    page.goto("/en/account/2fa/webauthn/")
    axe(page)
    page.goto("/en/account/")
    page.click("main form[action$='logout/'] button")
    page.wait_for_load_state()

    page.goto("/en/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/en/account/")
    assert "ada@example.org" in page.inner_text("main")
