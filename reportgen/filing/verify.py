"""verify: whether a package is what was filed, and whether its documents come out of its inputs."""

import filecmp
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from reportgen.build.signature import differences, signature
from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.filing.archive import Archive, Hostile, open_archive
from reportgen.filing.manifest import MAX_BYTES, Manifest, Unreadable, log_content, read_log
from reportgen.filing.names import DATA, LOG, MANIFEST
from reportgen.filing.package import Content, digest, in_order, write_package
from reportgen.filing.rebuild import Order, Rebuilt, rebuild
from reportgen.filing.staging import empty
from reportgen.history.filings import Filing, breaks
from reportgen.history.version import UNREADABLE
from reportgen.history.versions import open_history
from reportgen.inputs.evidence import FOLDER as EVIDENCE

SHOWN = 3
_ASK = "请与报送单位核对，必要时请其重新报送"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a package turned out to be: its manifest and filing, None where it can't be read that far; what is wrong with it.

    `checked` is how many files were compared with the manifest; `same` are the files that came out byte for byte, `different` those
    that didn't.
    """

    manifest: Manifest | None = None
    filing: Filing | None = None
    problems: tuple[Diagnostic, ...] = ()
    checked: int = 0
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()


def verify(path: Path, outputs: Path | None = None) -> Verified:
    """Verify a package. `outputs` are those of the workspace that one is in, whose log of filings may know it.

    The package may be anybody's: nothing is written but to a temporary folder, by names that can't leave it, within bounds.
    """
    archive, problems = open_archive(path)
    if archive is None:
        return Verified(problems=problems)
    with archive:
        try:
            return _verify(archive, outputs)
        except (Hostile, Unreadable) as fault:
            return Verified(problems=(error("package.unusable", f"报送包{fault}", Place(path.name), help=_ASK),))
        except OSError as fault:
            message = f"核对没有完成：{fault.strerror or fault}"
            return Verified(problems=(error("package.failed", message, Place(path.name), help="请检查磁盘空间和临时文件夹的权限"),))


def _verify(archive: Archive, outputs: Path | None) -> Verified:
    manifest, filing, entries = _papers(archive)
    states = {name: state for name in sorted({*archive.names, *manifest.files} - {MANIFEST, LOG}) if (state := _state(archive, manifest, name))}
    problems = [*_chain(archive, manifest, filing, entries)]
    problems += [error("package.altered", state, _inside(archive, name), help=_ASK) for name, state in states.items()]
    problems += _known(archive, filing, outputs) if outputs is not None else ()
    problems += _pdf(archive, manifest) if manifest.pdf not in states else ()
    checked = Verified(manifest, filing, checked=len(manifest.files))
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        problems += _container(archive, Path(folder)) if not states else ()
        if any(name.startswith(f"{DATA}/") for name in states):
            problems.append(notice("package.not-rebuilt", "包内的数据或者模板与清单不一致，没有重新生成公文来比较", Place(archive.path.name), help=_ASK))
            return replace(checked, problems=tuple(problems))
        made, faults = _rebuild(archive, manifest, filing, Path(folder) / DATA)
    if made is None:
        problems += (error("package.not-rebuilt", "用包内的数据不能重新生成公文", Place(archive.path.name), help=_ASK), *faults)
        return replace(checked, problems=tuple(problems))
    compared = _compare(manifest, made)
    different = tuple(name for name, is_same in compared.items() if not is_same)
    if different:
        problems.append(_differing(archive, manifest, made, different))
    return replace(checked, problems=tuple(problems), same=tuple(name for name, is_same in compared.items() if is_same), different=different)


def _papers(archive: Archive) -> tuple[Manifest, Filing, tuple[Filing, ...]]:
    """The manifest, the filing and the log up to it. Raises Hostile or Unreadable."""
    for name in (MANIFEST, LOG):
        if name not in archive.names:
            raise Hostile(f"中没有“{name}”，不是 reportgen 的报送包")
        if archive.size(name) > MAX_BYTES:
            raise Hostile(f"中的“{name}”过大")
    manifest = Manifest.read(archive.read(MANIFEST))
    content = archive.read(LOG)
    try:
        entries = tuple(Filing.read(entry) for entry in read_log(content))
        times = [datetime.fromisoformat(entry.time) for entry in entries]
    except UNREADABLE as fault:
        raise Unreadable("的报送记录读不了") from fault
    if not times:
        raise Unreadable("的报送记录是空的")
    return manifest, entries[-1], entries


def _chain(archive: Archive, manifest: Manifest, filing: Filing, entries: tuple[Filing, ...]) -> Iterator[Diagnostic]:
    place = Place(f"{archive.path.name}!{LOG}")
    if archive.read(LOG) != log_content(tuple(entry.content() for entry in entries)):
        yield error("package.log-altered", "报送记录的写法与程序写的不同，被改动过", place, help=_ASK)
    for position in breaks(entries):
        yield error("package.chain-broken", f"报送记录在第{position}条接不上：这一条或者前面的记录被改动、删除或者调换过", place, help=_ASK)
    content = archive.read(MANIFEST)
    if filing.frozen.get("manifest") != hashlib.sha256(content).hexdigest() or filing.key != manifest.key:
        yield error("package.manifest-altered", "清单与报送记录不一致，被改动过", Place(f"{archive.path.name}!{MANIFEST}"), help=_ASK)
    for name in ("html", "docx", "pdf"):
        if filing.frozen.get(name) != manifest.files[getattr(manifest, name)]:
            yield error("package.manifest-altered", f"清单中的“{getattr(manifest, name)}”与报送记录不一致", place, help=_ASK)


def _state(archive: Archive, manifest: Manifest, name: str) -> str | None:
    """What is wrong with a file, None where it is what the manifest says."""
    if name not in manifest.files:
        return "文件不在清单中，是后来放进去的"
    if name not in archive.names:
        return "清单中的文件不在包中"
    try:
        return None if digest(lambda: archive.chunks(name)) == manifest.files[name] else "内容与清单不一致，被改动过"
    except Hostile:
        return "文件已经损坏"


def _known(archive: Archive, filing: Filing, outputs: Path) -> Iterator[Diagnostic]:
    """Whether the log of the workspace has the filing, where it has one at its position or under its number."""
    place = Place(f"{archive.path.name}!{LOG}")
    with open_history(outputs) as history:
        filings = history.filings()
        yield from history.problems
    if any(one.entry == filing.entry for one in filings) or not any(one.number == filing.number for one in filings):
        return
    yield error(
        "package.unknown", f"本工作区以{filing.number}报送过，但报送记录与这个报送包不同", place, help="请运行 reportgen log --verify，核对哪一个被改动过"
    )


def _container(archive: Archive, folder: Path) -> Iterator[Diagnostic]:
    """Whether the zip is byte for byte as it was written: contents alone don't tell what stands between them."""
    anew = folder / "package.zip"
    files: dict[str, Content] = {name: partial(archive.chunks, name) for name in archive.names}
    with anew.open("wb") as target:
        write_package(target, in_order(files, (MANIFEST, LOG)))
    if not filecmp.cmp(anew, archive.path, shallow=False):
        message = "压缩包不是原来的：重新打包过，或者文件以外的字节被改动过；各个文件的内容与清单一致"
        yield error("package.repacked", message, Place(archive.path.name), help=_ASK)
    anew.unlink()


