"""build: inputs -> documents in outputs/."""

import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.build.outputs import Outputs, file_name, open_outputs
from reportgen.check import concerns, unique
from reportgen.diagnostics import Diagnostic, Place, Severity, error
from reportgen.documents.kinds import Format, Kind
from reportgen.documents.season import Job, Season
from reportgen.policy import Evaluated
from reportgen.render.layout import Layout
from reportgen.render.settings import layout_of
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Document:
    """What became of one document: built, unchanged, blocked (its unit can't be read) or failed.

    `outputs` maps a format to its file; `reasons` say in Chinese why it was built or left; `evaluated` is what the
    policies say to its data.
    """

    unit: str
    kind: str
    status: str
    reasons: tuple[str, ...] = ()
    outputs: dict[str, Path] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    evaluated: Evaluated = field(default_factory=Evaluated)


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build: the documents in order, and the problems that belong to no single document."""

    season: str
    documents: tuple[Document, ...]
    problems: tuple[Diagnostic, ...]
    seconds: float


def build(
    season: Season,
    units: frozenset[str] | None = None,
    kinds: frozenset[str] | None = None,
    formats: frozenset[Format] | None = None,
    done: Callable[[Document], None] = lambda _document: None,
) -> Built:
    """Make the documents of the units and kinds asked for (None means all); `done` hears of each as it is finished.

    `formats` narrows those that each kind is written in; a kind that is written in none of them is left out. A document that
    fails leaves its earlier outputs as they were, and the others are still made.
    """
    start = time.monotonic()
    writer, faults = open_writer(season.workspace)
    documents = []
    wanted = {kind.id: narrowed for kind in season.kinds if (kinds is None or kind.id in kinds) and (narrowed := narrow(kind, formats))}
    for folder in season.blocked:
        if units is None or folder in units:
            documents += [Document(folder, kind, "blocked", ("单位.yaml 读不了",)) for kind in wanted]
    unsaved: list[Diagnostic] = []
    try:
        for job in season.jobs(units, frozenset(wanted)):
            if writer is None:
                document = Document(job.scope.unit.name, job.kind.id, "failed", ("模板文件读不了",))
            else:
                document = writer.make(season, job, wanted[job.kind.id])
                unsaved += writer.outputs.save()
            document = replace(document, evaluated=season.evaluate(job))
            documents.append(document)
            done(document)
    finally:
        # A build that is broken off still remembers what it wrote, else its files would pass for edited ones.
        unsaved += writer.outputs.save() if writer else ()
    problems = unique((*(p for p in season.problems if concerns(p, units)), *faults, *unsaved))
    return Built(season.name, tuple(documents), problems, time.monotonic() - start)


def narrow(kind: Kind, formats: frozenset[Format] | None) -> tuple[Format, ...]:
    """The formats that a kind is written in, of those asked for (None means all)."""
    return tuple(name for name in kind.formats if formats is None or name in formats)


def open_writer(workspace: Workspace) -> tuple["Writer | None", tuple[Diagnostic, ...]]:
    """A writer with its style sheets and base document read; None and problems where one of them can't be."""
    problems = []
    found: dict[str, bytes] = {}
    for name in ("html/gongwen.css", "html/preview.css", "docx/official.docx"):
        path = workspace.template(name)
        try:
            content = path.read_bytes()
            usable = zipfile.is_zipfile(path) if name.endswith(".docx") else bool(content.decode("utf-8-sig").strip())
        except (OSError, UnicodeDecodeError):
            usable = False
        if usable:
            found[name] = content
        else:
            help_text = "请从备份恢复；删除工作区中的这个文件，会改用软件自带的"
            problems.append(error("templates.unreadable", "模板文件读不了或者已损坏", Place(workspace.relative(path)), help=help_text))
    if problems:
        return None, tuple(problems)
    styles = {name: found[f"html/{name}.css"].decode("utf-8-sig") for name in ("gongwen", "preview")}
    return Writer(open_outputs(workspace.outputs), layout_of(workspace.settings.fonts), styles, found["docx/official.docx"]), ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the documents of a workspace: `styles` are the style sheets, `base` the Word base document."""

    outputs: Outputs
    layout: Layout
    styles: Mapping[str, str]
    base: bytes

    def make(self, season: Season, job: Job, formats: tuple[Format, ...]) -> Document:
        """Compose, render and write one document."""
        unit, kind = job.scope.unit.name, job.kind
        folder = job.scope.inputs.folder.rsplit("/", 1)[-1]  # as in inputs/; a name may hold what a path can't
        composed = season.compose(job)
        if composed.html is None:
            return Document(unit, kind.id, "failed", ("模板出错，没有生成",), {}, composed.problems)
        problems = list(composed.problems)
        rendered: dict[str, bytes] = {}
        for name in formats:
            try:
                content, found = self.render(composed.html, name)
            # A fault of a writer is the program's own; whatever it is, it must not keep the other documents from being made.
            except Exception as fault:  # noqa: BLE001
                content, found = b"", (_broken(unit, kind.name, name, fault),)
            problems += found
            if not any(p.severity is Severity.ERROR for p in found):
                rendered[name] = content
        written: dict[str, Path] = {}
        changed = False
        for suffix, content in rendered.items():
            path, new, found = self.outputs.put(file_name(season.name, folder, kind.name, suffix), content, composed.html)
            problems += found
            changed = changed or new
            if path is not None:
                written[suffix] = path
        if len(written) < len(formats):
            return Document(unit, kind.id, "failed", ("有的文件没有写成",), written, tuple(problems))
        status = "built" if changed else "unchanged"
        return Document(unit, kind.id, status, ("内容有变化" if changed else "内容没有变化",), written, tuple(problems))

    def render(self, html: str, name: Format) -> tuple[bytes, tuple[Diagnostic, ...]]:
        """The bytes of one format of a canonical document, and the faults of writing it."""
        if name == "docx":
            from reportgen.render.word import write_docx

            return write_docx(html, self.layout, self.base), ()
        if name == "pdf":
            from reportgen.render.pdf import write_pdf

            result = write_pdf(html, self.layout, self.styles["gongwen"])
            return result.content, result.problems
        if name == "xlsx":
            from reportgen.render.sheet import write_sheets

            return write_sheets(html), ()
        from reportgen.render.preview import write_preview

        return write_preview(html, self.layout, self.styles["preview"]), ()


def _broken(unit: str, kind: str, name: str, fault: Exception) -> Diagnostic:
    """A writer that failed as a problem of its document."""
    message = f"{unit}《{kind}》的 {name.upper()} 没有生成，程序出错（{type(fault).__name__}：{fault}）"
    help_text = "其他文件不受影响。工作区里有自己的 templates/docx/official.docx 的，请检查它能否用 Word 打开；否则请把这条提示反馈给软件维护人员"
    return error("render.failed", message, help=help_text, unit=unit)
