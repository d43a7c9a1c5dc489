"""What has changed between two looks, and which of it is still on its way."""

import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportgen.building.file_digests import UNREADABLE
from reportgen.building.snapshot import is_passed_over
from reportgen.files import is_aside
from reportgen.inputs.data_files import DATA_FILES, WORKBOOKS
from reportgen.seen import NAMED

_ZIPPED = (*WORKBOOKS, ".docx")
"""Files that are whole only when their last part is there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened to a file; `name` is that of a snapshot, `before` the name that it had where it was renamed."""

    name: str
    what: Literal["new", "changed", "gone", "renamed"]
    before: str = ""


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Change, ...]:
    """What differs between two snapshots' digests, by name.

    What no document is made from doesn't count: locks, leftovers of saving, what reportgen itself writes beside the data.
    """
    differing = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name) and not (is_passed_over(name) or is_aside(name))]
    gone = {before[name]: name for name in differing if name not in now}
    found = []
    for name in differing:
        if name in before and name in now:
            found.append(Change(name, "changed"))
        elif name in now:
            earlier = gone.pop(now[name], None)
            found.append(Change(name, "new") if earlier is None else Change(name, "renamed", earlier))
    return (*found, *(Change(name, "gone") for name in sorted(gone.values())))


def unsettled(root: Path, changed: Iterable[Change], digests: Mapping[str, str]) -> tuple[str, ...]:
    """The files that somebody is still writing, or holds for himself alone, as far as it shows: they had better be looked at again."""
    return tuple(_unsettled(root, (change.name for change in changed if change.what != "gone"), digests))


def _unsettled(root: Path, names: Iterable[str], digests: Mapping[str, str]) -> Iterator[str]:
    for name in names:
        if digests[name] == NAMED:
            continue
        path, kind = root / name, os.path.splitext(name)[1].lower()  # noqa: PTH122
        if digests[name] == UNREADABLE or (kind in _ZIPPED and path.is_file() and not zipfile.is_zipfile(path)) or (kind in DATA_FILES and _is_empty(path)):
            yield name


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return False
