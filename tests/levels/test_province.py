"""A province of two cities (one a 盟), their counties and the townships of one, through the commands."""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.language.figure import Figure
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace
from tests.command import run
from tests.levels import province

TAGS = re.compile(r"<[^>]+>")
UNITS = ("示例省", "西盟", "西一旗", "东一县")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The province with the documents of one unit of each level."""
    root = province.make(tmp_path_factory.mktemp("province"))
    province.give_townships(root)
    done = run(root, "build", "--format", "html", *UNITS)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def opened(root: Path) -> Season:
    """The season of a workspace."""
    return open_season(Workspace(root), "2023")


def text_of(season: Season, unit: str, *kinds: str) -> str:
    """The words of a unit's documents (ids of kinds; none: all that are filed), with a | where an element begins or ends, as they are composed."""
    jobs = season.jobs(frozenset((unit,)), frozenset(kinds) or None)
    html = "".join(str(season.compose(job).html) for job in jobs if job.kind.filed)
    return "".join(TAGS.sub("|", html).split())


def figures(season: Season, unit: str) -> Mapping[str, Figure]:
    """All figures of a unit by name."""
    (scope,) = [one for one in season.scopes if one.unit.name == unit]
    return season.themes(scope).figures()


def plain(text: str) -> str:
    return text.replace("|", "")


@pytest.mark.slow
def test_the_province_has_its_own_documents(built: Path) -> None:
    for kind in ("实施方案", "采暖季工作总结", "合规核查报告"):
        assert (built / f"outputs/2023/示例省/{kind}.html").is_file(), kind
    said = plain(text_of(opened(built), "示例省"))
    for words in ("全省年度改造任务0.9200万户", "省委、省政府", "各盟市人民政府（行政公署）", "省直有关单位", "做到省、市、县、乡、村、户数据一致"):
        assert words in said, words
    for foreign in ("全市", "县（市、区）", "市直", "有关管委会"):
        assert foreign not in said, foreign


def test_a_league_and_a_banner_speak_of_themselves(built: Path) -> None:
    season = opened(built)
    league, banner = plain(text_of(season, "西盟")), plain(text_of(season, "西一旗"))
    for words in ("全盟", "各旗县（市、区）", "盟委、行署"):
        assert words in league, words
    for words in ("我旗", "供编制全盟绩效自评报告使用"):
        assert words in banner, words
    for foreign in ("全市", "全县", "我县", "我市", "各县（市、区）"):
        assert foreign not in league + banner, foreign


def test_the_counties_stand_below_their_city_and_add_up_to_it(built: Path) -> None:
    season = opened(built)
    table = text_of(season, "示例省", "plan").split("任务分解表")[-1]
    names = ("总计", *province.COUNTIES, *(name for names in province.COUNTIES.values() for name in names))
    order = [name for name in table.split("|") if name in names]
    assert order == ["东市", *province.COUNTIES["东市"], "西盟", *province.COUNTIES["西盟"], "总计"]
    found = figures(season, "示例省")
    for city in ("991", "992"):
        parts = [found[f"tasks.unit.{city}00{number}.total"].value for number in (1, 2, 3)]
        assert sum(part for part in parts if part is not None) == found[f"tasks.unit.{city}000.total"].value == 4600
    assert found["completion.unit.992001.total.completed"].label.startswith("西盟西一旗")


def test_a_number_of_the_province_is_traced_to_the_counties_cells(built: Path) -> None:
    done = run(built, "trace", "示例省", "plan", "tasks.unit.992001.total", "--json")
    traced = json.loads(done.stdout)["figures"]
    assert [one["figure"] for one in traced] == ["tasks.unit.992001.total"], done.stdout[:500]
    assert {Path(source["file"]).parent.name for source in traced[0]["sources"]} == {"西一旗"}


def test_the_table_of_townships_is_filled_from_their_folders(built: Path) -> None:
    season = opened(built)
    plan = text_of(season, "东一县", "plan")
    assert "涉及3个乡镇、4个村（社区）" in plain(plan)
    table = re.sub(r"\|+", "|", plan.split("分乡镇改造任务表")[-1])
    for row in ("东乡|2|1000|0|1000", "西镇|1|200|0|200", "城关镇|1|0|800|800", "合计|4|1200|800|2000"):
        assert row in table, table[:400]
    found = figures(season, "东一县")["villages.township.城关镇.total"]
    assert [Path(source.place.file).parent.name for source in found.sources] == ["东街社区"]
    assert figures(season, "东市")["villages.townships"].value == 3 + 1 + 3  # 东一县 by its folders, 东二区 and 东三县 by their tables


