"""CSV files as programs write them: what stands between the cells, how they are encoded, and what Excel does to cells."""

from collections.abc import Callable

import pytest

from reportgen.diagnostics import Severity
from tests.inputs.workspace import Workspace

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
ROWS = [
    ["能源品种", "供应企业", "计量单位", "需求量", "合同编号"],
    ["电力", "某公司", "万千瓦时", "1200", "0041"],
    ["天然气", "某，乙；公司", "万立方米", "1350.5", "A-2"],
]
READ = [("某公司", 1200, "0041"), ("某，乙；公司", 1350.5, "A-2")]


def joined(separator: str = ",", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in ROWS)


@pytest.mark.parametrize(
    ("text", "encode"),
    [
        (joined(), str.encode),
        (joined("\t"), str.encode),
        (joined(";"), str.encode),
        (joined("|"), str.encode),
        (joined("，").replace("某，乙；公司", '"某，乙；公司"'), str.encode),
        ("sep=;\n" + joined(";"), str.encode),
        ("\ufeffsep=\t\r\n" + joined("\t", "\r\n"), str.encode),
        ('"sep=,"\n' + joined(), str.encode),
        ("SEP=|\n" + joined("|"), lambda text: text.encode("gb18030")),
        (joined("\t", "\r\n"), lambda text: text.encode("utf-16")),
        (joined("\t", "\r\n"), lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
        (joined(), lambda text: text.encode("utf-8-sig")),
        ("\ufeff\ufeff" + joined(), str.encode),
        (joined().replace("\n电力", "\n\ufeff电力"), str.encode),
        (joined(end="\r"), str.encode),
        (joined(end="\r\r\n"), str.encode),
        (joined(), lambda text: text.encode("gb18030")),
        (joined().replace("0041", '="0041"'), str.encode),
        (joined().replace("0041", '"=""0041"""'), str.encode),
        (joined().replace("0041", "'0041"), str.encode),
        (joined().replace("0041", "\t0041"), str.encode),
        (joined().replace("1200", '="1200"'), str.encode),
        (joined().replace("1200", "'1200"), str.encode),
        (joined().replace("1200", '"1,200"'), str.encode),
        (joined(";").replace("1200", "1,200"), str.encode),
        ("供应表\n\n" + joined(), str.encode),
        ("供应表,,,,\n单位：详见各行,,,,\n" + joined(), str.encode),
        ("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in ROWS), str.encode),
    ],
    ids=[
        "comma",
        "tab",
        "semicolon",
        "bar",
        "wide-comma",
        "sep",
        "sep-tab-bom",
        "sep-quoted",
        "sep-gb",
        "utf-16",
        "utf-16-be",
        "bom",
        "two-boms",
        "bom-within",
        "mac",
        "cr-cr-lf",
        "gb18030",
        "text-formula",
        "text-formula-quoted",
        "apostrophe",
        "tab-before",
        "number-formula",
        "number-apostrophe",
        "thousands",
        "thousands-semicolon",
        "title",
        "title-cut",
        "all-quoted",
    ],
)
def test_every_csv_that_programs_write_is_read(county: Workspace, text: str, encode: Callable[[str], bytes]) -> None:
    county.write("能源保障.csv", encode(text))
    assert [(row["supplier"], float(str(row["demand"])), row["contract"]) for row in county.rows("能源保障")] == READ
    assert [said for said in county.said() if said[0] != "inputs.thousands"] == []


@pytest.mark.parametrize("written", ["4.10E+17", "4.1E+17", "4.10123E+17", "4e+17", "4.1e17", " 4.10E+17", "４.１０Ｅ＋１７", '="4.10E+17"'])
@pytest.mark.parametrize("column", [1, 4])
def test_a_text_of_which_only_the_scientific_notation_is_left_is_a_fault(county: Workspace, written: str, column: int) -> None:
    row = [*ROWS[1]]
    row[column] = written
    county.write("能源保障.csv", f"{','.join(ROWS[0])}\n{','.join(row)}\n")
    title, cell = ROWS[0][column], f"{'ABCDE'[column]}2"
    shown = written.removeprefix('="').removesuffix('"').strip()
    message = f"“{title}”是科学记数法“{shown}”，后面的数字已经丢失"
    assert county.said(ERROR) == [("inputs.identifier-as-number", message, f"能源保障.csv!{cell}")]


@pytest.mark.parametrize("written", ["1E5", "2E", "4.1E", "E+17", "AE+12", "12E+3号", "41E+17"])
def test_a_model_that_only_looks_like_it_is_read(county: Workspace, written: str) -> None:
    county.write("能源保障.csv", f"{','.join(ROWS[0])}\n电力,某公司,度,1,{written}\n")
    assert county.rows("能源保障")[0]["contract"] == written
    assert county.said() == []


@pytest.mark.parametrize("written", ["1.2E+3", "1E3", "1.2e+03", "12E+2"])
@pytest.mark.parametrize("name", ["csv", "yaml", "xlsx"])
def test_a_number_in_scientific_notation_is_a_fault(county: Workspace, name: str, written: str) -> None:
    if name == "csv":
        county.write("能源保障.csv", f"{','.join(ROWS[0])}\n电力,某公司,度,{written},A\n")
    elif name == "yaml":
        county.write("能源保障.yaml", f"- {{能源品种: 电力, 供应企业: 某公司, 计量单位: 度, 需求量: {written}}}\n")
    else:
        county.book({"能源保障": [ROWS[0], ["电力", "某公司", "度", written, "A"]]})
    assert [code for code, _, _ in county.said(ERROR)] == ["inputs.not-a-number"]
    assert "demand" not in county.rows("能源保障")[0]


@pytest.mark.parametrize(
    ("write", "place"),
    [
        (lambda county: county.book({"能源保障": [ROWS[0], ["电力", "某公司", "度", 1, 4.1e17]]}), "填报表.xlsx#能源保障!E2"),
        (lambda county: county.book({"能源保障": [ROWS[0], ["电力", "某公司", "度", 1, "4.10E+17"]]}), "填报表.xlsx#能源保障!E2"),
        (
            lambda county: county.write("能源保障.yaml", "- {能源品种: 电力, 供应企业: 某公司, 计量单位: 度, 需求量: 1,\n   合同编号: 4.10E+17}\n"),
            "能源保障.yaml:2",
        ),
        (
            lambda county: county.write("能源保障.yaml", "- {能源品种: 电力, 供应企业: 某公司, 计量单位: 度, 需求量: 1,\n   合同编号: 410000000000000000}\n"),
            "能源保障.yaml:2",
        ),
    ],
    ids=["number", "text", "yaml", "yaml-number"],
)
def test_so_it_is_in_every_format(county: Workspace, write: Callable[[Workspace], object], place: str) -> None:
    write(county)
    assert [(code, at) for code, _, at in county.said(ERROR)] == [("inputs.identifier-as-number", place)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("#REF!", "excel-error"),
        ("#N/A", "excel-error"),
        ("#DIV/0!", "excel-error"),
        ("######", "too-narrow"),
        ("=SUM(D2:D3)", "formula-as-text"),
        ("=A1", "formula-as-text"),
        ("=[1]表!$A$1", "formula-as-text"),
        ("#1锅炉", "text"),
        ("=", "text"),
    ],
)
def test_what_a_workbook_shows_as_no_value_is_none_in_csv(county: Workspace, written: str, code: str) -> None:
    county.write("能源保障.csv", f"{','.join(ROWS[0])}\n电力,{written},度,1,A\n")
    assert [said for said, _, _ in county.said(ERROR)] == ([] if code == "text" else [f"inputs.{code}"])


def test_a_sep_line_is_no_row(county: Workspace) -> None:
    county.write("能源保障.csv", "sep=;\n" + joined(";").replace("1200", "若干"))
    assert [place for _, _, place in county.said(ERROR)] == ["能源保障.csv!D2"]


def test_utf_16_without_its_mark_is_told(county: Workspace) -> None:
    county.write("能源保障.csv", joined().encode("utf-16-le"))
    assert [code for code, _, _ in county.said(ERROR)] == ["inputs.encoding"]
