"""The figures that a file declares (figures.yaml): what can be wrong with a declaration before anything is counted."""

from collections.abc import Iterator, Mapping, Sequence

from reportgen.inputs.schema.columns import Dataset, Field
from reportgen.inputs.schema.figure_conditions import DAYS, NUMBERS, Reader, condition, in_words
from reportgen.inputs.schema.figure_entries import (
    OF_COLUMNS,
    OF_FIGURES,
    WAYS,
    Counted,
    DeclaredFigure,
    DeclaredTheme,
    FigureEntry,
    ThemeEntry,
    Wanted,
)
from reportgen.inputs.schema.vocabulary import OF_MAPPINGS, Choice, Wrong

_EXTRAS = ("at", "weight", "times")
"""The columns that some ways of computing need besides."""
_TAKEN = frozenset(("name", "key", "figures", "groups", "units", "unit", "level", "nested", "at", "of", "line", "fills", "lacking"))
"""What a theme answers to besides its figures; and to `rows` where it lists any."""


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
        by, faults = theme.by, list(_faults_of_use(theme, datasets))
        if by is not None and (fault := _fault_of_by(theme, datasets)) is not None:
            faults.append(fault)
            by = None
        figures, of_figures = _figures(theme, datasets, read)
        each, of_each = _of_each_row(theme, datasets)
        wrong += [one._replace(path=(number, *one.path)) for one in (*faults, *of_figures, *of_each)]
        found[theme.key] = DeclaredTheme(theme, figures, by, datasets.get(theme.rows or ""), each)
    return tuple(theme for theme in found.values() if theme.figures or theme.rows), wrong


def _faults_of_use(theme: ThemeEntry, datasets: Mapping[str, Dataset]) -> Iterator[Wrong]:
    """What is wrong with a theme but for its figures and the column by which they are told apart."""
    if theme.rows is not None and theme.rows not in datasets:
        yield Wrong(("rows",), f"没有“{theme.rows}”这个数据表", "请改正", theme.rows, tuple(datasets))
    if theme.rows is None and not theme.figures:
        yield Wrong(("key",), f"主题 {theme.key} 没有数据项", "请写 figures；只列出各行的，写 rows")
    for key in ("own", "each"):
        if getattr(theme, key) and theme.rows is None:
            yield Wrong((key,), f"写了 {key}，没有写 rows", "请用 rows 写明是哪个数据表的行")
    unused = "every" if theme.every else "called" if theme.called else "" if theme.whole else "whole"
    if unused and theme.by is None:
        yield Wrong((unused,), f"写了 {unused}，没有写 by", "请用 by 写明按哪一列的各个值分")
    if theme.own and theme.optional:
        yield Wrong(("own",), "own 和 optional 只能写一个", "只取本单位自己的行的，缺表就是缺；请删除其中一个")
    if theme.called in {"rows", *_TAKEN, *(entry.key for entry in theme.figures)}:
        yield Wrong(("called",), f"called 不能写 {theme.called}，组中它另有所指", "请换一个名称")


def _figures(theme: ThemeEntry, datasets: Mapping[str, Dataset], read: Reader) -> tuple[dict[str, DeclaredFigure], list[Wrong]]:
    values = {choice.key: choice for field in _fields_of(theme, datasets) if field.key == theme.by for choice in field.choices if isinstance(choice, Choice)}
    written, wrong = _told_apart(theme, "figures", values)
    known: dict[str, DeclaredFigure] = {}
    for key in _in_order(written, wrong):
        at, entry = written[key]
        made = _declared(entry, datasets, known, written, read)
        if isinstance(made, Wrong):
            wrong.append(made._replace(path=(at, *made.path)))
        else:
            known[key] = made
    return known, [one._replace(path=("figures", *one.path)) for one in wrong]


