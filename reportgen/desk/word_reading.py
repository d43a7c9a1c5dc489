"""A Word file that came back, read against the version that it was made of: its comments with their places, its changes as proposals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.building.renderer import open_renderer
from reportgen.desk.anchors import Anchor
from reportgen.desk.comment_words import Sort
from reportgen.diagnostics import Diagnostic, Place, place_json
from reportgen.diff.align import Pair
from reportgen.diff.blocks import PARAGRAPH, Block, pieces_of, text_of
from reportgen.documents.places import in_words
from reportgen.inputs.data_files import WORKBOOKS
from reportgen.inputs.personal import mask
from reportgen.inputs.schema.choices import Editing
from reportgen.numerals import number_in
from reportgen.reconcile.comments import Comment
from reportgen.reconcile.edits import FigureEdit
from reportgen.reconcile.reconcile import Reconciled, reconcile
from reportgen.reconcile.take import masked
from reportgen.reconcile.take_file import FILE
from reportgen.reconcile.taking import AskedText, TakenEdit, takeable
from reportgen.render.word import write_docx
from reportgen.versions.history import open_history
from reportgen.workspace import open_workspace

_PLACES = 3  # cells that are named; of a sum over many the rest is counted
_NUMBER = "改得对的，请在这些单元格更正，然后重新生成；改错了的，不采纳"
_GONE = "数有误的，请在这些单元格更正；不需要写这个数的，请改模板"
_ROW = {
    Editing.CHANGE: "改写这一段",
    Editing.DELETE: "删去这一段",
    Editing.ADD_AFTER: "在这一段后面增加一段",
    Editing.ADD_BEFORE: "在这一段前面增加一段",
}


@dataclass(frozen=True, slots=True)
class BroughtComment:
    """A comment of a file: whose, of when, what it says, at which place, the words marked there; `answers` is the place of the one that it answers."""

    author: str
    day: str
    text: str
    anchor: Anchor
    quote: str
    answers: int | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class BroughtProposal:
    """A change of a file: how it is taken, as 文字修改 has it, what stands there and what it would become, where, what taking it does, and the cells."""

    sort: Sort
    old: str
    new: str
    where: str
    effect: str
    action: str = ""
    heading: str = ""
    places: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """All that a file brings: which document and version it was made of, its comments and proposals, and in words what else is to be said of it."""

    season: str
    unit: str
    kind: str
    version: int
    comments: tuple[BroughtComment, ...]
    proposals: tuple[BroughtProposal, ...]
    notes: tuple[str, ...]


def read_word(root: Path, content: bytes, name: str) -> Brought | Diagnostic:
    """What a Word file called `name` brings, by the versions of a workspace; or why that can't be said."""
    workspace, problems = open_workspace(root)
    if workspace is None:
        return problems[0]
    renderer, faults = open_renderer(workspace)
    if renderer is None:
        return faults[0]
    with open_history(workspace.outputs) as history:
        found = reconcile(history, content, name, lambda html: write_docx(html, renderer.layout, renderer.base))
    if isinstance(found, Diagnostic):
        return found
    pairs = found.difference.alignment.pairs
    comments = tuple(_comment(one, pairs) for one in found.comments)
    key = found.key
    return Brought(key.season, key.unit, key.kind, found.source.version.number, comments, tuple(_proposals(found)), tuple(_notes(found)))


def _comment(one: Comment, pairs: Iterable[Pair]) -> BroughtComment:
    block = _block_of(one.paragraph, pairs)
    anchor = Anchor() if block is None else _anchor(block, one.at)
    quote = "" if anchor.figure or (block is not None and _bare(one.at) == _bare(block.text)) else one.at
    return BroughtComment(one.author, one.date, one.text, anchor, quote, one.answers, one.done)


def _block_of(paragraph: str, pairs: Iterable[Pair]) -> Block | None:
    """The block of the version that a paragraph of the file was: by its words in the file, alone or in the cell of a table; None of what is new in it."""
    wanted, tables = _bare(paragraph), list[Block]()
    for pair in pairs if wanted else ():
        if pair.old is None or pair.new is None:
            continue
        if wanted in (_bare(pair.new.text), *map(_bare, pair.new.text.split(PARAGRAPH))):
            return pair.old
        if pair.new.grid is not None and wanted in {_bare(text_of(pieces_of(cell.element))) for _, row in pair.new.grid.rows for cell in row}:
            tables.append(pair.old)
        elif pair.new.kind in ("table", "figure") and _bare(pair.new.text).startswith(wanted):  # the unit stands in a line of its own
            return pair.old
    return tables[0] if tables else None


