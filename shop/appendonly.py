"""Rows that are written once: refused by the model, and by the database itself on both of its kinds.

A model derives from `AppendOnly`; its migration ends with `Seal("its_table", …)`. After every `migrate` the seals are
put on again where they are missing, because SQLite drops them with the old table whenever a column changes.
The only way past a seal is `lifted()`, which lets rows be emptied (never changed): the command `flush` uses it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from django.apps import AppConfig, apps
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

LIFTED = "append_only_lifted"
Row = TypeVar("Row", bound=models.Model)


class RowIsFinal(TypeError):
    """Somebody tried to change or delete a row that is only ever written. What is wrong is put right by a new row."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"{model.__name__} rows are neither changed nor deleted: write a new one.")


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Reads and inserts; everything else raises RowIsFinal. The async verbs end in these."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RowIsFinal(self.model)

    update = delete = bulk_update = update_or_create = _refuse
    _update = _raw_delete = _refuse

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Row]:
        if kwargs.get("update_conflicts"):
            raise RowIsFinal(self.model)
        return super().bulk_create(objs, *args, **kwargs)


class AppendOnly(models.Model):
    """A row that is saved once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; raises RowIsFinal for a row that is already stored."""
        if not self._state.adding:
            raise RowIsFinal(type(self))
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises RowIsFinal."""
        raise RowIsFinal(type(self))


POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('ricochet.lifted', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: its rows are neither changed nor deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgresql(table: str) -> list[str]:
    return [
        POSTGRESQL_FUNCTION,
        f'CREATE OR REPLACE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION append_only()",
        f'CREATE OR REPLACE TRIGGER {table}_all BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
    ]


def _sqlite(table: str, keys: Sequence[Sequence[str]]) -> list[str]:
    """INSERT OR REPLACE deletes without asking the delete trigger, so inserts over an existing key are refused too."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: its rows are neither changed nor deleted'); END"
    same = " OR ".join(" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in [("id",), *keys])
    lifted_now = f"EXISTS (SELECT 1 FROM {LIFTED})"  # noqa: S608  names of our own tables
    there = f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608
    return [
        f"CREATE TABLE IF NOT EXISTS {LIFTED} (lifted INTEGER)",
        f'CREATE TRIGGER IF NOT EXISTS {table}_row BEFORE UPDATE ON "{table}" {refuse}',
        f'CREATE TRIGGER IF NOT EXISTS {table}_all BEFORE DELETE ON "{table}" WHEN NOT {lifted_now} {refuse}',
        f'CREATE TRIGGER IF NOT EXISTS {table}_new BEFORE INSERT ON "{table}" WHEN {there} {refuse}',
    ]


def _seals(vendor: str, table: str) -> set[str]:
    return {f"{table}_{end}" for end in (("row", "all", "new") if vendor == "sqlite" else ("row", "all"))}


class Seal(Operation):
    """Migration step: the database refuses UPDATE, DELETE, TRUNCATE and REPLACE of a table.

    `keys`: the columns of each unique constraint besides the primary key (SQLite's REPLACE would use them).
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, *keys: Sequence[str]) -> None:
        self.table = table
        self.keys = keys

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__qualname__, [self.table, *self.keys], {})

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for sql in seal_sql(schema_editor.connection.vendor, self.table, self.keys):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        for name in sorted(_seals(vendor, self.table)):
            place = f' ON "{self.table}"' if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{place}", params=None)


def seal_sql(vendor: str, table: str, keys: Sequence[Sequence[str]]) -> list[str]:
    """The statements that seal a table on this kind of database; harmless when repeated."""
    return _postgresql(table) if vendor == "postgresql" else _sqlite(table, keys)


def sealed_models() -> list[type[AppendOnly]]:
    """Every model whose rows are only ever written."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def missing_seals() -> list[str]:
    """Names of triggers that should stand in the database and do not, sorted."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {str(row[0]) for row in cursor.fetchall()}
    wanted = {name for model in sealed_models() for name in _seals(connection.vendor, model._meta.db_table)}
    return sorted(wanted - standing)


def reseal(sender: AppConfig, **kwargs: Any) -> None:
    """Receiver of post_migrate: puts missing seals of an app's tables on again."""
    missing = missing_seals()
    tables = set(connection.introspection.table_names()) if missing else set()
    for model in sealed_models():
        table = model._meta.db_table
        if model._meta.app_label != sender.label or table not in tables:
            continue
        if not _seals(connection.vendor, table) & set(missing):
            continue
        keys = [
            [str(model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]
            for constraint in model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields and not constraint.condition
        ]
        with connection.cursor() as cursor:
            for sql in seal_sql(connection.vendor, table, keys):
                cursor.execute(sql)


@contextmanager
def lifted(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Let this transaction empty sealed tables. Rolled back or over, the seals are as before."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("SET LOCAL ricochet.lifted = 'on'")
        else:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {LIFTED} (lifted INTEGER)")
            cursor.execute(f"INSERT INTO {LIFTED} VALUES (1)")  # noqa: S608  a constant
        yield
        if database.vendor != "postgresql":
            cursor.execute(f"DELETE FROM {LIFTED}")  # noqa: S608  a constant
