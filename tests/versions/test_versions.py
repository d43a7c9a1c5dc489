"""Versions: when one begins, what is kept of it, what caused it."""

from pathlib import Path

import pytest

from reportgen.diagnostics import Place
from reportgen.render.visible import visible
from reportgen.versions.cells import CellChange
from reportgen.versions.history import open_history
from reportgen.versions.version import Cause
from tests.versions.miniature import FILE, KEY, html, made


def test_a_version_begins_where_what_a_reader_sees_changes(tmp_path: Path) -> None:
    with open_history(tmp_path / "outputs") as history:
        numbers = [history.record(one) for one in (made(), made(), made("新的任务"), made("新的任务", digest="2"), made())]
        assert (numbers, history.problems) == ([1, 1, 2, 2, 3], [])
        assert history.number(KEY) == 3
        assert [len(version.causes) for version in history.versions(KEY)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (html(source="D9"), True),
        (html(value="2000.01"), True),
        (html(title="另一个"), True),
        (html().replace('id="p-1"', 'id="p-2"'), True),
        (html(value="2001"), False),
        (html("任务："), False),
        (html().replace("<p ", '<p class="note" '), False),
        (html().replace("<h1 ", "<h2 ").replace("</h1>", "</h2>"), False),
        (html().replace("户", '<img src="data:image/png;base64,AA=="/>'), False),
    ],
)
def test_what_shows(other: str, *, same: bool) -> None:
    assert (visible(other) == visible(html())) is same


def test_a_version_keeps_its_text_figures_and_cells(tmp_path: Path) -> None:
    one = made()
    with open_history(tmp_path / "outputs") as history:
        history.record(one)
    with open_history(tmp_path / "outputs") as history:
        version = history.version(KEY, 1)
        assert version is not None
        assert history.html(version) == one.html
        details = history.details(version)
        assert details is not None
        (total,) = details.figures.values()
        assert details.cells == {Place(FILE, cell="C2"): "1200", Place(FILE, cell="C3"): "800"}
        assert (total.name, total.value, total.sources) == ("tasks.total", 2000, one.figures[0].sources)
        assert (version.outputs, version.ingredients, version.time) == (one.outputs, one.ingredients, "2023-04-18T09:30:00+00:00")
        assert (history.version(KEY, 2), history.problems) == (None, [])


def test_a_cause_is_the_file_with_its_cells(tmp_path: Path) -> None:
    with open_history(tmp_path / "outputs") as history:
        history.record(made())
        # A row put in above, which alone changes nothing that shows, then a changed cell.
        history.record(made(cells={"C3": "1200", "C4": "800"}, digest="2"))
        assert history.record(made(cells={"C3": "1200", "C4": "900"}, digest="3")) == 2
        (_, second) = history.versions(KEY)
    assert second.causes == (Cause(FILE, "changed", (CellChange(Place(FILE, cell="C4"), "800", "900"),)),)
