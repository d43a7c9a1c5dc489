"""Who may do what, as one table: each route of the desk, and the roles that may open it, for their own unit and for units below it.

docs/desk.md holds the same table in Chinese; a test walks all routes, roles and units and expects exactly what the page says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is at a unit; the administrator, and the editor of what all units have in common, are that of the whole desk."""

    FILLER = "filler"
    AUDITOR = "auditor"
    SIGNER = "signer"
    RECEIVER = "receiver"
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return _CHINESE[self.value]


_CHINESE = {"filler": "填报人", "auditor": "审核人", "signer": "签发人", "receiver": "受理人", "administrator": "管理员", "editor": "文书管理员"}
OF_DESK = frozenset((Role.ADMINISTRATOR, Role.EDITOR))
"""The roles that belong to no unit."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A role that a person has at a unit (name); one of the whole desk has none."""

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


_FILLER, _AUDITOR, _SIGNER, _RECEIVER, _ADMINISTRATOR, _EDITOR = map(frozenset, ([one] for one in Role))
_OFFICE = _FILLER | _AUDITOR | _SIGNER
_UNIT = _OFFICE | _RECEIVER

RIGHTS: tuple[Right, ...] = (
    Right("asset", "样式和脚本", public=True),
    Right("sign-in", "登录", public=True),
    Right("provider", "到统一认证平台登录", public=True),
    Right("provider-back", "从统一认证平台回来", public=True),
    Right("first", "一次性链接（设置密码）", public=True),
    Right("sign-out", "退出", anybody=True),
    Right("password", "修改自己的密码", anybody=True),
    Right("board", "总览", anybody=True),
    Right("unit", "看一个单位的数据和问题", own=_UNIT, below=_UNIT),
    Right("checking", "看核对的进展", own=_UNIT, below=_UNIT),
    Right("workbook", "下载填报表原件", own=_UNIT),
    Right("upload", "上传填报表", own=_FILLER),
    Right("receipt", "看上传回执", own=_UNIT, below=_RECEIVER),
    Right("kept", "下载上传的和被替换的原件", own=_UNIT),
    Right("marked", "下载核对副本", own=_UNIT),
    Right("put", "确认用上传的文件替换", own=_FILLER),
    Right("looked", "记下看过离群值", own=_OFFICE, below=_RECEIVER),
    Right("batch", "看一起上传的各份文件的结果", own=_UNIT, below=_RECEIVER),
    Right("differences", "逐格对比两次上传", own=_UNIT, below=_RECEIVER),
    Right("edit", "在网页上填写一张表", own=_FILLER),
    Right("whole", "查看完整的个人信息", own=_FILLER),
    Right("document", "看一份公文及其办理情况", own=_UNIT, below=_UNIT),
    Right("preview", "预览公文", own=_UNIT, below=_UNIT),
    Right("file", "下载 Word、PDF", own=_UNIT, below=_UNIT),
    Right("compare", "比较两份公文", own=_UNIT, below=_UNIT),
    Right("compare-file", "看、下载左右对照和花脸稿", own=_UNIT, below=_UNIT),
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
    Right("checklist", "核对清单和公文全文", own=_UNIT, below=_UNIT),
    Right("explanations", "决定是否认可情况说明", own=_AUDITOR, below=_RECEIVER),
    Right("filing", "报送（登记文号、封存）", own=_FILLER | _SIGNER),
    Right("package", "下载报送包", own=_UNIT, below=_RECEIVER),
    Right("register", "发文登记", own=_UNIT),
    Right("submit", "提交审核", own=_FILLER),
    Right("withdraw", "撤回", own=_FILLER),
    Right("audit", "审核通过", own=_AUDITOR),
    Right("sign", "签发", own=_SIGNER),
    Right("send-back", "本单位退回", own=_AUDITOR | _SIGNER),
    Right("adopt", "按报送包受理", below=_RECEIVER),
    Right("receive", "受理", below=_RECEIVER),
    Right("accept", "通过", below=_RECEIVER),
    Right("return", "上级退回", below=_RECEIVER),
    Right("excuse", "准予免报", below=_RECEIVER),
    Right("no-excuse", "取消免报", below=_RECEIVER),
    Right("reception", "成批受理和通过", central=_RECEIVER),
    Right("intake", "收报送包和收回的填报表", own=_RECEIVER),
    Right("intake-receipt", "看收件的核对结果和回执", own=_RECEIVER),
    Right("intake-again", "重新核对收到的文件", own=_RECEIVER),
    Right("intake-take", "采用收到的文件", own=_RECEIVER),
    Right("intake-marked", "下载收到的填报表的核对副本", own=_RECEIVER),
    Right("intake-slip", "出具报送包的签名回执", own=_RECEIVER),
    Right("hand-out", "下发填报表", own=_RECEIVER),
    Right("handed-out", "下载下发的填报表", own=_RECEIVER),
    Right("people", "人员", central=_ADMINISTRATOR),
    Right("person", "一个人的职责", central=_ADMINISTRATOR),
    Right("trail", "办理记录", central=_ADMINISTRATOR),
    Right("trail-export", "导出办理记录", central=_ADMINISTRATOR),
    Right("kinds", "文种和时限", central=_EDITOR),
    Right("notices", "年度通知", central=_EDITOR),
    Right("notice-blank", "下载年度通知空白工作簿和现有的通知", central=_EDITOR),
    Right("wording", "文字和规则", central=_EDITOR),
    Right("wording-file", "改一份模板或者规则", central=_EDITOR),
    Right("wording-preview", "试看改过的文字", central=_EDITOR),
    Right("wording-page", "试看的公文", central=_EDITOR),
    Right("changes", "设置改动的记录", central=_EDITOR),
    Right("change", "看一项改动、生效、恢复", central=_EDITOR),
    Right("change-file", "下载改动前后的文件", central=_EDITOR),
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
