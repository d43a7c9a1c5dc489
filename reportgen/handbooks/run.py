"""Making the handbooks of units: one run at a time in a workspace, resumable, with the lists of what is lacking."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reportgen.building.lock import held
from reportgen.diagnostics import Diagnostic, Place, error, notice
from reportgen.files import cause, system_user
from reportgen.handbooks.lists import DETAIL, SUMMARY, detail, lacking, summary
from reportgen.handbooks.making import Made, Opened, disk_needed, make, too_little_disk
from reportgen.handbooks.planning import Plan, Unit, plan
from reportgen.handbooks.record import FOLDER, Record, open_record

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Begun:
    """What a run is going to do, told before it begins: the plans with their records, how much disk they take, what is wrong."""

    plans: tuple[Plan, ...]
    records: tuple[Record, ...]
    needed: int
    problems: tuple[Diagnostic, ...]

    @property
    def households(self) -> int:
        """How many households the volumes have that are to be made."""
        return sum(len(volume.entries) for one in self.plans for volume in one.due)


@dataclass(slots=True)
class Outcome:
    """What a run has done: volumes by how they came out, households that lack something, and what is to be said."""

    made: int = 0
    unchanged: int = 0
    failed: int = 0
    households: int = 0
    lacking: int = 0
    bytes: int = 0
    folders: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


@contextmanager
def locked(outputs: Path) -> Iterator[Diagnostic | None]:
    """Holds the lock of the handbooks of a folder of outputs; gives what is wrong where it can't be had. A build may go on beside it."""
    busy = error("handbook.busy", "另一个 reportgen 正在这个工作区生成一户一档", help="请等它结束后再试；没有在运行的，请关闭还开着的命令窗口")
    with held(outputs, f"{FOLDER}/lock", busy) as fault:
        yield fault


def begin(units: Sequence[Unit], wanted: frozenset[str] = frozenset(), *, force: bool = False) -> Begun:
    """What is to be done for units, of the villages `wanted` alone where there are any. Whoever calls it holds the lock."""
    outputs = units[0].project.workspace.outputs
    records = tuple(open_record(outputs, unit.record) for unit in units)
    plans = tuple(plan(unit, record, wanted, force=force) for unit, record in zip(units, records, strict=True))
    needed = disk_needed(plans, records)
    full = too_little_disk(records[0], needed)
    told = tuple(problem for one in plans for problem in one.problems)
    return Begun(plans, records, needed, (*told, *((full,) if full else ())))


def run(begun: Begun, workers: Opened, done: Callable[[Made], None], *, cluster: bool = False, whole: bool = True) -> Outcome:
    """Make what is due, and the lists of what is lacking; `whole`: all villages are asked for, so that volumes of others are told."""
    outcome = Outcome()
    due = any(one.due for one in begun.plans)
    if due:
        with workers() as opened:
            for one, record in zip(begun.plans, begun.records, strict=True):
                for made in make(one, record, opened, cluster=cluster):
                    _count(outcome, made)
                    done(made)
    else:
        outcome.unchanged = sum(len(one.volumes) for one in begun.plans)
    for one, record in zip(begun.plans, begun.records, strict=True):
        outcome.folders.append(one.folder)
        outcome.households += sum(len(volume.entries) for volume in one.volumes)
        outcome.lacking += lacking(one)
        if whole:
            outcome.problems += _lists(one, record)
            outcome.problems += _gone(one, record)
    return outcome


def note_full(outputs: Path, begun: Begun) -> Diagnostic | None:
    """Note who has printed personal data whole, when and of which villages; nothing of it is printed where that can't be noted."""
    lines = [
        f"{datetime.now().astimezone().isoformat(timespec='seconds')}\t{system_user()}\t{one.frame.unit}\t{volume.town}{volume.village}\t{len(volume.entries)}户\n"
        for one in begun.plans
        for volume in one.due
    ]
    path = outputs / FOLDER / "full.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as fault:
        return error("handbook.log", f"写不了登记：{cause(fault)}，没有生成", Place(f"{outputs.name}/{FOLDER}/full.log"), help="请检查磁盘空间和文件夹权限")
    return None


def _count(outcome: Outcome, made: Made) -> None:
    if made.status == "made":
        outcome.made += 1
        outcome.bytes += made.bytes
    elif made.status == "unchanged":
        outcome.unchanged += 1
    else:
        outcome.failed += 1
    outcome.problems += made.problems


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
