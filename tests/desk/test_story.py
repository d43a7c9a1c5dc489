"""The whole story in a browser: upload with faults, mend, generate, click a number, submit, comment, return, mend, answer, sign, file, compare, accept."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from reportgen.desk.roles import Role
from tests.desk.desks import BOOK, CITY, COUNTY, SEASON, SHEET, tasks
from tests.desk.served import PATIENCE, Served

pytestmark = pytest.mark.slow
PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


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
    waiting = page.get_by_role("region", name="等我办理").get_by_role("link", name=f"{COUNTY} 实施方案")
    page.goto("/")
    appear(waiting)
    waiting.click()
    press(page, step)


def appear(wanted: Locator) -> None:
    """Load the page anew until something is there: what was just built is being checked, and without script the page says so and stays."""
    for _ in range(60):
        if wanted.count():
            return
        wanted.page.wait_for_timeout(1000)
        wanted.page.reload()


def press(page: Page, step: str) -> None:
    """Take a step of the document that is open: one that somebody answers for, on the page with the checklist and all of the document."""
    if step in ("提交审核", "审核通过", "签发", "通过"):
        checklist = page.get_by_role("link", name=f"核对清单和全文，{step}")
        appear(checklist)
        checklist.click()
        expect(page.frame_locator("iframe").get_by_text("特此报告").first).to_be_visible()
    page.get_by_role("button", name=re.compile(f"^{step}")).click()


NUMBER = "甲清洁办发〔2023〕6号"
ASKED, ANSWERED = "请写明按月汇总进度", "已经写入县财政局的职责"
TWICE = "提交审核 审核通过 签发"


@pytest.mark.parametrize("script", [True, False])
def test_from_a_faulty_workbook_to_an_accepted_plan(served: Served, tmp_path: Path, *, script: bool) -> None:
    desk = served.desk
    filler = served.page(Role.FILLER, COUNTY, script=script)
    upload(filler, workbook(tmp_path, "有错.xlsx", C2="一千多户", B3="城里"))
    expect(filler.get_by_role("status")).to_contain_text("有错误，没有采用", timeout=PATIENCE)
    filler.get_by_role("link", name="填报表.xlsx《改造任务》C2").first.click()
    expect(filler.locator("#C2")).to_contain_text("1200")  # what is there is as it was
    upload(filler, workbook(tmp_path, "改好.xlsx", A1="取暖路径（类型）"))
    expect(filler.get_by_role("status")).to_contain_text("已采用", timeout=PATIENCE)
    filler.goto(PLAN)
    generate(filler)
    filler.frame_locator("iframe").locator("data[data-figure='tasks.total'] a").first.click()
    expect(filler.get_by_role("heading", name="清洁取暖改造总任务")).to_be_visible()
    filler.locator("#figure").get_by_role("link", name="填报表.xlsx《改造任务》C2").click()
    expect(filler.locator("#C2")).to_be_in_viewport()
    go(filler, "提交审核")
    expect(filler.locator(".lead .state")).to_have_text("待审核")
    go(auditor := served.page(Role.AUDITOR, COUNTY, script=script), "审核通过")
    go(signer := served.page(Role.SIGNER, COUNTY, script=script), "签发")
    go(receiver := served.page(Role.RECEIVER, CITY, script=script), "受理")
    comment(receiver, "职责分工表", ASKED)
    receiver.get_by_role("group", name="因为这些批注退回").get_by_role("checkbox").check()
    receiver.get_by_role("button", name=re.compile("^退回")).click()
    expect(receiver.locator(".lead .state")).to_have_text("已退回")
    filler.goto("/")
    filler.get_by_role("region", name="等我办理").get_by_role("link", name=f"{COUNTY} 实施方案").click()
    expect(filler.get_by_role("group", name="经过")).to_contain_text(ASKED)
    answer(filler, ANSWERED)
    filler.get_by_role("link", name="核对清单和全文，提交审核").click()
    expect(filler.get_by_role("region", name="办理")).to_contain_text("不能原样再次提交")
    desk.mend()
    filler.goto(PLAN)
    generate(filler)
    for page, step in ((filler, "提交审核"), (auditor, "审核通过"), (signer, "签发")):
        go(page, step)
    file(signer, NUMBER)
    compare(receiver)
    accept_from_the_list(receiver)
    receiver.goto(PLAN)
    expect(receiver.locator(".lead")).to_contain_text(f"已报送 {NUMBER}")
    expect(receiver.locator(".thread")).to_contain_text(ANSWERED)
    assert receiver.locator(".entries strong").all_text_contents() == f"{TWICE} 受理 上级退回 {TWICE} 报送 受理 通过".split()


def comment(page: Page, caption: str, text: str) -> None:
    """Comment on the table with a caption, from the preview of the document that is open."""
    page.frame_locator("iframe").locator("caption", has_text=caption).get_by_role("link", name="批注").click()
    page.get_by_role("textbox", name="批注").fill(text)
    page.get_by_role("button", name="写批注").click()
    expect(page.get_by_role("region", name="批注（未办结1条）")).to_contain_text(text)
    expect(page.locator(".thread")).to_be_focused()


def answer(page: Page, text: str) -> None:
    """Answer the comment for which the document that is open was returned."""
    expect(page.get_by_text("退回时提出的批注还有1条等填报人答复")).to_be_visible()
    page.get_by_text("答复、办结").click()
    page.get_by_role("textbox", name=re.compile("^答复批注")).fill(text)
    page.get_by_role("button", name="答复", exact=True).click()
    expect(page.locator(".thread")).to_contain_text(text)


def file(page: Page, number: str) -> None:
    """File the document that has just been signed, under the number that it prints; the register has it."""
    page.get_by_role("link", name="报送（登记文号").click()
    expect(page.get_by_label("发文字号")).to_have_value(number)
    page.get_by_role("button", name=re.compile("^报送")).click()
    expect(page.get_by_role("link", name="下载报送包")).to_be_visible(timeout=PATIENCE)
    page.goto(f"/units/{SEASON}/{COUNTY}/register/")
    expect(page.get_by_role("region", name="已报送的（1）")).to_contain_text(number)


def compare(page: Page) -> None:
    """What has changed since the version before: the cell, and the words."""
    page.goto(PLAN)
    page.get_by_role("link", name="与其他版本、单位、采暖季比较").click()
    expect(page.get_by_role("region", name="文字、日期等单元格的变化")).to_contain_text("并按月汇总进度")
    page.get_by_role("link", name="左右对照").first.click()
    expect(page.frame_locator("iframe").get_by_text("并按月汇总进度").first).to_be_visible()


def accept_from_the_list(page: Page) -> None:
    """Receive and accept from the list of all that waits for the receiver."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="受理").click()
    page.get_by_label(f"{COUNTY} 实施方案").check()
    page.get_by_role("button", name="受理并通过选中的").click()
    expect(page.get_by_role("status")).to_contain_text("通过1份", timeout=PATIENCE)


