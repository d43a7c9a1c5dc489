"""JSON Schema of one value as the readers of YAML take it: typed, or as text in the ways that people write.

A schema is not stricter than the reader on purpose: what it lets through and the reader doesn't, `reportgen check` reports.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from reportgen.inputs.dates import FIRST_YEAR, LAST_YEAR
from reportgen.inputs.schema import CellType, Field
from reportgen.inputs.synonyms import NO, YES
from reportgen.workbook.limits import FLAGS

Schema: TypeAlias = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

# What may stand for nothing in a cell that isn't text: see BLANK_MARKS of the reader of cells.
_NOTHING = r"[-－–/／无]|——?"
_DIGIT = "[0-9０-９]"
_NUMBER = rf"^\s*([+＋]?{_DIGIT}.*|{_NOTHING})?\s*$"
_SIGNED = rf"^\s*([-+－＋−]?{_DIGIT}.*|{_NOTHING})?\s*$"
_PARTS = rf"{_DIGIT}{{4}}\s*[-/.－／．年]\s*{_DIGIT}{{1,2}}"
_DATE = rf"^\s*({_PARTS}\s*[-/.－／．月]\s*{_DIGIT}{{1,2}}(\s*[日号]|[Tt\s]\s*0.*)?|{_DIGIT}{{8}}|{_NOTHING})?\s*$"
_MONTH = rf"^\s*({_PARTS}(\s*月份?|\s*[-/.－／．月]\s*{_DIGIT}{{1,2}}.*)?|{_DIGIT}{{6}}({_DIGIT}{{2}})?|{_NOTHING})?\s*$"
_SYNTAX = frozenset(r"^$\.*+?()[]{}|/")


def value_schema(field: Field) -> Schema:
    """The schema of a field's value; blank is for a value that may be left out."""
    written = _written(field)
    if field.required:
        # A pattern that also fits nothing is for cells that may be blank; a required one holds something.
        return {**written, "not": {"enum": [None, ""]}}
    return written


def exactly(names: Iterable[str], ending: str = "") -> str:
    """A pattern for one of `names` and nothing else, `ending` (a pattern) behind it. Fit for Python and for JavaScript."""
    return f"^({'|'.join(map(_escaped, names))}){ending}$"


def about(title: str, meaning: str, example: str = "", unit: str = "") -> Schema:
    """What an editor shows of an entry: 任务户数（户）：年度改造任务户数，例如 4449."""
    return {"title": title, "description": f"{title}{f'（{unit}）' if unit else ''}：{meaning}" + (f"，例如 {example}" if example else "")}


def needs(names: Iterable[str]) -> Schema:
    """That an entry is there by one of its names."""
    return {"anyOf": [{"required": [name]} for name in names]}


def _written(field: Field) -> Schema:
    match field.type:
        case CellType.TEXT:
            return {"type": ["string", "number", "null"]}
        case CellType.IDENTIFIER:
            return {"type": ["string", "null"]}
        case CellType.COUNT | CellType.NUMBER:
            bounds = {name: bound for name, bound in (("minimum", field.least), ("maximum", field.most)) if bound is not None}
            number = "integer" if field.type is CellType.COUNT else "number"
            return {"type": [number, "string", "null"], **bounds, "pattern": _SIGNED if field.least is None else _NUMBER}
        case CellType.DATE:
            return {"type": ["string", "integer", "null"], "minimum": FIRST_YEAR * 10000, "maximum": (LAST_YEAR + 1) * 10000, "pattern": _DATE}
        case CellType.MONTH:
            return {"type": ["string", "integer", "null"], "minimum": FIRST_YEAR * 100, "maximum": (LAST_YEAR + 1) * 10000, "pattern": _MONTH}
        case CellType.FLAG:
            words = [*YES, *NO]
            return {"anyOf": [{"enum": [True, False, *FLAGS, None]}, {"type": "string", "pattern": _any_case(words)}]}
        case CellType.CHOICE:
            words = [word for choice in field.choices for word in (field.vocabulary.words(choice) if field.vocabulary else ())]
            return {"anyOf": [{"enum": [*map(str, field.choices), None]}, {"type": "string", "pattern": _spoken(words)}]}


def _any_case(words: Iterable[str]) -> str:
    """Words of yes and no: y, Y, true, TRUE."""
    return _spoken(dict.fromkeys(form for word in words for form in (word, word.upper(), word.capitalize())))


def _spoken(words: Iterable[str]) -> str:
    """Words in quotes or not, with a remark in brackets or not; or what stands for nothing."""
    quotes = r"[\s“”\"'‘’]*"
    return rf"^{quotes}({'|'.join(map(_escaped, words))}){quotes}([（(\[【].*)?\s*$|^\s*({_NOTHING})?\s*$"


def _escaped(text: str) -> str:
    # re.escape escapes more than JavaScript's patterns allow.
    return "".join(f"\\{letter}" if letter in _SYNTAX else letter for letter in text)
