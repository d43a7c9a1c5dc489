"""A miniature workspace with one county, which tests write files into and load."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.inputs.load import load_unit
from reportgen.inputs.records import Table, UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.programme import shipped
from reportgen.workspace import Workspace as RealWorkspace

UNIT = """名称: 原平市
级别: 县
代码: "140981"
上级: 忻州市
发文机关: 原平市清洁取暖工作领导小组办公室
"""


@dataclass(frozen=True)
class Workspace:
    """A workspace in a temporary folder with one county, 原平市."""

    root: Path
    folder: Path

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        """Writes a file into the county's folder."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def book(self, sheets: Mapping[str, Sequence[Sequence[object]]], name: str = "填报表.xlsx", change: Callable[[Worksheet], None] | None = None) -> Path:
        """Writes a workbook; `change` is applied to its first sheet before saving."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        if change:
            change(book.worksheets[0])
        path = self.folder / name
        book.save(path)
        return path

    def rezip(self, path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
        """Changes one part of a workbook as a zip."""
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        parts[part] = change(parts[part])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, data)

    def add(self, path: Path, part: str, data: bytes) -> None:
        """Adds a part to a workbook as a zip."""
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(part, data)

    def load(self) -> tuple[UnitInputs, list[Diagnostic]]:
        """The county's inputs; its 单位.yaml must be readable."""
        inputs, problems = load_unit(RealWorkspace(self.root), self.folder)
        assert inputs is not None, problems
        return inputs, list(problems)

    def table(self, title: str) -> Table | None:
        """One table of the county."""
        return self.load()[0].tables.get(shipped().by_title[title].key)

    def rows(self, title: str) -> list[dict[str, object]]:
        """The rows of one table as plain values."""
        table = self.table(title)
        assert table is not None
        return [values(record) for record in table.rows]

    def said(self, *severities: Severity) -> list[tuple[str, str, str]]:
        """What loading says: code, message and the first place within the county's folder."""
        wanted = severities or tuple(Severity)
        prefix = f"{self.folder.relative_to(self.root).as_posix()}/"
        problems = self.load()[1]
        assert all(p.unit == "原平市" and p.help for p in problems if p.severity is not Severity.NOTICE)
        return [(p.code, p.message, str(p.places[0]).removeprefix(prefix) if p.places else "") for p in problems if p.severity in wanted]


def values(record: Record) -> dict[str, object]:
    """A record's values that are not None."""
    return {key: getattr(record, key) for key in record.dataset.columns if getattr(record, key) is not None}
