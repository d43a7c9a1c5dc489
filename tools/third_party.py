"""Fetches what the desk's pages take from npm packages (third_party.toml) and puts it into reportgen/desk/static/desk.

python tools/third_party.py [--pin]

Each file must have the digest that is written down; with --pin the digests are printed instead, for a version that was just changed in third_party.toml.
"""

import argparse
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST, STATIC = ROOT / "tools/third_party.toml", ROOT / "reportgen/desk/static/desk"


@dataclass(frozen=True)
class Taken:
    """A file of a package: what it is called there and here, and its SHA-256."""

    package: str
    version: str
    licence: str
    there: str
    here: str
    sha256: str


def listed() -> tuple[Taken, ...]:
    """All that is taken."""
    packages = tomllib.loads(LIST.read_text("utf-8"))["package"]
    return tuple(
        Taken(package["name"], package["version"], package["licence"], there, file["as"], file["sha256"])
        for package in packages
        for there, file in package["files"].items()
    )


def fetched(taken: tuple[Taken, ...]) -> Iterator[tuple[Taken, bytes]]:
    """Their content, from the packages as npm gives them. Raises CalledProcessError, KeyError where a package has no such file."""
    npm = shutil.which("npm") or "npm"
    for package in sorted({(one.package, one.version) for one in taken}):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([npm, "pack", "--silent", "@".join(package)], cwd=folder, stdout=subprocess.DEVNULL, check=True)
            (archive,) = Path(folder).glob("*.tgz")
            with tarfile.open(archive) as opened:
                for one in taken:
                    if (one.package, one.version) == package:
                        file = opened.extractfile(f"package/{one.there}")
                        assert file is not None
                        yield one, file.read()


def main() -> None:
    """Fetch them, compare, put them in place."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pin", action="store_true", help="print the digests of what is fetched, and put it in place")
    pin = parser.parse_args().pin
    for one, content in fetched(listed()):
        digest = hashlib.sha256(content).hexdigest()
        if digest != one.sha256 and not pin:
            raise SystemExit(f"{one.package}@{one.version} {one.there}: {digest}, expected {one.sha256}")
        (STATIC / one.here).write_bytes(content)
        print(f"{one.package}@{one.version} {one.there} → {one.here} {digest}")


if __name__ == "__main__":
    main()
