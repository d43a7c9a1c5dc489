"""Taking in an uploaded workbook: kept with a receipt first, then tried, then put in place of the one that is there, whole or not at all."""

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction

from reportgen.building.project import Project
from reportgen.desk.engine import Engine, Unavailable
from reportgen.desk.folder import DeskFolder
from reportgen.desk.locks import Lock, locks
from reportgen.desk.models import Person, Upload
from reportgen.desk.queue import ask_for
from reportgen.desk.sheets import TABLES
from reportgen.desk.stages import Outcome
from reportgen.desk.told import annotations, told
from reportgen.desk.trail import About, record
from reportgen.desk.trying import Tried
from reportgen.diagnostics import Place, Unreadable
from reportgen.files import MAX_BYTES, cause, read_file, replace_file
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.workbook.blank import WORKBOOK
from reportgen.workbook.mark import marked_copy

_PUTTING = threading.Lock()
"""One workbook is put at a time: whether it is still the one that was seen is looked at just before."""
_NAME_LENGTH = 200


class NotTaken(Exception):
    """An upload that isn't even kept: the words say why."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What was uploaded: the file's name, its content, the workbook that it is to become, and the digest of that which the page showed ("": none)."""

    file_name: str
    content: bytes
    target: str
    was: str


def workbooks(project: Project, unit: str) -> dict[str, str]:
    """The workbooks of a unit's folder by name, each with its SHA-256; the one that most is filled into first, "" where it isn't there."""
    folder = folder_of(project, unit)
    names = sorted((path.name for path in folder.iterdir() if is_data_file(path) and path.suffix.lower() in WORKBOOKS), key=lambda name: name != WORKBOOK)
    return {name: digest_of(folder / name) for name in dict.fromkeys((WORKBOOK, *names))}


def tables(project: Project, unit: str) -> dict[str, str]:
    """The files of a unit's folder that are shown as tables, with their digests: its workbooks, then its CSV files."""
    folder = folder_of(project, unit)
    others = sorted(path.name for path in folder.iterdir() if is_data_file(path) and path.suffix.lower() in TABLES - WORKBOOKS)
    return workbooks(project, unit) | {name: digest_of(folder / name) for name in others}


def folder_of(project: Project, unit: str) -> Path:
    """The folder of a unit's inputs."""
    return project.workspace.inputs / project.name / project.roster.folder(unit)


def receive(engine: Engine, folder: DeskFolder, person: Person, unit: str, offered: Offered) -> Upload:
    """Keep an upload with its receipt, and go on with it. Raises NotTaken where it is no workbook of the unit by its name or size; OSError."""
    name = PurePath(offered.file_name.replace("\\", "/")).name[-_NAME_LENGTH:]
    if offered.target not in engine.ask(lambda project: workbooks(project, unit)):
        raise NotTaken("没有这份填报表，请刷新页面后重新选择")
    if Path(name).suffix.lower() != Path(offered.target).suffix.lower():
        raise NotTaken(f"“{name}”不是 {Path(offered.target).suffix} 文件，请上传 Excel 填报表")
    if not offered.content or len(offered.content) > MAX_BYTES:
        raise NotTaken(f"“{name}”{'是空文件' if not offered.content else f'超过{MAX_BYTES // 2**20}MB'}，没有接收")
    digest = folder.keep(offered.content)
    with transaction.atomic():
        upload = Upload.objects.create(
            season=engine.season,
            unit=unit,
            person=person,
            file_name=name,
            target=offered.target,
            digest=digest,
            size=len(offered.content),
            was=offered.was,
        )
        record(person, "upload", About(upload.season, unit, digest=digest, words=f"{name} → {offered.target}"))
    return go_on(engine, folder, person, upload, offered.was, agreed=False)


