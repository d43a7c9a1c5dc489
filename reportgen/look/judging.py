"""What an office's own look makes of the standard: a specimen with every element is written with it, and linted as any file is."""

from collections.abc import Iterator, Mapping

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.inputs.wording import some
from reportgen.lint.faults import Fault
from reportgen.lint.lint import lint_bytes
from reportgen.look.document import NAME, place_of
from reportgen.look.look import Look, taken_over
from reportgen.look.numbers import Changes
from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from reportgen.workspace import packaged_templates

_AS_ASKED = "已按这样的版式生成；要符合国标的，请在工作区的 official.docx 中改过来"
_SHOWN = 3  # the first ones lead to the rest
_TEXT = "按照上级关于清洁取暖工作的部署，各乡镇要逐村逐户核实改造任务，统筹安排电力、燃气和热力供应能力，做到改造一户、验收一户、建档一户，确保群众温暖过冬。"
SPECIMEN = f"""<article class="gongwen" lang="zh-CN" data-kind="plan" data-unit="某县" data-season="2023"
data-title="样张" data-author="某县人民政府" data-date="2023-04-18">
<header>
<p class="issuer" id="issuer">某县人民政府文件</p>
<p class="number" id="number">某政发〔2023〕1号</p>
<p class="signatory" id="signatory">签发人：<span class="name">张某某</span></p>
</header>
<h1 id="title">某县人民政府关于报送清洁取暖实施方案的报告</h1>
<p class="addressee" id="addressee">某市人民政府：</p>
<p id="p1">{_TEXT * 4}</p>
<p class="attachment-note" id="note"><span class="label">附件：</span>某县清洁取暖实施方案</p>
<p class="signature" id="signature">某县人民政府</p>
<p class="date" id="date">2023年4月18日</p>
<p class="annotation" id="annotation">（联系人：张某某　电话：0350-0000000）</p>
<section class="attachment" id="a">
<p class="attachment-label" id="label">附件</p>
<h1 id="a-title">某县清洁取暖实施方案</h1>
<h2 id="h2">一、总体要求</h2>
<p id="p2">{_TEXT * 4}</p>
<h3 id="h3">（一）工作目标</h3>
<p id="p3">{_TEXT}</p>
<h4 id="h4">1.改造任务</h4>
<p id="p4">{_TEXT}</p>
<h5 id="h5">（1）供热管网</h5>
<p id="p5">{_TEXT}</p>
<table id="t"><caption>表1　改造任务<span class="unit">单位：户</span></caption><colgroup><col data-width="1"/><col data-width="1"/></colgroup>
<thead><tr><th>乡镇</th><th>任务</th></tr></thead><tbody><tr><td>某镇</td><td>100</td></tr></tbody></table>
<p class="note" id="tn">注：据实填报。</p>
</section>
<footer class="colophon" id="colophon">
<p class="copies" id="copies">抄送：某市能源局。</p>
<p class="printing" id="printing"><span class="office">某县人民政府办公室</span><span class="printed">2023年4月18日印发</span></p>
</footer>
</article>"""
"""A document with all that lint looks at; by the standard layout it has no fault."""


def judged(look: Look, changes: Mapping[str, Changes]) -> Iterator[Diagnostic]:
    """A warning for each thing that files written with `look` have wrong by the standard, at the styles whose changes (by origin) bring it."""
    faults = _faults(look)
    alone = {style: _faults(taken_over(found)).keys() for style, found in changes.items()} if faults else {}
    alike: dict[tuple[tuple[Place, ...], str, str], list[Fault]] = {}
    for message, fault in faults.items():
        places = tuple(place_of(style) for style in changes if message in alone[style])
        alike.setdefault((places or (Place(NAME),), fault.found, fault.expected), []).append(fault)
    for (places, found, expected), group in alike.items():
        what = sorted((fault.message.partition(found)[0] for fault in group), key=lambda name: not name.startswith("正文"))
        several = some(what, _SHOWN, "项")
        clauses = "、".join(dict.fromkeys(str(fault.clause) for fault in group))
        yield warning("look.against-standard", f"{several}{found}，应当{expected}。{clauses}", *places, help=_AS_ASKED)


def _faults(look: Look) -> dict[str, Fault]:
    """The faults of the specimen by what they say."""
    base = (packaged_templates() / "docx/official.docx").read_bytes()
    return {fault.message: fault for fault in lint_bytes(write_docx(SPECIMEN, look.on(Layout()), base), NAME).faults}
