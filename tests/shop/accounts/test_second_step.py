"""The second step at sign-in."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from shop.accounts.second_step import Adapter
from shop.accounts.templatetags.devices import device
from tests import factories
from tests.shop.accounts.test_sign_up import address, prove

pytestmark = pytest.mark.django_db


def test_with_a_second_step_the_password_alone_opens_nothing(client: Client) -> None:
    TOTP.activate(factories.user("ada"), generate_totp_secret())
    prove("ada")

    answer = client.post(address("account_login"), {"login": "ada@example.org", "password": "a long enough word"})

    assert answer["Location"] == address("mfa_authenticate")
    assert client.get(address("mfa_authenticate")).status_code == 200
    assert client.get(address("account_home")).status_code == 302
    assert client.post(address("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get(address("account_home")).status_code == 302


def test_the_secret_of_the_app_lies_encrypted_in_the_database() -> None:
    secret = generate_totp_secret()
    TOTP.activate(factories.user("ada"), secret)

    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert Adapter().decrypt(kept) == secret


def test_a_new_secret_key_opens_what_the_old_one_locked_as_long_as_the_old_one_is_named(settings: Any) -> None:
    locked = Adapter().encrypt("sesame")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of the shop"

    with pytest.raises(ValueError, match="SECRET_KEY_FALLBACKS"):
        Adapter().decrypt(locked)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert Adapter().decrypt(locked) == "sesame"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Safari/604",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0", "Edge, Windows"),
        ("curl/8", "unknown device"),
        ("", "unknown device"),
    ],
)
def test_a_device_is_named_by_browser_and_system(said: str, shown: str) -> None:
    from django.utils.translation import override

    with override("en"):
        assert device(said) == shown
