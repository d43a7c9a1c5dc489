"""What is to be converted and how far it is: 改造任务, 确村确户, 月度计划与进度, 建筑节能, 重点项目, 验收, 用户台账."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field as Limit

from reportgen.inputs.schema.choices import AcceptanceClass, Area, HeatingPath, ProjectState, RetrofitType
from reportgen.inputs.schema.columns import Column, Identifier, Month, Record

Count = Annotated[int, Limit(ge=0)]
Amount = Annotated[Decimal, Limit(ge=0)]
Percent = Annotated[Decimal, Limit(ge=0, le=100)]


class Task(Record):
    """改造任务: households to convert, by heating path and area."""

    KEY: ClassVar[str] = "tasks"
    TITLE: ClassVar[str] = "改造任务"

    county: Annotated[
        str | None,
        Column("县（市、区）", "任务所属县（市、区），本单位的表可以不填；粘贴全市分解表时据此取本单位的行", "原平市", aliases=("县", "区县", "县区", "单位")),
    ] = None
    township: Annotated[str | None, Column("乡镇", "任务所属乡镇（街道），未分解到乡镇的不填", "子干乡", aliases=("乡镇（街道）", "街道"))] = None
    path: Annotated[HeatingPath, Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径", "改造方式", "改造路径"))]
    area: Annotated[Area, Column("区域", "城区/县城或者农村", "农村", aliases=("城乡", "区域类型"))]
    households: Annotated[Count, Column("任务户数", "年度改造任务户数", "4449", unit="户", aliases=("户数", "任务数"))]


class Village(Record):
    """确村确户: the villages in which a task is carried out, by path."""

    KEY: ClassVar[str] = "villages"
    TITLE: ClassVar[str] = "确村确户"

    township: Annotated[str, Column("乡镇", "所在乡镇（街道）", "子干乡", aliases=("乡镇（街道）", "街道"))]
    village: Annotated[str, Column("村（社区）", "行政村或者社区", "子干村", aliases=("村", "行政村", "社区", "村庄"))]
    path: Annotated[HeatingPath, Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径", "改造方式"))]
    area: Annotated[Area, Column("区域", "城区/县城或者农村", "农村", aliases=("城乡",))]
    households: Annotated[Count, Column("户数", "核实确定的改造户数", "126", unit="户", aliases=("改造户数", "任务户数"))]


class Progress(Record):
    """月度计划与进度: plan and cumulative completion by month and path."""

    KEY: ClassVar[str] = "progress"
    TITLE: ClassVar[str] = "月度计划与进度"

    month: Annotated[date, Month, Column("月份", "计划或者调度的月份", "2023年6月", aliases=("年月",))]
    path: Annotated[HeatingPath, Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径", "改造方式"))]
    planned: Annotated[Count, Column("计划累计完成户数", "到月底计划累计完成的户数", "1200", unit="户", aliases=("计划累计", "计划累计完成"))]
    completed: Annotated[
        Count | None, Column("实际累计完成户数", "到月底实际累计完成的户数，未到月份不填", "1150", unit="户", aliases=("实际累计", "累计完成"))
    ] = None


class Retrofit(Record):
    """建筑节能: building retrofit by type."""

    KEY: ClassVar[str] = "retrofit"
    TITLE: ClassVar[str] = "建筑节能"

    type: Annotated[RetrofitType, Column("改造类型", "县城（城区）既有建筑节能改造或者农村围护结构改造", "农村围护结构改造", aliases=("类型",))]
    planned: Annotated[Amount, Column("计划面积", "年度改造任务面积", "12.35", unit="万平方米", aliases=("任务面积",))]
    carried: Annotated[Amount | None, Column("结转面积", "以前年度未完成、结转本年度的面积，没有的填0", "0", unit="万平方米", aliases=("上年结转",))] = None
    completed: Annotated[Amount | None, Column("完成面积", "已经完成的面积", "12.35", unit="万平方米")] = None
    gain: Annotated[Percent | None, Column("能效提升", "改造后能效水平提升的比例", "32", unit="%", aliases=("能效提升率", "节能率"))] = None
    method: Annotated[str | None, Column("改造方式", "外墙、屋面、门窗等做法", "外墙保温、更换门窗", aliases=("做法",))] = None


class Project(Record):
    """重点项目: a key project, its progress and who answers for it."""

    KEY: ClassVar[str] = "projects"
    TITLE: ClassVar[str] = "重点项目"

    name: Annotated[str, Column("项目名称", "项目的全称", "××集中供热项目", aliases=("项目",))]
    content: Annotated[str, Column("建设内容", "主要建设内容和规模", "新建供热管网", aliases=("主要建设内容", "内容"))]
    investment: Annotated[Amount | None, Column("总投资", "项目总投资", "12000.00", unit="万元", aliases=("投资",))] = None
    state: Annotated[ProjectState, Column("项目状态", "未开工、在建或者完工", "在建", aliases=("状态",))]
    progress: Annotated[Percent | None, Column("形象进度", "完成工程量的比例", "40", unit="%", aliases=("进度",))] = None
    due: Annotated[date, Column("完成时限", "应当完成的日期", "2023年10月15日", aliases=("时限", "完成日期"))]
    responsible: Annotated[str, Column("责任单位", "负责推进的部门或者岗位，不填个人电话", "市能源局", aliases=("责任人", "责任部门"))]


class Acceptance(Record):
    """验收: completion and acceptance of a township or village by class."""

    KEY: ClassVar[str] = "acceptance"
    TITLE: ClassVar[str] = "验收"

    township: Annotated[str, Column("乡镇", "所在乡镇（街道）", "子干乡", aliases=("乡镇（街道）", "街道"))]
    village: Annotated[str | None, Column("村（社区）", "行政村或者社区", "子干村", aliases=("村", "行政村"))] = None
    category: Annotated[AcceptanceClass, Column("验收类别", "验收项目的类别", "煤改电", aliases=("类别", "取暖路径"))]
    completed: Annotated[Count, Column("完工户数", "已经完工的户数", "126", unit="户", aliases=("完成户数",))]
    inspected: Annotated[Count, Column("验收户数", "实际验收的户数", "126", unit="户")]
    passed: Annotated[Count, Column("合格户数", "验收合格的户数", "124", unit="户", aliases=("验收合格户数",))]
    failed: Annotated[Count, Column("不合格户数", "验收不合格的户数", "2", unit="户")]
    rectified: Annotated[Count | None, Column("整改后合格户数", "不合格户中整改后合格的户数", "2", unit="户", aliases=("整改合格户数",))] = None
    accepted_on: Annotated[date | None, Column("验收日期", "完成验收的日期", "2023年10月20日")] = None


class Household(Record):
    """用户台账: one household, the leaf of the five-level ledger."""

    KEY: ClassVar[str] = "households"
    TITLE: ClassVar[str] = "用户台账"

    township: Annotated[str, Column("乡镇", "所在乡镇（街道）", "子干乡", aliases=("乡镇（街道）",))]
    village: Annotated[str, Column("村（社区）", "行政村或者社区", "子干村", aliases=("村", "行政村"))]
    head: Annotated[str, Column("户主", "户主姓名，对外文件一律隐去", "张某某", aliases=("户主姓名", "姓名"))]
    identity: Annotated[str | None, Identifier, Column("身份证号", "户主身份证号，以文本填写，对外文件一律隐去", "140981********0011", aliases=("证件号",))] = (
        None
    )
    phone: Annotated[str | None, Identifier, Column("联系电话", "以文本填写，对外文件一律隐去", "139********", aliases=("电话",))] = None
    hardship: Annotated[str | None, Column("困难类别", "低保、特困等，一般户不填", "低保")] = None
    floor_area: Annotated[Amount | None, Column("住房面积", "取暖住房面积", "96.5", unit="平方米", aliases=("面积",))] = None
    path: Annotated[HeatingPath, Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径",))]
    maker: Annotated[str | None, Column("设备厂家", "取暖设备的生产厂家", "××公司", aliases=("厂家",))] = None
    model: Annotated[str | None, Identifier, Column("设备型号", "取暖设备的型号", "KFRS-12", aliases=("型号",))] = None
    contract: Annotated[str | None, Identifier, Column("合同编号", "设备采购或者供用能合同编号", "YP-2023-001")] = None
    installed_on: Annotated[date | None, Column("安装日期", "设备安装完成的日期", "2023年8月12日")] = None
    accepted_on: Annotated[date | None, Column("验收日期", "验收合格的日期", "2023年10月18日")] = None
    running: Annotated[bool | None, Column("运行正常", "设备是否正常运行", "是", aliases=("运行状态",))] = None
    construction_subsidy: Annotated[Amount | None, Column("建设补贴", "已经发放的建设补贴", "5000.00", unit="元")] = None
    running_subsidy: Annotated[Amount | None, Column("运行补贴", "已经发放的运行补贴", "600.00", unit="元")] = None
