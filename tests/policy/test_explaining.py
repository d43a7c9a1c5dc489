"""情况说明: beside its finding until its day, never in its place; what is wrong with one is told at its cell."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.findings import Evaluated, Finding
from reportgen.pipeline.compliance import Made
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace
from tests.command import run

NOW = date(2024, 4, 16)
HEAD = "规则,哪一处,说明,有效期至,说明人\n"
POLICY = """
id: own
document: {title: 关于印发《示例办法》的通知, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: "2023-01-01"}
rules:
  - {id: OWN-1, title: 资金到位, clause: 一, quote: 资金到位, severity: warning, kinds: [plan], each: tasks,
     assert: row.households > 10000, message: "{{ row.path }}只有{{ row.households }}户"}
  - {id: OWN-2, title: 任务要少, clause: 二, quote: 任务要少, severity: error, kinds: [plan], assert: tasks.total < 10, message: 任务太多}
  - {id: OWN-3, title: 有任务, clause: 三, quote: 有任务, severity: warning, kinds: [plan], assert: tasks.total > 0, message: 没有任务}
"""


@dataclass
class Office:
    """A workspace whose 甲县 explains what an office's rules find."""

    root: Path

    def say(self, *rows: str) -> None:
        (self.root / "inputs/2023/甲县/情况说明.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")

    def open(self, today: date = NOW) -> Season:
        return open_season(Workspace(self.root), "2023", today=today)

    def found(self, rule: str, today: date = NOW) -> list[Finding]:
        return [finding for finding in self._evaluated(today).findings if finding.code == rule]

    def wrong(self, today: date = NOW) -> list[Diagnostic]:
        return [problem for problem in self._evaluated(today).problems if problem.code.startswith("explanations.")]

    def _evaluated(self, today: date) -> Evaluated:
        season = self.open(today)
        (job,) = season.jobs(frozenset({"甲县"}), frozenset({"plan"}))
        return season.evaluate(job)

    def report(self, today: date = NOW) -> etree._Element:
        season = self.open(today)
        (job,) = season.jobs(frozenset({"甲县"}), frozenset({"compliance"}))
        return etree.fromstring(season.review(job, Made(today)).html or "")


@pytest.fixture
def office(project: Callable[[str], Path]) -> Office:
    root = project("pair")
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(POLICY, encoding="utf-8")
    return Office(root)


def explained(findings: list[Finding]) -> list[bool]:
    return [finding.is_explained for finding in findings]


@pytest.mark.slow
def test_it_stands_beside_the_finding_and_lapses_after_its_day(office: Office) -> None:
    before = office.found("OWN-1")
    assert len(before) > 1
    office.say("OWN-1,,整村搬迁推迟，,2024-04-16,县能源局".replace("，,", ","))
    now = office.found("OWN-1")
    assert [(one.message, one.severity) for one in now] == [(one.message, one.severity) for one in before]  # nothing is hidden
    assert all(explained(now))
    assert now[0].explanation is not None
    assert now[0].explanation.told == "说明（县能源局，有效期至2024年4月16日）：整村搬迁推迟"
    later = office.found("OWN-1", date(2024, 4, 17))
    assert not any(explained(later))
    assert later[0].explanation is not None
    assert later[0].explanation.told == "说明（县能源局，已于2024年4月16日到期）：整村搬迁推迟"
    assert office.wrong() == []


@pytest.mark.sampled(4)
@pytest.mark.parametrize("spot", ["煤改电", "改造任务.csv", "C2", "改造任务.csv C2"])
def test_one_place_of_several_is_explained_alone(spot: str, office: Office) -> None:
    office.say(f"own-1,{spot},整村搬迁推迟,2024-06-30,县能源局")
    found = office.found("OWN-1")
    assert office.wrong() == []
    assert any(explained(found))
    if spot != "改造任务.csv":
        assert [finding.is_explained for finding in found] == ["煤改电" in finding.message for finding in found]


