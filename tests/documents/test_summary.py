"""采暖季工作总结 and what the plans take from the season's datasets: what is said, what is left out, what is missing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


def text_of(root: Path, unit: str, kind: str) -> str:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    return "".join(etree.fromstring(composed.html).itertext())


def change(root: Path, file: str, before: str, after: str) -> None:
    path = root / "inputs/2023" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.sampled(12)
@pytest.mark.parametrize(
    ("file", "before", "after", "unit", "said"),
    [
        ("甲县/日常调度.csv", "2023年12月5日,1990,12,12,0,0,300,1160,19.0\n", "", "甲县", "采暖季共调度7周，11月29日—12月5日没有调度数据。"),
        ("甲县/日常调度.csv", "2023年12月5日,1990,12,12,0,0,300,1160,19.0\n", "", "示例市", "甲县缺少11月29日—12月5日的调度数据，这些周没有全市合计。"),
        ("乙县/问题清单.csv", "2024年6月30日", "2024年1月20日", "乙县", "已经超过2024年1月20日的整改时限，尚未销号"),
        ("乙县/问题清单.csv", "2024年1月4日", "2024年1月4日", "示例市", "乙县未销号的1件：部分户外管道未作保温，由乙县能源局负责，2024年6月30日前整改销号。"),
        ("甲县/群众工作.csv", "8,8,,0", "8,7,,1", "甲县", "其余1件尚未办结。其中反映强行封火炕、拆暖炉、没收煤炭1件。"),
        ("甲县/群众工作.csv", "8,8,,0", "8,8,,0", "甲县", "没有群众反映强行封火炕、拆暖炉、没收煤炭。"),
        ("甲县/月度计划与进度.csv", "1200,1200", "1200,1150", "甲县", "完成率97.50%，尚有50户未完成（见表1）。"),
        ("甲县/安全检查.csv", "12,2,2", "12,2,1", "甲县", "整改率66.67%，尚有1处没有整改。"),
        ("甲县/文字说明.csv", "存在的困难", "主要成效", "甲县", "七、存在的困难【待补：存在的困难】"),
        ("甲县/单位.yaml", "采暖季: {开始: 2023-11-15, 结束: 2024-01-13}\n", "", "甲县", "采暖季自【待补：采暖季】"),
        ("甲县/单位.yaml", "采暖季: {开始: 2023-11-15, 结束: 2024-01-13}\n", "", "甲县", "采暖季调度运行情况8周"),
        (
            "甲县/日常调度.csv",
            "2023年12月12日,2000",
            "2023年12月12日,1700",
            "甲县",
            "没有停用、弃用清洁取暖设备的用户；正常取暖户数最低的一周为1700户，少于完成改造的2000户。",
        ),
    ],
)
def test_the_summary_says_what_the_data_say(file: str, before: str, after: str, unit: str, said: str, project: Project) -> None:
    root = project("pair")
    change(root, file, before, after)
    assert said in text_of(root, unit, "summary")


def test_what_a_county_has_none_of_is_left_out(root: Path) -> None:
    pair = root / "tests/projects/pair"
    assert not re.search("工程款清偿|洁净煤|锅炉|煤改电|平均室温|取得的主要成效", text_of(pair, "乙县", "summary"))
    assert "工程款清偿" in text_of(pair, "甲县", "summary")


@pytest.mark.sampled(12)
@pytest.mark.parametrize("table", ["日常调度", "问题清单", "运营维护", "群众工作", "安全检查", "报送记录", "文字说明", "验收", "能源保障", "补贴标准"])
def test_any_table_may_be_missing_and_the_city_names_the_county(table: str, project: Project) -> None:
    root = project("pair")
    for file in (root / "inputs/2023/乙县").glob(f"{table}.*"):
        file.unlink()
    assert "【待补" in text_of(root, "乙县", "summary")
    city = text_of(root, "示例市", "summary")
    of_its_own = table in ("报送记录", "文字说明")
    assert ("【待补" in city) is not of_its_own
    named = {"日常调度": "日常调度数据", "问题清单": "问题清单", "运营维护": "运行维护情况", "群众工作": "群众工作情况", "安全检查": "安全检查情况"}
    if table in named:
        assert f"乙县还没有报送{named[table]}，全市合计待其报送后补齐。" in city


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("备案任务", "试点城市备案项目的改造任务共"),
        ("组织机构", "领导小组成员见"),
        ("热源", "主要热源见"),
        ("运营维护", "由示例清洁供暖公司以特许经营方式运行维护"),
        ("配套电网", "共安排工程2项"),
    ],
)
def test_a_plan_says_what_is_given_and_can_do_without(table: str, said: str, project: Project) -> None:
    root = project("pair")
    assert said in text_of(root, "甲县", "plan")
    (root / f"inputs/2023/甲县/{table}.csv").unlink()
    without = text_of(root, "甲县", "plan")
    assert said not in without
    assert "【待补" not in without


def test_a_plan_tells_nothing_that_came_after_it(project: Project) -> None:
    root = project("pair")
    change(root, "甲县/群众工作.csv", "2023年4月6日,2023年4月12日", "2023年10月26日,2023年11月1日")
    assert "在村务公开栏进行" not in text_of(root, "甲县", "plan")


def test_a_citys_plan_has_no_section_on_a_path_without_task(project: Project) -> None:
    root = project("pair")
    text = text_of(root, "示例市", "plan")
    assert "集中供热" not in re.sub("附表.*", "", text).replace("优先采用集中供热", "")
    assert "0.0000" not in text
    assert "“煤改电”“煤改气”设备由市统一招标" in text
