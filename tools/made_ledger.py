"""A city, or a province, whose ledgers of households are made up, at any size: as .xlsx or .csv, by county, town or village.

    .venv/bin/python tools/made_ledger.py /tmp/city --households 209683 --counties 16 --by town --format xlsx

No household is anyone's: heads are called 张某甲, identity numbers are of districts (9900…) and telephone numbers of a network (100…) that don't exist,
so are the numbers of cards. Every so many rows one has a fault, of a kind that a rule finds; `faultless` leaves them out. The benchmark reads it.
"""

import argparse
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

import duckdb

YEAR = 2023
CITY = "示例市"
IN_VILLAGE, IN_TOWN = 110, 25
"""So many households a village has, and so many villages a township."""
TITLES = (
    *("乡镇", "村（社区）", "户号", "户主", "身份证号", "区域", "联系电话", "困难类别", "住房面积", "取暖路径", "设备厂家", "设备型号", "合同编号"),
    *("安装日期", "验收日期", "运行正常", "建设补贴", "运行补贴", "用能需求", "用能单位", "实施进度", "抽验", "验收合格", "维修次数", "住址", "银行卡号"),
)
_EPOCH = date(1899, 12, 30)  # from which Excel counts days
_PLAIN, _DAY = 0, 1  # cell styles

Unit = Literal["county", "town", "village"]
Format = Literal["xlsx", "csv"]

_ROWS = """
WITH base AS (
    SELECT i, i // {in_village} AS v, i // ({in_village} * {in_town}) AS t, (i * 2654435761) % 1000003 AS r FROM range({first}, {last}) AS s(i)
), placed AS (
    SELECT *, CASE WHEN v % 10 < 4 THEN '煤改电' WHEN v % 10 < 7 THEN '煤改气' WHEN v % 10 < 9 THEN '集中供热' ELSE '生物质热电联产' END AS path,
        DATE '1940-01-01' + (i % 20000)::INTEGER AS born,
        '{district}' || strftime(DATE '1940-01-01' + (i % 20000)::INTEGER, '%Y%m%d') || lpad((i // 20000)::VARCHAR, 3, '0') AS person
    FROM base
), numbered AS (
    SELECT *, ({checked}) % 11 AS checksum FROM placed
)
SELECT
    '示例' || lpad((t + 1)::VARCHAR, 2, '0') || '镇' AS township,
    '示例' || lpad((v + 1)::VARCHAR, 4, '0') || '村' AS village,
    '{district}-' || lpad((i + 1)::VARCHAR, 6, '0') AS number,
    '张王李赵刘陈杨郭高马'[(r % 10)::INTEGER + 1] || '某' || '甲乙丙丁戊己庚辛壬癸'[((r // 10) % 10)::INTEGER + 1] AS head,
    CASE WHEN {faults} AND i % 5003 = 17 THEN person || '10X98765432'[(checksum + 1) % 11 + 1]
         WHEN {faults} AND i % 7001 = 19 THEN lag(person || '10X98765432'[checksum + 1]) OVER (ORDER BY i)
         ELSE person || '10X98765432'[checksum + 1] END AS identity,
    '农村' AS area,
    '100' || lpad(r::VARCHAR, 8, '0') AS phone,
    CASE WHEN i % 40 = 0 THEN '低保' WHEN i % 90 = 0 THEN '特困' END AS hardship,
    (56 + r % 520 / 10.0)::DECIMAL(6, 1) AS floor_area,
    path,
    CASE path WHEN '煤改电' THEN '示例企业甲' WHEN '煤改气' THEN '示例企业乙' END AS maker,
    CASE path WHEN '煤改电' THEN CASE WHEN {faults} AND i % 9001 = 23 THEN 'SLX-99' ELSE 'SLF-' || (30 + r % 4 * 10) END
        WHEN '煤改气' THEN 'SLB-' || (20 + r % 2 * 4) END AS model,
    CASE path WHEN '煤改电' THEN 'SL-DH-2023-01' WHEN '煤改气' THEN 'SL-QH-2023-02' WHEN '集中供热' THEN 'SL-RH-2023-03' ELSE 'SL-SH-2023-04' END AS contract,
    DATE '2023-08-01' + (r % 60)::INTEGER AS installed_on,
    CASE WHEN {faults} AND i % 6007 = 29 THEN DATE '2023-07-01' ELSE DATE '2023-10-16' + (r % 10)::INTEGER END AS accepted_on,
    '是' AS running,
    CASE path WHEN '煤改电' THEN CASE WHEN {faults} AND i % 8009 = 31 THEN 9800 ELSE 5000 END WHEN '煤改气' THEN 3000 WHEN '集中供热' THEN 4000 ELSE 4500 END
        AS construction_subsidy,
    CASE path WHEN '煤改电' THEN 600 WHEN '煤改气' THEN 800 WHEN '集中供热' THEN 500 ELSE 700 END - (r % 50) AS running_subsidy,
    CASE path WHEN '煤改电' THEN 5000 + r % 3000 WHEN '煤改气' THEN 600 + r % 400 ELSE 400 + r % 100 END AS energy_demand,
    CASE path WHEN '煤改电' THEN '千瓦时' WHEN '煤改气' THEN '立方米' ELSE '平方米·月' END AS energy_measure,
    '已验收' AS stage,
    CASE WHEN i % 10 = 1 THEN '是' ELSE '否' END AS sampled,
    '是' AS accepted,
    CASE WHEN r % 50 = 0 THEN 1 ELSE 0 END AS repairs,
    '示例' || lpad((v + 1)::VARCHAR, 4, '0') || '村' || (i % {in_village} + 1) || '号' AS address,
    '9999' || lpad(i::VARCHAR, 15, '0') AS account
FROM numbered ORDER BY i
"""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999


