"""文字修改: the paragraphs of a composed tree as a unit's people have changed, deleted and added them.

An edit names its paragraph by the words that it stood in; its figures may have moved since. What can't be found any more isn't left out silently: it
is told at the row, and the document is a draft.
"""

from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Severity, error, notice, warning
from reportgen.documents.edited_words import Part, Words, bare, change, words_of
from reportgen.documents.vocabulary import HEADINGS
from reportgen.figures.scope import Scope
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Editing
from reportgen.inputs.schema.everywhere import EDITS
from reportgen.inputs.wording import fold, proposal, shorten
from reportgen.language.environment import AT
from reportgen.numerals import amounts, multiple_at_start, number_in

if TYPE_CHECKING:
    from lxml.etree import _Element

CODE = "edits."
"""How the codes of what is wrong with edits begin."""
NEEDLESS = f"{CODE}needless"
"""The code of what is said of an edit that changes nothing: it is there already."""
EDITED = ("p", "p.note", *HEADINGS)
"""What can be edited: running text, notes of tables, headings. What else there is comes from elsewhere (titles, 主送, cells)."""
_QUOTED = 80
"""So many characters of a paragraph are quoted: two lines of the console."""
_NEAR = 40.0
"""How alike (0-100) a paragraph must be to be shown as what became of the one that is meant."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What is to be said of the edits of a document; `undone` are the errors among it: edits that could not be made."""

    problems: tuple[Diagnostic, ...] = ()

    @property
    def undone(self) -> tuple[Diagnostic, ...]:
        """The edits that could not be made."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def edits_of(scope: Scope, kind: str) -> tuple[Record, ...]:
    """The unit's rows about its document of a kind (Chinese name)."""
    return tuple(row for row in scope.inputs.rows(EDITS) or () if row.kind and fold(row.kind) == fold(kind))


def said_in(rows: Sequence[Record], word: str) -> tuple[Record, ...]:
    """The rows that write a word, or a longer text, into a document."""
    return tuple(row for row in rows if row.new and bare(word) in bare(row.new))


def unknown_kinds(inputs: UnitInputs, made: Collection[str]) -> Iterator[Diagnostic]:
    """A fault for each row about a document that the unit doesn't make (`made` are the names of those that it does): nobody would see it undone."""
    known = {fold(name) for name in made}
    for row in inputs.rows(EDITS) or ():
        if row.kind and fold(row.kind) not in known:
            message = f"文字修改：本单位没有“{row.kind}”这份公文，没有改{proposal(row.kind, made)}"
            help_text = f"请改正文种的名称，可以写的有：{'、'.join(made)}；不再需要的，请删除这一行"
            yield error(f"{CODE}unknown-kind", message, row.place("kind"), help=help_text, unit=inputs.unit.name)


def edit(root: "_Element", rows: Sequence[Record], unit: str) -> Edited:
    """Makes the edits in the tree, in the order of the rows: a later one finds what earlier ones have written.

    Headings bear no numbers yet, references do.
    """
    return _Editor(root, unit).edit(rows) if rows else Edited()


@dataclass(slots=True, eq=False)
class _Block:
    """A paragraph or heading: its element, its words, the heading above it in its part of the document."""

    element: "_Element"
    words: Words
    above: "_Block | None"

    @property
    def under(self) -> str:
        """The words of that heading, as it now stands; empty where there is none, and of a heading."""
        return "" if self.above is None else self.above.words.text


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """A text that figures come from: as a row quotes it, and the parts that may have moved, with where they stand in it."""

    text: str
    moving: tuple[tuple[Part, int, int], ...]


