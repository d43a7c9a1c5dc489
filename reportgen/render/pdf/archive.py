"""PDF/A-3u: the archival form of a PDF, which carries files inside it (ISO 19005-3)."""

import base64
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

import weasyprint

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
    attachments = [_attachment(one, archive.time, fetcher) for one in archive.attached]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile to be closed by itself
        content: bytes = document.write_pdf(pdf_variant="pdf/a-3u", pdf_tags=True, attachments=attachments, finisher=_finish)
    return content


def _attachment(one: Attached, time: datetime, fetcher: weasyprint.urls.URLFetcher) -> weasyprint.Attachment:
    # With its type in the address, which is else looked up in what the system happens to know.
    media = _TYPES.get(PurePosixPath(one.name).suffix.lower(), "application/octet-stream")
    address = f"data:{media};base64,{base64.b64encode(one.content).decode()}"
    details = {"name": one.name, "description": one.description, "relationship": "Source", "created": time, "modified": time}
    return weasyprint.Attachment(url=address, url_fetcher=fetcher, **details)


def _finish(_document: weasyprint.Document, pdf: Any) -> None:
    """What ISO 19005 asks for besides: each attachment listed once, pictures as they are (6.2.8.1), readable metadata."""
    listed = pdf.catalog.get("AF")
    if listed is not None:
        listed[:] = dict.fromkeys(listed)
    for entry in pdf.objects:
        extra = getattr(entry, "extra", {})
        if "Interpolate" in extra:
            extra["Interpolate"] = "false"
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False
