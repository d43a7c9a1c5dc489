"""reconcile --take: what a leader wrote into a Word file is in the next document, and nothing is left to be taken."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.diagnostics import Diagnostic
from reportgen.inputs.schema.choices import Editing
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.reconcile.reconcile import Reconciled, reconcile
from reportgen.reconcile.take import Taking, plan_taking, write_taking
from reportgen.reconcile.take_file import FILE, Basis, with_rows
from reportgen.reconcile.taking import Takeable, TakenEdit
from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from reportgen.versions.build_record import build_record
from reportgen.versions.history import History, open_history
from reportgen.workspace import Workspace
from tests.command import run
from tests.libreoffice import soffice
from tests.reconcile.hand_edits import Edit, add_after, cell, delete, edited, move_before, retype, tracked, type_over

Project = Callable[[str], Path]
DAY = date(2023, 4, 20)
TICKS = count()
PAIR = Path(__file__).parents[1] / "projects/pair"
BASE = Path(__file__).parents[2] / "templates/docx/official.docx"


def written(html: str) -> bytes:
    return write_docx(html, Layout(), BASE.read_bytes())


class Desk:
    """A workspace whose plan of 甲县 is made, sent out as a Word file and comes back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.unit = root / "inputs/2023/甲县"

    def season(self) -> Season:
        return open_season(Workspace(self.root), "2023")

    def make(self, history: History) -> str:
        """Make the plan and record it as a version; its canonical HTML."""
        season = self.season()
        job = season.job(("甲县", "plan"))
        composed = season.compose(job)
        assert composed.html is not None, composed.problems
        time = datetime(2023, 4, 18, tzinfo=UTC) + timedelta(minutes=next(TICKS))
        history.record(build_record(season, job, composed, {}, {"模板": str(time)}, time, ""))
        return composed.html

    def reconciled(self, history: History, file: bytes) -> Reconciled:
        found = reconcile(history, file, "退回.docx", written)
        assert isinstance(found, Reconciled), found
        return found

    def planned(self, history: History, file: bytes) -> Taking:
        taking = plan_taking(self.season(), self.reconciled(history, file), "退回.docx", DAY)
        assert isinstance(taking, Taking), taking
        assert not taking.problems
        return taking

    def taken(self, history: History, file: bytes) -> Taking:
        """Take the file, make the plan anew."""
        taking = self.planned(history, file)
        assert write_taking(taking) is None
        return taking


@pytest.fixture
def desk(project: Project) -> Desk:
    return Desk(project("pair"))


def words(html: str) -> str:
    return re.sub("<[^>]+>", "", html)


def returned(desk: Desk, history: History, *edits: Edit) -> bytes:
    return edited(written(desk.make(history)), *edits)


def test_words_are_taken_and_numbers_asked_for(desk: Desk) -> None:
    with open_history(desk.root / "outputs") as history:
        file = returned(
            desk,
            history,
            type_over("现将方案", "请予备案", "请予审核"),
            tracked("特此报告", "特此报告", "专此报告"),
            add_after("现将方案", "妥否，请批示。"),
            delete("对暂未覆盖"),
            retype("2023年我县清洁取暖改造任务", "今年我县改造任务2010户，城区800户、农村1200户（见表1）。"),
        )
        taking = desk.taken(history, file)
        assert [edit.shown.name for edit in desk.reconciled(history, file).figures if not edit.gone] == ["tasks.total"]
        # 八、做好兜底保障 would have nothing left: that is told, not done.
        assert [conflict.edit.old[:5] for conflict in taking.conflicts] == ["对暂未覆盖"]
        html = desk.make(history)
        for text in ("现将方案随文报送，请予审核。", "妥否，请批示。", "专此报告。", "今年我县改造任务2000户，城区800户、农村1200户（见表1）。"):
            assert text in words(html)
        assert '>今年我县改造任务<data value="2000" data-figure="tasks.total"' in html
        assert "请予备案" not in words(html)
        again = desk.planned(history, file)
        assert (again.edits, len(again.conflicts), again.rest.untaken) == ((), 1, ())

        tasks = desk.unit / "改造任务.csv"
        tasks.write_text(tasks.read_text("utf-8").replace("1200", "1210"), "utf-8")
        assert "今年我县改造任务2010户，城区800户、农村1210户（见表1）。" in words(desk.make(history))


@pytest.mark.slow
def test_what_the_data_say_otherwise_since_is_a_conflict(desk: Desk) -> None:
    with open_history(desk.root / "outputs") as history:
        file = returned(desk, history, type_over("现将方案", "请予备案", "请予审核"), type_over("取暖路径方面", "县城采用", "县城宜采用"))
        description = desk.unit / "单位.yaml"
        description.write_text(description.read_text("utf-8").replace("配套台区改造后可以满足", "配套工程完成后可以满足"), "utf-8")
        desk.make(history)
        taking = desk.taken(history, file)
        assert [edit.new for edit in taking.edits] == ["现将方案随文报送，请予审核。"]
        (conflict,) = taking.conflicts
        assert "配套工程完成后" in conflict.why
        assert "县城宜采用" not in (desk.unit / FILE).read_text("utf-8")


