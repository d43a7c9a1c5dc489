"""What the watcher tells, a line for each event and each result; and what is wrong, from when it comes until it is mended."""

import time
from dataclasses import dataclass

import click

from reportgen.building.outcome import Built, DocumentOutcome
from reportgen.building.watch.changes import Change
from reportgen.building.watch.faults import Turn
from reportgen.building.watch.news import Busy, Changed, FaultsChanged, Lost, News, NoEvents, Outdated, Result, Waiting, Watching
from reportgen.console import COLOURS, PLACES_SHOWN
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.findings import BINDING, Finding
from reportgen.inputs.programme import season_name
from reportgen.inputs.wording import some
from reportgen.workspace import Workspace

CHANGES_SHOWN = 3  # a save is one line
UNITS_SHOWN, KINDS_SHOWN = 4, 2  # their names go on that line
PROBLEMS_SHOWN = 10  # what was there before a save stays in sight
INDENT = " " * 10
"""As wide as the time and what follows it."""
NOTHING = "没有"


@dataclass(slots=True)
class Printer:
    """Prints news with the time of day."""

    workspace: Workspace
    _standing: str = NOTHING
    _remarked: tuple[str, ...] = ()
    """What the last build left to look at: it stands while nothing is built."""
    _kept: frozenset[tuple[str, str]] = frozenset()

    def tell(self, news: News) -> None:
        """Print one."""
        match news:
            case Watching():
                self._watching(news)
            case Changed():
                _line(_changes(news))
            case Result():
                _line(self._result(news.built))
                self._turn(news.turn, news.built)
            case FaultsChanged():
                _line(click.style("没有生成", fg="red") if news.turn.new else "恢复正常")
                self._turn(news.turn)
            case Waiting():
                names = "、".join(_short(name, news.season) for name in news.names[:CHANGES_SHOWN])
                _line(f"{names} 还在保存，或者正被其他程序独占，稍后再试")
            case Busy():
                _line("另一个 reportgen 正在这个工作区生成公文，等它结束再试")
            case Lost():
                self._lost(news)
            case NoEvents():
                _line(f"系统不能通知文件变化（{news.fault}），改为每秒检查一遍")
            case Outdated():
                _line(click.style("软件已经更新，请重新运行 reportgen watch", fg="red"))

    def ended(self) -> None:
        """The last line."""
        _line("监视结束")

    def _watching(self, news: Watching) -> None:
        if news.earlier is not None:
            called = season_name(self.workspace)
            _line(f"改为监视 {news.season} {called}，不再监视 {news.earlier} {called}（可以用 --season 指定{called}）")
            return
        how = "，每秒检查一遍" if news.polling else ""
        _line(f"正在监视 {self.workspace.relative(self.workspace.inputs / news.season)}/ 以及模板、政策和设置{how}，按 Ctrl-C 结束")

    def _lost(self, news: Lost) -> None:
        folder = f"{self.workspace.relative(self.workspace.inputs / news.season)}/"
        if news.returned:
            _line(f"{folder} 又能读取了，继续监视")
        else:
            _line(click.style(f"读不到 {folder}，可能是网络断开，或者文件夹被移走、改名；恢复后自动继续", fg="red"))

    def _result(self, built: Built) -> str:
        """What was built, by unit; what could not be; what is left as it is from now on; how long it took."""
        by_status: dict[str, list[DocumentOutcome]] = {}
        for document in built.documents:
            by_status.setdefault(document.status, []).append(document)
        kept = by_status.get("kept", [])
        news = [document for document in kept if (document.unit, document.kind) not in self._kept]
        self._kept = frozenset((document.unit, document.kind) for document in kept)
        parts = [
            *_documents("已生成", by_status.get("built", []), built),
            *(click.style(part, fg="red") for part in _documents("没有生成", [*by_status.get("blocked", []), *by_status.get("failed", [])], built)),
            *(click.style(part, fg="yellow") for part in _documents("保留上一版", news, built)),
        ]
        return f"{'；'.join(parts) or f'{len(built.documents)}份公文都没有变化'}，用时{built.seconds:.1f}秒"

    def _turn(self, turn: Turn, built: Built | None = None) -> None:
        """The problems that came, those that went, and what stands where that has changed."""
        for problem in turn.new[:PROBLEMS_SHOWN]:
            _problem(problem)
        if len(turn.new) > PROBLEMS_SHOWN:
            left = turn.new[PROBLEMS_SHOWN:]
            units = "、".join(dict.fromkeys(problem.unit for problem in left if problem.unit))
            click.echo(f"{INDENT}还有{len(left)}个问题{f'（{units}）' if units else ''}，运行 reportgen check 查看")
        mended = click.style("已改正", fg="green", bold=True)
        for problem in turn.mended[:PROBLEMS_SHOWN]:
            click.echo(f"{INDENT}{mended} {_where(problem)}{problem.message}")
        if len(turn.mended) > PROBLEMS_SHOWN:
            click.echo(f"{INDENT}{mended} 还有{len(turn.mended) - PROBLEMS_SHOWN}个问题")
        counts = [f"{severity.title}{turn.standing[severity]}个" for severity in (Severity.ERROR, Severity.WARNING) if turn.standing[severity]]
        if built is not None:
            self._remarked = tuple(_remarks(built))
        standing = "，".join((*counts, *self._remarked)) or NOTHING
        if standing != self._standing:
            self._standing = standing
            click.echo(f"{INDENT}现有问题：{standing}")


