"""Several files in one upload, or a zip of them: which of the unit's workbooks each is to become. Each has a receipt of its own, also what isn't taken."""

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportgen.desk.engine import Engine
from reportgen.desk.folder import DeskFolder
from reportgen.desk.models import Person
from reportgen.desk.sheets import TABLES
from reportgen.desk.underway import go
from reportgen.desk.uploads import NotTaken, Offered, go_on, keep, tables, unusable
from reportgen.diagnostics import Unreadable
from reportgen.files import MAX_BYTES
from reportgen.inputs.copy_names import original
from reportgen.inputs.data_files import OTHER_TABLES, WORKBOOKS, is_data_file
from reportgen.ooxml.guard import DAMAGE, Limits, PackageFault, Use, Words, entry_name, open_zip

MOST_FILES = 50
"""Files of one upload: a county keeps one workbook, or one for each of its twenty tables."""
ZIP = ".zip"
_OTHER_PACKS = (ZIP, ".rar", ".7z", ".tar", ".gz")
_PACK = Use(
    {
        PackageFault.NO_END: Words("unusable", "不是 zip 压缩包，或者不完整"),
        PackageFault.DAMAGED: Words("unusable", "不完整或者已经损坏"),
        PackageFault.LOCKED: Words("unusable", "设有密码，打不开，请解压以后上传其中的填报表"),
        PackageFault.LARGE: Words("unusable", "里面的文件太多，或者解压后过大，为安全起见没有打开，请解压以后上传其中的填报表"),
    },
    Limits(entries=2_000, unpacked=4 * MAX_BYTES),
)
"""A zip in which somebody uploads workbooks; it is unpacked in memory."""
_PROGRAMS = "__MACOSX"
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')
_LONGEST = 100  # characters of a new workbook's name
_BATCH = 8  # bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """A file of an upload: its name, in a zip with the zip's and the folders' (包.zip/甲县/填报表.xlsx), its content; why it isn't taken ("": it may be)."""

    name: str
    content: bytes
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Meant:
    """A file with the workbook that it is to become."""

    file: Brought
    target: str = ""
    refusal: str = ""


def receive_all(engine: Engine, folder: DeskFolder, person: Person, unit: str, files: Sequence[Brought], seen: Mapping[str, str], *, new: bool) -> str:
    """Keep the files with their receipts, and go on with those that are workbooks of the unit together; gives what their receipts have in common (`batch`).

    `seen` are the digests of the workbooks that the page showed, by name; `new`: what is none of them becomes a further one. Raises NotTaken where there is
    no file at all, or there are too many; OSError.
    """
    if not files or len(files) > MOST_FILES:
        raise NotTaken(f"一次最多上传{MOST_FILES}个文件，请分几次上传" if files else "没有选择文件，或者压缩包里没有文件")
    there = engine.ask(lambda project: tables(project, unit))
    batch = secrets.token_hex(_BATCH)
    uploads = []
    for one in _meant(files, there, new=new):
        offered = Offered(one.file.name, one.file.content, one.target, seen.get(one.target, ""))
        upload = keep(engine, folder, person, unit, offered, batch, one.refusal)
        uploads += [] if one.refusal else [(upload, offered.was)]
    if uploads:
        go([upload for upload, _ in uploads], lambda: go_on(engine, folder, person, uploads, agreed=False))
    return batch


def unpacked(name: str, content: bytes) -> Iterator[Brought]:
    """The files of a zip; what programs leave in one is passed over. Raises NotTaken where it can't be opened, or not safely."""
    try:
        with open_zip(content, _PACK) as opened:
            entries = [(entry, entry_name(entry).replace("\\", "/")) for entry in opened.infolist() if not entry.is_dir()]
            entries = [(entry, inner) for entry, inner in entries if not _is_aside(inner)]
            if len(entries) > MOST_FILES:
                raise NotTaken(f"“{name}”里有{len(entries)}个文件，一次最多上传{MOST_FILES}个，请分几次上传")
            for entry, inner in sorted(entries, key=lambda one: one[1]):
                parts = PurePosixPath(inner).parts
                if ".." in parts or inner.startswith("/"):
                    yield Brought(f"{name}/{PurePosixPath(inner).name}", b"", "它在压缩包里的路径指向包外，没有接收")
                elif PurePosixPath(inner).suffix.lower() not in TABLES:
                    yield Brought(f"{name}/{inner}", b"", _no_workbook(inner))
                elif entry.file_size > MAX_BYTES:
                    yield Brought(f"{name}/{inner}", b"", f"超过{MAX_BYTES // 2**20}MB，没有接收")
                else:
                    yield Brought(f"{name}/{inner}", opened.read(entry))
    except Unreadable as fault:
        raise NotTaken(f"“{name}”{fault.message}") from fault
    except DAMAGE as fault:
        raise NotTaken(f"“{name}”不完整或者已经损坏，请重新压缩后上传") from fault


