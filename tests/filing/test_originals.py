"""Originals: what is sealed goes out and comes back, and nothing but the seal may have been added; scans of the sealed paper."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers

from reportgen.cli import main_group
from reportgen.filing.seals import seals
from reportgen.filing.verify import verify
from tests.filing.conftest import send
from tests.filing.signing import make_signer, sign
from tests.filing.test_sealed import PDF, make

BESIDE = "outputs/2023/甲县/实施方案-正本.pdf"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> signers.SimpleSigner:
    return make_signer(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def first_pdf(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("made") / "pair"))
    make(workspace)
    return workspace


@pytest.fixture
def made(first_pdf: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_pdf, tmp_path / "pair"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(root: Path, *arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main_group(["--workspace", str(root), "file", "甲县", "实施方案", *arguments], standalone_mode=False)
        return status, *capsys.readouterr()

    return run


def scan(built: Path, text: bool, pages: int | None = None) -> bytes:
    """The pages as pictures, with invisible text where `text`: what a scanner with recognition of characters makes."""
    scanned = pypdfium2.PdfDocument(built)
    for number in reversed(range(pages or len(scanned), len(scanned))):
        scanned.del_page(number)
    for page in scanned:
        look, (width, height) = page.render(scale=1), page.get_size()
        for item in list(page.get_objects(max_depth=1)):
            if text and item.type == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFTextObj_SetTextRenderMode(item, 3)
            else:
                page.remove_obj(item)
        image = pypdfium2.PdfImage.new(scanned)
        image.set_bitmap(look)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page.insert_obj(image)
        page.gen_content()
    out = io.BytesIO()
    scanned.save(out)
    return out.getvalue()


def test_out_to_be_sealed_and_back_to_be_filed(made: Path, tmp_path: Path, signer: signers.SimpleSigner, run: Run) -> None:
    built = (made / PDF).read_bytes()
    status, output, _ = run(made, "--to-seal", str(tmp_path / "送章"))
    (out,) = (tmp_path / "送章").glob("*.pdf")
    assert (status, out.name in output, out.read_bytes() == built) == (0, True, True)
    assert run(made, "--to-seal", str(tmp_path / "送章"))[0] == 1  # nothing is overwritten
    sign(out, signer)
    status, output, errors = run(made, "--sealed", str(out))
    assert (status, errors) == (0, "")
    assert "签名人 Common Name: 甲县清洁取暖办（示例）" in output and "内容与签名时一致" in output
    assert (made / PDF).read_bytes() == out.read_bytes()
    assert make(made).status == "unchanged"
    status, output, _ = run(made, "--number", "6")
    assert status == 0 and "正本：实施方案.pdf（在生成的文件上盖章" in output
    (package,) = (made / "outputs").rglob("*.zip")
    with zipfile.ZipFile(package) as opened:
        assert opened.read("正本/实施方案.pdf") == out.read_bytes()
        assert opened.read("公文/实施方案.pdf").startswith(b"%PDF-")  # the final draft stands beside it


def white(writer: IncrementalPdfFileWriter) -> None:
    """Paint over what a page shows; its words stay."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 500 500 re f")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.update_container(page)


