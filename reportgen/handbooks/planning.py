"""What is to be made of a unit's handbooks: its volumes, which of them stand already, how much disk the others take."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reportgen.building.project import Project
from reportgen.building.snapshot import FONTS, digest_of
from reportgen.diagnostics import Diagnostic, Unreadable, error, notice, warning
from reportgen.figures.scope import Scope
from reportgen.handbooks.declaration import Handbook, handbook_of
from reportgen.handbooks.frame import Frame, Member, PaperShown, SortShown, VolumeOrder, forms_of
from reportgen.handbooks.households import Household, Ledger, Village
from reportgen.handbooks.papers import PDF, Paper, Papers, papers_of
from reportgen.handbooks.record import Record, Standing
from reportgen.handbooks.shown import is_bound
from reportgen.handbooks.states import State, states
from reportgen.handbooks.volume import TEMPLATES
from reportgen.seen import PROGRAM
from reportgen.workspace import MAX_TEXT

MASKED, FULL = "一户一档", "一户一档（含个人信息）"
"""The folders of volumes, of masked and of whole ones."""
MOST_IN_VOLUME = 300
"""So many households are bound together: some 1000 pages, as much as a reader opens and a binder takes; a larger village has several volumes."""
Told = Callable[..., Diagnostic]
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.+|[. ]+$')
_SHOWN = 20  # households of one message: the list of what is lacking has all
_A_VOLUME, _A_HOUSEHOLD = 90_000, 33_000
"""Bytes: what fonts take, and the pages of a household without papers, as measured (tools/bench_handbooks.py)."""
_A_PHOTO, _A_PAGE = 90_000, 260_000
"""Bytes: what is printed of a photograph, and of a scanned page, at most but for few."""


class Entry(NamedTuple):
    """A household in a volume, its papers, and what each item has of it."""

    household: Household
    papers: tuple[Paper, ...]
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume: its file (relative to the outputs), the key of what it is made from, how it stands; `bytes` is about how large it gets, or is."""

    name: str
    key: str
    standing: Standing
    edited: bool
    town: str
    village: str
    entries: tuple[Entry, ...]
    part: int
    parts: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made for a unit: the villages of its ledger, its volumes in their order, and what is to be said of the ledger and the papers."""

    frame: Frame
    folder: str
    villages: tuple[Village, ...]
    volumes: tuple[Volume, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def due(self) -> tuple[Volume, ...]:
        """The volumes that are to be made."""
        return tuple(volume for volume in self.volumes if volume.standing is not Standing.CURRENT)


@dataclass(frozen=True)
class Unit:
    """A unit whose ledger handbooks are made of, one that has it itself or sums it up from townships and villages; `full` as in `Frame`."""

    project: Project
    scope: Scope
    handbook: Handbook
    templates: tuple[tuple[str, str], ...]
    full: bool

    @cached_property
    def ledger(self) -> Ledger:
        """Its ledger."""
        return Ledger(self.project.workspace, self.scope, self.handbook, self.full)

    @cached_property
    def frame(self) -> Frame:
        """What its handbooks have in common. Raises Unreadable where the writers can't be set up."""
        unit, season = self.scope.unit, self.project.name
        renderer = self.project.renderer
        if renderer is None:
            raise Unreadable("handbook", "模板文件读不了", "请从备份恢复")
        sorts = tuple(SortShown(sort.title, sort.photo, sort.open) for sort in self.handbook.sorts)
        name, head = self.scope.programme.season(season), self.ledger.columns.index(self.handbook.head)
        sample = self.scope.sample((self.handbook.ledger.key,))
        forms = forms_of(self.handbook)
        return Frame(unit.name, unit.authority, unit.code, season, name, forms, sorts, head, self.full, sample, renderer.layout, self.templates)

    @property
    def folder(self) -> str:
        """The folder of its volumes, relative to the outputs."""
        return f"{self.project.name}/{self.scope.inputs.folder_name}/{FULL if self.full else MASKED}"

    @property
    def record(self) -> str:
        """The name of the record of its volumes."""
        return f"{self.project.name}-{self.scope.inputs.folder_name}{'-full' if self.full else ''}"

    def papers(self, villages: Iterable[Village], repeated: frozenset[str], *, whole: bool) -> Papers:
        """The papers of households, from the folders of all units that these stand in. Of a number that is `repeated` nobody knows whose they are."""
        numbers: dict[str, list[str]] = {}
        for village in villages:
            numbers.setdefault(village.folder, []).extend(household.number for household in village.households if household.number)
        numbers = {folder: [number for number in of if number not in repeated] for folder, of in numbers.items()}
        found = [papers_of(self.project.workspace, folder, of, self.handbook.sorts, whole=whole) for folder, of in numbers.items()]
        return Papers({number: papers for one in found for number, papers in one.by_number.items()}, tuple(p for one in found for p in one.problems))


def units_of(project: Project, scopes: Iterable[Scope], *, full: bool) -> tuple[tuple[Unit, ...], tuple[Diagnostic, ...]]:
    """The units that handbooks are made for, of those asked for: a city's counties each for itself. And the faults of the declaration and the templates."""
    scopes = tuple({one.unit.name: one for scope in scopes for one in _holding(scope)}.values())
    if not scopes:
        return (), ()
    handbook, problems = handbook_of(project.workspace, scopes[0].programme)
    texts: list[tuple[str, str]] = []
    for name in TEMPLATES:
        try:
            texts.append((name, project.workspace.read(project.workspace.template(f"html/{name}"), MAX_TEXT).decode("utf-8-sig")))
        except (Unreadable, UnicodeDecodeError) as fault:
            problems = (*problems, error("templates.unreadable", f"模板 {name} 读不了：{fault}", help="请从备份恢复；删除工作区中的，会改用软件自带的"))
    if handbook is None or len(texts) < len(TEMPLATES):
        return (), problems
    return tuple(Unit(project, scope, handbook, tuple(texts), full) for scope in scopes), problems


