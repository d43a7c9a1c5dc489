"""A desk that is served, and browsers of people who have signed in."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

from reportgen.desk.roles import Role
from tests.desk.desks import PASSWORD, Desk

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
