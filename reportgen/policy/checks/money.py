"""Checks of money: subsidies by path, and how it is paid."""

from collections.abc import Iterator

from reportgen.figures.figure import cell
from reportgen.inputs.schema import Fund, Subsidy
from reportgen.policy.checks.registry import Breach, Outcome, Unknown, check
from reportgen.policy.facts import Facts

TEN_THOUSAND = 10_000


@check("subsidy-for-each-path", needs="tasks subsidies", says="path")
def subsidy_for_each_path(facts: Facts) -> Iterator[Outcome]:
    """Each path with a task has a row of the subsidy standards."""
    rows = facts.scope.rows(Subsidy)
    for path in facts.themes.tasks.paths:
        if path.total.value is None:
            yield Unknown(path.total.lacking)
        elif all(row.path is not path.path for row in rows.rows):
            yield Breach({"path": path.name}, (path.total,), rows.tables)


@check("construction-paid-by-standard", needs="subsidies progress", says="path paid standard completed most")
def construction_paid_by_standard(facts: Facts) -> Iterator[Outcome]:
    """No more construction subsidy is paid for a path than its standard for each household completed."""
    completed = {path.path: path.completed for path in facts.themes.completion.by_path}
    for row in facts.scope.rows(Subsidy).rows:
        standard, paid, done = cell(row, "construction"), cell(row, "construction_paid"), completed[row.path]
        if standard.value is None or paid.value is None or done.value is None:
            yield Unknown((*standard.lacking, *paid.lacking, *done.lacking))
            continue
        most = standard.value * done.value / TEN_THOUSAND
        if paid.value > most:
            names = {"path": row.path.value, "paid": paid.value, "standard": standard.value, "completed": done.value, "most": most}
            yield Breach(names, (done,), (row.place("construction_paid"), row.place("construction")))


@check("payment-for-each-use", needs="funds", says="uses")
def payment_for_each_use(facts: Facts) -> Iterator[Outcome]:
    """How each use of the money is paid (付款方式) is said."""
    rows = facts.scope.rows(Fund)
    said = {row.use for row in rows.rows if row.payment}
    silent = [row for row in rows.rows if row.use and row.use not in said]
    if silent:
        uses = "、".join(dict.fromkeys(row.use for row in silent))
        yield Breach({"uses": uses}, (), tuple(row.place("payment") for row in silent))