def _is_aside(inner: str) -> bool:
    return inner.startswith(_PROGRAMS) or PurePosixPath(inner).name.startswith((".", "~"))


def _no_workbook(name: str) -> str:
    kind = PurePosixPath(name).suffix.lower()
    if kind in OTHER_TABLES:
        return f"是 {kind} 格式，没有接收，请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”"
    return "是压缩包，没有打开，请解压以后上传" if kind in _OTHER_PACKS else "不是 Excel 填报表，没有接收"


def _meant(files: Sequence[Brought], there: Mapping[str, str], *, new: bool) -> Iterator[_Meant]:
    """Which workbook each file is to become: the one of its name, or of which its name says that it is a copy; else the only one there is.

    Where the unit has none yet, all of several are `new`.
    """
    names = [PurePosixPath(one.name).name for one in files]
    refusals = [_refusal(one) for one in files]
    usable = [at for at, refusal in enumerate(refusals) if not refusal]
    found = {at: _target(names[at], there) for at in usable}
    books = {name: digest for name, digest in there.items() if _is_workbook(name)}
    if len(usable) == 1 and len(books) == 1 and not new and _is_workbook(names[usable[0]]):
        found[usable[0]] = next(iter(books))
    if new or not any(books.values()):
        found |= {at: names[at] for at in usable if not found[at] and _may_be_new(names[at])}
    targets = [target.casefold() for target in found.values()]
    for at, one in enumerate(files):
        target, refusal = found.get(at, ""), refusals[at]
        if not refusal and not target:
            known = "、".join(f"“{name}”" for name in there)
            refusal = f"文件名和现有的填报表（{known}）都对不上；请改成其中一个的名称，或者单独上传，选定“替换哪一份”；是新的一份的，勾选“作为新的一份存入”"
        elif not refusal and targets.count(target.casefold()) > 1:
            refusal = f"有几份都是“{target}”，不能确定用哪一份；请只留一份"
        elif not refusal and PurePosixPath(target).suffix.lower() != PurePosixPath(names[at]).suffix.lower():
            refusal = f"要替换的是 {PurePosixPath(target).suffix} 文件，请另存为这种格式"
        yield _Meant(one, "" if refusal else target, refusal)


def _refusal(one: Brought) -> str:
    if one.refusal:
        return one.refusal
    return unusable(PurePosixPath(one.name).name, one.content) if PurePosixPath(one.name).suffix.lower() in TABLES else _no_workbook(one.name)


def _is_workbook(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in WORKBOOKS


def _target(name: str, there: Mapping[str, str]) -> str:
    """The workbook of a name, however its letters are written; else the only one that it is a copy of by its name."""
    folded = {unicodedata.normalize("NFC", known).casefold(): known for known in there}
    same = folded.get(unicodedata.normalize("NFC", name).casefold())
    copies = [known for known in there if original(Path(known).stem) == original(Path(name).stem) and _may_replace(name, known)]
    return same or (copies[0] if len(copies) == 1 else "")


def _may_replace(name: str, known: str) -> bool:
    """Whether a file may be meant for another one, by what kind of file they are."""
    return _is_workbook(known) if _is_workbook(name) else Path(known).suffix.lower() == Path(name).suffix.lower()


def _may_be_new(name: str) -> bool:
    return len(name) <= _LONGEST and _UNFIT.search(name) is None and is_data_file(Path(name)) and _is_workbook(name)
