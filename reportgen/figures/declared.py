"""The figures that a programme or an office declares (figures.yaml), computed as any other: with their sources, missing where a term is missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reportgen.figures.figure import cell, difference, one_of, product, quotient, share, total
from reportgen.figures.lines import Listing, ListingRow, listing, may_have
from reportgen.figures.queried import latest, queried, values_in
from reportgen.figures.rows import Rows, unread
from reportgen.figures.scope import Scope, holders
from reportgen.figures.units import Nesting
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.schema import Field, Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.figure_entries import DeclaredFigure, DeclaredTheme, Wanted
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Source, Term

PREFIX = "own"
"""What the names of the figures that an office declares begin with: own.handouts.number."""
Condition = tuple[Field, Wanted]
Values = tuple[tuple[Choice, ...], tuple[Choice, ...]]
"""The values by which figures are told apart: those that rows have, and the others."""
RowsOf = Callable[[str], Rows]
"""Gives the rows of a dataset (key) that a theme's figures are computed over."""


@dataclass(frozen=True, slots=True)
class RowFigures:
    """A row that a theme lists, with the figures that are computed from it: row.left; what stands in it is row.line.owed."""

    line: ListingRow
    figures: Mapping[str, Figure]

    def __getattr__(self, key: str) -> Figure:
        """A figure by its key. Raises AttributeError where there is none."""
        if key not in self.figures:
            raise AttributeError(key)
        return self.figures[key]

    def __dir__(self) -> list[str]:
        """What it answers to, for who means something else."""
        return ["line", *self.figures]


@dataclass(frozen=True, slots=True)
class ThemeFigures(Nesting["ThemeFigures"]):
    """Figures of a theme by key: of the unit, or of one value or one unit below, whose `name` it has; and the rows that it lists, as `rows`.

    `groups` are those by value of a column of choices (`_by`), in one order for the unit and all below it, which templates may call otherwise (`_called`); each
    has its value by the column's name; `_others` are those of the values that no row has, which a rule may name. `units` are those of the units
    below, each with its own `groups` and `units`: a table of any depth is a loop within a loop.
    """

    name: str
    key: str
    figures: Mapping[str, Figure]
    groups: tuple["ThemeFigures", ...] = ()
    _lines: Listing | tuple[RowFigures, ...] | None = None
    units: tuple["ThemeFigures", ...] = ()
    lacking: tuple[str, ...] = ()
    level: Level | None = None
    _value: Choice | None = None
    _by: str = ""
    _called: str = "groups"
    _others: tuple["ThemeFigures", ...] = ()

    def __getattr__(self, key: str) -> Any:
        """A figure, or the figures of a value, by its key; the rows, the groups, the value as they are called. Raises AttributeError where there is none."""
        if key in self.figures:
            return self.figures[key]
        known = {"rows": self._lines, self._called: self.groups, self._by: self._value}
        found = known.get(key) if key in known else next((group for group in (*self.groups, *self._others) if group.key == key), None)
        if found is None:
            raise AttributeError(key)
        return found

    def of(self, value: str) -> "ThemeFigures | None":
        """The figures of a value by its title or key, None where there are none."""
        return next((group for group in self.groups if value in (group.name, group.key)), None)

    def fills(self, column: str) -> bool:
        """Whether one of the rows that it lists has something in a column (its key), be it readable or not."""
        return any((line.line if isinstance(line, RowFigures) else line).written(column) for line in self._lines or ())

    def __dir__(self) -> list[str]:
        """What it answers to, for who means something else."""
        value = (self._by,) if self._value is not None else (self._called,) if self._by else ()
        rows = () if self._lines is None else ("rows",) if self._value is not None else ("rows", "lacking")
        below = ("units", "nested") if self.units else ()
        return [*(("name",) if self.name else ()), *value, *self.figures, *(group.key for group in (*self.groups, *self._others)), *rows, *below]


def declared_figures(scope: Scope, themes: Iterable[DeclaredTheme], prefix: str = "") -> Mapping[str, ThemeFigures | Listing]:
    """The declared figures by theme, named `prefix`THEME.KEY; a theme that has none is the rows that it lists."""
    return {theme.key: _theme(scope, theme, f"{prefix}{theme.key}") for theme in themes}


def _theme(scope: Scope, theme: DeclaredTheme, prefix: str) -> ThemeFigures | Listing:
    lines, given = None, None if theme.rows is None else _listed(scope, theme, theme.rows.key)
    if theme.rows is not None and given is not None:
        lines = listing(given)
        if not (theme.figures or theme.each):
            return lines
    whole = _of_unit(scope, theme, _values(scope, theme), prefix)
    if lines is None or given is None:
        return whole
    rows = tuple(_rows(theme, lines, prefix)) if theme.each else lines
    groups = tuple(replace(group, _lines=_of_value(theme, rows, group.key)) for group in whole.groups)
    return replace(whole, groups=groups, _lines=rows, lacking=given.lacking)


