"""reconcile: what was changed by hand in a Word file that came back, each change once, and nothing else."""

import re
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.diagnostics import Diagnostic, Place
from reportgen.diff.summary import told
from reportgen.diff.table_summary import told_table, whole_rows
from reportgen.language.figure import Figure, Source
from reportgen.reconcile.beside import FORMATTING
from reportgen.reconcile.reconcile import Reconciled, reconcile
from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from reportgen.versions.history import History, open_history
from reportgen.versions.version import BuildRecord, Key
from tests.reconcile.hand_edits import (
    Edit,
    add_after,
    add_row,
    as_word_saves,
    cell,
    count_headings,
    delete,
    delete_row,
    edited,
    move_before,
    no_bookmarks,
    restyle,
    retype,
    strike,
    tracked,
    type_over,
    without_custom_parts,
)

BASE = Path(__file__).parents[2] / "templates/docx/official.docx"
GOLDEN = sorted((Path(__file__).parent.parent / "projects/pair/golden").glob("*.html"))
PLAN = next(path for path in GOLDEN if path.stem == "甲县-plan")
START = datetime(2023, 4, 18, 9, 30, tzinfo=UTC)
CELL = Place("inputs/2023/甲县/改造任务.csv", cell="C2")


def made(html: str, minutes: int = 0) -> BuildRecord:
    article = etree.fromstring(html)
    figures = {}
    for data in article.iter("data"):
        name = data.get("data-figure", "")
        figures[name] = Figure(Decimal(data.get("value", "")), (Source(CELL, "1200"),), (), name, data.get("data-label", ""), data.get("data-unit", ""), "算法")
    key = Key(*(article.get(f"data-{name}", "") for name in ("season", "unit", "kind")))
    return BuildRecord(key, html, {}, {"模板": str(minutes)}, tuple(figures.values()), (), START + timedelta(minutes=minutes))


@pytest.fixture(scope="module")
def base(root: Path) -> bytes:
    return (root / "templates/docx/official.docx").read_bytes()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """The documents of the miniature project, a version each."""
    with open_history(tmp_path_factory.mktemp("outputs")) as kept:
        for path in GOLDEN:
            kept.record(made(path.read_text("utf-8")))
        yield kept


@pytest.fixture(scope="module")
def plan(base: bytes) -> bytes:
    return write_docx(PLAN.read_text("utf-8"), Layout(), base)


def written(html: str) -> bytes:
    """The Word file of a version."""
    return write_docx(html, Layout(), BASE.read_bytes())


def found(history: History, file: bytes) -> Reconciled:
    outcome = reconcile(history, file, "退回.docx", written)
    assert isinstance(outcome, Reconciled), outcome
    return outcome


def figures(one: Reconciled) -> list[str]:
    """The figures changed by hand: name, what they showed, what is there now."""
    return [f"{edit.shown.name} {spot.old}→{spot.new or ''}" for edit in one.figures for spot in edit.spots]


def blocks(one: Reconciled) -> list[str]:
    """The blocks that differ, a line each: of what sort, and the words that went and came; of a table by rows."""
    lines = []
    for entry in told(one.difference):
        runs = [run for run in entry.pair.runs if run.op.value != "equal"]
        table, whole = told_table(entry.pair), [text for row in whole_rows(entry.pair) for text in row]
        if table is not None:
            for row in table.rows:
                cells = [run for _, pair in row.cells for run in pair.runs if run.op.value != "equal"]
                runs += cells
        lines.append(f"{entry.sort.value} " + "".join(f"{'-' if run.op.value == 'delete' else '+'}{run.text}" for run in runs) + "|".join(whole))
    return lines


