"""What the documents of a package are, and whether they come out of its inputs: read and made by the libraries that read Word files, PDFs and seals.

A stranger has written these files. `verify` calls `judge` in a confined process, once a package.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.building.signature import PROGRAM, differences, signature
from reportgen.diagnostics import Diagnostic, error, warning
from reportgen.filing.archive import ASK, Archive, inside, open_archive
from reportgen.filing.comparing import compare_charts, compare_documents, compare_html, compare_reports, sealed_pdfs
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import MANIFEST
from reportgen.filing.pdfa import check_pdf

if TYPE_CHECKING:
    from reportgen.filing.rebuild import Order, Rebuilt


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with the PDF as such (`form`), and with what the documents say or aren't made of (`told`); whether they could be made again.

    `same` are the files that came out byte for byte, `different` those that didn't.
    """

    form: tuple[Diagnostic, ...]
    told: tuple[Diagnostic, ...]
    is_made: bool = False
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()


def judge(path: Path, manifest: Manifest, altered: frozenset[str], folder: Path, order: "Order | None") -> Judged:
    """Judge the documents of the package at `path`, of which the files `altered` aren't what its manifest says.

    They are made again by the `order` from its data, which are unpacked in `folder`; with None they are only read.
    """
    archive, problems = open_archive(path)
    if archive is None:
        return Judged(problems, ())
    with archive:
        form = () if manifest.pdf in altered else tuple(check_pdf(archive, manifest.pdf))
        made, faults = _rebuild(archive, manifest, folder, order) if order else (None, ())
        if made is None:
            said = () if altered else compare_documents(archive, manifest, (manifest.docx, manifest.pdf, *sealed_pdfs(archive)))
            return Judged(form, (*faults, *said))
        compared = _compare(manifest, made)
        same, different = (tuple(name for name, is_same in compared.items() if is_same is wanted) for wanted in (True, False))
        told = () if altered else tuple(_differing(archive, manifest, made, different))
        return Judged(form, told, True, same, different)


def _rebuild(archive: Archive, manifest: Manifest, folder: Path, order: "Order") -> "tuple[Rebuilt | None, tuple[Diagnostic, ...]]":
    from reportgen.filing.rebuild import rebuild  # brings the writers, which what is only read doesn't need

    # What was filed though the data had moved isn't made of them: its files are made of its own text.
    html = None if manifest.repeats else archive.read(manifest.html).decode("utf-8", "replace")
    return rebuild(folder, order, html)


def _compare(manifest: Manifest, made: "Rebuilt") -> dict[str, bool]:
    """Whether each document came out as it is packed, by its name there."""
    contents = {**({manifest.html: made.html.encode()} if manifest.repeats else {}), manifest.docx: made.docx, manifest.pdf: made.pdf}
    contents |= {name: made.reports.get(report, b"") for report, name in manifest.reports.items()}
    return {name: hashlib.sha256(content).hexdigest() == manifest.files[name] for name, content in contents.items()}


def _differing(archive: Archive, manifest: Manifest, made: "Rebuilt", different: tuple[str, ...]) -> Iterator[Diagnostic]:
    """What differs: in bytes, in what is said; and what is likely to be the reason."""
    if not manifest.repeats:
        message = "报送时填报数据已有变化（见报送说明），公文不是用包内的数据生成的，没有与数据比较"
        yield warning("package.moved", message, inside(archive, manifest.html), help="报送的公文以包内的文件为准；数据变化的情况请向报送单位了解")
    missing = sorted(made.reports.keys() - manifest.reports.keys())
    if missing:
        yield error("package.report", f"包中缺少核查报告（{'、'.join(missing)}）", inside(archive, MANIFEST), help=ASK)
    documents = {manifest.html, manifest.docx, manifest.pdf} & set(different)
    in_doubt = (manifest.docx, manifest.pdf) if manifest.html in documents else tuple(name for name in (manifest.docx, manifest.pdf) if name in documents)
    said = [*compare_documents(archive, manifest, (*in_doubt, *sealed_pdfs(archive)))]
    here = signature(made.layout)
    if manifest.html in documents:
        said += compare_html(archive, manifest, made, same_program=manifest.signature.get(PROGRAM) == here[PROGRAM])
    if manifest.docx in documents:
        said += compare_charts(archive, manifest, made)
    yield from said
    if not different:
        return
    reasons, places = differences(here, manifest.signature), [inside(archive, name) for name in different]
    if not reasons:
        yield error("package.different", "用包内的数据重新生成的文件与包内的不同，而程序、程序库和字体都相同", *places, help=ASK)
        return
    yield from compare_reports(archive, manifest, made, different)
    words = "" if said else "。逐字读过：正文、Word、PDF 的文字和数字相同，内嵌的数据相同；图、印章和版式没有比较"
    message = f"重新生成的文件与包内的不是逐字节相同，可能是因为两台电脑的环境不同：{'；'.join(reasons)}{words}"
    yield warning("package.different", message, *places, help="要逐字节核对的，请在环境相同的电脑上再运行一次")
