"""archive: the archive (归档包) of a filing, out of the record alone: the same filing is archived in the same bytes."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.project import Project
from reportgen.building.renderer import open_renderer
from reportgen.diagnostics import Diagnostic, Place, error, has_errors, notice, warning
from reportgen.files import cause
from reportgen.filing.archive_documents import Record, archive_documents
from reportgen.filing.archive_note import archive_note
from reportgen.filing.file import package_path
from reportgen.filing.keys import Signer, config_folder
from reportgen.filing.listing import signed_listing
from reportgen.filing.metadata import facts_of, metadata_content
from reportgen.filing.names import ARCHIVE_NOTE, DATA, EDITED, FILED, FINAL, LISTING, METADATA, RECEIPTS, SEALED, original_name
from reportgen.filing.package import Content, digest, in_order, of_bytes, put_package, write_package
from reportgen.filing.pdfa import pdfa_failures
from reportgen.filing.procedure import steps_of
from reportgen.filing.receipt import Receipt, check_receipt, receipts_beside
from reportgen.filing.scanning import scan
from reportgen.filing.stored import Stored, read_stored
from reportgen.versions.filings import Filing
from reportgen.versions.history import History, open_history
from reportgen.versions.objects import DamagedObject
from reportgen.versions.version import Key, Version


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of a filing that was to be archived: its folder and zip, None where there are none; the names of the originals that are in them."""

    filing: Filing | None = None
    folder: Path | None = None
    package: Path | None = None
    originals: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def archive_filing(project: Project, key: Key, number: int | None, target: Path, signer: Callable[[], Signer]) -> Archived:
    """Write the archive of the last filing of a document, or of its version `number`, into `target`, as a folder and as a zip; nothing is written over.

    All of it comes out of the record: the filing's package, the versions before, the receipts beside the package. Nothing is recorded of it: it
    can be made at any time, again in the same bytes, as long as the unit has the same key. `signer` gives that, when all else is in order.
    """
    with open_history(project.workspace.outputs) as history:
        filing, wrong = _chosen(history, key, number, next(kind.name for kind in project.roster.kinds if kind.id == key.kind))
        if filing is None or history.problems:
            return Archived(problems=(*wrong, *history.problems))
        before = tuple(one for one in history.filings() if (one.key, one.number) == (key, filing.number) and one.position < filing.position)
        beside = package_path(project, filing, len(before))
        name = beside.stem.replace(f"-{FILED}-", "-归档包-")
        folder, package = target / f"{key.unit}-{name}", target / f"{key.unit}-{name}.zip"
        there = tuple(_there(path) for path in (folder, package) if path.exists())
        stored, wrong = read_stored(history, filing, beside.name)
        receipts, faults = _receipts(beside, filing)
        if stored is None or there or has_errors(faults):
            return Archived(problems=(*there, *wrong, *faults))
        try:
            files, problems = _files(project, history, stored, Record(filing, before, receipts), beside.name)
            problems = (*faults, *problems, *_apart(history, filing, stored), *history.problems)
            if has_errors(problems):
                return Archived(problems=problems)
            _write(folder, package, files, filing, f"{FILED}/{beside.name}", signer())
        except OSError as fault:
            return Archived(problems=(error("archive.failed", f"归档包没有写成：{cause(fault)}", Place(str(target)), help="请检查磁盘空间和文件夹权限"),))
        originals = tuple(one.removeprefix(f"{SEALED}/") for one in files if one.startswith(f"{SEALED}/"))
        return Archived(filing, folder, package, originals, problems)


def _chosen(history: History, key: Key, number: int | None, name: str) -> tuple[Filing | None, tuple[Diagnostic, ...]]:
    """The filing that is asked for: the last one, or the last one of a version."""
    filings = [filing for filing in history.filings() if filing.key == key]
    last = history.number(key)
    if number is not None and number not in range(1, (last or 0) + 1):
        return None, (error("archive.no-version", f"没有第{number}版", help=f"共{last or 0}版，用 reportgen log 查看"),)
    chosen = [filing for filing in filings if number in (None, filing.version)]
    if chosen:
        return chosen[-1], ()
    if filings:
        listed = "、".join(f"第{version}版" for version in dict.fromkeys(filing.version for filing in filings))
        return None, (error("archive.not-filed", f"第{number}版没有报送过", help=f"报送过的有{listed}；--version 不写，归档的是最近报送的一版"),)
    help_text = f"归档的是报送时封存的公文：请先用 reportgen file {key.unit} {name} --number 文号 报送"
    return None, (error("archive.not-filed", "这份公文还没有报送过，不能归档", help=help_text),)


def _receipts(package: Path, filing: Filing) -> tuple[Mapping[str, Receipt], tuple[Diagnostic, ...]]:
    """The receipts beside a package by their files' names, and what is wrong with them."""
    found = {path.name: check_receipt(path, filing, config_folder()) for path in receipts_beside(package)}
    receipts = {name: receipt for name, (receipt, _) in found.items() if receipt is not None}
    return receipts, tuple(problem for _, problems in found.values() for problem in problems)


