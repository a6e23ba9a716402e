"""Limits count visitors: behind a proxy they are told apart, and nobody makes themselves into another."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from shop import environment
from shop.accounts import limits
from shop.accounts.models import User
from tests import factories
from tests.letters import letters
from tests.shop.accounts.test_sign_up import address, prove

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def try_in_vain(client: Client, times: int, **headers: str) -> int:
    """Signs in with wrong addresses; how many of the answers were refusals for haste (429)."""
    refused = 0
    for number in range(times):
        words = {"login": f"nobody{number}@example.org", "password": "wrong"}
        refused += client.post(address("account_login"), words, headers=headers).status_code == 429
    return refused


@time_machine.travel(NOON, tick=False)
def test_haste_from_one_address_is_refused_in_words_and_another_visitor_still_signs_in(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    factories.user("ada")
    prove("ada")

    assert try_in_vain(Client(), 24, **{"x-forwarded-for": "198.51.100.1"}) == 3
    words = {"login": "nobody@example.org", "password": "wrong"}
    page = Client().post(address("account_login", "en"), words, headers={"x-forwarded-for": "198.51.100.1"})
    assert (page.status_code, "too often" in page.text, page["Retry-After"]) == (429, True, "1")

    words = {"login": "ada@example.org", "password": "a long enough word"}
    answer = Client().post(address("account_login"), words, headers={"x-forwarded-for": "198.51.100.2"})
    assert answer.status_code == 302


@time_machine.travel(NOON, tick=False)
def test_beyond_thirty_tries_a_minute_the_door_does_not_even_look() -> None:
    factories.user("ada")
    prove("ada")
    words = {"login": "ada@example.org", "password": "a long enough word"}
    answers = [Client().post(address("account_login", "en"), words) for _number in range(31)]

    assert [answer.status_code for answer in answers] == [302] * 30 + [429]
    assert "One moment" in answers[-1].text


@time_machine.travel(NOON, tick=False)
def test_without_a_proxy_of_ours_a_header_does_not_make_another_visitor(client: Client) -> None:
    refused = 0
    for number in range(24):
        words = {"login": f"nobody{number}@example.org", "password": "wrong"}
        headers = {"x-forwarded-for": f"198.51.100.{number}"}
        refused += client.post(address("account_login"), words, headers=headers).status_code == 429

    assert refused == 3


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("known", [True, False])
def test_a_mailbox_is_not_filled_with_codes(known: bool) -> None:
    """Eight in an hour from one visitor; the ninth is refused, whether or not there is an account."""
    if known:
        factories.user("ada")
        prove("ada")
    codes = []
    for number in range(9):
        cache.clear()  # haste within a minute is counted by allauth, and is not meant here
        door = "account_reset_password" if number % 2 else "account_request_login_code"
        codes.append(Client().post(address(door), {"email": "ada@example.org"}).status_code)

    assert codes == [302] * 8 + [429]
    assert len(letters()) == 8


@time_machine.travel(NOON, tick=False)
def test_one_visitor_who_asks_for_codes_does_not_keep_the_owner_from_one(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _number in range(9):
        cache.clear()
        Client().post(
            address("account_reset_password"),
            {"email": "ada@example.org"},
            headers={"x-forwarded-for": "198.51.100.1"},
        )
    cache.clear()
    letters().clear()

    headers = {"x-forwarded-for": "198.51.100.2"}
    Client().post(address("account_reset_password"), {"email": "ada@example.org"}, headers=headers)

    assert len(letters()) == 1


@time_machine.travel(NOON, tick=False)
def test_a_sign_up_whose_mail_is_refused_leaves_no_account_behind() -> None:
    for _number in range(8):
        limits.take(limits.CODES_FOR_VISITOR, "ada@example.org 127.0.0.1")

    answer = Client().post(address("account_signup"), {"email": "ada@example.org", "password1": "a long enough word"})

    assert answer.status_code == 429
    assert (User.objects.count(), letters()) == (0, [])


@pytest.mark.parametrize("value", ["-1", "one", "1.5"])
def test_a_number_of_proxies_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PROXIES", value)

    with pytest.raises(ImproperlyConfigured, match="PROXIES"):
        environment.number("PROXIES", 0)
