"""The builds of a season, one after the other: what they keep in between, what is wrong, and what has to be tried again."""

import gc
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field

from reportgen.building.build import LEFT, build
from reportgen.building.outcome import UNDONE, Built, DocumentOutcome, Order
from reportgen.building.project import Warm, open_project
from reportgen.building.snapshot import Snapshot
from reportgen.building.watch.bell import Bell
from reportgen.building.watch.faults import StandingFaults
from reportgen.building.watch.news import Busy, FaultsChanged, News, Result
from reportgen.building.workers import Workers
from reportgen.diagnostics import Diagnostic, error, has_errors
from reportgen.documents.formats import Format
from reportgen.seen import Moved
from reportgen.workspace import Workspace

SOON, LATER, LATEST = 1.0, 5.0, 300.0
"""Seconds until another try: while somebody else builds; with an output that couldn't be written; after one fault and another."""
WARMING: tuple[Format, ...] = ("pdf", "pdf", "docx", "docx")
"""What the workers render before there is anything to do, so that they have their fonts and style sheets."""
MADE = 20
"""After so many documents made, memory is looked through for what nobody needs any more."""


class Ended(BaseException):
    """It was asked to end in the middle of a build: what is written stays, the rest is due next time."""


@dataclass(slots=True)
class Builds:
    """Builds a season.

    `made_from` is the snapshot of the last build, None before the first, with the inputs of `others`, the seasons that its documents name;
    `retry`: in so many seconds another try is due though nothing has changed; `is_busy`: because somebody else is building. `is_well`: the last build
    was without errors.
    """

    season: str
    workers: Workers
    bell: Bell
    tell: Callable[[News], None]
    made_from: Snapshot | None = None
    others: tuple[str, ...] = ()
    retry: float | None = None
    is_busy: bool = False
    is_well: bool = True
    _made: int = 0
    _faults: int = 0
    _warm: Warm = field(default_factory=Warm)
    _standing: StandingFaults = field(default_factory=StandingFaults)

    def build(self, workspace: Workspace) -> None:
        """Build what is due, and tell. Raises Ended where the bell says so between two documents."""
        is_retry, self.retry = self.retry is not None and not self.is_busy, None
        # Looking through all that is kept for garbage takes longer than reading a county: it is done between documents.
        gc.disable()
        try:
            project = open_project(workspace, self.season, self._warm)
            built = build(project, Order(), lambda: nullcontext(self.workers), self._done)
            undecided = [fault for name in {**project.outline.unread, **project.outline.units} for fault in project.faults_undecided(name)]
        except Moved:
            self.retry = SOON
            return
        except Exception as fault:  # noqa: BLE001  # a fault of the program: the watcher lives on
            self._fault(fault)
            return
        finally:
            gc.enable()
        was_busy, self.is_busy = self.is_busy, any(problem.code == "outputs.busy" for problem in built.problems)
        if self.is_busy:
            self.retry = SOON
            if not was_busy:
                self.tell(Busy())
            return
        self.made_from, self.others, self._faults = project.whole, project.others, 0
        self._conclude(built, undecided, is_retry=is_retry)

    def warm_up(self, workspace: Workspace) -> None:
        """Read, compute and render what makes the next build quick, until somebody rings."""
        if self._warm.season is None:
            try:
                self._warm_up(workspace)
            except Moved:  # the next look sees it
                return
            except Exception as fault:  # noqa: BLE001  # as in a build
                self._fault(fault)

    def _warm_up(self, workspace: Workspace) -> None:
        project = open_project(workspace, self.season, self._warm)
        season = project.season()
        for scope in season.scopes:
            if self.bell.wait(0):
                return
            season.themes(scope)
        for job in season.jobs()[:1]:
            html = season.compose(job).html
            if html is not None and project.renderer is not None and self.workers.start is not None:
                for format in WARMING:
                    self.workers.submit(project.renderer, html, format)

    def _conclude(self, built: Built, undecided: Iterable[Diagnostic], *, is_retry: bool) -> None:
        """Say what has become of a build; of another try only what is new. `undecided`: why documents are left as they are."""
        documents = built.documents
        problems = (*built.problems, *(problem for document in documents for problem in (*document.problems, *document.evaluated.findings)))
        unwritten = [d for d in documents if d.status == "failed" and any(p.code.startswith("outputs.") for p in d.problems)]
        if unwritten or any(problem.code == "outputs.failed" for problem in built.problems):
            self.retry = LATER
        undone = [d for d in documents if d.status in UNDONE]
        self.is_well = not undone and not has_errors(problems)
        unread = {document.unit for document in undone if document not in unwritten} if built.kinds else self._standing.units("build")
        turn = self._standing.update("build", problems, unread, undecided)
        if not is_retry or turn.new or turn.mended or any(document.status == "built" for document in documents):
            self.tell(Result(built, turn))
        self.faults("program")

    def faults(self, source: str, *problems: Diagnostic) -> None:
        """Say what has come and gone of problems that keep a build from being made: of the settings, of the program."""
        turn = self._standing.update(source, problems)
        if turn.new or turn.mended:
            self.tell(FaultsChanged(turn))

    def _fault(self, fault: Exception) -> None:
        self._warm = Warm()
        self.is_well = False
        self._faults += 1
        self.retry = min(LATER * 2**self._faults, LATEST)
        help = "稍后会自动再试；一直这样的，请把这条提示反馈给软件维护人员"
        self.faults("program", error("watch.failed", f"程序出错（{type(fault).__name__}：{fault}）", help=help))

    def _done(self, document: DocumentOutcome) -> None:
        if self.bell.ended:
            raise Ended
        if document.reasons != (LEFT,):
            self._made += 1
            if self._made % MADE == 0:
                gc.collect()
