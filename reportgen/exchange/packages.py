"""Packages (报送包) that the units below have filed: verified, compared with what is there, and taken in as their units' folders."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors, notice
from reportgen.documents.places import in_words
from reportgen.exchange.ledger import Ledger, not_written
from reportgen.files import cause, read_file, replace_file
from reportgen.filing.archive import Archive, open_archive
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA, MANIFEST
from reportgen.filing.verify import verify
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.inputs.delimited import decode
from reportgen.inputs.described import description_of
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.inputs.load import load_unit
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.unit import read_unit
from reportgen.shapes import MISSHAPEN, strangers_json
from reportgen.versions.cells import CellChange, changed_cells
from reportgen.versions.version import Key
from reportgen.workspace import UNIT_FILE, Workspace

_FORMAT = 1
_SHOWN = 5  # cells, files: the first ones lead to the rest


@dataclass(frozen=True, slots=True)
class Received:
    """A package that came from below: its file, the document that it files, its number and time (ISO 8601), what is wrong with it, and what it changes.

    `files` are what is written, by path relative to the workspace, with the bytes (None: the file is taken out); empty where it isn't taken in. `changes`
    are the cells that are others than those that are there, `units` the units whose folders it brings. `visible` is the digest of what a reader sees of the
    document.
    """

    path: Path
    key: Key | None = None
    number: str = ""
    filed: str = ""
    problems: tuple[Diagnostic, ...] = ()
    units: tuple[str, ...] = ()
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    brought: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[CellChange, ...] = ()
    visible: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether it is to be taken in."""
        return bool(self.brought) and not has_errors(self.problems)


def is_package(path: Path) -> bool:
    """Whether a zip is a filing package, so far as its names tell."""
    archive, _ = open_archive(path)
    if archive is None:
        return False
    with archive:
        return MANIFEST in archive.names


def look_into(workspace: Workspace, season: str, path: Path, ledger: Ledger, *, overwrite: bool) -> Received:
    """Verifies a package and says what taking it in would change; nothing is written to the workspace.

    What is there is replaced where it is what the unit's last package brought, or with `overwrite`; else it is a conflict: somebody has changed it here.
    """
    verified = verify(path, workspace.outputs)
    manifest, filing = verified.manifest, verified.filing
    if manifest is None or filing is None or has_errors(verified.problems):
        return Received(path, None if manifest is None else manifest.key, problems=verified.problems)
    key, found = manifest.key, list(verified.problems)
    if key.season != season:
        message = f"是{key.season}年的报送包，现在收集的是{season}年的"
        found.append(error("collect.other-season", message, Place(path.name), help=f"用 --season {key.season} 收集"))
        return Received(path, key, filing.number, filing.time, tuple(found))
    before = _records(ledger, key.unit)
    newest = max(before, key=lambda one: one.filed, default=None)
    if newest is not None and datetime.fromisoformat(newest.filed) > datetime.fromisoformat(filing.time) and not overwrite:
        message = f"是{filing.time[:10]}报送的（{filing.number}），“{key.unit}”{newest.filed[:10]}报送的（{newest.number}）已经收集"
        found.append(error("collect.older-package", message, Place(path.name), help="一般不必处理；要退回到这一份的，加 --overwrite"))
        return Received(path, key, filing.number, filing.time, tuple(found))
    archive, problems = open_archive(path)
    if archive is None:
        return Received(path, key, filing.number, filing.time, (*found, *problems))
    with archive, tempfile.TemporaryDirectory(prefix="reportgen-") as temporary:
        try:
            units = _units(archive, manifest)
            brought = {name: archive.read(f"{DATA}/{name}") for name in _names(manifest, units)}
            changes = _changes(workspace, Path(temporary), brought, units)
        except Unreadable as fault:
            return Received(path, key, filing.number, filing.time, (*found, fault.diagnostic("collect", Place(path.name), "报送包")))
    here = {name: content for name in (*brought, *_others(workspace, units, brought)) if (content := _here(workspace, name)) is not None}
    files = {name: content for name, content in brought.items() if here.get(name) != content} | {name: None for name in here if name not in brought}
    last = {name: digest for one in before for name, digest in one.files.items()}
    foreign = [name for name in files if name in here and last.get(name) != _digest(here[name])]
    if foreign and not overwrite:
        found.append(_conflict(path, foreign, changes))
        files = {}
    masked = [name for name in manifest.masked if name.removeprefix(f"{DATA}/") in brought]
    if masked:
        message = f"“{key.unit}”的{len(masked)}个文件是遮盖了个人信息的副本"
        found.append(notice("collect.masked", message, Place(path.name), help="汇总不受影响；完整的数据在报送单位"))
    digests = {name: _digest(content) for name, content in brought.items()}
    names = tuple(unit.name for unit in units.values())
    return Received(path, key, filing.number, filing.time, tuple(found), names, files, digests, changes, filing.visible)


