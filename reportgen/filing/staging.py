"""What of a workspace goes into a package: all that the unit's documents are made from, and nothing of its neighbours'."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.project import Project
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.documents.own.annexes import annex_files
from reportgen.figures.scope import Scope
from reportgen.figures.seasons import elsewhen
from reportgen.filing.copies import is_masked, masked_copies
from reportgen.filing.names import is_safe
from reportgen.filing.package import Content, of_bytes, of_path
from reportgen.inputs.data_files import is_data_file
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.inputs.large import dataset_of_part
from reportgen.pipeline.season import Job, Season
from reportgen.workspace import FOR_ALL, SETTINGS, UNIT_FILE, Workspace, is_notice

_WRITERS = ("html/gongwen.css", "html/preview.css", "docx/official.docx")


@dataclass(frozen=True, slots=True)
class Staged:
    """What is packed of the files of a workspace that a document is made from, by their paths relative to it: with personal data masked.

    `evidence` are the unit's own 佐证材料, which are packed but not read; `placeholders` those of the units below and of other seasons, of which the
    names count alone, and files of data that no reader can read. `own` are the unit's data among `files`, without what it attaches (自有附件), which the
    document shows; `others` the names of the units that stay out. `proofs` prove the originals of masked copies (`copies.proof`).
    """

    files: Mapping[str, bytes]
    evidence: dict[str, Path]
    placeholders: tuple[str, ...]
    own: tuple[str, ...]
    others: tuple[str, ...]
    proofs: Mapping[str, str]

    def contents(self) -> dict[str, Content]:
        """What is in the files and the evidence, as it is packed."""
        packed = {name: of_bytes(content) for name, content in self.files.items()}
        return {**packed, **{name: of_path(path) for name, path in self.evidence.items()}}

    def copy(self, folder: Path) -> None:
        """Make a workspace of the files in `folder`; where names alone count, empty files stand. Raises OSError."""
        for name, content in self.files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        empty(folder, (*self.evidence, *self.placeholders))


def empty(folder: Path, names: tuple[str, ...]) -> None:
    """Make empty files. Raises OSError."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def stage(project: Project, job: Job) -> tuple[Staged | None, tuple[Diagnostic, ...]]:
    """The files that the unit's documents are made from, and those of them that can't be packed. Raises OSError."""
    workspace, season = project.workspace, project.season(frozenset((job.scope.unit.name,)))
    names = project.ingredients(job.scope.unit.name)
    earlier = [one for scope in elsewhen(job.scope, project.years(job.scope.unit.name)) for one in scope.subtree()]
    above = frozenset(project.outline.units[job.scope.unit.name].above)
    inside = {scope.inputs.folder: scope for scope in (*job.scope.subtree(), *earlier)}
    files: dict[str, Path] = {}
    for name in names:
        if name.startswith("templates/"):
            files[name] = workspace.template(name.removeprefix("templates/"))
        elif name.startswith(FOR_ALL) or is_notice(name) or _describes(name, above) or _is_data(name, inside):
            files[name] = workspace.root / name
    annexes = {workspace.relative(path): path for path in annex_files(workspace, job.scope.inputs)}
    files |= annexes
    files |= {f"templates/{name}": workspace.template(name) for name in _WRITERS}
    if (workspace.root / SETTINGS).is_file():
        files[SETTINGS] = workspace.root / SETTINGS
    if job.scope.gone:  # what can't be read is missing in the sums: it must be found unreadable again
        files |= {path.relative_to(workspace.root).as_posix(): path for folder in season.blocked for path in _unreadable(workspace, season, folder)}
    own_folder = job.scope.inputs.folder
    evidence = {name: workspace.root / name for name in _evidence(job.scope)}
    placeholders = tuple(name for scope in inside.values() if scope is not job.scope for name in _evidence(scope))
    problems = tuple(_unusable(workspace, {**files, **evidence}, placeholders))
    if problems:
        return None, problems
    contents, unread, problems = _read(workspace, files)
    copies = masked_copies(contents, workspace.outputs, job.scope.programme)
    placeholders = (*placeholders, *unread, *copies.unread)
    contents = {name: copies.contents.get(name, content) for name, content in contents.items() if name not in copies.unread}
    own = tuple(name for name in contents if name.startswith(f"{own_folder}/") and name not in annexes)
    packed = {scope.unit.name for scope in season.scopes if any(name in contents for name in scope.inputs.described)}
    others = tuple(scope.unit.name for scope in season.scopes if scope.unit.name not in packed)
    staged = Staged(contents, dict(sorted(evidence.items())), placeholders, own, others, copies.proofs)
    problems = (*problems, *copies.problems)
    return None if problems else staged, problems


def _read(workspace: Workspace, files: Mapping[str, Path]) -> tuple[dict[str, bytes], tuple[str, ...], tuple[Diagnostic, ...]]:
    """What is in the files, as it was when the document was composed; the data among them that nobody can read; and what is wrong with the others.

    Raises Moved.
    """
    contents: dict[str, bytes] = {}
    unread: list[str] = []
    problems: list[Diagnostic] = []
    for name, path in sorted(files.items()):
        try:
            contents[name] = workspace.read(path)
        except Unreadable as fault:
            if is_masked(name):
                unread.append(name)
            else:
                problems.append(fault.diagnostic("filing", Place(name)))
    return contents, tuple(unread), tuple(problems)


def _describes(name: str, above: frozenset[str]) -> bool:
    """Whether it is a file that describes a unit: a 单位.yaml, or the workbook in which one above does."""
    return name.startswith("inputs/") and (name.endswith(f"/{UNIT_FILE}") or name in above)


def _is_data(name: str, inside: dict[str, Scope]) -> bool:
    """Whether it is a file that the reader takes data from, or the picture of a seal."""
    folder, _, file = name.rpartition("/")
    scope = inside.get(folder)
    if scope is None:
        unit = next((one for at, one in inside.items() if name.startswith(f"{at}/")), None)
        return unit is not None and dataset_of_part(name, unit.programme) is not None and is_data_file(Path(file))
    return is_data_file(Path(file)) or file == scope.unit.seal


def _evidence(scope: Scope) -> tuple[str, ...]:
    return tuple(f"{scope.inputs.folder}/{EVIDENCE}/{name}" for name in scope.inputs.evidence)


def _unreadable(workspace: Workspace, season: Season, folder: str) -> Iterator[Path]:
    for path in sorted((workspace.inputs / season.name / folder).glob("*")):
        if path.is_file() and is_data_file(path):
            yield path


def _unusable(workspace: Workspace, files: dict[str, Path], placeholders: tuple[str, ...]) -> Iterator[Diagnostic]:
    root = workspace.root.resolve()
    for name, path in files.items():
        outside = not name.startswith("templates/") and not path.resolve().is_relative_to(root)
        if outside or not path.is_file():
            yield error(
                "filing.unreadable", "不能放入报送包：文件不存在，或者是指向工作区以外的链接", Place(name), help="请把文件复制到这个位置，或者删除后重新生成"
            )
    for name in (*files, *placeholders):
        if not is_safe(name):
            yield error(
                "filing.name", "文件名中有其他电脑上不能用的字符，不能放入报送包", Place(name), help="请改名，不要用 : * ? 等符号和首尾空格，再重新生成"
            )
