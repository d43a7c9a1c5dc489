"""What came back: the workbooks in a folder, and in the zips there, whatever they are called."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, notice
from reportgen.exchange.packages import is_package
from reportgen.exchange.slip import Slip, read_slip
from reportgen.files import cause, read_file
from reportgen.inputs.data_files import OTHER_TABLES, WORKBOOKS, is_data_file
from reportgen.inputs.excel import open_workbook
from reportgen.ooxml.guard import DAMAGE, Limits, PackageFault, Use, Words, entry_name, open_zip

MOST_FILES = 20_000
"""So many files of a folder are looked at: those of all townships of a city, ten times over."""
_ZIPS = (".zip",)
_OTHER_PACKS = (".rar", ".7z", ".tar", ".gz")
_ASK = "请让填报单位重新发送"
_PACK = Use(
    {
        PackageFault.NO_END: Words("unusable", "不是 zip 压缩包，或者不完整", _ASK),
        PackageFault.DAMAGED: Words("unusable", "不完整或者已经损坏", _ASK),
        PackageFault.LOCKED: Words("unusable", "设有密码，打不开", "请解压以后再收集"),
        PackageFault.LARGE: Words("unusable", "解压后过大，为安全起见没有打开", "请解压以后再收集"),
    },
    Limits(entries=2_000),
)
"""A zip in which somebody sends workbooks."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A returned workbook: its name as it is told (below the folder; in a zip 包.zip/表.xlsx), its bytes, and what it says of itself."""

    name: str
    content: bytes
    slip: Slip

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.name)

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is in a folder (or one file): workbooks and filing packages, in the order of their names, and what of it can't be read."""

    workbooks: tuple[Arrival, ...]
    packages: tuple[Path, ...]
    problems: tuple[Diagnostic, ...]


def arrivals(source: Path) -> Arrived:
    """All that came back in a folder (or file)."""
    found: list[Arrival] = []
    problems: list[Diagnostic] = []
    packages: list[Path] = []
    for name, content in _files(source, packages, problems):
        try:
            with open_workbook(content, name) as workbook:
                found.append(Arrival(name, content, read_slip(content, workbook)))
        except Unreadable as fault:
            problems.append(fault.diagnostic("collect", Place(name), "", _ASK))
    return Arrived(tuple(found), tuple(packages), tuple(problems))


def _files(source: Path, packages: list[Path], problems: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    """The workbooks as names and bytes; of each other file that may be meant as one, what is to be done with it."""
    try:
        paths = [source] if source.is_file() else sorted(path for path in source.rglob("*") if path.is_file())
    except OSError as fault:
        problems.append(error("collect.unreadable", f"文件夹读不了：{cause(fault)}", Place(source.as_posix()), help="请检查文件夹是否存在、有没有读取权限"))
        return
    if len(paths) > MOST_FILES:
        problems.append(error("collect.too-many", f"文件超过{MOST_FILES}个，没有收集", Place(source.as_posix()), help="请只留下收回的填报表"))
        return
    for path in paths:
        name = path.name if source.is_file() else path.relative_to(source).as_posix()
        kind = path.suffix.lower()
        if path.name.startswith((".", "~")):
            continue
        try:
            if kind in _ZIPS and is_package(path):
                packages.append(path)
            elif kind in _ZIPS:
                yield from _packed(name, path, problems)
            elif is_data_file(path) and kind in WORKBOOKS:
                yield name, read_file(path).data
            else:
                problems += _other(name, kind)
        except OSError as fault:
            problems.append(error("collect.unreadable", f"读不了：{cause(fault)}", Place(name), help="请检查文件能否打开"))


def _packed(name: str, path: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    try:
        with open_zip(path, _PACK) as opened:
            for entry in sorted(opened.infolist(), key=entry_name):
                inner = entry_name(entry)
                kind = Path(inner).suffix.lower()
                if entry.is_dir() or Path(inner).name.startswith((".", "~")) or inner.startswith("__MACOSX/"):
                    continue
                if is_data_file(Path(inner)) and kind in WORKBOOKS:
                    yield f"{name}/{inner}", opened.read(entry)
                else:
                    problems += _other(f"{name}/{inner}", kind)
    except Unreadable as fault:
        problems.append(fault.diagnostic("collect", Place(name), "", _ASK))
    except DAMAGE:
        problems.append(error("collect.unusable", "不完整或者已经损坏", Place(name), help=_ASK))


def _other(name: str, kind: str) -> Iterator[Diagnostic]:
    if kind in OTHER_TABLES:
        yield error("collect.old-format", f"是 {kind} 格式，没有收集", Place(name), help="请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”，再收集")
    elif kind in (*_OTHER_PACKS, *_ZIPS):
        yield error("collect.packed", f"是 {kind} 压缩包，没有打开", Place(name), help="请解压以后再收集")
    else:
        yield notice("collect.not-a-workbook", "不是填报表，没有收集", Place(name), help="佐证材料请放到单位文件夹的“佐证材料”中")
