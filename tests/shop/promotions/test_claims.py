"""A promise of a promotion: held once, used once, given back once, whoever asks how often."""

from decimal import Decimal
from typing import Any

import pytest

from shop.cart.reckoning import Applied
from shop.order.models import Order
from shop.people.services import person_for_email, person_for_user
from shop.promotions import claims
from shop.promotions.offer.models import ConditionalOffer
from shop.promotions.usage import digests
from shop.promotions.voucher.models import Claim, Voucher, VoucherApplication
from tests import factories as make
from tests import promotion_factories as promote

pytestmark = pytest.mark.django_db


def by_code(voucher: Voucher, amount: int = 500, times: int = 1) -> Applied:
    offer = voucher.offers.get()
    return Applied(offer.pk, offer.name, amount, code=voucher.code, voucher_id=voucher.pk, times=times)


def order() -> Order:
    return Order.objects.create(
        number=f"N-{Order.objects.count()}", currency="EUR", total_incl_tax=1, total_excl_tax=1, reference=None
    )


def counters(voucher: Voucher) -> tuple[int, int, Decimal]:
    found = Voucher.objects.get(pk=voucher.pk)
    return found.num_held, found.num_orders, found.total_discount


def of_offer(offer: ConditionalOffer) -> tuple[int, Decimal, int, Decimal, int]:
    found = ConditionalOffer.objects.get(pk=offer.pk)
    return found.num_held, found.held_discount, found.num_applications, found.total_discount, found.num_orders


def test_a_single_use_code_is_held_for_one_and_free_again_when_given_back() -> None:
    voucher = promote.code(usage=Voucher.SINGLE_USE)

    claims.claim("A", [by_code(voucher)], person_id=None, email="ada@example.org")
    with pytest.raises(claims.CodeSpent, match=r"Somebody has just used up the code SEABREEZE. Nothing was charged."):
        claims.claim("B", [by_code(voucher)], person_id=None, email="ben@example.org")
    assert counters(voucher) == (1, 0, Decimal(0))
    assert not Claim.objects.filter(source="B").exists()

    for _twice in range(2):
        claims.release("A")
    assert counters(voucher) == (0, 0, Decimal(0))
    claims.claim("B", [by_code(voucher)], person_id=None, email="ben@example.org")
    assert counters(voucher) == (1, 0, Decimal(0))


def test_a_claim_that_is_refused_in_part_holds_nothing() -> None:
    free, spent = promote.code("FREE"), promote.code("SPENT", usage=Voucher.SINGLE_USE)
    claims.claim("A", [by_code(spent)], person_id=None, email="ada@example.org")

    with pytest.raises(claims.CodeSpent):
        claims.claim("B", [by_code(free), by_code(spent)], person_id=None, email="ben@example.org")

    assert counters(free) == (0, 0, Decimal(0))
    assert of_offer(free.offers.get())[:2] == (0, Decimal(0))


def test_an_order_makes_it_used_and_oscar_knows_of_it() -> None:
    ada = make.user("ada")
    person, voucher, placed = person_for_user(user=ada), promote.code(), order()

    claims.claim("A", [by_code(voucher, 1250, times=3)], person_id=person.pk, email="ada@example.org")
    assert of_offer(voucher.offers.get()) == (3, Decimal("12.50"), 0, Decimal(0), 0)
    for _twice in range(2):
        claims.capture("A", placed.pk)

    assert of_offer(voucher.offers.get()) == (0, Decimal(0), 3, Decimal("12.50"), 1)
    assert counters(voucher) == (0, 1, Decimal("12.50"))
    application = VoucherApplication.objects.get()
    assert (application.voucher_id, application.order_id, application.user_id) == (voucher.pk, placed.pk, ada.pk)
    claims.release("A")
    claims.claim("A", [by_code(voucher, 1250, times=3)], person_id=person.pk, email="ada@example.org")
    assert counters(voucher) == (0, 1, Decimal("12.50"))


def test_paid_after_all_is_held_again_if_there_is_any_left() -> None:
    voucher, placed = promote.code(usage=Voucher.SINGLE_USE), order()
    claims.claim("A", [by_code(voucher)], person_id=None, email="ada@example.org")
    claims.release("A")

    claims.claim_again("A")
    assert counters(voucher) == (1, 0, Decimal(0))
    claims.release("A")
    claims.claim("B", [by_code(voucher)], person_id=None, email="ben@example.org")
    with pytest.raises(claims.CodeSpent):
        claims.claim_again("A")

    claims.capture("B", placed.pk)
    assert list(Claim.objects.order_by("source").values_list("source", "state")) == [("A", "released"), ("B", "used")]


