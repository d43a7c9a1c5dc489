"""Write docs/language.md (模板语言) from the tables of the language: `python tools/make_language.py [FILE]`."""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from reportgen.documents.titles import LONGEST, MOST_PARTS
from reportgen.language import bounded, dates, lists, numbers, words, work
from reportgen.language.display import words_of
from reportgen.language.entry import Entry
from reportgen.language.environment import METHODS, NoTemplates, environment
from reportgen.language.figure import Absent, Figure
from reportgen.language.tests import TESTS


def figure(value: str | None, label: str, unit: str, *, void: bool = False) -> Figure:
    """A figure of the examples."""
    return Figure(None if value is None else Decimal(value), (), (), label, label, unit, "", void)


NAMES: dict[str, Any] = {
    "户数": figure("4449", "户数", "户"),
    "大户数": figure("154898", "大户数", "户"),
    "零户": figure("0", "零户", "户"),
    "缺数": figure(None, "改造户数", "户"),
    "面积": figure("183.4", "面积", "万平方米"),
    "小面积": figure("0.003", "小面积", "万平方米"),
    "金额": figure("1200", "金额", "万元"),
    "小金额": figure("0.0048", "小金额", "万元"),
    "大金额": figure("194161.47", "大金额", "万元"),
    "比率": figure("96.838", "比率", "%"),
    "近全部": figure("99.999", "近全部", "%"),
    "空比率": figure(None, "空比率", "%", void=True),
    "温度": figure("19.5", "温度", "摄氏度"),
    "件数": figure("186", "件数", "件"),
    "开工": date(2023, 4, 21),
    "完工": date(2023, 10, 15),
    "次年": date(2024, 4, 30),
    "未填日期": Absent("开工日期"),
    "未填文字": Absent("整改措施"),
    "说明": "先加装护栏。\n后清理现场；",
    "各县": [
        SimpleNamespace(名称="甲县", 类别="山区", 户数=figure("100", "甲县户数", "户"), 开工=date(2023, 4, 21)),
        SimpleNamespace(名称="乙县", 类别="平川", 户数=figure("200", "乙县户数", "户"), 开工=date(2023, 11, 1)),
        SimpleNamespace(名称="丙县", 类别="山区", 户数=figure("0", "丙县户数", "户"), 开工=Absent("丙县开工")),
    ],
}
"""What the names in the examples stand for."""

HEAD = """\
# 模板语言

本页由程序按代码生成（`python tools/make_language.py`），不要手工修改；每个例子的结果都是真算出来的。

HTML 模板、Word 表格、`kinds.yaml` 的标题、核查规则的条件和提示语，用的是同一种语言：`{{ 名称|过滤器 }}` 输出，`{% if … %}`、`{% for … %}` 是语句，
`{# … #}` 是注释。过滤器、判断、名称和出错时的说法处处一样。语言在沙箱里运行：只能读数据，不能调用程序，做多少事也有上限。

## 数据项

数据项是有名称、单位和来源的数。在条件里它就是它的数：`tasks.total > 0`、`tasks.total == villages.total`，不用写 `.value`；也可以加减乘除。

| | 有数 | 缺数（没有填报） |
|---|---|---|
| `==` | 数值相等为“是” | “否” |
| `!=` | 数值不等为“是” | “是” |
| `<` `<=` `>` `>=` | 按数值比 | “否” |
| 直接写在 `if` 里 | 不是0为“是” | “否” |
| 加减乘除、求和 | 算出来的数 | 结果也缺数 |
| `is given` | “是” | “否” |
| 输出 | 用过滤器，例如 `{{ tasks.total\\|households }}` | 【待补：…】 |

用在规则里，缺数的数据项除了 `is given` 一用就停：规则算作“未核查”，并说明缺什么，不会当作违反或者符合。没有填报的文字、日期也一样。
单位可以不填的数据表，条件先写有没有：`when: projects is given and …`，没有这张表的单位就不适用，不算“未核查”。

规则里的日期与日期比：`row.finished_on <= deadlines.work_end`，日期写在政策文件的 `deadlines` 下；写成文字（`"2023-10-15"`）的不能比，`check` 指出在第几行。
规则的名称比模板多：各数据表的英文键（见[数据字典](data-dictionary.md)）、`parameters`、`deadlines`、`row`。

在文件里输出数据项必须用过滤器，来源才能跟着走。标题和规则的提示语只要文字，也可以直接写 `{{ tasks.total }}`，照原数输出；提示语里缺的写作“（未填）”。
`kinds.yaml` 的标题里，`{{ }}` 以外的 `|` 是可以换行的地方。

规则的条件和提示语不能用 `{% %}` 语句，也不能用下面各表中“规则”一栏写“不能”的：它们会掩盖缺的数据，或者计算没有限度。

## 出错时

名称、过滤器写错，标签没有成对，`check` 和 `build` 会指出模板的文件和行、原文和改法。没有结束的 `{% if %}`、`{% for %}` 指到它开始的那一行。
"""

