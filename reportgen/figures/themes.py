"""All figures of a unit, by theme: what templates and rules name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.figures.declared import PREFIX, declared_figures
from reportgen.figures.lines import ListingRow
from reportgen.figures.own import OwnTables
from reportgen.figures.package import Counted, package_of
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope
from reportgen.inputs.programme import packaged_themes
from reportgen.inputs.schema.programme import Programme
from reportgen.language.figure import Figure

OWN_THEMES = ("data", "own")
"""The themes that a workspace declares."""


@dataclass(frozen=True, slots=True)
class Themes:
    """Every theme of a unit's figures, by the name that a template uses: themes.tasks."""

    by_name: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        """A theme. Raises AttributeError where the programme has none of the name."""
        if name not in self.by_name:
            raise AttributeError(name)
        return self.by_name[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the themes that there are."""
        return tuple(self.by_name)

    def figures(self) -> dict[str, Figure]:
        """Every known or missing figure by its name."""
        return by_name(self.by_name.values())


def theme_names(programme: Programme) -> tuple[str, ...]:
    """The names of the themes of a programme."""
    return (*package_of(programme).names, *(theme.key for theme in packaged_themes(programme)), *OWN_THEMES)


def themes(scope: Scope, scheme: Scheme | None = None, of: Counted | None = None) -> Themes:
    """Compute all figures of a unit; `scheme` is the one that it scores itself by, `of` gives the themes of the units below, for their scores."""
    declared = {
        **declared_figures(scope, packaged_themes(scope.programme)),
        "data": OwnTables(scope),
        "own": declared_figures(scope, scope.programme.themes, f"{PREFIX}."),
    }
    return Themes({**package_of(scope.programme).themes(scope, declared, scheme, of), **declared})


def by_name(values: Iterable[object]) -> dict[str, Figure]:
    """Every figure of some themes by its name."""
    found: dict[str, Figure] = {}
    for value in values:
        for figure in _figures_in(value):
            found.setdefault(figure.name, figure)
    return found


def _figures_in(value: object) -> Iterator[Figure]:
    """Every figure in a theme: a dataclass, tuple or row of figures, however deep."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, ListingRow):
        yield from value.figures()
    elif isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _figures_in(item)
    else:
        for name in getattr(value, "__dataclass_fields__", ()):
            yield from _figures_in(getattr(value, name))
