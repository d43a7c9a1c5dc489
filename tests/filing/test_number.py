"""Document numbers: what an officer may type, and what is no number of the document."""

import pytest

from reportgen.diagnostics import Place
from reportgen.filing.number import Printed, check_number, normal

PLACE = Place("inputs/2023/甲县/单位.yaml", line=24)
PRINTED = "甲清洁办发〔2023〕6号"


@pytest.mark.parametrize(
    "typed",
    [
        PRINTED,
        "甲清洁办发[2023]6号",
        "甲清洁办发(2023)6号",
        "甲清洁办发（2023）第6号",
        "甲清洁办发【2023】６号",
        "甲清洁办发〔2023〕6",
        " 甲清洁办发 〔2023〕 6 号 ",
    ],
)
def test_brackets_digits_and_spaces_are_read_as_they_are_meant(typed: str) -> None:
    assert normal(typed) == PRINTED
    assert check_number(typed, Printed(PRINTED, PLACE, "甲清洁办发"), "实施方案") == (PRINTED, ())


@pytest.mark.parametrize("typed", ["6", "6号", "第6号"[1:], "６"])
def test_the_serial_number_alone_will_do(typed: str) -> None:
    assert check_number(typed, Printed(PRINTED, PLACE, None), "实施方案") == (PRINTED, ())


@pytest.mark.parametrize(
    ("typed", "printed", "prefix", "code"),
    [
        ("7", PRINTED, None, "filing.other-number"),
        ("16", PRINTED, None, "filing.other-number"),
        ("甲清洁办发〔2024〕6号", PRINTED, None, "filing.other-number"),
        ("乙清洁办发〔2023〕6号", PRINTED, None, "filing.other-number"),
        ("", PRINTED, None, "filing.other-number"),
        (PRINTED, PRINTED, "乙清洁办发", "filing.number-prefix"),
        (PRINTED, None, "甲清洁办发", "filing.no-number"),
        ("甲清洁办发〔2023〕06号", "甲清洁办发〔2023〕06号", None, "filing.number-form"),
        ("甲清洁办发[2023]6号", "甲清洁办发[2023]6号", None, "filing.number-form"),
        ("6", "甲清洁办发〔23〕6号", None, "filing.number-form"),
    ],
)
def test_what_is_wrong_with_a_number_is_told_where_it_stands(typed: str, printed: str | None, prefix: str | None, code: str) -> None:
    _, (problem,) = check_number(typed, Printed(printed, PLACE, prefix), "实施方案")
    assert (problem.code, problem.places, bool(problem.help)) == (code, (PLACE,), True)