GROUPS: dict[str, Mapping[str, Entry]] = {
    "数的过滤器": numbers.FILTERS,
    "日期的过滤器": dates.FILTERS,
    "文字的过滤器": words.FILTERS,
    "列表的过滤器": lists.FILTERS,
    "判断": TESTS,
}

GLOBALS = {
    "missing": ("显示“待补”的字样", "missing('整改措施')"),
    "namespace": ("在循环里要改、循环以后还要用的值：{% set 记 = namespace(有=false) %}，循环里写 {% set 记.有 = true %}", ""),
    "range": ("从0起的几个整数", "range(3)|list|length"),
}
"""What the names that every template has are for, with an example."""

_JINJA = environment(NoTemplates(), positions=False)


def shown(example: str) -> str:
    """What an example gives, in words: what is counted or asked as it is; a list with a line for each item."""
    value = _JINJA.compile_expression(example, undefined_to_none=False)(**NAMES)
    if isinstance(value, list):
        return "<br>".join(words_of(str(item)) for item in value)
    return words_of("是" if value is True else "否" if value is False else str(value))


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, _bounds(), *(line for title, entries in GROUPS.items() for line in _section(title, entries)), *_globals(), *_data()])


def _bounds() -> str:
    methods = " ".join(f"`{name}`" for name in sorted(METHODS))
    return f"""\
## 上限

上限数的是步数，不看时钟，在哪台电脑上都一样；超过的在那一行停下，只影响那一份公文。

| 什么 | 上限 |
|---|---|
| 一份公文（标题）的计算 | {work.MAX_STEPS}步：循环的一轮、过滤器和 `in` 看过的一项各是一步，调用一次宏、include 一次算{work.CALL}步；最大的公文约2.5万步 |
| 一条规则的条件、提示语 | {bounded.MAX_STEPS}步；没有语句和 `range` |
| 一份公文输出的文字 | {work.MAX_PRINTED}个字（连同标注来源的代码） |
| `~`、`+`、`join`、`replace` 连成的文字，`+` 连成的列表 | {work.LONGEST_TEXT}个字、项 |
| `range`，`batch`、`slice` 的个数，`*` 重复出来的文字、列表 | {work.LONGEST_RANGE} |
| 标题 | {LONGEST}个字，{MOST_PARTS}段 |

没有乘方，`%` 只用于数值；没有 `format`、`center`、`ljust`、`zfill` 等补空格、补零的写法，版式由程序安排。
文字自己的写法可以用的有 {methods}；列表不能当作文字连接，要用 `listed` 或者 `join`。
"""


def _section(title: str, entries: Mapping[str, Entry]) -> Iterator[str]:
    yield f"## {title}\n\n| 名称 | 用于 | 结果 | 规则 | 例子 |\n|---|---|---|---|---|"
    told: dict[int, list[str]] = {}
    for name, entry in entries.items():
        told.setdefault(id(entry), []).append(name)
    for names in told.values():
        entry = entries[names[0]]
        yield f"| {' '.join(f'`{name}`' for name in names)} | {entry.takes} | {entry.gives} | {'' if entry.rules else '不能'} | {_examples(entry.examples)} |"
    yield ""


def _examples(examples: tuple[str, ...]) -> str:
    return "<br>".join(f"`{_in_cell(example)}` → {_in_cell(shown(example))}" for example in examples)


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def _globals() -> Iterator[str]:
    yield "## 处处有的名称\n\n| 名称 | 是什么 | 例子 |\n|---|---|---|"
    for name in _JINJA.globals:
        what, example = GLOBALS[name]
        yield f"| `{name}` | {what} | {_examples((example,)) if example else ''} |"
    yield "\n规则里没有这些名称。"
    yield "HTML 模板另有 `chart`（图），Word 表格另有 `image`（图片），核查规则另有 `parameters`（参数）、`deadlines`（时限）、`row`（一行）。\n"


def _data() -> Iterator[str]:
    yield "## 例子中的数据\n"
    for name, value in NAMES.items():
        yield f"- {name}：{'、'.join(f'{one.名称}（{one.类别}，{_said(one.户数)}，{_said(one.开工)}）' for one in value) if name == '各县' else _said(value)}"
    yield ""


def _said(value: Any) -> str:
    if isinstance(value, Figure):
        return "没有可算的（占比的分母是0）" if value.void else f"缺数（{value.label}）" if value.value is None else f"{value.value}{value.unit}"
    if isinstance(value, Absent):
        return f"没有填报的{value.label}"
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else re.sub(r"\n", "（换行）", f"“{value}”")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs" / "language.md"
    target.write_text(page(), encoding="utf-8", newline="\n")
