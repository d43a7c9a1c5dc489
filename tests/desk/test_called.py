"""What a season and a severity are called: by one word each, on every page and in the guide."""

import re
from pathlib import Path

from reportgen.desk.engine import Engine
from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, SEASON, Desk, tasks

ANOTHER_WORD = re.compile(r"年度(?!通知)|\d{4}采暖季|\d{4}季")
"""Other words for a season than those of the programme; 年度通知 is what the notice is called."""
GUIDES = ("desk.md", "desk-admin.md")


def test_the_guides_and_templates_call_a_season_by_one_word(root: Path) -> None:
    files = [*(root / "docs" / name for name in GUIDES), *(root / "reportgen/desk/templates").rglob("*.html")]
    assert len(files) > 40
    assert {file.name: found for file in files if (found := ANOTHER_WORD.findall(file.read_text("utf-8")))} == {}


def test_pages_name_the_season_as_the_programme_calls_it(filled: Desk) -> None:
    client, editor = filled.signed_in(Role.RECEIVER, CITY), filled.signed_in(Role.EDITOR)
    plan, unit = f"/documents/{SEASON}/{COUNTY}/plan/", f"/units/{SEASON}/{CITY}"
    pages = [client.get(address).content.decode() for address in (plan, f"{plan}compare/", "/", f"{unit}/register/", f"{unit}/intake/")]
    pages += [editor.get(address).content.decode() for address in (f"/kinds/?unit={COUNTY}", "/notices/", "/changes/")]
    for page in pages:
        assert '<span class="season">2023—2024年采暖季</span>' in page
        assert not ANOTHER_WORD.search(page)
    assert f"新的：{COUNTY}2023年采暖季" in pages[1] and "与其他版本、单位、采暖季比较" in pages[0]


def test_another_programme_has_its_own_word(root: Path) -> None:
    programme = Engine(root / "tests/projects/rural_houses", "2024").programme()
    assert (programme.season("2024"), programme.whole_season(2024)) == ("2024年度", "2024年度")


def test_what_should_be_looked_into_is_called_the_same_where_it_is_counted_listed_and_chosen(desk: Desk) -> None:
    desk.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", "一千多户")))
    answer = desk.signed_in(Role.FILLER, COUNTY).get(f"/units/{SEASON}/{COUNTY}/")
    said, page = answer.context["said"], answer.content.decode()
    heads = {severity: {one["head"] for one in said if one["severity"] == severity} for severity in ("error", "warning")}
    assert heads["warning"] == {"应当核实"} and heads["error"] <= {"错误", "必须整改"}
    assert re.fullmatch(r"错误、必须整改\d+处，应当核实\d+处(，提示\d+处)?", answer.context["counted"])
    assert "警告" not in page
    assert re.findall(r"severity=\w+[^>]*>([^<]+)</a>", page) == ["错误、必须整改", "应当核实", "提示"]
