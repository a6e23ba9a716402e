import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from shop.tables import Tables


def a_circle() -> Tables:
    """Two tables that point at each other, the first at one that comes later."""
    key = models.BigAutoField(primary_key=True)
    to_hen = models.ForeignKey("shop_tables.hen", models.CASCADE, null=True)
    to_egg = models.ForeignKey("shop_tables.egg", models.CASCADE, null=True)
    return Tables(
        [
            migrations.CreateModel("Egg", [("id", key), ("hen", to_hen)]),
            migrations.CreateModel("Hen", [("id", key.clone()), ("egg", to_egg)]),
        ]
    )


def states(operation: Tables) -> tuple[ProjectState, ProjectState]:
    before = ProjectState()
    assert before.apps.get_models() == []  # worked out, as the executor does before the first migration
    after = before.clone()
    operation.state_forwards("shop_tables", after)
    return before, after


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("shop_tables_")}


@pytest.mark.django_db(transaction=True)
def test_tables_that_point_at_each_other_are_made_and_taken_away() -> None:
    operation = a_circle()
    before, after = states(operation)
    with connection.schema_editor() as editor:
        operation.database_forwards("shop_tables", editor, before, after)
    assert tables() == {"shop_tables_egg", "shop_tables_hen"}
    with connection.cursor() as cursor:
        held = {table: connection.introspection.get_relations(cursor, table) for table in tables()}
    assert held["shop_tables_egg"]["hen_id"][:2] == ("id", "shop_tables_hen")
    assert held["shop_tables_hen"]["egg_id"][:2] == ("id", "shop_tables_egg")
    with connection.schema_editor() as editor:
        operation.database_backwards("shop_tables", editor, after, before)
    assert tables() == set()


def test_the_models_are_not_worked_out_between_two_tables() -> None:
    _, after = states(a_circle())
    assert "apps" not in vars(after)
    assert {model.__name__ for model in after.apps.get_models()} == {"Egg", "Hen"}
