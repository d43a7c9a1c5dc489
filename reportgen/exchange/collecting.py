"""collect: returned workbooks are known by their identity, judged, and taken in as the inputs of their units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors, notice
from reportgen.exchange.arrivals import Arrival, arrivals
from reportgen.exchange.content import Content, as_handed_out, read_content
from reportgen.exchange.identity import Identity
from reportgen.exchange.ledger import ACCEPTED, FAULTY, Ledger, Receipt, not_written, open_ledger, unusable
from reportgen.exchange.packages import Received, bring_in, latest, look_into
from reportgen.exchange.returns_table import write_table
from reportgen.exchange.taking import KEPT, Plan, carry_out, own_tables, plan
from reportgen.files import MARKED, cause, replace_file
from reportgen.inputs.load import load_season
from reportgen.inputs.programme import programme_of
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.unit import Unit
from reportgen.workbook.annotation import of_problems
from reportgen.workbook.blank import WORKBOOK
from reportgen.workbook.mark import marked_copy
from reportgen.workspace import Workspace

TO_SEND_BACK = "to-send-back"
"""The folder below exchange/SEASON/ with the marked copies of what is faulty."""
_ASK = "请向填报单位核对"


@dataclass(frozen=True, slots=True)
class Collected:
    """A returned workbook: what it says that it is (None where it says nothing), the receipt (None where none is given), what is wrong, what it changes.

    `plan` is None where it isn't taken in: then nothing of it is written but the receipt, and a marked copy of a faulty one.
    """

    arrival: Arrival
    identity: Identity | None = None
    receipt: Receipt | None = None
    problems: tuple[Diagnostic, ...] = ()
    plan: Plan | None = None

    @property
    def is_faulty(self) -> bool:
        """Whether it is a unit's own, and what is in it must be mended by the unit."""
        return self.receipt is not None and not self.receipt.is_accepted


