"""Archives (归档包): what is in them comes out of the record, in the same bytes each time, and verifying finds what was altered."""

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import docx_integrity
import page
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator
from pyhanko.sign import signers

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.filing.archive import open_archive
from reportgen.filing.archived import check_list
from reportgen.filing.archiving import Archived, archive_filing
from reportgen.filing.keys import Signer, config_folder, open_signer
from reportgen.filing.listing import Listing
from reportgen.filing.names import LISTING
from reportgen.filing.package import in_order, of_bytes, write_package
from reportgen.filing.receipt import make_receipt
from reportgen.filing.verify import Verified, verify
from reportgen.versions.history import open_history
from reportgen.workspace import Workspace
from tests.command import run
from tests.filing.conftest import KEY, NUMBER, PACKAGE, alter, make, send
from tests.filing.forging import contents, repack
from tests.filing.signing import make_signer, sign
from tests.filing.test_sealed import PDF

FORM, FILED = "公文处理单/公文处理单", f"报送包/实施方案-报送包-{NUMBER}.zip"


def archive(root: Path, target: Path, version: int | None = None) -> Archived:
    return archive_filing(open_project(Workspace(root), "2023"), KEY, version, target, lambda: open_signer(config_folder(), "甲县", str))


def codes(found: Archived | Verified) -> list[str]:
    return [problem.code for problem in found.problems]


def pack(target: Path, files: dict[str, bytes]) -> Path:
    with target.open("wb") as file:
        write_package(file, in_order({name: of_bytes(content) for name, content in files.items()}, (LISTING,)))
    return target


