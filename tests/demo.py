"""The demonstration inputs of Xinzhou 2023 as their tests read them: with openpyxl and yaml, not with reportgen."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from tests.policy_table import ROWS

ROOT = Path(__file__).parent.parent
INPUTS = ROOT / "inputs" / "2023"

UNITS = list(ROWS)
IN_FULL = ["原平市", "保德县", "五寨县"]
PATHS = ["集中供热", "煤改电", "煤改气", "生物质热电联产"]
AREAS = ["城区/县城", "农村"]


@cache
def book(unit: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(INPUTS / unit / "填报表.xlsx")


@cache
def rows(unit: str, sheet: str) -> list[dict[str, Any]]:
    """The rows under the headings in row 3, without the total row, by heading without its unit."""
    workbook = openpyxl.load_workbook(INPUTS / unit / "用户台账.xlsx") if sheet == "用户台账" else book(unit)
    _, _, headings, *body = workbook[sheet].iter_rows(values_only=True)
    names = [str(heading).removesuffix("）").split("（")[0] for heading in headings]
    return [dict(zip(names, values, strict=True)) for values in body if values[0] != "合计"]


def sheets(unit: str) -> list[str]:
    return [*book(unit).sheetnames, *(["用户台账"] if unit in IN_FULL else [])]


@cache
def description(unit: str) -> dict[str, Any]:
    data = yaml.safe_load((INPUTS / unit / "单位.yaml").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def day(value: datetime) -> date:
    """Dates are read as datetimes; a sheet's dates are compared with a description's as days."""
    return value.date()


def decimal(value: float) -> Decimal:
    return Decimal(str(value))


def money(values: Iterable[float | int | None]) -> Decimal:
    return sum((Decimal(str(value)) for value in values if value is not None), Decimal(0))


def task(unit: str) -> dict[tuple[str, str], int]:
    return {(row["取暖路径"], row["区域"]): row["任务户数"] for row in rows(unit, "改造任务")}


def task_of(unit: str, path: str) -> int:
    return sum(count for (p, _), count in task(unit).items() if p == path)


def paths(unit: str) -> list[str]:
    return [path for path in PATHS if task_of(unit, path)]
