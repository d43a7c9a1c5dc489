"""Write the pictures of docs/desk.md into docs/images: `python tools/make_desk_images.py [FOLDER]`. Needs Chromium.

They show the demonstration's desk (tools/demo_desk.py): the board, a county's data, what an upload with errors is told, a document whose number was
opened, its checklist, and what another upload has changed in a document.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
SEASON, COUNTY = "2023", "静乐县"
UNIT = f"/units/{SEASON}/{COUNTY}/"
WIDTH, HEIGHT = 1280, 860
"""Pixels: the smallest screen that the pages are made for, and as much of its height as a picture in a text should have."""
PATIENCE = 600_000  # ms: the demonstration's documents are made meanwhile
COLOURS = 128


def main(target: Path) -> None:
    """Opens the demonstration's desk in a temporary folder and writes the pictures of it."""
    chromium = shutil.which("chromium")
    assert chromium is not None, "apt-get install chromium"
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        folder = Path(name)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, str(ROOT / "tools/demo_desk.py"), "--port", str(port), "--folder", str(folder / "desk")]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            _until_open(address)
            password = next((folder / "desk").glob("*密码.txt")).read_text("utf-8").strip()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                _pictures(browser, address, password, folder, target)
                browser.close()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _pictures(browser: Browser, address: str, password: str, folder: Path, target: Path) -> None:
    filler = _signed_in(browser, address, "jingle-tianbao", password)
    document = f"/documents/{SEASON}/{COUNTY}/plan/"
    _until_there(filler, document, "iframe")
    _until_there(filler, document, "text=核对清单和全文，提交审核")
    filler.frame_locator("iframe").locator("data[data-figure='tasks.total'] a").first.click()
    filler.locator("#figure").wait_for()
    _picture(filler, target / "desk-document.png")
    summary = f"/documents/{SEASON}/{COUNTY}/summary/"
    _until_there(filler, summary, "iframe")
    _until_there(filler, f"{summary}checklist/", "ul.said.all")
    _picture(filler, target / "desk-checklist.png")
    filler.goto(f"{UNIT}#said")
    _picture(filler, target / "desk-unit.png")
    _upload(filler, _written(folder, "改造任务", "任务户数（户）", "三千多户"))
    _picture(filler, target / "desk-receipt.png")
    _upload(filler, _written(folder, "运营维护", "维修人员（人）", 22))
    _until_there(filler, f"{summary}compare/", "h2#sides")
    _picture(filler, target / "desk-compare.png")
    receiver = _signed_in(browser, address, "xinzhou-shouli", password)
    _until_there(receiver, "/", "a.state.ready")
    _picture(receiver, target / "desk-board.png")


def _until_there(page: Page, address: str, what: str) -> None:
    """Open a page anew until something is on it: documents are made and data are looked at meanwhile."""
    for _ in range(PATIENCE // 2000):
        page.goto(address)
        if page.locator(what).count():
            return
        page.wait_for_timeout(2000)
    raise SystemExit(f"{address} 上没有 {what}")


def _upload(page: Page, file: Path) -> None:
    page.goto(UNIT)
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name=re.compile("^上传")).click()
    page.get_by_role("status").first.wait_for()


def _until_open(address: str) -> None:
    """Wait until the desk answers: at its first start it looks at the whole season."""
    for _ in range(PATIENCE // 1000):
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=10).close()  # noqa: S310  # its own address
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("报送台没有打开")


def _signed_in(browser: Browser, address: str, username: str, password: str) -> Page:
    page = browser.new_context(locale="zh-CN", viewport={"width": WIDTH, "height": HEIGHT}, base_url=address).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_label("密码").press("Enter")
    page.get_by_role("heading", name="总览").wait_for()
    return page


def _written(folder: Path, sheet: str, heading: str, value: str | int) -> Path:
    """The county's workbook with another value in the first row below a heading."""
    book = openpyxl.load_workbook(ROOT / "inputs" / SEASON / COUNTY / "填报表.xlsx")
    cell = next(cell for row in book[sheet].iter_rows() for cell in row if cell.value == heading)
    book[sheet].cell(cell.row + 1, cell.column).value = value
    made = folder / "填报表.xlsx"
    book.save(made)
    return made


def _picture(page: Page, target: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target)
    Image.open(target).convert("RGB").quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/images")
