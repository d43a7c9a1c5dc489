"""The record of who did what is added to and never changed: the database itself refuses anything else."""

from typing import Any

from django.db import migrations

_VERBS = ("UPDATE", "DELETE")
_ABORT = "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
_SQLITE = {verb: f"CREATE TRIGGER entries_{verb} BEFORE {verb} ON desk_entry {_ABORT}" for verb in _VERBS}
_REFUSE = "CREATE FUNCTION entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'entries are never changed'; END $$"
_POSTGRESQL = {
    verb: f"CREATE TRIGGER entries_{verb} BEFORE {verb} ON desk_entry FOR EACH STATEMENT EXECUTE FUNCTION entries_stay()" for verb in (*_VERBS, "TRUNCATE")
}


def refuse(_apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute(_REFUSE)
    for statement in (_POSTGRESQL if schema.connection.vendor == "postgresql" else _SQLITE).values():
        schema.execute(statement)


def allow(_apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "postgresql":
        for verb in _POSTGRESQL:
            schema.execute(f"DROP TRIGGER entries_{verb} ON desk_entry")
        schema.execute("DROP FUNCTION entries_stay()")
    else:
        for verb in _SQLITE:
            schema.execute(f"DROP TRIGGER entries_{verb}")


class Migration(migrations.Migration):
    """Triggers, in the words of each database."""

    dependencies = (("desk", "0001_first"),)
    operations = (migrations.RunPython(refuse, allow),)
