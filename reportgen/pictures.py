"""Pictures that an office gives: seals, photographs."""

import base64
import os
from io import BytesIO
from pathlib import Path

PICTURES = (".png", ".jpg", ".jpeg")
"""The kinds of picture that documents show, by how their names end."""


def is_picture(data: bytes) -> bool:
    """Whether a file is such a picture, whatever its name says, and can be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.load()
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def picture_path(folder: Path, name: str) -> Path | None:
    """Where the picture `name` of a unit's folder would stand; None where the name leads out of it, or is none of a picture."""
    path = Path(os.path.normpath(folder / name))
    inside = path.is_relative_to(folder) and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    return path if inside and path.suffix.lower() in PICTURES else None


def data_url(data: bytes, path: Path) -> str:
    """A picture as it is written into a document; `path` is its file."""
    kind = "png" if path.suffix.lower() == ".png" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
