"""Word files of the samples, and what LibreOffice makes of them; fonts that aren't there are replaced by free ones of their kind."""

import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from tests.render.word.ruler import Sheet, sheets

STAND_INS = {"title": "FandolSong", "body": "FandolFang", "kai": "FandolKai", "hei": "FandolHei", "song": "FandolSong"}
SAMPLES = ("county", "city", "long", "full", "seal", "characters", "charts", "sandwich", "bare")

# A turned page between attachments, two of them in a row, and text after a table at the end.
SANDWICH = """
<h1 id="title">横排页样张</h1>
<p id="p1">正文。</p>
<section class="attachment" id="a1"><p class="attachment-label" id="a1l">附件1</p><h1 id="a1t">一</h1><p id="a1p">附件一正文。</p>
<section class="landscape" id="w1"><p id="w1p">第一横页</p>TABLE</section>
<section class="landscape" id="w2"><p id="w2p">第二横页</p></section></section>
<section class="attachment" id="a2"><p class="attachment-label" id="a2l">附件2</p><h1 id="a2t">二</h1>TABLE TABLE</section>
"""
TABLE = """<table id="ID"><colgroup><col data-width="1"/><col data-width="2"/><col data-width="1"/></colgroup>
<thead><tr><th>甲</th><th colspan="2">乙</th></tr></thead>
<tbody><tr><td rowspan="2">丙</td><td class="left">丁</td><td class="right">1</td></tr><tr><td>戊</td><td>2</td></tr></tbody></table>"""


def article(body: str) -> str:
    """A canonical document around `body`."""
    head = '<article class="gongwen" lang="zh-CN" data-kind="plan" data-unit="某县" data-season="2023" data-title="样张" '
    return f'{head}data-author="某县清洁取暖办" data-date="2023-04-18">{body}</article>'


def with_tables(body: str) -> str:
    """`body` with a table, with an id of its own, wherever it says TABLE."""
    while "TABLE" in body:
        body = body.replace("TABLE", TABLE.replace("ID", f"table-{len(body)}"), 1)
    return body


@pytest.fixture(scope="session")
def base(root: Path) -> bytes:
    return (root / "templates/docx/official.docx").read_bytes()


@pytest.fixture(scope="session")
def html(root: Path) -> Callable[[str], str]:
    """The canonical HTML of a sample by its name."""
    made = {"sandwich": article(with_tables(SANDWICH)), "bare": article('<p id="p">一段。</p>')}
    return lambda name: made.get(name) or (root / f"tests/render/samples/{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def docx(html: Callable[[str], str], base: bytes) -> Callable[[str], bytes]:
    """The Word file of a sample by its name."""
    return cache(lambda name: write_docx(html(name), Layout(), base))


@pytest.fixture(scope="session")
def pages(docx: Callable[[str], bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    """The pages of each sample as LibreOffice lays them out, all in one run of it."""
    folder = tmp_path_factory.mktemp("rendered")
    for name in SAMPLES:
        (folder / f"{name}.docx").write_bytes(docx(name))
    fonts = folder / "fonts.conf"
    fonts.write_text(font_configuration(), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    files = [str(folder / f"{name}.docx") for name in SAMPLES]
    subprocess.run([*command, *files], env={**os.environ, "FONTCONFIG_FILE": str(fonts)}, check=True, capture_output=True, timeout=240)
    return {name: sheets(folder / f"{name}.pdf") for name in SAMPLES}


def font_configuration() -> str:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{getattr(Layout().fonts, role)[0]}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
        for role, family in STAND_INS.items()
    )
    return f'<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>'
