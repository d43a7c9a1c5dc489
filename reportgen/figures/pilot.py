"""备案任务: the pilot city's filed programme of three years against what earlier years and this year completed."""

from dataclasses import dataclass

from reportgen.figures.completion import Completion
from reportgen.figures.figure import difference, share, total
from reportgen.figures.lines import Listing, ListingRow, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.tasks import terms
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure


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

    `given` is whether there are filed tasks. Where there are and a unit's table is lacking, the sums are missing.
    """

    paths: tuple[PilotGroup, ...]
    total: PilotGroup
    rows: Listing
    given: bool

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
    paths = tuple(_group(rows, path, completed[path]) for path in present)
    return Pilot(paths, _group(rows, None, this_year), listing(rows), bool(rows.rows))


def _group(rows: Rows, path: Choice | None, completed: Figure) -> PilotGroup:
    prefix, label = (f"pilot.{path.key}", str(path)) if path else ("pilot", "")
    match = {"path": path} if path else {}

    def column(key: str, title: str, words: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", "户", f"{label}{words}相加", terms(rows.rows, key, **match), rows)

    filed = column("filed", "备案任务户数", "备案户数")
    earlier = column("earlier", "以前年度完成户数", "以前年度完成户数")
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
