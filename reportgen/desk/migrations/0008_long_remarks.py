"""The remark of an upload names every lock that it meets: it is as long as it needs, which PostgreSQL takes at its word and SQLite never asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("desk", "0007_changes"),)
    operations = (migrations.AlterField(model_name="upload", name="remark", field=models.TextField(blank=True)),)
