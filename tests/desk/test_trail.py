"""The record of who did what: chained, append-only, exported."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from reportgen.desk.roles import Role
from tests.desk.desks import COUNTY, Desk


def test_entries_are_chained_and_the_database_refuses_to_change_them(desk: Desk) -> None:
    from reportgen.desk.models import Entry
    from reportgen.desk.trail import About, first_broken, record

    for number in range(3):
        record(None, "upload", About("2023", COUNTY, words=f"第{number}份"))
    first, second, third = Entry.objects.order_by("position")
    assert (first.previous, second.previous, third.previous) == ("", first.entry, second.entry)
    for attempt in (lambda: Entry.objects.filter(position=2).update(words="别的"), lambda: Entry.objects.filter(position=3).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE desk_entry")
    assert first_broken() is None


def test_who_changes_the_file_is_found_out(desk: Desk) -> None:
    from reportgen.desk.models import Entry
    from reportgen.desk.trail import About, first_broken, record

    for number in range(4):
        record(None, "upload", About(words=f"第{number}份"))
    with connection.cursor() as cursor:
        of = " ON desk_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER entries_UPDATE{of}")
        cursor.execute(f"DROP TRIGGER entries_DELETE{of}")
    Entry.objects.filter(position=2).update(words="别的")
    assert first_broken() == 2
    Entry.objects.filter(position=2).delete()
    assert first_broken() == 2
    assert "第2条" in desk.signed_in(Role.ADMINISTRATOR).get("/trail/").content.decode()


def test_the_export_has_every_entry_with_its_digest(desk: Desk) -> None:
    from reportgen.desk.models import Entry

    client = desk.signed_in(Role.ADMINISTRATOR)
    desk.person(Role.FILLER, COUNTY)
    lines = [json.loads(line) for line in client.get("/trail/export").content.decode().splitlines()]
    assert [line["entry"] for line in lines] == list(Entry.objects.order_by("position").values_list("entry", flat=True))
    assert {line["action"] for line in lines} == {"person", "seats"}


def test_entries_that_come_at_once_all_find_their_place(desk: Desk) -> None:
    from django.db import connections

    from reportgen.desk.models import Entry
    from reportgen.desk.trail import About, first_broken, record

    def several(of: int) -> None:
        for number in range(10):
            record(None, "upload", About(words=f"{of}-{number}"))
        connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(several, range(4)))
    assert Entry.objects.count() == 40
    assert first_broken() is None


def test_the_tables_are_those_of_the_migrations(ready: object, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    call_command("makemigrations", dry_run=True)
    assert capsys.readouterr().out.strip() == "No changes detected"
