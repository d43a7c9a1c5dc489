"""A season of a workspace as questions and builds see it: what it is made from now, what is known of that, and what is read where it isn't."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.building import outline
from reportgen.building.answers import Answers, open_answers
from reportgen.building.build_log import BuildLog, LogEntry, open_build_log
from reportgen.building.folders import Folders
from reportgen.building.gone import gone
from reportgen.building.ingredients import elsewhen, ingredients
from reportgen.building.kept_answers import (
    find_names,
    find_trace,
    known_answer,
    known_names,
    known_trace,
    note_answer,
    traced_cells,
)
from reportgen.building.other_seasons import OtherSeasons, fault_elsewhen
from reportgen.building.outline import Outline, outline_digest
from reportgen.building.snapshot import Snapshot, digest_of, take_inputs, take_snapshot
from reportgen.diagnostics import Diagnostic, Place
from reportgen.findings import CitedRule
from reportgen.pipeline.answer import Answer, DocumentId
from reportgen.pipeline.problems import Problems, concerns
from reportgen.pipeline.roster import Roster, missing_pdfs
from reportgen.pipeline.traced import Trace
from reportgen.seen import Seen
from reportgen.workspace import FOR_ALL, Workspace, is_notice, is_year

if TYPE_CHECKING:
    from reportgen.building.renderer import Renderer
    from reportgen.documents.named import Named
    from reportgen.inputs.load import Reading
    from reportgen.inputs.schema.unit import Unit
    from reportgen.pipeline.known import Known
    from reportgen.pipeline.opening import Common
    from reportgen.pipeline.season import Season


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
    _ingredients: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _made_from: dict[str, str] = field(default_factory=dict)
    _season: "tuple[frozenset[str], Season] | None" = None
    _is_only_known: bool = False

    @cached_property
    def _folders(self) -> Folders:
        """The folders of the units; a process that builds again and again keeps what it has read of them."""
        readings = {} if self.warm is None else self.warm.readings
        return Folders(self.workspace, self.name, self.snapshot, self.answered, self._begin_reading, readings)

    @cached_property
    def _seasons(self) -> "OtherSeasons[Project]":
        return OtherSeasons(self, self._look)

    @property
    def entries(self) -> dict[DocumentId, LogEntry]:
        """How the documents came out when they were last built."""
        return self.log.season(self.name)

    @cached_property
    def outline(self) -> Outline:
        """The season without its data: as it is known, else read."""
        digest = outline_digest(self.snapshot, self.name, self._folders.described())
        known = self.answered.get(outline.decode, digest)
        if known is not None and known.is_of(self.snapshot):
            return known
        return self._read_outline(digest)

    def _read_outline(self, digest: str) -> Outline:
        """The outline as the folders give it, noted by the digest of what it is made from."""
        from reportgen.building.kept_headings import find_headings
        from reportgen.building.outlining import is_lasting, read_outline

        found = read_outline(self._folders, self._open, self.log.references, self.writers)
        if is_lasting(found):
            self.answered.note(outline.encode(found), digest)
            find_headings(self.answered, self.snapshot, self.workspace)
        return found

    @property
    def roster(self) -> Roster:
        """The units and kinds there are."""
        return self.outline.roster

    @property
    def rules(self) -> Mapping[str, CitedRule]:
        """The rules of the policies by id, in their order."""
        return self.outline.rules

    @cached_property
    def writers(self) -> "tuple[Renderer | None, tuple[Diagnostic, ...]]":
        """The writers, None where they can't be set up; and why."""
        from reportgen.building.renderer import open_renderer

        return open_renderer(self.workspace) if self.later is None else self.later.writers

    @cached_property
    def common(self) -> "Common":
        """What the documents of all units are made from alike."""
        from reportgen.pipeline.opening import open_common

        return open_common(self.workspace) if self.later is None else self.later.common

    @cached_property
    def renderer(self) -> "Renderer | None":
        """The writers; None where they can't be set up, as the outline says."""
        return self.writers[0]

    def problems(self, units: Iterable[str] | None = None) -> Problems:
        """The problems of the season; of those of folders only the units' (names; None means all)."""
        names = None if units is None else frozenset(units)
        of_folders = {folder: self._folders.found(folder).problems for folder, unit in self.outline.folders.items() if names is None or unit in names}
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
            found += unread.get(below.name, ()) if below.absent else (*self._folders.found(below.folder_name).undecided, *below.undecided)
        found += self.outline.units[unit].around
        found += (fault for other, name in self._elsewhen(unit) for fault in other.faults_undecided(name))
        return tuple(dict.fromkeys(found)) or unread.get(unit, ())

    @cached_property
    def _gone(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """By unit (name) the faults of folders that its documents were made from, and that are gone."""

        def seen(year: str) -> Snapshot | None:
            if year == self.name:
                return self.snapshot
            if self.later is not None or not is_year(year):
                return None
            other = self._seasons.of(int(year))
            return Snapshot({}) if other is None else other.snapshot

        def is_named(unit: str, year: str) -> bool:
            return unit in self.outline.units and int(year) in self.years(unit)

        return gone(self.log, self.name, seen, is_named, self.workspace.outputs)

    def _elsewhen(self, unit: str) -> "Iterator[tuple[Project, str]]":
        """The other seasons that the documents of a unit (name) name, each with the unit's name there; none of one that is itself looked at for a later one."""
        return self._seasons.asked(unit) if self.later is None else iter(())

    def _faults_elsewhen(self, unit: str) -> "Iterator[Diagnostic]":
        """That the data of other seasons, which the documents of a unit (name) show, have errors: they are told there, and here only that there are any."""
        for other, name in self._elsewhen(unit):
            is_told = name not in other.outline.units or other.faults_undecided(name)  # as why its documents are kept
            faults = () if is_told else other.faults(name)
            if faults:
                yield fault_elsewhen(self._called(other.name), faults, other.name, name, other.outline.units[name].folder, unit)

    def known_answer(self, document: DocumentId) -> Answer | None:
        """What is told of a document, where it is known without reading: None where something has changed since it was found out."""
        folders = [self.outline.units[below].folder_name for below in self.outline.units[document[0]].subtree]
        return self._known_answer(document) if all(self._folders.known(name) is not None for name in folders) else None

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
        return tuple(sorted({day for folder in folders for day in self._folders.found(folder).explained if day < self.today}))

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
        made_from = self.made_from(document[0])
        known = known_trace(self.answered, made_from, document)
        return find_trace(self.answered, made_from, self.season(frozenset((document[0],))), document) if known is None else known

    def cells_headed(self, word: str, document: DocumentId, trace: Trace) -> frozenset[Place]:
        """The cells of the columns that `word` is a heading of: of those that the figures of a document come from, or where this isn't kept, all."""
        known = traced_cells(word, trace, self.answered, self.snapshot, self.workspace)
        if known is not None:
            return known
        from reportgen.pipeline.trace import cells_headed

        return cells_headed(word, self.season(frozenset((document[0],))).job(document).scope)

    def names(self, document: DocumentId) -> "tuple[Named, ...]":
        """The names that the template of a document may use."""
        made_from = self.made_from(document[0])
        known = known_names(self.answered, made_from, document)
        return find_names(self.answered, made_from, self.season(frozenset((document[0],))), document) if known is None else known

    @property
    def whole(self) -> Snapshot:
        """All that has been looked at, the inputs of other seasons with it."""
        of_others = (other.snapshot.digests.items() for other in self._seasons.looked.values() if other is not None)
        return Snapshot({**self.snapshot.digests, **{name: digest for found in of_others for name, digest in found}})

    @property
    def others(self) -> tuple[str, ...]:
        """The years of the other seasons that documents name, whether they are there or not."""
        return tuple(map(str, sorted(self._seasons.looked)))

    def years(self, unit: str) -> tuple[int, ...]:
        """The other seasons that the documents of a unit (name) may ask of: those that are named, and those before one that leaves something blank."""
        return self._seasons.years(unit)

    def asks_before(self, unit: str) -> bool:
        """Whether figures of a unit (name) ask something of the season before, because of what it leaves blank."""
        outlined = self.outline.units.get(unit)
        return outlined is not None and not outlined.absent and self._folders.found(outlined.folder_name).asks_before

    def note(self, season: "Season", document: DocumentId) -> None:
        """Find out all that may be asked of a document that was composed."""
        made_from = self.made_from(document[0])
        note_answer(self.answered, made_from, document, season.answer(document))
        find_trace(self.answered, made_from, season, document)
        if document == next(one for one in self.roster.documents if one[0] == document[0]):
            find_names(self.answered, made_from, season, document)

    def renew(self) -> None:
        """See the season anew, as it is now."""
        anew = open_project(self.workspace, self.name, self.warm)
        vars(self).clear()
        vars(self).update(vars(anew))

    def keep(self) -> None:
        """Keep what was found out, unless something has moved meanwhile: then nobody knows from what it was found out."""
        projects = [self, *filter(None, self._seasons.looked.values())]
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
        return known_answer(self.answered, self.made_from(document[0]), document)

    def _answer(self, document: DocumentId, lacking: frozenset[str]) -> Answer:
        """What is told of a document; `lacking` are the units of which something must be found out, which are read at once."""
        return note_answer(self.answered, self.made_from(document[0]), document, self.season(lacking).answer(document))

    def _look(self, year: str) -> "Project | None":
        """The season of another year as this one's documents see it, None where there is none. What is common to all units is as in this one."""
        inputs = take_inputs(self.workspace, year, self.log.digests)
        own = {name: digest for name, digest in self.snapshot.digests.items() if is_notice(name) or not name.startswith(f"inputs/{self.name}/")}
        snapshot = Snapshot({**own, **inputs})
        warm = None if self.warm is None else self.warm.others.setdefault(year, Warm())
        workspace = _seen(self.workspace, year, snapshot)
        return Project(workspace, year, self.log, open_answers(workspace.outputs), snapshot, self.today, warm, self) if inputs else None

    def _open(self, folders: frozenset[str], known: "Known | None" = None) -> "Season":
        """The season with the data of these folders (names)."""
        from reportgen.pipeline.opening import open_season

        def read(_workspace: Workspace, folder: Path) -> "Reading":
            return self._folders.reading(folder.name) if folder.name in folders else self._folders.description(folder.name)

        def other(year: str, unit: "Unit") -> "Season | None":
            there = self._asked(int(year), unit.name)
            wanted = (self._seasons.counterpart(of, there) for folder, of in self.outline.folders.items() if there is not None and folder in folders)
            return None if there is None else there.season(frozenset(name for name in wanted if name is not None))

        return open_season(self.workspace, self.name, read, self.common, known, other, self.today)

    def _asked(self, year: int, unit: str) -> "Project | None":
        """The season of another year that a document of a unit (name) asks for. Raises OutOfReach where it isn't among those that are named."""
        from reportgen.figures.seasons import OutOfReach

        if year not in self.years(unit):
            raise OutOfReach(f"{self._called(year)}要直接写作 season({year}) 或者 previous，不能换成别的名称再用：否则那一年的数据变了，公文不会更新")
        return self._seasons.of(year)

    def _called(self, year: str | int) -> str:
        """A season in words."""
        from reportgen.inputs.programme import programme_of

        return programme_of(self.workspace)[0].season(year)


def open_project(workspace: Workspace, season: str, warm: Warm | None = None, today: date | None = None) -> Project:
    """A season as it is now, or as it would be on a day: what is read for it later must be what it is now. Who is told `Moved` has it renewed."""
    log = open_build_log(workspace.outputs)
    snapshot, day = take_snapshot(workspace, season, log.digests), today or datetime.now().astimezone().date()
    return Project(_seen(workspace, season, snapshot), season, log, open_answers(workspace.outputs), snapshot, day, warm)


def _seen(workspace: Workspace, season: str, snapshot: Snapshot) -> Workspace:
    """The workspace of which what is read for a season must be as it was when the snapshot was taken."""
    notices = (f"{name}/" for name in snapshot.digests if is_notice(name))
    return replace(workspace, seen=Seen(snapshot.digests, ("templates/", *FOR_ALL, f"inputs/{season}/", *notices)))
