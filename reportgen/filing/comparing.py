"""What the documents of a package say, against each other and against what its data make: also where other versions or fonts write other bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Unreadable, error, warning
from reportgen.files import MAX_BYTES
from reportgen.filing.archive import ASK, Archive, inside
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import SEALED, SEALED_BEFORE
from reportgen.filing.original import is_scan
from reportgen.filing.words import Apart, WordChange, Words, apart_of, attached, cells, changes, charts_of, docx_words, html_words, pdf_words

if TYPE_CHECKING:
    from reportgen.filing.rebuild import Rebuilt

SHOWN = 3  # the first differences lead to the rest
_CHART = "data-chart="
_READERS: Mapping[str, Callable[[bytes], Words]] = {
    "docx": lambda content: docx_words(content, Apart()),
    "pdf": lambda content: pdf_words(content, Apart()),
    "xlsx": cells,
}


def compare_documents(archive: Archive, manifest: Manifest, names: Iterable[str]) -> Iterator[Diagnostic]:
    """Where Word file, PDF and sealed PDFs among `names` say something else than the canonical HTML of the package; what a PDF carries."""
    from lxml import etree

    try:
        html = archive.read(manifest.html).decode()
        apart = apart_of(html)
        words = {charts: html_words(html, apart, charts=charts) for charts in (False, True)}
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        return  # told of the document
    for name in names:
        place = inside(archive, name)
        try:
            content = _content(archive, name)
            said = docx_words(content, apart) if name == manifest.docx else pdf_words(content, apart)
            carried = attached(content) if name == manifest.pdf else None
        except Unreadable as fault:
            yield fault.diagnostic("package", place, "文件", ASK)
            continue
        found = changes(words[name != manifest.docx], said)
        if found:
            yield error("package.words", f"与正文有{len(found)}处不同：{_some(found)}", place, help=ASK)
        if carried is not None and carried != {one.rpartition("/")[2]: manifest.files[one] for one in manifest.attached}:
            yield error("package.attached", "PDF 内嵌的填报数据与包内的不同", place, help=ASK)


def compare_html(archive: Archive, manifest: Manifest, made: "Rebuilt", *, same_program: bool) -> Iterator[Diagnostic]:
    """Where the canonical HTML of the package says something else than its data: a number always counts, other words may be another version's."""
    html = archive.read(manifest.html).decode()
    found = changes(html_words(made.html, Apart(), charts=True), html_words(html, Apart(), charts=True))
    if not found:
        return
    place = inside(archive, manifest.html)
    if same_program or any(change.is_figure for change in found):
        found = tuple(sorted(found, key=lambda change: not change.is_figure))
        yield error("package.words", f"与包内数据生成的有{len(found)}处不同：{_some(found)}", place, help=ASK)
    else:
        message = f"措辞与本机软件用包内数据生成的有{len(found)}处不同，数字都相同：{_some(found)}"
        yield warning("package.wording", message, place, help="可能是软件版本不同；要确定的，请在装有报送时版本的电脑上再核对一次")


def compare_charts(archive: Archive, manifest: Manifest, made: "Rebuilt") -> Iterator[Diagnostic]:
    """Where the charts of the Word file are drawn from other values; not where it has pictures of them, as an earlier version wrote."""
    place = inside(archive, manifest.docx)
    if _CHART in made.html and _CHART not in archive.read(manifest.html).decode():
        return
    try:
        found = changes(charts_of(made.docx), charts_of(_content(archive, manifest.docx)))
    except Unreadable as fault:
        yield fault.diagnostic("package", place, "文件", ASK)
        return
    if any(change.is_figure for change in found):
        yield error("package.charts", f"图的数值与包内数据生成的不同：{_some(found)}", place, help=ASK)


def compare_reports(archive: Archive, manifest: Manifest, made: "Rebuilt", different: Iterable[str]) -> Iterator[Diagnostic]:
    """Where the reports say something else than this program finds: which may be right, as another version has other rules."""
    for report, name in manifest.reports.items():
        if name not in different:
            continue
        place, reader = inside(archive, name), _READERS.get(name.rpartition(".")[2])
        try:
            if reader is None or report not in made.reports:
                yield error("package.report", "核查报告不是程序写的", place, help=ASK)
            elif found := changes(reader(made.reports[report]), reader(_content(archive, name))):
                message = f"核查报告与本机核查的有{len(found)}处不同，可能是软件（规则）的版本不同，不能判断有没有被改动：{_some(found)}"
                yield warning("package.report-differs", message, place, help="以本机现在核查的结果为准：请在建好的工作区中用包内的数据运行 reportgen check")
        except Unreadable as fault:
            yield fault.diagnostic("package", place, "文件", ASK)


def sealed_pdfs(archive: Archive) -> tuple[str, ...]:
    """The PDFs that somebody has sealed or signed; no scans, which show no words that could be compared: the manifest speaks for them."""
    names = (name for name in archive.names if name.startswith((f"{SEALED}/", f"{SEALED_BEFORE}/")))
    return tuple(name for name in names if archive.size(name) > MAX_BYTES or not is_scan(archive.read(name)))


def _content(archive: Archive, name: str) -> bytes:
    if archive.size(name) > MAX_BYTES:
        raise Unreadable("too-large", f"超过{MAX_BYTES // 2**20}MB，没有核对其中的文字")
    return archive.read(name)


def _some(found: tuple[WordChange, ...]) -> str:
    return "；".join(map(str, found[:SHOWN])) + (f"……共{len(found)}处" if len(found) > SHOWN else "")
