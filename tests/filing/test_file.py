"""Filing: a version frozen under its number, what stands against it, the package, and the same package again."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest

from reportgen.building.lock import locked
from reportgen.filing.file import Filed
from reportgen.filing.verify import verify
from reportgen.versions.history import open_history
from reportgen.versions.integrity import check_integrity
from reportgen.versions.version import Key
from tests.filing.conftest import KEY, NUMBER, PACKAGE, TIME, alter, make, send


def codes(filed: Filed) -> set[str]:
    return {problem.code for problem in filed.problems}


def test_a_filing_freezes_the_version_and_makes_its_package(once: Path) -> None:
    with open_history(once / "outputs") as history:
        (filing,) = history.filings()
        version = history.version(KEY, 1)
        assert version is not None
        assert (filing.key, filing.version, filing.sealed, filing.number, filing.by, filing.why) == (KEY, 1, version.entry, NUMBER, "张某某", "")
        assert (filing.time, filing.position, filing.previous) == (TIME.isoformat(), 1, "")
        with zipfile.ZipFile(once / PACKAGE) as package:
            assert package.read("公文/实施方案.docx") == history.objects.get(filing.frozen["docx"])
            assert package.read("公文/实施方案.pdf") == history.objects.get(filing.frozen["pdf"])
            assert package.read("清单.json") == history.objects.get(filing.frozen["manifest"])
        assert check_integrity(history, {}).problems == ()


def test_a_package_holds_the_inputs_the_evidence_the_report_and_nothing_of_the_neighbours(once: Path) -> None:
    with zipfile.ZipFile(once / PACKAGE) as package:
        names = package.namelist()
        assert all(entry.compress_type == zipfile.ZIP_STORED and entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in package.infolist())
        for name in names:
            if name.startswith("数据/inputs/"):
                assert package.read(name) == (once / name.removeprefix("数据/")).read_bytes()
        note = package.read("报送说明.txt").decode("utf-8-sig")
    folder = once / "inputs/2023/甲县"
    own = {f"数据/inputs/2023/甲县/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file()}
    assert {name for name in names if name.startswith("数据/inputs/")} == own | {"数据/inputs/2023/示例市/单位.yaml"}
    assert {
        "核查/合规核查报告.docx",
        "核查/合规核查报告.pdf",
        "核查/合规核查报告.xlsx",
        "数据/templates/html/plan-county.html",
        "政策库/cross-document.yaml",
    } <= set(names)
    assert all(word in note for word in (NUMBER, "张某某", "2099-04-18T09:30:00+08:00")) and not any(word in note for word in ("【注意】", "版本：", "第1版"))


@pytest.mark.slow
def test_what_a_unit_attaches_is_packed_and_comes_out_again(built: Path) -> None:
    """A 自有附件 is a part of the document: without its file nobody could make that again."""
    folder = built / "inputs/2023/甲县"
    (folder / "附件").mkdir()
    document = docx.Document()
    document.add_paragraph("本人自愿改造。")
    for name in ("承诺书.docx", "没有附上的.docx"):
        document.save(str(folder / "附件" / name))
    (folder / "自有附件.csv").write_text("文件,文种,附件名称\n承诺书.docx,实施方案,改造承诺书\n", "utf-8")
    make(built)
    filed = send(built)
    assert filed.package is not None, filed.problems
    with zipfile.ZipFile(filed.package) as package:
        assert [name for name in package.namelist() if "/附件/" in name] == ["数据/inputs/2023/甲县/附件/承诺书.docx"]
        assert "本人自愿改造。" in package.read("公文/实施方案.正文.html").decode()
    verified = verify(filed.package, None)
    assert (verified.problems, verified.different) == ((), ())


def test_the_word_file_is_the_one_that_a_build_writes(filed: Path) -> None:
    from reportgen.building.build import build
    from reportgen.building.outcome import Order
    from reportgen.building.project import open_project
    from reportgen.workspace import Workspace

    build(open_project(Workspace(filed), "2023"), Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"docx"})))
    with zipfile.ZipFile(filed / PACKAGE) as package:
        assert package.read("公文/实施方案.docx") == (filed / "outputs/2023/甲县/实施方案.docx").read_bytes()


@pytest.mark.slow
def test_the_same_inputs_number_and_time_make_the_same_package(once: Path, built: Path) -> None:
    send(built)
    assert (built / PACKAGE).read_bytes() == (once / PACKAGE).read_bytes()


def test_a_package_that_is_gone_is_made_again_one_that_is_there_is_left(filed: Path) -> None:
    before = (filed / PACKAGE).read_bytes()
    again = send(filed, time=TIME.replace(day=20))
    assert (again.again, again.package, again.problems) == (True, filed / PACKAGE, ())
    (filed / PACKAGE).unlink()
    again = send(filed, time=TIME.replace(day=20))
    assert (again.again, again.problems) == (True, ())
    assert (filed / PACKAGE).read_bytes() == before
    with open_history(filed / "outputs") as history:
        assert len(history.filings()) == 1
    (filed / PACKAGE).unlink()
    alter(filed, "佐证材料/其他/合同和补贴.txt", "", "后来")
    again = send(filed)
    assert (again.package, again.problems) == (filed / PACKAGE, ())
    assert (filed / PACKAGE).read_bytes() == before  # out of the store, whatever became of the inputs


RULE = """
id: own
document: {title: 办法, issuer: 示例市清洁取暖办, date: "2023-01-01"}
rules:
  - {id: OWN-1, title: 不会成立, clause: 一, quote: 不会成立, severity: error, kinds: [plan], levels: [县], assert: unit.name == '乙县', message: 单位不对}
