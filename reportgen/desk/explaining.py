"""Where a person explains findings: the table 情况说明 of a unit, on the page on which it is filled in."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from reportgen.desk.engine import Engine, Seen
from reportgen.desk.roles import BY_ROUTE, Seat, may
from reportgen.desk.tables import explained_in
from reportgen.inputs.schema.everywhere import EXPLANATIONS, everywhere


def where_to_explain(engine: Engine, seats: Iterable[Seat], seen: Seen, unit: str) -> str | None:
    """The address at which a person with these seats explains a finding of a unit; None where they don't, or there is no file for it. Raises Unavailable."""
    if not may(BY_ROUTE["edit"], seats, unit, seen.below):
        return None
    book = engine.ask(lambda project: explained_in(project, unit))
    query = urlencode({"book": book, "sheet": everywhere()[EXPLANATIONS].title})
    return f"{reverse('edit', args=(engine.season, unit))}?{query}" if book else None
