"""LibreOffice: whether it is here. It turns Word files that aren't ours, forms, into PDF."""

import shutil
from pathlib import Path

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def office() -> Path | None:
    """The program; None where it isn't installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice") or next((place for place in _PLACES if Path(place).is_file()), None)
    return None if found is None else Path(found).resolve()


def stamp() -> str:
    """What changes when LibreOffice is installed, renewed or taken away; empty where there is none."""
    program = office()
    if program is None:
        return ""
    beside = next((file for file in (program.with_name("soffice.bin"), program) if file.is_file()), program)
    status = beside.stat()
    return f"{beside} {status.st_size} {status.st_mtime_ns}"
