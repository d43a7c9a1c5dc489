"""Making the outline of a season that is open."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from jinja2 import TemplateError, TemplateNotFound, meta

from reportgen.building.folders import PASSING, Folders
from reportgen.building.naming import years_named
from reportgen.building.outline import Outline, UnitOutline, folder_digest
from reportgen.building.renderer import Renderer
from reportgen.building.snapshot import FONTS, Snapshot, digest_of
from reportgen.diagnostics import Diagnostic, Unreadable
from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.inputs.below import is_to_be_looked_into
from reportgen.inputs.load import Reading, unit_folders
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.office import DOCUMENT
from reportgen.pipeline.due import due_date
from reportgen.pipeline.roster import NO_OFFICE
from reportgen.pipeline.season import Season, files
from reportgen.pipeline.undecided import faults_around
from reportgen.policy.load import UNREADABLE
from reportgen.policy.provisions import binds
from reportgen.seen import PROGRAM
from reportgen.workspace import UNIT_FILE

_ELEMENT = re.compile(r"<[^>]+>")
References = dict[str, list[str] | None]
"""The templates that a template names in extends, include and import, by its digest; None where nobody can say: by a computed name."""

_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b.*?%\}", re.DOTALL)


def read_outline(
    folders: Folders, opened: Callable[[frozenset[str]], Season], references: References, writers: tuple[Renderer | None, tuple[Diagnostic, ...]]
) -> Outline:
    """The outline of a season, from what its folders say of their units, and the data of those on which hangs what 下级 means.

    `opened` gives the season with the data of folders (names); for the others see `_outline_of`.
    """
    try:
        there = [folder.name for folder in unit_folders(folders.workspace, folders.workspace.inputs / folders.season)]
    except Unreadable:  # opening the season says so
        there = []
    described = {name: folders.description(name) for name in there}
    units = {name if inputs is None else inputs.unit.name for name, (inputs, said) in described.items() if inputs is not None or said}
    whole = frozenset(name for name, (inputs, _) in described.items() if inputs is not None and is_to_be_looked_into(inputs, units))
    readings = {folders.path(name): folders.reading(name) if name in whole else reading for name, reading in described.items()}
    return _outline_of(opened(whole), folders.snapshot, readings, map(folders.path, whole), references, writers)


def is_lasting(outline: Outline) -> bool:
    """Whether an outline stays right as long as the files are the same: all is set up, and no fault is one that may pass by itself."""
    faults = (*outline.common, *(fault for faults in outline.unread.values() for fault in faults))
    return bool(outline.set_up and outline.roster.kinds) and not any(fault.code in PASSING for fault in faults)


def _outline_of(
    season: Season,
    snapshot: Snapshot,
    readings: Mapping[str, Reading],
    whole: Iterable[str],
    references: References,
    writers: tuple[Renderer | None, tuple[Diagnostic, ...]],
) -> Outline:
    """The outline of a season of which not all data need have been read.

    `readings` are what was read of each folder (relative to the workspace), `whole` those of them that were read for the outline's sake;
    `writers` are set up, or there are none, and why.
    """
    renderer, unusable = writers
    templates = _Templates(season, snapshot, references)
    around = faults_around(season.scopes, season.unread)
    folders = {}
    for folder, (inputs, said) in readings.items():
        if inputs is not None or said:
            name = folder.rsplit("/", 1)[-1]
            folders[name] = name if inputs is None else inputs.unit.name
    return Outline(
        roster=season.roster,
        units={scope.unit.name: _unit(season, scope, readings, around, templates) for scope in season.scopes},
        names=_names(season),
        folders=folders,
        unread=season.unread,
        rules=season.rules,
        common=season.problems.common,
        of_units=tuple(problem for problem in season.problems.of_units if problem.code != NO_OFFICE),
        undecided=tuple(fault for fault in season.problems.common if fault.code == UNREADABLE),
        set_up=renderer.digest(snapshot.digests[PROGRAM], snapshot.digests[FONTS]) if renderer else "",
        unusable=unusable,
        whole={folder: folder_digest(snapshot, folder) for folder in whole},
    )


def _unit(season: Season, scope: Scope, readings: Mapping[str, Reading], around: Mapping[str, tuple[Diagnostic, ...]], templates: "_Templates") -> UnitOutline:
    name, folder = scope.unit.name, scope.inputs.folder
    own = readings[folder][0] if folder in readings else None
    known = () if own is None else own.undecided
    subtree = tuple(dict.fromkeys(one.unit.name for one in scope.subtree()))
    levels = frozenset(one.unit.level for one in scope.subtree())
    made = [form for kind in season.kinds if not kind.on_request or _makes(scope, kind) for level, form in kind.levels.items() if level in levels]
    titles = [text for form in made for text in (form.title, form.cover_title) if text]
    used = (*templates.used_by(form.template for form in made if not form.is_word), *(f"templates/{form.file}" for form in made if form.is_word))
    return UnitOutline(
        name,
        folder,
        scope.inputs.absent,
        subtree,
        _above(season, name),
        used,
        tuple(fault for fault in scope.inputs.undecided if fault not in known),
        around[name],
        _due(season, scope),
        tuple(sorted(years_named((*titles, *templates.texts(used), *_of_rules(season, scope)), int(season.name)))),
    )


def _of_rules(season: Season, scope: Scope) -> Iterator[str]:
    """What the rules say that bind a unit or one below it."""
    for policy in season.policies:
        if any(binds(policy, one, int(season.name)) for one in scope.subtree()):
            for rule in policy.rules:
                yield from (*rule.expressions.values(), rule.message)


def _names(season: Season) -> str:
    """A digest of which units there are and where they stand."""
    units = (scope.unit for scope in season.scopes)
    placed = [repr((unit.name, unit.short, unit.level, unit.code, unit.parent, unit.order, unit.kinds)) for unit in units]
    absent = [repr((scope.inputs.folder, scope.inputs.absent, scope.unplaced)) for scope in season.scopes]
    return digest_of((*placed, *absent, *season.blocked))


def _above(season: Season, name: str) -> tuple[str, ...]:
    """The 单位.yaml of the units above, nearest first."""
    scopes = {scope.unit.name: scope for scope in season.scopes}
    found: list[str] = []
    above = scopes[name].unit.parent
    while above is not None and above not in found:
        found.append(above)
        above = scopes[above].unit.parent if above in scopes else None
    return tuple(file for one in found if one in scopes for file in scopes[one].inputs.described or (f"{scopes[one].inputs.folder}/{UNIT_FILE}",))


def _due(season: Season, scope: Scope) -> dict[str, date]:
    days = {kind.id: due_date(season.name, season.policies, scope, kind) for kind in season.kinds if files(scope, kind)}
    return {kind: day for kind, day in days.items() if day is not None}


def _makes(scope: Scope, kind: Kind) -> bool:
    """Whether a unit, or one below it, makes documents of a kind."""
    return any(files(one, kind) for one in scope.subtree())


class _Templates:
    """The templates of templates/html/ with what each of them uses."""

    def __init__(self, season: Season, snapshot: Snapshot, references: References) -> None:
        self._workspace, jinja = season.workspace, season.composer.jinja
        self._jinja, self._snapshot, self._references = jinja, snapshot, references
        self._texts: dict[str, str] = {}

    def used_by(self, names: Iterable[str]) -> tuple[str, ...]:
        """Templates and all that they name, directly or not. All templates, where a name is computed."""
        waiting, found = list(names), dict[str, None]()
        while waiting:
            shown = f"templates/html/{waiting.pop()}"
            if shown in found:
                continue
            found[shown] = None
            references = self._of(shown, self._snapshot.digests.get(shown, ""))
            if references is None:
                return tuple(name for name in self._snapshot.digests if name.startswith("templates/html/"))
            waiting += references
        return tuple(found)

    def texts(self, shown: Iterable[str]) -> Iterator[str]:
        """What is written in templates (as messages name them), Word forms among them."""
        for name in shown:
            if name not in self._texts:
                self._texts[name] = self._text(name)
            yield self._texts[name]

    def _text(self, shown: str) -> str:
        if shown.endswith(".docx"):
            # The text alone, without reading it as a form: of a name that Word has cut into runs nothing is between its letters but elements.
            try:
                parts = read_parts(self._workspace.read(self._workspace.template(shown.removeprefix("templates/"))), DOCUMENT)
            except Unreadable:
                return ""  # nothing comes of it
            return "\n".join(_ELEMENT.sub("", part.decode(errors="replace")) for name, part in parts.items() if name.endswith(".xml"))
        try:
            return self._source(shown.removeprefix("templates/html/"))
        except TemplateError:
            return ""  # nothing comes of it

    def _source(self, name: str) -> str:
        loader = self._jinja.loader
        return loader.get_source(self._jinja, name)[0] if loader else ""

    def _of(self, shown: str, digest: str) -> list[str] | None:
        if digest not in self._references:
            self._references[digest] = self._read(shown.removeprefix("templates/html/"))
        return self._references[digest]

    def _read(self, name: str) -> list[str] | None:
        try:
            source = self._source(name)
            # The statements that name templates, parsed without the rest, which takes as long as compiling; what is commented out is one too many.
            named = list(meta.find_referenced_templates(self._jinja.parse("".join(_REFERENCE.findall(source)))))
        except TemplateNotFound:
            return []  # its digest says when it comes
        except TemplateError:
            return None  # a fault of its own, or in words of a comment that only look like a statement
        return None if None in named else [one for one in named if one is not None]
