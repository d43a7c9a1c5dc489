"""Rows of a table for several units in one unit's file: which are its own.

Which column says whose a row is shows in its heading (县市区, 辖区, 责任单位 ...) or, whatever its heading, in what stands there: names of units at
the owner's level. Rows of others are left out and told; a column of units or townships that nobody reads is a fault.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.inputs.assemble import Values
from reportgen.inputs.ditto import says_same
from reportgen.inputs.divisions import division, townships
from reportgen.inputs.grid import SheetGrid, is_blank
from reportgen.inputs.heading_text import heads_areas, heads_units
from reportgen.inputs.kin import Kin, Ownership, bare_name, kin_of, led_by, standing
from reportgen.inputs.likeness import likeness, stem
from reportgen.inputs.schema import Dataset
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import fold, settle, shorten

COUNTY, TOWNSHIP, VILLAGE = "county", "township", "village"
"""The fields that say whose a row is."""

_TOWNSHIP_ENDINGS = ("乡", "镇", "街道", "街道办", "办事处")
_NOUNS = {Level.COUNTY: "县（市、区）", Level.TOWNSHIP: "乡镇（街道）", Level.VILLAGE: "村（社区）"}
_OF_DEPARTMENTS = ("department", "responsible")
"""Fields of departments, under which a table of several units may have the units' own names (责任单位)."""
SAYING_WHOSE = (COUNTY, TOWNSHIP, VILLAGE, *_OF_DEPARTMENTS)
"""The fields of which `claim` asks whose a row is, at one level or another."""
_OWN_FIELDS = {Level.TOWNSHIP: TOWNSHIP, Level.VILLAGE: VILLAGE}

_ELSEWHERE = re.compile(r"产地|厂址|地址|注册|来源地|籍贯|住址|户籍|原产")
"""Headings under which other places stand by right."""
_NOTES = frozenset(map(fold, ("备注", "说明", "序号", "编号")))
_UNIT_LIKE = re.compile(r".{1,12}(?:县|市|区|旗|盟|州|团|农场|林场|乡|镇|街道|街道办|办事处|(?:市|县|区)?(?:本级|直属?))")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose table is being read. `names` are folded; none means that the rows of all units belong to it.

    `implied` are the fields that a table of its own need not have a column of, each with its value: a township's own name, a village's with its township's.
    `subjects` are the words that rows of the programme are about.
    """

    label: str
    names: frozenset[str]
    level: Level = Level.COUNTY
    kin: Kin = field(default_factory=Kin)
    implied: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()

    @property
    def noun(self) -> str:
        """What the units of its level are called, as a heading says it."""
        return _NOUNS.get(self.level, "单位")

    def completed(self, row: Values, dataset: Dataset) -> Values:
        """The row with what is implied of it, where it says nothing of that."""
        return {**{key: name for key, name in self.implied.items() if key in dataset.columns}, **row} if self.implied else row

    def owns(self, row: Values) -> bool:
        """Whether a row is the unit's: it names the unit, one that lies in it, or none."""
        key = _OWN_FIELDS.get(self.level)
        if key is not None and isinstance(label := row.get(key), str) and stem(label) not in map(stem, self.names):
            return False
        county = row.get(COUNTY)
        return not isinstance(county, str) or not self._is_other(county)

    def _is_other(self, label: str) -> bool:
        """Whether a label under a heading for units is another unit's. Of a county's table all that isn't the county or a township of it is."""
        if not self.names:
            return False
        label = led_by(label, self.kin, self.subjects) or bare_name(label)
        whose = standing(label, self.kin)
        if self.level in _OWN_FIELDS:
            return whose is Ownership.OTHER
        if self.level is not Level.COUNTY:
            return whose in (Ownership.OTHER, Ownership.ABOVE)
        return not (fold(label) in self.names or whose is Ownership.OWN or is_township(label) or fold(label).startswith(("县", "本级", "区直", "区本级")))


def owner_of(unit: Unit, subjects: tuple[str, ...]) -> Owner:
    """The owner of a unit's tables; `subjects` are the words that rows of its programme are about."""
    kin = kin_of(unit)
    implied = {_OWN_FIELDS[unit.level]: unit.label} if unit.level in _OWN_FIELDS else {}
    if unit.level is Level.VILLAGE and unit.parent:
        implied[TOWNSHIP] = unit.parent
    return Owner(unit.label, kin.names, unit.level, kin, implied, subjects)


