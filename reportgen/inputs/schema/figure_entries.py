"""Figures (数据项) as declarations: what an office counts in its datasets, and what can be wrong with a declaration before anything is counted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import Field as Limit

from reportgen.inputs.schema.columns import CellType, Dataset, Field
from reportgen.inputs.schema.vocabulary import OF_MAPPINGS, Choice, DeclarationEntry, Wrong, means

_NUMBERS = (CellType.COUNT, CellType.NUMBER)
_DAYS = (CellType.DATE, CellType.MONTH)
OF_COLUMNS = ("sum", "distinct", "latest", "mean")
OF_FIGURES = ("share", "difference", "ratio")
WAYS = ("count", *OF_COLUMNS, *OF_FIGURES)
"""How a figure is computed: over rows, over a column of rows, or from two others."""

_TAKEN = frozenset(("name", "key", "figures", "groups", "units", "unit"))
"""What a theme answers to besides its figures."""
Written = str | int | Decimal | bool | None
"""What a cell is to be, as it is written: a choice by its title or key, a text, a number, a day, yes or no; None for an empty one."""
Reader = Callable[[str, Field], tuple[object, str]]
"""What a text is in a column, and what is wrong with it."""


class LimitsEntry(DeclarationEntry):
    """What a cell is to be where it isn't one of some values: no less, and no more than; or none of these (of which None is the empty cell)."""

    least: Written = None
    most: Written = None
    other_than: Written | tuple[Written, ...] = ()


Condition = Written | tuple[Written, ...] | LimitsEntry
Conditions = dict[str, Condition]
"""What cells of a row are to be, by the keys of their columns, as it is written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a cell is to be, as the column holds it: one of `values`, or within the limits, or (`other`) none of the values."""

    values: tuple[object, ...] = ()
    least: Any = None
    most: Any = None
    other: bool = False

    def holds(self, value: Any) -> bool:
        """Whether a cell's value is such a one."""
        if self.least is not None or self.most is not None:
            return value is not None and (self.least is None or self.least <= value) and (self.most is None or value <= self.most)
        return any(means(value, one) for one in self.values) is not self.other


class FigureEntry(DeclarationEntry):
    """One figure. A column is written DATASET.COLUMN, another figure of the theme by its key."""

    key: str = Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    label: str = Limit(min_length=1, max_length=40)
    count: str | None = None
    sum: str | None = None
    distinct: str | None = None
    latest: str | None = None
    mean: str | None = None
    share: tuple[str, str] | None = None
    difference: tuple[str, str] | None = None
    ratio: tuple[str, str] | None = None
    at: str | None = None
    weight: str | None = None
    where: Conditions = Limit(default_factory=dict)
    measure: str | None = None
    formula: str | None = Limit(default=None, min_length=1)

    @property
    def way(self) -> str:
        """How it is computed."""
        return next(way for way in WAYS if getattr(self, way) is not None)


class ThemeEntry(DeclarationEntry):
    """Figures that belong together: of the unit; by each value of a column of choices; of each unit below."""

    key: str = Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    by: str | None = None
    units: bool = False
    figures: tuple[FigureEntry, ...] = Limit(min_length=1)


class Counted(NamedTuple):
    """A dataset, and the column of it that a figure is about (None where its rows are counted)."""

    dataset: Dataset
    field: Field | None


