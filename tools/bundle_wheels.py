"""The wheels of the folder for machines without internet: every package that is needed, for each platform, at the version of constraints.txt.

What a package needs is read from its own wheel for each platform, since pip itself answers what it needs on the platform that pip runs on.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("desk", "oidc", "postgresql")
"""LDAP is left out: its library is compiled where it is installed, and no wheels of it are published."""
VERSION, TAG = "3.11", "cp311"
"""Python: the one that Debian 12 has, and for which there is an installer for Windows."""
_OLDEST, _NEWEST = 5, 28
"""glibc 2.28 is that of the oldest systems still in use in offices (Debian 10, Kylin V10, UOS 20): no published wheel that is newer is asked for."""
_OLD_NAMES = {"x86_64": ("manylinux1", "manylinux2010", "manylinux2014"), "aarch64": ("manylinux2014",)}
_COMPILED_HERE = {"linux-aarch64": ("fast-diff-match-patch",)}
"""Of these no wheel is published for the platform: they are made from their source by a compiler for it (Debian: g++-aarch64-linux-gnu)."""
_COMPILED_FOR = "manylinux_2_36"
"""As new as the system that they are made on, Debian 12."""


@dataclass(frozen=True)
class Platform:
    """A kind of machine: what it is called, how the names of its wheels end, and what markers say of it."""

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]

    @property
    def compiled(self) -> str:
        """The end of the names of wheels that are compiled here for it."""
        return f"{_COMPILED_FOR}_{self.markers['platform_machine']}"


def _linux(machine: str) -> Platform:
    newer = (f"manylinux_2_{minor}" for minor in range(_NEWEST, _OLDEST - 1, -1))
    tags = tuple(f"{name}_{machine}" for name in (*newer, *_OLD_NAMES[machine]))
    return Platform(f"linux-{machine}", tags, {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine})


PLATFORMS = (
    _linux("x86_64"),
    _linux("aarch64"),
    Platform("windows-x86_64", ("win_amd64",), {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}),
)
_MARKERS = {
    "python_version": VERSION,
    "python_full_version": f"{VERSION}.0",
    "implementation_name": "cpython",
    "implementation_version": f"{VERSION}.0",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_version": "",
}


def pins() -> dict[str, str]:
    """The version of each package."""
    lines = (line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").split())
    return {canonicalize_name(name): version for name, version in lines}


def needed_by(wheel: Path, extras: Iterable[str], platform: Platform) -> Iterator[Requirement]:
    """What a wheel with these extras needs on a platform."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA") and one.count("/") == 1)
        described = HeaderParser().parsestr(archive.read(name).decode())
    for text in described.get_all("Requires-Dist", ()):
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**_MARKERS, **platform.markers, "extra": extra}) for extra in (*extras, "")):
            yield requirement


def wheels_of(folder: Path, platform: Platform) -> dict[str, Path]:
    """The wheels in a folder that a platform can install, by package."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.whl")):
        name, _, _, tags = parse_wheel_filename(path.name)
        if any(tag.platform == "any" or tag.platform in (*platform.tags, platform.compiled) for tag in tags):
            found[name] = path
    return found


def lacking(folder: Path, platform: Platform) -> set[str]:
    """The packages that are needed on a platform and have no wheel in the folder, as far as can be told from those that are there."""
    there = wheels_of(folder, platform)
    open_ones = [("reportgen", frozenset(EXTRAS))]
    seen: set[tuple[str, str]] = set()
    missing: set[str] = set()
    while open_ones:
        name, extras = open_ones.pop()
        new = {(name, extra) for extra in extras | {""}} - seen
        seen |= new
        if not new:
            continue
        if name not in there:
            missing.add(name)
            continue
        open_ones += [(canonicalize_name(one.name), frozenset(one.extras)) for one in needed_by(there[name], extras, platform)]
    return missing


def fetch(folder: Path, platform: Platform) -> None:
    """Fetch the wheels of a platform, what each needs after it. Raises CalledProcessError where one isn't published."""
    versions = pins()
    for name in _COMPILED_HERE.get(platform.name, ()):
        _compile(folder, platform, f"{name}=={versions[name]}")
    fixed = ("--no-deps", "--only-binary=:all:", "--implementation=cp", f"--python-version={VERSION}", *(f"--abi={abi}" for abi in (TAG, "abi3", "none")))
    while missing := lacking(folder, platform):
        asked = [f"{name}=={versions[name]}" for name in sorted(missing)]
        where = [part for tag in platform.tags for part in ("--platform", tag)]
        pip("download", *fixed, *where, "--dest", str(folder), *asked)


def _compile(folder: Path, platform: Platform, package: str) -> None:
    """Make a wheel of a package from its source, for another processor."""
    target = f"{platform.markers['platform_machine']}-linux-gnu"
    if shutil.which(f"{target}-g++") is None:
        raise SystemExit(f"缺少为 {platform.name} 编译的程序，请执行：apt-get install --yes --no-install-recommends g++-{target}")
    compilers = {"CC": f"{target}-gcc", "CXX": f"{target}-g++", "LDSHARED": f"{target}-gcc -shared", "LDCXXSHARED": f"{target}-g++ -shared"}
    names = {"SETUPTOOLS_EXT_SUFFIX": f".cpython-{TAG.removeprefix('cp')}-{target}.so", "_PYTHON_HOST_PLATFORM": platform.compiled}
    options = ("--no-deps", "--no-build-isolation", "--no-cache-dir", "--no-binary=:all:")
    pip("wheel", *options, "--wheel-dir", str(folder), package, environment=compilers | names)


def pip(*arguments: str, environment: Mapping[str, str] = {}) -> None:
    """Run pip, quietly. Raises CalledProcessError."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, env={**os.environ, **environment}, check=True)


def own_wheel(folder: Path) -> None:
    """The program's own wheel, made from a copy: making it leaves folders behind."""
    with tempfile.TemporaryDirectory() as copy:
        for name in ("LICENSE", "README.md", "pyproject.toml", "setup.py"):
            shutil.copy(ROOT / name, copy)
        for name in ("reportgen", "templates"):
            shutil.copytree(ROOT / name, Path(copy, name), ignore=shutil.ignore_patterns("__pycache__"))
        pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), copy)