def _told_apart(theme: ThemeEntry, part: str, values: Mapping[str, Choice]) -> tuple[dict[str, tuple[int, FigureEntry]], list[Wrong]]:
    """The entries of a part of a theme by key, each with its number, and what is wrong with the keys and labels of the others; `values` have keys too."""
    written: dict[str, tuple[int, FigureEntry]] = {}
    wrong: list[Wrong] = []
    taken = _TAKEN | ({"rows"} if theme.rows else set())
    for at, entry in enumerate(getattr(theme, part)):
        if entry.key in taken:
            wrong.append(Wrong((at, "key"), f"数据项的 key 不能写 {entry.key}，组中它另有所指", "请换一个 key"))
        elif entry.key in written:
            wrong.append(Wrong((at, "key"), f"数据项 {theme.key}.{entry.key} 写了两次", "请删除其中一个，或者换一个 key"))
        elif entry.key in values:
            wrong.append(Wrong((at, "key"), f"{theme.key}.{entry.key} 已经是按“{values[entry.key]}”分的数据项", "请换一个 key"))
        elif any(entry.label == other.label for _, other in written.values()):
            wrong.append(Wrong((at, "label"), f"主题 {theme.key} 已经有名为“{entry.label}”的数据项", "请写出它与那一个的不同"))
        else:
            written[entry.key] = at, entry
    return written, wrong


def _of_each_row(theme: ThemeEntry, datasets: Mapping[str, Dataset]) -> tuple[dict[str, DeclaredFigure], list[Wrong]]:
    """The figures of each row that a theme lists, each computed from two of its columns."""
    dataset = datasets.get(theme.rows or "")
    if dataset is None:
        return {}, []
    columns = {field.key: field for field in dataset.fields()}
    written, wrong = _told_apart(theme, "each", {})
    known: dict[str, DeclaredFigure] = {}
    for key, (at, entry) in written.items():
        way = _only_way(entry)
        if isinstance(way, Wrong):
            wrong.append(way._replace(path=(at, *way.path)))
        elif way not in OF_FIGURES:
            wrong.append(Wrong((at, way), f"each 中没有 {way} 这种算法", f"每一行的数由它的两列算出：写 {'、'.join(OF_FIGURES)}"))
        elif key in columns:
            wrong.append(Wrong((at, "key"), f"《{dataset.title}》已经有 {key} 这一列", "请换一个 key"))
        elif (lacking := next((part for part in getattr(entry, way) if part not in columns or columns[part].type not in NUMBERS), None)) is not None:
            numbers = tuple(key for key, field in columns.items() if field.type in NUMBERS)
            wrong.append(Wrong((at, way), f"《{dataset.title}》没有“{lacking}”这一个数的列", "请改正列的 key", lacking, numbers))
        else:
            one, other = (columns[part].column for part in getattr(entry, way))
            made = _of_two(way, entry, (one.title, one.unit), (other.title, other.unit))
            if isinstance(made, Wrong):
                wrong.append(made._replace(path=(at, *made.path)))
            else:
                known[key] = made
    return known, [one._replace(path=("each", *one.path)) for one in wrong]


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
    way = _only_way(entry)
    if isinstance(way, Wrong):
        return way
    return _of_figures(way, entry, known, written) if way in OF_FIGURES else _of_rows(way, entry, datasets, read)


def _only_way(entry: FigureEntry) -> str | Wrong:
    """How a figure is computed, or what is wrong where it says none, or several."""
    ways = [way for way in WAYS if getattr(entry, way) is not None]
    if len(ways) == 1:
        return ways[0]
    said = f"写了{len(ways)}种算法" if ways else "没有写怎样算"
    return Wrong(("key",), f"数据项 {entry.key} {said}", f"请写且只写一种：{'、'.join(WAYS)}")


