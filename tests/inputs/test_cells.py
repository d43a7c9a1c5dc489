"""One raw cell and the column that it stands in: the value it gives, and what is said of it."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Severity
from reportgen.inputs.cells import Manner, read_cell
from reportgen.inputs.dictionary import dictionary
from reportgen.inputs.grid import NoValue, PercentNumber, Raw
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.numbers import plain
from reportgen.inputs.schema import CellType, Column, Field
from reportgen.inputs.schema.choices import DIRECTIONS, Direction
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.vocabulary import Vocabulary, shipped_vocabularies
from reportgen.inputs.wording import fold


def column(kind: CellType, unit: str = "", vocabulary: Vocabulary | None = None) -> Field:
    """A field of the given type."""
    return Field("x", Column("列", "意义", "例", unit), kind, required=False, vocabulary=vocabulary)


HOUSEHOLDS = column(CellType.COUNT, "户")
MONEY = column(CellType.NUMBER, "万元")
FLOOR = column(CellType.NUMBER, "万平方米")
SHARE = column(CellType.NUMBER, "%")
AMOUNT = column(CellType.NUMBER)
DAY = column(CellType.DATE)
MONTH = column(CellType.MONTH)
TEXT = column(CellType.TEXT)
NUMBER_PLATE = column(CellType.IDENTIFIER)
AREA = column(CellType.CHOICE, vocabulary=shipped_vocabularies()["area"])
PATH = column(CellType.CHOICE, vocabulary=shipped_vocabularies()["path"])
DIRECTION = column(CellType.CHOICE, vocabulary=DIRECTIONS)
FLAG = column(CellType.FLAG)
JUNE = date(2023, 6, 1)


@pytest.mark.parametrize(
    ("field", "raw", "value", "code"),
    [
        (HOUSEHOLDS, 1234, 1234, None),
        (HOUSEHOLDS, 1234.0, 1234, None),
        (HOUSEHOLDS, 0, 0, None),
        (HOUSEHOLDS, None, None, None),
        (HOUSEHOLDS, " 　", None, None),
        (HOUSEHOLDS, "1234", 1234, "number-as-text"),
        (HOUSEHOLDS, " 1234　", 1234, "number-as-text"),
        (HOUSEHOLDS, "１２３４", 1234, "full-width"),
        (HOUSEHOLDS, "1,234", 1234, "thousands"),
        (HOUSEHOLDS, "1，234，567", 1234567, "thousands"),
        (HOUSEHOLDS, "12 345", 12345, "thousands"),
        (HOUSEHOLDS, "1,234户", 1234, "unit-in-cell"),
        (HOUSEHOLDS, "1234 户", 1234, "unit-in-cell"),
        (HOUSEHOLDS, "1.5万户", 15000, "unit-in-cell"),
        (HOUSEHOLDS, "1.5万", 15000, "unit-in-cell"),
        (HOUSEHOLDS, "—", None, "blank-mark"),
        (HOUSEHOLDS, "/", None, "blank-mark"),
        (MONEY, 0.1 + 0.2, Decimal("0.3"), None),
        (MONEY, 1200, Decimal(1200), None),
        (MONEY, "1,200.50万元", Decimal("1200.50"), "unit-in-cell"),
        (MONEY, "1200万", Decimal(1200), "unit-in-cell"),
        (MONEY, "1.5亿元", Decimal(15000), "unit-in-cell"),
        (MONEY, "1200元", Decimal("0.12"), "unit-in-cell"),
        (FLOOR, "12.35万㎡", Decimal("12.35"), "unit-in-cell"),
        (FLOOR, "123500m²", Decimal("12.35"), "unit-in-cell"),
        (AMOUNT, -5, Decimal(-5), None),
        (AMOUNT, "−5.5", Decimal("-5.5"), "full-width"),
        (SHARE, 32, Decimal(32), None),
        (SHARE, "32%", Decimal(32), "unit-in-cell"),
        (SHARE, "32％", Decimal(32), "unit-in-cell"),
        (SHARE, PercentNumber(0.32), Decimal(32), "percent"),
        (SHARE, 0.32, Decimal("0.32"), "percent-fraction"),
        (DAY, JUNE, JUNE, None),
        (DAY, datetime(2023, 6, 1), JUNE, None),
        (DAY, datetime(2023, 6, 1, 8, 30), JUNE, "time-of-day"),
        (DAY, "2023年6月1日", JUNE, "date-as-text"),
        (DAY, "２０２３年６月１日", JUNE, "date-as-text"),
        (DAY, "2023-06-01", JUNE, "date-as-text"),
        (DAY, "2023/6/1", JUNE, "date-as-text"),
        (DAY, "2023.6.1", JUNE, "date-as-text"),
        (DAY, 20230601, JUNE, "date-as-text"),
        (DAY, "无", None, "blank-mark"),
        (MONTH, "2023年6月", JUNE, "date-as-text"),
        (MONTH, "2023-06", JUNE, "date-as-text"),
        (MONTH, "2023.6", JUNE, "date-as-text"),
        (MONTH, datetime(2023, 6, 1), JUNE, None),
        (MONTH, datetime(2023, 6, 15), JUNE, "day-in-month"),
        (TEXT, "子干乡", "子干乡", None),
        (TEXT, "　子干乡 ", "子干乡", "spaces"),
        (TEXT, "子干\n乡", "子干乡", "line-break"),
        (TEXT, "{{ 7*7 }}<script>&", "{{ 7*7 }}<script>&", None),
        (TEXT, 3, "3", "text-as-number"),
        (NUMBER_PLATE, "0012", "0012", None),
        (AREA, "农村", "农村", None),
        (AREA, "城区", "城区/县城", "synonym"),
        (AREA, "县城", "城区/县城", "synonym"),
        (AREA, "城区（县城）", "城区/县城", "synonym"),
        (AREA, " 农 村", "农村", "spaces"),
        (PATH, "集中供热（工业余热）", "集中供热", "synonym"),
        (PATH, "“煤改电”", "煤改电", "synonym"),
        (DIRECTION, ">=", Direction.AT_LEAST, "synonym"),
        (FLAG, True, True, None),
        (FLAG, "是", True, None),
        (FLAG, "否", False, None),
        (FLAG, "√", True, "synonym"),
        (FLAG, "×", False, "synonym"),
    ],
)
def test_what_a_person_reads_one_way_is_read_so(field: Field, raw: Raw, value: object, code: str | None) -> None:
    read, remark = read_cell(raw, field)
    assert read == value
    assert isinstance(read, type(value)) and isinstance(value, bool) is isinstance(read, bool)
    assert (remark.code if remark else None) == (code and f"inputs.{code}")
    assert remark is None or remark.severity is not Severity.ERROR


@pytest.mark.parametrize(
    ("field", "raw", "code", "words"),
    [
        (HOUSEHOLDS, "约1200户", "not-a-number", "应为整数（单位：户），实际是“约1200户”"),
        (HOUSEHOLDS, "三百户", "not-a-number", "三百户"),
        (HOUSEHOLDS, "1,23", "not-a-number", "1,23"),
        (HOUSEHOLDS, "12 34", "not-a-number", "12 34"),
        (HOUSEHOLDS, "٣", "not-a-number", "٣"),
        (HOUSEHOLDS, "1e3", "not-a-number", "1e3"),
        (HOUSEHOLDS, "9" * 5000, "not-a-number", "9…"),
        (HOUSEHOLDS, float("nan"), "not-a-number", "nan"),
        (HOUSEHOLDS, True, "not-a-number", "TRUE"),
        (HOUSEHOLDS, JUNE, "not-a-number", "2023-06-01"),
        (HOUSEHOLDS, time(8, 30), "not-a-number", "08:30:00"),
        (HOUSEHOLDS, 12.5, "not-whole", "应为整数（单位：户），实际是12.5"),
        (HOUSEHOLDS, "1.23456万户", "not-whole", "12345.6"),
        (HOUSEHOLDS, "12吨", "wrong-unit", "的单位应为户，实际是“吨”"),
        (HOUSEHOLDS, 1e17, "too-large", "15位"),
        (HOUSEHOLDS, PercentNumber(0.5), "percent", "50%"),
        (HOUSEHOLDS, NoValue(""), "formula-without-value", "没有保存计算结果"),
        (HOUSEHOLDS, NoValue("#DIV/0!"), "excel-error", "#DIV/0!"),
        (AMOUNT, "265万立方米", "not-a-number", "265万立方米"),
        (DAY, "2023年2月30日", "no-such-date", "的日期不存在：“2023年2月30日”"),
        (DAY, "23年6月1日", "not-a-date", "23年6月1日"),
        (DAY, "6月1日", "not-a-date", "6月1日"),
        (DAY, "2023年6月", "not-a-date", "2023年6月"),
        (DAY, "2023-6/1", "not-a-date", "2023-6/1"),
        (DAY, 45078, "not-a-date", "45078"),
        (DAY, "0203-06-01", "no-such-date", "0203"),
        (MONTH, 2023.1, "not-a-date", "2023.1"),
        (MONTH, "2023年13月", "no-such-date", "的年月不存在"),
        (TEXT, True, "not-text", "应为文本，实际是逻辑值“TRUE”"),
        (TEXT, datetime(2023, 3, 5), "not-text", "应为文本，实际是日期“2023-03-05”"),
        (TEXT, 1.5, "not-text", "应为文本，实际是数字“1.5”"),
        (TEXT, "子干\x00乡", "control-character", "子干□乡"),
        (TEXT, "a\u202eb", "control-character", "控制字符"),
        (NUMBER_PLATE, 140981, "identifier-as-number", "是编号，应为文本，实际是“140981”"),
        (NUMBER_PLATE, 310101199001011234.0, "identifier-as-number", "超过15位的部分已经丢失"),
        (AREA, "农材", "unknown-choice", "没有“农材”这个选项，是否应为“农村”"),
        (PATH, "煤改点", "unknown-choice", "是否应为“煤改电”"),
        (PATH, 5, "unknown-choice", "没有“5”这个选项"),
        (FLAG, 1, "not-a-flag", "应填“是”或者“否”，实际是“1”"),
        (FLAG, "也许", "not-a-flag", "也许"),
    ],
)
def test_what_has_no_one_reading_is_a_fault(field: Field, raw: Raw, code: str, words: str) -> None:
    value, remark = read_cell(raw, field)
    assert value is None
    assert remark is not None
    assert (remark.code, remark.severity) == (f"inputs.{code}", Severity.ERROR)
    assert words in remark.text
    assert remark.help.startswith("请")


@pytest.mark.parametrize("raw", ["1234", "2023年6月1日"])
def test_text_is_nothing_to_remark_on_where_all_values_are_text(raw: str) -> None:
    field = HOUSEHOLDS if raw.isdecimal() else DAY
    assert read_cell(raw, field, Manner(textual=True))[1] is None


def test_a_heading_in_another_multiple_scales_numbers_without_a_unit_of_their_own() -> None:
    tens_of_thousands = Manner(scale=Decimal(10000))
    assert read_cell(1.5, HOUSEHOLDS, tens_of_thousands)[0] == 15000
    assert read_cell(2, HOUSEHOLDS, tens_of_thousands)[0] == 20000
    assert read_cell("126户", HOUSEHOLDS, tens_of_thousands)[0] == 126


RAW: st.SearchStrategy[Raw] = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(), st.timedeltas(),
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.builds(NoValue, st.text()), st.builds(PercentNumber, st.floats(allow_nan=False, allow_infinity=False)),
    st.from_regex(r"[0-9０-９,，. 万亿户元㎡%年月日\-/]{1,12}", fullmatch=True),
)  # fmt: skip


@given(RAW, st.sampled_from([field for dataset in shipped().datasets for field in dataset.fields()]), st.booleans())
def test_any_raw_value_gives_a_value_of_the_type_or_a_fault(raw: Raw, field: Field, textual: bool) -> None:
    value, remark = read_cell(raw, field, Manner(textual=textual))
    types = {CellType.COUNT: int, CellType.NUMBER: Decimal, CellType.DATE: date, CellType.MONTH: date, CellType.FLAG: bool}
    if value is None:
        assert remark is not None or not str(raw or "").strip()
    else:
        assert isinstance(value, types.get(field.type, str))
        assert remark is None or remark.severity is not Severity.ERROR


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_every_way_of_writing_a_number_gives_that_number(number: Decimal) -> None:
    ways = [float(number), str(number), f"{number:,}", f"{number}万元", plain(number), plain(number * 10000) + "元"]
    assert [read_cell(way, MONEY)[0] for way in ways] == [number] * len(ways)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_every_way_of_writing_a_date_gives_that_date(day: date) -> None:
    ways = [day, day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}", f"{day:%Y%m%d}"]
    assert [read_cell(way, DAY)[0] for way in ways] == [day] * len(ways)


def test_the_dictionary_is_complete() -> None:
    for row in dictionary():
        assert row.meaning, row
        assert row.example, row
        assert row.title, row
        assert row.type, row
        assert row.type != "选项" or row.choices, row
    assert len({(row.dataset, row.title) for row in dictionary()}) == len(dictionary())


@pytest.mark.parametrize("dataset", shipped().datasets, ids=lambda dataset: dataset.key)
def test_every_example_reads_back(dataset: type) -> None:
    for field in dataset.fields():
        value, remark = read_cell(field.column.example, field, Manner(textual=True))
        assert value is not None, (field.key, remark)
        assert remark is None, (field.key, remark)
        assert not field.column.unit or parse_measure(field.column.unit), field.column.unit


@pytest.mark.parametrize("dataset", shipped().datasets, ids=lambda dataset: dataset.key)
def test_a_title_or_key_names_one_column_only(dataset: type) -> None:
    names = [fold(name) for field in dataset.fields() for name in (field.key, field.column.title)]
    assert len(set(names)) == len(names)
    aliases = [fold(alias) for field in dataset.fields() for alias in field.column.aliases]
    assert len(set(aliases)) == len(aliases)
    assert not set(aliases) & set(names)


@pytest.mark.parametrize("written", ["李\ue863", "\U000f0001村"])
def test_a_character_of_private_use_is_kept_and_told(written: str) -> None:
    value, said = read_cell(written, TEXT)
    assert value == written
    assert said is not None
    assert (said.code, said.severity) == ("inputs.private-use", Severity.WARNING)
    assert "GB 18030-2022" in said.help
