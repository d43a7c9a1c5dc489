"""The form of a table as a browser fills it in and sends it back."""

import re
from html import unescape
from typing import Any

from tests.desk.desks import BOOK, COUNTY, SEASON, SHEET

PAGE = f"/units/{SEASON}/{COUNTY}/edit/"


def opened(client: Any, sheet: str = SHEET, book: str = BOOK) -> dict[str, str]:
    """The fields of the page as a browser sends them back untouched."""
    page = client.get(PAGE, {"book": book, "sheet": sheet})
    assert page.status_code == 200, page.content.decode()
    form = page.content.decode().partition('class="fill"')[2]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") != "checkbox":
            found[said["name"]] = unescape(said.get("value", ""))
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)<", inside)
        found[name] = unescape(chosen[1]) if chosen else ""
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(inside).replace("\n", "\r\n")
    return found


def send(client: Any, fields: dict[str, str], **typed: str) -> Any:
    """Send the fields with others typed: c_C2="1,100"; r_2="on" empties a row."""
    return client.post(PAGE, fields | {name.replace("_", "-"): text for name, text in typed.items()}, follow=True)


def names(client: Any, sheet: str, book: str) -> dict[str, str]:
    """The names of the boxes of a form by what they are called (本单位 名称), as keywords for `send`."""
    form = client.get(PAGE, {"book": book, "sheet": sheet}).context["form"]
    return {box.label: f"c_{box.name}" for box in form.boxes}
