"""The pages in a browser: PDF pages are drawn with their words, and nobody is kept out by how a page is made."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, SEASON
from tests.desk.processes import until
from tests.desk.served import PATIENCE, Served

pytestmark = pytest.mark.slow

DOCUMENT = f"/documents/{SEASON}/{COUNTY}/plan/"


def serious(page: Page) -> list[str]:
    """The serious and critical faults that axe-core finds in a page, each with the first element that has it."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in {"serious", "critical"}]


def test_pdf_pages_are_drawn_with_their_words(served: Served) -> None:
    page = served.page(Role.FILLER, COUNTY)
    page.goto(DOCUMENT)
    page.get_by_role("link", name="PDF页面").click()
    pages = page.get_by_role("region", name="PDF页面")
    expect(pages.get_by_role("status")).to_have_text(re.compile(r"共\d+页"), timeout=PATIENCE)
    first = pages.locator(".page").first
    expect(first.locator(".textLayer")).to_contain_text("实施方案")
    shades = "e => new Set(e.getContext('2d').getImageData(0, 0, e.width, e.height).data).size"
    until(lambda: first.locator("canvas").evaluate(shades) > 20)  # black, white and what is between them at the edges of the glyphs
    word = first.locator(".textLayer span", has_text="实施方案").first.bounding_box()
    sheet = first.bounding_box()
    assert word is not None and sheet is not None
    assert sheet["x"] < word["x"] < word["x"] + word["width"] < sheet["x"] + sheet["width"]


def test_pdf_pages_say_what_to_do_without_script(served: Served) -> None:
    page = served.page(Role.FILLER, COUNTY, script=False)
    page.goto(f"{DOCUMENT}?view=pages")
    expect(page.get_by_text("没有启用脚本的，请下载PDF查看")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_is_kept_out(served: Served, width: int) -> None:
    found = {}
    filler = served.page(Role.FILLER, COUNTY, width=width)
    for address in ("/", f"/units/{SEASON}/{COUNTY}/", DOCUMENT, f"{DOCUMENT}?view=pages", f"{DOCUMENT}?figure=tasks.total", "/password/"):
        filler.goto(address)
        found[address] = serious(filler)
    administrator = served.page(Role.ADMINISTRATOR, "", width=width)
    for address in ("/people/", "/trail/"):
        administrator.goto(address)
        found[address] = serious(administrator)
    receiver = served.page(Role.RECEIVER, CITY, width=width)
    receiver.goto("/")
    found["receiver"] = serious(receiver)
    assert {address: faults for address, faults in found.items() if faults} == {}
