"""Questions are answered from what is known, where that is still so; else what is lacking is found out, and only that."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from reportgen.building.project import Project, open_project
from reportgen.inputs.schema.programme import shipped
from reportgen.pipeline.check import Checked, check
from reportgen.pipeline.traced import meant
from reportgen.workspace import open_workspace

HEAVY = {"jinja2", "lxml", "numpy", "openpyxl", "pandas", "pydantic", "python_calamine", "rapidfuzz", "weasyprint", "yaml"}
COUNTY = frozenset({"甲县"})


def opened(root: Path) -> Project:
    workspace, _ = open_workspace(root)
    assert workspace is not None
    return open_project(workspace, "2023")


def asked(root: Path, units: frozenset[str] | None = None) -> Checked:
    project = opened(root)
    checked = check(project, units)
    project.keep()
    return checked


def entries(root: Path) -> list[Path]:
    return sorted(path for path in (root / "outputs/.reportgen/answers").rglob("*") if path.is_file())


@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    "question",
    [
        *(["check", "甲县"], ["check"], ["status"], ["figures", "甲县"], ["log", "甲县", "plan"]),
        *(["trace", "甲县", "plan"], ["trace", "甲县", "plan", "任务户数"], ["trace", "示例市", "plan", "任务户数（户）"], ["trace", "甲县", "plan", "二千"]),
    ],
)
def test_what_is_known_is_told_without_reading(question: list[str], project: Callable[[str], Path]) -> None:
    root = project("pair")
    script = (
        f"import sys; sys.argv = ['reportgen', '--workspace', {str(root)!r}, *{question!r}]\nfrom reportgen.cli import main\n"
        "try: main()\nfinally: print(*{name.partition('.')[0] for name in sys.modules})"
    )
    told = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False).stdout.splitlines() for _ in range(2)]
    assert told[0][:-1] == told[1][:-1] != []
    assert "pydantic" in told[0][-1].split()
    assert HEAVY & set(told[1][-1].split()) == set()


@pytest.mark.slow
def test_what_stands_below_a_heading_is_known_as_it_is_read(project: Callable[[str], Path]) -> None:
    root = project("pair")
    first = opened(root)
    documents = [document for document in first.roster.documents if document[0] in ("甲县", "示例市")]
    for document in documents:
        first.trace(document)
    first.keep()
    words = [*(field.column.title for dataset in shipped().datasets for field in dataset.fields()), "任务户数（万户）", "备案户数/户", "没有的列"]
    known = opened(root)
    below = 0
    for document in documents:
        trace = known.trace(document)
        used = {source.place for item in trace.traced for source in item.figure.sources}
        for word in words:
            cells = known.cells_headed(word, document, trace)
            assert cells == used & first.cells_headed(word, document, replace(trace, columns=None)), (document, word)
            below += len(cells)
    assert below > 100


@pytest.mark.slow
def test_which_columns_of_long_tables_is_read_again(project: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root, document, told = project("pair"), ("甲县", "plan"), []
    for longest in (10_000, 1):
        monkeypatch.setattr("reportgen.pipeline.trace._MOST_ROWS", longest)
        for asking in (opened(root), opened(root)):
            trace = asking.trace(document)
            told.append(meant(trace.traced, "任务户数", partial(asking.cells_headed, document=document, trace=trace)))
            assert (trace.columns is None) is (longest == 1)
            asking.keep()
        shutil.rmtree(root / "outputs/.reportgen")
    assert told == [told[0]] * 4 != [()] * 4


def test_a_question_about_a_county_reads_no_other(project: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    from reportgen.inputs import load

    monkeypatch.setattr(load, "load_unit", lambda workspace, folder, load_unit=load.load_unit: (read.append(folder.name), load_unit(workspace, folder))[1])
    root = project("pair")
    asked(root, COUNTY)
    assert read == ["甲县"]
    asked(root)
    assert sorted(read) == ["乙县", "甲县", "甲县", "示例市"]  # the city is summed from its counties
    read.clear()
    asked(root)
    assert read == []


@pytest.mark.slow
def test_a_damaged_entry_is_found_out_anew(project: Callable[[str], Path]) -> None:
    root = project("pair")
    checked = asked(root)
    before = {path: path.read_bytes() for path in entries(root)}
    for path in before:
        path.write_bytes(before[path][:40])
    assert asked(root) == checked
    assert {path: path.read_bytes() for path in entries(root)} == before


@pytest.mark.slow
def test_where_nothing_can_be_written_it_is_told_all_the_same(project: Callable[[str], Path]) -> None:
    root = project("pair")
    (root / "outputs").write_bytes(b"")  # no folder can be made in its place, whoever runs this
    assert asked(root) == asked(root)


def test_what_moves_while_it_is_read_is_not_kept(project: Callable[[str], Path]) -> None:
    root = project("pair")
    asking = opened(root)
    check(asking, COUNTY)
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8") + "\n# 改\n", encoding="utf-8")
    asking.keep()
    assert entries(root) == []
