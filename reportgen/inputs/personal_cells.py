"""The personal columns of many rows, masked as they are read: what is well-formed by a query, any other cell as `masking` does it, each different one once.

Of identity numbers two things stay that need the true ones: a keyed digest, by which the same household is found elsewhere, and what is wrong with them.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from reportgen.inputs.grid import Raw, is_blank
from reportgen.inputs.masking import is_word, mask_cell, starts_of_headings
from reportgen.inputs.personal import fault_of_identity
from reportgen.inputs.schema import Personal
from reportgen.inputs.wording import fold
from reportgen.ledger.engine import quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

PEOPLE = "people"
"""The table of what the personal columns have become, a row for each of the file's: `m3` is column 3 masked, `d3` the digest of an identity number."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, as in personal.py
_CHECKS = "10X98765432"
_LONGEST, _FEBRUARY = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0), 2  # days of the months, none before the first and behind the last
_WRONG_CHECK, _NO_SUCH_DAY = "的校验码不对，有一位或者几位写错了", "中的出生日期不存在"
_TOTALS = "计計總匯彙汇均总共求其含包比率增幅环过承转接全"
"""What labels of totals have a character of: a name or a village that has one too is looked at by itself."""
_FIRST, _LAST = 0x4E00, 0x9FFF  # the common Chinese characters


class Wrong(NamedTuple):
    """Identity numbers that are wrong in one way: what is wrong, how many they are, the first of their rows."""

    fault: str
    number: int
    rows: Sequence[int]


class _Odd(NamedTuple):
    """What a cell that isn't plain has become, whether it was masked, its digest (0: none), what is wrong with it; the spaces of a blank one."""

    new: Raw
    masked: bool
    digest: int = 0
    fault: str = ""
    spaces: str | None = None