@pytest.mark.sampled(6)
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_file_that_nobody_edited_has_no_changes(path: Path, history: History, base: bytes) -> None:
    file = write_docx(path.read_text("utf-8"), Layout(), base)
    for returned in (file, without_custom_parts(file), edited(file, no_bookmarks)):
        one = found(history, returned)
        assert f"{one.key.unit}-{one.key.kind}" == path.stem
        assert (figures(one), blocks(one), one.revisions, one.comments, one.newer) == ([], [], (), (), ())
        assert (one.beside, one.unlooked) == ((), (FORMATTING,))


@pytest.mark.parametrize("edit", [as_word_saves, restyle], ids=["saved by Word", "formatted"])
def test_what_programs_add_and_formatting_are_no_changes(edit: Edit, history: History, plan: bytes) -> None:
    one = found(history, edited(plan, edit))
    assert (figures(one), blocks(one), one.revisions) == ([], [], ())


COVER = "按照《示例市2023年"
CASES: dict[str, tuple[tuple[Edit, ...], list[str], list[str]]] = {
    "a number in the text": (
        (type_over(COVER, "1200", "1300"),),
        ["tasks.electricity.total 1200→1300"],
        ["数据 -1200+1300"],
    ),
    "a digit behind a bookmark": (
        (type_over(COVER, "户，其中煤改电", "5户，其中煤改电"),),
        ["tasks.total 2000→20005"],
        ["修改 -2000+20005"],
    ),
    "a number whose bookmark went": (
        (no_bookmarks, type_over(COVER, "2000", "2100")),
        ["tasks.total 2000→2100"],
        ["修改 -2000+2100"],
    ),
    "a number deleted": (
        (type_over(COVER, "800", ""), type_over(COVER, "户，2023年10月", "2023年10月"), type_over(COVER, "户、生物质热电联产", "户，")),
        ["tasks.biomass.total 800→"],
        ["修改 -、生物质热电联产800户"],
    ),
    "a number in a cell": (
        (cell("东乡", 2, "1100"),),
        ["villages.township.东乡.electricity 1000→1100"],
        ["修改 -1000+1100"],
    ),
    "a number in a cell deleted": ((cell("西镇", 2, ""),), ["villages.township.西镇.electricity 200→"], ["数据 -200"]),
    "words": ((type_over("现将方案", "请予备案", "请予审核"),), [], ["修改 -备案+审核"]),
    "a paragraph added": ((add_after("现将方案", "本方案自印发之日起施行。"),), [], ["新增 +本方案自印发之日起施行。"]),
    "a paragraph deleted": ((delete("现将方案"),), [], ["删除 -现将方案随文报送，请予备案。"]),
    "a paragraph with figures deleted": (
        (delete("对暂未覆盖"),),
        ["energy.coal.households 260→", "energy.coal.points 3→", "energy.coal.townships 3→", "energy.coal.stock 560→"],
        ["删除 "],
    ),
    "a paragraph moved": ((move_before("以保障群众", "现将方案"),), [], ["移动 "]),
    "a heading": ((type_over("二、主要目标", "主要目标", "目标任务"),), [], ["修改 -主要+任务"]),
    "a paragraph in two": (
        (
            type_over("取暖路径方面", "电网承载方面，配套台区改造后可以满足新增负荷。", ""),
            add_after("取暖路径方面", "电网承载方面，配套台区改造后可以满足新增负荷。"),
        ),
        [],
        ["分段 +\u2029"],
    ),
    "the title": ((type_over("甲县清洁取暖工作领导小组办公室关于报送", "报送《甲县", "上报《甲县"),), [], ["修改 +上-送"]),
    "the number of the document": ((type_over("甲清洁办发", "6号", "7号"),), [], ["修改 -6+7"]),
    "the signatory": ((type_over("甲清洁办发", "张某某", "李某某"),), [], ["修改 -张+李"]),
    "the date": ((retype("2023年4月18日", "2023年5月6日"),), [], ["修改 -4+5-18+6"]),
    "the colophon": ((type_over("抄送：", "人民政府办公室", "人大办公室"),), [], ["修改 -民政府+大"]),
    "a caption": ((type_over("表1", "任务表", "任务分解表"),), [], ["修改 +分解"]),
    "the unit of a table": ((type_over("表1", "单位：户", "单位：万户"),), [], ["修改 +万"]),
    "a row added": ((add_row("东乡", "南乡", "1", "9", "0", "9"),), [], ["修改 +南乡+1+9+0+9"]),
    "a row deleted": (
        (delete_row("西镇"),),
        [f"villages.township.西镇.{name} {value}→" for name, value in (("villages", 1), ("electricity", 200), ("biomass", 0), ("total", 200))],
        ["修改 -西镇-1-200-0-200"],
    ),
    "a number and words elsewhere": (
        (type_over(COVER, "2000", "2001"), type_over("现将方案", "请予备案", "请予审核")),
        ["tasks.total 2000→2001"],
        ["数据 -2000+2001", "修改 -备案+审核"],
    ),
    "a paragraph written anew around its figures": (
        (type_over("对暂未覆盖清洁取暖的", "对暂未覆盖清洁取暖的", "今年冬天还没有改造完的村里，尚有"),),
        [],
        ["修改 -对暂未覆盖清洁取暖的+今年冬天还没有改造完的村里，尚有"],
    ),
}


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", CASES)
def test_an_edit_is_told_once(name: str, history: History, plan: bytes) -> None:
    edits, figures_changed, blocks_changed = CASES[name]
    for more in ((), (as_word_saves,)):
        one = found(history, edited(plan, *edits, *more))
        assert figures(one) == figures_changed
        told_blocks = blocks(one)
        assert len(told_blocks) == len(blocks_changed)
        assert all(line.startswith(expected) for line, expected in zip(told_blocks, blocks_changed, strict=True)), told_blocks


