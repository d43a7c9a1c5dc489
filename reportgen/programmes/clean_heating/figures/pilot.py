"""备案任务: the pilot city's filed programme of three years against what earlier years and this year completed."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.figures.apart import apart
from reportgen.figures.figure import difference, share, total
from reportgen.figures.lines import Listing, ListingRow, listing
from reportgen.figures.rows import Rows, unread
from reportgen.figures.scope import Scope, holders
from reportgen.figures.terms import pick, terms
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Term
from reportgen.programmes.clean_heating.figures.completion import Completion


@dataclass(frozen=True, slots=True)
class PilotGroup:
    """备案 of one path or all (户): filed, completed in earlier years, this year's task and completion, all completed, rate (%), left."""

    name: str
    filed: Figure
    earlier: Figure
    planned: Figure
    completed: Figure
    cumulative: Figure
    rate: Figure
    left: Figure


@dataclass(frozen=True, slots=True)
class Pilot:
    """备案任务 of a unit: by path (those that were filed), the whole, and the filed projects with their reasons.

    `given` is whether there are filed tasks. Where there are and a unit's table is lacking, the sums are missing. `by_project` is whether each
    project says itself what earlier years completed of it.
    """

    paths: tuple[PilotGroup, ...]
    total: PilotGroup
    rows: Listing
    given: bool
    by_project: bool

    @property
    def unfinished(self) -> tuple[ListingRow, ...]:
        """The filed projects of the paths with something left to complete."""
        paths = {path.name for path in self.paths if path.left > 0}
        return tuple(row for row in self.rows if row.path in paths)


def pilot(scope: Scope, done: Completion) -> Pilot:
    """The figures of the filed programme, named pilot.*. What this year completed is the completion of the path."""
    rows = scope.rows("pilot")
    present = tuple(path for path in scope.choices("path") if any(row.path in (path, None) for row in rows.rows))
    completed = {path.path: path.completed for path in done.by_path}
    this_year = total("pilot.completed", "列入备案的路径本年度完成户数", "户", "列入备案的各路径完成户数相加", (completed[path] for path in present), rows)
    paths = tuple(_group(scope, rows, path, completed[path]) for path in present)
    return Pilot(paths, _group(scope, rows, None, this_year), listing(rows), bool(rows.rows), not any(_is_blank(row) for row in rows.rows))


def asks_before(inputs: UnitInputs) -> bool:
    """Whether a unit leaves blank what earlier years completed: then the season before is asked."""
    return any(_is_blank(row) for row in inputs.rows("pilot") or ())


def _is_blank(row: Record) -> bool:
    return row.earlier is None and not unread(row, "earlier")


def _earlier(scope: Scope, path: Choice | None) -> Iterator[Term]:
    """What earlier years completed: as it is filled in, or, of a path of which a unit leaves it blank, what was completed up to the season before."""
    match = {"path": path} if path else {}
    for holder in holders(scope, "pilot"):
        rows = tuple(pick(holder.rows("pilot").rows, **match))
        blank = [each for each in dict.fromkeys(row.path for row in rows) if each and all(_is_blank(row) for row in rows if row.path == each)]
        before = {each: found for each in blank if (found := _before(holder, each)) is not None}
        yield from before.values()
        yield from terms((row for row in rows if row.path not in before), "earlier", **match)


def _before(scope: Scope, path: Choice) -> Figure | None:
    """What was completed of a path up to the season before; None where the unit, or the path, isn't there."""
    year = scope.inputs.year - 1
    there = scope.elsewhen(year, scope.unit)
    groups: tuple[PilotGroup, ...] = () if there is None else there[1]().pilot.paths
    season = scope.programme.season(year)
    found: Figure | None = next((apart(group.cumulative, f"season({year})", f"{year}年", season) for group in groups if group.name == path), None)
    return found


def _group(scope: Scope, rows: Rows, path: Choice | None, completed: Figure) -> PilotGroup:
    prefix, label = (f"pilot.{path.key}", str(path)) if path else ("pilot", "")
    match = {"path": path} if path else {}

    def column(key: str, title: str, words: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", "户", f"{label}{words}相加", terms(rows.rows, key, **match), rows)

    filed = column("filed", "备案任务户数", "备案户数")
    before = tuple(_earlier(scope, path))
    asked = "，没有填写的取上一采暖季的累计完成户数" if any(isinstance(term, Figure) for term in before) else ""
    earlier = total(f"{prefix}.earlier", f"{label}以前年度完成户数", "户", f"{label}以前年度完成户数相加{asked}", before, rows)
    cumulative = total(f"{prefix}.cumulative", f"{label}备案任务累计完成户数", "户", "以前年度完成户数加本年度完成户数", (earlier, completed), Rows(()))
    return PilotGroup(
        str(path or "合计"),
        filed,
        earlier,
        column("planned", "备案任务本年度任务户数", "本年度任务户数"),
        completed,
        cumulative,
        share(f"{prefix}.rate", f"{label}备案任务完成率", "累计完成户数÷备案户数×100%", cumulative, filed),
        difference(f"{prefix}.left", f"{label}备案任务未完成户数", "户", "备案户数减累计完成户数", filed, cumulative),
    )
