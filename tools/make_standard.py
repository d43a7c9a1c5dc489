"""Write docs/standard.md (格式标准核查对照) from the records of the standard: `python tools/make_standard.py [FILE]`."""

import re
import sys
from itertools import groupby
from pathlib import Path

from reportgen.standard.clauses import Clause
from reportgen.standard.requirements import STANDARD, Requirement

HEAD = """\
# 格式标准核查对照

本页由程序按标准的记录生成（`python tools/make_standard.py`），不要手工修改。记录写在 `reportgen/standard/profile/`。

`reportgen lint` 按《党政机关公文格式》（GB/T 9704-2012）和它引用的标准核查 Word 和 PDF 文件，核查的每一点是一条记录：依据的条款、条款的强度、看哪里、
要求是什么、容许到什么程度和理由。条款写明“规定”的是错误，写“一般”“推荐”“可以”的至多是警告，标准没有规定、只是惯例的是提示。没有写容许范围的，按要求逐字核对。
"""


_LOOKS = ("font", "size")  # the words for the font and size of any element; each element has records of its own


def page() -> str:
    """The whole page."""
    judged = (record for record in STANDARD.values() if record.wanted is not None or (record.what and record.id not in _LOOKS))
    clauses = groupby(judged, key=lambda record: record.clause)
    return "\n".join([HEAD, *(line for clause, records in clauses for line in _section(clause, list(records)))])


def _section(clause: Clause, records: list[Requirement]) -> list[str]:
    title = f"{clause.standard} {clause.number} {clause.title}".strip()
    rows = [f"| {_name(one)} | `{one.object}` | {_wanted(one)} | {_bounds(one)} | {one.reason} | `{one.code}` |" for one in records]
    binding = f"强度：{clause.strength}（{clause.strength.severity.title}）。\n"
    return [f"## {title}\n", binding, "| 核查什么 | 对象 | 要求 | 容许 | 理由 | 编号 |", "|---|---|---|---|---|---|", *rows, ""]


def _name(record: Requirement) -> str:
    return record.name if record.severity is record.clause.strength.severity else f"{record.name}（{record.severity.title}）"


def _wanted(record: Requirement) -> str:
    expected = record.expected if isinstance(record.expected, str) else "；".join(record.expected.values())
    return record.wanted_in_words or re.sub(r"\{.*?\}", "×", expected)


def _bounds(record: Requirement) -> str:
    least, most = ("" if bound is None or bound == record.wanted else f"{bound:g}" for bound in (record.least, record.most))
    if not (least or most):
        return ""
    return f"{f'{least}至{most}' if least and most else f'不小于{least}' if least else f'不大于{most}'}{record.unit}"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs" / "standard.md"
    target.write_text(page(), encoding="utf-8", newline="\n")
