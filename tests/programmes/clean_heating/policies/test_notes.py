"""What offices write in 文字说明 against the data: for each claim the writings that are one, and those that aren't."""

from pathlib import Path

import pytest

from reportgen.policy import load_policies
from reportgen.workspace import Workspace
from tests.policy.units import evaluate, only, scope_of

POLICIES, _ = load_policies(Workspace(Path("/nonexistent")))

SHORT = {"能源保障": {1: {"实际供应量": 1130}}}
LEFT = {"月度计划与进度": {6: {"实际累计完成户数": 1700, "未完成原因": "部分农户外出"}}}
COAL = {"清零范围": {1: {"散煤户数": 3}}}
UNUSED = {"日常调度": {3: {"弃用户数": 5}}}
EQUAL = {"补贴标准": {2: {"户均取暖支出": 1450}}}


@pytest.mark.parametrize(
    ("rule", "data", "text", "found"),
    [
        ("CD-53", SHORT, "能源供应充足，群众满意。", True),
        ("CD-53", SHORT, "气源保障有力、电力供应充裕。", True),
        ("CD-53", SHORT, "热源稳定供应。", True),
        ("CD-53", SHORT, "寒潮期间电力供应偏紧，通过调度保障了居民用电。", False),
        ("CD-54", LEFT, "年度任务全面完成。", True),
        ("CD-54", LEFT, "如期完成了全部改造任务。", True),
        ("CD-54", LEFT, "改造圆满完成，群众温暖过冬。", True),
        ("CD-54", LEFT, "建筑节能改造按期完成。", False),
        ("CD-54", LEFT, "年度任务基本完成，未完工户逐户明确时限。", False),
        ("CD-55", COAL, "禁煤区散煤清零。", True),
        ("CD-55", COAL, "县城不再使用散煤。", True),
        ("CD-55", COAL, "散煤户逐户落实洁净煤。", False),
        ("CD-56", {}, "企业工程款全部清偿。", True),
        ("CD-56", {}, "没有拖欠企业工程款。", True),
        ("CD-56", {}, "拖欠的工程款清零。", True),
        ("CD-56", {}, "按承诺的日期清偿拖欠的工程款。", False),
        ("CD-57", UNUSED, "没有一户停用、弃用。", True),
        ("CD-57", UNUSED, "设备零弃用。", True),
        ("CD-57", UNUSED, "停用、弃用的逐户上门。", False),
        ("CD-58", {}, "工程验收合格率100%。", True),
        ("CD-58", {}, "合格率达到100.00%。", True),
        ("CD-58", {}, "全部一次验收合格。", True),
        ("CD-58", {}, "整改后合格率100%。", False),
        ("CD-58", {}, "整改后验收合格率为100%。", False),
        ("CD-58", {}, "一次验收合格率99.96%。", False),
        ("CD-59", EQUAL, "农户取暖支出高于平川。", True),
        ("CD-59", EQUAL, "部分山区农户取暖时间长，费用明显高于县城。", True),
        ("CD-59", EQUAL, "山区取暖时间长，气温低于平川。", False),
        ("CD-51", {}, "选用中标的KFRS-35空气源热泵。", True),
        ("CD-51", {}, "选用SLF-50、SLB-20，运行稳定。", False),
        ("CD-51", {}, "管网工程由示例建设公司中标。", False),
        ("CD-51", {}, "管网工程由另一建设公司中标。", True),
        ("CD-51", {}, "按GB/T 9704-2012、JGJ142-2012验收，PM2.5下降。", False),
        ("CD-52", {}, "县城由热电联产供热。", False),
        ("CD-52", {"热源": {1: {"热源类型": "生物质"}}}, "县城由热电联产供热。", True),
        ("CD-52", {"热源": {1: {"热源类型": "生物质"}}}, "县城由生物质热电联产供热。", False),
        ("CD-52", {}, "利用工业余热供热。", True),
    ],
)
def test_a_claim_is_checked_against_the_data(rule: str, data: dict[str, object], text: str, found: bool, tmp_path: Path) -> None:
    changed = {"文字说明": {1: {"小标题": "情况", "内容": text}, 2: {"内容": "县城庭院管网老化。"}, 5: {"内容": "年度任务已分解。"}}, **data}
    outcome = evaluate(only(POLICIES, rule), scope_of(tmp_path, changed), "summary")
    assert outcome.problems == ()
    assert [finding.code for finding in outcome.findings] == ([rule] if found else [])


def test_a_claim_in_a_heading_counts_and_one_in_a_goal_does_not(tmp_path: Path) -> None:
    alone = only(POLICIES, "CD-55")
    quiet = {2: {"内容": "县城庭院管网老化。"}, 5: {"内容": "年度任务已分解。"}}
    heading = {**COAL, "文字说明": {1: {"小标题": "散煤全部清零"}, **quiet}}
    assert [finding.code for finding in evaluate(alone, scope_of(tmp_path / "heading", heading), "summary").findings] == ["CD-55"]
    goal = {**COAL, "文字说明": {1: {"小标题": "情况"}, **quiet}}  # the goal of the year (row 4) names it
    assert evaluate(alone, scope_of(tmp_path / "goal", goal), "summary").findings == ()
