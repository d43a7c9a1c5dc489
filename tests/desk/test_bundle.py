"""The folder for machines without internet: its wheels are complete for each platform; the Linux one is installed and started without network."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.desks import COUNTY, PAIR
from tests.desk.processes import free_port

pytestmark = pytest.mark.slow

INSIDE = """
import os, signal, socket, subprocess, sys, time, urllib.request
from pathlib import Path
bundle, workspace, port, county = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
try:
    socket.create_connection(("192.0.2.1", 80), 3)
except OSError as refused:
    print("outside:", refused.strerror)
command = ["sh", str(bundle / "启动报送台.sh"), "--workspace", workspace, "--port", port, "--no-browser"]
desk = subprocess.Popen(command, start_new_session=True)
try:
    for _ in range(400):
        assert desk.poll() is None, "it has ended"
        time.sleep(0.5)
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).read().decode()
        except OSError:
            continue
        print("desk:", "登录" in page)
        break
finally:
    if desk.poll() is None:
        os.killpg(desk.pid, signal.SIGINT)
    print("ended:", desk.wait(120), flush=True)
built = subprocess.run([str(bundle / ".venv/bin/reportgen"), "build", county], cwd=workspace)
print("built:", built.returncode, flush=True)
"""


@pytest.fixture(scope="module")
def tools(root: Path) -> Iterator[None]:
    """The tools can be imported, as they import each other."""
    sys.path.insert(0, str(root / "tools"))
    yield
    sys.path.remove(str(root / "tools"))


@pytest.fixture(scope="module")
def bundle(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, made as `make bundle` does."""
    from bundle import make

    made = tmp_path_factory.mktemp("bundle") / "bundle"
    make(made)
    return made


def test_every_platform_has_every_wheel_that_it_needs(bundle: Path, tmp_path: Path) -> None:
    from bundle_wheels import EXTRAS, PLATFORMS, TAG, VERSION, lacking, wheels_of

    asked = f"reportgen[{','.join(EXTRAS)}]"
    fixed = [
        "--dry-run",
        "--quiet",
        "--no-index",
        "--ignore-installed",
        "--only-binary=:all:",
        f"--python-version={VERSION}",
        f"--abi={TAG}",
        "--abi=abi3",
        "--abi=none",
    ]
    for platform in PLATFORMS:
        assert lacking(bundle / "wheels", platform) == set(), platform.name
        tags = [part for tag in (*platform.tags, platform.compiled) for part in ("--platform", tag)]
        subprocess.run([sys.executable, "-m", "pip", "install", *fixed, "--find-links", str(bundle / "wheels"), *tags, asked], check=True)
    windows = wheels_of(bundle / "wheels", PLATFORMS[-1])
    assert "tzdata" in windows  # what pip, asked here, would not say that Windows needs
    for wheel in windows.values():
        if wheel != windows["numpy"]:
            (tmp_path / wheel.name).symlink_to(wheel)
    assert lacking(tmp_path, PLATFORMS[-1]) == {"numpy"}


def test_what_windows_starts_it_by_is_as_its_shell_reads_it(root: Path) -> None:
    script = (root / "tools/bundled/启动报送台.bat").read_bytes()
    assert script.isascii() and b"\n" not in script.replace(b"\r\n", b"")


def test_it_is_installed_and_started_without_network(bundle: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV", "REPORTGEN_CONFIG")}
    environment |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONUTF8": "1"}
    start = [sys.executable, str(bundle / "start.py"), "--only-install"]

    font = next(bundle.glob("fonts/fandol/*.otf"))
    whole = font.read_bytes()
    font.write_bytes(whole[:-1])
    refused = subprocess.run(start, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert refused.returncode == 1 and "不完整" in refused.stderr and font.name in refused.stderr
    font.write_bytes(whole)

    workspace = tmp_path / "pair"
    subprocess.run(["cp", "-r", PAIR, workspace], check=True)
    inside = tmp_path / "inside.py"
    inside.write_text(INSIDE, "utf-8")
    script = 'ip link set lo up && exec "$@"'
    command = ["unshare", "-rn", "sh", "-c", script, "sh", sys.executable, inside, bundle, workspace, str(free_port()), COUNTY]
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False)
    said = done.stdout + done.stderr
    for words in ("outside: Network is unreachable", "desk: True", "ended: 0", "built: 0"):
        assert words in said, said
    assert list(workspace.glob("outputs/2023/甲县/*.pdf"))
    assert list((tmp_path / "data/fonts/reportgen/fandol").glob("*.otf"))
