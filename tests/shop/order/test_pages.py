"""A buyer's orders as pages: the list, one of them, one opened by a link. A number alone opens nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.safestring import mark_safe

from catalog.models import Product
from shop import clock
from shop.order import doors, selectors, services, sockets
from shop.order.drafts import DraftReduction
from shop.order.models import Order, OrderLink
from shop.order.sockets import Paid, Refunded
from shop.people.models import Person
from shop.people.services import person_for_user, prove_email
from tests import factories
from tests import order_factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Client:
    """Signed in, with a person of her own."""
    client = Client()
    client.force_login(factories.user("ada"))
    return client


def person_of(client: Client) -> int:
    """The person behind who is signed in."""
    user = factories.User.objects.get(pk=client.session["_auth_user_id"])
    return person_for_user(user=user).pk


def test_an_order_shows_lines_sums_vat_and_where_it_goes(ada: Client) -> None:
    order = make.order(
        person_id=person_of(ada),
        lines=(make.draft_line(2, 2400, off=1000, title="Affiche Phare"), make.draft_line(1, 1190, rate=55)),
        delivery=make.delivery(490),
        reductions=(DraftReduction("promotion", "Rentrée", 1000),),
    )
    page = ada.get(f"/fr/account/orders/{order.number}/").content.decode()
    # 48 € less 10 € hold 6.33, 11.90 € at 5.5 % hold 0.62, the delivery 0.82.
    for words in ("Affiche Phare", "59,90", "−10", "54,80", "7,15", "0,62", "Ada Martin", "44000 Nantes", order.number):
        assert words in page, words


def test_a_number_is_found_in_small_letters_too(ada: Client) -> None:
    order = make.order(person_id=person_of(ada))
    assert ada.get(f"/fr/account/orders/{order.number.lower()}/").status_code == 200


def test_the_list_shows_own_orders_newest_first_in_few_statements(
    ada: Client, django_assert_max_num_queries: Any
) -> None:
    person = person_of(ada)
    lines = tuple(make.draft_line() for _line in range(4))
    for day in range(1, 13):
        make.order(person_id=person, lines=lines, placed_at=datetime(2026, 11, day, tzinfo=UTC))
    make.order(email="ben@example.org")
    ada.get("/fr/account/orders/")
    with django_assert_max_num_queries(10):
        page = ada.get("/fr/account/orders/")
    shown = [glance.order.date_placed.day for glance in page.context["orders"]]
    assert shown == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]
    assert {(glance.pieces, glance.more) for glance in page.context["orders"]} == {(4, 1)}
    older = ada.get("/fr/account/orders/?page=2").context["orders"]
    assert [glance.order.date_placed.day for glance in older] == [2, 1]


def test_somebody_without_orders_is_shown_the_way_to_the_shop(ada: Client) -> None:
    page = ada.get("/en/account/orders/").content.decode()
    assert "No order yet" in page
    assert 'href="/en/"' in page


def test_one_page_costs_the_same_with_one_line_and_with_ten(ada: Client, django_assert_max_num_queries: Any) -> None:
    order = make.order(person_id=person_of(ada), lines=tuple(make.draft_line() for _line in range(10)))
    make.parcel(order, state="shipped")
    address = f"/fr/account/orders/{order.number}/"
    ada.get(address)
    with django_assert_max_num_queries(12):
        ada.get(address)


def test_a_link_opens_the_order_without_an_account_and_is_kept_private() -> None:
    order = make.order()
    page = Client().get(f"/fr/order/{services.make_link(order)}/")
    assert page.status_code == 200
    assert order.number in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page.cookies == {}


def test_links_unknown_expired_and_taken_back_look_alike() -> None:
    order = make.order()
    expired, revoked = services.make_link(order), services.make_link(order)
    OrderLink.objects.filter(digest=selectors.digest(expired)).update(expires_at=clock.now() - timedelta(seconds=1))
    OrderLink.objects.filter(digest=selectors.digest(revoked)).update(revoked_at=clock.now())
    pages = [Client().get(f"/fr/order/{token}/") for token in (expired, revoked, "x" * 32, order.number)]
    assert {page.status_code for page in pages} == {404}
    bodies = {page.content.replace(page.wsgi_request.path.encode(), b"") for page in pages}
    assert len(bodies) == 1
    assert order.number.encode() not in bodies.pop()


def test_the_way_is_told_from_the_parcels(ada: Client) -> None:
    order = make.order(person_id=person_of(ada), lines=(make.draft_line(2, title="Mug Vagues"),))
    address = f"/en/account/orders/{order.number}/"
    steps = ada.get(address).context["sheet"].steps
    assert [(step.is_done, step.is_current) for step in steps] == [
        (True, True),
        (False, False),
        (False, False),
        (False, False),
    ]
    assert steps[3].when == "Wednesday 25 to Friday 27\u00a0November"
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC)):
        make.parcel(order, state="delivered", carrier="Colissimo", tracking="6A123")
        services.settle_state([order.pk])
    page = ada.get(address)
    assert [step.is_current for step in page.context["sheet"].steps] == [False, False, False, True]
    assert page.context["sheet"].steps[2].when == "Wednesday 25\u00a0November"
    text = page.content.decode()
    assert "6A123" in text
    assert "2 × Mug Vagues" in text


def test_money_that_came_in_and_went_back_is_shown(ada: Client) -> None:
    order = make.order(person_id=person_of(ada))
    sockets.payments.register("test", lambda ids: {order.pk: [Paid(2890, "Visa 4242", "card")]})
    sockets.refunds.register("test", lambda ids: {order.pk: [Refunded(1000), Refunded(500, done=False)]})
    try:
        page = ada.get(f"/fr/account/orders/{order.number}/")
    finally:
        sockets.payments.unregister("test")
        sockets.refunds.unregister("test")
    text = page.content.decode()
    assert "Visa 4242" in text
    assert "−10\u00a0€" in text
    assert page.context["sheet"].given_back == 1000


def test_a_room_above_shows_its_section(ada: Client) -> None:
    order = make.order(person_id=person_of(ada))
    doors.sections.register("test", lambda request, order: mark_safe(f"<p>back: {order.number}</p>"))
    try:
        page = ada.get(f"/fr/account/orders/{order.number}/").content.decode()
    finally:
        doors.sections.unregister("test")
    assert f"<p>back: {order.number}</p>" in page


def test_what_is_no_longer_sold_is_still_named_and_leads_nowhere(ada: Client) -> None:
    shown, hidden = make.draft_line(title="Affiche Phare"), make.draft_line(title="Affiche Bouée")
    order = make.order(person_id=person_of(ada), lines=(shown, hidden))
    Product.objects.filter(pk=hidden.variant_id).update(is_public=False)
    lines = ada.get(f"/fr/account/orders/{order.number}/").context["sheet"].lines
    assert [(line.title, bool(line.url)) for line in lines] == [("Affiche Phare", True), ("Affiche Bouée", False)]


def test_markup_in_names_and_lines_stays_text(ada: Client) -> None:
    address = make.again_address(first_name="<script>alert(1)</script>", line2="<img src=x onerror=alert(2)>")
    line = make.draft_line(title="<b>Mug</b>", variant="<i>x</i>", picture='"><script>')
    order = make.order(person_id=person_of(ada), address=address, lines=(line,))
    page = ada.get(f"/fr/account/orders/{order.number}/").content.decode()
    for markup in ("<script>alert", "<img src=x", "<b>Mug", "<i>x", '"><script>'):
        assert markup not in page, markup


# Every address with an id, filled with all that somebody could know or guess of an order.
ADDRESSES = ("account/orders/{}/", "order/{}/")


@pytest.mark.parametrize("who", ["nobody", "guest with a link of their own", "another member", "staff"])
def test_nobody_opens_the_order_of_somebody_else(who: str) -> None:
    order = make.order()
    services.make_link(order)
    client = Client()
    if who == "guest with a link of their own":
        client.get(f"/fr/order/{services.make_link(make.order(email='ben@example.org'))}/")
    if who in ("another member", "staff"):
        client.force_login(factories.user("ben") if who == "another member" else factories.merchant())
    for known in (
        order.number,
        order.number.lower(),
        str(order.pk),
        order.reference,
        OrderLink.objects.earliest("pk").digest,
    ):
        for address in ADDRESSES:
            path = f"/fr/{address.format(known)}"
            answer = client.get(path)
            to_the_door = answer.status_code == 302 and answer["Location"].startswith("/fr/account/login/")
            assert answer.status_code == 404 or (to_the_door and "account/orders" in path), path
            assert "Ada Martin" not in answer.content.decode(), path


def test_an_order_can_only_be_read_here(ada: Client) -> None:
    order = make.order(person_id=person_of(ada))
    token = services.make_link(order)
    for path in (f"/fr/account/orders/{order.number}/", f"/fr/order/{token}/", "/fr/account/orders/"):
        assert ada.post(path).status_code == 405
        assert ada.delete(path).status_code == 405
    assert Order.objects.get().status == "placed"


def test_a_guests_orders_join_the_member_who_proves_the_address(ada: Client) -> None:
    guest = make.order(email="ada@example.org")
    assert ada.get(f"/fr/account/orders/{guest.number}/").status_code == 404
    prove_email(person=Person.objects.get(pk=person_of(ada)), email="ada@example.org")
    assert ada.get(f"/fr/account/orders/{guest.number}/").status_code == 200
