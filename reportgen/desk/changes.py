"""Changing files that all units have in common, or when documents are due: proposed with what it would do, put into effect by a second step, taken back.

The files of the workspace stay the truth: what is proposed is kept beside them, and written in their places whole or not at all.
"""

import hashlib
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reportgen.confined.bounds import Stopped
from reportgen.desk.effects import effects
from reportgen.desk.engine import Engine
from reportgen.desk.folder import DeskFolder
from reportgen.desk.models import Case, Change, Draft, Person
from reportgen.desk.queue import ask_for
from reportgen.desk.rehearsal import Files, Situation, rehearse, show, situation
from reportgen.desk.stages import Taking
from reportgen.desk.standing import BOUND
from reportgen.desk.told import told
from reportgen.desk.trail import About, record
from reportgen.desk.uploads import digest_of
from reportgen.files import cause, read_file, replace_file

REHEARSING = threading.Lock()
"""One rehearsal at a time: each takes a processor."""
_PATIENCE = 90.0
"""Seconds that one waits for another: a rehearsal of a city takes ten."""
_MOST_LINTED = 6
"""So many kinds are looked at: what all share changes every one of them, and breaks the standard in each alike."""


class NotChanged(Exception):
    """A change that isn't proposed, or isn't put into effect: the words say why."""


def propose(
    engine: Engine, folder: DeskFolder, person: Person, purpose: str, title: str, files: Files, was: Mapping[str, str], back: Change | None = None
) -> Change:
    """Keep a change with what it would do; `was` has the digests of the files as the person saw them ("" for none). Nothing of the workspace is changed.

    Raises NotChanged where somebody has changed them since, nothing would change, or trying takes too much.
    """
    root = engine.workspace().root
    there = {name: digest_of(root / name) for name in files}
    if any(there[name] != was.get(name, "") for name in files):
        raise NotChanged("您打开页面以后，有人改过这份文件，请看过最新的内容再改")
    wanted = {name: "" if content is None else hashlib.sha256(content).hexdigest() for name, content in files.items()}
    if wanted == there:
        raise NotChanged("没有改动")
    found = tried(engine, folder, files)
    entries = []
    for name, content in files.items():
        for kept in (content, read_file(root / name).data if there[name] else None):
            if kept is not None:
                folder.keep(kept)
        entries.append({"path": name, "was": there[name], "digest": wanted[name]})
    with transaction.atomic():
        made: Change = Change.objects.create(season=engine.season, purpose=purpose, title=title, person=person, files=entries, effects=found, back=back)
        record(person, "propose", About(engine.season, digest=_digest_of_all(entries), words=f"{title}（第{made.pk}号）"))
    return made


def tried(engine: Engine, folder: DeskFolder, files: Files) -> dict[str, Any]:
    """What other files would do to the season. Raises NotChanged where finding that out takes too much."""
    if not REHEARSING.acquire(timeout=_PATIENCE):
        raise NotChanged("另一项改动正在试算，请过一会儿再试")
    try:
        engine.look(anew=True)  # what the season says now is found out where pages don't wait for it
        before = engine.ask(situation)
        after = rehearse(folder, engine.workspace(), engine.season, files)
        linted = _linted(engine, folder, files, before, after)
    except Stopped as fault:
        raise NotChanged(f"按这样改试算全部公文{fault}，已经中断，没有采用；请检查改动中的重复和算式") from fault
    except OSError as fault:
        raise NotChanged(f"试算没有完成：{cause(fault)}，请联系管理员检查磁盘空间") from fault
    finally:
        REHEARSING.release()
    outline = engine.tree().outline
    kinds = {kind.id: kind.name for kind in outline.roster.kinds}
    return {**effects(before, after, outline.units, kinds, files), "lint": linted}


