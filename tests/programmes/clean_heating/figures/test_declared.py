"""The figures that the programme declares: what is read on each start without being judged is what an office could declare too, without a fault."""

import shutil
from pathlib import Path

from reportgen.figures.themes import OWN_THEMES, theme_names
from reportgen.inputs.programme import DECLARED_FIGURES, packaged_themes, programme_of
from reportgen.inputs.schema.programme import shipped
from reportgen.workspace import Workspace


def test_the_declarations_are_without_fault(root: Path, tmp_path: Path) -> None:
    (tmp_path / DECLARED_FIGURES).parent.mkdir(parents=True)
    shutil.copy(root / "reportgen/programmes/clean_heating/figures.yaml", tmp_path / DECLARED_FIGURES)
    programme, problems = programme_of(Workspace(tmp_path))
    assert problems == ()
    assert [(theme.key, [*theme.figures]) for theme in programme.themes] == [(theme.key, [*theme.figures]) for theme in packaged_themes(shipped())]


def test_no_theme_is_given_twice() -> None:
    names = theme_names(shipped())
    assert len(set(names)) == len(names)
    assert names[-2:] == OWN_THEMES
