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
    try:
        content = read_file(path, MAX_BYTES).data
    except OSError:
        return None
    if not content.startswith(b"%PDF-"):
        return None
    done, digest = 0, hashlib.sha256()
    for end in _ends(content):
        digest.update(content[done:end])
        done = end
        found = digest.hexdigest()
        if found in known:
            return found if b"/ByteRange" in content[end:] else None
    return None


def _ends(content: bytes) -> Iterator[int]:
    """Where a PDF, or an update of it, may have ended: behind %%EOF, with or without the end of the line."""
    for match in _END.finditer(content):
        yield match.start() + len(b"%%EOF")
        if match.end() > match.start() + len(b"%%EOF"):
            yield match.end()