@dataclass(frozen=True, slots=True)
class County:
    """A made-up county: its number from 1, and how many households it has."""

    number: int
    households: int

    @property
    def name(self) -> str:
        """Its name, which no county has."""
        return f"示例{self.number:03}县"

    def rows(self, first: int = 0, last: int | None = None, *, faults: bool = True) -> str:
        """The query of its households, or those from one number to before another."""
        checked = " + ".join(f"{weight} * ascii(person[{at}]) - {weight * 48}" for at, weight in enumerate(_WEIGHTS, 1))
        return _ROWS.format(
            in_village=IN_VILLAGE,
            in_town=IN_TOWN,
            first=first,
            last=self.households if last is None else min(last, self.households),
            district=990000 + self.number,
            checked=checked,
            faults=str(faults).upper(),
        )


def main() -> None:
    """Write the workspace into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--households", type=int, default=209_683)
    parser.add_argument("--counties", type=int, default=16)
    parser.add_argument("--by", choices=("county", "town", "village"), default="county")
    parser.add_argument("--format", choices=("xlsx", "csv"), default="xlsx")
    parser.add_argument("--faultless", action="store_true")
    asked = parser.parse_args()
    make(asked.folder, asked.households, asked.counties, asked.by, asked.format, faults=not asked.faultless)


def make(root: Path, households: int, counties: int, by: Unit = "county", format: Format = "xlsx", *, faults: bool = True) -> list[Path]:
    """A workspace of a city with so many households in so many counties, in 2023; the files of the ledgers."""
    folder = root / "inputs" / str(YEAR)
    folder.mkdir(parents=True)
    (root / "reportgen.toml").write_text(f"season = {YEAR}\n", "utf-8")
    made = [County(number, households * number // counties - households * (number - 1) // counties) for number in range(1, counties + 1)]
    _write(
        folder / CITY / "单位.yaml",
        f"sample: true\n名称: {CITY}\n级别: 市\n代码: '9900'\n发文机关: {CITY}清洁取暖办\n下级: [{', '.join(c.name for c in made)}]\n",
    )
    files = []
    for county in made:
        files += _write_county(folder / county.name, county, by, format, faults)
    return files


def _write_county(folder: Path, county: County, by: Unit, format: Format, faults: bool) -> list[Path]:
    """The folder of a county: its description, the ledger, and the tables that this is held against."""
    name = county.name
    _write(
        folder / "单位.yaml",
        f"sample: true\n名称: {name}\n级别: 县\n代码: '{990000 + county.number}'\n上级: {CITY}\n序号: {county.number}\n发文机关: {name}清洁取暖办\n"
        "公文:\n  验收报告:\n    发文字号: 示例发〔2023〕1号\n    成文日期: 2023-11-01\n    报送日期: 2023-11-01\n",
    )
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE made AS {county.rows(faults=faults)}")
        by_village = connection.execute(
            "SELECT township, village, path, area, count(*), count(*) FILTER (sampled = '是') FROM made GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        _csv(folder / "乡镇村名录.csv", ("乡镇", "村（社区）"), sorted({row[:2] for row in by_village}))
        _csv(folder / "确村确户.csv", ("乡镇", "村（社区）", "取暖路径", "区域", "户数"), (row[:5] for row in by_village))
        accepted = ("乡镇", "村（社区）", "验收类别", "区域", "完工户数", "验收户数", "合格户数", "不合格户数", "抽验户数")
        _csv(folder / "验收.csv", accepted, ((*row[:5], row[4], row[4], 0, row[5]) for row in by_village))
        models = [("煤改电", "示例企业甲", f"SLF-{power}") for power in (30, 40, 50, 60)] + [("煤改气", "示例企业乙", f"SLB-{power}") for power in (20, 24)]
        equipment = ("取暖路径", "设备类型", "中标企业", "型号", "招标方式", "中标单价", "居民台数", "单位台数")
        _csv(folder / "设备选型.csv", equipment, ((path, "取暖设备", maker, model, "市统一招标", 3650, 9000, 0) for path, maker, model in models))
        subsidies = ("取暖路径", "建设补贴", "运行补贴", "用能价格", "价格单位", "户均取暖支出")
        standards = (("煤改电", 5000, 600), ("煤改气", 3000, 800), ("集中供热", 4000, 500), ("生物质热电联产", 4500, 700))
        _csv(folder / "补贴标准.csv", subsidies, ((*standard, 0.3, "元", 1450) for standard in standards))
        return list(_write_ledger(connection, folder, by, format))


def _write_ledger(connection: duckdb.DuckDBPyConnection, folder: Path, by: Unit, format: Format) -> Iterator[Path]:
    """The table `made` as one file, or as a file for each town or village in the folder 用户台账."""
    if by == "county":
        yield _file(connection, folder / f"用户台账.{format}", "TRUE")
        return
    (folder / "用户台账").mkdir()
    column = "township" if by == "town" else "village"
    for (name,) in connection.execute(f"SELECT DISTINCT {column} FROM made ORDER BY 1").fetchall():
        yield _file(connection, folder / "用户台账" / f"{name}.{format}", f"{column} = '{name}'")


def _file(connection: duckdb.DuckDBPyConnection, path: Path, which: str) -> Path:
    rows = f"SELECT * FROM made WHERE {which} ORDER BY account"
    if path.suffix == ".csv":
        keys = [column[0] for column in connection.execute("DESCRIBE made").fetchall()]
        named = ", ".join(f'"{key}" AS "{title}"' for key, title in zip(keys, TITLES, strict=True))
        connection.execute(f"COPY (SELECT {named} FROM ({rows})) TO '{path}' (HEADER)")
    else:
        write_xlsx(path, "用户台账", TITLES, iter(connection.execute(rows).fetchall()))
    return path


def write_xlsx(path: Path, sheet: str, titles: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    """A workbook of one sheet as Excel saves it: texts shared, days as numbers with a format. Written as text, since that is many times as fast."""
    shared: dict[str, int] = {}
    names = [_column(at) for at in range(len(titles))]
    body = io.StringIO()
    for number, row in enumerate((titles, *rows), 1):
        body.write(f'<row r="{number}">')
        for name, value in zip(names, row, strict=True):
            if isinstance(value, str):
                body.write(f'<c r="{name}{number}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>')
            elif isinstance(value, date):
                body.write(f'<c r="{name}{number}" s="{_DAY}"><v>{(value - _EPOCH).days}</v></c>')
            elif value is not None:
                body.write(f'<c r="{name}{number}"><v>{value}</v></c>')
        body.write("</row>")
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    package, relations = "http://schemas.openxmlformats.org/package/2006", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml"'
        f' ContentType="{spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{spreadsheet}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{spreadsheet}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relations}"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{relations}/styles" Target="styles.xml"/><Relationship Id="r3" '
        f'Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst {main} uniqueCount="{len(shared)}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{body.getvalue()}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for part, content in parts.items():
            book.writestr(part, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')


def _column(at: int) -> str:
    return _column(at // 26 - 1) + chr(ord("A") + at % 26) if at >= 26 else chr(ord("A") + at)  # the letters


def _csv(path: Path, titles: Sequence[str], rows: Any) -> None:
    lines = [",".join(titles), *(",".join(map(str, row)) for row in rows)]
    _write(path, "\n".join(lines) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
