"""One raw cell -> the typed value that the schema wants, read as a person would, or a fault. Never a guess."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from reportgen.inputs import no_values
from reportgen.inputs.dates import NoSuchDate, parse_date, parse_month
from reportgen.inputs.grid import FormattedNumber, NoValue, PercentNumber, Raw, is_blank
from reportgen.inputs.numbers import MAX_DIGITS, NotANumber, differing, parse_number, plain, read_shown, rescale
from reportgen.inputs.remarks import CellDiagnostic, doubt, fault, reading
from reportgen.inputs.schema import CellType, Field
from reportgen.inputs.schema.vocabulary import MAX_TITLE, VOCABULARIES
from reportgen.inputs.synonyms import find_choice, find_flag
from reportgen.inputs.wording import CLOSE_CHOICE, MADE_UP_HELP, fold, proposal, settle, shorten, tidy

Value: TypeAlias = str | int | Decimal | date | bool | StrEnum | None
Reading: TypeAlias = tuple[Value, CellDiagnostic | None]
"""A cell's value and what is to be said of it. With a fault, the value is None."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_MADE_UP = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Characters of private use: what 造字 programs of old systems gave to names."""
BLANK_MARKS = frozenset(("-", "－", "—", "——", "–", "/", "／", "无"))
NUMERIC = (CellType.COUNT, CellType.NUMBER)
FREE = (CellType.TEXT, CellType.IDENTIFIER)
"""Types whose cells may say anything."""
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+\d+|\d\.\d+e\d{2,}")
"""How Excel writes out a number of many digits: in text, what is left of an identifier."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the cells of a column are read.

    `scale` multiplies a number without a unit of its own: 10000 under a heading in 万户 where the schema has 户. `textual`
    is for formats in which all or most values are text (CSV, YAML), so that it is nothing to remark on.
    """

    scale: Decimal = Decimal(1)
    textual: bool = False


PLAINLY = Manner()


def read_cell(raw: Raw, field: Field, manner: Manner = PLAINLY) -> Reading:
    """The value of a cell of column `field`. A blank cell, or one that says “none” (—, /, 无), gives None."""
    if is_blank(raw):
        return None, None
    if isinstance(raw, NoValue):
        return None, no_values.of_broken(raw)
    if isinstance(raw, FormattedNumber):
        return _formatted(raw, field, manner)
    if isinstance(raw, str) and (said := _not_read(raw, field)) is not None:
        return None, said
    value, said = _READERS[field.type](raw, field, manner)
    if isinstance(raw, str) and value is not None and not raw.isprintable() and (made_up := _MADE_UP.search(raw)):
        return value, doubt("private-use", "含有自造字，别的电脑显示不出来", f"“{shorten(raw)}”中的 U+{ord(made_up[0]):04X}", MADE_UP_HELP)
    return value, said


def _not_read(raw: str, field: Field) -> CellDiagnostic | None:
    """What is said of a text that gives no value, whatever the column's type; None of any other."""
    if raw[:1] in no_values.STARTS and (said := no_values.of_text(raw)) is not None:
        return said
    if field.type not in FREE and raw.strip() in BLANK_MARKS and not (field.type is CellType.FLAG and find_flag(raw) is False):
        return reading("blank-mark", "写的是表示没有的符号", f"“{raw.strip()}”按未填读取", "没有数值的单元格请留空")
    if not raw.isprintable() and _CONTROL.search(raw):
        return fault("control-character", f"含有看不见的控制字符：{shorten(_CONTROL.sub('□', raw))}", "请删除这个单元格的内容后重新录入")
    if field.type in FREE and raw.lstrip()[:1].isdigit() and _SCIENTIFIC.fullmatch(fold(raw)):
        text = f"是科学记数法“{raw.strip()}”，后面的数字已经丢失"
        return fault("identifier-as-number", text, "请按原件重新录入完整的内容：先把单元格格式设为“文本”；YAML 中加引号")
    return None


def _formatted(raw: FormattedNumber, field: Field, manner: Manner) -> Reading:
    """A number that its cell's format shows as something else: read as a person sees it, where that can be said."""
    if field.type is CellType.IDENTIFIER:
        return _identifier(raw.value, field, manner)
    if raw.number == 0 and raw.part.scale is None and (shown := str(raw)) in ("", *BLANK_MARKS):
        value, said = _READERS[field.type](0, field, manner)
        return value, said or (None if shown else reading("number-format", "是0，单元格格式让它不显示", "按0读取"))
    if field.type in NUMERIC:
        number, said = read_shown(raw, field.column.unit, manner.scale)
        return (None, said) if number is None else _whole(*_checked(number, raw.value, said), field)
    shown = str(raw)
    if not shown:
        return None, differing(raw)
    value, said = _READERS[field.type](shown, field, manner)
    return value, said or reading("number-format", "是数字，按单元格格式显示的文字读取", f"“{shorten(shown)}”（存储的是{plain(raw.number)}）")


