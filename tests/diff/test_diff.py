"""The difference of two documents as it is told: console, JSON, findings, and the documents of other units and seasons."""

import json
import re
from typing import Any

import click
import pytest
from click.testing import CliRunner

from reportgen.console.diff import print_diff
from reportgen.console.diff_json import diff_json
from reportgen.diff.blocks import text_of
from reportgen.diff.difference import ComparedDocument, Difference, against, difference
from reportgen.diff.finding_changes import finding_changes
from reportgen.diff.summary import told
from tests.diff.edits import GOLDEN

HTML = {path.stem: path.read_text("utf-8") for path in GOLDEN}
Findings = tuple[dict[str, Any], ...]
HEAD = '<article class="gongwen" data-unit="{}" data-season="{}" data-title="方案"><header/>'
TABLE = (
    "<table id='t'><caption>表1　任务表<span class='unit'>单位：户</span></caption><colgroup><col/><col/></colgroup>"
    "<thead><tr><th>路径</th><th>户数</th></tr></thead><tbody>{}</tbody></table>"
)


def page(*blocks: str, unit: str = "甲县", season: str = "2023") -> str:
    return f"{HEAD.format(unit, season)}{''.join(blocks)}</article>"


def figure(value: str, name: str = "tasks.total", text: str | None = None) -> str:
    source = "甲县/改造任务.csv!C2:C3; 甲县/单位.yaml:8; 等14处"
    return f'<data value="{value}" data-figure="{name}" data-label="改造任务" data-unit="户" data-formula="相加" data-source="{source}">{text or value}</data>'


def finding(message: str, rule: str = "R-1", unit: str = "甲县") -> dict[str, Any]:
    return {"rule": rule, "severity": "error", "message": message, "unit": unit, "kind": "plan"}


def differ(old: list[str], new: list[str], gone: Findings = (), come: Findings = ()) -> Difference:
    return difference(ComparedDocument(page(*old), "第1版", 1, findings=gone), ComparedDocument(page(*new), "第2版", 2, findings=come))


def printed(found: Difference, *, colour: bool = False) -> str:
    result = CliRunner().invoke(click.Command("diff", callback=lambda: print_diff(found)), color=colour)
    assert result.exit_code == 0, result.exception
    return result.output


OLD = ["<h2 id='h'>一、目标</h2>", f"<p id='p'>改造任务{figure('2000')}户，由各乡镇组织实施。</p>", TABLE.format("<tr><td>煤改电</td><td>5</td></tr>")]
NEW = [
    "<h2 id='h'>一、目标</h2>",
    f"<p id='p'>改造任务{figure('2300')}户，由各乡镇（街道）组织实施。</p>",
    TABLE.format("<tr><td>煤改电</td><td>7</td></tr><tr><td>煤改气</td><td>3</td></tr>"),
    "<p id='q'>特此报告。</p>",
]


def test_the_console_tells_figures_first_then_text_then_findings() -> None:
    found = differ(OLD, NEW, gone=(finding("超过5户"), finding("缺少合同", "R-2")), come=(finding("超过7户"), finding("没有公示", "R-3")))
    assert printed(found) == (
        "《方案》第1版 → 第2版\n\n"
        "数据变化（1项）\n"
        "  改造任务　2000户 → 2300户（+300户）\n"
        "      来自 甲县/改造任务.csv C2:C3；甲县/单位.yaml第8行\n\n"
        "正文变化（新增1处，修改2处）\n"
        "  一、目标\n"
        "    修改　改造任务〔2000→2300〕户，由各乡镇〔增：（街道）〕组织实施。\n"
        "    修改　表1　任务表（单位：户）\n"
        "        煤改电：户数〔5→7〕（+2）\n"
        "        新增行　煤改气｜3\n"
        "    新增　特此报告。\n\n"
        "核查结果变化（新出现1项，已消除1项，仍存在、数字有变1项）\n"
        "  新出现　必须整改　没有公示（R-3）\n"
        "  已消除　必须整改　缺少合同（R-2）\n"
        "  仍存在、数字有变　必须整改　超过7户（R-1）\n"
    )


def test_colours_add_nothing_to_the_words() -> None:
    found = differ(OLD, NEW)
    coloured = printed(found, colour=True)
    assert "\x1b[" in coloured
    assert click.unstyle(coloured) == printed(found)


def test_nothing_differs() -> None:
    assert printed(differ(OLD, OLD)) == "《方案》第1版 → 第2版\n没有变化\n"


