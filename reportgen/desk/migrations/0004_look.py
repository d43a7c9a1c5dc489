"""Looks at numbers that stand out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own."""

    dependencies = (("desk", "0003_comments"),)
    operations = (
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("season", models.CharField(max_length=4)),
                ("unit", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=300)),
                ("value", models.CharField(max_length=80)),
                ("time", models.DateTimeField(auto_now_add=True)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["season", "unit"], name="looks_of_unit")],
            },
        ),
    )
