"""The ledger of a county as its officers keep it: in one file or in many, as .xlsx or .csv; what comes of it is the same."""

import csv
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.figures.scope import scopes
from reportgen.figures.themes import by_name
from reportgen.filing.copies import masked_copy
from reportgen.inputs import large
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.load import load_unit
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.programme import shipped
from reportgen.ledger.engine import connection
from reportgen.ledger.shelf import Shelf
from reportgen.pipeline.analysis import open_table
from reportgen.policy import load_policies
from reportgen.programmes.clean_heating.figures.ledger import Ledger, ledger
from reportgen.programmes.clean_heating.figures.tasks import tasks
from reportgen.programmes.clean_heating.figures.villages import villages
from reportgen.seen import PROGRAM, Seen, digest
from reportgen.workbook.annotation import of_problems
from reportgen.workbook.mark import marked_copy
from reportgen.workspace import Workspace as RealWorkspace
from tests.inputs.workspace import UNIT, Workspace
from tests.policy.units import evaluate, only

TITLES = ("乡镇", "村（社区）", "户主", "身份证号", "取暖路径", "建设补贴", "运行补贴", "抽验", "验收日期")
VILLAGES = "乡镇,村（社区）,取暖路径,区域,户数\n子干乡,子干村,煤改电,农村,4\n子干乡,东关村,煤改气,农村,3\n大牛店镇,西关村,煤改电,农村,5\n"
SUBSIDIES = "取暖路径,建设补贴,运行补贴,用能价格,价格单位,户均取暖支出\n煤改电,5000,600,0.3,元,1450\n煤改气,3000,800,2.6,元,1450\n"
PLACES = (("子干乡", "子干村", "煤改电"), ("子干乡", "东关村", "煤改气"), ("大牛店镇", "西关村", "煤改电"))


def household(number: int) -> tuple[object, ...]:
    """A made-up household; every seventh is the one before again, every fifth was paid too much."""
    township, village, path = PLACES[number % 3]
    who = number - 1 if number % 7 == 6 else number
    paid = 9000 if number % 5 == 4 else 3000
    return township, village, "张某甲", f"99000119400101{who:03}X", path, paid, 500, "是" if number % 2 else "否", "2023-10-18"


HOUSEHOLDS = [household(number) for number in range(14)]


def write(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """A ledger of its own, by the ending of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in (TITLES, *rows)), "utf-8")
        return
    book = openpyxl.Workbook()
    for row in (TITLES, *rows):
        book.worksheets[0].append(list(row))
    book.save(path)


def county_at(root: Path) -> Workspace:
    """A county with the tables that its ledger is held against."""
    folder = root / "inputs" / "2023" / "原平市"
    folder.mkdir(parents=True)
    workspace = Workspace(root, folder)
    for name, content in (("单位.yaml", UNIT), ("确村确户.csv", VILLAGES), ("补贴标准.csv", SUBSIDIES)):
        workspace.write(name, content)
    return workspace


def found(inputs: UnitInputs) -> tuple[object, ...]:
    """What a county's ledger comes to: households by place and path, sums, and what the rules say, but for where."""
    rows = inputs.rows("households")
    assert isinstance(rows, KeptRows)
    counted = rows.ask(
        "SELECT township, village, path, count(*), sum(construction_subsidy), count(*) FILTER (sampled) FROM held GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    (scope,) = scopes((inputs,))
    policies = only(load_policies(RealWorkspace(Path("/nonexistent")))[0], "CH-08-02", "CH-08-04", "CH-08-06")
    outcome = evaluate(tuple(policy for policy in policies if policy.rules), scope, "evaluation")
    messages = {finding.code: finding.message.partition("，例如")[0] for finding in outcome.findings}
    return (
        len(rows),
        counted,
        messages,
        [(record.village, record.path) for record in rows].count(("西关村", "煤改电")),
        rolled_up(ledger(scope, villages(scope, tasks(scope)))),
    )


def rolled_up(whole: Ledger) -> list[tuple[str, str, object]]:
    """Each figure of a roll-up by its name, with its number, and how many rows its sources are."""
    return [
        (name, str(figure.value), sum(int(source.raw.removesuffix("行")) for source in figure.sources) if figure.value else None)
        for name, figure in by_name([whole]).items()
    ]


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from((".csv", ".xlsx")), st.booleans()), min_size=len(HOUSEHOLDS), max_size=len(HOUSEHOLDS)))
def test_any_split_into_files_comes_to_the_same(split: list[tuple[int, str, bool]]) -> None:
    parts: dict[str, list[tuple[object, ...]]] = {}
    for row, (number, ending, within) in zip(HOUSEHOLDS, split, strict=True):
        parts.setdefault(f"{'子干乡/' if within else ''}第{number}份{ending}", []).append(row)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole, several = county_at(Path(one)), county_at(Path(other))
        write(whole.folder / "用户台账.csv", HOUSEHOLDS)
        for name, rows in parts.items():
            write(several.folder / "用户台账" / name, rows)
        expected = found(whole.load()[0])
        assert found(several.load()[0]) == expected
    assert expected[0] == 14
    assert set(expected[2]) == {"CH-08-02", "CH-08-04", "CH-08-06"}  # type: ignore[call-overload]  # by rule


