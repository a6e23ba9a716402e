"""Entries, allocations and consents are written once: the model refuses, and so does the database."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from shop.appendonly import RowIsFinal, Seal, lifted, missing_seals, sealed_models
from shop.ledger import services
from shop.ledger.models import Account, Allocation, Entry
from shop.people.models import Consent, Person
from shop.people.services import grant
from tests.shop.ledger import POINTS


@pytest.fixture
def rows(account: Account, ada: Person, earn: Callable[..., Entry]) -> list[models.Model]:
    """One row of each append-only kind that nothing else points to."""
    earn(100, "order-1")
    spending = services.debit(account=account, amount=30, unit=POINTS, kind="spend", source="basket-1")
    consent = grant(person=ada, purpose="newsletter", wording="2026-11", source="footer")
    return [spending.taken_from.get(), spending, consent]


def stored() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Entry, Allocation, Consent)]


def test_every_table_that_is_only_written_is_sealed(db: None) -> None:
    assert {model.__name__ for model in sealed_models()} >= {"Entry", "Allocation", "Consent"}
    assert missing_seals() == []


def test_the_models_refuse_to_change_or_delete(rows: list[models.Model]) -> None:
    before = stored()
    for row in rows:
        model = type(row)
        field = "granted" if model is Consent else "amount"
        for refused in (
            row.save,
            row.delete,
            lambda row=row: row.save(update_fields=["id"]),  # type: ignore[misc]
            lambda model=model: model.objects.all().delete(),  # type: ignore[misc]
            lambda model=model, field=field: model.objects.update(**{field: 1}),  # type: ignore[misc]
            lambda model=model, field=field, row=row: model.objects.bulk_update([row], [field]),  # type: ignore[misc]
            lambda model=model, row=row: model.objects.update_or_create(pk=row.pk, defaults={}),  # type: ignore[misc]
            lambda model=model, row=row: model.objects.bulk_create(  # type: ignore[misc]
                [row], update_conflicts=True, unique_fields=["id"], update_fields=["id"]
            ),
            lambda model=model: model._base_manager.all().delete(),  # type: ignore[misc]
        ):
            with pytest.raises(RowIsFinal):
                refused()
    assert stored() == before


def test_the_database_refuses_to_change_or_delete(rows: list[models.Model], vendor: str) -> None:
    before = stored()
    for row in rows:
        table = row._meta.db_table
        columns = ", ".join(field.column for field in row._meta.local_concrete_fields)
        commands = [
            f"UPDATE {table} SET id = id",
            f"UPDATE {table} SET created_at = created_at",
            f"DELETE FROM {table}",
        ]
        if table == "ledger_allocation":
            commands.remove(f"UPDATE {table} SET created_at = created_at")
        if vendor == "postgresql":
            commands += [f"TRUNCATE {table} CASCADE"]
        else:
            commands += [f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"]
        for command in commands:
            with connection.cursor() as cursor:
                if vendor == "postgresql":
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE is refused for another reason
                with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                    cursor.execute(command)
    assert stored() == before


def test_sqlite_refuses_to_replace_by_the_other_unique_key(rows: list[models.Model], vendor: str) -> None:
    if vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    before = stored()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO ledger_entry"
            " (account_id, amount, owed, asked, balance_after, debt_after, kind, source, note, created_at)"
            " SELECT account_id, 999, 0, 999, 999, 0, kind, source, '', created_at FROM ledger_entry"
        )
    assert stored() == before


def test_a_lifted_seal_lets_rows_be_emptied_but_not_changed_and_closes_again(rows: list[models.Model]) -> None:
    with lifted(connection), connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("UPDATE ledger_entry SET amount = 1")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_allocation")
    assert Allocation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_flush_empties_everything_outside_production_only(settings: object) -> None:
    ada = Person.objects.create(email="ada@example.fr")
    account = services.open_account(person=ada, unit=POINTS)
    services.credit(account=account, amount=1, unit=POINTS, kind="order", source="1")
    settings.PROFILE = "production"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="keeps its ledgers"):
        call_command("flush", interactive=False, stdout=StringIO())
    assert Entry.objects.count() == 1
    settings.PROFILE = "test"  # type: ignore[attr-defined]
    call_command("flush", interactive=False, stdout=StringIO())
    assert Entry.objects.count() == 0
    assert missing_seals() == []


@pytest.mark.django_db(transaction=True)
def test_a_seal_that_was_lost_is_put_on_again_by_migrate() -> None:
    with connection.schema_editor() as editor:
        Seal("ledger_entry").database_backwards("ledger", editor, None, None)
    assert [name for name in missing_seals() if not name.startswith("ledger_entry_")] == []
    assert len(missing_seals()) >= 2
    call_command("migrate", verbosity=0)
    assert missing_seals() == []
