"""What a PDF of Typst's needs to be read by every checker of PDF/A: some of its streams written anew."""

import re
import zlib
from itertools import pairwise

from reportgen.render.typst.cff import plainly

_ENTRY = re.compile(rb"(\d{10}) 00000 n\r\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_START = b">>\nstream\n"
_FONT, _PACKED = b"/CIDFontType0C", b"/FlateDecode"
_ENDS = b"\r", b"\n"
_LEVEL = 1  # of packing: three quarters of the time of the usual level, and a fiftieth more bytes


def mend(content: bytes) -> bytes:
    """`content` with its fonts written as every reader takes them (`plainly`), and streams that end surely; nothing on its pages changes.

    Typst writes one object behind the other, each as it is, and a table of where they begin; so does this. Pure: same bytes, same bytes. Raises
    `ValueError` where `content` isn't written so.
    """
    table = int(content.rpartition(b"startxref\n")[2].partition(b"\n")[0])
    places = sorted((int(entry[1]), number) for number, entry in enumerate(_ENTRY.finditer(content, table), 1))
    if not places or not content.startswith(b"xref\n", table):
        raise ValueError("Typst 写出的 PDF 没有交叉引用表")
    made = [content[: places[0][0]]]
    begins: dict[int, int] = {}
    at = places[0][0]
    for (begin, number), (end, _) in pairwise([*places, (table, 0)]):
        mended = _mended(content[begin:end])
        begins[number] = at
        made.append(mended)
        at += len(mended)
    entries = iter(range(1, len(places) + 1))
    rest = _ENTRY.sub(lambda _: b"%010d 00000 n\r\n" % begins[next(entries)], content[table:])
    head, start, _ = rest.rpartition(b"startxref\n")
    return b"".join([*made, head, start, b"%d\n%%%%EOF" % at])


def _mended(entry: bytes) -> bytes:
    """One object."""
    head, start, rest = entry.partition(_START)
    length = _LENGTH.search(head) if start else None
    if length is None:
        return entry
    count = int(length[1])
    packed, tail = rest[:count], rest[count:]
    font = _FONT in head
    if not font and packed[-1:] not in _ENDS:
        return entry
    if _PACKED not in head:
        raise ValueError("Typst 写出的 PDF 里有不认识的数据流")
    data = plainly(zlib.decompress(packed)) if font else zlib.decompress(packed)
    packed = zlib.compress(data, _LEVEL)
    while packed[-1:] in _ENDS:
        # What ends in what could be the end of a line leaves its length unsure (ISO 19005-2, 6.1.7.1). One more byte, which nobody reads, gives
        # another end: what is packed ends with a sum over it.
        data += b" "
        packed = zlib.compress(data, _LEVEL)
    return b"".join([head[: length.start(1)], b"%d" % len(packed), head[length.end(1) :], start, packed, tail])
