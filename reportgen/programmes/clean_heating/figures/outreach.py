"""群众工作: notices, opinions, publicity, complaints and surveys."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from reportgen.figures.figure import cell, count, difference, product, share, total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick, terms
from reportgen.figures.units import Nesting, lines_below
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Term


@dataclass(frozen=True, slots=True)
class ActivityTotals:
    """群众工作 of one 类别: its rows; items (项), times (次), people reached (人), cases received and settled (件), 办结率 (%)."""

    activity: Choice
    rows: Listing
    items: Figure
    times: Figure
    reached: Figure
    received: Figure
    settled: Figure
    open: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class OutreachWork(Nesting["OutreachWork"]):
    """群众工作 of a unit by 类别, its satisfaction (%), reports of heating taken away by force (强行拆改, 件); and the same of each unit below."""

    name: str
    notices: ActivityTotals
    opinions: ActivityTotals
    publicity: ActivityTotals
    complaints: ActivityTotals
    surveys: ActivityTotals
    satisfaction: Figure
    forced: Figure
    level: Level | None = None
    units: tuple["OutreachWork", ...] = ()
    lacking: tuple[str, ...] = ()


def outreach(scope: Scope) -> OutreachWork:
    """The figures of 群众工作, named outreach.*; those of the units below outreach.unit.CODE.*."""
    rows = scope.rows("outreach")
    units = lines_below(scope, "outreach", partial(_outreach, scope))
    return replace(_outreach(scope, "outreach", "", rows), units=units, lacking=rows.lacking)


def _outreach(scope: Scope, prefix: str, label: str, rows: Rows) -> OutreachWork:
    of_activity = partial(_activity, scope, prefix, label, rows, listing(rows))
    return OutreachWork(
        label,
        of_activity("notice"),
        of_activity("opinions"),
        of_activity("publicity"),
        of_activity("complaints"),
        of_activity("survey"),
        _satisfaction(prefix, label, rows),
        total(
            f"{prefix}.forced",
            f"{label}反映强行拆改件数",
            "件",
            "投诉办理中反映强行拆改的件数相加",
            terms(rows.rows, "forced", activity="complaints"),
            rows,
        ),
    )


def _activity(scope: Scope, prefix: str, label: str, rows: Rows, every: Listing, key: str) -> ActivityTotals:
    """The figures of the rows of one 类别 (key), out of `every` row as templates are given them."""
    activity = scope.programme.choice("activity", key)
    stem, chosen = f"{prefix}.{key}", tuple(pick(rows.rows, activity=activity))

    def summed(column: str, title: str, unit: str) -> Figure:
        words = f"类别为“{activity}”的{title}相加"
        return total(f"{stem}.{column}", f"{label}{activity}{title}", unit, words, terms(chosen, column, activity=activity), rows)

    received, settled = summed("received", "受理件数", "件"), summed("settled", "办结件数", "件")
    return ActivityTotals(
        activity,
        every.of(activity=activity),
        count(f"{stem}.items", f"{label}{activity}事项数", "项", Rows(chosen, rows.lacking, rows.tables), "activity"),
        summed("times", "次数", "次"),
        summed("reached", "覆盖人数", "人"),
        received,
        settled,
        difference(f"{stem}.open", f"{label}{activity}未办结件数", "件", "受理件数减办结件数", received, settled),
        share(f"{stem}.rate", f"{label}{activity}办结率", "办结件数÷受理件数×100%", settled, received),
    )


def _satisfaction(prefix: str, label: str, rows: Rows) -> Figure:
    """The satisfaction of all surveys, each weighted by the people asked; that of a single survey as it was found."""
    name, title = f"{prefix}.satisfaction", f"{label}群众满意度"
    surveys = tuple(pick(rows.rows, activity="survey"))
    found = total(name, title, "%", "调查的满意度", terms(surveys, "satisfaction", activity="survey"), rows)
    if len(surveys) == 1:
        return found
    given = [product(cell(row, "satisfaction"), cell(row, "reached")) for row in surveys]
    possible = [product(Term(Decimal(100)), cell(row, "reached")) for row in surveys]
    words = "各次调查满意度按调查人数加权平均"
    return share(name, title, words, total("", title, "", "", given, rows), total("", title, "", "", possible, rows))
