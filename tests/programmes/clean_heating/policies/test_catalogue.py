"""The packaged policies: every rule complete, right about its own examples, and true of the demonstration units.

That each quote stands in the policy's text was checked once against the texts, which don't travel with the project.
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.diagnostics import Severity
from reportgen.figures.scope import Scope
from reportgen.inputs.schema.programme import shipped
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.policy import Evaluated, Rule, load_policies
from reportgen.policy.checks import checks_of
from reportgen.policy.evaluate import concerns
from reportgen.policy.provisions import in_force
from reportgen.policy.validate import faults
from reportgen.workspace import Workspace
from tests.filed import FILED, KINDS
from tests.policy.units import evaluate, only, scope_of, with_parameters
from tests.policy_table import ROWS, TOTALS

POLICIES, PROBLEMS = load_policies(Workspace(Path("/nonexistent")))
XINZHOU = next(policy for policy in POLICIES if policy.id == "xinzhou-2023-3")
RULES = [rule for policy in POLICIES for rule in policy.rules]

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@each_rule
def test_a_rule_is_complete_and_can_run(rule: Rule) -> None:
    assert all((rule.title, rule.clause, rule.quote, rule.message, rule.help, rule.examples))
    assert list(faults(rule, shipped())) == []


@pytest.mark.sampled(12)
@each_rule
def test_its_examples(rule: Rule, tmp_path: Path) -> None:
    assert rule.examples is not None
    alone, kind, words = only(POLICIES, rule.id), (rule.kinds or FILED)[0], "公文文字"
    kept = evaluate(with_parameters(alone, rule.examples.holds), scope_of(tmp_path / "holds", rule.examples.holds), kind, rule.examples.holds.get(words))
    assert kept == Evaluated(holds=(rule.id,))
    broken = evaluate(with_parameters(alone, rule.examples.breaks), scope_of(tmp_path / "breaks", rule.examples.breaks), kind, rule.examples.breaks.get(words))
    assert {finding.code for finding in broken.findings} == {rule.id}
    assert (broken.not_checked, broken.problems, broken.holds) == ((), (), ())
    for finding in broken.findings:
        assert finding.severity is rule.severity
        assert finding.places
        assert finding.message != rule.title
        assert (finding.clause.location, finding.clause.quote, finding.kind) == (rule.clause, rule.quote, kind)


def test_the_rule_that_contributors_are_shown_is_one(root: Path, tmp_path: Path) -> None:
    shown = re.search(r"```yaml\n(.+?)```", (root / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    assert shown
    folder = tmp_path / "inputs/policies"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(f"id: xinzhou-2023-3\nrules:\n{shown[1]}", encoding="utf-8")
    policies, problems = load_policies(Workspace(tmp_path))
    assert problems == ()
    rule = next(policy.rules[-1] for policy in policies if policy.id == "xinzhou-2023-3")
    alone = only(policies, rule.id)
    assert rule.examples is not None
    assert evaluate(alone, scope_of(tmp_path / "holds", rule.examples.holds)) == Evaluated(holds=(rule.id,))
    (finding,) = evaluate(alone, scope_of(tmp_path / "breaks", rule.examples.breaks)).findings
    assert finding.message == "县城供热管网工程2023年11月20日完工，晚于2023年10月15日"
    assert evaluate(alone, scope_of(tmp_path / "without", {"重点项目": None})) == Evaluated()


def test_the_catalogue_is_read_without_a_fault() -> None:
    assert PROBLEMS == ()
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids) >= 180
    assert {rule.check for rule in RULES if rule.check} == checks_of(shipped()).keys()


def test_an_id_begins_with_its_document_and_clause() -> None:
    numerals = dict(zip("一二三四五六七", "1234567", strict=True))
    for policy, prefix in zip((p for p in POLICIES if p.document.number), ("SX22", "XZ23"), strict=True):
        for rule in policy.rules:
            parts = [numerals.get(char, char) for char in rule.clause.replace("附表", "T") if char not in "（）"]
            assert rule.id.rsplit("-", 1)[0] == f"{prefix}-{'.'.join(parts)}"
        falling = [f"{b.id} stands behind {a.id}" for a, b in pairwise(policy.rules) if a.clause == b.clause and a.id >= b.id]
        assert falling == [], "the ids of a clause ascend in the order in which its rules stand"


@pytest.mark.parametrize("kind", FILED)
def test_the_complete_county_keeps_every_rule_that_applies(kind: str, tmp_path: Path) -> None:
    county = scope_of(tmp_path, {})
    outcome = evaluate(POLICIES, county, kind)
    assert (outcome.findings, outcome.not_checked, outcome.problems) == ((), (), ())
    about = [rule.id for policy in in_force(POLICIES, county, 2023) for rule in policy.rules if concerns(rule, county, kind)]
    assert len(outcome.holds) > 0.9 * len(about) > 0  # what is left is for what this county hasn't: a `when` that doesn't hold


def test_every_rule_is_of_documents_that_are_filed() -> None:
    assert {kind for rule in RULES for kind in rule.kinds or ()} <= {kind.id for kind in KINDS if kind.filed}


def test_what_other_cities_owe_is_no_error_here() -> None:
    others = [rule for policy in POLICIES if policy.id == "shanxi-2022-3" for rule in policy.rules if rule.clause.startswith("二（二）")]
    assert len(others) == 5
    assert Severity.ERROR not in {rule.severity for rule in others}


def test_the_task_table_is_the_policys() -> None:
    table = XINZHOU.parameters["task_table"]
    assert table == {name.removesuffix("风景名胜区"): published(row) for name, row in ROWS.items()}
    assert [XINZHOU.parameters[f"city_{key}"] for key in ("total", "district", "electricity", "gas", "biomass")] == TOTALS[2::3]


def published(row: list[int]) -> dict[str, dict[str, int]]:
    """The tasks that there are by path and area, from a row of the policy's table with its sums."""
    found: dict[str, dict[str, int]] = {}
    for number, path in enumerate(("集中供热", "煤改电", "煤改气", "生物质热电联产"), 1):
        areas = {area: row[3 * number + column] for column, area in enumerate(("城区/县城", "农村")) if row[3 * number + column]}
        if areas:
            found[path] = areas
    return found


@pytest.fixture(scope="module")
def season(root: Path) -> Season:
    return open_season(Workspace(root), "2023")


def outcomes(season: Season) -> list[tuple[Scope, Evaluated]]:
    return [(job.scope, season.evaluate(job)) for job in season.jobs(kinds=frozenset(FILED))]


@pytest.mark.slow
def test_the_demonstration_units_have_no_errors(season: Season) -> None:
    found = outcomes(season)
    assert len(found) == 17 * len(FILED)
    assert [f.message for _, outcome in found for f in outcome.findings if f.severity is Severity.ERROR] == []
    assert [problem.message for _, outcome in found for problem in outcome.problems] == []


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "documents"), [("XZ23-5.2-02", 3), ("XZ23-5.2-12", 2)])
def test_the_earlier_date_binds_the_scenic_area_alone(rule: str, documents: int, season: Season) -> None:
    assert [scope.unit.label for scope, outcome in outcomes(season) if rule in outcome.holds] == ["五台山"] * documents
