"""Comparing two versions, units or seasons on the desk: what a reader is shown, and what they may not see."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from docx import Document

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.desk.roles import Role
from reportgen.versions.history import open_history
from reportgen.versions.version import BuildRecord, Key
from reportgen.workspace import open_workspace
from tests.desk.conftest import opened
from tests.desk.databases import Server
from tests.desk.desks import BOOK, CITY, COUNTY, OTHER, SEASON, Desk, tasks

PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


def recorded(root: Path, key: Key, html: Callable[[str], str]) -> None:
    """A document of another unit or season has a version: the first one of the county's plan, changed."""
    with open_history(root / "outputs") as history:
        version = history.version(Key(SEASON, COUNTY, "plan"), 1)
        assert version is not None
        made, details = history.html(version), history.details(version)
        assert made is not None and details is not None
        history.record(BuildRecord(key, html(made), {}, {}, tuple(details.figures.values()), (), datetime.now(UTC)))


def more_households(sheet: Any) -> None:
    sheet["C2"] = 1260


@pytest.fixture(scope="module")
def versions(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose county has two versions of its plan."""
    made = Path(shutil.copytree(built, tmp_path_factory.mktemp("versions") / "pair"))
    (made / "inputs" / SEASON / COUNTY / BOOK).write_bytes(tasks(more_households))
    workspace, _ = open_workspace(made)
    assert workspace is not None
    build(open_project(workspace, SEASON), Order(frozenset((COUNTY,)), frozenset(("plan",)), formats=("html",)))
    return made


@pytest.fixture
def pair(server: Server | None, ready: Path | str, versions: Path, tmp_path: Path) -> Iterator[Desk]:
    yield from opened(versions, server, ready, tmp_path)


def compare(client: Any, format: str = "", **asked: str) -> Any:
    return client.get(f"{PLAN}compare/{format}?{urlencode(asked)}")


def test_two_versions_figures_first_with_the_cells_that_moved_them(pair: Desk) -> None:
    page = compare(pair.signed_in(Role.AUDITOR, COUNTY))
    rows = {row["label"]: row for row in page.context["rows"]}
    total = rows["清洁取暖改造总任务"]
    assert [cell["change"] for cell in total["cells"]] == ["1200 → 1260"]
    assert total["step"] == "+60户"
    assert "cell=C2" in total["cells"][0]["href"]
    assert "1200 → 1260" in page.content.decode()
    assert page.context["found"].difference.old.number == 1


def test_the_address_says_what_is_compared(pair: Desk) -> None:
    client = pair.signed_in(Role.SIGNER, COUNTY)
    back = compare(client, old="2", new="1")
    assert {row["label"]: row["step"] for row in back.context["rows"]}["清洁取暖改造总任务"] == "-60户"
    found = compare(client, words="总任务", view="nothing/there")
    assert 0 < found.context["number"] < back.context["number"]
    assert all("总任务" in row["label"] for row in found.context["rows"])
    assert "两边都是" in compare(client, old="2", new="2").content.decode()
    assert "没有版本“9”" in compare(client, old="9").content.decode()
    assert "以前没有版本" in compare(client, new="1").content.decode()
    assert "还没有通过过" in compare(client, old="通过").content.decode()


def test_many_figures_come_page_by_page(pair: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.desk.views import compare as view

    client = pair.signed_in(Role.SIGNER, COUNTY)
    every = [row["label"] for row in compare(client).context["rows"]]
    monkeypatch.setattr(view, "PAGE", 3)
    first, last = compare(client), compare(client, page="999999")
    assert (first.context["page"], last.context["page"]) == (1, last.context["pages"])
    assert [row["label"] for row in first.context["rows"]] == every[:3]
    assert last.context["rows"][-1]["label"] == every[-1]
    assert compare(client, page="x").context["page"] == 1


def test_the_texts_the_redline_and_the_files(pair: Desk) -> None:
    client = pair.signed_in(Role.AUDITOR, COUNTY)
    page = compare(client, view="texts")
    assert "plan/compare/texts?" in page.content.decode()
    for format in ("texts", "redline"):
        shown = compare(client, format)
        assert "<script" not in (words := shown.content.decode()) and "<ins" in words and "<del" in words
        assert "sandbox" in shown["Content-Security-Policy"]
    word = compare(client, "docx")
    assert word.content[:2] == b"PK" and b"w:ins" in Document(BytesIO(word.content)).element.xml.encode()
    assert "filename" in word["Content-Disposition"]
    assert compare(client, "html").status_code == 404
    assert compare(client, "docx", old="9").status_code == 409


@pytest.mark.slow
def test_the_redline_on_paper(pair: Desk) -> None:
    assert compare(pair.signed_in(Role.AUDITOR, COUNTY), "pdf").content[:5] == b"%PDF-"


def test_another_unit_is_compared_by_who_sees_both(pair: Desk) -> None:
    recorded(pair.root, Key(SEASON, OTHER, "plan"), lambda html: html.replace(COUNTY, OTHER).replace('value="2000"', 'value="1500"'))
    city = compare(pair.signed_in(Role.RECEIVER, CITY), unit=OTHER)
    assert city.context["found"].difference.against
    assert OTHER in city.context["found"].difference.old.name
    assert city.context["choice"].units == (COUNTY, OTHER)
    county = pair.signed_in(Role.FILLER, COUNTY)
    for format in ("", "texts", "redline", "docx", "pdf"):
        assert compare(county, format, unit=OTHER).status_code == 403
        assert compare(county, format, unit=CITY).status_code == 403
        assert compare(county, format, unit="丙县").status_code == 404
        assert compare(county, format, kind="summary").status_code == 404
        assert compare(county, format, season="<b>").status_code == 404
    page = compare(county)
    assert page.context["choice"].units == (COUNTY,)
    assert OTHER not in page.content.decode()


def test_another_season_is_compared_where_it_has_the_document(pair: Desk) -> None:
    client = pair.signed_in(Role.RECEIVER, CITY)
    assert "2022年采暖季甲县《实施方案》还没有版本记录" in compare(client, season="2022").content.decode()
    earlier = Key("2022", COUNTY, "plan")
    recorded(pair.root, earlier, lambda html: html.replace('data-season="2023"', 'data-season="2022"').replace('value="2000"', 'value="1500"'))
    page = compare(client, season="2022")
    assert page.context["found"].difference.against
    assert page.context["choice"].seasons == (SEASON, "2022")
    assert "2022年采暖季" in page.context["found"].difference.old.name


def test_what_changed_since_it_was_accepted(pair: Desk) -> None:
    from reportgen.desk.trail import About, record

    record(pair.person(Role.RECEIVER, CITY), "accept", About(SEASON, COUNTY, "plan", 1, 1))
    for role, unit in ((Role.RECEIVER, CITY), (Role.FILLER, COUNTY)):
        client = pair.signed_in(role, unit)
        page = client.get(PLAN).content.decode()
        assert "与上次通过的相比" in page and "plan/compare/?old=通过&amp;new=2" in page
        found = compare(client, old="通过", new="2").context["found"]
        assert (found.difference.old.number, found.difference.new.number) == (1, 2)
    assert "与上次通过的相比" not in client.get(f"{PLAN}?version=1").content.decode()


def test_a_figure_tells_its_findings_and_what_it_was(pair: Desk) -> None:
    client = pair.signed_in(Role.SIGNER, COUNTY)
    page = client.get(f"{PLAN}?version=2&figure=tasks.total")
    assert [(one["versions"], one["value"]) for one in page.context["figure_past"]] == [("第2版", "2060户"), ("第1版", "2000户")]
    assert all(one["day"] in page.content.decode() for one in page.context["figure_past"])
    found = page.context["figure_findings"]
    named = {one["rule"] for one in page.context["version"].findings if "tasks.total" in one["figures"]}
    assert named and named < {one["rule"] for one in found}  # and those that speak of one of its cells
    assert all("填报表.xlsx《改造任务》C" in "".join(one["places"]) for one in found if one["rule"] not in named)
    assert found[0]["message"] in page.content.decode()
