"""`reportgen watch` with real saves, in the ways in which programs save: what is built, what isn't, and what it says."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from reportgen.building.lock import locked
from tests.building.watch.running import DUTIES, OUTPUT, UNIT, Running, duties_with, reduce

pytestmark = pytest.mark.xdist_group("watch")

_numbers = count(1)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one quick kind of document, for one watcher after the other."""
    pair = Path(__file__).parents[2] / "projects/pair"
    return reduce(Path(shutil.copytree(pair, tmp_path_factory.mktemp("watch") / "pair")))


@pytest.fixture(scope="module", params=["events", pytest.param("polling", marks=pytest.mark.slow)])
def watcher(root: Path, request: pytest.FixtureRequest) -> Iterator[Running]:
    with Running(root, *(["--polling"] if request.param == "polling" else [])) as running:
        running.wait_for("正在监视 inputs/2023/")
        running.wait_for("用时")
        yield running
        assert running.end() == 0
        assert running.lines[-1].endswith("监视结束")
        assert "Traceback" not in str(running)


def duties() -> tuple[str, bytes]:
    """The name of a new department, and the file of duties with it."""
    name = f"县第{next(_numbers)}局"
    return name, duties_with(name)


def plain(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def replaced(file: Path, content: bytes) -> None:
    temporary = file.with_name(f".{file.name}.x1y2")
    temporary.write_bytes(content)
    temporary.replace(file)


def vim(file: Path, content: bytes) -> None:
    swap, probe, backup = file.with_name(f".{file.name}.swp"), file.with_name("4913"), file.with_name(f"{file.name}~")
    swap.write_bytes(b"b0VIM")
    probe.touch()
    probe.unlink()
    file.rename(backup)
    file.write_bytes(content)
    backup.unlink()
    swap.unlink()


def excel(file: Path, content: bytes) -> None:
    lock, new, old = file.with_name(f"~${file.name}"), file.with_name("4D2C1A00"), file.with_name("5E3D2B10.tmp")
    lock.write_bytes(b"\x06office")
    new.write_bytes(content)
    file.rename(old)
    new.rename(file)
    old.unlink()
    lock.unlink()


def excel_that_stays_open(file: Path, content: bytes) -> None:
    file.with_name(f"~${file.name}").write_bytes(b"\x06office")
    new = file.with_name("~DF1A2B.tmp")
    new.write_bytes(content)
    new.replace(file)


def wps(file: Path, content: bytes) -> None:
    lock = file.with_name(f".~{file.name}")
    lock.write_bytes(b"wps")
    file.write_bytes(content)
    lock.unlink()


def libreoffice(file: Path, content: bytes) -> None:
    lock, new = file.with_name(f".~lock.{file.name}#"), file.with_name("lu28a1x.tmp")
    lock.write_bytes(b",user,host")
    new.write_bytes(content)
    new.replace(file)
    lock.unlink()


def moved_in(file: Path, content: bytes) -> None:
    elsewhere = file.parents[3] / "别处.csv"
    elsewhere.write_bytes(content)
    elsewhere.replace(file)


def slowly(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        for part in range(0, len(content), 40):
            opened.write(content[part : part + 40])
            opened.flush()
            time.sleep(0.1)


def emptied_first(file: Path, content: bytes) -> None:
    file.write_bytes(b"")
    time.sleep(0.8)  # longer than it waits for quiet
    file.write_bytes(content)


SAVES = (plain, excel, wps, libreoffice, emptied_first)
MORE_SAVES = (replaced, vim, excel_that_stays_open, moved_in, slowly)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("save", [*SAVES, *(pytest.param(save, marks=pytest.mark.slow) for save in MORE_SAVES)])
def test_a_save_is_one_event_and_one_result(save: Callable[[Path, bytes], None], watcher: Running, root: Path) -> None:
    name, content = duties()
    before = len(watcher.lines)
    save(root / DUTIES, content)
    event = watcher.wait_for("甲县/职责分工.csv 有变化")
    result = watcher.wait_for("用时")
    assert "已生成1份：甲县《实施方案》" in result
    assert name in (root / OUTPUT).read_text(encoding="utf-8")
    said = [line for line in watcher.lines[before:] if "现有问题" not in line]
    assert said[-2:] == [event, result]
    assert all("还在保存" in line for line in said[:-2]), said
    assert len(said) <= 2 + (save is emptied_first)


def test_both_ends_of_a_move(watcher: Running, root: Path) -> None:
    file = root / DUTIES
    name, content = duties()
    file.rename(root / "别处.csv")
    watcher.wait_for("甲县/职责分工.csv 已删除")
    watcher.wait_for("已生成", "甲县")
    assert "【待补" in (root / OUTPUT).read_text(encoding="utf-8")
    (root / "别处.csv").write_bytes(content)
    (root / "别处.csv").rename(file)
    watcher.wait_for("甲县/职责分工.csv 是新增的")
    watcher.wait_for("已生成", "甲县")
    assert name in (root / OUTPUT).read_text(encoding="utf-8")
    other = file.with_name("duties.csv")
    file.rename(other)
    watcher.wait_for("甲县/职责分工.csv 改名为 甲县/duties.csv")
    watcher.wait_for("用时")
    other.rename(file)
    watcher.wait_for("甲县/duties.csv 改名为 甲县/职责分工.csv")
    watcher.wait_for("用时")


def test_what_changes_nothing_builds_nothing(watcher: Running, root: Path) -> None:
    file = root / DUTIES
    before = len(watcher.lines)
    written = (root / OUTPUT).stat().st_mtime_ns
    content = file.read_bytes()
    file.touch()
    file.chmod(0o640)
    file.write_bytes(content)
    replaced(file, content)
    for name in ("~$填报表.xlsx", ".~lock.资金.csv#", ".资金.csv.swp", "资金.csv~"):
        (file.parent / name).write_bytes(b"lock")
    output = root / "outputs/2023/乙县/实施方案.html"
    output.write_text("改过的", encoding="utf-8")
    output.unlink()
    time.sleep(1.6)  # longer than it waits for quiet, and than it takes to look
    assert watcher.lines[before:] == []
    assert (root / OUTPUT).stat().st_mtime_ns == written
    _, content = duties()
    plain(file, content)
    assert watcher.wait_for("有变化").endswith("  甲县/职责分工.csv 有变化")
    watcher.wait_for("已生成2份", "甲县", "乙县")  # what is missing is made with the next
    for name in ("~$填报表.xlsx", ".~lock.资金.csv#", ".资金.csv.swp", "资金.csv~"):
        (file.parent / name).unlink()


def test_a_problem_is_told_once_and_again_when_it_is_mended(watcher: Running, root: Path) -> None:
    tasks = root / UNIT / "改造任务.csv"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(text.replace("1200", "一千二"), encoding="utf-8")
    said = watcher.wait_for("错误", "甲县/改造任务.csv!C2")
    watcher.wait_for("现有问题：错误1个")
    _, content = duties()
    plain(root / DUTIES, content)
    watcher.wait_for("已生成", "甲县")
    assert sum(line == said for line in watcher.lines) == 1
    tasks.write_text(text, encoding="utf-8")
    watcher.wait_for("已改正", "甲县/改造任务.csv!C2")
    watcher.wait_for("现有问题：")


def test_documents_stay_as_they_are_while_a_file_cannot_be_read_or_has_a_copy(watcher: Running, root: Path) -> None:
    outputs = {path: path.read_bytes() for path in (root / "outputs/2023").rglob("*.html")}
    book, copied = root / UNIT / "填报表.xlsx", root / UNIT / "职责分工 - 副本.csv"
    text = (root / DUTIES).read_bytes()
    book.write_bytes(b"PK\x03\x04 and no end")
    watcher.wait_for("填报表.xlsx 还在保存")
    watcher.wait_for("保留上一版2份：", "甲县《实施方案》", "示例市《实施方案》")
    watcher.wait_for("错误", "甲县/填报表.xlsx", "不完整或者已经损坏")
    copied.write_bytes(duties_with("县外事办"))
    result = watcher.wait_for("用时")
    assert "保留" not in result  # it was said
    watcher.wait_for("错误", "职责分工 - 副本.csv")
    book.unlink()
    watcher.wait_for("已改正", "甲县/填报表.xlsx")
    assert {path: path.read_bytes() for path in (root / "outputs/2023").rglob("*.html")} == outputs
    copied.unlink()
    result = watcher.wait_for("用时")
    assert "3份公文都没有变化" in result
    watcher.wait_for("已改正", "职责分工 - 副本.csv")
    assert (root / DUTIES).read_bytes() == text
    assert {path: path.read_bytes() for path in (root / "outputs/2023").rglob("*.html")} == outputs


def test_templates_policies_and_settings_count(watcher: Running, root: Path) -> None:
    template = root / "templates/html/plan-county.html"
    template.parent.mkdir(exist_ok=True)
    template.write_text("{% extends 'base.html' %}{% block body %}{{ no }}{% endblock %}", encoding="utf-8")
    watcher.wait_for("templates/html/plan-county.html 有变化")
    watcher.wait_for("没有生成2份")
    watcher.wait_for("错误", "templates/html/plan-county.html:1")
    template.unlink()
    watcher.wait_for("已改正", "templates/html/plan-county.html:1")
    policy = root / "inputs/policies/own.yaml"
    policy.parent.mkdir()
    rule = (
        "{id: OWN-1, title: 任务要少, clause: 一, quote: 任务要少, severity: error, kinds: [plan], levels: [县], assert: tasks.total < 1000, message: 任务太多}"
    )
    policy.write_text(f'id: own\ndocument: {{title: 办法, issuer: 办, date: "2023-01-01"}}\nrules:\n  - {rule}\n', encoding="utf-8")
    watcher.wait_for("inputs/policies/own.yaml 是新增的")
    watcher.wait_for("必须整改 甲县", "任务太多")
    shutil.rmtree(policy.parent)
    watcher.wait_for("已改正 甲县", "任务太多")
    settings = root / "reportgen.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text("season = \n", encoding="utf-8")
    watcher.wait_for("错误 reportgen.toml")
    settings.write_text(text, encoding="utf-8")
    watcher.wait_for("已改正 reportgen.toml")
    watcher.wait_for("现有问题：应当核实")  # what was found before stands
    time.sleep(0.8)  # longer than it waits for quiet: what comes next is an event of its own
    assert watcher.process.poll() is None


def test_a_new_county_is_picked_up_and_one_that_cannot_be_read_is_told(watcher: Running, root: Path) -> None:
    folder, elsewhere = root / "inputs/2023/丙县", root / "丙县"
    shutil.copytree(root / "inputs/2023/乙县", elsewhere)
    described = (elsewhere / "单位.yaml").read_text(encoding="utf-8")
    (elsewhere / "单位.yaml").write_text(described.replace("乙县", "丙县").replace("990902", "990903"), encoding="utf-8")
    elsewhere.rename(folder)  # all its files come at once
    unit = folder / "单位.yaml"
    watcher.wait_for("丙县/", "共")
    watcher.wait_for("已生成", "丙县")
    assert "丙县" in (root / "outputs/2023/丙县/实施方案.html").read_text(encoding="utf-8")
    text = unit.read_text(encoding="utf-8")
    unit.write_text("名称: [丙县\n", encoding="utf-8")
    watcher.wait_for("保留上一版2份：丙县《实施方案》、示例市《实施方案》")
    watcher.wait_for("错误", "丙县/单位.yaml")
    unit.write_text(text, encoding="utf-8")
    watcher.wait_for("已改正", "丙县/单位.yaml")
    shutil.rmtree(folder)
    watcher.wait_for("丙县/", "已删除")
    watcher.wait_for("保留上一版1份：示例市《实施方案》")
    watcher.wait_for("错误", "inputs/2023/丙县", "不在了")
    shutil.rmtree(root / "outputs/2023/丙县")
    plain(root / DUTIES, duties()[1])
    watcher.wait_for("已生成2份：示例市《实施方案》、甲县《实施方案》")
    watcher.wait_for("已改正 inputs/2023/丙县")


@pytest.mark.slow
def test_a_folder_that_goes_and_returns(watcher: Running, root: Path) -> None:
    for folder in (root / "inputs", root / "inputs/2023"):
        folder.rename(root / "断开")
        watcher.wait_for("读不到 inputs/2023/")
        (root / "断开").rename(folder)
        watcher.wait_for("inputs/2023/ 又能读取了")
        name, content = duties()
        plain(root / DUTIES, content)
        watcher.wait_for("已生成1份：甲县")
        assert name in (root / OUTPUT).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_second_watcher_is_refused_and_a_build_by_hand_is_not(watcher: Running, root: Path) -> None:
    with Running(root) as second:
        assert second.ended() == 2
        assert "已经有一个 reportgen watch 在运行" in str(second)
    built = subprocess.run([sys.executable, "-m", "reportgen", "build"], cwd=root, capture_output=True, text=True, check=False)
    assert "没有变化" in built.stdout
    before = len(watcher.lines)
    with locked(root / "outputs") as fault:
        assert fault is None
        name, content = duties()
        plain(root / DUTIES, content)
        watcher.wait_for("另一个 reportgen 正在这个工作区生成公文")
    watcher.wait_for("已生成1份：甲县")
    assert name in (root / OUTPUT).read_text(encoding="utf-8")
    assert len(watcher.lines) == before + 3
