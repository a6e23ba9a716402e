"""Tables of a room made in one go.

Django works out anew, after every operation of a migration, all models that hang on the changed one; with Oscar's web
of foreign keys that is nearly all of them. The hundred tables of an empty shop cost half a minute of a core that way.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Make these tables, with the set of models worked out once for all of them.

    They may point at each other in any order, in a circle too: both databases check foreign keys at the end of the
    migration only. For the first migration of a room; what changes later is an operation of Django's as ever.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Forget what was worked out, so that it is not worked out again for each model."""
        vars(state).pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, editor, before, after)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, editor, before, after)

    def describe(self) -> str:
        return f"Make {len(self.models)} tables"
