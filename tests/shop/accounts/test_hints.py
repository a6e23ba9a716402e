"""No page, no mail and no work done tells a stranger whether an address has an account.

The clock is asked in the long form (tests/attacks); here what takes the time is compared: hashes, statements, commits.
"""

import re
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.accounts.models import User
from shop.people.models import Person
from shop.people.services import person_for_user, prove_email
from tests import factories
from tests.letters import letters
from tests.shop.accounts.test_sign_up import address, prove

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"
DOORS = {
    "sign-in": ("account_login", lambda email: {"login": email, "password": "not the right one"}),
    "code": ("account_login", lambda email: {"login": email, "way": "code"}),
    "code, its own page": ("account_request_login_code", lambda email: {"email": email}),
    "new password": ("account_reset_password", lambda email: {"email": email}),
    "sign-up": ("account_signup", lambda email: {"email": email, "password1": "a long enough word"}),
}
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture(autouse=True)
def ada(db: None) -> User:
    user = factories.user("ada")
    prove("ada")
    prove_email(person=person_for_user(user=user), email=KNOWN)
    return user


def knock(door: str, email: str) -> tuple[Any, list[str]]:
    """The answer at this door, and the statements it took; frames of pages are in memory already."""
    name, words = DOORS[door]
    client = Client()
    client.get(address(name))
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address(name), words(email))
    answer.cookies_set = {key: (cookie["path"], cookie["samesite"]) for key, cookie in answer.cookies.items()}
    return answer, [each["sql"] for each in captured.captured_queries]


def plain(text: str, email: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text.replace(email, "X"))


@pytest.mark.parametrize("door", DOORS)
def test_the_answer_is_the_same_to_the_letter(door: str) -> None:
    knock(door, "warm@example.org")
    known, unknown = knock(door, KNOWN)[0], knock(door, UNKNOWN)[0]

    assert known.status_code == unknown.status_code
    differing = {"Content-Length": "", "Expires": ""}  # the address itself stands in the page; the second it was made
    assert {**known.headers, **differing} == {**unknown.headers, **differing}
    assert known.cookies_set == unknown.cookies_set
    assert plain(known.text, KNOWN) == plain(unknown.text, UNKNOWN)


@pytest.mark.parametrize("door", ["code", "new password", "sign-up"])
def test_the_page_behind_it_is_the_same_too_and_what_one_can_do_there(door: str) -> None:
    name, words = DOORS[door]
    pages = {}
    for email in (KNOWN, UNKNOWN):
        client = Client()
        where = client.post(address(name), words(email))["Location"]
        page = client.get(where)
        wrong = client.post(where, {"code": "12345"})
        again = client.post(where, {"action": "resend"})
        change = client.post(where, {"action": "change", "email": "x@example.org"})
        answers = [(each.status_code, each.get("Location")) for each in (page, wrong, again, change)]
        pages[email] = (answers, plain(page.text, email), plain(wrong.text, email))
        cache.clear()

    assert pages[KNOWN] == pages[UNKNOWN]


@pytest.mark.parametrize("door", DOORS)
def test_one_mail_is_written_in_each_case_and_it_leaves_later(door: str) -> None:
    knock(door, KNOWN)
    knock(door, UNKNOWN)

    assert connection.in_atomic_block  # nothing has been committed, so nothing has left
    wanted = [] if door == "sign-in" else [[KNOWN], [UNKNOWN]]
    assert [message.to for message in letters()] == wanted


@pytest.mark.parametrize("door", DOORS)
def test_the_password_is_worked_on_as_often(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counter[str]()
    encode = MD5PasswordHasher.encode

    def count(self: Any, password: str, salt: str) -> str:
        counted[current] += 1
        return str(encode(self, password, salt))

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", count)
    for current in (KNOWN, UNKNOWN):
        knock(door, current)

    assert counted[KNOWN] == counted[UNKNOWN]
    assert (counted[KNOWN] > 0) is (door in ("sign-in", "sign-up"))


@pytest.mark.parametrize("door", DOORS)
def test_the_database_does_as_much(door: str) -> None:
    """The same rows are written and as many transactions committed; questions differ by a handful at most."""
    knock(door, "warm@example.org")
    known, unknown = knock(door, KNOWN)[1], knock(door, UNKNOWN)[1]

    def writes(statements: list[str]) -> Counter[str]:
        return Counter(
            " ".join(sql.split()[:3])
            for sql in statements
            # Limits count in the cache, which is a table here: whether a row is new there says when it was asked first.
            if sql.startswith(WRITES) and "accounts_tries" not in sql and '"cache"' not in sql
        )

    assert writes(known) == writes(unknown)
    asked = [sum(not sql.startswith((*WRITES, "SAVEPOINT", "RELEASE")) for sql in each) for each in (known, unknown)]
    assert abs(asked[0] - asked[1]) <= 8, (known, unknown)


def test_what_was_done_for_nobody_leaves_nothing() -> None:
    knock("sign-up", KNOWN)

    assert (User.objects.count(), Person.objects.count()) == (1, 1)


def test_a_changed_address_tells_nothing_of_another_account(client: Client, ada: User) -> None:
    """Signed in as Ben, asking for Ada's address: a code goes there, and only its reader learns more."""
    ben = factories.user("ben")
    prove("ben")
    answers = []
    for email in (KNOWN, "free@example.org"):
        client = Client()
        client.force_login(ben)
        client.post(address("account_reauthenticate"), {"password": "a long enough word"})
        cache.clear()
        answer = client.post(address("account_email"), {"email": email, "action_add": ""})
        page = client.get(answer["Location"])
        answers.append((answer.status_code, answer["Location"], plain(page.text, email)))

    assert answers[0] == answers[1]


def test_the_second_step_is_asked_for_only_behind_the_right_password(client: Client, ada: User) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(ada, generate_totp_secret())

    with_step, without = knock("sign-in", KNOWN)[0], knock("sign-in", UNKNOWN)[0]

    assert (with_step.status_code, without.status_code) == (200, 200)
    assert plain(with_step.text, KNOWN) == plain(without.text, UNKNOWN)
