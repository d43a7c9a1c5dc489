"""reportgen reconcile: from the command line to the console and JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import run
from tests.reconcile.hand_edits import add_after, comment, edited, tracked, type_over, without_custom_parts

Project = Callable[[str], Path]
KEYS = (
    *("file", "season", "unit", "kind", "title", "version", "matched", "likeness", "newer", "later"),
    *("figures", "rewritten", "keys", "unsourced", "blocks", "revisions", "decided", "struck", "beside", "not_compared", "comments", "problems"),
)


@pytest.fixture
def built(project: Project) -> tuple[Path, bytes]:
    """A workspace with a county's plan built, and the Word file of it."""
    root = project("pair")
    assert run(root, "build", "甲县", "--kind", "plan", "--format", "docx").returncode in (0, 1)
    return root, (root / "outputs/2023/甲县/实施方案.docx").read_bytes()


@pytest.mark.slow
def test_a_file_that_came_back(built: tuple[Path, bytes]) -> None:
    root, file = built
    returned = root / "退回.docx"
    returned.write_bytes(file)
    same = run(root, "reconcile", "退回.docx")
    assert (same.returncode, same.stdout.splitlines()[-2:]) == (0, ["没有手工改动", "没有比较的：格式（字体、字号、版面）"]), same.stderr

    returned.write_bytes(edited(file, type_over("现将方案", "请予备案", "请予审核")))
    worded = run(root, "reconcile", "退回.docx")
    assert worded.returncode == 0
    assert "现将方案随文报送，请予〔备案→审核〕。" in worded.stdout

    tasks = root / "inputs/2023/甲县/改造任务.csv"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("1200", "1210"), encoding="utf-8")
    assert run(root, "build", "甲县", "--kind", "plan", "--format", "docx").returncode in (0, 1)
    returned.write_bytes(edited(file, type_over("按照《示例市", "1200", "1300"), tracked("现将方案", "请予备案", "请予审核")))
    told = run(root, "reconcile", "退回.docx")
    assert told.returncode == 1
    assert "煤改电改造任务　1200 → 1300（另有3处没有改，前后不一致）\n      甲县/改造任务.csv C2：这一版为 1200" in told.stdout
    assert "在上述单元格更正后重新生成" in told.stdout
    assert "此后又有第2版" in told.stdout
    assert "张某某 2023-05-06　删除“请予备案”" in told.stdout
    assert "收到的文件和第2版都改了的（1处，其中1处改得不一致，请先商定）\n  不一致　正文\n      收到的文件　" in told.stdout
    assert "其中煤改电〔1200→1210〕户、生物质热电联产800户，……\n          甲县/改造任务.csv C2：1200 → 1210\n" in told.stdout
    # One of them is that it is a draft now: the monthly plan is not of the new number.
    assert "第2版里数据、模板引起的变化，收到的文件没有改的（16处）" in told.stdout

    returned.write_bytes(without_custom_parts(returned.read_bytes()))
    said = run(root, "reconcile", "退回.docx", "--json")
    assert said.returncode == 1
    value = json.loads(said.stdout)
    assert tuple(value) == KEYS
    assert (value["unit"], value["kind"], value["version"], value["matched"], value["newer"]) == ("甲县", "plan", 1, "text", [2])
    assert 0.99 < value["likeness"] < 1
    (figure,) = value["figures"]
    assert (figure["figure"], figure["value"], figure["places"][0]["new"]) == ("tasks.electricity.total", "1200", "1300")
    assert figure["sources"] == [{"file": "inputs/2023/甲县/改造任务.csv", "sheet": None, "cell": "C2", "line": None, "raw": "1200"}]
    assert [block["op"] for block in value["blocks"]] == ["change", "change"]
    assert [revision["op"] for revision in value["revisions"]] == ["delete", "insert"]
    assert [place["same"] for place in value["later"]["both"]] == [False]
    assert [change["new"] for change in value["later"]["one"]] == ["现将方案随文报送，请予审核。"]
    assert value["later"]["names"] == ["收到的文件", "第2版"]


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (None, 2, "没有文件"),
        (b"%PDF-1.7", 1, "不是 Word 文件（.docx）"),
        (b"%PDF-1.7", 1, "是正本，不在这里比较：请用 reportgen file 单位 文种 --sealed 文件 收回"),
        (b"PK\x03\x04 broken", 1, "不完整或者已经损坏"),
    ],
)
def test_what_is_no_word_file_is_told(content: bytes | None, status: int, said: str, project: Project) -> None:
    root = project("pair")
    if content is not None:
        (root / "退回.docx").write_bytes(content)
    told = run(root, "reconcile", "退回.docx")
    assert told.returncode == status
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    if content is not None:
        value = json.loads(run(root, "reconcile", "退回.docx", "--json").stdout)
        assert tuple(value) == KEYS
        assert (value["version"], value["figures"], len(value["problems"])) == (None, [], 1)


@pytest.mark.slow
def test_copies_of_several_reviewers(built: tuple[Path, bytes]) -> None:
    root, file = built
    for name, new in (("张", "请予审核"), ("李", "请予批准")):
        (root / f"{name}.docx").write_bytes(edited(file, type_over("现将方案", "请予备案", new), tracked("按照《示例市", "1200", "1300", name)))
    told = run(root, "reconcile", "张.docx", "李.docx")
    assert told.returncode == 1, told.stderr
    assert "改得不一致的（1处，请先商定）" in told.stdout
    assert "原为“备案”\n      张：“审核”\n      李：“批准”" in told.stdout
    assert "张、李：“1300”\n      甲县/改造任务.csv C2：这一版为 1200" in told.stdout
    value = json.loads(run(root, "reconcile", "张.docx", "李.docx", "--json").stdout)
    assert [copy["reviewer"] for copy in value["copies"]] == ["张", "李"]
    assert [change["contradicts"] for change in value["changes"]] == [False, True]


@pytest.mark.slow
def test_copies_say_together_what_each_alone_says(built: tuple[Path, bytes]) -> None:
    root, file = built
    both = comment("按照《示例市", "请核对", "王"), add_after("现将方案", "另有537户待核实。")
    (root / "张.docx").write_bytes(edited(file, type_over("甲清洁办发", "6号", "7号"), *both))
    (root / "李.docx").write_bytes(edited(file, type_over("甲清洁办发", "6号", "8号"), type_over("（联系人", "李某某", "赵某某"), *both))
    told = run(root, "reconcile", "张.docx", "李.docx").stdout
    number = "发文字号　甲清洁办发〔2023〕6号 → 甲清洁办发〔2023〕{}号　请改“公文”中这个文种的“发文字号”（改得不一致，请先商定）"
    assert "手工改动的发文信息（3处，" in told
    assert f"  张：{number.format(7)}\n" in told
    assert f"  李：{number.format(8)}\n" in told
    assert "  李：联系人　李某某 → 赵某某　请改单位说明的“联系人”\n" in told
    assert "没有来源的数字（1个，数据表里没有）\n  张、李：错误　537　在“" in told
    assert told.count("请核对") == 1
    value = json.loads(run(root, "reconcile", "张.docx", "李.docx", "--json").stdout)
    assert [(one["part"], one["reviewers"], one["contradicts"]) for one in value["keys"]] == [
        ("发文字号", ["张"], True),
        ("发文字号", ["李"], True),
        ("联系人", ["李"], False),
    ]
    assert [(one["text"], one["reviewers"]) for one in value["unsourced"]] == [("537", ["张", "李"])]
    assert [(one["author"], one["text"], one["reviewers"]) for one in value["comments"]] == [("王", "请核对", ["张", "李"])]
