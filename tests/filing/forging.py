"""Packages as nobody should make them."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.filing.keys import Signer, config_folder, open_signer
from reportgen.filing.names import LOG, MANIFEST
from reportgen.filing.package import in_order, of_bytes, write_package
from reportgen.versions.filings import Filing
from reportgen.versions.version import canonical


def contents(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(target: Path, files: Mapping[str, bytes]) -> Path:
    """A package in the form that the program gives it."""
    with target.open("wb") as file:
        write_package(file, in_order({name: of_bytes(content) for name, content in files.items()}, (MANIFEST, LOG)))
    return target


def repack(
    target: Path, files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, encoding: str = "", around: str = "", also: Iterable[str] = ()
) -> Path:
    """A package as another program packs it: `encoding` of names that aren't marked as UTF-8, a folder `around` them, files that it puts in."""

    class Unmarked(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
            return self.filename.encode(encoding), self.flag_bits & ~0x800

    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in {**files, **dict.fromkeys(also, b"1")}.items():
            entry = (Unmarked if encoding else zipfile.ZipInfo)(around + name, (2024, 1, 1, 8, 0, 0))
            entry.compress_type = method
            package.writestr(entry, content)
    return target


def signed(entry: Mapping[str, Any], signer: Signer | None) -> dict[str, Any]:
    """An entry of a log with the signature of `signer`; with None as it is."""
    if signer is None:
        return dict(entry)
    made = Filing.read(canonical({**entry, "signer": signer.public, "vouchers": signer.vouchers, "signature": ""}))
    found: dict[str, Any] = json.loads(replace(made, signature=signer.sign(made.statement())).content())
    return found


def forge(
    package: Path,
    target: Path,
    changes: Mapping[str, bytes],
    manifest: Mapping[str, object] | None = None,
    entry: Mapping[str, object] | None = None,
    by: Callable[[str], Signer | None] = lambda unit: open_signer(config_folder(), unit, str),
) -> Path:
    """A package with other contents, other entries in its manifest and its log, all made to fit them, `by` who has a key for the unit: its own, unasked."""
    files = {**contents(package), **changes}
    listed = {**json.loads(files[MANIFEST]), **(manifest or {})}
    listed["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name not in (MANIFEST, LOG)}
    files[MANIFEST] = json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True).encode()
    *earlier, last = json.loads(files[LOG])
    frozen = {name: listed["files"].get(listed["document"][name], "") for name in ("html", "docx", "pdf")}
    last = {**last, "frozen": {**frozen, "manifest": hashlib.sha256(files[MANIFEST]).hexdigest()}, **(entry or {})}
    files[LOG] = canonical([*earlier, signed(last, by(last["unit"]))])
    return write(target, files)
