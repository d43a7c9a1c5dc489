"""One type for every fault that a person must see, wherever it was found.

A fault is a value with a place. It is collected, never raised one at a time, and shown at the end to
three readers: the console, JSON, and the compliance report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How a fault binds: 必须整改, 应当核实, 提示."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def title(self) -> str:  # type: ignore[override]  # a word, where str has a method that no one needs here
        """The Chinese word that a user sees."""
        return {"error": "错误", "warning": "警告", "notice": "提示"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: a file (path relative to the workspace, with /) and a cell or a line in it; in a Word file `cell` says it in words."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """As people write it: 文件#表!格, 文件:行, or of a Word file 文件 第1个表格第2行第3格."""
        text = self.file
        if self.sheet:
            text += f"#{self.sheet}"
        if self.cell:
            text += f"!{self.cell}" if self.cell.isascii() else f" {self.cell}"
        if self.line is not None:
            text += f":{self.line}"
        return text


def place_json(place: Place) -> dict[str, str | int | None]:
    """A place as JSON gives it."""
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, "line": place.line}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A fault of inputs, templates or settings: what is wrong, where, and how to mend it.

    `code` is stable English (`inputs.not-a-number`); `message` and `help` are Chinese, `help` says what to do.
    `unit` names the unit (单位) whose documents it concerns, where there is one.
    """

    code: str
    severity: Severity
    message: str
    places: tuple[Place, ...] = ()
    help: str = ""
    unit: str | None = None


def one_line(diagnostic: Diagnostic) -> str:
    """A fault with its first place, in one line."""
    return f"{diagnostic.places[0]} {diagnostic.message}" if diagnostic.places else diagnostic.message


def error(code: str, message: str, *places: Place, help: str = "", unit: str | None = None) -> Diagnostic:
    """A fault that must be mended (必须整改)."""
    return Diagnostic(code, Severity.ERROR, message, places, help, unit)


def warning(code: str, message: str, *places: Place, help: str = "", unit: str | None = None) -> Diagnostic:
    """Something that a person should look at (应当核实)."""
    return Diagnostic(code, Severity.WARNING, message, places, help, unit)


def notice(code: str, message: str, *places: Place, help: str = "", unit: str | None = None) -> Diagnostic:
    """Something read in the only way a person would, and said (提示)."""
    return Diagnostic(code, Severity.NOTICE, message, places, help, unit)


class Unreadable(ValueError):
    """A file from outside that can't be read: empty, encrypted, damaged, too large, or something else than it says.

    `code` is the end of the diagnostic's code (`damaged` of `inputs.damaged`), `message` and `help` are its words; whoever catches it
    says in which area, and of what file.
    """

    def __init__(self, code: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.help = code, message, help

    def diagnostic(self, area: str, place: Place, subject: str = "", help: str = "") -> Diagnostic:
        """The fault as a diagnostic at `place`; `subject` stands before its message, `help` says what to do where the fault doesn't."""
        return error(f"{area}.{self.code}", f"{subject}{self.message}", place, help=help or self.help)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them must be mended before the exit status can be 0."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