def generate(page: Page) -> None:
    """Have the document made, and wait for it; without script the page says that it is to be loaded anew."""
    page.get_by_role("button", name=re.compile("生成$")).click()
    for _ in range(240):  # what the upload has asked for is made before
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
    unit = f"/units/{SEASON}/{COUNTY}/"
    edit = f"{unit}edit/?book={BOOK}&sheet={SHEET}"
    for name, address in (("board", "/"), ("unit", unit), ("edit", edit), ("document", PLAN)):
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


_DROP = """content => {
  const chosen = new DataTransfer();
  chosen.items.add(new File([Uint8Array.from(content)], "填报表(1).xlsx"));
  chosen.items.add(new File(["x"], "说明.docx"));
  document.querySelector("form.drop h2, form.drop p").dispatchEvent(new DragEvent("drop", {dataTransfer: chosen, bubbles: true, cancelable: true}));
}"""


def test_files_are_dropped_on_the_form_and_a_table_is_filled_in(served: Served) -> None:
    page = served.page(Role.FILLER, COUNTY)
    page.goto(f"/units/{SEASON}/{COUNTY}/")
    page.evaluate(_DROP, list(tasks(lambda sheet: sheet.__setitem__("A1", "取暖路径（类型）"))))
    expect(page.locator("#chosen")).to_contain_text("已选定2个文件：填报表(1).xlsx、说明.docx")
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("row", name=re.compile("填报表.1..xlsx"))).to_contain_text("已采用")
    expect(page.get_by_role("row", name=re.compile("说明.docx"))).to_contain_text("没有接收")
    page.goto(f"/units/{SEASON}/{COUNTY}/edit/?book={BOOK}&sheet={SHEET}")
    page.get_by_label("第2行 任务户数", exact=True).fill("1150")
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_role("status")).to_contain_text("已采用")
    page.get_by_role("link", name="看改了哪些格").click()
    expect(page.get_by_role("row", name=re.compile("C2"))).to_contain_text("1150")


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
