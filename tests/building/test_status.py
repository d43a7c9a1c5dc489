"""status: what is built and up to date, draft or complete, and how many days there are left."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.building.status import Standing, status
from reportgen.pipeline.due import a_month_later
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
TODAY = date(2023, 10, 20)


def standings(root: Path, unit: str = "甲县", kind: str = "plan") -> tuple[Standing, ...]:
    return status(open_project(Workspace(root), "2023"), TODAY, frozenset({unit}), frozenset({kind}))


def standing(root: Path, unit: str = "甲县", kind: str = "plan") -> Standing:
    (one,) = standings(root, unit, kind)
    return one


def make(root: Path) -> None:
    build(open_project(Workspace(root), "2023"), Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"html"})))


def alter(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_a_document_is_up_to_date_until_its_data_or_its_file_changes(project: Project) -> None:
    root = project("pair")
    unit, output = root / "inputs/2023/甲县/单位.yaml", root / "outputs/2023/甲县/实施方案.html"
    assert (standing(root).built, standing(root).up_to_date) == (False, False)
    make(root)
    assert (standing(root).built, standing(root).up_to_date) == (True, True)
    alter(unit, "李某某", "王某某")
    assert (standing(root).built, standing(root).up_to_date) == (True, False)
    make(root)
    assert standing(root).up_to_date
    output.write_text("改过的", encoding="utf-8")
    assert not standing(root).up_to_date
    output.unlink()
    assert not standing(root).up_to_date


@pytest.mark.slow
def test_what_is_missing_makes_a_draft_and_a_problem(project: Project) -> None:
    root = project("pair")
    assert (standing(root).draft, standing(root).problems) == (False, 0)
    (root / "inputs/2023/甲县/改造任务.csv").unlink()
    assert standing(root).draft
    assert standing(root).problems > 0


def test_a_unit_that_cannot_be_read_has_its_documents_too(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/乙县/单位.yaml").write_text("名称: [乙县\n", encoding="utf-8")
    one = standing(root, "乙县")
    assert (one.readable, one.up_to_date, one.draft, one.due) == (False, False, True, None)


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("before", "after", "kind", "due"),
    [
        ("序号: 1", "时限: {方案报备: 2023-05-01}", "plan", date(2023, 5, 1)),
        ("示清洁办发〔2023〕3号]", "忻清洁办发〔2023〕3号]", "plan", date(2023, 4, 20)),
        ("示清洁办发〔2023〕3号]", "忻清洁办发〔2023〕3号, 晋清洁办发〔2022〕3号]", "plan", date(2023, 4, 20)),
        ("示清洁办发〔2023〕3号]", "忻清洁办发〔2023〕3号]", "acceptance", None),
        ("示清洁办发〔2023〕3号]", "忻清洁办发〔2023〕3号]", "evaluation", date(2024, 4, 30)),
        ("序号: 1", "采暖季: {开始: 2023-11-01, 结束: 2024-03-31}", "summary", date(2024, 4, 30)),
        ("序号: 1", "时限: {总结报送: 2024-04-10}", "summary", date(2024, 4, 10)),
        ("序号: 1", "序号: 2", "compliance", None),
    ],
)
def test_when_a_document_is_due(before: str, after: str, kind: str, due: date | None, project: Project) -> None:
    root = project("pair")
    city = root / "inputs/2023/示例市/单位.yaml"
    city.write_text(re.sub("^采暖季: .*$|^时限:(\n  .*)*", "", city.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    alter(root / "inputs/2023/甲县/单位.yaml", before, after)
    one = standing(root, "甲县", kind)
    assert one.due == due
    assert one.days == (None if due is None else (due - TODAY).days)


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2024, 3, 31), date(2024, 4, 30)), (date(2024, 1, 31), date(2024, 2, 29)), (date(2023, 12, 15), date(2024, 1, 15))],
)
def test_a_month_later(day: date, later: date) -> None:
    assert a_month_later(day) == later


def test_only_filing_makes_a_document_reported_and_from_its_day_on(project: Project) -> None:
    root = project("pair")
    unit = root / "inputs/2023/甲县/单位.yaml"
    alter(unit, "成文日期: 2023-04-18", "成文日期: 2023-04-18, 报送日期: 2023-10-20")
    assert standing(root).reported is None
    key = Key("2023", "甲县", "plan")
    for time, reported in (("2023-10-20T09:30:00+08:00", TODAY), ("2023-10-21T09:30:00+08:00", None)):
        filing = Filing(1, "", key, 1, "", "甲清洁办发〔2023〕6号", time, "张某某", "", "", {})
        (one,) = status(open_project(Workspace(root), "2023"), TODAY, frozenset({"甲县"}), frozenset({"plan"}), [filing])
        assert (one.reported, one.filing) == (reported, filing)


def test_the_command_prints_a_table_or_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    from reportgen.cli import main_group

    root = project("pair")

    def run(*arguments: str) -> str:
        main_group(["--workspace", str(root), "status", "甲县", "--today", "2023-10-20", *arguments], standalone_mode=False)
        return capsys.readouterr().out

    (first, *_) = json.loads(run("--json"))
    assert {key: first[key] for key in ("season", "unit", "kind", "up_to_date", "draft", "problems")} == {
        "season": "2023",
        "unit": "甲县",
        "kind": "plan",
        "up_to_date": False,
        "draft": False,
        "problems": 0,
    }
    assert first["findings"] == {"error": 0, "warning": 12, "notice": 1, "not_checked": 10}  # the standing rules: the pair gives little
    assert (first["due"], first["days"]) == ("2023-04-20", -183)
    shown = run()
    heading, plan, *_ = shown.splitlines()
    assert heading.split() == ["单位", "文种", "文件", "状态", "问题", "必须整改", "应当核实", "提示", "时限", "剩余", "报送文号"]
    assert plan.split() == ["甲县", "实施方案", "未生成", "完整", "—", "—", "12", "1", "2023-04-20", "逾期183天", "—"]
    assert "逾期未报送1份" in shown
