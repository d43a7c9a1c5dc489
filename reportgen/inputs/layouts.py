"""Where a task table written across has its heating paths, areas and labels.

Paths over areas (the official form), areas over paths, both in one heading, or one of them across and the other down the side;
with a row above or below that says what is counted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.inputs.counties import COUNTY, TOWNSHIP
from reportgen.inputs.grid import Raw, SheetGrid, bare, is_blank
from reportgen.inputs.heading_text import match_field, trailing_unit, without_unit
from reportgen.inputs.headings import HEADER_ROWS
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.schema import Across, Dataset, Field
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.inputs.stacks import Cell, stacks
from reportgen.inputs.synonyms import find_choice
from reportgen.inputs.unit_marks import is_line
from reportgen.inputs.wording import CLOSE_CHOICE, fold, nearest, split_bracket

_COUNTED = r"(?:计划|改造|任务|目标|总)*(?:户数|任务数|任务|总数|数)"
"""What may stand behind a group's or part's name: 地热户数, 农村任务数."""
_SUM = re.compile(rf"(?:合计|小计|总计|共计)(?:{_COUNTED})?|总任务|{_COUNTED}(?:合计|小计|总计)?")
_NO_MEASURE = re.compile(r".*(?:占|比|率|%|备注|说明|序号|编号|联系|负责).*")
_NOTHING = "（空白）"
"""What stands for the group or the part where a column has a heading of the other alone."""
_LONGEST = 24  # characters: longer texts are sentences, no headings of two levels
_LEAST = 2
"""Headings that make a row of them: one may be a title, or stand in a row of data."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a column of numbers is of: its `group`, None for all; its `part`, None for all.

    Either is the heading's text where that names none: the numbers are then of something unknown. `heads` are the row and column in which the headings of
    both stand, by the keys of their columns; `unit_at` those of the heading that may write a unit. `is_sum` says that the column sums up others.
    """

    group: Choice | str | None
    part: Choice | str | None
    heads: Mapping[str, tuple[int, int]]
    is_sum: bool
    unit_at: tuple[int, int] = (0, 0)

    @property
    def known_group(self) -> Choice | None:
        """The group; None for all, and where the heading names none."""
        return self.group if isinstance(self.group, Choice) else None

    @property
    def known_part(self) -> Choice | None:
        """The part; None for all, and where the heading names none."""
        return self.part if isinstance(self.part, Choice) else None

    @property
    def title(self) -> str:
        """The column as a message names it: 地热·农村."""
        return f"{self.group or '总任务数'}·{self.part or '合计'}"

    def covers(self, part: "Slot") -> bool:
        """Whether this column's sum contains another column that is no sum."""
        return not part.is_sum and self.group in (None, part.group) and self.part in (None, part.part)


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of headings of a table written across, from `top` to `bottom`, and the columns under them.

    `labels` says which columns hold which fields of a row: its place, and its group or part where these go down the side.
    `headed` are the columns with a heading of their own, read or not. `measures` are the headings of a last row that tells several
    numbers of one group and part apart (任务数, 完成数).
    """

    dataset: Dataset
    top: int
    bottom: int
    slots: Mapping[int, Slot]
    labels: Mapping[int, str]
    headed: frozenset[int]
    measures: tuple[str, ...] = ()

    @property
    def across(self) -> Across:
        """The columns that may be written across."""
        return axes(self.dataset)

    def field(self, key: str) -> Field:
        """A field of the table's dataset."""
        return self.dataset.columns[key]


def axes(dataset: Dataset) -> Across:
    """The columns of a dataset that may be written across: of one that is so written."""
    assert dataset.across is not None  # noqa: S101  # nobody asks of another
    return dataset.across


@dataclass(frozen=True, slots=True)
class _Levels:
    """The rows in which the groups and the parts stand; None where they go down the side."""

    group: int | None
    part: int | None

    @property
    def rows(self) -> tuple[int, ...]:
        """Both, from the top."""
        return tuple(sorted({row for row in (self.group, self.part) if row is not None}))


def find_layout(grid: SheetGrid, dataset: Dataset) -> Layout | None:
    """The headings of a table that is written across; None where the grid has no such headings."""
    if dataset.across is None:
        return None
    flat = False
    for row in range(min(len(grid.rows), HEADER_ROWS)):
        flat = flat or _is_flat(grid.rows[row], dataset)
        for levels in _levels(grid, row, dataset):
            # Below the headings of the blank form only what no row of data is: one has a single group and a single part.
            if flat and max(len(_named(grid, at, dataset, key)) for key in dataset.across[:2] for at in levels.rows) < _LEAST:
                continue
            layout = _layout(grid, levels, dataset)
            if any(
                (slot.known_group or levels.group is None) and (slot.known_part or levels.part is None) for slot in layout.slots.values() if not slot.is_sum
            ):
                return layout
    return None


