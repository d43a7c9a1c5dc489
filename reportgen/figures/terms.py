"""Rows picked by what their cells hold, and the numbers in them."""

from collections.abc import Iterable, Iterator

from reportgen.figures.figure import cell
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.vocabulary import means
from reportgen.language.figure import Term


def pick(rows: Iterable[Record], **match: object) -> Iterator[Record]:
    """The rows whose fields have these values; a row where such a field couldn't be read may be one of them, and counts.

    A choice may be named by its key.
    """
    for row in rows:
        for key, value in match.items():
            found = getattr(row, key)
            if found is not None and found != value and not means(found, value):
                break
        else:
            yield row


def terms(rows: Iterable[Record], key: str, **match: object) -> Iterator[Term]:
    """The numbers in field `key` of the rows that `pick` gives; unknown where a matched field couldn't be read."""
    for row in pick(rows, **match):
        unread = next((name for name in match if getattr(row, name) is None), None)
        yield cell(row, key) if unread is None else Term(None, (), (str(row.place(unread)),))
