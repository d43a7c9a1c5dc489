"""What programs and people make of a file's name when they copy it: 填报表 - 副本, 填报表(1), 填报表(张三的冲突副本 2023-10-20), 备份 填报表."""

import re
import unicodedata
from functools import cache

_COPY = "副本|拷贝|复制|复件|備份|备份|複本|copy|backup|bak"
_CONFLICT = "冲突|衝突|conflict"
_STAGE = "旧|舊|老|原|新|改|最终|终|定|修改|修订|old|new|final"
_DATE = r"(?:19|20)\d{2}[-年./]?\d{1,2}[-月./]?\d{1,2}日?(?:[-_ T]?\d{2}[-:.]?\d{2}(?:[-:.]?\d{2})?)?"
_BEHIND = re.compile(
    r"[\s\-_.~·+—]*(?:"
    rf"\([^()]*(?:{_COPY}|{_CONFLICT})[^()]*\)"  # (张三的冲突副本 2023-10-20), (来自PC的冲突副本), (SFConflict …)
    rf"|\(\s*(?:\d{{1,3}}|{_DATE}|v\d+(?:\.\d+)*|(?:{_STAGE})(?:版|稿|的)?\d*)\s*\)"  # a second download: (1); （旧）
    rf"|的?(?:{_CONFLICT})的?(?:文件|副本|版本|copy)?(?:[-_\s].*)?"  # 坚果云: _冲突文件_张三_20231020
    rf"|的?(?:{_COPY})\s*\d*"
    rf"|(?<!文字)(?<!文字修)(?:{_STAGE})(?:版|稿|的|表)?\d*"  # 文字修改 is what a table is called
    r"|第?[一二三四五六七八九十\d]+[版稿]|v\d+(?:\.\d+)*"
    rf"|{_DATE}"
    r")$"
    r"|\.sync-conflict-[\w-]+$"  # Syncthing
    r"|[-_](?:[\w-]+_)?conflict$"  # Synology Drive: _PC_Oct-20-101112-2023_Conflict
    r"|\s+\d{1,2}$"  # macOS: 填报表 2
    r"|-(?=[a-z0-9-]{3,}$)(?=.*[a-z])[a-z0-9-]+$"  # OneDrive: -DESKTOP-AB12CD
)
_BEFORE = re.compile(rf"^(?:\(\d+\)\s*)?(?:{_COPY}|{_CONFLICT}|旧|舊|old)(?:版|的)?\s*(?:\(\d+\))?\s*(?:of|的)?[\s\-_.:]*")
_QUOTES = re.compile(r"[“”\"'‘’「」《》]")


@cache
def original(stem: str) -> str:
    """The name, without its ending and folded, of the file that a file so named is a copy of: its own where the name has no mark of a copy."""
    name = _QUOTES.sub("", unicodedata.normalize("NFKC", stem)).casefold().strip()
    while True:
        shorter = _BEFORE.sub("", _BEHIND.sub("", name)).strip()
        if shorter in ("", name):
            return name
        name = shorter


def is_marked(stem: str) -> bool:
    """Whether a file's name, without its ending, says that it is a copy."""
    return original(stem) != _QUOTES.sub("", unicodedata.normalize("NFKC", stem)).casefold().strip()


def alike(one: str, other: str) -> bool:
    """Whether two names, without their endings, say that one is a copy of the other: but for marks they are the same, or one goes on behind the other."""
    first, second = sorted((original(one), original(other)), key=len)
    return first == second or (second.startswith(first) and second[len(first)] in " -_.~·+—(")
