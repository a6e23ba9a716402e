"""Consents are rows, and erasure leaves them without a name."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import models

from shop.ledger import services, units
from shop.ledger.models import Account
from shop.people import erasing
from shop.people.exceptions import PersonIsOver
from shop.people.models import Consent, Person, Suppression
from shop.people.selectors import agreed, is_suppressed
from shop.people.services import erase, grant, person_for_email, prove_email, withdraw

Member = Callable[..., Person]
POINTS = units.register(units.Unit("points", "points")).code


@pytest.mark.django_db
def test_yes_and_no_are_rows_and_the_last_word_counts() -> None:
    ada = person_for_email(email="ada@example.fr", language="fr")
    assert not agreed(ada, "newsletter")
    yes = grant(person=ada, purpose="newsletter", wording="1", source="footer")
    assert grant(person=ada, purpose="newsletter", wording="1", source="checkout") == yes
    assert grant(person=ada, purpose="newsletter", wording="2", source="checkout") != yes
    assert agreed(ada, "newsletter")
    assert not agreed(ada, "friends")
    no = withdraw(person=ada, purpose="newsletter", wording="2", source="mail link")
    assert withdraw(person=ada, purpose="newsletter", wording="3", source="account") == no
    assert not agreed(ada, "newsletter")
    said = list(ada.consents.order_by("id").values_list("granted", "wording"))
    assert said == [(True, "1"), (True, "2"), (False, "2")]


@pytest.mark.django_db
def test_erasure_cuts_the_tie_and_keeps_the_proof(
    member: Member, news: list[object], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    guest = person_for_email(email="ada@example.fr", language="fr")
    grant(person=guest, purpose="newsletter", wording="1", source="footer")
    ada = member("ada@example.fr", name="Ada Lovelace", town="Brest")
    prove_email(person=ada, email="ada@example.fr")
    account = services.open_account(person=ada, unit=POINTS)
    entry = services.credit(account=account, amount=5, unit=POINTS, kind="order", source="1")
    seen: list[int] = []
    erasing.register("test", lambda person: seen.append(person.pk))
    key = Person.objects.get(pk=ada.pk).key
    news.clear()

    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            erase(person=ada)
            erase(person=ada)
            erase(person=guest)
    finally:
        erasing._erasers.pop("test")
    ada.refresh_from_db()
    assert (ada.user, ada.email, ada.name, ada.town, ada.email_proven_at) == (None, "", "", "", None)
    assert ada.erased_at is not None
    assert ada.key != key
    assert seen == [ada.pk, guest.pk]
    assert not get_user_model().objects.exists()
    assert list(account.entries.all()) == [entry]
    assert Consent.objects.count() == 1
    assert is_suppressed("ADA@example.fr", "marketing")
    assert is_suppressed("ada@example.fr", "service")
    assert not is_suppressed("ada@example.fr", "transactional")  # she may order again
    assert news == [("erased", {"person_id": ada.pk})]
    for refused in (
        lambda: grant(person=ada, purpose="newsletter", wording="1", source="x"),
        lambda: services.open_account(person=ada, unit="cents"),
        lambda: prove_email(person=ada, email="ada@example.fr"),
    ):
        with pytest.raises(PersonIsOver):
            refused()
    assert person_for_email(email="ada@example.fr", language="fr") not in (ada, guest)


def text_columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in (Person, Consent, Suppression, Account)
        for field in model._meta.local_fields
        if isinstance(field, models.CharField)
    ]


@pytest.mark.django_db
def test_after_erasure_no_column_of_the_room_holds_the_address(member: Member) -> None:
    ada = prove_email(person=member("ada@example.fr", name="Ada"), email="ada@example.fr")
    erase(person=ada)
    for model, column in text_columns():
        assert not model.objects.filter(**{f"{column}__icontains": "ada"}).exists(), (model, column)
