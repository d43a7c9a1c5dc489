"""The record of who did what is added to and never changed: the database itself refuses anything else."""

from django.db import migrations

_REFUSE = "CREATE TRIGGER entries_{verb} BEFORE {verb} ON desk_entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"


class Migration(migrations.Migration):
    """Triggers, in SQLite's words."""

    dependencies = (("desk", "0001_first"),)
    operations = tuple(migrations.RunSQL(_REFUSE.format(verb=verb), f"DROP TRIGGER entries_{verb}") for verb in ("UPDATE", "DELETE"))
