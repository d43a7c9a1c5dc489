"""Word files that came back: kept with a receipt first, then read; their comments become comments, their changes proposals."""

from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reportgen.desk.anchors import Anchor
from reportgen.desk.at_desk import at_desk
from reportgen.desk.comment_models import Comment, Proposal, WordFile
from reportgen.desk.comment_words import Act, Reading
from reportgen.desk.comments import NotSaid, words_of
from reportgen.desk.engine import Engine, Unavailable
from reportgen.desk.folder import DeskFolder
from reportgen.desk.models import Person
from reportgen.desk.moments import day_words
from reportgen.desk.seasons import season_words
from reportgen.desk.trail import About, record
from reportgen.desk.word_reading import Brought, BroughtComment, read_word
from reportgen.diagnostics import Diagnostic
from reportgen.files import MAX_BYTES
from reportgen.redline.threads import UNSIGNED

_NAME_LENGTH = 200  # characters, counted from the end, where the ending stands
_AUTHOR_LENGTH, _DAY_LENGTH = 120, 40
_MOST = 2000
"""Comments of a file, and changes: a document has tens of either, and nobody decides on more one by one."""
_MINUTES = 16
"""Characters of a day and time up to the minute: programs write seconds and time zones each as they like."""


def receive_word(engine: Engine, folder: DeskFolder, person: Person, document: tuple[str, str], offered: tuple[str, bytes]) -> WordFile:
    """Keep a Word file of a document (unit, kind) with its receipt, and read it; `offered` are its name and content. Raises NotSaid, OSError."""
    name, content = PurePath(offered[0].replace("\\", "/")).name[-_NAME_LENGTH:], offered[1]
    if PurePath(name).suffix.lower() != ".docx":
        raise NotSaid(f"“{name}”不是 .docx 文件；旧的 .doc、WPS 的 .wps 文件请用 Word 或者 WPS 另存为“Word 文档（.docx）”再上传")
    if not content or len(content) > MAX_BYTES:
        raise NotSaid(f"“{name}”{'是空文件' if not content else f'超过{MAX_BYTES // 2**20}MB'}，没有接收")
    unit, kind = document
    digest = folder.keep(content)
    with transaction.atomic():
        made = WordFile.objects.create(
            season=engine.season, unit=unit, kind=kind, person=person, file_name=name, digest=digest, size=len(content), remark="点“接着读”可以再读一遍"
        )
        record(person, "word", About(engine.season, unit, kind, digest=digest, words=name))
    return read_on(engine, folder, made)


def read_on(engine: Engine, folder: DeskFolder, file: WordFile) -> WordFile:
    """Read a file that is kept, where that was cut off too: what it brings is there whole, or not at all. Raises OSError."""
    same = WordFile.objects.filter(season=file.season, unit=file.unit, kind=file.kind, digest=file.digest, outcome=Reading.READ, pk__lt=file.pk).first()
    if same is not None:
        return _ended(file, Reading.AGAIN, f"{same.person.name}于{day_words(same.time)}上传过同样的文件，它的批注和修改已经在那里")
    try:
        brought = settings.DESK_TRIALS.do(read_word, engine.root, folder.kept(file.digest), file.file_name)
    except Unavailable as fault:
        file.remark = str(fault)
        file.save()
        return file
    if isinstance(brought, Diagnostic):
        return _ended(file, Reading.FAULTY, at_desk("。".join(filter(None, (brought.message, brought.help)))))
    if (brought.season, brought.unit, brought.kind) != (file.season, file.unit, file.kind):
        whose = f"{season_words(brought.season)}{brought.unit}的{engine.tree().kinds.get(brought.kind, brought.kind)}"
        return _ended(file, Reading.FOREIGN, f"它是{whose}，请到那份公文的页面上传")
    if max(len(brought.comments), len(brought.proposals)) > _MOST:
        return _ended(file, Reading.FAULTY, f"批注或者改动超过{_MOST}处，没有读出；请核对是不是这份文件")
    words = {one.anchor: words_of(engine, file.unit, file.kind, brought.version, one.anchor) or "" for one in brought.comments}
    with transaction.atomic():
        now: WordFile = WordFile.objects.get(pk=file.pk)
        if now.outcome == Reading.READ:  # somebody else went on with it at the same time
            return now
        file.version, file.notes = brought.version, list(brought.notes)
        _add_comments(file, brought, words)
        Proposal.objects.bulk_create(
            Proposal(
                file=file,
                sort=one.sort,
                action=one.action,
                heading=one.heading,
                old=one.old,
                new=one.new,
                where=one.where,
                effect=one.effect,
                places=list(one.places),
            )
            for one in brought.proposals
        )
        return _ended(file, Reading.READ, "")


def _ended(file: WordFile, outcome: Reading, remark: str) -> WordFile:
    file.outcome, file.remark = outcome, remark
    file.save()
    return file


def _add_comments(file: WordFile, brought: Brought, words: dict[Anchor, str]) -> None:
    """Add the comments that aren't there yet: those that the desk itself wrote into the file, or an earlier copy brought, are known by whose and when."""
    known = {_said_by(one): one for one in Comment.objects.filter(season=file.season, unit=file.unit, kind=file.kind)}
    made: dict[int, Comment] = {}
    for place, one in enumerate(brought.comments):
        there = known.get(_known(one.author, one.day, one.text)) or known.get(_known(one.author, one.day, one.text.partition("\n（")[0]))
        if there is not None:
            made[place] = there if there.thread is None else there.thread
            continue
        first = made.get(one.answers) if one.answers is not None else None
        comment = _comment(file, brought.version, one, words[one.anchor], first)
        comment.save(force_insert=True)
        record(file.person, "comment" if first is None else "reply", _about(file, brought.version, comment))
        made[place] = first or comment
        if one.done and first is None:
            done = Comment(
                season=file.season,
                unit=file.unit,
                kind=file.kind,
                thread=comment,
                act=Act.RESOLVE,
                person=file.person,
                name=comment.name,
                file=file,
                day=comment.day,
                version=brought.version,
            )
            done.save(force_insert=True)
            record(file.person, "resolve", _about(file, brought.version, done))


def _comment(file: WordFile, version: int, one: BroughtComment, words: str, first: Comment | None) -> Comment:
    return Comment(
        season=file.season,
        unit=file.unit,
        kind=file.kind,
        thread=first,
        act=Act.COMMENT if first is None else Act.REPLY,
        person=file.person,
        name=one.author[:_AUTHOR_LENGTH],
        file=file,
        day=one.day[:_DAY_LENGTH],
        version=version,
        block=one.anchor.block,
        figure=one.anchor.figure,
        occurrence=one.anchor.occurrence,
        words=words,
        quote=one.quote,
        text=one.text,
    )


def _about(file: WordFile, version: int, made: Comment) -> About:
    whose = f"{made.name or UNSIGNED}在“{file.file_name}”里：{made.text}"
    return About(file.season, file.unit, file.kind, version=version, digest=file.digest, words=whose)


def _known(author: str, day: str, text: str) -> tuple[str, str, str]:
    return author or UNSIGNED, day[:_MINUTES], "".join(text.split())


def _said_by(one: Comment) -> tuple[str, str, str]:
    """Whose, of when and what a comment is, as the Word file that the desk writes has it."""
    day: str = one.day or timezone.localtime(one.time).strftime("%Y-%m-%dT%H:%M:%S")
    return _known(one.name, day, one.text)
