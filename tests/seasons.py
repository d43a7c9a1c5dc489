"""A miniature workspace with two seasons, whose one document speaks of the earlier one."""

import shutil
from pathlib import Path

import yaml

from reportgen.workspace import packaged_templates

TABLES = ("改造任务", "月度计划与进度", "备案任务")
KIND = "comparison"
PAGE = """\
{{% extends "plain.html" %}}
{{% block body %}}
<p>本年度任务{{{{ tasks.total|households }}}}。{}</p>
{{% endblock %}}
"""
SENTENCE = "上年度任务{{ previous.tasks.total|households }}。"


def two_seasons(root: Path, sentence: str = SENTENCE) -> Path:
    """The workspace in `root` with a season 2022, of which it has few tables, and one kind of document, which says a sentence more."""
    for unit in (root / "inputs/2023").iterdir():
        earlier = root / "inputs/2022" / unit.name
        earlier.mkdir(parents=True)
        for file in ("单位.yaml", *(f"{table}.csv" for table in TABLES)):
            if (unit / file).exists():
                shutil.copy(unit / file, earlier / file)
    shutil.rmtree(root / "golden", ignore_errors=True)
    (root / "templates/html").mkdir(parents=True)
    levels = {level: {"template": f"{KIND}.html", "title": "{{ unit.name }}|年度任务对照"} for level in ("县", "市")}
    own = {"id": KIND, "name": "年度任务对照", "datasets": ["tasks"], "filed": False, "formats": ["html"], "levels": levels}
    packaged = yaml.safe_load((packaged_templates() / "kinds.yaml").read_text(encoding="utf-8"))
    kinds = [own, *({"id": kind["id"], "enabled": False} for kind in packaged if not kind.get("archived"))]
    (root / "templates/kinds.yaml").write_text(yaml.safe_dump(kinds, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for described in root.glob("inputs/*/*/单位.yaml"):
        written = yaml.safe_load(described.read_text(encoding="utf-8"))
        written.pop("公文", None)
        described.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    says(root, sentence)
    change(root, "2022", "甲县", "煤改电,农村,1200", "煤改电,农村,1000")
    return root


def says(root: Path, sentence: str) -> None:
    """The document says another sentence."""
    (root / f"templates/html/{KIND}.html").write_text(PAGE.format(sentence), encoding="utf-8")


def change(root: Path, season: str, unit: str, before: str, after: str, table: str = "改造任务") -> None:
    """A row of a table becomes another."""
    path = root / "inputs" / season / unit / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
