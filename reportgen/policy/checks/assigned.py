"""What a season's notice assigns to a unit against what the unit fills in, whatever the programme counts."""

from collections.abc import Iterator

from reportgen.figures.figure import total
from reportgen.figures.terms import terms
from reportgen.language.figure import Figure
from reportgen.language.undefined import Malformed
from reportgen.policy.checks.registry import Outcome, Unknown, Violation, check
from reportgen.policy.facts import Facts
from reportgen.policy.parameters import ASSIGNED


@check("as-assigned", needs="", says="table what column unit stated expected")
def as_assigned(facts: Facts) -> Iterator[Outcome]:
    """The numbers of the unit's tables are those of the parameter `assigned`: by unit and dataset, rows of choices (none: the whole table) and numbers."""
    unit, assigned = facts.scope.unit, facts.parameters[ASSIGNED]
    given = assigned.get(unit.name) or assigned.get(unit.label)
    if given is None:
        yield Unknown((f"{facts.scope.programme.notice}给{unit.label}下达的任务（assigned）",))
        return
    for key, published in given.items():
        dataset = facts.scope.programme.by_key.get(key)
        unknown = next((column for row in published for column in row if dataset and column not in dataset.columns), None)
        if dataset is None or unknown:
            raise Malformed(f"assigned 中{unit.name}的“{unknown or key}”不是数据表、列的 key")
        for row in published:
            chosen = {column: value for column, value in row.items() if dataset.columns[column].choices}
            for column in (one for one in row if one not in chosen):
                stated = _stated(facts, key, column, chosen)
                if stated.value is None:
                    yield Unknown(stated.lacking)
                elif stated.value != row[column]:
                    field = dataset.columns[column].column
                    names = {"table": dataset.title, "what": "".join(map(str, chosen.values())), "column": field.title, "unit": field.unit}
                    yield Violation({**names, "stated": stated.value, "expected": row[column]}, (stated,))


def _stated(facts: Facts, key: str, column: str, chosen: dict[str, object]) -> Figure:
    """What the unit's rows with these choices add up to; those of the units below where it has none of its own."""
    rows = facts.scope.rows(key)
    field, words = facts.scope.programme.by_key[key].columns[column].column, "".join(map(str, chosen.values()))
    name = ".".join((key, *(str(getattr(value, "key", value)) for value in chosen.values()), column))
    return total(name, f"{words}{field.title}", field.unit, f"{words}{field.title}相加", terms(rows.rows, column, **chosen), rows)
