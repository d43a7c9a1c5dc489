"""The last good document stands where an input can't be decided: nothing is written, recorded or called mended until it can be."""

import io
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from reportgen.building.build import build
from reportgen.building.outcome import Built, Order
from reportgen.building.project import Warm, open_project
from reportgen.cli import main_group
from reportgen.pipeline.check import check
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
SEASON = "2023"
TASKS = "改造任务.csv"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def workbook(title: str, *rows: tuple[object, ...]) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write(name: str, content: bytes) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return do


def copy(source: str, name: str, before: str = "", after: str = "") -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        text = (folder / source).read_text(encoding="utf-8")
        assert not before or before in text
        (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")

    return do


def broken_unit(folder: Path) -> None:
    (folder / "单位.yaml").write_text("名称: [甲县\n", encoding="utf-8")


def unit_gone(folder: Path) -> None:
    (folder / "单位.yaml").rename(folder / "单位(1).yaml")


def unit_cut(folder: Path) -> None:
    (folder / "单位.yaml").write_text("名称: 甲县\n级别: 县\n", encoding="utf-8")


def folder_copied(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name(f"{folder.name} - 副本"))


UNDECIDABLE = {
    "empty": (write(TASKS, b""), "改造任务.csv 是空文件"),
    "no text": (write(TASKS, b"\xff\xfe\x00\xd8"), "改造任务.csv 不是 UTF-8"),
    "quotes": (write(TASKS, '取暖路径,区域\n"煤改电,农村\n'.encode()), "改造任务.csv 第"),
    "half a YAML list": (write("重点项目.yaml", "- 项目名称: [\n".encode()), "重点项目.yaml"),
    "half a workbook": (write("填报表.xlsx", workbook("宣传报道", ("标题",), ("标题",))[:-200]), "填报表.xlsx 不完整或者已经损坏"),
    "encrypted": (write("填报表.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")), "填报表.xlsx 设有打开密码"),
    "old workbook": (write("填报表.xls", OLE), "填报表.xls 是 .xls 格式"),
    "old workbook so named": (write("填报表.xlsx", OLE), "填报表.xlsx 是旧的 .xls 格式"),
    "a pipe so named": (lambda folder: os.mkfifo(folder / "填报表.xlsx"), "填报表.xlsx 不是普通文件"),
    "a copy": (copy(TASKS, "改造任务 - 副本.csv", "0", "1"), "改造任务.csv “改造任务.csv”、“改造任务 - 副本.csv”像是"),
    "a copy as YAML": (write("改造任务.yaml", "- {取暖路径: 煤改电, 区域: 农村, 任务户数: 1}\n".encode()), "“改造任务.csv”、“改造任务.yaml”像是"),
    "a dataset twice": (write("填报表.xlsx", workbook("改造任务", ("取暖路径", "区域", "任务户数"), ("煤改电", "农村", 1))), "“改造任务”有2处"),
    "a unit's file broken": (broken_unit, "单位.yaml"),
    "a unit's file gone": (unit_gone, "没有 单位.yaml"),
    "a unit's file cut short": (unit_cut, "单位.yaml"),
    "a unit's file copied": (copy("单位.yaml", "单位 - 副本.yaml", "李某某", "王某某"), "“单位 - 副本.yaml”像是“单位.yaml”的副本，内容不一样（联系人不同）"),
    "a unit's folder copied": (folder_copied, "有两个单位的名称都是“甲县”"),
}


def made(root: Path, *, force: bool = False, warm: Warm | None = None) -> Built:
    return build(open_project(Workspace(root), SEASON, warm), Order(kinds=frozenset({"plan"}), formats=frozenset({"html"}), force=force))


def statuses(built: Built) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for document in built.documents:
        found.setdefault(document.unit, set()).add(document.status)
    return found


def outputs(root: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and times of all documents."""
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted((root / "outputs" / SEASON).rglob("*.html"))}


def versions(root: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(root / "outputs/.reportgen/history.db")) as database:
        return database.execute("SELECT * FROM versions ORDER BY season, unit, kind, number").fetchall()


def run(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main_group(["--workspace", str(root), *arguments], standalone_mode=False)
    return status, capsys.readouterr().out


@pytest.fixture(scope="module")
def built_once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature workspace with its plans."""
    copied = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("kept") / "pair"))
    assert set().union(*statuses(made(copied)).values()) == {"built"}
    return copied


@pytest.fixture
def workspace(built_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_once, tmp_path / "pair"))