def is_township(label: str) -> bool:
    """Whether a label under the county's heading is a township's name: a county breaks its task down so."""
    return label.endswith(_TOWNSHIP_ENDINGS)


def township_in_county(row: Values) -> Values:
    """The row with a township's name moved from the county's column to the township's."""
    county = row.get(COUNTY)
    if isinstance(county, str) and is_township(county) and not row.get(TOWNSHIP):
        return {TOWNSHIP: county, **{key: value for key, value in row.items() if key not in (COUNTY, TOWNSHIP)}}
    return row


@dataclass(frozen=True, slots=True)
class Claim:
    """Which rows of a table are other units' (row numbers), and what is to be said of the columns that say so: of `told` nothing else need be said."""

    others: frozenset[int]
    problems: tuple[Diagnostic, ...]
    told: frozenset[int]


def claim(grid: SheetGrid, numbers: Sequence[int], headings: Mapping[int, str], fields: Mapping[int, str], owner: Owner, dataset: Dataset) -> Claim:
    """Whose the rows `numbers` are. `headings` are the texts of the columns' headings, `fields` the keys of the columns that are read."""
    others: set[int] = set()
    problems: list[Diagnostic] = []
    told: set[int] = set()
    for column, heading in headings.items():
        key = fields.get(column)
        if key is not None and key not in (_OWN_FIELDS.get(owner.level, COUNTY), COUNTY, *_OF_DEPARTMENTS):
            continue
        labels = _labels(grid, numbers, column)
        if key is None and heads_areas(heading) and not any(standing(label, owner.kin) or is_township(label) for label in set(labels.values())):
            problems += _unknown(grid, numbers, column, heading, dataset)
        if not labels or not owner.names:
            continue
        found = _of_others(owner, labels, heading, key, every=len(labels) == len(numbers))
        problems += _misspelt(grid, column, {number: labels[number] for number in found}, owner)
        if found and key is None:
            told.add(column)
        if found:
            found |= _below(grid, numbers, column, labels, found, heading, problems)
            others |= found
        place = grid.place(min(labels), column)
        if key is None and found and not (heads_units(heading) and _names_units(owner, heading, labels)):
            problems.append(_unread_units(heading, labels, place))
        beneath = _beneath(labels, len(numbers), heading, fields.values(), dataset, owner) if key is None and not found else None
        if beneath is not None:
            told.add(column)
            problems.append(_unread_beneath(heading, labels, dataset, place, beneath))
    return Claim(frozenset(others), tuple(problems), frozenset(told))


def _unknown(grid: SheetGrid, numbers: Sequence[int], column: int, heading: str, dataset: Dataset) -> list[Diagnostic]:
    """Says that a column under a heading for units isn't read where it has something else (市 and 县 over sums of money): headings.py leaves that to us."""
    filled = next((number for number in numbers if not is_blank(grid.raw(number, column))), None)
    if filled is None:
        return []
    help = f"如果是需要的数据，请把表头改为数据字典中“{dataset.title}”的列名；否则不必处理"
    return [warning("inputs.unknown-column", f"“{shorten(heading)}”列不在数据字典中，没有读取", grid.place(filled, column), help=help)]


def _labels(grid: SheetGrid, numbers: Sequence[int], column: int) -> dict[int, str]:
    """The texts of a column by row; the rows of a merged cell all have its text."""
    found: dict[int, str] = {}
    above = ""
    for number in numbers:
        raw = grid.raw(number, column)
        if isinstance(raw, str) and not is_blank(raw):
            above = above if says_same(raw) and above else settle(raw)
            found[number] = above
        elif isinstance(raw, (int, float)) and division(str(raw)) is not None:
            found[number] = str(raw)  # a code typed as a number: 140926
    for span in grid.merged:
        raw = grid.raw(span.top, span.left)
        if span.left <= column <= span.right and isinstance(raw, str) and not is_blank(raw):
            found |= {number: settle(raw) for number in numbers if span.top <= number <= span.bottom}
    return dict(sorted(found.items()))


