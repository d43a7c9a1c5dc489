"""A heading's text -> the field that it names and the unit that it writes: 预算数（元）, 预算数/元, 预算数（以元计）; or whose the rows are: 县（市、区）."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.heading_names import FOOTNOTE, SEPARATORS, Headings, read_name
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.schema import Dataset, Field, Programme
from reportgen.inputs.unit_marks import NO_MARK, Mark, read_tail, straighten
from reportgen.inputs.wording import fold

_LONGEST_UNIT = 5
"""建筑平方米 and 蒸吨/小时 are the longest that people run into a heading's words."""
_SCALED = frozenset(("元", "平方米"))
"""What is counted in tens of thousands as well as singly: a proposed heading without the unit would change the numbers."""
_AREA_HEADING = re.compile(r"(?:所属|所在|所辖|各|归属)?(?:[省市州盟县区旗师团]|地(?=[市区州]))+(?:场)?(?:单位)?(?:名称|名|别)?")
_AREA_WORDS = frozenset(("辖区", "所辖区", "属地", "行政区划", "行政区划名称", "行政区", "行政区域", "区划", "区划名称", "所属地区", "所属行政区"))
_UNIT_WORDS = frozenset(
    ("单位", "单位名称", "责任单位", "责任主体", "承担单位", "实施单位", "建设单位", "填报单位", "上报单位", "报送单位", "任务单位", "所属单位", "名称", "部门")
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading's text says: its field, and what stands behind the name about units."""

    field: Field
    mark: Mark = NO_MARK
    tail: str = ""


@cache
def _names(dataset: Dataset) -> Mapping[str, Field]:
    """The folded titles, aliases and keys of the dataset's fields, the longest first. A title or key wins over another field's alias."""
    fields = dataset.fields()
    names = {fold(alias): field for field in reversed(fields) for alias in field.column.aliases}
    names.update({fold(field.key): field for field in fields})
    names.update({fold(field.column.title): field for field in fields})
    return dict(sorted(names.items(), key=lambda named: -len(named[0])))


@cache
def _numeric(dataset: Dataset) -> Mapping[str, bool]:
    return {name: field.type in NUMERIC for name, field in _names(dataset).items()}


@lru_cache(maxsize=8192)
def read_heading(text: str, dataset: Dataset) -> Named | None:
    """What a heading says: a title, alias or key, with or without something in brackets or a unit behind it (or a unit in brackets before)."""
    written = read_name(text, _numeric(dataset))
    return None if written is None else Named(_names(dataset)[written.name], written.mark, written.tail)


def headings(programme: Programme) -> Headings:
    """The names that headings of all datasets may have, to be kept."""
    return {dataset.key: {name: (field.key, field.type in NUMERIC) for name, field in _names(dataset).items()} for dataset in programme.datasets}


def names_of(dataset: Dataset) -> Collection[str]:
    """The names that headings of a dataset may have, folded."""
    return _names(dataset).keys()


def match_field(text: str, dataset: Dataset) -> Field | None:
    """The field that a heading names."""
    named = read_heading(text, dataset)
    return None if named is None else named.field


def unit_written(text: str) -> str:
    """The unit that a heading writes behind a name which need not be a field's: 元 of 预算数目/元. Empty where there is none."""
    return _name_and_unit(text)[1]


def unit_within(text: str) -> str:
    """The unit with which a heading begins or ends, where nothing parts it from the words: 元 of 元·预算数目, 万元 of 预算金额万元. Empty for none."""
    line = straighten(text).strip("*:() ")
    ends = (end for length in range(_LONGEST_UNIT, 0, -1) for end in (line[-length:], line[:length]) if length < len(line))
    return next((end for end in ends if end == end.strip() and (measure := parse_measure(end)) is not None and measure.base in _SCALED), "")


def without_unit(text: str) -> str:
    """A heading without the unit that it writes: 地热 of 地热（万户）."""
    name, unit = _name_and_unit(text)
    return name if unit else text


def trailing_unit(text: str) -> Mark:
    """What a heading that need not be a field's says of units: 资金（万元）, over several columns."""
    unit = unit_written(text)
    return read_tail(unit, throughout=True) if unit else NO_MARK


@lru_cache(maxsize=8192)
def _name_and_unit(text: str) -> tuple[str, str]:
    line = FOOTNOTE.sub("", straighten(text).strip("*: "))
    bracket = re.search(r"\(([^()]*)\)$", line)
    if bracket and read_tail(bracket[1], throughout=True):
        return line[: bracket.start()].strip(), bracket[1].strip()
    for at, character in enumerate(line):
        if at and character in SEPARATORS and read_tail(line[at:]):
            inner = re.match(r"\(([^()]*)\)", line[at:])
            return line[:at].strip(), (inner[1] if inner else line[at:]).strip(" ()/\\,、:;-—–_·|=~.。→")
    return line, ""


def heads_areas(heading: str) -> bool:
    """Whether a heading is one for names of counties, cities and the like, and nothing else: 县（市、区）, 旗县区, 辖区."""
    plain = re.sub(r"[()、,/·*:\-]", "", fold(heading))
    return plain in _AREA_WORDS or (_AREA_HEADING.fullmatch(plain) is not None and plain not in ("省", "师", "团", "地"))


def heads_units(heading: str) -> bool:
    """Whether a heading may stand over names of counties and the like as well as of departments: 责任单位."""
    return heads_areas(heading) or re.sub(r"[()*:]", "", fold(heading)) in _UNIT_WORDS
