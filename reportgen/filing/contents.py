"""What is in a package, against its manifest, its log, and the log of the workspace: all that can be said without reading its documents."""

import filecmp
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, warning
from reportgen.filing.agreement import check_agreement
from reportgen.filing.archive import ASK, Archive, inside, unusable
from reportgen.filing.authorship import Authorship, check_author
from reportgen.filing.keys import config_folder, fingerprint
from reportgen.filing.manifest import MAX_BYTES, Manifest, log_content, read_log
from reportgen.filing.names import LOG, MANIFEST
from reportgen.filing.package import Content, digest, in_order, write_package
from reportgen.versions.filings import Filing, breaks
from reportgen.versions.history import open_history
from reportgen.versions.version import DamagedRecord
from reportgen.workspace import is_year


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package says of itself, what is wrong with it, which files aren't what the manifest says, and whose it is."""

    manifest: Manifest
    filing: Filing
    problems: tuple[Diagnostic, ...]
    altered: frozenset[str]
    author: Authorship


def check_contents(archive: Archive, outputs: Path | None, folder: Path) -> Contents:
    """Compare all that is in a package. `outputs` may have a log of filings that knows it; `folder` is for temporary files.

    Raises Unreadable where it is no package, OSError where the folder can't be written.
    """
    manifest, filing, entries = _papers(archive)
    author = check_author(entries, config_folder(), inside(archive, LOG))
    states = {name: state for name in sorted({*archive.names, *manifest.files} - {MANIFEST, LOG}) if (state := _state(archive, manifest, name))}
    problems = [*_chain(archive, manifest, filing, entries), *author.problems]
    problems += [error("package.altered", state, inside(archive, name), help=ASK) for name, state in states.items()]
    problems += _known(archive, filing, outputs) if outputs is not None else ()
    problems += check_container(archive, folder, (MANIFEST, LOG)) if not states else ()
    problems += check_agreement(archive, manifest, entries) if not states else ()
    return Contents(manifest, filing, tuple(problems), frozenset(states), author)


def _papers(archive: Archive) -> tuple[Manifest, Filing, tuple[Filing, ...]]:
    """The manifest, the filing and the log up to it. Raises Unreadable."""
    for name in (MANIFEST, LOG):
        if name not in archive.names:
            raise unusable(f"中没有“{name}”，不是 reportgen 的报送包")
        if archive.size(name) > MAX_BYTES:
            raise unusable(f"中的“{name}”过大")
    manifest = Manifest.read(archive.read(MANIFEST))
    content = archive.read(LOG)
    try:
        entries = tuple(Filing.read(entry) for entry in read_log(content))
        for entry in entries:
            fingerprint(entry.signer)
        if not all(is_year(entry.key.season) for entry in entries):
            raise unusable("的报送记录中有不是年份的年度")
    except (DamagedRecord, ValueError) as fault:
        raise unusable("的报送记录读不了") from fault
    if not entries:
        raise unusable("的报送记录是空的")
    return manifest, entries[-1], entries


def _chain(archive: Archive, manifest: Manifest, filing: Filing, entries: tuple[Filing, ...]) -> Iterator[Diagnostic]:
    place = Place(f"{archive.path.name}!{LOG}")
    if archive.read(LOG) != log_content(tuple(entry.content() for entry in entries)):
        yield error("package.log-altered", "报送记录的写法与程序写的不同，被改动过", place, help=ASK)
    for position in breaks(entries):
        yield error("package.chain-broken", f"报送记录在第{position}条接不上：这一条或者前面的记录被改动、删除或者调换过", place, help=ASK)
    content = archive.read(MANIFEST)
    if filing.frozen.get("manifest") != hashlib.sha256(content).hexdigest() or filing.key != manifest.key:
        yield error("package.manifest-altered", "清单与报送记录不一致，被改动过", Place(f"{archive.path.name}!{MANIFEST}"), help=ASK)
    for name in ("html", "docx", "pdf"):
        if filing.frozen.get(name) != manifest.files[getattr(manifest, name)]:
            yield error("package.manifest-altered", f"清单中的“{getattr(manifest, name)}”与报送记录不一致", place, help=ASK)


def _state(archive: Archive, manifest: Manifest, name: str) -> str | None:
    """What is wrong with a file, None where it is what the manifest says."""
    if name not in manifest.files:
        return "文件不在清单中，是后来放进去的"
    if name not in archive.names:
        return "清单中的文件不在包中"
    try:
        return None if digest(lambda: archive.chunks(name)) == manifest.files[name] else "内容与清单不一致，被改动过"
    except Unreadable:
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


def check_container(archive: Archive, folder: Path, last: Iterable[str]) -> Iterator[Diagnostic]:
    """Whether the zip is byte for byte as it was written, with the files `last` behind the others: contents alone don't tell what stands between them."""
    anew = folder / "package.zip"
    files: dict[str, Content] = {name: partial(archive.chunks, name) for name in archive.names}
    with anew.open("wb") as target:
        write_package(target, in_order(files, last))
    place = Place(archive.path.name)
    if archive.repacked:
        message = "重新打包过，内容与清单一致"
        yield warning("package.repacked", message, place, help="内容没有变，可以使用；需要原来的压缩包的，请报送单位直接发送生成的文件，不要解压后再压缩")
    elif not filecmp.cmp(anew, archive.path, shallow=False):
        yield error("package.bytes-altered", "压缩包中文件以外的字节被改动过；各个文件的内容与清单一致", place, help=ASK)
    anew.unlink()
