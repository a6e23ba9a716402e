"""A mail at each step of a parcel: once, in the order's language, and not when it would be old news."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from shop import clock
from shop.mail.models import Mail, State
from shop.order import services
from shop.order.models import Order
from tests import order_factories as make
from tests.letters import letters

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=61)


def html_of(message: Any) -> str:
    return str(message.alternatives[0][0])


def told(order: Order) -> list[str]:
    """Subjects of what was written about parcels, oldest first; the order's number left out."""
    subjects = [message.subject.replace(order.number, "…") for message in letters()]
    return [subject for subject in subjects if "colis" in subject or "parcel" in subject]


def test_each_step_is_told_once() -> None:
    order = make.order()
    parcel = services.prepare(order)
    assert told(order) == []
    with time_machine.travel(clock.now() + SOON):
        assert told(order) == ["Nous préparons votre colis, commande …"]
        for _twice in range(2):
            services.ship(parcel, carrier="Colissimo", tracking="6A123456")
        assert len(told(order)) == 2
        for _twice in range(2):
            services.deliver(parcel)
        assert told(order)[1:] == ["Votre colis est en route, commande …", "Votre colis est arrivé, commande …"]


def test_a_parcel_that_left_within_the_hour_is_told_of_once() -> None:
    order = make.order()
    services.ship(services.prepare(order))
    with time_machine.travel(clock.now() + SOON):
        assert told(order) == ["Votre colis est en route, commande …"]
    assert Mail.objects.get(kind="parcel_preparing").state == State.SKIPPED


def test_a_parcel_taken_apart_is_not_told_of() -> None:
    order = make.order()
    services.unpack(services.prepare(order))
    with time_machine.travel(clock.now() + SOON):
        assert told(order) == []


def test_the_mail_says_what_is_in_this_parcel_and_how_to_follow_it() -> None:
    order = make.order(
        language="en",
        lines=(make.draft_line(2, title="Lighthouse print"), make.draft_line(1, title="Waves mug")),
    )
    first = order.lines.order_by("pk")[0]
    services.ship(services.prepare(order, {first.pk: 1}), carrier="Colissimo", tracking="6A123456")
    message = letters()[-1]
    for text in (message.body, html_of(message)):
        for words in ("Your parcel is on its way", "Lighthouse print", "Colissimo", "6A123456", "/en/", "parcel 1 of"):
            assert words in text, words
        assert "Waves mug" not in text
    assert "1 × Lighthouse print, A3\n" in message.body


def test_names_and_numbers_are_text_in_the_mail() -> None:
    order = make.order(lines=(make.draft_line(title="<script>x</script>"),))
    services.ship(services.prepare(order), carrier="<b>C</b>", tracking="<img src=x>")
    markup = html_of(letters()[-1])
    assert not any(tag in markup for tag in ("<script>", "<b>C", "<img src=x>"))
