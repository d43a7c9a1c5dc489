"""佐证材料/: the files of a unit by name; links are not followed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.inputs.evidence import evidence_files
from reportgen.pipeline.opening import open_season
from reportgen.programmes.clean_heating.figures.evidence import EvidenceIndex
from reportgen.workspace import Workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    unit = tmp_path / "inputs/2023/甲县"
    for name in ("验收/意见.pdf", "资金.xlsx", "验收/~$意见.docx", ".DS_Store", "Thumbs.db", "验收/照片/1.jpg"):
        path = unit / "佐证材料" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return unit


def test_files_in_order_without_what_systems_leave_behind(folder: Path, tmp_path: Path) -> None:
    assert evidence_files(Workspace(tmp_path), folder) == (("资金.xlsx", "验收/意见.pdf", "验收/照片/1.jpg"), [])


def test_a_unit_without_the_folder_has_none(tmp_path: Path) -> None:
    assert evidence_files(Workspace(tmp_path), tmp_path) == ((), [])


@pytest.mark.parametrize("name", ["外面", "外面.pdf", "循环", "断"])
def test_links_are_not_followed(name: str, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "机密.pdf").touch()
    targets = {"外面": outside, "外面.pdf": outside / "机密.pdf", "循环": folder / "佐证材料", "断": tmp_path / "nothing"}
    (folder / "佐证材料" / name).symlink_to(targets[name])
    files, problems = evidence_files(Workspace(tmp_path), folder)
    assert files == ("资金.xlsx", "验收/意见.pdf", "验收/照片/1.jpg")
    assert [(p.code, str(p.places[0])) for p in problems] == [("evidence.link", f"inputs/2023/甲县/佐证材料/{name}")]


def test_the_folder_itself_may_not_be_a_link(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "inputs/2023/乙县"
    other.mkdir()
    (other / "佐证材料").symlink_to(folder / "佐证材料")
    files, problems = evidence_files(Workspace(tmp_path), other)
    assert files == ()
    assert [p.code for p in problems] == ["evidence.link"]


def index_of(root: Path) -> EvidenceIndex:
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == "甲县"]
    return season.themes(scope).evidence


@pytest.mark.sampled(7)
@pytest.mark.parametrize(
    ("written", "present"),
    [
        ("任务/完成统计表.txt", True),
        (r"任务\完成统计表.txt", True),
        ("./佐证材料/任务/完成统计表.txt", True),
        ("任务/完成统计表.pdf", False),
        ("../乙县/佐证材料/任务/完成统计表.txt", False),
        ("/etc/passwd", False),
        ("任务", False),
    ],
)
def test_a_row_of_the_index_has_its_file(written: str, present: bool, project: Callable[[str], Path]) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/佐证材料.csv").write_text(f"材料编号,材料名称,文件,支持事项\n1,统计表,{written},1.1.1，1.1.2；用户台账\n", encoding="utf-8")
    evidence = index_of(root)
    assert [item.present for item in evidence.rows] == [present]
    assert evidence.rows[0].supports == ("1.1.1", "1.1.2", "用户台账")
    assert ("任务/完成统计表.txt" in evidence.uncited) == (not present)
    assert evidence.count == 1


def test_without_an_index_nothing_is_counted(project: Callable[[str], Path]) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/佐证材料.csv").unlink()
    evidence = index_of(root)
    assert (evidence.rows, evidence.count.known, evidence.lacking) == ((), False, ("甲县《佐证材料》",))
    assert len(evidence.uncited) == 3
