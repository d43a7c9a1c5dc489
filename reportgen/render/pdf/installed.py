"""What is installed here that WeasyPrint draws with: its libraries in C, and the fonts that a layout's families come to."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint.text.ffi import ffi, fontconfig, harfbuzz, harfbuzz_subset, pango

from reportgen.render.layout import Layout
from reportgen.render.pdf.writer import style_of
from reportgen.render.stylesheet import variables

WEIGHTS = 80, 200
"""Regular and bold, as Fontconfig counts."""

# What WeasyPrint itself doesn't call. It is asked of the very libraries that WeasyPrint has found.
ffi.cdef("""
    typedef struct _FcCharSet FcCharSet;
    const char * hb_version_string (void);
    int FcGetVersion (void);
    FcBool FcPatternAddInteger (FcPattern *p, const char *object, int i);
    FcResult FcPatternGetCharSet (FcPattern *p, const char *object, int n, FcCharSet **c);
    FcResult FcPatternGetInteger (const FcPattern *p, const char *object, int n, int *i);
    FcFontSet * FcFontSort (FcConfig *config, FcPattern *p, FcBool trim, FcCharSet **coverage, FcResult *result);
    void FcFontSetDestroy (FcFontSet *set);
    FcCharSet * FcCharSetCopy (FcCharSet *src);
    void FcCharSetDestroy (FcCharSet *charset);
    FcBool FcCharSetHasChar (const FcCharSet *charset, uint32_t character);
""")


def libraries() -> dict[str, str]:
    """The versions of the libraries in C by name; one that is missing is left out."""
    harfbuzz_version = ffi.string(harfbuzz.hb_version_string()).decode()
    found = {
        "Pango": _dotted(pango.pango_version()),
        "Fontconfig": _dotted(fontconfig.FcGetVersion()),
        "HarfBuzz": harfbuzz_version,
    }
    # It comes from the same source; where it is missing, fontTools stands in for it and writes other bytes.
    return found if harfbuzz_subset is None else {**found, "HarfBuzz-Subset": harfbuzz_version}


def _dotted(version: int) -> str:
    return f"{version // 10000}.{version // 100 % 100}.{version % 100}"


@dataclass(frozen=True, slots=True)
class Font:
    """A font by its PostScript name; its file and its number in it, the file's size in bytes; its characters (an FcCharSet)."""

    name: str
    file: Path
    index: int
    size: int
    characters: Any = field(compare=False)

    def has(self, character: str) -> bool:
        """Whether it can draw a character."""
        return bool(fontconfig.FcCharSetHasChar(self.characters, ord(character)))


@dataclass(frozen=True, slots=True)
class Fonts:
    """The installed fonts that a layout's families come to: for each role, regular and bold, in the order in which they are tried."""

    chains: tuple[tuple[Font, ...], ...]
    _had: set[str] = field(default_factory=set)

    def draw(self, text: str) -> bool:
        """Whether every character of a text is drawn by these, in whatever role; where not, other fonts of this system stand in."""
        new = set(text) - self._had
        if all(_needs_no_font(one) or (not _is_emoji(one) and all(any(font.has(one) for font in chain) for chain in self.chains)) for one in new):
            self._had.update(new)
            return True
        return False


def _needs_no_font(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


def _is_emoji(character: str) -> bool:
    """Pango draws these in a font that it chooses by itself; the wide characters among the symbols are the emoji."""
    return "\u2300" <= character < "\u2c00" and unicodedata.east_asian_width(character) == "W"


@cache
def fonts(layout: Layout) -> Fonts:
    """The fonts of a layout."""
    roles = [getattr(layout.fonts, role.name) for role in fields(layout.fonts)]
    return Fonts(tuple(tuple(_chain(_config(layout), families, weight)) for families in roles for weight in WEIGHTS))


@cache
def fonts_for(layout: Layout, families: tuple[str, ...]) -> tuple[Font, ...]:
    """Every installed font in the order in which they are tried for text of `families`, regular; the first that has a character draws it."""
    return tuple(map(_font, _sorted(_config(layout), families, WEIGHTS[0])))


def has_family(layout: Layout, family: str) -> bool:
    """Whether a font of that family is installed."""
    return bool(_chain(_config(layout), (family,), WEIGHTS[0]))


def _config(layout: Layout) -> Any:
    """Fontconfig's set-up, with the faces that the layout names one by one."""
    return style_of(variables(layout), "").fonts._config  # noqa: SLF001


def _chain(config: Any, families: tuple[str, ...], weight: int) -> list[Font]:
    """The fonts that Fontconfig would try, up to the last that belongs to one of the families."""
    wanted = {family.casefold() for family in families}
    found, last = [], 0
    for pattern in _sorted(config, families, weight):
        found.append(_font(pattern))
        if wanted & {name.casefold() for name in _texts(pattern, b"family")}:
            last = len(found)
    return found[:last]


def _sorted(config: Any, families: tuple[str, ...], weight: int) -> Iterator[Any]:
    """All fonts in the order in which they are tried, without those that add no character (FcPatterns)."""
    pattern = ffi.gc(fontconfig.FcPatternCreate(), fontconfig.FcPatternDestroy)
    for family in families:
        fontconfig.FcPatternAddString(pattern, b"family", family.encode())
    fontconfig.FcPatternAddString(pattern, b"lang", b"zh-cn")
    fontconfig.FcPatternAddInteger(pattern, b"weight", weight)
    fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    found = ffi.gc(fontconfig.FcFontSort(config, pattern, True, ffi.NULL, ffi.new("FcResult *")), fontconfig.FcFontSetDestroy)
    for number in range(found.nfont):
        yield found.fonts[number]


def _font(pattern: Any) -> Font:
    file = Path(next(_texts(pattern, b"file")))
    characters = ffi.new("FcCharSet **")
    fontconfig.FcPatternGetCharSet(pattern, b"charset", 0, characters)
    kept = ffi.gc(fontconfig.FcCharSetCopy(characters[0]), fontconfig.FcCharSetDestroy)
    name = next(_texts(pattern, b"postscriptname"), file.name)
    index = ffi.new("int *")
    fontconfig.FcPatternGetInteger(pattern, b"index", 0, index)
    return Font(name, file, index[0], file.stat().st_size, kept)


def _texts(pattern: Any, name: bytes) -> Iterator[str]:
    """The values of a property of a font."""
    text = ffi.new("FcChar8 **")
    number = 0
    while fontconfig.FcPatternGetString(pattern, name, number, text) == fontconfig.FcResultMatch:
        yield os.fsdecode(ffi.string(text[0]))
        number += 1
