"""The pages in a browser: PDF pages are drawn with their words, and nobody is kept out by how a page is made."""

import re
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reportgen.desk.roles import Role
from tests.desk.desks import BOOK, CITY, COUNTY, OTHER, SEASON, SHEET, Desk, as_workbook, tasks
from tests.desk.processes import until
from tests.desk.served import PATIENCE, Served
from tests.desk.test_batches import send
from tests.desk.test_comments import write
from tests.desk.test_intake import drop, edited, handed
from tests.desk.test_outliers import a_hundredth_before
from tests.desk.test_rights import routes
from tests.desk.test_steps import walked
from tests.desk.test_words import REVISED, WORDS, sent_back
from tests.exchange.conftest import put

DOCUMENT = f"/documents/{SEASON}/{COUNTY}/plan/"
SIDES = f"{DOCUMENT}compare/?old=1&new=2"
UNIT = f"/units/{SEASON}/{COUNTY}/"
POST = f"/units/{SEASON}/{CITY}/intake/"
WORDING = "/wording/file/?file=templates/html/plan-county.html"
FILLER, RECEIVER, ADMINISTRATOR, EDITOR = (Role.FILLER, COUNTY), (Role.RECEIVER, CITY), (Role.ADMINISTRATOR, ""), (Role.EDITOR, "")
WIDTHS = (1280, 390)
"""px: of a monitor, of a telephone."""

PAGES: dict[str, tuple[tuple[Role, str], tuple[str, ...]]] = {
    "board": (FILLER, ("/", "/?state=signed")),
    "password": (FILLER, ("/password/",)),
    "unit": (FILLER, (UNIT, f"{UNIT}?book={BOOK}&sheet={SHEET}", f"{UNIT}?severity=error")),
    "receipt": (FILLER, ("{faulty}", "{taken}")),
    "batch": (FILLER, ("{batch}",)),
    "differences": (FILLER, ("{taken}differences/",)),
    "edit": (FILLER, (f"{UNIT}edit/?book={BOOK}", f"{UNIT}edit/?book={BOOK}&sheet={SHEET}")),
    "document": (
        FILLER,
        (DOCUMENT, f"{DOCUMENT}?view=pages", f"{DOCUMENT}?figure=tasks.total", f"{DOCUMENT}?on=document", f"/documents/{SEASON}/{COUNTY}/acceptance/"),
    ),
    "preview": (FILLER, (f"{DOCUMENT}preview/2/",)),
    "comments": (FILLER, (f"{DOCUMENT}comments/",)),
    "word": (FILLER, ("{word}",)),
    "checklist": (FILLER, (f"{DOCUMENT}checklist/",)),
    "filing": (FILLER, (f"{DOCUMENT}filing/",)),
    "register": (FILLER, (f"{UNIT}register/",)),
    "compare": (RECEIVER, (f"{SIDES}&view=figures", f"{SIDES}&view=texts", f"{SIDES}&view=redline", f"{DOCUMENT}compare/?unit={OTHER}")),
    "compare-file": (RECEIVER, (f"{DOCUMENT}compare/texts?old=1&new=2", f"{DOCUMENT}compare/redline?old=1&new=2")),
    "reception": (RECEIVER, ("/reception/",)),
    "intake": (RECEIVER, (POST,)),
    "intake-receipt": (RECEIVER, ("{intake}",)),
    "people": (ADMINISTRATOR, ("/people/",)),
    "person": (ADMINISTRATOR, ("{person}",)),
    "trail": (ADMINISTRATOR, ("/trail/",)),
    "kinds": (EDITOR, ("/kinds/", f"/kinds/?unit={COUNTY}")),
    "notices": (EDITOR, ("/notices/",)),
    "wording": (EDITOR, ("/wording/",)),
    "wording-file": (EDITOR, (WORDING,)),
    "changes": (EDITOR, ("/changes/",)),
    "change": (EDITOR, ("{change}",)),
}
"""The pages that are opened by an address, by route, each as somebody who may; what stands in braces is made before (`Lived.made`)."""
BEFORE = {"sign-in": "/sign-in/", "first": "{first}"}
"""Those that are opened by who has not signed in."""
_OTHERS = """
asset provider provider-back sign-out checking workbook upload kept marked put looked whole file commented comment answer return-word word-kept take refuse
generate job explanations package submit withdraw audit sign send-back adopt receive accept return excuse no-excuse intake-again intake-take
intake-marked intake-slip hand-out handed-out trail-export notice-blank wording-preview wording-page change-file
"""
NO_PAGES = frozenset(_OTHERS.split())
"""Files, what only takes something, and what is only put into another page."""


