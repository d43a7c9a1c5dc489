"""Pictures of a Word file: the same by their bytes, or, where a program saved them anew, by their look."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
_BLOCK = 4  # pixels: edges that were drawn anew lie otherwise within so many
_MOST_APART = 50  # of 255: JPEG and halving bring the blocks of our charts apart by 22, one other digit by 89 and more
_LEAST_SCALE = 0.45  # at a third of its size one digit differs by less than JPEG does: such a picture is named as not compared
_ASPECT = 0.03  # rounded to whole pixels, a picture's shape changes by less
_MOST_PIXELS = 40_000_000  # a photograph of 40 megapixels: a file may claim any size, and would fill the memory


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A picture: its bytes (empty where they lie outside of the file), and how it is cut (`a:srcRect`)."""

    data: bytes
    cut: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """The digest of its bytes."""
        return sha256(self.data).hexdigest()


def same_look(old: Look, new: Look) -> bool | None:
    """Whether two pictures show the same; None where their look can't be compared."""
    if old.cut != new.cut:
        return False
    if old.data and old.digest == new.digest:
        return True
    before, after = _opened(old), _opened(new)
    if before is None or after is None:
        return None
    if abs(before.width * after.height / (before.height * after.width) - 1) > _ASPECT:
        return False
    size = min(before.size, after.size)
    if size[0] < _LEAST_SCALE * max(before.width, after.width) or min(size) < _BLOCK:
        return None
    return _furthest(before, after, size) <= _MOST_APART


def _furthest(before: "Image", after: "Image", size: tuple[int, int]) -> float:
    """By how much the blocks of two pictures differ at most, in any colour."""
    from PIL import Image, ImageChops

    one, other = (picture.resize(size, Image.Resampling.BOX).reduce(_BLOCK) for picture in (before, after))
    return max(float(high) for _, high in ImageChops.difference(one, other).getextrema())  # type: ignore[misc]


def _opened(look: Look) -> "Image | None":
    """The picture on white paper; None where it isn't one of pixels, or can't be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(look.data), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            shown = picture.convert("RGBA")
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown).convert("RGB")
