"""What the inputs still lack for a document (待补), so that an officer knows where to fill it in."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.documents.kinds import Kind
from reportgen.documents.places import text_in_words
from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import BY_KEY, BY_TITLE
from reportgen.inputs.schema.unit import AcceptanceWork, EvaluationWork, Filing, References, Schedule, Season, Unit

if TYPE_CHECKING:
    from lxml.etree import _Element

Figures = Callable[[], Mapping[str, Figure]]
"""All figures of a unit by name; they are asked for only where something is missing."""

# What 单位.yaml gives, by the title that 【待补：…】 shows. A table's cells come from tables, also where a column has such a title.
_SECTIONS = (Unit, Schedule, Filing, Season, References, AcceptanceWork, EvaluationWork)
DESCRIBED = frozenset(field.alias for section in _SECTIONS for field in section.model_fields.values()) | {"主送机关", "验收起止日期"}

PICTURE = "图片"
"""How a gap begins where a form lacks a picture."""

SHOWN = 20  # a longer list would say less than the first of it
_TABLE = re.compile(r"(?P<unit>[^《》!#/]+)《(?P<title>[^《》]+)》")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")


@dataclass(frozen=True, slots=True)
class Gap:
    """A 【待补：…】 of a document: its text, the name of the figure that is missing, the section or table where it stands."""

    text: str
    figure: str
    where: str
    in_table: bool

    @property
    def label(self) -> str:
        """What is missing in words; empty where the document says only 【待补】."""
        return self.text.strip("【】").removeprefix("待补").removeprefix("：")


def gaps_of(root: "_Element") -> tuple[Gap, ...]:
    """The gaps of a document in their order."""
    found: list[Gap] = []
    section = ""
    for element in root.iter():
        if element.tag in _HEADINGS:
            section = "".join(element.itertext())
        elif element.tag in ("span", "text") and element.get("class") == "missing":
            table = next(element.iterancestors("table"), None)
            caption = table.find("caption") if table is not None else None
            where = caption.text or "" if caption is not None else section
            found.append(Gap("".join(element.itertext()), element.get("data-figure") or "", where, table is not None))
    return tuple(found)


def what_is_lacking(gaps: tuple[Gap, ...], figures: Figures, scope: Scope, kind: Kind) -> tuple[Diagnostic, ...]:
    """The warnings of a document with gaps: units that can't be read, lacking tables, entries of 单位.yaml, cells, and the rest.

    What follows from a lacking table isn't listed one by one.
    """
    if not gaps:
        return ()
    known = figures()
    whats = [what for gap in gaps if gap.figure in known for what in known[gap.figure].lacking]
    tables = dict.fromkeys((*(what for key in kind.datasets for what in scope.rows(BY_KEY[key]).lacking), *(w for w in whats if _is_table(w))))
    gone = scope.gone
    lacking = [table for table in tables if table.split("《")[0] not in gone]
    cells = list(dict.fromkeys(text_in_words(what) for what in whats if not _is_table(what)))
    plain = [gap for gap in gaps if gap.figure not in known]
    described = dict.fromkeys(gap.label for gap in plain if gap.label in DESCRIBED and not gap.in_table)
    others = dict.fromkeys(_in_words(gap) for gap in plain if gap.in_table or gap.label not in DESCRIBED)
    pictures = [label for label in others if label.startswith(PICTURE)]
    others = {label: None for label in others if label not in pictures}
    name, unit, folder = f"《{kind.name}》", scope.unit.name, Place(scope.inputs.folder)
    problems = []
    if gone:
        message = f"{name}缺少{'、'.join(gone)}的全部数据"
        help_text = "请先使这些单位的文件夹和 单位.yaml 能够读取"
        problems.append(warning("documents.missing-unit", message, folder, help=help_text, unit=unit))
    if lacking:
        message = f"{name}缺少{len(lacking)}个数据表：{'、'.join(lacking)}"
        help_text = "请在该单位的填报表中填写这些表；没有这张工作表的，请增加并以数据表的名称命名"
        problems.append(warning("documents.missing-table", message, folder, help=help_text, unit=unit))
    if described:
        message = f"{name}待补：{'、'.join(described)}"
        problems.append(warning("documents.missing-input", message, Place(f"{scope.inputs.folder}/单位.yaml"), help="请在 单位.yaml 中填写", unit=unit))
    if cells:
        message = f"{name}待补的单元格：{_some(cells)}"
        problems.append(warning("documents.missing-cell", message, folder, help="请补齐这些空着或者读不了的单元格", unit=unit))
    if pictures:
        message = f"{name}待补：{_some(pictures)}"
        problems.append(warning("documents.missing-picture", message, folder, help="请把图片放进本单位的文件夹，文件名与表格标签里写的一样", unit=unit))
    if others and not tables:
        message = f"{name}待补：{_some(others)}"
        problems.append(warning("documents.missing-input", message, folder, help="请补齐填报表中空着或者读不了的单元格", unit=unit))
    return tuple(problems)


def _is_table(what: str) -> bool:
    """Whether what a figure lacks is a whole table of a unit: 甲县《资金》."""
    match = _TABLE.fullmatch(what)
    return match is not None and match["title"] in BY_TITLE


def _in_words(gap: Gap) -> str:
    """A gap as it is listed: what is missing, and where it stands."""
    where = f"“{gap.where}”中的" if gap.where else ""
    return f"{where}{gap.label or '内容'}" if gap.in_table or not gap.label else gap.label


def _some(items: Iterable[str]) -> str:
    listed = list(items)
    return "、".join(listed[:SHOWN]) + (f"等{len(listed)}处" if len(listed) > SHOWN else "")
