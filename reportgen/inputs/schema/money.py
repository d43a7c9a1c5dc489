"""Money: 资金, 拖欠款, 补贴标准, 绩效指标."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from reportgen.inputs.schema.choices import Direction
from reportgen.inputs.schema.columns import Column, Identifier, Name, Of, Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.inputs.schema.work import Amount, Count, Percent


class Fund(Record):
    """资金: money by source and use."""

    KEY: ClassVar[str] = "funds"
    TITLE: ClassVar[str] = "资金"
    ROW: ClassVar[str] = "一行是一个来源用于一个用途的资金"

    source: Annotated[Choice, Of("fund_source"), Column("资金来源", "中央、省、市、县财政资金或者社会资金（企业、居民自筹）", "中央", aliases=("来源",))]
    use: Annotated[str, Column("资金用途", "用于哪一类工程或者补贴", "热源及管网建设", aliases=("用途",))]
    budget: Annotated[Amount, Column("预算数", "年初预算安排", "1200.00", unit="万元", aliases=("预算", "年初预算数", "计划筹措"))]
    adjusted: Annotated[Amount | None, Column("调整预算数", "全年（调整后）预算", "1200.00", unit="万元", aliases=("全年预算数",))] = None
    received: Annotated[Amount | None, Column("到位数", "已经到位的资金", "900.00", unit="万元", aliases=("到位资金",))] = None
    spent: Annotated[Amount | None, Column("支出数", "已经支出的资金", "860.00", unit="万元", aliases=("执行数", "全年执行数"))] = None
    carried: Annotated[Amount | None, Column("其中上年结转", "预算数中上年结转的资金，没有的填0", "0", unit="万元", aliases=("上年结转",))] = None
    received_on: Annotated[date | None, Column("到位日期", "资金（最后一笔）到位的日期", "2023年8月20日")] = None
    payment: Annotated[str | None, Column("付款方式", "合同约定的付款方式", "按进度支付，验收后付清")] = None


class Arrear(Record):
    """拖欠款: what is owed to an enterprise for a project, and when it will be paid."""

    KEY: ClassVar[str] = "arrears"
    TITLE: ClassVar[str] = "拖欠款"
    ROW: ClassVar[str] = "一行是拖欠一个企业一个项目的款项"
    MAY_BE_EMPTY: ClassVar[bool] = True

    enterprise: Annotated[str, Name, Column("企业名称", "被拖欠款项的企业", "××公司", aliases=("企业",))]
    project: Annotated[str, Column("项目名称", "款项所属的项目", "2021年煤改电工程", aliases=("项目",))]
    owed: Annotated[Amount, Column("拖欠金额", "摸排确认的拖欠金额", "320.00", unit="万元", aliases=("欠款",))]
    paid: Annotated[Amount | None, Column("已清偿金额", "已经拨付的金额", "120.00", unit="万元", aliases=("已付金额",))] = None
    promised: Annotated[date | None, Column("承诺清偿日期", "向企业明确的清欠时间", "2023年12月31日", aliases=("清欠时限",))] = None


class Subsidy(Record):
    """补贴标准: construction and running subsidy of a path, price, resulting cost per season."""

    KEY: ClassVar[str] = "subsidies"
    TITLE: ClassVar[str] = "补贴标准"
    ROW: ClassVar[str] = "一行是一种取暖路径的补贴标准、居民支出和补贴发放情况"

    path: Annotated[Choice, Of("path"), Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径",))]
    construction: Annotated[Amount, Column("建设补贴", "每户工程建设（设备购置）补贴", "5000", unit="元/户", aliases=("建设补贴标准",))]
    running: Annotated[Amount, Column("运行补贴", "每户每个采暖季运行补贴上限", "600", unit="元/户", aliases=("运行补贴标准",))]
    price: Annotated[Amount, Column("用能价格", "居民用能价格", "0.2862", aliases=("价格",))]
    price_unit: Annotated[str, Column("价格单位", "用能价格的计量单位", "元/千瓦时")]
    season_cost: Annotated[Amount, Column("户均取暖支出", "补贴后每户每个采暖季取暖支出", "1450", unit="元", aliases=("户均支出",))]
    income: Annotated[Amount | None, Column("户均可支配收入", "居民户均年可支配收入，用来衡量承受能力", "38600", unit="元")] = None
    running_before: Annotated[Amount | None, Column("上年运行补贴", "上一采暖季的运行补贴标准", "600", unit="元/户", aliases=("上年标准",))] = None
    basis: Annotated[str | None, Column("调整依据", "补贴标准低于上年时的依据文件，没有调整的不填", "《…的通知》（×发〔2023〕1号）")] = None
    mode: Annotated[Choice | None, Of("subsidy_mode"), Column("补贴方式", "先缴后补或者补后缴费", "补后缴费")] = None
    construction_paid: Annotated[Amount | None, Column("已发建设补贴", "已经发放的建设补贴", "2224.50", unit="万元")] = None
    running_paid: Annotated[Amount | None, Column("已发运行补贴", "已经发放的运行补贴", "266.94", unit="万元")] = None
    hardship: Annotated[Count | None, Column("困难户数", "低保、特困等困难群众户数", "236", unit="户", aliases=("困难群众户数",))] = None
    hardship_extra: Annotated[Amount | None, Column("困难户增补标准", "在运行补贴之外每户增补的标准", "200", unit="元/户")] = None
    hardship_paid: Annotated[Amount | None, Column("已发困难增补", "已经发放的困难户增补资金", "4.72", unit="万元")] = None


class Indicator(Record):
    """绩效指标: an indicator of levels 1 to 3 with target, result and score."""

    KEY: ClassVar[str] = "indicators"
    TITLE: ClassVar[str] = "绩效指标"
    ROW: ClassVar[str] = "一行是一个三级绩效指标"

    level1: Annotated[str, Column("一级指标", "产出指标、效益指标、满意度指标", "产出指标")]
    level2: Annotated[str, Column("二级指标", "数量、质量、时效、成本等", "数量指标")]
    level3: Annotated[str, Column("三级指标", "具体指标的名称", "煤改电改造户数")]
    direction: Annotated[Direction, Column("指标性质", "≥、≤、=或者定性", "≥")]
    target: Annotated[Decimal | None, Column("年度指标值", "年度目标值，定性指标不填", "4449")] = None
    measure: Annotated[str | None, Column("度量单位", "指标值的计量单位", "户")] = None
    actual: Annotated[Decimal | None, Column("实际完成值", "实际完成的值，定性指标不填", "4449")] = None
    weight: Annotated[Amount, Column("分值", "指标的权重分", "10")]
    score: Annotated[Amount | None, Column("得分", "自评得分；不填时按完成值计算", "10")] = None
    band: Annotated[Percent | None, Column("达成程度", "定性指标达成预期的程度", "95", unit="%")] = None
    deviation: Annotated[str | None, Column("偏差原因分析及改进措施", "未得满分的必须说明", "受雨季影响，已安排赶工", aliases=("偏差原因",))] = None
    figure: Annotated[str | None, Identifier, Column("取数项", "实际完成值取自哪一个数据项，填了的不用再填实际完成值", "completion.electricity.completed")] = (
        None
    )
    number: Annotated[str | None, Identifier, Column("指标编号", "供佐证材料引用的编号", "1.1.1")] = None
