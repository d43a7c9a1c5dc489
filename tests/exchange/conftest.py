"""What the tests of handing out and collecting share: a county with three townships, and officers that fill in what they are given."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.exchange.collecting import Collected, Collection, look_at, take_in
from reportgen.exchange.handing import Asked, hand_out
from reportgen.inputs.load import load_season
from reportgen.workspace import Workspace

UNIT = '名称: 甲县\n级别: 县\n代码: "990901"\n发文机关: 甲县清洁取暖工作领导小组办公室\n乡镇: [东乡, 西乡, 南镇]\n'
VILLAGES = """乡镇,村,取暖路径,区域,户数（户）
东乡,一村,煤改电,农村,100
东乡,二村,煤改电,农村,200
西乡,三村,煤改电,农村,300
南镇,四村,煤改电,农村,400
"""
HANDED, DUE, RETURNED = date(2023, 9, 20), date(2023, 10, 20), datetime(2023, 10, 18, 9, 30).astimezone()

Edit = Callable[[openpyxl.Workbook], None]


@dataclass(frozen=True)
class Office:
    """The office of 甲县: its workspace, and the folder where returned files come to lie."""

    root: Path
    post: Path

    @property
    def handed(self) -> dict[str, Path]:
        """What has been handed out once, by unit."""
        folder = self.root / "exchange/2023/handed-out/甲县"
        return {unit: folder / f"甲县-{unit}-2023年填报表.xlsx" for unit in ("东乡", "西乡", "南镇")}

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    @property
    def season(self) -> Path:
        return self.root / "inputs/2023"

    def hand_out(self, *tables: str, unit: str = "甲县") -> dict[str, Path]:
        """The workbooks by unit."""
        handed = hand_out(self.workspace, "2023", Asked(unit, DUE, HANDED, tables=tables))
        assert handed.archive is not None, handed.problems
        return {one.unit: one.file for one in handed.sent}

    def back(self, file: Path, name: str, *edits: Edit) -> Path:
        """A workbook that is returned under a name, with what somebody has done to it."""
        target = self.post / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not edits:
            shutil.copy(file, target)
            return target
        book = openpyxl.load_workbook(file)
        for edit in edits:
            edit(book)
        book.save(target)
        return target

    def look(self, *, overwrite: bool = False) -> Collection:
        return look_at(self.workspace, "2023", self.post, RETURNED, "张某某", overwrite=overwrite)

    def collect(self, *, overwrite: bool = False) -> Collection:
        collection, _ = take_in(self.workspace, "2023", self.look(overwrite=overwrite), RETURNED, "张某某")
        return collection

    def villages(self, unit: str) -> list[tuple[str, int | None]]:
        """The villages of a unit, with their households, as its own folder has them."""
        loaded = load_season(self.workspace, self.season)
        inputs = next(one for one in loaded.units if one.unit.name == unit)
        return [(row.village, row.households) for row in inputs.rows("villages") or ()]

    def files(self) -> dict[str, bytes]:
        """All inputs but the record of what was collected."""
        return {
            path.relative_to(self.season).as_posix(): path.read_bytes() for path in sorted(self.season.rglob("*")) if path.is_file() and path.stem != "填报收集"
        }


def one(collection: Collection) -> Collected:
    """The only file of a collection."""
    (found,) = collection.files
    return found


def codes(found: Collected) -> list[str]:
    """The codes of what is said of a file."""
    return [problem.code for problem in found.problems]


def put(sheet: str, row: str, title: str, value: object) -> Edit:
    """Types a value into the column `title` of the row in which `row` stands; where it stands in none, into the first blank row."""

    def edit(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        head = heads(page)
        number = next((line for line in range(head[1] + 1, page.max_row + 1) if row in {cell.value for cell in page[line]}), None)
        page.cell(number or blank_line(page), head[0][title]).value = value  # type: ignore[assignment]

    return edit


def add(sheet: str, *values: object) -> Edit:
    """Types a row into the first blank one, from its first column on."""

    def edit(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        number = blank_line(page)
        for column, value in enumerate(values, 1):
            page.cell(number, column).value = value  # type: ignore[assignment]

    return edit


def heads(page: Worksheet) -> tuple[dict[str, int], int]:
    """The columns by their titles, and the line of the headings."""
    line = next(row for row in page.iter_rows() if any(str(cell.value).startswith("*") for cell in row))
    titles = {str(cell.value).lstrip("*").partition("\n")[0]: cell.column for cell in line if cell.value}
    return titles, line[0].row  # type: ignore[return-value]


def blank_line(page: Worksheet) -> int:
    """The first line below the headings that is blank."""
    _, head = heads(page)
    return next(line for line in range(head + 1, page.max_row + 2) if all(cell.value is None for cell in page[line]))


def new_office(folder: Path, name: str = "甲县") -> Office:
    """The office of a county with a table of its villages."""
    home = folder / "work/inputs/2023" / name
    home.mkdir(parents=True)
    (home / "单位.yaml").write_text(UNIT.replace("甲县", name), encoding="utf-8")
    (home / "确村确户.csv").write_text(VILLAGES, encoding="utf-8")
    (folder / "post").mkdir()
    return Office(folder / "work", folder / "post")


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of 甲县 when it has handed out: for copies only."""
    folder = tmp_path_factory.mktemp("office")
    new_office(folder).hand_out()
    return folder


@pytest.fixture
def office(handed_out: Path, tmp_path: Path) -> Office:
    """The office of 甲县, which has handed out."""
    shutil.copytree(handed_out, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path / "work", tmp_path / "post")