def latest(found: Sequence[Received]) -> tuple[Received, ...]:
    """The packages, of several that can be taken in for one unit the one that was filed last; what is said of the others."""
    last: dict[str, Received] = {}
    for one in found:
        if one.is_taken and one.key is not None:
            there = last.get(one.key.unit)
            if there is None or datetime.fromisoformat(one.filed) > datetime.fromisoformat(there.filed):
                last[one.key.unit] = one
    return tuple(one if not one.is_taken or one.key is None or last[one.key.unit] is one else _passed_over(one, last[one.key.unit]) for one in found)


def _passed_over(one: Received, last: Received) -> Received:
    message = f"没有采用它的数据：“{last.path.name}”是同一个单位后来报送的"
    told = notice("collect.earlier-package", message, Place(one.path.name), Place(last.path.name), help="不必处理")
    return replace(one, problems=(*one.problems, told), files={}, brought={}, changes=())


def bring_in(workspace: Workspace, received: Received, ledger: Ledger, now: datetime, by: str) -> tuple[Diagnostic, ...]:
    """Writes the files of a package, keeps those that were there, and notes what it brought."""
    key = received.key
    if key is None:
        return ()
    try:
        for name, content in received.files.items():
            path = workspace.root / name
            old = _here(workspace, name)
            if old is not None:
                replace_file(ledger.folder / "kept" / f"{now:%Y%m%d-%H%M%S}" / name, old)
            if content is None:
                path.unlink()
            else:
                replace_file(path, content)
        record = {
            "format": _FORMAT,
            "unit": key.unit,
            "kind": key.kind,
            "number": received.number,
            "filed": received.filed,
            "time": now.isoformat(timespec="seconds"),
            "by": by,
        }
        text = json.dumps({**record, "package": received.path.name, "files": dict(received.brought)}, ensure_ascii=False, indent=1, sort_keys=True)
        replace_file(ledger.folder / "packages" / f"{key.unit}-{now:%Y%m%d-%H%M%S}-{key.kind}.json", text.encode())
    except OSError as fault:
        return (not_written(workspace.inputs / key.season, cause(fault)),)
    return ()


def _units(archive: Archive, manifest: Manifest) -> dict[str, Unit]:
    """The unit that files and those below it, by the folder that the package has of each. Raises Unreadable."""
    start = f"{DATA}/inputs/{manifest.key.season}/"
    within: dict[str, list[str]] = {}
    for name in manifest.files:
        folder, _, file = name.removeprefix(start).rpartition("/")
        if name.startswith(start) and folder and "/" not in folder:
            within.setdefault(folder, []).append(file)
    every: dict[str, Unit] = {}
    for folder, names in within.items():
        text = decode(archive.read(f"{start}{folder}/{UNIT_FILE}")) if UNIT_FILE in names else None
        books = [name for name in sorted(names) if is_data_file(Path(name)) and Path(name).suffix.lower() in WORKBOOKS]
        read = (description_of(archive.read(f"{start}{folder}/{name}"), name) for name in books)
        sheets = next((found for found in read if found is not None and not found.is_empty), None)
        unit = None if text is None and sheets is None else read_unit(text, f"{start}{folder}/{UNIT_FILE}", sheets)[0]
        if unit is not None:
            every[folder] = unit
    parents = {unit.name: unit.parent for unit in every.values()}

    def is_below(name: str | None) -> bool:
        for _ in range(len(parents) + 1):
            if name == manifest.key.unit:
                return True
            name = parents.get(name or "")
        return False

    return {folder: unit for folder, unit in every.items() if is_below(unit.name)}


