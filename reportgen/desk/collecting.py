"""What a receiver has dropped in, looked at and taken in by `exchange`, in the process beside the server. Nothing of Django's is known here."""

import json
import tempfile
from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from reportgen.desk.folder import DeskFolder
from reportgen.desk.told import told
from reportgen.diagnostics import Diagnostic, Place
from reportgen.documents.places import in_words
from reportgen.exchange.collecting import Collected, Collection, look_at, take_in
from reportgen.exchange.handing import Asked, hand_out
from reportgen.exchange.packages import Received, quoted
from reportgen.files import replace_file
from reportgen.language.sources import speaking_of
from reportgen.workspace import Workspace, open_workspace

_LONGEST = 60
"""Characters of a name: in Chinese three bytes each, of which a file system takes 255."""
_HELP = {
    "collect.conflict": "请与报送单位核对；以收到的为准的，在下面勾选，重新核对，原来的文件另存在 exchange 文件夹中",
    "collect.differs": "请向填报单位核对以哪一份为准；以这一份为准的，在下面勾选，重新核对",
    "collect.older-package": "一般不必处理；要退回到这一份的，在下面勾选，重新核对",
    "collect.other-season": "请在它那一年的报送台中收",
    "collect.no-identity": "请让填报单位用下发的文件填写；不是下发的表，请它在报送台本单位的数据页上传",
}
"""What to do, as it is done at the desk, where the engine's words speak of the command's options."""
MOST_CHANGES = 300
"""So many differing cells of a file are listed: nobody looks through more on a page, and the rest is counted."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped in: the files by name, each with the SHA-256 under which the desk keeps it; who collects it; whether it counts over what is there."""

    files: tuple[tuple[str, str], ...]
    by: str
    overwrite: bool


def look(root: Path, season: str, dropped: Dropped) -> dict[str, Any]:
    """What is in the files, and what taking them in would change, as JSON; nothing is written but to the desk's own folder. Raises OSError."""
    workspace = _workspace(root)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder, speaking_of(season):
        found = _look(workspace, season, dropped, Path(folder))
        for one in found.files:
            if one.is_faulty:  # its marked copy is asked for later
                DeskFolder(root).keep(one.arrival.content)
        return _json(found, root)


def take(root: Path, season: str, dropped: Dropped, shown: str, held: Several[str]) -> tuple[bool, dict[str, Any]]:
    """Take in what was looked at, but for the files named in `held`; whether that was done, and what was found, as JSON.

    It isn't done where what is found now has another digest than what was `shown`, or where inputs change meanwhile. Raises OSError.
    """
    workspace = _workspace(root)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder, speaking_of(season):
        before = _stamps(workspace, season)
        found = _look(workspace, season, dropped, Path(folder))
        said = _json(found, root)
        if digest(said) != shown:
            return False, said
        files = tuple(replace(one, plan=None, receipt=None) if one.arrival.name in held else one for one in found.files)
        packages = tuple(replace(one, files={}, brought={}) if one.path.name in held else one for one in found.packages)
        with DeskFolder(root).putting():
            if _stamps(workspace, season) != before:  # somebody has put a workbook while packages were verified
                return False, said
            taken, _ = take_in(workspace, season, replace(found, files=files, packages=packages), datetime.now().astimezone(), dropped.by)
        return True, _json(taken, root)


