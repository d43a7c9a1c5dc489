"""Checks of names and dates that offices write: models and makers, sources of heat, until when something will be done."""

import re
from collections.abc import Iterator
from datetime import date

from reportgen.inputs.keeping import kept
from reportgen.inputs.kept_rows import one_of
from reportgen.ledger.engine import quoted
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.large import of_rows
from reportgen.programmes.clean_heating.checks.registry import check
from reportgen.programmes.clean_heating.figures.progress import filled

_MODEL = re.compile(r"(?<![A-Za-z0-9/])(?!GB|DB|JGJ|CJJ|NB|HJ|TSG)[A-Z]{2,}[A-Z0-9]*(?:[-/][A-Z0-9.]*[0-9][A-Z0-9.]*)+")
"""What looks like a model in a text: KFRS-12, SLF-50; the numbers of standards (GB/T 9704, JGJ 26) aren't."""
_ENTERPRISE = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:公司|集团|厂)")
_UNTIL = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:以)?前")


@check("models-chosen", needs="equipment", says="what name where")
def models_chosen(facts: Facts) -> Iterator[Outcome]:
    """A model or maker that 用户台账 or a text names is one that 设备选型 has; one said to have won a tender (中标) may be a project's contractor."""
    rows = facts.scope.rows("equipment").rows
    if not rows:
        return
    paths = {row.path for row in rows}
    chosen = {"model": {row.model for row in rows if row.model}, "maker": {row.maker for row in rows if row.maker}}
    for key, what in (("model", "型号"), ("maker", "厂家")):
        ledger = kept(facts.scope.dataset("households"), facts.scope.inputs.rows("households") or ())
        named = f'{one_of("path", paths)} AND "{key}" IS NOT NULL AND NOT {one_of(key, chosen[key])}'
        for name, number in ledger.texts(key, named).items():
            names = {"what": what, "name": name, "where": f"《{ledger.dataset.title}》{number}户"}
            yield of_rows(names, ledger, key, f'{named} AND "{key}" = {quoted(name)}')
    winners = chosen["maker"] | {row.contractor for row in facts.scope.rows("projects").rows if row.contractor}
    for note in facts.scope.own("notes").rows:
        models = dict.fromkeys(match[0] for match in _MODEL.finditer(note.text or "") if match[0] not in chosen["model"])
        won = [name for part in re.split("[，。；]", note.text or "") if "中标" in part for name in _ENTERPRISE.findall(part)]
        makers = dict.fromkeys(name for name in won if not any(winner in name for winner in winners))
        for what, found_names in (("型号", models), ("中标企业", makers)):
            for name in found_names:
                yield Violation({"what": what, "name": name, "where": f"《{note.dataset.title}》"}, (), (note.place("text"),))


@check("heat-sources-given", needs="", says="kind")
def heat_sources_given(facts: Facts) -> Iterator[Outcome]:
    """A kind of heat source that a text names is one of 热源 or of a project."""
    given = {row.kind for row in facts.scope.rows("plants").rows}
    projects = "".join(f"{row.name}{row.content}" for row in facts.scope.rows("projects").rows)
    for note in facts.scope.own("notes").rows:
        text = (note.text or "").replace(facts.choice("path", "biomass"), "")  # a heating path, whose name has a heat source's in it
        for kind in (facts.choice("plant_kind", key) for key in ("cogeneration", "waste_heat", "coal_boiler", "gas_boiler")):
            if kind in text and kind not in given and kind not in projects:
                yield Violation({"kind": str(kind)}, (), (note.place("text"),))


@check("reasons-in-time", needs="progress", says="path due dated")
def reasons_in_time(facts: Facts) -> Iterator[Outcome]:
    """Until when the last reason of a path says that its task will be completed isn't past at the document's date, where something is left."""
    dated = facts.document.dated
    if dated is None:
        yield Unknown(("公文的成文日期",))
        return
    for path in facts.themes.completion.paths:
        rows = [row for row in filled(facts.scope.inputs.rows("progress") or ()) if row.path is path.path and row.month]
        last = max(rows, key=lambda row: row.month, default=None)
        if last is None or not last.reason or not path.left > 0:
            continue
        for due in filter(None, map(_day, _UNTIL.finditer(last.reason))):
            if due < dated:
                yield Violation({"path": path.name, "due": due, "dated": dated}, (path.left,), (last.place("reason"),))


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
