"""The sheets of a season's notice (年度通知.xlsx): what the document is, the days, tasks and numbers that it sets."""

from datetime import date
from typing import Annotated, ClassVar

from reportgen.inputs.schema.columns import Column, Identifier, Record
from reportgen.inputs.schema.work import Amount, Task

_OF_SEASON = "文件约束几个年度、各年度规定不同的，写这一行是哪一年度的；不填的各年度都适用，日期是第一个年度的，以后各年度取同月同日"


class NoticeHead(Record):
    """基本信息: the document itself."""

    KEY: ClassVar[str] = "notice"
    TITLE: ClassVar[str] = "基本信息"
    ROW: ClassVar[str] = "只填一行：本年度的通知是哪份文件"

    title: Annotated[str, Column("文件标题", "文件的全称", "某市2024年度工作实施方案", aliases=("标题", "文件名称"))]
    number: Annotated[str, Identifier, Column("文号", "文件的发文字号；各单位的“政策依据”写的是它", "某政办发〔2024〕1号", aliases=("发文字号",))]
    issuer: Annotated[str, Column("发文机关", "印发文件的机关", "某市人民政府办公室", aliases=("印发机关",))]
    issued: Annotated[date, Column("成文日期", "文件落款的日期", "2024年4月1日", aliases=("印发日期", "日期"))]
    seasons: Annotated[
        str | None,
        Identifier,
        Column("约束的年度", "文件约束几个年度的，写出各年度的起始年份；不填为所在文件夹的年度", "2024、2025", aliases=("约束的采暖季", "适用年度")),
    ] = None


class NoticeDay(Record):
    """时限: the days that it sets."""

    KEY: ClassVar[str] = "notice_days"
    TITLE: ClassVar[str] = "时限"
    ROW: ClassVar[str] = "一行是文件规定的一个日期；没有规定的不填，用到它的规则列为未核查"

    name: Annotated[str, Column("名称", "时限的名称，不要改动", "实施方案报备")]
    day: Annotated[date | None, Column("日期", "文件规定的那一天", "2024年4月20日")] = None
    clause: Annotated[str | None, Column("条款", "在文件的哪一条，合规核查报告照写；不填的写通用规则", "五（一）")] = None
    quote: Annotated[str | None, Column("原文", "这一条的原话，最多30个字", "4月20日前报备")] = None
    season: Annotated[str | None, Identifier, Column("年度", _OF_SEASON, "2024", aliases=("采暖季",))] = None


class NoticeTask(Task):
    """任务表: what it assigns to each unit, as published."""

    KEY: ClassVar[str] = "notice_tasks"
    TITLE: ClassVar[str] = "任务表"
    ROW: ClassVar[str] = "照文件的任务分解表逐行填写，或者删去下面的表头，把文件的表（一行一个单位，各路径、区域横排）整个粘贴过来"

    season: Annotated[
        str | None, Identifier, Column("年度", "文件按年度下达任务的，写这一行是哪一年度的；不填的各年度都适用", "2024", aliases=("采暖季", "年份"))
    ] = None


class NoticeNumber(Record):
    """参数: the numbers and words that rules are judged by."""

    KEY: ClassVar[str] = "notice_numbers"
    TITLE: ClassVar[str] = "参数"
    ROW: ClassVar[str] = "一行是一个数，或者一个参数中的一项；不填的按通用规则"

    name: Annotated[str, Column("名称", "参数的名称，不要改动", "允许相差（%）", aliases=("参数",))]
    number: Annotated[Amount | None, Column("数", "参数是一个数的填在这里", "3")] = None
    part: Annotated[str | None, Column("项", "参数有几项的逐项各写一行：这一项的名称", "气象")] = None
    words: Annotated[str | None, Column("字样", "据以识别这一项的字样（用户台账的是列名），几个的用顿号分开", "气象、气候")] = None
