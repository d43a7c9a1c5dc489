"""The history against alterations: whatever is changed in it is found and named, and what isn't changed is not."""

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.versions.filings import Filing, breaks
from reportgen.versions.history import History, open_history
from reportgen.versions.integrity import check_integrity
from reportgen.versions.log import log
from reportgen.versions.version import Key, Output, Version
from tests.versions.miniature import KEY, later, made

OTHER = Key("2023", "乙县", "plan")
KINDS = {"plan": "实施方案"}


def filing(version: Version, number: str) -> Filing:
    return Filing(0, "", version.key, version.number, version.entry, number, "2023-04-18T09:30:00+08:00", "张某某", "", version.visible, {})


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Two documents of three versions each; three filings."""
    outputs = tmp_path / "outputs"
    with open_history(outputs) as history:
        for key in (KEY, OTHER):
            for text in "甲乙丙":
                history.record(made(f"{key.unit}{text}", key=key))
        for key, number in ((KEY, 2), (OTHER, 2), (KEY, 3)):
            version = history.version(key, number)
            assert version is not None
            assert history.file(filing(version, f"{key.unit}〔2023〕{number}号"), {"html": b"<article/>", "manifest": b"{}"}, str) is not None
    return outputs


def problems(outputs: Path, key: Key | None = None) -> list[str]:
    with open_history(outputs) as history:
        return [problem.message for problem in check_integrity(history, KINDS, key).problems]


def test_what_was_not_altered_is_whole(outputs: Path) -> None:
    with open_history(outputs) as history:
        found = check_integrity(history, KINDS)
        assert (found.documents, found.versions, found.filings, found.problems) == (2, 6, 3, ())
        assert check_integrity(history, KINDS, KEY).versions == 3
        assert [one.position for one in history.filings()] == [1, 2, 3]
        assert list(breaks(history.filings())) == []


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DELETE FROM versions WHERE unit = '甲县' AND number = 1", "甲县《实施方案》（2023）第2版前面缺少版本"),
        ("DELETE FROM versions WHERE unit = '甲县' AND number = 3", "甲县《实施方案》（2023）的当前版本与最后一版（第2版）的记录不一致"),
        ("UPDATE versions SET number = 7 WHERE unit = '甲县' AND number = 2", "甲县《实施方案》（2023）第7版的记录属于另一份公文或者另一版"),
        ("UPDATE versions SET number = 'x' WHERE unit = '甲县' AND number = 2", "版本记录已经损坏，公文照常生成，但没有记录版本"),
        ("UPDATE versions SET unit = '丙县' WHERE unit = '甲县' AND number = 3", "丙县《实施方案》（2023）第3版的记录属于另一份公文或者另一版"),
        (
            "UPDATE versions SET entry = (SELECT entry FROM versions WHERE unit = '乙县' AND number = 1) WHERE unit = '甲县' AND number = 1",
            "甲县《实施方案》（2023）第1版的记录属于另一份公文或者另一版",
        ),
        ("UPDATE versions SET entry = 'ab' || substr(entry, 3) WHERE unit = '甲县' AND number = 2", "甲县《实施方案》（2023）第2版的记录不见了"),
        ("UPDATE heads SET number = 2 WHERE unit = '甲县'", "甲县《实施方案》（2023）的当前版本与最后一版（第3版）的记录不一致"),
        ("UPDATE heads SET visible = 'x' WHERE unit = '甲县'", "甲县《实施方案》（2023）的当前版本与最后一版（第3版）的记录不一致"),
        ("UPDATE heads SET details = x'00' WHERE unit = '甲县'", "甲县《实施方案》（2023）的当前版本与最后一版（第3版）的记录不一致"),
        ("DELETE FROM heads WHERE unit = '甲县'", "甲县《实施方案》（2023）的当前版本与最后一版（第3版）的记录不一致"),
        ("DELETE FROM versions WHERE unit = '甲县'", "甲县《实施方案》（2023）第3版不在版本记录中"),
        ("DELETE FROM filings WHERE position = 1", "报送记录在第1条接不上：这一条或者前面的记录被改动、删除或者调换过"),
        ("DELETE FROM filings WHERE position = 3", "甲县《实施方案》（2023）以甲县〔2023〕3号报送的记录不在报送记录中"),
        ("DELETE FROM filings", "乙县《实施方案》（2023）以乙县〔2023〕2号报送的记录不在报送记录中"),
        ("UPDATE filings SET position = 9 WHERE position = 2", "报送记录在第2条接不上：这一条或者前面的记录被改动、删除或者调换过"),
        ("UPDATE filings SET entry = (SELECT entry FROM filings WHERE position = 1) WHERE position = 2", "报送记录在第2条接不上"),
        ("UPDATE filings SET entry = (SELECT entry FROM versions WHERE number = 1) WHERE position = 2", "第2条报送记录的内容不是报送记录"),
        ("DROP TABLE filings", "版本记录已经损坏，公文照常生成，但没有记录版本"),
    ],
)
def test_an_altered_row_is_named(statement: str, named: str, outputs: Path) -> None:
    connection = sqlite3.connect(outputs / ".reportgen/history.db", isolation_level=None)
    connection.execute(statement)
    connection.close()
    found = problems(outputs)
    assert any(message.startswith(named) for message in found), found


def of_version(name: str) -> Callable[[History, Version], str]:
    return lambda _history, version: str(getattr(version, name))


def of_filing(name: str) -> Callable[[History, Version], str]:
    return lambda history, _version: history.filings()[0].frozen[name]


@pytest.mark.parametrize(
    ("which", "named"),
    [
        (of_version("entry"), "甲县《实施方案》（2023）第2版的记录"),
        (of_version("html"), "甲县《实施方案》（2023）第2版的正文"),
        (of_version("details"), "第2版的数据来源"),
        (lambda history, _version: history.filings()[0].entry, "第1条报送记录"),
        (of_filing("html"), "甲县《实施方案》（2023）以甲县〔2023〕2号报送的正文"),
        (of_filing("manifest"), "甲县《实施方案》（2023）以甲县〔2023〕2号报送的文件清单"),
    ],
)
@pytest.mark.parametrize("lost", [False, True])
def test_a_damaged_object_is_named_with_its_file(which: Callable[[History, Version], str], named: str, *, lost: bool, outputs: Path) -> None:
    with open_history(outputs) as history:
        version = history.version(KEY, 2)
        assert version is not None
        path = history.objects.path(which(history, version))
    if lost:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    with open_history(outputs) as history:
        found = [one for one in check_integrity(history, KINDS).problems if one.code == "history.object-damaged"]
    state = "不见了" if lost else "已经损坏或者被改动"
    assert any(named in one.message and one.message.endswith(state) for one in found)
    assert {str(place) for one in found for place in one.places} == {f"outputs/{path.relative_to(outputs).as_posix()}"}


@pytest.mark.parametrize(("format", "named"), [("docx", "第2版的 Word 文件"), ("pdf", "第2版的 PDF 文件"), ("xlsx", "第2版的 Excel 文件")])
@pytest.mark.parametrize("lost", [False, True])
def test_a_damaged_file_of_a_version_is_named(format: str, named: str, *, lost: bool, tmp_path: Path) -> None:
    """Also of one version alone: what was made then is kept as it was."""
    digests = {}
    for text in "甲乙":
        content = f"{text}.{format}".encode()
        output = Output(f"2023/甲县/实施方案.{format}", hashlib.sha256(content).hexdigest())
        (tmp_path / output.name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / output.name).write_bytes(content)
        with open_history(tmp_path) as history:
            digests[history.record(replace(made(text), outputs={format: output}))] = output.sha256
            path = history.objects.path(digests[2]) if 2 in digests else tmp_path
    assert problems(tmp_path) == []
    if lost:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    expected = [f"甲县《实施方案》（2023）{named}{'不见了' if lost else '已经损坏或者被改动'}"]
    assert problems(tmp_path) == problems(tmp_path, KEY) == expected


@pytest.mark.parametrize(("minutes", "told"), [(-1, True), (-60 * 24 * 400, True), (0, False), (1, False)])
def test_a_clock_that_runs_backwards_is_told_and_stands_in_the_record(minutes: int, *, told: bool, tmp_path: Path) -> None:
    """The time is that of the clock all the same; the next version is measured by that one."""
    with open_history(tmp_path) as history:
        history.record(made("甲"))
        assert history.record(later(made("乙"), minutes)) == 2
        assert history.record(later(made("丙"), minutes)) == 3
        assert [(problem.code, problem.severity.value, problem.unit) for problem in history.problems] == [("history.clock", "warning", "甲县")] * told
        first, second, third = history.versions(KEY)
        assert second.time == later(made(), minutes).time.isoformat(timespec="seconds")
        assert (first.behind, second.behind, third.behind) == ("", first.time if told else "", "")
        assert [one.is_behind for one in log(history, KEY, None)] == [False, told, False]
    found = problems(tmp_path)
    assert found == (["甲县《实施方案》（2023）第2版的时间早于前一版：当时的时钟不对，或者倒退过"] if told else [])


def test_a_version_that_was_filed_is_known_to_be_altered_though_all_else_was_made_to_fit(outputs: Path) -> None:
    """Somebody who writes a version anew, with its record and its row, still hasn't the filing."""
    with open_history(outputs) as history:
        version = history.version(KEY, 3)
        assert version is not None
        forged = replace(version, time="2023-01-01T00:00:00+08:00")
        entry = history.objects.put(forged.content())
    connection = sqlite3.connect(outputs / ".reportgen/history.db", isolation_level=None)
    connection.execute("UPDATE versions SET entry = ? WHERE unit = '甲县' AND number = 3", (entry,))
    connection.close()
    assert "甲县《实施方案》（2023）以甲县〔2023〕3号报送的第3版，其记录已被改动或者删除" in problems(outputs)


def test_one_altered_byte_of_the_database_is_found_or_is_no_part_of_it(outputs: Path) -> None:
    path = outputs / ".reportgen/history.db"
    with open_history(outputs) as history:
        history.record(made("丁"))  # opened for writing, and closed: all is in one file
    whole = path.read_bytes()
    with open_history(outputs) as history:
        was = check_integrity(history, KINDS)
        assert was.problems == ()
        versions = [history.versions(key) for key in (KEY, OTHER)]
    unnoticed = 0
    for position in range(0, len(whole), 97):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x21]) + whole[position + 1 :])
        with open_history(outputs) as history:
            found = check_integrity(history, KINDS)
            if not found.problems:
                unnoticed += 1
                assert [history.versions(key) for key in (KEY, OTHER)] == versions
                assert found == was
    assert unnoticed < len(whole) / 97 * 0.9  # what is free, or counts something else
