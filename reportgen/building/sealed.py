"""A PDF that was sealed or signed after it was built: its bytes as they were built, and behind them an update that holds a signature.

That is how electronic seals are put on (ISO 32000-1 7.5.6, 12.8): nothing of what was built is touched. Whether the signature is valid,
and whose, isn't judged here.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from reportgen.files import read_file

MAX_BYTES = 512 * 2**20
"""A larger file is none of ours."""
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")


def built_within(path: Path, known: Mapping[str, str]) -> str | None:
    """The digest, of those `known`, of the built bytes with which a sealed PDF begins; None where it is none."""
    built, rest = _parts(path, known)
    return hashlib.sha256(built).hexdigest() if b"/ByteRange" in rest else None


def built_part(path: Path, known: Mapping[str, str]) -> bytes | None:
    """The bytes of a PDF as they were built, of a digest that is `known`, whatever has been added behind them; None where it doesn't begin with such."""
    return _parts(path, known)[0] or None


def _parts(path: Path, known: Mapping[str, str]) -> tuple[bytes, bytes]:
    """The built bytes and what stands behind them; both empty where there are none."""
    try:
        content = read_file(path, MAX_BYTES).data
    except OSError:
        return b"", b""
    if not content.startswith(b"%PDF-"):
        return b"", b""
    done, digest = 0, hashlib.sha256()
    for end in _ends(content):
        digest.update(content[done:end])
        done = end
        if digest.hexdigest() in known:
            return content[:end], content[end:]
    return b"", b""


def _ends(content: bytes) -> Iterator[int]:
    """Where a PDF, or an update of it, may have ended: behind %%EOF, with or without the end of the line."""
    for match in _END.finditer(content):
        yield match.start() + len(b"%%EOF")
        if match.end() > match.start() + len(b"%%EOF"):
            yield match.end()
