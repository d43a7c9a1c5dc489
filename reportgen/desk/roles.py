"""Who may do what, as one table: each route of the desk, and the roles that may open it, for their own unit and for units below it.

docs/desk.md holds the same table in Chinese; a test walks all routes, roles and units and expects exactly what the page says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is at a unit; the administrator is that of the whole desk."""

    FILLER = "filler"
    AUDITOR = "auditor"
    SIGNER = "signer"
    RECEIVER = "receiver"
    ADMINISTRATOR = "administrator"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return {"filler": "填报人", "auditor": "审核人", "signer": "签发人", "receiver": "受理人", "administrator": "管理员"}[self.value]


@dataclass(frozen=True, slots=True)
class Seat:
    """A role that a person has at a unit (name); an administrator's has none."""

    role: Role
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """Who may open a route: the roles for their own unit, the roles for the units below theirs.

    `public`: whoever comes, also without signing in. `anybody`: whoever has signed in; what is shown is bounded by the person's units. `central`: roles
    that may open a route that belongs to no unit.
    """

    route: str
    title: str
    own: frozenset[Role] = frozenset()
    below: frozenset[Role] = frozenset()
    central: frozenset[Role] = frozenset()
    public: bool = False
    anybody: bool = False


_FILLER, _AUDITOR, _SIGNER, _RECEIVER, _ADMINISTRATOR = map(frozenset, ([one] for one in Role))
_OFFICE = _FILLER | _AUDITOR | _SIGNER
_UNIT = _OFFICE | _RECEIVER

RIGHTS: tuple[Right, ...] = (
    Right("asset", "样式和脚本", public=True),
    Right("sign-in", "登录", public=True),
    Right("first", "一次性链接（设置密码）", public=True),
    Right("sign-out", "退出", anybody=True),
    Right("password", "修改自己的密码", anybody=True),
    Right("board", "总览", anybody=True),
    Right("unit", "看一个单位的数据和问题", own=_UNIT, below=_UNIT),
    Right("workbook", "下载填报表原件", own=_UNIT),
    Right("upload", "上传填报表", own=_FILLER),
    Right("receipt", "看上传回执", own=_UNIT, below=_RECEIVER),
    Right("kept", "下载上传的和被替换的原件", own=_UNIT),
    Right("marked", "下载核对副本", own=_UNIT),
    Right("put", "确认用上传的文件替换", own=_FILLER),
    Right("document", "看一份公文及其办理情况", own=_UNIT, below=_UNIT),
    Right("preview", "预览公文", own=_UNIT, below=_UNIT),
    Right("file", "下载 Word、PDF", own=_UNIT, below=_UNIT),
    Right("commented", "下载带批注的 Word", own=_UNIT, below=_UNIT),
    Right("comments", "看批注", own=_UNIT, below=_UNIT),
    Right("comment", "写批注", own=_UNIT, below=_RECEIVER),
    Right("answer", "答复、办结、重新打开批注", own=_UNIT, below=_RECEIVER),
    Right("return-word", "上传改过的 Word 文件", own=_UNIT, below=_RECEIVER),
    Right("word", "看改过的 Word 文件里有什么", own=_UNIT, below=_RECEIVER),
    Right("word-kept", "下载上传的 Word 文件", own=_UNIT, below=_RECEIVER),
    Right("take", "采纳 Word 文件里的修改", own=_FILLER),
    Right("refuse", "不采纳 Word 文件里的修改", own=_FILLER),
    Right("generate", "生成公文", own=_OFFICE),
    Right("job", "看生成的进展", own=_UNIT, below=_UNIT),
    Right("submit", "提交审核", own=_FILLER),
    Right("withdraw", "撤回", own=_FILLER),
    Right("audit", "审核通过", own=_AUDITOR),
    Right("sign", "签发", own=_SIGNER),
    Right("send-back", "本单位退回", own=_AUDITOR | _SIGNER),
    Right("receive", "受理", below=_RECEIVER),
    Right("accept", "通过", below=_RECEIVER),
    Right("return", "上级退回", below=_RECEIVER),
    Right("people", "人员", central=_ADMINISTRATOR),
    Right("person", "一个人的职责", central=_ADMINISTRATOR),
    Right("trail", "办理记录", central=_ADMINISTRATOR),
    Right("trail-export", "导出办理记录", central=_ADMINISTRATOR),
)
"""Every route, in the order of the page."""

BY_ROUTE: Mapping[str, Right] = {right.route: right for right in RIGHTS}


def may(right: Right, seats: Iterable[Seat], unit: str | None, units_below: Mapping[str, frozenset[str]]) -> bool:
    """Whether a person who has signed in and has these seats may open a route, of `unit` where it belongs to one.

    `units_below` has by unit (name) the names of all units below it.
    """
    if right.public or right.anybody:
        return True
    for seat in seats:
        if unit is None:
            if seat.role in right.central:
                return True
        elif (seat.role in right.own and seat.unit == unit) or (seat.role in right.below and unit in units_below.get(seat.unit, ())):
            return True
    return False


def visible_units(seats: Iterable[Seat], units_below: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The units whose documents a person sees: those of the seats and all below them."""
    own = [seat.unit for seat in seats if seat.unit]
    return frozenset(own).union(*(units_below.get(unit, frozenset()) for unit in own))