def _line(text: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')}  {text}")


def _short(name: str, season: str) -> str:
    """The name of a file without what all have in common."""
    return name.removeprefix(f"inputs/{season}/")


def _changes(changed: Changed) -> str:
    """The files that changed, the first of them by name."""
    more = f"；共{len(changed.changes)}个文件" if len(changed.changes) > CHANGES_SHOWN else ""
    return "；".join(_change(change, changed.season) for change in changed.changes[:CHANGES_SHOWN]) + more


def _change(change: Change, season: str) -> str:
    name = _short(change.name, season)
    match change.what:
        case "new":
            return f"{name} 是新增的"
        case "changed":
            return f"{name} 有变化"
        case "gone":
            return f"{name} 已删除"
        case "renamed":
            return f"{_short(change.before, season)} 改名为 {name}"


def _documents(what: str, documents: list[DocumentOutcome], built: Built) -> list[str]:
    if not documents:
        return []
    by_unit: dict[str, list[str]] = {}
    for document in documents:
        by_unit.setdefault(document.unit, []).append(f"《{built.kinds[document.kind].name}》")
    shown = [f"{unit}{''.join(kinds) if len(kinds) <= KINDS_SHOWN else f'{len(kinds)}份'}" for unit, kinds in by_unit.items()]
    return [f"{what}{len(documents)}份：{some(shown, UNITS_SHOWN, '个单位')}"]


def _remarks(built: Built) -> list[str]:
    """What is not told one by one: what a person should look at, and the drafts."""
    remarks = {(f.unit, f.code, f.message) for d in built.documents for f in d.evaluated.findings if f.severity is Severity.WARNING}
    drafts = [d.unit for d in built.documents if any(p.code.startswith(("documents.missing-", "documents.draft-by-errors")) for p in d.problems)]
    units = list(dict.fromkeys(drafts))
    shown = some(units, UNITS_SHOWN, "个单位")
    return [
        *([f"{BINDING[Severity.WARNING]}{len(remarks)}项"] if remarks else []),
        *([f"草稿{len(drafts)}份（{shown}），运行 reportgen check 查看待补的数据"] if drafts else []),
    ]


def _problem(problem: Diagnostic) -> None:
    title = BINDING[problem.severity] if isinstance(problem, Finding) else problem.severity.title
    click.echo(f"{INDENT}{click.style(title, fg=COLOURS[problem.severity], bold=True)} {_where(problem)}{problem.message}")
    if isinstance(problem, Finding):
        clause = problem.clause
        click.echo(f"{INDENT}     依据：{clause.number or clause.document} {clause.location}“{clause.quote}”")
    if problem.help:
        click.echo(f"{INDENT}     {problem.help}")


def _where(problem: Diagnostic) -> str:
    """The first places; the unit where these don't say it."""
    unit = f"{problem.unit}，" if problem.unit and (isinstance(problem, Finding) or not problem.places) else ""
    places = "、".join(str(place) for place in problem.places[:PLACES_SHOWN])
    more = f"等{len(problem.places)}处" if len(problem.places) > PLACES_SHOWN else ""
    return f"{unit}{places}{more}".removesuffix("，") + ("：" if unit or places else "")