@dataclass(slots=True)
class PersonalCells:
    """The personal columns of a table, `kinds` by their numbers; `key` is that of digests. Rows are counted from 0, of those that were added.

    `codes` are columns of which each cell is a code, kept beside them as it stands.
    """

    link: "DuckDBPyConnection"
    kinds: Mapping[int, Personal]
    key: bytes
    codes: Collection[int] = ()
    rows: int = 0
    faults: list[str] = field(default_factory=lambda: ["", _WRONG_CHECK, _NO_SUCH_DAY])
    _written: dict[str, Raw] = field(default_factory=dict)
    _told: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = [f"m{at} VARCHAR, was{at} VARCHAR, odd{at} BOOLEAN, masked{at} BOOLEAN, d{at} UBIGINT, wrong{at} UTINYINT" for at in self.kinds]
        columns += [f"m{at} VARCHAR" for at in self.codes]
        self.link.execute(f"CREATE OR REPLACE TEMP TABLE {PEOPLE} ({', '.join(('n INTEGER', 'same UBIGINT', *columns))})")

    def add(self, kept: "np.ndarray[Any, Any] | None", settle: Callable[[Raw], Raw], written: Mapping[str, Raw]) -> set[Raw]:
        """The columns of further rows, in the table `piece` (of these only `kept`, where given); which cells are the table's own words (合计, a heading).

        `written` are the cells that stand there as a text for something else.
        """
        words: set[Raw] = set()
        link, chosen = self.link, list[str]()
        joined: list[tuple[str, str]] = []
        plain = {at: f"regexp_full_match(c{at}, {quoted(_pattern(kind))})" for at, kind in self.kinds.items()}
        counted = ", ".join(f"count(*) FILTER (NOT {condition})" for condition in ("FALSE", *plain.values()))
        rows, *found = _asked(link, f"SELECT {counted} FROM piece")[0]
        for (at, kind), number in zip(self.kinds.items(), found, strict=True):
            others = _asked(link, f"SELECT DISTINCT c{at} FROM piece WHERE NOT {plain[at]}") if number else []
            odd = {text: self._one(settle(written.get(text, text)), kind, words) for (text,) in others}
            chosen.append(self._chosen(at, kind, odd))
            if odd:
                link.register(f"odd{at}", self._table(odd))
                joined.append((f"odd{at}", f"LEFT JOIN odd{at} ON c{at} = odd{at}.raw"))
        chosen += [f"c{at}" for at in self.codes]
        compared = [f"c{at}" for at in (*self.kinds, *self.codes)]
        same = f"hash({', '.join(compared)})" if compared else "0"
        numbered = "SELECT rowid AS _at, * FROM piece"
        looked = {f"wrong{at}": _faults(link, at) for at, kind in self.kinds.items() if kind is Personal.IDENTITY}
        if looked:
            link.register("looked", looked)
            numbered = f"SELECT * FROM ({numbered}) POSITIONAL JOIN looked"
        if kept is not None:
            link.register("kept", {"number": kept})
            numbered = f"SELECT * FROM ({numbered}) WHERE _at IN (SELECT number FROM kept)"
        n, order = (f"{self.rows} + _at", "") if not joined and kept is None else (f"{self.rows} + row_number() OVER (ORDER BY _at) - 1", "ORDER BY n")
        listed, joins = ", ".join((f"{n} AS n", same, *chosen)), " ".join(join for _, join in joined)
        link.execute(f"INSERT INTO {PEOPLE} SELECT {listed} FROM ({numbered}) {joins} {order}")
        for name, _ in joined:
            link.unregister(name)
        self.rows += rows if kept is None else len(kept)
        self._told.clear()
        return words

    def blank(self, at: int) -> "np.ndarray[Any, Any]":
        """Which rows of the table `piece` have nothing in a column."""
        import numpy as np

        found = [text for (text,) in _asked(self.link, f"SELECT DISTINCT c{at} FROM piece WHERE NOT regexp_full_match(c{at}, '.*[0-9A-Za-z一-鿿].*')")]
        among = ", ".join(quoted(text) for text in found if is_blank(text))
        cells = self.link.execute(f"SELECT c{at} IN ({among}) AS blank FROM piece" if among else "SELECT FALSE AS blank FROM piece").fetchnumpy()
        return np.asarray(cells["blank"], bool)

    def same(self) -> "np.ndarray[Any, Any]":
        """Of each row what is equal where all its personal cells are."""
        import numpy as np

        return np.asarray(self.link.execute(f"SELECT same FROM {PEOPLE} ORDER BY n").fetchnumpy()["same"], np.uint64)

    def nothing(self, at: int) -> int:
        """How many rows have nothing in a column."""
        return int(self._tell(f"nothing{at}"))

    def rows_without(self, at: int) -> list[int]:
        """The rows that have nothing in a column."""
        return [row for (row,) in _asked(self.link, f"SELECT n FROM {PEOPLE} WHERE m{at} IS NULL ORDER BY n")] if self.nothing(at) else []

    def odd(self, at: int) -> dict[str | None, Raw]:
        """The different cells of a column that weren't plain, masked, by the texts that the table has for them."""
        found = _asked(self.link, f"SELECT DISTINCT m{at} FROM {PEOPLE} WHERE odd{at}") if self._tell(f"odd{at}") else []
        return {text: self._written.get(text, text) if text is not None else None for (text,) in found}

    def rows_of(self, at: int, texts: Collection[str | None]) -> list[tuple[int, str | None]]:
        """The rows whose cells weren't plain and have one of these texts, each with it."""
        nothing, among = f"m{at} IS NULL" if None in texts else "FALSE", ", ".join(quoted(text) for text in texts if text is not None)
        condition = f"({nothing} OR m{at} IN ({among}))" if among else nothing
        return [(row, text) for row, text in _asked(self.link, f"SELECT n, m{at} FROM {PEOPLE} WHERE odd{at} AND {condition} ORDER BY n")]

    def become(self, at: int, texts: Mapping[str, tuple[str, str | None]]) -> None:
        """Cells that weren't plain, by the texts that the table has for them, are read as something else: how they are shown, and what they become."""
        for text, (shown, new) in texts.items():
            self.link.execute(f"UPDATE {PEOPLE} SET was{at} = ?, m{at} = ? WHERE odd{at} AND was{at} IS NULL AND m{at} = ?", [shown, new, text])
        if texts:
            self._told.clear()

    def has_been_other(self, at: int) -> bool:
        """Whether any cell of a column was read as something else than stands there."""
        return bool(self._tell(f"was{at}"))

    def masked(self) -> tuple[int, dict[int, int]]:
        """How many cells were masked, and of each column that has any the first row with one."""
        firsts = {at: self._tell(f"first{at}") for at in self.kinds}
        return sum(self._tell(f"masked{at}") for at in self.kinds), {at: first for at, first in firsts.items() if first is not None}

    def wrong(self, at: int, most: int) -> list[Wrong]:
        """What is wrong with the identity numbers of a column, in the order in which it comes, each with its first rows."""
        if not self._tell(f"wrong{at}"):
            return []
        kinds = _asked(self.link, f"SELECT wrong{at}, count(*) FROM {PEOPLE} WHERE wrong{at} > 0 GROUP BY 1 ORDER BY min(n)")
        of = f"SELECT n FROM {PEOPLE} WHERE wrong{at} = ? ORDER BY n LIMIT {most}"
        return [Wrong(self.faults[kind], number, [row for (row,) in _asked(self.link, of, kind)]) for kind, number in kinds]

    def twice(self, at: int, most: int) -> tuple[int, list[tuple[int, int]]]:
        """How many rows have the identity number of an earlier one, and of the first of them each with that one."""
        several = f"SELECT d{at} AS digest, min(n) AS first, count(*) AS number FROM {PEOPLE} WHERE d{at} > 0 GROUP BY 1 HAVING count(*) > 1"
        number = _asked(self.link, f"SELECT coalesce(sum(number - 1), 0)::BIGINT FROM ({several})")[0][0]
        rows = f"SELECT n, first FROM {PEOPLE} JOIN ({several}) ON d{at} = digest WHERE n > first ORDER BY n LIMIT {most}"
        return number, [(row, first) for row, first in _asked(self.link, rows)] if number else []

    def _tell(self, what: str) -> Any:
        """What one query tells of all columns: how many cells are blank, weren't plain, were read as something else, were masked (and the first), are wrong."""
        if not self._told:
            asked = ", ".join(
                f"count(*) FILTER (m{at} IS NULL) AS nothing{at}, count(*) FILTER (odd{at}) AS odd{at}, count(was{at}) AS was{at}, "
                f"count(*) FILTER (masked{at}) AS masked{at}, min(n) FILTER (masked{at}) AS first{at}, count(*) FILTER (wrong{at} > 0) AS wrong{at}"
                for at in self.kinds
            )
            found = self.link.execute(f"SELECT {asked} FROM {PEOPLE}")
            self._told.update(zip((column[0] for column in found.description), found.fetchall()[0], strict=True))
        return self._told[what]

    def _one(self, raw: Raw, kind: Personal, words: set[Raw]) -> _Odd:
        """What becomes of a cell that isn't plain."""
        if is_blank(raw):
            return _Odd(None, masked=False, spaces=str(raw) if raw else None)
        if is_word(raw):
            words.add(raw)
            return _Odd(raw, masked=False)
        new = mask_cell(raw, kind)
        if kind is not Personal.IDENTITY or new == raw or not isinstance(raw, str):
            return _Odd(new, new != raw)
        return _Odd(new, masked=True, digest=digest_of(raw, self.key), fault=fault_of_identity(raw) or "")

    def _table(self, odd: Mapping[str, _Odd]) -> dict[str, Any]:
        """Cells that aren't plain as a table."""
        import numpy as np

        self.faults += [fault for fault in dict.fromkeys(one.fault for one in odd.values()) if fault not in self.faults]
        raws, news, spaces = (np.empty(len(odd), object) for _ in range(3))
        raws[:], spaces[:] = list(odd), [one.spaces for one in odd.values()]
        news[:] = [None if one.new is None else written_as(one.new) for one in odd.values()]
        self._written |= {text: one.new for text, one in zip(news, odd.values(), strict=True) if text is not None and not isinstance(one.new, str)}
        return {
            "raw": raws,
            "new": news,
            "was": spaces,
            "masked": np.array([one.masked for one in odd.values()]),
            "digest": np.array([one.digest for one in odd.values()], np.uint64),
            "wrong": np.array([self.faults.index(one.fault) for one in odd.values()], np.uint8),
        }

    def _chosen(self, at: int, kind: Personal, odd: Mapping[str, _Odd]) -> str:
        """What a column has become, in SQL, as the columns of the table."""
        new, digest, wrong = _masked(kind, f"c{at}"), "0", "0"
        if kind is Personal.IDENTITY:
            digest = f"greatest(('0x' || left(sha256({quoted(self.key.hex())} || lower(c{at})), 16))::UBIGINT, 1)"
            wrong = f"wrong{at}"
        if not odd:
            return f"{new}, NULL, FALSE, TRUE, {digest}, {wrong}"
        plain = f"odd{at}.raw IS NULL"
        found = {"new": new, "masked": "TRUE", "digest": digest, "wrong": wrong}
        made = {name: f"CASE WHEN {plain} THEN {value} ELSE odd{at}.{name} END" for name, value in found.items()}
        return f"{made['new']}, odd{at}.was, NOT {plain}, {made['masked']}, {made['digest']}, {made['wrong']}"


