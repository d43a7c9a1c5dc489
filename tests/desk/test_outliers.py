"""Numbers that stand out, on the pages: marked, explained, looked at by a person whose look is bound to the value."""

import shutil
from html import unescape
from typing import Any

import pytest

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, PAIR, SEASON, SHEET, Desk, tasks

PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"
DATA = f"/units/{SEASON}/{COUNTY}/"
TOTAL = "tasks.total"


@pytest.fixture
def before(filled: Desk) -> Desk:
    """The desk of a county that had a hundredth of its tasks in the season before."""
    a_hundredth_before(filled)
    return filled


def a_hundredth_before(desk: Desk) -> None:
    """Let the county have had a hundredth of its tasks in the season before."""
    for name in (COUNTY, CITY):
        shutil.copytree(PAIR / "inputs" / SEASON / name, desk.root / "inputs/2022" / name)
    table = desk.root / "inputs/2022" / COUNTY / f"{SHEET}.csv"
    table.write_text(table.read_text("utf-8").replace("1200", "12").replace("800", "8"), "utf-8")


def look(client: Any, page: Any, key: str = TOTAL, **asked: str) -> Any:
    (one,) = [one for one in page.context["outliers"] if one["key"] == key]
    return client.post(f"{DATA}looked/", {"key": key, "value": one["value"], **asked}, follow=True)


def test_a_look_is_bound_to_the_value_and_recorded(before: Desk) -> None:
    from reportgen.desk.engine import engine
    from reportgen.desk.models import Entry
    from reportgen.desk.outlying import Changed, look_at, marked, outliers_of

    def total() -> Any:
        return next(one for one in marked(SEASON, COUNTY, outliers_of(engine(), COUNTY)) if one.outlier.number.key == TOTAL)

    person, first = before.person(Role.RECEIVER, CITY), total()
    assert [reason.words for reason in first.outlier.reasons] == ["上一采暖季是20户，现在超过它的10倍，请核对单位和小数点"]
    look_at(engine(), COUNTY, TOTAL, "2000", person, " 新增了整村改造 ")
    assert [(look.person, look.words) for look in total().looks] == [(person, "新增了整村改造")]
    assert Entry.objects.get(action="looked").words == "清洁取暖改造总任务 2000户：新增了整村改造"
    before.book.write_bytes(tasks(more_households))
    engine().touch(COUNTY)
    assert total().looks == ()
    with pytest.raises(Changed, match="已经变为2060户"):
        look_at(engine(), COUNTY, TOTAL, "2000", person, "")
    with pytest.raises(Changed, match="不再是离群值"):
        look_at(engine(), COUNTY, "nothing", "1", person, "")
    assert Entry.objects.filter(action="looked").count() == 1


@pytest.mark.slow
def test_a_mark_is_explained_where_it_stands_and_in_the_review(before: Desk) -> None:
    filler, receiver = before.signed_in(Role.FILLER, COUNTY), before.signed_in(Role.RECEIVER, CITY)
    page = filler.get(DATA)
    (total,) = [one for one in page.context["outliers"] if one["key"] == TOTAL]
    assert total["said"] == "2000户"
    assert [reason.words for reason in total["reasons"]] == ["上一采暖季是20户，现在超过它的10倍，请核对单位和小数点"]
    assert [place["words"] for place in total["places"]] == ["填报表.xlsx《改造任务》C2", "填报表.xlsx《改造任务》C3"]
    sheet = {cell.name: cell for _, cells in page.context["page"].rows for cell in cells}
    assert sheet["C2"].severity == "warning" and sheet["C2"].outlying and "上一采暖季是" in sheet["C2"].words
    assert sheet["A2"].severity == "" and not sheet["A2"].outlying
    assert 'class="warning outlying"' in page.content.decode()

    # In the review it is shown too, and is nothing that hinders: that there is a season before is all that has changed.
    document = receiver.get(PLAN)
    assert TOTAL in [one["key"] for one in document.context["outliers"]]
    assert document.context["document"].why == "有变化，要重新生成"

    past = receiver.get(f"{PLAN}?figure={TOTAL}").context["figure_past"]
    assert [(one["season"], one["versions"], one["value"]) for one in past] == [("", "第1版", "2000户"), ("2022", "填报数据", "20户")]

    looked = look(receiver, document, words="新增了整村改造", kind="plan")
    assert looked.redirect_chain[-1][0].endswith("/plan/#outliers")
    page = filler.get(DATA)
    (total,) = [one for one in page.context["outliers"] if one["key"] == TOTAL]
    assert [(one.person.name, one.words) for one in total["looks"]] == [("示例市受理人", "新增了整村改造")]
    assert [one["mine"] for of in (filler, receiver) for one in of.get(PLAN).context["outliers"] if one["key"] == TOTAL] == [False, True]
    assert "示例市受理人" in page.content.decode() and "新增了整村改造" in page.content.decode()

    # Who saw another number hasn't looked at this one; a changed number needs a new look.
    before.book.write_bytes(tasks(more_households))
    refused = look(receiver, document)
    assert refused.status_code == 409 and "已经变为2060户" in refused.content.decode()
    (total,) = [one for one in filler.get(DATA).context["outliers"] if one["key"] == TOTAL]
    assert total["looks"] == ()


def more_households(sheet: Any) -> None:
    sheet["C2"] = 1260


@pytest.mark.slow
def test_who_may_look_and_what_they_say(before: Desk) -> None:
    from reportgen.desk.models import Look

    auditor = before.signed_in(Role.AUDITOR, COUNTY)
    page = auditor.get(DATA)
    assert look(before.signed_in(Role.FILLER, CITY), page).status_code == 403
    assert "超过500个字" in look(auditor, page, words="字" * 501).content.decode()
    assert look(auditor, page, kind="nothing").status_code == 404
    assert auditor.post(f"{DATA}looked/", {"key": "nothing", "value": "1"}).status_code == 409
    assert not Look.objects.exists()
    look(auditor, page, words="<b>属实</b>")
    shown = auditor.get(DATA).content.decode()
    assert "<b>属实" not in shown and "<b>属实</b>" in unescape(shown)
    assert "记下" not in before.signed_in(Role.FILLER, CITY).get(DATA).content.decode()


@pytest.mark.slow
def test_a_season_before_that_can_not_be_read_says_nothing(before: Desk) -> None:
    (before.root / "inputs/2022" / COUNTY / "单位.yaml").write_text("名称: [", "utf-8")
    assert before.signed_in(Role.FILLER, COUNTY).get(DATA).context["outliers"] == []
