"""What an archive has besides what was filed: the 公文处理单, and the unit's data in a fixed layout, made by the templates of their kinds."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportgen.building.project import Project
from reportgen.building.renderer import Renderer, render
from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.compose import composer
from reportgen.documents.kinds import Kind
from reportgen.documents.kinds_file import kinds_of
from reportgen.figures.scope import Scope
from reportgen.filing.filled_in import data_content, sheets_of
from reportgen.filing.names import DATA, PROCESSING
from reportgen.filing.procedure import Step, pages_of
from reportgen.filing.receipt import Receipt
from reportgen.filing.stored import Stored
from reportgen.inputs.delimited import decode
from reportgen.inputs.described import description_of
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.inputs.unit_sheet import SheetDescription
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.render.pdf import Archive, write_pdf
from reportgen.versions.filings import Filing
from reportgen.workspace import UNIT_FILE, Workspace, open_workspace, packaged_templates

_KINDS = (FORM, TABLES) = ("processing-form", "archived-data")
"""The kinds of templates/kinds.yaml that an archive is made of."""


@dataclass(frozen=True, slots=True)
class Record:
    """A filing, those of its document under the same number `before` it, and the receipts of it by their files' names."""

    filing: Filing
    before: Sequence[Filing]
    receipts: Mapping[str, Receipt]


@dataclass(frozen=True, slots=True)
class Made:
    """The files by name, and the tables that have too many rows for the fixed layout (`hidden`)."""

    files: Mapping[str, bytes]
    hidden: tuple[str, ...]


def archive_documents(
    project: Project, renderer: Renderer, stored: Stored, record: Record, facts: Mapping[str, str], steps: Sequence[Step]
) -> tuple[Made | None, tuple[Diagnostic, ...]]:
    """The documents of an archive; None, and what is wrong, where they can't be made. `facts` are those that the document prints. Raises OSError."""
    kinds = _kinds(project)
    filing, manifest = record.filing, stored.manifest
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        season, description = _opened(stored, Path(folder), filing.key.season)
        scope = next((scope for scope in season.scopes if scope.unit.name == filing.key.unit), None) if season else None
        if season is None or scope is None:
            help_text = "请运行 reportgen export 写出报送包，用 reportgen verify 核对"
            return None, (error("archive.unreadable", "报送时封存的填报数据读不了，没有归档", Place(f"inputs/{filing.key.season}"), help=help_text),)
        lacking = [kinds[name].name for name in _KINDS if scope.unit.level not in kinds[name].levels]
        if lacking:
            place = Place(project.workspace.relative(project.workspace.template("kinds.yaml")))
            message = f"{'、'.join(lacking)}没有“{scope.unit.level}”这一级别的模板，不能归档"
            return None, (error("archive.no-level", message, place, help="请对照软件自带的 templates/kinds.yaml 补上"),)
        sheets = sheets_of(scope, description, _in_sheets(season, scope))
        making, themes = composer(project.workspace), season.themes(scope)
        told: dict[str, object] = {"facts": facts, "steps": steps, "kind_name": manifest.kind, "pages": str(pages_of(stored.read(manifest.pdf)))}
        given: dict[str, dict[str, object]] = {FORM: told, TABLES: {"sheets": sheets, "filed": filing}}
        composed = {name: making.compose(scope, kinds[name], filing.key.season, themes, given[name]) for name in _KINDS}
    problems = tuple(problem for one in composed.values() for problem in one.problems)
    form, tables = composed[FORM].html, composed[TABLES].html
    if form is None or tables is None:
        return None, problems
    time = Archive((), datetime.fromisoformat(filing.time))
    pdfs = {name: write_pdf(html, renderer.layout, renderer.gongwen, time) for name, html in ((FORM, form), (TABLES, tables))}
    word = render(renderer, form, "docx")
    problems = (*problems, *(problem for pdf in pdfs.values() for problem in pdf.problems), *word.problems)
    if word.content is None:
        return None, (*problems, error("archive.failed", f"{kinds[FORM].name}没有生成：{word.fault or '见其他提示'}", help="请检查自己的 Word 版面文件"))
    files = {
        f"{PROCESSING}/{kinds[FORM].name}.docx": word.content,
        f"{PROCESSING}/{kinds[FORM].name}.pdf": pdfs[FORM].content,
        f"{DATA}/{kinds[TABLES].name}.pdf": pdfs[TABLES].content,
        f"{DATA}/{kinds[TABLES].name}.xml": data_content(filing.key.unit, filing.key.season, sheets),
    }
    return Made(files, tuple(sheet.title for sheet in sheets if not sheet.is_shown)), problems


def _kinds(project: Project) -> Mapping[str, Kind]:
    """The kinds by their ids: an office's own, and the packaged ones where its kinds.yaml hasn't them."""
    workspaces = (Workspace(packaged_templates().parent), project.workspace)
    return {kind.id: kind for workspace in workspaces for kind in kinds_of(workspace, archived=True)[0]}


def _opened(stored: Stored, folder: Path, season: str) -> tuple[Season | None, str]:
    """The data that were filed, in a workspace in `folder`, and what stands in the unit's 单位.yaml. What of a file counts by name alone is empty."""
    for name, content in stored.files.items():
        if name.startswith(f"{DATA}/"):
            target = folder / name.removeprefix(f"{DATA}/")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.writelines(content() if f"/{EVIDENCE}/" not in name else ())
    workspace, _ = open_workspace(folder)
    if workspace is None or workspace.root != folder.resolve():
        return None, ""
    description = next((stored.read(name) for name in stored.manifest.attached if name.endswith(f"/{UNIT_FILE}")), b"")
    return open_season(workspace, season), decode(description) if description else ""


def _in_sheets(season: Season, scope: Scope) -> SheetDescription | None:
    """What the workbook among the files that describe a unit says of it."""
    file = next((name for name in scope.inputs.described if not name.endswith(f"/{UNIT_FILE}")), None)
    return None if file is None else description_of(season.workspace.read(season.workspace.root / file), file)
