"""The words for where things are: documents on their way, uploads, builds."""

from enum import StrEnum


class Stage(StrEnum):
    """How far a document has come on its way up."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AUDITED = "audited"
    SIGNED = "signed"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return _STAGES[self]


_STAGES = {
    Stage.DRAFT: "草拟",
    Stage.SUBMITTED: "待审核",
    Stage.AUDITED: "待签发",
    Stage.SIGNED: "待受理",
    Stage.RECEIVED: "受理中",
    Stage.ACCEPTED: "已通过",
    Stage.RETURNED: "已退回",
}


class Outcome(StrEnum):
    """What became of an upload."""

    RECEIVED = "received"
    FAULTY = "faulty"
    SAME = "same"
    DIFFERING = "differing"
    PUTTING = "putting"
    LOCKED = "locked"
    PUT = "put"
    FAILED = "failed"
    REFUSED = "refused"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.RECEIVED: "收到，没有处理完",
    Outcome.FAULTY: "有错误，没有采用",
    Outcome.SAME: "与现有的文件相同，没有变化",
    Outcome.DIFFERING: "没有直接采用，等待确认",
    Outcome.PUTTING: "正在采用，没有处理完",
    Outcome.LOCKED: "数据已锁定，没有采用",
    Outcome.PUT: "已采用",
    Outcome.FAILED: "没有写成",
    Outcome.REFUSED: "没有接收",
}


class Progress(StrEnum):
    """Where a build is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return {"queued": "排队中", "running": "正在生成", "done": "已生成", "failed": "没有生成"}[self.value]


class Arrived(StrEnum):
    """What became of what a receiver has dropped in."""

    RECEIVED = "received"
    LOOKED_AT = "looked-at"
    NOTHING = "nothing"
    TAKEN = "taken"
    NOTED = "noted"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return _ARRIVED[self]


_ARRIVED = {
    Arrived.RECEIVED: "收到，没有核对完",
    Arrived.LOOKED_AT: "已核对，等待确认",
    Arrived.NOTHING: "已核对，没有可以采用的",
    Arrived.TAKEN: "已采用",
    Arrived.NOTED: "已记回执，没有采用",
}
DONE = (Arrived.TAKEN, Arrived.NOTED)
"""After these nothing more is done with it."""


class Taking(StrEnum):
    """What became of a change of files that units have in common."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    DROPPED = "dropped"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return {"proposed": "还没有生效", "taken": "已生效", "dropped": "没有采用"}[self.value]
