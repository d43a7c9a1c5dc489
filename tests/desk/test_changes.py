"""Deadlines, notices, wording and rules: tried before they take effect, written into the workspace's files, taken back."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, OTHER, SEASON, Desk

PLAN = "templates/html/plan-county.html"
LOOPS = "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}"


def description(desk: Desk, unit: str = COUNTY) -> Path:
    return desk.root / "inputs" / SEASON / unit / "单位.yaml"


def plan_text() -> str:
    from reportgen.workspace import packaged_templates

    return (packaged_templates().parent / PLAN).read_text("utf-8")


def change_of(answer: Any) -> Any:
    """The change to whose page an answer leads."""
    from reportgen.desk.models import Change

    assert answer.status_code == 302, answer.context["wrong"]
    return Change.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))


def do(client: Any, change: Any, what: str) -> Any:
    return client.post(f"/changes/{change.pk}/", {"do": what})


def due_of(client: Any, unit: str, kind: str) -> Any:
    return next(one for one in client.get(f"/kinds/?unit={unit}").context["chosen"].kinds if one.id == kind)


@pytest.mark.slow
def test_a_deadline_is_written_into_the_description_once_it_is_confirmed_and_taken_back(desk: Desk) -> None:
    from reportgen.desk.models import Entry

    client, before = desk.signed_in(Role.EDITOR), description(desk).read_text("utf-8")
    asked = {"do": "unit", "kind": ["plan", "acceptance", "evaluation", "summary"], "due-plan": "2023-05-10"}
    change = change_of(client.post(f"/kinds/?unit={COUNTY}", asked))
    assert description(desk).read_text("utf-8") == before
    (unit,) = change.effects["units"]
    assert unit["unit"] == COUNTY and unit["due"][0]["new"] == "2023-05-10" and not change.effects["blocking"]
    assert client.get(f"/changes/{change.pk}/").status_code == 200
    assert do(client, change, "take").status_code == 302
    assert description(desk).read_text("utf-8") == f"{before}时限:\n  方案报备: 2023-05-10\n"
    found = due_of(client, COUNTY, "plan")
    assert (str(found.due), str(found.own), found.source) == ("2023-05-10", "2023-05-10", "本单位规定")
    assert [one.action for one in Entry.objects.all()][-2:] == ["propose", "change"] and Entry.objects.last().digest == change.files[0]["digest"]
    back = change_of(do(client, change, "back"))
    assert do(client, back, "take").status_code == 302 and description(desk).read_text("utf-8") == before


@pytest.mark.slow
def test_what_the_unit_above_says_holds_for_those_below(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    kinds = [one.id for one in client.get(f"/kinds/?unit={CITY}").context["chosen"].kinds if one.asked]
    change = change_of(client.post(f"/kinds/?unit={CITY}", {"do": "unit", "kind": kinds, "due-summary": "2024-03-01"}))
    do(client, change, "take")
    found = due_of(client, OTHER, "summary")
    assert (str(found.due), found.own, found.source) == ("2024-03-01", None, f"{CITY}规定")


@pytest.mark.slow
def test_a_kind_can_be_left_out_of_the_season_by_all_units_at_once(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    before = {unit: description(desk, unit).read_text("utf-8") for unit in (CITY, COUNTY, OTHER)}
    change = change_of(client.post("/kinds/", {"do": "everywhere", "kind": "evaluation", "on": "0"}))
    assert len(change.files) == 3
    (documents,) = (one["documents"] for one in change.effects["units"] if one["unit"] == COUNTY)
    assert documents["evaluation"] == "绩效自评报告（不再报送）"
    do(client, change, "take")
    assert "evaluation" not in {kind for _, kind in desk_documents()}
    on = change_of(client.post("/kinds/", {"do": "everywhere", "kind": "evaluation", "on": "1"}))
    do(client, on, "take")
    assert (COUNTY, "evaluation") in desk_documents()
    assert {unit: description(desk, unit).read_text("utf-8").replace("文种:\n", "") for unit in before} == before


def desk_documents() -> tuple[tuple[str, str], ...]:
    from reportgen.desk.engine import engine

    return engine().look(anew=True).outline.roster.documents


@pytest.mark.slow
def test_what_isnt_a_day_or_was_changed_meanwhile_is_told_and_nothing_is_written(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    asked = {"do": "unit", "kind": ["plan", "acceptance", "evaluation", "summary"], "due-plan": "2023-02-30"}
    answer = client.post(f"/kinds/?unit={COUNTY}", asked)
    assert answer.status_code == 409 and "不是日期" in answer.context["wrong"]
    assert "没有改动" in client.post(f"/kinds/?unit={COUNTY}", {**asked, "due-plan": ""}).context["wrong"]
    change = change_of(client.post(f"/kinds/?unit={COUNTY}", {**asked, "due-plan": "2023-05-10"}))
    mine = f"{description(desk).read_text('utf-8')}# 有人在改\n"
    description(desk).write_text(mine, "utf-8")
    assert "有人改过" in do(client, change, "take").context["wrong"]
    assert description(desk).read_text("utf-8") == mine
    assert do(client, change, "drop").status_code == 302
    assert "不能再办理" in do(client, change, "take").context["wrong"]


def filled_notice(client: Any, day: str, number: str = "示清洁办发〔2023〕3号") -> bytes:
    """The blank notice of the season, filled in."""
    book = openpyxl.load_workbook(BytesIO(client.get("/notices/blank").content))
    head = book["基本信息"]
    titles = {str(cell.value).lstrip("*"): cell.column for row in head.iter_rows(max_row=8) for cell in row if cell.value}
    row = next(cell.row for row in head.iter_rows(max_row=8) for cell in row if str(cell.value).lstrip("*") == "文号") + 1
    for title, value in {
        "文件标题": "示例市2023年清洁取暖工作通知",
        "文号": number,
        "发文机关": "示例市清洁取暖工作领导小组办公室",
        "成文日期": "2023-03-20",
    }.items():
        head.cell(row, titles[title], value)
    days = book["时限"]
    name = next(cell.row for row in days.iter_rows() for cell in row if cell.value == "完成项目施工")
    header = {str(cell.value).lstrip("*"): cell.column for row in days.iter_rows(max_row=name - 1) for cell in row if cell.value}
    days.cell(name, header["日期"], day)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def upload(client: Any, content: bytes, name: str = "通知.xlsx", target: str = "年度通知.xlsx") -> Any:
    return client.post("/notices/", {"file": SimpleUploadedFile(name, content), "target": target})


@pytest.mark.slow
def test_a_notice_is_tried_in_each_unit_before_it_takes_effect(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    file = desk.root / "inputs" / SEASON / "年度通知.xlsx"
    change = change_of(upload(client, content := filled_notice(client, "2023-09-30")))
    assert not file.exists()
    (notice,) = change.effects["notices"]
    assert notice["number"] == "示清洁办发〔2023〕3号" and ["完成项目施工", "2023-09-30"] in notice["days"]
    assert COUNTY in [one["unit"] for one in change.effects["units"]] and not change.effects["blocking"]
    assert "2023年9月30日" in client.get(f"/changes/{change.pk}/").content.decode()
    do(client, change, "take")
    assert file.read_bytes() == content
    page = client.get("/notices/")
    assert [one.number for one in page.context["read"].notices] == ["示清洁办发〔2023〕3号"]
    assert client.get("/notices/年度通知.xlsx").content == content


@pytest.mark.slow
def test_a_notice_with_a_fault_tells_its_cell_and_takes_no_effect(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    change = change_of(upload(client, filled_notice(client, "九月底")))
    (place,) = [place for one in change.effects["common"] if one["severity"] == "error" for place in one["places"]]
    assert place["sheet"] == "时限" and place["cell"]
    assert "不能生效" in do(client, change, "take").context["wrong"]
    assert not (desk.root / "inputs" / SEASON / "年度通知.xlsx").exists()
    assert upload(client, b"x", "通知.xls").status_code == 409 and upload(client, b"", "通知.xlsx").status_code == 409
    assert upload(client, b"x", target="../../单位.yaml").status_code == 409


@pytest.mark.slow
def test_wording_is_shown_linted_and_takes_effect_when_confirmed(filled: Desk) -> None:
    client, old = filled.signed_in(Role.EDITOR), plan_text()
    listed = {one.path: about for one, _, about in client.get("/wording/").context["texts"]}
    assert listed[PLAN] == "县级实施方案：报告（上行文）及其附件"
    page = client.get(f"/wording/file/?file={PLAN}")
    assert page.context["content"] == old and page.context["was"] == ""
    new = old.replace("请予备案", "请审阅")
    assert new != old
    asked = {"text": new.replace("\n", "\r\n"), "was": "", "unit": COUNTY, "kind": "plan"}
    assert "没有改动" in client.post(f"/wording/file/?file={PLAN}", {**asked, "text": old, "do": "propose"}).context["wrong"]
    assert client.get(f"/wording/file/?file={PLAN}").context["draft"] is None
    shown = client.post(f"/wording/preview/?file={PLAN}", asked)
    frame = client.get(f"/wording/page/{shown.context['secret']}/")
    assert "请审阅" in frame.content.decode() and "sandbox" in frame["Content-Security-Policy"]
    assert shown.context["lint"] == []
    assert filled.signed_in(Role.ADMINISTRATOR).get(f"/wording/page/{shown.context['secret']}/").status_code == 403
    assert client.get(f"/wording/file/?file={PLAN}").context["content"] == new  # what was typed in is there when they come back
    filler = filled.signed_in(Role.FILLER, COUNTY)
    assert filled.step(filler, "submit").status_code == 302
    change = change_of(client.post(f"/wording/file/?file={PLAN}", {**asked, "do": "propose"}))
    assert not (filled.root / PLAN).exists()
    assert {one["unit"] for one in change.effects["units"]} == {COUNTY, OTHER}
    page = client.get(f"/changes/{change.pk}/").context
    assert [(case.unit, name) for case, name in page["held"]] == [(COUNTY, "实施方案")]
    ((_, lines),) = page["lines"]
    assert [(one.old, "请审阅" in one.text) for one in lines] == [(True, False), (False, True)] and page["lint"] == []
    assert do(client, change, "take").status_code == 302
    assert (filled.root / PLAN).read_text("utf-8") == new
    assert client.get(f"/wording/file/?file={PLAN}").context["draft"] is None


@pytest.mark.slow
def test_wording_that_is_taken_back_is_the_programs_own_again(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    asked = {"text": plan_text().replace("请予备案", "请予审定"), "was": "", "do": "propose"}
    change = change_of(client.post(f"/wording/file/?file={PLAN}", asked))
    ((_, kind, said),) = client.get(f"/changes/{change.pk}/").context["lint"]  # a report that asks for something
    assert kind == "实施方案" and "请示" in said[0]["message"]
    do(client, change, "take")
    assert (desk.root / PLAN).exists()
    do(client, change_of(do(client, change, "back")), "take")
    assert not (desk.root / PLAN).exists()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("body", [LOOPS, "{{ tasks.totl }}", "{% if %}", "<script>x</script>"])
def test_a_template_with_a_fault_is_told_at_its_line_and_takes_no_effect(desk: Desk, body: str) -> None:
    client = desk.signed_in(Role.EDITOR)
    asked = {"text": f'{{% extends "base.html" %}}\n{{% block cover %}}\n<p>{body}</p>\n{{% endblock %}}\n', "was": "", "unit": COUNTY, "kind": "plan"}
    shown = client.post(f"/wording/preview/?file={PLAN}", asked)
    faults = [one for one in shown.context["said"] if one["severity"] == "error"]
    assert any((place["file"], place["line"]) == (PLAN, 3) for one in faults for place in one["places"])
    assert not shown.context["secret"]


@pytest.mark.slow
def test_a_fault_that_another_unit_would_have_is_found_before_it_takes_effect(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    text = plan_text().replace("请予备案", '{% if unit.name == "乙县" %}{{ tasks.totl }}{% endif %}请予备案')
    asked = {"text": text, "was": "", "unit": COUNTY, "kind": "plan"}
    assert client.post(f"/wording/preview/?file={PLAN}", asked).context["secret"]
    change = change_of(client.post(f"/wording/file/?file={PLAN}", {**asked, "do": "propose"}))
    assert any(OTHER in words for words in change.effects["blocking"])
    assert "不能生效" in do(client, change, "take").context["wrong"] and not (desk.root / PLAN).exists()


def test_a_process_that_takes_too_much_is_ended(desk: Desk) -> None:
    """The sandbox counts steps; the process has bounds besides, of which the shortest stands for all here."""
    from reportgen.confined.bounds import Bounds, Stopped
    from reportgen.desk.engine import engine
    from reportgen.desk.rehearsal import rehearse, show

    for bounds, words in ((Bounds(processor=1), "计算时间超过1秒"), (Bounds(memory=150 * 2**20), "内存")):
        with pytest.raises(Stopped, match=words):
            show(desk.folder, engine().workspace(), SEASON, (COUNTY, "plan"), {}, bounds)
    with pytest.raises(Stopped, match="用时超过0秒"):
        rehearse(desk.folder, engine().workspace(), SEASON, {}, Bounds(clock=0))
    assert not list(desk.folder.tries.iterdir())


@pytest.mark.slow
def test_a_rule_that_is_written_in_the_page_judges_all_units_once_it_is_confirmed(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    file = "inputs/policies/本单位规则.yaml"
    rule = """id: own-2023
