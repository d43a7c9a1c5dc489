"""The original (正本) of a document: the PDF that was sealed, or a scan of the sealed paper, against the PDF that was built (定稿)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import pypdfium2
import pypdfium2.raw as pdfium
from rapidfuzz import fuzz

from reportgen.diagnostics import Diagnostic, Place, error, has_errors, notice, warning
from reportgen.filing.actions import actions
from reportgen.filing.seals import Seal, seals

IN_PLACE, SAVED_ANEW, SCAN = "在生成的文件上盖章", "盖章后另存", "扫描件"
LIKE = 90  # of 100: what recognition of characters reaches on clean print of 300 dpi and more
_SEALS = ((pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_FORMFIELD_SIGNATURE), (pdfium.FPDF_ANNOT_STAMP, -1))  # what a seal may be drawn by
_LARGEST = 100 / 25.4 * 72  # points: the largest official seal has 60 mm (国发〔1999〕25号); a signature by hand has a line for itself
_MARK = 20  # characters of a page: what a program that scans puts on it of its own
_NO_TEXT = 3  # the text render mode of invisible text: what recognition of characters puts on a scan (ISO 32000-1 9.3.6)


@dataclass(frozen=True, slots=True)
class Original:
    """An original: how it came to be, its number of pages, its seals, and what there is to say against it or of it."""

    form: str
    pages: int
    seals: tuple[Seal, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether nothing was found that must not be."""
        return not has_errors(self.problems)


def examine(built: bytes, brought: bytes, place: Place) -> Original:
    """What `brought` is as the original of the PDF `built`: only seals may have been added; a scan has its pages and, where it has text, its words."""
    try:
        before, after = pypdfium2.PdfDocument(built), pypdfium2.PdfDocument(brought)
    except pypdfium2.PdfiumError:
        return Original("", 0, (), (error("original.unreadable", "不能作为 PDF 打开", place, help="请检查文件是否完整、有没有密码"),))
    with before, after:
        before.init_forms()
        after.init_forms()
        found = seals(brought)
        if not found and _is_scan(after):
            return Original(SCAN, len(after), (), (*_scanned(before, after, place), *_acting(Counter(), brought, place)))
        form = IN_PLACE if brought.startswith(built) else SAVED_ANEW
        had = actions(built) or Counter()
        return Original(form, len(after), found, (*_sealed(found, place), *_differences(before, after, place), *_acting(had, brought, place)))


def _sealed(found: tuple[Seal, ...], place: Place) -> Iterator[Diagnostic]:
    if not found:
        yield error("original.no-seal", "没有电子印章（签名），也不是扫描件", place, help="请交回盖章以后的文件，或者盖章纸质件的扫描件")
    for seal in found:
        if seal.intact is False:
            yield error("original.broken-seal", f"印章（签名）“{seal.field}”与签名时的内容不符：签名以后文件被改动过", place, help="请重新盖章")
        elif seal.intact is None:
            what = f"算法是{seal.algorithm}，" if seal.algorithm else ""
            yield notice("original.not-judged", f"印章（签名）“{seal.field}”{what}本程序不能核验", place, help="请用制章单位的阅读器核验")


def _differences(before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument, place: Place) -> Iterator[Diagnostic]:
    """What differs besides seals: number of pages, then per page size, words, look and annotations; attachments."""
    help_text = "盖章时只能加盖印章，不能改动内容；请用 reportgen file --to-seal 写出的文件重新盖章"
    if len(before) != len(after):
        yield error("original.pages", f"有{len(after)}页，定稿是{len(before)}页", place, help=help_text)
        return
    for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
        if changed := "、".join(_changed(one, other)):
            yield error("original.page-differs", f"第{number}页的{changed}与定稿不同", place, help=help_text)
        if _covers(other):
            yield error("original.large-seal", f"第{number}页的印章（签名）图案长、宽超过100毫米，可能盖住了内容", place, help="请按印章的实际大小重新盖章")
    if _attachments(before) != _attachments(after):
        yield error("original.attachments", "内嵌的附件与定稿不同", place, help=help_text)