def note(writer: IncrementalPdfFileWriter) -> None:
    """Lay other words over a page, as an annotation."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    place = generic.ArrayObject([generic.NumberObject(number) for number in (100, 100, 300, 200)])
    name = generic.NameObject
    words = generic.DictionaryObject({name("/Type"): name("/Annot"), name("/Subtype"): name("/FreeText"), name("/Rect"): place})
    words[name("/Contents")] = generic.TextStringObject("9999")
    page[name("/Annots")] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(words)])
    writer.update_container(page)


def size(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(number) for number in (0, 0, 400, 500)])
    writer.update_container(page)


def fill(writer: IncrementalPdfFileWriter) -> None:
    """Lay other words over a page, as a field of a form."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    place = generic.ArrayObject([generic.NumberObject(number) for number in (100, 100, 300, 200)])
    name = generic.NameObject
    words = generic.DictionaryObject({name("/Type"): name("/Annot"), name("/Subtype"): name("/Widget"), name("/FT"): name("/Tx"), name("/Rect"): place})
    words[name("/T")], words[name("/V")] = generic.TextStringObject("a"), generic.TextStringObject("9999")
    field = writer.add_object(words)
    page[name("/Annots")] = generic.ArrayObject([*page.get("/Annots", []), field])
    writer.root[name("/AcroForm")] = generic.DictionaryObject({name("/Fields"): generic.ArrayObject([field])})
    writer.update_container(page)
    writer.update_root()


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("change", "told"), [(fill, "第1页的批注"), (white, "第1页的版面"), (note, "第1页的批注"), (size, "第1页的页面大小")])
def test_what_was_changed_before_sealing_is_found(
    change: Callable[[IncrementalPdfFileWriter], None], told: str, made: Path, signer: signers.SimpleSigner, tmp_path: Path, run: Run
) -> None:
    built, file = (made / PDF).read_bytes(), tmp_path / "回.pdf"
    writer = IncrementalPdfFileWriter(io.BytesIO(built), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    file.write_bytes(out.getvalue())
    sign(file, signer)
    status, _, errors = run(made, "--sealed", str(file))
    assert (status, told in errors, (made / PDF).read_bytes() == built) == (1, True, True)
    (made / PDF).write_bytes(file.read_bytes())  # put there by hand
    assert {problem.code for problem in send(made).problems} == {"original.page-differs"}


def test_what_was_changed_after_sealing_is_found(made: Path, signer: signers.SimpleSigner, tmp_path: Path, run: Run) -> None:
    file = Path(shutil.copy(made / PDF, tmp_path / "回.pdf"))
    length = file.stat().st_size
    sign(file, signer)
    content = file.read_bytes()
    file.write_bytes(content[:length] + content[length:].replace(b"/Type /Sig\n", b"/Type /Sig ").replace(b"/Rect", b"/rect"))
    assert file.read_bytes() != content
    status, _, errors = run(made, "--sealed", str(file))
    assert (status, "签名以后文件被改动过" in errors) == (1, True)


@pytest.mark.slow
def test_a_file_that_was_saved_anew_when_it_was_sealed_stands_beside(made: Path, signer: signers.SimpleSigner, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "回.pdf"
    built = (made / PDF).read_bytes()
    with file.open("wb") as written:
        copy_into_new_writer(PdfFileReader(io.BytesIO(built), strict=False)).write(written)
    sign(file, signer)
    assert not file.read_bytes().startswith(built)
    status, output, errors = run(made, "--sealed", str(file))
    assert (status, errors, "盖章后另存" in output) == (0, "", True)
    assert ((made / PDF).read_bytes(), (made / BESIDE).read_bytes()) == (built, file.read_bytes())
    sign(file, signer, "又一")
    status, _, errors = run(made, "--sealed", str(file))
    assert (status, "已经有另一份正本" in errors) == (1, True)


def test_an_algorithm_that_is_not_known_is_named_and_not_judged(made: Path, signer: signers.SimpleSigner, tmp_path: Path, run: Run) -> None:
    file = Path(shutil.copy(made / PDF, tmp_path / "回.pdf"))
    sign(file, signer)
    content = file.read_bytes()
    at = content.lower().rindex(b"2a8648ce3d040302")  # ecdsa-with-SHA256 of the signer; SM2 with SM3 has as many bytes
    file.write_bytes(content[:at] + b"2a811ccf55018375" + content[at + 16 :])
    status, output, _ = run(made, "--sealed", str(file), "--json")
    found = json.loads(output)
    assert (status, found["original"]["seals"][0]["algorithm"], found["original"]["seals"][0]["intact"]) == (0, "SM2（SM3）", None)
    assert [problem["code"] for problem in found["problems"]] == ["original.not-judged"]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("text", "pages", "status", "codes"),
    [
        pytest.param(False, None, 0, ["original.no-text"], id="without text"),
        pytest.param(True, None, 0, [], id="with text", marks=pytest.mark.slow),
        pytest.param(True, 1, 1, ["original.pages", "original.text-differs"], id="a page only"),
    ],
)
def test_a_scan_is_an_original_with_its_pages_and_words(
    text: bool, pages: int | None, status: int, codes: list[str], made: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "扫描.pdf").write_bytes(scan(made / PDF, text, pages))
    done, output, _ = run(made, "--sealed", str(tmp_path / "扫描.pdf"), "--json")
    found = json.loads(output)
    assert (done, found["original"]["form"], [problem["code"] for problem in found["problems"]]) == (status, "扫描件", codes)
    if status == 0:
        filed = send(made)
        assert filed.problems == () and filed.package is not None
        with zipfile.ZipFile(filed.package) as package:
            assert package.read("正本/实施方案-正本.pdf") == (made / BESIDE).read_bytes() == (tmp_path / "扫描.pdf").read_bytes()
        assert [problem.message for problem in verify(filed.package).problems] == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_has_no_seals_and_is_refused(content: bytes, made: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "回.pdf").write_bytes(content)
    assert seals(content) == ()
    status, _, errors = run(made, "--sealed", str(tmp_path / "回.pdf"))
    assert (status, "不能作为 PDF 打开" in errors) == (1, True)


def test_the_built_pdf_itself_bears_no_seal(made: Path, run: Run) -> None:
    status, _, errors = run(made, "--sealed", str(made / PDF))
    assert (status, "没有电子印章（签名）" in errors) == (1, True)
