"""Checks of 绩效指标 and 佐证材料: weights by the scheme, scores that recompute, deviations explained, evidence that is there."""

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.diagnostics import Place
from reportgen.inputs.evidence import FOLDER
from reportgen.language.figure import Absent
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check
from reportgen.programmes.clean_heating.figures.scores import Scored

_RULE = re.compile(r"[A-Z]{2}\d*-[A-Za-z0-9.]+-\d+")
_NO_SCHEME = Unknown(("评分方案",))


def _places(scored: Scored, *keys: str) -> tuple[Place, ...]:
    return tuple(scored.record.place(key) for key in keys)


@check("score-weights", needs="indicators", says="block weight due")
def score_weights(facts: Facts) -> Iterator[Outcome]:
    """Each 一级指标 has the weight that the scheme gives it; one that the scheme doesn't have has none to give."""
    scores = facts.themes.scores
    if scores.scheme is None:
        yield _NO_SCHEME
        return
    present = {str(block.name) for block in scores.blocks}
    tables = facts.scope.own("indicators").tables
    for name, due in scores.scheme.blocks.items():
        if name not in present:
            yield Violation({"block": name, "weight": 0, "due": due}, (), tables)
    for block in scores.blocks:
        if isinstance(block.name, Absent) or block.weight.value is None:
            yield Unknown(block.weight.lacking or (str(block.indicators[0].record.place("level1")),))
        elif block.weight.value != (block.due or 0):
            yield Violation({"block": block.name, "weight": block.weight.value, "due": block.due or 0}, (block.weight,))


@check("score-recomputes", needs="indicators", says="indicator given computed")
def score_recomputes(facts: Facts) -> Iterator[Outcome]:
    """A score that was filled in is the one that the scheme gives for its target and result."""
    for scored in facts.themes.scores.indicators:
        if not scored.record.raw("score"):
            continue
        if scored.score.value is None or scored.computed.value is None:
            yield Unknown((*scored.score.lacking, *scored.computed.lacking))
        elif scored.score.value != scored.computed.value:
            names = {"indicator": scored.record.level3, "given": scored.score.value, "computed": scored.computed.value}
            yield Violation(names, (scored.score,), _places(scored, "target", "actual"))


@check("score-explained", needs="indicators", says="indicator score weight")
def score_explained(facts: Facts) -> Iterator[Outcome]:
    """An indicator that misses its full weight says why, and what is done about it."""
    for scored in facts.themes.scores.indicators:
        if scored.score.value is None:
            yield Unknown(scored.score.lacking)
        elif scored.missed and not scored.record.deviation:
            names = {"indicator": scored.record.level3, "score": scored.score.value, "weight": scored.record.weight}
            yield Violation(names, (scored.score,), _places(scored, "deviation"))


@check("indicator-figure", needs="indicators", says="indicator figure")
def indicator_figure(facts: Facts) -> Iterator[Outcome]:
    """The figure that 取数项 names is there."""
    for scored in facts.themes.scores.indicators:
        name = scored.record.figure
        if name and scored.actual.name != name:
            yield Violation({"indicator": scored.record.level3, "figure": name}, (), _places(scored, "figure"))


@check("indicator-actual", needs="indicators", says="indicator given value")
def indicator_actual(facts: Facts) -> Iterator[Outcome]:
    """Where both 取数项 and 实际完成值 are filled in, they are the same."""
    for scored in facts.themes.scores.indicators:
        given, figure = scored.record.actual, scored.actual
        if given is None or figure.name != scored.record.figure:
            continue
        if figure.value is None:
            yield Unknown(figure.lacking)
        elif given != figure.value:
            yield Violation({"indicator": scored.record.level3, "given": given, "value": figure.value}, (figure,), _places(scored, "actual"))


@check("indicator-measure", needs="indicators", says="indicator measure unit")
def indicator_measure(facts: Facts) -> Iterator[Outcome]:
    """度量单位 is the unit of the figure that 取数项 names."""
    for scored in facts.themes.scores.indicators:
        record = scored.record
        unit = scored.actual.unit
        if record.figure == scored.actual.name and unit and record.measure != unit:
            yield Violation({"indicator": record.level3, "measure": record.measure or "（未填）", "unit": unit}, (), _places(scored, "measure"))


@check("indicator-numbers", needs="indicators", says="number")
def indicator_numbers(facts: Facts) -> Iterator[Outcome]:
    """No two indicators have one 指标编号, by which the evidence names them."""
    numbers = Counter(scored.record.number for scored in facts.themes.scores.indicators if scored.record.number)
    for number, count in numbers.items():
        if count > 1:
            found = [scored.record.place("number") for scored in facts.themes.scores.indicators if scored.record.number == number]
            yield Violation({"number": number}, (), tuple(found))


@check("evidence-there", needs="evidence", says="title file")
def evidence_there(facts: Facts) -> Iterator[Outcome]:
    """The file of each row of the index is in the unit's folder 佐证材料/."""
    for item in facts.themes.evidence.rows:
        if item.file is None:
            yield Unknown((f"{item.record.place('path')}的文件",))
        elif not item.present:
            yield Violation({"title": item.record.title, "file": item.file}, (), (item.record.place("path"),))


@check("evidence-cited", needs="evidence", says="file")
def evidence_cited(facts: Facts) -> Iterator[Outcome]:
    """Each file in 佐证材料/ is in the index."""
    for file in facts.themes.evidence.uncited:
        yield Violation({"file": file}, (), (Place(f"{facts.scope.inputs.folder}/{FOLDER}/{file}"),))


@check("evidence-for-each-indicator", needs="indicators evidence", says="indicator")
def evidence_for_each_indicator(facts: Facts) -> Iterator[Outcome]:
    """Each indicator is supported by a row of the index, by its 指标编号."""
    supported = {number for item in facts.themes.evidence.rows for number in item.supports}
    for scored in facts.themes.scores.indicators:
        if scored.record.number not in supported:
            number = f"{scored.record.number} " if scored.record.number else ""
            yield Violation({"indicator": f"{number}{scored.record.level3}"}, (), _places(scored, "number"))


@check("evidence-supports-something", needs="indicators evidence", says="title item")
def evidence_supports_something(facts: Facts) -> Iterator[Outcome]:
    """What a row of the index supports is there: an indicator's number, a dataset, a heating path or a rule."""
    known = {scored.record.number for scored in facts.themes.scores.indicators} | facts.scope.programme.by_title.keys() | set(facts.scope.choices("path"))
    rules = facts.surroundings.rules
    for item in facts.themes.evidence.rows:
        for supported in item.supports:
            is_rule = supported in rules if rules else _RULE.fullmatch(supported) is not None
            if supported not in known and not is_rule:
                yield Violation({"title": item.record.title, "item": supported}, (), (item.record.place("supports"),))
