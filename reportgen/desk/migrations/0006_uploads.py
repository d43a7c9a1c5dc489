"""Uploads of several files, and what is filled in on a page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Which uploads came together, and which sheet was filled in."""

    dependencies = (("desk", "0005_way_up"),)
    operations = (
        migrations.AddField("upload", "batch", models.CharField(blank=True, db_index=True, max_length=32, default=""), preserve_default=False),
        migrations.AddField("upload", "sheet", models.CharField(blank=True, max_length=255, default=""), preserve_default=False),
    )
