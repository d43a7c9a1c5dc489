"""What the documents of a unit are made from, by name, so that it can be seen what has changed."""

from collections.abc import Iterable, Mapping

from jinja2 import Environment, TemplateError, meta

from reportgen.building.snapshot import PROGRAM, Snapshot, digest_of, is_passed_over
from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.inputs.folder import is_aside
from reportgen.inputs.schema.choices import Level
from reportgen.pipeline.season import Season, files

UNITS, FAULTS = "单位名单", "填报数据的错误"
KINDS = "templates/kinds.yaml"

References = dict[str, list[str] | None]
"""The templates that a template names in extends, include and import, by its digest; None where it names one by a computed name."""


def ingredients(season: Season, snapshot: Snapshot, references: References) -> dict[str, dict[str, str]]:
    """By unit's name, the digests by name of all that its documents are made from.

    The documents of a unit speak of each other (the rules compare them), so they are made from the same: the files of the unit and
    of those below it, the 单位.yaml of those above (dates are theirs where a unit gives none), which units there are, what is wrong
    with their data; the templates of the kinds of the unit and of those below (the compliance report speaks of all their documents)
    with all that these include or extend, kinds.yaml, the policies, the program.
    """
    common = {PROGRAM: snapshot.digests[PROGRAM], UNITS: _roster(season)}
    common |= {name: digest for name, digest in snapshot.digests.items() if name == KINDS or name.startswith("inputs/policies/")}
    templates = _Templates(season.composer.jinja, snapshot, references)
    folders = {scope.unit.name: scope.inputs.folder for scope in season.scopes}
    parents = {scope.unit.name: scope.unit.parent for scope in season.scopes}
    found = {}
    for scope in season.scopes:
        own = dict(common)
        for one in scope.subtree():
            folder = one.inputs.folder
            own |= {name: digest for name, digest in snapshot.below(folder).items() if not _is_beside(name.removeprefix(f"{folder}/"))}
        for above in _above(scope.unit.name, parents):
            if above in folders:
                name = f"{folders[above]}/单位.yaml"
                own[name] = snapshot.digests.get(name, "")
        faults = season.faults(scope)
        if faults:
            own[FAULTS] = digest_of(map(repr, faults))
        levels = _levels(scope)
        made = [form for kind in season.kinds if not kind.on_request or _makes(scope, kind) for level, form in kind.levels.items() if level in levels]
        own |= templates.used_by(form.template for form in made if not form.is_word)
        own |= {name: snapshot.digests.get(name, "") for name in (f"templates/{form.file}" for form in made if form.is_word)}
        found[scope.unit.name] = own
    return found


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What has changed between two sets of ingredients, each in words."""
    said = []
    for name in sorted({*before, *now}):
        if before.get(name) == now.get(name):
            continue
        if "/" not in name:
            said.append(f"{name}有变化")
        else:
            said.append(f"{name} " + ("是新增的" if name not in before else "已删除" if name not in now else "有变化"))
    return tuple(said)


def _roster(season: Season) -> str:
    """A digest of which units there are and where they stand."""
    units = (scope.unit for scope in season.scopes)
    placed = [repr((unit.name, unit.short, unit.level, unit.code, unit.parent, unit.order, unit.kinds)) for unit in units]
    absent = [repr((scope.inputs.folder, scope.inputs.absent, scope.unplaced)) for scope in season.scopes]
    return digest_of((*placed, *absent, *season.blocked))


def _is_beside(name: str) -> bool:
    """Whether a file of a unit's folder is none of its data: what programs leave there, and what reportgen itself writes beside the data."""
    return is_passed_over(name) or is_aside(name)


def _makes(scope: Scope, kind: Kind) -> bool:
    """Whether a unit, or one below it, makes documents of a kind."""
    return any(files(one, kind) for one in scope.subtree())


def _levels(scope: Scope) -> frozenset[Level]:
    """The levels of a unit and of those below it."""
    return frozenset(one.unit.level for one in scope.subtree())


def _above(name: str, parents: Mapping[str, str | None]) -> list[str]:
    found: list[str] = []
    above = parents.get(name)
    while above is not None and above not in found:
        found.append(above)
        above = parents.get(above)
    return found


class _Templates:
    """The templates of templates/html/ with what each of them uses."""

    def __init__(self, jinja: Environment, snapshot: Snapshot, references: References) -> None:
        self._jinja, self._snapshot, self._references = jinja, snapshot, references

    def used_by(self, names: Iterable[str]) -> dict[str, str]:
        """The digests of templates and of all that they name, directly or not. All templates, where a name is computed."""
        waiting, found = list(names), dict[str, str]()
        while waiting:
            shown = f"templates/html/{waiting.pop()}"
            if shown in found:
                continue
            found[shown] = self._snapshot.digests.get(shown, "")
            references = self._of(shown, found[shown])
            if references is None:
                return {name: digest for name, digest in self._snapshot.digests.items() if name.startswith("templates/html/")}
            waiting += references
        return found

    def _of(self, shown: str, digest: str) -> list[str] | None:
        if digest not in self._references:
            self._references[digest] = self._read(shown.removeprefix("templates/html/"))
        return self._references[digest]

    def _read(self, name: str) -> list[str] | None:
        loader = self._jinja.loader
        try:
            source = loader.get_source(self._jinja, name)[0] if loader else ""
            named = list(meta.find_referenced_templates(self._jinja.parse(source)))
        except TemplateError:
            return []  # it can't be used as it is; its digest says when it changes
        return None if None in named else [one for one in named if one is not None]
