"""Whether it was done well: 配套电网, 验收, 组织机构, 用户台账."""

from datetime import date
from typing import Annotated, ClassVar

from reportgen.inputs.schema.columns import Column, Identifier, Name, Of, Personal, Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.inputs.schema.work import TOWNSHIP_ALIASES, Amount, Count


class GridWork(Record):
    """配套电网: a work that strengthens the grid for 煤改电 (电网增容), its substation districts and dates."""

    KEY: ClassVar[str] = "grid"
    TITLE: ClassVar[str] = "配套电网"
    ROW: ClassVar[str] = "一行是一项配套电网改造工程"

    name: Annotated[str, Column("工程名称", "配套电网改造工程的名称", "子干乡台区增容工程", aliases=("项目名称",))]
    township: Annotated[str | None, Name, Column("乡镇", "工程所在乡镇（街道），跨乡镇的不填", "子干乡", aliases=TOWNSHIP_ALIASES)] = None
    districts: Annotated[Count, Column("台区数", "新建、增容的配变台区数", "12", unit="个", aliases=("改造台区",))]
    lines: Annotated[Amount | None, Column("线路长度", "新建、改造的线路长度", "18.50", unit="千米", aliases=("线路",))] = None
    due: Annotated[date, Column("计划完成日期", "应当完成的日期", "2023年9月20日", aliases=("完成时限",))]
    finished_on: Annotated[date | None, Column("完成日期", "实际完成的日期，未完成不填", "2023年9月12日", aliases=("实际完成日期",))] = None
    accepted: Annotated[Count | None, Column("验收合格台区数", "验收合格的台区数", "12", unit="个", aliases=("合格台区数",))] = None
    accepted_on: Annotated[date | None, Column("验收日期", "完成验收的日期", "2023年10月16日")] = None


class Acceptance(Record):
    """验收: completion and acceptance of a township or village by class."""

    KEY: ClassVar[str] = "acceptance"
    TITLE: ClassVar[str] = "验收"
    ROW: ClassVar[str] = "一行是一个乡镇（或者村）一类项目的验收情况"

    township: Annotated[str, Name, Column("乡镇", "所在乡镇（街道）", "子干乡", aliases=TOWNSHIP_ALIASES)]
    village: Annotated[str | None, Name, Column("村（社区）", "行政村或者社区", "子干村", aliases=("村", "行政村"))] = None
    category: Annotated[Choice, Of("acceptance_class"), Column("验收类别", "验收项目的类别", "煤改电", aliases=("类别", "取暖路径"))]
    area: Annotated[Choice | None, Of("area"), Column("区域", "城区/县城或者农村", "农村", aliases=("城乡",))] = None
    completed: Annotated[Count, Column("完工户数", "已经完工的户数", "126", unit="户", aliases=("完成户数",))]
    inspected: Annotated[Count, Column("验收户数", "实际验收的户数", "126", unit="户")]
    passed: Annotated[Count, Column("合格户数", "验收合格的户数", "124", unit="户", aliases=("验收合格户数",))]
    failed: Annotated[Count, Column("不合格户数", "验收不合格的户数", "2", unit="户")]
    rectified: Annotated[Count | None, Column("整改后合格户数", "不合格户中整改后合格的户数", "2", unit="户", aliases=("整改合格户数",))] = None
    sampled: Annotated[Count | None, Column("抽验户数", "县级入户抽验的户数", "13", unit="户", aliases=("入户抽验户数",))] = None
    energised: Annotated[Count | None, Column("通电通气户数", "已经通电、通气或者通热的户数", "126", unit="户", aliases=("通电户数", "通气户数"))] = None
    running: Annotated[Count | None, Column("运行正常户数", "验收时试运行正常的户数", "125", unit="户")] = None
    faulty: Annotated[Count | None, Column("运行异常户数", "验收时试运行不正常的户数", "1", unit="户")] = None
    archives: Annotated[Count | None, Column("一户一档数", "已经建立“一户一档”手册的户数", "126", unit="户", aliases=("建档户数",))] = None
    electronic: Annotated[Count | None, Column("电子台账户数", "已经录入电子台账的户数", "126", unit="户")] = None
    removed: Annotated[Count | None, Column("拆除原有设施户数", "已经拆除原有取暖设施的户数，没有的填0", "0", unit="户", aliases=("拆除户数",))] = None
    finished_on: Annotated[date | None, Column("完工日期", "施工完成的日期", "2023年9月28日")] = None
    accepted_on: Annotated[date | None, Column("验收日期", "完成验收的日期", "2023年10月20日")] = None


