import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reportgen.desk.stages


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0006_uploads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("season", models.CharField(max_length=4)),
                ("purpose", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("time", models.DateTimeField(auto_now_add=True)),
                ("files", models.JSONField(default=list)),
                ("effects", models.JSONField(default=dict)),
                ("state", models.CharField(default=reportgen.desk.stages.Taking["PROPOSED"], max_length=20)),
                ("taken", models.DateTimeField(null=True)),
                ("back", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="desk.change")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("taken_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=255)),
                ("text", models.TextField()),
                ("was", models.CharField(blank=True, max_length=64)),
                ("time", models.DateTimeField(auto_now=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "path"), name="one_draft")],
            },
        ),
    ]
