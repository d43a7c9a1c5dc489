"""Units for rules: the example county of unit.yaml with something laid over it, read as an office's folder is read."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from reportgen.diagnostics import Severity
from reportgen.documents.compose import Composed, composer
from reportgen.documents.context import filing
from reportgen.figures.scope import Scope, scopes
from reportgen.figures.themes import themes
from reportgen.inputs.load import load_season
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import CellType
from reportgen.inputs.schema.programme import shipped
from reportgen.policy import Evaluated, Policy, Printed, Shown, Surroundings, evaluate_unit, provisions
from reportgen.policy.schemes import read_schemes, scheme_of
from reportgen.workspace import Workspace
from tests.filed import KINDS

LONG = 500

IDENTIFIERS = {"代码", "联系电话", *(f.column.title for dataset in shipped().datasets for f in dataset.fields() if f.type is CellType.IDENTIFIER)}


def _complete() -> dict[str, Any]:
    """The example unit, with a household in the ledger for each that its village's line of 确村确户 counts, and sampled as many as its line of 验收 says."""
    # Dates and identifiers stay text, as reportgen's own reader has them.
    unit = yaml.load((Path(__file__).parent / "unit.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    lines = zip(unit["用户台账"], unit["确村确户"], unit["验收"], strict=True)
    unit["用户台账"] = [
        {**household, "身份证号": f"140931********{n:04}", "抽验": "是" if n < int(accepted["抽验户数"]) else "否"}
        for household, village, accepted in lines
        for n in range(int(village["户数"]))
    ]
    return dict(unit)


COMPLETE = _complete()


def laid_over(base: Any, change: Any) -> Any:
    """`base` with `change` laid over it: mappings entry by entry, rows of a list by number from 1, anything else replaced."""
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        return {**base, **{key: laid_over(base.get(key), value) for key, value in change.items()}}
    if isinstance(base, list) and isinstance(change, Mapping):
        rows = list(base)
        for number, value in change.items():
            rows[int(number) - 1] = laid_over(rows[int(number) - 1], value)
        return rows
    return change


def plain(value: Any) -> Any:
    """Values of a rule's example as they would be typed: text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else str(value)


def write(folder: Path, data: Mapping[str, Any]) -> None:
    """A unit's folder: each dataset in a file of its name, long ones as CSV; and its 佐证材料. None leaves a dataset out."""
    folder.mkdir(parents=True)
    for title, content in data.items():
        if isinstance(content, list) and len(content) > LONG:
            with (folder / f"{title}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, content[0].keys())
                writer.writeheader()
                writer.writerows(content)
        elif content is not None:
            (folder / f"{title}.yaml").write_text(_typed(content), encoding="utf-8")
    for row in data.get("佐证材料") or ():
        path = folder / "佐证材料" / row["文件"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _typed(content: Any) -> str:
    """YAML in which numbers stand without quotes, as people write them; codes and document numbers with."""

    def scalar(key: str, value: str) -> str:
        number = value.replace(".", "", 1).isdigit() and key not in IDENTIFIERS
        return value if number else json.dumps(value, ensure_ascii=False)

    def text(key: str, value: Any) -> str:
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {text(k, v)}" for k, v in value.items()) + "}"
        return "[" + ", ".join(text(key, item) for item in value) + "]" if isinstance(value, list) else scalar(key, value)

    return text("", content)


def scope_of(root: Path, change: Mapping[str, Any]) -> Scope:
    """The example unit with a change laid over it, and the units below it that 下级 names. What isn't changed is read once.

    佐证文件 are the files in its folder 佐证材料/, where they aren't those of the index.
    """
    apart = {"单位": COMPLETE["单位"], **{title: COMPLETE[title] for title in change if title in COMPLETE}}
    data = {title: laid_over(content, plain(change.get(title, {}))) for title, content in apart.items()}
    data.update({title: plain(content) for title, content in change.items() if title not in COMPLETE})
    data.update({title: None for title, content in change.items() if content is None})
    below = data.pop("下级", {})
    data.pop("公文文字", None)
    data.pop("参数", None)
    files = data.pop("佐证文件", None)
    season = root / "inputs" / "2023"
    write(season / "单位", data)
    for n, (name, tables) in enumerate(below.items()):
        unit = {"名称": name, "级别": "县", "代码": f"9909{n:02}", "上级": data["单位"]["名称"], "发文机关": f"{name}清洁取暖办"}
        write(season / name, {"单位": unit, **tables})
    loaded = load_season(Workspace(root), season)
    assert [p for p in loaded.problems if p.severity is Severity.ERROR] == []
    name, complete = data["单位"]["名称"], _read()
    changed = {shipped().by_title[title].key for title in data if title in shipped().by_title}
    kept = {key: table for key, table in complete.tables.items() if key not in changed}
    evidence = {"evidence": tuple(files)} if files else {} if "佐证材料" in data else {"evidence": complete.evidence}
    units = tuple(replace(u, tables={**kept, **u.tables}, **evidence) if u.unit.name == name else u for u in loaded.units)
    return next(scope for scope in scopes(units) if scope.unit.name == name)


@cache
def _read() -> UnitInputs:
    with TemporaryDirectory() as root:
        season = Path(root) / "inputs" / "2023"
        write(season / "单位", COMPLETE)
        loaded = load_season(Workspace(Path(root)), season)
    assert [p for p in loaded.problems if p.severity is Severity.ERROR] == []
    return loaded.units[0]


def evaluate(policies: tuple[Policy, ...], scope: Scope, kind: str = "plan", words: Mapping[str, Any] | None = None, season: str = "2023") -> Evaluated:
    """The outcome for a unit's document of a kind (its id); `words` (公文文字) say what the documents print, nothing by default."""
    return evaluate_kinds(policies, scope, (kind,), words, season)[0]


def compose_kinds(policies: tuple[Policy, ...], root: Path, scope: Scope, kinds: tuple[str, ...]) -> dict[str, Composed]:
    """A unit's documents of several kinds, by the packaged templates."""
    schemes, _ = read_schemes(policies)
    counted, making = themes(scope, scheme_of(schemes, scope.unit)), composer(Workspace(root))
    further = {"policy": provisions(policies, scope, 2023)}
    return {kind.id: making.compose(scope, kind, "2023", counted, further) for kind in KINDS if kind.id in kinds}


def evaluate_composed(policies: tuple[Policy, ...], scope: Scope, composed: Mapping[str, Composed]) -> list[Evaluated]:
    """The outcomes for documents as they were composed: the rules see what these print."""
    schemes, _ = read_schemes(policies)
    counted = themes(scope, scheme_of(schemes, scope.unit))
    filings = {entry.id: filing(scope, entry) for entry in KINDS}
    printed = {kind: made.printed for kind, made in composed.items() if made.printed is not None}
    titles = {policy.document.number: policy.document.title for policy in policies if policy.document.number}
    around = Surroundings(printed, (), titles)
    return list(evaluate_unit(policies, scope, counted, "2023", {kind: filings[kind] for kind in composed}, around).values())


def evaluate_kinds(
    policies: tuple[Policy, ...], scope: Scope, kinds: tuple[str, ...], words: Mapping[str, Any] | None = None, season: str = "2023"
) -> list[Evaluated]:
    """The outcomes for a unit's documents of several kinds, by the same figures."""
    schemes, _ = read_schemes(policies)
    counted = themes(scope, scheme_of(schemes, scope.unit))
    documents = {entry.id: filing(scope, entry) for entry in KINDS}
    if words is None:  # documents that print nothing are alike in it
        return list(evaluate_unit(policies, scope, counted, season, {kind: documents[kind] for kind in kinds}, _surroundings(policies, kinds[0], {})).values())
    return [evaluate_unit(policies, scope, counted, season, {kind: documents[kind]}, _surroundings(policies, kind, words))[kind] for kind in kinds]


def _surroundings(policies: tuple[Policy, ...], kind: str, words: Mapping[str, Any]) -> Surroundings:
    names = {entry.id: entry.name for entry in KINDS}
    printed = {id: Printed(name, f"{name}.docx", (), _shown(words.get("另一份", ()))) for id, name in names.items()}
    printed[kind] = Printed(names[kind], f"{names[kind]}.docx", tuple(words.get("段落", ())), _shown(words.get("数据项", ())))
    titles = {policy.document.number: policy.document.title for policy in policies if policy.document.number}
    return Surroundings(printed, tuple(words.get("其他单位", ())), titles)


def _shown(entries: Any) -> tuple[Shown, ...]:
    return tuple(Shown(e["名称"], e["标签"], e["单位"], Decimal(str(e["值"])), e["文字"], e["后文"]) for e in entries)


def only(policies: tuple[Policy, ...], *ids: str) -> tuple[Policy, ...]:
    """The policies with these rules alone."""
    return tuple(policy.model_copy(update={"rules": tuple(rule for rule in policy.rules if rule.id in ids)}) for policy in policies)


def with_parameters(policies: tuple[Policy, ...], example: Mapping[str, Any]) -> tuple[Policy, ...]:
    """The policies with the parameters (参数) that an example says."""
    return tuple(policy.model_copy(update={"parameters": {**policy.parameters, **example.get("参数", {})}}) for policy in policies)