@pytest.mark.slow
def test_nothing_is_left_to_mend(built: Path) -> None:
    done = run(built, "check", "--json")
    said = json.loads(done.stdout)
    assert [one["message"] for one in said["problems"] if one["code"] not in ("policy.no-rules", "policy.no-notice", "inputs.no-kinds")] == []
    assert [(one["rule"], one["message"]) for one in said["findings"] if one["severity"] == "error"] == []


def test_nothing_to_do_is_nothing_to_do(built: Path) -> None:
    done = run(built, "status", "示例省", "--json")
    assert done.returncode == 0, done.stdout


THEMES = ("units-completion", "units-service", "units-running", "units-issues")
"""The tables of the summary over the units below: each of another theme."""


@pytest.mark.sampled(2)
@pytest.mark.parametrize("table", THEMES)
def test_each_table_of_the_summary_has_the_counties_below_their_city(built: Path, table: str) -> None:
    season = opened(built)
    (job,) = season.jobs(frozenset(("示例省",)), frozenset(("summary",)))
    (drawn,) = re.findall(rf'<table id="{table}">.*?</table>', str(season.compose(job).html), re.DOTALL)
    names = (*province.COUNTIES, *(name for names in province.COUNTIES.values() for name in names))
    cells = "".join(TAGS.sub("|", drawn).split()).split("|")
    assert [cell for cell in cells if cell in names] == ["东市", *province.COUNTIES["东市"], "西盟", *province.COUNTIES["西盟"]]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("figure", ["operators.unit.{}.stations", "issues.unit.{}.found", "dispatch.unit.{}.faults", "funds.unit.{}.budget"])
def test_the_counties_of_each_theme_add_up_to_their_city(built: Path, figure: str) -> None:
    found = figures(opened(built), "示例省")
    for city in ("991", "992"):
        parts = [found[figure.format(f"{city}00{number}")].value for number in (1, 2, 3)]
        assert sum(part for part in parts if part is not None) == found[figure.format(f"{city}000")].value != 0
    assert found[figure.format("992001")].label.startswith("西盟西一旗")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The province, whose documents may be spoilt; 东一县 has its townships."""
    root = province.make(tmp_path)
    province.give_townships(root)
    return root


def broken(root: Path, unit: str, rule: str) -> list[dict[str, Any]]:
    """What `check` finds by a rule, once for all documents that it is about."""
    done = run(root, "check", unit, "--json")
    found = [one for one in json.loads(done.stdout)["findings"] if one["rule"] == rule]
    return [one for at, one in enumerate(found) if one["message"] not in [other["message"] for other in found[:at]]]


def test_county_and_township_that_differ_are_told_at_both_cells(fresh: Path) -> None:
    table = (province.PAIR / "甲县/确村确户.csv").read_text("utf-8")
    (fresh / "inputs/2023/东一县/确村确户.csv").write_text(table.replace("农村,700", "农村,690"), "utf-8")
    (found,) = broken(fresh, "东一县", "CD-02")
    assert "《确村确户》中东乡的户数本级填报990户，下级单位相加有1000户" in found["message"]
    assert {(Path(place["file"]).parent.name, place["cell"]) for place in found["places"]} == {
        ("东一县", "E2"),
        ("东一县", "E3"),
        ("东乡", "D2"),
        ("东乡", "D3"),
    }


@pytest.mark.slow
def test_a_city_s_row_of_a_county_that_differs_from_its_own_is_told(fresh: Path) -> None:
    rows = [("县（市、区）", "取暖路径", "区域", "任务户数")]
    for county in province.COUNTIES["西盟"]:
        with (fresh / f"inputs/2023/{county}/改造任务.csv").open(encoding="utf-8") as file:
            rows += [(county, *row) for row in list(csv.reader(file))[1:]]
    with (fresh / "inputs/2023/西盟/改造任务.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert broken(fresh, "西盟", "CD-02") == []
    path = fresh / "inputs/2023/西盟/改造任务.csv"
    path.write_text(path.read_text("utf-8").replace("西二县,煤改气,农村,600", "西二县,煤改气,农村,650"), "utf-8")
    (found,) = broken(fresh, "西盟", "CD-02")
    assert "《改造任务》中西二县的任务户数本级填报650户，下级单位相加有600户" in found["message"]
    assert figures(opened(fresh), "示例省")["tasks.total"].value == 9200 + 50  # the 盟's own rows count


def test_a_township_without_its_table_is_lacking_in_the_county(fresh: Path) -> None:
    (fresh / "inputs/2023/西镇/确村确户.csv").unlink()
    assert figures(opened(fresh), "东一县")["villages.total"].value is None
    assert figures(opened(fresh), "东一县")["villages.township.东乡.total"].value == 1000
    assert figures(opened(fresh), "东一县")["funds.budget"].value is not None


def test_what_no_township_fills_in_is_asked_of_the_county(fresh: Path) -> None:
    (fresh / "inputs/2023/东一县/资金.csv").unlink()
    (fresh / "inputs/2023/东乡/资金.csv").write_text("资金来源,资金用途,预算数\n", "utf-8")  # as a new workbook has it
    assert figures(opened(fresh), "东一县")["funds.budget"].lacking == ("东一县《资金》",)


def call(root: Path, unit: str, **entries: object) -> None:
    """Give a unit's description other entries."""
    path = root / "inputs/2023" / unit / "单位.yaml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text("utf-8")), **entries}, allow_unicode=True, sort_keys=False), "utf-8")


