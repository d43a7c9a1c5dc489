"""The difference of two versions of composed documents: which figures changed, and which cells moved them."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.console.diff_json import diff_json
from reportgen.diff.difference import ComparedDocument, Difference, difference
from reportgen.diff.matching import Op
from reportgen.diff.summary import Sort, told
from reportgen.pipeline.opening import open_season
from reportgen.versions.build_record import build_record
from reportgen.versions.details import Details
from reportgen.workspace import Workspace

Versions = Callable[..., Difference]
Edits = list[tuple[str, str, str]]


def document(root: Path, unit: str, kind: str, name: str) -> ComparedDocument:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    composed = season.compose(job)
    html = composed.html
    assert html is not None
    made = build_record(season, job, composed, {}, {}, datetime.now(UTC), "张三")
    details = Details({figure.name: figure for figure in made.figures}, made.cells)
    return ComparedDocument(html, name, int(name[1]), details.figures, made.findings, details.cells)


@pytest.fixture(scope="module")
def before(root: Path) -> Callable[[str, str], ComparedDocument]:
    """The first version of a document of tests/projects/pair, composed once."""
    made: dict[tuple[str, str], ComparedDocument] = {}

    def first(unit: str, kind: str) -> ComparedDocument:
        if (unit, kind) not in made:
            made[unit, kind] = document(root / "tests/projects/pair", unit, kind, "第1版")
        return made[unit, kind]

    return first


@pytest.fixture
def versions(before: Callable[[str, str], ComparedDocument], root: Path, tmp_path: Path) -> Versions:
    """What edits of the inputs (file, before, after) change in a document."""

    def differ(unit: str, kind: str, *edits: tuple[str, str, str]) -> Difference:
        shutil.copytree(root / "tests/projects/pair", tmp_path / "pair")
        for file, old, new in edits:
            path = tmp_path / "pair/inputs/2023" / file
            text = path.read_text("utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), "utf-8")
        return difference(before(unit, kind), document(tmp_path / "pair", unit, kind, "第2版"))

    return differ


def values(found: Difference) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {change.shown.name: tuple(side and side.value for side in (change.old, change.new)) for change in found.changed}


def test_a_cell_moves_every_figure_that_stands_on_it_and_no_other(versions: Versions) -> None:
    found = versions("甲县", "plan", ("甲县/改造任务.csv", "1200", "1500"))
    changed = {change.shown.name: change for change in found.changed}
    old, new = found.old.figures, found.new.figures
    assert changed.keys() == {name for name in old.keys() & new.keys() if old[name].value != new[name].value}
    total = changed["tasks.total"]
    assert (total.shown.label, total.old.value, total.new.value, total.difference) == ("清洁取暖改造总任务", 2000, 2300, 300)
    for name, change in changed.items():
        assert [(str(cell.place), cell.old, cell.new) for cell in change.cells] == [("inputs/2023/甲县/改造任务.csv!C2", "1200", "1500")], name


def test_words_that_changed_are_told_with_their_cell_though_no_figure_did(versions: Versions) -> None:
    found = versions("甲县", "summary", ("甲县/拖欠款.csv", "2022年煤改电设备采购", "2022年煤改电设备购置"))
    assert not found.changed
    assert [(cell["file"], cell["cell"], cell["old"], cell["new"]) for cell in diff_json(found)["cells"]] == [
        ("inputs/2023/甲县/拖欠款.csv", "B2", "2022年煤改电设备采购", "2022年煤改电设备购置")
    ]


def test_a_row_that_was_put_in_is_what_moved_the_total(versions: Versions) -> None:
    row = "中央,煤改电设备购置,300.00,"
    found = versions("甲县", "plan", ("甲县/资金.csv", row, f"市,煤改电设备购置,77.00,,77.00,77.00,0,2023年6月20日,验收合格后付清\n{row}"))
    (budget,) = (change for change in found.changed if change.shown.name == "funds.budget")
    assert [(cell.place.cell, cell.old, cell.new) for cell in budget.cells] == [("C2", None, "77.00")]
    (table,) = (entry.pair for entry in told(found) if entry.pair.table)
    assert [(column.old, column.new) for column in table.table.columns] == [(0, 0), (1, 1), (None, 2), (2, 3), (3, 4), (4, 5)]
    assert {change.shown.name for change in found.figures if change.op is Op.INSERT} == {"funds.city.budget", "funds.use.煤改电设备购置.city"}


def test_the_figures_of_a_counted_row_are_those_of_its_row_though_the_count_moved(versions: Versions) -> None:
    row = "示例企业甲,2022年煤改电设备采购,86.50,60.00,2024年9月30日"
    found = versions("甲县", "summary", ("甲县/拖欠款.csv", row, f"示例企业丙,2021年管网工程,10.00,4.00,2024年6月30日\n{row.replace('60.00', '61.00')}"))
    rows = {(change.shown.row, change.shown.name): change for change in found.changed if change.shown.row}
    assert {name for _, name in rows} == {"arrears.2.paid", "arrears.2.left"}
    paid = rows["示例企业甲", "arrears.2.paid"]
    assert paid.old and paid.new
    assert (paid.old.name, paid.old.value, paid.new.value) == ("arrears.1.paid", 60, 61)
    assert {change.shown.name for change in found.figures if change.op is Op.INSERT} == {"arrears.1.owed", "arrears.1.paid", "arrears.1.left"}


def test_a_figure_that_went_missing_is_told_and_so_is_the_finding(versions: Versions) -> None:
    found = versions("甲县", "plan", ("甲县/改造任务.csv", "1200", ""))
    assert values(found)["tasks.total"] == (2000, None)
    missing = diff_json(found)["figures"][0]
    assert (missing["figure"], missing["old"], missing["new"], missing["difference"]) == ("tasks.total", "2000", None, None)
    assert missing["sources"] == [{"file": "inputs/2023/甲县/改造任务.csv", "sheet": None, "cell": "C2", "line": None, "old": "1200", "new": ""}]


def test_a_finding_comes_with_what_brought_it_and_goes_with_it(versions: Versions) -> None:
    found = versions("甲县", "evaluation", ("甲县/资金.csv", "297.50", "2297.50"))
    assert "PF-3-01" in {finding["rule"] for finding in found.findings.new}
    assert diff_json(found)["findings"]["new"] == list(found.findings.new)
    back = difference(found.new, found.old)
    assert (back.findings.new, back.findings.gone) == (found.findings.gone, found.findings.new)


def test_a_paragraph_where_only_figures_changed_is_said_to_be_one(versions: Versions) -> None:
    sorts = {entry.id: entry.sort for entry in told(versions("甲县", "plan", ("甲县/改造任务.csv", "1200", "1500")))}
    assert sorts["goals-conversion-p-1"] is Sort.FIGURES
    assert sorts["tasks-by-path"] is Sort.FIGURES
    assert sorts["work-villages-p-1"] is Sort.CHANGE


@pytest.mark.parametrize("kind", ["plan", "evaluation"])
def test_a_document_and_itself_have_nothing_to_tell(before: Callable[[str, str], ComparedDocument], kind: str) -> None:
    same = before("示例市", kind)
    found = difference(same, same)
    assert found.empty
    told_json = diff_json(found)
    assert {key: value for key, value in told_json.items() if value} == {
        "old": 1,
        "new": 1,
        "old_name": "第1版",
        "new_name": "第1版",
        "findings": {"new": [], "gone": [], "changed": []},
    }