def _of_figures(way: str, entry: FigureEntry, known: Mapping[str, DeclaredFigure], written: Mapping[str, object]) -> DeclaredFigure | Wrong:
    extra = next((key for key in ("where", "at", "weight", "times") if getattr(entry, key)), None)
    if extra:
        return Wrong((extra,), f"{way} 由两个数据项算出，不写 {extra}", "条件请写在那两个数据项上")
    parts = getattr(entry, way)
    for part in parts:
        if part not in written:
            return Wrong((way,), f"没有“{part}”这个数据项", "请改正；写同一主题中的 key", part, tuple(written))
        if part not in known:
            return Wrong((way,), f"数据项 {entry.key} 要用的 {part} 有错误", f"请先改正 {part}")
    one, other = (known[part] for part in parts)
    return _of_two(way, entry, (one.entry.label, one.measure), (other.entry.label, other.measure))


def _of_two(way: str, entry: FigureEntry, one: tuple[str, str], other: tuple[str, str]) -> DeclaredFigure | Wrong:
    """A figure that is computed from two others, of which each has a name and a measure."""
    (its, measure), (others, other_measure) = one, other
    if way != "ratio" and measure != other_measure:
        help_text = "请改正；两种不同的量相除，用 ratio"
        return Wrong((way,), f"“{entry.label}”的两个数计量单位不同：{measure or '没有'}和{other_measure or '没有'}", help_text)
    own = {"share": "%", "difference": measure, "ratio": f"{measure}/{other_measure}"}[way]
    words = {"share": f"{its}÷{others}×100%", "difference": f"{its}减{others}", "ratio": f"{its}÷{others}"}
    return DeclaredFigure(entry, None, getattr(entry, way), own if way != "ratio" else entry.measure or own, entry.formula or words[way])


def _of_rows(way: str, entry: FigureEntry, datasets: Mapping[str, Dataset], read: Reader) -> DeclaredFigure | Wrong:
    written = getattr(entry, way)
    texts = written if isinstance(written, tuple) else (written,)
    keys, columns = zip(*((key, column) for key, _, column in (text.partition(".") for text in texts)), strict=True)
    key = keys[0]
    dataset = datasets.get(key)
    if dataset is None:
        return Wrong((way,), f"没有“{key}”这个数据表", "请改正；写 数据表.列，count 只写数据表", key, tuple(datasets))
    if any(other != key for other in keys):
        return Wrong((way,), f"“{entry.label}”相加的各列不是同一个数据表的", "请各写一个数据项，再在公文中分别印")
    fields = {field.key: field for field in dataset.fields()}
    if way != "count" and not all(columns):
        return Wrong((way,), f"{way} 应写数据表.列，实际是“{texts[0]}”", f"例如 {key}.{next(iter(fields))}")
    named = [(way, column) for column in columns if column]
    named += [(extra, str(getattr(entry, extra))) for extra in _EXTRAS if getattr(entry, extra) is not None]
    for where, wanted in (*named, *(("where", key) for key in entry.where)):
        if wanted not in fields:
            return Wrong((where,), f"《{dataset.title}》没有“{wanted}”这一列", "请改正列的 key", wanted, tuple(fields))
    fault = _fault_of_use(way, entry, [(use, fields[key]) for use, key in named])
    if fault is not None:
        return fault
    conditions: list[tuple[Field, Wanted]] = []
    for key, value in entry.where.items():
        wanted_here = condition(value, fields[key], read)
        if isinstance(wanted_here, Wrong):
            return wanted_here
        conditions.append((fields[key], wanted_here))
    counted = Counted(dataset, tuple(fields[column] for column in columns if column))
    measure = _measure(way, entry, counted)
    if isinstance(measure, Wrong):
        return measure
    extras = {extra: fields[str(getattr(entry, extra))] for extra in _EXTRAS if getattr(entry, extra) is not None}
    words = entry.formula or _words(way, counted, conditions, extras)
    return DeclaredFigure(entry, counted, (), measure, words, where=tuple(conditions), **extras)


