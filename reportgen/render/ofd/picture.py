"""Pictures of a PDF as PNG."""

from io import BytesIO
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name
from PIL import Image

_MODES = {"DeviceRGB": "RGB", "DeviceGray": "L"}


class Unreadable(Exception):
    """What of a PDF isn't taken over, in Chinese."""


def png_of(stream: PDFStream) -> bytes:
    """A picture as PNG, with its transparency. Raises Unreadable for what isn't RGB or grey with 8 bits, or JPEG."""
    picture = _image(stream)
    mask = resolve1(stream.get("SMask"))
    if mask is not None:
        picture = picture.convert("RGB")
        picture.putalpha(_image(mask).convert("L").resize(picture.size))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _image(stream: PDFStream) -> Image.Image:
    filters = [literal_name(name) for name, _ in stream.get_filters()]
    if filters[-1:] == ["DCTDecode"]:
        return Image.open(BytesIO(stream.get_data())).convert("RGB")
    size = resolve1(stream["Width"]), resolve1(stream["Height"])
    space: Any = resolve1(stream.get("ColorSpace"))
    mode = None if isinstance(space, list) else _MODES.get(literal_name(space))
    data = stream.get_data()
    if mode is None or resolve1(stream.get("BitsPerComponent")) != 8 or len(data) < size[0] * size[1] * len(mode):  # noqa: PLR2004
        raise Unreadable("有的图片不是 8 位的 RGB 或者灰度图")
    return Image.frombytes(mode, size, data[: size[0] * size[1] * len(mode)])
