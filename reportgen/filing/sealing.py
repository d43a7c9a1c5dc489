"""To the seal service and back: the PDF to be sealed goes out, the sealed one comes in. Seals are made elsewhere."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportgen.building.current import current
from reportgen.building.lock import TEMPORARY, locked
from reportgen.building.outputs import Outputs, open_outputs
from reportgen.building.project import Project
from reportgen.building.sealed import MAX_BYTES, built_part
from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.files import cause, read_file, replace_file
from reportgen.filing.names import original_name
from reportgen.filing.original import IN_PLACE, Original, examine
from reportgen.versions.version import Key


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a file on its way out or in: where it is now, None where it went nowhere; as an original, where it is one."""

    path: Path | None = None
    original: Original | None = None
    problems: tuple[Diagnostic, ...] = ()


def to_seal(project: Project, key: Key, folder: Path) -> Moved:
    """Write the present PDF of a document, and its SHA-256 in a file beside it, into `folder`; nothing there is overwritten."""
    name, built, problems = _built(project, open_outputs(project.workspace.outputs), key)
    if built is None:
        return Moved(problems=problems)
    target = folder / f"{key.unit}-{Path(name).name}"
    if target.exists():
        return Moved(problems=(error("sealing.there", "已经有同名的文件，没有写", Place(str(target)), help="请移走原来的文件，或者换一个文件夹"),))
    try:
        replace_file(target, built)
        replace_file(target.with_name(f"{target.name}.sha256"), f"{sha256(built).hexdigest()}  {target.name}\n".encode())
    except OSError as fault:
        return Moved(problems=(error("sealing.failed", f"没有写成：{cause(fault)}", Place(str(target)), help="请检查磁盘空间和文件夹权限"),))
    return Moved(target)


def take_back(project: Project, key: Key, file: Path) -> Moved:
    """Put a sealed PDF, or a scan of the sealed paper, among the outputs as the original of a document, where nothing else of it has changed.

    One that was sealed in place takes the place of what was built; another one stands beside it.
    """
    place = Place(str(file))
    try:
        brought = read_file(file, MAX_BYTES).data
    except OSError as wrong:
        return Moved(problems=(error("sealing.unreadable", f"读不了：{cause(wrong)}", place, help="请检查文件的位置和权限"),))
    with locked(project.workspace.outputs) as fault:
        if fault is not None:
            return Moved(problems=(fault,))
        outputs = open_outputs(project.workspace.outputs)
        name, built, problems = _built(project, outputs, key)
        if built is None:
            return Moved(problems=problems)
        original = examine(built, brought, place)
        if not original.is_accepted:
            return Moved(original=original, problems=original.problems)
        target = outputs.folder / (name if original.form == IN_PLACE else original_name(name))
        standing = outputs.sealed(name) is not None if original.form == IN_PLACE else target.exists()
        if standing and read_file(target, MAX_BYTES).data != brought:
            there = Place(f"{outputs.folder.name}/{target.relative_to(outputs.folder).as_posix()}")
            return Moved(original=original, problems=(error("sealing.there", "已经有另一份正本，没有覆盖", there, help="请先移走原来的正本"),))
        try:
            replace_file(target, brought, outputs.folder / TEMPORARY)
        except OSError as wrong:
            return Moved(problems=(error("sealing.failed", f"没有写成：{cause(wrong)}", Place(str(target)), help="请检查磁盘空间和文件夹权限"),))
        return Moved(target, original, original.problems)


def originals_of(project: Project, key: Key) -> dict[Path, Original]:
    """The originals of a document among the outputs; none where its PDF isn't up to date."""
    outputs = open_outputs(project.workspace.outputs)
    name, built, _ = _built(project, outputs, key)
    return {} if built is None else originals(outputs, name)


def originals(outputs: Outputs, name: str) -> dict[Path, Original]:
    """The originals of the built PDF `name`: itself where it was sealed in place, and the one that stands beside it."""
    built, beside = built_part(outputs.folder / name, outputs.written.get(name, {})), original_name(name)
    names = [*([name] if outputs.sealed(name) else []), *([beside] if (outputs.folder / beside).is_file() else [])]
    return {} if built is None else {outputs.folder / one: _examined(built, outputs.folder, one) for one in names}


def _examined(built: bytes, folder: Path, name: str) -> Original:
    """The file `name` of the outputs as an original (`examine`)."""
    place = Place(f"{folder.name}/{name}")
    try:
        return examine(built, read_file(folder / name, MAX_BYTES).data, place)
    except OSError as fault:
        return Original("", 0, (), (error("original.unreadable", f"读不了：{cause(fault)}", place, help="请检查文件的权限"),))


def _built(project: Project, outputs: Outputs, key: Key) -> tuple[str, bytes | None, tuple[Diagnostic, ...]]:
    """The name of a document's PDF in the outputs, and the bytes as they were built, also where they have been sealed since; None unless it is up to date."""
    answer = project.answers([(key.unit, key.kind)])[key.unit, key.kind]
    file = current(project, outputs, (key.unit, key.kind), answer.html or "", "pdf")
    built = built_part(outputs.folder / file.name, outputs.written.get(file.name, {})) if file.is_current and file.used == file.name else None
    if built is not None:
        return file.name, built, ()
    help_text = f"请先运行 reportgen build {key.unit} 生成最新的 PDF；改动过文件的，先移走"
    return (
        file.name,
        None,
        (error("sealing.not-built", "PDF 没有生成，不是最新的，或者被人修改过", Place(f"{outputs.folder.name}/{file.name}"), help=help_text),),
    )
