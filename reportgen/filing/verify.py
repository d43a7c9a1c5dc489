"""verify: whether a package is what was filed, and whether its documents come out of its inputs."""

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportgen.confined import BOUNDS, Bounds, Stopped, confined
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors, notice
from reportgen.files import cause
from reportgen.filing.archive import ASK, Archive, open_archive, zipped
from reportgen.filing.archived import check_filed, check_list, filed_package, made_pdfs
from reportgen.filing.authorship import remember_key
from reportgen.filing.contents import Contents, check_contents
from reportgen.filing.copies import known_key, proof
from reportgen.filing.judging import Judged, judge
from reportgen.filing.keys import config_folder
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA, LISTING
from reportgen.filing.pdfa import check_pdfs
from reportgen.filing.rebuild import Order
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
    to a temporary folder, by names that can't leave it; its documents are read and made in a process of its own, within `bounds`. And, where nothing is
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
        problems += _check_pdfs(archive, bounds)
        verified = verify(package, outputs, receipts, bounds)
        manifest, filing = verified.manifest, verified.filing
        found = () if manifest is None or filing is None else tuple(check_filed(archive, listing, package, manifest, filing))
    signed = verified.signed and not found
    return replace(verified, problems=(*problems, *verified.problems, *found), signed=signed, archived=len(listing.files))


def _check_pdfs(archive: Archive, bounds: Bounds) -> tuple[Diagnostic, ...]:
    path = archive.path.resolve()
    try:
        return confined(check_pdfs, path, made_pdfs(archive), readable=(path,), bounds=bounds)
    except Stopped as fault:
        return (error("package.stopped", f"核对归档包中的 PDF 没有做完：{fault}", Place(archive.path.name), help=ASK),)


def _verify(archive: Archive, outputs: Path | None, bounds: Bounds) -> Verified:
    with tempfile.TemporaryDirectory(prefix="reportgen-") as temporary:
        folder = Path(temporary)
        contents = check_contents(archive, outputs, folder)
        manifest, filing = contents.manifest, contents.filing
        proven, changed = _originals(manifest, outputs) if outputs is not None else ((), ())
        is_whole = not any(name.startswith(f"{DATA}/") for name in contents.altered)
        judged = _judge(archive, contents, folder / DATA, bounds, again=is_whole)
    told: tuple[Diagnostic, ...] = judged.told
    if not is_whole:
        told = (notice("package.not-rebuilt", "包内的数据或者模板与清单不一致，没有重新生成公文来比较", Place(archive.path.name), help=ASK), *told)
    elif not judged.is_made:
        told = (error("package.not-rebuilt", "用包内的数据不能重新生成公文", Place(archive.path.name), help=ASK), *told)
    problems = (*contents.problems, *judged.form, *changed, *told)
    news = contents.author.news
    if news is not None and judged.is_made and not has_errors(problems):
        problems = (*problems, *remember_key(filing, news, config_folder()))
    return Verified(manifest, filing, problems, len(manifest.files), judged.same, judged.different, proven, contents.author.proven)


def _judge(archive: Archive, contents: Contents, folder: Path, bounds: Bounds, *, again: bool) -> Judged:
    """What the documents are: read, and made `again` from the data, which are unpacked in `folder`, in a confined process.

    What can't be made within the bounds is still read.
    """
    manifest, path = contents.manifest, archive.path.resolve()
    order = _unpack(archive, manifest, contents.filing, folder) if again else None
    stopped: tuple[Diagnostic, ...] = ()
    for what in (order, None) if order else (None,):
        try:
            judged = confined(judge, path, manifest, contents.altered, folder, what, readable=(folder, path, packaged_templates()), bounds=bounds)
        except Stopped as fault:
            message = f"{'重新生成' if what else '核对'}《{manifest.kind}》没有做完：{fault}"
            help_text = "包内的模板、数据或者文件可能有问题，没有影响本机的文件；" + ASK
            stopped = (*stopped, error("package.stopped", message, Place(archive.path.name), help=help_text))
        else:
            return replace(judged, told=(*stopped, *judged.told))
    return Judged((), stopped)


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


def _unpack(archive: Archive, manifest: Manifest, filing: Filing, folder: Path) -> Order:
    """Unpack the packaged workspace in `folder`; what to make of it. Evidence counts by name: it isn't unpacked."""
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
    return Order(manifest.key, manifest.others, attached, datetime.fromisoformat(filing.time))
