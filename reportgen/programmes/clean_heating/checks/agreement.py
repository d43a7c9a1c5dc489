"""Checks that tables, levels and dates agree with one another, whatever policy binds the unit."""

from collections.abc import Iterator, Sequence
from datetime import date

from reportgen.diagnostics import Place
from reportgen.figures.figure import total
from reportgen.figures.rows import Rows, tables_of
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.inputs.keeping import kept
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.columns import Field
from reportgen.language.figure import Figure
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.large import of_rows
from reportgen.programmes.clean_heating.checks.registry import check

SINGLY = 20
"""So many rows of a large table are told one by one: of more nobody reads each."""
# What is added up from level to level.
_ADDED = {
    "tasks": ("households",),
    "villages": ("households",),
    "pilot": ("filed", "earlier"),
    "retrofit": ("planned", "completed"),
    "funds": ("budget", "received", "spent"),
    "arrears": ("owed", "paid"),
    "acceptance": ("completed", "inspected", "passed"),
}


@check("acceptance-equals-completion", needs="acceptance progress", says="path accepted completed")
def acceptance_equals_completion(facts: Facts) -> Iterator[Outcome]:
    """The completed households of 验收 add up to the last completion of 月度计划与进度, path by path."""
    rows = facts.scope.rows("acceptance")
    for path in facts.themes.completion.paths:
        match = {"category": path.path}
        accepted = total(f"acceptance.{path.path.key}.completed", f"{path.name}完工户数", "户", "完工户数相加", terms(rows.rows, "completed", **match), rows)
        if accepted.value is None or path.completed.value is None:
            yield Unknown((*accepted.lacking, *path.completed.lacking))
        elif accepted.value != path.completed.value:
            yield Violation({"path": path.name, "accepted": accepted.value, "completed": path.completed.value}, (accepted, path.completed))


@check("levels-agree", needs="", says="table column own below unit")
def levels_agree(facts: Facts) -> Iterator[Outcome]:
    """Where a unit fills in a table that the units below it fill in too, however far below, theirs don't add up to more than its own.

    The rows in which it names one of them add up to what that one has: no more, and no less.
    """
    for key, columns in _ADDED.items():
        mine = facts.scope.inputs.rows(key)
        below = [(child, child.rows(key)) for child in facts.scope.children] if mine else []
        if not mine or not any(theirs.rows for _, theirs in below):
            continue
        dataset = facts.scope.dataset(key)
        for field in (dataset.columns[column] for column in columns):
            named = [found for child, theirs in below if (found := _disagreement(dataset, field, _of(child, mine), theirs, child.unit.label))]
            yield from named
            together = Rows(tuple(row for _, theirs in below for row in theirs.rows))
            if not named and (found := _disagreement(dataset, field, mine, together, "")) is not None:
                yield found


def _of(child: Scope, rows: Sequence[Record]) -> Sequence[Record]:
    """The rows of a table that name a unit below, as a county or township."""
    key = {Level.COUNTY: "county", Level.TOWNSHIP: "township"}.get(child.unit.level, "")
    return tuple(row for row in rows if getattr(row, key, None) in (child.unit.name, child.unit.label))


def _disagreement(dataset: Dataset, field: Field, mine: Sequence[Record], below: Rows, name: str) -> Violation | None:
    """Rows of a unit's own against those below; of one unit below, by its `name`, also where these have less and nothing of them is unknown."""
    known = tuple(row for row in below.rows if getattr(row, field.key) is not None)
    if not mine or not known:
        return None
    own, theirs = _sum(dataset, field, mine, "本级"), _sum(dataset, field, known, "下级")
    whole = bool(name) and len(known) == len(below.rows) and not below.lacking
    if own.value is None or theirs.value is None or own.value == theirs.value or (theirs.value < own.value and not whole):
        return None
    table = f"《{dataset.title}》{f'中{name}' if name else ''}"
    return Violation({"table": table, "column": field.column.title, "own": own.value, "below": theirs.value, "unit": field.column.unit}, (own, theirs))


