"""Passwords are guessed ten times an hour and not once more, wherever the guesser sits; the owner still comes in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from shop.accounts import limits
from shop.accounts.limits import PASSWORD, Rule, TooMany
from shop.accounts.models import Tries, User
from shop.accounts.tasks import tell_owners
from tests import factories
from tests.letters import letters
from tests.rivals import kinds, together
from tests.shop.accounts.test_sign_up import address, code_in, prove

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RIGHT = "a long enough word"


@pytest.fixture
def clock() -> Iterator[Any]:
    """Stands still at noon; `clock.shift(seconds)` lets time pass."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ada(db: None) -> User:
    made = factories.user("ada")
    prove("ada")
    return made


def guess(password: str, email: str = "ada@example.org", client: Client | None = None, **headers: str) -> Any:
    """One try at the door; haste, which allauth counts in the cache, is not what is looked at here."""
    cache.clear()
    words = {"login": email, "password": password}
    return (client or Client()).post(address("account_login", "en"), words, headers=headers)


def patient(number: int, clock: Any, email: str = "ada@example.org") -> list[int]:
    """Guesses, each as soon as the door lets one; how many seconds each had to wait."""
    waits = []
    for count in range(number):
        answer = guess(f"wrong {count}", email)
        waited = 0
        while answer.status_code == 429:
            clock.shift(int(answer["Retry-After"]))
            waited += int(answer["Retry-After"])
            answer = guess(f"wrong {count}", email)
        waits.append(waited)
    return waits


def attacked(clock: Any, email: str = "ada@example.org") -> None:
    """Ten wrong passwords, the last of them by the door."""
    for _count in range(9):
        limits.take(PASSWORD, email)
        clock.shift(200)
    assert guess("wrong", email).status_code == 200


@pytest.mark.django_db
def test_each_guess_waits_longer_and_the_eleventh_until_the_hour_is_over(ada: User, clock: Any) -> None:
    waits = patient(11, clock)

    assert waits == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 3600 - 315]


@pytest.mark.django_db
def test_ten_guesses_an_hour_from_forty_addresses_and_the_right_one_is_not_looked_at(
    ada: User, clock: Any, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    looked_at = 0
    for number in range(40):
        looked_at += guess("wrong", **{"x-forwarded-for": f"198.51.100.{number}"}).status_code == 200
        clock.shift(85)

    assert looked_at == 10
    answer = guess(RIGHT, **{"x-forwarded-for": "203.0.113.9"})
    assert answer.status_code == 429
    assert "That was too often in a short time" in answer.text
    assert int(answer["Retry-After"]) > 0
    assert 'value="ada@example.org"' in answer.text  # what was typed is kept


@pytest.mark.django_db
def test_a_forged_header_changes_nothing(ada: User, clock: Any) -> None:
    for number in range(4):
        guess("wrong", **{"x-forwarded-for": f"198.51.100.{number}", "x-real-ip": f"198.51.100.{number}"})

    assert guess(RIGHT, **{"x-forwarded-for": "203.0.113.9"}).status_code == 429
    assert Tries.objects.filter(kind="visitor").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["ADA@example.org", " ada@example.org ", "ada@EXAMPLE.org"])
def test_another_writing_of_the_address_is_the_same_account(ada: User, clock: Any, written: str) -> None:
    for _guess in range(4):
        guess("wrong")

    assert guess("wrong", written).status_code == 429
    assert Tries.objects.get(kind="password").times == [NOON.timestamp()] * 4


@pytest.mark.django_db
def test_an_address_without_account_is_refused_after_as_many_guesses_in_the_same_words(ada: User, clock: Any) -> None:
    known = [guess("wrong") for _ in range(6)]
    unknown = [guess("wrong", "nobody@example.org") for _ in range(6)]

    assert [answer.status_code for answer in known] == [200, 200, 200, 200, 429, 429]
    for first, second in zip(known, unknown, strict=True):
        assert first.status_code == second.status_code
        assert first.headers.get("Retry-After") == second.headers.get("Retry-After")
        assert notice(first) == notice(second)


def notice(answer: Any) -> str:
    return str(answer.text.split('class="notice is-bad"')[1].split("</div>")[0])


@pytest.mark.django_db
def test_an_emptied_cache_forgives_nothing(ada: User, clock: Any) -> None:
    """Redis restarted, or a table of the cache that an attacker has filled."""
    for _guess in range(4):
        guess("wrong")
    cache.clear()

    assert guess(RIGHT).status_code == 429


