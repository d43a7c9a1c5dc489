"""Tables that are added to and never changed: the database itself refuses anything else, each in its own words."""

from typing import Any

from django.db import migrations

_VERBS = ("UPDATE", "DELETE")
_SQLITE = "CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{name} are never changed'); END"
_FUNCTION = "CREATE FUNCTION {name}_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{name} are never changed'; END $$"
_POSTGRESQL = "CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}_stay()"


def append_only(table: str, name: str) -> migrations.RunPython:
    """The step of a migration from which on a table is only added to; `name` is what its rows are called in the database's words."""

    def refuse(_apps: Any, schema: Any) -> None:
        if schema.connection.vendor == "postgresql":
            schema.execute(_FUNCTION.format(name=name))
            for verb in (*_VERBS, "TRUNCATE"):
                schema.execute(_POSTGRESQL.format(name=name, verb=verb, table=table))
        else:
            for verb in _VERBS:
                schema.execute(_SQLITE.format(name=name, verb=verb, table=table))

    def allow(_apps: Any, schema: Any) -> None:
        if schema.connection.vendor == "postgresql":
            for verb in (*_VERBS, "TRUNCATE"):
                schema.execute(f"DROP TRIGGER {name}_{verb} ON {table}")
            schema.execute(f"DROP FUNCTION {name}_stay()")
        else:
            for verb in _VERBS:
                schema.execute(f"DROP TRIGGER {name}_{verb}")

    return migrations.RunPython(refuse, allow)