def written_as(raw: Raw) -> str:
    """A cell as a text that stands for it alone: itself where it is one."""
    return raw if isinstance(raw, str) else f"\x02{type(raw).__name__} {raw!r}"


def digest_of(identity: str, key: bytes) -> int:
    """The keyed digest of an identity number, however it is written."""
    return max(int(hashlib.sha256(f"{key.hex()}{fold(identity)}".encode()).hexdigest()[:16], 16), 1)


def digests_of(raws: Sequence[Raw], key: bytes) -> Iterator[int]:
    """Those of the cells of a column; 0 where a cell holds nothing that had to be masked."""
    for raw in raws:
        is_one = isinstance(raw, str) and not is_blank(raw) and not is_word(raw) and mask_cell(raw, Personal.IDENTITY) != raw
        yield digest_of(str(raw), key) if is_one else 0


@cache
def _pattern(kind: Personal) -> str:
    """What most cells of a kind hold; the others are looked at by themselves."""
    other = _characters(_TOTALS)
    first, known = _characters(_TOTALS, *starts_of_headings()), _characters(_TOTALS, "某")
    return {
        Personal.IDENTITY: "[0-9]{17}[0-9X]",
        Personal.TELEPHONE: "1[0-9]{10}",
        Personal.CARD: "[0-9]{16,19}",
        Personal.HEAD: f"{first}(?:{other}{{0,2}}{known}|{other}?{known}{other}|{known}{other}{{2}})",  # 张某某 is masked already
        Personal.ADDRESS: f"{first}{other}*[0-9]{{0,4}}(?:村|社区|镇|乡)[0-9]{{1,5}}号",
    }[kind]


