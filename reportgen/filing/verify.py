"""verify: whether a package is what was filed, and whether its documents come out of its inputs."""

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportgen.building.signature import differences, signature
from reportgen.confined import BOUNDS, Bounds, Stopped, confined
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, notice, warning
from reportgen.filing.archive import Archive, open_archive
from reportgen.filing.contents import ASK, check_contents, inside
from reportgen.filing.copies import known_key, proof
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA
from reportgen.filing.rebuild import Order, Rebuilt, rebuild
from reportgen.filing.staging import empty
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.versions.filings import Filing
from reportgen.workspace import packaged_templates


@dataclass(frozen=True, slots=True)
class Verified:
    """What a package turned out to be: its manifest and filing, None where it can't be read that far; what is wrong with it.

    `checked` is how many files were compared with the manifest; `same` are the files that came out byte for byte, `different` those
    that didn't. `proven` are the masked copies of which the workspace that filed the package still has the originals.
    """

    manifest: Manifest | None = None
    filing: Filing | None = None
    problems: tuple[Diagnostic, ...] = ()
    checked: int = 0
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()


def verify(path: Path, outputs: Path | None = None, bounds: Bounds = BOUNDS) -> Verified:
    """Verify a package. `outputs` are those of the workspace that one is in, whose log of filings may know it.

    The package may be anybody's: nothing is written but to a temporary folder, by names that can't leave it; what it makes is made in a
    process of its own, within `bounds`.
    """
    archive, problems = open_archive(path)
    if archive is None:
        return Verified(problems=problems)
    with archive:
        try:
            return _verify(archive, outputs, bounds)
        except Unreadable as fault:
            return Verified(problems=(fault.diagnostic("package", Place(path.name), "报送包", ASK),))
        except OSError as fault:
            message = f"核对没有完成：{fault.strerror or fault}"
            return Verified(problems=(error("package.failed", message, Place(path.name), help="请检查磁盘空间和临时文件夹的权限"),))


def _verify(archive: Archive, outputs: Path | None, bounds: Bounds) -> Verified:
    with tempfile.TemporaryDirectory(prefix="reportgen-") as temporary:
        folder = Path(temporary)
        contents = check_contents(archive, outputs, folder)
        manifest, filing = contents.manifest, contents.filing
        proven, changed = _originals(manifest, outputs) if outputs is not None else ((), ())
        contents = replace(contents, problems=(*contents.problems, *changed))
        checked = Verified(manifest, filing, contents.problems, len(manifest.files), proven=proven)
        place = Place(archive.path.name)
        if any(name.startswith(f"{DATA}/") for name in contents.altered):
            untried = notice("package.not-rebuilt", "包内的数据或者模板与清单不一致，没有重新生成公文来比较", place, help=ASK)
            return replace(checked, problems=(*contents.problems, untried))
        made, faults = _rebuild(archive, manifest, filing, folder / DATA, bounds)
    if made is None:
        failed = error("package.not-rebuilt", "用包内的数据不能重新生成公文", place, help=ASK)
        return replace(checked, problems=(*contents.problems, failed, *faults))
    compared = _compare(manifest, made)
    same, different = (tuple(name for name, is_same in compared.items() if is_same is wanted) for wanted in (True, False))
    told = (_differing(archive, manifest, made, different),) if different else ()
    return replace(checked, problems=(*contents.problems, *told), same=same, different=different)


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
    try:
        return confined(rebuild, folder, order, readable=(folder, packaged_templates()), bounds=bounds)
    except Stopped as stopped:
        message = f"重新生成《{manifest.kind}》没有做完：{stopped}"
        return None, (error("package.stopped", message, Place(archive.path.name), help="包内的模板或者数据可能有问题，没有影响本机的文件；" + ASK),)


def _compare(manifest: Manifest, made: Rebuilt) -> dict[str, bool]:
    """Whether each document came out as it is packed, by its name there."""
    contents = {manifest.html: made.html.encode(), manifest.docx: made.docx, manifest.pdf: made.pdf}
    contents |= {name: made.reports.get(report, b"") for report, name in manifest.reports.items()}
    return {name: hashlib.sha256(content).hexdigest() == manifest.files[name] for name, content in contents.items()}


def _differing(archive: Archive, manifest: Manifest, made: Rebuilt, different: tuple[str, ...]) -> Diagnostic:
    """What differs, and what is likely to be the reason."""
    places = [inside(archive, name) for name in different]
    if not manifest.repeats:
        message = "报送时填报数据已有变化（见报送说明），用包内的数据生成的公文与报送的不同"
        return warning("package.moved", message, *places, help="报送的公文以包内的文件为准；数据变化的情况请向报送单位了解")
    words = "" if manifest.html in different else "（正文的文字和数字相同）"
    reasons = differences(signature(made.layout), manifest.signature)
    if reasons:
        message = f"重新生成的文件与包内的不是逐字节相同{words}，可能是因为两台电脑的环境不同：{'；'.join(reasons)}"
        return warning("package.different", message, *places, help="要逐字节核对的，请在环境相同的电脑上再运行一次")
    return error("package.different", f"用包内的数据重新生成的文件与包内的不同{words}，而程序、程序库和字体都相同", *places, help=ASK)
