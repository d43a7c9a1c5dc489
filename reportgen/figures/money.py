"""资金: money by source and use."""

from dataclasses import dataclass

from reportgen.figures.figure import Figure, share, total
from reportgen.figures.scope import Scope
from reportgen.figures.tasks import terms
from reportgen.inputs.schema import Fund
from reportgen.inputs.schema.choices import FundSource


@dataclass(frozen=True, slots=True)
class SourceFunds:
    """The budget from one source (万元), and its share of the whole (%)."""

    source: FundSource
    budget: Figure
    share: Figure

    @property
    def title(self) -> str:
        """资金来源 as it stands before 资金: 中央, 省级, 市级, 县级, 社会."""
        return _title(self.source)


@dataclass(frozen=True, slots=True)
class UseFunds:
    """The budget for one use (万元), and from each source in the order of `Funds.sources`."""

    name: str
    budget: Figure
    by_source: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Funds:
    """资金 of a unit in 万元: the whole, by source, and by use and source."""

    budget: Figure
    sources: tuple[SourceFunds, ...]
    uses: tuple[UseFunds, ...]
    lacking: tuple[str, ...]


def funds(scope: Scope) -> Funds:
    """The funds figures, named funds.*."""
    rows = scope.rows(Fund)
    present = tuple(source for source in FundSource if any(row.source in (source, None) for row in rows.rows))
    uses = tuple(dict.fromkeys(row.use for row in rows.rows if row.use))

    def budget(name: str, label: str, words: str, **match: object) -> Figure:
        return total(f"funds.{name}", label, "万元", words, terms(rows.rows, "budget", **match), rows)

    whole = budget("budget", "计划筹措资金", "各来源、各用途预算数相加")
    by_source = []
    for source in present:
        part = budget(f"{source.key}.budget", f"{_title(source)}资金", f"资金来源为“{source.value}”的预算数相加", source=source)
        by_source.append(SourceFunds(source, part, share(f"funds.{source.key}.share", f"{_title(source)}资金占比", "该来源预算数÷预算总数×100%", part, whole)))
    by_use = tuple(
        UseFunds(
            use,
            budget(f"use.{use}.budget", f"{use}资金", f"资金用途为“{use}”的预算数相加", use=use),
            tuple(budget(f"use.{use}.{s.key}", f"{use}{_title(s)}资金", "该用途、该来源预算数相加", use=use, source=s) for s in present),
        )
        for use in uses
    )
    return Funds(whole, tuple(by_source), by_use, rows.lacking)


def _title(source: FundSource) -> str:
    return {"中央": "中央", "省": "省级", "市": "市级", "县": "县级", "社会": "社会"}[source.value]
