"""The ledger rolled up: its households by path, township, village and unit, traced to ranges of rows; missing where nobody knows."""

import json
import shutil
from pathlib import Path

import pytest

from reportgen.figures.scope import Scope, scopes
from reportgen.findings import Finding
from reportgen.inputs.load import load_season
from reportgen.language.figure import Figure
from reportgen.policy import load_policies
from reportgen.programmes.clean_heating.figures.ledger import Ledger, ledger
from reportgen.programmes.clean_heating.figures.tasks import tasks
from reportgen.programmes.clean_heating.figures.villages import villages
from reportgen.workspace import Workspace as RealWorkspace
from tests.command import run
from tests.inputs.workspace import UNIT, Workspace
from tests.ledger.test_ledgers import HOUSEHOLDS, TITLES, county_at, write
from tests.policy.units import evaluate, only

CITY = '名称: 忻州市\n级别: 市\n代码: "140900"\n发文机关: 忻州市清洁取暖工作领导小组办公室\n'


def of_county(county: Workspace) -> Ledger:
    (scope,) = scopes((county.load()[0],))
    return rolled_up(scope)


def rolled_up(scope: Scope) -> Ledger:
    return ledger(scope, villages(scope, tasks(scope)))


def numbers(*figures: Figure) -> list[int | None]:
    return [None if figure.value is None else int(figure.value) for figure in figures]


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    """A county whose ledger is in two files."""
    county = county_at(tmp_path)
    write(county.folder / "用户台账" / "子干乡.csv", HOUSEHOLDS[:9])
    write(county.folder / "用户台账" / "大牛店镇.xlsx", HOUSEHOLDS[9:])
    return county


def test_villages_add_up_to_townships_and_these_to_the_county(county: Workspace) -> None:
    whole = of_county(county)
    assert numbers(whole.households, whole.sampled) == [14, 7]
    assert [(path.name, *numbers(path.households)) for path in whole.paths] == [("煤改电", 9), ("煤改气", 5)]
    assert [(one.name, *numbers(one.households)) for one in whole.townships] == [("子干乡", 10), ("大牛店镇", 4)]
    assert [(one.name, *numbers(one.households)) for one in whole.townships[0].villages] == [("子干村", 5), ("东关村", 5)]
    assert [(path.name, *numbers(path.households)) for path in whole.townships[0].paths] == [("煤改电", 5), ("煤改气", 5)]
    assert sum(one.sampled.value or 0 for one in whole.townships) == 7


def test_a_number_leads_to_ranges_of_rows(county: Workspace) -> None:
    whole = of_county(county)
    file = "inputs/2023/原平市/用户台账"
    assert [(str(source.place), source.raw) for source in whole.households.sources] == [
        (f"{file}/大牛店镇.xlsx#Sheet!E2:E6", "5行"),
        (f"{file}/子干乡.csv!E2:E10", "9行"),
    ]
    village = whole.townships[1].villages[0]
    assert village.households.name == "ledger.township.大牛店镇.village.西关村.households"
    assert [str(source.place) for source in village.households.sources] == [
        f"{file}/大牛店镇.xlsx#Sheet!E4",
        *(f"{file}/子干乡.csv!E{row}" for row in (4, 7, 10)),
    ]


def test_what_a_file_does_not_say_is_missing_and_not_nothing(county: Workspace) -> None:
    whole = of_county(county)
    assert numbers(whole.installed, whole.accepted) == [None, None]
    assert whole.accepted.lacking[0] == "inputs/2023/原平市/用户台账/大牛店镇.xlsx#Sheet没有“验收合格”一列"


