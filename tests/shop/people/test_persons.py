"""One person a mailbox, one person a user, and who turns out to be whom."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth import get_user_model

from shop.ledger import audits, selectors, services, units
from shop.ledger.models import Account
from shop.people import merging
from shop.people.exceptions import EmailTaken, NotAnAddress, NotProven, TwoAccounts
from shop.people.models import Consent, Person
from shop.people.selectors import agreed, by_email, live
from shop.people.services import grant, merge, person_for_email, person_for_user, prove_email
from tests.rivals import together

Member = Callable[..., Person]
POINTS = units.register(units.Unit("points", "points")).code


@pytest.mark.django_db
def test_an_address_is_one_person_however_it_is_written() -> None:
    ada = person_for_email(email="Ada@Example.fr ", language="en")
    assert person_for_email(email="ada@example.fr", language="fr") == ada
    assert (ada.email, ada.language, ada.is_guest, ada.email_proven_at) == ("ada@example.fr", "en", True, None)
    assert by_email("ADA@example.fr") == ada
    with pytest.raises(NotAnAddress):
        person_for_email(email="ada", language="fr")
    assert Person.objects.count() == 1


def test_a_user_is_one_person_without_an_address_until_it_is_proven(member: Member) -> None:
    ada = member("ada@example.fr")
    assert person_for_user(user=ada.user) == ada
    assert (ada.email, ada.is_guest) == ("", False)
    assert prove_email(person=ada, email="Ada@example.fr").email == "ada@example.fr"
    first = Person.objects.get(pk=ada.pk).email_proven_at
    assert prove_email(person=ada, email="ada@example.fr").email_proven_at == first is not None


def test_a_guest_is_taken_over_only_when_the_address_is_proven(member: Member) -> None:
    guest = person_for_email(email="ada@example.fr", language="fr")
    ada = member("ada@example.fr")
    assert ada != guest
    guest.refresh_from_db()
    assert guest.merged_into is None

    assert prove_email(person=ada, email="ada@example.fr") == ada
    guest.refresh_from_db()
    ada.refresh_from_db()
    assert (guest.merged_into, guest.email, guest.name) == (ada, "", "")
    assert (ada.email, ada.user.email) == ("ada@example.fr", "ada@example.fr")  # type: ignore[union-attr]
    assert person_for_email(email="ada@example.fr", language="fr") == ada
    assert live(guest) == ada


def test_an_address_that_another_account_has_proven_is_not_taken_over(member: Member) -> None:
    ada, ben = member("ada@example.fr"), member("ben@example.fr")
    prove_email(person=ada, email="ada@example.fr")
    with pytest.raises(EmailTaken):
        prove_email(person=ben, email="ADA@example.fr")
    ben.refresh_from_db()
    assert ben.email == ""
    assert live(ada) == ada


def test_persons_merge_only_by_the_proven_address(member: Member) -> None:
    guest = person_for_email(email="ben@example.fr", language="fr")
    ada, ben = member("ada@example.fr"), member("ben@example.fr", email="b2@example.fr")
    with pytest.raises(NotProven):
        merge(into=ada, gone=guest, proven="ada@example.fr")
    with pytest.raises(TwoAccounts):
        merge(into=ada, gone=ben, proven="b2@example.fr")
    with pytest.raises(NotProven):
        merge(into=guest, gone=guest, proven="ben@example.fr")
    assert Person.objects.filter(merged_into=None).count() == 3


@pytest.mark.django_db
def test_a_merge_moves_balances_by_entries_and_keeps_consents(
    member: Member, news: list[object], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    guest = person_for_email(email="ada@example.fr", language="fr")
    ada = member("ada@example.fr")
    old = services.open_account(person=guest, unit=POINTS)
    lot = services.credit(account=old, amount=100, unit=POINTS, kind="order", source="1")
    services.debit(account=old, amount=10, unit=POINTS, kind="spend", source="1")
    services.hold(account=old, amount=20, unit=POINTS, key="pending")
    new = services.open_account(person=ada, unit=POINTS)
    services.credit(account=new, amount=7, unit=POINTS, kind="order", source="2")
    cents = services.open_account(person=guest, unit="cents")
    grant(person=guest, purpose="newsletter", wording="2026-11", source="checkout")

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        prove_email(person=ada, email="ada@example.fr")
        merge(into=ada, gone=guest, proven="ada@example.fr")  # again: nothing

    assert selectors.standing(new) == selectors.Standing(97, 20, 0, 77)
    assert selectors.standing(old) == selectors.standing(new)  # whoever still means the old one
    assert list(old.entries.order_by("id").values_list("kind", "amount")) == [
        ("order", 100), ("spend", -10), ("merge-out", -90)
    ]  # fmt: skip
    assert list(new.entries.order_by("id").values_list("kind", "amount")) == [
        ("order", 7), ("merge-in", 20), ("merge-in", 70)
    ]  # fmt: skip
    cents.refresh_from_db()
    assert cents.person == ada  # ada had none: it changes hands
    assert services.open_account(person=guest, unit=POINTS) == new
    services.capture(key="pending")
    assert services.credit(account=old, amount=100, unit=POINTS, kind="order", source="1") == lot
    services.reverse(entry=lot, kind="refund", source="1")
    assert selectors.standing(new) == selectors.Standing(0, 0, 23, 0)  # 77 were there
    assert agreed(ada, "newsletter")
    assert Consent.objects.get().person == guest  # never edited
    assert news == [("merged", {"person_id": ada.pk, "gone_id": guest.pk})]
    assert list(audits.differences()) == []


@pytest.mark.django_db
def test_a_merge_brings_debt_and_pays_it(member: Member) -> None:
    guest = person_for_email(email="ada@example.fr", language="fr")
    ada = member("ada@example.fr")
    old, new = services.open_account(person=guest, unit=POINTS), services.open_account(person=ada, unit=POINTS)
    lot = services.credit(account=old, amount=50, unit=POINTS, kind="order", source="1")
    services.debit(account=old, amount=30, unit=POINTS, kind="spend", source="1")
    services.hold(account=old, amount=20, unit=POINTS, key="pending")
    services.reverse(entry=lot, kind="refund", source="1")
    assert selectors.standing(old) == selectors.Standing(20, 20, 50, 0)
    services.credit(account=new, amount=10, unit=POINTS, kind="order", source="2")

    prove_email(person=ada, email="ada@example.fr")
    assert selectors.standing(new) == selectors.Standing(20, 20, 40, 0)
    assert list(audits.differences()) == []
    services.release(key="pending")
    assert selectors.standing(new) == selectors.Standing(0, 0, 20, 0)
    assert list(audits.differences()) == []


@pytest.mark.django_db
def test_a_chain_of_merges_ends_at_the_living(member: Member) -> None:
    first = person_for_email(email="a@example.fr", language="fr")
    one = services.open_account(person=first, unit=POINTS)
    services.credit(account=one, amount=1, unit=POINTS, kind="order", source="1")
    second = Person.objects.create()
    two = services.open_account(person=second, unit=POINTS)
    merge(into=second, gone=first, proven="a@example.fr")
    ada = member("ada@example.fr")
    three = services.open_account(person=ada, unit=POINTS)
    prove_email(person=ada, email="a@example.fr")
    assert live(first) == live(second) == ada
    assert set(Person.objects.filter(merged_into=ada)) == {first, second}  # no chain is left to walk
    assert [selectors.balance(account) for account in (one, two, three)] == [1, 1, 1]
    services.credit(account=one, amount=5, unit=POINTS, kind="order", source="2")
    assert selectors.balance(three) == 6
    assert list(audits.differences()) == []


@pytest.mark.django_db
def test_every_pointer_to_a_person_has_a_rule() -> None:
    rules = {(model._meta.label, field): rule for model, field, rule in merging.pointers()}
    assert rules[("people.Consent", "person")] == merging.KEEP
    assert rules[("people.Person", "merged_into")] == merging.MOVE
    assert rules[("ledger.Entry", "created_by")] == merging.KEEP
    assert callable(rules[("ledger.Account", "person")])


@pytest.mark.django_db
@pytest.mark.parametrize(("drop", "left"), [(False, 1), (True, 0)])
def test_a_row_with_a_twin_stays_or_goes_as_its_room_says(drop: bool, left: int) -> None:
    """An account of the same unit stands for any row that is unique for a person."""
    into, gone = Person.objects.create(), Person.objects.create()
    for person, unit in ((into, "points"), (gone, "points"), (gone, "cents")):
        Account.objects.create(person=person, unit=unit)
    merging._move(Account, "person", into, gone, drop=drop)
    assert sorted(into.accounts.values_list("unit", flat=True)) == ["cents", "points"]
    assert gone.accounts.count() == left


class TestRivals:
    pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

    @pytest.mark.parametrize("run", range(3))
    def test_twenty_orders_with_one_address_are_one_person(self, run: int) -> None:
        writings = ["ada@example.fr", "ADA@example.fr", " ada@EXAMPLE.fr"]
        calls = [partial(person_for_email, email=writings[n % 3], language="fr") for n in range(20)]
        assert {answer.pk for answer in together(calls)} == {Person.objects.get().pk}

    def test_twenty_sign_ins_of_one_user_are_one_person(self) -> None:
        user = get_user_model().objects.create_user("ada@example.fr", "a long enough word")
        answers = together([partial(person_for_user, user=user)] * 20)
        assert {answer.pk for answer in answers} == {Person.objects.get().pk}

    @pytest.mark.parametrize("run", range(3))
    def test_a_sign_up_proven_while_orders_come_in_ends_in_one_living_person(self, run: int) -> None:
        user = get_user_model().objects.create_user("ada@example.fr", "a long enough word")
        ada = person_for_user(user=user)
        prove = [partial(prove_email, person=ada, email="ada@example.fr")] * 5
        order = [partial(person_for_email, email="ada@example.fr", language="fr")] * 10
        answers = together([*prove, *order])
        assert {type(answer) for answer in answers} == {Person}
        living = Person.objects.get(merged_into=None)
        assert (living.pk, living.email, living.user_id) == (ada.pk, "ada@example.fr", user.pk)
        assert {live(answer).pk for answer in answers} == {ada.pk}

    def test_earning_while_the_guest_is_merged_loses_nothing(self) -> None:
        guest = person_for_email(email="ada@example.fr", language="fr")
        ada = person_for_user(user=get_user_model().objects.create_user("ada@example.fr", "a long enough word"))
        old = services.open_account(person=guest, unit=POINTS)
        services.open_account(person=ada, unit=POINTS)

        def earn(number: int) -> object:
            return services.credit(account=old, amount=1, unit=POINTS, kind="order", source=str(number))

        answers = together(
            [*[partial(earn, n) for n in range(15)], partial(prove_email, person=ada, email="ada@example.fr")]
        )
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        assert selectors.balance(services.open_account(person=ada, unit=POINTS)) == 15
        assert list(audits.differences()) == []
