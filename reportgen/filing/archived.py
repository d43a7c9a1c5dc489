"""What is in an archive (归档包), against its signed list and the filing package within it: everything but verifying that package."""

from collections.abc import Iterator
from pathlib import Path

from reportgen.building.signature import PROGRAM, software
from reportgen.diagnostics import Diagnostic, Unreadable, error, warning
from reportgen.filing.archive import Archive, inside, open_archive, unusable
from reportgen.filing.authorship import check_signer
from reportgen.filing.contents import check_container
from reportgen.filing.keys import config_folder, is_signed
from reportgen.filing.listing import Listing
from reportgen.filing.manifest import MAX_BYTES, Manifest
from reportgen.filing.metadata import facts_of, metadata_content
from reportgen.filing.names import DATA, FINAL, LISTING, METADATA, PROCESSING, RECEIPTS, SEALED
from reportgen.filing.package import digest
from reportgen.versions.filings import Filing

ASK = "请与归档单位核对，必要时请其用 reportgen archive 再写一份"


def check_list(archive: Archive, folder: Path) -> tuple[Listing, tuple[Diagnostic, ...]]:
    """The list of an archive, and where the files aren't what it says. Raises Unreadable where there is none, OSError where `folder` can't be written."""
    if archive.size(LISTING) > MAX_BYTES:
        raise unusable(f"中的“{LISTING}”过大")
    listing = Listing.read(archive.read(LISTING))
    states = {name: state for name in sorted({*archive.names, *listing.files} - {LISTING}) if (state := _state(archive, listing, name))}
    problems = [error("archive.altered", state, inside(archive, name), help=ASK) for name, state in states.items()]
    if not is_signed(listing.signer, listing.signature, listing.statement()):
        problems.append(error("archive.signature-broken", "归档清单的签名与内容不符，清单被改动过", inside(archive, LISTING), help=ASK))
    problems += check_container(archive, folder, (LISTING,)) if not states else ()
    return listing, tuple(problems)


def filed_package(archive: Archive, listing: Listing, folder: Path) -> Path | None:
    """The filing package of an archive, written into `folder` with the receipts beside it; None where it isn't there. Raises Unreadable, OSError."""
    names = [name for name in archive.names if name == listing.package or name.startswith(f"{RECEIPTS}/")]
    for name in names:
        with (folder / name.rpartition("/")[2]).open("wb") as file:
            file.writelines(archive.chunks(name))
    return folder / listing.package.rpartition("/")[2] if listing.package in names else None


def made_pdfs(archive: Archive) -> tuple[str, ...]:
    """The PDFs that were made for the archive: 公文处理单 and 填报数据."""
    return tuple(name for name in archive.names if name.startswith((f"{PROCESSING}/", f"{DATA}/")) and name.endswith(".pdf"))


def check_filed(archive: Archive, listing: Listing, package: Path, manifest: Manifest, filing: Filing) -> Iterator[Diagnostic]:
    """Where an archive says something else than the filing package in it, and whose its list is."""
    place = inside(archive, LISTING)
    key = filing.key
    if (listing.unit, listing.season, listing.kind, listing.number, listing.entry) != (key.unit, key.season, key.kind, filing.number, filing.entry):
        yield error("archive.other-package", f"归档清单与其中的报送包不是同一次报送（{key.unit}，{filing.number}）", place, help=ASK)
    if listing.signer != filing.signer:  # else it is judged with the package
        yield from check_signer("archive", "归档清单", listing.unit, listing.signer, listing.vouchers, config_folder(), place)
    filed = {f"{FINAL}/{name.rpartition('/')[2]}": digest for name, digest in manifest.files.items() if name in (manifest.docx, manifest.pdf)}
    filed |= {name: digest for name, digest in manifest.files.items() if name.startswith(f"{SEALED}/")}
    filed |= {f"{DATA}/{name.rpartition('/')[2]}": manifest.files[name] for name in manifest.attached}
    for name in sorted({*filed, *(name for name in listing.files if name.startswith((f"{FINAL}/", f"{SEALED}/")))}):
        if listing.files.get(name) != filed.get(name):
            yield error("archive.disagrees", "与报送包中的不同", inside(archive, name), help=ASK)
    yield from _metadata(archive, listing, package, manifest, filing)


def _state(archive: Archive, listing: Listing, name: str) -> str | None:
    """What is wrong with a file, None where it is what the list says."""
    if name not in listing.files:
        return "文件不在归档清单中，是后来放进去的"
    if name not in archive.names:
        return "归档清单中的文件不在包中"
    try:
        return None if digest(lambda: archive.chunks(name)) == listing.files[name] else "内容与归档清单不一致，被改动过"
    except Unreadable:
        return "文件已经损坏"


def _metadata(archive: Archive, listing: Listing, package: Path, manifest: Manifest, filing: Filing) -> Iterator[Diagnostic]:
    """The metadata, made again of the filed document."""
    place = inside(archive, METADATA)
    opened, _ = open_archive(package)
    if opened is None or METADATA not in archive.names:
        yield error("archive.disagrees", "没有元数据", place, help=ASK)
        return
    with opened:
        made = metadata_content(facts_of(opened.read(manifest.html).decode("utf-8", "replace"), filing))
    if archive.size(METADATA) <= MAX_BYTES and archive.read(METADATA) == made:
        return
    if listing.program == software()[PROGRAM]:
        yield error("archive.disagrees", "元数据与报送的公文不一致", place, help=ASK)
    else:
        yield warning("archive.metadata", "元数据与本机软件写的不同，软件版本不同，不能判断有没有被改动", place, help="请与公文上印的各项对照")
