"""Codes typed into the basket: one sentence each, the basket unchanged, and no guessing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from shop import clock
from shop.cart import guessing, services
from shop.cart.exceptions import Refused
from shop.cart.models import Basket
from shop.people.services import person_for_email
from shop.promotions import claims
from shop.promotions.folding import folded
from shop.promotions.offer.models import Benefit, Condition, ConditionalOffer
from shop.promotions.voucher.models import Voucher
from tests import factories as make
from tests import promotion_factories as promote
from tests.shop.promotions.test_claims import by_code, order

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def basket_with(price: int = 2000, quantity: int = 1) -> Basket:
    basket = Basket.objects.create()
    services.add(basket, make.product(price=price, in_stock=None).pk, quantity)
    return basket


@pytest.mark.parametrize(
    "typed",
    ["ÉTÉ-24", "été24", " Été 24 ", "e\u0301te\u0301-24", "ÉTÉ\u201324", "É T É 2 4", "\u200bété24\u00a0", "ＥTE"],
)
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    promote.code("ÉTÉ-24")
    basket = basket_with()

    if folded(typed) == "ETE":
        with pytest.raises(services.UnknownCode):
            services.enter_code(basket, typed)
        return
    assert services.enter_code(basket, typed).amount == 200
    assert services.reckon(basket).codes == ("ÉTÉ-24",)


def ended(**fields: Any) -> Voucher:
    dates = {"start_datetime": NOW - timedelta(days=90), "end_datetime": NOW - timedelta(days=51)}
    return promote.code(**dates | fields)


REFUSALS: dict[str, tuple[Callable[[], Any], str]] = {
    "unknown": (lambda: None, "We do not know this code. Your basket is unchanged."),
    "ended": (ended, "This code ended on 30 September. Your basket is unchanged."),
    "ended at midnight": (
        lambda: ended(end_datetime=datetime(2026, 9, 30, 22, tzinfo=UTC)),
        "This code ended on 30 September. Your basket is unchanged.",
    ),
    "ended last year": (
        lambda: ended(start_datetime=NOW - timedelta(days=900), end_datetime=NOW - timedelta(days=365)),
        "This code ended on 20 November 2025. Your basket is unchanged.",
    ),
    "not begun": (
        lambda: promote.code(start_datetime=NOW + timedelta(days=11), end_datetime=NOW + timedelta(days=40)),
        "This code begins on 1 December. Your basket is unchanged.",
    ),
    "used once": (
        lambda: promote.code(usage=Voucher.SINGLE_USE, num_orders=1),
        "This code has been used up. Your basket is unchanged.",
    ),
    "used up": (
        lambda: promote.code(max_uses=100, num_orders=100),
        "This code has been used up. Your basket is unchanged.",
    ),
    "too little": (
        lambda: promote.code(offers=[promote.offer(condition=Condition.VALUE, least=40)]),
        "This code counts from €40 on, and €20 is missing. Your basket is unchanged.",
    ),
    "too few": (
        lambda: promote.code(offers=[promote.offer(least=3)]),
        "This code asks for 3 pieces of what it is for. Your basket is unchanged.",
    ),
    "too alike": (
        lambda: promote.code(offers=[promote.offer(condition=Condition.COVERAGE, least=2)]),
        "This code asks for 2 different things of those it is for. Your basket is unchanged.",
    ),
    "other things": (
        lambda: promote.code(offers=[promote.offer(within=promote.goods(make.product()))]),
        "This code is for other things than those in your basket. Your basket is unchanged.",
    ),
    "promotion used up": (
        lambda: promote.code(offers=[promote.offer(max_global_applications=1, num_applications=1)]),
        "This code has been used up. Your basket is unchanged.",
    ),
    "beside a stronger one": (
        lambda: (promote.offer(value=30, priority=9), promote.code()),
        "This code does not go together with the promotions that apply already. Your basket is unchanged.",
    ),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_a_code_that_does_not_count_is_answered_in_one_sentence(why: str) -> None:
    made, sentence = REFUSALS[why]
    with time_machine.travel(NOW, tick=False):
        basket = basket_with()
        made()
        before = services.reckon(basket)

        with pytest.raises(Refused) as refused:
            services.enter_code(basket, "seabreeze")

        assert refused.value.sentence == sentence
        assert services.reckon(basket) == before
        assert basket.vouchers.count() == 0


def test_the_first_of_a_month_is_written_as_the_french_do() -> None:
    with time_machine.travel(NOW, tick=False), translation.override("fr"):
        from shop.promotions.codes import in_words

        assert in_words(datetime(2026, 10, 1, 12, tzinfo=UTC)) == "1er octobre"
        assert in_words(datetime(2025, 9, 30, 12, tzinfo=UTC)) == "30 septembre 2025"


def test_the_same_code_twice_and_no_code_at_all() -> None:
    promote.code()
    basket = basket_with()
    services.enter_code(basket, "SEABREEZE")

    for typed, sentence in (
        ("sea-breeze", "This code is in your basket already."),
        ("  ", "Write the code as it stands in the letter or on the card."),
    ):
        with pytest.raises(Refused) as refused:
            services.enter_code(basket, typed)
        assert refused.value.sentence == sentence


def test_a_code_once_a_person_is_refused_to_the_person_who_has_used_it() -> None:
    voucher = promote.code(usage=Voucher.ONCE_PER_CUSTOMER)
    ada = person_for_email(email="ada@example.org", language="en")
    claims.claim("A", [by_code(voucher)], person_id=ada.pk, email="ada@example.org")
    basket = basket_with()
    assert services.enter_code(basket, "seabreeze", person=ada).amount == 200  # only promised so far

    claims.capture("A", order().pk)

    reckoned = services.reckon(basket, person=ada)
    assert (reckoned.discount, reckoned.codes) == (0, ("SEABREEZE",))
    assert reckoned.notes == ("SEABREEZE: You have used this code before, and it counts once.",)
    with pytest.raises(Refused, match="You have used this code before"):
        services.enter_code(basket_with(), "seabreeze", person=ada)
    assert services.reckon(basket).discount == 200  # nobody knows yet that it is ada


def test_a_code_that_stops_counting_stays_and_says_why() -> None:
    promote.code(offers=[promote.offer(condition=Condition.VALUE, least=40)])
    basket = basket_with(price=2500, quantity=2)
    services.enter_code(basket, "seabreeze")
    line = basket.lines.get()

    services.set_quantity(basket, line.pk, 1)

    reckoned = services.reckon(basket)
    assert (reckoned.goods, reckoned.applied) == (2500, ())
    assert reckoned.notes == ("SEABREEZE: this code makes nothing cheaper in your basket as it is.",)


def test_a_code_may_open_free_delivery_beside_a_promotion_on_everything() -> None:
    promote.offer(value=30, priority=9)
    promote.code(offers=[promote.offer(Benefit.SHIPPING_PERCENTAGE, 100)])
    basket = basket_with()

    applied = services.enter_code(basket, "seabreeze")

    assert (applied.free_delivery, applied.amount) == (True, 0)
    assert services.reckon(basket).has_free_delivery is True


def test_a_code_is_taken_out_and_counts_its_comings_and_goings() -> None:
    voucher = promote.code()
    basket = basket_with()

    services.enter_code(basket, "seabreeze")
    assert Voucher.objects.get(pk=voucher.pk).num_basket_additions == 1
    for _twice in range(2):
        services.remove_code(basket, "Sea Breeze")

    assert services.reckon(basket).codes == ()
    assert Voucher.objects.get(pk=voucher.pk).num_basket_additions == 0


def test_a_basket_takes_five_codes() -> None:
    basket = basket_with()
    for number in range(6):
        promote.code(f"CODE{number}", [promote.offer(Benefit.SHIPPING_ABSOLUTE, 1)])
    for number in range(5):
        services.enter_code(basket, f"code{number}")

    with pytest.raises(Refused, match="A basket takes 5 codes at most"):
        services.enter_code(basket, "code5")


def test_a_suspended_promotion_is_not_opened_by_its_code() -> None:
    voucher = promote.code()
    ConditionalOffer.objects.update(status=ConditionalOffer.SUSPENDED)
    basket = basket_with()

    with pytest.raises(Refused):
        services.enter_code(basket, voucher.code)

    assert services.reckon(basket).applied == ()


@pytest.fixture
def shopper() -> Client:
    client = Client()
    client.post("/en/basket/add/", {"variant": make.product(price=2000, in_stock=None).pk, "quantity": "1"})
    cache.clear()
    return client


def enter(client: Client, code: str, **headers: str) -> Any:
    return client.post("/en/basket/code/", {"code": code}, headers=headers)


def test_the_page_keeps_what_was_typed_beside_its_sentence(shopper: Client) -> None:
    answer = enter(shopper, "autumn<24>")

    assert answer.status_code == 422
    assert 'value="autumn&lt;24&gt;"' in answer.text
    assert 'aria-describedby="code-sentence"' in answer.text
    assert "We do not know this code. Your basket is unchanged." in answer.text


def test_a_code_is_added_and_taken_away_on_the_page(shopper: Client) -> None:
    promote.code("SEABREEZE")

    page = shopper.get(enter(shopper, "sea breeze")["Location"])
    assert "The code SEABREEZE counts." in page.text
    assert "−€2" in page.text
    assert "€18" in page.text

    shopper.post("/en/basket/code/", {"code": "SEABREEZE", "do": "remove"})
    assert services.reckon(Basket.objects.get()).codes == ()


def test_ten_wrong_codes_an_hour_and_the_right_one_is_not_even_looked_up(shopper: Client) -> None:
    promote.code("SEABREEZE")
    for number in range(guessing_limit()):
        assert "We do not know this code." in enter(shopper, f"guess{number}").text

    answer = enter(shopper, "SEABREEZE")

    assert "That was many codes in a short time. Try again in an hour. Your basket is unchanged." in answer.text
    assert services.reckon(Basket.objects.get()).codes == ()
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=True):
        assert enter(shopper, "SEABREEZE").status_code == 302


def guessing_limit() -> int:
    return int(guessing.RATES["codes"].split("/")[0])


def test_right_codes_are_no_guesses(shopper: Client) -> None:
    promote.code("SEABREEZE")
    for _time in range(guessing_limit() + 2):
        assert enter(shopper, "SEABREEZE").status_code == 302
        shopper.post("/en/basket/code/", {"code": "SEABREEZE", "do": "remove"})
    ended(code="OLD")
    for _time in range(guessing_limit() + 2):
        assert "This code ended" in enter(shopper, "OLD").text


def test_new_baskets_do_not_help_who_guesses() -> None:
    poster, refused = make.product(in_stock=None), 0
    cache.clear()
    for number in range(34):
        client = Client()
        client.post("/en/basket/add/", {"variant": poster.pk, "quantity": "1"})
        refused += "That was many codes" in enter(client, f"guess{number}").text

    assert refused == 4
