"""Write the pictures of docs/first-filing.md into docs/images: `python tools/make_doc_images.py [FOLDER]`. Needs LibreOffice and pdftoppm.

They show a county's workspace on the way: the blank workbook's guide, a cell that can't be read in the marked copy,
and the first page of the draft.
The county is 静乐县, its task that of the demonstration inputs.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops

ROOT = Path(__file__).parent.parent
SEASON, UNIT = "2023", "静乐县"
GUIDE, SHEET, LIST = "填报说明", "改造任务", "核对清单"
DPI = 100
MARGIN = 20
"""White that is left around a picture, in pixels."""


def main(target: Path) -> None:
    """Makes the workspace in a temporary folder and writes the pictures of it."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        space = work / "清洁取暖"
        _reportgen(work, "init", space.name, "--season", SEASON)
        _reportgen(space, "new", UNIT)
        folder = space / "inputs" / SEASON / UNIT
        book = folder / "填报表.xlsx"
        _picture(_sheet(book, GUIDE, work), target / "workbook-guide.png", height=0.5)
        _fill(book)
        _reportgen(space, "check", UNIT, "--kind", "实施方案", "--mark")
        marked = folder / "填报表.核对.xlsx"
        _picture(_sheet(marked, LIST, work), target / "workbook-findings.png", height=0.6)
        _picture(_sheet(marked, SHEET, work), target / "workbook-marked.png", height=0.4)
        _reportgen(space, "build", UNIT, "--kind", "实施方案", "--format", "pdf")
        _picture(space / "outputs" / SEASON / UNIT / "实施方案.pdf", target / "plan-draft.png")


def _reportgen(folder: Path, *arguments: str) -> None:
    """Runs a command in `folder`; the faults that the county still has are meant, so exit status 1 passes."""
    done = subprocess.run([sys.executable, "-m", "reportgen", *arguments], check=False, cwd=folder, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(done.stdout + done.stderr)


def _fill(book: Path) -> None:
    """The task of the demonstration inputs, its households in words that can't be read as a number."""
    given = openpyxl.load_workbook(ROOT / "inputs" / SEASON / UNIT / "填报表.xlsx")[SHEET]
    workbook = openpyxl.load_workbook(book)
    page = workbook[SHEET]
    page["C4"], page["D4"], page["E4"] = given["A4"].value, given["B4"].value, "三千多户"
    workbook.save(book)


def _sheet(book: Path, title: str, work: Path) -> Path:
    """One sheet of a workbook as a PDF file, by LibreOffice, which doesn't print hidden sheets."""
    workbook = openpyxl.load_workbook(book)
    for page in workbook.worksheets:
        page.sheet_state = "visible" if page.title == title else "hidden"
    workbook.active = workbook[title]
    copy = work / f"{title}.xlsx"
    workbook.save(copy)
    command = ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(work), str(copy)], check=True, capture_output=True)
    return copy.with_suffix(".pdf")


def _picture(pdf: Path, target: Path, *, height: float = 1) -> None:
    """The upper part (`height`: its share) of the first page as a PNG file, without the white around what is printed."""
    command = ["pdftoppm", "-r", str(DPI), "-f", "1", "-singlefile", "-png"]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)
    page = Image.open(target).convert("RGB")
    part = page.crop((0, 0, page.width, round(page.height * height)))
    left, top, right, bottom = ImageChops.difference(part, Image.new("RGB", part.size, "white")).getbbox() or (0, 0, *part.size)
    shown = part.crop((max(left - MARGIN, 0), max(top - MARGIN, 0), min(right + MARGIN, part.width), min(bottom + MARGIN, part.height)))
    shown.quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
