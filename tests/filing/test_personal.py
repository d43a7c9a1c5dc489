"""Nothing that identifies a person leaves the inputs: every byte of outputs, packages, the store and the history is searched; and copies stay verifiable."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from reportgen.building.build import Order, build
from reportgen.building.project import open_project
from reportgen.diagnostics import Severity
from reportgen.filing.archiving import archive_filing
from reportgen.filing.keys import config_folder, open_signer
from reportgen.filing.package import of_bytes
from reportgen.filing.scanning import scan
from reportgen.filing.verify import verify
from reportgen.workspace import Workspace
from tests.command import run
from tests.filing.conftest import KEY, PACKAGE, alter, make, send
from tests.filing.personal import HEADS, Seeds, seed, seen_in, unpacked

WHY = "市办要求今日报送"


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from unpacked(path.relative_to(folder).as_posix(), path.read_bytes())


@pytest.fixture(scope="module")
def seeded(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeds]:
    """A workspace with personal data everywhere in a county's inputs, built and its plan filed."""
    workspace, seeds = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("seeded") / "pair")), Seeds()
    seed(workspace / "inputs/2023/甲县", seeds)
    for kinds, formats in ((None, frozenset({"html"})), (frozenset({"plan"}), None)):
        made = build(open_project(Workspace(workspace), "2023"), Order(frozenset({"甲县"}), kinds, formats))
        assert {document.status for document in made.documents} == {"built"}
    filed = send(workspace, why=WHY)
    assert filed.package is not None, [problem.message for problem in filed.problems]
    return workspace, seeds


def test_no_byte_of_what_leaves_the_inputs_shows_a_person(seeded: tuple[Path, Seeds]) -> None:
    workspace, seeds = seeded
    assert len(seeds.given) > 300
    there = {one.rpartition(": ")[2] for one in seen_in(everything(workspace / "inputs"), seeds)}
    assert there >= {*seeds.given, *HEADS}  # the search finds what is there
    found = list(everything(workspace / "outputs"))
    assert seen_in(iter(found), seeds) == []
    looked_into = {where.split("/")[1] for where, _ in found if "!" in where}
    assert looked_into >= {"answers", "ledger", "store", "objects"}  # what is packed there was searched too
    shown = b"".join(data for where, data in found if where.endswith("html"))
    assert b"139****" in shown  # what a text says of a person is printed masked


@pytest.mark.slow
def test_no_byte_of_an_archive_shows_a_person(seeded: tuple[Path, Seeds], tmp_path: Path) -> None:
    workspace, seeds = seeded
    made = archive_filing(open_project(Workspace(workspace), "2023"), KEY, None, tmp_path, lambda: open_signer(config_folder(), "甲县", str))
    assert made.package is not None, [problem.message for problem in made.problems]
    found = list(everything(tmp_path))
    assert seen_in(iter(found), seeds) == []
    assert b"139****" in b"".join(data for where, data in found if where.endswith("填报数据.xml"))


@pytest.mark.slow
def test_no_command_prints_a_person(seeded: tuple[Path, Seeds], tmp_path: Path) -> None:
    workspace, seeds = seeded
    copy = Path(shutil.copytree(workspace, tmp_path / "pair"))
    (copy / PACKAGE).unlink()
    alter(copy, "单位.yaml", "联系人: 李某某", f"联系人: 王某某{seeds.text()}")
    for arguments in (
        ("check", "甲县", "--json"),
        ("build", "甲县", "--kind", "实施方案", "--format", "html", "--explain"),
        ("log", "甲县", "实施方案", "--json"),
        ("trace", "甲县", "实施方案", "--json"),
        ("diff", "甲县", "实施方案", "--to", "outputs/花脸稿.docx"),
    ):
        ran = run(copy, *arguments)
        assert seen_in(iter([(arguments[0], (ran.stdout + ran.stderr).encode())]), seeds) == []
        assert "Traceback" not in ran.stderr
    assert seen_in(everything(copy / "outputs"), seeds) == []


@pytest.mark.slow
def test_a_package_of_masked_copies_comes_out_again_byte_for_byte(seeded: tuple[Path, Seeds]) -> None:
    workspace, _ = seeded
    verified = verify(workspace / PACKAGE, workspace / "outputs")
    assert (verified.problems, verified.different) == ((), ())
    assert verified.manifest is not None
    with zipfile.ZipFile(workspace / PACKAGE) as package:
        assert "遮盖" in package.read("报送说明.txt").decode("utf-8-sig")
        assert "数据/inputs/2023/甲县/花名册.csv" not in package.namelist()  # nobody reads it
    assert set(verified.proven) == verified.manifest.masked.keys()
    assert {f"数据/inputs/2023/甲县/{name}" for name in ("填报表.xlsx", "单位.yaml")} < verified.manifest.masked.keys()


