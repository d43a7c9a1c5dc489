"""What is wrong with the rows by which a unit adds to its documents, whatever document they are for, each at its cell."""

from collections.abc import Iterator, Sequence

from reportgen.diagnostics import Diagnostic, error, notice, warning
from reportgen.documents.kinds import Kind
from reportgen.documents.own.passages import has_column_of_its_own, paragraphs_of
from reportgen.documents.own.typed import without_number
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.everywhere import NOTES, OWN_ANNEXES, OWN_TABLES
from reportgen.inputs.wording import proposal, shorten

CODE = "own."
"""What the codes of these faults, and of all that is said of own words, begin with."""
_PLACED = ("at", "where", "level")
_HELP = "请在“文种”中写文种的名称，在“标题”中写放在哪个标题处"


def own_faults(inputs: UnitInputs, told: Kind, kinds: Sequence[Kind], made: Sequence[Kind]) -> Iterator[Diagnostic]:
    """Kinds that there are not or that the unit doesn't make, a place without a kind, numbers typed by hand.

    `made` are those of the `kinds` that the unit makes. What is of one kind is said with that document (`told`), what is of none with each.
    """
    for row in inputs.rows(NOTES) or ():
        if not row.kind:
            yield from _without_kind(row, inputs.unit.name)
        elif has_column_of_its_own(row):
            message = "这一行既写了栏目，又写了文种，没有放进文种的标题处"
            help = "印在栏目中的请删除文种、标题、位置和级别；放在标题处的请删除栏目"
            yield error("own.twice", message, row.place("kind"), help=help, unit=inputs.unit.name)
        else:
            yield from _of_kind(row, told, kinds, made, inputs.unit.name)
    for row in (*(inputs.rows(OWN_TABLES) or ()), *(inputs.rows(OWN_ANNEXES) or ())):
        if row.kind:
            yield from _of_kind(row, told, kinds, made, inputs.unit.name)


def _without_kind(row: Record, unit: str) -> Iterator[Diagnostic]:
    placed = next((key for key in _PLACED if getattr(row, key)), None)
    if placed is not None:
        title = row.dataset.columns[placed].column.title
        yield error("own.no-kind", f"写了“{title}”，没有写放进哪一种公文，没有采用", row.place(placed), help=_HELP, unit=unit)
    elif row.text and not has_column_of_its_own(row):
        yield error("own.nowhere", f"没有写放在哪里，没有采用：{shorten(row.text)}", row.place("text"), help=_HELP, unit=unit)


def _of_kind(row: Record, told: Kind, kinds: Sequence[Kind], made: Sequence[Kind], unit: str) -> Iterator[Diagnostic]:
    named = [kind for kind in kinds if kind.is_named(row.kind)]
    if not named:
        message = f"没有“{shorten(row.kind)}”这个文种{proposal(row.kind, (kind.name for kind in kinds))}"
        known = "、".join(dict.fromkeys(kind.whole.name for kind in kinds if kind.filed and not kind.is_form))
        yield error("own.unknown-kind", message, row.place("kind"), help=f"可以写的文种有：{known}", unit=unit)
    elif all(kind.is_form for kind in named):
        message = f"“{row.kind}”是填好的表格，放不进自己的文字、表和附件"
        yield error("own.form", message, row.place("kind"), help="请改在它的数据表中填写，或者写进别的公文", unit=unit)
    elif not any(kind in made for kind in named):
        message = f"本单位没有生成《{named[0].whole.name}》，这一行没有印出"
        yield warning("own.not-made", message, row.place("kind"), help="要生成的，请在单位说明的“表单”中写上；不要的请删除这一行", unit=unit)
    elif told in named and row.dataset.key == NOTES:
        yield from _typed(row, unit)


def _typed(row: Record, unit: str) -> Iterator[Diagnostic]:
    """Numbers of headings that were typed: the composer numbers them, and takes these off."""
    texts = [*([("heading", row.heading)] if row.heading else []), *(("text", line) for line in paragraphs_of(row.text or ""))]
    for key, text in texts:
        bare = without_number(text, is_heading=key == "heading")
        if bare != text:
            message = f"序号“{text[: len(text) - len(bare)].strip()}”由程序编排，已经去掉"
            yield notice("own.typed-number", message, row.place(key), help="请从单元格中删除序号；标题不用写序号", unit=unit)
