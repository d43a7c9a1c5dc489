"""Write docs/data-dictionary.md (数据字典) from the schema: `python tools/make_data_dictionary.py [FILE]`."""

import sys
from itertools import groupby
from pathlib import Path

from reportgen.documents.kinds_file import read_kinds
from reportgen.inputs.dictionary import DictionaryRow, dictionary
from reportgen.inputs.schema import Dataset
from reportgen.inputs.schema.programme import shipped

ROOT = Path(__file__).parent.parent
KINDS, _ = read_kinds((ROOT / "templates" / "kinds.yaml").read_bytes(), "templates/kinds.yaml")

HEAD = """\
# 数据字典

本页由程序按数据定义生成（`python tools/make_data_dictionary.py`），不要手工修改。

每个单位的文件夹 `inputs/采暖季/单位名称/` 里有单位说明（`单位.yaml`，或者工作簿的《单位说明》《公文》工作表，也可以都有）和若干数据表。
数据表可以放在任何一个工作簿（工作表以数据表的中文名命名）、
同名的 YAML 文件或者 CSV 文件（UTF-8 或 GB18030）里。表头写中文名，也可以写英文键；列的顺序不限，不用的列可以不写。
标“必填”的列每行都要填；没有的数填 0，不知道的留空，留空的会在公文中列为待补。

含义中注明【个人信息】的列照实填写，读取时就遮盖（张**、140981********0016、139****5678），公文、版本记录和报送包中只有遮盖后的内容，
见[个人信息](filing.md#个人信息)。

取值类型：文本；编号（按文本填写，不能是数字）；整数；数值；日期（2023年4月18日、2023-04-18）；年月（2023年6月）；是否（是、否）；选项（只能填列出的值）。
"""

_UNIT = """\
一个单位一份。带点的各项写在上一级的下面，缩进两格。

同样的内容可以填在工作簿里：《单位说明》的三列是分类、项目、内容，分类写“本单位”或者上一级的名称（采暖季、时限），一项一行；有几个值的一行一个。
“公文”一项填在《公文》里，一个文种一行，表头是文种和下面各项的名称。只在一处写了的用那一处的，两处都写了的必须相同。
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, "## 目录\n", *(f"- [{title}](#{_anchor(title)})" for title in _titles()), ""]
    for title, rows in groupby(dictionary(), key=lambda row: row.dataset):
        parts.append(f"## {title}\n")
        dataset = shipped().by_title.get(title)
        parts.append(f"{_about(dataset)}\n" if dataset else _UNIT)
        parts += ["| 列 | 英文键 | 类型 | 单位 | 必填 | 含义 | 示例 |", "|---|---|---|---|---|---|---|", *map(_line, rows), ""]
    return "\n".join(parts)


def _about(dataset: Dataset) -> str:
    """What one row is, whether there may be none, the key, and the documents."""
    empty = "一个也没有的，只填表头。" if dataset.may_be_empty else ""
    return f"{dataset.row}。{empty}英文键 `{dataset.key}`。{_used(dataset.key)}"


def _used(key: str) -> str:
    """Which documents need the dataset, and which show it where it is there."""
    needed = "、".join(kind.name for kind in KINDS if key in kind.datasets)
    shown = "、".join(kind.name for kind in KINDS if key in kind.optional)
    return "".join(f"{word}：{names}。" for word, names in (("必需的公文", needed), ("有则写入的公文", shown)) if names)


def _titles() -> list[str]:
    return list(dict.fromkeys(row.dataset for row in dictionary()))


def _anchor(title: str) -> str:
    return title.replace(".", "").lower()


def _line(row: DictionaryRow) -> str:
    meaning = f"{row.meaning}。可填：{'、'.join(row.choices)}" if row.choices else row.meaning
    meaning = f"{meaning}。【个人信息】" if row.personal else meaning
    cells = (row.title, f"`{row.key}`", row.type, row.unit, "是" if row.required else "", meaning, row.example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "data-dictionary.md"
    target.write_text(page(), encoding="utf-8", newline="\n")