def test_a_village_that_nobody_can_read_makes_those_missing_in_which_it_may_lie(county: Workspace) -> None:
    write(county.folder / "用户台账" / "又一份.csv", [("子干乡", "#REF!", *HOUSEHOLDS[0][2:])])
    county.write("乡镇村名录.csv", "乡镇,村（社区）\n子干乡,子干村\n子干乡,东关村\n大牛店镇,西关村\n")
    whole = of_county(county)
    assert numbers(whole.households, *(one.households for one in whole.townships)) == [15, 11, 4]
    assert numbers(*(one.households for one in whole.townships[0].villages)) == [None, None]
    assert numbers(*(one.households for one in whole.townships[1].villages)) == [4]


def test_counties_add_up_to_the_city(county: Workspace) -> None:
    for name, code, rows in (("代县", "140923", HOUSEHOLDS[:4]), ("忻州市", "140900", [])):
        folder = county.folder.parent / name
        folder.mkdir()
        text = CITY if name == "忻州市" else UNIT.replace("原平市", name).replace("140981", code)
        (folder / "单位.yaml").write_text(text, "utf-8")
        if rows:
            write(folder / "用户台账.csv", rows)
    whole = rolled_up(city(county))
    assert numbers(whole.households, *(unit.households for unit in whole.units)) == [18, 4, 14]
    assert [(path.name, *numbers(path.households)) for path in whole.units[0].paths] == [("煤改电", 3), ("煤改气", 1)]
    assert whole.townships == ()


def city(county: Workspace) -> Scope:
    """The city above the county."""
    workspace = RealWorkspace(county.root)
    return next(scope for scope in scopes(load_season(workspace, county.folder.parent).units) if scope.unit.name == "忻州市")


@pytest.mark.slow
def test_a_person_finds_them_among_the_figures(county: Workspace) -> None:
    said = run(county.root, "figures", "原平市").stdout
    assert "ledger.households" in said
    assert "ledger.townships[].villages[].households" in said
    assert "子干乡子干村台账户数" in said


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("大牛店镇,西关村,煤改电,4,3\n", "有1处与《验收》不一致，例如西关村煤改电台账4户、验收表3户"),
        ("大牛店镇,,煤改电,4,3\n", "有1处与《验收》不一致，例如大牛店镇煤改电台账4户、验收表3户"),
        ("子干乡,子干村,煤改电,2,2\n子干乡,,煤改电,3,2\n", "有1处与《验收》不一致，例如子干乡煤改电台账5户、验收表4户"),
        ("子干乡,,煤改气,5,5\n大牛店镇,西关村,煤改电,4,4\n", ""),
    ],
)
def test_what_is_accepted_is_compared_by_village_or_by_township(county: Workspace, rows: str, expected: str) -> None:
    for path in (county.folder / "用户台账").iterdir():
        path.unlink()
    lines = [",".join(map(str, (*row, "是"))) for row in HOUSEHOLDS]
    county.write("用户台账.csv", "\n".join((",".join((*TITLES, "验收合格")), *lines)))
    given = (row.split(",") for row in rows.splitlines())
    table = [",".join((*place, done, done, passed, str(int(done) - int(passed)), "0")) for *place, done, passed in given]
    county.write("验收.csv", "\n".join(("乡镇,村（社区）,验收类别,完工户数,验收户数,合格户数,不合格户数,整改后合格户数", *table)))
    said = [finding.message for finding in findings(scopes((county.load()[0],))[0], "CH-08-07")]
    assert [message.removeprefix("用户台账的验收合格户数") for message in said] == ([expected] if expected else [])


def test_a_city_is_told_in_which_counties_the_sums_differ(county: Workspace) -> None:
    (county.folder.parent / "忻州市").mkdir()
    (county.folder.parent / "忻州市" / "单位.yaml").write_text(CITY, "utf-8")
    county.write("验收.csv", "乡镇,村（社区）,验收类别,完工户数\n大牛店镇,西关村,煤改电,9\n子干乡,东关村,煤改气,5\n")
    assert [finding.message for finding in findings(city(county), "CH-08-08")] == [
        "煤改气：用户台账5户，确村确户3户，验收完工5户，例如原平市台账5户、确村确户3户、验收完工5户"
    ]


