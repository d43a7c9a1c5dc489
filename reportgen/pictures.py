"""Pictures that an office gives: seals, photographs."""

from pathlib import Path

PICTURES = (".png", ".jpg", ".jpeg")
"""The kinds of picture that documents show, by how their names end."""


def is_picture(path: Path) -> bool:
    """Whether the file is such a picture, whatever its name says, and can be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            picture.load()
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True