season: 2023
document: {title: 本单位的规则, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: 2023-03-01}
rules:
  - id: OWN-1-01
    title: 任务不少于一百万户
    clause: 一
    quote: 任务
    severity: warning
    kinds: [plan]
    assert: tasks.total >= 1000000
    message: "{{ unit.name }}任务{{ tasks.total|households }}"
    examples: {holds: {}, breaks: {}}
"""
    asked = {"text": rule.replace("tasks.total >=", "tasks.totl >="), "was": "", "unit": COUNTY, "kind": "plan"}
    change = change_of(client.post(f"/wording/file/?file={file}", {**asked, "do": "propose"}))
    assert change.effects["blocking"], change.effects
    change = change_of(client.post(f"/wording/file/?file={file}", {**asked, "text": rule, "do": "propose"}))
    assert not change.effects["blocking"], change.effects["blocking"]
    assert any("任务" in one["message"] and unit["unit"] == COUNTY for unit in change.effects["units"] for one in unit["new"])
    do(client, change, "take")
    assert (desk.root / file).read_text("utf-8") == rule


def test_only_files_of_wording_and_rules_are_changed(desk: Desk) -> None:
    client = desk.signed_in(Role.EDITOR)
    for file in ("reportgen.toml", "inputs/2023/甲县/单位.yaml", "templates/html/../../reportgen.toml", "templates/docx/official.docx", ""):
        assert client.get("/wording/file/", {"file": file}).status_code == 404
        assert client.post(f"/wording/preview/?file={file}", {"text": "x"}).status_code == 404


def test_only_what_a_change_brings_stops_it() -> None:
    from reportgen.desk.effects import effects
    from reportgen.desk.rehearsal import Situation
    from reportgen.diagnostics import Place, error, warning

    file = "inputs/2023/甲县/填报表.xlsx"
    old = error("inputs.not-a-number", "原来就有的错误", Place(file), unit=COUNTY)
    fault, far = error("inputs.x", "写坏了", Place(file), unit=COUNTY), error("inputs.x", "别处的错误", Place("inputs/2023/乙县/单位.yaml"), unit=OTHER)
    mild, common = warning("x", "提示而已", Place(file), unit=COUNTY), error("templates.syntax", "模板语法错误", Place(PLAN))
    document = (COUNTY, "plan")

    def blocking(*said: Any, seen: str = "b") -> list[str]:
        before, after = Situation((old,), {document: "a"}, {}), Situation((old, *said), {document: seen}, {})
        found: list[str] = effects(before, after, (COUNTY, OTHER), {"plan": "实施方案"}, [file])["blocking"]
        return found

    assert blocking() == blocking(mild) == blocking(far) == []
    assert blocking(fault) == ["写坏了"] and blocking(common) == ["模板语法错误"]
    assert blocking(seen="") == ["甲县《实施方案》不能生成了"]
