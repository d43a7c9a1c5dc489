"""`reportgen lint --template`: what is wrong with a Word form as a template, before it is used."""

from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, notice
from reportgen.documents.context import context
from reportgen.documents.forms.checking import check_form
from reportgen.documents.forms.filled import filled
from reportgen.documents.forms.form import WordForm, read_form
from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.files import read_file
from reportgen.language.environment import NoTemplates, environment
from reportgen.pipeline.season import Season


@dataclass(frozen=True, slots=True)
class LintedForm:
    """A form, how many tags it has, the units on whose data it was tried, and what is wrong with it."""

    file: str
    tags: int
    units: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


def lint_form(path: Path, season: Season | None) -> LintedForm:
    """Check the tags of a form, and fill it in for each unit that is to make it; without a season nothing is known of names.

    Raises OSError where the file can't be read.
    """
    form = read_form(read_file(path).data, path.name)
    tags = sum(map(len, form.tags.values()))
    if season is None:
        tried: list[tuple[Scope, Kind]] = []
        found = list(check_form(form, environment(NoTemplates(), positions=False), None))
    else:
        tried = _makers(season, path.name)
        found = [problem for scope, kind in tried for problem in _problems(form, season, scope, kind)] if tried else list(form.problems)
    if not tags and form.content and not form.problems:
        help_text = "要填写内容的地方，请写上标签，例如 {{ tasks.total|households }}；可以用的名称见 reportgen figures"
        found.append(notice("form.no-tags", "表格里没有标签，生成的文件会与它一模一样", Place(path.name), help=help_text))
    problems = {_told(problem): problem for problem in reversed(found)}  # of those that are told alike, the first
    return LintedForm(path.name, tags, tuple(scope.unit.name for scope, _ in tried), tuple(reversed(problems.values())))


def _problems(form: WordForm, season: Season, scope: Scope, kind: Kind) -> tuple[Diagnostic, ...]:
    names = context(scope, kind, season.name, season.themes(scope))
    return filled(form, season.composer.plain, names, season.workspace, season.workspace.root / scope.inputs.folder)[1]


def _told(problem: Diagnostic) -> tuple[str, tuple[Place, ...]]:
    """What tells a problem from others: the names that are proposed may be other ones with other data."""
    return problem.message, problem.places


def _makers(season: Season, file: str) -> list[tuple[Scope, Kind]]:
    """The units that make a kind of this form, each with the kind; all units with any kind, where none does."""
    jobs = season.jobs()
    of_form = [(job.scope, job.kind) for job in jobs if job.kind.levels[job.scope.unit.level].template == file]
    return of_form or list({job.scope.unit.name: (job.scope, job.kind) for job in reversed(jobs)}.values())[::-1]