def _of_unit(scope: Scope, theme: DeclaredTheme, values: Values, prefix: str, label: str = "") -> ThemeFigures:
    """The figures of a unit, with those of each value, and of each unit below; `label` is what theirs begin with, the names of all units between."""
    rows, entry = _rows_of(scope, theme, below=bool(label)), theme.entry
    name = f"{prefix}.unit.{scope.unit.code}" if label else prefix

    def of_value(value: Choice) -> ThemeFigures:
        figures = _figures(rows, scope, theme, f"{name}.{value.key}", f"{label}{value}", value)
        return ThemeFigures(str(value), value.key, figures, _value=value, _by=str(theme.by))

    units = []
    for child in _below(scope, theme):
        own = _of_unit(child, theme, values, prefix, f"{label}{child.unit.label}")
        units.append(replace(own, name=child.unit.label, key=child.unit.code, level=child.unit.level))
    figures = _figures(rows, scope, theme, name, label) if entry.whole else {}
    groups, others = (tuple(map(of_value, found)) for found in values)
    found = ThemeFigures(label, theme.key, figures, groups, units=tuple(units), _others=others)
    return replace(found, _by=theme.by or "", _called=entry.called or "groups")


def _listed(scope: Scope, theme: DeclaredTheme, dataset: str) -> Rows:
    """The rows that a theme lists; none, and nothing lacking, where nobody has any of what a unit may do without."""
    return scope.optional(dataset) if theme.entry.optional else _rows_of(scope, theme)(dataset)


def _rows(theme: DeclaredTheme, lines: Listing, prefix: str) -> Iterator[RowFigures]:
    """The rows that a theme lists, each with its figures, named `prefix`.NUMBER.KEY by its position from 1."""
    for number, line in enumerate(lines, 1):
        found = {
            key: _of_two(one, f"{prefix}.{number}.{key}", one.entry.label, *(getattr(line, part) for part in one.parts)) for key, one in theme.each.items()
        }
        yield RowFigures(line, found)


def _of_value(theme: DeclaredTheme, rows: Listing | tuple[RowFigures, ...], key: str) -> Listing | tuple[RowFigures, ...] | None:
    """Of the rows that a theme lists those that have a value (its key), or may have it; None where they have no such column."""
    if theme.rows is None or all(field.key != theme.by for field in theme.rows.fields()):
        return None
    if isinstance(rows, Listing):
        return replace(rows, rows=tuple(line for line in rows if may_have(line, str(theme.by), key)))
    return tuple(row for row in rows if may_have(row.line, str(theme.by), key))


def _rows_of(scope: Scope, theme: DeclaredTheme, *, below: bool = False) -> RowsOf:
    """What gives the rows of a dataset. Where a unit may do without them, nothing is lacking of a unit `below`; of the whole all is where nobody has any."""

    def rows(dataset: str) -> Rows:
        if theme.entry.own:
            return scope.own(dataset)
        given = scope.optional(dataset) if theme.entry.optional else scope.rows(dataset)
        return given if given.rows or below else scope.rows(dataset)

    return rows


def _below(scope: Scope, theme: DeclaredTheme) -> Iterator[Scope]:
    """The units below that have rows of a theme's datasets, or should have; where they may do without, those alone that have some, or may."""
    if not theme.entry.units:
        return
    datasets = tuple(dict.fromkeys(one.counted.dataset.key for one in theme.figures.values() if one.counted is not None))
    found = {id(child) for dataset in datasets for child in scope.below(dataset)}
    for child in scope.children:
        given = [child.optional(dataset) for dataset in datasets] if theme.entry.optional else []
        if id(child) in found and (not given or any(rows.rows or rows.lacking for rows in given)):
            yield child


def _values(scope: Scope, theme: DeclaredTheme) -> Values:
    """The values of the column by which the figures are told apart, in their order: those that rows have (or every one), and the others.

    One that couldn't be read may be any.
    """
    found: dict[str, Choice] = {}
    offered: tuple[Choice, ...] = ()
    for declared in theme.figures.values():
        field = _by(theme, declared)
        if field is not None and declared.counted is not None:
            offered = tuple(choice for choice in field.choices if isinstance(choice, Choice))
            rows = () if theme.entry.every else _rows_of(scope, theme)(declared.counted.dataset.key).rows
            present = values_in(rows, field.key)
            found |= {choice: choice for choice in offered if theme.entry.every or choice in present or None in present}
    return tuple(choice for choice in offered if choice in found), tuple(choice for choice in offered if choice not in found)


def _by(theme: DeclaredTheme, declared: DeclaredFigure) -> Field | None:
    """The column by which a figure's rows are told apart, where its dataset has it."""
    fields = declared.counted.dataset.fields() if declared.counted is not None else ()
    return next((field for field in fields if field.key == theme.by), None)


