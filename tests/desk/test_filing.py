"""Filing from the desk: under the number of the register, the version that was signed and no other, its package, its place on the board."""

import io
import zipfile
from typing import Any

import pytest

from reportgen.desk.roles import Role
from reportgen.desk.stages import Stage
from reportgen.filing.register import Register
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key
from tests.desk.desks import COUNTY, SEASON, Desk, tasks
from tests.desk.test_steps import walked

PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"
NUMBER = "甲清洁办发〔2023〕6号"


def send(desk: Desk, client: Any, number: str, **asked: object) -> Any:
    case = desk.case()
    return client.post(f"{PLAN}filing/", {"turn": case.turn, "version": case.version, "number": number, **asked})


@pytest.mark.slow
def test_a_signed_document_is_filed_and_its_package_can_be_taken(filled: Desk) -> None:
    from reportgen.desk.models import Entry

    client = filled.signed_in(Role.SIGNER, COUNTY)
    assert client.get(f"{PLAN}filing/").status_code == 409  # it isn't signed yet
    walked(filled, "submit", "audit", "sign")
    page = client.get(f"{PLAN}filing/")
    assert page.context["number"] == NUMBER and page.context["following"] == "甲清洁办发〔2023〕13号"
    answer = send(filled, client, "7")
    assert answer.status_code == 409 and "不一致" in answer.content.decode()
    assert not Entry.objects.filter(action="filed").exists()
    answer = send(filled, client, "6")
    assert answer.status_code == 302
    entry = Entry.objects.get(action="filed")
    assert (entry.version, entry.words) == (1, NUMBER)
    (filing,) = client.get(PLAN).context["filings"]
    assert not client.get(PLAN).context["fileable"]  # it isn't offered once more
    package = client.get(f"{PLAN}package/{filing.position}")
    assert "公文/" in "".join(zipfile.ZipFile(io.BytesIO(package.content)).namelist())
    assert client.get(f"{PLAN}package/9").status_code == 404
    book = client.get(f"/units/{SEASON}/{COUNTY}/register/").content.decode()
    assert NUMBER in book and "指纹" in book
    again = send(filled, client, "6")
    assert again.status_code == 302 and Entry.objects.filter(action="filed").count() == 1  # the same, which is told to nobody twice
    way = client.get(PLAN).context["document"]
    assert (way.state, way.why) == ("signed", f"已报送：{NUMBER}")
    walked(filled, "receive", "accept")
    way = client.get(PLAN).context["document"]
    assert (way.state, way.why) == ("filed", NUMBER)


@pytest.mark.slow
def test_what_differs_from_what_was_signed_is_not_filed(filled: Desk) -> None:
    client = filled.signed_in(Role.SIGNER, COUNTY)
    walked(filled, "submit", "audit", "sign")
    asked = {"turn": filled.case().turn, "version": 1, "number": "6"}
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", 1150)))
    answer = client.post(f"{PLAN}filing/", asked)
    assert answer.status_code == 409 and "与签发的不一样" in answer.content.decode()
    assert filled.case().stage == Stage.DRAFT
    assert client.get(PLAN).context["filings"] == ()


def test_the_engine_files_no_version_but_the_one_that_was_signed(filled: Desk) -> None:
    from reportgen.desk.freezing import Asked, freeze

    done = freeze(filled.root, Asked(Key(SEASON, COUNTY, "plan"), "6", "张某某", "", "0" * 64), "")
    assert done.filing is None and "不是签发的那一版" in done.said[0]["message"]


FILED = (Filing(1, "", Key("2022", COUNTY, "plan"), 1, "", "甲清洁办发〔2023〕4号", "2023-01-18T09:00:00+08:00", "", "", "a", {}),)
PRINTED = {"plan": NUMBER, "acceptance": "甲清洁办发〔2023〕12号", "evaluation": "甲清洁办发〔2024〕1号"}


@pytest.mark.parametrize(
    ("year", "but", "following"),
    [
        (2023, "", "甲清洁办发〔2023〕13号"),
        (2023, "acceptance", "甲清洁办发〔2023〕7号"),
        (2024, "", "甲清洁办发〔2024〕2号"),
        (2025, "", "甲清洁办发〔2025〕1号"),
    ],
)
def test_the_next_number_is_after_those_that_are_filed_or_printed(year: int, but: str, following: str) -> None:
    book = Register(COUNTY, SEASON, FILED, PRINTED, "甲清洁办发")
    assert book.following(year, but) == following


def test_a_number_is_one_documents() -> None:
    book = Register(COUNTY, SEASON, FILED, PRINTED, "甲清洁办发")
    plan = Key(SEASON, COUNTY, "plan")
    assert book.holder(NUMBER, plan) is None
    assert book.holder("甲清洁办发〔2023〕4号", plan) == Key("2022", COUNTY, "plan")
    assert book.holder("甲清洁办发〔2023〕12号", plan) == Key(SEASON, COUNTY, "acceptance")


def test_a_number_of_another_document_is_told(filled: Desk) -> None:
    """A second document that prints the number of the first: the page says so before anybody files it."""
    from reportgen.desk.models import Case

    client = filled.signed_in(Role.SIGNER, COUNTY)
    Case.objects.create(season=SEASON, unit=COUNTY, kind="plan", stage=Stage.SIGNED, version=1, visible="0" * 64)
    folder = filled.root / "inputs" / SEASON / COUNTY / "单位.yaml"
    folder.write_text(folder.read_text("utf-8").replace("甲清洁办发〔2023〕12号", NUMBER), "utf-8")
    page = client.get(f"{PLAN}filing/")
    assert page.context["holder"] == Key(SEASON, COUNTY, "acceptance")
    assert "已经是2023年采暖季另一份公文的文号" in page.content.decode()
