"""信函格式: recognised by its red lines and the place of its number, and held to 10.1."""

import pytest
import weasyprint

from reportgen.lint.lint import Linted, lint_bytes

STYLE = """
@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt/1 FandolSong-Regular; vertical-align: top; padding: 4.53mm 14pt 0 } }
body { margin: 0; font: 16pt/28.95pt FandolFang; letter-spacing: -0.21pt; text-align: justify }
p { margin: 0; text-indent: 31.58pt }
.issuer { position: absolute; top: -9mm; left: 0; width: 156mm; text-indent: 0; text-align: center; color: #f00; font: 40pt/1 FandolSong-Bold }
.rule { position: absolute; left: -7mm; width: 170mm; border-top: 1.2mm solid #f00; border-bottom: 0.4mm solid #f00; height: 0.5mm }
.number { text-align: right; text-indent: 0; margin-top: 13mm }
h1 { font: 22pt/36pt FandolSong-Bold; letter-spacing: 0; text-align: center; margin: 57.9pt 0 28.95pt }
.addressee { text-indent: 0 }
.signature { text-align: right; padding-right: 31.58pt; margin-top: 28.95pt }
.date { text-align: right; padding-right: 63.2pt }
"""
TEXT = "各单位要对照任务清单逐村逐户核实改造意愿房屋结构和用能条件确定取暖路径建立工作台账落实到户责任到人确保采暖季前完成改造任务并且稳定运行。"
BODY = f"""<p class="issuer">示例市人民政府办公室</p><div class="rule" style="top: 10mm"></div><div class="rule" style="top: 238.5mm"></div>
<p class="number">示政办函〔2024〕12号</p><h1>关于商请支持冬季清洁取暖工作的函</h1><p class="addressee">示例市供电公司：</p>
<p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p>
<p class="signature">示例市人民政府办公室</p><p class="date">2024年4月8日</p>
<p style="text-indent: 14pt; margin-top: 40mm; font-size: 14pt">抄送：市发展改革委。</p>"""


def lint(style: str = "", body: str = BODY) -> Linted:
    html = f'<html lang="zh-CN"><head><style>{STYLE}{style}</style></head><body>{body}</body></html>'
    return lint_bytes(weasyprint.HTML(string=html).write_pdf(), "函.pdf")


def codes(linted: Linted) -> set[str]:
    return {found.code.removeprefix("lint.") for found in linted.faults}


def test_a_letter_is_clean() -> None:
    linted = lint()
    assert (linted.form, linted.official) == ("信函格式", True)
    assert codes(linted) == set()


@pytest.mark.parametrize(
    ("code", "style"),
    [
        ("letter-issuer", ".issuer { top: 4mm }"),
        ("letter-number", ".number { padding-right: 24pt }"),
        ("letter-rules", ".rule { width: 156mm; left: 0 }"),
        (
            "letter-first-page",
            '@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt/1 FandolSong-Regular; vertical-align: top; padding: 4.53mm 14pt 0 } }',
        ),
    ],
)
def test_a_planted_fault_is_found_alone(code: str, style: str) -> None:
    assert codes(lint(style)) == {code}


@pytest.mark.parametrize(("issuer", "form"), [("示例市人民政府令", "命令（令）格式"), ("市政府常务会议纪要", "纪要格式"), ("示例市人民政府文件", "文件格式")])
def test_other_forms_are_known_by_their_heads(issuer: str, form: str) -> None:
    assert lint(body=BODY.replace(">示例市人民政府办公室</p><div", f">{issuer}</p><div")).form == form
