"""A clause of GB/T 9704-2012, or of a standard that its clause 9 calls for, and how it binds."""

from dataclasses import dataclass
from enum import StrEnum

from reportgen.diagnostics import Severity

GB_T_9704 = "GB/T 9704-2012"


class Strength(StrEnum):
    """How a clause binds, in its own word: what is stated as it is (规定) makes an error; 一般, 推荐 or 可以 a warning at most."""

    MUST = "规定"
    USUAL = "一般"
    ADVISED = "推荐"
    MAY = "可以"
    CUSTOM = "惯例"

    @property
    def severity(self) -> Severity:
        """The severity of what goes against it."""
        return {"规定": Severity.ERROR, "惯例": Severity.NOTICE}.get(self.value, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its standard, number, what it is about, and how it binds in the point that is checked."""

    number: str
    title: str
    strength: Strength
    standard: str = GB_T_9704

    def __str__(self) -> str:
        """As an official document cites it."""
        return f"{self.standard}第{self.number}条（{self.title}，{self.strength}）" if self.number else self.title
