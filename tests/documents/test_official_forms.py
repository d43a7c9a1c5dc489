"""The forms of official documents (文种): each is set as GB/T 9704 has it, and lint, which knows nothing of the layout, finds it so."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx_integrity
import pdfplumber
import pytest
import yaml
from docx import Document
from openxml_audit import OpenXmlValidator

from reportgen.building.renderer import open_renderer, render
from reportgen.diagnostics import Severity
from reportgen.documents.formats import Format
from reportgen.documents.kinds import FORMS
from reportgen.documents.kinds_file import read_kinds
from reportgen.lint.lint import lint_bytes
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.command import run

TEXT = "各乡镇要对照任务清单逐村逐户核实改造意愿、房屋结构和用能条件，确定取暖路径，建立工作台账，落实到户、责任到人，确保采暖季前完成改造任务并且稳定运行。"
TEMPLATE = f"""{{% extends "base.html" %}}
{{% block cover %}}
{{% for heading in ("总体情况", "工作安排") %}}
<h2>{{{{ heading }}}}</h2>
<p>全县改造任务{{{{ tasks.total|households }}}}。{TEXT}</p>
<p>{TEXT}</p>
{{% endfor %}}
{{% endblock %}}
{{% block attendance %}}
{{% if form.form == "纪要" %}}
<p class="attendance"><span class="role">出席：</span>张某某　李某某　王某某　赵某某　钱某某　孙某某　周某某　吴某某　郑某某　冯某某　陈某某　褚某某</p>
<p class="attendance"><span class="role">列席：</span>县能源局卫某某，县财政局蒋某某</p>
{{% endif %}}
{{% endblock %}}
{{% block body %}}
<h2>任务清单</h2>
<p>{TEXT}</p>
{{% endblock %}}
"""
LAYOUTS = {"函": "信函格式", "纪要": "纪要格式"}
NAMES = [f"{form}{attached}" for form in FORMS for attached in ("", "附件")]


def kind(name: str) -> dict[str, object]:
    form = name.removesuffix("附件")
    level = {"form": form, "template": "form.html", "cover_title": f"{{{{ unit.authority }}}}|关于清洁取暖工作|的{form}"}
    if name != form:
        level |= {"title": "任务清单"}
    if name == "意见附件":
        level |= {"upward": True}
    return {"id": f"own-{'abcdefghijklmnop'[NAMES.index(name)]}", "name": name, "datasets": ["tasks"], "levels": {"县": level}}


@pytest.fixture
def forms(project: Callable[[str], Path]) -> Path:
    """A workspace with a kind of each form, with and without attachment."""
    root = project("pair")
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/form.html").write_text(TEMPLATE, encoding="utf-8")
    (root / "templates/kinds.yaml").write_text(yaml.safe_dump([kind(name) for name in NAMES], allow_unicode=True), encoding="utf-8")
    file = root / "inputs/2023/甲县/单位.yaml"
    numbers = "".join(f"  {name}: {{发文字号: 甲清洁办发〔2023〕6号, 成文日期: 2023-04-18}}\n" for name in NAMES)
    file.write_text(file.read_text("utf-8").replace("公文:\n", f"公文:\n{numbers}"), encoding="utf-8")
    return root


def compose(root: Path, name: str) -> str:
    season = open_season(Workspace(root), "2023")
    (job,) = [job for job in season.jobs(frozenset({"甲县"})) if job.kind.name == name]
    composed = season.compose(job)
    assert composed.html is not None, [str(problem) for problem in composed.problems]
    return composed.html


def written(root: Path, name: str, format: Format) -> bytes:
    renderer, _ = open_renderer(Workspace(root))
    assert renderer is not None
    content = render(renderer, compose(root, name), format).content
    assert content is not None
    return content


@pytest.mark.sampled(8)
@pytest.mark.parametrize("format", ["docx", "pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_found_as_the_standard_has_it(forms: Path, name: str, format: Format) -> None:
    form = name.removesuffix("附件")
    linted = lint_bytes(written(forms, name, format), f"{name}.{format}")
    assert linted.problems == ()
    assert linted.form == LAYOUTS.get(form, "文件格式")
    assert [found.message for found in linted.faults if found.severity is not Severity.NOTICE] == []


def test_names_begin_behind_their_label_and_further_lines_below_them(forms: Path) -> None:
    with pdfplumber.open(BytesIO(written(forms, "纪要", "pdf"))) as pdf:
        lines = [line for page in pdf.pages for line in page.extract_text_lines()]
    at = next(at for at, line in enumerate(lines) if line["text"].startswith("出席："))
    first, second, third = lines[at : at + 3]
    assert first["text"].startswith("出席：张某某")
    assert third["text"].startswith("列席：")
    assert second["x0"] - first["x0"] == pytest.approx(3 * 15.79, abs=1)
    assert third["x0"] == pytest.approx(first["x0"], abs=1)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("format", ["docx", "pdf"])
@pytest.mark.parametrize(("number", "value", "code"), [("letter_top", 45.0, "letter-issuer"), ("letter_line_width", 150.0, "letter-rules")])
def test_a_letter_with_a_wrong_number_is_found_out(forms: Path, number: str, value: float, code: str, format: Format) -> None:
    renderer, _ = open_renderer(Workspace(forms))
    assert renderer is not None
    wrong = replace(renderer, layout=replace(renderer.layout, **{number: value}))
    content = render(wrong, compose(forms, "函"), format).content
    assert content is not None
    assert f"lint.{code}" in {found.code for found in lint_bytes(content, f"函.{format}").faults}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ["函", "函附件", "纪要附件", "请示"])
def test_a_word_file_is_whole(forms: Path, name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.docx"
    file.write_bytes(written(forms, name, "docx"))
    assert [str(found) for found in docx_integrity.check(file)] == []
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []


@pytest.mark.slow
def test_only_what_goes_up_names_who_signs(forms: Path) -> None:
    assert {name for name in NAMES if "签发人：" in compose(forms, name)} == {"请示", "请示附件", "报告", "报告附件", "意见附件"}


@pytest.mark.slow
def test_only_with_a_title_of_its_own_there_is_an_attachment(forms: Path) -> None:
    assert {name for name in NAMES if "attachment" in compose(forms, name)} == {name for name in NAMES if name.endswith("附件")}


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("before", "after", "lacking"),
    [
        ("主送: [示例市清洁取暖工作领导小组办公室]", "主送: [示例市清洁取暖工作领导小组办公室, 示例市能源局]", "主送机关（请示只写一个）"),
        ("联系人: 李某某\n", "", "联系人"),
        ('联系电话: "0000-0000000"\n', "", "电话"),
    ],
)
def test_a_request_has_one_addressee_and_a_contact(forms: Path, before: str, after: str, lacking: str) -> None:
    file = forms / "inputs/2023/甲县/单位.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    assert f"【待补：{lacking}】" in compose(forms, "请示")
    assert "【待补" not in compose(forms, "通知")


@pytest.mark.parametrize(
    ("entry", "words", "line"),
    [
        ("form: 通知, cover_title: 关于工作的报告", "标题的末尾也应当是“通知”", 8),
        ("form: 决议, cover_title: 关于工作的决议", "form 不正确", 7),
        ("form: 通知, upward: true, cover_title: 关于工作的通知", "只有意见写 upward", 8),
        ("form: 报告, upward: true, cover_title: 关于工作的报告", "只有意见写 upward", 8),
        ("form: 通知", "都要写 form 和 cover_title", 1),
        ("cover_title: 关于工作的通知", "都要写 form 和 cover_title", 1),
    ],
)
def test_a_wrong_combination_is_told_at_its_line(entry: str, words: str, line: int) -> None:
    fields = "".join(f"      {part}\n" for part in entry.split(", "))
    text = f"- id: own\n  name: 甲\n  datasets: []\n  levels:\n    县:\n      template: a.html\n{fields}"
    kinds, (problem,) = read_kinds(text.encode(), "templates/kinds.yaml")
    assert kinds == ()
    assert words in problem.message
    assert problem.places[0].line == line


@pytest.mark.parametrize("entry", ["title: 乙, form: 通知", "title: 乙, cover_title: 关于工作的通知", "template: a.html"])
def test_what_is_not_filed_has_no_form_but_a_title(entry: str) -> None:
    fields = dict(part.split(": ") for part in entry.split(", ")) | {"template": "a.html"}
    text = yaml.safe_dump([{"id": "own", "name": "甲", "datasets": [], "filed": False, "levels": {"县": fields}}], allow_unicode=True)
    kinds, (problem,) = read_kinds(text.encode(), "templates/kinds.yaml")
    assert kinds == ()
    assert "不报送的文种" in problem.message


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ["函附件", "纪要附件"])
def test_a_word_file_that_comes_back_as_it_went_has_no_change(forms: Path, name: str) -> None:
    assert run(forms, "build", "甲县", "--kind", name).returncode == 0
    told = run(forms, "reconcile", f"outputs/2023/甲县/{name}.docx")
    assert (told.returncode, "\n没有手工改动\n" in told.stdout) == (0, True)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", FORMS)
def test_a_head_changed_by_hand_is_told_with_its_key(forms: Path, name: str) -> None:
    run(forms, "build", "甲县", "--kind", name, "--format", "docx")
    file = forms / f"outputs/2023/甲县/{name}.docx"
    document = Document(str(file))
    styles = {"发文机关标志": "办公室", "发文字号": "6号", "主送机关": "："}
    expected = []
    for paragraph in (*document.sections[0].first_page_header.paragraphs, *document.paragraphs):
        style = paragraph.style.name if paragraph.style is not None else ""
        for part, words in (*((style, styles[one]) for one in styles if one == style), *([("签发人", "张某某")] if style == "发文字号" else [])):
            for piece in paragraph.runs:
                if words in piece.text:
                    piece.text = piece.text.replace(words, "改" + words)
                    expected.append(part)
        if style == "Title":
            paragraph.runs[-1].text = f"重新印发{paragraph.runs[-1].text}"
    document.save(str(file))
    told = json.loads(run(forms, "reconcile", f"outputs/2023/甲县/{name}.docx", "--json").stdout)
    assert sorted(expected) == sorted(
        ["发文机关标志", "发文字号", *([] if name == "纪要" else ["主送机关"]), *(["签发人"] if name in ("报告", "请示") else [])]
    )
    assert sorted(one["part"] for one in told["keys"]) == sorted(expected)
    assert all("改" in one["new"] and "改" not in one["old"] and ("单位说明" in one["key"] or "公文" in one["key"]) for one in told["keys"])
    assert [one["under"] for one in told["blocks"] if "重新印发" in json.dumps(one, ensure_ascii=False)] == [["标题"]]
    assert told["not_compared"] == ["格式（字体、字号、版面）"]