@dataclass(slots=True)
class _Editor:
    """Makes edits in the tree of a unit's document; `problems` are those of edits that couldn't be made, or needn't be."""

    root: "_Element"
    unit: str
    problems: list[Diagnostic] = field(default_factory=list)
    _blocks: list[_Block] = field(default_factory=list)
    _gone: list[_Source] = field(default_factory=list)  # what was deleted: it may stand elsewhere now
    _deleted: list[tuple[Record, _Block]] = field(default_factory=list)
    _made: list[tuple[object, ...]] = field(default_factory=list)

    def edit(self, rows: Sequence[Record]) -> Edited:
        """The rows made in their order, each in what those before it have left."""
        self._blocks = [*_blocks_of(self.root)]
        for row in rows:
            if row.action is not None and row.old:
                self._row(row)
        self._put_back()
        return Edited(tuple(self.problems))

    def _row(self, row: Record) -> None:
        if row.action != Editing.DELETE and not row.new:
            self._fault(row, "no-words", f"处理是“{row.action}”，没有写“改为”", "请填写改成、增加的文字；要删去的，处理写“删去”", "new")
            return
        said = (row.action, *(bare(text or "") for text in (row.heading, row.old, row.new)))
        found = self._find(row)
        if len(found) == 1:
            self._make(row, found[0])
            self._made.append(said)
        elif said in self._made:
            self._needless(row, "同一处改动写了两次，只改一次")
        elif found:
            help_text = "请在“标题”中写明它在哪个标题下面；同一个标题下有几段相同的，请改模板或者数据"
            self._fault(row, "ambiguous", f"要改的文字有{len(found)}段：“{_quoted(row.old)}”", help_text)
        elif row.action == Editing.CHANGE and any(block.words.text == bare(row.new) for block in self._blocks):
            self._needless(row, "模板或者数据已经这样写了")
        else:
            self._not_found(row)

    def _find(self, row: Record) -> list[_Block]:
        """The blocks that a row may mean: those under its heading, where there are any; of these those of its very words."""
        old = bare(row.old)
        found = [block for block in self._blocks if block.words.found_in(old) is not None]
        if len(found) > 1:
            found = [block for block in found if bare(block.under) == bare(row.heading or "")] or found
        if len(found) > 1:
            found = [block for block in found if block.words.text == old] or found
        return found

    def _make(self, row: Record, block: _Block) -> None:
        old = bare(row.old)
        source = _Source(old, block.words.found_in(old) or ())
        if row.action == Editing.DELETE:
            self._gone.append(source)
            self._deleted.append((row, block))
            self._blocks.remove(block)
            block.element.getparent().remove(block.element)  # type: ignore[union-attr]  # the article, or a section
            return
        lines = [line.strip() for line in (row.new or "").split("\n") if line.strip()]
        is_heading = block.element.tag in HEADINGS
        if row.action == Editing.CHANGE:
            if is_heading and len(lines) > 1:
                self._fault(row, "heading", "标题只能改成一行", "请把标题下面的文字另写一行，处理用“其后增加”", "new")
                return
            texts = self._filled("\n".join(lines), (source, *self._gone), row)
            _fill(block.element, texts[0])
            block.words = words_of(block.element)
            further, after = texts[1:], block
        else:
            beside = self._beside(block, after=row.action == Editing.ADD_AFTER)
            if beside is not None and beside.words.text == bare(lines[0]) and len(lines) == 1:
                self._needless(row, "要增加的一段已经在那里了")
                return
            further, after = self._filled("\n".join(lines), tuple(self._gone), row), block
        if row.action == Editing.ADD_BEFORE:
            for text in further:
                self._add(text, block, after=False)
            return
        for text in further:
            after = self._add(text, after, after=True)

    def _put_back(self) -> None:
        """What was deleted and leaves a heading without anything below it stands there again: no document has such a heading."""
        for row, block in self._deleted:
            heading = block.above
            if heading is None or heading not in self._blocks:
                continue
            below = heading.element.getnext()
            if below is None or (below.tag in HEADINGS and str(below.tag) <= str(heading.element.tag)):
                heading.element.addnext(block.element)
                message = f"删去以后，标题“{_quoted(heading.words.text)}”下面就没有内容了，没有删"
                self._fault(row, "empty-heading", message, "整节不要的，请把标题也删去（另写一行）；否则请留下一段。改正以前公文是草稿")

    def _beside(self, block: _Block, *, after: bool) -> _Block | None:
        at = self._blocks.index(block) + (1 if after else -1)
        return self._blocks[at] if 0 <= at < len(self._blocks) else None

    def _add(self, text: "list[str | _Element]", block: _Block, *, after: bool) -> _Block:
        """A new paragraph beside a block."""
        element = block.element.makeelement("p", {name: value for name, value in block.element.items() if name == AT})
        _fill(element, text)
        if after:
            block.element.addnext(element)
        else:
            block.element.addprevious(element)
        made = _Block(element, words_of(element), block if after and block.element.tag in HEADINGS else block.above)
        self._blocks.insert(self._blocks.index(block) + (1 if after else 0), made)
        return made

    def _filled(self, text: str, sources: Sequence[_Source], row: Record) -> "list[list[str | _Element]]":
        """The lines of a new text, with the figures that it still shows; a warning for what else it counts."""
        spans: list[tuple[int, int, Part]] = []
        fresh: set[int] = set(range(len(text)))
        for number, source in enumerate(sources):
            changed = change(source.text, [(start, end) for _, start, end in source.moving], text)
            come = {at for start, end in changed.come for at in range(start, end)}
            if (number == 0 and row.action == Editing.CHANGE) or 2 * len(come) < len(text):  # else it is another text
                fresh &= come
            for (part, _, _), carried in zip(source.moving, changed.carried, strict=True):
                free = carried is not None and all(carried.end <= start or end <= carried.start for start, end, _ in spans)
                if carried is not None and carried.same and free:
                    spans.append((carried.start, carried.end, part))
        spans.sort(key=lambda span: span[0])
        self._warn_of_numbers(text, fresh - {at for start, end, _ in spans for at in range(start, end)}, row)
        lines: list[list[str | _Element]] = [[]]
        done = 0
        for start, end, part in spans:
            _write(lines, text[done:start])
            lines[-1].append(part.text if part.element is None else part.element)
            done = end
        _write(lines, text[done:])
        return lines

    def _warn_of_numbers(self, text: str, fresh: set[int], row: Record) -> None:
        """A warning for the numbers that came as words and that no figure of the document says."""
        written = [one for one in amounts(text) if one.start in fresh]
        if not written:
            return
        known = _shown(self.root)
        unknown = [one.text for one in written if one.value not in known]
        if unknown:
            message = f"写进来的数没有来源：{'、'.join(dict.fromkeys(unknown))}，填报表里没有，公文里别处也没有"
            help_text = "由数据得出的数，请填到数据表里，由公文引用；没有依据的请删去。确实只在文字里的，请自行核对，数据变了它不会跟着变"
            self.problems.append(warning(f"{CODE}unsourced", message, row.place("new"), help=help_text, unit=self.unit))

    def _needless(self, row: Record, message: str) -> None:
        self.problems.append(notice(NEEDLESS, f"文字修改：{message}", row.place("old"), help="不再需要的，请删除这一行", unit=self.unit))

    def _not_found(self, row: Record) -> None:
        from rapidfuzz import fuzz, process

        near = process.extractOne(bare(row.old), [block.words.text for block in self._blocks], scorer=fuzz.ratio, score_cutoff=_NEAR)
        now = f"现在最接近的一段是“{_quoted(near[0])}”" if near is not None else "现在没有相近的一段"
        message = f"处理是“{row.action}”的一段找不到，没有改：原文是“{_quoted(row.old)}”；{now}"
        help_text = "模板或者数据已经换了说法：仍要这样改的，请把“原文”改成现在的文字；不再需要的，请删除这一行。改正以前公文是草稿"
        self._fault(row, "not-found", message, help_text)

    def _fault(self, row: Record, code: str, message: str, help_text: str, key: str = "old") -> None:
        self.problems.append(error(CODE + code, f"文字修改：{message}", row.place(key), help=help_text, unit=self.unit))


