"""file: freezes a version of a document under its document number, and makes its package."""

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportgen.building.lock import locked
from reportgen.building.project import Project
from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.files import cause
from reportgen.filing.assembling import assemble
from reportgen.filing.case import Case, Request, look_into
from reportgen.filing.keys import Signer
from reportgen.filing.manifest import Manifest
from reportgen.filing.package import Content
from reportgen.filing.rebuild import Order, Rebuilt, rebuild
from reportgen.filing.scanning import scan
from reportgen.filing.staging import Staged, stage
from reportgen.filing.stored import keep_files, write_stored
from reportgen.versions.filings import Filing
from reportgen.versions.history import History, open_history


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a request: the filing and its package, None where it was refused; `again` where it had been filed before.

    `against` are those of the `problems` that a reason would override, or, of what was filed, has overridden.
    """

    filing: Filing | None = None
    package: Path | None = None
    again: bool = False
    problems: tuple[Diagnostic, ...] = ()
    against: tuple[Diagnostic, ...] = ()


def file_document(project: Project, request: Request) -> Filed:
    """File the present version of a document.

    It is refused where errors are open, something is missing, the data have moved since the build, or somebody has edited the files,
    unless the request says why; and always where the number isn't that of the document, was used for another one, the documents don't
    come out of what would be packed, or a file of the package would show personal data. What was filed before is not filed again: its
    package is made anew where it is gone.
    """
    with locked(project.workspace.outputs) as fault:
        if fault is not None:
            return Filed(problems=(fault,))
        with open_history(project.workspace.outputs) as history:
            filed = _file(project, history, request)
            return replace(filed, problems=tuple(dict.fromkeys((*filed.problems, *history.problems))))


def _file(project: Project, history: History, request: Request) -> Filed:
    case, wrong = look_into(project, history, request)
    if case is None:
        return Filed(problems=wrong)
    target = package_path(project, case.filing, case.before)
    if target.exists():
        if case.again:
            return Filed(case.filing, target, again=True)
        place = Place(project.workspace.relative(target))
        return Filed(problems=(error("filing.package-there", "已经有同名的报送包，没有报送", place, help="请把它移到别处，再报送"),))
    if case.against and not case.filing.why and not case.again:
        return Filed(problems=case.against, against=case.against)
    if not case.against and not case.again:
        case = replace(case, filing=replace(case.filing, why=""))  # there was nothing to override
    try:
        if case.again:
            wrong = write_stored(history, case.filing, target)
            return Filed(case.filing, None if wrong else target, again=True, problems=wrong)
        packing, wrong = _pack(project, case)
        return Filed(problems=wrong) if packing is None else _put(history, case, packing, target, request.signer)
    except OSError as fault:
        shown = Place(str(fault.filename)) if fault.filename else None
        return Filed(problems=(error("filing.failed", f"报送包没有写成：{cause(fault)}", *((shown,) if shown else ()), help=_SPACE),))


_SPACE = "请检查磁盘空间和文件夹权限，然后用原来的文号再运行一次"


@dataclass(frozen=True, slots=True)
class _Packing:
    """What goes into a package: the documents, the files by name, and the manifest of them."""

    made: Rebuilt
    files: dict[str, Content]
    manifest: Manifest


def _pack(project: Project, case: Case) -> tuple[_Packing | None, tuple[Diagnostic, ...]]:
    """The package of a case; None and what is wrong with it. Raises OSError."""
    staged, wrong = stage(project, case.job)
    if staged is None:
        return None, wrong
    made, wrong = _make(case, staged)
    if made is None:
        return None, wrong
    manifest, files = assemble(case, staged, made, {kind.id: kind.name for kind in project.roster.kinds})
    ours = {manifest.pdf, *(name for name in manifest.reports.values() if name.endswith(".pdf"))}  # they say what the text and the Word files say
    wrong = scan({name: content for name, content in files.items() if name not in ours}, made.pdf)
    return None if wrong else _Packing(made, files, manifest), wrong


def _make(case: Case, staged: Staged) -> tuple[Rebuilt | None, tuple[Diagnostic, ...]]:
    """The files, made from a copy of what will be packed: nothing else has a part in them. Raises OSError."""
    order = Order(case.filing.key, staged.others, staged.own, datetime.fromisoformat(case.filing.time))
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        staged.copy(Path(folder))
        made, problems = rebuild(Path(folder), order, case.html if case.moved else None)
    if made is not None and made.html != case.html:
        help_text = "生成公文用到了报送包以外的文件，或者数据正在改动；请关闭正在编辑的文件，重新生成后再试，仍然如此的请反馈给软件维护人员"
        return None, (*problems, error("filing.not-repeatable", "用报送包中的数据不能重新生成同样的公文，没有报送", help=help_text))
    return made, problems


def _put(history: History, case: Case, packing: _Packing, target: Path, signer: Signer) -> Filed:
    """Keeps all that will be in the package, records the filing, then writes the package: one that is broken off in between is written by the next run.

    Raises OSError.
    """
    made = packing.made
    keep_files(history.objects, packing.files)
    frozen = {"html": made.html.encode(), "docx": made.docx, "pdf": made.pdf, "manifest": packing.manifest.content()}
    filing = history.file(case.filing, frozen, signer.sign)
    if filing is None:
        return Filed()
    wrong = write_stored(history, filing, target)
    return Filed(filing, None if wrong else target, problems=wrong, against=case.against)


def package_path(project: Project, filing: Filing, before: int) -> Path:
    """Where a package goes: beside the documents. Where its number was used before (so often), it says the how manieth filing it is."""
    names = {kind.id: kind.name for kind in project.roster.kinds}
    folder = project.roster.folder(filing.key.unit)
    again = f"（第{before + 1}次报送）" if before else ""
    return project.workspace.outputs / project.name / folder / f"{names[filing.key.kind]}-报送包-{filing.number}{again}.zip"