def test_a_county_says_of_its_city_what_that_says_of_itself(fresh: Path) -> None:
    call(fresh, "西盟", 称谓={"全域": "全草原"})
    assert "供编制全草原绩效自评报告使用" in plain(text_of(opened(fresh), "西一旗"))


def test_two_townships_of_one_name_are_two(fresh: Path) -> None:
    province.give_townships(fresh, "西一旗", "西一旗")
    season = opened(fresh)
    for county, code in (("东一县", "991001"), ("西一旗", "992001")):
        table = re.sub(r"\|+", "|", text_of(season, county, "plan").split("任务表")[-1])
        assert "城关镇|1|0|800|800" in table, table[:400]  # of the community, which says that it lies in it
        (scope,) = [one for one in season.scopes if one.unit.name == county]
        assert {row.township for row in scope.rows("villages").rows} == {"东乡", "西镇", "城关镇"}
        found = figures(season, county)
        assert found["villages.townships"].value == 3, code
        assert {Path(source.place.file).parent.name for source in found["villages.township.城关镇.total"].sources} <= {"东街社区", "西一旗东街社区"}
    assert figures(season, "示例省")["villages.townships"].value == 3 + 1 + 3 + 3 + 1 + 3
    done = run(fresh, "check", "西一旗城关镇", "--json")
    said = json.loads(done.stdout)
    assert {one["unit"] for one in said["problems"] if one["unit"]} == {"西一旗城关镇"}


PLAN = """- id: township-plan
  name: 乡镇实施方案
  datasets: [villages]
  levels:
    乡镇:
      form: 报告
      template: township.html
      cover_title: "{{ unit.authority }}|关于{{ unit.whole }}清洁取暖|改造任务的|报告"
"""
TEMPLATE = """{% extends "base.html" %}
{% block cover %}
<p>{{ unit.own }}共有改造任务{{ villages.total|households }}，{{ unit.whole }}涉及{{ villages.village_count|number }}个村（社区）。</p>
{% endblock %}
"""


@pytest.mark.slow
def test_a_township_has_a_document_where_a_kind_gives_it_one(fresh: Path) -> None:
    (fresh / "templates/html").mkdir(parents=True)
    (fresh / "templates/kinds.yaml").write_text(PLAN, "utf-8")
    (fresh / "templates/html/township.html").write_text(TEMPLATE, "utf-8")
    done = run(fresh, "build", "--format", "html", "西镇", "城关镇")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "本镇共有改造任务200户，全镇涉及1个村（社区）" in plain(text_of(opened(fresh), "西镇"))
    assert "本镇共有改造任务800户" in plain(text_of(opened(fresh), "城关镇"))


@pytest.mark.slow
def test_the_county_may_list_the_townships_that_must_be_there(fresh: Path) -> None:
    path = fresh / "inputs/2023/东一县/单位.yaml"
    path.write_text(f"{path.read_text('utf-8')}下级: [东乡, 西镇, 城关镇, 南乡]\n", "utf-8")
    said = json.loads(run(fresh, "check", "东一县", "--json").stdout)
    assert "inputs.unit-missing" in {one["code"] for one in said["problems"]}
    assert figures(opened(fresh), "东一县")["villages.total"].value is None