def _shown(raw: Raw) -> str:
    """A raw value as a message quotes it."""
    if isinstance(raw, FormattedNumber):
        return str(raw)
    if isinstance(raw, PercentNumber):
        return f"{plain(Decimal(format(raw.value, '.15g')) * 100)}%"
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return format(raw, ".15g")
    return shorten(raw)


def _text(raw: Raw, field: Field, manner: Manner) -> Reading:
    value, said = _written_text(raw, field, manner)
    if not field.name or not isinstance(value, str) or (settled := settle(value)) == value:
        return value, said
    return settled, said or reading("spaces", "中有空格、全角字符或者看似相同的异体字符，已去掉或者改正", f"“{settled}”")


def _written_text(raw: Raw, field: Field, manner: Manner) -> Reading:
    if isinstance(raw, str):
        if raw.isprintable() and raw[0] != " " != raw[-1]:
            return raw, None
        tidied = tidy(raw)
        if "\n" in tidied or "\r" in tidied:
            if field.prose:
                return "\n".join(line for line in map(str.strip, tidied.splitlines()) if line), None
            joined = "".join(line.strip() for line in tidied.splitlines())
            return joined, reading("line-break", "单元格内有换行，已连成一行", f"“{shorten(joined)}”")
        if tidied != raw:
            return tidied, None if manner.textual else reading("spaces", "前后有空格，已去掉", f"“{shorten(tidied)}”")
        return raw, None
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool) and abs(raw) < 10**MAX_DIGITS:
        return str(raw), reading("text-as-number", "应为文本，填的是数字", f"按文本“{raw}”读取", "请把单元格格式设为“文本”后填写")
    kind = {bool: "逻辑值", datetime: "日期", date: "日期", time: "时间", timedelta: "时间"}.get(type(raw), "数字")
    return None, fault("not-text", f"应为文本，实际是{kind}“{_shown(raw)}”", "请把单元格格式设为“文本”后重新填写")


def _identifier(raw: Raw, field: Field, manner: Manner) -> Reading:
    if isinstance(raw, str):
        return _text(raw, field, manner)
    shown = _shown(raw)
    if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool) and abs(raw) >= 10**MAX_DIGITS:
        text = f"是编号，却以数字填写，超过{MAX_DIGITS}位的部分已经丢失：{shown}"
        return None, fault("identifier-as-number", text, "请把单元格格式设为“文本”，再按原件重新录入完整编号")
    how = "请给编号加上引号" if manner.textual else "请把单元格格式设为“文本”后重新填写"
    return None, fault("identifier-as-number", f"是编号，应为文本，实际是“{shown}”", how + "，否则开头的0会丢失")


def _number(raw: Raw, field: Field, manner: Manner) -> Reading:
    """A number in the column's own unit, before it is known to be whole."""
    unit = field.column.unit
    if isinstance(raw, str):
        try:
            number, said = parse_number(raw, unit, manner.scale)
        except NotANumber as problem:
            return None, problem.remark or _not_a_number(raw, field)
        said = said or _tiny_percent(number, unit)
        if said is None and not manner.textual:
            said = reading("number-as-text", "的数字以文本填写", f"“{shorten(raw)}”读作{plain(number)}")
        return _checked(number, raw, said)
    if isinstance(raw, PercentNumber):
        if unit != "%":
            stored = plain(Decimal(format(raw.value, ".15g")))
            text = f"不是百分数，单元格却是百分比格式：显示{_shown(raw)}，存储的是{stored}"
            return None, fault("percent", text, "请把单元格格式改为“数值”或者“常规”后核对数字")
        number = Decimal(format(raw.value, ".15g")) * 100
        return _checked(number, raw, reading("percent", "是百分比格式", f"“{_shown(raw)}”读作{plain(number)}"))
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)) or not math.isfinite(raw):
        return None, _not_a_number(raw, field)
    # A float's first 15 digits are what was typed; the rest is the binary form's.
    number = Decimal(format(raw, ".15g")) if isinstance(raw, float) else Decimal(raw)
    return _checked(rescale(number, manner.scale), raw, _tiny_percent(number, unit))


def _tiny_percent(number: Decimal, unit: str) -> CellDiagnostic | None:
    if unit == "%" and 0 < number < 1:
        shown, meant = plain(number), plain(number * 100)
        return doubt("percent-fraction", "的值不到1%，是否应乘以100", f"{shown}读作{shown}%", f"如果是{meant}%，请填写{meant}")
    return None


def _checked(number: Decimal, raw: Raw, said: CellDiagnostic | None) -> Reading:
    if abs(number) >= 10**MAX_DIGITS:
        return None, fault("too-large", f"的数值超过{MAX_DIGITS}位：{_shown(raw)}", "请核对数值和单位")
    return number, said


def _not_a_number(raw: Raw, field: Field) -> CellDiagnostic:
    unit = f"（单位：{field.column.unit}）" if field.column.unit else ""
    return fault("not-a-number", f"应为{field.type}{unit}，实际是“{_shown(raw)}”", f"请只填写数字，例如 {field.column.example}")


