"""Building: what is remembered of a build that is broken off, and what a fault of one document does to the others."""

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
