"""What a PDF of Typst's needs to be read by every checker of PDF/A."""

import io
import re
import zlib

import pikepdf

from reportgen.render.typst.cff import plainly

_ENDS = b"\r", b"\n"
_UNSURE = re.compile(rb"[\r\n]\nendstream")


def mend(content: bytes) -> bytes:
    """`content` with its fonts written as every reader takes them (`plainly`), and streams that end surely; nothing on its pages changes.

    Pure: same bytes, same bytes.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Stream):
                if entry.get("/Subtype") == "/CIDFontType0C":
                    entry.write(zlib.compress(plainly(entry.read_bytes())), filter=pikepdf.Name.FlateDecode)
                elif entry.get("/Type") == "/Metadata":  # in plain words (6.6.2.1), which need no end of a line behind them
                    entry.write(entry.read_bytes().rstrip())
                while entry.read_raw_bytes()[-1:] in _ENDS:
                    _lengthen(entry)
        made = _saved(pdf, pikepdf.ObjectStreamMode.preserve)
        # The lists of objects are written last: where one of them ends so, the file is written without them, a little larger.
        return _saved(pdf, pikepdf.ObjectStreamMode.disable) if _UNSURE.search(made) else made


def _lengthen(entry: pikepdf.Stream) -> None:
    """A stream that ends in what could be the end of a line leaves its length unsure (ISO 19005-2, 6.1.7.1).

    One more byte, which nobody reads, gives another end: what is packed ends with a sum over it.
    """
    blank = b"\0" if entry.get("/Subtype") == "/Image" else b" "
    entry.write(zlib.compress(entry.read_bytes() + blank), filter=pikepdf.Name.FlateDecode)


def _saved(pdf: pikepdf.Pdf, mode: pikepdf.ObjectStreamMode) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, object_stream_mode=mode, stream_decode_level=pikepdf.StreamDecodeLevel.none, fix_metadata_version=False)
    return buffer.getvalue()
