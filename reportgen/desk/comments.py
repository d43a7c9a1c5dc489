"""Comments (批注) on documents: made, answered, resolved, opened again. All of it is only added to, and each is an entry of the record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from lxml import etree

from reportgen.building.project import Project
from reportgen.desk.anchors import Anchor, Carried, Fate, carried, words_at
from reportgen.desk.comment_models import Comment
from reportgen.desk.comment_words import Act
from reportgen.desk.engine import Engine
from reportgen.desk.models import Person
from reportgen.desk.trail import About, record
from reportgen.versions.history import open_history
from reportgen.versions.version import Key

MOST = 2000
"""Characters of a comment or an answer: more is a document of its own."""
_QUOTED = 40  # characters of what a comment speaks of, in the record and in the reason of a return
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
"""Characters that nobody sees, and that no Word file may have."""


class NotSaid(Exception):
    """What was asked wasn't done: the words say why."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with what was done since; `waits`: a document was returned because of it, and nobody else has answered or resolved it since."""

    first: Comment
    later: tuple[Comment, ...]

    @property
    def number(self) -> int:
        """What it is called by."""
        return int(self.first.pk)

    @property
    def is_open(self) -> bool:
        """Whether it isn't resolved."""
        last = next((one.act for one in reversed(self.later) if one.act in (Act.RESOLVE, Act.REOPEN)), Act.REOPEN)
        return last == Act.REOPEN

    @property
    def waits(self) -> bool:
        """Whether a document was returned because of it and nobody else has answered since."""
        at = next((place for place in range(len(self.later) - 1, -1, -1) if self.later[place].act == Act.NAMED), None)
        if at is None:
            return False
        named = self.later[at]
        return not any(one.act == Act.RESOLVE or (one.act == Act.REPLY and one.person_id != named.person_id) for one in self.later[at + 1 :])

    @property
    def told(self) -> str:
        """It on one line: its number, whose it is, of what, and what it says."""
        of = self.first.quote or self.first.words
        about = f"，对“{shortened(of)}”" if of else ""
        return f"批注{self.number}（{self.first.name or '未署名'}{about}）：{self.first.text}"


@dataclass(frozen=True, slots=True)
class ShownThread:
    """A thread with what has become of what it speaks of in the version that is shown."""

    thread: Thread
    carried: Carried


def shortened(words: str) -> str:
    """The first words of what a comment speaks of."""
    line = " ".join(words.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}……"


def threads_of(season: str, unit: str, kind: str) -> tuple[Thread, ...]:
    """The threads of a document, the first first."""
    firsts: list[Comment] = []
    later: dict[int, list[Comment]] = {}
    for one in Comment.objects.filter(season=season, unit=unit, kind=kind):
        if one.thread_id is None:
            firsts.append(one)
        else:
            later.setdefault(one.thread_id, []).append(one)
    return tuple(Thread(one, tuple(later.get(one.pk, ()))) for one in firsts)


def waiting(season: str, unit: str, kind: str) -> int:
    """How many threads wait for the one who fills in."""
    return sum(one.waits for one in threads_of(season, unit, kind))


def carried_to(project: Project, unit: str, kind: str, number: int, threads: Iterable[Thread]) -> tuple[ShownThread, ...]:
    """The threads with what has become of what they speak of in a version."""
    threads = tuple(threads)
    key = Key(project.name, unit, kind)
    anchors: dict[int, list[Anchor]] = {}
    for one in threads:
        anchors.setdefault(one.first.version, []).append(one.first.anchor)
    found: dict[tuple[int, Anchor], Carried] = {}
    with open_history(project.workspace.outputs) as history:

        def html_of(number: int) -> str | None:
            version = history.version(key, number)
            return None if version is None else history.html(version)

        new = html_of(number)
        for made, of_version in anchors.items():
            old = new if made == number else html_of(made)
            known = {} if old is None or new is None else _carried(old, new, tuple(dict.fromkeys(of_version)))
            for anchor in of_version:
                found[made, anchor] = known.get(anchor, Carried(Anchor(), Fate.UNKNOWN if anchor.block else Fate.SAME))
    return tuple(ShownThread(one, found[one.first.version, one.first.anchor]) for one in threads)


def _carried(old: str, new: str, anchors: tuple[Anchor, ...]) -> dict[Anchor, Carried]:
    try:
        return carried(old, new, anchors)
    except etree.XMLSyntaxError:  # recorded by another program
        return {}