def test_of_two_explanations_that_which_holds_longest_is_told(office: Office) -> None:
    office.say("OWN-1,,第一次,2024-01-31,县能源局", "OWN-1,,第二次,2024-06-30,县能源局")
    assert {finding.explanation.reason for finding in office.found("OWN-1") if finding.explanation} == {"第二次"}


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("row", "code", "column", "said"),
    [
        ("OWN-11,,原因,2024-06-30,县能源局", "unknown-rule", "A", "没有编号为“OWN-11”的规则，是否应为“OWN-1”"),
        ("OWN-2,,原因,2024-06-30,县能源局", "must-be-mended", "A", "规则 OWN-2 的问题必须整改，不能以说明代替整改"),
        ("OWN-3,,原因,2024-06-30,县能源局", "nothing-found", "A", "规则 OWN-3 现在没有发现问题"),
        ("OWN-1,东乡,原因,2024-06-30,县能源局", "nowhere", "B", "规则 OWN-1 的问题中没有“东乡”这一处"),
    ],
)
def test_what_is_wrong_with_one_is_told_at_its_cell(row: str, code: str, column: str, said: str, office: Office) -> None:
    office.say(row)
    (problem,) = office.wrong()
    assert (problem.code, problem.message) == (f"explanations.{code}", said)
    assert [(place.file, place.cell) for place in problem.places] == [("inputs/2023/甲县/情况说明.csv", f"{column}2")]
    assert problem.unit == "甲县"


def test_an_error_that_is_explained_stays_one_and_is_shown(office: Office) -> None:
    office.say("OWN-2,,任务是市里下达的,2024-06-30,县能源局")
    (finding,) = office.found("OWN-2")
    assert (finding.severity, finding.is_explained) == (Severity.ERROR, False)
    tree = office.report()
    first = ["".join(cell.itertext()) for cell in tree.find(".//table[@id='leading']/tbody/tr")]  # type: ignore[union-attr]
    assert first[:2] == ["必须整改", "任务太多（说明不能代替整改）"]
    assert "任务是市里下达的" in "".join(tree.find(".//table[@id='faults-own']").itertext())  # type: ignore[union-attr]
    assert "其中已作说明" not in "".join(tree.find("p").itertext())  # type: ignore[union-attr]


@pytest.mark.slow
def test_the_report_counts_and_prints_what_is_explained(office: Office) -> None:
    office.say("OWN-1,煤改电,整村搬迁推迟,2024-06-30,县能源局")
    said = "".join(office.report().itertext())
    assert "其中已作说明1项；" in said
    assert "说明（县能源局，有效期至2024年6月30日）：整村搬迁推迟" in said
    assert "说明不能" not in said
    lapsed = "".join(office.report(date(2024, 7, 1)).itertext())
    assert "其中已作说明" not in lapsed
    assert "（县能源局，已于2024年6月30日到期）" in lapsed
    assert [problem for problem in office.report().iterfind(".//section/p") if "OWN" in "".join(problem.itertext())] == []


@pytest.mark.slow
def test_a_build_of_the_day_after_makes_the_report_anew_and_a_later_one_does_not(office: Office) -> None:
    office.say("OWN-1,煤改电,整村搬迁推迟,2024-06-30,县能源局")

    def statuses(today: date) -> list[str]:
        built = build(open_project(Workspace(office.root), "2023", today=today), Order(frozenset({"甲县"}), None, frozenset({"html"})))
        return [document.status for document in built.documents]

    assert set(statuses(date(2024, 6, 29))) == {"built"}
    assert set(statuses(date(2024, 6, 30))) == {"unchanged"}
    *others, report = statuses(date(2024, 7, 1))
    assert (set(others), report) == ({"unchanged"}, "built")
    assert set(statuses(date(2024, 8, 1))) == {"unchanged"}


def test_the_console_and_the_marked_copy_say_it_too(office: Office) -> None:
    office.say("OWN-1,煤改电,整村搬迁推迟,2099-06-30,县能源局", "OWN-11,,原因,2099-06-30,县能源局")
    shown = run(office.root, "check", "甲县").stdout
    assert "说明（县能源局，有效期至2099年6月30日）：整村搬迁推迟" in shown
    assert "（其中1项已作说明）" in shown
    assert "没有编号为“OWN-11”的规则，是否应为“OWN-1”" in shown
    told = json.loads(run(office.root, "check", "甲县", "--json").stdout)
    (one,) = [finding["explanation"] for finding in told["findings"] if "explanation" in finding]
    assert one == {"reason": "整村搬迁推迟", "until": "2099-06-30", "by": "县能源局", "lapsed": False}
    assert [problem["cell"] for problem in told["problems"] if problem["code"] == "explanations.unknown-rule"] == ["A3"]
