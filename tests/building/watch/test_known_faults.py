"""A problem is told when it comes and when it goes, and as mended only where it is."""

from dataclasses import replace

import pytest

from reportgen.building.watch.faults import StandingFaults
from reportgen.diagnostics import Diagnostic, Place, Severity, error, notice, warning
from reportgen.findings import Clause, Finding

A1 = error("inputs.not-a-number", "应为整数", Place("甲/任务.csv", cell="C2"), unit="甲县")
A2 = replace(A1, places=(Place("甲/任务.csv", cell="C3"),))
A1_OTHERWISE = replace(A1, message="应为非负整数")
B1 = replace(A1, places=(Place("乙/任务.csv", cell="C2"),), unit="乙县")
TEMPLATE = error("templates.undefined", "没有这个名称", Place("templates/html/a.html", line=1))
UNREAD = error("inputs.yaml", "单位.yaml 读不了", Place("甲/单位.yaml"), unit="甲县")
FINDING = Finding("R-1", Severity.ERROR, "多于任务", unit="甲县", clause=Clause("办法", None, "一", "不得多于"), kind="plan")


@pytest.mark.parametrize(
    ("before", "now", "new", "mended", "errors"),
    [
        ([], [A1, B1], [A1, B1], [], 2),
        ([A1, B1], [A1], [], [B1], 1),
        ([A1], [], [], [A1], 0),
        ([A1], [A1_OTHERWISE], [A1_OTHERWISE], [], 1),  # not mended: it says something else
        ([A1], [A2], [A2], [], 1),  # not mended: its row has moved
        ([A1, A2], [A1_OTHERWISE], [A1_OTHERWISE], [A2], 1),
        ([], [FINDING, replace(FINDING, kind="summary")], [FINDING], [], 1),  # of two documents, told once
        ([], [replace(FINDING, severity=Severity.WARNING), notice("a", "b"), warning("documents.missing-values", "c")], [], [], 0),
    ],
)
def test_what_comes_and_what_goes(before: list[Diagnostic], now: list[Diagnostic], new: list[Diagnostic], mended: list[Diagnostic], errors: int) -> None:
    standing = StandingFaults()
    standing.update("build", before)
    turn = standing.update("build", now)
    assert (list(turn.new), list(turn.mended), turn.standing[Severity.ERROR]) == (new, mended, errors)


def test_errors_come_first() -> None:
    remark = warning("inputs.unknown-file", "没有读取", Place("甲/x.csv"), unit="甲县")
    assert StandingFaults().update("build", [remark, A1]).new == (A1, remark)


def test_a_unit_that_cannot_be_read_has_mended_nothing() -> None:
    standing = StandingFaults()
    standing.update("build", [A1, B1])
    turn = standing.update("build", [UNREAD], {"甲县"})
    assert (turn.new, turn.mended) == ((UNREAD,), (B1,))
    turn = standing.update("build", [A1])
    assert (turn.new, turn.mended) == ((), (UNREAD,))


def test_what_leaves_a_unit_undecided_is_mended_though_something_else_does() -> None:
    standing, copied = StandingFaults(), error("inputs.second-copy", "内容不一样", Place("甲/填报表.xlsx"), unit="甲县")
    standing.update("build", [A1])
    assert standing.update("build", [UNREAD], {"甲县"}, [UNREAD]).mended == ()
    turn = standing.update("build", [copied], {"甲县"}, [copied])
    assert (turn.new, turn.mended, turn.standing[Severity.ERROR]) == ((copied,), (UNREAD,), 2)
    turn = standing.update("build", [A1])
    assert (turn.new, turn.mended) == ((), (copied,))


def test_problems_of_one_source_say_nothing_of_another() -> None:
    standing = StandingFaults()
    standing.update("build", [A1])
    turn = standing.update("settings", [TEMPLATE])
    assert (turn.new, turn.mended, turn.standing[Severity.ERROR]) == ((TEMPLATE,), (), 2)
    assert standing.update("settings", []).mended == (TEMPLATE,)