def _figures(rows: RowsOf, scope: Scope, theme: DeclaredTheme, prefix: str, label: str, value: Choice | None = None) -> dict[str, Figure]:
    """The figures of a unit, or of those of its rows that have a value; a figure whose dataset has no such column is none of that value's."""
    found: dict[str, Figure] = {}
    for key, declared in theme.figures.items():
        name, title = f"{prefix}.{key}", f"{label}{declared.entry.label}"
        if declared.counted is None:
            one, other = (found.get(part) for part in declared.parts)
            if one is not None and other is not None:
                found[key] = _of_two(declared, name, title, one, other)
            continue
        by = _by(theme, declared)
        if value is None or by is not None:
            conditions = declared.where if value is None or by is None else (*declared.where, (by, Wanted((value,))))
            found[key] = _of_rows(rows, scope, declared, name, title, conditions)
    return found


def _of_two(declared: DeclaredFigure, name: str, label: str, one: Figure, other: Figure) -> Figure:
    match declared.entry.way:
        case "share":
            return share(name, label, declared.formula, one, other)
        case "difference":
            return difference(name, label, declared.measure, declared.formula, one, other)
        case _:
            return quotient(name, label, declared.measure, declared.formula, one, other)


def _of_rows(rows_of: RowsOf, scope: Scope, declared: DeclaredFigure, name: str, label: str, conditions: tuple[Condition, ...]) -> Figure:
    assert declared.counted is not None  # noqa: S101  # else it is computed from two others
    dataset, fields = declared.counted
    rows, keys = rows_of(dataset.key), tuple(field.key for field in fields)
    way, key = declared.entry.way, keys[0] if keys else ""

    def summed(terms: Iterable[Term]) -> Figure:
        return total(name, label, declared.measure, declared.formula, terms, rows)

    if isinstance(rows.rows, KeptRows) and way != "latest":
        return queried(declared, rows, rows.rows, name, label, conditions)
    if way == "latest" and declared.at is not None:
        at = declared.at.key
        return summed(term for holder in holders(scope, dataset.key) for term in _latest(holder.rows(dataset.key).rows, at, key, conditions))
    found = tuple(_chosen(rows.rows, conditions))
    chosen = [row for row in found if not isinstance(row, Term)]
    match way:
        case "mean" if declared.weight is not None:
            weight = declared.weight.key
            unsure = [term for term in found if isinstance(term, Term)]
            weighted = total("", label, "", "", (*(product(cell(row, key), cell(row, weight)) for row in chosen), *unsure), rows)
            whole = total("", label, "", "", (cell(row, weight) for row in chosen), rows)
            return quotient(name, label, declared.measure, declared.formula, weighted, whole)
        case "distinct":
            first = {getattr(row, key): row for row in reversed(chosen)}
            return summed((*(one_of(row, key) for row in first.values()), *(term for term in found if isinstance(term, Term))))
        case "count":
            return summed(term for row in found for term in _counted(row, fields[0] if fields else None))
        case "sum" if declared.times is not None:
            times = declared.times.key
            return summed(row if isinstance(row, Term) else product(cell(row, times), cell(row, key)) for row in found)
    terms = [row if isinstance(row, Term) else cell(row, each) for each in keys for row in found]
    whole = summed(terms)
    if way == "sum" or whole.value is None or not terms:
        return whole
    return replace(whole, value=(min if way == "lowest" else max)(term.value for term in terms if term.value is not None))


def _counted(row: Record | Term, field: Field | None) -> Iterator[Term]:
    """One, for a row that counts, from the cell that makes it one where a column says which: an empty one counts nothing where it need not be filled in."""
    if isinstance(row, Term):
        yield row
    elif field is None:
        yield Term(Decimal(1), (Source(row.origin.place, ""),))
    elif field.required or getattr(row, field.key) is not None or unread(row, field.key):
        yield one_of(row, field.key)


def _chosen(rows: Sequence[Record], conditions: tuple[Condition, ...]) -> Iterator[Record | Term]:
    """The rows that the conditions hold of; for each of which nobody knows, since a cell can't be read, an unknown term."""
    for row in rows:
        said = [_holds(row, field, wanted) for field, wanted in conditions]
        if False not in said:
            doubted = next((field for (field, _), one in zip(conditions, said, strict=True) if one is None), None)
            yield row if doubted is None else Term(None, (), (str(row.place(doubted.key)),))


def _holds(row: Record, field: Field, wanted: Wanted) -> bool | None:
    """Whether a cell holds what is wanted; None where nobody can read it."""
    value = getattr(row, field.key)
    if value is None and (field.required or unread(row, field.key)):
        return None
    return wanted.holds(value)


def _latest(rows: Sequence[Record], at: str, key: str, conditions: tuple[Condition, ...]) -> Iterator[Term]:
    """The numbers of the rows of the latest day on which the column is filled in; unknown where a day can't be read."""
    if isinstance(rows, KeptRows):
        yield from latest(rows, at, key, conditions)
        return
    found = tuple(_chosen(rows, conditions))
    yield from (term for term in found if isinstance(term, Term))
    chosen = [row for row in found if not isinstance(row, Term)]
    filled = [row for row in chosen if getattr(row, key) is not None or unread(row, key)]
    yield from (Term(None, (), (str(row.place(at)),)) for row in filled if getattr(row, at) is None)
    last = max((getattr(row, at) for row in filled if getattr(row, at) is not None), default=None)
    yield from (cell(row, key) for row in filled if last is not None and getattr(row, at) == last)
