"""Rows written in bulk, past Django's objects: COPY on PostgreSQL, one prepared INSERT on SQLite.

Only for tables that are filled from nothing, where no signal and no service has anything to say; checks and foreign
keys are the database's. Numbers are given out here, so that rows may point to each other before they are written.
"""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import DateField, DateTimeField, DecimalField, Field, JSONField, Max, Model, UUIDField
from django.utils.functional import Promise
from phonenumber_field.modelfields import PhoneNumberField

from demo.goods.spec import Both
from shop import clock

Convert = Callable[[Any], Any]


def texts(**words: Both) -> dict[str, str]:
    """Columns of translated fields: title=Both("Mug", "Mug") gives title, title_fr, title_en."""
    found: dict[str, str] = {}
    for name, word in words.items():
        found |= {name: word.fr, f"{name}_fr": word.fr, f"{name}_en": word.en}
    return found


class Table:
    """Rows waiting for one table. `add` fills what is not said with the model's defaults."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.columns = [str(field.column) for field in fields]
        self._place = {field.attname: place for place, field in enumerate(fields)}
        self._blank = [_default(field) for field in fields]
        self._converts = [(place, convert) for place, field in enumerate(fields) if (convert := _converter(field))]
        self._pk = model._meta.pk.attname if model._meta.pk else "id"
        self._numbered = self._pk == "id"
        self._next = 1 + (model._default_manager.aggregate(top=Max("pk"))["top"] or 0) if self._numbered else 0
        self.rows: list[list[Any]] = []

    def add(self, **values: Any) -> int:
        """A row, and its number (0 for tables whose key is given)."""
        row = self._blank.copy()
        for name, value in values.items():
            row[self._place[name]] = value
        number = 0
        if self._numbered:
            number, self._next = self._next, self._next + 1
            row[self._place["id"]] = number
        self.rows.append(row)
        return number

    def flush(self) -> int:
        """Write what waits; returns how many rows."""
        rows, self.rows = self.rows, []
        for place, convert in self._converts:
            for row in rows:
                if row[place] is not None:
                    row[place] = convert(row[place])
        if rows:
            write = _copy if connection.vendor == "postgresql" else _insert
            write(self.model._meta.db_table, self.columns, rows)
        return len(rows)


def flush(tables: Iterable[Table]) -> int:
    """Write all tables, and let the database count on from there; returns how many rows."""
    tables = list(tables)
    written = sum(table.flush() for table in tables)
    resets = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    with connection.cursor() as cursor:
        for statement in resets:
            cursor.execute(statement)
    return written


def _default(field: "Field[Any, Any]") -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return clock.now()
    value = field.get_default()
    return str(value) if isinstance(value, Promise) else value


def _converter(field: "Field[Any, Any]") -> Convert | None:
    """How a value of this column is handed to the database; None: as it stands."""
    ops = connection.ops
    if isinstance(field, JSONField):
        return json.dumps
    if isinstance(field, DateTimeField):
        return ops.adapt_datetimefield_value
    if isinstance(field, DecimalField):
        digits, places = field.max_digits, field.decimal_places
        return lambda value: ops.adapt_decimalfield_value(value, digits, places)
    if isinstance(field, DateField):
        return ops.adapt_datefield_value
    if isinstance(field, PhoneNumberField):
        # Reading a number takes longer than all else of an order's address, and people have one.
        return lru_cache(maxsize=20_000)(field.get_prep_value)
    if isinstance(field, UUIDField):
        return None if connection.features.has_native_uuid_field else lambda value: value.hex
    return None


def _names(table: str, columns: list[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(map(quote, columns))})"


def _copy(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_names(table, columns)} FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)


def _insert(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        # The names come from the models, the values are bound.
        cursor.executemany(f"INSERT INTO {_names(table, columns)} VALUES ({marks})", rows)  # noqa: S608
