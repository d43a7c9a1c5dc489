"""What is to be converted and how far it is: 改造任务, 备案任务, 确村确户, 月度计划与进度, 建筑节能, 重点项目."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field as Limit

from reportgen.inputs.schema.columns import Column, Month, Name, Of, Record
from reportgen.inputs.schema.vocabulary import Choice

Count = Annotated[int, Limit(ge=0)]
Amount = Annotated[Decimal, Limit(ge=0)]
Percent = Annotated[Decimal, Limit(ge=0, le=100)]


_COUNTY_ALIASES = (
    "县", "区县", "县区", "单位", "县市区", "市县区", "旗县区", "旗县", "市县", "县市", "县（区）", "区（县）", "地区", "辖区", "属地", "行政区划",
    "区县名称", "县区名称", "县市区名称", "所属县区", "所属县", "单位名称", "责任单位", "团场",
)  # fmt: skip


TOWNSHIP_ALIASES = ("乡镇（街道）", "街道", "乡", "镇", "乡镇名称", "所属乡镇", "镇街", "乡镇街道", "乡（镇）", "街道（乡镇）", "办事处", "苏木乡镇")


class Task(Record):
    """改造任务: households to convert, by heating path and area."""

    KEY: ClassVar[str] = "tasks"
    TITLE: ClassVar[str] = "改造任务"
    ROW: ClassVar[str] = "一行是一个取暖路径在一个区域（城区/县城、农村）的年度改造任务，分解到乡镇的一行一个乡镇"

    county: Annotated[
        str | None,
        Name,
        Column("县（市、区）", "任务所属县（市、区），本单位的表可以不填；粘贴全市分解表时据此取本单位的行", "原平市", aliases=_COUNTY_ALIASES),
    ] = None
    township: Annotated[str | None, Name, Column("乡镇", "任务所属乡镇（街道），未分解到乡镇的不填", "子干乡", aliases=TOWNSHIP_ALIASES)] = None
    path: Annotated[Choice, Of("path"), Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径", "改造方式", "改造路径"))]
    area: Annotated[Choice, Of("area"), Column("区域", "城区/县城或者农村", "农村", aliases=("城乡", "区域类型"))]
    households: Annotated[Count, Column("任务户数", "年度改造任务户数", "4449", unit="户", aliases=("户数", "任务数"))]


class PilotTask(Record):
    """备案任务: what of the pilot city's filed programme (试点城市备案项目) the unit carries, with what earlier years completed."""

    KEY: ClassVar[str] = "pilot"
    TITLE: ClassVar[str] = "备案任务"
    ROW: ClassVar[str] = "一行是试点城市备案方案中的一个项目：备案了多少户，以前年度完成了多少户，本年度完成多少户"

    project: Annotated[str, Column("备案项目", "试点城市备案项目的名称", "农村煤改电改造项目", aliases=("项目名称", "项目"))]
    path: Annotated[Choice, Of("path"), Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径", "改造方式"))]
    filed: Annotated[Count, Column("备案户数", "备案方案确定的三年改造户数", "12600", unit="户", aliases=("备案任务户数",))]
    earlier: Annotated[
        Count | None, Column("以前年度完成户数", "以前年度累计完成的户数；上一采暖季的备案任务也在这里的可以不填", "8151", unit="户", aliases=("累计完成户数",))
    ] = None
    planned: Annotated[Count, Column("本年度任务户数", "列入本年度任务的户数", "4449", unit="户", aliases=("本年任务户数",))]
    reason: Annotated[str | None, Column("未完成原因", "到采暖季前未完成备案任务的原因，已完成的不填", "部分村整体搬迁")] = None
    due: Annotated[date | None, Column("完成时限", "未完成部分的完成时限，已完成的不填", "2024年6月30日")] = None


class Village(Record):
    """确村确户: the villages in which a task is carried out, by path."""

    KEY: ClassVar[str] = "villages"
    TITLE: ClassVar[str] = "确村确户"
    ROW: ClassVar[str] = "一行是一个村（社区）采用一种取暖路径的改造户数"

    township: Annotated[str, Name, Column("乡镇", "所在乡镇（街道）", "子干乡", aliases=TOWNSHIP_ALIASES)]
    village: Annotated[str, Name, Column("村（社区）", "行政村或者社区", "子干村", aliases=("村", "行政村", "社区", "村庄"))]
    path: Annotated[Choice, Of("path"), Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径", "改造方式"))]
    area: Annotated[Choice, Of("area"), Column("区域", "城区/县城或者农村", "农村", aliases=("城乡",))]
    households: Annotated[Count, Column("户数", "核实确定的改造户数", "126", unit="户", aliases=("改造户数", "任务户数"))]


class Progress(Record):
    """月度计划与进度: plan and cumulative completion by month and path."""

    KEY: ClassVar[str] = "progress"
    TITLE: ClassVar[str] = "月度计划与进度"
    ROW: ClassVar[str] = "一行是一个月、一种取暖路径的计划和实际累计完成户数"

    month: Annotated[date, Month, Column("月份", "计划或者调度的月份", "2023年6月", aliases=("年月",))]
    path: Annotated[Choice, Of("path"), Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径", "改造方式"))]
    planned: Annotated[Count, Column("计划累计完成户数", "到月底计划累计完成的户数", "1200", unit="户", aliases=("计划累计", "计划累计完成"))]
    completed: Annotated[
        Count | None, Column("实际累计完成户数", "到月底实际累计完成的户数，未到月份不填", "1150", unit="户", aliases=("实际累计", "累计完成"))
    ] = None
    reason: Annotated[str | None, Column("未完成原因", "最后一个月未完成任务的原因和完成时限，完成的不填", "管网验收推迟，11月10日前完成")] = None


class Retrofit(Record):
    """建筑节能: building retrofit by type."""

    KEY: ClassVar[str] = "retrofit"
    TITLE: ClassVar[str] = "建筑节能"
    ROW: ClassVar[str] = "一行是一类建筑节能改造的任务、完成和验收情况"

    type: Annotated[Choice, Of("retrofit_type"), Column("改造类型", "县城（城区）既有建筑节能改造或者农村围护结构改造", "农村围护结构改造", aliases=("类型",))]
    planned: Annotated[Amount, Column("计划面积", "年度改造任务面积", "12.35", unit="万平方米", aliases=("任务面积",))]
    carried: Annotated[Amount | None, Column("结转面积", "以前年度未完成、结转本年度的面积，没有的填0", "0", unit="万平方米", aliases=("上年结转",))] = None
    completed: Annotated[Amount | None, Column("完成面积", "已经完成的面积", "12.35", unit="万平方米")] = None
    gain: Annotated[Percent | None, Column("能效提升", "改造后能效水平提升的比例", "32", unit="%", aliases=("能效提升率", "节能率"))] = None
    gain_method: Annotated[Choice | None, Of("gain_method"), Column("能效提升依据", "检测或者计算", "检测", aliases=("测算方法",))] = None
    method: Annotated[str | None, Column("改造方式", "外墙、屋面、门窗等做法", "外墙保温、更换门窗", aliases=("做法",))] = None
    accepted: Annotated[Amount | None, Column("验收合格面积", "验收合格的面积", "12.35", unit="万平方米", aliases=("合格面积",))] = None
    rejected: Annotated[Amount | None, Column("验收不合格面积", "验收不合格的面积，没有的填0", "0", unit="万平方米", aliases=("不合格面积",))] = None
    accepted_on: Annotated[date | None, Column("验收日期", "完成验收的日期", "2023年10月24日")] = None


class Project(Record):
    """重点项目: a key project, its progress and who answers for it."""

    KEY: ClassVar[str] = "projects"
    TITLE: ClassVar[str] = "重点项目"
    ROW: ClassVar[str] = "一行是一个重点项目"
    MAY_BE_EMPTY: ClassVar[bool] = True

    name: Annotated[str, Column("项目名称", "项目的全称", "××集中供热项目", aliases=("项目",))]
    content: Annotated[str, Column("建设内容", "主要建设内容和规模", "新建供热管网", aliases=("主要建设内容", "内容"))]
    investment: Annotated[Amount | None, Column("总投资", "项目总投资", "12000.00", unit="万元", aliases=("投资",))] = None
    state: Annotated[Choice, Of("project_state"), Column("项目状态", "未开工、在建或者完工", "在建", aliases=("状态",))]
    progress: Annotated[Percent | None, Column("形象进度", "完成工程量的比例", "40", unit="%", aliases=("进度",))] = None
    due: Annotated[date, Column("完成时限", "应当完成的日期", "2023年10月15日", aliases=("时限", "完成日期"))]
    responsible: Annotated[str, Name, Column("责任单位", "负责推进的部门或者岗位，不填个人电话", "市能源局", aliases=("责任人", "责任部门"))]
    started_on: Annotated[date | None, Column("开工日期", "实际开工的日期", "2023年4月25日")] = None
    finished_on: Annotated[date | None, Column("完工日期", "实际完工的日期，未完工不填", "2023年10月8日")] = None
    tender: Annotated[Choice | None, Of("project_tender"), Column("招标方式", "公开招标、邀请招标、竞争性磋商或者依法不招标", "公开招标")] = None
    tendered_on: Annotated[date | None, Column("中标日期", "中标通知书的日期", "2023年4月12日")] = None
    contractor: Annotated[str | None, Name, Column("中标单位", "施工（总承包）单位", "示例建设公司", aliases=("施工单位",))] = None
    supervisor: Annotated[str | None, Name, Column("监理单位", "工程监理单位", "示例监理公司")] = None
    exemption: Annotated[str | None, Column("不招标依据", "依法不招标的理由和批准文件，招标的不填", "续建工程，经批准不再招标")] = None
