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
from reportgen.diagnostics import Place
from reportgen.filing.original import examine
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


def by_telephone(built: Path) -> bytes:
    """A scan as programs of telephones write it: each page in a form XObject, with the name of the program in a corner."""
    scanned, written = pypdfium2.PdfDocument(scan(built, text=False)), pypdfium2.PdfDocument.new()
    for number, page in enumerate(scanned):
        new = written.new_page(*page.get_size())
        pdfium.FPDFPage_InsertObject(new, pdfium.FPDF_NewFormObjectFromXObject(pdfium.FPDF_NewXObjectFromPage(written, scanned, number)))
        mark = pdfium.FPDFPageObj_NewTextObj(written, b"Helvetica", 9)
        pdfium.FPDFText_SetText(mark, (pdfium.FPDF_WCHAR * 11)(*map(ord, "By Scanner"), 0))
        pdfium.FPDFPage_InsertObject(new, mark)
        new.gen_content()
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


@pytest.mark.sampled(2)
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


def script(writer: IncrementalPdfFileWriter) -> None:
    """Let a program run when the file is opened."""
    name = generic.NameObject
    action = generic.DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): generic.TextStringObject("1")})
    writer.root[name("/OpenAction")] = writer.add_object(action)
    writer.update_root()


def click(writer: IncrementalPdfFileWriter) -> None:
    """Let a program run at a click on what passes for a seal."""
    name = generic.NameObject
    action = generic.DictionaryObject({name("/S"): name("/Launch"), name("/F"): generic.TextStringObject("a.exe")})
    stamp(writer, 100, {name("/A"): action})


def cover(writer: IncrementalPdfFileWriter) -> None:
    """Lay a seal over a page that is as large as the page."""
    stamp(writer, 500)


def bookmark(writer: IncrementalPdfFileWriter) -> None:
    """Let a program run at a click on a bookmark."""
    name = generic.NameObject
    action = generic.DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): generic.TextStringObject("1")})
    one = generic.DictionaryObject({name("/Title"): generic.TextStringObject("一"), name("/A"): action})
    writer.root[name("/Outlines")] = generic.DictionaryObject({name("/First"): writer.add_object(one)})
    writer.update_root()


def circle(writer: IncrementalPdfFileWriter) -> None:
    """Let a bookmark follow itself, so that what follows it is never reached."""
    name = generic.NameObject
    one = generic.DictionaryObject({name("/Title"): generic.TextStringObject("一")})
    reference = writer.add_object(one)
    one[name("/Next")] = reference
    writer.root[name("/Outlines")] = generic.DictionaryObject({name("/First"): reference})
    writer.update_root()


def layers(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OCProperties"] = generic.DictionaryObject()
    writer.update_root()


def stamp(writer: IncrementalPdfFileWriter, size: int, also: dict[generic.NameObject, generic.PdfObject] | None = None) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    name = generic.NameObject
    place = generic.ArrayObject([generic.NumberObject(number) for number in (20, 20, 20 + size, 20 + size)])
    seal = generic.DictionaryObject({name("/Type"): name("/Annot"), name("/Subtype"): name("/Stamp"), name("/Rect"): place, **(also or {})})
    page[name("/Annots")] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(seal)])
    writer.update_container(page)


@pytest.mark.sampled(4)
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


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(script, "加进了页面内容以外的东西：JavaScript", id="a script"),
        pytest.param(click, "加进了页面内容以外的东西：动作（Launch）", id="a program"),
        pytest.param(bookmark, "加进了页面内容以外的东西：JavaScript", id="a bookmark"),
        pytest.param(layers, "加进了页面内容以外的东西：图层", id="layers"),
        pytest.param(cover, "第1页的印章（签名）图案长、宽超过100毫米", id="a seal as large as the page"),
    ],
)
def test_what_a_page_does_not_show_may_not_be_added_nor_a_page_be_covered(
    change: Callable[[IncrementalPdfFileWriter], None], told: str, made: Path, signer: signers.SimpleSigner, tmp_path: Path, run: Run
) -> None:
    file = Path(shutil.copy(made / PDF, tmp_path / "回.pdf"))
    update(file, change)
    sign(file, signer)
    status, _, errors = run(made, "--sealed", str(file))
    assert (status, told in errors) == (1, True)


