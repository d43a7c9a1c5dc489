"""What was found out of documents and of folders of inputs, kept by the digest of what it was made from.

In outputs/.reportgen/answers/: an entry that is lost or damaged is found out anew; where nothing can be written, nothing is kept, and nobody is told.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from reportgen.building import codec
from reportgen.building.snapshot import digest_of
from reportgen.building.store import Store
from reportgen.diagnostics import Place
from reportgen.documents.named import Named
from reportgen.language.figure import Absent, Figure
from reportgen.pipeline.answer import Answer
from reportgen.pipeline.traced import Trace, Traced
from reportgen.shapes import AS_JSON, MISSHAPEN, listed, shaped
from reportgen.versions.cells import shorten
from reportgen.versions.details import read_details, write_details
from reportgen.versions.version import DamagedRecord

V = TypeVar("V")

FOLDER = ".reportgen/answers"
MOST_BYTES = 128 * 2**20
"""Of a city with 16 counties one making of all documents is some 2 MB here: months of saving."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known, by the digest of what it was made from; what was found out is `kept` once it is sure that nothing has moved meanwhile."""

    store: Store
    found: dict[str, bytes] = field(default_factory=dict)

    def get(self, decode: Callable[[Any], V], *of: str) -> V | None:
        """The value kept of what `of` digests and names, decoded; None where there is none, or one of another shape."""
        key = digest_of(of)
        content = self.found.get(key) or self.store.get(key)
        try:
            return None if content is None else decode(json.loads(zlib.decompress(content)))
        except (zlib.error, DamagedRecord, *MISSHAPEN):
            return None

    def note(self, value: Any, *of: str) -> None:
        """Find out a value of what `of` digests and names."""
        self.found[digest_of(of)] = zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors=AS_JSON), 1)

    def keep(self) -> None:
        """Keep what was found out."""
        if self.found:
            for key, content in self.found.items():
                self.store.put(key, content)
            self.found.clear()
            self.store.prune()


def open_answers(outputs: Path) -> Answers:
    """The answers of an outputs folder."""
    return Answers(Store(outputs / FOLDER, MOST_BYTES))


def encode_answer(answer: Answer) -> list[Any]:
    """An answer as plain values."""
    return [codec.encode_all(answer.problems), codec.encode_evaluated(answer.evaluated), answer.html, answer.visible, answer.missing]


def decode_answer(values: list[Any]) -> Answer:
    """The answer that `encode_answer` made the values of."""
    problems, evaluated, *rest = listed(values)
    return shaped(Answer(codec.problems(problems), codec.evaluated(evaluated), *rest), Answer)


def encode_trace(trace: Trace) -> list[Any] | None:
    """A trace as plain values; None where it has so many cells that it isn't kept."""
    figures = tuple(item.figure for item in trace.traced)
    if shorten(figures) is not figures:
        return None
    numbers = {place: number for number, place in enumerate(_places(trace.traced))}
    columns = None if trace.columns is None else [[*column, [numbers[place] for place in places]] for column, places in trace.columns.items()]
    return [write_details(figures, ()).decode(errors=AS_JSON), [item.shown for item in trace.traced], codec.encode_all(trace.problems), columns]


def decode_trace(values: list[Any]) -> Trace:
    """The trace that `encode_trace` made the values of."""
    details, shown, problems, columns = listed(values)
    figures = read_details(details.encode(errors=AS_JSON)).figures.values()
    traced = tuple(Traced(figure, tuple(listed(texts))) for figure, texts in zip(figures, listed(shown), strict=True))
    places = _places(traced)
    by_column = (
        None
        if columns is None
        else {(dataset, key): frozenset(places[number] for number in listed(numbers)) for dataset, key, numbers in map(listed, listed(columns))}
    )
    return shaped(Trace(traced, codec.problems(problems), by_column), Trace)


def _places(traced: Iterable[Traced]) -> tuple[Place, ...]:
    """The cells that figures come from, each once."""
    return tuple(dict.fromkeys(source.place for item in traced for source in item.figure.sources))


def encode_names(names: Sequence[Named]) -> list[Any]:
    """Names as plain values: of a figure its number without its cells."""
    return [[named.name, named.label, named.each, *_encode_value(named.value)] for named in names]


def decode_names(values: list[Any]) -> tuple[Named, ...]:
    """The names that `encode_names` made the values of."""
    return shaped(
        tuple(Named(name, _decode_value(sort, value), label, each) for name, label, each, sort, value in map(listed, listed(values))), tuple[Named, ...]
    )


def _encode_value(value: Any) -> tuple[str, Any]:
    if isinstance(value, Figure):
        return "figure", [None if value.value is None else str(value.value), value.name, value.label, value.unit, value.formula, value.void]
    if isinstance(value, Absent):
        return "absent", value.label
    if isinstance(value, bool | int):
        return "plain", value
    return ("date", value.isoformat()) if isinstance(value, date) else ("plain", str(value))


def _decode_value(sort: str, value: Any) -> Any:
    if sort == "figure":
        number, name, label, unit, formula, void = listed(value)
        return shaped(Figure(None if number is None else Decimal(number), (), (), name, label, unit, formula, void), Figure)
    if sort == "absent":
        return Absent(shaped(value, str))
    return date.fromisoformat(value) if sort == "date" else shaped(value, str | int | bool)
