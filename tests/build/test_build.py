"""Building: what is remembered of a build that is broken off, and what a fault of one document does to the others."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.build.build import Document, build
from reportgen.build.outputs import open_outputs
from reportgen.documents.season import Season, open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


@pytest.fixture
def season(project: Project) -> Season:
    """The season of a fresh miniature workspace."""
    return open_season(Workspace(project("pair")), "2023")


def test_a_build_that_is_broken_off_remembers_what_it_wrote(season: Season) -> None:
    def stop(_document: Document) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(season, formats=("html",), done=stop)
    assert list(open_outputs(season.workspace.outputs).written) == ["2023/示例市/实施方案.html"]


def test_a_writer_that_fails_fails_its_format_only(project: Project) -> None:
    root = project("pair")
    (root / "templates/docx").mkdir(parents=True)
    with zipfile.ZipFile(root / "templates/docx/official.docx", "w") as archive:
        archive.writestr("no-document.txt", "")
    built = build(open_season(Workspace(root), "2023"), formats=("docx", "html"))
    assert [d.status for d in built.documents] == ["failed"] * 3
    for document in built.documents:
        (problem,) = [p for p in document.problems if p.code == "render.failed"]
        assert (problem.unit, list(document.outputs)) == (document.unit, ["html"])
        assert all(word in problem.message for word in (document.unit, "实施方案", "DOCX"))
        assert problem.help
