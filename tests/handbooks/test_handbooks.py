"""Handbooks as an officer makes them: the command, its volumes, its lists, and what it says."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import page
import pypdfium2
import pytest

from tests.command import run
from tests.handbooks.conftest import HEAD, PERSONAL, ROWS, picture, scan, write

FOLDER, FULL = "outputs/2023/示例县/一户一档", "outputs/2023/示例县/一户一档（含个人信息）"
EAST = f"{FOLDER}/甲镇/东村.pdf"


def made(root: Path, *arguments: str) -> dict[str, Any]:
    result = run(root, "handbooks", "示例县", "--jobs", "1", "--json", *arguments)
    told: dict[str, Any] = json.loads(result.stdout or f'{{"problems": {json.dumps(result.stderr)}}}')
    return told


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [sheet.get_textpage().get_text_bounded().replace("\r\n", "\n") for sheet in pdf]


def codes(told: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in told["problems"]}


def test_a_volume_for_each_village_with_a_cover_and_what_each_household_has(county: Path) -> None:
    told = made(county)
    assert (told["made"], told["failed"], told["households"], told["lacking"]) == (2, 0, 3, 3)  # of all the photographs are lacking
    front, listed, cover, forms, second, *_ = pages(county / EAST)
    assert "甲镇东村" in front and "第1册，共1册" in front and "示例数据" in front
    assert "JX-001" in listed and "改造申请、补贴发放、照片和扫描件" in listed and listed.split("\n")[-2:-1] != []
    assert "990001-2023-JX-001" in cover and "张**" in cover and "改造前照片、改造后照片" in cover
    assert cover.count("有") >= 6 and "2023年8月1日" in forms and "SLF-30" in forms and "5000" in forms
    assert "990001-2023-JX-002" in second and "申请日期" in second and "补贴发放日期" in second
    content = (county / EAST).read_bytes()
    assert [failure.message for failure in page.validate_pdf_bytes(content, profile="2u").failures] == []


@pytest.mark.slow
def test_the_list_of_households_says_their_pages(county: Path) -> None:
    made(county)
    every = pages(county / EAST)
    covers = [number for number, text in enumerate(every, 1) if text.startswith("一户一档") or "990001-2023-" in text]
    listed = every[1]
    for number in covers:
        assert f"{number}\n" in f"{listed}\n"


@pytest.mark.slow
def test_nothing_personal_is_in_a_masked_volume_and_all_of_it_in_a_full_one_that_is_noted(county: Path) -> None:
    made(county)
    masked = "".join(pages(county / EAST)) + (county / f"{FOLDER}/缺项明细.csv").read_text("utf-8-sig")
    assert not [word for word in PERSONAL if word in masked]
    log = county / "outputs/.reportgen/handbooks/full.log"
    assert not log.exists()
    made(county, "--full", "--village", "东村")
    full = "".join(pages(county / f"{FULL}/甲镇/东村.pdf"))
    assert [word for word in PERSONAL if word in full] == list(PERSONAL) and "内部资料" in full
    assert "示例县\t甲镇东村\t2户" in log.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["xlsx", "gb18030"])
def test_full_values_are_those_of_the_file_whatever_it_is(county: Path, encoding: str) -> None:
    ledger = county / "inputs/2023/示例县/用户台账.csv"
    rows = [line.split(",") for line in ledger.read_text("utf-8").splitlines()]
    rows.insert(0, ["用户台账"])  # a title above the head
    ledger.unlink()
    if encoding == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.worksheets[0].title = "用户台账"
        book.save(ledger.with_suffix(".xlsx"))
    else:
        ledger.write_bytes("\n".join(map(",".join, rows)).encode("gb18030"))
    made(county, "--full")
    full = "".join(pages(county / f"{FULL}/甲镇/东村.pdf"))
    assert [word for word in PERSONAL if word in full] == list(PERSONAL)


@pytest.mark.slow
def test_papers_are_bound_in_their_order_and_those_that_show_somebody_in_full_ones_alone(county: Path, papers: Callable[..., None]) -> None:
    papers("JX-002", 改造后照片10__jpg=picture((400, 300)), 改造后照片2__png=picture((300, 400), form="PNG"), 改造前照片__jpg=picture((640, 480)))
    papers("JX-002", 申请表__pdf=scan(2), 铭牌__jpg=picture((200, 100)), 坏__pdf=b"%PDF-1.4", 说明__docx=b"PK")
    papers("JX-999", 改造前照片__jpg=picture((10, 10)))
    told = made(county)
    assert {"handbook.unbound", "handbook.nobody"} <= codes(told) and "handbook.paper" not in codes(told)
    masked = pages(county / EAST)
    assert sum("设备铭牌" in text for text in masked) == 1 and "存档2件，含个人信息，没有装订" in "".join(masked)
    told = made(county, "--full")
    assert "handbook.paper" in codes(told)
    full = pages(county / f"{FULL}/甲镇/东村.pdf")
    titles = ["改造申请表", "改造前照片", "改造后照片", "设备铭牌", "其他材料"]
    text = "\n".join(full[full.index(next(one for one in full if "照片和扫描件\n改造申请表" in one)) :])
    assert sorted(titles, key=text.index) == titles
    assert "1件打不开，没有装订" in text and len(full) == len(masked) + 3  # two pages of the scan and two of photographs, where the masked one has one page
    cover = next(one for one in full if "990001-2023-JX-002" in one)
    assert "申请日期" not in cover and "照片" in cover  # the scan stands for the form


def test_what_hasnt_changed_stands_and_what_has_is_made(county: Path, papers: Callable[..., None]) -> None:
    made(county)
    west = county / f"{FOLDER}/乙乡/西村.pdf"
    before = {path: path.stat().st_mtime_ns for path in (county / EAST, west)}
    assert made(county)["made"] == 0
    ledger = county / "inputs/2023/示例县/用户台账.csv"
    ledger.write_text(ledger.read_text("utf-8").replace("SLF-30", "SLF-40"), "utf-8")
    assert made(county)["made"] == 1
    papers("JX-003", 铭牌__jpg=picture((200, 100)))
    assert made(county)["made"] == 1
    after = {path: path.stat().st_mtime_ns for path in before}
    assert all(after[path] != moment for path, moment in before.items()) and "SLF-40" in "".join(pages(county / EAST))
    assert made(county, "--force")["made"] == 2


@pytest.mark.slow
def test_a_template_of_the_office_is_used_and_its_fault_told_at_its_line(county: Path, root: Path) -> None:
    own = county / "templates/html/handbook.html"
    own.parent.mkdir(parents=True)
    shutil.copy(root / "templates/html/handbook.html", own)
    made(county, "--village", "西村")
    own.write_text(own.read_text("utf-8").replace("<h2>目录</h2>", "<h2>本户目录</h2>"), "utf-8")
    assert made(county, "--village", "西村")["made"] == 1
    assert "本户目录" in "".join(pages(county / f"{FOLDER}/乙乡/西村.pdf"))
    own.write_text(own.read_text("utf-8").replace("household.number", "household.nummer"), "utf-8")
    told = made(county, "--village", "西村")
    (fault,) = [problem for problem in told["problems"] if problem["code"].startswith("template.")]
    assert told["failed"] == 1 and fault["places"][0]["file"] == "templates/html/handbook.html" and fault["places"][0]["line"]


@pytest.mark.slow
def test_a_file_that_somebody_has_changed_stays(county: Path) -> None:
    made(county)
    (county / EAST).write_bytes(b"signed")
    told = made(county)
    assert told["made"] == 1 and "handbook.edited" in codes(told)
    assert (county / EAST).read_bytes() == b"signed" and (county / f"{FOLDER}/甲镇/东村（新生成）.pdf").exists()
    assert made(county)["made"] == 0


def test_what_is_lacking_is_listed_by_town_and_village_and_household(county: Path) -> None:
    made(county)
    book = openpyxl.load_workbook(county / f"{FOLDER}/缺项清单.xlsx")
    by_town = [[cell.value for cell in row] for row in book["按乡镇"].iter_rows()]
    assert by_town[0][:5] == ["乡镇", "户数", "有缺项的户数", "缺信息表", "缺改造申请"]
    assert by_town[1][:5] == ["甲镇", 2, 2, 0, 1] and by_town[-1][:3] == ["合计", 3, 3]
    assert [row[1].value for row in book["按村"].iter_rows(min_row=2)] == ["东村", "西村"]
    with (county / f"{FOLDER}/缺项明细.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[2][:4] == ["甲镇", "东村", "JX-002", "李**"] and rows[2][5].startswith("改造申请：申请日期；补贴发放：补贴发放日期；")
    assert rows[3][4] == "照片和扫描件"  # district heating needs no device


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("JX-001", "", "handbook.no-number"),
        ("JX-003", "JX-001", "handbook.number-twice"),
        ("JX-003", "户-003", "handbook.no-bar-code"),
    ],
)
def test_numbers_that_are_none_are_told(county: Path, before: str, after: str, code: str) -> None:
    ledger = county / "inputs/2023/示例县/用户台账.csv"
    ledger.write_text(ledger.read_text("utf-8").replace(before, after), "utf-8")
    told = made(county)
    (problem,) = [problem for problem in told["problems"] if problem["code"] == code]
    assert problem["places"] and told["failed"] == 0


def test_one_household_is_a_word_file(county: Path) -> None:
    import docx

    result = run(county, "handbooks", "示例县", "--household", "JX-002")
    assert result.returncode == 0 and "JX-002.docx" in result.stdout
    found = docx.Document(str(county / f"{FOLDER}/户/JX-002.docx"))
    text = "\n".join([*(p.text for p in found.paragraphs), *(cell.text for table in found.tables for row in table.rows for cell in row.cells)])
    assert "990001-2023-JX-002" in text and "李**" in text and "13912345679" not in text and len(found.inline_shapes) == 1
    wrong = run(county, "handbooks", "示例县", "--household", "JX-02")
    assert wrong.returncode == 1 and "JX-02" in wrong.stderr


@pytest.mark.slow
def test_names_that_are_no_paths_stay_below_the_outputs(county: Path) -> None:
    write(county / "inputs/2023/示例县/用户台账.csv", "\n".join((HEAD, *(row.replace("东村,JX", "../东\\村,JX").replace("甲镇", "..") for row in ROWS))) + "\n")
    told = made(county)
    assert told["failed"] == 0
    for volume in told["volumes"]:
        assert (county / volume["file"]).resolve().is_relative_to(county / FOLDER)


@pytest.mark.slow
def test_villages_and_units_that_there_are_not(county: Path) -> None:
    wrong = run(county, "handbooks", "示例县", "--village", "南村")
    assert wrong.returncode == 2 and "南村" in wrong.stderr
    assert run(county, "handbooks", "某县").returncode == 2
    write(county / "inputs/2023/示例县/用户台账.csv", HEAD + "\n")
    empty = run(county, "handbooks", "示例县")
    assert empty.returncode == 2 and "用户台账" in empty.stderr and not (county / FOLDER).exists()


@pytest.mark.slow
def test_a_declaration_of_the_office_is_read_and_judged(county: Path, root: Path) -> None:
    own = county / "inputs/programme/handbook.yaml"
    text = (root / "reportgen/programmes/clean_heating/handbook.yaml").read_text("utf-8")
    write(own, text.replace("title: 运维记录", "title: 维护记录"))
    made(county)
    assert "维护记录" in "".join(pages(county / EAST))
    write(own, text.replace("needs: [applied_on]", "needs: [applied_on, hardship]"))
    assert made(county)["made"] == 2 and "申请日期、困难类别" in "".join(pages(county / EAST))
    write(own, text.replace("needs: [applied_on]", "needs: [aplied_on]"))
    wrong = run(county, "handbooks", "示例县")
    assert wrong.returncode == 2 and "handbook.yaml" in wrong.stderr and "applied_on" in wrong.stderr


def test_no_room_on_the_disk_is_told_before_anything_is_made(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.handbooks import making

    monkeypatch.setattr(making.shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 10_000))  # type: ignore[attr-defined]
    problem = making.too_little_disk(county, 10**6)
    assert problem is not None and problem.code == "handbook.disk" and making.too_little_disk(county, 9_000) is None


def test_papers_of_households_are_no_evidence_of_documents(county: Path, papers: Callable[..., None]) -> None:
    from reportgen.building.project import open_project
    from reportgen.workspace import open_workspace

    papers("JX-001", 改造前照片__jpg=picture((10, 10)))
    write(county / "inputs/2023/示例县/佐证材料/制度.pdf", b"%PDF")
    workspace, _ = open_workspace(county)
    assert workspace is not None
    project = open_project(workspace, "2023")
    (scope,) = project.season().scopes
    assert scope.inputs.evidence == ("制度.pdf",) and not [name for name in project.snapshot.digests if "一户一档" in name]
