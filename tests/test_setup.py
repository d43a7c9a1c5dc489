"""scripts/setup, and the versions that it installs."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux"},
    {"sys_platform": "darwin", "platform_system": "Darwin"},
    {"sys_platform": "win32", "platform_system": "Windows"},
)
# What the script calls of a bare system.
TOOLS = ("bash", "cat", "cmp", "dirname", "env", "mktemp", "rm")


def pins(root: Path) -> dict[str, str]:
    """The version of each package in constraints.txt."""
    lines = (line.split("==") for line in (root / "constraints.txt").read_text().split())
    return {canonicalize_name(name): version for name, version in lines}


def applies(requirement: Requirement, extras: set[str]) -> bool:
    """Whether one of the platforms has the requirement."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**platform, "extra": extra}) for platform in PLATFORMS for extra in extras | {""})


def all_needed(requirements: Iterable[str]) -> set[str]:
    """The packages that the requirements bring on any platform, at any depth."""
    seen: set[tuple[str, str]] = set()
    open_ones = [Requirement(text) for text in requirements]
    while open_ones:
        requirement = open_ones.pop()
        name = canonicalize_name(requirement.name)
        new = {(name, extra) for extra in requirement.extras | {""}} - seen
        seen |= new
        try:
            found = distribution(name).requires if new else None
        except PackageNotFoundError:  # another platform's
            continue
        open_ones += [needed for needed in map(Requirement, found or ()) if applies(needed, requirement.extras)]
    return {name for name, _ in seen}


def test_constraints_pin_all_that_is_needed_and_nothing_else(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(text for extra in project["optional-dependencies"].values() for text in extra)]
    needed, pinned = all_needed(asked), set(pins(root)) - {"pip", "setuptools"}
    assert (needed - pinned, pinned - needed) == (set(), set())


def installed(names: Iterable[str]) -> Iterator[Distribution]:
    """Those of the packages that this platform has."""
    for name in names:
        with suppress(PackageNotFoundError):
            yield distribution(name)


def test_the_environment_has_the_pinned_versions(root: Path) -> None:
    pinned = pins(root)
    other = {found.name: found.version for found in installed(pinned) if found.version != pinned[canonicalize_name(found.name)]}
    assert other == {}


