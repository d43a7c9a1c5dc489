"""The words for what is done with comments and with Word files that came back."""

from enum import StrEnum


class Act(StrEnum):
    """What was done: a comment was made, answered, resolved, opened again; or a document was returned because of it."""

    COMMENT = "comment"
    REPLY = "reply"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    NAMED = "named"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return {"comment": "批注", "reply": "答复", "resolve": "办结", "reopen": "重新打开", "named": "退回时提出"}[self.value]


class Reading(StrEnum):
    """What became of a Word file that came back."""

    RECEIVED = "received"
    READ = "read"
    AGAIN = "again"
    FOREIGN = "foreign"
    FAULTY = "faulty"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return {
            "received": "收到，没有读完",
            "read": "已读出",
            "again": "以前收过同样的文件",
            "foreign": "不是这份公文",
            "faulty": "读不了",
        }[self.value]


class Sort(StrEnum):
    """How a proposal is taken: as a row of 文字修改, in a cell of the workbook; or by hand, elsewhere."""

    EDIT = "edit"
    CELL = "cell"
    HAND = "hand"


class Decision(StrEnum):
    """What was decided on a proposal."""

    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return {"open": "未处理", "taken": "已采纳", "refused": "未采纳"}[self.value]