def _acting(had: Counter[str], brought: bytes, place: Place) -> Iterator[Diagnostic]:
    """What has been added that acts, or can be hidden."""
    has = actions(brought)
    if has is None:
        message = "读不出有没有页面内容以外的东西（动作、图层、关联的文件）"
        yield warning("original.unread", message, place, help="请用别的软件打开核对；或者用 reportgen file --to-seal 写出的文件重新盖章，重新扫描")
    elif more := "、".join(sorted(has - had)):
        yield error("original.acts", f"加进了页面内容以外的东西：{more}", place, help="请用 reportgen file --to-seal 写出的文件重新盖章，或者重新扫描")


def _changed(one: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> Iterator[str]:
    if (one.get_size(), one.get_rotation()) != (other.get_size(), other.get_rotation()):
        yield "页面大小"
        return
    if _text(one) != _text(other):
        yield "文字"
    if _look(one) != _look(other):
        yield "版面"
    had, has = _annotations(one), _annotations(other)
    if any(kind not in _SEALS for kind in has - had) or had - has:
        yield "批注"


def _scanned(before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument, place: Place) -> Iterator[Diagnostic]:
    if len(after) < len(before):
        yield error("original.pages", f"扫描件有{len(after)}页，定稿是{len(before)}页，缺页", place, help="请把缺的页补扫进去")
    elif len(after) > len(before):
        yield warning("original.pages", f"扫描件有{len(after)}页，定稿是{len(before)}页", place, help="请核对多出来的页是不是空白页、封面")
    expected, found = ("".join("".join(_text(page).split()) for page in document) for document in (before, after))
    if len(found) <= _MARK * len(after):
        yield notice("original.no-text", "扫描件没有文字层，内容没有与定稿核对", place, help="请人工核对，或者用带文字识别的软件扫描")
    elif (like := fuzz.ratio(expected, found)) < LIKE:
        yield error("original.text-differs", f"扫描件的文字与定稿只有{like:.0f}%相同", place, help="请核对扫描的是不是这一份公文")


def is_scan(content: bytes) -> bool:
    """Whether a file is a PDF of scanned pages that bears no seal."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            return _is_scan(document) and not seals(content)
    except pypdfium2.PdfiumError:
        return False


def _is_scan(document: pypdfium2.PdfDocument) -> bool:
    """Whether all pages are pictures, with invisible text at most."""
    return len(document) > 0 and all(_is_picture(page) for page in document)


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a page is pictures, in form XObjects or not, with no more visible text than a program for scanning puts on it."""
    objects = [item for item in page.get_objects(textpage=page.get_textpage()) if item.type != pdfium.FPDF_PAGEOBJ_FORM]
    texts = [item for item in objects if isinstance(item, pypdfium2.PdfTextObj)]
    visible = sum(len(item.extract()) for item in texts if pdfium.FPDFTextObj_GetTextRenderMode(item) != _NO_TEXT)
    kinds = {item.type for item in objects} - {pdfium.FPDF_PAGEOBJ_TEXT}
    return kinds == {pdfium.FPDF_PAGEOBJ_IMAGE} and visible <= _MARK


def _text(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_bounded())


def _look(page: pypdfium2.PdfPage) -> bytes:
    """The digest of a page as it is drawn without annotations and fields: fonts, pictures and lines count, seals don't."""
    picture = page.render(scale=1, may_draw_forms=False, draw_annots=False)
    return sha256(bytes(picture.buffer)).digest()


def _annotations(page: pypdfium2.PdfPage) -> Counter[tuple[int, int]]:
    """How many annotations of each kind, with that of the field where it is one (else -1), a page has."""
    found: Counter[tuple[int, int]] = Counter()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        found[pdfium.FPDFAnnot_GetSubtype(annotation), pdfium.FPDFAnnot_GetFormFieldType(page.formenv, annotation) if page.formenv else -1] += 1
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _covers(page: pypdfium2.PdfPage) -> bool:
    """Whether an annotation that a seal may be drawn by is larger than any seal."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation, place = pdfium.FPDFPage_GetAnnot(page, index), pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, place)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if max(abs(place.right - place.left), abs(place.top - place.bottom)) > _LARGEST:
            return True
    return False


def _attachments(document: pypdfium2.PdfDocument) -> list[tuple[str, bytes]]:
    attached = (document.get_attachment(index) for index in range(document.count_attachments()))
    return sorted((one.get_name(), sha256(bytes(one.get_data())).digest()) for one in attached)
