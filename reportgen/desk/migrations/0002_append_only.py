"""The record of who did what is added to and never changed: the database itself refuses anything else."""

from django.db import migrations

from reportgen.desk.append_only import append_only


class Migration(migrations.Migration):
    dependencies = (("desk", "0001_first"),)
    operations = (append_only("desk_entry", "entries"),)
