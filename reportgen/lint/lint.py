"""A file -> what is wrong with it by GB/T 9704-2012, and what could not be checked."""

import errno
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Severity, Unreadable
from reportgen.files import MAX_BYTES, read_file
from reportgen.lint.faults import Fault, UncheckedRequirement

_PDF, _ZIP, _OLE = b"%PDF-", b"PK", bytes.fromhex("D0CF11E0A1B11AE1")
_HEAD = 1024  # bytes: a PDF may begin with others


@dataclass(frozen=True, slots=True)
class Linted:
    """The outcome for one file. `form` is the form of official document that it has, or that it is none.

    `problems` say why the file couldn't be read; there is nothing else then.
    """

    file: str
    format: str = ""
    form: str = ""
    official: bool = False
    pages: int | None = None
    faults: tuple[Fault, ...] = ()
    unchecked: tuple[UncheckedRequirement, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def lint(path: Path, name: str | None = None) -> Linted:
    """Check a Word file or a PDF; `name` is what it is called in the outcome. Raises OSError where it can't be opened."""
    name = name or str(path)
    try:
        return lint_bytes(_read(path), name)
    except Unreadable as problem:
        return Linted(name, problems=(problem.diagnostic("lint", Place(name)),))


def _read(path: Path) -> bytes:
    try:
        return read_file(path).data
    except OSError as fault:
        if fault.errno == errno.EFBIG:
            raise Unreadable("too-large", f"大于{MAX_BYTES // 2**20}MB，为安全起见没有读取", "请压缩其中的图片，或者把文件分开保存") from fault
        raise


def lint_bytes(data: bytes, name: str) -> Linted:
    """Check the bytes of a Word file or PDF. Raises Unreadable."""
    from reportgen.lint.checks import checks_of
    from reportgen.lint.elements import OfficialForm, recognise

    if not data:
        raise Unreadable("empty-file", "是空文件", "请重新保存这个文件")
    if _PDF in data[:_HEAD]:
        from reportgen.lint.pdf import read_pdf as read
    elif data.startswith((_ZIP, _OLE)):
        from reportgen.lint.word import read_docx as read
    else:
        raise Unreadable("not-a-document", "不是 Word 文件（.docx），也不是 PDF", "请给出 .docx 或者 .pdf 文件；旧的 .doc 文件请另存为 .docx")
    document = read(data)
    official = recognise(document)
    said = [one for check in checks_of(official) for one in check(official)]
    bound = official.form is not OfficialForm.NONE
    faults = tuple(one if bound else _as_notice(one) for one in said if isinstance(one, Fault))
    unchecked = tuple(dict.fromkeys(one for one in said if isinstance(one, UncheckedRequirement)))
    return Linted(name, document.format, official.form.value, bound, document.pages, faults, unchecked)


def _as_notice(found: Fault) -> Fault:
    """A fault of what is no official document: the standard doesn't bind it."""
    return replace(found, severity=Severity.NOTICE)
