"""Marks that speak of units of measure, as people write them above tables and in headings: 单位：元, 预算数（以元计）.

A mark is understood, or what is not understood in it is named: a 元 in the place of a unit never passes unread.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportgen.inputs.measures import CURRENCY, Measure, parse_measure
from reportgen.inputs.wording import shorten

_BRACKETS = str.maketrans("[]{}【】〔〕<>「」『』〖〗《》〈〉", "()" * 10)
_PLAIN = str.maketrans("單計萬億戶圓畝噸額數積貨幣資為", "单计万亿户元亩吨额数积货币资为") | dict.fromkeys(map(ord, "“”\"'‘’"))
"""Traditional characters of the words that marks are made of; quotes round a unit are dropped."""
_KINDS = "计量|金额|货币|资金|款项|投资|面积|户数|人数|数量|价格|单价|度量"
_LABEL = re.compile(
    rf"(?P<kind>{_KINDS})?(?:计数)?单\s?位\s?(?P<colon>\s?[:;=~/\\—–,.。、·-]+|(?:均|都|一律|统一)?[为是]:?|\s|$|(?=[元万亿千百户%亩公平立]))|(?P<thing>金额|货币|币种|面积|户数|数量)\s?:"
)
"""What stands before units: 单位, 金额单位, 金额. An office's label (填报单位) has the same end; what follows tells them apart."""
_RECKONED = re.compile(r"[以按](?P<unit>[^,;:。()\s]{1,8}?)(?:为计量单位|为单位|计算|计|填列|填报|填写|列示|表示)")
_OFFICE = re.compile(r".*(?:局|办|委|办公室|政府|厅|处|科|所|站|院|会|组|队|部|室|厂|行|社|公司|集团|中心|县|市|区|镇|乡|街道|村|社区|企业|单位|章)")
_OTHER_LABEL = re.compile(r"\s?[\u4e00-\u9fff]{2,8}:.*", re.DOTALL)
_BEFORE_LABEL = re.compile(r"(?:填报|编制|填表|制表|报送|申报|上报|报告|主管|责任|编报)$")
_SEPARATORS = re.compile(r"([、,;|和及与\s()。]+)")
_LISTED = re.compile(r"[、,;|和及与]")
_UNIT_WORD = re.compile(
    r"(?:[美欧日港澳加韩]|新?台)?[十百千万亿]*(?:[美欧日港]?元|英镑|角|户|m2|m3|公顷|公亩|市亩|亩|平方.?|平米|立方.?|千瓦.?|吨.{0,3}|%)(?:整|左右|以上|以内|计|整数)?"
    r"|[十百千万亿]+|[×x*]?\d+(?:\^\d+)?[十百千万亿]*(?:元|户|m2|亩|吨)"
)
"""What speaks of a unit all the same where it names none that is known: 美元, 万元整, ×100元."""
_MONEY = re.compile(r"(?<![单多公])元(?![旦月件素])")
"""A 元 in a heading, wherever it stands."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a text says of units.

    `measures` are those that it names, in order. Of 万元/户 the one is 万元 for each 户, `both` are 万元 and 户: it can mean either.
    `unknown` are its words in the place of a unit that are none known. A `loose` mark may as well speak of something else.
    """

    measures: tuple[Measure, ...] = ()
    both: tuple[Measure, ...] = ()
    unknown: tuple[str, ...] = ()
    loose: bool = False

    def __bool__(self) -> bool:
        return bool(self.measures or self.unknown)


NO_MARK = Mark()


@lru_cache(maxsize=4096)  # headings and the cells around a table are looked at from several sides
def straighten(text: str) -> str:
    """`text` with half-width forms, one kind of bracket, no quotes, lower case, and single spaces for any white space."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).translate(_PLAIN).casefold().split())


def read_line(text: str, following: str = "") -> Mark:
    """What a cell above or below a table says of units; `following` is the next filled cell, where the unit stands beside its label."""
    line = straighten(text)
    found = list(_labelled(line, straighten(following)))
    if found:
        return _joined(found)
    if match := _RECKONED.search(line):
        measure = parse_measure(match["unit"])
        if measure is not None or _UNIT_WORD.fullmatch(match["unit"]):
            return Mark((measure,), loose=True) if measure else Mark(unknown=(match["unit"],))
    caption = re.fullmatch(r".*?(?:\(([^()]*)\)|[\s/]([^\s/()]*))", line)
    for bare in (line.strip("() "), (caption[1] or caption[2]) if caption else ""):
        mark = _units(bare, certain=False)
        if mark.measures and all(measure.base for measure in mark.measures) and not mark.unknown:
            return Mark(mark.measures, mark.both, loose=True)
    return NO_MARK


def is_line(text: str) -> bool:
    """Whether a text among headings is none, but speaks of the table's units: 单位：元 at the right end."""
    return _LABEL.match(straighten(text).strip("() ")) is not None and bool(read_line(text))


