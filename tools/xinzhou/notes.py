"""文字说明, sample data: what an office says in its own words, of its paths and its country; no figures, which the data give."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from xinzhou import own_words
from xinzhou.choices import HeatingPath, NoteSection
from xinzhou.story import SATISFACTION_TARGET, STORIES
from xinzhou.units import UNITS, Unit
from xinzhou.workbook import Row, Sheet

Topic = Literal["成效", "困难", "打算", "经验"]
Words = dict[Topic, list[str]]
"""By topic a heading and a text."""

_COMMON_STEP = (
    "健全长效运行机制",
    "压实企业主体责任和部门监管责任，完善用户台账、日常调度、运行维护和投诉办理制度，保持补贴政策稳定，确保清洁取暖设施长期稳定运行。",
)
_READY = {HeatingPath.ELECTRICITY: "通电", HeatingPath.GAS: "通气"}
_QUOTED = {HeatingPath.ELECTRICITY, HeatingPath.GAS}


def city() -> Sheet:
    """文字说明 of the city: of all its paths."""
    goal = (
        "全面完成全市清洁取暖改造和建筑节能改造年度任务，完成北方地区清洁取暖试点城市备案任务；忻州城区、各县（市、区）县城清洁取暖全覆盖，禁煤区散煤清零；"
        "能源供应有保障，补贴政策稳定，群众清洁、温暖过冬。"
    )
    result = (
        "全市改造任务总体完成，偏关、宁武、静乐三县的未完工户已逐户明确完成时限和过渡取暖措施；个别单位建筑节能改造面积、县级配套资金和群众满意度没有达到目标；"
        "项目验收、能源保供和补贴发放按要求完成，试点城市备案任务尚有缺口，年度总体目标大部分实现。"
    )
    return _sheet("忻州市", tuple(HeatingPath), HeatingPath.ELECTRICITY, goal, result)


def of_unit(unit: Unit) -> Sheet:
    """文字说明 of a unit: its own, and those of its paths."""
    main = max(unit.paths, key=unit.households)
    town = "城区" if unit.central or unit.name[-1] in "市区" else "核心景区" if unit.scenic else "县城"
    words = "、".join(f"“{path.value}”" if path in _QUOTED else path.value for path in unit.paths).replace("”、“", "”“")
    ready = "、".join(dict.fromkeys(_READY.get(path, "通热") for path in unit.paths))
    goal = (
        f"采暖季前完成{words}改造和建筑节能改造年度任务，具备{ready}等使用条件；{town}清洁取暖全覆盖，禁煤区散煤清零；"
        "用户台账、运行维护和能源保供机制健全，居民用得上、用得起、用得好。"
    )
    return _sheet(unit.name, unit.paths, main, goal, _result(unit))


def _result(unit: Unit) -> str:
    """How far the year's goal was reached, part by part."""
    story = STORIES[unit.name]
    if story.shortfall:
        task = f"年度改造任务尚有部分户没有完工，{story.shortfall.meanwhile}，已逐户明确完成时限"
    else:
        task = "年度改造任务按期完成，并按要求组织了验收"
    area = "建筑节能改造有部分面积顺延" if story.retrofit else "建筑节能改造按期完成"
    supply = "能源供应总体平稳，短时停供及时恢复" if story.outages else "能源供应平稳"
    money = "补贴资金按标准发放" + ("，县级配套资金尚未全部到位" if story.why_late_money else "")
    content = "群众满意度达到目标" if story.satisfaction >= SATISFACTION_TARGET else "群众满意度没有达到目标"
    missed = sum((bool(story.shortfall), bool(story.retrofit), bool(story.why_late_money), bool(story.why_dissatisfied)))
    whole = "如期实现" if not missed else "基本实现" if missed == 1 else "部分实现"
    return f"{task}；{area}，{supply}，{money}，{content}，年度总体目标{whole}。"


def _sheet(name: str, paths: tuple[HeatingPath, ...], main: HeatingPath, goal: str, result: str) -> Sheet:
    own, evaluation = _own()[name], _evaluation(name)
    rows: list[Row] = [
        _row(NoteSection.ACHIEVEMENTS, own["成效"]),
        *(_row(NoteSection.ACHIEVEMENTS, _of_path(name, path)["成效"]) for path in paths),
        _row(NoteSection.DIFFICULTIES, own["困难"]),
        _row(NoteSection.DIFFICULTIES, _of_path(name, main)["困难"]),
        _row(NoteSection.NEXT_STEPS, own["打算"]),
        _row(NoteSection.NEXT_STEPS, _of_path(name, main)["打算"]),
        _row(NoteSection.NEXT_STEPS, _COMMON_STEP),
        {"section": NoteSection.GOAL, "text": goal},
        {"section": NoteSection.RESULT, "text": result},
        {"section": NoteSection.BUDGET, "text": evaluation["预算"]},
        {"section": NoteSection.USE_OF_RESULTS, "text": evaluation["应用"]},
        _row(NoteSection.EXPERIENCE, own["经验"]),
    ]
    placed = own_words.placed(name)
    return Sheet("notes", (*rows, *placed), columns=() if placed else ("section", "heading", "text"))


def _row(section: NoteSection, words: list[str] | tuple[str, str]) -> Row:
    heading, text = words
    return {"section": section, "heading": heading, "text": text}


def _own() -> dict[str, Words]:
    return _texts()["单位"]  # type: ignore[no-any-return]


def _evaluation(name: str) -> dict[str, str]:
    """What is said in the evaluation: why the budget wasn't spent (预算), and what the results are used for (应用)."""
    return _texts()["自评"][name]  # type: ignore[no-any-return]


def _of_path(name: str, path: HeatingPath) -> Words:
    """What is said of a path: those who have it say it in turn in one way or another, the city in the first."""
    ways: list[Words] = _texts()["路径"][path.value]
    having = [unit.name for unit in UNITS if path in unit.paths]
    return ways[having.index(name) % len(ways)] if name in having else ways[0]


@cache
def _texts() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "notes.yaml").read_text("utf-8"))  # type: ignore[no-any-return]
