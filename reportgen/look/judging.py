"""What an office's own look makes of the standard: a specimen with every element is written with it, and linted as any file is."""

from collections.abc import Iterator

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.lint.faults import Fault
from reportgen.lint.lint import lint_bytes
from reportgen.look.document import NAME, place_of
from reportgen.look.look import Look, taken_over
from reportgen.look.numbers import Changes
from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from reportgen.workspace import packaged_templates

_TEXT = "按照上级关于清洁取暖工作的部署，各乡镇要逐村逐户核实改造任务，统筹安排电力、燃气和集中供热能力，做到改造一户、验收一户、建档一户，确保群众温暖过冬。"
_SPECIMEN = f"""<article class="gongwen" lang="zh-CN" data-kind="plan" data-unit="某县" data-season="2023"
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
<h5 id="h5">（1）集中供热</h5>
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


def judged(look: Look, changes: Changes) -> Iterator[Diagnostic]:
    """A warning for each fault that files written with `look` have by the standard, at the style whose change brings it."""
    faults = _faults(look)
    if not faults:
        return
    alone = {style: _faults(taken_over({style: properties})).keys() for style, properties in changes.items()}
    for message, fault in faults.items():
        styles = [style for style in changes if message in alone[style]]
        help = f"{fault.help}；确有依据的可以不改，生成的文件用 reportgen lint 检查时也会这样说"
        yield warning("look.against-standard", f"{message}。{fault.clause}", *(map(place_of, styles) if styles else [Place(NAME)]), help=help)


def _faults(look: Look) -> dict[str, Fault]:
    """The faults of the specimen by what they say."""
    base = (packaged_templates() / "docx/official.docx").read_bytes()
    return {fault.message: fault for fault in lint_bytes(write_docx(_SPECIMEN, look.on(Layout()), base), NAME).faults}
