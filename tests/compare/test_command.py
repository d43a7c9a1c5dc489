"""reportgen diff with files: any two, Word or PDF, and three; outside of a workspace."""

import json
import shutil
from pathlib import Path

import docx
import pytest
import weasyprint
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsmap

from tests.command import run
from tests.lint.handmade import fresh, saved
from tests.lint.test_untrusted import OLE, encrypted_pdf, repacked, scanned
from tests.reconcile.hand_edits import (
    Edit,
    add_after,
    add_row,
    cell,
    count_headings,
    delete,
    delete_row,
    edited,
    move_before,
    note,
    running,
    strike,
    tracked,
    type_over,
)

Edits = tuple[Edit, ...]
STYLES = RELATIONSHIP_TYPE.STYLES
SHAPES = ("//w:sectPr/w:pgMar/@*", "//w:tblGrid/w:gridCol/@w:w", "//w:pStyle/@w:val")
NOT_OF_A_PDF = "格式（字体、字号、版面）；空格和分段；页眉、页脚、页码、脚注；图片、图表和其中的文字"


@pytest.fixture(scope="module")
def versions(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a county's plan in Word and as a PDF, and a later one of it: a task of 1200 households became 1210."""
    folder = tmp_path_factory.mktemp("files")
    workspace = Path(shutil.copytree(root / "tests/projects/pair", folder / "pair"))
    tasks = workspace / "inputs/2023/甲县/改造任务.csv"
    for name in ("旧", "新"):
        assert run(workspace, "build", "甲县", "--kind", "plan").returncode in (0, 1)
        for suffix in (".docx", ".pdf"):
            shutil.copy(workspace / f"outputs/2023/甲县/实施方案{suffix}", folder / f"{name}{suffix}")
        tasks.write_text(tasks.read_text(encoding="utf-8").replace("1200", "1210"), encoding="utf-8")
    shutil.rmtree(workspace)
    return folder


@pytest.fixture
def folder(versions: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(versions, tmp_path / "files"))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("names", [("旧.docx", "旧.pdf"), ("旧.pdf", "旧.docx"), ("新.docx", "新.pdf")])
def test_word_and_pdf_of_one_version_say_the_same(names: tuple[str, str], versions: Path) -> None:
    told = run(versions, "diff", *names)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [f"{names[0]} → {names[1]}", "文字相同", f"没有比较的：{NOT_OF_A_PDF}"]


@pytest.mark.parametrize("suffixes", [(".docx", ".docx"), (".docx", ".pdf"), (".pdf", ".docx"), (".pdf", ".pdf")])
def test_what_changed_is_told_in_the_same_words_whatever_the_formats(suffixes: tuple[str, str], versions: Path) -> None:
    told = run(versions, "diff", f"旧{suffixes[0]}", f"新{suffixes[1]}")
    assert told.returncode == 0, told.stderr
    for said in (
        "方案明确年度清洁取暖改造任务〔2000→2010〕户，其中煤改电〔1200→1210〕户、生物质热电联产800户，……",
        "煤改电：任务户数/合计〔1200→1210〕（+10）　任务户数/农村〔1200→1210〕（+10）　占比（%）〔60.00→60.20〕（+0.2）",
        "〔与下达任务一致→尚有10户未落实到村，在开工前确定〕",
    ):
        assert said in told.stdout
    assert "删除" not in told.stdout
    assert "新增" not in told.stdout


BY_HAND: dict[str, tuple[Edits, str]] = {
    "words": ((type_over("现将方案", "请予备案", "请予审核"),), "请予〔备案→审核〕"),
    "a number": ((type_over("按照《示例市", "1200", "1300"),), "其中煤改电〔1200→1300〕户"),
    "a cell": ((cell("煤改电", 1, "1201"),), "煤改电：任务户数/合计〔1200→1201〕（+1）"),
    "a row that came": ((add_row("煤改电", "煤改气", "5", "0", "5", "0.25"),), "新增行　煤改气｜5｜0｜5｜0.25"),
    "a row that went": ((delete_row("生物质热电联产"),), "删除行　生物质热电联产｜"),
    "a paragraph that came": ((add_after("现将方案", "本方案自印发之日起施行。"),), "新增　本方案自印发之日起施行。"),
    "a paragraph that went": ((delete("特此报告"),), "删除　特此报告。"),
    "a paragraph that moved": ((move_before("现将方案", "按照《示例市"),), "移动　"),
    "what is struck through": ((strike("现将方案", "请予备案"),), "现将方案随文报送，〔删：请予备案〕。"),
}


@pytest.mark.sampled(6)
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
@pytest.mark.parametrize(("edits", "said"), BY_HAND.values(), ids=BY_HAND)
def test_what_was_changed_by_hand_is_found(edits: Edits, said: str, suffix: str, folder: Path) -> None:
    (folder / "改.docx").write_bytes(edited((folder / "旧.docx").read_bytes(), *edits))
    told = run(folder, "diff", f"旧{suffix}", "改.docx")
    assert told.returncode == 0, told.stderr
    assert said in told.stdout


def test_tracked_changes_are_accepted_and_told(folder: Path) -> None:
    (folder / "改.docx").write_bytes(edited((folder / "旧.docx").read_bytes(), tracked("现将方案", "请予备案", "请予审核")))
    told = run(folder, "diff", "旧.docx", "改.docx")
    assert "改.docx 里有未处理的修订（2处），按全部接受后的文字比较" in told.stdout
    assert "请予〔备案→审核〕" in told.stdout
    said = json.loads(run(folder, "diff", "旧.pdf", "改.docx", "--json").stdout)
    assert [(file["file"], file["format"], file["revisions"]) for file in said["files"]] == [("旧.pdf", "pdf", 0), ("改.docx", "docx", 2)]
    (block,) = said["blocks"]
    assert (block["op"], block["old"]) == ("change", "现将方案随文报送，请予备案。")
    assert said["not_compared"] == NOT_OF_A_PDF.split("；")


def test_headers_and_notes_of_word_files_are_compared_and_numbering_is_not_a_change(folder: Path) -> None:
    made = edited((folder / "旧.docx").read_bytes(), running("header", "内部资料"), note("footnote", "现将方案", "以批复为准"), count_headings())
    (folder / "改.docx").write_bytes(made)
    told = run(folder, "diff", "旧.docx", "改.docx")
    assert "文字相同" in told.stdout
    assert "正文以外的改动（2处）" in told.stdout
    assert "页眉　新增“内部资料”" in told.stdout
    assert "文字相同" in run(folder, "diff", "旧.pdf", "改.docx").stdout


def test_three_files(folder: Path) -> None:
    """What a reviewer and the data made of one file; of what both changed the same is told from what contradicts."""
    both = type_over("按照《示例市", "1200", "1300")
    alike = cell("煤改电", 1, "1210")
    alone = type_over("现将方案", "请予备案", "请予审核")
    (folder / "改.docx").write_bytes(edited((folder / "旧.docx").read_bytes(), both, alike, alone))
    for newest in ("新.docx", "新.pdf"):
        told = run(folder, "diff", "旧.docx", "改.docx", newest)
        assert told.returncode == 0, told.stderr
        contradicting, ours, theirs, *_ = told.stdout.split("\n\n")[1:]
        assert contradicting.startswith(f"改.docx和{newest}都改了的（2处，其中1处改得不一致，请先商定）\n  不一致　正文\n      改.docx　")
        assert "其中煤改电〔1200→1300〕户" in contradicting
        assert "一致　二、主要目标 > （一）清洁取暖改造\n      改.docx　煤改电·任务户数/合计　〔1200→1210〕" in contradicting
        assert ours == "只有改.docx改了的（1处）\n  正文　现将方案随文报送，请予〔备案→审核〕。"
        assert "煤改电·任务户数/农村　〔1200→1210〕" in theirs
    said = json.loads(run(folder, "diff", "旧.docx", "改.docx", "新.docx", "--json").stdout)
    assert [file["file"] for file in said["files"]] == ["旧.docx", "改.docx", "新.docx"]
    assert [place["same"] for place in said["three_way"]["both"]] == [False, True]
    (change,) = said["three_way"]["one"]
    assert (change["old"], change["new"]) == ("现将方案随文报送，请予备案。", "现将方案随文报送，请予审核。")
    assert run(folder, "diff", "新.docx", "新.pdf", "新.docx").returncode == 2
    shutil.copy(folder / "新.docx", folder / "又.docx")
    assert "三个文件文字相同" in run(folder, "diff", "新.docx", "新.pdf", "又.docx").stdout


def test_two_files_as_a_redline_and_side_by_side(folder: Path) -> None:
    for name in ("花脸稿.docx", "花脸稿.pdf", "对照.html"):
        written = run(folder, "diff", "旧.docx", "新.pdf", "--to", name)
        assert (written.returncode, written.stdout) == (0, f"已写到 {name}\n"), written.stderr
    document = docx.Document(str(folder / "花脸稿.docx"))
    assert document.element.xpath("//w:del//w:delText[text()='1200']")
    assert document.element.xpath("//w:ins//w:t[text()='1210']")
    page = (folder / "对照.html").read_text(encoding="utf-8")
    assert "1210" in page
    assert "旧.docx" in page


def test_a_redline_of_two_word_files_keeps_their_form(folder: Path) -> None:
    (folder / "改.docx").write_bytes(edited((folder / "新.docx").read_bytes(), running("header", "内部资料")))
    written = run(folder, "diff", "旧.docx", "改.docx", "--to", "花脸稿.docx")
    assert (written.returncode, written.stdout) == (0, "已写到 花脸稿.docx\n")
    assert "页眉按“改.docx”，其中的变化没有标成修订" in written.stderr
    made, new = (docx.Document(str(folder / name)) for name in ("花脸稿.docx", "改.docx"))
    assert made.element.xpath("//w:del//w:delText[text()='1200']")
    assert made.element.xpath("//w:ins//w:t[text()='1210']")
    assert made.part.part_related_by(STYLES).blob == new.part.part_related_by(STYLES).blob
    assert [made.element.xpath(path) for path in SHAPES] == [new.element.xpath(path) for path in SHAPES]
    assert {*made.element.xpath("//w:ins/@w:author")} == {"甲县清洁取暖工作领导小组办公室"}
    again = run(folder, "diff", "旧.docx", "改.docx", "--to", "花脸稿.docx", "--moves")
    assert (again.returncode, "请去掉 --moves" in again.stderr) == (2, True)


WRONG: dict[str, tuple[tuple[str, ...], int, tuple[str, ...]]] = {
    "one file": (("旧.docx",), 2, ("只写了一个文件“旧.docx”",)),
    "four files": (("旧.docx", "新.docx", "旧.pdf", "新.pdf"), 2, ("最多比较三个文件",)),
    "a file and a kind": (("甲县", "旧.docx"), 2, ("“旧.docx”是文件，“甲县”不是",)),
    "files and a version": (("旧.docx", "新.docx", "2"), 2, ("“2”不是",)),
    "a unit without a kind": (("甲县",), 2, ("缺少参数 文种",)),
    "against a year": (("旧.docx", "新.docx", "--against", "2022"), 2, ("只用于版本，不用于文件",)),
    "three files as a page": (("旧.docx", "新.docx", "旧.pdf", "--to", "甲.html"), 2, ("--to 只用于两个文件",)),
    "files that aren't there": (("没有.docx", "旧.docx", "也没有.pdf"), 2, ("没有.docx：没有这个文件", "也没有.pdf：没有这个文件")),
    "one file twice": (("旧.docx", "./旧.docx"), 2, ("同一个文件写了两次",)),
    "no Word file": (("旧.docx", "旧.txt"), 1, ("旧.txt：不是 Word 文件（.docx），也不是 PDF",)),
    "an empty file": (("旧.docx", "空.docx"), 1, ("空.docx：是空文件",)),
    "a broken file": (("坏.docx", "旧.docx"), 1, ("坏.docx：不完整或者已经损坏",)),
    "a broken PDF": (("坏.pdf", "旧.docx"), 1, ("坏.pdf：不完整或者已经损坏",)),
    "a locked Word file": (("锁.docx", "旧.docx"), 1, ("锁.docx：", "密码")),
    "a locked PDF": (("锁.pdf", "旧.docx"), 1, ("锁.pdf：设有打开密码",)),
    "a scanned PDF": (("旧.docx", "扫描.pdf"), 1, ("扫描.pdf：是扫描件（图片），没有可以比较的文字",)),
    "of three files one, and another": (("旧.docx", "扫描.pdf", "坏.docx"), 1, ("扫描.pdf：", "坏.docx：")),
    "very long files": (("长.docx", "也长.docx"), 1, ("文件的段落和表格行过多，为安全起见没有比较",)),
    "a folder": (("旧.docx", "文件夹.docx"), 1, ("文件夹.docx：打不开",)),
}


@pytest.mark.sampled(9)
@pytest.mark.parametrize(("arguments", "status", "said"), WRONG.values(), ids=WRONG)
def test_wrong_use_and_files_that_cannot_be_read(arguments: tuple[str, ...], status: int, said: tuple[str, ...], folder: Path) -> None:
    contents = {
        "旧.txt": b"text",
        "空.docx": b"",
        "坏.docx": b"PK\x03\x04 broken",
        "坏.pdf": b"%PDF-1.7 broken",
        "扫描.pdf": scanned(),
        "锁.pdf": encrypted_pdf(),
    }
    contents["锁.docx"] = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    if "长.docx" in arguments:
        body = "<w:p><w:r><w:t>一</w:t></w:r></w:p>" * 6000
        whole = repacked(document=f'<w:document xmlns:w="{nsmap["w"]}"><w:body>{body}</w:body></w:document>'.encode())
        contents |= {"长.docx": whole, "也长.docx": whole}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "文件夹.docx").mkdir()
    told = run(folder, "diff", *arguments)
    assert told.returncode == status, told.stderr
    for words in said:
        assert words in told.stderr
    assert "Traceback" not in told.stderr
    if status == 1:
        assert json.loads(run(folder, "diff", *arguments, "--json").stdout)["problems"]


