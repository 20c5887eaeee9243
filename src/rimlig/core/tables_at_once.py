"""A migration that makes many tables from one picture of the models, instead of drawing all models anew for each line."""

from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

PARTS = (AddField, AddConstraint, AddIndex)


class TablesAtOnce(Migration):
    """A migration whose operations that only add are carried out together, each run of them from one state to another.

    Django draws every model that is related to a changed one anew after each
    operation. Where nearly all models are related, an empty database of some
    hundred tables took a minute of computing that way. What only adds does not
    need the states between: a table is made with the columns, constraints and
    indexes that the run gives it, and its triggers come after it. Everything
    else is carried out as Django does it.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: FBT001, FBT002  # as Django calls it
    ) -> ProjectState:
        """Carry the migration out, as Django's own does, and return the state of the models after it."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for together, run in groupby(self.operations, _only_adds):
            if together:
                self._add(list(run), project_state, schema_editor)
            else:
                rest = Migration(self.name, self.app_label)
                rest.operations = list(run)  # type: ignore[misc]  # an instance has its own, as Django does
                rest.apply(project_state, schema_editor)
        return project_state

    def _add(self, run: list[Operation], state: ProjectState, schema_editor: BaseDatabaseSchemaEditor) -> None:
        before = state.clone()
        # Without a picture there is none to draw anew; the first that asks for one afterwards draws it once.
        state.__dict__.pop("apps", None)
        for operation in run:
            operation.state_forwards(self.app_label, state)
        made = {operation.name_lower for operation in run if isinstance(operation, CreateModel)}
        for operation in run:
            if not (isinstance(operation, PARTS) and operation.model_name.lower() in made):
                operation.database_forwards(self.app_label, schema_editor, before, state)


def _only_adds(operation: Operation) -> bool:
    return isinstance(operation, (CreateModel, AddTrigger, *PARTS))
