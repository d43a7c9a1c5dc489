"""Units whose folders have gone since their documents were made: a share that isn't mounted looks just so."""

from collections.abc import Callable, Mapping
from pathlib import Path

from reportgen.building.build_log import BuildLog
from reportgen.building.snapshot import Snapshot, is_passed_over
from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.workspace import UNIT_FILE

_DEPTH = 2
"""How many slashes the path of a unit's folder has: inputs/2023/静乐县."""


def gone(
    log: BuildLog, season: str, seen: Callable[[str], Snapshot | None], is_named: Callable[[str, str], bool], outputs: Path
) -> dict[str, tuple[Diagnostic, ...]]:
    """By unit (name) whose documents were made from a folder of inputs in which nothing is left: the faults, one a folder.

    `seen` gives what is there of a season; None for one that isn't to be looked at. `is_named` says whether the documents of a unit (name) name another
    season, for which the unit may have to be read: it is asked last.

    Their last documents are kept while those of the unit that is gone are there: who has taken a unit away on purpose takes these away too. A
    folder that only has another name now isn't gone: its 单位.yaml, or the workbook that says the same, is there.
    """
    found: dict[str, dict[str, Diagnostic]] = {}
    folders: dict[str, Mapping[str, str]] = {}
    for (unit, _), entry in log.season(season).items():
        if entry.made_from not in folders:
            folders[entry.made_from] = _descriptions(log.made_from.get(entry.made_from, {}))
        for folder, description in folders[entry.made_from].items():
            _, year, name = folder.split("/", 2)
            there = seen(year)
            if there is None or not _is_gone(folder, description, there) or not _has_documents(outputs / year / name):
                continue
            if year == season or is_named(unit, year):
                found.setdefault(unit, {})[folder] = _fault(folder, outputs.name)
    return {unit: tuple(faults.values()) for unit, faults in found.items()}


def _descriptions(made_from: Mapping[str, str]) -> dict[str, str]:
    """The digests of what described the units that something was made from, by folder: the 单位.yaml, or else the workbooks."""
    files = {name: of for name, of in made_from.items() if name.startswith("inputs/")}
    books = {name.rpartition("/")[0]: of for name, of in files.items() if Path(name).suffix.lower() in WORKBOOKS and is_data_file(Path(name))}
    return {folder: of for folder, of in books.items() if folder.count("/") == _DEPTH} | {
        name.removesuffix(f"/{UNIT_FILE}"): of for name, of in files.items() if name.endswith(f"/{UNIT_FILE}")
    }


def _is_gone(folder: str, description: str, snapshot: Snapshot) -> bool:
    if folder in snapshot.digests or any(not is_passed_over(name) for name in snapshot.below(folder)):
        return False
    return all(of != description for of in snapshot.digests.values())


def _has_documents(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _fault(folder: str, outputs: str) -> Diagnostic:
    name = folder.rpartition("/")[2]
    documents = f"{outputs}/{folder.removeprefix('inputs/')}"
    help_text = f"请恢复这个文件夹；在网络共享文件夹上的，请等它接通；确实不再有这个单位的，请把 {documents} 也移走"
    return error("inputs.gone", "文件夹不在了，或者成了空的，上次生成公文时还有数据；用到它的公文保留上一版", Place(folder), help=help_text, unit=name)
