"""Whether PDFs are valid PDF/A-3u, the form in which they are kept."""

from collections.abc import Iterator
from pathlib import Path

from reportgen.diagnostics import Diagnostic, error
from reportgen.filing.archive import ASK, Archive, inside, open_archive

MAX_PDF = 256 * 2**20  # a filed document has some MB: more is no document
SHOWN = 3  # the first ones lead to the rest


def check_pdfs(path: Path, names: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Check PDFs in the package or archive at `path`. A stranger may have written them: `verify` calls it in a confined process."""
    archive, problems = open_archive(path)
    if archive is None:
        return problems
    with archive:
        return tuple(problem for name in names for problem in check_pdf(archive, name))


def check_pdf(archive: Archive, name: str) -> Iterator[Diagnostic]:
    """Whether a PDF in it is a valid PDF/A-3u."""
    place = inside(archive, name)
    if archive.size(name) > MAX_PDF:
        yield error("package.pdf", f"PDF 超过{MAX_PDF // 2**20}MB，没有核对存档格式", place, help=ASK)
    elif failures := pdfa_failures(archive.read(name)):
        yield error("package.pdf", f"PDF 不符合存档格式 PDF/A-3u：{failures}", place, help=ASK)


def pdfa_failures(content: bytes) -> str:
    """Why a PDF isn't a valid PDF/A-3u, the first reasons; empty where it is one."""
    import page

    try:
        report = page.validate_pdf_bytes(content, profile="3u")
    except page.PageError:
        return "读不了"
    if report.is_compliant:
        return ""
    return "；".join(dict.fromkeys(failure.message for failure in report.failures[:SHOWN])) or "没有说明原因"
