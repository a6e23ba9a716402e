"""At the door of the accounts: stolen lists of passwords, and the clock as an informer."""

import itertools
import re
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.faults.house import House

MAKE = """
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from shop.accounts.models import User
from shop.people.services import person_for_user, prove_email
password = make_password("a long enough word")
for number in range({first}, {last}):
    email = f"{{'{name}'}}{{number}}@example.org"
    user = User.objects.create(email=email, password=password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    prove_email(person=person_for_user(user=user), email=email)
"""
TIMES = 200
_visitors = itertools.count(6_000_000)
DOORS = {
    "sign-in": ("login/", lambda email: {"login": email, "password": "not the right one"}),
    "code": ("login/", lambda email: {"login": email, "way": "code"}),
    "new password": ("password/reset/", lambda email: {"email": email}),
    "sign-up": ("signup/", lambda email: {"email": email, "password1": "a long enough word"}),
}


def people(house: House, name: str, count: int) -> list[str]:
    house.shell(MAKE.format(first=0, last=count, name=name))
    return [f"{name}{number}@example.org" for number in range(count)]


class Visitor:
    """A browser with an address of its own, behind the proxy that the shop trusts."""

    def __init__(self, house: House, number: int) -> None:
        self.base = house.addresses[number % len(house.addresses)]
        self.session = requests.Session()
        self.session.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def post(self, path: str, words: dict[str, str]) -> tuple[Any, float]:
        """The answer, and the seconds it took; the page with the form is asked for before."""
        page = self.session.get(f"{self.base}/en/account/{path}", timeout=30)
        [token, *_more] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        begun = time.perf_counter()
        answer = self.session.post(
            f"{self.base}/en/account/{path}",
            words | {"csrfmiddlewaretoken": token},
            allow_redirects=False,
            timeout=60,
        )
        return answer, time.perf_counter() - begun


def guess(house: House, job: tuple[int, str, str]) -> tuple[str, int]:
    visitor, email, password = job
    answer, _seconds = Visitor(house, visitor).post("login/", {"login": email, "password": password})
    return email, answer.status_code


@pytest.mark.parametrize("visitors", [1, 200])
def test_a_thousand_pairs_find_ten_guesses_an_account_at_most(besieged: House, visitors: int) -> None:
    """Fifty accounts, twenty passwords each, the last of them the right one; then the owner comes by code."""
    accounts = people(besieged, f"stuffed-{visitors}-", 50)
    passwords = [f"summer{number}" for number in range(19)] + ["a long enough word"]
    pairs = [(email, password) for password in passwords for email in accounts]
    jobs = [(1_000 * visitors + place % visitors, *pair) for place, pair in enumerate(pairs)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda job: guess(besieged, job), jobs))

    looked_at = Counter(email for email, status in answers if status == 200)
    assert {status for _email, status in answers} <= {200, 429}  # nobody came in: the right one was the twentieth
    assert max(looked_at.values()) <= 10
    answer, _seconds = Visitor(besieged, 5_000_000).post("login/", {"login": accounts[0], "way": "code"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/account/login/code/confirm/")


def test_fifty_guesses_at_one_moment_are_a_handful(besieged: House) -> None:
    """Four come before the wait begins, and one more each time a slow machine lets a wait run out; never over ten."""
    [email] = people(besieged, "moment", 1)
    jobs = [(3_000_000 + number, email, f"winter{number}") for number in range(50)]
    with ThreadPoolExecutor(50) as pool:
        statuses = Counter(status for _email, status in pool.map(lambda job: guess(besieged, job), jobs))

    assert statuses[200] + statuses[429] == 50
    assert 4 <= statuses[200] <= 10


@pytest.mark.parametrize("door", DOORS)
def test_known_and_unknown_addresses_take_the_same_time(besieged: House, door: str) -> None:
    """Medians over two hundred of each, in turn, differ by less than five milliseconds.

    The two of a pair follow each other, in either order, so that what else a machine does slows both. What its noise
    explains (three standard errors of the median of the differences) tells an onlooker nothing either.
    """
    path, words = DOORS[door]
    name = door.replace(" ", "").replace("-", "")
    known = people(besieged, f"known-{name}-", TIMES + 10)
    pairs: list[dict[bool, float]] = []
    for number in range(TIMES + 10):
        pair = {}
        for is_known in (True, False) if number % 2 else (False, True):
            email = known[number] if is_known else f"unknown-{name}-{number}@example.org"
            answer, pair[is_known] = Visitor(besieged, next(_visitors)).post(path, words(email))
            assert answer.status_code == (200 if door == "sign-in" else 302)
        pairs.append(pair)
    del pairs[:10]  # what is loaded at the first visit
    medians = {one: 1_000 * statistics.median(pair[one] for pair in pairs) for one in (True, False)}
    differences = [1_000 * (pair[True] - pair[False]) for pair in pairs]
    middle = statistics.median(differences)
    spread = 1.4826 * statistics.median(abs(one - middle) for one in differences)
    noise = 3 * 1.2533 * spread / len(differences) ** 0.5
    print(
        f"{door}: known {medians[True]:.1f} ms, unknown {medians[False]:.1f} ms; "
        f"difference of pairs {middle:+.1f} ms, noise of this machine {noise:.1f} ms"
    )

    assert abs(middle) < 5 + noise
