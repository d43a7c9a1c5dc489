"""Documents that speak of another season depend on just the inputs of that season, and say what is wrong with them once."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from docx.document import Document as WordDocument

from reportgen.building.build import build
from reportgen.building.naming import years_named
from reportgen.building.outcome import Built, Order
from reportgen.building.project import Project, Warm, open_project
from reportgen.diagnostics import Diagnostic
from reportgen.inputs import load
from reportgen.pipeline.check import check
from reportgen.workspace import Workspace
from tests.command import run
from tests.forms.office_form import use
from tests.seasons import KIND, change, says, two_seasons

Copy = Callable[[str], Path]


def opened(root: Path, warm: Warm | None = None) -> Project:
    return open_project(Workspace(root), "2023", warm)


def made(root: Path, warm: Warm | None = None) -> Built:
    return build(opened(root, warm), Order())


def statuses(built: Built) -> dict[str, str]:
    return {document.unit: document.status for document in built.documents}


def page(root: Path, unit: str = "甲县") -> str:
    return (root / f"outputs/2023/{unit}/年度任务对照.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("{{ previous.tasks.total|households }}", {2022}),
        ("{% set before = previous %}{{ before.tasks.total }}", {2022}),
        ("{{ previous.previous.tasks.total }}", {2021, 2022}),
        ("{{ previous . previous.previous.year }}", {2020, 2021, 2022}),
        ("{{ season(2021).tasks.total }}{{ season (2019).year }}", {2019, 2021}),
        ("{{ season(2023).tasks.total }}{{ season(season.year).year }}{{ season(2030).year }}{{ season(1990).year }}", set()),
        ("{{ season(season.year - 2).tasks.total }}", set(range(2013, 2023))),
        ("{% for year in (2021, 2022) %}{{ season(year).tasks.total }}{% endfor %}", set(range(2013, 2023))),
        ("{% set before = previous %}{{ before.previous.tasks.total }}", set(range(2013, 2023))),
        ("{{ season(2022).previous.tasks.total }}", set(range(2013, 2023))),
        ("{{ season.year }}年{{ season.span }}{{ row.season(2) }}{{ unit.previous_name }}", set()),
    ],
)
def test_the_seasons_that_a_text_names(text: str, years: set[int]) -> None:
    assert years_named([text], 2023) == years


def test_a_document_depends_on_what_it_names_of_another_season_and_no_other_does(project: Copy) -> None:
    root = two_seasons(project("pair"))
    assert statuses(made(root)) == dict.fromkeys(("示例市", "甲县", "乙县"), "built")
    assert statuses(made(root)) == dict.fromkeys(("示例市", "甲县", "乙县"), "unchanged")
    change(root, "2022", "甲县", "农村,1000", "农村,1001")
    built = made(root)
    assert statuses(built) == {"示例市": "built", "甲县": "built", "乙县": "unchanged"}  # the city's sum is of its counties
    assert {reason for document in built.documents for reason in document.reasons} == {"没有变化", "inputs/2022/甲县/改造任务.csv 有变化"}
    assert "1801</data>" in page(root)
    (root / "inputs/2022/甲县/备案任务.csv").unlink()
    assert statuses(made(root)) == {"示例市": "unchanged", "甲县": "unchanged", "乙县": "unchanged"}


def test_what_is_left_blank_and_asked_of_the_season_before_is_depended_on(project: Copy) -> None:
    root = two_seasons(project("pair"), "备案任务以前年度完成{{ pilot.total.earlier|households }}。")
    made(root)
    change(root, "2023", "甲县", "3400,2200", "3400,", "备案任务")
    assert statuses(made(root)) == {"示例市": "built", "甲县": "built", "乙县": "unchanged"}
    assert set(statuses(made(root)).values()) == {"unchanged"}
    change(root, "2022", "甲县", "3400,2200", "3400,2202", "备案任务")
    assert statuses(made(root)) == {"示例市": "built", "甲县": "built", "乙县": "unchanged"}


def test_what_is_left_blank_is_asked_of_the_season_before_though_no_template_names_it(project: Copy) -> None:
    root = two_seasons(project("pair"), "")
    change(root, "2023", "甲县", "3400,2200", "3400,", "备案任务")
    change(root, "2022", "甲县", "3400,2200", "3400,", "备案任务")  # which asks the season before that in its turn
    figures = run(root, "figures", "甲县", "--json")
    assert figures.returncode == 0, figures.stderr
    assert run(root, "check", "甲县").returncode in (0, 1)
    assert opened(root).years("甲县") == (2021, 2022)
    assert opened(root).years("乙县") == ()


def test_a_word_form_depends_on_the_season_that_it_names_however_word_has_cut_the_name(project: Copy) -> None:
    def form(document: WordDocument) -> None:
        paragraph = document.add_paragraph("上年度任务{{ pre")
        paragraph.add_run("vious.tasks.total|households }}").bold = True

    root = two_seasons(project("pair"))
    use(root, form)
    order = Order(frozenset({"甲县"}), frozenset({"own-form"}), frozenset({"html"}))
    outputs = root / "outputs/2023/甲县/自制表.html"
    assert statuses(build(opened(root), order)) == {"甲县": "built"}
    assert "1800</data>" in outputs.read_text(encoding="utf-8")
    assert statuses(build(opened(root), order)) == {"甲县": "unchanged"}
    change(root, "2022", "甲县", "农村,1000", "农村,1001")
    assert statuses(build(opened(root), order)) == {"甲县": "built"}
    assert "1801</data>" in outputs.read_text(encoding="utf-8")


def test_what_names_no_season_reads_none(project: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    root = two_seasons(project("pair"), "")
    read: list[Path] = []
    describe = load.describe_unit
    monkeypatch.setattr(load, "describe_unit", lambda workspace, folder: (read.append(folder), describe(workspace, folder))[1])
    assert opened(root).others == ()
    made(root)
    assert {folder.parent.name for folder in read} == {"2023"}
    change(root, "2022", "甲县", "农村,1000", "农村,1001")
    assert set(statuses(made(root)).values()) == {"unchanged"}


def test_nothing_is_read_for_a_build_with_nothing_to_do(project: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    root = two_seasons(project("pair"))
    made(root)
    for name in ("describe_unit", "load_unit"):
        monkeypatch.setattr(load, name, None)
    assert set(statuses(made(root)).values()) == {"unchanged"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("is_warm", [False, True])
def test_a_season_that_comes_fills_what_was_missing(is_warm: bool, project: Copy, tmp_path: Path) -> None:
    root, warm = two_seasons(project("pair")), Warm() if is_warm else None
    shutil.move(root / "inputs/2022", tmp_path / "away")
    made(root, warm)
    assert "【待补：2022年清洁取暖改造总任务】" in page(root)
    shutil.move(tmp_path / "away", root / "inputs/2022")
    assert set(statuses(made(root, warm)).values()) == {"built"}
    assert "1800</data>" in page(root)


@pytest.mark.slow
def test_the_seasons_that_a_template_names_may_change(project: Copy) -> None:
    root = two_seasons(project("pair"), "")
    made(root)
    says(root, "{{ previous.tasks.total|households }}")
    assert set(statuses(made(root)).values()) == {"built"}
    change(root, "2022", "甲县", "农村,1000", "农村,1001")
    assert statuses(made(root))["甲县"] == "built"
    says(root, "")
    made(root)
    change(root, "2022", "甲县", "农村,1001", "农村,1002")
    assert statuses(made(root))["甲县"] == "unchanged"


def test_a_season_that_cannot_be_seen_to_be_named_is_refused(project: Copy) -> None:
    root = two_seasons(project("pair"), "{% set that = season %}{{ that(2022).tasks.total|households }}")
    built = made(root)
    (problem,) = {problem for document in built.documents for problem in document.problems}
    assert "2022年采暖季要直接写作 season(2022) 或者 previous" in problem.message
    assert str(problem.places[0]) == f"templates/html/{KIND}.html:3"


def about(problems: Iterable[Diagnostic], unit: str) -> list[str]:
    return [problem.message for problem in problems if problem.unit == unit and problem.code in ("seasons.faults", "documents.kept")]


def test_the_faults_of_another_season_are_told_once(project: Copy) -> None:
    root = two_seasons(project("pair"))
    change(root, "2022", "甲县", "煤改电,农村,1000", "煤改电,农村,一千")
    found = check(opened(root), frozenset({"甲县"}))
    assert about(found.problems, "甲县") == ["用到的2022年采暖季的填报数据有错误：甲县1处"]
    assert not [problem for problem in found.problems if problem.code.startswith("inputs.")]
    assert about(check(opened(root), frozenset({"示例市"})).problems, "示例市") == ["用到的2022年采暖季的填报数据有错误：甲县1处"]
    assert about(check(opened(root), frozenset({"乙县"})).problems, "乙县") == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize("file", ["改造任务.csv", "单位.yaml"])
def test_a_document_is_kept_while_another_season_cannot_be_read(file: str, project: Copy) -> None:
    root = two_seasons(project("pair"))
    made(root)
    before, table = page(root), root / "inputs/2022/甲县" / file
    good = table.read_bytes()
    table.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504))
    assert statuses(made(root)) == {"示例市": "kept", "甲县": "kept", "乙县": "unchanged"}
    assert page(root) == before
    (said,) = about(check(opened(root), frozenset({"甲县"})).problems, "甲县")
    assert f"inputs/2022/甲县/{file}" in said
    table.write_bytes(good)
    assert set(statuses(made(root)).values()) == {"unchanged"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("gone", ["甲县", None])
def test_documents_made_from_a_season_that_is_gone_stand(gone: str | None, project: Copy, tmp_path: Path) -> None:
    root = two_seasons(project("pair"))
    build(open_project(Workspace(root), "2022"), Order())
    made(root)
    before = page(root)
    shutil.move(root / "inputs/2022" / (gone or ""), tmp_path / "away")
    assert statuses(made(root))["甲县"] == "kept"
    assert page(root) == before
    shutil.rmtree(root / "outputs/2022")  # who takes its documents away too has meant it
    assert statuses(made(root))["甲县"] == "built"


@pytest.mark.slow
def test_the_season_before_has_its_own_season_before(project: Copy) -> None:
    root = two_seasons(project("pair"))
    shutil.copytree(root / "inputs/2022", root / "inputs/2021")
    change(root, "2021", "甲县", "农村,1000", "农村,900")
    for season, shown in (("2023", "1800"), ("2022", "1700"), ("2021", "【待补：2020年清洁取暖改造总任务】")):
        build(open_project(Workspace(root), season), Order())
        assert shown in (root / f"outputs/{season}/甲县/年度任务对照.html").read_text(encoding="utf-8")
    change(root, "2021", "甲县", "农村,900", "农村,901")
    assert statuses(made(root))["甲县"] == "unchanged"
    assert statuses(build(open_project(Workspace(root), "2022"), Order()))["甲县"] == "built"


@pytest.mark.slow
def test_the_commands_name_the_cells_of_the_other_season(project: Copy) -> None:
    root = two_seasons(project("pair"))
    made(root)
    change(root, "2022", "甲县", "农村,1000", "农村,1001")
    made(root)
    traced = run(root, "trace", "甲县", KIND, "previous.tasks.total").stdout
    assert "season(2022).tasks.total　2022年清洁取暖改造总任务　1801户" in traced
    assert "来自：inputs/2022/甲县/改造任务.csv!C2　1001" in traced
    assert "season(2022).tasks.total" in run(root, "trace", "甲县", KIND, "任务户数").stdout
    assert "inputs/2022/甲县/改造任务.csv：C2 “1000”改为“1001”" in run(root, "log", "甲县", KIND).stdout
    diff = run(root, "diff", "甲县", KIND).stdout
    assert "2022年清洁取暖改造总任务　1800户 → 1801户（+1户）" in diff
    assert "2022/甲县/改造任务.csv C2：1000 → 1001" in diff
    names = run(root, "figures", "甲县").stdout
    assert "previous.tasks.total　2022年清洁取暖改造总任务　1801户" in names
