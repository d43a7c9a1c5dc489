"""build: inputs -> documents in outputs/."""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.build.lock import locked
from reportgen.build.outputs import Outputs, file_name, open_outputs
from reportgen.build.renderer import Renderer, Rendering, open_renderer
from reportgen.build.store import Store, open_store
from reportgen.build.workers import Workers, open_workers
from reportgen.check import concerns, unique
from reportgen.diagnostics import Diagnostic, error
from reportgen.documents.compose import Composed
from reportgen.documents.kinds import Format, Kind
from reportgen.documents.season import Job, Season
from reportgen.policy import Evaluated


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
    jobs: int | None = None,
) -> Built:
    """Make the documents of the units and kinds asked for (None means all); `done` hears of each as it is finished.

    `formats` narrows those that each kind is written in; a kind that is written in none of them is left out. A document that
    fails leaves its earlier outputs as they were, and the others are still made. What is already there as it would be made is
    left; what was made before is taken from the store; the rest is rendered, in `jobs` processes (by default as many as there
    are processors, where it is worth their start).
    """
    start = time.monotonic()
    wanted = {kind.id: narrowed for kind in season.kinds if (kinds is None or kind.id in kinds) and (narrowed := narrow(kind, formats))}
    documents = []
    for folder in season.blocked:
        if units is None or folder in units:
            documents += [Document(folder, kind, "blocked", ("没有能够读取的 单位.yaml",)) for kind in wanted]
    renderer, faults = open_renderer(season.workspace)
    asked = season.jobs(units, frozenset(wanted))
    unsaved: tuple[Diagnostic, ...] = ()
    if renderer is None:
        for job in asked:
            documents.append(Document(job.scope.unit.name, job.kind.id, "failed", ("模板文件读不了",), evaluated=season.evaluate(job)))
            done(documents[-1])
    else:
        with locked(season.workspace.outputs) as fault:
            if fault is not None:
                return Built(season.name, (), (fault,), time.monotonic() - start)
            maker = _Maker(season, renderer, open_outputs(season.workspace.outputs), open_store(season.workspace.outputs))
            try:
                for document in maker.make(asked, wanted, jobs):
                    unsaved += maker.outputs.save()
                    documents.append(document)
                    done(document)
            finally:
                # A build that is broken off still remembers what it wrote, else its files would pass for edited ones.
                unsaved += maker.outputs.save()
            maker.store.prune()
    problems = unique((*(p for p in season.problems if concerns(p, units)), *faults, *unsaved))
    return Built(season.name, tuple(documents), problems, time.monotonic() - start)


def narrow(kind: Kind, formats: frozenset[Format] | None) -> tuple[Format, ...]:
    """The formats that a kind is written in, of those asked for (None means all)."""
    return tuple(name for name in kind.formats if formats is None or name in formats)


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a document on its way: its name in the outputs, the key of its bytes, whether it is there as it would be made."""

    format: Format
    name: str
    key: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class _Maker:
    """Composes, renders and writes documents."""

    season: Season
    renderer: Renderer
    outputs: Outputs
    store: Store

    def make(self, asked: tuple[Job, ...], wanted: Mapping[str, tuple[Format, ...]], jobs: int | None) -> Iterator[Document]:
        """The documents, in order. All are composed before the first is rendered: then it is known what there is to render."""
        planned = [(job, composed, self._files(job, composed, wanted[job.kind.id])) for job in asked for composed in (self.season.compose(job),)]
        stored = {file.key: content for *_, files in planned for file in files if not file.is_current and (content := self.store.get(file.key))}
        missing = [file for *_, files in planned for file in files if not file.is_current and file.key not in stored]
        with open_workers(self.renderer, len(missing), jobs) as workers:
            begun = [(job, composed, files, self._begin(workers, composed, files, stored)) for job, composed, files in planned]
            for job, composed, files, renderings in begun:
                yield self._finish(job, composed, files, renderings)

    def _files(self, job: Job, composed: Composed, formats: tuple[Format, ...]) -> tuple[_File, ...]:
        if composed.html is None:
            return ()
        folder = job.scope.inputs.folder.rsplit("/", 1)[-1]  # as in inputs/; a name may hold what a path can't
        files = []
        for format in formats:
            name, key = file_name(self.season.name, folder, job.kind.name, format), self.renderer.key(composed.html, format)
            files.append(_File(format, name, key, self.outputs.is_current(name, key)))
        return tuple(files)

    def _begin(self, workers: Workers, composed: Composed, files: tuple[_File, ...], stored: Mapping[str, bytes]) -> dict[str, Future[Rendering]]:
        """The renderings of a document's files that are not there, by key: begun, or taken from the store."""
        renderings: dict[str, Future[Rendering]] = {}
        for file in files:
            if file.is_current or composed.html is None:
                continue
            if file.key in stored:
                renderings[file.key] = Future()
                renderings[file.key].set_result(Rendering(stored[file.key]))
            else:
                renderings[file.key] = workers.submit(composed.html, file.format)
        return renderings

    def _finish(self, job: Job, composed: Composed, files: tuple[_File, ...], renderings: Mapping[str, Future[Rendering]]) -> Document:
        """A document with its files written."""
        unit, kind = job.scope.unit.name, job.kind
        evaluated = self.season.evaluate(job)
        if composed.html is None:
            return Document(unit, kind.id, "failed", ("模板出错，没有生成",), {}, composed.problems, evaluated)
        problems = list(composed.problems)
        written = {file.format: self.outputs.folder / file.name for file in files if file.is_current}
        changed = False
        for file in files:
            if file.is_current:
                continue
            rendering = self._rendering(renderings[file.key], composed.html, file.format)
            problems += rendering.problems
            if rendering.fault is not None:
                problems.append(_broken(unit, kind.name, file.format, rendering.fault))
            if rendering.content is None:
                continue
            if not rendering.problems:  # what is wrong with a file has to be told each time
                self.store.put(file.key, rendering.content)
            path, new, found = self.outputs.put(file.name, rendering.content, file.key)
            problems += found
            changed = changed or new
            if path is not None:
                written[file.format] = path
        outputs: dict[str, Path] = {file.format: written[file.format] for file in files if file.format in written}
        if len(outputs) < len(files):
            return Document(unit, kind.id, "failed", ("有的文件没有写成",), outputs, tuple(problems), evaluated)
        status, reason = ("built", "内容有变化") if changed else ("unchanged", "内容没有变化")
        return Document(unit, kind.id, status, (reason,), outputs, tuple(problems), evaluated)

    def _rendering(self, begun: Future[Rendering], html: str, format: Format) -> Rendering:
        try:
            return begun.result()
        except BrokenExecutor:
            # A process died, for want of memory or by a hand: what it leaves undone is done here.
            return self.renderer.render(html, format)


def _broken(unit: str, kind: str, name: str, fault: str) -> Diagnostic:
    """A writer that failed as a problem of its document."""
    message = f"{unit}《{kind}》的 {name.upper()} 没有生成，程序出错（{fault}）"
    help_text = "其他文件不受影响。工作区里有自己的 templates/docx/official.docx 的，请检查它能否用 Word 打开；否则请把这条提示反馈给软件维护人员"
    return error("render.failed", message, help=help_text, unit=unit)
