"""A notice binds its seasons: elsewhere and in other years the standing rules judge, and nothing of the notice."""

from pathlib import Path
from shutil import copytree

import pytest

from reportgen.figures.scope import Scope
from reportgen.findings import Evaluated
from reportgen.pipeline.opening import open_season
from reportgen.policy import Policy, load_policies, provisions
from reportgen.workspace import Workspace
from tests.command import run
from tests.policy.units import evaluate, evaluate_kinds, scope_of

POLICIES, _ = load_policies(Workspace(Path("/nonexistent")))
FILED = ("plan", "acceptance", "evaluation", "summary")
NOTICES = ("XZ23", "SX22")

NOTICE = """\
id: other-2024
season: 2024
document: {title: 示例市2024年冬季清洁取暖工作实施方案, number: 示清洁办发〔2024〕1号, issuer: 示例市清洁取暖办, date: "2024-04-01"}
deadlines:
  plan_due: {title: 报备, date: "04-10"}
parameters:
  task_table:
    保德县: {煤改电: {农村: 1}}
rules:
  - id: SL24-01
    standing: CH-03-01
    clause: 五
    quote: 4月10日前报备
"""


def notice(root: Path, text: str = NOTICE) -> tuple[tuple[Policy, ...], list[tuple[str, int | None]]]:
    """The policies with a notice of the office's own, and what is said of it, each with its line."""
    folder = root / "inputs" / "policies"
    folder.mkdir(parents=True)
    (folder / "notice.yaml").write_text(text, encoding="utf-8")
    policies, problems = load_policies(Workspace(root))
    return policies, [(problem.message, problem.places[0].line) for problem in problems]


def named(outcomes: list[Evaluated]) -> set[str]:
    """The ids of all rules that were applied, or could not be for want of data."""
    found = {rule for outcome in outcomes for rule in outcome.holds}
    return found | {entry.rule for outcome in outcomes for entry in outcome.not_checked} | {one.code for outcome in outcomes for one in outcome.findings}


def judged(scope: Scope, season: str) -> set[str]:
    """The ids of the rules that hold or are broken in one of a unit's documents."""
    outcomes = evaluate_kinds(POLICIES, scope, FILED, season=season)
    return {rule for outcome in outcomes for rule in outcome.holds} | {one.code for outcome in outcomes for one in outcome.findings}


def test_a_county_of_another_city_is_judged_by_the_standing_rules(tmp_path: Path) -> None:
    found = judged(scope_of(tmp_path, {"单位": {"政策依据": ["示清洁办发〔2022〕1号"]}}), "2022")
    assert len(found) >= 150
    assert {rule.split("-")[0] for rule in found}.isdisjoint(NOTICES)


@pytest.mark.parametrize("season", ["2022", "2024"])
def test_nothing_of_a_notice_is_applied_in_another_year(season: str, tmp_path: Path) -> None:
    scope = scope_of(tmp_path, {"单位": {"政策依据": ["忻清洁办发〔2023〕3号"]}})
    outcomes = evaluate_kinds(POLICIES, scope, FILED, season=season)
    assert not [rule for rule in named(outcomes) if rule.startswith(NOTICES)]
    assert {problem.code for outcome in outcomes for problem in outcome.problems} == {"policy.no-notice"}
    says = provisions(POLICIES, scope, int(season))
    assert [says.says(name) for name in says.known] == [""] * len(says.known)
    lacking = {what for outcome in outcomes for entry in outcome.not_checked for what in entry.missing}
    assert lacking
    assert all(what.startswith("本采暖季的年度通知") for what in lacking)


def test_a_rule_that_a_notice_repeats_is_judged_once(tmp_path: Path) -> None:
    repeated = {rule.standing for policy in POLICIES for rule in policy.rules if rule.standing}
    assert repeated
    assert repeated.isdisjoint(named(evaluate_kinds(POLICIES, scope_of(tmp_path, {}), FILED)))


def test_a_notice_of_the_season_sets_days_and_numbers_of_the_standing_rules(tmp_path: Path) -> None:
    policies, said = notice(tmp_path)
    assert said == []
    scope = scope_of(tmp_path, {"单位": {"政策依据": ["示清洁办发〔2024〕1号"], "公文": {"实施方案": {"成文日期": "2024-04-18"}}}})
    outcome = evaluate(policies, scope, season="2024")
    assert outcome.problems == ()
    (late,) = [finding for finding in outcome.findings if finding.code == "SL24-01"]
    assert (late.clause.number, late.clause.location, late.clause.quote) == ("示清洁办发〔2024〕1号", "五", "4月10日前报备")
    tasks = [finding.message for finding in outcome.findings if finding.code == "CH-01-01"]
    assert "煤改电农村任务1409户，任务分解表为1户" in tasks
    assert "CH-03-01" not in named([outcome])


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("standing: CH-03-01", "standing: CH-03-0l", "引用的通用规则 CH-03-0l 不存在", 11),
        ("season: 2024", "season: 今年", "应为年份", 2),
        ("season: 2024", "season: 24", "应为年份", 2),
    ],
)
def test_a_fault_of_a_notice_is_told_at_its_line(old: str, new: str, words: str, line: int, tmp_path: Path) -> None:
    _, said = notice(tmp_path, NOTICE.replace(old, new))
    assert [(words in message, where) for message, where in said] == [(True, line)]


def test_a_task_of_no_path_is_a_fault_of_the_table(tmp_path: Path) -> None:
    policies, _ = notice(tmp_path, NOTICE.replace("煤改电", "煤改点"))
    outcome = evaluate(policies, scope_of(tmp_path, {"单位": {"政策依据": ["示清洁办发〔2024〕1号"]}}), season="2024")
    assert ["“煤改点”“农村”" in problem.message for problem in outcome.problems] == [True]


@pytest.mark.slow
def test_documents_of_another_season_say_nothing_of_the_notice(root: Path, tmp_path: Path) -> None:
    for unit in ("静乐县", "五台县", "代县", "忻州市"):
        copytree(root / "inputs/2023" / unit, tmp_path / "inputs/2024" / unit)
    season = open_season(Workspace(tmp_path), "2024")
    (job,) = season.jobs(frozenset({"静乐县"}), frozenset({"plan"}))
    composed = season.compose(job).html
    assert composed is not None
    (document,) = [policy for policy in POLICIES if policy.id == "xinzhou-2023-3"]
    plainly = [entry.words for key, entry in document.provisions.items() if key in ("pilot", "prices", "heat_sources", "excluded_sources")]
    assert [words for words in plainly if words in composed] == []
    assert {view.number for view in season.compliance(job.scope).policies} == {""}
    checked = run(tmp_path, "check")
    assert checked.stdout.count("忻州市2024年度的年度通知还没有录入") == 1
    assert checked.stderr == ""
