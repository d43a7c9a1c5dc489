"""The outcome of a check on the console: by unit, policy and severity; where many units are checked, what is alike is counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

import click

from reportgen.console import COLOURS, PLACES_SHOWN, count_problems, indented, places_shown
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.documents.places import in_words, text_in_words
from reportgen.findings import BINDING, Outcome, ViolatedRule

if TYPE_CHECKING:
    from reportgen.pipeline.check import Checked, UnitChecked

SHOWN_OF_MANY = 3  # of a rule or code in one unit, where several units are checked
SHOWN_OF_ONE = 50  # who asks about one unit works through them; two screens
ALIKE = 3  # units with the same problem, to say it once
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)

T = TypeVar("T")


def print_check(checked: "Checked") -> None:
    """Everything on stdout: first what concerns no unit, or several, then each unit, then the totals."""
    names = {one.unit for one in checked.units}
    limit = SHOWN_OF_ONE if len(checked.units) == 1 else SHOWN_OF_MANY
    alike = dict(_alike(checked.problems))
    elsewhere = [problem for problem in checked.problems if problem.unit not in names and _key(problem) not in alike]
    for problem in _by_severity(elsewhere):
        _problem(problem, "")
    for problem, units in alike.values():
        _problem(problem, "", f"{units[0]}等{len(units)}个单位")
    for one in checked.units:
        _unit(one, [problem for problem in one.problems if _key(problem) not in alike], limit)
    _totals(checked)


def _key(problem: Diagnostic) -> tuple[str, str]:
    return problem.code, problem.message


def _alike(problems: Iterable[Diagnostic]) -> Iterator[tuple[tuple[str, str], tuple[Diagnostic, tuple[str, ...]]]]:
    """The problems that several units have in the same words, with those units."""
    found: dict[tuple[str, str], dict[str, Diagnostic]] = {}
    for problem in problems:
        if problem.unit is not None:
            found.setdefault(_key(problem), {}).setdefault(problem.unit, problem)
    for key, units in found.items():
        if len(units) >= ALIKE:
            yield key, (next(iter(units.values())), tuple(units))


def _unit(one: "UnitChecked", problems: Sequence[Diagnostic], limit: int) -> None:
    outcome = one.outcome
    summary = click.style("没有核查，已有的公文保留上一版", fg="yellow") if one.is_kept else _counts(outcome)
    if not (problems or outcome.broken or outcome.unchecked):
        click.echo(f"{click.style(one.unit, bold=True)}　{summary}")
        return
    click.echo()
    click.echo(click.style(one.unit, bold=True))
    # What can't be read comes first: findings may follow from it.
    for problem in (problem for problem in problems if problem.severity is Severity.ERROR):
        _problem(problem, "  ")
    problems = [problem for problem in problems if problem.severity is not Severity.ERROR]
    for policy, found in groupby(outcome.broken, key=lambda broken: broken.rule.policy):
        click.echo(f"  {policy.number}　{policy.title}" if policy.number else f"  {policy.title}")
        for broken, left in _limited(sorted(found, key=lambda b: _ORDER.index(b.finding.severity)), lambda b: b.rule.id, limit):
            _broken(broken, whole=limit == SHOWN_OF_ONE or broken.finding.severity is Severity.ERROR)
            if left:
                click.echo(f"         规则 {broken.rule.id} 还有同类问题{left}项")
    if outcome.unchecked:
        reasons = Counter(what for unchecked in outcome.unchecked for what in unchecked.missing).most_common()
        shown = "；".join(f"{text_in_words(what)}（{count}条）" for what, count in reasons[:limit])
        more = f"；等{len(reasons)}种原因" if len(reasons) > limit else ""
        click.echo(f"  没有核查的{len(outcome.unchecked)}条，缺少：{shown}{more}")
    missing = [problem for problem in problems if problem.code.startswith("documents.missing-")]
    if limit == SHOWN_OF_MANY and missing:
        click.echo(f"  {click.style('待补', fg='yellow', bold=True)} {len(missing)}处数据没有填报，运行 reportgen check {one.unit} 查看")
        problems = [problem for problem in problems if problem not in missing]
    for problem, left in _limited(_by_severity(problems), lambda p: p.code, limit):
        _problem(problem, "  ")
        if left:
            click.echo(f"       还有同类问题{left}个，运行 reportgen check {one.unit} 查看")
    click.echo(f"  {summary}")


def _broken(broken: ViolatedRule, *, whole: bool) -> None:
    """A finding; `whole` says the clause's words, where to look, and what to do."""
    finding, rule = broken.finding, broken.rule
    head = click.style(BINDING[finding.severity], fg=COLOURS[finding.severity], bold=True)
    click.echo(f"    {head} {rule.clause}　{finding.message}（{''.join(f'《{kind}》' for kind in broken.kinds)}{'' if whole else rule.id}）")
    if finding.explanation is not None:
        click.echo(f"         {finding.explanation.told}")
    if not whole:
        return
    click.echo(f"         依据：“{rule.quote}”（规则 {rule.id}）")
    places = in_words(finding.places)
    if places:
        click.echo(f"         位置：{'；'.join(places[:PLACES_SHOWN])}{f'；等{len(places)}处' if len(places) > PLACES_SHOWN else ''}")
    if finding.help:
        click.echo(f"         办法：{finding.help}")


def _problem(problem: Diagnostic, indent: str, units: str = "") -> None:
    head = click.style(problem.severity.title, fg=COLOURS[problem.severity], bold=True)
    where = units or places_shown(problem.places)
    click.echo(f"{indent}{head} {where}{'：' if where else ''}{problem.message}")
    if problem.help:
        click.echo(indented(problem.help, f"{indent}     "))


def _by_severity(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(problems, key=lambda problem: _ORDER.index(problem.severity))


def _limited(items: Sequence[T], key: Callable[[T], str], limit: int) -> Iterator[tuple[T, int]]:
    """The first `limit` items of each key, the last of them with how many more there are."""
    counts = Counter(key(item) for item in items)
    shown: Counter[str] = Counter()
    for item in items:
        name = key(item)
        shown[name] += 1
        if shown[name] <= limit:
            yield item, counts[name] - limit if shown[name] == limit else 0


def _counts(outcome: Outcome) -> str:
    severities = Counter(broken.finding.severity for broken in outcome.broken)
    found = "，".join(f"{BINDING[severity]}{severities[severity]}项" for severity in _ORDER if severities[severity])
    explained = sum(broken.finding.is_explained for broken in outcome.broken)
    found += f"（其中{explained}项已作说明）" if explained else ""
    unchecked = f"，没有核查{len(outcome.unchecked)}条" if outcome.unchecked else ""
    return f"符合{len(outcome.held)}条，{found or '没有发现问题'}{unchecked}"


def _totals(checked: "Checked") -> None:
    outcomes = [one.outcome for one in checked.units]
    whole = Outcome(*(tuple(one for outcome in outcomes for one in getattr(outcome, part)) for part in ("broken", "unchecked", "held")))
    click.echo()
    found = count_problems(checked.problems, "" if whole.broken else "没有问题")
    click.echo(f"检查了{len(outcomes)}个单位的{sum(one.documents for one in checked.units)}份公文{f'：{found}' if found else ''}")
    kept = [one.unit for one in checked.units if one.is_kept]
    if kept:
        click.echo(f"数据定不下来，没有核查的{len(kept)}个单位：{'、'.join(kept)}")
    if len(kept) < len(outcomes):
        click.echo(f"对照政策核查：{_counts(whole)}")
