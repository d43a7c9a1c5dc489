"""Making documents that are out of date: composed here, rendered by workers, written as they come."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.building.build_log import LogEntry
from reportgen.building.current import current, formats_of
from reportgen.building.outcome import DocumentOutcome, Order
from reportgen.building.outputs import Outputs
from reportgen.building.project import Project
from reportgen.building.renderer import Renderer, Rendering
from reportgen.building.reviewing import as_kept, made_now
from reportgen.building.store import Store, open_store
from reportgen.building.workers import Submitted, Workers
from reportgen.diagnostics import Diagnostic, error
from reportgen.documents.compose import Composed
from reportgen.files import system_user
from reportgen.pipeline.answer import DocumentId
from reportgen.pipeline.season import Job, Season
from reportgen.versions.build_record import build_record
from reportgen.versions.history import History
from reportgen.versions.version import Key, Output

AHEAD = 24
"""So many documents may be composed before the first of them is written: what waits is held in memory."""

Opened = Callable[[], AbstractContextManager[Workers]]


def make(
    project: Project, outputs: Outputs, history: History, due: Mapping[DocumentId, tuple[str, ...]], order: Order, workers: Opened | None
) -> Iterator[DocumentOutcome]:
    """The documents of `due`, each with why it is made: those whose unit's own files have changed come first."""
    season = project.season(frozenset(unit for unit, _ in due))
    asked = [(season.job(key), reasons) for key, reasons in due.items()]
    asked.sort(key=lambda one: not any(reason.startswith(f"{one[0].scope.inputs.folder}/") for reason in one[1]))
    if project.renderer is None:
        for job, reasons in asked:
            yield DocumentOutcome(*_key(job), "failed", ("模板文件读不了", *reasons), evaluated=season.evaluate(job))
        return
    store = open_store(project.workspace.outputs)
    with (workers or Workers)() as opened:
        yield from _Executor(project, season, project.renderer, outputs, history, store, order, opened).make(asked)
    store.prune()


@dataclass(frozen=True, slots=True)
class _Planned:
    """A document on its way: composed, and its files, each with its name, its key, and the bytes or the rendering begun; none where it is there.

    `html` is the digest of what it says, of a report without its days.
    """

    job: Job
    reasons: tuple[str, ...]
    composed: Composed
    html: str
    files: Mapping[str, tuple[str, str, bytes | Submitted | None]]

    def is_done(self) -> bool:
        """Whether it can be finished without waiting."""
        return all(not isinstance(begun, Submitted) or begun.is_done() for *_, begun in self.files.values())