@pytest.mark.slow
def test_who_has_no_originals_verifies_as_well_and_a_changed_original_is_told(seeded: tuple[Path, Seeds], tmp_path: Path) -> None:
    workspace, _ = seeded
    elsewhere = verify(workspace / PACKAGE)
    assert (elsewhere.problems, elsewhere.different, elsewhere.proven) == ((), (), ())
    copy = Path(shutil.copytree(workspace, tmp_path / "pair"))
    alter(copy, "单位.yaml", "联系人: 李某某", "联系人: 王某某")
    changed = verify(copy / PACKAGE, copy / "outputs")
    assert [(problem.code, problem.places[0].file) for problem in changed.problems] == [("package.original-changed", "inputs/2023/甲县/单位.yaml")]


def word(text: str) -> bytes:
    """A Word file whose words are in pieces, as Word keeps them."""
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in (text[:5], text[5:]))
    xml = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>{runs}</w:p></w:body></w:document>'
    return zipped("word/document.xml", xml.encode())


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def workbook(value: object, sheet: str = "名单") -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].title = sheet
    for row in (("户主", "手机"), ("张某某", value)):
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def pdf(text: str) -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=f"<p>{text}</p>").write_pdf())


NUMBER = "13912345678"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.txt", f"张某某，{NUMBER}".encode("gb18030")),
        ("名单.csv", f"张某某,{NUMBER}\n".encode()),
        ("名单.docx", word(NUMBER)),
        ("名单.xlsx", workbook(NUMBER)),
        ("数字.xlsx", workbook(int(NUMBER))),
        ("表名.xlsx", workbook(None, f"张某某{NUMBER}")),
        ("名单.pdf", pdf(f"联系电话 {NUMBER}")),
        ("名单.zip", zipped("名单.docx", word(NUMBER))),
        ("名单.doc", bytes.fromhex("D0CF11E0A1B11AE1") + f"手机{NUMBER}。".encode("utf-16-le")),
        (f"张某某{NUMBER}.jpg", b"\xff\xd8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_evidence_that_shows_a_number_keeps_a_package_from_being_made(name: str, content: bytes) -> None:
    (problem,) = scan({f"数据/inputs/2023/甲县/佐证材料/{name}": of_bytes(content)})
    assert (problem.code, problem.severity) == ("filing.personal-data", Severity.ERROR)
    assert "139****5678" in problem.message
    assert problem.places[0].file.endswith(name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.docx", word("139****5678")),
        ("合同.xlsx", workbook("合同编号13912345678")),
        ("照片.jpg", b"\xff\xd8" + NUMBER.encode()),
        ("坏.zip", b"PK\3\4" + b"x" * 100),
        ("坏.pdf", b"%PDF-1.7 " + NUMBER.encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_evidence_that_shows_none_is_packed(name: str, content: bytes) -> None:
    assert scan({f"佐证材料/{name}": of_bytes(content)}) == ()


def test_what_the_document_says_itself_is_passed_over_in_its_pdfs_alone() -> None:
    same, other, text = "正本/同.pdf", "正本/另.pdf", "佐证材料/名单.txt"
    built = pdf(f"集中供热 {NUMBER}")
    files = {same: built + b"\n", other: pdf(f"{NUMBER}，13987654321"), text: NUMBER.encode()}
    found = scan({name: of_bytes(content) for name, content in files.items()}, built)
    assert [problem.places[0].file for problem in found] == [other, text]


@pytest.mark.parametrize("kind", ["identity", "mobile", "card", "address"])
def test_a_seeded_number_of_each_kind_is_found_in_a_pdf(kind: str) -> None:
    (problem,) = scan({"佐证材料/甲.pdf": of_bytes(pdf(f"张某某 {getattr(Seeds(), kind)()}"))})
    assert problem.code == "filing.personal-data"


def test_filing_is_refused_where_evidence_or_the_reason_shows_a_number(built: Path) -> None:
    file = built / "inputs/2023/甲县/佐证材料/其他/合同和补贴.txt"
    file.write_text(f"张某某 {NUMBER}", encoding="utf-8")
    alter(built, "改造任务.csv", "农村,1200", "农村,很多")
    make(built)
    refused = send(built, why=f"王某某{NUMBER}同意")
    assert (refused.filing, [problem.code for problem in refused.problems]) == (None, ["filing.personal-data"] * 2)
    assert {problem.places[0].file.rpartition("/")[2] for problem in refused.problems} == {"合同和补贴.txt", "报送说明.txt"}
    assert refused.against == ()


def test_a_template_that_shows_a_number_makes_no_document(built: Path) -> None:
    text = Path("templates/html/plan-county.html").read_text(encoding="utf-8")
    folder = built / "templates/html"
    folder.mkdir(parents=True)
    (folder / "plan-county.html").write_text(text.replace("公布服务和投诉电话", f"公布投诉电话{NUMBER}"), encoding="utf-8")
    (document,) = build(open_project(Workspace(built), "2023"), Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"html"}))).documents
    (problem,) = (one for one in document.problems if one.code == "documents.personal-data")
    assert document.status != "built"
    assert "139****5678" in problem.message
    assert problem.places[0].file == "templates/html/plan-county.html"
