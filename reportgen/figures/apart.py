"""Themes whose figures are named and labelled apart from the season's own: as those of another season, or of a part of this one."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from reportgen.figures.lines import ListingRow, lacking_in
from reportgen.language.figure import Figure


def apart(value: Any, prefix: str, words: str, season: str | None = None) -> Any:
    """A theme, or a part of it, with figures whose names begin with `prefix` and whose labels with `words`: season(2022).tasks.total, 2022年总任务.

    Where they are of another `season` (in words), what they lack is lacking in that.
    """
    if isinstance(value, Figure):
        lacking = value.lacking if season is None else lacking_in(value.lacking, season)
        return replace(value, name=f"{prefix}.{value.name}", label=f"{words}{value.label}", lacking=lacking)
    if isinstance(value, tuple):
        return tuple(apart(item, prefix, words, season) for item in value)
    if isinstance(value, Mapping):
        return {key: apart(item, prefix, words, season) for key, item in value.items()}
    if isinstance(value, ListingRow):
        return value.apart(prefix, words, season)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {entry.name: getattr(value, entry.name) for entry in fields(value) if entry.init}
        lacking_there = {} if season is None else {"lacking": lacking_in(parts["lacking"], season)} if "lacking" in parts else {}
        return replace(value, **{name: lacking_there.get(name) or apart(part, prefix, words, season) for name, part in parts.items()})
    return value
