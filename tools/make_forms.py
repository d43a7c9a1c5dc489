"""Make the Word forms of templates/docx/: 项目支出绩效自评表, 清洁取暖项目验收表.

They are what an office would draw in Word; offices that have been given a form of their own put tags into that.
Run it after a change here: `.venv/bin/python tools/make_forms.py`.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from make_official_docx import official_docx

from reportgen.ooxml.builder import Xml, half_points, part, twips, w
from reportgen.ooxml.names import CONTENT_TYPES, relations_of
from reportgen.ooxml.relations import Relation, office, read_content_types, read_relations, relate, relations_part, word_type
from reportgen.render.layout import Layout
from reportgen.render.word.package import pack
from reportgen.render.word.styles import font_table

FOLDER = Path(__file__).parents[1] / "templates" / "docx"
_LAYOUT = Layout()
_SIZE, _SMALL, _TITLE = 10.5, 9.0, 18.0
_WIDTH = twips(180)
_DAYS = (
    "{% if unit.acceptance.started and unit.acceptance.ended %}{{ unit.acceptance.started|until(unit.acceptance.ended) }}"
    "{% else %}{{ missing('验收起止日期') }}{% endif %}"
)


@dataclass(frozen=True)
class _Cell:
    """A cell: its text, over how many columns of the grid it reaches, whether it begins ("restart") or goes on ("continue") downwards.

    `below` stands at its right end, with room above for a seal.
    """

    text: str = ""
    columns: int = 1
    down: str = ""
    head: bool = False
    left: bool = False
    below: str = ""


def _head(text: str, columns: int = 1, down: str = "") -> _Cell:
    return _Cell(text, columns, down, head=True)


def _run(text: str, font: str, size: float) -> Xml:
    look = w("rPr", w("rFonts", hint="eastAsia", ascii=font, hAnsi=font, eastAsia=font), w("sz", val=half_points(size)), w("szCs", val=half_points(size)))
    words = Xml("w:t", {"xml:space": "preserve"}, [], text)
    return w("r", look, words)


def _paragraph(text: str, align: str, font: str, size: float, *, before: int = 0, after: int = 0) -> Xml:
    return w("p", w("pPr", w("spacing", before=before, after=after), w("jc", val=align)), _run(text, font, size))


def _row(grid: Sequence[int], cells: Sequence[_Cell], *, header: bool = False) -> Xml:
    fonts, made, column = _LAYOUT.fonts, [], 0
    for cell in cells:
        width = sum(grid[column : column + cell.columns])
        properties = w(
            "tcPr",
            w("tcW", w=width, type="dxa"),
            w("gridSpan", val=cell.columns) if cell.columns > 1 else None,
            w("vMerge", val=cell.down) if cell.down else None,
            w("vAlign", val="center"),
        )
        font = fonts.hei[0] if cell.head else fonts.song[0]
        size = _SMALL if len(grid) > 10 else _SIZE
        lines = [_paragraph(line, "left" if cell.left else "center", font, size) for line in cell.text.split("\n")]
        if cell.below:
            lines.append(_paragraph(cell.below, "right", font, size, before=600))
        made.append(w("tc", properties, *lines))
        column += cell.columns
    assert column == len(grid), [cell.text for cell in cells]
    rules = [w("cantSplit"), w("trHeight", val=340, hRule="atLeast")] + ([w("tblHeader")] if header else [])
    return w("tr", w("trPr", *rules), *made)


def _tag(grid: Sequence[int], statement: str) -> Xml:
    """A row that is nothing but a statement; it goes when the form is filled in."""
    return _row(grid, (_Cell(f"{{%tr {statement} %}}", len(grid)),))


def _grid(shares: Sequence[float]) -> list[int]:
    widths = [round(share / sum(shares) * _WIDTH) for share in shares]
    return [*widths[:-1], _WIDTH - sum(widths[:-1])]


def _table(grid: Sequence[int], rows: Sequence[Xml]) -> Xml:
    border: dict[str, str | int] = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    properties = w(
        "tblPr",
        w("tblW", w=_WIDTH, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(side, **border) for side in sides)),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w=57, type="dxa"), w("right", w=57, type="dxa")),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in grid)), *rows)


def _form(*blocks: Xml) -> bytes:
    """A Word file of `blocks` on A4."""
    with zipfile.ZipFile(BytesIO(official_docx(_LAYOUT))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    margins = {"top": 18.0, "right": 15.0, "bottom": 12.0, "left": 15.0, "header": 10.0, "footer": 10.0, "gutter": 0.0}
    section = w(
        "sectPr",
        w("pgSz", w=twips(_LAYOUT.page_width), h=twips(_LAYOUT.page_height)),
        w("pgMar", **{side: twips(mm) for side, mm in margins.items()}),
    )
    song = _LAYOUT.fonts.song[0]
    defaults = w(
        "docDefaults",
        w(
            "rPrDefault",
            w("rPr", w("rFonts", ascii=song, hAnsi=song, eastAsia=song), w("sz", val=half_points(_SIZE)), w("lang", val="en-US", eastAsia="zh-CN")),
        ),
        w("pPrDefault"),
    )
    normal = w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="a")
    parts["word/styles.xml"] = part(w("styles", defaults, normal))
    parts["word/document.xml"] = part(w("document", w("body", *blocks, section)))
    parts["word/fontTable.xml"] = font_table(_LAYOUT)
    types, relations = read_content_types(parts[CONTENT_TYPES]), read_relations(parts[relations_of("word/document.xml")])
    types.names["word/fontTable.xml"] = word_type("fontTable")
    relate(relations, Relation(office("fontTable"), "fontTable.xml"))
    return pack({**parts, CONTENT_TYPES: types.part(), relations_of("word/document.xml"): relations_part(relations)})


def evaluation_form() -> bytes:
    """项目支出绩效自评表, in the fields of the finance departments' form: money, goals, indicators, total."""
    grid = _grid((7, 7.5, 17, 4, 8, 7, 8, 4, 5.5, 5, 6, 6))
    said = "{% for note in notes.of(section='SECTION') %}{{ note.text|paragraphs|join }}{% endfor %}"
    goal = "完成清洁取暖改造{{ tasks.total|households }}{% if retrofit.total != 0 %}、建筑节能改造{{ retrofit.total|wan_area }}{% endif %}。"
    done = goal.replace("tasks.total|", "completion.total.completed|").replace("{{ retrofit.total|", "{{ completion.retrofit.total.completed|")
    rows = [
        _row(grid, (_head("项目名称", 2), _Cell("{{ unit.name }}冬季清洁取暖项目", 10))),
        _row(grid, (_head("主管部门", 2), _Cell("{{ unit.authority }}", 4), _head("实施单位", 2), _Cell("{{ unit.government }}", 4))),
        _row(
            grid,
            (
                _head("项目资金\n（万元）", 2, "restart"),
                _head(""),
                _head("年初预算数", 2),
                _head("全年预算数", 2),
                _head("全年执行数", 2),
                _head("分值"),
                _head("执行率（%）"),
                _head("得分"),
            ),
        ),
        _row(
            grid,
            (
                _head("", 2, "continue"),
                _Cell("年度资金总额"),
                _Cell("{{ funds.budget|number }}", 2),
                _Cell("{{ funds.adjusted|number }}", 2),
                _Cell("{{ funds.spent|number }}", 2),
                _Cell("{{ scores.budget.weight|number }}"),
                _Cell("{{ scores.budget.rate|number }}"),
                _Cell("{{ scores.budget.score|number(2) }}"),
            ),
        ),
        _tag(grid, "for part in funds.parts"),
        _row(
            grid,
            (
                _head("", 2, "continue"),
                _Cell("{% if loop.first %}其中：{% endif %}{{ part.name }}"),
                _Cell("{{ part.budget|number }}", 2),
                _Cell("{{ part.adjusted|number }}", 2),
                _Cell("{{ part.spent|number }}", 2),
                *(_Cell("—") for _ in range(3)),
            ),
        ),
        _tag(grid, "endfor"),
        _row(grid, (_head("年度总体\n目标", 2, "restart"), _head("预期目标", 4), _head("实际完成情况", 6))),
        _row(
            grid,
            (
                _head("", 2, "continue"),
                _Cell(goal + said.replace("SECTION", "年度总体目标"), 4, left=True),
                _Cell(done + said.replace("SECTION", "总体目标完成情况"), 6, left=True),
            ),
        ),
        _row(
            grid,
            (
                *(_head(text) for text in ("一级\n指标", "二级\n指标", "三级指标", "指标\n性质", "年度\n指标值", "度量\n单位", "实际\n完成值", "分值", "得分")),
                _head("偏差原因分析\n及改进措施", 3),
            ),
        ),
        _tag(grid, "for block in scores.blocks"),
        _tag(grid, "for group in block.groups"),
        _tag(grid, "for scored in group.indicators"),
        _row(
            grid,
            (
                _Cell("{% vm %}{{ block.name }}"),
                _Cell("{% vm %}{{ group.name }}"),
                _Cell("{{ scored.line.level3 }}", left=True),
                _Cell("{{ scored.line.direction }}"),
                _Cell("{% if scored.qualitative %}—{% else %}{{ scored.target|number }}{% endif %}"),
                _Cell("{% if scored.qualitative %}—{% else %}{{ scored.line.measure }}{% endif %}"),
                _Cell("{% if scored.qualitative %}{{ scored.result }}{% else %}{{ scored.actual|number }}{% endif %}"),
                _Cell("{{ scored.line.weight|number }}"),
                _Cell("{{ scored.score|number(2) }}"),
                _Cell("{% if scored.missed or scored.line.deviation %}{{ scored.line.deviation }}{% endif %}", 3, left=True),
            ),
        ),
        *(_tag(grid, "endfor") for _ in range(3)),
        _row(
            grid,
            (
                _head("总　分", 7),
                _Cell("{{ scores.weight|number }}"),
                _Cell("{{ scores.total|number(2) }}"),
                _Cell("{% if scores.grade %}评价等级：{{ scores.grade }}{% else %}—{% endif %}", 3),
            ),
        ),
    ]
    signed = "填报单位（盖章）：{{ unit.authority }}　　填表日期：{% if document.dated %}{{ document.dated|day }}{% else %}　　年　月　日{% endif %}"
    contact = "联系人：{% if unit.contact %}{{ unit.contact }}{% else %}　　　　{% endif %}　　联系电话：{% if unit.phone %}{{ unit.phone }}{% endif %}"
    return _form(
        _paragraph("项目支出绩效自评表", "center", _LAYOUT.fonts.title[0], _TITLE, after=120),
        _paragraph("（{{ season.year }}年度）", "center", _LAYOUT.fonts.kai[0], 12.0, after=120),
        _table(grid, rows),
        _paragraph(signed, "left", _LAYOUT.fonts.song[0], _SIZE, before=120),
        _paragraph(contact, "left", _LAYOUT.fonts.song[0], _SIZE, before=60),
    )


