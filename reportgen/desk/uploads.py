"""Taking in workbooks: each kept with a receipt first, then tried together, then put in place of those that are there, all of them or none."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from reportgen.building.project import Project
from reportgen.desk.cases import lapse_moved
from reportgen.desk.engine import Engine, Unavailable
from reportgen.desk.folder import DeskFolder
from reportgen.desk.locks import Lock, locks
from reportgen.desk.models import Case, Person, Upload
from reportgen.desk.queue import ask_for
from reportgen.desk.sheets import TABLES
from reportgen.desk.stages import Outcome
from reportgen.desk.told import annotations, told
from reportgen.desk.trail import About, record
from reportgen.desk.trying import Tried
from reportgen.desk.underway import go
from reportgen.diagnostics import Place, Unreadable
from reportgen.files import MAX_BYTES, cause, read_file, replace_file
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.workbook.blank import WORKBOOK
from reportgen.workbook.mark import marked_copy
from reportgen.workspace import UNIT_FILE

_NAME_LENGTH = 200  # characters, counted from the end, where the ending stands: the database keeps 255


class NotTaken(Exception):
    """An upload that isn't even kept: the words say why."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What was uploaded: the file's name, its content, the workbook that it is to become, and the digest of that which the page showed ("": none).

    `sheet` is the one that was filled in where that was done on its page.
    """

    file_name: str
    content: bytes
    target: str
    was: str
    sheet: str = ""


def workbooks(project: Project, unit: str) -> dict[str, str]:
    """The workbooks of a unit's folder by name, each with its SHA-256; the one that most is filled into first, "" where it isn't there."""
    folder = folder_of(project, unit)
    names = sorted((path.name for path in folder.iterdir() if is_data_file(path) and path.suffix.lower() in WORKBOOKS), key=lambda name: name != WORKBOOK)
    return {name: digest_of(folder / name) for name in dict.fromkeys((WORKBOOK, *names))}


def tables(project: Project, unit: str) -> dict[str, str]:
    """The files of a unit's folder that are shown as tables, with their digests: its workbooks, then 单位.yaml, then tables in CSV and YAML."""
    folder = folder_of(project, unit)
    names = (path.name for path in folder.iterdir() if is_data_file(path) and path.suffix.lower() in TABLES - WORKBOOKS)
    others = sorted(names, key=lambda name: (name != UNIT_FILE, name))
    return workbooks(project, unit) | {name: digest_of(folder / name) for name in others}


def folder_of(project: Project, unit: str) -> Path:
    """The folder of a unit's inputs."""
    return project.workspace.inputs / project.name / project.roster.folder(unit)


def receive(engine: Engine, folder: DeskFolder, person: Person, unit: str, offered: Offered) -> Upload:
    """Keep an upload with its receipt, and go on with it (`underway`). Raises NotTaken where it is no file of the unit by its name or size; OSError."""
    name = _name(offered.file_name)
    if offered.target not in engine.ask(lambda project: tables(project, unit)):
        raise NotTaken("没有这份填报表，请刷新页面后重新选择")
    kind = Path(offered.target).suffix
    if Path(name).suffix.lower() != kind.lower():
        raise NotTaken(f"“{name}”不是 {kind} 文件，请上传{' Excel 填报表' if kind.lower() in WORKBOOKS else f'同样格式的，用来替换“{offered.target}”'}")
    if refusal := unusable(name, offered.content):
        raise NotTaken(refusal)
    upload = keep(engine, folder, person, unit, offered)
    go((upload,), lambda: go_on(engine, folder, person, [(upload, offered.was)], agreed=False))
    return upload


def unusable(name: str, content: bytes) -> str:
    """Why a file isn't taken whatever it says, in words; empty where it may be."""
    if not content:
        return f"“{name}”是空文件，没有接收"
    return f"“{name}”超过{MAX_BYTES // 2**20}MB，没有接收" if len(content) > MAX_BYTES else ""


