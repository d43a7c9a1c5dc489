"""Write the picture of docs/reviewing.md into docs/images: `python tools/make_review_images.py [FOLDER]`.

It shows two pages of a redline as `reportgen diff --to FILE.pdf` prints it: a county's plan before and after one cell of its workbook changed.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
import pypdfium2
from PIL import Image

ROOT = Path(__file__).parent.parent
SEASON, UNIT, CITY, KIND = "2023", "保德县", "忻州市", "实施方案"
SHEET, CELL, MORE = "改造任务", "C4", 10
PAGES = (2, 3)
SCALE = 1.1


def main(target: Path) -> None:
    """Build, change the cell, build again, compare, and write the pages as one picture."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for unit in (UNIT, CITY):  # the city's 单位.yaml names the documents that the county's plan refers to
            shutil.copytree(ROOT / "inputs" / SEASON / unit, work / "inputs" / SEASON / unit)
        _reportgen(work, "build", UNIT, "--kind", KIND, "--format", "html")
        file = work / "inputs" / SEASON / UNIT / "填报表.xlsx"
        book = openpyxl.load_workbook(file)
        book[SHEET][CELL] = book[SHEET][CELL].value + MORE
        book.save(file)
        _reportgen(work, "build", UNIT, "--kind", KIND, "--format", "html")
        _reportgen(work, "diff", UNIT, KIND, "--to", "redline.pdf")
        document = pypdfium2.PdfDocument(work / "redline.pdf")
        pages = [document[number].render(scale=SCALE).to_pil().convert("RGB") for number in PAGES]
        document.close()
    whole = Image.new("RGB", (sum(page.width for page in pages), pages[0].height), "white")
    for number, page in enumerate(pages):
        whole.paste(page, (number * page.width, 0))
    whole.quantize(64).save(target / "redline.png", optimize=True)


def _reportgen(folder: Path, *arguments: str) -> None:
    """Run a command in `folder`; the changed cell contradicts other tables, so exit status 1 passes."""
    done = subprocess.run([sys.executable, "-m", "reportgen", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        sys.exit(done.stdout + done.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/images")
