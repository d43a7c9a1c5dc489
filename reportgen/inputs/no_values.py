"""Cells that hold no value of their own: errors, formulas without a result, pictures, and the texts that stand for them."""

import re

from reportgen.inputs.grid import NoValue
from reportgen.inputs.remarks import CellDiagnostic, fault

STARTS = frozenset("=#＝＃ ")
"""What such a text may begin with: looked at before anything else, for the sake of large tables."""
_PICTURE = re.compile(r"[=＝](?:_xlfn\.)?(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
_FORMULA = re.compile(r"[=＝]\s*[+-]?(?:_xl\w+\.)?(?:[A-Za-z][\w.]*\s*\(|\$?[A-Za-z]{1,3}\$?\d+\b|'?[^'!=]+'?!\$?[A-Za-z]|\d[\d.]*\s*[-+*/])")
_ERROR_VALUE = re.compile(r"#(?:N/A|(?:DIV/0|NAME|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD|BLOCKED|UNKNOWN|CONNECT|BUSY|GETTING_DATA)[!?]?)")
_PICTURE_HELP = "请在单元格中填写文字或者数字；图片请放到“佐证材料”文件夹"
_BROKEN_HELP = "请在 Excel 或者 WPS 中改正公式，看到数值后保存；也可以复制后“选择性粘贴—数值”"


def of_broken(raw: NoValue) -> CellDiagnostic:
    """The fault of a cell that shows no value."""
    if raw.picture:
        return fault("picture", "的单元格里是图片，不是文字或者数字", _PICTURE_HELP)
    if raw.shown:
        return fault("excel-error", f"的公式结果是错误值 {raw.shown}", _BROKEN_HELP)
    return fault("formula-without-value", "是公式，但文件中没有保存计算结果", "请用 Excel 或者 WPS 打开这个文件，等计算完成后保存")


def of_text(text: str) -> CellDiagnostic | None:
    """The fault of a text that stands for no value: a formula or an error value that was pasted or saved as text, a column too narrow."""
    folded = text.strip()
    if _PICTURE.match(folded):
        return fault("picture", "的单元格里是图片，不是文字或者数字", _PICTURE_HELP)
    if _FORMULA.match(folded):
        return fault("formula-as-text", "是公式的文字，不是计算结果", _BROKEN_HELP)
    if _ERROR_VALUE.fullmatch(folded):
        return fault("excel-error", f"的公式结果是错误值 {folded}", _BROKEN_HELP)
    if set(folded) == {"#"}:
        return fault("too-narrow", "显示的是一串“#”，数值已经丢失", "请在 Excel 或者 WPS 中加宽这一列，看到数值后重新保存")
    return None
