"""A dataset in YAML: a list of rows, or a mapping with `sample: true` and the list under 数据 (rows)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs.aggregates import labels_of
from reportgen.inputs.assemble import Values, make_records, note_repeated, read_column
from reportgen.inputs.cells import NUMERIC, Manner
from reportgen.inputs.counties import COUNTY, TOWNSHIP, VILLAGE, Owner, left_out, township_in_county
from reportgen.inputs.ditto import take_from_above
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.heading_text import Named, read_heading
from reportgen.inputs.headings import Heading, propose_field, wanted
from reportgen.inputs.masking import told_apart
from reportgen.inputs.masking_text import mask_text
from reportgen.inputs.records import Table
from reportgen.inputs.remarks import CellDiagnostics
from reportgen.inputs.rows import sort_rows
from reportgen.inputs.scales import rescaled, scale_column
from reportgen.inputs.schema import Dataset, Field, Origin, Record
from reportgen.inputs.totals import check_aggregates
from reportgen.inputs.whole import doubt_wholes
from reportgen.inputs.wording import fold
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from reportgen.inputs.yaml_tree import read_yaml

ROWS = ("rows", "数据")
"""The names below which the rows may stand, besides the title of the table."""
_SAMPLE = ("sample", "示例数据")


def read_listing(text: str, file: str, dataset: Dataset, owner: Owner) -> tuple[Table | None, list[Diagnostic]]:
    """The table that a YAML text gives, as far as it can be read, and its problems. None where it is no list of rows."""
    masked = mask_text(text, file, dataset)
    root, problems = read_yaml(masked.text, file)
    if root is None and problems:
        return None, [*problems, *masked.problems]
    reader = _Reader(file, dataset, masked.persons)
    for problem in (*problems, *masked.problems):
        reader.remarks.add(problem)
    rows, sample = reader.rows_of(root)
    if rows is None:
        return None, reader.diagnostics()
    records = reader.records(rows, owner)
    return Table(dataset, records, sample), reader.diagnostics()


@dataclass(frozen=True, slots=True)
class _Listed(SheetGrid):
    """The rows of a list as a grid with a column for each field: its places are the lines of the file."""

    lines: Sequence[Origin] = ()
    keys: Sequence[str] = ()

    def place(self, row: int, column: int) -> Place:
        """The line of a value."""
        line = self.lines[row]
        return line.cells.get(self.keys[column], line.place)


@dataclass(slots=True)
class _Reader:
    file: str
    dataset: Dataset
    persons: Mapping[int, str]
    remarks: CellDiagnostics = field(default_factory=CellDiagnostics)
    faults: dict[tuple[str, str, str], list[Place]] = field(default_factory=dict)
    """The places of each fault of the file's form, by code, message and help: the same key may be wrong in every row."""
    scales: dict[str, Decimal] = field(default_factory=dict)
    """What the numbers of a column are multiplied by, for the unit that its name is written with: 预算数（元）."""

    told: set[tuple[str, str]] = field(default_factory=set)
    """The columns, with the units written behind their names, of which all is said."""

    def diagnostics(self) -> list[Diagnostic]:
        """All that is to be said."""
        faults = [error(code, message, *places, help=help) for (code, message, help), places in self.faults.items()]
        return [*faults, *self.remarks.diagnostics()]

    def rows_of(self, root: Node | None) -> tuple[ListNode | None, bool]:
        """The list of rows, and whether the file is marked as demonstration data."""
        if isinstance(root, ListNode):
            return root, False
        help = f"请把“{self.dataset.title}”的每一行写成以“- ”开头的一组“列名: 值”"
        if not isinstance(root, MapNode):
            self._fault("wrong-type", "应为各行数据的列表", root.line if root else 1, help)
            return None, False
        rows: ListNode | None = None
        sample = False
        of_rows = (*ROWS, fold(self.dataset.title))
        for name, node in root.entries.items():
            if fold(name) in of_rows and isinstance(node, ListNode):
                if rows is not None:
                    self._fault("duplicate-key", "各行数据写了两处，只读取前一处", root.lines[name], "请合并成一个列表")
                rows = rows or node
            elif fold(name) in _SAMPLE and isinstance(node, ScalarNode) and isinstance(node.value, bool):
                sample = node.value
            elif fold(name) in (*of_rows, *_SAMPLE):
                self._fault("wrong-type", f"“{name}”的值不对", node.line, "“数据”下面是各行的列表，“sample”的值是 true 或者 false")
            else:
                self._fault("unknown-key", f"没有“{name}”这一项", root.lines[name], "最外层只能有“数据”和“sample”")
        if rows is None and not any(fold(name) in of_rows for name in root.entries):
            self._fault("wrong-type", "没有“数据”这一项", root.line, help)
        return rows, sample

    def records(self, listed: ListNode, owner: Owner) -> tuple[Record, ...]:
        """The owner's rows as records."""
        items = [item for item in listed.items if not (isinstance(item, ScalarNode) and item.value is None)]
        lines = [self._line(item) for item in items]
        fields = self.dataset.fields()
        grid = _Listed(
            self.file, None, [[line.raws.get(field.key) for field in fields] for line in lines], textual=True, lines=lines, keys=[f.key for f in fields]
        )
        labels = labels_of(grid, 0, dict(enumerate(fields)))
        body = sort_rows(grid, 0, range(len(fields)), labels, lambda _: False)
        data = [at for at in range(len(items)) if at not in body.totals and at not in body.parts]
        own = [at for at in data if owner.owns({key: _text(lines[at].raws.get(key)) for key in (COUNTY, TOWNSHIP, VILLAGE)})]
        others = sorted({*data} - {*own})
        rows = self._read([lines[at] for at in own], [items[at] for at in own], self.remarks, owner.implied)
        if body.totals or body.parts:
            # The rows of other counties count in the totals; their faults are theirs to mend.
            foreign = self._read([lines[at] for at in others], [items[at] for at in others], CellDiagnostics(), {})
            every = dict(zip((*own, *others), (*rows, *foreign), strict=True))
            columns = {at: Heading(field, self.scales.get(field.key, Decimal(1))) for at, field in enumerate(fields)}
            check_aggregates(grid, body, labels, columns, every, self.remarks)
        for problem in left_out(owner, [lines[at].place for at in others], len(rows), Place(self.file)):
            self.remarks.add(problem)
        kept = [lines[at] for at in own]
        doubt_wholes(self.dataset, owner, rows, kept, self.remarks)
        note_repeated(told_apart(self.persons, [line.place.line or 0 for line in kept], rows), kept, self.dataset.title, self.remarks)
        return make_records(self.dataset, [township_in_county(row) for row in rows], kept, self.remarks)

    def _line(self, item: Node) -> Origin:
        """Where an item of the list stands, and what it holds."""
        if isinstance(item, MapNode):
            raws, places = self._row(item)
            return Origin(places, raws, Place(self.file, line=item.line))
        colon = isinstance(item, ScalarNode) and "：" in str(item.value)
        what = "每一行应为一组“列名: 值”" + ("，用了中文冒号" if colon else "")
        self._fault("wrong-type", what, item.line, "请写成“- 列名: 值”，冒号用英文冒号，后面加一个空格，同一行的其他列缩进对齐")
        return Origin({}, {}, Place(self.file, line=item.line))

    def _read(self, lines: Sequence[Origin], items: Sequence[Node], remarks: CellDiagnostics, implied: Mapping[str, str]) -> list[Values]:
        """The values of rows. An item that is no row is one none of whose values could be read: what is computed from it is missing, not smaller."""
        rows: list[Values] = [{} if isinstance(item, MapNode) else dict.fromkeys(self.dataset.columns) for item in items]
        for column in self.dataset.fields():
            raws = [line.raws.get(column.key) for line in lines]
            if column.key in implied:
                for raw, row in zip(raws, rows, strict=True):
                    if raw is None:
                        row.setdefault(column.key, implied[column.key])
            take_from_above(column, raws, lines, rows, remarks)
            read_column(column, raws, Manner(self.scales.get(column.key, Decimal(1)), textual=True), lines, rows, remarks)
        return rows

    def _row(self, node: MapNode) -> tuple[dict[str, Raw], dict[str, Place]]:
        """The row's raw values and their lines by field key. What the row leaves out stands where the row stands."""
        values: dict[str, Raw] = {}
        places = dict.fromkeys(self.dataset.columns, Place(self.file, line=node.line))
        for name, value in node.entries.items():
            named = read_heading(name, self.dataset)
            if named is None:
                self._unknown(name, node.lines[name])
                continue
            column = named.field
            if column.key in values:
                self._fault("duplicate-key", f"“{column.column.title}”填写了两次，按第一次的读取", node.lines[name], "请只保留一个")
            elif not self._has_scale(named, node.lines[name]):
                continue
            elif isinstance(value, ScalarNode):
                values[column.key] = value.value
                places[column.key] = Place(self.file, line=value.line)
            else:
                self._fault("wrong-type", f"“{column.column.title}”应为一个值", value.line, f"例如 {column.column.title}: {column.column.example}")
        return values, places

    def _has_scale(self, named: Named, line: int) -> bool:
        """Whether the unit that a name is written with is understood, and is the same in every row; else that is reported."""
        column = named.field
        if column.type not in NUMERIC:
            return True
        place = Place(self.file, line=line)
        scaled = scale_column(column, (named.mark, place), None, (), frozenset())
        if column.key not in self.scales and (column.key, named.tail) not in self.told:
            self.told.add((column.key, named.tail))
            for problem in (*scaled.problems, *rescaled(column, scaled.scale or Decimal(1), place)):
                self.remarks.add(problem)
        if scaled.scale is None:
            return False
        if self.scales.setdefault(column.key, scaled.scale) != scaled.scale:
            self._fault("wrong-unit", f"“{column.column.title}”各行写的单位不同，这一行的没有读取", line, "请把各行的单位改为一致")
            return False
        return True

    def _unknown(self, name: str, line: int) -> None:
        meant: Field | None = propose_field(name, self.dataset.fields())
        question = f"，是否应为“{wanted(meant, name)}”" if meant else ""
        titles = "、".join(column.column.title for column in self.dataset.fields())
        self._fault("unknown-key", f"“{self.dataset.title}”没有“{name}”这一列{question}", line, f"请改正列名，可以填写的有：{titles}")

    def _fault(self, code: str, message: str, line: int, help: str) -> None:
        self.faults.setdefault((f"inputs.{code}", message, help), []).append(Place(self.file, line=line))


def _text(raw: Raw) -> str | None:
    return raw if isinstance(raw, str) else None
