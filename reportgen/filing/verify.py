"""verify: whether a package is what was filed, and whether its documents come out of its inputs."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportgen.building.signature import PROGRAM, differences, signature
from reportgen.confined import BOUNDS, Bounds, Stopped, confined
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors, notice, warning
from reportgen.files import cause
from reportgen.filing.agreement import ASK
from reportgen.filing.archive import Archive, inside, open_archive, zipped
from reportgen.filing.archived import check_filed, check_list, filed_package
from reportgen.filing.authorship import remember_key
from reportgen.filing.comparing import compare_charts, compare_documents, compare_html, compare_reports, sealed_pdfs
from reportgen.filing.contents import check_contents
from reportgen.filing.copies import known_key, proof
from reportgen.filing.keys import config_folder
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA, LISTING, MANIFEST
from reportgen.filing.rebuild import Order, Rebuilt, rebuild
from reportgen.filing.receipt import Receipt, check_receipt, receipts_beside
from reportgen.filing.staging import empty
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.versions.filings import Filing
from reportgen.workspace import packaged_templates


@dataclass(frozen=True, slots=True)
class Verified:
    """What a package turned out to be: its manifest and filing, None where it can't be read that far; what is wrong with it.

    `checked` is how many files were compared with the manifest; `same` are the files that came out byte for byte, `different` those
    that didn't. `proven` are the masked copies of which the workspace that filed the package still has the originals. `signed`: a key has
    signed that is known to be the unit's. `receipts` are those of who has received it. `archived` is how many files were compared with the list of
    the archive that the package is in; None where it is in none.
    """

    manifest: Manifest | None = None
    filing: Filing | None = None
    problems: tuple[Diagnostic, ...] = ()
    checked: int = 0
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()
    signed: bool = False
    receipts: tuple[Receipt, ...] = ()
    archived: int | None = None


def verify(path: Path, outputs: Path | None = None, receipts: tuple[Path, ...] = (), bounds: Bounds = BOUNDS) -> Verified:
    """Verify a package and the receipts of it: those named, and those beside it; or an archive (归档包), with the package in it. Either may be unpacked.

    `outputs` are those of the workspace that one is in, whose log of filings may know it. The package may be anybody's: nothing is written but
    to a temporary folder, by names that can't leave it; what it makes is made in a process of its own, within `bounds`. And, where nothing is
    wrong, the key of a unit that is met for the first time is kept.
    """
    try:
        with zipped(path) as package:
            archive, problems = open_archive(package)
            if archive is None:
                return Verified(problems=problems)
            with archive:
                if LISTING in archive.names:
                    return _verify_archive(archive, outputs, receipts, bounds)
                return _with_receipts(_verify(archive, outputs, bounds), path, receipts)
    except Unreadable as fault:
        return Verified(problems=(fault.diagnostic("package", Place(path.name), "报送包", ASK),))
    except OSError as fault:
        message = f"核对没有完成：{cause(fault)}"
        return Verified(problems=(error("package.failed", message, Place(path.name), help="请检查磁盘空间和临时文件夹的权限"),))


def _verify_archive(archive: Archive, outputs: Path | None, receipts: tuple[Path, ...], bounds: Bounds) -> Verified:
    """An archive: its files by its list, the filing package in it as any, and the one against the other."""
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        listing, problems = check_list(archive, Path(folder))
        package = filed_package(archive, listing, Path(folder))
        if package is None:
            return Verified(problems=problems)
        verified = verify(package, outputs, receipts, bounds)
        manifest, filing = verified.manifest, verified.filing
        found = () if manifest is None or filing is None else tuple(check_filed(archive, listing, package, manifest, filing))
    signed = verified.signed and not found
    return replace(verified, problems=(*problems, *verified.problems, *found), signed=signed, archived=len(listing.files))


def _verify(archive: Archive, outputs: Path | None, bounds: Bounds) -> Verified:
    with tempfile.TemporaryDirectory(prefix="reportgen-") as temporary:
        folder = Path(temporary)
        contents = check_contents(archive, outputs, folder)
        manifest, filing = contents.manifest, contents.filing
        proven, changed = _originals(manifest, outputs) if outputs is not None else ((), ())
        contents = replace(contents, problems=(*contents.problems, *changed))
        checked = Verified(manifest, filing, contents.problems, len(manifest.files), proven=proven, signed=contents.author.proven)
        place = Place(archive.path.name)
        if any(name.startswith(f"{DATA}/") for name in contents.altered):
            untried = notice("package.not-rebuilt", "包内的数据或者模板与清单不一致，没有重新生成公文来比较", place, help=ASK)
            return replace(checked, problems=(*contents.problems, untried))
        made, faults = _rebuild(archive, manifest, filing, folder / DATA, bounds)
    if made is None:
        failed = error("package.not-rebuilt", "用包内的数据不能重新生成公文", place, help=ASK)
        said = () if contents.altered else compare_documents(archive, manifest, (manifest.docx, manifest.pdf, *sealed_pdfs(archive)))
        return replace(checked, problems=(*contents.problems, failed, *faults, *said))
    compared = _compare(manifest, made)
    same, different = (tuple(name for name, is_same in compared.items() if is_same is wanted) for wanted in (True, False))
    told = () if contents.altered else tuple(_differing(archive, manifest, made, different))
    news = contents.author.news
    if news is not None and not has_errors((*contents.problems, *told)):
        told = (*told, *remember_key(filing, news, config_folder()))
    return replace(checked, problems=(*contents.problems, *told), same=same, different=different)


def _with_receipts(verified: Verified, path: Path, named: tuple[Path, ...]) -> Verified:
    if verified.filing is None:
        return verified
    found = [check_receipt(receipt, verified.filing, config_folder()) for receipt in dict.fromkeys((*named, *receipts_beside(path)))]
    receipts = tuple(receipt for receipt, _ in found if receipt is not None)
    return replace(verified, receipts=receipts, problems=(*verified.problems, *(problem for _, problems in found for problem in problems)))


def _originals(manifest: Manifest, outputs: Path) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """The masked copies whose originals the workspace still has as they were filed, and a notice of those that it doesn't; nothing in another's."""
    key = known_key(outputs)
    if key is None:
        return (), ()
    originals = {name: outputs.parent / name.removeprefix(f"{DATA}/") for name in manifest.masked}
    here = {name: proof(path.read_bytes(), key) == manifest.masked[name] for name, path in originals.items() if path.is_file()}
    proven = tuple(name for name, is_same in here.items() if is_same)
    moved = [Place(name.removeprefix(f"{DATA}/")) for name, is_same in here.items() if not is_same]
    if not proven or not moved:
        return proven, ()
    help_text = "需要证明报送时的原件的，请从备份找回当时的文件放回原处，再核对一次"
    return proven, (notice("package.original-changed", f"{len(moved)}个填报表的原件在报送以后有变化", *moved, help=help_text),)


def _rebuild(archive: Archive, manifest: Manifest, filing: Filing, folder: Path, bounds: Bounds) -> tuple[Rebuilt | None, tuple[Diagnostic, ...]]:
    """The documents, made from the packaged workspace, which is unpacked in `folder`. Evidence counts by name: it isn't unpacked."""
    named = [name for name in manifest.files if name.startswith(f"{DATA}/")]
    evidence = tuple(name for name in named if name.startswith(f"{DATA}/inputs/") and f"/{EVIDENCE}/" in name)
    for name in named:
        if name not in evidence:
            target = folder / name.removeprefix(f"{DATA}/")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.writelines(archive.chunks(name))
    empty(folder, tuple(name.removeprefix(f"{DATA}/") for name in (*evidence, *manifest.placeholders)))
    attached = tuple(name.removeprefix(f"{DATA}/") for name in manifest.attached)
    order = Order(manifest.key, manifest.others, attached, datetime.fromisoformat(filing.time))
    # What was filed though the data had moved isn't made of them: its files are made of its own text.
    html = None if manifest.repeats else archive.read(manifest.html).decode("utf-8", "replace")
    try:
        return confined(rebuild, folder, order, html, readable=(folder, packaged_templates()), bounds=bounds)
    except Stopped as stopped:
        message = f"重新生成《{manifest.kind}》没有做完：{stopped}"
        return None, (error("package.stopped", message, Place(archive.path.name), help="包内的模板或者数据可能有问题，没有影响本机的文件；" + ASK),)


def _compare(manifest: Manifest, made: Rebuilt) -> dict[str, bool]:
    """Whether each document came out as it is packed, by its name there."""
    contents = {**({manifest.html: made.html.encode()} if manifest.repeats else {}), manifest.docx: made.docx, manifest.pdf: made.pdf}
    contents |= {name: made.reports.get(report, b"") for report, name in manifest.reports.items()}
    return {name: hashlib.sha256(content).hexdigest() == manifest.files[name] for name, content in contents.items()}


def _differing(archive: Archive, manifest: Manifest, made: Rebuilt, different: tuple[str, ...]) -> Iterator[Diagnostic]:
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
