"""填报表.xlsx: the workbook that an officer gets, blank or with rows in it."""

from collections.abc import Mapping, Sequence

from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.programme import shipped
from reportgen.workbook.book import Book, blank_book
from reportgen.workbook.dataset import Row, dataset_sheet
from reportgen.workbook.description import Filled, description_sheets
from reportgen.workbook.guide import dictionary_link, guide_sheet
from reportgen.workbook.headings import Headings, heading_checks, headings_sheet
from reportgen.workbook.sheet import Sheet

WORKBOOK = "填报表.xlsx"


def new_workbook(
    uses: Mapping[str, str],
    rows: Mapping[str, Sequence[Row]] | None = None,
    before: Sequence[Sheet] = (),
    owner: str = "",
    programme: Programme | None = None,
    described: Filled | None = None,
    kinds: Sequence[str] = (),
    headings: Headings | None = None,
) -> bytes:
    """A workbook with the guide and a sheet for each dataset of the programme: the same bytes for the same arguments.

    `uses` says by dataset key which documents a dataset is for, `rows` are those to stand in it, `before` are sheets to stand first,
    `owner` is whose it is and for which season: 静乐县2024采暖季. `described` is what stands in the sheets 单位说明 and 公文, `kinds` are the documents that
    the latter has rows for, `headings` those at which own words may stand, by kind.
    """
    book: Book = blank_book()
    datasets = (programme or shipped()).datasets
    guide = guide_sheet(uses, datasets, {dataset.key: dataset.title for dataset in datasets})
    for sheet in (*before, guide, *description_sheets(programme or shipped(), owner, described, kinds)):
        book.add_sheet(sheet)
    for dataset in datasets:
        book.add_sheet(
            dataset_sheet(dataset, (rows or {}).get(dataset.key, ()), dictionary_link(guide, dataset), owner, heading_checks(dataset, headings or {}))
        )
    if headings:
        book.add_sheet(headings_sheet(headings))
    return book.save()
