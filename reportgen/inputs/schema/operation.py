"""Running it: 能源保障, 设备选型, 问题清单, 日常调度, 佐证材料, 群众工作, 职责分工, 清零范围."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from reportgen.inputs.schema.choices import EnergyKind, HeatingPath, Tender
from reportgen.inputs.schema.columns import Column, Identifier, Record
from reportgen.inputs.schema.work import Amount, Count, Percent


class Energy(Record):
    """能源保障: an energy kind's demand, contract, stock and price for the season."""

    KEY: ClassVar[str] = "energy"
    TITLE: ClassVar[str] = "能源保障"

    kind: Annotated[EnergyKind, Column("能源品种", "热力、电力、天然气、生物质或者洁净煤", "天然气", aliases=("品种", "能源"))]
    supplier: Annotated[str, Column("供应企业", "签订合同的供应企业", "××燃气公司", aliases=("供应单位", "供能企业"))]
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


class Equipment(Record):
    """设备选型: a model of heating equipment, its tender, price and number."""

    KEY: ClassVar[str] = "equipment"
    TITLE: ClassVar[str] = "设备选型"

    path: Annotated[HeatingPath, Column("取暖路径", "设备用于哪一种改造方式", "煤改电", aliases=("路径",))]
    type: Annotated[str, Column("设备类型", "设备的种类", "空气源热泵热风机", aliases=("设备名称",))]
    maker: Annotated[str, Column("中标企业", "中标的生产或者供货企业", "示例企业甲", aliases=("厂家", "生产厂家"))]
    model: Annotated[str, Identifier, Column("型号", "设备型号", "KFRD-35", aliases=("设备型号",))]
    power: Annotated[Amount | None, Column("额定功率", "额定输入功率", "1.2", unit="千瓦", aliases=("功率",))] = None
    tender: Annotated[Tender, Column("招标方式", "市统一招标或者县级自行招标", "市统一招标")]
    price: Annotated[Amount, Column("中标单价", "每台（套）中标价", "3650", unit="元", aliases=("单价",))]
    residents: Annotated[Count, Column("居民台数", "居民用户选用的台（套）数", "4200", unit="台", aliases=("居民用户台数",))]
    institutions: Annotated[Count, Column("单位台数", "单位用户选用的台（套）数", "0", unit="台", aliases=("单位用户台数",))]
    contract: Annotated[str | None, Identifier, Column("合同编号", "设备采购合同编号", "SB-2023-01")] = None
    signed_on: Annotated[date | None, Column("签订日期", "采购合同签订日期", "2023年4月15日")] = None


class Issue(Record):
    """问题清单: a problem found, the measure, when due, when closed (销号)."""

    KEY: ClassVar[str] = "issues"
    TITLE: ClassVar[str] = "问题清单"

    number: Annotated[str, Identifier, Column("序号", "问题的编号", "1", aliases=("编号", "问题编号"))]
    origin_of: Annotated[str, Column("问题来源", "回头看、督导检查、验收、群众反映等", "回头看", aliases=("来源",))]
    problem: Annotated[str, Column("问题", "发现的问题", "3户设备未通电", aliases=("存在问题", "问题描述"))]
    where: Annotated[str | None, Column("地点", "乡镇、村", "子干乡子干村", aliases=("乡镇村",))] = None
    measure: Annotated[str, Column("整改措施", "采取的措施", "协调供电公司接电", aliases=("措施",))]
    responsible: Annotated[str, Column("责任单位", "负责整改的部门", "国网××供电公司", aliases=("责任部门",))]
    found_on: Annotated[date, Column("发现日期", "发现问题的日期", "2023年10月20日")]
    due: Annotated[date, Column("整改时限", "应当完成整改的日期", "2023年10月28日", aliases=("时限",))]
    closed_on: Annotated[date | None, Column("销号日期", "完成整改销号的日期，未销号不填", "2023年10月26日")] = None


