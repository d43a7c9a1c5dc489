"""hand-out: a workbook for each unit below, with its tables, its rows and its identity; and a zip of them all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, warning
from reportgen.exchange.identity import Identity
from reportgen.exchange.ledger import Ledger, not_written, open_ledger, unusable
from reportgen.exchange.prefill import prefilled
from reportgen.exchange.recipients import Recipient, datasets_of, recipients
from reportgen.exchange.returns_table import write_table
from reportgen.exchange.slip import SLIP, slip_sheet, with_property
from reportgen.files import cause, replace_file
from reportgen.inputs.divisions import townships
from reportgen.inputs.likeness import stem
from reportgen.inputs.load import load_season
from reportgen.inputs.programme import programme_of
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.choices import Level
from reportgen.ooxml.packing import packed
from reportgen.start.uses import owner_of, uses_of
from reportgen.workbook.blank import WORKBOOK, new_workbook
from reportgen.workspace import Workspace

HANDED = "handed-out"
"""The folder below exchange/SEASON/ where the workbooks go that are handed out."""


_THEN = f"填好以后在《{SLIP}》填写填报人，保存并关闭，把这个文件发回上级。"


@dataclass(frozen=True, slots=True)
class Sent:
    """A workbook for a unit below: its file, and by the titles of its tables how many rows stand in each already."""

    unit: str
    version: str
    file: Path
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was written: the workbooks, the zip with all of them (None where nothing was), and what is to be said."""

    sent: tuple[Sent, ...] = ()
    archive: Path | None = None
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is handed out by whom: the unit's name, the day by which it must come back, today, the folder to write to (None: exchange/SEASON/handed-out/单位/).

    `tables` are the titles or keys of the tables that are asked for; none means all that the level gives.
    """

    unit: str
    due: date | None
    today: date
    to: Path | None = None
    tables: tuple[str, ...] = ()


def hand_out(workspace: Workspace, season: str, asked: Asked) -> HandedOut:
    """Writes the workbooks for the units below one.

    What was handed out before counts up its 版次: the earlier one is not taken back in after that.
    """
    name, due = asked.unit, asked.due
    loaded = load_season(workspace, workspace.inputs / season)
    upper = next((one for one in loaded.units if one.unit.name == name and not one.absent), None)
    if upper is None:
        return HandedOut(problems=(error("hand-out.no-unit", f"没有单位“{name}”，或者它的单位说明读不了", help="请运行 reportgen check 查看"),))
    found = recipients(upper, loaded.units)
    if not found:
        help_text = "请为下级建立文件夹（reportgen new），乡镇也可以写在单位说明的“乡镇”中，或者填写《乡镇村名录》"
        return HandedOut(problems=(error("hand-out.none-below", f"“{name}”没有下级单位", Place(upper.folder), help=help_text),))
    ledger = open_ledger(workspace, season)
    programme, _ = programme_of(workspace)
    unknown = [table for table in asked.tables if table not in (*programme.by_title, *programme.by_key)]
    if unknown:
        help_text = f"数据表有：{'、'.join(programme.by_title)}"
        return HandedOut(problems=(error("hand-out.no-table", f"没有数据表“{'、'.join(unknown)}”", help=help_text),))
    if due is not None and due < asked.today:
        help_text = "请写一个今天以后的日期"
        return HandedOut(problems=(error("hand-out.due-past", f"截止日期{due.isoformat()}已经过了", help=help_text),))
    target = asked.to or ledger.folder / HANDED / upper.folder_name
    work = _Handing(workspace, season, upper, "" if due is None else due.isoformat(), asked.today.isoformat(), asked.tables, ledger)
    try:
        made = [work.workbook(one) for one in found]
        sent, parts = [], {}
        for identity, content, rows in made:
            file = target / f"{upper.unit.name}-{identity.unit}-{season}年{WORKBOOK}"
            ledger.issue(identity, content)
            replace_file(file, content)
            parts[file.name] = content
            sent.append(Sent(identity.unit, identity.version, file, rows))
        archive = target / f"{upper.unit.name}{season}年{WORKBOOK.removesuffix('.xlsx')}下发.zip"
        replace_file(archive, packed(parts, stored=(".xlsx",)))
        told = write_table(workspace, ledger, upper)
    except Unreadable as fault:
        return HandedOut(problems=(unusable(ledger, fault),))
    except OSError as fault:
        return HandedOut(problems=(not_written(target, cause(fault)),))
    undecided = [problem for one in (upper, *(one.inputs for one in found if one.inputs)) for problem in one.undecided]
    unread = [warning("hand-out.unread", f"读不了，没有预填：{one.message}", *one.places, help=one.help, unit=one.unit) for one in undecided]
    return HandedOut(tuple(sent), archive, (*told, *unread, *_left_out(upper, found)))


def _left_out(upper: UnitInputs, found: Sequence[Recipient]) -> list[Diagnostic]:
    """The townships of a county by the table of divisions that got nothing, since no table and no list names them."""
    unit = upper.unit
    given = {stem(one.name) for one in found}
    names = [] if unit.townships or unit.level is not Level.COUNTY else [name for name in townships(unit.code) if stem(name) not in given]
    if not names:
        return []
    message = f"没有下发给{'、'.join(names)}：“{unit.name}”的表中没有它们"
    return [warning("hand-out.left-out", message, Place(upper.folder), help="也要填报的，请在单位说明的“乡镇”中写上全部乡镇，再下发", unit=unit.name)]


@dataclass(frozen=True, slots=True)
class _Handing:
    """What all workbooks of one handing-out have in common."""

    workspace: Workspace
    season: str
    upper: UnitInputs
    due: str
    today: str
    tables: tuple[str, ...]
    ledger: Ledger

    def workbook(self, recipient: Recipient) -> tuple[Identity, bytes, dict[str, int]]:
        """A unit's workbook. Raises Unreadable."""
        before: Sequence[Identity] = [one for one in self.ledger.issued() if one.unit == recipient.name]
        code = next((one.code for one in before if recipient.inputs is None), recipient.code)
        version = str(max((int(one.version) for one in before), default=0) + 1)
        upper = self.upper.unit.name
        identity = Identity(recipient.name, str(recipient.level), code, self.season, upper, self.due, self.today, version).marked()
        programme, _ = programme_of(self.workspace)
        given = datasets_of(self.workspace, programme, recipient.level)
        datasets = [dataset for dataset in given if not self.tables or dataset.key in self.tables or dataset.title in self.tables]
        keys = {dataset.key for dataset in datasets}
        chosen = replace(programme.at(recipient.level), entries={key: entry for key, entry in programme.entries.items() if key in keys})
        rows = prefilled(self.workspace, self.upper, recipient, datasets)
        owner = owner_of(recipient.name, self.season, programme.season_name)
        content = new_workbook(uses_of(self.workspace), rows, (slip_sheet(identity),), owner, chosen, then=_THEN, describes=False)
        return identity, with_property(content, identity), {dataset.title: len(rows.get(dataset.key, ())) for dataset in datasets}
