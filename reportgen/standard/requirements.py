"""The standard as records: what each clause demands of one thing that can be measured or seen in a document, in profile/*.yaml.

A record says what is wanted and what is still accepted, and has the words of the fault; `lint/checks` measure the thing. Nothing here
knows how this program sets its own documents: tests/standard holds `render/layout.py` against the records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reportgen.diagnostics import Severity
from reportgen.standard.clauses import GB_T_9704, Clause, Strength
from reportgen.standard.units import counted, in_millimetres, type_size

PROFILE = Path(__file__).parent / "profile"
_FILES = ("page", "head", "body", "colophon", "writing", "forms")
"""In the order of the standard's clauses; those of the forms of clause 10 come last."""
_LOOK = "5.2.2"
"""The clause whose records have the words for the font and size of any element."""
_SEVERITIES = {severity.title: severity for severity in Severity}

Words = str | Mapping[str, str]
"""A template of a message; where it depends on what is the case, one for each case."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Requirement:
    """What a clause demands of one thing (`object`, `name` to people), and the words of the fault (`what`, `found`, `expected`, `help`).

    `wanted` is the value by the clause; `least` and `most` bound what is accepted, all in `unit`, and `reason` says why so much is. Without
    bounds the check itself says what is right. `code` is that of the fault, which records of like things share.
    """

    id: str
    code: str
    clause: Clause
    severity: Severity
    object: str
    name: str
    wanted: float | str | None = None
    unit: str = ""
    least: float | None = None
    most: float | None = None
    reason: str = ""
    what: str = ""
    found: Words = ""
    expected: Words = ""
    help: str = ""

    def accepts(self, value: float) -> bool:
        """Whether a measured value, in the record's unit, is within its bounds."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def in_words(self, value: float) -> str:
        """A measured value with its unit: 3毫米, 1.5字, 3号（16磅）."""
        if self.unit == "毫米":
            return in_millimetres(value)
        return type_size(value) if self.unit == "磅" else f"{counted(value)}{self.unit}"

    @property
    def wanted_in_words(self) -> str:
        """What is wanted, as a message says it."""
        if not isinstance(self.wanted, float):
            return self.wanted or ""
        return type_size(self.wanted) if self.unit == "磅" else f"{self.wanted:g}{self.unit}"

    @property
    def number(self) -> float:
        """The wanted value of a record that wants a number. Raises TypeError for one that doesn't."""
        if not isinstance(self.wanted, float):
            raise TypeError(f"{self.id} wants no number")
        return self.wanted


def _requirements() -> Iterator[Requirement]:
    groups = [group for name in _FILES for group in yaml.load((PROFILE / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)]
    look = next(group["requirements"] for group in groups if group["clause"] == _LOOK)
    for group in groups:
        clause = Clause(group["clause"], group["title"], Strength(group["strength"]), group.get("standard", GB_T_9704))
        for id, entry in group.get("requirements", {}).items():
            yield _requirement(id, clause, entry)
        for element, row in group.get("type", {}).items():
            for code, wanted in (("font", "face"), ("size", "size")):
                if wanted in row:
                    yield _requirement(f"{element}.{code}", clause, {**_of(look[code], element, row["name"]), "code": code, "wanted": row[wanted]})


def _of(entry: Mapping[str, Any], element: str, name: str) -> dict[str, Any]:
    """The entry of a font or size as that of an element."""
    said = {key: entry[key].replace("{element}", name) for key in ("what", "help")}
    return {**entry, **said, "object": entry["object"].replace("text", element), "name": said["what"]}


def _requirement(id: str, clause: Clause, entry: Mapping[str, Any]) -> Requirement:
    values: dict[str, Any] = {"code": id, "severity": clause.strength.severity.title, **entry}
    tolerance = values.pop("tolerance", 0)
    wanted = values.get("wanted")
    if isinstance(wanted, int | float):
        values["wanted"] = float(wanted)
        if "least" not in values and "most" not in values:
            values |= {"least": wanted - tolerance, "most": wanted + tolerance}
    return Requirement(**{**values, "id": id, "clause": clause, "severity": _SEVERITIES[values["severity"]]})


STANDARD: Mapping[str, Requirement] = {one.id: one for one in _requirements()}
"""Every record by its id, in the order of the standard."""
