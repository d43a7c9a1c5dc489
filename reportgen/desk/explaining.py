"""Where a person explains findings: the table 情况说明 of a unit, on the page on which it is filled in."""

from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlencode

from django.urls import reverse

from reportgen.building.project import Project
from reportgen.desk.engine import Engine, Seen
from reportgen.desk.roles import BY_ROUTE, Seat, may
from reportgen.desk.sheets import book_of
from reportgen.desk.uploads import folder_of, workbooks
from reportgen.diagnostics import Unreadable
from reportgen.inputs.schema.everywhere import EXPLANATIONS, everywhere


def where_to_explain(engine: Engine, seats: Iterable[Seat], seen: Seen, unit: str) -> str | None:
    """The address at which a person with these seats explains a finding of a unit; None where they don't, or it has no workbook. Raises Unavailable."""
    if not may(BY_ROUTE["edit"], seats, unit, seen.below):
        return None
    book = engine.ask(lambda project: _explained_in(project, unit))
    query = urlencode({"book": book, "sheet": everywhere()[EXPLANATIONS].title})
    return f"{reverse('edit', args=(engine.season, unit))}?{query}" if book else None


def _explained_in(project: Project, unit: str) -> str:
    """The workbook in which findings of a unit are explained: the one that has the sheet, else the first; "" where the unit has none."""
    books = [name for name, digest in workbooks(project, unit).items() if digest]
    for name in books if len(books) > 1 else ():
        with suppress(Unreadable, OSError):
            if everywhere()[EXPLANATIONS].title in book_of(project, project.workspace.relative(folder_of(project, unit) / name)).sheets:
                return name
    return books[0] if books else ""