def _names(manifest: Manifest, units: Mapping[str, Unit]) -> Iterator[str]:
    """The files that the package has in the folders of units, without their evidence, relative to the workspace."""
    folders = tuple(f"{DATA}/inputs/{manifest.key.season}/{folder}/" for folder in units)
    for name in manifest.files:
        if name.startswith(folders) and f"/{EVIDENCE}/" not in name:
            yield name.removeprefix(f"{DATA}/")


def _others(workspace: Workspace, units: Mapping[str, Unit], brought: Mapping[str, bytes]) -> Iterator[str]:
    """The files of data that stand in these folders here and aren't in the package."""
    folders = sorted({name.rpartition("/")[0] for name in brought if name.rpartition("/")[0].rpartition("/")[2] in units})
    for folder in folders:
        for entry in workspace.entries(workspace.root / folder):
            name = f"{folder}/{entry.name}"
            if name not in brought and entry.is_file() and is_data_file(Path(entry.name)):
                yield name


def _changes(workspace: Workspace, folder: Path, brought: Mapping[str, bytes], units: Mapping[str, Unit]) -> tuple[CellChange, ...]:
    """The cells that the package has otherwise than the folders here. Raises Unreadable."""
    for name, content in brought.items():
        replace_file(folder / name, content, synced=False)
    season = next(iter(brought)).split("/")[1] if brought else ""
    before, after = ({place: raw for unit in units for place, raw in _cells(Workspace(root), season, unit)} for root in (workspace.root, folder))
    return changed_cells(before, after)


def _cells(workspace: Workspace, season: str, folder: str) -> Iterator[tuple[Place, str]]:
    """What is written in the tables of a unit's folder; nothing where there is none."""
    path = workspace.inputs / season / folder
    inputs, _ = load_unit(workspace, path) if path.is_dir() else (None, ())
    for table in inputs.tables.values() if inputs is not None else ():
        for row in table.rows:
            for key in table.dataset.columns:
                if raw := row.raw(key):
                    yield row.place(key), raw


def quoted(raw: str | None) -> str:
    """What is written in a cell, as people are told of it: a day without its midnight."""
    return (raw or "").removesuffix(" 00:00:00") or "（空）"


def _conflict(path: Path, foreign: Sequence[str], changes: Sequence[CellChange]) -> Diagnostic:
    cells = ((in_words((change.place,)), quoted(change.old), quoted(change.new)) for change in changes[:_SHOWN])
    shown = "；".join(f"{''.join(cell)}：这里是“{old}”，报送包中是“{new}”" for cell, old, new in cells)
    more = f"等{len(changes)}格" if len(changes) > _SHOWN else ""
    names = "、".join(in_words(Place(name) for name in foreign[:_SHOWN]))
    message = f"与这里的{names}不一样，这里的不是上一次报送包带来的，没有覆盖{f'：{shown}{more}' if shown else ''}"
    places = [Place(path.name), *(Place(name) for name in foreign)]
    return error("collect.conflict", message, *places, help="请与报送单位核对；以报送包为准的，加 --overwrite，原来的文件另存在 exchange 文件夹中")


@dataclass(frozen=True, slots=True)
class _Record:
    """A package that was taken in: when it was filed, its number, and the digests of the files that it brought."""

    filed: str
    number: str
    files: Mapping[str, str]


def _records(ledger: Ledger, unit: str) -> list[_Record]:
    """The packages of a unit that were taken in, in the order in which they were."""
    found = []
    for path in sorted((ledger.folder / "packages").glob("*.json")):
        try:
            raw = strangers_json(path.read_bytes())
            record = _Record(str(raw["filed"]), str(raw["number"]), {str(name): str(value) for name, value in dict(raw["files"]).items()})
            datetime.fromisoformat(record.filed)
            is_one = raw["format"] == _FORMAT and raw["unit"] == unit
        except MISSHAPEN:
            continue  # what it brought isn't known: it counts as changed here, and is asked about
        found += [record] if is_one else []
    return found


def _here(workspace: Workspace, name: str) -> bytes | None:
    try:
        return read_file(workspace.root / name).data
    except OSError:
        return None


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