def _anchor(block: Block, at: str) -> Anchor:
    """The block; one figure of it where just that is marked."""
    shown = [one for one in block.element.iter("data") if "".join(one.itertext()) == at.strip()]
    if len(shown) != 1 or block.grid is not None:
        return Anchor(block.id)
    name = shown[0].get("data-figure", "")
    return Anchor(block.id, name, [one for one in block.element.iter("data") if one.get("data-figure") == name].index(shown[0]))


def _proposals(found: Reconciled) -> Iterator[BroughtProposal]:
    """Numbers first, which are errors until their cells say the same; then texts of cells, words, and what is to be done elsewhere."""
    rest = takeable(found)
    for figure in found.figures:
        yield from _of_figure(figure)
    for asked in rest.asked:
        yield _of_text(asked)
    for edit in masked(rest.edits):
        yield _of_edit(edit, found)
    for key in found.keys:
        yield BroughtProposal(Sort.HAND, key.old or "", key.new or "", key.part, f"请在填报表的{key.key}更正，然后重新生成")
    for one in rest.untaken:
        yield BroughtProposal(Sort.HAND, mask(one.old), mask(one.new), " > ".join(one.under), one.instead)


def _of_figure(edit: FigureEdit) -> Iterator[BroughtProposal]:
    """Each change of a figure once; it is taken where the figure is one cell of a workbook, which says the same number."""
    sources = edit.sources
    places = tuple(place_json(one.place) for one in sources[:_PLACES])
    seen: set[tuple[str, str | None]] = set()
    for spot in edit.spots:
        if (spot.old, spot.new) in seen:
            continue
        seen.add((spot.old, spot.new))
        where = " > ".join((*spot.under, edit.shown.label))
        old, new = number_in(spot.old), None if spot.new is None else number_in(spot.new)
        if len(sources) == 1 and _is_cell(sources[0].place) and None not in (old, new) and number_in(sources[0].raw) == old:
            yield BroughtProposal(Sort.CELL, spot.old, spot.new or "", where, f"{in_words([sources[0].place])[0]} 由 {spot.old} 改为 {spot.new}", places=places)
        else:
            more = f"（共{len(sources)}格）" if len(sources) > _PLACES else ""
            yield BroughtProposal(Sort.HAND, spot.old, spot.new or "", where, (_GONE if edit.gone else _NUMBER) + more, places=places)


def _of_text(asked: AskedText) -> BroughtProposal:
    places = tuple(place_json(one) for one in asked.places[:_PLACES])
    old, new = mask(asked.old), mask(asked.new)
    where = "、".join(in_words(list(asked.places))[:_PLACES])
    if len(asked.places) == 1 and _is_cell(asked.places[0]) and asked.new:
        return BroughtProposal(Sort.CELL, old, new, where, f"{where} 改为“{new}”", places=places)
    return BroughtProposal(Sort.HAND, old, new, where, "这些字来自填报表的单元格，请在表里改", places=places)


def _is_cell(place: Place) -> bool:
    """Whether it is a cell of a workbook: of a CSV or YAML file there is none to write into."""
    return place.cell is not None and place.sheet is not None and Path(place.file).suffix.lower() in WORKBOOKS


def _of_edit(edit: TakenEdit, found: Reconciled) -> BroughtProposal:
    authors = dict.fromkeys(one.author for one in found.revisions if one.author and one.text and (one.text in edit.new or one.text in edit.old))
    where = "，".join(filter(None, (edit.heading, f"修订人：{'、'.join(authors)}" if authors else "")))
    effect = f"在《文字修改》（{FILE}）增加一行“{edit.action}”：{_ROW[edit.action]}，以后每次生成都照此办理"
    return BroughtProposal(Sort.EDIT, edit.old, edit.new, where, effect, str(edit.action), edit.heading)


def _notes(found: Reconciled) -> Iterator[str]:
    """What else a reader must know: how the version was found, what was accepted beforehand, what isn't taken."""
    if found.source.likeness is not None:
        yield f"文件里没有可用的标识，按文字找到最接近的第{found.source.version.number}版，相近程度{found.source.likeness:.1%}，请核对"
    if found.newer:
        yield f"它是按第{found.source.version.number}版改的，此后又有{'、'.join(f'第{number}版' for number in found.newer)}"
    if found.revisions:
        yield f"文件里有未处理的修订{len(found.revisions)}处，按全部接受后的文字比较"
    if found.struck:
        yield f"有{len(found.struck)}处文字用删除线划掉，按已经删除比较"
    for one in found.unsourced:
        yield f"没有来源的数字 {one.text}，在“{one.around}”：请把数填到填报表里，由公文引用"
    for change in found.beside:
        yield f"{change.kind}有改动：{change.old or '（没有）'} → {change.new or '（已删去）'}，不能在这里采纳"
    if found.sealed:
        yield "文件上有印章或者签名：盖章的 Word 文件不作正本保存"
    yield f"没有比较的：{'；'.join(found.unlooked)}"


def _bare(words: str) -> str:
    return "".join(words.split())