@dataclass(frozen=True, slots=True)
class DeclaredFigure:
    """A figure that can be computed.

    `counted` is what is counted over rows; `parts` are the keys of the two that it is computed from else. `at` and `weight` are the
    columns by which the latest rows are found, and by which a mean is weighted; `where` says what cells of a row must hold for it to count.
    """

    entry: FigureEntry
    counted: Counted | None
    parts: tuple[str, ...]
    measure: str
    formula: str
    at: Field | None = None
    weight: Field | None = None
    where: tuple[tuple[Field, Wanted], ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredTheme:
    """Figures by key, in an order in which each comes after those that it is computed from; how they are told apart."""

    key: str
    figures: Mapping[str, DeclaredFigure]
    by: str | None
    units: bool


def themes_of(entries: Sequence[tuple[int, ThemeEntry]], datasets: Mapping[str, Dataset], read: Reader) -> tuple[tuple[DeclaredTheme, ...], list[Wrong]]:
    """The themes that a file's entries (each with its number) declare, and what is wrong: figures at fault are left out, with those computed from them."""
    wrong: list[Wrong] = []
    found: dict[str, DeclaredTheme] = {}
    for number, theme in entries:
        if theme.key in found:
            wrong.append(Wrong((number, "key"), f"主题 {theme.key} 写了两次", "请合在一起写"))
            continue
        if theme.key in OF_MAPPINGS:
            wrong.append(Wrong((number, "key"), f"主题的 key 不能写 {theme.key}，程序中它另有所指", "请换一个 key"))
            continue
        by = theme.by
        if by is not None and (fault := _fault_of_by(theme, datasets)) is not None:
            wrong.append(fault._replace(path=(number, "by")))
            by = None
        figures, faults = _figures(theme, datasets, read)
        wrong += [one._replace(path=(number, "figures", *one.path)) for one in faults]
        found[theme.key] = DeclaredTheme(theme.key, figures, by, theme.units)
    return tuple(theme for theme in found.values() if theme.figures), wrong


def _figures(theme: ThemeEntry, datasets: Mapping[str, Dataset], read: Reader) -> tuple[dict[str, DeclaredFigure], list[Wrong]]:
    written: dict[str, tuple[int, FigureEntry]] = {}
    values = {choice.key: choice for field in _fields_of(theme, datasets) if field.key == theme.by for choice in field.choices if isinstance(choice, Choice)}
    wrong: list[Wrong] = []
    for at, entry in enumerate(theme.figures):
        if entry.key in _TAKEN:
            wrong.append(Wrong((at, "key"), f"数据项的 key 不能写 {entry.key}，组中它另有所指", "请换一个 key"))
        elif entry.key in written:
            wrong.append(Wrong((at, "key"), f"数据项 {theme.key}.{entry.key} 写了两次", "请删除其中一个，或者换一个 key"))
        elif entry.key in values:
            wrong.append(Wrong((at, "key"), f"{theme.key}.{entry.key} 已经是按“{values[entry.key]}”分的数据项", "请换一个 key"))
        elif any(entry.label == other.label for _, other in written.values()):
            wrong.append(Wrong((at, "label"), f"主题 {theme.key} 已经有名为“{entry.label}”的数据项", "请写出它与那一个的不同"))
        else:
            written[entry.key] = at, entry
    known: dict[str, DeclaredFigure] = {}
    for key in _in_order(written, wrong):
        at, entry = written[key]
        made = _declared(entry, datasets, known, written, read)
        if isinstance(made, Wrong):
            wrong.append(made._replace(path=(at, *made.path)))
        else:
            known[key] = made
    return known, wrong


def _in_order(written: Mapping[str, tuple[int, FigureEntry]], wrong: list[Wrong]) -> Iterator[str]:
    """The keys, each after those that it is computed from; a circle is told, and what is in it, or computed from it, left out."""
    waiting = {key: {part for way in OF_FIGURES for part in getattr(entry, way) or ()} & written.keys() for key, (_, entry) in written.items()}
    while waiting:
        ready = [key for key, parts in waiting.items() if not parts & waiting.keys()]
        if not ready:
            circle = next(key for key in waiting if key in _below(key, waiting))
            at, entry = written[circle]
            way = next(way for way in OF_FIGURES if getattr(entry, way))
            wrong.append(Wrong((at, way), f"数据项 {circle} 最终由它自己算出", "请改正它由哪两个数据项算出"))
            return
        yield from ready
        for key in ready:
            del waiting[key]


def _below(key: str, waiting: Mapping[str, set[str]]) -> set[str]:
    """What a figure is computed from, step by step, of those that wait for others."""
    found: set[str] = set()
    further = waiting[key] & waiting.keys()
    while further:
        found |= further
        further = {part for one in further for part in waiting[one]} & waiting.keys() - found
    return found


def _declared(
    entry: FigureEntry, datasets: Mapping[str, Dataset], known: Mapping[str, DeclaredFigure], written: Mapping[str, object], read: Reader
) -> DeclaredFigure | Wrong:
    ways = [way for way in WAYS if getattr(entry, way) is not None]
    if len(ways) != 1:
        said = f"写了{len(ways)}种算法" if ways else "没有写怎样算"
        return Wrong(("key",), f"数据项 {entry.key} {said}", f"请写且只写一种：{'、'.join(WAYS)}")
    return _of_figures(ways[0], entry, known, written) if ways[0] in OF_FIGURES else _of_rows(ways[0], entry, datasets, read)


def _of_figures(way: str, entry: FigureEntry, known: Mapping[str, DeclaredFigure], written: Mapping[str, object]) -> DeclaredFigure | Wrong:
    extra = next((key for key in ("where", "at", "weight") if getattr(entry, key)), None)
    if extra:
        return Wrong((extra,), f"{way} 由两个数据项算出，不写 {extra}", "条件请写在那两个数据项上")
    parts = getattr(entry, way)
    for part in parts:
        if part not in written:
            return Wrong((way,), f"没有“{part}”这个数据项", "请改正；写同一主题中的 key", part, tuple(written))
        if part not in known:
            return Wrong((way,), f"数据项 {entry.key} 要用的 {part} 有错误", f"请先改正 {part}")
    one, other = (known[part] for part in parts)
    if way != "ratio" and one.measure != other.measure:
        help_text = "请改正；两种不同的量相除，用 ratio"
        return Wrong((way,), f"“{entry.label}”的两个数计量单位不同：{one.measure or '没有'}和{other.measure or '没有'}", help_text)
    own = {"share": "%", "difference": one.measure, "ratio": f"{one.measure}/{other.measure}"}[way]
    words = {
        "share": f"{one.entry.label}÷{other.entry.label}×100%",
        "difference": f"{one.entry.label}减{other.entry.label}",
        "ratio": f"{one.entry.label}÷{other.entry.label}",
    }
    return DeclaredFigure(entry, None, parts, own if way != "ratio" else entry.measure or own, entry.formula or words[way])


def _of_rows(way: str, entry: FigureEntry, datasets: Mapping[str, Dataset], read: Reader) -> DeclaredFigure | Wrong:
    text = str(getattr(entry, way))
    key, _, column = text.partition(".")
    dataset = datasets.get(key)
    if dataset is None:
        return Wrong((way,), f"没有“{key}”这个数据表", "请改正；写 数据表.列，count 只写数据表", key, tuple(datasets))
    fields = {field.key: field for field in dataset.fields()}
    if (way == "count") is bool(column):
        return Wrong(
            (way,),
            f"{way} 应写{'数据表' if way == 'count' else '数据表.列'}，实际是“{text}”",
            f"例如 {key if way == 'count' else f'{key}.{next(iter(fields))}'}",
        )
    named = {way: column} if column else {}
    named |= {extra: str(getattr(entry, extra)) for extra in ("at", "weight") if getattr(entry, extra) is not None}
    for where, wanted in (*named.items(), *(("where", key) for key in entry.where)):
        if wanted not in fields:
            return Wrong((where,), f"《{dataset.title}》没有“{wanted}”这一列", "请改正列的 key", wanted, tuple(fields))
    fault = _fault_of_use(way, entry, {use: fields[key] for use, key in named.items()})
    if fault is not None:
        return fault
    conditions: list[tuple[Field, Wanted]] = []
    for key, value in entry.where.items():
        wanted_here = condition(value, fields[key], read)
        if isinstance(wanted_here, Wrong):
            return wanted_here
        conditions.append((fields[key], wanted_here))
    field = fields[column] if column else None
    measure = field.column.unit if field and way != "distinct" else {"count": "项", "distinct": "个"}.get(way, "")
    if field and way != "distinct" and entry.measure not in (None, measure):
        return Wrong(("measure",), f"“{field.column.title}”的计量单位是{measure or '没有'}，不是{entry.measure}", "请删除 measure")
    words = entry.formula or _words(way, dataset, field, conditions, fields.get(entry.at or ""), fields.get(entry.weight or ""))
    at, weight = (fields.get(str(getattr(entry, extra))) for extra in ("at", "weight"))
    return DeclaredFigure(entry, Counted(dataset, field), (), entry.measure or measure, words, at, weight, tuple(conditions))


def condition(written: Condition, field: Field, read: Reader) -> Wanted | Wrong:
    """What is wanted of a column, or what is wrong with it."""
    limits = written if isinstance(written, LimitsEntry) else LimitsEntry()
    bounds, values = (limits.least, limits.most), limits.other_than if isinstance(written, LimitsEntry) else written
    if bounds != (None, None) and field.type not in (*_NUMBERS, *_DAYS):
        return Wrong(("where", field.key), f"“{field.column.title}”是{field.type}，不能比大小", "least、most 写在数和日期的列上")
    if (bounds == (None, None)) is (values == ()):
        return Wrong(("where", field.key), f"“{field.column.title}”的条件写法不对", "请写 least（不小于）、most（不大于），或者只写 other_than（不是）")
    found = [_value(one, field, read) for one in (values if isinstance(values, tuple) else (values,))]
    least, most = (None if one is None else _value(one, field, read) for one in bounds)
    wrong = next((one for one in (*found, least, most) if isinstance(one, Wrong)), None)
    return wrong or Wanted(tuple(found), least, most, other=isinstance(written, LimitsEntry))


def _value(written: Written, field: Field, read: Reader) -> object:
    """A value that a condition names, as records hold it; a choice by its key, its title or a synonym. Or what is wrong with it."""
    if written is None or (field.type is CellType.FLAG and isinstance(written, bool)):
        return written
    named = next((choice for choice in field.choices if means(choice, written)), None)
    value, said = (named, "") if named is not None else read(str(written), field)
    if field.choices and value is None:
        return Wrong(("where", field.key), f"“{field.column.title}”没有“{written}”这个选项", "请改正", str(written), tuple(field.choices))
    if value is None or isinstance(written, bool):
        return Wrong(("where", field.key), f"“{field.column.title}”是{field.type}，没有“{written}”这样的值{f'：{said}' if said else ''}", "请改正这个值")
    return value


def _fault_of_use(way: str, entry: FigureEntry, uses: Mapping[str, Field]) -> Wrong | None:
    """What is wrong with the columns that are used: their types, one that is lacking or that nothing is done with."""
    for extra, of in (("at", "latest"), ("weight", "mean")):
        if (extra in uses) is not (way == of):
            said = f"{of} 要写 {extra}" if way == of else f"{way} 不写 {extra}"
            return Wrong((way if way == of else extra,), f"“{entry.label}”：{said}", "latest 用 at 写日期列，mean 用 weight 写权重列")
    wanted = {"sum": _NUMBERS, "latest": _NUMBERS, "mean": _NUMBERS, "weight": _NUMBERS, "at": _DAYS}
    for use, field in uses.items():
        if use in wanted and field.type not in wanted[use]:
            kind = "日期" if use == "at" else "数"
            return Wrong((use,), f"“{field.column.title}”是{field.type}，{use} 要用{kind}的列", "请改正列的 key")
    return None


def _words(way: str, dataset: Dataset, field: Field | None, where: Sequence[tuple[Field, Wanted]], at: Field | None, weight: Field | None) -> str:
    """How a figure is computed, in words."""
    title = field.column.title if field else ""
    said = {
        "count": f"《{dataset.title}》的行数",
        "sum": f"《{dataset.title}》{title}相加",
        "distinct": f"《{dataset.title}》中不同{title}的个数",
        "latest": f"《{dataset.title}》中最近{at.column.title if at else ''}的{title}相加",
        "mean": f"《{dataset.title}》{title}按{weight.column.title if weight else ''}加权平均",
    }[way]
    conditions = "、".join(f"{one.column.title}{_in_words(one, wanted)}" for one, wanted in where)
    return f"{said}（{conditions}的行）" if conditions else said


def _in_words(field: Field, wanted: Wanted) -> str:
    limits = [f"{word}{_shown(field, bound)}" for word, bound in (("不小于", wanted.least), ("不大于", wanted.most)) if bound is not None]
    return "、".join(limits) or f"{'不' * wanted.other}为{'或者'.join(_shown(field, value) for value in wanted.values)}"


def _shown(field: Field, value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "空", True: "是", False: "否"}[value]
    return f"“{next((choice for choice in field.choices if means(choice, value)), value)}”"


def _fields_of(theme: ThemeEntry, datasets: Mapping[str, Dataset]) -> Iterator[Field]:
    """The columns of the datasets that a theme's figures are counted in."""
    counted = (str(getattr(entry, way)) for entry in theme.figures for way in ("count", *OF_COLUMNS) if getattr(entry, way) is not None)
    keys = dict.fromkeys(name.partition(".")[0] for name in counted)
    return (field for key in keys if key in datasets for field in datasets[key].fields())


def _fault_of_by(theme: ThemeEntry, datasets: Mapping[str, Dataset]) -> Wrong | None:
    fields = {field.key: field for field in _fields_of(theme, datasets)}
    field = fields.get(str(theme.by))
    if field is None:
        return Wrong(("by",), f"这些数据项用的数据表没有“{theme.by}”这一列", "请改正列的 key", str(theme.by), tuple(fields))
    if not field.choices:
        return Wrong(("by",), f"“{field.column.title}”不是选项，不能用来分组", "by 要写类型是选项的列")
    return None