def _measure(way: str, entry: FigureEntry, counted: Counted) -> str | Wrong:
    """What a figure over rows is measured in; or what is wrong with that."""
    if way in ("count", "distinct"):
        return entry.measure or {"count": "项", "distinct": "个"}[way]
    first, *others = counted.fields
    measure = first.column.unit
    odd = next((field for field in others if field.column.unit != measure), None)
    if odd is not None:
        return Wrong((way,), f"“{first.column.title}”与“{odd.column.title}”的计量单位不同，不能相加", "请各写一个数据项")
    if entry.times is None and entry.measure not in (None, measure):
        return Wrong(("measure",), f"“{first.column.title}”的计量单位是{measure or '没有'}，不是{entry.measure}", "请删除 measure")
    return entry.measure or measure


def _fault_of_use(way: str, entry: FigureEntry, uses: Sequence[tuple[str, Field]]) -> Wrong | None:
    """What is wrong with the columns that are used: their types, one that is lacking or that nothing is done with."""
    used = {use for use, _ in uses}
    for extra, of, needed in (("at", "latest", True), ("weight", "mean", True), ("times", "sum", False)):
        if (extra in used and way != of) or (needed and way == of and extra not in used):
            said = f"{of} 要写 {extra}" if way == of else f"{way} 不写 {extra}"
            return Wrong((way if way == of else extra,), f"“{entry.label}”：{said}", "latest 用 at 写日期列，mean 用 weight 写权重列，只有 sum 用 times")
    wanted = {**dict.fromkeys(("sum", "lowest", "highest", "latest", "mean", "weight", "times"), NUMBERS), "at": DAYS}
    for use, field in uses:
        if use in wanted and field.type not in wanted[use]:
            kind = "日期" if use == "at" else "数"
            return Wrong((use,), f"“{field.column.title}”是{field.type}，{use} 要用{kind}的列", "请改正列的 key")
    return None


def _words(way: str, counted: Counted, where: Sequence[tuple[Field, Wanted]], extras: Mapping[str, Field]) -> str:
    """How a figure is computed, in words."""
    table = f"《{counted.dataset.title}》"
    title = "、".join(field.column.title for field in counted.fields)
    at, weight, times = (extras[extra].column.title if extra in extras else "" for extra in _EXTRAS)
    said = {
        "count": f"{table}{f'填了{title}的' if title else '的'}行数",
        "sum": f"{table}{title}{f'乘{times}，' if times else ''}相加",
        "distinct": f"{table}中不同{title}的个数",
        "lowest": f"{table}{title}中最低的",
        "highest": f"{table}{title}中最高的",
        "latest": f"{table}中最近{at}的{title}相加",
        "mean": f"{table}{title}按{weight}加权平均",
    }[way]
    conditions = "、".join(f"{one.column.title}{in_words(one, wanted)}" for one, wanted in where)
    return f"{said}（{conditions}的行）" if conditions else said


def _fields_of(theme: ThemeEntry, datasets: Mapping[str, Dataset]) -> Iterator[Field]:
    """The columns of the datasets that a theme's figures are counted in."""
    written = (getattr(entry, way) for entry in theme.figures for way in ("count", *OF_COLUMNS) if getattr(entry, way) is not None)
    counted = (name for one in written for name in (one if isinstance(one, tuple) else (one,)))
    keys = dict.fromkeys((*((theme.rows,) if theme.rows else ()), *(name.partition(".")[0] for name in counted)))
    return (field for key in keys if key in datasets for field in datasets[key].fields())


def _fault_of_by(theme: ThemeEntry, datasets: Mapping[str, Dataset]) -> Wrong | None:
    fields = {field.key: field for field in _fields_of(theme, datasets)}
    field = fields.get(str(theme.by))
    if field is None:
        return Wrong(("by",), f"这些数据项用的数据表没有“{theme.by}”这一列", "请改正列的 key", str(theme.by), tuple(fields))
    if not field.choices:
        return Wrong(("by",), f"“{field.column.title}”不是选项，不能用来分组", "by 要写类型是选项的列")
    return None
