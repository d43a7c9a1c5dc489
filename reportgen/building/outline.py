"""A season without its data: units, kinds, rules, dates due, and all else that follows from what is the same for every question.

It is kept by the digest of what it is made from, so that a question reads no more than the data that it concerns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reportgen.building import codec
from reportgen.building.snapshot import Snapshot, digest_of
from reportgen.diagnostics import Diagnostic, Place
from reportgen.findings import CitedPolicy, CitedRule
from reportgen.pipeline.roster import KindName, Roster, UnitName
from reportgen.shapes import listed, shaped
from reportgen.workspace import is_notice

OF_WRITERS = ("look.", "templates.unreadable")
"""The codes of what `open_renderer` says begin so."""
_DESCRIPTIONS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class UnitOutline:
    """A unit among the others.

    `folder` is that of its inputs, relative to the workspace; an `absent` unit has none. `subtree` are the names of the unit and of all below it,
    `above` the 单位.yaml of those above, `templates` all that its documents and those of the units below may use. `undecided` are the faults for which
    it can't be decided besides those of its folder, `around` those of its neighbours for which it can't either. `due` are dates by kind (id).
    `years` are those of the other seasons that these templates, or rules, name.
    """

    name: str
    folder: str
    absent: bool
    subtree: tuple[str, ...]
    above: tuple[str, ...]
    templates: tuple[str, ...]
    undecided: tuple[Diagnostic, ...]
    around: tuple[Diagnostic, ...]
    due: Mapping[str, date]
    years: tuple[int, ...]

    @property
    def folder_name(self) -> str:
        """The folder's own name, below that of the season."""
        return self.folder.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Outline:
    """A season without its data.

    `names` digests which units there are and where they stand. `folders` has by folder (name) the name of the unit whose description lies in it, or
    the folder's own where that can't be read; of `unread` that is so, and why. `common` and `of_units` are problems (see `pipeline.problems`),
    `undecided` are those of `common` for which no unit can be decided. `set_up` is the digest of the writers' set-up (empty: they can't be), with
    `unusable`, why. `whole` are folders (relative to the workspace) whose data it was made from after all, with their digests then.
    """

    roster: Roster
    units: Mapping[str, UnitOutline]
    names: str
    folders: Mapping[str, str]
    unread: Mapping[str, tuple[Diagnostic, ...]]
    rules: Mapping[str, CitedRule]
    common: tuple[Diagnostic, ...]
    of_units: tuple[Diagnostic, ...]
    undecided: tuple[Diagnostic, ...]
    set_up: str
    unusable: tuple[Diagnostic, ...]
    whole: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether all units and kinds that it speaks of are among its own."""
        units, kinds = self.units.keys(), {kind.id for kind in self.roster.kinds}
        named = {unit.name for unit in self.roster.units} | {unit for unit, _ in self.roster.documents}
        below = {name for unit in self.units.values() for name in unit.subtree}
        return named | below <= units and {kind for _, kind in self.roster.documents} <= kinds

    def is_of(self, snapshot: Snapshot) -> bool:
        """Whether it is still as the data would have it that it was made from."""
        return all(folder_digest(snapshot, folder) == digest for folder, digest in self.whole.items())

    @property
    def to_be_read(self) -> frozenset[str]:
        """The folders (names) whose data must be read, whichever units are asked for: what their 下级 means hangs on them."""
        return frozenset(folder.rsplit("/", 1)[-1] for folder in self.whole)

    def folders_of(self, units: Iterable[str]) -> frozenset[str]:
        """The folders (names) in which data of units (names) and of those below them may lie."""
        names = {below for unit in units for below in (self.units[unit].subtree if unit in self.units else (unit,))}
        return frozenset(folder for folder, unit in self.folders.items() if unit in names)


def outline_digest(snapshot: Snapshot, season: str, described: Mapping[str, str]) -> str:
    """The digest of what an outline is made from: all but the contents of data; of these the names count.

    `described` are the digests of what workbooks say of their units, by file.
    """
    inputs = f"inputs/{season}/"
    found = {}
    for name, digest in snapshot.digests.items():
        folder, _, file = name.removeprefix(inputs).partition("/")
        if not name.startswith(inputs) or is_notice(name) or (file.lower().endswith(_DESCRIPTIONS) and "/" not in file):
            found[name] = digest
        else:
            found[f"{inputs}{folder}/{file.split('/')[0]}"] = described.get(name, "")
    return digest_of(("outline", season, *(part for item in sorted(found.items()) for part in item)))


def folder_digest(snapshot: Snapshot, folder: str) -> str:
    """The digest of what lies in a folder (relative to the workspace), and of what the workspace adds to the programme that it is read by."""
    return digest_of(part for item in sorted((snapshot.programme | snapshot.below(folder)).items()) for part in item)


def encode(outline: Outline) -> list[Any]:
    """An outline as plain values."""
    roster = outline.roster
    policies = {rule.policy.id: rule.policy for rule in outline.rules.values()}
    return [
        [[unit.name, unit.short, unit.code, unit.folder, unit.level] for unit in roster.units],
        roster.blocked,
        [
            [kind.id, kind.name, kind.filed, kind.formats, kind.levels, kind.on_request, kind.is_review, kind.unprinted, kind.counter, kind.of]
            for kind in roster.kinds
        ],
        roster.documents,
        [_encode_unit(unit) for unit in outline.units.values()],
        outline.names,
        outline.folders,
        {name: codec.encode_all(faults) for name, faults in outline.unread.items()},
        [[policy.id, policy.title, policy.number, policy.issuer] for policy in policies.values()],
        [[rule.policy.id, rule.id, rule.title, rule.clause, rule.quote, *codec.encode_place(rule.place)] for rule in outline.rules.values()],
        *(codec.encode_all(found) for found in (outline.common, outline.of_units, outline.undecided, outline.unusable)),
        outline.set_up,
        outline.whole,
    ]


def decode(values: list[Any]) -> Outline:
    """The outline that `encode` made the values of. Raises what `shapes.MISSHAPEN` names for values of any other shape."""
    units, blocked, kinds, documents, of_units, names, folders, unread, policies, rules, common, together, undecided, unusable, set_up, whole = listed(values)
    roster = Roster(
        tuple(UnitName(*listed(unit)) for unit in listed(units)),
        tuple(listed(blocked)),
        tuple(map(_decode_kind, listed(kinds))),
        tuple((unit, kind) for unit, kind in map(listed, listed(documents))),
    )
    cited = {policy.id: policy for policy in (CitedPolicy(*listed(one)) for one in listed(policies))}
    outline = Outline(
        roster,
        {unit.name: unit for unit in map(_decode_unit, listed(of_units))},
        names,
        folders,
        {name: codec.problems(faults) for name, faults in unread.items()},
        {id: CitedRule(cited[policy], id, title, clause, quote, Place(*place)) for policy, id, title, clause, quote, *place in map(listed, listed(rules))},
        codec.problems(common),
        codec.problems(together),
        codec.problems(undecided),
        set_up,
        codec.problems(unusable),
        whole,
    )
    if not shaped(outline, Outline).is_whole:
        raise ValueError(outline.names)
    return outline


def _decode_kind(values: list[Any]) -> KindName:
    id, name, filed, formats, levels, on_request, is_review, unprinted, counter, of = listed(values)
    return KindName(
        id, name, filed, tuple(listed(formats)), tuple(listed(levels)), on_request, is_review, unprinted, counter, None if of is None else tuple(listed(of))
    )


def _encode_unit(unit: UnitOutline) -> list[Any]:
    due = {kind: day.isoformat() for kind, day in unit.due.items()}
    faults = codec.encode_all(unit.undecided), codec.encode_all(unit.around)
    return [unit.name, unit.folder, unit.absent, unit.subtree, unit.above, unit.templates, *faults, due, unit.years]


def _decode_unit(values: list[Any]) -> UnitOutline:
    name, folder, absent, subtree, above, templates, undecided, around, due, years = listed(values)
    days = {kind: date.fromisoformat(day) for kind, day in due.items()}
    faults = codec.problems(undecided), codec.problems(around)
    below, over, used = (tuple(listed(names)) for names in (subtree, above, templates))
    return UnitOutline(name, folder, absent, below, over, used, *faults, days, tuple(listed(years)))