class Dispatch(Record):
    """日常调度: a week of the heating season."""

    KEY: ClassVar[str] = "dispatch"
    TITLE: ClassVar[str] = "日常调度"

    week: Annotated[date, Column("调度日期", "调度周的截止日期", "2023年11月10日", aliases=("日期", "周"))]
    heating: Annotated[Count, Column("取暖户数", "本周正常取暖户数", "4430", unit="户", aliases=("正常取暖户数",))]
    faults: Annotated[Count, Column("故障数", "本周报修故障数", "12", unit="件", aliases=("故障",))]
    repaired: Annotated[Count | None, Column("修复数", "本周修复的故障数", "12", unit="件")] = None
    complaints: Annotated[Count, Column("投诉数", "本周受理的投诉数", "3", unit="件", aliases=("投诉",))]
    coal_stock: Annotated[Amount | None, Column("洁净煤库存", "供应点库存量", "1200", unit="吨")] = None
    coal_price: Annotated[Amount | None, Column("洁净煤价格", "供应点销售价格", "1350", unit="元/吨")] = None


class Evidence(Record):
    """佐证材料: a supporting file in the unit's folder 佐证材料/ and what it supports."""

    KEY: ClassVar[str] = "evidence"
    TITLE: ClassVar[str] = "佐证材料"

    number: Annotated[str, Identifier, Column("材料编号", "材料的编号", "1", aliases=("编号", "序号"))]
    title: Annotated[str, Column("材料名称", "材料的名称", "验收组成立文件", aliases=("名称",))]
    path: Annotated[str, Column("文件", "在佐证材料文件夹中的路径", "验收/成立文件.pdf", aliases=("文件名", "路径"))]
    supports: Annotated[str, Column("支持事项", "支持的指标、任务或者规则的编号，用顿号隔开", "1.1.1、1.1.2", aliases=("支持指标",))]
    dated: Annotated[date | None, Column("形成日期", "材料形成的日期", "2023年10月12日", aliases=("日期",))] = None


class Outreach(Record):
    """群众工作: notices, hearings, complaints and satisfaction."""

    KEY: ClassVar[str] = "outreach"
    TITLE: ClassVar[str] = "群众工作"

    activity: Annotated[str, Column("事项", "公告公示、征求意见、宣传、投诉办理等", "任务公示", aliases=("工作事项",))]
    held_on: Annotated[date | None, Column("日期", "开展的日期", "2023年4月12日")] = None
    times: Annotated[Count | None, Column("次数", "开展的次数", "3", unit="次")] = None
    reached: Annotated[Count | None, Column("覆盖人数", "参加或者告知的人数", "860", unit="人")] = None
    received: Annotated[Count | None, Column("受理件数", "受理的意见、投诉件数", "16", unit="件")] = None
    settled: Annotated[Count | None, Column("办结件数", "办结的件数", "16", unit="件")] = None
    satisfaction: Annotated[Percent | None, Column("满意度", "调查的满意度", "95.2", unit="%")] = None


class Duty(Record):
    """职责分工: a department and its duty."""

    KEY: ClassVar[str] = "duties"
    TITLE: ClassVar[str] = "职责分工"

    department: Annotated[str, Column("部门", "责任部门或者单位", "市能源局", aliases=("责任单位", "责任部门", "单位"))]
    duty: Annotated[str, Column("职责", "承担的工作职责", "牵头组织实施", aliases=("职责任务", "工作职责"))]


class Zone(Record):
    """清零范围: a no-coal zone or plain, its boundary, coverage and what is left."""

    KEY: ClassVar[str] = "zones"
    TITLE: ClassVar[str] = "清零范围"

    name: Annotated[str, Column("区域名称", "禁煤区、平原或者川区谷地的名称", "县城禁煤区", aliases=("区域",))]
    boundary: Annotated[str, Column("范围", "四至或者所辖乡镇、社区", "县城建成区", aliases=("四至",))]
    total: Annotated[Count, Column("总户数", "范围内的总户数", "32000", unit="户")]
    covered: Annotated[Count, Column("清洁取暖户数", "已经清洁取暖的户数", "32000", unit="户", aliases=("覆盖户数",))]
    coal_left: Annotated[Count | None, Column("散煤户数", "仍使用散煤取暖的户数", "0", unit="户", aliases=("剩余散煤户数",))] = None
    villages_left: Annotated[Count | None, Column("未覆盖村数", "尚未覆盖的村数", "0", unit="个")] = None
