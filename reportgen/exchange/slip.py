"""What a handed-out workbook says of itself: whose it is, for which season, by when; and whether that is still as it was written.

It stands twice in the file: on the sheet 回收单, where a person sees it, and as a custom property of the document, which Excel, WPS and
LibreOffice keep though sheets are renamed or deleted. Either will do; where both are there they must agree.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from lxml import etree

from reportgen.diagnostics import Unreadable
from reportgen.exchange.identity import SHOWN, Identity
from reportgen.inputs.excel import Workbook
from reportgen.inputs.grid import is_blank
from reportgen.inputs.wording import fold
from reportgen.ooxml.parsing import parse
from reportgen.workbook.book import read_book
from reportgen.workbook.sheet import Cell, Sheet, SheetRow, Wide
from reportgen.workbook.styles import Look

SLIP = "回收单"
"""The name of the sheet."""
PROPERTY = "reportgen-handed-out"
"""The name of the document's property."""
_PART, _KIND = "docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USERS = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # ISO/IEC 29500-1, 22.3: the set of properties that users define
_FILLED_IN = {"by": "填报人", "on": "填报日期"}
_TITLE, _LABEL = Look(font="黑体", size=16), Look(bold=True, border=True, fill="F2F2F2")
_ASKED = Look(bold=True, colour="C00000")
_VALUE = Look(border=True, format="@", horizontal="left")
_OPEN = Look(border=True, format="@", horizontal="left", locked=False, fill="FFF2CC")
_HOW = (
    "填好各表以后，请填写填报人，保存，把这个文件发回上级。文件可以改名，可以打成压缩包。",
    "请不要改动上面各项和各表的表头：上级按它们认出是哪个单位、哪一版的表。可以加行、删行、排序。",
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What a returned workbook says: its identity from the sheet and from the property (None where there is none), and who filled it in."""

    sheet: Identity | None
    document: Identity | None
    by: str = ""
    on: str = ""

    @property
    def identity(self) -> Identity | None:
        """Whose it says that it is."""
        return self.document or self.sheet


def slip_sheet(identity: Identity) -> Sheet:
    """The sheet 回收单."""
    texts = asdict(identity)
    until = f"请在{identity.due}以前" if identity.due else "请"
    lines = [SheetRow([Cell(f"{identity.unit}{identity.season}年填报{SLIP}", _TITLE)], 30)]
    lines += [SheetRow([Cell(f"{until}填好各表，发回{identity.upper}", _ASKED)], 24)]
    lines += [SheetRow([Cell(title, _LABEL), Cell(texts[key] or None, _VALUE)], 20) for key, title in SHOWN.items()]
    lines += [SheetRow([Cell(title, _LABEL), Cell(None, _OPEN)], 20) for title in _FILLED_IN.values()]
    lines += [SheetRow([Cell(text)], 20) for text in _HOW]
    return Sheet(SLIP, lines, [Wide(14), Wide(60)], protected=True, tab="C00000")


def with_property(data: bytes, identity: Identity) -> bytes:
    """The workbook with its identity as a property of the document."""
    book = read_book(data)
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _TYPES})
    entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", {"fmtid": _USERS, "pid": "2", "name": PROPERTY})
    etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = json.dumps(asdict(identity), ensure_ascii=False, sort_keys=True)
    book.package.put(_PART, etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True), _KIND)
    book.package.relate("", _PART, "custom-properties")
    return book.save()


def read_slip(data: bytes, workbook: Workbook) -> Slip:
    """What a workbook says of its identity, and who filled it in. Raises Unreadable."""
    texts = _of_sheet(workbook)
    return Slip(_made(texts), _of_document(data), texts.get("by", ""), texts.get("on", ""))


def _of_sheet(workbook: Workbook) -> Mapping[str, str]:
    """By key what the sheet says; nothing where there is no such sheet."""
    name = next((name for name in workbook.names if fold(name) == fold(SLIP)), None)
    if name is None:
        return {}
    keys = {fold(title): key for key, title in (*SHOWN.items(), *_FILLED_IN.items())}
    found: dict[str, str] = {}
    for row in workbook.sheet(name).rows:
        label, value = (*row, None, None)[:2]
        if isinstance(label, str) and (key := keys.get(fold(label))) is not None:
            found[key] = "" if is_blank(value) else _text(value)
    return found


def _text(value: object) -> str:
    """A cell as text: a day that a program has made a day of is written as it was."""
    from datetime import datetime

    return value.date().isoformat() if isinstance(value, datetime) else str(value).strip()


def _of_document(data: bytes) -> Identity | None:
    try:
        package = read_book(data).package
    except Unreadable:
        return None
    content = package.parts.get(package.related("", "custom-properties") or _PART)
    if content is None:
        return None
    try:
        entries = [entry for entry in parse(content) if entry.get("name") == PROPERTY]
        raw = json.loads("".join(entries[0].itertext())) if entries else None
    except (etree.XMLSyntaxError, ValueError):
        return None
    return _made({key: value for key, value in raw.items() if isinstance(value, str)}) if isinstance(raw, dict) else None


def _made(texts: Mapping[str, str]) -> Identity | None:
    """The identity of which there is enough to know whose it is."""
    return Identity(**{key: texts.get(key, "") for key in SHOWN}) if texts.get("unit") and texts.get("mark") else None