def _count(raw: Raw, field: Field, manner: Manner) -> Reading:
    if type(raw) is int and 0 <= raw < 10**MAX_DIGITS and manner.scale == 1:
        return raw, None
    return _whole(*_number(raw, field, manner), field)


def _whole(number: Value, said: CellDiagnostic | None, field: Field) -> Reading:
    """A number that was read, whole where the column has whole ones."""
    if not isinstance(number, Decimal) or field.type is not CellType.COUNT:
        return number, said
    if number != number.to_integral_value():
        unit = f"（单位：{field.column.unit}）" if field.column.unit else ""
        return None, fault("not-whole", f"应为整数{unit}，实际是{plain(number)}", "请核对数值和单位，填写整数")
    return int(number), said


def _date(raw: Raw, field: Field, manner: Manner) -> Reading:
    if isinstance(raw, datetime):
        said = None if raw.time() == time() else reading("time-of-day", "带有时刻", f"“{raw}”读作{raw.date()}")
        return raw.date(), said
    if isinstance(raw, date):
        return raw, None
    return _written_date(raw, field, manner, parse_date)


def _month(raw: Raw, field: Field, manner: Manner) -> Reading:
    if isinstance(raw, date):
        month = date(raw.year, raw.month, 1)
        return month, None if raw.day == 1 else reading("day-in-month", "应为年月，填的是日期", f"“{_shown(raw)}”读作{month.year}年{month.month}月")
    return _written_date(raw, field, manner, parse_month)


def _written_date(raw: Raw, field: Field, manner: Manner, parse: Callable[[str], date | None]) -> Reading:
    """A date written as text, or as a number of eight digits (six for a month)."""
    text = str(raw) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
    help = f"请填写{field.type}，例如 {field.column.example}"
    try:
        day = parse(text)
    except NoSuchDate:
        return None, fault("no-such-date", f"的{field.type}不存在：“{_shown(raw)}”", help)
    if day is None:
        return None, fault("not-a-date", f"应为{field.type}，实际是“{_shown(raw)}”", help + "；不要只写月日，也不要填写数字")
    if manner.textual and isinstance(raw, str):
        return day, None
    return day, reading("date-as-text", f"的{field.type}以{'文本' if isinstance(raw, str) else '数字'}填写", f"“{shorten(text)}”读作{day}")


def _choice(raw: Raw, field: Field, _manner: Manner) -> Reading:
    names = [str(choice) for choice in field.choices]
    choice = find_choice(raw, field.vocabulary) if isinstance(raw, str) else None
    if choice is None:
        question = proposal(raw, names, CLOSE_CHOICE) if isinstance(raw, str) else ""
        return None, fault("unknown-choice", f"没有“{_shown(raw)}”这个选项{question}", f"请从下列选项中选填：{'、'.join(names)}{how_to_add(raw, field)}")
    if choice == raw:
        return choice, None
    if fold(choice) == fold(str(raw)):
        return choice, reading("spaces", "有多余的空格或者全角符号", f"读作“{choice}”")
    return choice, reading("synonym", "用的不是规定的选项", f"“{_shown(raw)}”读作“{choice}”")


def how_to_add(raw: Raw, field: Field) -> str:
    """What to do where a text is a value that the programme doesn't have yet: the entry to be added, ready to paste. Empty where nothing can be added."""
    vocabulary, title = field.vocabulary, fold(raw) if isinstance(raw, str) else ""
    key = re.sub(r"\W", "", title)
    if vocabulary is None or not vocabulary.is_open or not key or key[0].isdigit() or len(title) > MAX_TITLE:
        return ""
    quoted = title if title == key else json.dumps(title, ensure_ascii=False)
    return f"；确实是新的{vocabulary.title}的，请在 {VOCABULARIES} 中加一行：- {{id: {vocabulary.id}, values: [{{key: {key}, title: {quoted}}}]}}"


def _flag(raw: Raw, _field: Field, _manner: Manner) -> Reading:
    if isinstance(raw, bool):
        return raw, None
    flag = find_flag(raw) if isinstance(raw, str) else None
    if flag is None:
        return None, fault("not-a-flag", f"应填“是”或者“否”，实际是“{_shown(raw)}”", "请填写“是”或者“否”")
    if raw in ("是", "否"):
        return flag, None
    return flag, reading("synonym", "用的不是规定的选项", f"“{_shown(raw)}”读作“{'是' if flag else '否'}”")


_READERS: dict[CellType, Callable[[Raw, Field, Manner], Reading]] = {
    CellType.TEXT: _text,
    CellType.IDENTIFIER: _identifier,
    CellType.COUNT: _count,
    CellType.NUMBER: _number,
    CellType.DATE: _date,
    CellType.MONTH: _month,
    CellType.CHOICE: _choice,
    CellType.FLAG: _flag,
}
