"""Commenting in a browser: a paragraph of the preview, in place with script, and without script too; by keyboard."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, SEASON
from tests.desk.served import Served

pytestmark = pytest.mark.slow
PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


@pytest.mark.parametrize("script", [True, False])
def test_a_paragraph_is_commented_answered_and_resolved(served: Served, script: bool) -> None:
    receiver = served.page(Role.RECEIVER, CITY, script=script)
    receiver.goto(PLAN)
    paragraph = receiver.frame_locator("iframe").locator("p", has_text="特此报告").first
    paragraph.get_by_role("link", name="批注").focus()
    receiver.keyboard.press("Enter")
    expect(receiver.get_by_text("对这一段：“特此报告。”")).to_be_visible()
    receiver.get_by_role("textbox", name="批注").fill("请改为“专此报告”")
    receiver.evaluate("window.marked = true")
    receiver.get_by_role("button", name="写批注").click()
    comments = receiver.get_by_role("region", name="批注（未办结1条）")
    expect(comments).to_contain_text("请改为“专此报告”")
    assert receiver.evaluate("window.marked === true") is script  # in place: with script the page is still the same one
    filler = served.page(Role.FILLER, COUNTY, script=script, width=390)
    filler.goto(PLAN)
    filler.get_by_text("答复、办结").click()
    filler.get_by_label("答复批注1").fill("已改")
    filler.get_by_role("button", name="答复", exact=True).click()
    expect(filler.get_by_role("list").filter(has_text="已改").first).to_be_visible()
    assert filler.evaluate("document.documentElement.scrollWidth") <= 390
    filler.get_by_text("答复、办结").click()
    filler.get_by_role("button", name="答复", exact=True).click()
    expect(filler.get_by_role("alert")).to_have_text("没有写内容")
    pictures = os.environ.get("DESK_PICTURES")
    if pictures:
        receiver.goto(f"{PLAN}?version=1&on=title#comments")
        receiver.screenshot(path=Path(pictures) / f"comments-{script}.png", full_page=True)
        filler.screenshot(path=Path(pictures) / f"comments-phone-{script}.png", full_page=True)
