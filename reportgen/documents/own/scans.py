"""Pages of a PDF, and scanned pictures, that a unit attaches -> pictures of a page each, as large as the type area lets them be."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from reportgen.diagnostics import Unreadable
from reportgen.measure import MM_PER_INCH, MM_PER_PT

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 100
"""A longer file is no annex but a file of its own."""
RESOLUTION = 150
"""Dots per inch: what a copier makes of a page of text that is to be read, not printed from again."""
_ACROSS, _DOWN, _FIRST = 156.0, 210.0, 165.0
"""Millimetres: the width of the type area (GB/T 9704-2012 5.2.1), the height of a page of it, and of one on which the annex's title stands."""
_QUALITY = 80  # of JPEG: the letters of a scan stay sharp


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a JPEG, and how large it is set, in millimetres."""

    jpeg: bytes
    width: float
    height: float


def pages_of(data: bytes, *, is_pdf: bool) -> list[PagePicture]:
    """The pages of a PDF, or the one of a picture. Raises Unreadable."""
    return [set_in(image, _FIRST if number == 0 else _DOWN) for number, image in enumerate(images_of(data, is_pdf=is_pdf))]


def images_of(data: bytes, *, is_pdf: bool, largest: int | None = None) -> Iterator["Image"]:
    """The same as they are, at most `largest` pixels (by default those of A3) along the longer side. Raises Unreadable."""
    return _pdf(data) if is_pdf else _picture(data, largest or _LARGEST)


def _pdf(data: bytes) -> Iterator["Image"]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        raise Unreadable("annex", "打不开，可能已经损坏或者加了密码", "请重新保存或者扫描成 PDF") from fault
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable("annex", f"有{len(document)}页，最多附{MOST_PAGES}页", "请只附需要的几页，或者另行报送")
        for page in document:
            across, down = page.get_size()
            # A page far larger than A3 is a drawing: at this resolution it would take gigabytes.
            scale = min(RESOLUTION / 72, _LARGEST / max(across, down, 1))
            yield page.render(scale=scale).to_pil()
    finally:
        document.close()


_LARGEST = 2_500
"""Pixels along the longer side: A3 at 150 dpi."""


def _picture(data: bytes, largest: int) -> Iterator["Image"]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.draft(None, (largest, largest))  # a photograph is unpacked no larger than it is needed
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((largest, largest))
            yield upright
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise Unreadable("annex", "不是能用的图片", "请重新扫描成 PDF、JPG 或者 PNG") from fault


def set_in(image: "Image", most: float, resolution: int | None = None) -> PagePicture:
    """An image in the width of the type area and at most so many millimetres high; with no more dots per inch than `resolution`, where that is given.

    Nothing but the picture goes along: a photograph also says where and when it was taken.
    """
    flat = image.convert("RGB") if image.mode not in ("L", "RGB") else image
    scale = min(_ACROSS / flat.width, most / flat.height, MM_PER_PT)
    across, down = round(flat.width * scale, 1), round(flat.height * scale, 1)
    if resolution is not None:
        flat.thumbnail((ceil(across / MM_PER_INCH * resolution), ceil(down / MM_PER_INCH * resolution)))
    buffer = BytesIO()
    flat.save(buffer, "JPEG", quality=_QUALITY, exif=b"")
    return PagePicture(buffer.getvalue(), across, down)
