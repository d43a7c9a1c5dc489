"""The days of a 合规核查报告: a build without changes changes nothing, one with changes says since when and what."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from reportgen.building.build import build
from reportgen.building.known_findings import findings_now
from reportgen.building.outcome import Built, Order
from reportgen.building.project import Project, open_project
from reportgen.building.status import status
from reportgen.documents.formats import Format
from reportgen.versions.history import open_history
from reportgen.versions.log import log
from reportgen.versions.version import Key
from reportgen.workspace import Workspace

TODAY = datetime.now().astimezone().date()
KEY = Key("2023", "甲县", "compliance")


@dataclass
class Office:
    """A workspace, and its builds so many days from now."""

    root: Path

    def open(self, days: int = 0) -> Project:
        return open_project(Workspace(self.root), "2023", today=TODAY + timedelta(days))

    def build(self, days: int = 0, *formats: Format, force: bool = False) -> Built:
        order = Order(frozenset({"甲县"}), frozenset({"compliance"}), frozenset(formats or ("html", "xlsx")), force=force)
        return build(self.open(days), order)

    def files(self) -> dict[str, bytes]:
        return {path.suffix: path.read_bytes() for path in (self.root / "outputs/2023/甲县").iterdir()}

    def said(self) -> str:
        """The paragraph that the newest version begins with."""
        with open_history(self.root / "outputs") as history:
            html = history.html(history.versions(KEY)[-1])
        assert html is not None
        first = etree.fromstring(html).find("p")
        assert first is not None
        return "".join(first.itertext())

    def set_rule(self, limit: int) -> None:
        """An office's rule that 甲县 breaks."""
        (self.root / "inputs/policies").mkdir(exist_ok=True)
        (self.root / "inputs/policies/own.yaml").write_text(
            f"""
id: own
document: {{title: 关于印发《示例办法》的通知, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: "2023-01-01"}}
rules:
  - {{id: OWN-1, title: 任务要少, clause: 二, quote: 任务要少, severity: warning, kinds: [plan], assert: tasks.total < {limit}, message: 任务太多}}
""",
            encoding="utf-8",
        )


@pytest.fixture
def office(project: Callable[[str], Path]) -> Office:
    made = Office(project("pair"))
    made.set_rule(10)
    return made


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.slow
def test_the_day_of_a_report_stays_while_what_it_says_does(office: Office) -> None:
    office.build()
    assert office.said().startswith(f"{in_words(TODAY)}，对照")
    before = office.files()
    assert [document.status for document in office.build(5).documents] == ["unchanged"]
    assert [document.status for document in office.build(6, force=True).documents] == ["unchanged"]
    assert office.files() == before
    (office.root / "outputs/2023/甲县/合规核查报告.xlsx").unlink()
    assert [document.status for document in office.build(7).documents] == ["built"]
    assert office.files() == before
    (standing,) = status(office.open(8), TODAY, frozenset({"甲县"}), frozenset({"compliance"}))
    assert standing.up_to_date


@pytest.mark.slow
def test_what_has_changed_is_told_against_the_last_report_of_another_day(office: Office) -> None:
    office.build()
    assert "相比" not in office.said()
    office.set_rule(100000)  # mended
    office.build()
    assert "相比" not in office.said()  # the same day: nobody has been told of the other one
    office.set_rule(10)
    office.build()
    office.set_rule(100000)
    office.build(3)
    said = office.said()
    assert said.startswith(in_words(TODAY + timedelta(3)))
    assert re.search(f"与{in_words(TODAY)}的核查相比，没有新发现的问题，已整改1项，仍未整改[0-9]+项。", said)


@pytest.mark.slow
def test_what_is_said_in_both_formats_is_of_one_day(office: Office) -> None:
    """Also where one format is asked for on one day, and the data are as they were when the other was made."""
    office.build(0, "html")
    office.set_rule(100000)
    office.build(1, "html")
    office.set_rule(10)
    office.build(2, "xlsx")
    office.build(3)
    dated = in_words(TODAY + timedelta(2)).encode()
    assert dated in office.files()[".html"]


def test_the_findings_of_a_report_are_recorded_and_their_standing_known(office: Office) -> None:
    office.build()
    project = office.open()
    now = findings_now(project, ("甲县", "compliance"))
    assert now is None  # of the documents that it speaks of nothing is known yet
    build(project, Order(frozenset({"甲县"}), None, frozenset({"html"})))
    now = findings_now(office.open(), ("甲县", "compliance"))
    assert now is not None
    assert {"OWN-1"} <= {finding["rule"] for finding in now}
    with open_history(office.root / "outputs") as history:
        (logged,) = log(history, KEY, now)
    assert logged.then == logged.standing
    assert sum(logged.then.values()) == len(now)


def test_the_day_on_which_the_data_were_saved_is_that_of_the_latest_file(office: Office) -> None:
    for path in (office.root / "inputs/2023/甲县").iterdir():
        os.utime(path, (0, datetime(2024, 3, 5, 12).timestamp()))  # the day of this computer
    os.utime(office.root / "inputs/2023/甲县/资金.csv", (0, datetime(2024, 4, 1, 12).timestamp()))
    office.build()
    assert "（2024年4月1日保存）" in office.said()
