"""确村确户: the villages and households that were confirmed, by township and path, against the task."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.figure import difference, total
from reportgen.figures.rows import Rows, tables_of
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick, terms
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Source
from reportgen.programmes.clean_heating.figures.tasks import Tasks

_STREETS = ("街道", "街道办", "街道办事处", "办事处", "社区")


@dataclass(frozen=True, slots=True)
class TownshipVillages:
    """确村确户 of one township: villages (个), households (户), and households by path in the order of `paths`."""

    name: str
    villages: Figure
    total: Figure
    by_path: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Villages:
    """确村确户: what was confirmed, against the task.

    `townships` are those of the unit's own table; `paths` the paths that its columns have. `unconfirmed` is task less
    confirmed, `surplus` confirmed less task (户).
    """

    townships: tuple[TownshipVillages, ...]
    paths: tuple[Choice, ...]
    township_count: Figure
    village_count: Figure
    total: Figure
    by_path: tuple[Figure, ...]
    unconfirmed: Figure
    surplus: Figure

    @property
    def township_kind(self) -> str:
        """What the unit's townships are called together, by their names: 乡镇, 街道, or both."""
        streets = [township.name.endswith(_STREETS) for township in self.townships]
        return "乡镇（街道）" if not streets or (any(streets) and not all(streets)) else "街道" if all(streets) else "乡镇"


def villages(scope: Scope, task: Tasks) -> Villages:
    """The figures of the confirmed villages, named villages.*."""
    rows = scope.rows("villages")
    present = tuple(path for path in scope.choices("path") if any(pick(rows.rows, path=path)))

    def households(name: str, title: str, **match: object) -> Figure:
        return total(f"villages.{name}", title, "户", "确村确户表中户数相加", terms(rows.rows, "households", **match), rows)

    whole, homes = households("total", "确村确户总户数"), _homes(scope)
    return Villages(
        tuple(_township(*found, present, homes) for found in _townships(scope)),
        present,
        _count("villages.townships", "涉及乡镇（街道）数", rows, homes, ("township",)),
        _count("villages.villages", "确定的村（社区）数", rows, homes, ("township", "village")),
        whole,
        tuple(households(path.key, f"{path}确村确户户数", path=path) for path in present),
        difference("villages.unconfirmed", "尚未确村确户的户数", "户", "总任务减确村确户总户数", task.total, whole),
        difference("villages.surplus", "确村确户超出任务的户数", "户", "确村确户总户数减总任务", whole, task.total),
    )


def _townships(scope: Scope) -> Iterator[tuple[str, Rows, dict[str, str]]]:
    """Each township with its rows, and the fields by which these are known: those of the unit's own table in its order, or the townships below it with theirs.

    A row of the unit's own whose township couldn't be read may be in any of them.
    """
    own = scope.inputs.rows("villages")
    if not own:
        yield from ((child.unit.label, child.rows("villages"), {}) for child in scope.below("villages") if child.unit.level is Level.TOWNSHIP)
        return
    for name in dict.fromkeys(row.township for row in own if row.township):
        rows = (*(row for row in own if row.township == name), *(row for row in own if not row.township))
        yield name, Rows(rows, (), tables_of(own)), {"township": name}


def _township(name: str, rows: Rows, known: Mapping[str, str], paths: tuple[Choice, ...], homes: Mapping[str, str]) -> TownshipVillages:
    def households(key: str, title: str, **match: object) -> Figure:
        return total(f"villages.township.{name}.{key}", title, "户", "确村确户表中户数相加", terms(rows.rows, "households", **known, **match), rows)

    return TownshipVillages(
        name,
        _count(f"villages.township.{name}.villages", f"{name}确定的村（社区）数", rows, homes, ("township", "village")),
        households("total", f"{name}改造户数"),
        tuple(households(path.key, f"{name}{path}户数", path=path) for path in paths),
    )


def _homes(scope: Scope) -> dict[str, str]:
    """Of the folder of each township and village, the county that it lies in, or the highest of them: there a name stands for one place."""
    return dict(_homes_below(scope, ""))


def _homes_below(scope: Scope, above: str) -> Iterator[tuple[str, str]]:
    """The same one by one, from a unit on; `above` is the last county above it, or higher unit, empty where there is none."""
    home = above if scope.unit.level.is_low and above else scope.unit.name
    if scope.unit.level.is_low:
        yield scope.inputs.folder, home
    for child in scope.children:
        yield from _homes_below(child, home)


def _count(name: str, title: str, rows: Rows, homes: Mapping[str, str], keys: tuple[str, ...]) -> Figure:
    """How many different townships or villages the rows name; those of two counties are different, whatever they are called."""
    unread = tuple(str(row.place(key)) for row in rows.rows for key in keys if getattr(row, key) is None)
    lacking = (*rows.lacking, *unread)
    files = {file: homes.get(file.rpartition("/")[0], file) for file in {row.origin.place.file for row in rows.rows}}
    different = {(files[row.origin.place.file], *(getattr(row, key) for key in keys)) for row in rows.rows}
    sources = tuple(dict.fromkeys(Source(row.place(keys[-1]), row.raw(keys[-1])) for row in rows.rows))
    return Figure(None if lacking else Decimal(len(different)), sources, lacking, name, title, "个", "确村确户表中不同名称的个数")
