"""The fonts of a PDF as files of their own: readers of OFD ask for glyphs by character, those of PDF by number."""

import re
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, TTLibError

from reportgen.render.ofd.marks import Face
from reportgen.render.ofd.picture import Unreadable

_CID = re.compile(r"cid(\d+)")


def font_file(face: Face) -> bytes:
    """The embedded subset with a table of characters of its own. Raises Unreadable where it is no OpenType font."""
    try:
        font = TTFont(BytesIO(face.program), recalcTimestamp=False)
    except TTLibError:
        raise Unreadable(f"字体 {face.name} 没有以 OpenType 字体嵌入") from None
    names = font.getGlyphOrder()
    by_number = dict(enumerate(names))
    if "CFF " in font and hasattr(font["CFF "].cff.topDictIndex[0], "ROS"):  # its glyphs are numbered by their names
        by_number = {int(found[1]): name for name in names if (found := _CID.fullmatch(name))} | {0: names[0]}
    builder = FontBuilder(font=font)
    builder.setupCharacterMap({ord(character): by_number[number] for character, number in face.glyphs.items()})
    builder.setupNameTable({"familyName": face.name, "styleName": "Regular", "fullName": face.name, "psName": face.name})
    builder.setupPost(keepGlyphNames=False)
    if "OS/2" not in font:
        builder.setupOS2()
    file = BytesIO()
    font.save(file)
    return file.getvalue()
