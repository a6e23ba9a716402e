"""A link opens one order, for a while, until it is taken back; nobody can read it from the database."""

from datetime import timedelta

import pytest
import time_machine

from shop import clock
from shop.order import selectors, services
from shop.order.models import OrderLink
from tests import order_factories as make

pytestmark = pytest.mark.django_db


def test_a_link_opens_its_order_and_no_other() -> None:
    order, other = make.order(), make.order(email="ben@example.org")
    token = services.make_link(order)
    assert selectors.by_link(token) == order
    assert selectors.by_link(services.make_link(other)) == other
    assert selectors.by_link(order.number) is None
    assert selectors.by_link(token[:-1] + "x") is None


def test_only_the_hash_of_a_link_is_kept() -> None:
    token = services.make_link(make.order())
    kept = OrderLink.objects.values_list("digest", flat=True).get()
    assert token not in kept
    assert len(kept) == 64
    assert selectors.by_link(kept) is None


def test_a_link_ends_after_forty_five_days() -> None:
    token = services.make_link(make.order())
    with time_machine.travel(clock.now() + timedelta(days=45, seconds=-5)):
        assert selectors.by_link(token) is not None
    with time_machine.travel(clock.now() + timedelta(days=45, seconds=5)):
        assert selectors.by_link(token) is None


def test_links_taken_back_open_nothing_while_others_do() -> None:
    order = make.order()
    token, withdrawal = services.make_link(order), services.make_link(order, purpose="withdrawal")
    assert selectors.by_link(withdrawal) is None
    assert services.revoke_links(order, purpose="order") == 1
    assert selectors.by_link(token) is None
    assert selectors.by_link(withdrawal, purpose="withdrawal") == order
    assert (services.revoke_links(order), services.revoke_links(order)) == (1, 0)
    assert selectors.by_link(withdrawal, purpose="withdrawal") is None