def keep(engine: Engine, folder: DeskFolder, person: Person, unit: str, offered: Offered, batch: str = "", refusal: str = "") -> Upload:
    """The receipt of a file, recorded; its content is kept but where there is a `refusal`, which says why it isn't taken in. Raises OSError."""
    digest = hashlib.sha256(offered.content).hexdigest() if refusal else folder.keep(offered.content)
    with transaction.atomic():
        upload: Upload = Upload.objects.create(
            season=engine.season,
            unit=unit,
            person=person,
            file_name=offered.file_name.replace("\\", "/").removeprefix("/")[-_NAME_LENGTH:] if batch else _name(offered.file_name),
            target=offered.target,
            digest=digest,
            size=len(offered.content),
            was=offered.was,
            sheet=offered.sheet,
            batch=batch,
            outcome=Outcome.REFUSED if refusal else Outcome.RECEIVED,
            remark=refusal,
        )
        words = f"{upload.target}《{offered.sheet}》" if offered.sheet else f"{upload.file_name} → {offered.target or refusal}"
        record(person, "fill-in" if offered.sheet else "upload", About(upload.season, unit, digest=digest, words=words))
    return upload


def go_on(engine: Engine, folder: DeskFolder, person: Person, uploads: Sequence[tuple[Upload, str]], *, agreed: bool) -> None:
    """Try uploads of a unit together, and put each in place of the workbook of its digest (the second), where nothing stands against any of them.

    `agreed`: the person was told that this one is not the one that they began from, or that the upload is an old one, and wants it all the same.
    """
    first = uploads[0][0]
    try:
        contents = {upload.target: folder.kept(upload.digest) for upload, _ in uploads}
        tried = settings.DESK_TRIALS.run(engine.root, engine.season, first.unit, contents)
    except Unreadable as fault:
        where = engine.ask(lambda project: project.workspace.relative(folder_of(project, first.unit) / first.target))
        problem = fault.diagnostic("inputs", Place(where))
        tried = Tried((problem,), (problem,), (problem,), frozenset())
    except Unavailable as fault:  # it may be gone on with
        for upload, _ in uploads:
            upload.remark = str(fault)
            upload.save()
        return
    closed = [lock for lock in locks(engine, first.unit) if lock.datasets & tried.changed]
    files = engine.ask(lambda project: {name: project.workspace.relative(folder_of(project, first.unit) / name) for name in contents})
    faulty = []
    for upload, _ in uploads:
        others = set(files.values()) - {files[upload.target]}
        upload.faults = told(one for one in tried.said if not one.places or any(place.file not in others for place in one.places))
        # What is filled in on a page mends one sheet at a time: errors that are there already don't keep it out.
        errors = [one for one in (tried.fresh if upload.sheet else tried.errors) if any(place.file == files[upload.target] for place in one.places)]
        if errors:
            faulty.append(upload)
            upload.outcome, upload.remark = Outcome.FAULTY, f"读表时有{len(errors)}类错误，改正以后请重新{'保存' if upload.sheet else '上传'}"
        elif closed:
            upload.outcome, upload.remark = Outcome.LOCKED, told_locked(closed)
    for upload, over in uploads:
        if faulty and upload not in faulty and not closed:
            names = "、".join(f"“{one.target}”" for one in faulty)
            upload.outcome, upload.remark = Outcome.RECEIVED, f"一起上传的{names}有错误，这一批都没有采用；可以改正后一起重新上传，也可以单独接着办理这一份"
        elif not faulty and not closed:
            _put(engine, folder, person, upload, contents[upload.target], over, agreed=agreed)
        upload.save()