def test_parts_lead_to_their_files(county: Workspace) -> None:
    write(county.folder / "用户台账" / "子干乡.csv", HOUSEHOLDS[:3])
    write(county.folder / "用户台账" / "大牛店镇.xlsx", HOUSEHOLDS[3:5])
    rows = county.load()[0].rows("households")
    assert isinstance(rows, KeptRows)
    assert [str(place) for place in rows.places("path", "village = ?", "东关村", most=9)] == [
        "inputs/2023/原平市/用户台账/大牛店镇.xlsx#Sheet!E3",
        "inputs/2023/原平市/用户台账/子干乡.csv!E3",
    ]
    assert [str(place) for place in rows.tables] == ["inputs/2023/原平市/用户台账/大牛店镇.xlsx#Sheet", "inputs/2023/原平市/用户台账/子干乡.csv"]


def test_a_part_that_cannot_be_read_leaves_the_unit_undecided(county: Workspace) -> None:
    write(county.folder / "用户台账" / "子干乡.csv", HOUSEHOLDS[:3])
    county.folder.joinpath("用户台账", "大牛店镇.xlsx").write_bytes(b"PK\x03\x04broken")
    inputs, _ = county.load()
    assert [str(problem.places[0]) for problem in inputs.undecided] == ["inputs/2023/原平市/用户台账/大牛店镇.xlsx"]


def test_a_ledger_and_its_parts_are_two_ledgers(county: Workspace) -> None:
    write(county.folder / "用户台账.csv", HOUSEHOLDS[:3])
    write(county.folder / "用户台账" / "子干乡.csv", HOUSEHOLDS[:2])
    assert "inputs.second-copy" in [code for code, *_ in county.said()]
    assert county.table("用户台账") is None


def test_a_village_that_is_on_no_list_is_told_and_left_out(county: Workspace) -> None:
    county.write("乡镇村名录.csv", "乡镇,村（社区）\n子干乡,子干村\n子干乡,东关村\n大牛店镇,东营村\n")
    write(county.folder / "用户台账.csv", HOUSEHOLDS)
    rows = county.load()[0].rows("households")
    assert rows is not None
    assert {(record.township, record.village) for record in rows} == {("子干乡", "子干村"), ("子干乡", "东关村"), ("大牛店镇", None)}
    assert [message for code, message, _ in county.said() if code == "inputs.unlisted-place"] == [
        "“村（社区）”写的是“西关村”，不在“大牛店镇”的村（社区）名录中，没有采用"
    ]


