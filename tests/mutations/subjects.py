"""A workspace that has a file of every kind, and the command that reads each."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.workspace import Workspace, packaged_templates
from tests.filing.conftest import PACKAGE, send
from tests.mutations.mutating import PACKED, TEXT, Mutation

COUNTY = "inputs/2023/甲县"
DOCUMENT = "outputs/2023/甲县/实施方案.docx"


@dataclass(frozen=True)
class Subject:
    """A file of a workspace, what happens to it, and the command that reads it."""

    file: str
    mutations: tuple[Mutation, ...]
    command: tuple[str, ...]


_CHECK = ("check", "甲县", "--json")
SUBJECTS = (
    Subject(f"{COUNTY}/改造任务.xlsx", PACKED, _CHECK),
    Subject(f"{COUNTY}/用户台账.csv", TEXT, _CHECK),
    Subject(f"{COUNTY}/单位.yaml", TEXT, _CHECK),
    Subject(f"{COUNTY}/重点项目.yaml", TEXT, _CHECK),
    Subject("inputs/policies/本县.yaml", TEXT, _CHECK),
    Subject("templates/html/plan-county.html", TEXT, _CHECK),
    Subject("templates/html/plan-texts.html", TEXT, _CHECK),
    Subject("templates/kinds.yaml", TEXT, _CHECK),
    Subject("templates/docx/清洁取暖项目验收表.docx", PACKED, _CHECK),
    Subject("reportgen.toml", TEXT, _CHECK),
    Subject(PACKAGE, PACKED, ("verify", PACKAGE, "--json")),
    Subject(DOCUMENT, PACKED, ("reconcile", DOCUMENT, "--json")),
    Subject(DOCUMENT, PACKED, ("lint", DOCUMENT, "--json")),
    Subject("outputs/2023/甲县/实施方案.pdf", TEXT[:2], ("lint", "outputs/2023/甲县/实施方案.pdf", "--json")),
)


def prepare(root: Path, pair: Path) -> Path:
    """The workspace in `root`, a copy of the miniature `pair` with a workbook, a policy, templates of its own, and a plan that was filed."""
    shutil.copytree(pair, root, ignore=shutil.ignore_patterns("golden"))
    table = root / COUNTY / "改造任务.csv"
    with table.open(encoding="utf-8-sig", newline="") as rows:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.title = "改造任务"
        for row in csv.reader(rows):
            book.active.append([float(cell) if cell.replace(".", "", 1).isdecimal() else cell for cell in row])
    book.save(table.with_suffix(".xlsx"))
    table.unlink()
    with (root / COUNTY / "单位.yaml").open("a", encoding="utf-8") as unit:
        unit.write("表单: [清洁取暖项目验收表]\n")
    packaged = packaged_templates()
    for name in ("html/plan-county.html", "html/plan-texts.html", "kinds.yaml", "docx/清洁取暖项目验收表.docx"):
        (root / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packaged / name, root / "templates" / name)
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/本县.yaml").write_text(POLICY, encoding="utf-8")
    built = build(open_project(Workspace(root), "2023"), Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"docx", "pdf"})))
    assert [document.status for document in built.documents] == ["built"]
    filed = send(root, why="测试")
    assert filed.package is not None, filed.problems
    return root


POLICY = """\
id: own
document: {title: 本县清洁取暖管理办法, issuer: 甲县, date: "2023-03-01"}
parameters: {most: 1000}
rules:
  - id: OWN-01
    title: 每村不超过上限
    clause: 第三条
    quote: 每村不超过一千户
    severity: warning
    kinds: [plan]
    each: villages
    assert: row.households <= parameters.most
    message: "{{ row.village }}{{ row.households }}户"
"""