def _is_flat(row: Sequence[Raw], dataset: Dataset) -> bool:
    """Whether a row heads a table with one group and part a row, whose words below are data."""
    keys = {field.key for raw in row if isinstance(raw, str) and (field := match_field(raw, dataset))}
    return {*axes(dataset)[:2]} <= keys


def _levels(grid: SheetGrid, row: int, dataset: Dataset) -> list[_Levels]:
    """The levels of headings that may begin in a row, the likeliest first."""
    if not is_heading(grid, row):
        return []
    group, part, _ = axes(dataset)
    groups, parts = _named(grid, row, dataset, group), _named(grid, row, dataset, part)
    found: list[_Levels] = []
    for below in (row + 1, row + 2):
        if below < len(grid.rows) and all(is_heading(grid, at) for at in range(row + 1, below + 1)):
            if groups and _named(grid, below, dataset, part) and len(parts) < len(_named(grid, below, dataset, part)):
                found.append(_Levels(row, below))
            elif parts and _named(grid, below, dataset, group) and len(groups) < len(_named(grid, below, dataset, group)):
                found.append(_Levels(below, row))
    both = [raw for raw in grid.rows[row] if isinstance(raw, str) and _both(raw, dataset)]
    if len(both) >= _LEAST:
        found.append(_Levels(row, row))
    above = [raw for at in range(max(0, row - 2), min(row + 2, len(grid.rows))) if is_heading(grid, at) for raw in grid.rows[at] if isinstance(raw, str)]
    down = {field.key for raw in above if (field := match_field(raw, dataset))}
    if len(set(parts.values())) >= _LEAST and group in down:
        found.append(_Levels(None, row))
    if len(set(groups.values())) >= _LEAST and part in down:
        found.append(_Levels(row, None))
    return found


def is_heading(grid: SheetGrid, row: int) -> bool:
    """Whether a row may be one of headings: it has no number."""
    return not any(isinstance(bare(raw), (int, float)) or (isinstance(raw, str) and raw.strip().isdecimal()) for raw in grid.rows[row])


def _named(grid: SheetGrid, row: int, dataset: Dataset, key: str) -> dict[int, Choice]:
    """What the headings of a row name of a field, by column."""
    return {column: choice for column, raw in enumerate(grid.rows[row]) if isinstance(raw, str) and (choice := choice_of(raw, dataset, key))}


def choice_of(text: str, dataset: Dataset, key: str) -> Choice | None:
    """The group, or the part, that a heading names."""
    return find_choice(_name(text), dataset.columns[key].vocabulary) if text.strip() else None


def _name(text: str) -> str:
    """A heading without what it says of the numbers: 地热户数（户） is 地热."""
    folded, bracket = split_bracket(fold(without_unit(text)))
    if bracket:
        return text
    match = re.fullmatch(rf"(.+?){_COUNTED}", folded)
    return match[1] if match else folded


def _both(text: str, dataset: Dataset) -> tuple[Choice, Choice] | None:
    """The group and the part of a heading that names both: 农村地热, 地热（农村）."""
    of_group, of_part, _ = axes(dataset)
    folded = _name(text).translate(str.maketrans("", "", "()（）-—·、:"))
    # A longer text is none of a heading's.
    for at in range(1, len(folded) if len(folded) <= _LONGEST else 0):
        group, part = choice_of(folded[:at], dataset, of_group), choice_of(folded[at:], dataset, of_part)
        if group is None or part is None:
            group, part = choice_of(folded[at:], dataset, of_group), choice_of(folded[:at], dataset, of_part)
        if group is not None and part is not None:
            return group, part
    return None


def _layout(grid: SheetGrid, levels: _Levels, dataset: Dataset) -> Layout:
    first, last = levels.rows[0], levels.rows[-1]
    # What is counted may stand above (任务户数), but not a title, nor the headings of the blank form.
    top = first
    while (
        top > max(0, first - 2)
        and sum(not is_blank(raw) for raw in grid.rows[top - 1]) >= _LEAST
        and is_heading(grid, top - 1)
        and not _is_flat(grid.rows[top - 1], dataset)
    ):
        top -= 1
    down = [key for key, at in zip(axes(dataset), (levels.group, levels.part), strict=False) if at is None]
    slots: dict[int, Slot] = {}
    labels: dict[int, str] = {}
    for column, cells in enumerate(stacks(grid, top, last)):
        slot = _slot(cells, levels, top, dataset)
        if slot is not None:
            slots[column] = replace(slot, unit_at=_unit_at(grid, top, cells))
            continue
        own = [cell.text for cell in reversed(cells) if cell.own] or _texts_above(grid, top, column, dataset)
        field = next((field for text in own if (field := match_field(text, dataset))), None)
        if field is not None and field.key in (COUNTY, TOWNSHIP, *down):
            labels[column] = field.key
    bottom, measures = _measures(grid, last, slots, labels)
    headed = frozenset(column for row in grid.rows[top : bottom + 1] for column, raw in enumerate(row) if not is_blank(raw)) | labels.keys()
    return Layout(dataset, first, bottom, slots, labels, headed, measures)


