"""Everybody at once: no code is promised more often than it may be (invariant V2)."""

from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import connections

from shop.promotions import claims
from shop.promotions.offer.models import ConditionalOffer
from shop.promotions.voucher.models import Claim, Voucher
from tests import promotion_factories as promote
from tests.rivals import kinds, together
from tests.shop.promotions.test_claims import by_code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def rival(source: str, applied: Any, email: str) -> None:
    claims.claim(source, [applied], person_id=None, email=email)


def held() -> int:
    return Claim.objects.filter(state="held").count()


def test_a_single_use_code_asked_for_by_thirty_at_once_is_promised_once() -> None:
    voucher = promote.code(usage=Voucher.SINGLE_USE)
    applied = by_code(voucher)

    answers = together([partial(rival, f"R{n}", applied, f"p{n}@example.org") for n in range(30)])

    assert kinds(answers) == {"CodeSpent": 29, "NoneType": 1}
    assert held() == 1
    assert Voucher.objects.get().num_held == 1


def test_a_person_with_two_tabs_gets_a_code_for_once_a_person_once() -> None:
    applied = by_code(promote.code(usage=Voucher.ONCE_PER_CUSTOMER))

    for number in range(5):
        mailbox = f"ada{number}@example.org"
        answers = together([partial(rival, f"T{number}-{tab}", applied, mailbox) for tab in range(2)])
        assert kinds(answers) == {"CodeSpent": 1, "NoneType": 1}

    assert held() == 5


def test_a_hundred_uses_wanted_by_two_hundred_are_a_hundred() -> None:
    voucher = promote.code(max_uses=100)
    applied = by_code(voucher)
    answers: list[str] = []

    def twenty(start: int) -> None:
        try:
            for number in range(start, start + 20):
                try:
                    rival(f"R{number}", applied, f"p{number}@example.org")
                    answers.append("held")
                except claims.CodeSpent:
                    answers.append("spent")
        finally:
            connections.close_all()

    threads = [Thread(target=twenty, args=(20 * n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert (answers.count("held"), answers.count("spent")) == (100, 100)
    assert held() == 100
    assert Voucher.objects.get().num_held == 100


def test_one_purchase_claimed_given_back_and_claimed_again_by_many_counts_once() -> None:
    voucher = promote.code()
    applied = by_code(voucher)

    answers = together([partial(rival, "A", applied, "ada@example.org") for _ in range(6)])
    assert kinds(answers) == {"NoneType": 6}
    assert (Voucher.objects.get().num_held, ConditionalOffer.objects.get().num_held) == (1, 1)
    together([partial(claims.release, "A") for _ in range(6)])
    assert (Voucher.objects.get().num_held, ConditionalOffer.objects.get().num_held) == (0, 0)


def test_two_codes_claimed_in_either_order_end_without_a_deadlock() -> None:
    first, second = by_code(promote.code("FIRST")), by_code(promote.code("SECOND"))

    def both(source: str, *applied: Any) -> None:
        claims.claim(source, applied, person_id=None, email="")

    pairs = [(first, second), (second, first)]
    answers = together([partial(both, f"R{n}", *pairs[n % 2]) for n in range(12)])

    assert kinds(answers) == {"NoneType": 12}
    assert sorted(Voucher.objects.values_list("num_held", flat=True)) == [12, 12]