def test_what_comes_from_a_cell_is_asked_for_there(desk: Desk) -> None:
    with open_history(desk.root / "outputs") as history:
        season = desk.season()
        job = season.job(("甲县", "summary"))
        composed = season.compose(job)
        history.record(build_record(season, job, composed, {}, {}, datetime(2023, 4, 18, tzinfo=UTC), ""))
        note = season.scopes[1].inputs.rows("notes")
        assert composed.html is not None
        assert note
        text = next(row.text for row in note if f">{row.text}<" in composed.html)
        taking = desk.planned(history, edited(written(composed.html), retype(text[:8], f"{text}（改）")))
        assert not taking.edits
        assert [(asked.old, asked.places[0].file) for asked in taking.rest.asked] == [(text, "inputs/2023/甲县/文字说明.csv")]


@pytest.mark.slow
def test_cells_captions_and_titles_are_told(desk: Desk) -> None:
    with open_history(desk.root / "outputs") as history:
        file = returned(desk, history, cell("县城", 1, "1"), type_over("表6", "补贴标准表", "补贴表"))
        taking = desk.planned(history, file)
        assert not taking.edits
        assert any("请改模板" in one.instead for one in taking.rest.untaken)


TEXTS = ("要逐级压实责任。", "各乡镇每周报告进度，不得拖延。", "由县清洁取暖办负责解释。")


@st.composite
def hands(draw: st.DrawFn) -> list[Edit]:
    """Some edits of paragraphs of the plan that the template words, each of another paragraph."""
    begins = draw(st.lists(st.sampled_from(BEGINS), min_size=1, max_size=4, unique=True))
    made: list[Edit] = []
    for begin in begins:
        text = draw(st.sampled_from(TEXTS))
        made.append(
            draw(
                st.sampled_from(
                    (
                        add_after(begin, text),
                        tracked(begin, begin[:4], f"{begin[:2]}务必{begin[2:4]}"),
                        type_over(begin, begin[:3], f"要{begin[:3]}"),
                        retype(begin, f"{begin}等工作，{text}"),
                    )
                )
            )
        )
    return made


BEGINS = ("现将方案随文", "特此报告", "以保障群众", "按照建筑节能", "采暖季能源需求", "对甲县生物质", "逐户登记用户")


@pytest.mark.slow
@settings(max_examples=20)
@given(hands())
def test_a_taken_file_leaves_nothing_to_take(edits: list[Edit]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(PAIR, Path(folder) / "pair"))
        desk = Desk(root)
        with open_history(root / "outputs") as history:
            file = returned(desk, history, *edits)
            first = desk.taken(history, file)
            assert first.edits
            assert not first.conflicts
            assert desk.planned(history, file).edits == ()  # taken again before anything is made
            html = desk.make(history)
            again = desk.planned(history, file)
            assert (again.edits, again.conflicts, again.rest.untaken) == ((), (), ())
            for line in (p.text for p in docx.Document(BytesIO(file)).paragraphs if p.style is not None and p.style.name == "Normal Indent"):
                assert line in words(html)


@pytest.mark.slow
def test_a_file_that_libreoffice_saved_is_taken_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    with open_history(desk.root / "outputs") as history:
        edits = (type_over("现将方案", "请予备案", "请予审核"), tracked("特此报告", "特此报告", "专此报告"), add_after("现将方案", "妥否，请批示。"))
        (tmp_path / "退回.docx").write_bytes(returned(desk, history, *edits, move_before("试点城市备案项目", "改造任务涉及")))
        soffice(tmp_path, "--convert-to", "docx", "--outdir", str(tmp_path / "saved"), "退回.docx")
        file = (tmp_path / "saved/退回.docx").read_bytes()
        assert len(desk.taken(history, file).edits) == 5
        html = desk.make(history)
        assert {"现将方案随文报送，请予审核。", "专此报告。", "妥否，请批示。"} <= set(re.findall(r"<p [^>]*>([^<]*)</p>", html))
        again = desk.planned(history, file)
        assert (again.edits, again.conflicts, again.rest) == ((), (), Takeable(again.rest.edits))
        later = desk.reconciled(history, file).later
        assert later is not None
        assert all(place.same for place in later.places.both)
        assert later.places.other == ()


