"""Personal data in words: what is found and masked, what is no person's number; and what reading makes and says of it, in every format."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Severity
from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.masking import mask_grid
from reportgen.inputs.masking_text import mask_text
from reportgen.inputs.personal import find, mask, mask_value
from reportgen.inputs.schema import Personal
from reportgen.inputs.schema.programme import shipped
from tests.inputs.workspace import UNIT, Workspace

OWN, BOOK = "140981199001010016", "填报表.xlsx#用户台账"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        # identity numbers: GB 11643, and the old ones of 15 digits
        pytest.param(OWN, "140981********0016", id="alone"),
        pytest.param("14098119850101019X", "140981********019X", id="check X"),
        pytest.param("14098119850101019x", "140981********019x", id="check x"),
        pytest.param("张三140981199001010016。", "张三140981********0016。", id="in words"),
        pytest.param("140981 19900101 0016", "140981 ******** 0016", id="spaces"),
        pytest.param("140981-1990-0101-0016", "140981-****-****-0016", id="hyphens"),
        pytest.param("１４０９８１１９９００１０１００１６", "１４０９８１********００１６", id="full width"),
        pytest.param("１４０９８１１９８５０１０１０１９Ｘ", "１４０９８１********０１９Ｘ", id="full width X"),
        pytest.param("140981850101123", "140981******123", id="15 digits"),
        pytest.param(f"{OWN}、14098119850101019X", "140981********0016、140981********019X", id="two"),
        pytest.param(f"{OWN} 13912345678", "140981********0016 139****5678", id="two kinds, a space between"),
        pytest.param("140981_19900101_0016", "140981_********_0016", id="low lines"),
        pytest.param("140981.19900101.0016", "140981.********.0016", id="full stops"),
        pytest.param(" ".join(OWN), "1 4 0 9 8 1 * * * * * * * * 0 0 1 6", id="digit by digit"),
        pytest.param("\u200b".join(OWN), "\u200b".join("140981********0016"), id="invisible spaces"),
        pytest.param("14098119850101019×", "140981********019×", id="check X as a sign"),
        pytest.param("14098119850101019Х", "140981********019Х", id="check X of another script"),
        pytest.param("ID140981199001010016", "ID140981********0016", id="ID"),
        # mobile numbers
        pytest.param("139.1234.5678", "139.****.5678", id="mobile with full stops"),
        pytest.param("139·1234·5678", "139·****·5678", id="mobile with middle dots"),
        pytest.param("13912345678", "139****5678", id="mobile"),
        pytest.param("电话：139 1234 5678", "电话：139 **** 5678", id="mobile with spaces"),
        pytest.param("139-1234-5678", "139-****-5678", id="mobile with hyphens"),
        pytest.param("+8613912345678", "+86139****5678", id="+86"),
        pytest.param("+86 139 1234 5678", "+86 139 **** 5678", id="+86 with spaces"),
        pytest.param("(86)13912345678", "(86)139****5678", id="(86)"),
        pytest.param("013912345678", "0139****5678", id="0 before"),
        pytest.param("tel:13912345678", "tel:139****5678", id="tel"),
        pytest.param("１３９１２３４５６７８", "１３９****５６７８", id="mobile, full width"),
        pytest.param("0350-3012345/19912345678", "0350-3012345/199****5678", id="mobile beside a landline"),
        pytest.param("13912345678户主张三", "139****5678户主张三", id="a head behind"),
        # bank cards: Luhn, and known beginnings
        pytest.param("6228480040000001244", "6228***********1244", id="card"),
        pytest.param("6228 4800 4000 0001 244", "6228 **** **** ***1 244", id="card in fours"),
        pytest.param("卡号4563510100892313", "卡号4563********2313", id="card with its word"),
        # addresses
        pytest.param("现住3号楼2单元101室", "现住×号楼×单元×××室", id="flat"),
        pytest.param("12号楼1201室", "××号楼××××室", id="flat without entrance"),
    ],
)
def test_what_is_a_persons_is_masked(text: str, masked: str) -> None:
    assert (mask(text), len(masked)) == (masked, len(text))
    assert find(masked) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("140981199001010011", id="wrong check digit"),
        pytest.param("140981202304180010", id="a contract: area, day, number"),
        pytest.param("140981199013010018", id="no such day"),
        pytest.param("991409199001010014", id="no such province"),
        pytest.param("Z145060020001", id="project code"),
        pytest.param("2304-140981-04-01-123456", id="investment project code"),
        pytest.param("91140900MA0GX1234X", id="credit code"),
        pytest.param("12140981406312345X", id="credit code of an office"),
        pytest.param("原清洁办发〔2023〕6号", id="document number"),
        pytest.param("YP-2023-140981-0001", id="contract with letters"),
        pytest.param("HT13912345678", id="letters before"),
        pytest.param("合同编号：13912345678", id="a contract of 11 digits"),
        pytest.param("电表号13912345678", id="meter number"),
        pytest.param("税号140981850101123", id="tax number of 15 digits"),
        pytest.param("1 2 3 4 5 6 7 8 9 10 11 12", id="numbers of columns"),
        pytest.param("139.1234，38.5678", id="coordinates"),
        pytest.param("0350-3012345", id="landline"),
        pytest.param("（0350）3012345", id="landline in brackets"),
        pytest.param("03503012345", id="landline of 11 digits"),
        pytest.param("2023-11-01 2024-03-31", id="two days"),
        pytest.param("投资13912345678元", id="amount"),
        pytest.param("13912345678.50", id="amount with decimals"),
        pytest.param("139000000001390000000013900000000", id="a long run"),
        pytest.param("6201022023041800123", id="a contract of Lanzhou"),
        pytest.param("6228480040000001243", id="wrong Luhn"),
        pytest.param("4101052023041800", id="an area that begins like a card"),
        pytest.param("3号楼2单元12户节能改造", id="a building that is insulated"),
        pytest.param("140981********0016", id="masked"),
        pytest.param("全县改造154898户、供热面积123456789012平方米", id="figures"),
    ],
)
def test_what_is_no_persons_is_left(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        (Personal.HEAD, "张建国", "张**"),
        (Personal.HEAD, "张 建国", "张 **"),
        (Personal.HEAD, "张某某", "张某某"),
        (Personal.HEAD, "张三*", "张**"),
        (Personal.HEAD, "欧阳某", "欧**"),
        (Personal.IDENTITY, "140981199001010011", "140981********0011"),  # whether it can be right or not
        (Personal.IDENTITY, "14098119900101", "************01"),
        (Personal.TELEPHONE, "3012345", "*****45"),
        (Personal.TELEPHONE, "13912345678、13812345678", "139********、*******5678"),
        (Personal.TELEPHONE, "139********", "139********"),
        (Personal.CARD, "6228480040000001243", "6228***********1243"),
        (Personal.ADDRESS, "东乡子干村3组12号", "东乡子干村*****"),
        (Personal.ADDRESS, "幸福小区", "****"),
    ],
)
def test_a_personal_column_is_masked_whatever_stands_in_it(kind: Personal, text: str, masked: str) -> None:
    assert mask_value(text, kind) == masked


@given(st.text("0123456789Xx 　-—张建国村室号楼单元0１*×", max_size=40), st.sampled_from(Personal))
def test_masking_what_is_masked_changes_nothing(text: str, kind: Personal) -> None:
    once = mask_value(text, kind)
    assert (mask_value(once, kind), mask(once), len(once)) == (once, once, len(text))


CELL = st.one_of(
    st.none(), st.sampled_from([OWN, 13912345678, 1.40981199001010e17, "张建国", "户主", "合计", "身份证号", "注：略", "乡镇"]), st.integers(), st.floats()
)


@given(st.lists(st.lists(CELL, max_size=5), max_size=6), st.sampled_from([None, *shipped().datasets]))
def test_a_masked_grid_is_its_own_copy(rows: list[list[object]], dataset: type) -> None:
    masked = mask_grid(SheetGrid("a.xlsx", "表", rows), dataset)  # type: ignore[arg-type]
    again = mask_grid(masked.grid, dataset)
    assert again.cells == {}
    assert not any(isinstance(raw, str) and OWN in raw for row in masked.grid.rows for raw in row)


HEADER = ("乡镇", "村（社区）", "户主", "身份证号", "联系电话", "取暖路径", "住址", "银行卡号")
ROW = ("东乡", "一村", "张建国", OWN, "13912345678", "煤改电", "一村3组5号", "6228480040000001244")
MASKED = {"head": "张**", "identity": "140981********0016", "phone": "139****5678", "address": "一村****", "account": "6228***********1244"}


def as_book(county: Workspace, *rows: tuple[object, ...]) -> None:
    county.book({"用户台账": [HEADER, *rows]})


def as_csv(county: Workspace, *rows: tuple[object, ...]) -> None:
    county.write("用户台账.csv", "\n".join(",".join(map(str, row)) for row in (HEADER, *rows)))


def as_yaml(county: Workspace, *rows: tuple[object, ...]) -> None:
    lines = (", ".join(f"{name}: '{value}'" for name, value in zip(HEADER, row, strict=True)) for row in rows)
    county.write("用户台账.yaml", "".join(f"- {{{line}}}\n" for line in lines))


@pytest.mark.parametrize("write", [as_book, as_csv, as_yaml])
def test_records_and_what_is_said_are_masked_in_every_format(county: Workspace, write: Callable[..., None]) -> None:
    other = ("东乡", "一村", "李秀兰", "14098119850101019X", "13812345678", "煤改煤", "", "")
    write(county, ROW, other)
    table = county.table("用户台账")
    assert table is not None
    first = table.rows[0]
    assert {key: getattr(first, key) for key in MASKED} == {key: first.raw(key) for key in MASKED} == MASKED
    said = county.said()
    messages = {code: message for code, message, _ in said}
    assert messages.keys() == {"inputs.unknown-choice", "inputs.personal-data"}
    assert "户主、身份证号、联系电话" in messages["inputs.personal-data"]
    assert not any(word in str(county.load()) for word in ("张建国", "李秀兰", OWN, "13912345678", "3组5号"))


@pytest.mark.parametrize("write", [as_book, as_csv, as_yaml])
@pytest.mark.parametrize(
    ("rows", "code", "message"),
    [
        pytest.param([ROW, (*ROW[:2], "李秀兰", *ROW[3:])], "inputs.repeated-identity", "“身份证号”有1处与前面的行是同一个号码（例如", id="one number twice"),
        pytest.param([(*ROW[:3], "140981199001010011", *ROW[4:])], "inputs.identity-number", "“身份证号”的校验码不对，有一位或者几位写错了", id="check digit"),
        pytest.param([(*ROW[:3], "14098119900101001", *ROW[4:])], "inputs.identity-number", "“身份证号”有17位，应为18位", id="a digit short"),
        pytest.param([ROW, ROW], "inputs.repeated-row", "“用户台账”有1行与前面的行完全相同（例如", id="pasted twice"),
    ],
)
def test_what_needs_the_true_values_is_told_without_them(
    county: Workspace, write: Callable[..., None], rows: list[tuple[str, ...]], code: str, message: str
) -> None:
    write(county, *rows)
    (said,) = (one for one in county.said(Severity.WARNING) if one[0] == code)
    assert said[1].startswith(message)


def test_rows_that_look_the_same_once_masked_are_not_the_same(county: Workspace) -> None:
    as_book(county, (*ROW[:3], "", "", "煤改电", "", ""), (*ROW[:2], "张建军", "", "", "煤改电", "", ""))
    assert county.said(Severity.WARNING) == []


def test_a_number_typed_as_such_stays_a_fault_and_shows_nothing(county: Workspace) -> None:
    as_book(county, (*ROW[:3], 140981199001010016, 13912345678, *ROW[5:]))
    said = county.said(Severity.ERROR)
    assert [code for code, _, _ in said] == ["inputs.identifier-as-number"] * 2
    assert not any(re.search(r"1990|1234", message) for _, message, _ in said)


def test_headings_totals_and_notes_in_a_personal_column_are_no_persons(county: Workspace) -> None:
    header = ("户主", "乡镇", "村（社区）", "取暖路径", "维修次数")
    county.book(
        {"用户台账": [header, ("张建国", "东乡", "一村", "煤改电", 1), header, ("合计", None, None, None, 1), ("填表人：王五", None, None, None, None)]}
    )
    assert [row["head"] for row in county.rows("用户台账")] == ["张**"]
    assert county.said(Severity.ERROR) == []


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        (
            "问题清单.csv",
            "序号,问题来源,问题,整改措施,责任单位,发现日期,整改时限\n1,群众反映,张三13912345678反映,接电,能源局,2023-10-01,2023-10-08\n",
            "问题清单.csv!C2",
        ),
        ("职责分工.yaml", "# 13912345678\n- {部门: 能源局, 职责: 牵头}\n", "职责分工.yaml:1"),
        ("单位.yaml", UNIT + "联系电话: '139 1234 5678'\n", "单位.yaml:6"),
    ],
)
def test_a_number_where_none_belongs_is_told_at_its_cell_and_masked(county: Workspace, name: str, content: str, place: str) -> None:
    county.write(name, content)
    ((code, message, where),) = county.said(Severity.WARNING)
    assert (code, where) == ("inputs.personal-number", place)
    assert not re.search(r"139 ?1234 ?5678", message + str(county.load()))


def test_a_sheet_that_is_no_table_is_looked_through(county: Workspace) -> None:
    sheet = "填报表.xlsx#走访情况"
    county.book({"走访情况": [("户主", "手机", "情况"), ("张建国", 13912345678, "在家"), (None, None, OWN)]})
    said = [(code, place) for code, _, place in county.said()]
    assert said == [("inputs.personal-data", f"{sheet}!A2"), ("inputs.personal-number", f"{sheet}!C3"), ("inputs.unknown-sheet", sheet)]


def test_a_number_in_a_sheets_name_is_masked_where_the_sheet_is_named(county: Workspace) -> None:
    county.book({f"走访{OWN}": [("户主", "手机"), ("张某某", 13912345678)]})
    said = [f"{message} {place}" for _, message, place in county.said()]
    assert any("140981********0016" in text for text in said)
    assert not any(map(find, said))


def test_a_number_in_a_heading_is_masked_where_the_heading_is_quoted(county: Workspace) -> None:
    county.book({"改造任务": [("取暖路径", "区域", "任务户数", f"备注{OWN}"), ("煤改电", "农村", 1, "13912345678")]})
    told = [problem.message for problem in county.load()[1] if "备注" in problem.message]
    assert told
    assert not any(map(find, told))


def test_a_text_that_is_no_yaml_is_said_to_be_looked_at_in_part() -> None:
    assert not mask_text("- {户主: 张建国", "用户台账.yaml", shipped().by_key["households"]).is_whole