GOAL = "2023年我县清洁取暖改造任务"


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    "written",
    ["2,000", "２０００", "２，０００", "2000.0", "0.2万", "0.2000万", "二千", "两千", "贰仟", "二〇〇〇"],
)
def test_a_number_in_another_writing_is_no_other_number(written: str, history: History, plan: bytes) -> None:
    for more in ((), (as_word_saves,), (no_bookmarks,)):
        one = found(history, edited(plan, type_over(GOAL, "2000", written), *more))
        assert figures(one) == []
        assert [spot.new for edit in one.rewritten for spot in edit.spots] == [written]


@pytest.mark.parametrize("written", ["2,001", "２００１", "0.2001万", "二千零一", "20万", "200", "二百"])
def test_another_number_in_another_writing_is_another_number(written: str, history: History, plan: bytes) -> None:
    one = found(history, edited(plan, type_over(GOAL, "2000", written)))
    assert [edit.shown.name for edit in one.figures] == ["tasks.total"]
    assert one.rewritten == ()


def test_a_count_in_chinese_is_no_other_count(history: History, plan: bytes) -> None:
    one = found(history, edited(plan, type_over("对暂未覆盖", "3", "三")))
    assert (figures(one), [spot.new for edit in one.rewritten for spot in edit.spots]) == ([], ["三"])