def _slot(cells: Sequence[Cell], levels: _Levels, top: int, dataset: Dataset) -> Slot | None:
    """What the numbers of a column with these headings are of; None where it is no column of the table's numbers."""
    of_group, of_part, number = axes(dataset)
    first, last = cells[levels.rows[0] - top], cells[levels.rows[-1] - top]
    if levels.group == levels.part:
        pair = _both(last.text, dataset)
        if pair is not None:
            return Slot(*pair, {of_group: last.at, of_part: last.at}, False)
        return Slot(None, None, {of_group: last.at, of_part: last.at}, True) if last.own and _is_sum(last.text) else None
    heads = {
        of_group: last.at if levels.group is None else cells[levels.group - top].at,
        of_part: last.at if levels.part is None else cells[levels.part - top].at,
    }
    alone = next((cell.text for cell in reversed(cells) if cell.own), "")
    if not last.text and alone and _is_sum(alone) and match_field(alone, dataset) in (None, dataset.columns[number]):
        return Slot(None, None, heads, True)
    if first is last:
        part_across = levels.group is None
        part = _lower(last.text, dataset, of_part if part_across else of_group)
        if part == "":
            return None
        return Slot(None, part, heads, part is None) if part_across else Slot(part, None, heads, part is None)
    part_below = levels.part == levels.rows[-1]
    above, below = (of_group, of_part) if part_below else (of_part, of_group)
    if not last.text and first.own and choice_of(first.text, dataset, above):
        lower: Choice | str | None = _NOTHING
    else:
        lower = _lower(last.text, dataset, below, known=bool(choice_of(first.text, dataset, of_part)))
    if lower == "":
        return None
    upper: Choice | str | None = choice_of(first.text, dataset, above) or first.text
    if _is_sum(first.text) or (lower is None and not first.text):
        upper = None
    group, part = (upper, lower) if part_below else (lower, upper)
    return Slot(group, part, heads, group is None or part is None)


def _is_sum(text: str) -> bool:
    return _SUM.fullmatch(split_bracket(fold(without_unit(text)))[0]) is not None


def _lower(text: str, dataset: Dataset, key: str, *, known: bool = False) -> Choice | str | None:
    """What the lowest heading says of its column: a choice, None for a sum, itself where it is nearly a choice, else nothing.

    Under a `known` part any heading that counts something is taken for a group that isn't known.
    """
    if text and _is_sum(text):
        return None
    choice = choice_of(text, dataset, key)
    if choice is not None or not text:
        return choice or ""
    close = nearest(text, dataset.columns[key].choices, CLOSE_CHOICE) or (key == axes(dataset).group and known and not _NO_MEASURE.fullmatch(text))
    return text if close and match_field(text, dataset) is None else ""


def _measures(grid: SheetGrid, last: int, slots: Mapping[int, Slot], labels: Mapping[int, str]) -> tuple[int, tuple[str, ...]]:
    """The last row of the headings, and what it tells apart: a row below the groups and parts may say what is counted."""
    below = last + 1
    if below >= len(grid.rows) or not slots or not is_heading(grid, below) or any(not is_blank(grid.raw(below, column)) for column in labels):
        return last, ()
    texts = [raw for column, raw in enumerate(grid.rows[below]) if isinstance(raw, str) and not is_blank(raw) and column >= min(slots)]
    if len(texts) < _LEAST or not labels:
        return last, ()
    if any(parse_measure(fold(text).strip("()")) for text in texts):
        return last, ()  # a row of units: it belongs to the scales
    if all(map(_is_sum, texts)):
        return below, ()
    return below, tuple(dict.fromkeys(text.strip() for text in texts))


def _texts_above(grid: SheetGrid, top: int, column: int, dataset: Dataset) -> list[str]:
    """What stands in a column above the headings: a place's heading may, alone in its row."""
    return [raw for row in range(top - 1, max(0, top - 2) - 1, -1) if isinstance(raw := grid.raw(row, column), str) and not _is_flat(grid.rows[row], dataset)]


def _unit_at(grid: SheetGrid, top: int, cells: Sequence[Cell]) -> tuple[int, int]:
    """Where a column's heading writes its unit: the lowest that does, else one over the whole table, 任务户数（万户）; its own where none does."""
    rows = range(top - 1, max(0, top - 2) - 1, -1)
    above = ((row, column) for row in rows for column, raw in enumerate(grid.rows[row]) if isinstance(raw, str) and not is_line(raw))
    places = (*(cell.at for cell in reversed(cells)), *above)
    return next((at for at in places if isinstance(raw := grid.raw(*at), str) and trailing_unit(raw)), cells[-1].at)
