"""A province that is made up: cities and their counties, each with the data of one of the demonstration's, in as many seasons as asked.

    .venv/bin/python tools/made_province.py /tmp/province --cities 11 --counties 117 --seasons 3

The benchmark builds it.
"""

import argparse
import io
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parent.parent
YEAR = 2023
COUNTY, CITY, PROVINCE = "五寨县", "忻州市", "示例省"
DESCRIPTION, WORKBOOK = "单位.yaml", "填报表.xlsx"
WORDS_OF_A_PROVINCE = {
    CITY: PROVINCE,
    "市财政局": "省财政厅",
    "市能源局": "省能源局",
    "市清洁取暖办": "省清洁取暖办",
    "副市长": "副省长",
    "级别: 市": "级别: 省",
}
NO_SUM_OF_THESE = ("建筑节能",)
"""What the model of the cities has of its own, though not of these counties."""
_YEAR = re.compile(r"\b(20\d\d)(?=年|-\d\d-\d\d)")
_POLICY_OF_THE_CITY = re.compile(r"(?m)^  - 忻清洁办发〔2023〕3号\n")


@dataclass(frozen=True, slots=True)
class Model:
    """A unit of the demonstration, whose description, parts of the workbook and further files others are made of by other names."""

    description: str
    workbook: tuple[tuple[str, str], ...]
    further: tuple[Path, ...]

    def write(self, folder: Path, names: Mapping[str, str], description: str) -> None:
        """Write a unit's folder, all words with other names."""
        folder.mkdir()
        (folder / DESCRIPTION).write_text(_renamed(description, names), "utf-8")
        for path in self.further:
            (shutil.copytree if path.is_dir() else shutil.copyfile)(path, folder / path.name)
        with zipfile.ZipFile(folder / WORKBOOK, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
            for part, content in self.workbook:
                book.writestr(part, _renamed(content, names))


def main() -> None:
    """Write the province into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cities", type=int, default=11)
    parser.add_argument("--counties", type=int, default=117)
    parser.add_argument("--seasons", type=int, default=1)
    asked = parser.parse_args()
    make(asked.folder, asked.cities, asked.counties, asked.seasons)


def make(root: Path, cities: int, counties: int, seasons: int = 1) -> None:
    """A workspace of a province with so many cities, and so many counties in them by turns, in 2023 and the seasons before."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "reportgen.toml").write_text(f"season = {YEAR}\n", "utf-8")
    below = {f"示例{at:02}市": [f"示例{number:03}县" for number in range(at, counties + 1, cities)] for at in range(1, cities + 1)}
    for back in range(seasons):
        _write_season(root / "inputs" / str(YEAR - back), back, below)


def _write_season(folder: Path, back: int, below: Mapping[str, list[str]]) -> None:
    folder.mkdir(parents=True)
    city, county = _model(CITY, back, NO_SUM_OF_THESE), _model(COUNTY, back)
    for at, (name, counties) in enumerate(below.items(), 1):
        description = _with_list(city.description, "下级", counties).replace('"140900"', f'"99{at:02}00"')
        city.write(folder / name, {CITY: name, "山西省": PROVINCE}, f"{description}\n上级: {PROVINCE}\n序号: {at}\n")
        for order, one in enumerate(counties, 1):
            description = re.sub(r"序号: \d+", f"序号: {order}", county.description).replace('"140928"', f'"99{at:02}{order:02}"')
            county.write(folder / one, {COUNTY: one, CITY: name, "山西省": PROVINCE}, description)
    description = _with_list(city.description, "下级", list(below)).replace('"140900"', '"990000"')
    description = _with_list(description, "主送", ["各市人民政府", "省直有关单位"])
    city.write(folder / PROVINCE, WORDS_OF_A_PROVINCE, _POLICY_OF_THE_CITY.sub("", description))


def _model(name: str, back: int, without: tuple[str, ...] = ()) -> Model:
    """A unit of the demonstration so many years earlier, without some tables."""
    folder = ROOT / "inputs" / str(YEAR) / name
    further = tuple(path for path in folder.iterdir() if path.name not in (DESCRIPTION, WORKBOOK))
    return Model(_earlier((folder / DESCRIPTION).read_text("utf-8"), back), _parts(folder / WORKBOOK, back, without), further)


def _parts(path: Path, back: int, without: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The parts of a workbook, its dates so many years earlier; all are XML."""
    book = openpyxl.load_workbook(path)
    for title in without:
        del book[title]
    for cell in (cell for sheet in book if back for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, datetime):
            cell.value = datetime.fromisoformat(_earlier(cell.value.isoformat(), back))
        elif isinstance(cell.value, str):
            cell.value = _earlier(cell.value, back)
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as parts:
        return tuple((part, parts.read(part).decode("utf-8")) for part in parts.namelist())


def _earlier(text: str, back: int) -> str:
    """A text whose years are so many earlier; no year but a leap year has a 29 February."""
    moved = _YEAR.sub(lambda found: str(int(found[1]) - back), text)
    return moved.replace("-02-29", "-02-28") if back else moved


def _with_list(description: str, key: str, names: list[str]) -> str:
    """A description whose list of `key` is another."""
    return re.sub(rf"(?m)^{key}:\n(?:  - .*\n)+", "".join((f"{key}:\n", *(f"  - {name}\n" for name in names))), description)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


if __name__ == "__main__":
    main()
