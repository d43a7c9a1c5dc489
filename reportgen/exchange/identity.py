"""Whose a handed-out workbook is, for which season, by when; and whether that is still as it was written."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Self

SHOWN = {
    "unit": "单位",
    "level": "级别",
    "code": "代码",
    "season": "年度",
    "upper": "上级",
    "due": "截止日期",
    "handed": "下发日期",
    "version": "版次",
    "mark": "标识",
}
"""What an identity says, by key, as a person reads it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose a handed-out workbook is. Days are written 2023-10-20; `due` is empty without a deadline. `version` counts what was handed out to the unit.

    `mark` (标识) is a digest of all the others, by which a changed one is known.
    """

    unit: str
    level: str
    code: str
    season: str
    upper: str
    due: str
    handed: str
    version: str
    mark: str = ""

    def marked(self) -> Self:
        """The identity with its 标识."""
        return replace(self, mark=self._digest())

    @property
    def is_whole(self) -> bool:
        """Whether it is as it was written."""
        return self.mark == self._digest()

    def differing(self, other: "Identity") -> tuple[str, ...]:
        """What another says otherwise, in Chinese: both."""
        here, there = asdict(self), asdict(other)
        return tuple(f"{title}“{here[key]}”与“{there[key]}”" for key, title in SHOWN.items() if here[key] != there[key])

    def _digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(replace(self, mark="")), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
