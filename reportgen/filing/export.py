"""export: the files of any version as they were, out of the store; of a filed one its package too."""

from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.files import cause, replace_file
from reportgen.filing.stored import write_stored
from reportgen.versions.history import History
from reportgen.versions.objects import DamagedObject
from reportgen.versions.version import Key


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were written, and what is wrong."""

    files: tuple[Path, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def export(history: History, key: Key, number: int, name: str, target: Path) -> Exported:
    """Write the files of a version to the folder `target`; `name` is the Chinese name of its kind. No file that is there is written over."""
    version = history.version(key, number)
    if version is None:
        last = history.number(key)
        message = f"没有第{number}版" if last else "还没有版本"
        return Exported(problems=(*history.problems, error("export.no-version", message, help=f"共{last or 0}版，用 reportgen log 查看")))
    written: list[Path] = []
    problems: list[Diagnostic] = []
    filings = history.filings()
    try:
        for format in version.outputs:
            path = target / f"{name}-第{number}版.{format}"
            if format not in version.kept:
                problems.append(error("export.not-kept", f"第{number}版的 {format} 文件没有存档", help="这一版是用旧版本软件记录的，或者记录时文件已经不在"))
            elif (found := _write(path, history, version.outputs[format].sha256)) is None:
                written.append(path)
            else:
                problems.append(found)
        for filing in filings:
            if (filing.key, filing.version) == (key, number):
                before = sum((one.key, one.number) == (key, filing.number) for one in filings[: filing.position - 1])
                path = target / f"{name}-报送包-{filing.number}{f'（第{before + 1}次报送）' if before else ''}.zip"
                found_there = (_there(path),) if path.exists() else write_stored(history, filing, path)
                problems += found_there
                written += () if found_there else (path,)
    except OSError as fault:
        problems.append(error("export.failed", f"没有写成：{cause(fault)}", Place(str(target)), help="请检查磁盘空间和文件夹权限"))
    return Exported(tuple(written), (*problems, *history.problems))


def _write(path: Path, history: History, digest: str) -> Diagnostic | None:
    if path.exists():
        return _there(path)
    try:
        replace_file(path, history.objects.get(digest))
    except DamagedObject:
        return error(
            "export.damaged", "存档的文件已经损坏或者不见了", Place(path.name), help="请运行 reportgen log --verify 查看，从备份恢复 outputs/.reportgen 文件夹"
        )
    return None


def _there(path: Path) -> Diagnostic:
    return error("export.there", "已经有同名的文件，没有覆盖", Place(path.name), help="请写明另一个文件夹（--to），或者移走这个文件")