def test_only_the_file_that_changed_is_read_again(county: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rows in (("子干乡", HOUSEHOLDS[:5]), ("大牛店镇", HOUSEHOLDS[5:])):
        write(county.folder / "用户台账" / f"{name}.csv", rows)
    read: list[str] = []
    original = large.LargeTables._tables  # what a file is read by

    def noted(self: large.LargeTables, path: Path, *rest: Any) -> large.Read:
        read.append(path.stem)
        return original(self, path, *rest)

    monkeypatch.setattr(large.LargeTables, "_tables", noted)

    def load() -> tuple[object, ...]:
        read.clear()
        files = {path.relative_to(county.root).as_posix(): digest(path.read_bytes()) for path in county.folder.rglob("*") if path.is_file()}
        workspace = replace(RealWorkspace(county.root), seen=Seen({**files, PROGRAM: "one"}, ("inputs/2023/",)))
        inputs, problems = load_unit(workspace, county.folder)
        assert inputs is not None
        return found(inputs), problems

    first = load()
    assert read == ["大牛店镇", "子干乡"]
    assert load() == first
    assert read == []
    write(county.folder / "用户台账" / "子干乡.csv", HOUSEHOLDS[:4])
    assert load() != first
    assert read == ["子干乡"]
    for path in (county.root / "outputs").rglob("*"):
        assert path.is_dir() or b"990001194001010" not in path.read_bytes()


def test_an_analyst_takes_a_county_or_a_city_out(county: Workspace, tmp_path: Path) -> None:
    write(county.folder / "用户台账" / "子干乡.csv", HOUSEHOLDS[:3])
    write(county.folder / "用户台账" / "大牛店镇.xlsx", HOUSEHOLDS[3:5])
    ledger = open_table(county.root, "2023", "原平市", "用户台账")
    frame = ledger.to_pandas()
    assert frame["建设补贴"].tolist() == [3000, 9000, 3000, 3000, 3000]
    assert frame[["文件", "工作表", "行"]].iloc[1].tolist() == ["inputs/2023/原平市/用户台账/大牛店镇.xlsx", "Sheet", 3]
    assert set(frame["户主姓名" if "户主姓名" in frame else "户主"]) == {"张**"}
    assert ledger.to_pandas("construction_subsidy > ?", 5000)["行"].tolist() == [3]
    assert {len(row) > len(ledger.dataset.columns) for row in ledger.ask("SELECT * FROM held")} == {True}
    assert ledger.ask("SELECT COUNT(VILLAGE), count(*) FROM held") == [(5, 5)]  # columns in any letters, as in SQL
    ledger.save(tmp_path / "台账.parquet")
    with connection() as link:
        assert link.execute(f"SELECT count(*), sum(建设补贴) FROM '{tmp_path}/台账.parquet'").fetchall() == [(5, 21000)]
    with pytest.raises(LookupError):
        open_table(county.root, "2023", "某县", "用户台账")


def test_identity_numbers_that_cannot_be_right_are_a_finding(county: Workspace) -> None:
    good = ("子干乡", "子干村", "张某甲", "990001194001010002", "煤改电", 3000, 500, "是", "2023-10-18")
    write(county.folder / "用户台账.csv", [good, (*good[:3], "990001194001010003", *good[4:]), (*good[:3], "990001194013010006", *good[4:])])
    (scope,) = scopes((county.load()[0],))
    policies = only(load_policies(RealWorkspace(Path("/nonexistent")))[0], "CH-08-09")
    (finding,) = evaluate(tuple(policy for policy in policies if policy.rules), scope, "evaluation").findings
    assert "有2户的身份证号不对" in finding.message
    assert [place.cell for place in finding.places] == ["D3:D4"]


def test_a_finding_over_many_rows_tells_where_they_all_are(county: Workspace) -> None:
    paid = [(*HOUSEHOLDS[0][:5], 9000 if 2 <= at <= 40 or at == 50 else 3000, *HOUSEHOLDS[0][6:]) for at in range(60)]
    write(county.folder / "用户台账" / "子干乡.xlsx", paid)
    write(county.folder / "用户台账" / "大牛店镇.csv", paid[3:5])
    (scope,) = scopes((county.load()[0],))
    policies = only(load_policies(RealWorkspace(Path("/nonexistent")))[0], "CH-08-06")
    (finding,) = evaluate(tuple(policy for policy in policies if policy.rules), scope, "evaluation").findings
    assert "煤改电有42户的建设补贴超过标准" in finding.message
    assert [(place.file.rpartition("/")[2], place.cell) for place in finding.places] == [
        ("大牛店镇.csv", "F2:F3"),
        ("子干乡.xlsx", "F4:F42"),
        ("子干乡.xlsx", "F52"),
    ]
    name = finding.places[1].file
    copy = marked_copy((county.root / name).read_bytes(), name, "原平市", of_problems([finding]))
    (county.root / name).write_bytes(copy)
    sheet = openpyxl.load_workbook(county.root / name)["Sheet"]
    assert [row for row in range(1, 62) if sheet.cell(row, 6).fill.fill_type == "solid"] == [*range(4, 43), 52]


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    """A county in a workspace of its own."""
    return county_at(tmp_path)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_parts_leave_the_office_as_masked_copies(tmp_path: Path, ending: str) -> None:
    name = f"inputs/2023/原平市/用户台账/子干乡/子干村{ending}"
    write(tmp_path / name, [("子干乡", "子干村", "张某甲", "990001194001010002", "煤改电", 3000, 500, "是", "2023-10-18")])
    copy = masked_copy((tmp_path / name).read_bytes(), name, shipped())
    assert copy is not None
    (tmp_path / name).write_bytes(copy)
    rows = (
        [*csv.reader((tmp_path / name).read_text("utf-8").splitlines())]
        if ending == ".csv"
        else [*openpyxl.load_workbook(tmp_path / name).worksheets[0].values]
    )
    assert rows[1][2:4] in (["张**", "990001********0002"], ("张**", "990001********0002"))


def test_a_shelf_forgets_what_nobody_asks_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, lasting=True)
    shelf.path("abcdef", 0).parent.mkdir()
    shelf.path("abcdef", 0).write_bytes(b"PAR1")
    shelf.keep("abcdef", ["about"], 1)
    assert shelf.find("abcdef") == ["about"]
    shelf.path("abcdef", 0).write_bytes(b"other")
    assert shelf.find("abcdef") is None
    shelf.prune(time.time() + 31 * 24 * 3600)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert len(shelf.digest_key()) == 32
    assert shelf.digest_key() == (tmp_path / "key").read_bytes()


def test_a_workspace_may_lie_in_a_folder_with_brackets(tmp_path: Path) -> None:
    county = county_at(tmp_path / "清洁取暖[2023] *?'x'")
    for name, rows in (("子干乡", HOUSEHOLDS[:5]), ("大牛店镇", HOUSEHOLDS[5:])):
        write(county.folder / "用户台账" / f"{name}.csv", rows)
    files = {path.relative_to(county.root).as_posix(): digest(path.read_bytes()) for path in county.folder.rglob("*") if path.is_file()}
    workspace = replace(RealWorkspace(county.root), seen=Seen({**files, PROGRAM: "one"}, ("inputs/2023/",)))
    inputs, _ = load_unit(workspace, county.folder)
    assert inputs is not None
    rows = inputs.rows("households")
    assert isinstance(rows, KeptRows)
    assert (rows.number(), len(list(rows)), len(rows)) == (14, 14, 14)