def _names_units(owner: Owner, heading: str, labels: Mapping[int, str]) -> bool:
    """Whether a column read as that of counties is one: under 责任单位 departments may stand as well."""
    soft = heads_units(heading) and not heads_areas(heading)
    return not soft or any(standing(label, owner.kin) is not None or _UNIT_LIKE.fullmatch(label) for label in set(labels.values()))


def _of_others(owner: Owner, labels: Mapping[int, str], heading: str, key: str | None, *, every: bool) -> set[int]:
    """The rows of others, by a column of the field `key`, or one that nobody reads; `every` says whether no row is blank there."""
    of_units = key in (_OWN_FIELDS.get(owner.level, COUNTY), COUNTY)
    if key is not None and of_units and _names_units(owner, heading, labels):
        return {number for number, label in labels.items() if not owner.owns({key: label})}
    found = set() if of_units else _by_content(owner, labels, heading, read=key is not None, every=every)
    return found or (_by_beginning(owner, labels, heading) if key is None or of_units else set())


def _by_content(owner: Owner, labels: Mapping[int, str], heading: str, *, read: bool, every: bool) -> set[int]:
    """The rows of others, where a column's texts are names of units at the owner's level; none where they are anything else."""
    known = {label: standing(label, owner.kin) for label in set(labels.values())}
    area = heads_areas(heading) and not read
    if _ELSEWHERE.search(heading) or (fold(heading) in _NOTES and not every):
        return set()
    like = [label for label, whose in known.items() if whose is not None or is_township(label) or _UNIT_LIKE.fullmatch(label)]
    peers = [label for label, whose in known.items() if whose is Ownership.OTHER and (area or owner.kin.is_peer(label))]
    own = [label for label, whose in known.items() if whose is Ownership.OWN]
    # Under a heading for units one name will do. Else a column that is read must hold nothing but names, for it is that of departments; of one
    # that nobody reads half will do (a scenic zone is in no table).
    enough = area or len(like) == len(known) or (not read and 2 * sum(whose is not None for whose in known.values()) >= len(known))
    if not enough or not (peers or (own and not read and len(known) > 1 and (area or len(like) == len(known)))):
        return set()
    return {number for number, label in labels.items() if not owner.owns({COUNTY: label})}


def _by_beginning(owner: Owner, labels: Mapping[int, str], heading: str) -> set[int]:
    """The rows of others, where every text begins with a unit's name: 岢岚县人民政府, 岢岚县2023年任务. One of the owner's level must be among them."""
    named = {label: led_by(label, owner.kin, owner.subjects) or label for label in set(labels.values())}
    whose = {label: standing(name, owner.kin) for label, name in named.items()}
    peers = [label for label, one in whose.items() if one is Ownership.OTHER and owner.kin.is_peer(named[label])]
    if not peers or None in whose.values() or _ELSEWHERE.search(heading) or fold(heading) in _NOTES:
        return set()
    return {number for number, label in labels.items() if whose[label] is Ownership.OTHER}


def _misspelt(grid: SheetGrid, column: int, labels: Mapping[int, str], owner: Owner) -> Iterable[Diagnostic]:
    """A fault for each name that is nobody's and like the owner's: its rows aren't read, and they are most likely its own."""
    for label in dict.fromkeys(labels.values()):
        if standing(label, owner.kin) is None and any(likeness(label, name) is not None for name in (owner.label, *owner.names)):
            places = [grid.place(number, column) for number, other in labels.items() if other == label]
            message = f"写的是“{label}”，不是本单位的名称，这{len(places)}行没有读取，是否应为“{owner.label}”"
            yield error("inputs.alike-unit", message, *places, help=f"如果是，请改为“{owner.label}”")


