"""What the cells of a row must hold for it to count in a figure: conditions on columns, as a file of figures declares them."""

from collections.abc import Callable

from reportgen.inputs.schema.columns import CellType, Field
from reportgen.inputs.schema.figure_entries import LimitsEntry, Wanted, Written
from reportgen.inputs.schema.vocabulary import Wrong, means

NUMBERS = (CellType.COUNT, CellType.NUMBER)
DAYS = (CellType.DATE, CellType.MONTH)
Reader = Callable[[str, Field], tuple[object, str]]
"""What a text is in a column, and what is wrong with it."""


def condition(written: Written | tuple[Written, ...] | LimitsEntry, field: Field, read: Reader) -> Wanted | Wrong:
    """What is wanted of a column, or what is wrong with it."""
    limits = written if isinstance(written, LimitsEntry) else LimitsEntry()
    bounds, values = (limits.least, limits.most), limits.other_than if isinstance(written, LimitsEntry) else written
    if bounds != (None, None) and field.type not in (*NUMBERS, *DAYS):
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


def in_words(field: Field, wanted: Wanted) -> str:
    """What is wanted of a column, in words."""
    limits = [f"{word}{_shown(field, bound)}" for word, bound in (("不小于", wanted.least), ("不大于", wanted.most)) if bound is not None]
    return "、".join(limits) or f"{'不' * wanted.other}为{'或者'.join(_shown(field, value) for value in wanted.values)}"


def _shown(field: Field, value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "空", True: "是", False: "否"}[value]
    return f"“{next((choice for choice in field.choices if means(choice, value)), value)}”"
