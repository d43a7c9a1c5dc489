"""Who signs: the office of the 发文机关标志 and of the title (7.2.4, 7.3.5; 党政机关公文处理工作条例第九条)."""

import re
from collections.abc import Iterator

from reportgen.lint.checks.closing import by_hand
from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.elements.words import ISSUER_END, MISSING, OFFICES
from reportgen.lint.faults import Fault, UncheckedRequirement, at, fault, unchecked

_ABBREVIATED = (("委员会", "委"), ("中国共产党", "中共"), ("中国人民政治协商会议", "政协"), ("人民代表大会", "人大"), ("办公厅", "厅办"), ("办公室", "室办"))
"""Names by the parts that they share with their abbreviations; 办公室 must not be lost: 市政府 and its office are two."""


def check_signing(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """The first signature is that of the first office of the head; of a head with several, each signs."""
    closing, issuer = official.closing, official.head.issuer
    if official.form not in (OfficialForm.DOCUMENT, OfficialForm.LETTER) or not issuer or not closing.signature:
        return
    if by_hand(official):
        yield unchecked("signature-office", "署名是人的职务和姓名")
        return
    signed = [name for paragraph in closing.signature for name in _parted(paragraph.text)]
    heads = [name for paragraph in issuer for row in paragraph.rows for name in _parted(_office(row)) if name]
    if any(MISSING.search(name) for name in (*signed, *heads)) or not heads:
        return
    several = len(heads) > 1 and len(signed) > 1
    if several:
        odd = [name for name in signed if not any(same_office(name, other) for other in heads)]
    else:
        odd = [] if same_office(signed[0], "".join(heads)) or same_office(signed[0], heads[0]) or same_office("".join(signed), "".join(heads)) else signed[:1]
    if odd:
        wrong = next((paragraph for paragraph in closing.signature if odd[0] in re.sub(r"\s", "", paragraph.text)), closing.signature[0])
        yield fault("signature-office", at(wrong), at(issuer[0]), value=odd[0], head="、".join(heads))


def check_title_office(official: Official) -> Iterator[Fault]:
    """The office that a title begins with is that which signs."""
    name = re.sub(r"[《“].*", "", official.title_text.partition("关于")[0])
    signed = [one for paragraph in official.closing.signature for one in _parted(paragraph.text)]
    if not signed or by_hand(official) or not OFFICES.search(name) or "关于" not in official.title_text or MISSING.search("".join(signed)):
        return
    if not any(same_office(name, one) or re.sub(r"\s", "", one) in name for one in (*signed, "".join(signed))):
        yield fault("title-office", at(official.title[0]), at(official.closing.signature[0]), value=name, signed="、".join(signed))


def _office(text: str) -> str:
    """The name of the office in a 发文机关标志."""
    compact = re.sub(r"\s", "", text)
    return ISSUER_END.sub("", compact)


def _parted(text: str) -> list[str]:
    """The names on a line: they stand apart by more than the space within one (示 例 市)."""
    parts = [re.sub(r"\s", "", part) for part in re.split(r"[\s\u3000]{2,}|\t|(?<=[府会局厅委室院])\s", text.strip())]
    return parts if all(OFFICES.search(part) for part in parts) else [re.sub(r"\s", "", text)]


def same_office(one: str, other: str) -> bool:
    """Whether two names may be of one office: the shorter leaves out characters of the longer (市住建局, 市住房和城乡建设局), not its end."""
    short, long = sorted((_plain(one), _plain(other)), key=len)
    if not short or short[-1] != long[-1] or (short.endswith("办") != long.endswith("办")):
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def _plain(name: str) -> str:
    for full, brief in _ABBREVIATED:
        name = name.replace(full, brief)
    return name