def _below(
    grid: SheetGrid, numbers: Iterable[int], column: int, labels: Mapping[int, str], others: set[int], heading: str, problems: list[Diagnostic]
) -> set[int]:
    """The blank rows under another's name that is written on the first of its rows only: they go with it, and that is told."""
    found: list[int] = []
    above: int | None = None
    for number in numbers:
        if number in labels:
            above = number
        elif above in others:
            found.append(number)
    if found:
        message = f"“{heading.strip()}”列有{len(found)}行空白，按上面一行的单位读取，例如这一行作为“{labels[_last(labels, found[0])]}”的行没有读取"
        help = "请在每一行都写明单位；这些行是本单位的，请写上本单位的名称"
        problems.append(warning("inputs.blank-unit", message, *(grid.place(number, column) for number in found), help=help))
    return set(found)


def _last(labels: Mapping[int, str], number: int) -> int:
    return max(row for row in labels if row < number)


def _beneath(labels: Mapping[int, str], rows: int, heading: str, read: Iterable[str], dataset: Dataset, owner: Owner) -> str | None:
    """The field of the units beneath the owner's whose names are all that a column has which isn't read; None where it has anything else."""
    if _ELSEWHERE.search(heading) or (fold(heading) in _NOTES and len(labels) < rows):
        return None
    required = TOWNSHIP in dataset.columns and dataset.columns[TOWNSHIP].required
    if TOWNSHIP not in read and not required and _are_townships(labels.values(), owner):
        return TOWNSHIP
    return COUNTY if COUNTY not in read and _are_counties(frozenset(labels.values()), owner) else None


def _are_townships(labels: Iterable[str], owner: Owner) -> bool:
    """Whether all labels are names of townships. Shortened ones (鹅城, 娑婆) are known of the county alone that the table of divisions has."""
    found = frozenset(labels)
    known = frozenset(map(stem, townships(owner.kin.reach)))
    return all(is_township(label) and _UNIT_LIKE.fullmatch(label) for label in found) or (len(found) > 1 and all(stem(label) in known for label in found))


def _are_counties(labels: Collection[str], owner: Owner) -> bool:
    """Whether all labels are names of the counties that lie in the owner."""
    if owner.level in (*_OWN_FIELDS, Level.COUNTY) or len(labels) == 1:
        return False
    return all(standing(label, owner.kin) is Ownership.OWN and fold(label) not in owner.names for label in labels)


def _unread_units(heading: str, labels: Mapping[int, str], place: Place) -> Diagnostic:
    column, shown = _shown(heading, labels)
    message = f"{column}写的是单位名称（{shown}），表头看不出来，按它只读取了本单位的行"
    help = f"请把表头改为“县（市、区）”；{column}不是说明各行属于哪个单位的，请移出表格"
    return error("inputs.unread-units", message, place, help=help)


def _unread_beneath(heading: str, labels: Mapping[int, str], dataset: Dataset, place: Place, key: str) -> Diagnostic:
    """The fault of a column of the units beneath: it should be headed so, or the table have a row for all of them."""
    column, shown = _shown(heading, labels)
    noun = "乡镇" if key == TOWNSHIP else "县（市、区）"
    if key in dataset.columns:
        return error("inputs.unread-units", f"{column}写的是{noun}名称（{shown}），表头看不出来，没有读取", place, help=f"请把表头改为“{noun}”")
    message = f"{column}写的是{noun}名称（{shown}），《{dataset.title}》不分{noun}填写，这一列没有读取，各行的数可能是各{noun}的"
    return error("inputs.unread-units", message, place, help=f"请把各{noun}的数合计成本单位的，再删去这一列")


def _shown(heading: str, labels: Mapping[int, str]) -> tuple[str, str]:
    names = "、".join(shorten(label, 12) for label in list(dict.fromkeys(labels.values()))[:3])
    return (f"“{shorten(heading)}”列" if heading.strip() else "没有表头的一列"), names


def left_out(owner: Owner, others: Sequence[Place], own: int, whole: Place) -> list[Diagnostic]:
    """What is said of the rows of other units; an error where nothing is left."""
    if not others:
        return []
    if not own:
        message = f"表中没有“{owner.label}”的行，只有其他{owner.noun}的行"
        help = f"请检查“{owner.noun}”列，本单位的行应写“{owner.label}”；整张表都是别的单位的，请换成本单位的表"
        return [error("inputs.no-own-rows", message, whole, help=help)]
    return [notice("inputs.other-counties", f"其他{owner.noun}的{len(others)}行没有读取，只读取“{owner.label}”的行", *others)]
