"""The whole story in a browser: upload with faults, mend, generate, click a number, submit, return, mend, accept."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, PASSWORD, SEASON, Desk, tasks
from tests.desk.test_command import free_port, read, until

pytestmark = pytest.mark.slow
PATIENCE = 60_000  # ms: a document is made meanwhile


@dataclass(frozen=True)
class Served:
    """A desk that is served, and a browser."""

    desk: Desk
    address: str
    browser: Browser
    wrong: list[str] = field(default_factory=list)

    def page(self, role: Role, unit: str, *, script: bool = True, width: int = 1280) -> Page:
        """A browser of somebody who has just signed in. Whatever goes wrong in a page is an error."""
        context = self.browser.new_context(java_script_enabled=script, locale="zh-CN", viewport={"width": width, "height": 900}, base_url=self.address)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" and "409" not in said.text else None)
        page.goto("/sign-in/")
        page.get_by_label("用户名").fill(self.desk.person(role, unit).username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_label("密码").press("Enter")
        expect(page.get_by_role("heading", name="总览")).to_be_visible()
        return page


@pytest.fixture
def served(filled: Desk) -> Iterator[Served]:
    from django.db import connections
    from django.test import override_settings

    from reportgen.desk.people import new_link, use

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):  # as those of the server
        for role, unit in ((Role.FILLER, COUNTY), (Role.AUDITOR, COUNTY), (Role.SIGNER, COUNTY), (Role.RECEIVER, CITY), (Role.EDITOR, "")):
            use(new_link(filled.person(role, unit)), PASSWORD)
    connections.close_all()
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "reportgen", "desk", "--port", str(port)], cwd=filled.root)
    try:
        until(lambda: read(f"http://127.0.0.1:{port}/sign-in/"))
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium")
            assert chromium is not None, "apt-get install chromium"
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            made = Served(filled, f"http://127.0.0.1:{port}", browser)
            yield made
            browser.close()
            assert made.wrong == []
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def workbook(folder: Path, name: str, **cells: object) -> Path:
    made = folder / name
    made.write_bytes(tasks(lambda sheet: [sheet.__setitem__(cell, value) for cell, value in cells.items()]))
    return made


def upload(page: Page, file: Path) -> None:
    page.goto(f"/units/{SEASON}/{COUNTY}/")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="上传并检查").click()


def go(page: Page, step: str) -> None:
    """Take a step from the list of what waits."""
    page.goto("/")
    page.get_by_role("region", name="等我办理").get_by_role("link", name=f"{COUNTY} 实施方案").click()
    page.get_by_role("button", name=re.compile(f"^{step}")).click()


@pytest.mark.parametrize("script", [True, False])
def test_from_a_faulty_workbook_to_an_accepted_plan(served: Served, tmp_path: Path, *, script: bool) -> None:
    desk = served.desk
    filler = served.page(Role.FILLER, COUNTY, script=script)
    upload(filler, workbook(tmp_path, "有错.xlsx", C2="一千多户", B3="城里"))
    expect(filler.get_by_role("status")).to_contain_text("有错误，没有采用")
    filler.get_by_role("link", name="填报表.xlsx《改造任务》C2").first.click()
    expect(filler.locator("#C2")).to_contain_text("1200")  # what is there is as it was
    upload(filler, workbook(tmp_path, "改好.xlsx", A1="取暖路径（类型）"))
    expect(filler.get_by_role("status")).to_contain_text("已采用")
    filler.goto(f"/documents/{SEASON}/{COUNTY}/plan/")
    if script:
        filler.frame_locator("iframe").locator("data[data-figure='tasks.total'] a").first.click()
        expect(filler.get_by_role("heading", name="清洁取暖改造总任务")).to_be_visible()
        filler.locator("#figure").get_by_role("link", name="填报表.xlsx《改造任务》C2").click()
        expect(filler.locator("#C2")).to_be_in_viewport()
        filler.goto(f"/documents/{SEASON}/{COUNTY}/plan/")
    generate(filler)
    go(filler, "提交审核")
    expect(filler.locator(".lead .state")).to_have_text("待审核")
    go(auditor := served.page(Role.AUDITOR, COUNTY, script=script), "审核通过")
    go(signer := served.page(Role.SIGNER, COUNTY, script=script), "签发")
    go(receiver := served.page(Role.RECEIVER, CITY, script=script), "受理")
    receiver.get_by_label("退回原因").fill("职责分工请写明按月汇总进度")
    receiver.get_by_role("button", name=re.compile("^退回")).click()
    expect(receiver.locator(".lead .state")).to_have_text("已退回")
    filler.goto("/")
    filler.get_by_role("region", name="等我办理").get_by_role("link", name=f"{COUNTY} 实施方案").click()
    expect(filler.get_by_text("职责分工请写明按月汇总进度")).to_be_visible()
    filler.get_by_role("button", name="提交审核").click()
    expect(filler.get_by_role("alert")).to_contain_text("不能原样再次提交")
    desk.mend()
    filler.goto(f"/documents/{SEASON}/{COUNTY}/plan/")
    generate(filler)
    for page, step in ((filler, "提交审核"), (auditor, "审核通过"), (signer, "签发"), (receiver, "受理"), (receiver, "通过")):
        go(page, step)
    expect(receiver.locator(".lead .state")).to_have_text("已通过")
    assert receiver.locator(".entries li").count() == 10


def generate(page: Page) -> None:
    """Have the document made, and wait for it; without script the page says that it is to be loaded anew."""
    page.get_by_role("button", name=re.compile("生成$")).click()
    for _ in range(60):
        said = page.locator(".job").inner_text()
        if "已生成" in said:
            return
        page.wait_for_timeout(1000)
        if "请过一会儿刷新页面" in said:
            page.reload()
    pytest.fail("nothing was made")


@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_the_screen_and_works_by_keyboard(served: Served, width: int) -> None:
    page = served.page(Role.FILLER, COUNTY, width=width)
    pictures = os.environ.get("DESK_PICTURES")
    for name, address in (("board", "/"), ("unit", f"/units/{SEASON}/{COUNTY}/"), ("document", f"/documents/{SEASON}/{COUNTY}/plan/")):
        page.goto(address)
        if pictures:
            page.screenshot(path=Path(pictures) / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
    page.goto("/")
    link = page.get_by_role("region", name="等我办理").get_by_role("link").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"{COUNTY} 实施方案")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_wording_is_shown_as_it_is_typed_and_takes_effect_when_confirmed(served: Served, *, script: bool) -> None:
    editor = served.page(Role.EDITOR, "", script=script)
    editor.get_by_role("link", name="文字和规则").click()
    editor.get_by_role("link", name="实施方案（县级）").click()
    text = editor.get_by_label("文字", exact=True)
    text.fill(text.input_value().replace("请予备案", "请审阅"))
    if not script:
        editor.get_by_role("button", name="试看").click()
    expect(editor.frame_locator("#shown iframe").get_by_text("现将方案随文报送，请审阅")).to_be_visible(timeout=PATIENCE)
    editor.get_by_role("button", name="试算全部单位").click()
    expect(editor.get_by_role("status")).to_contain_text("还没有生效", timeout=PATIENCE)
    expect(editor.get_by_role("table")).to_contain_text("请审阅")
    editor.get_by_role("button", name="确认生效").click()
    expect(editor.get_by_role("status")).to_contain_text("已生效", timeout=PATIENCE)
    assert "请审阅" in (served.desk.root / "templates/html/plan-county.html").read_text("utf-8")
