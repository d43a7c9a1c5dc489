"""The pages of a household's papers, made small enough to be printed and no larger."""

import pickle
from pathlib import Path

from reportgen.building.renderer import Rendering
from reportgen.diagnostics import Diagnostic, Place, Unreadable, warning
from reportgen.documents.own.scans import PagePicture, images_of, set_in
from reportgen.files import MAX_BYTES, cause, read_file
from reportgen.handbooks.frame import Bound, Frame, Member, PaperShown
from reportgen.handbooks.shown import is_bound

_TWO_ON_A_PAGE, _FIRST, _WHOLE = 92.0, 192.0, 212.0
"""Millimetres high: a photograph of which two stand on a page below headings, a page below headings, a page by itself."""
_PHOTO, _SCAN = 150, 200
"""Dots per inch: what a photograph needs on paper, and a page of small print."""
_LARGEST = 1_000
"""Pixels of a photograph that are looked at: as many as it is printed with, in the width of the page."""


def bound(frame: Frame, member: Member) -> Bound:
    """The pages of the papers that are bound into a household's handbook. A file that can't be read is told and left out."""
    pages: list[tuple[int, str, tuple[PagePicture, ...]]] = []
    problems: list[Diagnostic] = []
    for paper in member.papers:
        if not is_bound(frame, paper.sort):
            continue
        is_photo = paper.sort < len(frame.sorts) and frame.sorts[paper.sort].photo
        is_first = not any(sort == paper.sort for sort, _, _ in pages)
        try:
            pages.append((paper.sort, paper.name, tuple(_pages(paper, photo=is_photo, first=is_first))))
        except Unreadable as fault:
            place = Place(f"{member.number}/{paper.name}")
            problems.append(warning("handbook.paper", f"{fault.message}，没有装订", place, help=fault.help))
    return Bound(tuple(pages), tuple(problems))


def bound_ahead(frame: Frame, member: Member) -> Rendering:
    """The same, pickled, where another machine does it: photographs are large, and what is printed of them is small."""
    return Rendering(pickle.dumps(bound(frame, member)))


def unpacked(content: bytes) -> Bound:
    """What `bound_ahead` has packed, in a process of this program or on a worker of the cluster, which may run anything anyway."""
    found: Bound = pickle.loads(content)  # noqa: S301
    return found


def _pages(paper: PaperShown, *, photo: bool, first: bool) -> list[PagePicture]:
    """The pages of a file. Raises Unreadable."""
    is_pdf = paper.name.lower().endswith(".pdf")
    content = paper.content if paper.content is not None else _read(paper.path)
    images = images_of(content, is_pdf=is_pdf, largest=_LARGEST if photo else None)
    if photo:
        return [set_in(image, _TWO_ON_A_PAGE, _PHOTO) for image in images]
    return [set_in(image, _FIRST if first and number == 0 else _WHOLE, _SCAN) for number, image in enumerate(images)]


def _read(path: str) -> bytes:
    try:
        return read_file(Path(path), MAX_BYTES).data
    except OSError as fault:
        raise Unreadable("handbook", f"读不了（{cause(fault)}）", "请检查文件，重新扫描或者复制") from fault
