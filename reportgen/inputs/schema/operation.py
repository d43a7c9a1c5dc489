"""Running it: 能源保障, 热源, 设备选型, 运营维护, 问题清单, 日常调度, 报送记录, 安全检查."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from reportgen.inputs.schema.columns import Column, Identifier, Name, Of, Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.inputs.schema.work import Amount, Count


class Energy(Record):
    """能源保障: an energy kind's demand, contract, stock and price for the season."""

    KEY: ClassVar[str] = "energy"
    TITLE: ClassVar[str] = "能源保障"
    ROW: ClassVar[str] = "一行是一个供应企业的一种能源：需求、合同、储备、供应和保障措施"

    kind: Annotated[Choice, Of("energy_kind"), Column("能源品种", "热力、电力、天然气、生物质或者洁净煤", "天然气", aliases=("品种", "能源"))]
    supplier: Annotated[str, Name, Column("供应企业", "签订合同的供应企业", "××燃气公司", aliases=("供应单位", "供能企业"))]
    measure: Annotated[str, Column("计量单位", "需求量、合同量和储备量的单位", "万立方米", aliases=("单位",))]
    demand: Annotated[Decimal, Column("需求量", "采暖季预计需求量", "265.76")]
    contracted: Annotated[Decimal | None, Column("合同量", "已经签订合同的供应量", "280.00", aliases=("合同气量", "签约量"))] = None
    contract: Annotated[str | None, Identifier, Column("合同编号", "供用能合同编号", "BD-GQ-2023-01")] = None
    signed_on: Annotated[date | None, Column("签订日期", "合同签订日期", "2023年4月12日", aliases=("合同日期",))] = None
    stock: Annotated[Decimal | None, Column("储备量", "采暖季前储备量", "30.00", aliases=("库存",))] = None
    price: Annotated[Amount | None, Column("价格", "合同或者供应价格", "2.61")] = None
    price_unit: Annotated[str | None, Column("价格单位", "价格的计量单位", "元/立方米")] = None
    points: Annotated[Count | None, Column("供应点", "供应网点数", "6", unit="个", aliases=("供应点数",))] = None
    grid_works: Annotated[str | None, Column("配套工程", "配套电网、管网改造工程", "改造台区36个", aliases=("电网改造", "配套电网改造"))] = None
    signed: Annotated[bool | None, Column("合同签订", "供用能合同是否已经签订", "是")] = None
    facilities: Annotated[bool | None, Column("基础设施到位", "管网、电网等基础设施是否到位", "是")] = None
    safety: Annotated[bool | None, Column("安全措施到位", "安全保障措施是否到位", "是")] = None
    households: Annotated[Count | None, Column("用能户数", "由该供应企业保障的户数", "3322", unit="户")] = None
    average: Annotated[Amount | None, Column("户均用能量", "每户每个采暖季的平均用能量", "800")] = None
    average_unit: Annotated[str | None, Column("户均单位", "户均用能量的计量单位", "立方米")] = None
    townships: Annotated[Count | None, Column("供应点覆盖乡镇数", "供应网点覆盖的乡镇（街道）数", "6", unit="个")] = None
    peak: Annotated[Amount | None, Column("最大负荷", "采暖季最大负荷（电力万千瓦，天然气万立方米/日）", "3.20")] = None
    supplied: Annotated[Amount | None, Column("实际供应量", "采暖季实际供应量，采暖季结束后填写", "258.30")] = None
    outages: Annotated[Count | None, Column("停供次数", "采暖季停电、停气、停热次数，没有的填0", "0", unit="次")] = None
    outage_hours: Annotated[Amount | None, Column("停供时长", "采暖季累计停供时长", "0", unit="小时")] = None
    emergency: Annotated[str | None, Column("应急预案", "保供应急预案的名称", "冬季天然气保供应急预案")] = None
    price_subsidy: Annotated[Amount | None, Column("气价倒挂补贴", "对保供企业的气价倒挂补贴，没有的填0", "0", unit="万元")] = None


