"""A unit that its workbook alone describes is filed, verified and archived like any other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.unit import read_unit
from reportgen.workbook.book import blank_book
from reportgen.workbook.description import description_sheets, filled_of
from tests.command import run

Project = Callable[[str], Path]


@pytest.mark.slow
def test_filed_verified_and_archived(project: Project) -> None:
    root = project("pair")
    for name in ("甲县", "示例市"):
        path = root / "inputs/2023" / name / "单位.yaml"
        unit, _ = read_unit(path.read_text("utf-8"), "单位.yaml")
        assert unit is not None
        book = blank_book()
        for sheet in description_sheets(shipped(), name, filled_of(unit)):
            book.add_sheet(sheet)
        (path.parent / "填报表.xlsx").write_bytes(book.save())
        path.unlink()
    assert run(root, "build", "甲县", "--kind", "plan").returncode in (0, 1)
    filed = run(root, "file", "甲县", "实施方案", "--number", "甲清洁办发〔2023〕6号", "--override", "演示")
    assert filed.returncode == 0, filed.stderr
    (package,) = (root / "outputs/2023/甲县").glob("*.zip")
    verified = run(root, "verify", str(package))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    archived = run(root, "archive", "甲县", "实施方案", "--to", "归档")
    assert archived.returncode == 0, archived.stderr
    (data,) = (root / "归档").rglob("填报数据.xml")
    assert "公文·实施方案·发文字号" in data.read_text("utf-8")
