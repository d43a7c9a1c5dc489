"""What a PDF of Typst's needs to be read by every checker of PDF/A."""

import io

import pikepdf

from reportgen.render.typst.cff import plainly


def mend(content: bytes) -> bytes:
    """`content` with its fonts written as every reader takes them (`plainly`); nothing on its pages changes. Pure: same bytes, same bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/CIDFontType0C":
                entry.write(plainly(entry.read_bytes()))
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()
