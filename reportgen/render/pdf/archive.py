"""PDF/A-3u: the archival form of a PDF, which carries files inside it (ISO 19005-3)."""

import base64
import re
import warnings
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import PurePosixPath
from typing import Any

import pydyf
import weasyprint

_UNSURE_END = re.compile(rb"[\r\n]\nendstream")
_TYPES = {
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".txt": "text/plain",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside a PDF: its name without folders, its bytes, and in words what it is to the document."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Archive:
    """What makes a PDF an archive: the files that the document was made from, and the time of archiving, which is theirs."""

    attached: tuple[Attached, ...]
    time: datetime


def archived(document: weasyprint.Document, archive: Archive, fetcher: weasyprint.urls.URLFetcher) -> bytes:
    """A laid out document as a tagged PDF/A-3u. `fetcher` must take `data:` addresses."""
    for unused in count():
        # A reader looks names up in a tree that has to be in their order (ISO 32000-1 7.9.6).
        attachments = [_attachment(one, archive.time, fetcher) for one in sorted(archive.attached, key=lambda one: one.name.encode())]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile to be closed by itself
            content: bytes = document.write_pdf(
                pdf_variant="pdf/a-3u", pdf_tags=True, attachments=attachments, finisher=lambda _document, pdf, unused=unused: _finish(pdf, unused)
            )
        # The lists of objects are written last, where no finisher sees them: some other number of objects ends otherwise.
        if not _UNSURE_END.search(content):
            break
    return content


def _attachment(one: Attached, time: datetime, fetcher: weasyprint.urls.URLFetcher) -> weasyprint.Attachment:
    # With its type in the address, which is else looked up in what the system happens to know.
    media = _TYPES.get(PurePosixPath(one.name).suffix.lower(), "application/octet-stream")
    address = f"data:{media};base64,{base64.b64encode(one.content).decode()}"
    details = {"name": one.name, "description": one.description, "relationship": "Source", "created": time, "modified": time}
    return weasyprint.Attachment(url=address, url_fetcher=fetcher, **details)


def _finish(pdf: Any, unused: int) -> None:
    """What ISO 19005 asks for besides: each attachment listed once, pictures as they are (6.2.8.1), readable metadata, ends that are sure.

    Objects that nothing uses are added in the number given.
    """
    listed = pdf.catalog.get("AF")
    if listed is not None:
        listed[:] = dict.fromkeys(listed)
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream):
            if "Interpolate" in entry.extra:
                entry.extra["Interpolate"] = "false"
            _end_surely(entry)
    for _ in range(unused):
        pdf.add_object(pydyf.Dictionary())


def _end_surely(stream: Any) -> None:
    """A stream that ends in what could be the end of a line leaves its length unsure (6.1.7.1): such a one is written in characters."""
    content = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    if content[-1:] not in (b"\r", b"\n"):
        return
    extra = stream.extra
    earlier = ["/FlateDecode"] if stream.compress else extra.get("Filter", [])
    filters = earlier if isinstance(earlier, list) else [earlier]
    if "DecodeParms" in extra:
        given = extra["DecodeParms"]
        extra["DecodeParms"] = pydyf.Array(["null", *(given if isinstance(given, list) else [given])])
    stream.stream, stream.compress, extra["Filter"] = [base64.a85encode(content) + b"~>"], False, pydyf.Array(["/ASCII85Decode", *filters])