def read_unit_cell(text: str) -> Mark:
    """What a cell in a row of units says: nothing but a unit, with or without brackets or a label."""
    line = straighten(text).strip("() ")
    mark = read_line(line) if "单" in line else NO_MARK
    measure = parse_measure(line)
    return mark or (Mark((measure,)) if measure is not None and measure.base else NO_MARK)


def read_tail(tail: str, *, throughout: bool = False) -> Mark:
    """What the straightened text behind a heading's name says of units: (元), /元, (单位:元,保留两位小数); first, or `throughout`."""
    bare = _stripped(tail)
    measure = parse_measure(bare)
    if measure is not None:
        return Mark((measure,))
    labelled = list(_labelled(bare, ""))
    if labelled:
        return _joined(labelled)
    if match := _RECKONED.search(bare):
        measure = parse_measure(match["unit"])
        return Mark((measure,)) if measure else Mark(unknown=(match["unit"],) if _UNIT_WORD.fullmatch(match["unit"]) else ())
    return _units(bare, certain=False, throughout=throughout, heading=True)


def _stripped(tail: str) -> str:
    """The tail without what parts it from the name, and without the brackets around the whole of it."""
    bare = CURRENCY.sub("", tail).strip(" /\\,、:;-—–_·|*=~.。→").strip()
    while bare.startswith("(") and bare.endswith(")") and "(" not in bare[1:-1]:
        bare = bare[1:-1].strip(" /\\,、:;-—–_·|*")
    return bare


def _labelled(line: str, following: str) -> Iterator[Mark]:
    labels = list(_LABEL.finditer(line))
    ends = [match.start() for match in labels[1:]] + [len(line)]
    for label, end in zip(labels, ends, strict=False):  # without a label there is one end too many
        value = _BEFORE_LABEL.sub("", line[label.end() : end].strip())
        said = bool(label["thing"] or label["colon"].strip())
        # An office's label ends in the same word: 填报单位：…
        alone = label.start() == 0 or not "\u4e00" <= line[label.start() - 1] <= "\u9fff"
        mark = _units(value or following, certain=bool(label["kind"]) and said and alone, plain=alone and said and not label["thing"])
        if mark.measures or (alone and mark.unknown):
            yield mark


def _units(value: str, *, certain: bool, plain: bool = True, throughout: bool = False, heading: bool = False) -> Mark:
    """The units that a text lists from its start on; after them may stand something else (a date, 保留两位小数).

    `certain` says that units must stand there, so that any word is one, known or not; `throughout` that they may follow other words.
    """
    value = _OTHER_LABEL.sub("", CURRENCY.sub(" ", value)).strip("() 。.;,:")
    measures: list[Measure] = []
    both: list[Measure] = []
    unknown: list[str] = []
    whole = parse_measure(value)
    pieces = [value] if whole is not None else _SEPARATORS.split(value)
    for at in range(0, len(pieces), 2):
        piece = pieces[at].strip(":/-—*")
        listed = at == 0 or _LISTED.search(pieces[at - 1]) is not None
        measure = parse_measure(piece) if piece else None
        parts = [parse_measure(part) for part in piece.split("/")] if "/" in piece else []
        split = [part for part in parts if part is not None and part.base] if None not in parts else []
        if measure is not None:
            measures.append(measure)
            both += split
        elif len(split) > 1:
            measures += split
        elif piece and _is_unknown(piece, certain=certain and at == 0, plain=plain, heading=heading) and (listed or not measures):
            unknown.append(shorten(piece, 12))
        elif piece and not measures and not throughout:
            break
    return Mark(tuple(dict.fromkeys(measures)), tuple(dict.fromkeys(both)), tuple(unknown))


def _is_unknown(piece: str, *, certain: bool, plain: bool, heading: bool) -> bool:
    """Whether a word that names no known unit stands for one all the same."""
    if _UNIT_WORD.fullmatch(piece):
        return plain
    if _OFFICE.fullmatch(piece) or re.search(r"\d", piece):
        return False
    return certain or (heading and _MONEY.search(piece) is not None)


def _joined(marks: Sequence[Mark]) -> Mark:
    every = [measure for mark in marks for measure in mark.measures]
    return Mark(
        tuple(dict.fromkeys(every)),
        tuple(dict.fromkeys(part for mark in marks for part in mark.both)),
        tuple(dict.fromkeys(word for mark in marks for word in mark.unknown)),
    )