def test_json() -> None:
    found = diff_json(differ(OLD, NEW, come=(finding("没有公示"),)))
    assert json.loads(json.dumps(found)) == found
    assert {key: found[key] for key in ("old", "new", "findings")} == {
        "old": 1,
        "new": 2,
        "findings": {"new": [finding("没有公示")], "gone": [], "changed": []},
    }
    (changed,) = found["figures"]
    assert [changed[key] for key in ("figure", "label", "old", "new", "difference")] == ["tasks.total", "改造任务", "2000", "2300", "300"]
    assert [(source["file"], source["cell"], source["line"]) for source in changed["sources"]] == [
        ("甲县/改造任务.csv", "C2:C3", None),
        ("甲县/单位.yaml", None, 8),
    ]
    assert [(block["id"], block["op"], block["old"], block["new"]) for block in found["blocks"]] == [
        ("p", "change", "改造任务2000户，由各乡镇组织实施。", "改造任务2300户，由各乡镇（街道）组织实施。"),
        ("t", "change", "表1　任务表单位：户", "表1　任务表单位：户"),
        ("q", "insert", None, "特此报告。"),
    ]
    assert [(row["op"], row["name"], [cell["column"] for cell in row["cells"]]) for row in found["blocks"][1]["rows"]] == [
        ("change", "煤改电", ["户数"]),
        ("insert", "煤改气", ["路径", "户数"]),
    ]


@pytest.mark.parametrize(("old", "new"), [("甲县-plan", "乙县-plan"), ("示例市-summary", "甲县-summary"), ("甲县-plan", "甲县-evaluation")])
def test_the_runs_of_the_json_are_both_texts(old: str, new: str) -> None:
    found = diff_json(difference(ComparedDocument(HTML[old], "旧"), ComparedDocument(HTML[new], "新")))
    assert found["blocks"]
    for block in found["blocks"]:
        for side, ops in (("old", ("equal", "delete")), ("new", ("equal", "insert"))):
            assert "".join(text for op, text in block["runs"] if op in ops) == (block[side] or "")


def test_a_figure_shown_many_times_is_told_once() -> None:
    text = "<p>任务{0}户，其中{0}户在农村（见表1）。</p>"
    found = differ([text.format(figure("5"))], [text.format(figure("6"))])
    assert [(change.shown.name, change.difference) for change in found.changed] == [("tasks.total", 1)]


def test_a_figure_whose_shown_number_stays_is_told_with_its_exact_value() -> None:
    (change,) = differ([f"<p>{figure('154898', text='15.49')}万户</p>"], [f"<p>{figure('154901', text='15.49')}万户</p>"]).figures
    assert (change.difference, change.old and change.old.texts, change.new and change.new.texts) == (3, ("15.49",), ("15.49",))


def test_figures_of_two_different_rows_are_two_though_counted_alike() -> None:
    row = "<tr><td>{}</td><td>{}</td></tr>"
    old, new = (TABLE.format(row.format(name, figure(value, "subsidies.1.running"))) for name, value in (("煤改电", "600"), ("燃气壁挂炉", "800")))
    assert [(change.op.value, change.shown.row) for change in differ([old], [new]).figures] == [("insert", "燃气壁挂炉"), ("delete", "煤改电")]


def test_where_a_change_stands_is_told_by_the_headings_above_it() -> None:
    found = differ(
        [
            "<p id='a'>甲。</p>",
            "<h2>一、目标</h2>",
            "<h3>（一）任务</h3>",
            "<p id='b'>完成改造五户。</p>",
            "<h2>二、其他</h2>",
            "<p id='d'>资金五元。</p>",
            "<p class='date' id='c'>5日</p>",
        ],
        [
            "<p id='a'>乙。</p>",
            "<h2>一、目标</h2>",
            "<h3>（一）任务</h3>",
            "<p id='b'>完成改造六户。</p>",
            "<h2>二、其他</h2>",
            "<p id='d'>资金六元。</p>",
            "<p class='date' id='c'>6日</p>",
        ],
    )
    assert [(entry.id, entry.under) for entry in told(found) if entry.pair.new] == [
        ("a", ("正文",)),
        ("b", ("一、目标", "（一）任务")),
        ("d", ("二、其他",)),
        ("c", ("成文日期",)),
    ]


def test_findings_that_stand_with_other_numbers_neither_came_nor_went() -> None:
    old = (finding("完工12户，多于任务10户"), finding("完工12户，多于任务10户", unit="乙县"), finding("同样的话"))
    new = (finding("完工13户，多于任务10户"), finding("完工12户，多于任务10户", unit="乙县"), finding("另一句话"))
    changes = finding_changes(old, new)
    assert (changes.new, changes.gone, changes.changed) == ((new[2],), (old[2],), ((old[0], new[0]),))