def _put(engine: Engine, folder: DeskFolder, person: Person, upload: Upload, content: bytes, over: str, *, agreed: bool) -> None:
    """Put the workbook in place, where the one that is there is still the one that the person has seen."""
    path = engine.ask(lambda project: folder_of(project, upload.unit) / upload.target)
    with folder.putting():  # whether it is still the one that was seen is looked at just before
        there = digest_of(path)
        if there == upload.digest:
            upload.outcome, upload.remark = Outcome.SAME, ""
            return
        if there != over:
            upload.outcome, upload.remark = Outcome.DIFFERING, _told_differing(upload, there)
            return
        if not agreed and not upload.sheet and _is_older(upload):
            upload.outcome, upload.remark = Outcome.DIFFERING, "这份文件是以前用过、后来被新的替换了的，采用它会退回到旧的数据"
            return
        try:
            if there:
                folder.keep(read_file(path).data)
            upload.outcome, upload.was = Outcome.PUTTING, there
            upload.save()  # where the server is killed from here on, `finish` finds it
            replace_file(path, content)
        except OSError as fault:
            upload.outcome, upload.remark = Outcome.FAILED, f"写不了填报表：{cause(fault)}，请联系管理员检查磁盘空间和权限，或者关闭打开它的程序后重新上传"
            return
    _record_put(person, upload)
    engine.touch(upload.unit)  # whoever comes next sees it
    upload.remark = told_lapsed(engine, lapse_moved(engine, (upload.unit,)))


def _record_put(person: Person, upload: Upload) -> None:
    upload.outcome, upload.remark = Outcome.PUT, ""
    with transaction.atomic():
        upload.save()
        record(person, "put", About(upload.season, upload.unit, digest=upload.digest, words=upload.target))
        ask_for(person, upload.season, upload.unit)


def finish(engine: Engine) -> None:
    """Record what a server that was killed had put in place, and not recorded: call it when the desk starts. What it hadn't may be gone on with."""
    for upload in Upload.objects.filter(season=engine.season, outcome=Outcome.PUTTING).select_related("person"):
        if engine.ask(lambda project, upload=upload: digest_of(folder_of(project, upload.unit) / upload.target)) == upload.digest:  # type: ignore[misc]
            _record_put(upload.person, upload)


def marked(folder: DeskFolder, upload: Upload, file: str) -> bytes:
    """The upload with all that is said of it marked; `file` is the workbook's path as places have it. Raises Unreadable, OSError, Unavailable."""
    content: bytes = settings.DESK_TRIALS.do(marked_copy, folder.kept(upload.digest), file, upload.unit, annotations(upload.faults))
    return content


def _name(file_name: str) -> str:
    return PurePath(file_name.replace("\\", "/")).name[-_NAME_LENGTH:]


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, "" where there is none. Raises OSError."""
    try:
        return hashlib.sha256(read_file(path).data).hexdigest()
    except FileNotFoundError:
        return ""


def _is_older(upload: Upload) -> bool:
    """Whether the same content was there before, and something else was put in its place since: an upload, or what lay in the folder before the first."""
    put = Upload.objects.filter(season=upload.season, unit=upload.unit, target=upload.target, outcome=Outcome.PUT)
    return bool(put.filter(Q(digest=upload.digest) | Q(was=upload.digest)).exists())


def _told_differing(upload: Upload, there: str) -> str:
    last = Upload.objects.filter(season=upload.season, unit=upload.unit, target=upload.target, digest=there, outcome=Outcome.PUT).first()
    by = "有人在文件夹里改过它" if last is None else f"{last.person.name}又上传过一份（{last.file_name}）"
    return f"您打开页面以后，{by}；直接采用会丢掉那些改动"


def told_lapsed(engine: Engine, lapsed: Iterable[Case]) -> str:
    """That documents which were under way went back to draft since their data have moved; nothing where none did."""
    kinds = engine.tree().kinds
    names = "、".join(f"{case.unit}《{kinds.get(case.kind, case.kind)}》" for case in lapsed)
    return f"{names}正在办理，数据有变动，已退回草拟，要重新生成、重新提交" if names else ""


def told_locked(closed: Iterable[Lock]) -> str:
    """Who has locked data, when, why, and how to ask; nothing where nobody has."""
    return "；".join(f"《{lock.kind}》已由{lock.by}于{lock.day}通过，它用到的{'、'.join(lock.titles)}不能再改，需要改的请上级受理人先退回" for lock in closed)
