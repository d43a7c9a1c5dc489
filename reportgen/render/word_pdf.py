"""A Word file that isn't ours as PDF: only a word processor can lay it out, LibreOffice."""

import atexit
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import fields
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportgen.diagnostics import error
from reportgen.render.layout import Layout
from reportgen.render.libreoffice import office
from reportgen.render.rendered import Rendered

PATIENCE = 180
"""So many seconds it may take; the first time it sets up a profile."""
_FORMAT = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_LONGEST = 200  # characters of what LibreOffice says
_DATE = re.compile(rb"/(?:Creation|Mod)Date ?\(D:([^)]*)\)")
_IDENTITY = re.compile(rb"/ID ?\[ ?<([0-9A-F]+)>\s*<([0-9A-F]+)> ?\]|/DocChecksum ?/([0-9A-F]+)")


def write_word_pdf(docx: bytes, title: str, date: str, layout: Layout) -> Rendered:
    """A Word file as tagged PDF. The same file gives the same bytes: `date` (ISO, may be empty) stands for the time of making."""
    program = office()
    if program is None:
        return _refused("render.no-office", f"《{title}》是 Word 表格，本机没有安装 LibreOffice，不能生成 PDF", "请安装 LibreOffice")
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        source = Path(folder) / "form.docx"
        source.write_bytes(docx)
        command = [os.fspath(program), f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", _FORMAT, "--outdir", folder, os.fspath(source)]
        try:
            done = subprocess.run(command, env=_environment(layout), capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
            said = done.stderr.decode(errors="replace").strip()[-_LONGEST:]
        except subprocess.TimeoutExpired:
            said = f"超过{PATIENCE}秒没有完成"
        made = source.with_suffix(".pdf")
        if not made.is_file():
            return _refused("render.office-failed", f"LibreOffice 没有把《{title}》转成 PDF：{said or '没有说明原因'}", "请重新生成")
        return Rendered(_without_clock(made.read_bytes(), date))


def _refused(code: str, message: str, what_to_do: str) -> Rendered:
    return Rendered(b"", (error(code, message, help=f"{what_to_do}；也可以用 Word、WPS 打开表格后另存为 PDF"),))


@cache
def _profile() -> Path:
    """The profile of this process: LibreOffice takes one for itself, and a person's own may be in use."""
    folder = Path(tempfile.mkdtemp(prefix="reportgen-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _environment(layout: Layout) -> dict[str, str]:
    """Where the official fonts aren't installed, LibreOffice is to take those that stand in for them in our own documents."""
    if not sys.platform.startswith("linux"):
        return dict(os.environ)
    given = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    rules = "".join(map(_aliases, (getattr(layout.fonts, role.name) for role in fields(layout.fonts))))
    file = _profile() / "fonts.conf"
    file.write_text(f'<?xml version="1.0"?><fontconfig><include>{escape(given)}</include>{rules}</fontconfig>', encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": os.fspath(file)}


def _aliases(families: tuple[str, ...]) -> str:
    """Each of the families of a role may be drawn by the others."""
    names = [re.sub("-(Regular|Bold)$", "", family) for family in families]  # Fontconfig knows faces by their family
    accepted = "".join(f"<family>{escape(name)}</family>" for name in names)
    return "".join(f'<alias binding="same"><family>{escape(name)}</family><accept>{accepted}</accept></alias>' for name in names)


def _without_clock(pdf: bytes, date: str) -> bytes:
    """The file with another time and other identities of the same length, so that its bytes depend on its content alone."""
    day = (date or "2000-01-01").replace("-", "").encode()
    plain = _DATE.sub(lambda found: _put(found, {1: day + b"000000Z" + b"00'00'"}), pdf)
    plain = _IDENTITY.sub(lambda found: _put(found, dict.fromkeys((1, 2, 3), b"")), plain)
    identity = hashlib.sha256(plain).hexdigest().upper().encode()
    return _IDENTITY.sub(lambda found: _put(found, dict.fromkeys((1, 2, 3), identity)), plain)


def _put(found: "re.Match[bytes]", texts: dict[int, bytes]) -> bytes:
    """What was found, with other texts of the same length in its groups."""
    whole, start = bytearray(found[0]), found.start()
    for group, text in texts.items():
        if found[group] is not None:
            length = found.end(group) - found.start(group)
            whole[found.start(group) - start : found.end(group) - start] = text[:length].ljust(length, b"0")
    return bytes(whole)