def test_the_pinned_versions_run_on_the_oldest_python_allowed(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=") + ".0"
    refusing = {found.name for found in installed(pins(root)) if not SpecifierSet(str(found.metadata.json.get("requires_python", ""))).contains(oldest)}
    assert refusing == set()


@dataclass(frozen=True)
class Machine:
    """A checkout on a machine that has no programs but those put into `programs`."""

    checkout: Path
    programs: Path
    home: Path

    def has(self, name: str, script: str) -> None:
        """Gives the machine a program."""
        program = self.programs / name
        program.write_text(f"#!{shutil.which('sh')}\n{script}\n")
        program.chmod(0o755)

    def is_debian(self, *, user: int) -> None:
        """Nothing but the base system, no network; what is asked of apt-get is written to apt.log."""
        self.has("id", f"echo {user}")
        self.has("dpkg-query", "exit 1")
        self.has("apt-get", f'echo "$@" >>{self.home}/apt.log; echo "E: Unable to fetch" >&2; exit 100')
        self.has("sudo", "exit 1")
        self.has("fc-list", "")

    def has_python(self) -> None:
        """Gives the machine this Python, bare, and no index to install from."""
        self.has("python3", f'exec {sys.base_prefix}/bin/python{sys.version_info.major}.{sys.version_info.minor} "$@"')

    def setup(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What running scripts/setup there does."""
        environment = {"PATH": str(self.programs), "HOME": str(self.home), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run([self.checkout / "scripts" / "setup", *arguments], env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def machine(root: Path, tmp_path: Path) -> Machine:
    """A machine with a checkout and a bare system, without Python and not Debian."""
    made = Machine(tmp_path / "checkout", tmp_path / "bin", tmp_path / "home")
    for folder in (made.checkout / "scripts", made.programs, made.home):
        folder.mkdir(parents=True)
    for name in ("pyproject.toml", "setup.py", "constraints.txt", "scripts/setup"):
        shutil.copy(root / name, made.checkout / name)
    for name in TOOLS:
        (made.programs / name).symlink_to(str(shutil.which(name)))
    made.has("id", "echo 1000")
    return made


def test_an_unknown_argument_is_wrong_use(machine: Machine) -> None:
    done = machine.setup("--tests")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "用法：scripts/setup [--test | --desk]\n")


@pytest.mark.parametrize("old_python", [False, True])
def test_without_a_new_enough_python_it_names_the_mending_command(machine: Machine, *, old_python: bool) -> None:
    if old_python:
        machine.has("python3", "exit 1")
    done = machine.setup()
    packages = "python3.11 python3.11-venv" if old_python else "python3 python3-venv"
    assert done.returncode == 1
    assert done.stderr == f"缺少 Python 3.11 或者更新的版本，请执行：sudo apt-get install --yes {packages}（其他系统请从 Python 官方网站下载安装）\n"


def test_without_the_venv_module_it_names_the_mending_command(machine: Machine) -> None:
    machine.has("python3", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    done = machine.setup()
    assert (done.returncode, done.stderr) == (1, "缺少 Python 的 venv 模块，请执行：sudo apt-get install --yes python3-venv\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "packages"),
    [
        ((), "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"),
        pytest.param(
            ("--test",),
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils make chromium "
            "postgresql slapd libldap2-dev libsasl2-dev nginx-light systemd gcc libc6-dev g++-aarch64-linux-gnu util-linux iproute2",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_it_may_not_install_it_says_in_one_line_each_and_goes_on(machine: Machine, arguments: tuple[str, ...], packages: str) -> None:
    machine.is_debian(user=1000)
    machine.has_python()
    done = machine.setup(*arguments)
    lacking = [line for line in done.stderr.splitlines() if line.startswith("缺少")]
    assert lacking == [
        f"缺少 系统软件包 {packages}，请执行：sudo apt-get update && sudo apt-get install --yes --no-install-recommends {packages}",
        "缺少 Fandol 字体（公文仍可用 Noto 字体生成），请联网后执行：sudo apt-get update && scripts/setup",
        "缺少 Python 依赖，原因见上；请检查网络（或者 pip 镜像设置 PIP_INDEX_URL）后再次执行：scripts/setup",
    ]
    assert done.returncode == 1
    assert "ERROR: " in done.stderr  # what pip said
    assert "update" not in (machine.home / "apt.log").read_text()


def test_as_root_it_asks_apt_for_what_is_missing(machine: Machine) -> None:
    machine.is_debian(user=0)
    machine.has("apt-get", f'echo "$@" >>{machine.home}/apt.log')
    machine.setup()
    log = (machine.home / "apt.log").read_text().splitlines()
    options = "-qq -o DPkg::Lock::Timeout=300"
    packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
    assert log[:2] == [f"{options} update", f"{options} install --yes --no-install-recommends {packages}"]
    assert log[-1] == f"{options} install --yes --no-install-recommends python3 python3-venv"


@pytest.mark.slow
def test_a_fresh_checkout_becomes_ready_and_stays_so(root: Path, tmp_path: Path) -> None:
    checkout, data = tmp_path / "checkout", tmp_path / "data"
    shutil.copytree(root, checkout, ignore=shutil.ignore_patterns(".venv", ".git", "outputs", "__pycache__", "*.egg-info"))
    # Fonts are looked for in this folder, and the ones of the user are out of sight.
    environment = {**os.environ, "XDG_DATA_HOME": str(data)}
    run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    run([checkout / "scripts" / "setup"], env=environment, stdin=subprocess.DEVNULL, check=True)
    again = run([checkout / "scripts" / "setup"], env=environment, capture_output=True, encoding="utf-8", check=True)
    assert (again.stdout, again.stderr) == ("", "")
    assert "build" in run([checkout / ".venv" / "bin" / "reportgen", "--help"], capture_output=True, encoding="utf-8", check=True).stdout
    fonts = {path.name for path in (data / "fonts" / "fandol").iterdir()}
    assert {"FandolSong-Regular.otf", "FandolSong-Bold.otf", "FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Regular.otf", "COPYING"} <= fonts
