"""Document numbers (发文字号): 机关代字〔年份〕序号号, GB/T 9704-2012 7.2.5."""

import re
import unicodedata
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Place, error

_FORM = re.compile(r"(?P<prefix>[^\d〔〕\s]+)〔(?P<year>[12]\d{3})〕(?P<serial>[1-9]\d*)号")
_YEAR = re.compile(r"[\[(【〔{<](\d{4})[\])】〕}>]")
_SERIAL = re.compile(r"(\d+)号?")
_HELP = "正确的写法是机关代字、六角括号括起的四位年份、不编虚位的序号，例如“原清洁办发〔2023〕6号”"


@dataclass(frozen=True, slots=True)
class Printed:
    """The number that a document prints, None where 单位.yaml doesn't give it, and where it stands; the unit's 机关代字, where it is given."""

    number: str | None
    place: Place
    prefix: str | None


def normal(text: str) -> str:
    """A number as it is printed, of one as people type it: other brackets, full-width digits, spaces, 第, and a missing 号 are all meant as it."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    text = _YEAR.sub(r"〔\1〕", text).replace("〕第", "〕")
    return f"{text}号" if text[-1:].isdigit() else text


def parts(number: str) -> tuple[str, int, int] | None:
    """The 机关代字, the year and the serial number of a number; None where it isn't written as it should."""
    form = _FORM.fullmatch(number)
    return None if form is None else (form["prefix"], int(form["year"]), int(form["serial"]))


def check_number(asked: str, printed: Printed, kind: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The number under which to file, and what is wrong with it.

    It must be the one that the document of the `kind` (Chinese name) prints: whoever files types it once more, from the register.
    Its serial number alone (6, 6号) will do.
    """
    if printed.number is None:
        help_text = f"请把发文字号填入“公文”，运行 reportgen build 重新生成，再报送：{asked}"
        return asked, (error("filing.no-number", f"《{kind}》上没有印发文字号，“公文”中还没有填写", printed.place, help=help_text),)
    form = _FORM.fullmatch(printed.number)
    if form is None:
        return asked, (error("filing.number-form", f"《{kind}》上的发文字号“{printed.number}”写法不规范", printed.place, help=_HELP),)
    if printed.prefix is not None and form["prefix"] != printed.prefix:
        message = f"《{kind}》上的发文字号“{printed.number}”不是本单位的机关代字“{printed.prefix}”"
        return asked, (error("filing.number-prefix", message, printed.place, help="请改正“公文”中的发文字号，或者单位说明的机关代字，重新生成后再报送"),)
    typed = normal(asked)
    serial = _SERIAL.fullmatch(typed)
    if typed != printed.number and (serial is None or serial[1] != form["serial"]):
        help_text = "写错的请改正 --number；公文上的发文字号不对的，请在“公文”中改正，运行 reportgen build 重新生成后再报送"
        return asked, (error("filing.other-number", f"要用的文号“{asked}”与《{kind}》上印的“{printed.number}”不一致", printed.place, help=help_text),)
    return printed.number, ()
