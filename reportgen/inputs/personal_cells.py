"""A personal column of many rows, masked as it is read: what is well-formed at once, anything else cell by cell as `masking` does.

Of identity numbers two things stay that need the true ones: a keyed digest, by which the same household is found elsewhere, and what is wrong with them.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportgen.inputs.grid import Raw, is_blank
from reportgen.inputs.masking import is_word, mask_cell
from reportgen.inputs.personal import fault_of_identity
from reportgen.inputs.schema import Personal
from reportgen.inputs.wording import fold

if TYPE_CHECKING:
    import numpy as np

_PLAIN: Mapping[Personal, re.Pattern[str]] = {
    Personal.IDENTITY: re.compile("[0-9]{17}[0-9X]"),
    Personal.TELEPHONE: re.compile("1[0-9]{10}"),
    Personal.CARD: re.compile("[0-9]{16,19}"),
    Personal.ADDRESS: re.compile("([一-鿿]*(?:[一-鿿][0-9]{1,4})?[村社区镇乡])([0-9]{1,5})号"),
}
"""What most cells hold. Each is masked below as `personal.mask_value` masks it; a test holds the two together."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, as in personal.py
_CHECKS = b"10X98765432"
_WRONG_CHECK, _NO_SUCH_DAY = "的校验码不对，有一位或者几位写错了", "中的出生日期不存在"
_MOST_REMEMBERED = 50_000
"""Different cells of a column that are no plain ones, of which what came of them is remembered: names recur."""


@dataclass(slots=True)
class PersonalCells:
    """The cells of one column so far, row by row: `values` masked (None: blank), `kind` what they are. `key` is that of digests.

    `shown` are the rows whose cell was masked, `twice` the rows of identity numbers that an earlier row has, each with the first such row; `wrong` the rows of
    those that can't be right, by what is wrong. Rows are counted from 0.
    """

    kind: Personal
    key: bytes
    values: list[Any] = field(default_factory=list)
    digests: list[int] = field(default_factory=list)
    first: int | None = None
    masked: int = 0
    wrong: dict[str, list[int]] = field(default_factory=dict)
    twice: list[tuple[int, int]] = field(default_factory=list)
    odd: set[Raw] = field(default_factory=set)
    """What stood in cells that are the table's own words (合计, 无, a heading again)."""
    raws: dict[int, str] = field(default_factory=dict)
    """What stands, masked, in cells from which reading has made something else."""
    singly: list[int] = field(default_factory=list)
    """The rows whose cells were not of the plain sort: only these are left to read."""
    _seen: dict[str, int] = field(default_factory=dict)
    _known: dict[str, tuple[Raw, bool]] = field(default_factory=dict)

    def add(self, raws: Sequence[Raw]) -> None:
        """The column's cells of further rows."""
        start = len(self.values)
        plain = _PLAIN.get(self.kind)
        if plain is not None and set(map(type, raws)) == {str} and None not in (matches := list(map(plain.fullmatch, raws))):  # type: ignore[arg-type]  # texts
            texts: Sequence[str] = raws  # type: ignore[assignment]
            self.values += _mask_plain(texts, self.kind, matches)
            self.masked += len(texts)
            self.first = start if self.first is None else self.first
            if self.kind is Personal.IDENTITY:
                self._identities(range(start, start + len(texts)), [text if text[-1] != "X" else f"{text[:-1]}x" for text in texts])
                self._check(start, texts)
            return
        self.singly += range(start, start + len(raws))
        shown: list[tuple[int, str]] = []
        known = self._known
        for at, raw in enumerate(raws, start):
            found = known.get(raw) if type(raw) is str else None
            new, is_masked = found or self._one(raw)
            self.values.append(new)
            if is_masked:
                self.masked += 1
                self.first = at if self.first is None else self.first
                if self.kind is Personal.IDENTITY and isinstance(raw, str):
                    shown.append((at, raw))
        if self.kind is Personal.IDENTITY:
            self.digests += [0] * (len(self.values) - len(self.digests))
            self._identities([at for at, _ in shown], [fold(raw) for _, raw in shown])
            for at, raw in shown:
                if fault := fault_of_identity(raw):
                    self.wrong.setdefault(fault, []).append(at)

    def _one(self, raw: Raw) -> tuple[Raw, bool]:
        """A cell masked, and whether that has changed it."""
        found: tuple[Raw, bool]
        if is_blank(raw):
            found = None, False
        elif is_word(raw):
            self.odd.add(raw)
            found = raw, False
        else:
            new = mask_cell(raw, self.kind)
            found = new, new != raw
        if isinstance(raw, str) and len(self._known) < _MOST_REMEMBERED:
            self._known[raw] = found
        return found

    def _identities(self, rows: Sequence[int], folded: Sequence[str]) -> None:
        """Notes the digests of identity numbers, folded, and which of them an earlier row has."""
        self.digests += [0] * (max(rows, default=-1) + 1 - len(self.digests))
        seen, digests, key = self._seen, self.digests, self.key
        blake = hashlib.blake2b
        for row, text in zip(rows, folded, strict=True):
            digests[row] = int.from_bytes(blake(text.encode(), digest_size=8, key=key).digest(), "little") or 1
            earlier = seen.setdefault(text, row)
            if earlier != row:
                self.twice.append((row, earlier))

    def _check(self, start: int, texts: Sequence[str]) -> None:
        """Notes which plain identity numbers can't be right, as `personal.fault_of_identity` says it of one."""
        import numpy as np

        codes = np.array(texts, dtype="S18").view(np.uint8).reshape(len(texts), 18).astype(np.int32)
        digits = codes[:, :17] - ord("0")
        expected = np.frombuffer(_CHECKS, np.uint8)[digits @ np.array(_WEIGHTS, np.int32) % 11]
        checked = expected == codes[:, 17]
        for fault, rows in ((_WRONG_CHECK, ~checked), (_NO_SUCH_DAY, checked & ~_is_day(digits))):
            found = np.nonzero(rows)[0]
            if len(found):
                self.wrong.setdefault(fault, []).extend((found + start).tolist())


def _mask_plain(texts: Sequence[str], kind: Personal, matches: Sequence[Any]) -> list[str]:
    """Plain cells of a kind, masked; `matches` are those of the kind's pattern."""
    if kind is Personal.IDENTITY:
        return [f"{text[:6]}********{text[14:]}" for text in texts]
    if kind is Personal.TELEPHONE:
        return [f"{text[:3]}****{text[7:]}" for text in texts]
    if kind is Personal.CARD:
        return [f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}" for text in texts]
    return [f"{match[1]}{'*' * (len(match[2]) + 1)}" for match in matches]  # what follows the village


def _is_day(digits: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Whether the day of birth in identity numbers (their first 17 digits) is one."""
    import numpy as np

    year = digits[:, 6:10] @ np.array((1000, 100, 10, 1), np.int32)
    month, day = digits[:, 10] * 10 + digits[:, 11], digits[:, 12] * 10 + digits[:, 13]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = np.array((0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), np.int32)[np.clip(month, 0, 12)] + (leap & (month == 2))  # noqa: PLR2004  # February
    found: np.ndarray[Any, Any] = (year > 0) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= longest)  # noqa: PLR2004  # months of a year
    return found
