"""What can be wrong with the history, as diagnostics that an office can act on."""

import sqlite3
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.files import cause
from reportgen.versions.database import FILE
from reportgen.versions.objects import DamagedObject
from reportgen.versions.version import BuildRecord

_PLACE = Place(f"outputs/{FILE}")
_BACKUP = "请从备份恢复 outputs/.reportgen 文件夹；没有备份的，把它改名保存后重新生成，版本从第1版重新编号，已经报送的以报送包为准"


def damaged_object(fault: DamagedObject, outputs: Path) -> Diagnostic:
    """An object of the history that was altered or is gone."""
    place = Place(f"{outputs.name}/{fault.path.relative_to(outputs).as_posix()}")
    what = "已经损坏或者被改动" if fault.path.exists() else "不见了"
    return error("history.object-damaged", f"版本记录中的文件{what}", place, help="请从备份恢复这个文件；运行 reportgen log --verify 可以查看它属于哪一版")


def clock_behind(made: BuildRecord, time: str, before: str) -> Diagnostic:
    """The clock of this computer is behind the newest version of a document."""
    places = (Place(f"outputs/{output.name}") for output in made.outputs.values())
    message = f"新的一版的时间（{_minute(time)}）早于上一版（{_minute(before)}）：本机的时钟不对，或者倒退过"
    help_text = "请校准本机的日期和时间；这一版已经照本机的时间记录，并且注明早于上一版，版本的先后以版本号为准"
    return warning("history.clock", message, *places, help=help_text, unit=made.key.unit)


def _minute(time: str) -> str:
    return time[:16].replace("T", " ")


def newer() -> Diagnostic:
    """A database that a later version of the program wrote."""
    return error("history.newer", "版本记录是用更新版本的 reportgen 写的，没有读取，也没有记录版本", _PLACE, help="请更新 reportgen")


def database(fault: sqlite3.Error) -> Diagnostic:
    """What SQLite says, by what a person can do about it."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return error("history.busy", "版本记录正被另一个程序占用，这次没有记录版本", _PLACE, help="请等另一个 reportgen 结束后再生成一次")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        help_text = "请检查磁盘空间和 outputs/.reportgen 文件夹的权限，然后再生成一次"
        return error("history.unwritable", "版本记录写不了或者打不开，这次没有记录版本", _PLACE, help=help_text)
    return unreadable()


def unreadable() -> Diagnostic:
    """A database that is no database, or whose entries make no sense."""
    return error("history.damaged", "版本记录已经损坏，公文照常生成，但没有记录版本", _PLACE, help=_BACKUP)


def unwritable(fault: OSError) -> Diagnostic:
    """A folder that can't be written, a full disk."""
    return error("history.unwritable", f"版本记录写不了：{cause(fault)}", _PLACE, help="请检查磁盘空间和 outputs/.reportgen 文件夹的权限，然后再生成一次")
