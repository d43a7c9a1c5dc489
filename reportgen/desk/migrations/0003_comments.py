"""Comments on documents, which are only added to, and Word files that came back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reportgen.desk.comment_words
from reportgen.desk.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("season", models.CharField(max_length=4)),
                ("unit", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("time", models.DateTimeField(auto_now_add=True)),
                ("file_name", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("outcome", models.CharField(default=reportgen.desk.comment_words.Reading["RECEIVED"], max_length=20)),
                ("remark", models.TextField(blank=True)),
                ("notes", models.JSONField(default=list)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort", models.CharField(max_length=10)),
                ("action", models.CharField(blank=True, max_length=20)),
                ("heading", models.TextField(blank=True)),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField(blank=True)),
                ("where", models.TextField(blank=True)),
                ("effect", models.TextField(blank=True)),
                ("places", models.JSONField(default=list)),
                ("decision", models.CharField(default=reportgen.desk.comment_words.Decision["OPEN"], max_length=10)),
                ("decided", models.DateTimeField(null=True)),
                ("words", models.TextField(blank=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="desk.wordfile")),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("season", models.CharField(max_length=4)),
                ("unit", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("act", models.CharField(default=reportgen.desk.comment_words.Act["COMMENT"], max_length=10)),
                ("name", models.CharField(max_length=120)),
                ("day", models.CharField(blank=True, max_length=40)),
                ("time", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("block", models.CharField(blank=True, max_length=120)),
                ("figure", models.CharField(blank=True, max_length=200)),
                ("occurrence", models.PositiveIntegerField(default=0)),
                ("words", models.TextField(blank=True)),
                ("quote", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("thread", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="later", to="desk.comment")),
                ("file", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="desk.wordfile")),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="wordfile",
            index=models.Index(fields=["season", "unit", "kind"], name="word_files_of_document"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["season", "unit", "kind"], name="comments_of_document"),
        ),
        append_only("desk_comment", "comments"),
    ]