def not_in_forms(rows: Sequence[Record], kind: str, unit: str) -> tuple[Diagnostic, ...]:
    """That the words of a form (Word 表格) can't be edited: they come from the data and the form's own file."""
    help_text = "请在它引用的数据表的单元格中改；表格里固定的文字，请改 templates/docx 中的表格。改正以前公文是草稿"
    return tuple(error(f"{CODE}form", f"文字修改：《{kind}》是表格，不能这样改", row.place("kind"), help=help_text, unit=unit) for row in rows)


def _blocks_of(root: "_Element") -> Iterator[_Block]:
    for part in (root, *root.iter("section")):
        above: _Block | None = None
        for element in part.iterchildren("p", *HEADINGS):
            if ".".join(filter(None, (str(element.tag), element.get("class")))) in EDITED:
                is_heading = element.tag in HEADINGS
                block = _Block(element, words_of(element), None if is_heading else above)
                yield block
                above = block if is_heading else above


def _write(lines: "list[list[str | _Element]]", words: str) -> None:
    """Puts words behind the last of the lines; a line break in them begins another."""
    first, *others = words.split("\n")
    lines[-1].append(first)
    lines += [[other] for other in others]


def _fill(element: "_Element", content: "list[str | _Element]") -> None:
    """Puts words and figures into an element, in the place of all that stands in it."""
    attributes, tail = dict(element.attrib), element.tail
    element.clear()
    element.attrib.update(attributes)
    element.tail = tail
    for one in content:
        if not isinstance(one, str):
            element.append(figure := deepcopy(one))
            figure.tail = None
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + one
        else:
            element.text = (element.text or "") + one


def _shown(root: "_Element") -> set[Decimal]:
    """The numbers that the figures of a document say."""
    texts = ("".join(data.itertext()) + multiple_at_start(data.tail or "") for data in root.iter("data"))
    return {number for text in texts if (number := number_in(text)) is not None}


def _quoted(text: str) -> str:
    return shorten(text, _QUOTED)