@pytest.mark.slow
def test_a_paragraph_that_moved_keeps_its_figures(desk: Desk) -> None:
    with open_history(desk.root / "outputs") as history:
        file = returned(desk, history, move_before("试点城市备案项目", "改造任务涉及"))
        desk.taken(history, file)
        html = desk.make(history)
        assert '>试点城市备案项目的改造任务共<data value="4200"' in html
        assert words(html).index("试点城市备案项目") < words(html).index("改造任务涉及")


WRITTEN = """\
# 我们自己写的
sample: false
数据:
  - 文种: 实施方案   # 先改这一处
    处理: 删去
    原文: |
      特此报告。
其他: 1
"""


@pytest.mark.parametrize(
    ("text", "kept", "indent"),
    [
        ("", "", ""),
        ("- {文种: 实施方案, 处理: 删去, 原文: 特此报告。}", "- {文种", ""),
        (WRITTEN, "# 我们自己写的\nsample: false", "  "),
        ("# 空的\n", "# 空的", ""),
    ],
)
def test_what_people_wrote_stays(text: str, kept: str, indent: str) -> None:
    edit = TakenEdit(Editing.CHANGE, "", "甲：“乙”。", "丙\n丁: #")
    made = with_rows(text, (edit,), Basis("实施方案", "退回.docx", DAY), FILE)
    assert isinstance(made, str)
    assert kept in made
    assert f'\n{indent}- 文种: 实施方案\n{indent}  处理: 改为\n{indent}  原文: "甲：“乙”。"\n{indent}  改为: "丙\\n丁: #"' in made
    if text == WRITTEN:
        assert made.endswith("其他: 1\n")


@pytest.mark.parametrize("text", ["- [", "文种: 实施方案", "[]"])
def test_a_file_that_can_not_be_added_to_is_left_alone(text: str) -> None:
    assert isinstance(with_rows(text, (TakenEdit(Editing.DELETE, "", "甲"),), Basis("实施方案", "", DAY), FILE), Diagnostic)


@pytest.mark.slow
def test_the_command(project: Project) -> None:
    root = project("pair")
    assert run(root, "build", "甲县", "--kind", "plan", "--format", "docx").returncode in (0, 1)
    file = root / "outputs/2023/甲县/实施方案.docx"
    (root / "退回.docx").write_bytes(edited(file.read_bytes(), type_over("现将方案", "请予备案", "请予审核"), type_over("按照《示例市", "1200", "1300")))
    shown = run(root, "reconcile", "退回.docx", "--take")
    assert shown.returncode == 1
    assert "“现将方案随文报送，请予备案。” → “现将方案随文报送，请予审核。”" in shown.stdout
    assert "煤改电改造任务　1200 → 1300（另有3处没有改，前后不一致）\n      甲县/改造任务.csv C2：这一版为 1200" in shown.stdout
    assert "没有写入" in shown.stdout
    edits = root / "inputs/2023/甲县/文字修改.yaml"
    assert not edits.exists()
    value = json.loads(run(root, "reconcile", "退回.docx", "--take", "--yes", "--json").stdout)
    assert (value["take"]["written"], len(value["take"]["edits"])) == (True, 1)
    assert run(root, "build", "甲县", "--kind", "plan", "--format", "docx").returncode in (0, 1)
    told = run(root, "diff", "甲县", "实施方案").stdout
    assert "文字修改.yaml" in told
    traced = run(root, "trace", "甲县", "实施方案", "请予审核")
    assert "“请予审核”不是数据，是《文字修改》写进公文的：\n  inputs/2023/甲县/文字修改.yaml:" in traced.stdout
    assert "现将方案随文报送，请予审核。　依据：退回.docx" in traced.stdout
    assert "没有可以取入的文字改动" in run(root, "reconcile", "退回.docx", "--take", "--yes").stdout
    assert run(root, "reconcile", "退回.docx", "退回.docx", "--take").returncode == 2
    assert run(root, "reconcile", "退回.docx", "--yes").returncode == 2


@pytest.mark.slow
def test_a_signed_file_is_told_as_one_that_is_no_draft(desk: Desk) -> None:
    with open_history(desk.root / "outputs") as history:
        file = returned(desk, history)
        assert not desk.reconciled(history, file).sealed
        signed = BytesIO()
        with zipfile.ZipFile(BytesIO(file)) as package, zipfile.ZipFile(signed, "w") as made:
            for name in package.namelist():
                data = package.read(name)
                if name == "_rels/.rels":
                    data = data.replace(b"</Relationships>", SIGNED + b"</Relationships>")
                made.writestr(name, data)
            made.writestr("_xmlsignatures/origin.sigs", b"")
        assert desk.reconciled(history, signed.getvalue()).sealed


SIGNED = (
    b'<Relationship Id="rSigned" Target="_xmlsignatures/origin.sigs" '
    b'Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"/>'
)