def relist(files: dict[str, bytes], signer: Signer) -> dict[str, bytes]:
    """The files with a list that fits them, signed by somebody."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != LISTING}
    listing = replace(Listing.read(files[LISTING]), files=digests, signer=signer.public, vouchers=signer.vouchers)
    return {**files, LISTING: replace(listing, signature=signer.sign(listing.statement())).content()}


def words(docx_bytes: bytes) -> list[list[str]]:
    document = docx.Document(io.BytesIO(docx_bytes))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def steps(files: dict[str, bytes]) -> list[list[str]]:
    """The rows of 办理过程."""
    rows = words(files[f"{FORM}.docx"])
    return rows[rows.index(["环节", "时间", "经办人", "办理情况"]) + 1 :]


@pytest.fixture(scope="module")
def archived(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Archived:
    """The archive of the filed plan: for reading only."""
    made = archive(once, tmp_path_factory.mktemp("archive"))
    assert made.problems == ()
    return made


@pytest.fixture(scope="module")
def files(archived: Archived) -> dict[str, bytes]:
    assert archived.package is not None
    return contents(archived.package)


def test_an_archive_is_what_was_filed_and_comes_out_in_the_same_bytes(once: Path, archived: Archived, files: dict[str, bytes], tmp_path: Path) -> None:
    package = contents(once / PACKAGE)
    assert files[FILED] == (once / PACKAGE).read_bytes()
    assert all(files[f"定稿/{name}"] == package[f"公文/{name}"] for name in ("实施方案.docx", "实施方案.pdf"))
    own = {name.rpartition("/")[2]: content for name, content in package.items() if name.startswith("数据/inputs/2023/甲县/") and name.count("/") == 4}
    assert {name: files[f"数据/{name}"] for name in own} == own
    assert not any(name.startswith("正本/") for name in files)
    assert "没有正本" in files["归档说明.txt"].decode("utf-8-sig")
    with open_history(once / "outputs") as history:
        before = history.filing_entries()
    again = archive(once, tmp_path)
    assert again.package is not None
    assert archived.package is not None
    assert again.package.read_bytes() == archived.package.read_bytes()
    with open_history(once / "outputs") as history:
        assert history.filing_entries() == before


@pytest.mark.slow
def test_folder_and_zip_hold_the_same_and_verify(once: Path, archived: Archived, files: dict[str, bytes]) -> None:
    assert archived.folder is not None
    assert archived.package is not None
    unpacked = {path.relative_to(archived.folder).as_posix(): path.read_bytes() for path in archived.folder.rglob("*") if path.is_file()}
    assert unpacked == files
    verified = verify(archived.package, once / "outputs")
    assert (verified.problems, verified.different, verified.archived, verified.signed) == ((), (), len(files) - 1, True)


def test_every_element_of_the_metadata_has_a_value_or_says_why_it_has_none(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["元数据.xml"])
    assert [element.get("条款") for element in root] == [f"4.{number}" for number in range(1, 19)]
    assert all(bool(element.text) is ("空" not in element.attrib) is ("来源" in element.attrib) for element in root)
    values = {element.get("名称"): element.text for element in root if element.text}
    assert (values["发文字号"], values["文种"], values["签发人"]) == (NUMBER, "报告", "张某某")
    assert values["标题"].endswith("的报告")
    assert {"份号", "密级和保密期限", "紧急程度", "发布层次"}.isdisjoint(values)


def test_the_form_is_sound_and_names_only_what_is_recorded(files: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(files[f"{FORM}.docx"])
    assert [str(one) for one in OpenXmlValidator().validate(file).errors] == []
    assert [str(one) for one in docx_integrity.check(file)] == []
    rows = words(file.read_bytes())
    assert rows[0] == ["发文字号", NUMBER, "密级", "", "紧急程度", ""]
    assert ["拟稿单位", "", "拟稿人", "", "核稿人", ""] in rows
    found = steps(files)
    assert [row[0] for row in found] == ["拟稿", "核查", "签发", "用印", "报送", "归档"]
    assert [row[1:] for row in found if row[0] in ("签发", "用印", "归档")] == [["", "", ""]] * 3
    assert next(row for row in found if row[0] == "报送")[1:] == ["2099-04-18 09:30", "张某某", "第1版，报送记录第1条"]
    with pypdfium2.PdfDocument(files[f"{FORM}.pdf"]) as pdf:
        assert len(pdf) == 1


def test_every_pdf_is_an_archival_one_and_the_data_are_read_without_a_workbook(files: dict[str, bytes]) -> None:
    pdfs = {name: content for name, content in files.items() if name.endswith(".pdf")}
    assert sorted(pdfs) == [f"{FORM}.pdf", "定稿/实施方案.pdf", "数据/填报数据.pdf"]
    assert all(page.validate_pdf_bytes(content, profile="3u").is_compliant for content in pdfs.values())
    with pypdfium2.PdfDocument(pdfs["数据/填报数据.pdf"]) as pdf:
        shown = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf)
    root = etree.fromstring(files["数据/填报数据.xml"])
    cells = [cell.text or "" for cell in root.iter("列")]
    assert {"改造任务", "资金", "单位说明"} <= {table.get("名称") for table in root.iter("数据表")}
    assert len(cells) > 200
    assert [cell for cell in cells if "".join(cell.split()) not in shown] == []


def listed(path: Path, folder: Path) -> list[tuple[str, str]]:
    """What the list of an archive is at odds with: codes and files."""
    opened, _ = open_archive(path)
    assert opened is not None
    with opened:
        return [(problem.code, problem.places[0].file.partition("!")[2]) for problem in check_list(opened, folder)[1]]


def test_one_byte_changed_in_any_file_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        if name != LISTING:
            altered = {**files, name: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]}
            assert listed(pack(tmp_path / "a.zip", altered), tmp_path) == [("archive.altered", name)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda files: {**files, "定稿/别的.pdf": files["定稿/实施方案.pdf"]}, ("archive.altered", "定稿/别的.pdf")),
        (lambda files: {name: content for name, content in files.items() if name != "元数据.xml"}, ("archive.altered", "元数据.xml")),
        (
            lambda files: {name: content for name, content in files.items() if "报送包/" not in name},
            ("archive.altered", FILED),
        ),
        (lambda files: {**files, LISTING: files[LISTING].replace(NUMBER.encode(), b"x")}, ("archive.signature-broken", LISTING)),
    ],
)
def test_what_the_list_does_not_say_is_found(
    files: dict[str, bytes], tmp_path: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]], found: tuple[str, str]
) -> None:
    path = pack(tmp_path / "a.zip", change(files))
    assert found in listed(path, tmp_path)


@pytest.mark.parametrize("content", [b"{}", b"[", b"\xff", b""])
def test_what_is_no_list_is_told(files: dict[str, bytes], tmp_path: Path, content: bytes) -> None:
    assert codes(verify(pack(tmp_path / "a.zip", {**files, LISTING: content}))) == ["package.unusable"]


@pytest.mark.slow
def test_an_archive_that_says_something_else_than_its_package_is_found_though_the_unit_signed_it(files: dict[str, bytes], tmp_path: Path) -> None:
    forged = {
        "元数据.xml": files["元数据.xml"].replace("甲县".encode(), "乙县".encode()),
        "定稿/实施方案.docx": files[f"{FORM}.docx"],
        "正本/实施方案.pdf": files[f"{FORM}.pdf"],
        "数据/填报数据.pdf": b"%PDF-1.7",
    }
    found = verify(pack(tmp_path / "a.zip", relist({**files, **forged}, own())))
    assert sorted(problem.places[0].file.partition("!")[2] for problem in found.problems) == sorted(forged)
    assert sorted(codes(found)) == ["archive.disagrees"] * 3 + ["package.pdf"]


@pytest.mark.slow
def test_a_list_redone_by_a_stranger_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    forged = relist({**files, f"{FORM}.pdf": files["数据/填报数据.pdf"]}, open_signer(tmp_path / "stranger", "甲县", str))
    found = verify(pack(tmp_path / "a.zip", forged))
    assert (codes(found), found.signed) == (["archive.other-key"], False)


def own() -> Signer:
    return open_signer(config_folder(), "甲县", str)


@pytest.mark.slow
def test_an_archive_that_was_packed_anew_is_read_and_told(files: dict[str, bytes], tmp_path: Path) -> None:
    assert codes(verify(repack(tmp_path / "a.zip", files, encoding="gbk", around="归档包/"))) == ["package.repacked"]


def review(file: Path, author: str, date: str) -> None:
    """Put a tracked insertion into a Word file, as a reviewer does."""
    document = docx.Document(str(file))
    paragraph = next(paragraph for paragraph in document.paragraphs if len(paragraph.text) > 40)
    run = paragraph.add_run("，抓紧落实")
    mark = OxmlElement("w:ins")
    for name, value in (("w:id", "9001"), ("w:author", author), ("w:date", date)):
        mark.set(qn(name), value)
    run._r.addprevious(mark)  # python-docx has no revisions
    mark.append(run._r)
    document.save(str(file))


@pytest.mark.slow
def test_what_is_sealed_received_and_edited_is_among_the_steps(root: Path, tmp_path: Path) -> None:
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path / "pair"))
    make(workspace)
    alter(workspace, "改造任务.csv", "农村,1200", "农村,1201")
    build(open_project(Workspace(workspace), "2023"), Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"html", "pdf", "docx"})))
    review(workspace / "outputs/2023/甲县/实施方案.docx", "李某某", "2099-04-17T15:20:00Z")
    signer: signers.SimpleSigner = make_signer(tmp_path)
    sign(workspace / PDF, signer)
    assert send(workspace, why="数据正在核实").package is not None
    make_receipt(workspace / PACKAGE, None, open_signer(config_folder(), "示例市", str), "王某某", datetime(2099, 4, 20, 8, 0, tzinfo=UTC))
    made = archive(workspace, tmp_path / "to")
    assert codes(made) == ["archive.original-pdfa"] or codes(made) == []
    assert made.originals == ("实施方案.pdf",)
    assert made.package is not None
    files = contents(made.package)
    found = {row[0]: row[1:] for row in steps(files)}
    assert list(found) == ["拟稿", "修改", "核查", "核稿", "签发", "用印", "报送", "签收", "归档"]
    assert "到第2版，改动了改造任务.csv" in found["修改"][2]
    assert found["核稿"] == ["2099-04-17 15:20", "李某某", "人工修改稿“实施方案.docx”：修订1处"]
    assert found["用印"][1].endswith("甲县清洁取暖办（示例）")
    assert found["签收"][:2] == ["2099-04-20 08:00", "示例市　王某某"]
    verified = verify(made.package)
    assert [problem for problem in codes(verified) if problem != "receipt.unknown-key"] == []
    assert len(verified.receipts) == 1
    sign(workspace / PDF, signer, "后盖的章")
    assert "archive.original-altered" in codes(archive(workspace, tmp_path / "again"))


def refused_before_filing(root: Path, target: Path) -> tuple[Archived, str]:
    shutil.rmtree(root / "outputs")
    make(root)
    return archive(root, target), "archive.not-filed"


def refused_for_a_version_that_is_not(root: Path, target: Path) -> tuple[Archived, str]:
    return archive(root, target, 7), "archive.no-version"


def refused_for_a_version_not_filed(root: Path, target: Path) -> tuple[Archived, str]:
    alter(root, "改造任务.csv", "农村,1200", "农村,1201")
    make(root)
    return archive(root, target, 2), "archive.not-filed"


def refused_where_one_is_there(root: Path, target: Path) -> tuple[Archived, str]:
    (target / f"甲县-实施方案-归档包-{NUMBER}").mkdir(parents=True)
    return archive(root, target), "archive.there"


def refused_where_the_store_is_damaged(root: Path, target: Path) -> tuple[Archived, str]:
    with open_history(root / "outputs") as history:
        history.objects.path(history.filings()[-1].frozen["pdf"]).write_bytes(b"x")
    return archive(root, target), "filing.not-stored"


def refused_where_a_receipt_is_another_ones(root: Path, target: Path) -> tuple[Archived, str]:
    (root / PACKAGE).with_name(f"实施方案-报送包-{NUMBER}-回执-乙市.json").write_text("{}", encoding="utf-8")
    return archive(root, target), "receipt.unusable"


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "refused",
    [
        refused_before_filing,
        refused_for_a_version_that_is_not,
        refused_for_a_version_not_filed,
        refused_where_one_is_there,
        refused_where_the_store_is_damaged,
        refused_where_a_receipt_is_another_ones,
    ],
)
def test_what_cannot_be_archived_is_told_and_nothing_is_written(filed: Path, tmp_path: Path, refused: Callable[[Path, Path], tuple[Archived, str]]) -> None:
    target = tmp_path / "to"
    found, code = refused(filed, target)
    assert codes(found) == [code]
    assert found.problems[0].help
    assert found.package is None
    assert not target.exists() or not any(path.is_file() for path in target.rglob("*"))


@pytest.mark.slow
def test_the_command_says_where_the_archive_is_and_what_is_in_it(filed: Path, tmp_path: Path) -> None:
    told = run(filed, "archive", "甲县", "实施方案", "--to", str(tmp_path / "to"))
    assert (told.returncode, "只有定稿" in told.stdout, told.stderr) == (0, True, "")
    again = run(filed, "archive", "990901", "plan", "--to", str(tmp_path / "to"), "--json")
    problems = json.loads(again.stdout)["problems"]
    assert (again.returncode, {one["code"] for one in problems}) == (1, {"archive.there"})
    folder = next(path for path in (tmp_path / "to").iterdir() if path.is_dir())
    (folder / "Thumbs.db").write_bytes(b"1")  # a system puts such a file where somebody looks at pictures
    checked = run(filed, "verify", str(folder))
    assert (checked.returncode, "归档包核对通过" in checked.stdout) == (0, True)
    (folder / "正本").symlink_to(folder / "定稿")
    assert codes(verify(folder)) == ["package.unusable"]


@pytest.mark.slow
def test_an_office_whose_list_of_kinds_is_of_before_archives_with_the_packaged_ones(filed: Path, tmp_path: Path) -> None:
    (filed / "templates").mkdir()
    text = Path("templates/kinds.yaml").read_text(encoding="utf-8")
    (filed / "templates/kinds.yaml").write_text(text.partition("- id: processing-form")[0], encoding="utf-8")
    assert archive(filed, tmp_path / "to").problems == ()


def test_a_folder_that_is_no_package_is_refused(tmp_path: Path) -> None:
    (problem,) = verify(tmp_path).problems
    assert "没有“清单.json”" in problem.message


def test_no_build_makes_what_is_made_for_archives(filed: Path) -> None:
    asked = run(filed, "build", "甲县", "公文处理单")
    assert asked.returncode == 2
    assert not list(filed.rglob("*公文处理单*"))
