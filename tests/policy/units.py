"""Units for rules: the example county of unit.yaml with something laid over it, read as an office's folder is read."""

import copy
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from reportgen.diagnostics import Severity
from reportgen.documents.context import filing
from reportgen.documents.kinds import read_kinds
from reportgen.figures.scope import Scope, scopes
from reportgen.figures.theme import themes
from reportgen.inputs.load import load_season
from reportgen.policy import Evaluated, Policy, Printed, Shown, Surroundings, evaluate_unit

KINDS, _ = read_kinds(Path(__file__).parents[2] / "templates" / "kinds.yaml", "templates/kinds.yaml")

# Dates and identifiers stay text, as reportgen's own reader has them.
COMPLETE: dict[str, Any] = yaml.load((Path(__file__).parent / "unit.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


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
    """A unit's folder: each dataset in a YAML file of its name. None leaves a dataset out."""
    folder.mkdir(parents=True)
    for title, content in data.items():
        if content is not None:
            (folder / f"{title}.yaml").write_text(_typed(content), encoding="utf-8")


def _typed(content: Any) -> str:
    """YAML in which numbers stand without quotes, as people write them; codes and document numbers with."""

    def scalar(key: str, value: str) -> str:
        number = value.replace(".", "", 1).isdigit() and key not in ("代码", "型号")
        return value if number else json.dumps(value, ensure_ascii=False)

    def text(key: str, value: Any) -> str:
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {text(k, v)}" for k, v in value.items()) + "}"
        return "[" + ", ".join(text(key, item) for item in value) + "]" if isinstance(value, list) else scalar(key, value)

    return text("", content)


def scope_of(root: Path, change: Mapping[str, Any]) -> Scope:
    """The example unit with a change laid over it, and the units below it that 下级 names."""
    data = dict(laid_over(copy.deepcopy(COMPLETE), plain(change) if change else {}))
    data.update({title: None for title, content in change.items() if content is None})
    below = data.pop("下级", {})
    data.pop("公文文字", None)
    season = root / "inputs" / "2023"
    write(season / "单位", data)
    for n, (name, tables) in enumerate(below.items()):
        unit = {"名称": name, "级别": "县", "代码": f"9909{n:02}", "上级": data["单位"]["名称"], "发文机关": f"{name}清洁取暖办"}
        write(season / name, {"单位": unit, **tables})
    loaded = load_season(root, season)
    assert [p for p in loaded.problems if p.severity is Severity.ERROR] == []
    return next(scope for scope in scopes(loaded.units) if scope.unit.name == data["单位"]["名称"])


def evaluate(policies: tuple[Policy, ...], scope: Scope, kind: str = "plan", words: Mapping[str, Any] | None = None) -> Evaluated:
    """The outcome for a unit's document of a kind (its id); `words` (公文文字) say what the documents print, nothing by default."""
    document = filing(scope, next(entry for entry in KINDS if entry.id == kind))
    return evaluate_unit(policies, scope, themes(scope), kind, "2023", document, _surroundings(policies, kind, words or {}))


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
