"""Checks of what documents say of tenders."""

import re
from collections.abc import Iterator

from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.checks.texts import around
from reportgen.policy.facts import Facts
from reportgen.policy.printed import Printed
from reportgen.programmes.clean_heating.checks.registry import check


@check("document-before-the-tender", needs="", says="dated day text")
def before_the_tender(facts: Facts) -> Iterator[Outcome]:
    """A document doesn't give the price or the winner of a tender (中标) that was decided after its date."""
    dated, document = facts.document.dated, facts.printed
    if dated is None or document is None:
        yield Unknown(("公文的成文日期",) if dated is None else ("公文没有生成",))
        return
    shown = {each.figure for each in document.shown}
    for number, row in enumerate(facts.scope.rows("equipment").rows, 1):
        if row.signed_on and row.signed_on > dated:
            price = (f"{row.model}的中标单价",) if f"equipment.{number}.price" in shown else ()
            for text in (*price, *_won(document, row.maker)):
                yield Violation({"dated": dated, "day": row.signed_on, "text": text}, (), (row.place("signed_on"),))
    for project in facts.scope.rows("projects").rows:
        if project.tendered_on and project.tendered_on > dated:
            for text in _won(document, project.contractor):
                yield Violation({"dated": dated, "day": project.tendered_on, "text": text}, (), (project.place("tendered_on"),))


def _won(document: Printed, name: str | None) -> Iterator[str]:
    """Where the text says that somebody has won a tender."""
    for block in document.blocks if name else ():
        if "中标" not in block:
            continue
        match = re.search(rf"{re.escape(name or '')}[^。；]*中标|中标[^。；]*{re.escape(name or '')}", block)
        if match:
            yield around(block, match)