def _holding(scope: Scope) -> Iterator[Scope]:
    """The units whose handbooks a unit's are: itself where all below it are townships and villages."""
    above = [child for child in scope.children if not child.unit.level.is_low]
    if not above:
        yield scope
    for child in above:
        yield from _holding(child)


def plan(unit: Unit, record: Record, wanted: frozenset[str] = frozenset(), *, force: bool = False) -> Plan:
    """What is to be made for a unit; of the villages `wanted` alone, where there are any. `force`: what stands is made anew all the same."""
    every = unit.ledger.villages()
    villages = [village for village in every if not wanted or village.name in wanted]
    repeated = _repeated(every)
    papers = unit.papers(villages, repeated, whole=not wanted)
    frame, snapshot = unit.frame, unit.project.snapshot.digests
    common = digest_of((snapshot[PROGRAM], snapshot[FONTS], repr(frame)))
    volumes: list[Volume] = []
    taken: set[str] = set()
    for village in villages:
        parts = [village.households[at : at + MOST_IN_VOLUME] for at in range(0, len(village.households), MOST_IN_VOLUME)]
        for part, households in enumerate(parts, 1):
            name = _name(unit.folder, village, part, len(parts), taken)
            entries = tuple(entry_of(unit, household, papers) for household in households)
            content = repr([(one.household.values, one.household.lists, one.papers, one.states) for one in entries])
            key = digest_of((common, village.town, village.name, str(part), str(len(parts)), content))
            used, standing = record.place(name, key)
            if force and standing is Standing.CURRENT:
                standing = Standing.DUE
            volumes.append(Volume(used, key, standing, used != name, village.town, village.name, entries, part, len(parts), _bytes(frame, entries)))
    problems = (*_about(unit, every, repeated), *papers.problems)
    return Plan(frame, unit.folder, tuple(every), tuple(volumes), problems)


def order_of(plan: Plan, volume: Volume) -> VolumeOrder:
    """A volume as it goes to the process that makes it."""
    return VolumeOrder(plan.frame, volume.town, volume.village, tuple(map(member_of, volume.entries)), volume.part, volume.parts)


def member_of(entry: Entry) -> Member:
    """A household as it goes there."""
    household = entry.household
    shown = tuple(PaperShown(paper.sort, paper.name, paper.path) for paper in entry.papers)
    lacking, is_shown = tuple(state.lacking for state in entry.states), tuple(state.shown for state in entry.states)
    return Member(household.number, household.values, tuple(household.lists.items()), shown, lacking, is_shown)


def entry_of(unit: Unit, household: Household, papers: Papers) -> Entry:
    """A household with its papers and states."""
    own = papers.by_number.get(household.number, ())
    return Entry(household, own, states(unit.handbook, household, own))


def _name(folder: str, village: Village, part: int, parts: int, taken: set[str]) -> str:
    """The file of a volume: names may hold what a path can't, and may then be alike."""
    town, name = (_NO_NAME.sub("_", text) or "未填写" for text in (village.town, village.name))
    base = f"{folder}/{town}/{name}{f'-{part}' if parts > 1 else ''}"
    number, found = 2, f"{base}.pdf"
    while found in taken:
        number, found = number + 1, f"{base}（{number}）.pdf"
    taken.add(found)
    return found


def _bytes(frame: Frame, entries: Iterable[Entry]) -> int:
    """About how large a volume gets."""
    size = _A_VOLUME
    for entry in entries:
        size += _A_HOUSEHOLD
        for paper in entry.papers:
            if is_bound(frame, paper.sort):
                photo = paper.sort < len(frame.sorts) and frame.sorts[paper.sort].photo
                size += paper.size if paper.name.lower().endswith(PDF) else min(paper.size, _A_PHOTO if photo else _A_PAGE)
    return size


def _repeated(villages: Iterable[Village]) -> frozenset[str]:
    """The numbers that several households have."""
    counted = Counter(household.number for village in villages for household in village.households if household.number)
    return frozenset(number for number, count in counted.items() if count > 1)


def _about(unit: Unit, villages: Iterable[Village], repeated: frozenset[str]) -> Iterator[Diagnostic]:
    """What is to be said of the numbers of the households: those that have none, those that several have, those that no bar code can say."""
    title = unit.handbook.ledger.columns[unit.handbook.number].column.title
    households = [household for village in villages for household in village.households]

    def told(make: Told, code: str, message: str, about: Sequence[Household], help: str) -> Iterator[Diagnostic]:
        if about:
            places = [unit.ledger.place(household, unit.handbook.number) for household in about[:_SHOWN]]
            yield make(f"handbook.{code}", message, *places, help=help, unit=unit.scope.unit.name)

    blank = [household for household in households if not household.number]
    message = f"{len(households)}户中有{len(blank)}户没有{title}，没有档号和条码，也找不到照片和扫描件"
    yield from told(warning, "no-number", message, blank, f"请在《{unit.handbook.ledger.title}》中填写{title}，定了不再改")
    twice = [household for household in households if household.number in repeated]
    message = f"有{len(repeated)}个{title}重复，涉及{len(twice)}户，不知道照片和扫描件是哪一户的，没有装订"
    yield from told(error, "number-twice", message, twice, f"请改正{title}，一户一个")
    strange = [household for household in households if household.number and not household.number.isascii()]
    message = f"有{len(strange)}户的{title}有字母、数字以外的字，画不出条码"
    yield from told(notice, "no-bar-code", message, strange, "条码只能表示字母、数字和半角符号")
