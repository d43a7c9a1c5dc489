"""Installs reportgen beside this file without internet, where that isn't done yet, and opens the desk of a workspace.

python start.py [--workspace FOLDER] [--port N] [--no-browser] [--only-install]

Needs Python 3.11 alone: what it is started by (启动报送台.sh, 启动报送台.bat) looks for one.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import venv
import webbrowser
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
SUMS, WHEELS, FONTS = HERE / "SHA256SUMS", HERE / "wheels", HERE / "fonts"
ENVIRONMENT, REMEMBERED = HERE / ".venv", HERE / "工作区.json"
PORT = 8017
_WAIT = 120  # seconds until the desk must answer: it looks at the whole workspace first
_DRAWING = (
    "缺少生成 PDF 用的 Pango。\n"
    "Debian、Ubuntu：安装 libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0 三个软件包；\n"
    "Windows：安装 GTK3 Runtime（Win64）。见同一文件夹的“说明.md”。"
)


def end(words: str) -> NoReturn:
    """Say why it doesn't go on, and end."""
    print(words, file=sys.stderr)
    raise SystemExit(1)


def program(name: str) -> Path:
    """A program of the environment."""
    return ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / (f"{name}.exe" if os.name == "nt" else name)


def damaged() -> list[str]:
    """The files that aren't as they were packed: a copy that was broken off, a stick that is worn."""
    wrong = []
    for line in SUMS.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        try:
            with (HERE / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found = ""
        if found != digest:
            wrong.append(name)
    return wrong


def install() -> None:
    """Make the environment from the wheels here and from nothing else; where it is of these wheels already, nothing is done."""
    of = f"{HERE}\n{hashlib.sha256(SUMS.read_bytes()).hexdigest()}\n{sys.version}\n"
    stamp = ENVIRONMENT / "installed.txt"
    if stamp.is_file() and stamp.read_text("utf-8") == of:
        return
    print("首次使用，正在核对文件、安装，需要一两分钟……", flush=True)
    wrong = damaged()
    if wrong:
        end(f"文件不完整，请重新复制整个文件夹。与打包时不一样的有{len(wrong)}个：{'、'.join(wrong[:5])}{' 等' if wrong[5:] else ''}")
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    (own,) = WHEELS.glob("reportgen-*.whl")
    version = own.name.split("-")[1]
    options = ["--no-index", "--find-links", str(WHEELS), "--quiet", "--disable-pip-version-check", "--no-warn-script-location"]
    command = [str(program("python")), "-m", "pip", "install", *options, f"reportgen[desk,oidc,postgresql]=={version}"]
    if subprocess.run(command, check=False).returncode:
        end("没有装成，原因见上。")
    if subprocess.run([str(program("python")), "-c", "import weasyprint"], capture_output=True, check=False).returncode:
        end(_DRAWING)
    fonts()
    stamp.write_text(of, "utf-8")


def fonts() -> None:
    """Put the fonts where this user's programs find them; on Windows the system's own serve, see 说明.md."""
    if os.name == "nt":
        return
    target = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "fonts/reportgen"
    try:
        for file in FONTS.rglob("*"):
            place = target / file.relative_to(FONTS)
            if file.is_file() and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read_bytes())
    except OSError as fault:
        print(f"字体没有装上（{fault.strerror}），公文用本机已有的字体。请把 fonts 文件夹里的字体装到系统里。")


def workspace(asked: Path | None) -> Path:
    """The workspace that was asked for, or was opened before, or that somebody names now; a new one is made."""
    chosen = asked or remembered()
    while chosen is None:
        default = Path.home() / "清洁取暖"
        print(f"\n工作区是放填报表和公文的文件夹。已有工作区的，输入它的位置；没有的，输入一个新文件夹的位置。\n直接按回车：{default}")
        try:
            given = input("工作区：").strip().strip('"')
        except EOFError:
            end("这里不能输入。请在终端里运行，或者用 --workspace 写明工作区的位置。")
        chosen = Path(given).expanduser() if given else default
        if chosen.is_dir() and any(chosen.iterdir()) and not is_workspace(chosen):
            print(f"{chosen} 里有别的文件，又不是工作区，请另写一个。")
            chosen = None
    chosen = chosen.resolve()
    if not is_workspace(chosen) and subprocess.run([str(program("reportgen")), "init", str(chosen)], check=False).returncode:
        end("工作区没有建成，原因见上。")
    REMEMBERED.write_text(json.dumps(str(chosen), ensure_ascii=False), "utf-8")
    return chosen


def remembered() -> Path | None:
    """The workspace that was opened last, where it is still there."""
    try:
        found = Path(json.loads(REMEMBERED.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if is_workspace(found) else None


def is_workspace(folder: Path) -> bool:
    """Whether it is a workspace."""
    return (folder / "inputs").is_dir() or (folder / "reportgen.toml").is_file()


def show(address: str) -> None:
    """Open the browser once the desk answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # an office's proxy isn't asked for this machine
    until = time.monotonic() + _WAIT
    while time.monotonic() < until:
        try:
            opener.open(f"{address}sign-in/", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            webbrowser.open(address)
            return


def main() -> None:
    """Install, choose the workspace, serve it."""
    if sys.version_info[:2] != (3, 11):
        end(f"需要 Python 3.11，现在的是 {sys.version.split()[0]}。软件包是为 3.11 准备的，见“说明.md”。")
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--only-install", action="store_true")
    asked = parser.parse_args()
    install()
    if asked.only_install:
        print(f"已安装：{program('reportgen')}")
        return
    folder = workspace(asked.workspace)
    if not asked.no_browser:
        threading.Thread(target=show, args=(f"http://127.0.0.1:{asked.port}/",), daemon=True).start()
    desk = subprocess.Popen([str(program("reportgen")), "desk", "--port", str(asked.port)], cwd=folder)
    while True:
        try:
            raise SystemExit(desk.wait())
        except KeyboardInterrupt:  # it reaches the desk too, which ends in its own time
            continue


if __name__ == "__main__":
    main()