@pytest.mark.django_db
def test_who_mistypes_and_then_finds_the_password_is_in_and_guessers_are_not_forgiven(ada: User, clock: Any) -> None:
    for _guess in range(3):
        guess("wrong")

    assert guess(RIGHT).status_code == 302
    assert len(Tries.objects.get(kind="password").times) == 3


@pytest.mark.django_db
class TestTheOwner:
    """While others guess."""

    @pytest.fixture(autouse=True)
    def attack(self, ada: User, clock: Any) -> None:
        attacked(clock)

    def test_comes_in_by_a_code(self, client: Client) -> None:
        answer = client.post(address("account_login"), {"login": "ada@example.org", "way": "code"})
        client.post(answer["Location"], {"code": code_in(letters()[0])})

        assert "_auth_user_id" in client.session

    def test_comes_in_by_a_new_password_which_opens_the_door_again(self, client: Client) -> None:
        answer = client.post(address("account_reset_password"), {"email": "ada@example.org"})
        answer = client.post(answer["Location"], {"code": code_in(letters()[0])})
        client.post(answer["Location"], {"password1": "quite another word"})

        assert "_auth_user_id" in client.session
        assert guess("quite another word").status_code == 302

    def test_who_is_signed_in_still_confirms_with_the_password(self, client: Client, ada: User) -> None:
        client.force_login(ada)
        again = address("account_reauthenticate")

        assert client.post(again, {"password": RIGHT}).status_code == 302

    def test_is_told_by_one_mail(self) -> None:
        tell_owners()
        tell_owners()

        [sent] = letters()
        assert sent.to == ["ada@example.org"]
        assert "code by mail" in str(sent.body) or "code par courriel" in str(sent.body)

    def test_is_told_again_when_it_goes_on_the_day_after(self, clock: Any) -> None:
        tell_owners()
        clock.shift(timedelta(hours=25))
        tell_owners()
        assert len(letters()) == 1

        attacked(clock)
        tell_owners()
        assert len(letters()) == 2

    def test_nobody_is_told_of_an_address_without_account(self, clock: Any) -> None:
        attacked(clock, "nobody@example.org")
        Tries.objects.filter(user__isnull=False).delete()

        tell_owners()

        assert letters() == []


@pytest.mark.django_db
def test_an_address_that_was_never_proven_is_not_written_to(clock: Any) -> None:
    factories.user("ben")
    attacked(clock, "ben@example.org")

    tell_owners()

    assert letters() == []


@pytest.mark.django_db
def test_who_is_signed_in_on_somebody_elses_machine_does_not_guess_either(ada: User, clock: Any) -> None:
    """A session that was left open: the password asked for once more, or to be changed, counts too."""
    client = Client()
    client.force_login(ada)
    again, change = address("account_reauthenticate", "en"), address("account_change_password", "en")
    tried = [client.post(again, {"password": f"wrong {number}"}) for number in range(4)]
    assert ["This is not your password." in answer.text for answer in tried] == [True] * 4

    assert "too often" in client.post(again, {"password": RIGHT}).text
    words = {"oldpassword": RIGHT, "password1": "quite another word"}
    assert "too often" in client.post(change, words).text
    assert User.objects.get().check_password(RIGHT)


@pytest.mark.django_db
def test_what_no_rule_looks_back_to_is_forgotten(clock: Any) -> None:
    limits.take(PASSWORD, "old")
    clock.shift(timedelta(days=2, minutes=1))
    limits.take(PASSWORD, "new")

    tell_owners()

    assert [row.digest for row in Tries.objects.all()] == [limits.digest("new")]


@pytest.mark.django_db
def test_nothing_that_was_typed_is_kept(ada: User, clock: Any) -> None:
    guess("a secret of mine", "somebody@private.example")

    row = Tries.objects.get(kind="password")
    kept = " ".join(str(value) for value in vars(row).values())
    assert "private" not in kept
    assert "secret" not in kept
    assert row.digest == limits.digest("somebody@private.example")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", range(3))
def test_fifty_guesses_at_the_same_moment_are_ten(run: int) -> None:
    rule = Rule("password", most=10, within=timedelta(hours=1), free=10, first_wait=5)

    answers = together([partial(limits.take, rule, "ada@example.org")] * 50)

    assert kinds(answers) == {"TooMany": 40, "partial": 10}
    assert len(Tries.objects.get().times) == 10


@pytest.mark.django_db
def test_what_is_taken_back_was_no_try() -> None:
    rule = Rule("password", most=1, within=timedelta(hours=1), free=1, first_wait=5)
    limits.take(rule, "ada")()

    limits.take(rule, "ada")
    with pytest.raises(TooMany):
        limits.take(rule, "ada")
