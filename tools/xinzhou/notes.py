"""文字说明, sample data: what an office says in its own words, of its paths and its country; no figures, which the data give."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from reportgen.inputs.schema import Note
from reportgen.inputs.schema.choices import HeatingPath, NoteSection
from xinzhou.outcome import SHORTFALLS
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

Topic = Literal["成效", "困难", "打算", "经验"]
Texts = dict[str, dict[str, dict[Topic, list[str]]]]

_COMMON_STEP = (
    "健全长效运行机制",
    "压实企业主体责任和部门监管责任，完善用户台账、日常调度、运行维护和投诉办理制度，保持补贴政策稳定，确保清洁取暖设施长期稳定运行。",
)
_USE = "自评结果作为完善政策、安排预算和改进管理的依据，按照信息公开要求予以公开；对自评中发现的问题列出清单，明确责任单位和时限，逐项整改销号。"
_READY = {HeatingPath.ELECTRICITY: "通电", HeatingPath.GAS: "通气"}
_QUOTED = {HeatingPath.ELECTRICITY, HeatingPath.GAS}


def city() -> Sheet:
    """文字说明 of the city: of all its paths."""
    goal = (
        "全面完成全市清洁取暖改造和建筑节能改造年度任务，完成北方地区清洁取暖试点城市备案任务；忻州城区、各县（市、区）县城清洁取暖全覆盖，禁煤区散煤清零；"
        "能源供应充足，补贴政策稳定，群众清洁、温暖过冬。"
    )
    result = (
        "全市改造任务总体完成，个别县未完工户已逐户明确完成时限并落实临时取暖措施；"
        "建筑节能改造、项目验收、能源保供和补贴发放按要求完成，试点城市备案任务总体实现。"
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
    rest = "建筑节能改造按期完成，能源供应充足，补贴资金按标准发放，群众满意度较高，年度总体目标"
    if unit.name in SHORTFALLS:
        result = f"年度改造任务基本完成，未完工户逐户明确完成时限并落实临时取暖措施；{rest}总体实现。"
    else:
        result = f"年度改造任务按期完成，并按要求组织了验收，设备运行稳定；{rest}如期实现。"
    return _sheet(unit.name, unit.paths, main, goal, result)


def _sheet(name: str, paths: tuple[HeatingPath, ...], main: HeatingPath, goal: str, result: str) -> Sheet:
    own, of_path = _texts()["单位"][name], _texts()["路径"]
    rows = [
        _row(NoteSection.ACHIEVEMENTS, own["成效"]),
        *(_row(NoteSection.ACHIEVEMENTS, of_path[path.value]["成效"]) for path in paths),
        _row(NoteSection.DIFFICULTIES, own["困难"]),
        _row(NoteSection.DIFFICULTIES, of_path[main.value]["困难"]),
        _row(NoteSection.NEXT_STEPS, own["打算"]),
        _row(NoteSection.NEXT_STEPS, of_path[main.value]["打算"]),
        _row(NoteSection.NEXT_STEPS, _COMMON_STEP),
        {"section": NoteSection.GOAL, "text": goal},
        {"section": NoteSection.RESULT, "text": result},
        {"section": NoteSection.USE_OF_RESULTS, "text": _USE},
        _row(NoteSection.EXPERIENCE, own["经验"]),
    ]
    return Sheet(Note, tuple(rows))


def _row(section: NoteSection, words: list[str] | tuple[str, str]) -> Row:
    heading, text = words
    return {"section": section, "heading": heading, "text": text}


@cache
def _texts() -> Texts:
    return yaml.safe_load((Path(__file__).parent / "notes.yaml").read_text("utf-8"))  # type: ignore[no-any-return]
