"""Making the handbooks of units: one run at a time in a workspace, resumable, with the lists of what is lacking."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from reportgen.building.lock import held
from reportgen.building.workers import Workers
from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.files import cause, system_user
from reportgen.handbooks.lists import DETAIL, SUMMARY, detail, lacks, summary
from reportgen.handbooks.making import Made, Opened, make, too_little_disk
from reportgen.handbooks.planning import Plan, Unit, plan
from reportgen.handbooks.record import FOLDER, Record, open_record

FULL_LOG = "full.log"
"""Where it is noted what was printed with whole personal data."""
_SHOWN = 20  # files of one message


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is going to be done for a unit: how many volumes it has, how many of them of how many households are made, in which villages, on how much disk."""

    villages: frozenset[str]
    volumes: int
    due: int
    households: int
    needed: int
    due_villages: tuple[tuple[str, int], ...]
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a run is going to do, told before it begins, unit by unit.

    The households themselves are asked for anew as each unit's turn comes: all of a city's would fill the memory.
    """

    units: tuple[Unit, ...]
    wanted: frozenset[str]
    force: bool
    sketches: tuple[Sketch, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def households(self) -> int:
        """How many households the volumes have that are to be made."""
        return sum(one.households for one in self.sketches)

    @property
    def needed(self) -> int:
        """How many bytes they take, besides those that they replace."""
        return sum(one.needed for one in self.sketches)


@dataclass(frozen=True, slots=True)
class Told:
    """A volume as it is told of when a run is done."""

    unit: str
    town: str
    village: str
    file: str
    status: str
    households: int
    lacking: int


@dataclass(slots=True)
class Outcome:
    """What a run has done: its volumes, how many bytes were written, where they are, and what is to be said."""

    volumes: list[Told] = field(default_factory=list)
    bytes: int = 0
    folders: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many volumes came out so."""
        return sum(volume.status == status for volume in self.volumes)

    @property
    def households(self) -> int:
        """How many households there are in all volumes."""
        return sum(volume.households for volume in self.volumes)

    @property
    def lacking(self) -> int:
        """How many of them lack something."""
        return sum(volume.lacking for volume in self.volumes)


@contextmanager
def locked(outputs: Path) -> Iterator[Diagnostic | None]:
    """Holds the lock of the handbooks of a folder of outputs; gives what is wrong where it can't be had. A build may go on beside it."""
    busy = error("handbook.busy", "另一个 reportgen 正在这个工作区生成一户一档", help="请等它结束后再试；没有在运行的，请关闭还开着的命令窗口")
    with held(outputs, f"{FOLDER}/lock", busy) as fault:
        yield fault


def begin(units: Sequence[Unit], wanted: frozenset[str] = frozenset(), *, force: bool = False) -> Begun:
    """What is to be done for units, of the villages `wanted` alone where there are any. Whoever calls it holds the lock."""
    outputs = units[0].project.workspace.outputs
    sketches = []
    for unit in units:
        record = open_record(outputs, unit.record)
        planned = plan(unit, record, wanted, force=force)
        due = planned.due
        sketches.append(
            Sketch(
                villages=frozenset(village.name for village in planned.villages),
                volumes=len(planned.volumes),
                due=len(due),
                households=sum(len(volume.entries) for volume in due),
                needed=sum(max(0, volume.bytes - record.size(volume.name)) for volume in due),
                due_villages=tuple((f"{volume.town}{volume.village}", len(volume.entries)) for volume in due),
                problems=planned.problems,
            )
        )
    told = (*_without(units, sketches), *(problem for one in sketches for problem in one.problems))
    begun = Begun(tuple(units), wanted, force, tuple(sketches), told)
    full = too_little_disk(outputs, begun.needed)
    return replace(begun, problems=(*begun.problems, full)) if full else begun


def _without(units: Sequence[Unit], sketches: Sequence[Sketch]) -> Iterator[Diagnostic]:
    """That units have no households."""
    without = [unit for unit, sketch in zip(units, sketches, strict=True) if not sketch.villages]
    if without:
        ledger = without[0].handbook.ledger.title
        places = [Place(unit.scope.inputs.folder) for unit in without]
        message = f"{'、'.join(unit.scope.unit.name for unit in without)}没有《{ledger}》，或者是空的"
        yield warning("handbook.no-households", message, *places, help=f"请填报《{ledger}》")


def run(begun: Begun, workers: Opened, done: Callable[[Made], None], *, cluster: bool = False) -> Outcome:
    """Make what is due, and the lists of what is lacking; where all villages are asked for, volumes of others are told."""
    outcome = Outcome()
    with workers() if begun.households else Workers() as opened:
        for unit in begun.units:
            record = open_record(unit.project.workspace.outputs, unit.record)
            one = plan(unit, record, begun.wanted, force=begun.force)
            for made in make(one, record, opened, cluster=cluster):
                outcome.volumes.append(_told(one, made))
                outcome.bytes += made.bytes
                outcome.problems += made.problems
                done(made)
            outcome.folders += [one.folder] if one.volumes else []
            if one.volumes and not begun.wanted:
                outcome.problems += (*_lists(one, record), *_gone(one, record))
    return outcome


def _told(one: Plan, made: Made) -> Told:
    volume = made.volume
    return Told(one.frame.unit, volume.town, volume.village, volume.name, made.status, len(volume.entries), sum(map(lacks, volume.entries)))


def note_full(outputs: Path, unit: str, printed: Iterable[tuple[str, int]]) -> Diagnostic | None:
    """Note who has printed personal data whole, when, of which villages (or households) and how many; nothing may be printed where that can't be noted."""
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    lines = [f"{moment}\t{system_user()}\t{unit}\t{what}\t{households}户\n" for what, households in printed]
    path = outputs / FOLDER / FULL_LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as fault:
        return error("handbook.log", f"写不了登记：{cause(fault)}，没有生成", Place(f"{outputs.name}/{FOLDER}/{FULL_LOG}"), help="请检查磁盘空间和文件夹权限")
    return None


def _lists(one: Plan, record: Record) -> Iterator[Diagnostic]:
    """Write the lists of what is lacking, where they say something else than those that are there."""
    for file, write in ((SUMMARY, summary), (DETAIL, detail)):
        name = f"{one.folder}/{file}"
        content = write(one)
        try:
            if (record.outputs / name).is_file() and (record.outputs / name).read_bytes() == content:
                continue
            record.put(record.place(name, "")[0], content, "")
        except OSError as fault:
            place = Place(f"{record.outputs.name}/{name}")
            yield error("handbook.write", f"写不了：{cause(fault)}", place, help="请关闭打开着的文件，检查磁盘空间和文件夹权限")


def _gone(one: Plan, record: Record) -> Iterator[Diagnostic]:
    """The volumes of villages that the ledger no longer has."""
    gone = [name for name in record.gone({volume.name for volume in one.volumes}) if name.endswith(".pdf")]
    if gone:
        places = [Place(f"{record.outputs.name}/{name}") for name in gone[:_SHOWN]]
        yield notice("handbook.gone", f"有{len(gone)}个分册的村（册）不在台账里了，文件还在", *places, help="不需要的请删除")
