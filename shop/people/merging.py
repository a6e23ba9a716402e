"""Socket: what happens to the rows of a person who turns out to be another one.

Every foreign key to Person is found by itself and pointed to the person who goes on. A room registers a rule when that
is not enough:

- `MOVE` (default): point all rows to the person who goes on; a row that would break a unique constraint stays behind.
- `DROP`: the same, but a row that would break a constraint is deleted: both say the same (a like, a wish).
- `KEEP`: leave the rows where they are. Append-only rows always stay; read them through `selectors.family`.
- a function `(into, gone)`: does it all (the ledger moves balances by entries).
"""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import IntegrityError, models, transaction

from shop.appendonly import AppendOnly
from shop.people.models import Person

MOVE, DROP, KEEP = "move", "drop", "keep"
Rule = str | Callable[[Person, Person], None]
_rules: dict[tuple[str, str], Rule] = {}


def register(model: str, field: str, rule: Rule) -> None:
    """Say what happens to `model` ("ledger.Account") through `field` when persons merge. Call it in ready()."""
    _rules[(model.lower(), field)] = rule


def pointers() -> Iterator[tuple[type[models.Model], str, Rule]]:
    """Every foreign key to Person in the house, with its rule."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.remote_field is not None and field.related_model is Person:
                default: Rule = KEEP if issubclass(model, AppendOnly) else MOVE
                yield model, field.name, _rules.get((model._meta.label_lower, field.name), default)


def move_rows(*, into: Person, gone: Person) -> None:
    """Apply every rule. Inside the transaction of the merge."""
    for model, field, rule in pointers():
        if callable(rule):
            rule(into, gone)
        elif rule != KEEP:
            _move(model, field, into, gone, drop=rule == DROP)


def _move(model: type[models.Model], field: str, into: Person, gone: Person, *, drop: bool) -> None:
    rows = model._base_manager.filter(**{field: gone})
    try:
        with transaction.atomic():
            rows.update(**{field: into})
        return
    except IntegrityError:
        pass  # some row has a twin: one by one, then
    for row in rows.order_by("pk"):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field: into})
        except IntegrityError:
            if drop:
                row.delete()
