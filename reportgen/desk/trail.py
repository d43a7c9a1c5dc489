"""The record of who did what (办理记录): entries that are chained by digests, added to the end and never changed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from reportgen.desk.models import Entry, Person

SYSTEM = "", "系统"
"""The user name and name of what no person did."""
ACTIONS = {
    "administrator": "设立首位管理员",
    "sign-in": "登录",
    "password": "设置密码",
    "person": "登记人员",
    "seats": "变更职责",
    "link": "签发一次性链接",
    "upload": "上传",
    "fill-in": "在网页上填写",
    "put": "采用上传的文件",
    "whole": "查看完整的个人信息",
    "submit": "提交审核",
    "withdraw": "撤回",
    "audit": "审核通过",
    "sign": "签发",
    "send-back": "本单位退回",
    "adopt": "按报送包受理",
    "receive": "受理",
    "accept": "通过",
    "return": "上级退回",
    "propose": "拟改设置",
    "change": "设置生效",
    "lapse": "数据变动，退回草拟",
    "explanation": "认可情况说明",
    "no-explanation": "不认可情况说明",
    "excuse": "准予免报",
    "no-excuse": "取消免报",
    "filed": "报送",
    "hand-out": "下发填报表",
    "intake": "收到报送包、填报表",
    "taken": "采用收回的数据",
    "package": "采用报送包",
    "receipt": "出具报送包的回执",
    "looked": "看过离群值",
    "comment": "批注",
    "reply": "答复批注",
    "resolve": "办结批注",
    "reopen": "重新打开批注",
    "word": "上传 Word 文件",
    "take": "采纳修改",
    "refuse": "不采纳修改",
}
"""The actions that are recorded, and what they are called."""
REMARKS = ("comment", "reply", "resolve", "reopen", "word", "take", "refuse")
"""Of these what was said of a document, which decides nothing on its way."""
_SAID = ("position", "time", "username", "name", "action", "season", "unit", "kind", "round", "version", "digest", "words", "previous")


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about: the document (or the unit alone), its round and version, the digest of it or of a file; and words."""

    season: str = ""
    unit: str = ""
    kind: str = ""
    round: int = 0
    version: int = 0
    digest: str = ""
    words: str = ""


def record(person: Person | None, action: str, about: About = About()) -> Entry:
    """Add an entry; call it within the transaction of what it records, so that both are there or neither.

    The transaction must be one that writes from its start, as all of the desk's are (`transaction_mode`): then no other entry comes in between.
    """
    assert action in ACTIONS  # noqa: S101  # or the page has no word for it
    with transaction.atomic():
        last = Entry.objects.order_by("-position").first()
        username, name = SYSTEM if person is None else (person.username, person.name)
        entry = Entry(
            position=1 if last is None else last.position + 1,
            time=timezone.localtime().isoformat(timespec="seconds"),
            username=username,
            name=name,
            action=action,
            season=about.season,
            unit=about.unit,
            kind=about.kind,
            round=about.round,
            version=about.version,
            digest=about.digest,
            words=about.words,
            previous="" if last is None else last.entry,
        )
        entry.entry = digest_of(entry)
        entry.save(force_insert=True)
    return entry


def said(entry: Entry) -> dict[str, Any]:
    """What an entry says, but for its own digest."""
    return {name: getattr(entry, name) for name in _SAID}


def digest_of(entry: Entry) -> str:
    """The SHA-256 of what an entry says, the digest of the one before with it."""
    return hashlib.sha256(json.dumps(said(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken() -> int | None:
    """The position of the first entry that isn't as it was written, or that doesn't follow the one before; None where all are whole.

    That the last ones were cut off shows only against an export that was kept: its last line names the digest that is then missing.
    """
    previous = ""
    for position, entry in enumerate(Entry.objects.iterator(), 1):
        if entry.position != position or entry.previous != previous or entry.entry != digest_of(entry):
            return position
        previous = entry.entry
    return None


def exported() -> Iterator[str]:
    """All entries, a line of JSON each, with their digests."""
    for entry in Entry.objects.iterator():
        yield json.dumps({**said(entry), "entry": entry.entry}, ensure_ascii=False) + "\n"
