"""How it is organised and shown: 佐证材料, 群众工作, 职责分工, 清零范围, 文字说明."""

from datetime import date
from typing import Annotated, ClassVar

from reportgen.inputs.schema.columns import Column, Identifier, Name, Of, Prose, Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.inputs.schema.work import TOWNSHIP_ALIASES, Amount, Count, Percent


class Evidence(Record):
    """佐证材料: a supporting file in the unit's folder 佐证材料/ and what it supports."""

    KEY: ClassVar[str] = "evidence"
    TITLE: ClassVar[str] = "佐证材料"
    ROW: ClassVar[str] = "一行是佐证材料文件夹中的一份材料"

    number: Annotated[str, Identifier, Column("材料编号", "材料的编号", "1", aliases=("编号", "序号"))]
    title: Annotated[str, Column("材料名称", "材料的名称", "验收组成立文件", aliases=("名称",))]
    path: Annotated[str, Column("文件", "在佐证材料文件夹中的路径", "验收/成立文件.pdf", aliases=("文件名", "路径"))]
    supports: Annotated[str, Column("支持事项", "支持的指标、任务或者规则的编号，用顿号隔开", "1.1.1、1.1.2", aliases=("支持指标",))]
    dated: Annotated[date | None, Column("形成日期", "材料形成的日期", "2023年10月12日", aliases=("日期",))] = None


class Outreach(Record):
    """群众工作: notices, hearings, complaints and satisfaction."""

    KEY: ClassVar[str] = "outreach"
    TITLE: ClassVar[str] = "群众工作"
    ROW: ClassVar[str] = "一行是一项群众工作：公示、征求意见、宣传、投诉办理或者满意度调查"

    activity: Annotated[Choice, Of("activity"), Column("类别", "公示、征求意见、政策宣传、投诉办理或者满意度调查", "公示", aliases=("工作类别",))]
    content: Annotated[str, Column("事项", "具体事项", "年度改造任务公示", aliases=("工作事项", "内容"))]
    held_on: Annotated[date | None, Column("日期", "开展的日期", "2023年4月12日")] = None
    times: Annotated[Count | None, Column("次数", "开展的次数", "3", unit="次")] = None
    reached: Annotated[Count | None, Column("覆盖人数", "参加或者告知的人数", "860", unit="人")] = None
    received: Annotated[Count | None, Column("受理件数", "受理的意见、投诉件数", "16", unit="件")] = None
    settled: Annotated[Count | None, Column("办结件数", "办结的件数", "16", unit="件")] = None
    satisfaction: Annotated[Percent | None, Column("满意度", "调查的满意度", "95.2", unit="%")] = None
    ended_on: Annotated[date | None, Column("结束日期", "公示等持续多日的，结束的日期", "2023年4月18日")] = None
    venue: Annotated[str | None, Column("场所", "公示、宣传的场所或者媒体", "村务公开栏、政府网站")] = None
    forced: Annotated[Count | None, Column("强行拆改件数", "反映强行封火炕、拆暖炉、没收煤炭的件数，没有的填0", "0", unit="件")] = None


class Duty(Record):
    """职责分工: a department and its duty."""

    KEY: ClassVar[str] = "duties"
    TITLE: ClassVar[str] = "职责分工"
    ROW: ClassVar[str] = "一行是一个部门的职责"

    department: Annotated[str, Name, Column("部门", "责任部门或者单位", "市能源局", aliases=("责任单位", "责任部门", "单位"))]
    duty: Annotated[str, Column("职责", "承担的工作职责", "牵头组织实施", aliases=("职责任务", "工作职责"))]


class Zone(Record):
    """清零范围: a no-coal zone or plain, its boundary, coverage and what is left."""

    KEY: ClassVar[str] = "zones"
    TITLE: ClassVar[str] = "清零范围"
    ROW: ClassVar[str] = "一行是一个禁煤区、平原或者川区谷地"

    name: Annotated[str, Column("区域名称", "禁煤区、平原或者川区谷地的名称", "县城禁煤区", aliases=("区域",))]
    boundary: Annotated[str, Column("范围", "四至或者所辖乡镇、社区", "县城建成区", aliases=("四至",))]
    total: Annotated[Count, Column("总户数", "范围内的总户数", "32000", unit="户")]
    covered: Annotated[Count, Column("清洁取暖户数", "已经清洁取暖的户数", "32000", unit="户", aliases=("覆盖户数",))]
    coal_left: Annotated[Count | None, Column("散煤户数", "仍使用散煤取暖的户数", "0", unit="户", aliases=("剩余散煤户数",))] = None
    villages_left: Annotated[Count | None, Column("未覆盖村数", "尚未覆盖的村数", "0", unit="个")] = None
    altitude: Annotated[Amount | None, Column("海拔标高", "平原、川区谷地划定的海拔标高，禁煤区不填", "900", unit="米")] = None


class Settlement(Record):
    """乡镇村名录: the unit's townships and villages as they are rightly called; names in the other tables are looked for here."""

    KEY: ClassVar[str] = "settlements"
    TITLE: ClassVar[str] = "乡镇村名录"
    ROW: ClassVar[str] = "一行是一个村（社区），没有列村的一行一个乡镇；列出的是全部，其他各表中的名称按它核对"

    township: Annotated[str, Name, Column("乡镇", "乡镇（街道）的规范名称", "子干乡", aliases=TOWNSHIP_ALIASES)]
    village: Annotated[
        str | None, Name, Column("村（社区）", "行政村或者社区的规范名称，只核对乡镇的不填", "子干村", aliases=("村", "行政村", "社区", "村庄"))
    ] = None


class Note(Record):
    """文字说明: a paragraph that an office writes itself, for a section of its documents."""

    KEY: ClassVar[str] = "notes"
    TITLE: ClassVar[str] = "文字说明"
    ROW: ClassVar[str] = "一行是由本单位自己撰写、放进公文某一栏目的一段文字"

    section: Annotated[Choice, Of("note_section"), Column("栏目", "主要成效、存在的困难、下一步打算等", "存在的困难")]
    heading: Annotated[str | None, Column("小标题", "这一条的小标题，可以不填", "运行成本偏高")] = None
    text: Annotated[
        str, Prose, Column("内容", "这一条的文字，换行另起一段，不写需要由数据得出的数字", "部分山区农户取暖时间长，支出高于平川。", aliases=("文字",))
    ]
