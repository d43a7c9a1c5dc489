"""Problems and findings as the desk keeps and shows them: JSON, each with its places, in words for those who have no console."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, Severity, place_json
from reportgen.findings import BINDING, Finding
from reportgen.workbook.annotation import Annotation

_ORDER = tuple(Severity)
_REPEATED = "documents.draft-by-errors"
"""The code of what says only that there are the errors that stand beside it here."""
MOST = 2_000
"""So many are kept of an upload: nobody mends more before the next try, and the marked copy has the cells."""
_ID = 10  # characters of a digest: enough to tell the faults of a unit apart in an address

_AT_THE_DESK: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(before), after)
    for before, after in (
        (r"另一个 reportgen ", "另一个程序"),
        (r"（reportgen new[^）]*）", "（请管理员建立）"),
        (r"请对照 reportgen new 建立的空白工作簿", "请对照管理员发的空白填报表"),
        (r"请运行 reportgen notice new( [^\s，；。]+)?，在工作簿中填写", "请管理员建立年度通知的工作簿，填写"),
        (r"，?可以从 reportgen notice new( [^\s，；。]+)? 写出的空白工作簿复制", "，可以请管理员另发一份空白的，从中复制"),
        (r"(可以)?(请)?(用|运行) reportgen (figures|trace)( [^\s，；。用查]+)? 查看", "可以在公文页点预览中的数字查看"),
        (r"、核对清单或者 reportgen check", "、核对副本或者“发现的问题”"),
        (r"[，；]?(列出错误的办法：|请运行 )reportgen check( --?[\w-]+| [^\s，；。（）]+)*", "，具体的错误请管理员查看"),
        (r"（reportgen check[^）]*）", "（见“发现的问题”）"),
        (r"按 reportgen check( [^\s，；。]+)* 列出的办法", "按“发现的问题”列出的办法"),
        (r"；文件已经生成的，加上 --force", ""),
        (
            r"(运行|用) reportgen build( --?[\w-]+| (?!重新生成|生成|查看)[^\s，；。）]+)*( 重新生成| 生成最新的 PDF| 生成公文| 生成| 查看原因)?",
            "在公文页点“重新生成”",
        ),
        (r"写错的请改正 --number", "写错的请改正发文字号"),
        (r"(可以|请)?用 --override (写明理由|说明)", r"请\2"),
        (r" --override 的理由和 --by 的报送人", "报送的理由"),
        (r"；确实是新的([^；，]+)的，请在 inputs/programme/\S+ 中加一行：.*", r"；确实是新的\1的，请管理员增加这个选项"),
        (r"[，；]?(请先|请再)?(运行|用) reportgen upgrade( [^\s，；。]+)? 补上这些列", "，请下载后在 Excel 中补上这些列"),
        (
            (
                r"[，；]?(多半由|用|请用|只用|请先运行|请运行|再运行|运行)? ?reportgen [a-z][a-z-]*"
                r"( new| --?[\w-]+|( [\w.{}-]+)(?=[，；。、 ）]|$))*( 写入| 生成| 下发)?"
            ),
            "，请管理员办理",
        ),
    )
)
"""What is said of a command, and what is said instead to somebody at the desk. In this order: the last takes whatever is left."""
_OF_THE_CONSOLE = ("reportgen ", " --", "inputs/programme/")


def at_desk(words: str) -> str:
    """What a message or help says, without the commands of the console and their options."""
    if not any(one in words for one in _OF_THE_CONSOLE):
        return words
    for before, after in _AT_THE_DESK:
        words = before.sub(after, words)
    return words.lstrip("，；")


def told(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Problems and findings as JSON, the gravest first; what is said in the same words (of several kinds of document) is one, with all its places."""
    together: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in sorted((one for one in diagnostics if one.code != _REPEATED), key=lambda one: _ORDER.index(one.severity)):
        said = together.setdefault((one.severity.value, one.message, one.unit or ""), _told(one))
        said["places"] += [place for place in map(place_json, one.places) if place not in said["places"]]
    return list(together.values())[:MOST]


def _told(one: Diagnostic) -> dict[str, Any]:
    clause = one.clause if isinstance(one, Finding) else None
    message = at_desk(one.message)
    return {
        "id": hashlib.sha256(f"{one.severity}\0{message}\0{one.unit}".encode()).hexdigest()[:_ID],
        "code": one.code,
        "severity": one.severity.value,
        "head": one.severity.title if clause is None else BINDING[one.severity],
        "message": message,
        "why": "" if clause is None else f"{clause.number or f'《{clause.document}》'} {clause.location}“{clause.quote}”",
        "help": at_desk(one.help),
        "rule": one.code if isinstance(one, Finding) else "",
        "explained": one.explanation.told if isinstance(one, Finding) and one.explanation is not None else "",
        "unit": one.unit,
        "places": [],
    }


def annotations(kept: Iterable[Mapping[str, Any]]) -> list[Annotation]:
    """What was kept, as a marked copy takes it."""
    return [
        Annotation(
            Severity(one["severity"]), one["head"], one["message"], one["why"], one["help"], tuple(Place(**place) for place in one["places"]), one["unit"]
        )
        for one in kept
    ]


def counted(kept: Iterable[Mapping[str, Any]]) -> str:
    """How many there are of each severity, in words."""
    found = [one["severity"] for one in kept]
    numbers = ((severity.title, found.count(severity.value)) for severity in Severity)
    return "，".join(f"{title}{number}处" for title, number in numbers if number) or "没有发现问题"
