"""Uploads side by side, faults picked out by the address, and what a document lacks."""

from functools import cache
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from reportgen.desk.differences import HIDDEN, MOST_ROWS, differences
from reportgen.desk.roles import Role
from reportgen.inputs.schema.programme import shipped
from tests.desk.desks import BOOK, COUNTY, SEASON, SHEET, Desk, tasks

UNIT = f"/units/{SEASON}/{COUNTY}/"
FILE = "inputs/2023/甲县/填报表.xlsx"


@cache
def many(first: int, rows: int) -> bytes:
    def long(sheet: Any) -> None:
        for number in range(rows):
            sheet.append(["煤改电", "农村", first + number])

    return tasks(long)


def told(old: bytes, new: bytes) -> list[tuple[str, int, list[tuple[str, str, str]]]]:
    (sheet,) = differences(old, new, FILE, shipped())
    return [(row.kind, row.number, [(cell.cell, cell.old, cell.new) for cell in row.cells]) for row in sheet.rows]


def test_rows_come_go_and_change() -> None:
    def other(sheet: Any) -> None:
        sheet.insert_rows(2)
        sheet["A2"], sheet["B2"], sheet["C2"] = "煤改气", "农村", 60
        sheet["C3"] = 1100  # what was row 2

    assert told(tasks(), tasks(other)) == [
        ("added", 2, [("A2", "", "煤改气"), ("B2", "", "农村"), ("C2", "", "60")]),
        ("changed", 3, [("C3", "1200", "1100")]),
    ]
    assert [one[0] for one in told(tasks(other), tasks())] == ["removed", "changed"]
    assert differences(tasks(), tasks(), FILE, shipped()) == ()


def test_a_sheet_that_comes_and_one_that_is_another_altogether_are_told() -> None:
    (came,) = differences(tasks(), tasks(lambda sheet: sheet.parent.create_sheet("自用").append([1])), FILE, shipped())
    assert (came.sheet, came.remark) == ("自用", "增加了这张工作表，1行")
    (other,) = differences(many(0, MOST_ROWS + 1), many(7, MOST_ROWS + 1), FILE, shipped())
    assert "改动太多" in other.remark


def test_what_is_personal_is_compared_whole_and_shown_masked() -> None:
    def telephone(number: str) -> bytes:
        return tasks(lambda sheet: sheet.__setitem__("E2", f"联系电话{number}"))

    ((_, _, cells),) = told(telephone("13812345678"), telephone("13898765678"))
    ((_, old, new),) = cells
    assert "13812345678" not in old and "13898765678" not in new
    assert new != old and (new.endswith(HIDDEN) or "*" in new)


@pytest.mark.slow
def test_any_two_receipts_are_compared(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    first = desk.upload(client, tasks(lambda sheet: sheet.__setitem__("C2", 1100))).context["upload"]
    second = desk.upload(client, tasks(lambda sheet: sheet.__setitem__("C2", 1300))).context["upload"]

    def changes(of: Any, other: Any) -> list[tuple[str, str]]:
        page = client.get(f"{UNIT}upload/{of.pk}/differences/", {} if other is None else {"with": getattr(other, "pk", other)})
        return [(cell.old, cell.new) for sheet in page.context["sheets"] for row in sheet.rows for cell in row.cells]

    assert changes(second, None) == [("1100", "1300")]  # what it has replaced
    assert changes(second, first) == changes(first, second) == [("1100", "1300")]  # the older one always stands to the left
    assert changes(first, None) == [("1200", "1100")]
    assert changes(first, "now") == [("1100", "1300")]
    assert client.get(f"{UNIT}upload/{second.pk}/differences/", {"with": "999"}).status_code == 404


@pytest.mark.slow
def test_faults_are_picked_out_by_the_address(desk: Desk) -> None:
    def faulty(sheet: Any) -> None:
        sheet["B3"], sheet["C2"] = "城里", "一千多户"

    desk.book.write_bytes(tasks(faulty))
    client = desk.signed_in(Role.FILLER, COUNTY)
    said = client.get(UNIT, {"severity": "error"}).context["said"]
    one = next(one for one in said if "一千多户" in one["message"])
    page = client.get(UNIT, {"fault": one["id"], "rows": "faulty"})
    assert [found["message"] for found in page.context["said"]] == [one["message"]]
    assert [number for number, _ in page.context["page"].rows] == [2]
    assert all(found["rule"] == "" for found in page.context["said"])  # it is no finding of a rule: there is nothing to explain
    here = client.get(UNIT, {"here": "1", "sheet": SHEET}).context["said"]
    assert here and all(any(place["sheet"] == SHEET for place in found["places"]) for found in here)
    assert "reportgen " not in str(said)


@pytest.mark.slow
def test_what_a_document_lacks_leads_to_its_place(desk: Desk) -> None:
    desk.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", None)))
    page = desk.signed_in(Role.FILLER, COUNTY).get(f"/documents/{SEASON}/{COUNTY}/plan/")
    spots = [spot for gap in page.context["gaps"] for spot in gap.spots]
    cell = next(spot for spot in spots if "C2" in spot.words)
    assert unquote(cell.href) == f"{UNIT}?book={BOOK}&sheet={SHEET}&cell=C2#C2"
    assert unquote(cell.fill) == f"{UNIT}edit/?book={BOOK}&sheet={SHEET}#c-C2"
    reading = desk.signed_in(Role.AUDITOR, COUNTY).get(f"/documents/{SEASON}/{COUNTY}/plan/")
    assert {spot.fill for gap in reading.context["gaps"] for spot in gap.spots} == {None}
    assert not any(one["code"].startswith("documents.missing-") for one in page.context["said"])


@pytest.mark.slow
def test_a_ledger_of_fifty_thousand_rows_is_paged(desk: Desk) -> None:
    from io import BytesIO

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("自用")
    for number in range(50_000):
        sheet.append([number, "农村", f"第{number}户"])
    written = BytesIO()
    book.save(written)
    (desk.book.parent / "自用.xlsx").write_bytes(written.getvalue())
    page = desk.signed_in(Role.FILLER, COUNTY).get(UNIT, {"book": "自用.xlsx", "page": "500"})
    assert (page.context["page"].pages, len(page.context["page"].rows)) == (500, 100)
    assert len(page.content) < 200_000
    assert BOOK in page.context["books"]
