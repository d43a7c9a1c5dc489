"""Makes the folder for machines without internet (make bundle): wheels for three platforms, fonts, files to start it by, a unit for systemd.

python tools/bundle.py [--folder build/bundle]
"""

import argparse
import hashlib
import shutil
import subprocess
from pathlib import Path

from bundle_wheels import PLATFORMS, ROOT, fetch, own_wheel, wheels_of

SUMS = "SHA256SUMS"
BUNDLED = ROOT / "tools/bundled"
"""What stands in the folder as it is here."""
_NOTO = Path("/usr/share/fonts/opentype/noto")
_NOTO_LICENCE = Path("/usr/share/doc/fonts-noto-cjk/copyright")


def fonts(folder: Path) -> None:
    """The fonts that the set-up uses, with their licences: Fandol (GPL 3 with the exception for documents) and Noto CJK (OFL 1.1) may be passed on."""
    program = shutil.which("fc-list") or "fc-list"
    listed = subprocess.run([program, ":", "family", "file"], capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    fandol = sorted({Path(line.split(": ")[0]) for line in listed if "Fandol" in line})
    if not fandol or not _NOTO.is_dir():
        raise SystemExit("缺少 Fandol 或者 Noto CJK 字体，请先运行 scripts/setup")
    for name, files, licence in (("fandol", fandol, fandol[0].parent / "COPYING"), ("noto", sorted(_NOTO.glob("Noto*CJK*.ttc")), _NOTO_LICENCE)):
        (folder / name).mkdir(parents=True)
        for file in (*files, licence):
            shutil.copyfile(file, folder / name / file.name)


def sums(folder: Path) -> None:
    """A line for each file with its SHA-256, as sha256sum -c reads it."""
    lines = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    (folder / SUMS).write_text("".join(lines), "utf-8")


def make(folder: Path) -> None:
    """Make the whole folder anew; it stands under its name only once it is complete."""
    new = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    wheels = new / "wheels"
    wheels.mkdir(parents=True)
    own_wheel(wheels)
    for platform in PLATFORMS:
        fetch(wheels, platform)
        print(f"{platform.name}：{len(wheels_of(wheels, platform))} 个软件包")
    fonts(new / "fonts")
    for path in sorted(BUNDLED.iterdir()):
        if path.is_file():
            shutil.copy(path, new)
    sums(new)
    shutil.rmtree(folder, ignore_errors=True)
    new.replace(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"离线安装包：{folder}（{size // 2**20} MB）")


def main() -> None:
    """Make it where it is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bundle")
    make(parser.parse_args().folder.resolve())


if __name__ == "__main__":
    main()
