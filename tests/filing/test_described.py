"""A unit that its workbook alone describes is filed, verified and archived like any other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import run
from tests.sheeted import in_workbooks

Project = Callable[[str], Path]


@pytest.mark.slow
def test_filed_verified_and_archived(project: Project) -> None:
    root = in_workbooks(project("pair"), "甲县", "示例市")
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