def test_where_nobody_can_say_what_acts_that_is_told(made: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(made / PDF, tmp_path / "回.pdf"))
    update(file, circle)
    told = {problem.code for problem in examine((made / PDF).read_bytes(), file.read_bytes(), Place("回.pdf")).problems}
    assert "original.unread" in told


def update(file: Path, change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    """Change a file as an incremental update does."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(file.read_bytes()), strict=False), io.BytesIO()
    change(writer)
    writer.write(out)
    file.write_bytes(out.getvalue())


@pytest.mark.slow
def test_a_seal_that_no_signature_is_of_and_one_of_a_part_of_the_file_are_told(made: Path, signer: signers.SimpleSigner, tmp_path: Path, run: Run) -> None:
    file = Path(shutil.copy(made / PDF, tmp_path / "回.pdf"))
    sign(file, signer)
    signed = file.read_bytes()
    update(file, lambda writer: stamp(writer, 100))
    status, _, errors = run(made, "--sealed", str(file))
    assert (status, "签名以后文件被改动过" in errors) == (1, True)
    sign(file, signer, "又一")  # of all that is there: what stands on the first isn't hidden by a signature of the second
    assert [seal.intact for seal in seals(file.read_bytes())] == [True, True]
    start, end = signed.rindex(b"/ByteRange"), signed.index(b"]", signed.rindex(b"/ByteRange")) + 1
    some = b"/ByteRange [0 100 200 100]"
    assert [seal.intact for seal in seals(signed[:start] + some.ljust(end - start) + signed[end:])] == [False]


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


def test_a_seal_that_is_written_in_no_known_way_is_named_and_not_judged(made: Path, signer: signers.SimpleSigner, tmp_path: Path, run: Run) -> None:
    """As those of GM/T 0031 are: their SubFilter says so, and what they hold is no message of CMS."""
    file = Path(shutil.copy(made / PDF, tmp_path / "回.pdf"))
    sign(file, signer)
    content = file.read_bytes()
    begin = content.rindex(b"/Contents <") + len(b"/Contents <")
    end = content.index(b">", begin)
    file.write_bytes(content[:begin] + b"f" * (end - begin) + content[end:])
    assert [(seal.algorithm, seal.signer, seal.intact) for seal in seals(file.read_bytes())] == [("adbe.pkcs7.detached", "", None)]
    status, output, _ = run(made, "--sealed", str(file), "--json")
    assert (status, [problem["code"] for problem in json.loads(output)["problems"]]) == (0, ["original.not-judged"])


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("text", "pages", "status", "codes"),
    [
        pytest.param(False, None, 0, ["original.no-text"], id="without text", marks=pytest.mark.slow),
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


def test_a_scan_by_telephone_is_one(made: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "扫描.pdf").write_bytes(by_telephone(made / PDF))
    status, output, _ = run(made, "--sealed", str(tmp_path / "扫描.pdf"), "--json")
    found = json.loads(output)
    assert (status, found["original"]["form"], [problem["code"] for problem in found["problems"]]) == (0, "扫描件", ["original.no-text"])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_has_no_seals_and_is_refused(content: bytes, made: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "回.pdf").write_bytes(content)
    assert seals(content) == ()
    status, _, errors = run(made, "--sealed", str(tmp_path / "回.pdf"))
    assert (status, "不能作为 PDF 打开" in errors) == (1, True)


def test_the_built_pdf_itself_bears_no_seal(made: Path, run: Run) -> None:
    status, _, errors = run(made, "--sealed", str(made / PDF))
    assert (status, "没有电子印章（签名）" in errors) == (1, True)