def words_of(engine: Engine, unit: str, kind: str, number: int, anchor: Anchor) -> str | None:
    """The words of a place in a version; None where there is none."""

    def read(project: Project) -> str | None:
        with open_history(project.workspace.outputs) as history:
            version = history.version(Key(project.name, unit, kind), number)
            html = None if version is None else history.html(version)
        try:
            return None if html is None else words_at(html, anchor)
        except etree.XMLSyntaxError:  # as above
            return None

    return engine.ask(read)


def say(engine: Engine, person: Person, document: tuple[str, str], number: int, anchor: Anchor, text: str) -> Comment:
    """Make a comment on a place of a version of a document (unit, kind). Raises NotSaid."""
    said = _checked(text)
    unit, kind = document
    words = words_of(engine, unit, kind, number, anchor)
    if words is None:
        raise NotSaid("这一版公文里没有这一段（或者这个数），请在预览中重新点要批注的地方")
    made = Comment(
        season=engine.season,
        unit=unit,
        kind=kind,
        person=person,
        name=person.name,
        version=number,
        block=anchor.block,
        figure=anchor.figure,
        occurrence=anchor.occurrence,
        words=words,
        text=said,
    )
    with transaction.atomic():
        last: Comment | None = Comment.objects.filter(season=engine.season, unit=unit, kind=kind).last()
        if last is not None and _is_repeated(last, made):  # the button was pressed twice
            return last
        made.save(force_insert=True)
        _record(made, "comment", f"对“{shortened(words)}”：{said}" if words else said)
    return made


def answer(person: Person, first: Comment, act: Act, text: str) -> Comment:
    """Answer a comment, resolve it or open it again; an answer has words, the others may. Raises NotSaid."""
    said = _checked(text) if act is Act.REPLY or text.strip() else ""
    with transaction.atomic():
        thread = _thread(first)
        if (act is Act.RESOLVE) is not thread.is_open and act is not Act.REPLY:
            last = next((one for one in reversed(thread.later) if one.act in (Act.RESOLVE, Act.REOPEN)), first)
            raise NotSaid(f"{last.name}已经先办理了“{last.done}”，您的这一步没有办理，请看最新的情况")
        made = added(thread, person, act, said)
        if thread.later and _is_repeated(thread.later[-1], made):
            return thread.later[-1]
        made.save(force_insert=True)
        _record(made, act.value, f"批注{thread.number}" + (f"：{said}" if said else ""))
    return made


def named(season: str, unit: str, kind: str, numbers: Iterable[int]) -> tuple[Thread, ...]:
    """The open threads of a document that a return names. Raises NotSaid where one of them isn't open any more."""
    by_number = {one.number: one for one in threads_of(season, unit, kind)}
    asked = tuple(by_number.get(number) for number in dict.fromkeys(numbers))
    if any(one is None or not one.is_open for one in asked):
        raise NotSaid("选中的批注有的已经办结，请看最新的情况再退回")
    return tuple(one for one in asked if one is not None)


def name(person: Person, threads: Iterable[Thread]) -> None:
    """Note at these threads that the document was returned because of them; call it within the transaction of the return, which is what is recorded."""
    for one in threads:
        added(one, person, Act.NAMED, "").save(force_insert=True)


def added(thread: Thread, person: Person, act: Act, text: str) -> Comment:
    """Something that is done with a thread, not kept yet."""
    first = thread.first
    return Comment(
        season=first.season,
        unit=first.unit,
        kind=first.kind,
        thread=first,
        act=act,
        person=person,
        name=person.name,
        version=first.version,
        text=text,
    )


def _thread(first: Comment) -> Thread:
    return Thread(first, tuple(first.later.all()))


def _checked(text: str) -> str:
    said = _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()
    if not said:
        raise NotSaid("没有写内容")
    if len(said) > MOST:
        raise NotSaid(f"超过{MOST}个字，没有保存；请写得简短些，或者分成几条")
    return said


def _is_repeated(last: Comment, made: Comment) -> bool:
    return all(getattr(last, field) == getattr(made, field) for field in ("act", "person_id", "thread_id", "version", "block", "figure", "occurrence", "text"))


def _record(made: Comment, action: str, words: str) -> None:
    record(made.person, action, About(made.season, made.unit, made.kind, version=made.version, words=words))
