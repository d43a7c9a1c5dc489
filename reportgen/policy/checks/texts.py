"""Checks of what documents print: one value everywhere, numbers as their figures are, cited documents, names, personal data.

Each looks at the document of the kind that is evaluated, as it was composed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from reportgen.figures.period import is_of_period
from reportgen.inputs.wording import fold
from reportgen.language.display import rounded, rounded_share
from reportgen.policy.checks.registry import Outcome, Unknown, Violation, check
from reportgen.policy.facts import Facts
from reportgen.policy.printed import Printed, Shown

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SCALES = (Decimal(1), Decimal(10_000), Decimal(100_000_000))  # one, 万, 亿
_CITED = re.compile(r"(?:《(?P<title>[^《》]{2,80}(?:〈[^〉]*〉[^《》]*)?)》[（(])?(?P<number>[\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号)")
_MALFORMED = re.compile(r"[\u4e00-\u9fff]{1,12}(?:[\[［(（]20\d\d[\]］)）]\s*第?\s*\d+\s*号|〔20\d\d〕\s*(?:第\s*\d+|0\d*)\s*号)")
_LEADING = re.compile(r"^(?:根据|按照|依据|依照|对照|以及|和|与|及|的)+")
_SEASON = re.compile(r"(20\d\d)(?:年)?[-—－~～]+(20\d\d)年?(?:度)?(?:冬季)?(?:采暖季|供暖季|取暖季)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])|(?<!\d)\d{15}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<![\dA-Za-z])[（(]?0\d{2,3}[）)]?[-—－–\s]?[2-9]\d{6,7}(?!\d)")
_ANNOTATION = re.compile(r"（联系人：[^（）]*）")
_ADDRESS = re.compile(r"\d+号楼|\d+单元|\d+室(?!内)|门牌\d+")
# Before a short name such as 代县, these make another word of it: 现代县域, 古代县志.
_NO_NAME_BEFORE = "现当古近历年时世替取各本外邻全"
_MAY_TELL = re.compile(r"\d{7}|号楼|单元|室|门牌")
"""Without one of these a text has nothing of a person: the shortest number, of a telephone, has seven digits together."""
_EXCERPT = 24
"""Characters of a text that a finding quotes: a line of the console with its other words, enough to find the place."""
_TO_MASK = 11
"""From the length of a mobile number on what is found is quoted masked; shorter ones (a house's number) tell nobody by themselves."""


@check("document-one-value", needs="", says="label here there other")
def one_value(facts: Facts) -> Iterator[Outcome]:
    """A figure that two documents of the unit print has the same value in both; one of a period is another in each."""
    document = facts.printed
    for name, other in facts.surroundings.printed.items():
        if document is None or other is document or name == facts.kind:
            continue
        there = {shown.figure: shown for shown in other.shown}
        for shown in _each_figure(document):
            twin = there.get(shown.figure)
            if twin is not None and twin.value != shown.value and not is_of_period(shown.figure):
                yield Violation({"label": shown.label, "here": shown.value, "there": twin.value, "other": other.name})
    yield from _unless_printed(facts)


@check("document-shown-exactly", needs="", says="label text value unit")
def shown_exactly(facts: Facts) -> Iterator[Outcome]:
    """A printed number is its figure's value, rounded to the decimals that are printed as `language` rounds it, in the unit, 万 or 亿 of it, or 1/万."""
    for shown in facts.printed.shown if facts.printed else ():
        match = _NUMBER.fullmatch(shown.text.removesuffix("%"))
        if match is None:
            continue  # 十二 and the like, which the composer writes
        rounding = rounded_share if _is_share(shown) else rounded
        if not any(_printed_as(shown.value / scale, match[0], rounding) for scale in _scales(shown)):
            yield Violation({"label": shown.label, "text": shown.text + shown.behind[:2], "value": shown.value, "unit": shown.unit})
    yield from _unless_printed(facts)


def _scales(shown: Shown) -> tuple[Decimal, ...]:
    """What the value may have been divided by: what the words behind the number say, or anything usual where there are none."""
    if _is_share(shown):
        return _SCALES[:1]
    if not shown.behind or not shown.unit:
        return _SCALES
    for word, scale in (("万", _SCALES[1]), ("亿", _SCALES[2])):
        if shown.behind.startswith(word):
            own = _SCALES[1] if shown.unit.startswith("万") else _SCALES[0]
            return (scale / own,)
    if shown.unit.startswith("万") and shown.behind.startswith(shown.unit[1:]):
        return (1 / _SCALES[1],)
    return _SCALES[:1]


def _is_share(shown: Shown) -> bool:
    return shown.unit == "%" or shown.text.endswith("%")


def _printed_as(value: Decimal, text: str, rounding: Callable[[Decimal, int], str]) -> bool:
    shown = Decimal(text)
    if shown == value:
        return True
    if not shown:
        return False  # little is not nothing
    try:
        return Decimal(rounding(value, len(text.partition(".")[2]))) == shown
    except InvalidOperation:  # more decimals than a number has
        return False


@check("document-cites-known", needs="", says="number title known")
def cites_known(facts: Facts) -> Iterator[Outcome]:
    """Every document number in the text is one that the unit, its references or the policies know, with that title, however they write it."""
    known = _known_documents(facts)
    for number, titles in _cited(facts.printed):
        # Words run into the number: 根据某政办发〔2023〕3号.
        meant = max((each for each in known if _proper(number).endswith(each)), key=len, default=None)
        if meant is None:
            yield Violation({"number": _LEADING.sub("", number), "title": "", "known": ""})
            continue
        expected = known[meant]
        for title in titles:
            if title and expected and not any(_same_title(title, other) for other in expected):
                yield Violation({"number": number, "title": title, "known": "、".join(f"《{other}》" for other in sorted(expected))})
    yield from _unless_printed(facts)


@check("document-numbers-well-formed", needs="", says="number")
def numbers_well_formed(facts: Facts) -> Iterator[Outcome]:
    """A document number is written 代字〔年〕序号: 六角括号, no 第, no padding zeros (GB/T 9704-2012 7.2.5).

    The document prints its own number in that form: how 单位.yaml writes it is told at its line.
    """
    own = facts.document.number
    if own is not None and _MALFORMED.fullmatch(own):
        place = facts.document.place("number")
        yield Violation({"number": own}, (), () if place is None else (place,))
    for block in facts.printed.blocks if facts.printed else ():
        yield from (Violation({"number": match[0]}) for match in _MALFORMED.finditer(block))
    yield from _unless_printed(facts)


def _cited(document: Printed | None) -> Iterator[tuple[str, set[str]]]:
    found: dict[str, set[str]] = {}
    for block in document.blocks if document else ():
        for match in _CITED.finditer(block):
            found.setdefault(match["number"], set()).add(match["title"] or "")
    yield from found.items()


def _known_documents(facts: Facts) -> dict[str, set[str]]:
    """Titles by document number (in its proper form, folded): the policies, the unit's references, its own filings, and what rows are based on.

    The parameter `based_on` says which column (by dataset) names documents.
    """
    unit = facts.scope.unit
    known: dict[str, set[str]] = {_proper(number): {title} for number, title in facts.surroundings.titles.items()}
    for number in (*unit.policies, *(filing.number for filing in unit.documents.values() if filing.number)):
        known.setdefault(_proper(number), set())
    references = [getattr(unit.references, key) for key in type(unit.references).model_fields]
    given = [text for entry in references for text in (entry if isinstance(entry, tuple) else (entry,)) if text]
    columns = facts.parameters["based_on"].items()
    basis = [text for key, column in columns for row in facts.scope.rows(key).rows if (text := getattr(row, column))]
    ratio = [unit.acceptance.ratio_basis] if unit.acceptance.ratio_basis else []
    for text in (*given, *basis, *ratio):
        for match in _CITED.finditer(text):
            known.setdefault(_proper(match["number"]), set()).update({match["title"]} if match["title"] else ())
    return known


def _proper(number: str) -> str:
    """A document number folded, without 第 and padding zeros."""
    return re.sub(r"第?0*(\d+)号$", r"\1号", fold(number))


def _same_title(one: str, other: str) -> bool:
    """Whether two titles mean one document: the same words, or one without 关于印发…的通知 around it."""
    one, other = (re.sub(r"[《》〈〉<>\s]|^.*?关于印发|的通知$", "", title) for title in (one, other))
    return one in other or other in one


@check("document-season", needs="", says="text season")
def season_of(facts: Facts) -> Iterator[Outcome]:
    """The season and the year of the task (words of the parameter `task`) that a document names are those of its season."""
    year, task = facts.season, re.compile(rf"(?<![、—-])(20\d\d)年(?:度)?(?:{facts.parameters['task']})")
    season = f"{year}—{year + 1}年采暖季"
    for block in facts.printed.blocks if facts.printed else ():
        for match in _SEASON.finditer(block):
            if (int(match[1]), int(match[2])) != (year, year + 1):
                yield Violation({"text": match[0], "season": season})
        for match in task.finditer(block):
            if int(match[1]) != year:
                yield Violation({"text": match[0], "season": f"{year}年任务"})
    yield from _unless_printed(facts)


@check("document-names-no-others", needs="", says="name text")
def names_no_others(facts: Facts) -> Iterator[Outcome]:
    """A document doesn't name units that have nothing to do with it: text left over from another unit's."""
    blocks = facts.printed.blocks if facts.printed else ()
    words = "\n".join(blocks)
    for name in facts.surroundings.others:
        if name not in words:
            continue
        pattern = re.compile(rf"(?<![{_NO_NAME_BEFORE}]){re.escape(name)}")
        for block in blocks:
            match = pattern.search(block)
            if match:
                yield Violation({"name": name, "text": around(block, match)})
    yield from _unless_printed(facts)


@check("document-without-personal-data", needs="", says="what text")
def without_personal_data(facts: Facts) -> Iterator[Outcome]:
    """No identity number, telephone number or address of a home stands in a document. Heads of households are masked as they are read.

    The annotation (附注) alone gives the office's telephone.
    """
    for block in facts.printed.blocks if facts.printed else ():
        if not _MAY_TELL.search(block):
            continue
        for what, pattern in (("身份证号", _IDENTITY), ("手机号码", _MOBILE), ("住址", _ADDRESS)):
            yield from (Violation({"what": what, "text": _masked(match[0])}) for match in pattern.finditer(block))
        if not _ANNOTATION.fullmatch(block):
            yield from (Violation({"what": "电话号码", "text": _masked(match[0])}) for match in _LANDLINE.finditer(block))
    yield from _unless_printed(facts)


@check("document-says-none-by-data", needs="", says="text")
def says_none_by_data(facts: Facts) -> Iterator[Outcome]:
    """A negative statement (没有未完成任务) is printed by a figure that is 0; words of the parameter `negative` stand nowhere else."""
    pattern = re.compile("|".join(f"(?:{words})" for words in facts.parameters["negative"]))
    said = {shown.text + shown.behind for shown in facts.printed.shown if shown.value == 0} if facts.printed else set()
    for block in facts.printed.blocks if facts.printed else ():
        for match in pattern.finditer(block):
            if not any(match[0] in text for text in said):
                yield Violation({"text": around(block, match)})
    yield from _unless_printed(facts)


@check("document-claims-by-data", needs="", says="text")
def claims_by_data(facts: Facts) -> Iterator[Outcome]:
    """What the parameter `claims` lists is said only where a policy that binds the unit, or a row of its data, says it.

    A claim about the rows' own values isn't checked where there are no rows: nothing contradicts it.
    """
    for claim in facts.parameters["claims"]:
        if facts.says.words.get(claim["says"]) or _has_rows(facts, claim):
            continue
        pattern = re.compile(claim["words"])
        for block in facts.printed.blocks if facts.printed else ():
            match = pattern.search(block)
            if match:
                yield Violation({"text": around(block, match)})
    yield from _unless_printed(facts)


def _has_rows(facts: Facts, claim: Mapping[str, str]) -> bool:
    if "rows" not in claim:
        return False
    rows = facts.scope.rows(claim["rows"]).rows
    return not rows or any(claim["holds"] in (getattr(row, claim["column"]) or "") for row in rows) if "column" in claim else bool(rows)


@check("document-complete", needs="", says="number first")
def complete(facts: Facts) -> Iterator[Outcome]:
    """Nothing is left to be filled in (待补)."""
    missing = [item for block in (facts.printed.blocks if facts.printed else ()) for item in re.findall(r"【待补[^】]*】", block)]
    if missing:
        yield Violation({"number": len(missing), "first": "".join(missing[:1])})
    yield from _unless_printed(facts)


def _each_figure(document: Printed) -> Iterator[Shown]:
    yield from {shown.figure: shown for shown in document.shown}.values()


def _unless_printed(facts: Facts) -> Iterator[Outcome]:
    if facts.printed is None:
        yield Unknown(("公文没有生成",))


def around(block: str, match: re.Match[str]) -> str:
    """What is quoted of a text: the words that were found, with a few before and behind them."""
    return block[max(0, match.start() - _EXCERPT // 2) : match.end() + _EXCERPT // 2]


def _masked(text: str) -> str:
    return f"{text[:3]}…{text[-2:]}" if len(text) >= _TO_MASK else text