def digest(found: dict[str, Any]) -> str:
    """The SHA-256 of what was found."""
    return sha256(json.dumps(found, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def give_out(root: Path, season: str, unit: str, due: date | None, tables: tuple[str, ...]) -> tuple[bool, list[dict[str, Any]], list[str]]:
    """Write the workbooks for the units below one: whether that was done, what is said, and in words what each has got."""
    with speaking_of(season), DeskFolder(root).putting():  # the table of what came back is one of the inputs
        handed = hand_out(_workspace(root), season, Asked(unit, due, datetime.now().astimezone().date(), None, tables))
    filled = {one.unit: "、".join(f"{title}{rows}行" for title, rows in one.rows.items() if rows) or "没有预填的行" for one in handed.sent}
    words = [f"{one.unit}（第{one.version}版）：{filled[one.unit]}" for one in handed.sent]
    return handed.archive is not None, _told(handed.problems, root), words


def _stamps(workspace: Workspace, season: str) -> dict[str, tuple[int, int]]:
    """The files of a season's inputs, each with when it was changed and its size."""
    found = {path.as_posix(): path.stat() for path in sorted((workspace.inputs / season).rglob("*")) if path.is_file()}
    return {name: (stat.st_mtime_ns, stat.st_size) for name, stat in found.items()}


def _workspace(root: Path) -> Workspace:
    workspace, problems = open_workspace(root)
    if workspace is None:
        raise OSError("；".join(problem.message for problem in problems))
    return workspace


def _look(workspace: Workspace, season: str, dropped: Dropped, folder: Path) -> Collection:
    kept = DeskFolder(workspace.root)
    for name, file in dropped.files:
        replace_file(folder / PurePath(name).name, kept.kept(file), synced=False)
    return look_at(workspace, season, folder, datetime.now().astimezone(), dropped.by, overwrite=dropped.overwrite)


def _json(found: Collection, root: Path) -> dict[str, Any]:
    return {
        "files": [_file(one, root) for one in found.files],
        "packages": [_package(one, root) for one in found.packages],
        "said": _told(found.problems, root),
        "writes": found.writes,
    }


def _file(one: Collected, root: Path) -> dict[str, Any]:
    planned = one.plan
    merged = {} if planned is None else {key: of for key, of in planned.merged.items() if not of.is_nothing}
    settings = () if planned is None else planned.settings
    lines = [
        *((f"《{planned.titles[key]}》增加", line.record, line) for key, of in merged.items() if planned for line in of.added),
        *((f"《{planned.titles[key]}》删去", line.record, line) for key, of in merged.items() if planned for line in of.removed),
    ]
    return {
        "name": one.arrival.name,
        "digest": one.arrival.sha256,
        "unit": one.identity.unit if one.identity else "",
        "upper": one.identity.upper if one.identity else "",
        "filled_by": one.arrival.slip.by,
        "is_taken": planned is not None,
        "is_faulty": one.is_faulty,
        "is_new": planned is not None and planned.is_new,
        "words": "" if planned is None else planned.words,
        "titles": [planned.titles[key] for key in merged] if planned else [],
        "changes": [
            {"place": _cell(setting.line.record.place(setting.key), root), "was": setting.was, "now": setting.now} for setting in settings[:MOST_CHANGES]
        ],
        "rows": [f"{what}：{'，'.join(line.shown(key) for key in record.dataset.columns if line.values.get(key) is not None)}" for what, record, line in lines][
            :MOST_CHANGES
        ],
        "more": max(0, len(settings) - MOST_CHANGES) + max(0, len(lines) - MOST_CHANGES),
        "said": _told(one.problems, root),
    }


def _package(one: Received, root: Path) -> dict[str, Any]:
    touched = dict.fromkeys((change.place.file, change.place.sheet or PurePath(change.place.file).stem) for change in one.changes)
    return {
        "name": one.path.name,
        "unit": one.key.unit if one.key else "",
        "kind": one.key.kind if one.key else "",
        "number": one.number,
        "filed": one.filed,
        "visible": one.visible,
        "is_taken": one.is_taken,
        "units": list(one.units),
        "files": sorted(one.files),
        "touched": [list(pair) for pair in touched],
        "changes": [{"place": _cell(change.place, root), "was": quoted(change.old), "now": quoted(change.new)} for change in one.changes[:MOST_CHANGES]],
        "more": max(0, len(one.changes) - MOST_CHANGES),
        "said": _told(one.problems, root),
    }


def _told(problems: Iterable[Diagnostic], root: Path) -> list[dict[str, Any]]:
    """What is said, without where the workspace stands on this machine."""
    said = told(replace(one, help=_HELP.get(one.code, one.help)) for one in problems)
    for one in said:
        one["places"] = [{**place, "file": _short(place["file"], root)} for place in one["places"]]
    return said


def _cell(place: Place, root: Path) -> str:
    """A cell in words: 甲县/填报表.xlsx《改造任务》C5."""
    return "".join(in_words((replace(place, file=_short(place.file, root)),)))


def _short(text: str, root: Path) -> str:
    return text.replace(f"{root.as_posix()}/", "")


def names_apart(names: Sequence[str]) -> list[str]:
    """The names of files as they are kept in one folder: plain, and each another."""
    found: list[str] = []
    for name in names:
        plain = PurePath(name.replace("\\", "/")).name.lstrip(".~") or "文件"
        stem, dot, ending = plain.rpartition(".")
        stem = stem[-_LONGEST:]
        plain = f"{stem}{dot}{ending[-_LONGEST:]}"
        number = 1
        while plain.casefold() in {other.casefold() for other in found}:
            number += 1
            plain = f"{stem}（{number}）{dot}{ending}" if dot else f"{ending}（{number}）"
        found.append(plain)
    return found
