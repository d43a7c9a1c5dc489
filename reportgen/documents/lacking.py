"""What the inputs still lack for a document (待补), so that an officer knows where to fill it in."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.documents.blanks import blanks_for, cells_in, entry_for, places_of, sheet_for
from reportgen.documents.kinds import Kind
from reportgen.documents.places import in_words, text_in_words
from reportgen.figures.lines import of_other_season
from reportgen.figures.scope import Scope
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.inputs.wording import some
from reportgen.language.figure import Figure

if TYPE_CHECKING:
    from lxml.etree import _Element

Figures = Callable[[], Mapping[str, Figure]]
"""All figures of a unit by name; they are asked for only where something is missing."""

PICTURE = "图片"
"""How a gap begins where a form lacks a picture."""

_CELLS = 5  # places of one column
SHOWN = 20  # a longer list would say less than the first of it
_TABLE = re.compile(r"(?P<unit>[^《》!#/]+)《(?P<title>[^《》]+)》")
_OF_UNIT = f"{DESCRIPTION}的"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")


@dataclass(frozen=True, slots=True)
class MissingInput:
    """A 【待补：…】 of a document: its text, the name of the figure that is missing, the section or table where it stands."""

    text: str
    figure: str
    where: str
    in_table: bool

    @property
    def label(self) -> str:
        """What is missing in words; empty where the document says only 【待补】."""
        return self.text.strip("【】").removeprefix("待补").removeprefix("：")


def gaps_of(root: "_Element") -> tuple[MissingInput, ...]:
    """The gaps of a document in their order."""
    found: list[MissingInput] = []
    section = ""
    for element in root.iter():
        if element.tag in _HEADINGS:
            section = "".join(element.itertext())
        elif element.tag in ("span", "text") and element.get("class") == "missing":
            table = next(element.iterancestors("table"), None)
            caption = table.find("caption") if table is not None else None
            where = caption.text or "" if caption is not None else section
            found.append(MissingInput("".join(element.itertext()), element.get("data-figure") or "", where, table is not None))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Lacking:
    """What a document lacks, by what is done about it.

    `units` are those whose data can't be read, `elsewhen` is what other seasons lack, `tables` and `cells` are named as figures name them; `entries` are
    what 单位.yaml lacks, its keys by label; `at_odds` are figures whose cells are there and disagree. `others` have neither a figure nor an entry; `labels`
    are those of all gaps without a figure.
    """

    units: tuple[str, ...]
    elsewhen: tuple[str, ...]
    tables: tuple[str, ...]
    entries: Mapping[str, str]
    cells: tuple[str, ...]
    at_odds: Mapping[str, Figure]
    pictures: tuple[str, ...]
    others: tuple[str, ...]
    labels: tuple[str, ...]


def what_is_lacking(gaps: tuple[MissingInput, ...], figures: Figures, scope: Scope, kind: Kind) -> tuple[Diagnostic, ...]:
    """The warnings of a document with gaps: units that can't be read, lacking tables, entries of 单位.yaml, cells, and the rest.

    What follows from a lacking table isn't listed one by one.
    """
    return tuple(_said(_sorted(gaps, figures(), scope, kind), scope, kind)) if gaps else ()


def _sorted(gaps: tuple[MissingInput, ...], known: Mapping[str, Figure], scope: Scope, kind: Kind) -> _Lacking:
    """What the gaps come from."""
    whats = [what for gap in gaps if gap.figure in known for what in known[gap.figure].lacking]
    elsewhen = tuple(dict.fromkeys(what for what in whats if of_other_season(what, scope.programme.season("0000"))))
    whats = [what for what in whats if what not in elsewhen]
    tables = dict.fromkeys((*(what for key in kind.datasets for what in scope.rows(key).lacking), *(w for w in whats if _table(w, scope))))
    plain = [gap for gap in gaps if gap.figure not in known]
    # What has neither a table nor a cell: a key of 单位.yaml, a column of a lacking table, which follows from that, or numbers at odds.
    loose = {
        what.rpartition(_OF_UNIT)[2]: known[gap.figure]
        for gap in gaps
        if gap.figure in known
        for what in known[gap.figure].lacking
        if not _table(what, scope) and not cells_in(what) and what not in elsewhen
    }
    columns = {field.column.title for table in tables if (match := _table(table, scope)) for field in scope.programme.by_title[match["title"]].fields()}
    labels = (*(gap.label for gap in plain if not gap.in_table), *loose)
    entries = {label: key for label in labels if label not in columns and (key := entry_for(label, kind, alone=scope.programme.alone))}
    others = tuple(dict.fromkeys(_in_words(gap) for gap in plain if gap.in_table or gap.label not in entries))
    return _Lacking(
        units=scope.gone,
        elsewhen=elsewhen,
        tables=tuple(table for table in tables if table.split("《")[0] not in scope.gone),
        entries=entries,
        cells=tuple(dict.fromkeys(what for what in whats if cells_in(what))),
        at_odds={} if tables else {label: figure for label, figure in loose.items() if label not in entries},
        pictures=tuple(label for label in others if label.startswith(PICTURE)),
        others=() if tables else tuple(label for label in others if not label.startswith(PICTURE)),
        labels=tuple(dict.fromkeys(gap.label for gap in plain)),
    )


def _said(lacking: _Lacking, scope: Scope, kind: Kind) -> Iterator[Diagnostic]:
    """What is said of it."""
    name, unit, folder = f"《{kind.name}》", scope.unit.name, Place(scope.inputs.folder)
    if lacking.units:
        message = f"{name}缺少{'、'.join(lacking.units)}的全部数据"
        help_text = "请先使这些单位的文件夹和单位说明能够读取"
        yield warning("documents.missing-unit", message, folder, help=help_text, unit=unit)
    yield from _of_other_seasons(lacking.elsewhen, scope, kind)
    if lacking.tables:
        message = f"{name}缺少{len(lacking.tables)}个数据表：{'、'.join(lacking.tables)}"
        places = [sheet_for(scope, match["unit"], match["title"]) for table in lacking.tables if (match := _table(table, scope))]
        help_text = f"请填写{'；'.join(in_words(places)[:SHOWN])}；没有这张工作表的，请增加并以数据表的名称命名"
        yield warning("documents.missing-table", message, *(places or [folder]), help=help_text, unit=unit)
    if lacking.entries:
        message = f"{name}待补：{'、'.join(lacking.entries)}"
        keys = tuple(dict.fromkeys(lacking.entries.values()))
        help_text = f"请在{DESCRIPTION}中填写：{'、'.join(keys)}"
        yield warning("documents.missing-input", message, *places_of(keys, scope), help=help_text, unit=unit)
    if lacking.cells:
        message = f"{name}待补的单元格：{_some(map(text_in_words, lacking.cells))}"
        places = list(dict.fromkeys(place for what in lacking.cells for place in cells_in(what)))
        yield warning("documents.missing-cell", message, *places, help="请补齐这些空着或者读不了的单元格", unit=unit)
    if lacking.at_odds:
        message = f"{name}待补：{_some(map(text_in_words, lacking.at_odds))}"
        places = list(dict.fromkeys(source.place for figure in lacking.at_odds.values() for source in figure.sources))
        help_text = f"请核对算出这些数的单元格：{'；'.join(in_words(places)[:SHOWN])}" if places else "请在数据表中补上这些数据"
        yield warning("documents.missing-cell", message, *(places or [folder]), help=help_text, unit=unit)
    if lacking.pictures:
        message = f"{name}待补：{_some(lacking.pictures)}"
        yield warning("documents.missing-picture", message, folder, help="请把图片放进本单位的文件夹，文件名与表格标签里写的一样", unit=unit)
    if lacking.others:
        yield _others(lacking.others, lacking.labels, scope, kind)


def _of_other_seasons(whats: Iterable[str], scope: Scope, kind: Kind) -> Iterator[Diagnostic]:
    """What is lacking of other seasons, season by season."""
    by_year: dict[str, list[str]] = {}
    for what in whats:
        if said := of_other_season(what, scope.programme.season("0000")):
            by_year.setdefault(said[0], []).append(said[1])
    for year, lacking in by_year.items():
        there = scope.elsewhen(int(year), scope.unit)
        folder = f"inputs/{year}/{scope.inputs.folder_name}" if there is None else there[0].inputs.folder
        message = f"《{kind.name}》缺少{scope.programme.season(year)}的数据：{_some(lacking)}"
        places = [Place(folder)]
        if there is None:
            help_text = f"请把{scope.unit.name}{scope.programme.season(year)}的填报表放进 {folder}，填写这些数据表"
        else:
            places = [sheet_for(there[0], match["unit"], match["title"]) for what in lacking if (match := _table(what, there[0]))] or places
            help_text = f"请填写{'；'.join(in_words(places)[:SHOWN])}"
        help_text += "；没有那一年数据的，模板里请用 {% if previous.given %} 判断后再写"
        yield warning("documents.missing-season", message, *places, help=help_text, unit=scope.unit.name)


def _others(others: Iterable[str], labels: Iterable[str], scope: Scope, kind: Kind) -> Diagnostic:
    """What has neither a figure nor an entry of 单位.yaml: by the columns of the kind's tables that are so headed and have blanks."""
    blanks = list(dict.fromkeys(blank for label in labels for blank in blanks_for(label, scope, kind)))
    places = [place for blank in blanks for place in blank.places]
    where = [
        f"{blank.words}（{'；'.join(in_words(blank.places[:_CELLS]))}{f'等{len(blank.places)}处' if len(blank.places) > _CELLS else ''}）" for blank in blanks
    ]
    tables = "、".join(f"《{scope.programme.by_key[key].title}》" for key in kind.datasets)
    help_text = f"请填写{'；'.join(where)}" if where else f"请填写{tables}中与此有关的行和列"
    message = f"《{kind.name}》待补：{_some(others)}"
    return warning("documents.missing-input", message, *(places or [Place(scope.inputs.folder)]), help=help_text, unit=scope.unit.name)


def _table(what: str, scope: Scope) -> re.Match[str] | None:
    """The unit and the title of a table, where what a figure lacks is a whole table of a unit: 甲县《资金》."""
    match = _TABLE.fullmatch(what)
    return match if match is not None and match["title"] in scope.programme.by_title else None


def _in_words(gap: MissingInput) -> str:
    """A gap as it is listed: what is missing, and where it stands."""
    where = f"“{gap.where}”中的" if gap.where else ""
    return f"{where}{gap.label or '内容'}" if gap.in_table or not gap.label else gap.label


def _some(items: Iterable[str]) -> str:
    return some(list(items), SHOWN)
