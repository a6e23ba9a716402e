"""The mail that confirms an order: once, in the order's language, with everything the law asks it to say."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from shop.mail import sweeping
from shop.mail.models import Mail
from shop.order import selectors, services
from shop.order.drafts import DraftReduction
from shop.order.models import Order, OrderLink
from shop.people.models import Person
from shop.people.services import erase
from tests import order_factories as make
from tests.letters import letters

pytestmark = pytest.mark.django_db


def html_of(message: Any) -> str:
    return str(message.alternatives[0][0])


def test_one_mail_is_written_with_the_order_and_leaves_once() -> None:
    given = make.draft()
    services.write(given)
    services.write(given)
    assert [message.to for message in letters()] == [["ada@example.org"]]
    letters()
    assert len(mail.outbox) == 1
    assert Mail.objects.get().occasion == f"order:{Order.objects.get().pk}"


def test_the_mail_says_what_was_bought_what_it_cost_and_when_it_comes() -> None:
    order = make.order(
        lines=(make.draft_line(2, 2400, off=1000, title="Affiche Phare"), make.draft_line(1, 1190, rate=55)),
        reductions=(DraftReduction("promotion", "Rentrée", 1000),),
        other_means=2000,
    )
    (message,) = letters()
    for text in (message.body, html_of(message)):
        for words in (
            *(order.number, "Affiche Phare", "48\u00a0€", "Rentrée", "−10\u00a0€", "4,90\u00a0€", "54,80\u00a0€"),
            *("7,15\u00a0€", "0,62\u00a0€", "−20\u00a0€", "34,80\u00a0€", "Ada Martin", "44000 Nantes", " 14 "),
        ):
            assert words in text, words
    assert order.number in message.subject
    assert 'alt="Affiche Phare"' in html_of(message)


def test_a_mail_is_written_in_the_language_of_its_order() -> None:
    make.order(language="en")
    with override("fr"):
        (message,) = letters()
    assert "Between Wednesday 25 and Friday 27 November" in message.subject
    assert "€28.90" in message.body
    assert '<html lang="en"' in html_of(message)


def test_the_link_in_the_mail_opens_the_order_and_is_made_at_sending() -> None:
    order = make.order()
    assert OrderLink.objects.count() == 0
    (message,) = letters()
    (path,) = set(re.findall(r"/fr/order/[\w-]+/", message.body))
    assert path in html_of(message)
    assert order.number in Client().get(path).content.decode()
    assert OrderLink.objects.count() == 1
    token = path.split("/")[3]
    assert selectors.by_link(token) == order
    assert token not in str(Mail.objects.values().get())


def test_a_look_at_the_mail_makes_no_link() -> None:
    from shop.mail.message import build

    make.order()
    row = Mail.objects.get()
    row.is_preview = True
    message, _version = build(row, "mia@example.org")
    assert "/fr/order/preview/" in message.body
    assert OrderLink.objects.count() == 0


def test_an_order_stands_though_no_mail_can_go_to_its_address(caplog: pytest.LogCaptureFixture) -> None:
    order = services.write(make.draft(email="no address", person_id=make.person().pk))
    assert Order.objects.get().pk == order.pk
    assert Mail.objects.count() == 0
    assert "no mail can go to" in caplog.text
    assert "no address" not in caplog.text


def test_names_and_titles_are_text_in_the_mail() -> None:
    address = make.again_address(first_name="<script>x</script>")
    make.order(address=address, lines=(make.draft_line(title="<b>Mug</b>\r\nBcc: eve@example.org"),))
    (message,) = letters()
    assert "<script>x" not in html_of(message)
    assert "<b>Mug" not in html_of(message)
    assert message.bcc == []
    assert "\n" not in message.subject


def test_an_erased_person_leaves_the_order_without_address_of_theirs_but_with_its_sums() -> None:
    order = make.order(touch="t1")
    token = services.make_link(order)
    erase(person=Person.objects.get(pk=order.person_id))
    erase(person=Person.objects.get(pk=order.person_id))
    order = Order.objects.get()
    assert (order.email, order.touch, order.user_id, order.total) == ("", "", None, 2890)
    assert order.shipping_address is not None
    assert (order.shipping_address.phone_number, order.shipping_address.name) == ("", "Ada Martin")
    assert selectors.by_link(token) is None
    assert letters() == []


def test_many_mails_are_looked_up_together_and_each_tells_of_its_own_order() -> None:
    orders = [make.order(language="en") for _number in range(6)]
    with CaptureQueriesContext(connection) as said:
        sweeping.sweep()
    about = [query["sql"] for query in said if re.search(r'(FROM|INTO) "(order|returns)_', query["sql"])]
    # Orders, lines, reductions, parcels, refunds, payments' side and links: the same for six as for one.
    assert len(about) <= 7
    told = {message.subject + message.body for message in mail.outbox}
    assert len(told) == len(orders)
    for order in orders:
        assert len([text for text in told if order.number in text]) == 1


def test_links_of_many_mails_open_each_its_own_order(client: Client) -> None:
    orders = {make.order(language="en").number for _number in range(3)}
    opened = set()
    for message in letters():
        path = re.search(r"https?://[^/\s]+(/en/[^\s]*order[^\s]*)", message.body)
        assert path is not None
        page = client.get(path[1], follow=True).content.decode()
        opened |= {number for number in orders if number in page}
    assert opened == orders
    assert OrderLink.objects.count() == len(orders)