"""


@pytest.mark.slow
def test_what_stands_against_it_is_told_and_can_be_overridden_with_a_reason(built: Path) -> None:
    alter(built, "改造任务.csv", "农村,1200", "农村,很多")
    (built / "inputs/policies").mkdir()
    (built / "inputs/policies/own.yaml").write_text(RULE, encoding="utf-8")
    make(built)
    refused = send(built)
    assert (refused.filing, refused.package) == (None, None)
    assert codes(refused) == {"filing.input-errors", "filing.missing", "filing.findings"}
    assert refused.against == refused.problems and all(problem.help for problem in refused.problems)
    with open_history(built / "outputs") as history:
        assert history.filings() == ()
    filed = send(built, why="市办要求今日报送")
    assert (filed.problems, {problem.code for problem in filed.against}) == ((), codes(refused))
    assert filed.filing is not None and filed.filing.why == "市办要求今日报送"
    with zipfile.ZipFile(built / PACKAGE) as package:
        note = package.read("报送说明.txt").decode("utf-8-sig")
        assert "数据/inputs/policies/own.yaml" in package.namelist()
    assert "理由：市办要求今日报送" in note
    assert all(problem.message in note for problem in filed.against)


@pytest.mark.slow
def test_data_that_moved_since_the_build_and_edited_files_stand_against_it(built: Path) -> None:
    alter(built, "单位.yaml", "李某某", "王某某")
    assert codes(send(built)) == {"filing.outdated"}
    assert make(built) == 2
    page = built / "outputs/2023/甲县/实施方案.html"
    page.write_text("人工改过", encoding="utf-8")
    assert codes(send(built)) == {"filing.edited"}
    filed = send(built, why="已经用印")
    assert filed.filing is not None and filed.problems == ()
    with zipfile.ZipFile(built / PACKAGE) as package:
        assert package.read("人工修改稿/实施方案.html").decode() == "人工改过"
        assert "生成后被人修改过" in package.read("报送说明.txt").decode("utf-8-sig")


@pytest.mark.slow
def test_what_was_built_is_filed_though_the_data_have_moved(built: Path) -> None:
    alter(built, "单位.yaml", "李某某", "王某某")
    filed = send(built, why="已经按原数据用印")
    assert filed.filing is not None and filed.filing.version == 1
    with zipfile.ZipFile(built / PACKAGE) as package:
        assert "李某某" in package.read("公文/实施方案.正文.html").decode()
        assert "王某某" in package.read("数据/inputs/2023/甲县/单位.yaml").decode()
        assert "不能重新生成" in package.read("报送说明.txt").decode("utf-8-sig")


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("number", "key", "code"),
    [
        ("16", Key("2023", "甲县", "summary"), "filing.no-version"),
        ("6", Key("2023", "甲县", "compliance"), "filing.no-document"),
        ("6", Key("2023", "无此县", "plan"), "filing.no-document"),
        ("12", Key("2023", "甲县", "acceptance"), "filing.no-version"),
    ],
)
def test_what_no_reason_overrides(number: str, key: Key, code: str, once: Path) -> None:
    for why in ("", "必须报送"):
        refused = send(once, number, why, key)
        assert (refused.filing, refused.against, codes(refused)) == (None, (), {code})


@pytest.mark.slow
def test_a_number_serves_one_document_and_a_version_is_filed_once(filed: Path) -> None:
    alter(filed, "单位.yaml", "甲清洁办发〔2023〕12号", NUMBER)
    make(filed, kind="acceptance")
    assert codes(send(filed, why="必须", key=Key("2023", "甲县", "acceptance"))) == {"filing.number-taken"}
    alter(filed, "单位.yaml", f"实施方案: {{发文字号: {NUMBER}", "实施方案: {发文字号: 甲清洁办发〔2023〕7号")
    make(filed)
    second = send(filed, "7")
    assert second.problems == () and second.filing is not None
    assert (second.filing.version, second.filing.position) == (2, 2)
    with open_history(filed / "outputs") as history:
        first, last = history.filings()
        assert last.previous == first.entry


@pytest.mark.slow
def test_a_corrected_version_is_filed_under_the_same_number_with_a_reason(filed: Path) -> None:
    alter(filed, "单位.yaml", "李某某", "王某某")
    make(filed)
    assert codes(send(filed)) == {"filing.number-used"}
    second = send(filed, why="按市办意见更正后重报")
    assert second.package == filed / f"outputs/2023/甲县/实施方案-报送包-{NUMBER}（第2次报送）.zip"
    assert (filed / PACKAGE).exists()
    alter(filed, "单位.yaml", "王某某", "李某某")
    assert make(filed) == 3  # again as the first reads: still a version of its own
    assert codes(send(filed)) == {"filing.number-used"}


def test_one_at_a_time(built: Path) -> None:
    with locked(built / "outputs") as free:
        assert free is None
        assert codes(send(built)) == {"outputs.busy"}


def test_a_damaged_history_is_told_and_nothing_is_filed(filed: Path) -> None:
    (filed / "outputs/.reportgen/history.db").write_bytes(b"damaged")
    refused = send(filed, why="必须")
    assert (refused.filing, codes(refused)) == (None, {"history.damaged"})


@pytest.mark.slow
@pytest.mark.parametrize("delays", [(1.8,), pytest.param((1.2, 1.8, 2.4), marks=pytest.mark.slow)])
def test_a_filing_that_is_killed_can_be_finished(built: Path, delays: tuple[float, ...]) -> None:
    """Wherever it ends, the log is whole, there is no half of a package, and the same command finishes it."""
    command = [sys.executable, "-m", "reportgen", "--workspace", str(built), "file", "甲县", "plan", "--number", "6", "--by", "张某某"]
    for delay in delays:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"})
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_history(built / "outputs") as history:
            assert {problem.code for problem in check_integrity(history, {}).problems} <= {"history.removed"}
        if (built / PACKAGE).exists():
            with zipfile.ZipFile(built / PACKAGE) as package:
                assert package.testzip() is None
    done = send(built)
    assert done.package == built / PACKAGE
    assert done.problems == ()
    with open_history(built / "outputs") as history:
        assert len(history.filings()) == 1
        assert check_integrity(history, {}).problems == ()