def test_names_and_years_of_another_unit_and_season_are_no_difference() -> None:
    old = page("<h1 id='x'>原平市2023—2024年采暖季方案</h1>", "<p id='y'>我市2023年完成原平热力公司改造2023户。</p>", unit="原平市", season="2023")
    new = page("<h1 id='x'>保德县2024—2025年采暖季方案</h1>", "<p id='y'>我县2024年完成保德热力公司改造2024户。</p>", unit="保德县", season="2024")
    found = against(ComparedDocument(old, "原平市"), ComparedDocument(new, "保德县"))
    (block,) = found.blocks
    changed = [(run.op.value, run.text) for run in block.runs if run.op.value != "equal"]
    assert changed == [("delete", "2023"), ("insert", "2024")]
    assert text_of(tuple(piece for run in block.runs for piece in run.old)) == "我市2023年完成原平热力公司改造2023户。"


def test_against_another_unit_the_text_tells_of_more_than_figures() -> None:
    found = against(ComparedDocument(HTML["甲县-plan"], "甲县"), ComparedDocument(HTML["乙县-plan"], "乙县"))
    text = printed(found)
    assert "单位名称、年份本来不同" in text
    assert "只是数据不同" in text
    assert not re.search(r"〔[^〕]*甲→乙[^〕]*〕县", text)
    titles = {pair.new.id for pair in found.alignment.pairs if pair.new and pair.new.kind == "h1" and pair.op.value == "equal"}
    assert titles == {"title-1", "attachment-title-1"}


def test_against_another_season_the_figures_of_a_month_are_those_of_the_month() -> None:
    old = page(f"<p>5月计划{figure('5', 'progress.2023-05.planned')}户</p>", season="2023")
    new = page(f"<p>5月计划{figure('6', 'progress.2024-05.planned')}户</p>", season="2024")
    (change,) = against(ComparedDocument(old, "2023"), ComparedDocument(new, "2024")).figures
    assert (change.op.value, change.difference) == ("change", 1)


def test_findings_against_another_unit_are_those_of_rules_that_one_of_them_breaks() -> None:
    html = page("<p>甲</p>")
    old = ComparedDocument(html, "甲县", findings=(finding("甲县超了"), finding("没有公示", "R-2")))
    new = ComparedDocument(html, "乙县", findings=(finding("乙县超了", unit="乙县"), finding("没有合同", "R-3", "乙县")))
    found = against(old, new).findings
    assert [[one["rule"] for one in part] for part in (found.new, found.gone)] == [["R-3"], ["R-2"]]


LONG = "各乡镇人民政府要加强组织领导，落实包村责任，确保采暖季前具备供暖条件。"
OTHER = "县级资金由财政部门按工程进度拨付，接受审计和社会监督。"


@pytest.mark.parametrize(
    ("old", "new", "told_as", "paragraphs"),
    [
        ([LONG + OTHER], [LONG, OTHER], "分段　一段分成两段：", [1, 2]),
        ([LONG, OTHER], [LONG + OTHER], "分段　两段合成一段：", [2, 1]),
        ([LONG, OTHER, LONG[::-1]], [LONG + OTHER + LONG[::-1]], "分段　三段合成一段：", [3, 1]),
        ([LONG + OTHER, LONG[::-1]], [LONG, OTHER + LONG[::-1]], "分段　两段重新分成两段：", [2, 2]),
    ],
)
def test_paragraphs_that_were_divided_or_joined_are_told_as_that(old: list[str], new: list[str], told_as: str, paragraphs: list[int]) -> None:
    found = differ(*([f"<p id='p{number}'>{text}</p>" for number, text in enumerate(texts)] for texts in (old, new)))
    assert told_as in printed(found)
    assert "¶" in printed(found)
    (block,) = diff_json(found)["blocks"]
    assert (block["sort"], block["paragraphs"]) == ("分段", paragraphs)
    assert "".join(text for op, text in block["runs"] if op != "insert") == block["old"] == "¶".join(old)
    assert "".join(text for op, text in block["runs"] if op != "delete") == block["new"] == "¶".join(new)


def test_a_change_of_form_is_told_as_that_and_marks_no_words() -> None:
    found = differ([f"<h3 id='h'>（一）{LONG}</h3>"], [f"<h4 id='h'>1.{LONG}</h4>"])
    assert "正文变化（格式变化1处）" in printed(found)
    assert "格式变化：样式　二级标题 → 三级标题" in printed(found)
    (block,) = diff_json(found)["blocks"]
    assert block["formats"] == [{"what": "样式", "old": "二级标题", "new": "三级标题"}]
    assert block["runs"] == [["delete", "（一）"], ["insert", "1."], ["equal", LONG]]
