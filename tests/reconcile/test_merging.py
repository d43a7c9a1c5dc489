"""reconcile: several reviewers' copies of one version as one list."""

from collections.abc import Iterator

import pytest
from docx.document import Document

from reportgen.diagnostics import Diagnostic
from reportgen.reconcile.merging import MergedChange, ReviewedCopy, merge, reviewer_of
from reportgen.versions.history import History, open_history
from tests.reconcile.hand_edits import Edit, add_after, add_column, cell, delete, delete_column, edited, running, tracked, type_over
from tests.reconcile.test_reconcile import COVER, GOLDEN, PLAN, found, made, written


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with open_history(tmp_path_factory.mktemp("outputs")) as kept:
        for path in GOLDEN:
            kept.record(made(path.read_text("utf-8")))
        yield kept


@pytest.fixture(scope="module")
def plan() -> bytes:
    return written(PLAN.read_text("utf-8"))


def saved_by(name: str) -> Edit:
    def edit(document: Document) -> None:
        document.core_properties.last_modified_by = name

    return edit


def merged(history: History, plan: bytes, *copies: tuple[Edit, ...]) -> tuple[MergedChange, ...]:
    named = []
    for number, edits in enumerate(copies):
        one = found(history, edited(plan, *edits))
        named.append(ReviewedCopy(f"{number}.docx", reviewer_of(one, f"{number}.docx"), one))
    changes = merge(named)
    assert not isinstance(changes, Diagnostic)
    return changes


WORDS, OTHER = type_over("现将方案", "请予备案", "请予审核"), type_over("现将方案", "请予备案", "请予批准")
REMARKS = add_column("取暖路径", "备注", "", "先建", "", "")
Wanted = list[tuple[str | None, tuple[tuple[str | None, str], ...]]]
CASES: dict[str, tuple[tuple[tuple[Edit, ...], ...], Wanted]] = {
    "nothing": (((), ()), []),
    "one of them": (((WORDS,), ()), [("备案", (("审核", "0"),))]),
    "the same": (((WORDS,), (WORDS,)), [("备案", (("审核", "01"),))]),
    "otherwise": (((WORDS,), (OTHER,)), [("备案", (("审核", "0"), ("批准", "1")))]),
    "a figure otherwise": (
        ((type_over(COVER, "2000", "2100"),), (type_over(COVER, "2000", "2200"),)),
        [("2000", (("2100", "0"), ("2200", "1")))],
    ),
    "a figure and words": (((type_over(COVER, "2000", "2100"),), (WORDS,)), [("2000", (("2100", "0"),)), ("备案", (("审核", "1"),))]),
    "one sentence, other words": (
        ((WORDS,), (type_over("现将方案", "随文报送", "一并报送"),)),
        [("随文", (("一并", "1"),)), ("备案", (("审核", "0"),))],
    ),
    "other cells of a table": (
        ((cell("东乡", 2, "1100"),), (cell("西镇", 2, "300"),)),
        [("1000", (("1100", "0"),)), ("200", (("300", "1"),))],
    ),
    "a paragraph changed and deleted": (
        ((WORDS,), (delete("现将方案"),)),
        [("现将方案随文报送，请予备案。", (("→", "1"), ("备案→审核", "0")))],
    ),
    "a paragraph added by both": (
        ((add_after("现将方案", "请批示。"),), (add_after("现将方案", "请批示。"),)),
        [(None, (("请批示。", "01"),))],
    ),
    "a column added by both": (
        ((REMARKS,), (REMARKS,)),
        [(None, (("备注｜｜先建｜｜", "01"),))],
    ),
    "columns otherwise": (
        ((REMARKS,), (add_column("取暖路径", "责任人", "", "张某", "", ""),)),
        [(None, (("备注｜｜先建｜｜", "0"),)), (None, (("责任人｜｜张某｜｜", "1"),))],
    ),
    "a figure in another writing": (((type_over(COVER, "2000", "2,000"),), ()), [("2000", (("2,000", "0"),))]),
    "headers": (((running("header", "甲"),), (running("header", "甲"),)), [(None, (("甲", "01"),))]),
}


@pytest.mark.sampled(15)
@pytest.mark.parametrize("name", CASES)
def test_changes_are_merged_with_who_made_them(name: str, history: History, plan: bytes) -> None:
    copies, wanted = CASES[name]
    changes = merged(history, plan, *copies)
    told = [(one.old, tuple(sorted(((s.new, "".join(s.reviewers)) for s in one.suggested), key=lambda s: s[1]))) for one in changes]
    assert [old for old, _ in told] == [old for old, _ in wanted]
    for (_, found_now), (_, expected) in zip(told, wanted, strict=True):
        assert [who for _, who in found_now] == sorted(who for _, who in expected)
        if name != "a paragraph changed and deleted":
            assert found_now == expected
    assert [one.contradicts for one in changes] == [len(suggested) > 1 for _, suggested in wanted]


def test_a_column_that_went_is_told_with_its_cells(history: History, plan: bytes) -> None:
    changes = merged(history, plan, (delete_column("取暖路径"),), (WORDS,))
    assert [(one.where, one.old) for one in changes if not one.sources and one.suggested[0].new is None] == [("删去列", "占比（%）｜60.00｜40.00｜100.00")]
    assert [one.old for one in changes if one.sources] == ["60.00", "40.00", "100.00"]


def test_another_writing_is_no_other_number(history: History, plan: bytes) -> None:
    (same,) = merged(history, plan, (type_over(COVER, "2000", "2,000"),), (type_over(COVER, "2000", "2,000"),))
    (other,) = merged(history, plan, (type_over(COVER, "2000", "2,000"),), (type_over(COVER, "2000", "2100"),))
    assert (same.rewritten, other.rewritten) == (True, False)


def test_reviewers_are_called_by_their_changes_then_by_the_file(history: History, plan: bytes) -> None:
    names = [
        reviewer_of(found(history, edited(plan, *edits)), "领导审阅.docx")
        for edits in ((tracked("现将方案", "请予备案", "请予审核", "张某某"), saved_by("秘书")), (saved_by("李某某"),), ())
    ]
    assert names == ["张某某", "李某某", "领导审阅"]


def test_copies_of_other_documents_are_refused(history: History, plan: bytes) -> None:
    other = written(next(path for path in GOLDEN if path.stem == "甲县-summary").read_text("utf-8"))
    outcome = merge([ReviewedCopy(f"{number}.docx", "张", found(history, file)) for number, file in enumerate((plan, other))])
    assert isinstance(outcome, Diagnostic)
    assert outcome.code == "reconcile.not-one-version"
