"""A season of a workspace as questions and builds see it: what it is made from now, what is known of that, and what is read where it isn't."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.building import outline
from reportgen.building.answers import (
    Answers,
    decode_answer,
    decode_names,
    decode_trace,
    encode_answer,
    encode_names,
    encode_trace,
    open_answers,
)
from reportgen.building.build_log import BuildLog, LogEntry, open_build_log
from reportgen.building.folder_found import FolderFound, decode_found, encode_found
from reportgen.building.gone import gone
from reportgen.building.ingredients import elsewhen, ingredients
from reportgen.building.outline import Outline, folder_digest, outline_digest
from reportgen.building.snapshot import PROGRAM, Snapshot, digest_of, take_inputs, take_snapshot
from reportgen.diagnostics import Diagnostic, Place, Unreadable, warning
from reportgen.findings import CitedRule
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.pipeline.answer import Answer, DocumentId
from reportgen.pipeline.problems import Problems, concerns
from reportgen.pipeline.roster import Roster, missing_pdfs, same_unit
from reportgen.pipeline.traced import Trace
from reportgen.seen import Seen
from reportgen.workspace import FOR_ALL, Workspace, is_notice, is_year

if TYPE_CHECKING:
    from reportgen.building.renderer import Renderer
    from reportgen.documents.named import Named
    from reportgen.inputs.load import Reading
    from reportgen.inputs.schema.unit import Unit
    from reportgen.pipeline.known import Known
    from reportgen.pipeline.season import Common, Season

PASSING = frozenset(("inputs.no-permission", "inputs.unreadable", "inputs.unreadable-folder"))
"""The codes of faults that may pass without any file being changed: a program that has it open, a network."""


class NotKnown(Exception):
    """What is asked for is known only once something is read."""


@dataclass(slots=True)
class Warm:
    """What a process that builds again and again keeps in between: units as read, by folder, and the season as computed and composed."""

    readings: dict[str, tuple[str, "Reading"]] = field(default_factory=dict)
    season: "Season | None" = None
    made_from: dict[str, str] = field(default_factory=dict)
    others: "dict[str, Warm]" = field(default_factory=dict)


@dataclass
class Project:
    """A season of a workspace on a day. `later` is the one for whose sake it is looked at, where there is one: then only its data are asked for."""

    workspace: Workspace
    name: str
    log: BuildLog
    answered: Answers
    snapshot: Snapshot
    today: date
    warm: Warm | None = None
    later: "Project | None" = None
    _others: "dict[int, Project | None]" = field(default_factory=dict)
    _found: dict[str, FolderFound] = field(default_factory=dict)
    _years: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _ingredients: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _made_from: dict[str, str] = field(default_factory=dict)
    _descriptions: "dict[str, Reading]" = field(default_factory=dict)
    _readings: "dict[str, tuple[str, Reading]]" = field(default_factory=dict)
    _season: "tuple[frozenset[str], Season] | None" = None
    _is_only_known: bool = False

    @property
    def entries(self) -> dict[DocumentId, LogEntry]:
        """How the documents came out when they were last built."""
        return self.log.season(self.name)

    @cached_property
    def outline(self) -> Outline:
        """The season without its data: as it is known, else read."""
        digest = outline_digest(self.snapshot, self.name, self._described())
        known = self.answered.get(outline.decode, digest)
        if known is not None and known.is_of(self.snapshot):
            return known
        return self._read_outline(digest)

    @property
    def roster(self) -> Roster:
        """The units and kinds there are."""
        return self.outline.roster

    @property
    def rules(self) -> Mapping[str, CitedRule]:
        """The rules of the policies by id, in their order."""
        return self.outline.rules

    @cached_property
    def renderer(self) -> "Renderer | None":
        """The writers; None where they can't be set up, as the outline says."""
        return self.writers[0]

    def problems(self, units: Iterable[str] | None = None) -> Problems:
        """The problems of the season; of those of folders only the units' (names; None means all)."""
        names = None if units is None else frozenset(units)
        of_folders = {folder: self._folder(folder).problems for folder, unit in self.outline.folders.items() if names is None or unit in names}
        pdfs = missing_pdfs(self.roster, self.workspace.outputs / self.name)
        gone = dict.fromkeys(fault for faults in self._gone.values() for fault in faults)
        return Problems(self.outline.common, of_folders, (*self.outline.of_units, *gone, *pdfs))

    def concerning(self, units: frozenset[str] | None) -> tuple[Diagnostic, ...]:
        """The problems of the units (names; None means all), and those that belong to none."""
        found = (problem for problem in self.problems(units) if concerns(problem, units))
        return (*found, *(fault for unit in self.roster.units if units is None or unit.name in units for fault in self._faults_elsewhen(unit.name)))

    def faults(self, unit: str) -> tuple[Diagnostic, ...]:
        """The errors in what a unit and the units below it filled in."""
        names = self.outline.units[unit].subtree
        return self.problems(names).faults(names)

    def faults_undecided(self, unit: str) -> tuple[Diagnostic, ...]:
        """The faults for which a unit (name, or folder that can't be read) can't be decided; none where it can. See `pipeline.undecided`."""
        unread = self.outline.unread
        if unit not in self.outline.units:
            return unread.get(unit, ())
        found = [*self.outline.undecided, *self._gone.get(unit, ())]
        for below in map(self.outline.units.__getitem__, self.outline.units[unit].subtree):
            found += unread.get(below.name, ()) if below.absent else (*self._folder(below.folder.rsplit("/", 1)[-1]).undecided, *below.undecided)
        found += self.outline.units[unit].around
        found += (fault for other, name in self._elsewhen(unit) for fault in other.faults_undecided(name))
        return tuple(dict.fromkeys(found)) or unread.get(unit, ())

    def known_answer(self, document: DocumentId) -> Answer | None:
        """What is told of a document, where it is known without reading: None where something has changed since it was found out."""
        folders = [below.folder.rsplit("/", 1)[-1] for below in map(self.outline.units.__getitem__, self.outline.units[document[0]].subtree)]
        return self._known_answer(document) if all(self._known_folder(name) is not None for name in folders) else None

    def is_known(self, unit: str) -> bool:
        """Whether all that is told of a unit's (name) documents is known without reading, or the unit can't be decided."""
        try:
            with self.only_known():
                return bool(self.faults_undecided(unit)) or all(self._known_answer(one) is not None for one in self.roster.documents if one[0] == unit)
        except NotKnown:
            return False

    @contextmanager
    def only_known(self) -> Iterator[None]:
        """Within it no unit is read, of this season or another: what would have to be for an answer raises NotKnown."""
        before, self._is_only_known = self._is_only_known, True
        try:
            yield
        finally:
            self._is_only_known = before

    def ingredients(self, unit: str) -> Mapping[str, str]:
        """The digests by name of all that a unit's documents are made from."""
        if unit not in self._ingredients:
            found = ingredients(self.outline, unit, self.snapshot, self.faults(unit), self._lapsed(unit))
            for below in self.outline.units[unit].subtree:
                for other, name in self._elsewhen(below):
                    if name in other.outline.units:
                        found |= elsewhen(int(other.name), other.outline, name, other.snapshot)
            self._ingredients[unit] = found
        return self._ingredients[unit]

    def _lapsed(self, unit: str) -> tuple[date, ...]:
        """The days that are over of those until which explanations hold, of a unit and those below it."""
        folders = self.outline.folders_of((unit,))
        return tuple(sorted({day for folder in folders for day in self._folder(folder).explained if day < self.today}))

    def made_from(self, unit: str) -> str:
        """One digest for all of it."""
        if unit not in self._made_from:
            self._made_from[unit] = digest_of(part for item in sorted(self.ingredients(unit).items()) for part in item)
        return self._made_from[unit]

    def answers(self, documents: Sequence[DocumentId]) -> dict[DocumentId, Answer]:
        """What is told of documents of units that can be decided."""
        known = {document: self._known_answer(document) for document in documents}
        lacking = frozenset(unit for (unit, _), answer in known.items() if answer is None)
        return {document: answer or self._answer(document, lacking) for document, answer in known.items()}

    def trace(self, document: DocumentId) -> Trace:
        """The figures of a document, and the problems of composing it."""
        known = self.answered.get(decode_trace, "trace", self.made_from(document[0]), document[1])
        return self._trace(self.season(frozenset((document[0],))), document) if known is None else known

    def cells_headed(self, word: str, document: DocumentId, trace: Trace) -> frozenset[Place]:
        """The cells of the columns that `word` is a heading of: of those that the figures of a document come from, or where this isn't kept, all."""
        if trace.columns is not None:
            from reportgen.building.kept_headings import known_headings
            from reportgen.inputs.heading_names import columns_headed

            headed = columns_headed(word, known_headings(self.answered, self.snapshot, self.workspace))
            return frozenset(place for column in headed for place in trace.columns.get(column, ()))
        from reportgen.pipeline.trace import cells_headed

        return cells_headed(word, self.season(frozenset((document[0],))).job(document).scope)

    def names(self, document: DocumentId) -> "tuple[Named, ...]":
        """The names that the template of a document may use."""
        known = self.answered.get(decode_names, "names", self.made_from(document[0]), document[1])
        return self._names(self.season(frozenset((document[0],))), document) if known is None else known

    @property
    def whole(self) -> Snapshot:
        """All that has been looked at, the inputs of other seasons with it."""
        of_others = (other.snapshot.digests.items() for other in self._others.values() if other is not None)
        return Snapshot({**self.snapshot.digests, **{name: digest for found in of_others for name, digest in found}})

    @property
    def others(self) -> tuple[str, ...]:
        """The years of the other seasons that documents name, whether they are there or not."""
        return tuple(map(str, sorted(self._others)))

    def years(self, unit: str) -> tuple[int, ...]:
        """The other seasons that the documents of a unit (name) may ask of: those that are named, and those before one that leaves something blank."""
        if unit not in self._years:
            found = {*self.outline.units[unit].years}
            for below in self.outline.units[unit].subtree:
                found.update(self._before(below))
            self._years[unit] = tuple(sorted(found))
        return self._years[unit]

    def _before(self, unit: str) -> Iterator[int]:
        """The seasons before this one, as far back as the unit (name) leaves blank what the season before is asked for."""
        if not self._asks_before(unit):
            return
        from reportgen.figures.seasons import MOST_BACK

        project, name = self, unit
        while int(self.name) - int(project.name) < MOST_BACK and project._asks_before(name):
            year = int(project.name) - 1
            yield year
            other = self._other(year)
            there = None if other is None else self._counterpart(unit, other)
            if other is None or there is None:
                return
            project, name = other, there

    def _asks_before(self, unit: str) -> bool:
        outlined = self.outline.units.get(unit)
        return outlined is not None and not outlined.absent and self._folder(outlined.folder.rsplit("/", 1)[-1]).asks_before

    def note(self, season: "Season", document: DocumentId) -> None:
        """Find out all that may be asked of a document that was composed."""
        self._note_answer(document, season.answer(document))
        self._trace(season, document)
        if document == next(one for one in self.roster.documents if one[0] == document[0]):
            self._names(season, document)

    def renew(self) -> None:
        """See the season anew, as it is now."""
        anew = open_project(self.workspace, self.name, self.warm)
        vars(self).clear()
        vars(self).update(vars(anew))

    def keep(self) -> None:
        """Keep what was found out, unless something has moved meanwhile: then nobody knows from what it was found out."""
        projects = [self, *filter(None, self._others.values())]
        if any(one.answered.found for one in projects):
            is_same = take_snapshot(self.workspace, self.name, self.log.digests, self.others).digest == self.whole.digest
            for one in projects:
                if is_same:
                    one.answered.keep()
                one.answered.found.clear()

    def season(self, units: frozenset[str] | None = None) -> "Season":
        """The season's data; of the units (names; None means all) and of those below them all has been read, of the others the descriptions.

        Raises NotKnown within `only_known`, unless it is the descriptions alone that are asked for.
        """
        if units is None or units:
            self._begin_reading()
        folders = frozenset(self.outline.folders) if units is None else self.outline.folders_of(units) | self.outline.to_be_read
        if self._season is None and folders <= self.outline.to_be_read:
            return self._described_alone
        if self._season is None or not folders <= self._season[0]:
            folders |= self._season[0] if self._season else frozenset()
            self._season = folders, self._open(folders, self._known(folders))
            if self.warm is not None:
                self.warm.season, self.warm.made_from = self._season[1], {unit: self.made_from(unit) for unit in self.outline.units}
        return self._season[1]

    @cached_property
    def _described_alone(self) -> "Season":
        """The season with the descriptions alone; nothing is looked up for it, since what is known is known by the digest of data that may have to be read."""
        return self._open(self.outline.to_be_read)

    def _begin_reading(self) -> None:
        """Raises NotKnown within `only_known` of the season that was asked."""
        asked = self if self.later is None else self.later
        if asked._is_only_known:  # noqa: SLF001  # a season of the same workspace
            raise NotKnown

    def _known(self, folders: frozenset[str]) -> "Known":
        """What is known already of units whose data are in the folders (names)."""
        from reportgen.pipeline.known import Known

        units = {self.outline.folders[folder] for folder in folders} & self.outline.units.keys()
        known = Known()
        if self._season is not None:
            known.carry_over(self._season[1].known, units)
        elif self.warm is not None and self.warm.season is not None:
            known.carry_over(self.warm.season.known, (unit for unit in self.outline.units if self.warm.made_from.get(unit) == self.made_from(unit)))
        for document in self.roster.documents:
            if document[0] in units and document not in known.evaluated and (answer := self._known_answer(document)) is not None:
                known.evaluated[document] = answer.evaluated
        return known

    def _known_answer(self, document: DocumentId) -> Answer | None:
        return self.answered.get(decode_answer, "answer", self.made_from(document[0]), document[1])

    def _answer(self, document: DocumentId, lacking: frozenset[str]) -> Answer:
        """What is told of a document; `lacking` are the units of which something must be found out, which are read at once."""
        return self._note_answer(document, self.season(lacking).answer(document))

    def _note_answer(self, document: DocumentId, answer: Answer) -> Answer:
        self.answered.note(encode_answer(answer), "answer", self.made_from(document[0]), document[1])
        return answer

    def _trace(self, season: "Season", document: DocumentId) -> Trace:
        from reportgen.pipeline.trace import trace

        found = trace(season, season.job(document))
        encoded = encode_trace(found)
        if encoded is not None:
            self.answered.note(encoded, "trace", self.made_from(document[0]), document[1])
        return found

    def _names(self, season: "Season", document: DocumentId) -> "tuple[Named, ...]":
        from reportgen.documents.context import context
        from reportgen.documents.names import usable
        from reportgen.inputs.schema.unit import OF_PACKAGE

        job = season.job(document)
        unasked = frozenset(f"unit.{key}" for key in OF_PACKAGE) if job.scope.programme.alone else frozenset[str]()
        named = usable(context(job.scope, job.kind, self.name, season.themes(job.scope)))
        found = tuple(one for one in named if ".".join(one.name.split(".")[:2]) not in unasked)
        self.answered.note(encode_names(found), "names", self.made_from(document[0]), document[1])
        return found

    def _other(self, year: int) -> "Project | None":
        """The season of another year, None where there is none. What is common to all units is as in this one."""
        if year not in self._others:
            name = str(year)
            inputs = take_inputs(self.workspace, name, self.log.digests)
            own = {name: digest for name, digest in self.snapshot.digests.items() if is_notice(name) or not name.startswith(f"inputs/{self.name}/")}
            snapshot = Snapshot({**own, **inputs})
            warm = None if self.warm is None else self.warm.others.setdefault(name, Warm())
            workspace = _seen(self.workspace, name, snapshot)
            there = Project(workspace, name, self.log, open_answers(workspace.outputs), snapshot, self.today, warm, self) if inputs else None
            self._others[year] = there
        return self._others[year]

    def _elsewhen(self, unit: str) -> "Iterator[tuple[Project, str]]":
        """The other seasons that the documents of a unit (name) name, each with the unit's name there, or that of its folder where it isn't there."""
        outlined = self.outline.units.get(unit)
        if outlined is None or self.later is not None:
            return
        for other in filter(None, map(self._other, self.years(unit))):
            yield other, self._counterpart(unit, other) or outlined.folder.rsplit("/", 1)[-1]

    def _counterpart(self, unit: str, other: "Project") -> str | None:
        """What a unit (name) is called in another season; None where it isn't there."""
        own = next((one for one in self.roster.units if one.name == unit), None)
        there = None if own is None else same_unit(other.roster.units, own)
        return None if there is None else there.name

    def _faults_elsewhen(self, unit: str) -> "Iterator[Diagnostic]":
        """That the data of other seasons, which the documents of a unit (name) show, have errors: they are told there, and here only that there are any."""
        for other, name in self._elsewhen(unit):
            is_told = name not in other.outline.units or other.faults_undecided(name)  # as why its documents are kept
            faults = () if is_told else other.faults(name)
            if faults:
                counted = "、".join(f"{of}{number}处" for of, number in Counter(str(fault.unit) for fault in faults).items())
                message = f"用到的{self._called(other.name)}的填报数据有错误：{counted}"
                help_text = f"请先改正；列出错误的办法：reportgen check {name} --season {other.name}"
                yield warning("seasons.faults", message, Place(other.outline.units[name].folder), help=help_text, unit=unit)

    @cached_property
    def _gone(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """By unit (name) the faults of folders that its documents were made from, and that are gone."""

        def seen(year: str) -> Snapshot | None:
            if year == self.name:
                return self.snapshot
            if self.later is not None or not is_year(year):
                return None
            other = self._other(int(year))
            return Snapshot({}) if other is None else other.snapshot

        def is_named(unit: str, year: str) -> bool:
            return unit in self.outline.units and int(year) in self.years(unit)

        return gone(self.log, self.name, seen, is_named, self.workspace.outputs)

    @cached_property
    def writers(self) -> "tuple[Renderer | None, tuple[Diagnostic, ...]]":
        """The writers, None where they can't be set up; and why."""
        from reportgen.building.renderer import open_renderer

        return open_renderer(self.workspace) if self.later is None else self.later.writers

    @cached_property
    def common(self) -> "Common":
        """What the documents of all units are made from alike."""
        from reportgen.pipeline.season import open_common

        return open_common(self.workspace) if self.later is None else self.later.common

    def _path(self, folder: str) -> str:
        """A unit's folder relative to the workspace."""
        return self.workspace.relative(self.workspace.inputs / self.name / folder)

    def _open(self, folders: frozenset[str], known: "Known | None" = None) -> "Season":
        """The season with the data of these folders (names)."""
        from reportgen.pipeline.season import open_season

        def read(_workspace: Workspace, folder: Path) -> "Reading":
            return self._reading(folder.name) if folder.name in folders else self._description(folder.name)

        def other(year: str, unit: "Unit") -> "Season | None":
            there = self._asked(int(year), unit.name)
            wanted = (self._counterpart(of, there) for folder, of in self.outline.folders.items() if there is not None and folder in folders)
            return None if there is None else there.season(frozenset(name for name in wanted if name is not None))

        return open_season(self.workspace, self.name, read, self.common, known, other, self.today)

    def _asked(self, year: int, unit: str) -> "Project | None":
        """The season of another year that a document of a unit (name) asks for. Raises OutOfReach where it isn't among those that are named."""
        from reportgen.figures.seasons import OutOfReach

        if year not in self.years(unit):
            raise OutOfReach(f"{self._called(year)}要直接写作 season({year}) 或者 previous，不能换成别的名称再用：否则那一年的数据变了，公文不会更新")
        return self._other(year)

    def _called(self, year: str | int) -> str:
        """A season in words."""
        from reportgen.inputs.programme import programme_of

        return programme_of(self.workspace)[0].season(year)

    def _read_outline(self, digest: str) -> Outline:
        from reportgen.building.kept_headings import find_headings
        from reportgen.building.outlining import outline_of
        from reportgen.inputs.below import is_to_be_looked_into
        from reportgen.inputs.load import unit_folders

        try:
            folders = unit_folders(self.workspace, self.workspace.inputs / self.name)
        except Unreadable:  # opening the season says so
            folders = []
        described = {folder.name: self._description(folder.name) for folder in folders}
        there = {name if inputs is None else inputs.unit.name for name, (inputs, said) in described.items() if inputs is not None or said}
        whole = frozenset(name for name, (inputs, _) in described.items() if inputs is not None and is_to_be_looked_into(inputs, there))
        readings = {self._path(name): self._reading(name) if name in whole else reading for name, reading in described.items()}
        found = outline_of(self._open(whole), self.snapshot, readings, map(self._path, whole), self.log.references, self.writers)
        passing = any(problem.code in PASSING for problem in (*found.common, *(fault for faults in found.unread.values() for fault in faults)))
        if found.set_up and found.roster.kinds and not passing:
            self.answered.note(outline.encode(found), digest)
            find_headings(self.answered, self.snapshot, self.workspace)
        return found

    def _described(self) -> Mapping[str, str]:
        """The digests of what the season's workbooks say of their units (sheets 单位说明, 公文), by file; those that say nothing are left out."""
        found = {}
        for name, digest in self.snapshot.digests.items():
            if name.startswith(f"inputs/{self.name}/") and Path(name).suffix.lower() in WORKBOOKS and is_data_file(Path(name)):
                known = self.answered.get(str, "described", self.snapshot.digests[PROGRAM], name, digest)
                found[name] = self._note_described(name, digest) if known is None else known
        return {name: digest for name, digest in found.items() if digest}

    def _note_described(self, name: str, digest: str) -> str:
        from reportgen.inputs.described import description_of, traces

        try:
            said = traces(description_of(self.workspace.read(self.workspace.root / name), name))
        except Unreadable:
            return ""
        found = digest_of(said) if said else ""
        self.answered.note(found, "described", self.snapshot.digests[PROGRAM], name, digest)
        return found

    def _folder(self, name: str) -> FolderFound:
        """What reading a folder found wrong: as it is known, else by reading it."""
        known = self._known_folder(name)
        if known is not None:
            return known
        from reportgen.figures.package import package_of
        from reportgen.policy.explaining import explained_until

        inputs, said = self._reading(name)
        told = ((), (), False) if inputs is None else (inputs.undecided, explained_until(inputs), package_of(inputs.programme).asks_before(inputs))
        self._found[name] = found = FolderFound(said, *told)
        if not any(problem.code in PASSING for problem in said):
            self.answered.note(encode_found(found), *self._folder_key(name))
        return found

    def _known_folder(self, name: str) -> FolderFound | None:
        if name not in self._found:
            known = self.answered.get(decode_found, *self._folder_key(name))
            if known is None:
                return None
            self._found[name] = known
        return self._found[name]

    def _folder_key(self, name: str) -> tuple[str, ...]:
        return "folder", self.snapshot.digests[PROGRAM], self._path(name), folder_digest(self.snapshot, self._path(name))

    def _description(self, name: str) -> "Reading":
        """A unit as its folder (name) describes it, without its tables."""
        from reportgen.inputs.load import describe_unit

        if name not in self._descriptions:
            self._descriptions[name] = describe_unit(self.workspace, self.workspace.inputs / self.name / name)
        return self._descriptions[name]

    def _reading(self, name: str) -> "Reading":
        """A unit as its folder (name) gives it; as it was read before, where nothing in the folder has changed. Raises NotKnown within `only_known`."""
        from reportgen.inputs.load import load_unit

        self._begin_reading()
        readings = self._readings if self.warm is None else self.warm.readings
        digest, known = folder_digest(self.snapshot, self._path(name)), readings.get(name)
        if known is None or known[0] != digest:
            known = readings[name] = digest, load_unit(self.workspace, self.workspace.inputs / self.name / name)
        return known[1]


def open_project(workspace: Workspace, season: str, warm: Warm | None = None, today: date | None = None) -> Project:
    """A season as it is now, or as it would be on a day: what is read for it later must be what it is now. Who is told `Moved` has it renewed."""
    log = open_build_log(workspace.outputs)
    snapshot, day = take_snapshot(workspace, season, log.digests), today or datetime.now().astimezone().date()
    return Project(_seen(workspace, season, snapshot), season, log, open_answers(workspace.outputs), snapshot, day, warm)


def _seen(workspace: Workspace, season: str, snapshot: Snapshot) -> Workspace:
    """The workspace of which what is read for a season must be as it was when the snapshot was taken."""
    notices = (f"{name}/" for name in snapshot.digests if is_notice(name))
    return replace(workspace, seen=Seen(snapshot.digests, ("templates/", *FOR_ALL, f"inputs/{season}/", *notices)))