def acceptance_form() -> bytes:
    """清洁取暖项目验收表: what was accepted, class by class, the records, what was found, the opinion, the team's signatures."""
    grid = _grid((9.5, 7.5, 7, 7, 7, 7, 7, 9.5))
    numbers = ("task", "completed", "inspected", "passed", "failed", "final")
    total = "acceptance.total"

    def counted(name: str, each: str) -> Xml:
        return _row(grid, (_Cell(name), _Cell("户"), *(_Cell(f"{{{{ {each}.{number}|number }}}}") for number in numbers)))

    def areas(name: str, each: str) -> Xml:
        shown = (f"{each}.planned", f"{each}.completed", f"{each}.inspected", f"{each}.accepted", f"{each}.rejected")
        return _row(grid, (_Cell(name), _Cell("万平方米"), *(_Cell(f"{{{{ {number}|number }}}}") for number in shown), _Cell("—")))

    network = ("districts", "finished", "inspected", "passed", "failed")
    rows = [
        _row(grid, (_head("项目名称"), _Cell("{{ unit.name }}{{ season.year }}年冬季清洁取暖项目", 7))),
        _row(
            grid,
            (_head("建设单位"), _Cell("{{ unit.government }}", 3), _head("验收时间"), _Cell(_DAYS, 3)),
        ),
        _row(grid, (_head("验收依据"), _Cell("{{ unit.references.acceptance }}；{{ unit.references.plan }}", 7, left=True))),
        _row(grid, tuple(_head(text) for text in ("验收类别", "计量单位", "任务", "完成", "验收", "合格", "不合格", "整改后合格总数"))),
        _tag(grid, "for each in acceptance.present"),
        counted("{{ each.name }}", "each"),
        _tag(grid, "endfor"),
        _row(grid, (_head("户数合计"), _Cell("户"), *(_Cell(f"{{{{ {total}.{number}|number }}}}") for number in numbers))),
        _tag(grid, "if retrofit.total != 0"),
        areas("建筑节能", "acceptance.retrofit.total"),
        _tag(grid, "endif"),
        _tag(grid, "if acceptance.grid.works != 0"),
        _row(grid, (_Cell("电网增容"), _Cell("台区（个）"), *(_Cell(f"{{{{ acceptance.grid.{number}|number }}}}") for number in network), _Cell("—"))),
        _tag(grid, "endif"),
        _row(
            grid,
            (
                _head("资料核查"),
                _Cell(
                    "电子台账录入{{ acceptance.records.electronic|households }}，建立“一户一档”{{ acceptance.records.archives|households }}；"
                    "通电、通气、通热{{ acceptance.records.energised|households }}，运行正常{{ acceptance.records.running|households }}。",
                    7,
                    left=True,
                ),
            ),
        ),
        _row(
            grid,
            (
                _head("入户抽验"),
                _Cell(
                    "抽验{{ acceptance.sample.sampled|households }}"
                    "{% if not acceptance.sample.rate.void %}，占完工户数的{{ acceptance.sample.rate|percent }}{% endif %}"
                    "，规定比例不低于{{ acceptance.sample.required|percent }}。",
                    7,
                    left=True,
                ),
            ),
        ),
        _tag(grid, "if unit.level == '市'"),
        _row(
            grid,
            (
                _head("问题整改"),
                _Cell(
                    "验收发现问题{{ issues.of_origin('验收').found|amount }}，已整改销号{{ issues.of_origin('验收').closed|amount }}"
                    "，未销号{{ issues.of_origin('验收').open|amount }}。",
                    7,
                    left=True,
                ),
            ),
        ),
        _tag(grid, "else"),
        _tag(grid, "for row in issues.of_origin('验收').rows"),
        _row(
            grid,
            (
                _Cell("{% vm %}问题整改"),
                _Cell("{{ row.problem }}", 3, left=True),
                _Cell("{{ row.measure }}", 3, left=True),
                _Cell("{% if row.closed_on %}{{ row.closed_on|month_day }}销号{% else %}未销号{% endif %}"),
            ),
        ),
        _tag(grid, "endfor"),
        _tag(grid, "endif"),
        _row(
            grid,
            (
                _head("验收意见"),
                _Cell(
                    "完工{{ acceptance.total.completed|households }}，验收{{ acceptance.total.inspected|households }}"
                    "，一次验收合格{{ acceptance.total.passed|households }}"
                    "（一次验收合格率{{ acceptance.total.pass_rate|percent }}），整改后合格总数{{ acceptance.total.final|households }}。",
                    7,
                    left=True,
                    below="（盖章）　　　　年　　月　　日　",
                ),
            ),
        ),
        _row(grid, (_head("验收组成员", 8),)),
        _row(grid, (_head("组内职务"), _head("姓名"), _head("单位", 3), _head("职务", 2), _head("签字"))),
        _tag(grid, "for member in organisation.of(body='验收组')"),
        _row(grid, (_Cell("{{ member.role }}"), _Cell("{{ member.name }}"), _Cell("{{ member.department }}", 3), _Cell("{{ member.post }}", 2), _Cell())),
        _tag(grid, "endfor"),
    ]
    return _form(
        _paragraph("清洁取暖项目验收表", "center", _LAYOUT.fonts.title[0], _TITLE, after=120),
        _paragraph("（{{ season.year }}年度）", "center", _LAYOUT.fonts.kai[0], 12.0, after=120),
        _table(grid, rows),
    )


if __name__ == "__main__":
    for name, form in (("项目支出绩效自评表", evaluation_form()), ("清洁取暖项目验收表", acceptance_form())):
        (FOLDER / f"{name}.docx").write_bytes(form)
