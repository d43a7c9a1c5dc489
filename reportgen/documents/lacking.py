"""What the inputs still lack for a document (待补), so that an officer knows where to fill it in."""

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import BY_KEY
from reportgen.inputs.schema.unit import AcceptanceWork, Filing, References, Schedule, Season, Unit

# What 单位.yaml gives, by the title that 【待补：…】 shows.
_SECTIONS = (Unit, Schedule, Filing, Season, References, AcceptanceWork)
DESCRIBED = frozenset(field.alias for section in _SECTIONS for field in section.model_fields.values()) | {"主送机关", "验收起止日期"}


def what_is_lacking(missing: tuple[str, ...], scope: Scope, kind: Kind) -> tuple[Diagnostic, ...]:
    """The warnings of a document that shows `missing` (texts 【待补：…】): lacking tables, entries of 单位.yaml, and the rest.

    Where tables are lacking, what follows from them isn't listed one by one.
    """
    if not missing:
        return ()
    unit, folder = scope.unit.name, scope.inputs.folder
    labels = [label for text in dict.fromkeys(missing) if (label := text.strip("【】").removeprefix("待补").removeprefix("："))]
    described = [label for label in labels if label in DESCRIBED]
    others = [label for label in labels if label not in DESCRIBED]
    lacking = list(dict.fromkeys(what for key in kind.datasets for what in scope.rows(BY_KEY[key]).lacking))
    problems = []
    if lacking:
        message = f"《{kind.name}》缺少{len(lacking)}个数据表：{'、'.join(lacking)}"
        help_text = "请在该单位的填报表中增加以数据表命名的工作表并填写"
        problems.append(warning("documents.missing-table", message, Place(folder), help=help_text, unit=unit))
    if described:
        message = f"《{kind.name}》待补：{'、'.join(described)}"
        problems.append(warning("documents.missing-input", message, Place(f"{folder}/单位.yaml"), help="请在 单位.yaml 中填写", unit=unit))
    if others and not lacking:
        message = f"《{kind.name}》待补：{'、'.join(others)}"
        problems.append(warning("documents.missing-input", message, Place(folder), help="请补齐填报表中空着或者读不了的单元格", unit=unit))
    return tuple(problems)