def test_files_of_others_are_compared(folder: Path) -> None:
    """Without our styles and bookmarks."""
    (folder / "甲.docx").write_bytes(saved(fresh()))
    told = run(folder, "diff", "甲.docx", "旧.docx")
    assert told.returncode == 0, told.stderr
    assert "正文变化" in told.stdout


def test_a_table_without_upright_lines_is_compared_row_by_row(folder: Path) -> None:
    document = docx.Document()
    document.add_paragraph("各乡镇的改造任务如下，采暖季前全部完成，逐户登记台账。")
    table = document.add_table(3, 3)
    rows = (("乡镇", "任务户数", "完成户数"), ("东关镇", "700", "698"), ("义门镇", "500", "500"))
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.save(str(folder / "表.docx"))
    style = (
        "@page { size: A4; margin: 37mm 26mm } body { font: 16pt FandolFang } td { border-bottom: 1px solid } table { width: 100%; border-collapse: collapse }"
    )
    for name, done in (("同.pdf", "698"), ("异.pdf", "688")):
        body = "".join(f"<tr>{''.join(f'<td>{word}</td>' for word in words)}</tr>" for words in rows).replace("698", done)
        html = f"<style>{style}</style><p>{document.paragraphs[0].text}</p><table>{body}</table>"
        weasyprint.HTML(string=html).write_pdf(folder / name)
    assert "\n文字相同\n" in run(folder, "diff", "表.docx", "同.pdf").stdout
    assert "修改　东关镇〔700698→700688〕" in run(folder, "diff", "表.docx", "异.pdf").stdout


def test_what_stands_on_every_page_of_a_pdf_is_named_and_not_compared(folder: Path) -> None:
    texts = [f"第{number}项工作由县清洁取暖工作领导小组办公室负责，采暖季前全部完成。" * 4 for number in range(1, 40)]
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(folder / "文.docx"))
    around = "@top-center { content: '内部资料　注意保存' } @bottom-center { content: counter(page) }"
    style = f"@page {{ size: A4; margin: 37mm 26mm; {around} }} body {{ font: 16pt FandolFang }}"
    weasyprint.HTML(string=f"<style>{style}</style>{''.join(f'<p>{text}</p>' for text in texts)}").write_pdf(folder / "文.pdf")
    told = run(folder, "diff", "文.docx", "文.pdf").stdout
    assert "\n文字相同\n" in told
    assert "各页都有的页眉、页脚（“内部资料　注意保存”）" in told
