"""Checks of money: subsidies by path, and how it is paid."""

from collections.abc import Iterator

from reportgen.figures.figure import cell, total
from reportgen.figures.rows import Rows, tables_of
from reportgen.figures.terms import terms
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check

TEN_THOUSAND = 10_000


@check("subsidy-for-each-path", needs="tasks subsidies", says="path")
def subsidy_for_each_path(facts: Facts) -> Iterator[Outcome]:
    """Each path with a task has a row of the subsidy standards."""
    rows = facts.scope.rows("subsidies")
    for path in facts.themes.tasks.paths:
        if path.total.value is None:
            yield Unknown(path.total.lacking)
        elif all(row.path is not path.path for row in rows.rows):
            yield Violation({"path": path.name}, (path.total,), rows.tables)


@check("construction-paid-by-standard", needs="subsidies progress", says="path paid standard completed most")
def construction_paid_by_standard(facts: Facts) -> Iterator[Outcome]:
    """No more construction subsidy is paid for a path than its standard for each household completed."""
    completed = {path.path: path.completed for path in facts.themes.completion.by_path}
    for row in facts.scope.rows("subsidies").rows:
        standard, paid, done = cell(row, "construction"), cell(row, "construction_paid"), completed[row.path]
        if standard.value is None or paid.value is None or done.value is None:
            yield Unknown((*standard.lacking, *paid.lacking, *done.lacking))
            continue
        most = standard.value * done.value / TEN_THOUSAND
        if paid.value > most:
            names = {"path": str(row.path), "paid": paid.value, "standard": standard.value, "completed": done.value, "most": most}
            yield Violation(names, (done,), (row.place("construction_paid"), row.place("construction")))


@check("payment-for-each-use", needs="funds", says="uses")
def payment_for_each_use(facts: Facts) -> Iterator[Outcome]:
    """How each use of the money is paid (付款方式) is said."""
    rows = facts.scope.rows("funds")
    said = {row.use for row in rows.rows if row.payment}
    silent = [row for row in rows.rows if row.use and row.use not in said]
    if silent:
        uses = "、".join(dict.fromkeys(row.use for row in silent))
        yield Violation({"uses": uses}, (), tuple(row.place("payment") for row in silent))


@check("money-in-proportion", needs="", says="what amount unit most")
def money_in_proportion(facts: Facts) -> Iterator[Outcome]:
    """No sum of money is so large that 元 must have been filled in for 万元, or 万元 for 元.

    Beyond the parameters are the budget of a household to convert (万元), the subsidy of one (元), and the budget of a square
    metre of retrofit (元), which is that of the uses that name one of the words of `retrofit_uses`. What isn't known is said elsewhere.
    """
    most, funds = facts.parameters, facts.scope.rows("funds")
    budget, households = facts.themes.funds.budget, facts.themes.tasks.total
    if budget.value is not None and households.value and budget.value / households.value > most["most_budget"]:
        names = {"what": "每户改造任务的计划资金", "amount": round(budget.value / households.value, 2), "unit": "万元", "most": most["most_budget"]}
        yield Violation(names, (budget, households))
    for row in facts.scope.inputs.rows("subsidies") or ():
        for key, title in (("construction", "建设补贴"), ("running", "运行补贴")):
            amount = cell(row, key).value
            if amount is not None and amount > most["most_subsidy"]:
                names = {"what": f"{row.path}每户的{title}", "amount": amount, "unit": "元", "most": most["most_subsidy"]}
                yield Violation(names, (), (row.place(key),))
    uses = tuple(row for row in funds.rows if row.use and any(word in row.use for word in most["retrofit_uses"]))
    cost = total(
        "funds.retrofit", "建筑节能改造资金", "万元", "用于建筑节能改造的预算数相加", terms(uses, "budget"), Rows(uses, funds.lacking, tables_of(uses))
    )
    area = facts.themes.retrofit.total
    if cost.value is not None and area.value and cost.value / area.value > most["most_retrofit"]:
        names = {"what": "每平方米建筑节能改造的计划资金", "amount": round(cost.value / area.value, 2), "unit": "元", "most": most["most_retrofit"]}
        yield Violation(names, (cost, area))
