"""Which cells changed: a row put in or taken out moves the others and changes none of them."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure, Source
from reportgen.versions.cells import KEPT, changed_cells
from reportgen.versions.details import read_details, write_details

FILE = "inputs/2023/甲县/资金.csv"


def column(*raws: str, letter: str = "C", first: int = 2) -> dict[Place, str]:
    return {Place(FILE, cell=f"{letter}{row}"): raw for row, raw in enumerate(raws, first)}


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (("1", "2", "3"), ("1", "2", "3"), []),
        (("1", "2", "3"), ("1", "5", "3"), [("C3", "2", "5")]),
        (("225", "330", "7"), ("330", "356", "7"), [("C2", "225", "330"), ("C3", "330", "356")]),
        (("1", "2", "3"), ("2", "3", "1"), [("C2", "1", "2"), ("C3", "2", "3"), ("C4", "3", "1")]),
        (("1", "2", "3"), ("1", "9", "2", "3"), [("C3", None, "9")]),
        (("1", "2", "3"), ("1", "3"), [("C3", "2", None)]),
        (("1", "2", "3"), (), [("C2", "1", None), ("C3", "2", None), ("C4", "3", None)]),
        ((), ("1",), [("C2", None, "1")]),
        (("0", "0", "0"), ("0", "7", "0", "0"), [("C3", None, "7")]),
        (("1", "2", "3", "4"), ("1", "2", "8", "9", "4"), [("C4", "3", "8"), ("C5", None, "9")]),
    ],
)
def test_changes_of_a_column(old: tuple[str, ...], new: tuple[str, ...], changes: list[tuple[str, str | None, str | None]]) -> None:
    assert [(change.place.cell, change.old, change.new) for change in changed_cells(column(*old), column(*new))] == changes


def test_columns_and_files_are_told_apart_and_told_by_rows() -> None:
    old = {**column("1", "2"), **column("3", "4", letter="AA"), Place("inputs/2023/甲县/单位.yaml", line=7): "张某某"}
    new = {**column("1", "9"), **column("8", "4", letter="AA"), Place("inputs/2023/甲县/单位.yaml", line=7): "李某某"}
    found = [(str(change.place), change.old, change.new) for change in changed_cells(old, new)]
    assert found == [
        ("inputs/2023/甲县/单位.yaml:7", "张某某", "李某某"),
        (f"{FILE}!AA2", "3", "8"),
        (f"{FILE}!C3", "2", "9"),
    ]


def test_a_row_put_in_beside_one_that_changed_is_told_from_it() -> None:
    old = {**column("煤改电", "煤改气", letter="A"), **column("农村", "农村", letter="B"), **column("100", "200", letter="C")}
    new = {**column("集中供热", "煤改电", "煤改气", letter="A"), **column("县城", "农村", "农村", letter="B"), **column("7", "150", "200", letter="C")}
    found = [(change.place.cell, change.old, change.new) for change in changed_cells(old, new)]
    assert found == [("A2", None, "集中供热"), ("B2", None, "县城"), ("C2", None, "7"), ("C3", "100", "150")]


TOWNS = ("甲镇", "乙镇", "丙镇", "丁镇")


@pytest.mark.parametrize(
    ("towns", "raws", "changes"),
    [
        (TOWNS, ("330", "356", "225", "225"), [("C2", "225", "330"), ("C3", "330", "356"), ("C4", "356", "225"), ("C5", "400", "225")]),
        (
            ("新镇", *TOWNS),
            ("9", "330", "356", "225", "400"),
            [("A2", None, "新镇"), ("C2", None, "9"), ("C3", "225", "330"), ("C4", "330", "356"), ("C5", "356", "225")],
        ),
        (("乙镇", "丙镇", "丁镇"), ("225", "330", "400"), [("A2", "甲镇", None), ("C2", "225", None), ("C2", "330", "225"), ("C3", "356", "330")]),
        (TOWNS[::-1], ("400", "356", "330", "226"), [("C5", "225", "226")]),
        (("甲镇", "乙乡", "丙镇", "丁镇"), ("225", "330", "356", "400"), [("A3", "乙镇", "乙乡")]),
    ],
    ids=("a whole column", "a row put in", "a row taken out", "sorted otherwise", "a row renamed"),
)
def test_a_cell_is_known_by_its_row_not_by_its_value(towns: tuple[str, ...], raws: tuple[str, ...], changes: list[tuple[str, str | None, str | None]]) -> None:
    old = {**column(*TOWNS, letter="A"), **column("225", "330", "356", "400")}
    found = changed_cells(old, {**column(*towns, letter="A"), **column(*raws)})
    assert [(change.place.cell, change.old, change.new) for change in found] == changes


def test_a_long_column_is_compared_place_by_place() -> None:
    old, new = [f"{n}" for n in range(5000)], [f"{n + 1}" for n in range(5000)]
    assert len(changed_cells(column(*old), column(*new))) == 5000
    assert len(changed_cells(column(*old), column(*old[:2500], "x", *old[2501:]))) == 1


def test_of_a_sheet_that_is_too_long_the_sheet_alone_is_kept() -> None:
    ledger = tuple(Source(Place("用户台账.xlsx", "用户台账", f"A{row}"), "1") for row in range(KEPT + 1))
    few = Source(Place(FILE, cell="C2"), "7")
    figures = (Figure(Decimal(1), ledger[:3], (), "few"), Figure(Decimal(2), (*ledger, few), (), "many"))
    details = read_details(write_details(figures, ()))
    sheet = Place("用户台账.xlsx", "用户台账")
    assert details.figures["few"].sources == (Source(sheet, "3格"),)
    assert details.figures["many"].sources == (Source(sheet, f"{KEPT + 1}格"), few)


@given(data=st.data())
def test_whatever_became_of_the_rows_each_value_is_compared_with_that_of_its_name(data: st.DataObject) -> None:
    names = st.lists(st.sampled_from([f"{sign}镇" for sign in "甲乙丙丁戊己庚辛"]), unique=True, max_size=8)
    values = st.sampled_from(["225", "330", "356"])
    old, new = ({name: data.draw(values) for name in data.draw(names)} for _ in range(2))
    assume(old.keys() <= new.keys() or new.keys() <= old.keys())  # otherwise one may have been renamed to another
    found = changed_cells(*({**column(*side, letter="A"), **column(*side.values())} for side in (old, new)))
    told = sorted((change.old, change.new) for change in found if change.place.cell and change.place.cell[0] == "C" and None not in (change.old, change.new))
    assert told == sorted((old[name], new[name]) for name in old.keys() & new.keys() if old[name] != new[name])
    assert {change.old for change in found if change.new is None} == {text for name in old.keys() - new.keys() for text in (name, old[name])}
