"""Tables of random form after random edits of rows and columns: of their redline either version can be had, on screen and in Word."""

from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from reportgen.diff.difference import ComparedDocument, difference
from reportgen.documents.vocabulary_faults import vocabulary_faults
from reportgen.redline.redline import redline, redline_docx
from reportgen.redline.side_by_side import write_side_by_side
from reportgen.render.layout import Layout
from reportgen.render.sides import accepted, rejected
from reportgen.render.tree import parse
from reportgen.render.word import write_docx
from reportgen.render.word.proof import content, resolve
from tests.redline.redline_cases import LONG, OTHER, in_attachment, p
from tests.redline.test_redline import canonical, reading, spans
from tests.redline.test_side_by_side import CSS, shown, words


@dataclass
class Grid:
    """A table before it is written: the groups of columns with their heads, the groups of rows with theirs, and the numbers."""

    columns: list[tuple[str, str]]  # the group (none: a head of two rows) and the head
    rows: list[tuple[str, str]]
    cells: dict[tuple[tuple[str, str], tuple[str, str]], str] = field(default_factory=dict)

    def written(self) -> str:
        heads: list[str] = ['<th rowspan="2">区域</th><th rowspan="2">乡镇</th>']
        lower = []
        for number, (group, name) in enumerate(self.columns):
            if not group:
                heads.append(f'<th rowspan="2">{name}</th>')
                continue
            lower.append(f"<th>{name}</th>")
            if number == 0 or self.columns[number - 1][0] != group:
                heads.append(f'<th colspan="{self._run(self.columns, number)}">{group}</th>')
        if not lower:
            heads = [head.replace(' rowspan="2"', "") for head in heads]
        body = []
        for number, row in enumerate(self.rows):
            first = f'<td rowspan="{self._run(self.rows, number)}">{row[0]}</td>' if number == 0 or self.rows[number - 1][0] != row[0] else ""
            cells = "".join(f"<td>{self.cells.get((row, column), '—')}</td>" for column in self.columns)
            body.append(f"<tr>{first}<td>{row[1]}</td>{cells}</tr>")
        head = f"<tr>{''.join(heads)}</tr>" + (f"<tr>{''.join(lower)}</tr>" if lower else "")
        columns = '<col data-width="3"/>' * (2 + len(self.columns))
        return f"<table><caption>表1　任务表</caption><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{''.join(body)}</tbody></table>"

    @staticmethod
    def _run(names: list[tuple[str, str]], begin: int) -> int:
        """How many from `begin` on are of one group."""
        end = begin
        while end < len(names) and names[end][0] == names[begin][0]:
            end += 1
        return end - begin


BASE = (Path(__file__).parents[2] / "templates/docx/official.docx").read_bytes()
COLUMNS = [(group, name) for group in ("", "计划", "完成") for name in ("户数", "金额", "村数")]
ROWS = [(group, f"{name}{group[:1]}镇") for group in ("城区", "农村", "山区") for name in ("东", "南", "西")]
VALUES = st.sampled_from(["1", "225", "330", "356", "—", ""])


@st.composite
def grids(draw: st.DrawFn) -> tuple[str, str]:
    """A table and what became of it: columns and rows added, dropped, moved and swapped, numbers changed."""
    old, new = (
        Grid(
            draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=6, unique=True)),
            draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=6, unique=True)),
        )
        for _ in range(2)
    )
    if draw(st.booleans()):
        new.columns = draw(st.permutations(old.columns)) if draw(st.booleans()) else list(old.columns)
    if draw(st.booleans()):
        new.rows = list(old.rows)
    old.cells = {(row, column): draw(VALUES) for row in ROWS for column in COLUMNS}
    new.cells = old.cells | {draw(st.sampled_from(sorted(old.cells))): draw(VALUES) for _ in range(draw(st.integers(0, 4)))}
    return tuple(in_attachment(p(LONG), grid.written(), p(OTHER)) for grid in (old, new))


@settings(max_examples=80)
@given(grids())
def test_either_table_can_be_had(pair: tuple[str, str]) -> None:
    old, new = pair
    made = parse(redline(old, new))
    for side, version in ((accepted(made), new), (rejected(made), old)):
        assert reading(side) == reading(canonical(version))
        assert spans(side) == spans(canonical(version))
        assert [fault.message for fault in vocabulary_faults(side)] == []


@settings(max_examples=25)
@given(grids())
def test_either_table_can_be_had_of_the_word_file(pair: tuple[str, str]) -> None:
    made = redline_docx(*pair, Layout(), BASE)
    assert isinstance(made, bytes), made
    for accept, version in zip((False, True), pair, strict=True):
        assert content(resolve(made, accept=accept)) == content(write_docx(version, Layout(), BASE, as_composed=True))


@settings(max_examples=15)
@given(grids())
def test_either_column_of_the_page_is_the_whole_table(pair: tuple[str, str]) -> None:
    compared = difference(*(ComparedDocument(version, name) for version, name in zip(pair, ("旧", "新"), strict=True)))
    page = html.document_fromstring(write_side_by_side(compared, Layout(), CSS).decode())
    for side, version in zip(("old", "new"), pair, strict=True):
        assert shown(page, side) == words(parse(version))