def go_on(engine: Engine, folder: DeskFolder, person: Person, upload: Upload, over: str, *, agreed: bool) -> Upload:
    """Try an upload, and put it in place of the workbook whose digest is `over`, where nothing stands against that.

    `agreed`: the person was told that this one is not the one that they began from, or that the upload is an old one, and wants it all the same.
    """
    content = folder.kept(upload.digest)
    try:
        tried = settings.DESK_TRIALS.run(engine.root, engine.season, upload.unit, upload.target, content)
    except Unreadable as fault:
        where = engine.ask(lambda project: project.workspace.relative(folder_of(project, upload.unit) / upload.target))
        problem = fault.diagnostic("inputs", Place(where))
        tried = Tried((problem,), (problem,), frozenset())
    except Unavailable as fault:  # it may be gone on with
        upload.remark = str(fault)
        upload.save()
        return upload
    upload.faults = told(tried.said)
    closed = [lock for lock in locks(engine, upload.unit) if lock.datasets & tried.changed]
    if tried.errors:
        upload.outcome, upload.remark = Outcome.FAULTY, f"读表时有{len(tried.errors)}类错误，改正以后请重新上传"
    elif closed:
        upload.outcome, upload.remark = Outcome.LOCKED, _told_locked(closed)
    else:
        _put(engine, folder, person, upload, content, over, agreed=agreed)
    upload.save()
    return upload


def _put(engine: Engine, folder: DeskFolder, person: Person, upload: Upload, content: bytes, over: str, *, agreed: bool) -> None:
    """Put the workbook in place, where the one that is there is still the one that the person has seen."""
    path = engine.ask(lambda project: folder_of(project, upload.unit) / upload.target)
    with _PUTTING:
        there = digest_of(path)
        if there == upload.digest:
            upload.outcome, upload.remark = Outcome.SAME, ""
            return
        if there != over:
            upload.outcome, upload.remark = Outcome.DIFFERING, _told_differing(upload, there)
            return
        if not agreed and _is_older(upload):
            upload.outcome, upload.remark = Outcome.DIFFERING, "这份文件是以前采用过、后来被新的替换了的，采用它会退回到旧的数据"
            return
        try:
            if there:
                folder.keep(read_file(path).data)
            replace_file(path, content)
        except OSError as fault:
            upload.outcome, upload.remark = Outcome.FAILED, f"写不了填报表：{cause(fault)}，请联系管理员检查磁盘空间和权限，或者关闭打开它的程序后重新上传"
            return
    engine.look(anew=True)  # whoever comes next sees it
    upload.outcome, upload.remark, upload.was = Outcome.PUT, "", there
    with transaction.atomic():
        upload.save()
        record(person, "put", About(upload.season, upload.unit, digest=upload.digest, words=upload.target))
        ask_for(person, upload.season, upload.unit)


def marked(folder: DeskFolder, upload: Upload, file: str) -> bytes:
    """The upload with all that is said of it marked; `file` is the workbook's path as places have it. Raises Unreadable, OSError."""
    return marked_copy(folder.kept(upload.digest), file, upload.unit, annotations(upload.faults))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, "" where there is none. Raises OSError."""
    try:
        return hashlib.sha256(read_file(path).data).hexdigest()
    except FileNotFoundError:
        return ""


def _is_older(upload: Upload) -> bool:
    """Whether the same content was put in place before, and something else since."""
    return bool(Upload.objects.filter(season=upload.season, unit=upload.unit, target=upload.target, digest=upload.digest, outcome=Outcome.PUT).exists())


def _told_differing(upload: Upload, there: str) -> str:
    last = Upload.objects.filter(season=upload.season, unit=upload.unit, target=upload.target, digest=there, outcome=Outcome.PUT).first()
    by = "有人在文件夹里改过它" if last is None else f"{last.person.name}又上传过一份（{last.file_name}）"
    return f"您打开页面以后，{by}；直接采用会丢掉那些改动"


def _told_locked(closed: list[Lock]) -> str:
    return "；".join(f"《{lock.kind}》已由{lock.by}于{lock.day}通过，它用到的{'、'.join(lock.titles)}不能再改，需要改的请上级受理人先退回" for lock in closed)
