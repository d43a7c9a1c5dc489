"""A document of a season as the history records it: with the figures that it shows and the cells that it was made from."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from reportgen.documents.compose import Composed
from reportgen.documents.edits import edits_of
from reportgen.findings import finding_json
from reportgen.inputs.schema import CellType
from reportgen.inputs.schema.unit import Section
from reportgen.language.figure import Source
from reportgen.pipeline.season import Job, Season
from reportgen.versions.cells import KEPT
from reportgen.versions.version import BuildRecord, Key, Output, shown_figures


def build_record(
    season: Season, job: Job, composed: Composed, outputs: Mapping[str, Output], ingredients: Mapping[str, str], time: datetime, by: str
) -> BuildRecord:
    """What `History.record` takes of a document that `season` composed; see `BuildRecord` for the other arguments."""
    key = Key(season.name, job.scope.unit.name, job.kind.id)
    cells, html = (*_of_tables(job), *_of_edits(job), *_of_sections(job.scope.unit)), composed.html or ""
    figures = shown_figures(html, {**composed.derived, **season.figures(job)})
    return BuildRecord(key, html, outputs, ingredients, figures, recorded_findings(season, job), time, cells, by)


def recorded_findings(season: Season, job: Job) -> tuple[dict[str, Any], ...]:
    """The findings that stand in a document: what the policies say to it, or, of a report, to all documents that it speaks of."""
    if not job.kind.is_review:
        return tuple(finding_json(finding) for finding in season.evaluate(job).findings)
    return tuple(finding_json(replace(one.finding, kind=job.kind.id)) for one in season.outcome(job.scope).broken)


def _of_tables(job: Job) -> Iterator[Source]:
    """The cells of the unit's own tables that the kind uses and that no figure comes from: words, dates."""
    tables = job.scope.inputs.tables
    for table in (tables[key] for key in (*job.kind.datasets, *job.kind.optional) if key in tables):
        keys = [field.key for field in table.dataset.fields() if field.type not in (CellType.COUNT, CellType.NUMBER)]
        if len(table.rows) * len(keys) <= KEPT:
            for row in table.rows:
                yield from (Source(row.place(key), row.raw(key)) for key in keys if key in row.origin.raws)


def _of_edits(job: Job) -> Iterator[Source]:
    """The cells of the edits (文字修改) of the document: what they say now, and what of it."""
    for row in edits_of(job.scope, job.kind.name):
        yield from (Source(row.place(key), row.raw(key)) for key in ("action", "old", "new") if key in row.origin.raws)


def _of_sections(section: Section) -> Iterator[Source]:
    """The lines of 单位.yaml with their values."""
    for key in type(section).model_fields:
        value, place = getattr(section, key), section.place(key)
        if isinstance(value, Section):
            yield from _of_sections(value)
        elif isinstance(value, dict) and all(isinstance(one, Section) for one in value.values()):
            for one in value.values():
                yield from _of_sections(one)
        elif place is not None and value is not None:  # a key with nothing behind it is no cell yet
            yield Source(place, "、".join(map(str, value)) if isinstance(value, (tuple, dict)) else _written(value))


def _written(value: object) -> str:
    """A value as an office writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