def findings(scope: Scope, rule: str) -> tuple[Finding, ...]:
    """What a rule says of a unit."""
    policies = only(load_policies(RealWorkspace(Path("/nonexistent")))[0], rule)
    return evaluate(tuple(policy for policy in policies if policy.rules), scope, "evaluation").findings


KIND = """- id: ledger-table
  name: 台账汇总表
  datasets: [households]
  filed: false
  levels: {县: {template: ledger-table.html, title: 用户台账汇总表}}
"""
TEMPLATE = """{% extends "plain.html" %}{% block body %}
{% for township in ledger.townships %}{% for village in township.villages %}
<p>{{ village.name }}{{ village.households|amount }}，抽验{{ village.sampled|amount }}。</p>
{% endfor %}{% endfor %}
{% endblock %}
"""


def test_a_template_prints_them_and_trace_leads_to_the_rows(county: Workspace) -> None:
    (county.root / "templates" / "html").mkdir(parents=True)
    (county.root / "templates" / "kinds.yaml").write_text(KIND, "utf-8")
    (county.root / "templates" / "html" / "ledger-table.html").write_text(TEMPLATE, "utf-8")
    traced = json.loads(run(county.root, "trace", "原平市", "台账汇总表", "ledger.township.子干乡.village.东关村.sampled", "--json").stdout)
    (figure,) = traced["figures"]
    assert (figure["value"], figure["unit"]) == ("3", "户")
    assert [source["cell"] for source in figure["sources"]] == ["H6", "H3", "H9"]


def test_the_ledger_is_held_against_what_was_confirmed(county: Workspace) -> None:
    confirmed = "乡镇,村（社区）,取暖路径,区域,户数\n子干乡,子干村,煤改电,农村,6\n子干乡,东关村,煤改气,农村,5\n西镇乡,西镇村,煤改电,农村,3\n"
    county.write("确村确户.csv", confirmed)
    whole = of_county(county)
    lines = [(one.name, *numbers(one.confirmed, one.covered, one.households, one.difference)) for one in (*whole.compared, whole.whole)]
    assert lines == [("子干乡", 11, 11, 10, -1), ("西镇乡", 3, 0, 0, 0), ("大牛店镇", 0, 0, 4, 4), ("", 14, 11, 14, 3)]
    assert [one.partial for one in (*whole.compared, whole.whole)] == [False, True, False, True]
    assert whole.compared[0].difference.name == "ledger.township.子干乡.difference"


def test_a_village_whose_ledger_has_not_come_lacks_no_households(county: Workspace) -> None:
    (county.folder / "用户台账" / "大牛店镇.xlsx").unlink()
    write(county.folder / "用户台账" / "子干乡.csv", [row for row in HOUSEHOLDS if row[1] == "子干村"])
    whole = of_county(county)
    assert [(one.name, *numbers(one.confirmed, one.covered, one.households, one.difference)) for one in whole.compared] == [
        ("子干乡", 7, 4, 5, 1),
        ("大牛店镇", 5, 0, 0, 0),
    ]
    assert numbers(whole.whole.confirmed, whole.whole.covered, whole.whole.difference) == [12, 4, 1]
    assert [str(source.place) for source in whole.whole.covered.sources] == ["inputs/2023/原平市/确村确户.csv!E2"]


def test_without_a_ledger_nothing_is_compared(county: Workspace) -> None:
    shutil.rmtree(county.folder / "用户台账")
    assert of_county(county).compared == ()


def test_a_city_holds_each_county_against_what_was_confirmed_there(county: Workspace) -> None:
    folder = county.folder.parent / "忻州市"
    folder.mkdir()
    (folder / "单位.yaml").write_text(CITY, "utf-8")
    whole = rolled_up(city(county))
    assert [(one.name, *numbers(one.households)) for one in whole.compared] == [("原平市", 14)]
    assert whole.compared[0].difference.value == 14 - sum(row.households for row in county.load()[0].rows("villages"))
