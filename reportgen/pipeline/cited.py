"""Findings and rules as the reader of a 合规核查报告 finds them: clause, words, place, who mends it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportgen.diagnostics import Place, Severity
from reportgen.documents.places import in_words, text_in_words
from reportgen.figures.scope import Scope
from reportgen.findings import BINDING, SatisfiedRule, UncheckedRule, ViolatedRule
from reportgen.inputs.wording import shorten
from reportgen.language.figure import Figure
from reportgen.pipeline.responsible import responsible

FIGURES_SHOWN = 6  # a longer list would say less than the message
BRIEF = 60  # characters of a message on the first page; the details have it whole
PLACES_SHOWN = 4  # with the figures a row that is no higher than a page
CELLS_SHOWN = 3  # of one sheet
_WORKBOOK = re.compile(r"(^|/)[^/《]*\.xlsx(?=《)")
"""The workbook that a sheet stands in: a unit has one sheet of a name."""
_CLAUSE = re.compile(r"(.{30,})[，；、]", re.DOTALL)
"""As many whole clauses as there is room for."""
_TABLE_OF = re.compile(r"(?P<unit>[^《》]+)(?P<table>《[^《》]+》)")
"""A table that a unit lacks: 甲县《用户台账》."""
_CUT = re.compile(r"等\d+处")
"""What stands last in a list of places that is cut."""


@dataclass(frozen=True, slots=True)
class CitedRequirement:
    """A rule as its reader finds it: the policy's number (or title), clause, quote, title, the rule's id, the documents concerned."""

    policy: str
    clause: str
    quote: str
    title: str
    rule: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitedFinding(CitedRequirement):
    """A finding: how it binds, what is wrong, how to mend it, the figures compared where they are few, the cells to look at, who mends it.

    `unit` is that of a unit below (empty: the report's own); `is_new`: the last report hadn't found it. `explanation` is what the unit says of it.
    """

    binding: str
    message: str
    help: str
    figures: tuple[Figure, ...]
    places: tuple[str, ...]
    responsible: str
    unit: str
    is_new: bool
    explanation: str
    is_explained: bool

    @property
    def must(self) -> bool:
        """Whether it must be mended."""
        return self.binding == BINDING[Severity.ERROR]

    @property
    def mark(self) -> str:
        """What the first page says behind it: that it is new, that the unit has explained it, or had."""
        explained = "" if not self.explanation else "已作说明" if self.is_explained else "说明不能代替整改" if self.must else "说明已到期"
        said = "，".join(filter(None, ("新发现" if self.is_new else "", explained)))
        return f"（{said}）" if said else ""

    @property
    def brief(self) -> str:
        """The message as the first page has room for it: a longer one ends where one of its clauses does."""
        if len(self.message) <= BRIEF:
            return self.message
        whole = _CLAUSE.match(self.message, 0, BRIEF)
        return f"{whole[1]}等，见明细" if whole else shorten(self.message, BRIEF)

    @property
    def first_place(self) -> str:
        """The first cell to look at, and whether there are more."""
        first, *more = "、".join(self.places).split("、")
        return f"{first}{'等' if more else ''}"


@dataclass(frozen=True, slots=True)
class CitedUnchecked(CitedRequirement):
    """A rule that was not checked, and what it lacks."""

    missing: tuple[str, ...]


def cited_finding(one: ViolatedRule, figures: Mapping[str, Figure], scope: Scope, *, reader: Scope | None = None, is_new: bool = False) -> CitedFinding:
    """A finding of a unit; `figures` are the unit's by name, `reader` is the unit above whose report it stands in, where it isn't its own."""
    finding = one.finding
    compared = tuple(figures[name] for name in finding.figures if name in figures)
    return CitedFinding(
        *_requirement(one),
        BINDING[finding.severity],
        finding.message,
        finding.help,
        compared if len(compared) <= FIGURES_SHOWN else (),
        places_in_words(finding.places, scope),
        responsible(finding.places, reader or scope),
        scope.unit.label if reader else "",
        is_new,
        finding.explanation.told if finding.explanation else "",
        finding.is_explained,
    )


def cited_unchecked(one: UncheckedRule) -> CitedUnchecked:
    """A rule that was not checked."""
    return CitedUnchecked(*_requirement(one), tuple(_by_table(text_in_words(what) for what in one.missing)))


def _by_table(lacking: Iterable[str]) -> Iterator[str]:
    """What is lacking, a table that several units lack said once: 《用户台账》：甲县、乙县."""
    whose: dict[str, list[str]] = {}
    for what in lacking:
        said = _TABLE_OF.fullmatch(what)
        whose.setdefault(said["table"] if said else what, []).extend([said["unit"]] if said else [])
    for table, units in whose.items():
        yield f"{table}：{'、'.join(units)}" if len(units) > 1 else f"{''.join(units)}{table}"


def places_in_words(places: Iterable[Place], scope: Scope) -> tuple[str, ...]:
    """Where to look, as many places as a cell holds: the unit below, and the sheet or file with its cells.

    They are in the order of their first cells; what has none, like the scheme that scores, comes last.
    """
    folder, places = scope.inputs.folder_name, tuple(places)
    found = [_WORKBOOK.sub("", place.removeprefix(f"{folder}/")) for place in in_words(places)]
    rest = found.pop() if found and _CUT.fullmatch(found[-1]) else f"等{len(found)}处"
    found.sort(key=lambda text: _first_cell(text, places))
    return (*map(_few_cells, found[:PLACES_SHOWN]), *((rest,) if len(found) > PLACES_SHOWN else ()))


def _few_cells(text: str) -> str:
    """A place with as many of its cells as say where to look."""
    cells = text.split("、")
    return "、".join(cells[:CELLS_SHOWN]) + "等" if len(cells) > CELLS_SHOWN + 1 and not text.endswith("行") else text


def _first_cell(text: str, places: tuple[Place, ...]) -> int:
    """The position of the first cell that a place in words is about, among the places; their number where it has none."""
    names = ((f"《{place.sheet}》" if place.sheet else PurePosixPath(place.file).name, place) for place in places)
    return next((n for n, (name, place) in enumerate(names) if (place.cell or place.line) and name in text), len(places))


def _requirement(one: ViolatedRule | UncheckedRule | SatisfiedRule) -> tuple[str, str, str, str, str, tuple[str, ...]]:
    rule = one.rule
    return rule.policy.number or rule.policy.title, rule.clause, rule.quote, rule.title, rule.id, one.kinds
