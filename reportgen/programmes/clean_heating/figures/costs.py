"""户均取暖支出: what a season's heating costs a household after subsidy, by path, against what it earns."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.figures.figure import difference, share, total
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.language.figure import Figure


@dataclass(frozen=True, slots=True)
class PathCost:
    """One row of 补贴标准, and the season's cost as a share of a household's yearly income (%)."""

    line: ListingRow
    share: Figure


@dataclass(frozen=True, slots=True)
class Costs:
    """户均取暖支出 of a unit (元): by row, the lowest, the highest and the gap between them; whether incomes are given."""

    rows: tuple[PathCost, ...]
    lowest: Figure
    highest: Figure
    gap: Figure
    incomes: bool


def costs(scope: Scope) -> Costs:
    """The figures of the season's cost, named costs.*."""
    rows = scope.rows("subsidies")

    def extreme(key: str, word: str, choose: Callable[[list[Decimal]], Decimal]) -> Figure:
        name, words = f"costs.{key}", f"各取暖路径补贴后户均取暖支出中{word}的"
        whole = total(name, f"{word}户均取暖支出", "元", words, terms(rows.rows, "season_cost"), rows)
        return replace(whole, value=choose([row.season_cost for row in rows.rows])) if whole.known and rows.rows else whole

    lowest, highest = extreme("lowest", "最低", min), extreme("highest", "最高", max)
    return Costs(
        tuple(
            PathCost(line, share(f"costs.{n}.share", "户均取暖支出占可支配收入的比例", "户均取暖支出÷户均可支配收入×100%", line.season_cost, line.income))
            for n, line in enumerate(listing(rows), 1)
        ),
        lowest,
        highest,
        difference("costs.gap", "各取暖路径户均取暖支出的差额", "元", "最高的减最低的", highest, lowest),
        any(row.raw("income") != "" for row in rows.rows),
    )