def _files(project: Project, history: History, stored: Stored, record: Record, package: str) -> tuple[dict[str, Content], tuple[Diagnostic, ...]]:
    """The files of the archive by name, but its list; and what is wrong with them. Raises OSError."""
    manifest, filing = stored.manifest, record.filing
    facts = facts_of(stored.read(manifest.html).decode(), filing)
    edited, sealed = ({name.partition("/")[2]: stored.read(name) for name in manifest.files if name.startswith(f"{folder}/")} for folder in (EDITED, SEALED))
    steps = steps_of(history, filing, record.before, edited, sealed, tuple(record.receipts.values()))
    renderer, wrong = open_renderer(project.workspace)
    if renderer is None:
        return {}, wrong
    made, problems = archive_documents(project, renderer, stored, record, facts, steps)
    if made is None:
        return {}, (*wrong, *problems)
    files: dict[str, Content] = {
        **{f"{FINAL}/{name.rpartition('/')[2]}": stored.files[name] for name in (manifest.docx, manifest.pdf)},
        **{f"{SEALED}/{name}": of_bytes(content) for name, content in sealed.items()},
        **{f"{DATA}/{name.rpartition('/')[2]}": stored.files[name] for name in manifest.attached},
        **{name: of_bytes(content) for name, content in made.files.items()},
        **{f"{RECEIPTS}/{name}": of_bytes(receipt.content()) for name, receipt in record.receipts.items()},
        METADATA: of_bytes(metadata_content(facts)),
    }
    # What was filed was looked through then, and what our PDFs show while it was composed, cell by cell: the numbers of a row run together in a PDF.
    new = {name: files[name] for name in (*made.files, METADATA) if not name.endswith(".pdf")}
    problems = (*wrong, *problems, *_pdfs(files), *scan(new))
    with tempfile.SpooledTemporaryFile(max_size=2**28) as packed:
        write_package(packed, stored.in_order())
        packed.seek(0)
        files[f"{FILED}/{package}"] = of_bytes(packed.read())
    files[ARCHIVE_NOTE] = of_bytes(archive_note(filing, manifest, files, made.hidden))
    return files, problems


def _pdfs(files: Mapping[str, Content]) -> Iterator[Diagnostic]:
    """Which PDFs are no PDF/A-3u. Ours must be; what came back sealed or scanned is as the seal or the scanner made it."""
    for name, content in files.items():
        failures = pdfa_failures(b"".join(content())) if name.lower().endswith(".pdf") else ""
        if failures and name.startswith(f"{SEALED}/"):
            help_text = "归档仍然进行：长期保存用定稿的 PDF/A-3u；要正本也符合的，请制章单位、扫描软件存为 PDF/A"
            yield notice("archive.original-pdfa", f"正本不符合存档格式 PDF/A-3u：{failures}", Place(name), help=help_text)
        elif failures:
            yield error("archive.pdfa", f"不符合存档格式 PDF/A-3u：{failures}", Place(name), help="请检查自己的模板和版面；没有改过的，请反馈给软件维护人员")


def _apart(history: History, filing: Filing, stored: Stored) -> Iterator[Diagnostic]:
    """Where an original beside the document now isn't the one that was filed: what is archived is what was filed."""
    version = history.version(filing.key, filing.version)
    output = version.outputs.get("pdf") if version else None
    if version is None or output is None:
        return
    pdf = history.outputs / output.name
    filed = {name.partition("/")[2]: name for name in stored.manifest.files if name.startswith(f"{SEALED}/")}
    for path in (pdf, history.outputs / original_name(output.name)):
        place = Place(f"{history.outputs.name}/{path.relative_to(history.outputs).as_posix()}")
        if path.name in filed and path.is_file() and path.read_bytes() != stored.read(filed[path.name]):
            if path != pdf or _begins(history, version, path):
                help_text = "归档的是报送时封存的那一份；公文旁边的这一份请核对是谁改动的"
                yield warning("archive.original-altered", "正本与报送时的不同，被改动或者替换过", place, help=help_text)
        elif path.name not in filed and path != pdf and path.is_file():
            help_text = "要归档这份正本的，用 reportgen file 写明理由（--override）重新报送一次，再归档"
            yield warning("archive.original-not-filed", "这份正本报送时没有封存，没有归档", place, help=help_text)


def _begins(history: History, version: Version, path: Path) -> bool:
    """Whether a PDF is the built one of the version with something behind it: sealed anew, not built anew."""
    try:
        built = history.objects.get(version.outputs["pdf"].sha256)
    except DamagedObject:
        return False
    content = path.read_bytes()
    return content.startswith(built) and content != built


def _write(folder: Path, package: Path, files: dict[str, Content], filing: Filing, packed: str, signer: Signer) -> None:
    """Write the zip and the folder, each whole or not at all. Raises OSError."""
    listing = signed_listing(filing, packed, {name: digest(content) for name, content in sorted(files.items())}, signer)
    files = {**files, LISTING: of_bytes(listing.content())}
    put_package(package, package.parent, in_order(files, (LISTING,)))
    with tempfile.TemporaryDirectory(prefix=f".{package.stem}-", dir=package.parent) as temporary:
        unpacked = Path(temporary) / "files"
        for name, content in files.items():
            target = unpacked / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.writelines(content())
        unpacked.rename(folder)


def _there(path: Path) -> Diagnostic:
    return error("archive.there", "已经有同名的归档包，没有覆盖", Place(str(path)), help="请写明另一个文件夹（--to），或者移走原来的")
