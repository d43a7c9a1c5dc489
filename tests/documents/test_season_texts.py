"""What evaluation and summary say of the same data: in sentences that hold, with 待补 for what isn't known and 没有 for what is 0."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
Edit = tuple[str, str, str]

DONE = "甲县/月度计划与进度.csv"
REASON: tuple[Edit, ...] = ((DONE, "实际累计完成户数\n", "实际累计完成户数,未完成原因\n"),)
NO_SUBSIDY: tuple[Edit, ...] = (("甲县/补贴标准.csv", ",600.00,72.00,", ",0,0,"), ("甲县/补贴标准.csv", ",120.00,0,", ",0,0,"))


def paragraphs(root: Path, unit: str, kind: str) -> list[str]:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    return ["".join(str(part) for part in block.itertext()) for block in etree.fromstring(composed.html).iter("p", "h3", "caption", "td")]


def edit(root: Path, edits: tuple[Edit, ...]) -> None:
    for file, before, after in edits:
        path = root / "inputs/2023" / file
        text = path.read_text(encoding="utf-8")
        assert before in text, (file, before)
        path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    ("unit", "kind", "edits", "said", "unsaid"),
    [
        # what stands in the tables
        ("甲县", "summary", (), "2023年7月向示例市清洁取暖工作领导小组办公室定期报告1次。", "其中采暖季内"),
        ("甲县", "summary", (("甲县/报送记录.csv", "资金使用,2023年7月31日", "资金使用,2023年11月30日"),), "2023年7月至2023年11月向", "报告1次，"),
        ("甲县", "summary", (("甲县/报送记录.csv", "资金使用,2023年7月31日", "资金使用,2023年11月30日"),), "定期报告2次，其中采暖季内1次。", ""),
        ("甲县", "summary", (), "一次验收合格1998户，一次验收合格率99.90%；不合格的2户已全部整改合格，整改后合格率100%。已通电、通热2000户", "通气"),
        ("甲县", "evaluation", (), "项目实施和运行中发现问题3件，其中督导检查1件、验收1件、群众反映1件；", "各类督导检查"),
        ("示例市", "evaluation", (), "全市项目实施和运行中发现问题5件", ""),
        # sentences that the data contradict
        ("甲县", "evaluation", (*REASON, (DONE, "1200,1200", "1200,1200,设备到货晚")), "占年度任务2000户的100%", "未完成的原因"),
        ("甲县", "evaluation", (*REASON, (DONE, "1200,1200", "1200,1150,设备到货晚。")), "煤改电未完成的原因是：设备到货晚。", "。。"),
        ("示例市", "summary", (*REASON, (DONE, "1200,1200", "1200,1150,设备到货晚。")), "甲县煤改电未完成的原因是：设备到货晚。", "。。"),
        ("甲县", "evaluation", (), "未清偿的26.50万元按照向企业承诺的日期清偿。", "超过"),
        *(
            (
                unit,
                kind,
                (("甲县/拖欠款.csv", "2024年9月30日", "2023年12月31日"),),
                "示例企业甲的26.50万元已经超过2023年12月31日的承诺日期",
                "按照向企业",
            )
            for unit, kind in (("甲县", "evaluation"), ("甲县", "summary"), ("示例市", "evaluation"))
        ),
        ("乙县", "evaluation", (), "由乙县能源局负责，2024年6月30日前整改销号。", ""),
        ("乙县", "evaluation", (("乙县/问题清单.csv", "2024年6月30日", "2024年1月20日"),), "已经超过2024年1月20日的整改时限，尚未销号。", "前整改销号"),
        ("甲县", "summary", (("甲县/日常调度.csv", "2023年12月5日,1990,12,12,0,0,300,1160,19.0\n", ""),), "（缺少11月29日—12月5日的数据）", "每周调度"),
        ("示例市", "summary", (("甲县/日常调度.csv", "2023年12月5日,1990,12,12,0,0,300,1160,19.0\n", ""),), "（甲县缺少部分周的数据）", "每周调度"),
        ("甲县", "evaluation", (("甲县/清零范围.csv", "9000,9000,0", "9000,8116,0"),), "清洁取暖覆盖率90.18%，没有仍使用散煤的户。", "实现散煤清零"),
        ("甲县", "evaluation", (("甲县/资金.csv", "1500.25,1480.00", "1500.25,1600.00"),), "支出超出全年预算，支出超出到位资金97.25万元。", "尚未支出"),
        ("甲县", "evaluation", (("甲县/资金.csv", "1500.25,1480.00", "1500.25,1600.00"),), "预算执行率105.13%，得10.00分，支出超出全年预算。", "结余"),
        ("甲县", "evaluation", (("甲县/验收.csv", "0,700,700,0,2023年9月26日", "0,701,700,0,2023年9月26日"),), "手册2001户，录入电子台账2000户", "没有建档"),
        ("甲县", "evaluation", (("甲县/验收.csv", "0,700,700,0,2023年9月26日", "0,699,700,0,2023年9月26日"),), "手册1999户，尚有1户没有建档，", ""),
        # what somebody wrote
        ("乙县", "summary", (("乙县/问题清单.csv", "管道未作保温", "管道未作保温。"),), "部分户外管道未作保温，由乙县能源局负责", "。，"),
        # nothing is said in words
        ("甲县", "evaluation", (*NO_SUBSIDY,), "发放清洁取暖补贴1.96万元（见", "其中没有"),
        ("甲县", "summary", (*NO_SUBSIDY,), "没有发放建设补贴、运行补贴。对98户困难群众增补1.96万元。", "实行补后缴费"),
        ("甲县", "summary", (("甲县/问题清单.csv", "2023年8月24日", "八月底"),), "销号率【待补：问题销号率】", "未销号"),
        ("甲县", "summary", (("甲县/群众工作.csv", "8,8,,0", "0,0,,0"),), "没有受理群众投诉。", "投诉0件，办结"),
        ("甲县", "summary", (("甲县/安全检查.csv", "12,2,2", "12,0,0"), ("甲县/安全检查.csv", "30,1,1", "30,0,0")), "检查点位42处，没有发现隐患。", "整改率"),
        ("甲县", "summary", (("甲县/运营维护.csv", "46,46", "0,0"), ("甲县/运营维护.csv", "26,26", "0,0")), "采暖季没有报修（见", "办结率—"),
        *(("乙县", kind, (("乙县/建筑节能.csv", "12.25", "0"),), "600户", "建筑节能改造任务0") for kind in ("evaluation", "summary")),
    ],
)
def test_the_same_data_are_told_alike_and_truly(unit: str, kind: str, edits: tuple[Edit, ...], said: str, unsaid: str, project: Project) -> None:
    root = project("pair")
    edit(root, edits)
    text = "\n".join(paragraphs(root, unit, kind))
    assert said in text
    assert not unsaid or unsaid not in text
    assert not re.search(r"(?<!\d)-\d|。。|。，|，，|，。|；。|、。", text)


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("unit", "kind", "without", "said"),
    [
        ("甲县", "evaluation", "甲县/问题清单.csv", "发现问题【待补：发现问题数】"),
        ("示例市", "evaluation", "甲县/问题清单.csv", "发现问题【待补：发现问题数】"),
        ("甲县", "evaluation", "甲县/验收.csv", "对完工的改造项目组织验收【待补：验收户数】"),
        ("甲县", "evaluation", "甲县/配套电网.csv", "实施电网改造【待补】"),
        ("甲县", "summary", "甲县/配套电网.csv", "配套电网改造完成台区【待补：完成的台区数】"),
        ("甲县", "summary", "甲县/验收.csv", "拆除原有取暖设施【待补：拆除原有设施户数】"),
        ("甲县", "summary", "甲县/群众工作.csv", "没收煤炭【待补：反映强行拆改件数】"),
        ("甲县", "summary", "甲县/报送记录.csv", "【待补：报送日期】向【待补：报送单位】定期报告【待补：定期报告次数】"),
        ("甲县", "summary", "甲县/清零范围.csv", "仍使用散煤的为【待补"),
        ("甲县", "summary", "甲县/问题清单.csv", "清洁取暖问题整改清单"),
        ("示例市", "evaluation", "乙县/备案任务.csv", "备案的改造任务【待补：备案任务户数】"),
        ("示例市", "summary", "乙县/备案任务.csv", "备案的改造任务【待补：备案任务户数】"),
        ("示例市", "evaluation", "乙县/单位.yaml", "备案的改造任务【待补：备案任务户数】"),
    ],
)
def test_what_is_not_known_is_said_to_be_missing(unit: str, kind: str, without: str, said: str, project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023" / without
    if path.suffix == ".yaml":
        path.write_text("名称: 乙县\n级别: 县城\n", encoding="utf-8")
    else:
        path.unlink()
    assert said in "\n".join(paragraphs(root, unit, kind))


def test_a_list_without_problems_says_that_there_were_none(project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县/问题清单.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert any("项目实施和运行中没有发现问题。" in block for block in paragraphs(root, "甲县", "evaluation"))
    summary = paragraphs(root, "甲县", "summary")
    assert "没有发现问题。" in summary
    assert not any("问题整改清单" in block or "销号率" in block for block in summary)


def test_a_county_without_task_says_so(project: Project) -> None:
    root = project("pair")
    edit(root, (("甲县/改造任务.csv", ",1200", ",0"), ("甲县/改造任务.csv", ",800", ",0")))
    path = root / "inputs/2023" / DONE
    path.write_text(re.sub(r"\d+,\d+$", "0,0", path.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    for kind, said in (("evaluation", "2023年我县没有清洁取暖改造任务。"), ("summary", "年度没有清洁取暖改造任务。")):
        text = "\n".join(paragraphs(root, "甲县", kind))
        assert said in text
        assert not re.search("任务0户|其中，|按取暖路径分，。|全部在农村", text)


def test_each_line_of_a_text_is_a_paragraph(project: Project) -> None:
    root = project("pair")
    edit(root, (("甲县/文字说明.csv", "部分山区农户取暖时间长，支出高于平川。", '"部分山区农户取暖时间长\n支出高于平川。；"'),))
    summary = paragraphs(root, "甲县", "summary")
    assert summary[summary.index("部分山区农户取暖时间长。") + 1] == "支出高于平川。"


def test_an_enterprise_that_two_counties_owe_counts_once(project: Project) -> None:
    root = project("pair")
    note = "注：一家企业在几个县（市、区）都有拖欠款的，合计中只计一次。"
    assert note not in paragraphs(root, "示例市", "summary")
    owed = (root / "inputs/2023/甲县/拖欠款.csv").read_text(encoding="utf-8")
    (root / "inputs/2023/乙县/拖欠款.csv").write_text(owed, encoding="utf-8")
    city = paragraphs(root, "示例市", "summary")
    assert note in city
    assert any("摸排确认拖欠1家企业" in block for block in city)
