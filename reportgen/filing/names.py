"""The names inside a package, and which names from somebody else's are safe to write to a disk."""

import unicodedata

DATA, DOCUMENTS, REPORTS, EDITED, SEALED, RULES = "数据", "公文", "核查", "人工修改稿", "正本", "政策库"
SEALED_BEFORE = "已盖章"
"""SEALED in packages of the first format."""
MANIFEST, LOG, NOTE = "清单.json", "报送记录.json", "报送说明.txt"
FINAL, PROCESSING, RECEIPTS, FILED = "定稿", "公文处理单", "回执", "报送包"
"""The folders that an archive (归档包) has besides SEALED and DATA."""
LISTING, METADATA, ARCHIVE_NOTE = "归档清单.json", "元数据.xml", "归档说明.txt"

MAX_DEPTH = 16  # deeper paths can't be unpacked on Windows
MAX_NAME = 255  # bytes of one part, as file systems have it
_FORBIDDEN = frozenset('\\:*?"<>|')
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))))


def original_name(pdf: str) -> str:
    """The name of an original that stands beside the built PDF of the name `pdf`: a scan, or a file that was saved anew when it was sealed."""
    return f"{pdf.removesuffix('.pdf')}-正本.pdf"


def is_safe(name: str) -> bool:
    """Whether a name is a relative path that stays in its folder on any system: plain parts, none of them special to one."""
    parts = name.split("/")
    return len(parts) <= MAX_DEPTH and all(map(_is_plain, parts))


def folded(name: str) -> str:
    """A name as file systems that tell no case apart see it: two names that fold to one are one file there."""
    return unicodedata.normalize("NFC", name).casefold()


def _is_plain(part: str) -> bool:
    if part in ("", ".", "..") or part[-1] in ". " or part[0] == " " or part.partition(".")[0].casefold() in _DEVICES:
        return False
    if any(character in _FORBIDDEN or unicodedata.category(character) in ("Cc", "Cs", "Cf") for character in part):
        return False
    return len(part.encode()) <= MAX_NAME