class Member(Record):
    """组织机构: a member of the leading group (领导小组) or of the acceptance team (验收组), by post; names only as 张某某."""

    KEY: ClassVar[str] = "organisation"
    TITLE: ClassVar[str] = "组织机构"
    ROW: ClassVar[str] = "一行是领导小组或者验收组的一个成员"

    body: Annotated[Choice, Of("body"), Column("机构", "领导小组或者验收组", "验收组")]
    role: Annotated[Choice, Of("role"), Column("组内职务", "组长、副组长或者成员", "组长")]
    kind: Annotated[Choice, Of("member_kind"), Column("成员类别", "政府领导、部门、乡镇（街道）、监理单位或者专家", "部门", aliases=("类别",))]
    department: Annotated[str, Name, Column("单位", "成员所在单位", "县能源局", aliases=("工作单位", "所在单位"))]
    post: Annotated[str, Column("职务", "成员在单位的职务、职称", "局长", aliases=("职务职称",))]
    name: Annotated[str | None, Column("姓名", "成员姓名，签字表中使用，可以不填", "张某某")] = None


class Household(Record):
    """用户台账: one household, the leaf of the five-level ledger."""

    KEY: ClassVar[str] = "households"
    TITLE: ClassVar[str] = "用户台账"
    ROW: ClassVar[str] = "一行是一户，是市、县、乡、村、户五级台账的最末一级"

    township: Annotated[str, Name, Column("乡镇", "所在乡镇（街道）", "子干乡", aliases=TOWNSHIP_ALIASES)]
    village: Annotated[str, Name, Column("村（社区）", "行政村或者社区", "子干村", aliases=("村", "行政村"))]
    head: Annotated[str, Column("户主", "户主姓名，对外文件一律隐去", "张某某", aliases=("户主姓名", "姓名"), personal=Personal.HEAD)]
    identity: Annotated[
        str | None,
        Identifier,
        Column(
            "身份证号",
            "户主身份证号，以文本填写，对外文件一律隐去",
            "140981********0011",
            aliases=("证件号", "身份证", "身份证号码", "公民身份号码"),
            personal=Personal.IDENTITY,
        ),
    ] = None
    area: Annotated[Choice | None, Of("area"), Column("区域", "城区/县城或者农村", "农村", aliases=("城乡",))] = None
    phone: Annotated[
        str | None,
        Identifier,
        Column(
            "联系电话",
            "以文本填写，对外文件一律隐去",
            "139********",
            aliases=("电话", "手机", "手机号", "手机号码", "联系方式"),
            personal=Personal.TELEPHONE,
        ),
    ] = None
    hardship: Annotated[str | None, Column("困难类别", "低保、特困等，一般户不填", "低保")] = None
    floor_area: Annotated[Amount | None, Column("住房面积", "取暖住房面积", "96.5", unit="平方米", aliases=("面积",))] = None
    path: Annotated[Choice, Of("path"), Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径",))]
    maker: Annotated[str | None, Name, Column("设备厂家", "取暖设备的生产厂家", "××公司", aliases=("厂家",))] = None
    model: Annotated[str | None, Identifier, Column("设备型号", "取暖设备的型号", "KFRS-12", aliases=("型号",))] = None
    contract: Annotated[str | None, Identifier, Column("合同编号", "设备采购或者供用能合同编号", "YP-2023-001")] = None
    installed_on: Annotated[date | None, Column("安装日期", "设备安装完成的日期", "2023年8月12日")] = None
    accepted_on: Annotated[date | None, Column("验收日期", "验收合格的日期", "2023年10月18日")] = None
    running: Annotated[bool | None, Column("运行正常", "设备是否正常运行", "是", aliases=("运行状态",))] = None
    construction_subsidy: Annotated[Amount | None, Column("建设补贴", "已经发放的建设补贴", "5000.00", unit="元")] = None
    running_subsidy: Annotated[Amount | None, Column("运行补贴", "已经发放的运行补贴", "600.00", unit="元")] = None
    energy_demand: Annotated[Amount | None, Column("用能需求", "采暖季预计用能量", "3200")] = None
    energy_measure: Annotated[str | None, Column("用能单位", "用能需求的计量单位", "千瓦时")] = None
    stage: Annotated[str | None, Column("实施进度", "已签约、施工中、已完工、已验收等", "已验收")] = None
    sampled: Annotated[bool | None, Column("抽验", "是否抽取入户核验", "是", aliases=("是否抽验",))] = None
    accepted: Annotated[bool | None, Column("验收合格", "验收是否合格", "是", aliases=("验收结果",))] = None
    repairs: Annotated[Count | None, Column("维修次数", "采暖季报修次数", "0", unit="次")] = None
    address: Annotated[
        str | None,
        Column("住址", "村以下的详细住址，对外文件一律隐去", "子干村***", aliases=("家庭住址", "详细住址", "详细地址", "门牌号"), personal=Personal.ADDRESS),
    ] = None
    account: Annotated[
        str | None,
        Identifier,
        Column(
            "银行卡号",
            "发放补贴的银行卡（一卡通）号，以文本填写，对外文件一律隐去",
            "6222***********1234",
            aliases=("银行账号", "银行帐号", "一卡通账号", "一卡通卡号", "卡号", "账号"),
            personal=Personal.CARD,
        ),
    ] = None
