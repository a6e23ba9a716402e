"""Persons for the people room's tests."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from shop.people.models import Person
from shop.people.services import person_for_user
from shop.people.signals import person_erased, person_merged


@pytest.fixture
def member(db: None) -> Callable[..., Person]:
    """A person with an account whose e-mail is not proven yet."""

    def _member(login: str, **fields: Any) -> Person:
        person = person_for_user(user=get_user_model().objects.create_user(login, "a long enough word"))
        Person.objects.filter(pk=person.pk).update(**fields)
        person.refresh_from_db()
        return person

    return _member


@pytest.fixture
def news(db: None) -> Iterator[list[tuple[str, dict[str, int]]]]:
    """What the room announces."""
    heard: list[tuple[str, dict[str, int]]] = []

    def hear(name: str, signal: object = None, sender: object = None, **facts: int) -> None:
        heard.append((name, facts))

    merged, erased = partial(hear, "merged"), partial(hear, "erased")
    person_merged.connect(merged)
    person_erased.connect(erased)
    yield heard
    person_merged.disconnect(merged)
    person_erased.disconnect(erased)