def _characters(*without: str) -> str:
    """The pattern of a common Chinese character that is none of these."""
    left_out = sorted({ord(one) for text in without for one in text if _FIRST <= ord(one) <= _LAST})
    begins = [_FIRST, *(code + 1 for code in left_out)]
    ends = [*(code - 1 for code in left_out), _LAST]
    return f"[{''.join(f'{chr(begin)}-{chr(end)}' for begin, end in zip(begins, ends, strict=True) if begin <= end)}]"


def _masked(kind: Personal, cell: str) -> str:
    """A plain cell masked, in SQL, as `personal.mask_value` masks it; a test holds the two together."""
    village = f"rtrim(left({cell}, -1), '0123456789')"
    return {
        Personal.IDENTITY: f"left({cell}, 6) || '********' || right({cell}, 4)",
        Personal.TELEPHONE: f"left({cell}, 3) || '****' || right({cell}, 4)",
        Personal.CARD: f"left({cell}, 4) || repeat('*', length({cell}) - 8) || right({cell}, 4)",
        Personal.HEAD: f"left({cell}, 1) || repeat('*', length({cell}) - 1)",
        Personal.ADDRESS: f"{village} || repeat('*', length({cell}) - length({village}))",
    }[kind]


def _faults(link: "DuckDBPyConnection", at: int) -> "np.ndarray[Any, Any]":
    """What is wrong with the plain identity numbers of a column of `piece`, as `personal.fault_of_identity` says it: of each the number of the fault."""
    import numpy as np

    asked = f"SELECT coalesce(TRY_CAST(left(c{at}, 17) AS BIGINT), 0) AS number, coalesce(ascii(right(c{at}, 1)), 0) AS last FROM piece"
    found = link.execute(asked).fetchnumpy()
    number, last = (np.asarray(found[name], np.int64) for name in ("number", "last"))
    checked = sum(weight * (number // 10 ** (16 - digit) % 10) for digit, weight in enumerate(_WEIGHTS)) % len(_CHECKS)
    year, month, day = (number // 10**zeros % most for zeros, most in ((7, 10_000), (5, 100), (3, 100)))
    longest = np.array(_LONGEST)[np.minimum(month, len(_LONGEST) - 1)] + ((month == _FEBRUARY) & (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0)))
    no_day = (year < 1) | (day < 1) | (day > longest)
    return np.where(np.frombuffer(_CHECKS.encode(), np.uint8)[checked] != last, 1, np.where(no_day, 2, 0)).astype(np.uint8)


def _asked(link: "DuckDBPyConnection", query: str, *values: object) -> list[tuple[Any, ...]]:
    return link.execute(query, values).fetchall()