def _sum(dataset: Dataset, field: Field, rows: Sequence[Record], whose: str) -> Figure:
    name, label = f"{dataset.key}.{field.key}.{'own' if whose == '本级' else 'below'}", f"{whose}{field.column.title}"
    return total(name, label, field.column.unit, "各行相加", terms(rows, field.key), Rows(rows, (), tables_of(rows)))


@check("nothing-after-the-document", needs="", says="table column day dated")
def nothing_after_the_document(facts: Facts) -> Iterator[Outcome]:
    """What a document reports as done was done by the day that it bears (parameters `dated`, `done`)."""
    dated = facts.document.dated
    if dated is None:
        yield Unknown(("公文的成文日期",))
        return
    for key in facts.parameters["dated"].get(facts.kind, ()):
        dataset = facts.scope.dataset(key)
        for field in (f for f in dataset.fields() if f.key in facts.parameters["done"][key]):
            late = [row for row in facts.scope.inputs.rows(key) or () if (day := getattr(row, field.key)) is not None and day > dated]
            if late:
                latest = max(getattr(row, field.key) for row in late)
                names = {"table": f"《{dataset.title}》", "column": field.column.title, "day": latest, "dated": dated}
                yield Violation(names, (), tuple(row.place(field.key) for row in late))


@check("documents-in-order", needs="", says="earlier later first second")
def documents_in_order(facts: Facts) -> Iterator[Outcome]:
    """The unit's documents are dated in the order of the parameter `order`: none that comes before this one is dated after it."""
    filed = _filings(facts.scope, facts)
    order: list[str] = list(facts.parameters["order"])
    here = filed.get(facts.kind)
    if here is None:
        yield Unknown(("公文的成文日期",))
        return
    for kind in order[: order.index(facts.kind)]:
        other = filed.get(kind)
        if other is not None and other[0] > here[0]:
            names = {"earlier": other[2], "later": here[2], "first": other[0], "second": here[0]}
            yield Violation(names, (), tuple(place for place in (other[1], here[1]) if place))


def _filings(scope: Scope, facts: Facts) -> dict[str, tuple[date, Place | None, str]]:
    """The dated filings of a unit by kind: the date, its place, the kind's Chinese name."""
    names = {kind: document.name for kind, document in facts.surroundings.printed.items()}
    found = {}
    for kind, name in names.items():
        filing = scope.unit.documents.get(name) or scope.unit.documents.get(kind)
        if filing is not None and filing.dated is not None:
            found[kind] = (filing.dated, filing.place("dated"), name)
    return found


@check("dates-within-rows", needs="", says="table first second early late")
def dates_within_rows(facts: Facts) -> Iterator[Outcome]:
    """Within a row, what comes first is dated first (parameter `within`: dataset, two columns)."""
    for key, pairs in facts.parameters["within"].items():
        dataset = facts.scope.dataset(key)
        titles = {field.key: field.column.title for field in dataset.fields()}
        for first, second in pairs:
            if dataset.large:
                yield from _late_in_large(kept(dataset, facts.scope.inputs.rows(key) or ()), first, second)
                continue
            for row in facts.scope.inputs.rows(key) or ():
                early, late = getattr(row, first), getattr(row, second)
                if early is not None and late is not None and early > late:
                    names = {"table": f"《{dataset.title}》", "first": titles[first], "second": titles[second], "early": early, "late": late}
                    yield Violation(names, (), (row.place(first), row.place(second)))


def _late_in_large(rows: KeptRows, first: str, second: str) -> Iterator[Violation]:
    """The same of a large table: row by row where there are a few, else once for all, with their number."""
    late = f'"{first}" > "{second}"'
    number = rows.number(late)
    for row in rows.where(late, most=SINGLY if number <= SINGLY else 1):
        titles = {key: rows.dataset.columns[key].column.title for key in (first, second)}
        table = f"《{rows.dataset.title}》" + (f"中{number}行（例如{row.place(second)}）" if number > SINGLY else "")
        names = {"table": table, "first": titles[first], "second": titles[second], "early": getattr(row, first), "late": getattr(row, second)}
        yield Violation(names, (), (row.place(first), row.place(second))) if number <= SINGLY else of_rows(names, rows, second, late)