@dataclass(frozen=True, slots=True)
class _Executor:
    project: Project
    season: Season
    renderer: Renderer
    outputs: Outputs
    history: History
    store: Store
    order: Order
    workers: Workers
    early: dict[str, Submitted] = field(default_factory=dict)

    def make(self, asked: list[tuple[Job, tuple[str, ...]]]) -> Iterator[DocumentOutcome]:
        """Composes ahead of the workers, so that they have something to do, but not far.

        In a process that stays, somebody has saved a file and waits: the first document is finished before more is composed.
        """
        waiting: deque[_Planned] = deque()
        is_first = self.project.warm is not None
        if is_first and asked and not self.workers.are_here:
            self._begin_early(asked[0][0])
        for job, reasons in asked:
            if is_first and waiting and _key(job) not in self.season.known.drafts:
                is_first = False
                yield self._finish(waiting.popleft())
            if waiting and job.scope is not waiting[-1].job.scope and self.project.warm is None:
                self.season.known.forget(waiting[-1].job.scope.unit.name)
            waiting.append(self._plan(job, reasons))
            while waiting and (self.workers.are_here or len(waiting) > AHEAD or waiting[0].is_done()):
                yield self._finish(waiting.popleft())
        while waiting:
            yield self._finish(waiting.popleft())

    def _begin_early(self, job: Job) -> None:
        """Let the workers begin with the first document while the rules are still being evaluated; in vain, where these make it a draft."""
        html = None if job.kind.is_review else self.season.compose_early(job).html
        if html is not None:
            files = self._files(job, html, sha256(html.encode()).hexdigest())
            self.early.update({key: begun for _, key, begun in files.values() if isinstance(begun, Submitted)})

    def _plan(self, job: Job, reasons: tuple[str, ...]) -> _Planned:
        composed = self.season.compose(job)
        digest, is_new = sha256((composed.html or "").encode()).hexdigest(), False
        if job.kind.is_review and composed.html is not None:
            composed, is_new = self._review(job, composed, digest)
        files = {} if composed.html is None else self._files(job, composed.html, digest, is_new=is_new)
        self.project.note(self.season, _key(job))  # while the workers are busy
        return _Planned(job, reasons, composed, digest, files)

    def _review(self, job: Job, composed: Composed, digest: str) -> tuple[Composed, bool]:
        """A report with its days: as it was made before where it says the same, else as it is made now; and whether it is made now."""
        kept = as_kept(self.history, Key(self.season.name, *_key(job)), self.project.entries.get(_key(job)), digest)
        if kept is not None:
            return replace(composed, html=kept), False
        now = made_now(self.season, job, self.history, self.project.ingredients(job.scope.unit.name), self.project.today)
        return now, True

    def _files(self, job: Job, html: str, digest: str, *, is_new: bool = False) -> dict[str, tuple[str, str, bytes | Submitted | None]]:
        """The files of a document whose canonical HTML is `html`, by format: what is not there comes from the store, or is begun.

        `digest` is that of what it says. A report that says the same on another day (`is_new`) is neither there nor in the store.
        """
        files: dict[str, tuple[str, str, bytes | Submitted | None]] = {}
        for format in formats_of(self.project, self.outputs, self.order, _key(job)):
            file = current(self.project, self.outputs, _key(job), digest, format)
            begun: bytes | Submitted | None = None
            if self.order.force or is_new or not file.is_current:
                begun = self.early.get(file.key) or (None if self.order.force or job.kind.is_review else self.store.get(file.key))
                begun = self.workers.submit(self.renderer, html, format) if begun is None else begun
            files[format] = file.name, file.key, begun
        return files

    def _finish(self, planned: _Planned) -> DocumentOutcome:
        """A document with its files written."""
        job, key = planned.job, _key(planned.job)
        evaluated = self.season.evaluate(job)
        problems = [*planned.composed.problems]
        self.project.entries.pop(key, None)
        if planned.composed.html is None:
            return DocumentOutcome(*key, "failed", ("模板出错，没有生成", *planned.reasons), {}, tuple(problems), evaluated)
        contents: dict[str, tuple[bytes, str]] = {}
        for format, (name, stored_as, begun) in planned.files.items():
            content = self._content(job, format, stored_as, begun, problems)
            if content is not None:
                contents[name] = content, stored_as
        written, changed = self._write(planned, contents, problems)
        if len(written) < len(planned.files):
            return DocumentOutcome(*key, "failed", ("有的文件没有写成", *planned.reasons), written, tuple(problems), evaluated)
        made_from, set_up = self.project.made_from(key[0]), self.project.outline.set_up
        entry = LogEntry(planned.html, made_from, set_up, self._version(planned), tuple(problems), evaluated)
        self.project.entries[key] = entry
        self.project.log.made_from[made_from] = self.project.ingredients(key[0])
        reasons = planned.reasons if changed else (*planned.reasons, "公文内容没有变化")
        return DocumentOutcome(*key, "built" if changed else "unchanged", reasons, written, tuple(problems), evaluated, entry.version)

    def _version(self, planned: _Planned) -> int | None:
        """The number of the version that a document is now, all of whose files are there."""
        files = {}
        for format, (name, key, _) in planned.files.items():
            used = self.outputs.standing(name, key)[0]
            files[format] = Output(used, self.outputs.digests.digest(self.outputs.folder / used) or "")
        ingredients = self.project.ingredients(planned.job.scope.unit.name)
        return self.history.record(build_record(self.season, planned.job, planned.composed, files, ingredients, datetime.now().astimezone(), system_user()))

    def _content(self, job: Job, format: str, stored_as: str, begun: bytes | Submitted | None, problems: list[Diagnostic]) -> bytes | None:
        """The bytes of a file that has to be written, None where it is there or can't be made."""
        if not isinstance(begun, Submitted):
            return begun
        rendering: Rendering = begun.result()
        problems += rendering.problems
        if rendering.fault is not None:
            problems.append(_broken(job, format, rendering.fault))
        # What is wrong with a file has to be told when it is made again, and a report says the same on another day.
        if rendering.content is not None and not rendering.problems and not job.kind.is_review:
            self.store.put(stored_as, rendering.content)
        return rendering.content

    def _write(self, planned: _Planned, contents: Mapping[str, tuple[bytes, str]], problems: list[Diagnostic]) -> tuple[dict[str, Path], bool]:
        """The files by format, those that were there among them; and whether one of them has changed."""
        refused = self.outputs.intend(contents)
        problems += refused
        written, changed = dict[str, Path](), False
        for format, (name, key, begun) in planned.files.items():
            if begun is None:
                written[format] = self.outputs.folder / self.outputs.standing(name, key)[0]
            elif name in contents and not refused:
                path, new, found = self.outputs.put(name, *contents[name])
                problems += found
                changed = changed or new
                if path is not None:
                    written[format] = path
        return written, changed


def _key(job: Job) -> DocumentId:
    return job.scope.unit.name, job.kind.id


def _broken(job: Job, format: str, fault: str) -> Diagnostic:
    """A writer that failed as a problem of its document."""
    message = f"{job.scope.unit.name}《{job.kind.name}》的 {format.upper()} 没有生成，程序出错（{fault}）"
    help_text = "其他文件不受影响。请把这条提示反馈给软件维护人员"
    return error("render.failed", message, help=help_text, unit=job.scope.unit.name)
