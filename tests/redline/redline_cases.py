"""Pairs of versions of a document, each made for one kind of change."""

from collections.abc import Iterable, Iterator
from itertools import chain, count

from lxml import etree

Case = tuple[str, str, str]  # its name, the old version, the new one

PLAIN = "现将方案随文报上，请予审定。"
LONG = "各乡镇人民政府要加强组织领导，落实包村责任，确保采暖季前具备供暖条件。"
OTHER = "县级资金由财政部门按工程进度拨付，接受审计和社会监督。"
THIRD = "入户末端由村委会组织逐户确认位置后施工，施工前公示七天。"
SEAL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def figure(text: str, name: str = "tasks.total") -> str:
    attributes = f'value="{text}" data-figure="{name}" data-label="改造任务" data-unit="户" data-source="甲县/填报表.xlsx#改造任务!D7"'
    return f"<data {attributes}>{text}</data>"


def p(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{text}</p>' if kind else f"<p>{text}</p>"


def cells(row: str, tag: str = "td") -> str:
    """A row: cells with | between them; ^2 in front of one makes it two rows high, >2 two columns wide."""
    return f"<tr>{''.join(_cell(text, tag) for text in row.split('|'))}</tr>"


def _cell(text: str, tag: str) -> str:
    name = {"^": "rowspan", ">": "colspan"}.get(text[:1])
    return f"<{tag}>{text}</{tag}>" if name is None else f'<{tag} {name}="{text[1]}">{text[2:]}</{tag}>'


def table(*rows: str, heads: Iterable[str] = ("路径|户数",), caption: str = "表1　任务表", columns: int = 2) -> str:
    widths = "".join(f'<col data-width="{4 + number}"/>' for number in range(columns))
    head, body = "".join(cells(row, "th") for row in heads), "".join(map(cells, rows))
    return f"<table><caption>{caption}</caption><colgroup>{widths}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


def chart(height: int, caption: str = "图1　完成情况") -> str:
    bar = f'<rect x="10" y="{30 - height}" width="20" height="{height}" fill="#5b7ea4"/>'
    shown = f'<g data-figure="done" data-value="{height}" data-label="完成" data-unit="户">{bar}</g>'
    svg = f'<svg width="156mm" height="30mm" viewBox="0 0 156 30" font-size="3.7" role="img"><title>柱图：{height}</title>{shown}</svg>'
    return f"<figure>{svg}<figcaption>{caption}</figcaption></figure>"


def landscape(*blocks: str) -> str:
    return f'<section class="landscape">{"".join(blocks)}</section>'


def attachment(*blocks: str, label: str = "附件", title: str = "甲县实施方案") -> str:
    return f'<section class="attachment"><p class="attachment-label">{label}</p><h1>{title}</h1>{"".join(blocks)}</section>'


def document(
    *blocks: str,
    attached: Iterable[str] | None = None,
    marks: str = "",
    number: str = "甲清洁办发〔2023〕6号",
    title: str = "甲县清洁取暖办<br/>关于报送方案的报告",
    note: str = '<p class="attachment-note"><span class="label">附件：</span>甲县实施方案</p>',
    seal: str = "",
    date: str = "2023年4月18日",
    copies: str = "抄送：市财政局。",
    office: str = "甲县清洁取暖办",
) -> str:
    """A document with `blocks` in its text, and `attached`: sections; by default one with a table."""
    head = (
        (p(marks, "marks") if marks else "") + p(f"{office}文件", "issuer") + p(number, "number") + p('签发人：<span class="name">张某某</span>', "signatory")
    )
    opening = f"<header>{head}</header><h1>{title}</h1>{p('市清洁取暖办：', 'addressee')}"
    closing = note + p(f"{office}{seal}", "signature") + p(date, "date") + p("（联系人：张某某）", "annotation")
    sections = attached if attached is not None else [attachment("<h2>一、目标</h2>", p(LONG), table("煤改电|1200", "煤改气|800"))]
    printing = p(f'<span class="office">{office}</span><span class="printed">{date}印发</span>', "printing")
    foot = f'<footer class="colophon">{p(copies, "copies") if copies else ""}{printing}</footer>'
    return identified(opening + "".join(blocks) + closing + "".join(sections) + foot)


def identified(body: str) -> str:
    """A canonical document around `body`: every block with an id."""
    head = '<article class="gongwen" lang="zh-CN" data-kind="plan" data-unit="甲县" data-season="2023" data-title="方案" data-author="甲县清洁取暖办" '
    article = etree.fromstring(f'{head}data-date="2023-04-18">{body}</article>')
    numbers = count(1)
    for block in article.iter("p", "h1", "h2", "h3", "table", "figure", "section", "footer"):
        block.set("id", f"b-{next(numbers)}")
    return etree.tostring(article, encoding="unicode")


def report(*blocks: str) -> str:
    """A document that isn't filed: a title and `blocks`."""
    return identified(f"<header/><h1>核查报告</h1>{''.join(blocks)}")


def in_attachment(*blocks: str) -> str:
    return document(p(PLAIN), attached=[attachment(*blocks)])


def form(head: str, *rows: str, lower: str = "") -> str:
    """An attachment with a table under these heads."""
    columns = sum(int(name[1]) if name.startswith(">") else 1 for name in head.split("|"))
    return in_attachment(p(LONG), table(*rows, heads=filter(None, (head, lower)), columns=columns), p(OTHER))


GROUPS = ("^2城区|甲镇|1200", "乙镇|800", "^2农村|丙镇|300", "丁镇|200")


def groups(*rows: str) -> str:
    return in_attachment(p(LONG), table(*rows, heads=["区域|乡镇|户数"], columns=3), p(OTHER))


def _words() -> Iterator[Case]:
    """In the words of a block."""
    yield "number in text", document(p(f"任务{figure('16.4768')}万户。")), document(p(f"任务{figure('16.5768')}万户。"))
    yield "number in a cell", in_attachment(table("煤改电|1200", "煤改气|800")), in_attachment(table("煤改电|1300", "煤改气|800"))
    yield "figure in a cell", in_attachment(table(f"煤改电|{figure('1200')}")), in_attachment(table(f"煤改电|{figure('1300')}"))
    yield "part of a figure's words", document(p(f"完成{figure('约3成，计12户')}。")), document(p(f"完成{figure('约3成，计15户')}。"))
    yield (
        "missing, then there",
        document(p('任务<span class="missing">【待补：任务】</span>户。'), marks="草稿　示例数据"),
        document(p(f"任务{figure('1200')}户。")),
    )
    yield "marks go and come", document(p(PLAIN), marks="草稿　示例数据"), document(p(PLAIN), marks="示例数据")
    yield "number given", document(p(PLAIN), number='<span class="missing">【待补：发文字号】</span>'), document(p(PLAIN))
    yield "title", document(p(PLAIN)), document(p(PLAIN), title="甲县清洁取暖办<br/>关于再次报送<br/>方案的请示")
    yield "another office on another day", document(p(PLAIN)), document(p(PLAIN), office="乙区能源局", date="2024年12月25日")
    yield "seal", document(p(PLAIN)), document(p(PLAIN), seal=f'<img class="seal" src="{SEAL}" alt="印章"/>')
    yield "copies", document(p(PLAIN), copies=""), document(p(PLAIN))
    yield "longer copies", document(p(PLAIN)), document(p(PLAIN), copies="抄送：市财政局，市生态环境局，市住房和城乡建设局，市农业农村局，国网供电公司。")
    one = '<p class="attachment-note"><span class="label">附件：</span>{}甲县实施方案</p>'
    two = [attachment(p(LONG), label="附件1"), attachment(p(OTHER), label="附件2", title="分乡镇任务表")]
    yield (
        "attachment added",
        document(p(PLAIN), attached=[attachment(p(LONG))], note=one.format("")),
        document(p(PLAIN), attached=two, note=one.format("1.") + p("2.分乡镇任务表", "attachment-note")),
    )


def _blocks() -> Iterator[Case]:
    """Blocks that come, go and move."""
    yield "paragraph", document(p(PLAIN), p(LONG), p(OTHER)), document(p(PLAIN), p(OTHER))
    yield "paragraph moved", document(p(LONG), p(OTHER), p(THIRD)), document(p(OTHER), p(THIRD), p(LONG))
    yield "paragraph moved and edited", document(p(LONG), p(OTHER), p(THIRD)), document(p(OTHER), p(THIRD), p(LONG.replace("包村", "包户")))
    yield "paragraph split", document(p(LONG + OTHER)), document(p(LONG), p(OTHER))
    yield "paragraphs divided otherwise", document(p(LONG + OTHER), p(THIRD)), document(p(LONG), p(OTHER + THIRD))
    yield "paragraph in three, edited", document(p(LONG + OTHER + THIRD)), document(p(LONG.replace("包村", "包户")), p(OTHER), p(f"其中{THIRD}"))
    yield "paragraph in two around a new one", document(p(LONG + OTHER)), document(p(LONG), p(THIRD), p(OTHER))
    yield "paragraph in two behind a table", in_attachment(table("煤改电|1"), p(LONG + OTHER)), in_attachment(table("煤改电|1"), p(LONG), p(OTHER))
    figures = [f"完成{figure(number)}户，其中集中供热覆盖的村组按计划推进。" for number in ("1200", "1300")]
    yield "figure in a paragraph in two", document(p(LONG + figures[0] + OTHER)), document(p(LONG), p(figures[1] + OTHER))
    yield "same paragraph twice", document(p(LONG), p(OTHER), p(LONG)), document(p(LONG), p(LONG), p(LONG), p(OTHER))
    yield "all other words", document(p(LONG), p(OTHER)), document(p(THIRD), p("到2023年10月底全面完成。"))
    yield "first and last of an attachment", in_attachment(p(LONG), p(OTHER), p(THIRD)), in_attachment(p("第一段。"), p(OTHER), p("末一段。"))
    yield "last of a report", report(p(LONG)), report(p(LONG), p(OTHER))
    yield "table at the end of a report", report(p(LONG), table("煤改电|1200")), report(p(LONG))
    headed = ("<h2>一、目标</h2>", p(LONG), "<h2>二、资金</h2>", p(OTHER))
    yield (
        "heading renumbered",
        in_attachment(*headed),
        in_attachment("<h2>一、原则</h2>", p(THIRD), "<h2>二、目标</h2>", p(LONG), "<h2>三、资金</h2>", p(OTHER)),
    )
    yield "heading of another level", in_attachment("<h2>一、目标</h2>", p(LONG)), in_attachment("<h3>（一）目标</h3>", p(LONG))
    yield "heading that was text", in_attachment(p(LONG), p(OTHER)), in_attachment(f"<h3>{LONG}</h3>", p(OTHER))
    yield "text that was a note", in_attachment(table("煤改电|1"), p(f"注：{LONG}", "note")), in_attachment(table("煤改电|1"), p(f"注：{LONG}"))


def _tables() -> Iterator[Case]:
    """Rows, columns, captions."""
    yield "rows", in_attachment(table("煤改电|1200", "煤改气|800", "合计|2000")), in_attachment(table("集中供热|500", "煤改电|1200", "生物质|9", "合计|1709"))
    yield "row moved", in_attachment(table("煤改电|1", "煤改气|2", "集中供热|3")), in_attachment(table("集中供热|3", "煤改电|1", "煤改气|2"))
    yield (
        "total row",
        in_attachment(table("煤改电|1200", "合计|1200").replace("<tr><td>合计", '<tr class="total"><td>合计')),
        in_attachment(table("煤改电|1200")),
    )
    yield "line break in a cell", in_attachment(table("煤改电|甲镇<br/>乙镇")), in_attachment(table("煤改电|甲镇<br/>丙镇<br/>乙镇"))
    yield "column", form("路径|户数", "煤改电|1200"), form("路径|户数|占比", "煤改电|1200|60%")
    yield "column gone", form("路径|户数|占比", "煤改电|1200|60%"), form("路径|户数", "煤改电|1200")
    yield "column and number", form("路径|户数|金额", "煤改电|225|7", "煤改气|330|8"), form("路径|金额|备注", "煤改电|7|—", "煤改气|9|—")
    yield "column and row", form("路径|户数", "煤改电|225", "煤改气|330"), form("路径|户数|占比", "煤改气|331|60%", "集中供热|7|2%")
    yield "columns swapped", form("路径|户数|金额", "煤改电|225|7"), form("路径|金额|户数", "煤改电|7|330")
    yield "all other columns", form("路径|户数|金额|备注", "电|1|2|3"), form("来源|年份|部门|单价", "省|2023|发改|9")
    lower = "户数|金额|户数|金额"
    yield (
        "groups of columns swapped",
        form("^2路径|>2计划|>2完成|^2备注", "煤改电|1|2|3|4|—", lower=lower),
        form("^2路径|>2完成|>2计划|^2备注", "煤改电|3|5|1|2|—", lower=lower),
    )
    yield (
        "column within a group",
        form("^2路径|>2计划|^2备注", "煤改电|1|2|—", "煤改气|3|4|—", lower="户数|金额"),
        form("^2路径|>3计划|^2备注", "煤改电|1|0|2|—", "煤改气|3|1|5|—", lower="户数|其中：新建|金额"),
    )
    wider = ("^3城区|甲镇|5|1200", "戊镇|4|7", "乙镇|3|800", "^2农村|丙镇|2|300", "丁镇|1|201")
    yield "column within a group of rows", form("区域|乡镇|户数", *GROUPS), form("区域|乡镇|村数|户数", *wider)
    heads = ["^2路径|>2户数", "计划|完成"]
    yield "merged heads", *(in_attachment(table("煤改电|1200|9", heads=rows, columns=3)) for rows in (heads, ["^2路径|>2农户数", "计划|已完成"]))
    yield "heads merged otherwise", *(in_attachment(table("煤改电|1200|9", heads=rows, columns=3)) for rows in (heads, ["^2路径|户数|^2完成", "计划"]))
    yield "row within a group", groups(*GROUPS), groups("^3城区|甲镇|1200", "戊镇|7", *GROUPS[1:])
    yield "first row of a group", groups(*GROUPS), groups("^3城区|戊镇|7", "甲镇|1200", *GROUPS[1:])
    yield "last row of a group", groups("^3城区|甲镇|1200", "乙镇|800", "戊镇|7", *GROUPS[2:]), groups(*GROUPS)
    yield "a group", groups(*GROUPS), groups(*GROUPS[2:])
    yield "groups as one", groups(*GROUPS), groups("^4全县|甲镇|1200", "乙镇|800", "丙镇|300", "丁镇|200")
    yield "table", in_attachment(p(LONG), table("煤改电|1200"), p("注：不含城区。", "note")), in_attachment(p(LONG))
    yield (
        "table behind a table",
        in_attachment(table("煤改电|1200")),
        in_attachment(table("煤改电|1200"), table("资金|90", caption="表2　资金", heads=["来源|万元"])),
    )
    money = table("省级资金|90", "县级资金|80", caption="表2　资金表", heads=["来源|万元"])
    tasks = table("煤改电|1200", "煤改气|800")
    yield "tables swapped", in_attachment(p(LONG), tasks, money), in_attachment(p(LONG), money.replace("表2", "表1"), tasks.replace("表1", "表2"))
    last, this = table("煤改电|1", "煤改气|2", caption="表1　上年任务表"), table("煤改电|3", "煤改气|4", caption="表2　本年任务表")
    yield "tables of one form swapped", in_attachment(p(LONG), last, this), in_attachment(p(LONG), this, last)
    unit = '表1　任务表<span class="unit">单位：{}</span>'
    yield "unit", *(in_attachment(table("煤改电|1200", caption=unit.format(word))) for word in ("户", "万户"))
    yield "unit given", in_attachment(table("煤改电|1200")), in_attachment(table("煤改电|1200", caption=unit.format("户")))
    yield (
        "unit on a line of its own",
        in_attachment(table("煤改电|1200", caption=unit.format("户"))),
        in_attachment(table("煤改电|1200", caption=unit.format("户").replace("任务表", "很长的表题" * 7))),
    )


def _looks_of_tables() -> Iterator[Case]:
    """Tables that look otherwise, their words the same or nearly so."""
    plain = table("煤改电|1200", "煤改气|800")
    left, wide = plain.replace("<td>煤改电", '<td class="left">煤改电'), plain.replace('data-width="5"', 'data-width="9"')
    yield "a cell aligned otherwise", in_attachment(plain), in_attachment(left)
    yield "cells aligned to the other side", in_attachment(left), in_attachment(left.replace('"left"', '"right"').replace("<td>800", '<td class="right">800'))
    yield "widths of columns", in_attachment(plain), in_attachment(wide)
    yield "widths, sides and a number", in_attachment(left), in_attachment(wide.replace("800", "900"))
    yield "widths, and a row that came", in_attachment(plain), in_attachment(wide.replace("<tr><td>煤改气", "<tr><td>热泵</td><td>7</td></tr><tr><td>煤改气"))
    yield "widths below a wide cell", *(in_attachment(table("煤改电|1", ">2合计").replace('data-width="4"', f'data-width="{n}"')) for n in (4, 11))


def _charts_and_pages() -> Iterator[Case]:
    """Charts, and pages that are turned."""
    yield "chart", in_attachment(chart(9)), in_attachment(chart(20))
    missing = '<figure><span class="missing">【待补：完成户数】</span><figcaption>图1　完成情况</figcaption></figure>'
    yield "chart that was missing", in_attachment(missing), in_attachment(chart(9))
    yield "chart gone", in_attachment(p(LONG), chart(9), p(OTHER)), in_attachment(p(LONG), p(OTHER))
    wide = landscape(table("甲县|1200", caption="附表　分县任务表"))
    yield "turned page", in_attachment(p(LONG)), in_attachment(p(LONG), wide)
    after = attachment(p(OTHER), label="附件2", title="乙")
    yield "turned page between", *(document(p(PLAIN), attached=[attachment(p(LONG), *more, label="附件1"), after]) for more in ((wide,), ()))
    yield "on a turned page", *(in_attachment(p(LONG), landscape(p(text), table("甲县|1"), p(text))) for text in (LONG, OTHER))
    turned = table("煤改电|1200", "煤改气|800")
    yield "table on a turned page", *(in_attachment(p(LONG), block, p(OTHER)) for block in (turned, landscape(turned)))
    yield "spaces", document(p("甲 乙  丙")), document(p("甲 丙"))


CASES = {name: (old, new) for name, old, new in chain(_words(), _blocks(), _tables(), _looks_of_tables(), _charts_and_pages())}
