"""Personal data: a unit gets its own back whole, nobody else's; a change that masking would hide is a change; nothing printed shows one."""

import openpyxl
import pytest

from tests.command import run
from tests.exchange.conftest import Office, add, one, put

IDENTITY, PHONE, LATER = "990901196003150011", "13900005678", "13911115678"
LEDGER = ("东乡", "一村", "DX-0001", "张某某", IDENTITY, "农村", PHONE, None, None, "煤改电")


def shown(path: object) -> set[str]:
    book = openpyxl.load_workbook(path)  # type: ignore[arg-type]
    return {str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None}


@pytest.mark.slow
def test_they_go_back_where_they_came_from(office: Office) -> None:
    sent = office.back(office.handed["东乡"], "一.xlsx", add("用户台账", *LEDGER))
    assert one(office.collect()).plan is not None
    sent.unlink()
    again = office.hand_out()
    assert {IDENTITY, PHONE} <= shown(again["东乡"])
    for unit in ("西乡", "南镇"):
        assert not {IDENTITY, PHONE} & shown(again[unit])

    office.back(again["东乡"], "二.xlsx", put("用户台账", "张某某", "联系电话", LATER))
    asked = run(office.root, "collect", str(office.post), "--json")
    assert '"was": "139****5678"' in asked.stdout
    assert PHONE not in asked.stdout + asked.stderr
    assert LATER not in asked.stdout + asked.stderr
    office.collect()
    assert {IDENTITY, LATER} <= shown(office.season / "东乡/填报表.xlsx")
    for receipt in (office.root / "exchange/2023/receipts").iterdir():
        assert IDENTITY not in receipt.read_text("utf-8")


@pytest.mark.slow
def test_what_the_county_knows_of_households_is_not_handed_down(office: Office) -> None:
    ledger = "乡镇,村（社区）,户主,身份证号,区域,联系电话,取暖路径\n" + f"东乡,一村,欧阳某某,{IDENTITY},农村,{PHONE},煤改电\n"
    (office.season / "甲县/用户台账.csv").write_text(ledger, encoding="utf-8")
    assert not {IDENTITY, PHONE, "欧阳某某"} & shown(office.hand_out()["东乡"])
