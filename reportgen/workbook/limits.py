"""What the cells of a column may hold, as Excel checks it while a person types."""

from datetime import date

from reportgen.inputs.dates import FIRST_YEAR, LAST_YEAR
from reportgen.inputs.numbers import MAX_DIGITS
from reportgen.inputs.schema import CellType, Field
from reportgen.workbook.sheet import Check, day_number

FLAGS = ("是", "否")
_DAYS = (day_number(date(FIRST_YEAR, 1, 1)), day_number(date(LAST_YEAR, 12, 31)))
_LARGEST = 10**MAX_DIGITS - 1


def choices(field: Field) -> tuple[str, ...]:
    """The words of which a cell holds one; none where it is not so."""
    return FLAGS if field.type is CellType.FLAG else tuple(map(str, field.choices))


def check_of(field: Field, cells: str) -> Check | None:
    """The check of a column in a range of cells; None where anything may be written."""
    example = field.column.example
    listed = choices(field)
    if listed:
        return Check(cells, "list", (word_list(listed),), f"“{field.column.title}”只能填：{'、'.join(listed)}")
    if field.type in (CellType.DATE, CellType.MONTH):
        written = "2023-6" if field.type is CellType.MONTH else "2023-4-18"
        message = f"“{field.column.title}”应为{field.type}，请按 {written} 的样子填写，显示为 {example if field.type is CellType.MONTH else '2023年4月18日'}"
        return Check(cells, "date", _DAYS, message)
    if field.type not in (CellType.COUNT, CellType.NUMBER):
        return None
    low, high = field.least, field.most
    unit = f"（单位：{field.column.unit}）" if field.column.unit else ""
    kind = "整数" if field.type is CellType.COUNT else "数"
    bounds = f"{low}～{high}的" if low is not None and high is not None else "不小于0的" if low == 0 else ""
    message = f"“{field.column.title}”应为{bounds}{kind}{unit}，只填数字，例如 {example}"
    return Check(cells, "whole" if field.type is CellType.COUNT else "decimal", (str(low if low is not None else -_LARGEST), str(high or _LARGEST)), message)


def word_list(words: tuple[str, ...]) -> str:
    """A list of words as a drop-down list has it."""
    return f'"{",".join(words)}"'