@pytest.mark.sampled(18)
@pytest.mark.parametrize(("spoil", "words"), UNDECIDABLE.values(), ids=UNDECIDABLE.keys())
def test_what_is_made_from_an_input_that_cannot_be_decided_is_kept_until_it_can(
    workspace: Path, spoil: Callable[[Path], None], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace / "inputs/2023/甲县"
    sound = Path(shutil.copytree(folder, workspace.parent / "sound"))
    before, recorded = outputs(workspace), versions(workspace)
    spoil(folder)
    for force in (False, True):
        built = made(workspace, force=force)
        found = statuses(built)
        assert (found["甲县"], found["示例市"]) == ({"kept"}, {"kept"})
        assert found["乙县"] == ({"built", "unchanged"} & found["乙县"])
        assert all(words in "；".join(document.reasons) for document in built.documents if document.status == "kept")
        assert {name: content for name, content in outputs(workspace).items() if "乙县" not in name} == {
            name: content for name, content in before.items() if "乙县" not in name
        }
        assert versions(workspace) == recorded
    code, shown = run(workspace, capsys, "build", "--kind", "plan", "--format", "html")
    assert code == 1 and "保留上一版　甲县 实施方案" in shown and words in shown
    code, shown = run(workspace, capsys, "status", "--kind", "plan", "--today", "2023-04-01")
    assert code == 1 and "保留上一版：" in shown and words in shown
    code, shown = run(workspace, capsys, "status", "--kind", "plan", "--json")
    assert {one["unit"]: (one["kept"], one["up_to_date"]) for one in json.loads(shown)} == {
        "甲县": (True, False),
        "示例市": (True, False),
        "乙县": (False, True),
    }
    checked = check(open_season(Workspace(workspace), SEASON), kinds=frozenset({"plan"}))
    assert {one.unit for one in checked.units if one.is_kept} >= {"示例市"}
    assert {problem.unit for problem in checked.problems if problem.code == "documents.kept"} >= {"示例市"}
    assert not [problem for problem in checked.problems if problem.code.startswith("documents.missing-") and problem.unit != "乙县"]
    shutil.rmtree(folder)
    shutil.rmtree(folder.with_name("甲县 - 副本"), ignore_errors=True)
    shutil.copytree(sound, folder)
    assert statuses(made(workspace)) == {"甲县": {"unchanged"}, "示例市": {"unchanged"}, "乙县": {"unchanged"}}
    assert {name: content for name, (content, _) in outputs(workspace).items()} == {name: content for name, (content, _) in before.items()}
    assert versions(workspace) == recorded


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("spoil", "documents"),
    [
        (copy(TASKS, TASKS, "0", "x"), "built"),
        (lambda folder: (folder / TASKS).unlink(), "built"),
        (copy(TASKS, "改造任务(1).csv"), "unchanged"),
        (copy("单位.yaml", "单位 - 副本.yaml"), "unchanged"),
        (write("说明.docx", b"PK"), "unchanged"),
        (write("~$填报表.xlsx", b"x"), "unchanged"),
        (write("填报表.核对.xlsx", b""), "unchanged"),
    ],
    ids=["a value is wrong", "a table is missing", "a copy that says the same", "a unit's file twice", "no data", "a lock", "a marked copy"],
)
def test_what_is_wrong_or_missing_makes_drafts_and_what_is_no_input_nothing(workspace: Path, spoil: Callable[[Path], None], documents: str) -> None:
    spoil(workspace / "inputs/2023/甲县")
    built = made(workspace)
    assert statuses(built)["甲县"] == {documents}
    assert not any(document.status in ("kept", "blocked") for document in built.documents)


def test_the_units_below_keep_their_documents_where_the_file_is_broken_that_gives_their_dates(workspace: Path) -> None:
    before = outputs(workspace)
    broken_unit(workspace / "inputs/2023/示例市")
    assert statuses(made(workspace)) == {"示例市": {"kept"}, "甲县": {"kept"}, "乙县": {"kept"}}
    assert outputs(workspace) == before


def test_a_policy_that_cannot_be_read_keeps_all_documents(workspace: Path) -> None:
    (workspace / "inputs/policies").mkdir()
    write("own.yaml", b"id: own\nrules: [\n")(workspace / "inputs/policies")
    assert statuses(made(workspace)) == {"示例市": {"kept"}, "甲县": {"kept"}, "乙县": {"kept"}}


def test_other_files_of_the_unit_above_leave_those_below_alone(workspace: Path) -> None:
    write("资金.csv", b"")(workspace / "inputs/2023/示例市")
    assert statuses(made(workspace)) == {"示例市": {"kept"}, "甲县": {"unchanged"}, "乙县": {"unchanged"}}


def test_without_an_earlier_document_none_is_made(project: Project) -> None:
    root = project("pair")
    write(TASKS, b"")(root / "inputs/2023/甲县")
    built = made(root)
    assert statuses(built) == {"示例市": {"blocked"}, "甲县": {"blocked"}, "乙县": {"built"}}
    assert {document.reasons for document in built.documents if document.status == "blocked"} == {("inputs/2023/甲县/改造任务.csv 是空文件",)}
    assert {path.parent.name for path in (root / "outputs/2023").rglob("*.html")} == {"乙县"}


def test_a_document_edited_by_hand_is_kept_too(workspace: Path) -> None:
    file = workspace / "outputs/2023/甲县/实施方案.html"
    file.write_text("改过的", encoding="utf-8")
    write(TASKS, b"")(workspace / "inputs/2023/甲县")
    built = made(workspace, force=True)
    assert next(d.outputs["html"] for d in built.documents if (d.unit, d.kind) == ("甲县", "plan")) == file
    assert file.read_text(encoding="utf-8") == "改过的"


@pytest.mark.slow
def test_a_process_that_stays_keeps_as_well_and_goes_on_as_if_nothing_had_been(workspace: Path) -> None:
    warm = Warm()
    made(workspace, warm=warm)
    table = workspace / "inputs/2023/甲县" / TASKS
    content = table.read_bytes()
    table.write_bytes(b"")
    assert statuses(made(workspace, warm=warm))["甲县"] == {"kept"}
    table.write_bytes(content)
    assert statuses(made(workspace, warm=warm)) == {"甲县": {"unchanged"}, "示例市": {"unchanged"}, "乙县": {"unchanged"}}
    table.write_bytes(content.replace(b"1", b"2"))
    assert statuses(made(workspace, warm=warm))["甲县"] == {"built"}


def test_the_log_says_nothing_of_findings_that_nobody_can_look_for(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(TASKS, b"")(workspace / "inputs/2023/甲县")
    _, shown = run(workspace, capsys, "log", "甲县", "实施方案")
    assert "现在的情况请运行 reportgen check 查看" in shown and "现在还有" not in shown
    _, shown = run(workspace, capsys, "log", "甲县", "实施方案", "--json")
    assert json.loads(shown)["now"] is None