OFFICE = "清洁取暖工作领导小组办公室："
KEYS: dict[str, tuple[Edit, tuple[str, str | None, str | None, str]]] = {
    "the number": (type_over("甲清洁办发", "6号", "7号"), ("发文字号", "甲清洁办发〔2023〕6号", "甲清洁办发〔2023〕7号", "发文字号")),
    "the date": (retype("2023年4月18日", "2023年5月6日"), ("成文日期", "2023年4月18日", "2023年5月6日", "成文日期")),
    "the date, in other words": (type_over("2023年4月18日", "18", "19"), ("成文日期", "2023年4月18日", "2023年4月19日", "成文日期")),
    "the signatory": (type_over("甲清洁办发", "张某某", "李某某"), ("签发人", "签发人：张某某", "签发人：李某某", "签发人")),
    "the phone": (type_over("（联系人", "0000-0000000", "0000-1111111"), ("联系电话", "0000-0000000", "0000-1111111", "联系电话")),
    "the contact": (type_over("（联系人", "李某某", "王某某"), ("联系人", "李某某", "王某某", "联系人")),
    "the addressee": (
        type_over("示例市清洁取暖", "示例市", "示范市"),
        ("主送机关", f"示例市{OFFICE}", f"示范市{OFFICE}", "主送"),
    ),
    "a number that is cited": (type_over(COVER, "3号", "5号"), ("引用的文号", "示清洁办发〔2023〕3号", "示清洁办发〔2023〕5号", "政策依据")),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", KEYS)
def test_what_comes_from_the_unit_file_names_its_key(name: str, history: History, plan: bytes) -> None:
    change, (part, old, new, key) = KEYS[name]
    (edit,) = found(history, edited(plan, change)).keys
    assert (edit.part, edit.old, edit.new) == (part, old, new)
    assert f"“{key}”" in edit.key


INVENTED: dict[str, tuple[Edit, list[str]]] = {
    "in a sentence": (type_over("现将方案", "请予备案", "今年再完成3568户，请予备案"), ["3568"]),
    "in a sentence, with a comma": (type_over("现将方案", "请予备案", "共投入3,568万元，请予备案"), ["3,568万"]),
    "in full width": (type_over("现将方案", "请予备案", "再完成３５６８户"), ["３５６８"]),
    "in Chinese": (type_over("现将方案", "请予备案", "再完成三千五百六十八户"), ["三千五百六十八"]),
    "a percentage": (type_over("现将方案", "请予备案", "完成率达到97.6%"), ["97.6"]),
    "a paragraph": (add_after("现将方案", "另有困难群众456户、补贴78.5万元。"), ["456", "78.5万"]),
    "a row": (add_row("东乡", "南乡", "17", "93", "61", "154"), ["17", "93", "61", "154"]),
    "a date": (add_after("现将方案", "本方案自2023年12月25日起施行。"), []),
    "a figure of the document": (add_after("现将方案", "全县共2000户。"), []),
    "items": (add_after("现将方案", "1.加强领导；第37条不再执行。"), []),
    "no number": (add_after("现将方案", "实行一户一策、一个标准。"), []),
    "in the place of a figure": (type_over(COVER, "2000", "2321"), []),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", INVENTED)
def test_a_number_that_nobody_gave_has_no_source(name: str, history: History, plan: bytes) -> None:
    edit, numbers = INVENTED[name]
    for more in ((), (as_word_saves,)):
        assert [one.text for one in found(history, edited(plan, edit, *more)).unsourced] == numbers


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_what_is_struck_through_by_hand_is_deleted(mark: str, history: History, plan: bytes) -> None:
    one = found(history, edited(plan, strike(GOAL, "2000", "2010", mark)))
    assert figures(one) == ["tasks.total 2000→2010"]
    assert [spot.struck for edit in one.figures for spot in edit.spots] == [True]
    assert [(struck.text, struck.where[: len(GOAL)]) for struck in one.struck] == [("2000", GOAL)]
    one = found(history, edited(plan, strike("现将方案", "请予备案")))
    assert (figures(one), blocks(one)) == ([], ["修改 -请予备案"])


@pytest.mark.parametrize("start", [1, None], ids=["counted", "counted by a list that is lost"])
def test_headings_that_word_counts_show_what_they_showed(start: int | None, history: History, plan: bytes) -> None:
    one = found(history, edited(plan, count_headings(start)))
    assert (figures(one), blocks(one)) == ([], [])


def test_headings_that_word_counts_otherwise_are_told(history: History, plan: bytes) -> None:
    one = found(history, edited(plan, count_headings(3)))
    assert [line for line in blocks(one) if "三" in line]


def test_a_figure_names_the_cell_to_correct_and_where_it_still_stands(history: History, plan: bytes) -> None:
    (edit,) = found(history, edited(plan, type_over(COVER, "2000", "2100"))).figures
    assert [(source.place, source.raw) for source in edit.sources] == [(CELL, "1200")]
    assert edit.kept >= 1
    assert not edit.gone
    assert edit.spots[0].under == ("正文",)


def test_tracked_changes_are_accepted_and_told(history: History, plan: bytes) -> None:
    one = found(history, edited(plan, tracked("现将方案", "请予备案", "请予审核"), tracked(COVER, "1200", "1250", "李某某")))
    assert figures(one) == ["tasks.electricity.total 1200→1250"]
    assert [line.partition(" ")[2] for line in blocks(one)] == ["-1200+1250", "-备案+审核"]
    assert [(r.kind.value, r.author, r.date[:10], r.text) for r in one.revisions] == [
        ("delete", "李某某", "2023-05-06", "1200"),
        ("insert", "李某某", "2023-05-06", "1250"),
        ("delete", "张某某", "2023-05-06", "请予备案"),
        ("insert", "张某某", "2023-05-06", "请予审核"),
    ]


def test_comments_are_told_with_the_words_that_they_stand_at(history: History, plan: bytes) -> None:
    def comment(document: object) -> None:
        paragraph = next(p for p in document.paragraphs if p.text.startswith("现将方案"))  # type: ignore[attr-defined]
        document.add_comment(paragraph.runs, text="请核对报送时间", author="王某某")  # type: ignore[attr-defined]

    one = found(history, edited(plan, comment))
    assert blocks(one) == []
    assert [(c.author, c.text, c.at) for c in one.comments] == [("王某某", "请核对报送时间", "现将方案随文报送，请予备案。")]


def test_the_version_is_found_by_its_identifier_or_by_its_words(tmp_path: Path, base: bytes) -> None:
    html = PLAN.read_text("utf-8")
    later = html.replace("请予备案", "请予审查并备案")
    with open_history(tmp_path) as kept:
        for minutes, one in enumerate((html, later)):
            kept.record(made(one, minutes))
        first, second = (write_docx(one, Layout(), base) for one in (html, later))
        for file, number, newer in ((first, 1, (2,)), (second, 2, ())):
            named, nearest = found(kept, file), found(kept, without_custom_parts(edited(file, type_over(COVER, "2000", "2100"))))
            assert (named.source.version.number, named.source.likeness, named.newer) == (number, None, newer)
            assert (nearest.source.version.number, nearest.newer, figures(nearest)) == (number, newer, ["tasks.total 2000→2100"])
            assert nearest.source.likeness is not None
            assert 0.99 < nearest.source.likeness < 1


def test_a_missing_input_that_was_filled_in_by_hand_is_told(tmp_path: Path, base: bytes) -> None:
    missing = '<span class="missing" data-figure="energy.coal.points">【待补：供应点】</span>'
    html = re.sub(r'<data [^>]*data-figure="energy.coal.points"[^>]*>3</data>', missing, PLAN.read_text("utf-8"))
    with open_history(tmp_path) as kept:
        kept.record(made(html))
        file = edited(write_docx(html, Layout(), base), type_over("对暂未覆盖", "【待补：供应点】", "3"))
        (edit,) = found(kept, file).figures
    assert [(edit.shown.name, spot.old, spot.new) for spot in edit.spots] == [("energy.coal.points", "【待补：供应点】", "3")]


def test_tables_of_any_shape_are_read(history: History, plan: bytes) -> None:
    """Cells that continue nothing, reach too far, rows that are too short: the file is compared all the same."""

    def shape(document: Document) -> None:
        tables: list[Any] = list(document.element.body.iter(qn("w:tbl")))
        first, second = ([list(row.iter(qn("w:tc"))) for row in table.iter(qn("w:tr"))] for table in tables[:2])
        first[1][0].find(qn("w:tcPr")).append(parse_xml(f"<w:vMerge {nsdecls('w')}/>"))
        second[1][-1].getparent().remove(second[1][-1])
        second[2][0].find(qn("w:tcPr")).append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="9"/>'))

    assert found(history, edited(plan, shape)).figures


def other_file(text: str) -> bytes:
    import docx

    document = docx.Document()
    for _ in range(30):
        document.add_paragraph(text)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def zipped(**parts: bytes) -> bytes:
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return saved.getvalue()


def document_of(body: str) -> bytes:
    return f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>".encode()


WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr><w:p/></w:tc>'
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000)
REFUSED = {
    "nothing": (b"", "empty-file"),
    "an old file": (OLE, "old-format"),
    "an encrypted file": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "no Word file": (b"%PDF-1.7", "not-a-document"),
    "half a file": (other_file("一")[:3000], "damaged"),
    "a zip of something else": (zipped(a_xml=b"<a/>"), "not-a-document"),
    "broken XML": (zipped(word__document_xml=b"<w:document"), "damaged"),
    "entities": (zipped(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "damaged"),
    "a bomb": (zipped(word__document_xml=bytes(50 * 2**20)), "too-large"),
    "a table that is far too wide": (zipped(word__document_xml=document_of(f"<w:tbl>{'<w:tr>' + WIDE * 99 + '</w:tr>'}</w:tbl>")), "too-large"),
    "far too long": (other_file("字" * 40_000), "too-large"),
    "another document": (other_file("关于召开全省公路养护工作现场会议的通知"), "not-ours"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_compared_is_refused_with_a_reason(name: str, history: History) -> None:
    data, code = REFUSED[name]
    outcome = reconcile(history, data, "退回.docx", written)
    assert isinstance(outcome, Diagnostic)
    assert outcome.code == f"reconcile.{code}"
    assert outcome.help


def test_without_versions_it_says_so(tmp_path: Path, plan: bytes) -> None:
    with open_history(tmp_path) as empty:
        outcome = reconcile(empty, plan, "退回.docx", written)
    assert isinstance(outcome, Diagnostic)
    assert outcome.code == "reconcile.no-version"


@pytest.mark.slow
@settings(max_examples=12)
@given(st.data())
def test_no_file_that_opens_is_too_odd(history: History, plan: bytes, data: st.DataObject) -> None:
    """Elements of the body taken out, doubled, and put where they don't belong: it is compared, or refused with a reason."""

    def disturb(document: Document) -> None:
        body = document.element.body
        for _ in range(data.draw(st.integers(1, 12))):
            elements = list(body.iterdescendants())
            one, other = (elements[data.draw(st.integers(0, 10**6)) % len(elements)] for _ in range(2))
            action = data.draw(st.sampled_from(("remove", "put", "rename")))
            if action == "remove":
                one.getparent().remove(one)
            elif action == "rename":
                one.tag = other.tag
            else:
                other.append(deepcopy(one))

    assert isinstance(reconcile(history, edited(plan, disturb), "退回.docx", written), Reconciled | Diagnostic)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data())
def test_a_changed_number_is_told_wherever_it_stands_and_no_other(history: History, plan: bytes, data: st.DataObject) -> None:
    bookmarks = data.draw(st.booleans())
    place = data.draw(st.integers(0, 10**6))
    new = str(data.draw(st.integers(10**5, 10**6)))
    changed: list[str] = []

    def change(document: object) -> None:
        marks = document.element.body.iter(qn("w:bookmarkStart"))  # type: ignore[attr-defined]
        starts = [mark for mark in marks if mark.get(qn("w:name")).startswith("f_")]  # of figures, not of captions
        texts = [start.getnext().find(qn("w:t")) for start in starts]
        text = texts[place % len(texts)]
        changed.append(text.text)
        text.text = new

    file = edited(plan, change, *(() if bookmarks else (no_bookmarks,)))
    assume(changed[0] != new)
    assert [line.partition(" ")[2] for line in figures(found(history, file))] == [f"{changed[0]}→{new}"]
