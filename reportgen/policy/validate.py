"""What can be wrong with a rule before it runs: its expressions, the names in them, its check."""

from collections.abc import Iterator

from reportgen.inputs.schema import Programme
from reportgen.inputs.wording import proposal
from reportgen.language.faults import unknown_name
from reportgen.language.undefined import Malformed
from reportgen.policy.checks import checks_of
from reportgen.policy.expressions import dates_in, has_fractions, names_in, names_in_message
from reportgen.policy.facts import names_of
from reportgen.policy.model import Rule


def faults(rule: Rule, programme: Programme) -> Iterator[tuple[str, str]]:
    """Every fault of a rule: under which key it is written, and what is wrong, in Chinese."""
    if rule.each is not None and rule.each not in programme.by_key:
        yield "each", f"each 中的数据表“{rule.each}”不存在{proposal(rule.each, programme.by_key)}"
    checks = checks_of(programme)
    check = checks.get(rule.check) if rule.check is not None else None
    if rule.check is not None and check is None:
        yield "check", f"没有名为“{rule.check}”的 check{proposal(rule.check, checks)}"
    known = names_of(programme) | ({"row"} if rule.each else set())
    for key, source in rule.expressions.items():
        try:
            yield from ((key, fault) for fault in _unknown(names_in(source) - known, known))
            if has_fractions(source):
                yield key, f"“{source}”中的小数请写在 parameters 里"
            for day in dates_in(source):
                yield key, f"“{source}”中的“{day}”是文字，不能与日期比较；请写在 deadlines 里，例如 by: {{title: 时限, date: {day}}}，这里写 deadlines.by"
        except Malformed as fault:
            yield key, str(fault)
    try:
        said = check.names if check else frozenset[str]()
        yield from (("message", fault) for fault in _unknown(names_in_message(rule.message) - known - said, known | said))
    except Malformed as fault:
        yield "message", str(fault)


def _unknown(names: frozenset[str], known: frozenset[str]) -> Iterator[str]:
    for name in sorted(names):
        only_each = "，只有写了 each 的规则才能用 row" if name == "row" else proposal(name, known)
        yield f"{unknown_name(name)}{only_each}"