def _pdf(archive: Archive, manifest: Manifest) -> Iterator[Diagnostic]:
    """Whether the PDF is a valid PDF/A-3u."""
    import page

    place = _inside(archive, manifest.pdf)
    try:
        report = page.validate_pdf_bytes(archive.read(manifest.pdf), profile="3u")
    except page.PageError:
        yield error("package.pdf", "PDF 读不了，不是 PDF/A-3u 文件", place, help=_ASK)
        return
    if not report.is_compliant:
        failures = "；".join(dict.fromkeys(failure.message for failure in report.failures[:SHOWN]))
        yield error("package.pdf", f"PDF 不符合存档格式 PDF/A-3u：{failures}", place, help=_ASK)


def _rebuild(archive: Archive, manifest: Manifest, filing: Filing, folder: Path) -> tuple[Rebuilt | None, tuple[Diagnostic, ...]]:
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
    return rebuild(folder, Order(manifest.key, manifest.others, attached, datetime.fromisoformat(filing.time)))


def _compare(manifest: Manifest, made: Rebuilt) -> dict[str, bool]:
    """Whether each document came out as it is packed, by its name there."""
    contents = {manifest.html: made.html.encode(), manifest.docx: made.docx, manifest.pdf: made.pdf}
    contents |= {name: made.reports.get(report, b"") for report, name in manifest.reports.items()}
    return {name: hashlib.sha256(content).hexdigest() == manifest.files[name] for name, content in contents.items()}


def _differing(archive: Archive, manifest: Manifest, made: Rebuilt, different: tuple[str, ...]) -> Diagnostic:
    """What differs, and what is likely to be the reason."""
    places = [_inside(archive, name) for name in different]
    if not manifest.repeats:
        message = "报送时填报数据已有变化（见报送说明），用包内的数据生成的公文与报送的不同"
        return warning("package.moved", message, *places, help="报送的公文以包内的文件为准；数据变化的情况请向报送单位了解")
    words = "" if manifest.html in different else "（正文的文字和数字相同）"
    reasons = differences(signature(made.layout), manifest.signature)
    if reasons:
        message = f"重新生成的文件与包内的不是逐字节相同{words}，可能是因为两台电脑的环境不同：{'；'.join(reasons)}"
        return warning("package.different", message, *places, help="要逐字节核对的，请在环境相同的电脑上再运行一次")
    return error("package.different", f"用包内的数据重新生成的文件与包内的不同{words}，而程序、程序库和字体都相同", *places, help=_ASK)


def _inside(archive: Archive, name: str) -> Place:
    """A file of the package, as messages show it."""
    return Place(f"{archive.path.name}!{name}")