@dataclass
class Lived:
    """A desk at which people have worked for a while, so that its pages have something to show."""

    desk: Desk
    made: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def lived(filled: Desk) -> Lived:
    from reportgen.desk.models import Change, Intake
    from reportgen.desk.people import new_link

    made = Lived(filled)
    filler, receiver = filled.signed_in(*FILLER), filled.signed_in(*RECEIVER)
    faulty = filled.upload(filler, tasks(lambda sheet: [sheet.__setitem__("C2", "一千多户"), sheet.__setitem__("B3", "城里")]))
    taken = send(filled, (BOOK, tasks(lambda sheet: sheet.__setitem__("A1", "取暖路径（类型）"))), ("说明.docx", b"x"))
    filled.mend()
    filler.post(f"{DOCUMENT}generate/")
    filled.build()
    write(receiver, f"{DOCUMENT}?version=2&on=document", "请写明按月汇总进度")
    word = sent_back(filled, filler, WORDS, REVISED, version=2)
    walked(filled, "submit", "audit", "sign")
    table = filled.root / "inputs" / SEASON / OTHER / "职责分工.csv"
    table.with_name(BOOK).write_bytes(as_workbook(table))
    table.unlink()
    drop(receiver, 收回的表_xlsx=edited(handed(filled, receiver), put("职责分工", "县财政局", "职责", "筹措和拨付资金")), 认不出_xlsx=b"nothing")
    filled.signed_in(*EDITOR).post(f"/kinds/?unit={COUNTY}", {"do": "unit", "kind": ["plan", "acceptance"], "due-plan": "2023-05-10"})
    a_hundredth_before(filled)
    person = filled.person(*FILLER)
    made.made |= {
        "faulty": f"{UNIT}upload/{faulty.context['upload'].pk}/",
        "taken": f"{UNIT}upload/{taken.context['uploads'][0][0].pk}/",
        "batch": taken.redirect_chain[-1][0],
        "word": word.redirect_chain[-1][0],
        "intake": f"{POST}{Intake.objects.get().pk}/",
        "person": f"/people/{person.pk}/",
        "change": f"/changes/{Change.objects.get().pk}/",
        "first": f"/first/{new_link(filled.person(Role.FILLER, OTHER))}/",
    }
    return made


def faults(page: Page, *, framed: bool) -> list[str]:
    """The faults that axe-core finds, each with the first element that has it; a header of a table that doesn't say of what; a page that is too wide.

    Of a document that is shown in a frame (`framed`) only what is serious: its landmarks are those of the page around it.
    """
    violations = [one for one in Axe().run(page).response["violations"] if not framed or one["impact"] in {"serious", "critical"}]
    found = [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in violations]
    found += [f"th without scope: {one.inner_text()}" for one in page.locator("th:not([scope])").all()[:1] if not framed]
    width = page.evaluate("document.documentElement.scrollWidth")
    return [*found, *([f"{width} px wide"] if width > (page.viewport_size or {"width": 0})["width"] else [])]


def test_every_route_is_a_page_or_none(ready: object) -> None:
    assert {route.name for route in routes()} == set(PAGES) | set(BEFORE) | NO_PAGES
    assert len(PAGES) + len(BEFORE) + len(NO_PAGES) == len(routes())


@pytest.mark.slow
def test_nobody_is_kept_out(lived: Lived, served: Served) -> None:
    """All pages that are opened by an address, on a monitor and on a telephone; also one that there is not, and one that is another's."""
    found: dict[str, list[str]] = {}

    def look(page: Page, address: str, expected: int = 200) -> None:
        address = address.format(**lived.made)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(address)
            assert answer is not None
            framed = "sandbox" in answer.headers["content-security-policy"]
            if framed:  # nothing can be run in it, not even what looks for faults
                content = answer.text()
                page.goto("about:blank")
                page.set_content(content)
            for folded in page.locator("details").all():
                folded.evaluate("one => { one.open = true; }")  # what is folded is looked at too
            if "view=pages" in address:
                expect(page.get_by_role("region", name="PDF页面").get_by_role("status")).to_have_text(re.compile(r"共\d+页"), timeout=PATIENCE)
            if wrong := [*faults(page, framed=framed), *([f"answered {answer.status}"] if answer.status != expected else [])]:
                found[f"{address} {width}"] = wrong

    pages = {who: served.page(*who) for who in (FILLER, RECEIVER, ADMINISTRATOR, EDITOR)}
    for who, addresses in PAGES.values():
        for address in addresses:
            look(pages[who], address)
    for address in (UNIT, DOCUMENT):
        pages[FILLER].goto(address)
        assert pages[FILLER].locator(".said.outliers > .outlier").count(), address  # they were among what was looked at
    refused = pages[FILLER].context.new_page()  # one in which that is no error
    look(refused, "/nothing/", 404)
    look(refused, "/people/", 403)
    stranger = served.browser.new_context(base_url=served.address, locale="zh-CN").new_page()
    for address in BEFORE.values():
        look(stranger, address)
    assert found == {}


@pytest.mark.slow
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


@pytest.mark.slow
def test_pdf_pages_say_what_to_do_without_script(served: Served) -> None:
    page = served.page(Role.FILLER, COUNTY, script=False)
    page.goto(f"{DOCUMENT}?view=pages")
    expect(page.get_by_text("没有启用脚本的，请下载PDF查看")).to_be_visible()
