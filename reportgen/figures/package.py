"""What a programme gives besides its data: the figures and checks that only Python can say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from reportgen.figures.outliers import Unusual
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope
from reportgen.inputs.programme import CLEAN_HEATING
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.programme import Programme

Counted = Callable[[Scope], Any]
"""Gives the themes of a unit below (`figures.themes.Themes`), each computed once."""


@dataclass(frozen=True, slots=True)
class Package:
    """What the package of a programme, reportgen/programmes/NAME/, gives as `PACKAGE`.

    `names` are those of its themes of figures, in the order in which templates are given them; `themes` computes them for a unit, from the themes that
    are declared, the 评分方案 that it scores itself by, and those of the units below (None where nobody asks for scores). `checks` are its checks by name
    (`policy.checks.registry.Check`). `asks_before` tells of a unit's own data whether its figures ask something
    of the season before that no template need name: because it leaves it blank. `unusual` is what the programme itself says stands out among a unit's
    themes, in its own documents too.
    """

    names: tuple[str, ...] = ()
    themes: Callable[[Scope, Mapping[str, Any], Scheme | None, Counted | None], Mapping[str, Any]] = lambda _scope, _declared, _scheme, _of: {}
    checks: Mapping[str, Any] = field(default_factory=dict)
    asks_before: Callable[[UnitInputs], bool] = lambda _inputs: False
    unusual: Callable[[Any], Iterable[Unusual]] = lambda _themes: ()


_NOTHING = Package()


def package_of(programme: Programme) -> Package:
    """What Python says of a programme: nothing of one that stands alone. This is the one place that knows where programmes are."""
    return _NOTHING if programme.alone else _package(CLEAN_HEATING)


@cache
def _package(name: str) -> Package:
    package: Package = import_module(f"reportgen.programmes.{name}").PACKAGE
    return package
