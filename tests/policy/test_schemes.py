"""评分方案: those of the catalogue, an office's own, and what is wrong with one."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace

OWN = {
    "title": "示例省评分方案",
    "budget": 20,
    "blocks": {"产出指标": 40, "效益指标": 40},
    "methods": {"≥": "不得分", "≤": "反向比例", "=": "偏离程度"},
    "bands": [{"title": "达成", "least": 80}, {"title": "未达成", "least": 0}],
    "grades": [{"title": "合格", "least": 60}, {"title": "不合格", "least": 0}],
}


def write(root: Path, scheme: object, name: str = "shili") -> None:
    policies = root / "inputs/policies"
    policies.mkdir(exist_ok=True)
    document = {"title": "示例省绩效评价办法", "issuer": "示例省财政厅", "date": "2023-01-01"}
    content = {"id": "own", "document": document, "parameters": {"schemes": {name: scheme}}}
    (policies / "own.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def choose(root: Path, name: str) -> Season:
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("绩效自评组织: {", f"绩效自评组织: {{评分方案: {name}, "), encoding="utf-8")
    return open_season(Workspace(root), "2023")


def test_the_packaged_schemes_are_complete(project: Callable[[str], Path]) -> None:
    season = open_season(Workspace(project("pair")), "2023")
    assert {"general", "with-cost"} <= season.schemes.keys()
    general = season.schemes["general"]
    assert (general.budget, dict(general.blocks)) == (10, {"产出指标": 50, "效益指标": 30, "满意度指标": 10})
    assert [(band.title, band.least) for band in general.grades] == [("优", 90), ("良", 80), ("中", 60), ("差", 0)]


def test_a_unit_scores_itself_by_a_scheme_of_its_offices_own(project: Callable[[str], Path]) -> None:
    root = project("pair")
    write(root, OWN)
    season = choose(root, "shili")
    (scope,) = [s for s in season.scopes if s.unit.name == "甲县"]
    scores = season.themes(scope).scores
    assert scores.budget.score.value == Decimal("19.76")
    assert [s.score.value for s in scores.indicators if s.record.level3 == "一次验收合格率"] == [0]
    assert scores.grade == "合格"
    found = {finding.code for job in season.jobs(frozenset({"甲县"}), frozenset({"evaluation"})) for finding in season.evaluate(job).findings}
    assert {"PF-1-01", "PF-1-02"} <= found  # its weights are still those of the general scheme


def test_an_office_replaces_the_general_scheme(project: Callable[[str], Path]) -> None:
    root = project("pair")
    write(root, OWN, "general")
    assert open_season(Workspace(root), "2023").schemes["general"].title == "示例省评分方案"


def test_reductions_are_off_where_a_scheme_has_none(project: Callable[[str], Path]) -> None:
    root = project("pair")
    write(root, {**OWN, "reductions": {"source": "示例市财政局通知", "ceilings": [{"below": 100, "most": 50}], "deviation": {"least": 10, "points": 1}}})
    schemes = open_season(Workspace(root), "2023").schemes
    assert {id for id, scheme in schemes.items() if scheme.reductions} == {"integrated", "shili"}
    own = schemes["shili"].reductions
    assert own is not None
    assert (own.source, own.deviation, own.points, [(one.below, one.most) for one in own.ceilings]) == ("示例市财政局通知", 10, 1, [(100, 50)])


def test_a_scheme_that_is_not_there_scores_nothing(project: Callable[[str], Path]) -> None:
    season = choose(project("pair"), "generel")
    (problem,) = [p for p in season.problems if p.code == "policy.unknown-scheme"]
    assert "general" in problem.message
    assert str(problem.places[0]).startswith("inputs/2023/甲县/单位.yaml:")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"evaluation"}))
    composed = season.compose(job)
    assert composed.html is not None
    assert "【待补：自评总分】" in composed.missing or "【待补】" in composed.missing


@pytest.mark.sampled(15)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"budget": 10}, "实际是90"),
        ({"budget": "十"}, "budget"),
        ({"blocks": {}}, "实际是20"),
        ({"methods": {"≥": "完成比例"}}, "methods"),
        ({"methods": {**OWN["methods"], "≥": "随意"}}, "methods"),
        ({"bands": [{"title": "达成", "least": 80}]}, "bands"),
        ({"grades": list(reversed(OWN["grades"]))}, "grades"),
        ({"grade": []}, "grade"),
        ({"title": None}, "title"),
        ({"reductions": {"ceilings": [{"below": 80, "most": 90}]}}, "reductions.source"),
        ({"reductions": {"source": "通知"}}, "reductions 应写明"),
        ({"reductions": {"source": "通知", "ceilings": [{"below": 70, "most": 80}, {"below": 80, "most": 90}]}}, "由高到低"),
        ({"reductions": {"source": "通知", "ceilings": [{"below": 80, "most": 80}, {"below": 70, "most": 90}]}}, "most"),
        ({"reductions": {"source": "通知", "deviation": {"least": 30}}}, "reductions.deviation.points"),
        ({"reductions": {"source": "通知", "deviation": {"least": "三成", "points": 2}}}, "reductions.deviation.least"),
    ],
)
def test_what_is_wrong_with_a_scheme_is_said(change: dict[str, object], words: str, project: Callable[[str], Path]) -> None:
    root = project("pair")
    write(root, {**OWN, **change})
    season = open_season(Workspace(root), "2023")
    problems = [p for p in season.problems if p.code == "policy.scheme"]
    assert problems
    assert any(words in p.message for p in problems)
    assert all("shili" in p.message and p.help for p in problems)
    assert "shili" not in season.schemes