def _linted(engine: Engine, folder: DeskFolder, files: Files, before: Situation, after: Situation) -> list[dict[str, Any]]:
    """What the first document of each kind that a template changes breaks of the standard: others have the same template."""
    if not any(name.endswith(".html") for name in files):
        return []
    changed = {kind: unit for (unit, kind), seen in [*after.visible.items()][::-1] if seen and seen != before.visible.get((unit, kind))}
    found = []
    for kind, unit in list(changed.items())[:_MOST_LINTED]:
        said = told(show(folder, engine.workspace(), engine.season, (unit, kind), files).lint)
        if said:
            found.append({"unit": unit, "kind": kind, "said": said})
    return found


def take(engine: Engine, folder: DeskFolder, person: Person, change: Change) -> None:
    """Put a change into effect: all its files, or none; what says something else then is made anew. Raises NotChanged."""
    root = engine.workspace().root
    with settings.DESK_FOLDER.putting():
        now = Change.objects.get(pk=change.pk)
        if now.state != Taking.PROPOSED:
            raise NotChanged(f"这项改动{now.told}，不能再办理")
        if now.effects["blocking"]:
            raise NotChanged(f"有错误，不能生效：{'；'.join(now.effects['blocking'])}")
        if any(digest_of(root / one["path"]) != one["was"] for one in now.files):
            raise NotChanged("试算以后有人改过这份文件，请放弃这项改动，看过最新的内容再改")
        done: list[dict[str, str]] = []
        try:
            for one in now.files:
                done.append(one)
                _write(root / one["path"], folder, one["digest"])
        except OSError as fault:
            for one in done:
                _write(root / one["path"], folder, one["was"])
            raise NotChanged(f"写不了文件：{cause(fault)}，没有改动；请关闭打开它的程序，检查磁盘空间和权限") from fault
        with transaction.atomic():
            now.state, now.taken_by, now.taken = Taking.TAKEN, person, timezone.now()
            now.save()
            Draft.objects.filter(person=now.person, path__in=[one["path"] for one in now.files]).delete()
            for unit in (one["unit"] for one in now.effects["units"] if one["documents"]):
                ask_for(person, now.season, unit)
            record(person, "change", About(now.season, digest=_digest_of_all(now.files), words=f"{now.title}（第{now.pk}号）"))
    engine.touch(*(one["unit"] for one in now.effects["units"]))


def drop(person: Person, change: Change) -> None:
    """Let a proposal go."""
    with settings.DESK_FOLDER.putting(), transaction.atomic():
        now = Change.objects.get(pk=change.pk)
        if now.state == Taking.PROPOSED:
            now.state, now.taken_by = Taking.DROPPED, person
            now.save()


def take_back(engine: Engine, folder: DeskFolder, person: Person, change: Change) -> Change:
    """Propose what stood there before a change. Raises NotChanged."""
    files = {one["path"]: folder.kept(one["was"]) if one["was"] else None for one in change.files}
    was = {one["path"]: one["digest"] for one in change.files}
    try:
        return propose(engine, folder, person, change.purpose, f"恢复到第{change.pk}号改动以前：{change.title}"[:200], files, was, change)
    except NotChanged as fault:
        raise NotChanged(f"不能恢复：{fault}") from fault


def in_hand(season: str, change: Change) -> list[Case]:
    """The documents that have been submitted or accepted and would say something else."""
    changed = {(one["unit"], kind) for one in change.effects["units"] for kind in one["documents"]}
    return [case for case in Case.objects.filter(season=season, stage__in=BOUND) if (case.unit, case.kind) in changed]


def _write(path: Path, folder: DeskFolder, digest: str) -> None:
    if digest:
        replace_file(path, folder.kept(digest))
    else:
        path.unlink(missing_ok=True)


def _digest_of_all(entries: Iterable[Mapping[str, str]]) -> str:
    """The digest of one file, or of the list of several."""
    listed = [one["digest"] for one in entries]
    return listed[0] if len(listed) == 1 else hashlib.sha256("\n".join(listed).encode()).hexdigest()