class Plant(Record):
    """热源: a source of district heat, or a boiler in use that was rebuilt or removed."""

    KEY: ClassVar[str] = "plants"
    TITLE: ClassVar[str] = "热源"
    ROW: ClassVar[str] = "一行是一个热源；改造、拆除的在用锅炉也填在这里"
    MAY_BE_EMPTY: ClassVar[bool] = True

    name: Annotated[str, Column("热源名称", "热源企业或者锅炉房的名称", "示例热电联产热源", aliases=("名称",))]
    kind: Annotated[Choice, Of("plant_kind"), Column("热源类型", "热电联产、工业余热、燃煤锅炉等", "热电联产", aliases=("类型",))]
    state: Annotated[Choice, Of("plant_state"), Column("状态", "在用、已改造或者已拆除", "在用")]
    number: Annotated[Count, Column("台数", "机组、锅炉台数", "2", unit="台")]
    capacity: Annotated[Amount, Column("单台容量", "单台锅炉（机组供热）容量", "75", unit="蒸吨/小时", aliases=("容量",))]
    area: Annotated[Amount | None, Column("供热能力", "可以供热的面积", "300.00", unit="万平方米", aliases=("供热面积",))] = None
    phased_out: Annotated[bool, Column("列入淘汰", "企业是否列入淘汰关停和产能退出范围", "否", aliases=("列入淘汰关停范围",))]
    done_on: Annotated[date | None, Column("处置日期", "改造、拆除完成的日期，在用的不填", "2023年9月15日")] = None


class Equipment(Record):
    """设备选型: a model of heating equipment, its tender, price and number."""

    KEY: ClassVar[str] = "equipment"
    TITLE: ClassVar[str] = "设备选型"
    ROW: ClassVar[str] = "一行是一个型号的设备"

    path: Annotated[Choice, Of("path"), Column("取暖路径", "设备用于哪一种改造方式", "煤改电", aliases=("路径",))]
    type: Annotated[str, Column("设备类型", "设备的种类", "空气源热泵热风机", aliases=("设备名称",))]
    maker: Annotated[str, Name, Column("中标企业", "中标的生产或者供货企业", "示例企业甲", aliases=("厂家", "生产厂家"))]
    model: Annotated[str, Identifier, Column("型号", "设备型号", "KFRD-35", aliases=("设备型号",))]
    power: Annotated[Amount | None, Column("额定功率", "额定输入功率", "1.2", unit="千瓦", aliases=("功率",))] = None
    tender: Annotated[Choice, Of("tender"), Column("招标方式", "市统一招标或者县级自行招标", "市统一招标")]
    price: Annotated[Amount, Column("中标单价", "每台（套）中标价", "3650", unit="元", aliases=("单价",))]
    residents: Annotated[Count, Column("居民台数", "居民用户选用的台（套）数", "4200", unit="台", aliases=("居民用户台数",))]
    institutions: Annotated[Count, Column("单位台数", "单位用户选用的台（套）数", "0", unit="台", aliases=("单位用户台数",))]
    contract: Annotated[str | None, Identifier, Column("合同编号", "设备采购合同编号", "SB-2023-01")] = None
    signed_on: Annotated[date | None, Column("签订日期", "采购合同签订日期", "2023年4月15日")] = None
    reason: Annotated[str | None, Column("选用理由", "煤改电不选空气源热泵的理由，其他不填", "高寒山区，热泵能效低")] = None


class Operator(Record):
    """运营维护: an enterprise that runs and repairs the heating, its stations, staff and repairs."""

    KEY: ClassVar[str] = "operators"
    TITLE: ClassVar[str] = "运营维护"
    ROW: ClassVar[str] = "一行是一个企业对一种取暖路径的运行维护"

    enterprise: Annotated[str, Name, Column("运营企业", "承担运行维护的企业", "示例热力公司", aliases=("企业名称", "企业"))]
    path: Annotated[Choice, Of("path"), Column("取暖路径", "负责运行维护的取暖路径", "煤改电", aliases=("路径",))]
    mode: Annotated[Choice, Of("operating_mode"), Column("运营模式", "特许经营、合同能源管理或者企业自营", "特许经营")]
    duties: Annotated[str, Column("承担职责", "运行、检修维护、能源调度、政策宣传、安全教育、舆情处置", "运行、检修维护、能源调度、安全教育")]
    stations: Annotated[Count, Column("维修站点", "维修服务站点数", "6", unit="个", aliases=("站点数",))]
    staff: Annotated[Count, Column("维修人员", "维修服务人员数", "24", unit="人", aliases=("人员数",))]
    repairs: Annotated[Count | None, Column("报修数", "采暖季受理的报修数，采暖季结束后填写", "186", unit="件")] = None
    settled: Annotated[Count | None, Column("办结数", "已经办结的报修数", "186", unit="件")] = None


