"""A season that all cases of a table share: its data are read once."""

import shutil
from pathlib import Path

import pytest

from reportgen.pipeline.season import Season
from tests.forms.office_form import paragraphs, season_of, use


@pytest.fixture(scope="module")
def season(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Season:
    """A miniature season with a kind of document whose form each case draws anew (`use`)."""
    pair = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("forms") / "pair"))
    use(pair, paragraphs("无"))
    return season_of(pair)