def test_given_back_and_ordered_all_the_same_counts_as_used() -> None:
    voucher, placed = promote.code(), order()
    claims.claim("A", [by_code(voucher)], person_id=None, email="ada@example.org")
    claims.release("A")

    claims.capture("A", placed.pk)

    assert counters(voucher) == (0, 1, Decimal(5))
    assert of_offer(voucher.offers.get()) == (0, Decimal(0), 1, Decimal(5), 1)


def test_the_same_purchase_with_other_promotions_gives_back_the_first_ones() -> None:
    first, second = promote.code("FIRST"), promote.code("SECOND")
    claims.claim("A", [by_code(first)], person_id=None, email="ada@example.org")
    claims.claim("A", [by_code(first)], person_id=None, email="ada@example.org")
    assert counters(first) == (1, 0, Decimal(0))

    claims.claim("A", [by_code(second, 700)], person_id=None, email="ada@example.org")
    claims.capture("A", order().pk)

    assert (counters(first), counters(second)) == ((0, 0, Decimal(0)), (0, 1, Decimal(7)))


@pytest.mark.parametrize(
    "again",
    ["ada@example.org", "ADA@Example.ORG", "ada+letters@example.org", "person"],
)
@pytest.mark.parametrize("state", ["held", "used"])
def test_once_a_person_is_once_however_the_address_is_written(again: str, state: str) -> None:
    person = person_for_email(email="ada@example.org", language="fr")
    voucher = promote.code(usage=Voucher.ONCE_PER_CUSTOMER)
    claims.claim("A", [by_code(voucher)], person_id=person.pk, email="ada@example.org")
    if state == "used":
        claims.capture("A", order().pk)

    same = {"person_id": person.pk, "email": "other@example.org"} if again == "person" else {}
    with pytest.raises(claims.CodeSpent, match=r"You have used the code SEABREEZE before, and it counts once."):
        claims.claim("B", [by_code(voucher)], **{"person_id": None, "email": again} | same)
    claims.claim("C", [by_code(voucher)], person_id=None, email="ben@example.org")

    assert sorted(Claim.objects.values_list("source", flat=True)) == ["A", "C"]


def test_dots_and_tags_of_a_large_host_do_not_make_another_person() -> None:
    voucher = promote.code(usage=Voucher.ONCE_PER_CUSTOMER)
    claims.claim("A", [by_code(voucher)], person_id=None, email="a.d.a+x@googlemail.com")

    with pytest.raises(claims.CodeSpent):
        claims.claim("B", [by_code(voucher)], person_id=None, email="ada@gmail.com")


def test_what_was_given_back_does_not_count_for_a_person() -> None:
    voucher = promote.code(usage=Voucher.ONCE_PER_CUSTOMER)
    claims.claim("A", [by_code(voucher)], person_id=None, email="ada@example.org")
    claims.release("A")

    claims.claim("B", [by_code(voucher)], person_id=None, email="ada@example.org")

    assert counters(voucher) == (1, 0, Decimal(0))


def test_limits_of_a_promotion_without_code_hold_as_well() -> None:
    offer = promote.offer(max_global_applications=3, max_user_applications=2, name_en="Three for two")
    applied = Applied(offer.pk, "Three for two", 1000, times=2)

    claims.claim("A", [applied], person_id=None, email="ada@example.org")
    with pytest.raises(claims.CodeSpent, match=r"The promotion “Three for two” has just been used up."):
        claims.claim("B", [applied], person_id=None, email="ben@example.org")
    claims.release("A")
    one = Applied(offer.pk, "Three for two", 500, times=1)
    claims.claim("C", [applied], person_id=None, email="ada@example.org")
    with pytest.raises(claims.CodeSpent, match=r"You have used the promotion “Three for two” before."):
        claims.claim("D", [one], person_id=None, email="ada@example.org")

    assert of_offer(offer)[:2] == (2, Decimal(10))


def test_a_budget_is_spent_when_what_is_promised_has_reached_it() -> None:
    offer = promote.offer(max_discount=10)

    claims.claim("A", [Applied(offer.pk, "x", 1500)], person_id=None, email="ada@example.org")
    with pytest.raises(claims.CodeSpent):
        claims.claim("B", [Applied(offer.pk, "x", 1)], person_id=None, email="ben@example.org")


def test_no_address_is_kept_and_an_old_key_is_still_understood(settings: Any) -> None:
    voucher = promote.code(usage=Voucher.ONCE_PER_CUSTOMER)
    claims.claim("A", [by_code(voucher)], person_id=None, email="ada@example.org")
    assert "ada" not in str(list(Claim.objects.values()))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"

    with pytest.raises(claims.CodeSpent):
        claims.claim("B", [by_code(voucher)], person_id=None, email="ada@example.org")
    assert digests("not an address") == ()