@dataclass(frozen=True, slots=True)
class Collection:
    """All that came back, in the order of the units, and what could not be read at all."""

    files: tuple[Collected, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    packages: tuple[Received, ...] = ()

    @property
    def every_problem(self) -> tuple[Diagnostic, ...]:
        """All that is to be said, of each file and of the whole."""
        of_files = (problem for one in self.files for problem in one.problems)
        return (*of_files, *(problem for one in self.packages for problem in one.problems), *self.problems)

    @property
    def writes(self) -> bool:
        """Whether there is anything to be written: inputs, receipts, marked copies."""
        return any(one.receipt is not None for one in self.files) or any(one.is_taken for one in self.packages)

    @property
    def taken(self) -> tuple[Collected, ...]:
        """What is taken in."""
        return tuple(one for one in self.files if one.plan is not None)


def look_at(workspace: Workspace, season: str, source: Path, now: datetime, by: str, *, overwrite: bool = False) -> Collection:
    """What is in a folder (or file) of returned workbooks, and what would be done with it; nothing is written."""
    arrived = arrivals(source)
    found = arrived.workbooks
    ledger = open_ledger(workspace, season)
    packages = latest([look_into(workspace, season, path, ledger, overwrite=overwrite) for path in arrived.packages])
    try:
        work = _Collecting(workspace, season, ledger, now, by, overwrite=overwrite)
    except Unreadable as fault:
        return Collection(problems=(unusable(ledger, fault),))
    known = [(one, *work.recognise(one)) for one in found]
    twice, same = work.repeated([(one, identity) for one, identity, wrong in known if identity is not None and not has_errors(wrong)])
    files = []
    for one, identity, wrong in known:
        if one.name in same:
            files.append(Collected(one, identity, problems=(same[one.name],)))
        elif identity is None or has_errors(wrong) or one.name in twice:
            files.append(Collected(one, identity, problems=(*wrong, *twice.get(one.name, ()))))
        else:
            files.append(work.judge(one, identity))
    files.sort(key=lambda one: (one.identity.unit if one.identity else "", one.arrival.name))
    own = own_tables(work.units, [one.plan for one in files if one.plan is not None])
    return Collection(tuple(files), (*arrived.problems, *own), packages)


@dataclass(slots=True)
class _Collecting:
    """The season into which workbooks are collected."""

    workspace: Workspace
    season: str
    ledger: Ledger
    now: datetime
    by: str
    overwrite: bool
    issued: Mapping[str, Identity] = field(init=False)
    receipts: Sequence[Receipt] = field(init=False)
    units: Mapping[str, UnitInputs] = field(init=False)
    programme: Programme = field(init=False)

    def __post_init__(self) -> None:
        self.issued = {one.mark: one for one in self.ledger.issued()}
        self.receipts = self.ledger.receipts()
        self.units = {one.unit.name: one for one in load_season(self.workspace, self.workspace.inputs / self.season).units if not one.absent}
        self.programme, _ = programme_of(self.workspace)

    def recognise(self, one: Arrival) -> tuple[Identity | None, tuple[Diagnostic, ...]]:
        """Whose a workbook is, and what is wrong with that."""
        said = one.slip
        identity = said.identity
        if identity is None:
            message, help_text = "没有回收单，认不出是哪个单位的表", "请让填报单位用下发的文件填写；不是下发的表，请用 reportgen new 建立单位以后放进它的文件夹"
            return None, (error("collect.no-identity", message, one.place, help=help_text),)
        if said.sheet is not None and said.document is not None and said.sheet != said.document:
            differing = "，".join(said.document.differing(said.sheet))
            message = f"回收单被改动过：下发时的{differing}"
            return identity, (error("collect.identity-changed", message, one.place, help=f"{_ASK}：是不是把别的单位的文件改了名称拿来用"),)
        if not identity.is_whole:
            issued = self._like(identity)
            differing = f"：下发时的{'，'.join(issued.differing(identity))}" if issued is not None else ""
            return identity, (error("collect.identity-changed", f"回收单与它的标识不符，被改动过{differing}", one.place, help=_ASK),)
        if identity.season != self.season:
            message = f"是{identity.season}年的表，现在收集的是{self.season}年的"
            return identity, (error("collect.other-season", message, one.place, help=f"请换成{self.season}年下发的表，或者用 --season {identity.season} 收集"),)
        return identity, self._issued(one, identity)

    def _issued(self, one: Arrival, identity: Identity) -> tuple[Diagnostic, ...]:
        if identity.mark not in self.issued:
            if identity.upper not in self.units:
                message = f"是“{identity.upper}”下发给“{identity.unit}”的表，这个工作区没有“{identity.upper}”"
                return (error("collect.not-ours", message, one.place, help=f"请把它交给“{identity.upper}”"),)
            message = f"这个工作区没有下发过给“{identity.unit}”的这张表（标识 {identity.mark}）"
            return (
                error(
                    "collect.not-issued",
                    message,
                    one.place,
                    help="下发记录在 exchange 文件夹中；在另一台电脑上下发的，请在那里收集，或者把 exchange 文件夹复制过来",
                ),
            )
        newest = max((other for other in self.issued.values() if other.unit == identity.unit), key=lambda other: int(other.version))
        if newest.version != identity.version:
            message = f"是第{identity.version}版（{identity.handed}下发），“{identity.unit}”的表已经重新下发，现在是第{newest.version}版（{newest.handed}下发）"
            return (error("collect.old-version", message, one.place, help="请让填报单位填写新下发的表"),)
        return ()

    def _like(self, identity: Identity) -> Identity | None:
        """What was handed out under a 标识, or to a unit last."""
        same = [one for one in self.issued.values() if one.unit == identity.unit]
        return self.issued.get(identity.mark) or (same[-1] if same else None)

    def repeated(self, known: Sequence[tuple[Arrival, Identity]]) -> tuple[dict[str, tuple[Diagnostic, ...]], dict[str, Diagnostic]]:
        """By name what is said of workbooks of one identity that say different things (none of them is taken), and of those that say the same as another."""
        groups: dict[str, list[Arrival]] = {}
        for one, identity in known:
            groups.setdefault(identity.mark, []).append(one)
        twice: dict[str, tuple[Diagnostic, ...]] = {}
        same: dict[str, Diagnostic] = {}
        for mark, found in groups.items():
            said = {one.name: self._whole(one, self.issued[mark]) for one in found}
            first = found[0]
            if len({*said.values()}) > 1:
                names = "、".join(f"“{one.name}”" for one in found)
                message = f"“{self.issued[mark].unit}”的表收回了{len(found)}份，内容不一样：{names}"
                help_text = f"{_ASK}以哪一份为准，把其余的移出收集的文件夹"
                twice |= {one.name: (error("collect.twice", message, *(other.place for other in found), help=help_text),) for one in found}
            else:
                help_text = "不必处理"
                same |= {
                    one.name: notice("collect.same-twice", f"与“{first.name}”的内容相同，只收集那一份", one.place, first.place, help=help_text)
                    for one in found[1:]
                }
        return twice, same

    def _whole(self, one: Arrival, identity: Identity) -> str:
        """What a workbook says in all its tables, for comparing."""
        try:
            content = read_content(one.content, one.name, self.unit(identity), self.programme)
        except Unreadable:
            return one.sha256
        return repr([(key, [line.whole for line in rows]) for key, rows in sorted(content.tables.items())])

    def unit(self, identity: Identity) -> Unit:
        """The unit of an identity: as its folder says, or, without one, as it was handed out."""
        here = self.units.get(identity.unit)
        if here is not None:
            return here.unit
        fields = {"name": identity.unit, "level": identity.level, "code": identity.code, "parent": identity.upper, "authority": identity.unit}
        return Unit.model_validate(fields)

    def judge(self, one: Arrival, identity: Identity) -> Collected:
        """A workbook that is a unit's: its tables, and what they change."""
        unit = self.unit(identity)
        earlier = [receipt for receipt in self.receipts if receipt.is_accepted and receipt.mark == identity.mark]
        handed = self.ledger.workbook(identity.mark)
        try:
            issued = read_content(handed.read_bytes(), handed.name, unit, self.programme)
            # What has been taken in since is what a second one is compared with.
            base = read_content(self.ledger.received(earlier[-1]).read_bytes(), earlier[-1].file, unit, self.programme) if earlier else issued
            content = read_content(one.content, one.name, unit, self.programme)
        except (Unreadable, OSError) as fault:
            reason = fault.message if isinstance(fault, Unreadable) else "下发时的底稿不在了"
            return Collected(one, identity, problems=(error("collect.unreadable", f"没有收集：{reason}", one.place, help=_ASK),))
        problems = (*as_handed_out(content, issued, one.name), *content.problems)
        if any(receipt.sha256 == one.sha256 for receipt in earlier):
            help_text = "不必处理"
            return Collected(one, identity, problems=(notice("collect.known", f"{earlier[-1].time[:10]}已经收集过", one.place, help=help_text),))
        if has_errors(problems):
            return Collected(one, identity, self._receipt(one, identity, content, problems), problems)
        if earlier and not self.overwrite:
            return self._again(one, identity, content, base, (problems, earlier[-1]))
        planned = plan(self.workspace, self.season, unit, self.units.get(unit.name), self.programme, content, base, one, overwrite=self.overwrite)
        problems = (*problems, *planned.problems)
        if has_errors(problems):
            return Collected(one, identity, problems=problems)
        return Collected(one, identity, self._receipt(one, identity, content, ()), problems, planned)

    def _again(self, one: Arrival, identity: Identity, content: Content, base: Content, before: tuple[tuple[Diagnostic, ...], Receipt]) -> Collected:
        """Another workbook of an identity of which one has been taken in."""
        problems, receipt = before
        unit = self.unit(identity)
        planned = plan(self.workspace, self.season, unit, self.units.get(unit.name), self.programme, content, base, one, overwrite=True)
        if planned.is_nothing:
            return Collected(one, identity, problems=(*problems, notice("collect.known", f"与{receipt.time[:10]}收集的内容相同", one.place, help="不必处理")))
        message = f"“{identity.unit}”的表{receipt.time[:10]}已经收集过（{receipt.file}），这一份不一样：{planned.words}"
        help_text = f"{_ASK}以哪一份为准；以这一份为准的，加 --overwrite 再收集"
        return Collected(one, identity, problems=(*problems, error("collect.differs", message, one.place, *planned.places, help=help_text)))

    def _receipt(self, one: Arrival, identity: Identity, content: Content, problems: Sequence[Diagnostic]) -> Receipt:
        wrong = [problem for problem in problems if has_errors((problem,))]
        faults = tuple(f"{_shown(problem.places)}{problem.message}" for problem in wrong)
        return Receipt(
            mark=identity.mark,
            unit=identity.unit,
            season=identity.season,
            upper=identity.upper,
            due=identity.due,
            version=identity.version,
            file=one.name,
            sha256=one.sha256,
            filled_by=one.slip.by,
            time=self.now.isoformat(timespec="seconds"),
            by=self.by,
            state=FAULTY if wrong else ACCEPTED,
            faults=faults,
            lacking=content.lacking,
            tables=len(content.titles),
        )


def _shown(places: Sequence[Place]) -> str:
    where = next((f"{place.sheet or ''}{place.cell or ''}" for place in places), "")
    return f"{where}：" if where else ""


def without_plan(one: Collected, *problems: Diagnostic) -> Collected:
    """A workbook that could not be taken in after all."""
    return replace(one, plan=None, receipt=None, problems=(*one.problems, *problems))


def take_in(workspace: Workspace, season: str, collection: Collection, now: datetime, by: str) -> tuple[Collection, tuple[Path, ...]]:
    """Carries out what was planned, writes the receipts, and marked copies of what is faulty; gives what became of it, and the copies."""
    ledger = open_ledger(workspace, season)
    files: list[Collected] = []
    copies: list[Path] = []
    for one in collection.files:
        done = one
        if one.plan is not None:
            wrong = carry_out(workspace, season, one.plan, ledger.folder / KEPT, now)
            done = without_plan(one, *wrong) if has_errors(wrong) else one
        try:
            if done.receipt is not None:
                ledger.keep(done.receipt, done.arrival.content)
                if done.is_faulty:
                    copies.append(_marked(ledger, done, done.receipt))
        except (Unreadable, OSError) as fault:
            reason = fault.message if isinstance(fault, Unreadable) else cause(fault)
            done = replace(done, problems=(*done.problems, not_written(ledger.folder, reason)))
        files.append(done)
    told = _record(workspace, season, ledger, files)
    brought = tuple(problem for one in collection.packages if one.is_taken for problem in bring_in(workspace, one, ledger, now, by))
    return replace(collection, files=tuple(files), problems=(*collection.problems, *told, *brought)), tuple(copies)


def _record(workspace: Workspace, season: str, ledger: Ledger, files: Sequence[Collected]) -> tuple[Diagnostic, ...]:
    """Brings the 填报收集 of the units up to date that have got something back."""
    uppers = {one.receipt.upper for one in files if one.receipt is not None}
    loaded = load_season(workspace, workspace.inputs / season)
    try:
        return tuple(told for one in loaded.units if one.unit.name in uppers for told in write_table(workspace, ledger, one))
    except Unreadable as fault:
        return (unusable(ledger, fault),)


def _marked(ledger: Ledger, one: Collected, receipt: Receipt) -> Path:
    """The marked copy of a faulty workbook, to be sent back. Raises Unreadable, OSError."""
    content = marked_copy(one.arrival.content, one.arrival.name, receipt.unit, of_problems(one.problems))
    path = ledger.folder / TO_SEND_BACK / f"{receipt.unit}-{receipt.season}年{WORKBOOK.removesuffix('.xlsx')}{MARKED}.xlsx"
    replace_file(path, content)
    return path