class Issue(Record):
    """问题清单: a problem found, the measure, when due, when closed (销号)."""

    KEY: ClassVar[str] = "issues"
    TITLE: ClassVar[str] = "问题清单"
    ROW: ClassVar[str] = "一行是一个问题，从发现到销号"
    MAY_BE_EMPTY: ClassVar[bool] = True

    number: Annotated[str, Identifier, Column("序号", "问题的编号", "1", aliases=("编号", "问题编号"))]
    origin_of: Annotated[str, Column("问题来源", "回头看、督导检查、验收、群众反映等", "回头看", aliases=("来源",))]
    problem: Annotated[str, Column("问题", "发现的问题", "3户设备未通电", aliases=("存在问题", "问题描述"))]
    where: Annotated[str | None, Column("地点", "乡镇、村", "子干乡子干村", aliases=("乡镇村",))] = None
    measure: Annotated[str, Column("整改措施", "采取的措施", "协调供电公司接电", aliases=("措施",))]
    responsible: Annotated[str, Name, Column("责任单位", "负责整改的部门", "国网××供电公司", aliases=("责任部门",))]
    found_on: Annotated[date, Column("发现日期", "发现问题的日期", "2023年10月20日")]
    due: Annotated[date, Column("整改时限", "应当完成整改的日期", "2023年10月28日", aliases=("时限",))]
    closed_on: Annotated[date | None, Column("销号日期", "完成整改销号的日期，未销号不填", "2023年10月26日")] = None


class Dispatch(Record):
    """日常调度: a week of the heating season."""

    KEY: ClassVar[str] = "dispatch"
    TITLE: ClassVar[str] = "日常调度"
    ROW: ClassVar[str] = "一行是采暖季的一周"

    week: Annotated[date, Column("调度日期", "调度周的截止日期", "2023年11月10日", aliases=("日期", "周"))]
    heating: Annotated[Count, Column("取暖户数", "本周正常取暖户数", "4430", unit="户", aliases=("正常取暖户数",))]
    faults: Annotated[Count, Column("故障数", "本周报修故障数", "12", unit="件", aliases=("故障",))]
    repaired: Annotated[Count | None, Column("修复数", "本周修复的故障数", "12", unit="件")] = None
    complaints: Annotated[Count, Column("投诉数", "本周受理的投诉数", "3", unit="件", aliases=("投诉",))]
    coal_stock: Annotated[Amount | None, Column("洁净煤库存", "供应点库存量", "1200", unit="吨")] = None
    coal_price: Annotated[Amount | None, Column("洁净煤价格", "供应点销售价格", "1350", unit="元/吨")] = None
    unused: Annotated[Count | None, Column("弃用户数", "本周停用、弃用清洁取暖设备的户数，没有的填0", "0", unit="户")] = None
    room_temperature: Annotated[Amount | None, Column("平均室温", "抽测的平均室温", "19.5", unit="摄氏度", aliases=("室温",))] = None


class Report(Record):
    """报送记录: an item reported to the office above, before the season (季前调度) or regularly (定期报告)."""

    KEY: ClassVar[str] = "reports"
    TITLE: ClassVar[str] = "报送记录"
    ROW: ClassVar[str] = "一行是向上级报送的一项情况"

    stage: Annotated[Choice, Of("report_stage"), Column("报送类别", "季前调度或者定期报告", "季前调度", aliases=("类别",))]
    item: Annotated[Choice, Of("report_item"), Column("报送内容", "工程进展、设备完好、运行正常、供应点布局或者资金使用", "设备完好", aliases=("内容",))]
    reported_on: Annotated[date, Column("报送日期", "报送的日期", "2023年10月20日", aliases=("日期",))]
    recipient: Annotated[str, Name, Column("报送单位", "向哪个单位报送", "市清洁取暖办", aliases=("报送对象",))]
    result: Annotated[str | None, Column("情况", "报送的主要情况", "设备全部完好")] = None


class SafetyCheck(Record):
    """安全检查: an inspection round, the hazards found and removed."""

    KEY: ClassVar[str] = "safety"
    TITLE: ClassVar[str] = "安全检查"
    ROW: ClassVar[str] = "一行是一次安全检查"

    checked_on: Annotated[date, Column("检查日期", "开展检查的日期", "2023年8月16日", aliases=("日期",))]
    subject: Annotated[str, Column("检查内容", "施工安全、用气安全、用电安全等", "施工现场安全", aliases=("内容",))]
    department: Annotated[str, Name, Column("检查单位", "开展检查的部门", "县应急管理局", aliases=("单位", "部门"))]
    places: Annotated[Count, Column("检查点位", "检查的工地、村庄或者用户数", "26", unit="处", aliases=("检查数",))]
    hazards: Annotated[Count, Column("隐患数", "发现的隐患数，没有的填0", "3", unit="处")]
    rectified: Annotated[Count, Column("整改数", "已经整改的隐患数", "3", unit="处")]
