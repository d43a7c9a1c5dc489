"""Which database: SQLite unless one setting says otherwise; transactions of the desk write one after the other on both."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from reportgen.desk.chosen import Database, chosen
from tests.command import run
from tests.desk.desks import Desk


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql:///baosong", Database("baosong")),
        ("postgresql://ren@db.local:5433/baosong?sslmode=verify-full", Database("baosong", "ren", "db.local", 5433, {"sslmode": "verify-full"})),
        ("postgresql://ren@/baosong?host=/run/postgresql", Database("baosong", "ren", "/run/postgresql")),
    ],
)
def test_one_setting_chooses_the_database(address: str, expected: Database) -> None:
    made, problems = chosen({"database": address})
    assert (made.database, problems) == (expected, ())


def test_without_it_there_is_nothing_to_choose() -> None:
    made, problems = chosen({})
    assert (made.database, made.directory, made.provider, problems) == (None, None, None, ())


@pytest.mark.parametrize(
    "address",
    [1, "", "sqlite:///x", "postgresql://db.local", "postgresql://db.local/a/b", "postgresql://db.local:x/a", "postgresql:///a?user=b", "postgresql://[/a"],
)
def test_what_is_no_address_is_said(address: object) -> None:
    made, problems = chosen({"database": address})
    assert made.database is None and [one.code for one in problems] == ["settings.desk"]


@pytest.mark.sampled(2)
def test_all_faults_are_told_before_anything_starts_and_no_secret_stands_in_the_file(desk: Desk) -> None:
    with (desk.root / "reportgen.toml").open("w", encoding="utf-8") as settings:
        settings.write(
            '[desk]\ndatabase = "postgresql://ren:mima@db.local/baosong"\ncolour = 1\n[desk.ldap]\nbase = 1\n[desk.oidc]\nissuer = "http://sso.local"\n'
        )
    done = run(desk.root, "desk")
    assert done.returncode == 2
    for words in (
        "写了密码",
        "PGPASSWORD",
        "“colour”",
        "没有写 address",
        "base 应当是加双引号的文本",
        "不是 https 地址",
        "没有写 client",
        "REPORTGEN_OIDC_SECRET",
    ):
        assert words in done.stderr, words
    assert "mima" not in done.stderr


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_said(desk: Desk) -> None:
    (desk.root / "reportgen.toml").write_text('season = 2023\n[desk]\ndatabase = "postgresql://ren@127.0.0.1:1/baosong"\n', "utf-8")
    done = run(desk.root, "desk")
    assert done.returncode == 2
    assert "数据库用不了" in done.stderr and "Traceback" not in done.stderr


def test_a_transaction_begins_when_the_one_before_has_ended(desk: Desk) -> None:
    """What each read at its start is still so when it writes: without that, both would write the same."""
    from django.db import connections, transaction

    from reportgen.desk.models import Case

    case = Case.objects.create(season="2023", unit="甲县", kind="plan")
    both = Barrier(2)

    def count_up(_: int) -> None:
        both.wait(10)
        for _ in range(5):
            with transaction.atomic():
                now = Case.objects.get(pk=case.pk)
                time.sleep(0.01)
                now.turn += 1
                now.save()
        connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(count_up, range(2)))
    assert Case.objects.get(pk=case.pk).turn == 10
