"""The households visited for acceptance (入户抽验), and those listed of them. What is personal in 用户台账 is masked as it is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.figures.figure import share
from reportgen.figures.scope import Scope
from reportgen.inputs.keeping import kept
from reportgen.inputs.schema import Record
from reportgen.language.figure import Absent, Figure, Source

LISTED = 30
"""At most so many sampled households are listed in a document."""


@dataclass(frozen=True, slots=True)
class SampledHousehold:
    """A sampled household as a document may show it: the head's name is masked (张**), as all that is personal is when it is read."""

    township: str | Absent
    village: str | Absent
    head: str | Absent
    path: str | Absent
    model: str | Absent
    running: bool | Absent
    accepted: bool | Absent


@dataclass(frozen=True, slots=True)
class Sample:
    """Households sampled (户), of those completed (%), and the share required (%).

    `rows` are at most LISTED sampled households of the unit's own ledger, at even distances; `whole` tells whether they are all,
    `in_ledger` whether the ledger has all that were sampled.
    """

    sampled: Figure
    rate: Figure
    required: Figure
    rows: tuple[SampledHousehold, ...]
    whole: bool
    in_ledger: bool


def sample(scope: Scope, sampled: Figure, completed: Figure) -> Sample:
    """The figures of the sample, named acceptance.sample.*, from the sums of 验收 and the unit's own 用户台账."""
    ratio, place = scope.unit.acceptance.ratio, scope.unit.acceptance.place("ratio")
    sources = (Source(place, str(ratio)),) if place else ()
    ledger = kept(scope.dataset("households"), scope.inputs.rows("households") or ())
    chosen = ledger.numbers("sampled")
    return Sample(
        sampled,
        share("acceptance.sample.rate", "实际抽验比例", "抽验户数÷完工户数×100%", sampled, completed),
        Figure(ratio, sources, () if ratio is not None else ("单位说明的抽验比例",), "acceptance.sample.required", "抽验比例", "%", "填报值"),
        tuple(map(_shown, ledger.at(_spread(chosen)))),
        sampled == min(len(chosen), LISTED),
        sampled == len(chosen),
    )


def _spread(rows: Sequence[int]) -> Sequence[int]:
    """At most LISTED rows (their numbers) at even distances, the first among them."""
    return rows if len(rows) <= LISTED else [rows[n * len(rows) // LISTED] for n in range(LISTED)]


def _shown(row: Record) -> SampledHousehold:
    titles = {key: field.column.title for key, field in row.dataset.columns.items()}
    return SampledHousehold(
        row.township or Absent(titles["township"]),
        row.village or Absent(titles["village"]),
        row.head or Absent(titles["head"]),
        row.path or Absent(titles["path"]),
        row.model or Absent(titles["model"]),
        Absent(titles["running"]) if row.running is None else row.running,
        Absent(titles["accepted"]) if row.accepted is None else row.accepted,
    )
