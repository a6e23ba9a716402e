"""Baskets that nobody came back for go after sixty days; those that were ordered stay."""

from datetime import timedelta

import pytest

from shop import clock
from shop.cart import services
from shop.cart.models import Basket, Line
from shop.cart.tasks import forget_baskets
from shop.celery import app
from tests import factories as make

pytestmark = pytest.mark.django_db


def basket(days: int, **fields: object) -> Basket:
    made = Basket.objects.create(**fields)
    services.add(made, make.product().pk, 1)
    Basket.objects.filter(pk=made.pk).update(changed_at=clock.now() - timedelta(days=days))
    return made


def test_untouched_for_sixty_days_is_forgotten_and_a_second_run_finds_nothing() -> None:
    fresh, members = basket(59), basket(59, owner=make.user())
    basket(61)
    basket(400, owner=make.user("ben"))
    ordered = basket(61)
    services.submitted(ordered)

    assert [forget_baskets(), forget_baskets()] == [2, 0]

    left = {fresh.pk, members.pk, ordered.pk}
    assert set(Basket.objects.values_list("pk", flat=True)) == left
    assert set(Line.objects.values_list("basket_id", flat=True)) == left


def test_a_change_begins_the_sixty_days_anew() -> None:
    made = basket(61)
    services.add(made, make.product().pk, 1)

    assert forget_baskets() == 0


def test_the_plan_wakes_the_sweep_each_night() -> None:
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} >= {"cart.forget_baskets"}
