"""A dataset in YAML: a list of rows, or a mapping with `sample: true` and the list under 数据 (rows)."""

from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs.assemble import Line, Values, make_records, note_repeated, read_column
from reportgen.inputs.cells import Manner
from reportgen.inputs.counties import COUNTY, TOWNSHIP, VILLAGE, Owner, left_out, township_in_county
from reportgen.inputs.grid import Raw
from reportgen.inputs.headings import match_field, propose_field
from reportgen.inputs.records import Table
from reportgen.inputs.remarks import Remarks
from reportgen.inputs.schema import Field, Record
from reportgen.inputs.wording import fold
from reportgen.inputs.yaml_tree import ListNode, MapNode, Node, ScalarNode, read_yaml

_ROWS = ("rows", "数据")
_SAMPLE = ("sample", "示例数据")


def read_listing(text: str, file: str, dataset: type[Record], owner: Owner) -> tuple[Table | None, list[Diagnostic]]:
    """The table that a YAML text gives, as far as it can be read, and its problems. None where it is no list of rows."""
    root, problems = read_yaml(text, file)
    if root is None and problems:
        return None, problems
    reader = _Reader(file, dataset)
    for problem in problems:
        reader.remarks.add(problem)
    rows, sample = reader.rows_of(root)
    if rows is None:
        return None, reader.remarks.diagnostics()
    records = reader.records(rows, owner)
    return Table(dataset, records, sample), reader.remarks.diagnostics()


@dataclass(slots=True)
class _Reader:
    file: str
    dataset: type[Record]
    remarks: Remarks = field(default_factory=Remarks)

    def rows_of(self, root: Node | None) -> tuple[ListNode | None, bool]:
        """The list of rows, and whether the file is marked as demonstration data."""
        if isinstance(root, ListNode):
            return root, False
        help = f"请把“{self.dataset.TITLE}”的每一行写成以“- ”开头的一组“列名: 值”"
        if not isinstance(root, MapNode):
            self._fault("wrong-type", "应为各行数据的列表", root.line if root else 1, help)
            return None, False
        rows: ListNode | None = None
        sample = False
        for name, node in root.entries.items():
            if fold(name) in _ROWS and isinstance(node, ListNode):
                rows = node
            elif fold(name) in _SAMPLE and isinstance(node, ScalarNode) and isinstance(node.value, bool):
                sample = node.value
            elif fold(name) in (*_ROWS, *_SAMPLE):
                self._fault("wrong-type", f"“{name}”的值不对", node.line, "“数据”下面是各行的列表，“sample”的值是 true 或者 false")
            else:
                self._fault("unknown-key", f"没有“{name}”这一项", root.lines[name], "最外层只能有“数据”和“sample”")
        if rows is None and not any(fold(name) in _ROWS for name in root.entries):
            self._fault("wrong-type", "没有“数据”这一项", root.line, help)
        return rows, sample

    def records(self, listed: ListNode, owner: Owner) -> tuple[Record, ...]:
        """The owner's rows as records."""
        lines: list[Line] = []
        rows: list[Values] = []
        others: list[Place] = []
        for item in listed.items:
            if isinstance(item, ScalarNode) and item.value is None:
                continue
            place = Place(self.file, line=item.line)
            if not isinstance(item, MapNode):
                self._fault("wrong-type", "每一行应为一组“列名: 值”", item.line, "请写成“- 列名: 值”，同一行的其他列缩进对齐")
                # It is a row none of whose values could be read, so that what is computed from the table is missing, not smaller.
                lines.append(Line({}, {}, place))
                rows.append(dict.fromkeys(self.dataset.model_fields))
                continue
            raws, places = self._row(item)
            if owner.owns({key: _text(raws.get(key)) for key in (COUNTY, TOWNSHIP, VILLAGE)}):
                lines.append(Line(places, raws, place))
                rows.append({})
            else:
                others.append(place)
        for problem in left_out(owner, others, len(rows), Place(self.file)):
            self.remarks.add(problem)
        for column in self.dataset.fields():
            read_column(column, [line.raws.get(column.key) for line in lines], Manner(textual=True), lines, rows, self.remarks)
        note_repeated(rows, lines, self.dataset.TITLE, self.remarks)
        return make_records(self.dataset, [township_in_county(row) for row in rows], lines, self.remarks)

    def _row(self, node: MapNode) -> tuple[dict[str, Raw], dict[str, Place]]:
        """The row's raw values and their lines by field key. What the row leaves out stands where the row stands."""
        values: dict[str, Raw] = {}
        places = dict.fromkeys(self.dataset.model_fields, Place(self.file, line=node.line))
        for name, value in node.entries.items():
            column = match_field(name, self.dataset)
            if column is None:
                self._unknown(name, node.lines[name])
            elif column.key in values:
                self._fault("duplicate-key", f"“{column.column.title}”填写了两次，按第一次的读取", node.lines[name], "请只保留一个")
            elif isinstance(value, ScalarNode):
                values[column.key] = value.value
                places[column.key] = Place(self.file, line=value.line)
            else:
                self._fault("wrong-type", f"“{column.column.title}”应为一个值", value.line, f"例如 {column.column.title}: {column.column.example}")
        return values, places

    def _unknown(self, name: str, line: int) -> None:
        meant: Field | None = propose_field(name, self.dataset.fields())
        question = f"，是否应为“{meant.column.title}”" if meant else ""
        titles = "、".join(column.column.title for column in self.dataset.fields())
        self._fault("unknown-key", f"“{self.dataset.TITLE}”没有“{name}”这一列{question}", line, f"请改正列名，可以填写的有：{titles}")

    def _fault(self, code: str, message: str, line: int, help: str) -> None:
        self.remarks.add(error(f"inputs.{code}", message, Place(self.file, line=line), help=help))


def _text(raw: Raw) -> str | None:
    return raw if isinstance(raw, str) else None
