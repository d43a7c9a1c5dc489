"""Answers that several pages give."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "json": "application/json",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
"""The types of files by their endings."""


def download(content: bytes, name: str) -> HttpResponse:
    """A file to be saved under a name."""
    type = TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return HttpResponse(content, content_type=type, headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)})
