"""reportgen diff: from the command line to the console, JSON and files."""

import getpass
import io
import json
import shutil
from pathlib import Path

import docx
import pypdfium2
import pytest

from tests.command import run

pytestmark = pytest.mark.xdist_group("diff")


@pytest.fixture(scope="module")
def versions(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose county's plan has two versions: a task of 1200 households, then of 1210."""
    root = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("versions") / "pair"))
    tasks = root / "inputs/2023/甲县/改造任务.csv"
    build = ("build", "--kind", "plan", "--format", "html")
    assert run(root, *build).returncode in (0, 1)
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("1200", "1210"), encoding="utf-8")
    assert run(root, *build).returncode in (0, 1)
    return root


def test_what_changed_between_two_versions(versions: Path) -> None:
    told = run(versions, "diff", "甲县", "实施方案")
    assert told.returncode == 0, told.stderr
    assert "煤改电改造任务　1200户 → 1210户（+10户）\n      甲县/改造任务.csv C2：1200 → 1210" in told.stdout
    assert "〔2000→2010〕户" in told.stdout
    said = json.loads(run(versions, "diff", "甲县", "plan", "1", "2", "--json").stdout)
    assert (said["old"], said["new"]) == (1, 2)
    (total,) = [figure for figure in said["figures"] if figure["figure"] == "tasks.total"]
    assert (total["label"], total["old"], total["new"]) == ("清洁取暖改造总任务", "2000", "2010")
    assert run(versions, "diff", "甲县", "plan", "2", "1").stdout.startswith("《甲县2023年冬季清洁取暖工作实施方案》第2版 → 第1版")
    assert "没有变化" in run(versions, "diff", "甲县", "plan", "2", "第2版").stdout


@pytest.mark.slow
def test_files_for_reviewers(versions: Path) -> None:
    for name in ("花脸稿.docx", "花脸稿.pdf", "对照.html"):
        written = run(versions, "diff", "甲县", "plan", "--to", name)
        assert (written.returncode, written.stdout) == (0, f"已写到 {name}\n"), written.stderr
    document = docx.Document(io.BytesIO((versions / "花脸稿.docx").read_bytes()))
    assert document.element.xpath("//w:del//w:delText[text()='1200']")
    (_, newest) = json.loads(run(versions, "log", "甲县", "plan", "--json").stdout)["versions"]
    assert {*document.element.xpath("//w:del/@w:author | //w:ins/@w:author")} == {newest["by"]} == {getpass.getuser()}
    assert {str(day)[:10] for day in document.element.xpath("//w:del/@w:date | //w:ins/@w:date")} == {newest["time"][:10]}
    (note,) = {comment.text for comment in document.comments if "煤改电改造任务：" in comment.text}
    assert "1200户 → 1210户（+10户）" in note
    assert "甲县/改造任务.csv C2：1200 → 1210" in note
    assert {(comment.author, comment.initials) for comment in document.comments} == {("reportgen", "RG")}
    pages = pypdfium2.PdfDocument((versions / "花脸稿.pdf").read_bytes())
    assert "12001210" in "".join(page.get_textpage().get_text_range() for page in pages)
    html = (versions / "对照.html").read_text(encoding="utf-8")
    assert "1200" in html
    assert "http://" not in html.replace("http://www.w3.org/", "")


@pytest.mark.slow
def test_words_that_changed_are_named_with_their_cell(versions: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(versions, tmp_path / "words"))
    funds = root / "inputs/2023/甲县/资金.csv"
    funds.write_text(funds.read_text("utf-8").replace("煤改电设备购置", "煤改电设备采购"), "utf-8")
    assert run(root, "build", "甲县", "--kind", "plan", "--format", "html").returncode in (0, 1)
    told = run(root, "diff", "甲县", "plan").stdout
    assert "数据没有变化" not in told
    assert "甲县/资金.csv B2：煤改电设备购置 → 煤改电设备采购" in told
    assert run(root, "diff", "甲县", "plan", "--to", "对照.html").returncode == 0
    assert "煤改电设备购置 → 煤改电设备采购" in (root / "对照.html").read_text("utf-8")


def test_against_another_unit(versions: Path) -> None:
    told = run(versions, "diff", "甲县", "plan", "--against", "乙县")
    assert told.returncode == 0, told.stderr
    assert "清洁取暖改造总任务　600户 → 2010户（+1410户）" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "7"), "没有版本“7”"),
        (("plan", "报送"), "还没有报送过"),
        (("summary",), "还没有版本记录"),
        (("plan", "--against", "甲县"), "就是这份公文自己"),
        (("plan", "--against", "丙县"), "没有单位“丙县”"),
        (("plan", "--against", "2022"), "还没有版本记录"),
        (("plan", "1", "--against", "乙县"), "不能同时写版本号"),
        (("plan", "--to", "a.txt"), "后缀应当是"),
        (("plan", "--moves"), "--moves 只用于"),
    ],
)
def test_what_there_is_not_is_told(arguments: tuple[str, ...], said: str, versions: Path) -> None:
    told = run(versions, "diff", "甲县", *arguments)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_a_file_that_cannot_be_written_is_told(versions: Path) -> None:
    (versions / "a.html").mkdir()
    (versions / "file").write_text("", encoding="utf-8")
    told = run(versions, "diff", "甲县", "plan", "--to", "file/a.html")
    assert told.returncode == 1
    assert "写不了 file/a.html" in told.stderr
