"""Documents to be recorded, made by hand: a number and a text, with the cell that the number came from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure, Source
from reportgen.versions.version import BuildRecord, Key, Output

KEY = Key("2023", "甲县", "plan")
FILE = "inputs/2023/甲县/资金.csv"
START = datetime(2023, 4, 18, 9, 30, tzinfo=UTC)


def html(text: str = "任务", value: str = "2000", source: str = "C2", title: str = "方案") -> str:
    shown = f'<data value="{value}" data-figure="tasks.total" data-source="{source}">{Decimal(value):.0f}</data>'
    return f'<article class="gongwen" data-title="{title}"><h1 id="title">方案</h1><p id="p-1">{text}{shown}户</p></article>'


def figure(cells: Mapping[str, str]) -> Figure:
    """The sum of cells of FILE."""
    sources = tuple(Source(Place(FILE, cell=cell), raw) for cell, raw in cells.items())
    return Figure(sum((Decimal(raw) for raw in cells.values()), Decimal(0)), sources, (), "tasks.total", "任务总数", "户", "各行相加")


def made(text: str = "任务", cells: Mapping[str, str] | None = None, digest: str = "1", key: Key = KEY) -> BuildRecord:
    total = figure(cells or {"C2": "1200", "C3": "800"})
    ingredients = {FILE: digest, "templates/html/base.html": "t", "程序": "p"}
    outputs = {"docx": Output(f"2023/{key.unit}/实施方案.docx", "ab" * 32)}
    return BuildRecord(key, html(text, f"{total.value}"), outputs, ingredients, (total,), (), START)


def later(one: BuildRecord, minutes: int) -> BuildRecord:
    return replace(one, time=one.time + timedelta(minutes=minutes))
