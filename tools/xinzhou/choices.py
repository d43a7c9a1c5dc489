"""The values that the demonstration data fill in where a column offers choices, as the programme's vocabularies have them."""

from enum import StrEnum


class Keyed(StrEnum):
    """Values that figures are told apart by."""

    @property
    def key(self) -> str:
        """The English key that figure names use."""
        return self.name.lower()


class HeatingPath(Keyed):
    """取暖路径, in the order of the city's table."""

    DISTRICT = "集中供热"
    ELECTRICITY = "煤改电"
    GAS = "煤改气"
    BIOMASS = "生物质热电联产"


class Area(Keyed):
    """区域: 城区/县城 or 农村."""

    URBAN = "城区/县城"
    RURAL = "农村"


class FundSource(Keyed):
    """资金来源."""

    CENTRAL = "中央"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    SOCIETY = "社会"


class RetrofitType(Keyed):
    """建筑节能改造类型."""

    URBAN = "既有建筑节能改造"
    RURAL = "农村围护结构改造"


class EnergyKind(StrEnum):
    """能源品种."""

    HEAT = "热力"
    ELECTRICITY = "电力"
    GAS = "天然气"
    BIOMASS = "生物质"
    COAL = "洁净煤"


class Tender(StrEnum):
    """招标方式: 煤改电、煤改气 equipment is tendered by the city, the rest by the county (市方案五（二）)."""

    CITY = "市统一招标"
    COUNTY = "县级自行招标"


class ProjectState(StrEnum):
    """项目状态."""

    PLANNED = "未开工"
    UNDER_WAY = "在建"
    DONE = "完工"


class AcceptanceClass(StrEnum):
    """验收类别 (市方案五（三）)."""

    DISTRICT = "集中供热"
    ELECTRICITY = "煤改电"
    GAS = "煤改气"
    RETROFIT = "建筑节能"
    GRID = "电网增容"
    BIOMASS = "生物质热电联产"


class ProjectTender(StrEnum):
    """项目招标方式: how a project's contractor was found."""

    OPEN = "公开招标"
    INVITED = "邀请招标"
    NEGOTIATED = "竞争性磋商"
    EXEMPT = "依法不招标"


class GainMethod(StrEnum):
    """能效提升依据: how the gain in efficiency was found."""

    MEASURED = "检测"
    CALCULATED = "计算"


class Body(StrEnum):
    """机构: whose members 组织机构 lists."""

    LEADERS = "领导小组"
    ACCEPTANCE = "验收组"


class Role(StrEnum):
    """组内职务."""

    HEAD = "组长"
    DEPUTY = "副组长"
    MEMBER = "成员"


class MemberKind(StrEnum):
    """成员类别: what a member of a body stands for."""

    LEADER = "政府领导"
    DEPARTMENT = "部门"
    TOWNSHIP = "乡镇（街道）"
    SUPERVISOR = "监理单位"
    EXPERT = "专家"


class PlantKind(StrEnum):
    """热源类型."""

    COGENERATION = "热电联产"
    WASTE_HEAT = "工业余热"
    COAL_BOILER = "燃煤锅炉"
    GAS_BOILER = "燃气锅炉"
    BIOMASS = "生物质"
    OTHER = "其他"


class PlantState(StrEnum):
    """热源状态: 在用 is a source of heat of the programme; 改造 and 拆除 are boilers in use that were dealt with."""

    IN_USE = "在用"
    REBUILT = "已改造"
    REMOVED = "已拆除"


class SubsidyMode(StrEnum):
    """补贴方式 (省方案二（一）5)."""

    AFTER = "先缴后补"
    DIRECT = "补后缴费"


class OperatingMode(StrEnum):
    """运营模式 (省方案二（一）3)."""

    FRANCHISE = "特许经营"
    ENERGY_CONTRACT = "合同能源管理"
    OWN = "企业自营"


class ReportStage(StrEnum):
    """报送类别."""

    BEFORE_SEASON = "季前调度"
    REGULAR = "定期报告"


class ReportItem(StrEnum):
    """报送内容: the items that 省方案四（二） and 市方案六1 ask for."""

    PROGRESS = "工程进展"
    INTACT = "设备完好"
    RUNNING = "运行正常"
    POINTS = "供应点布局"
    MONEY = "资金使用"


class Activity(StrEnum):
    """群众工作类别."""

    NOTICE = "公示"
    OPINIONS = "征求意见"
    PUBLICITY = "政策宣传"
    COMPLAINTS = "投诉办理"
    SURVEY = "满意度调查"


class NoteSection(StrEnum):
    """栏目: which section of which document a text belongs to."""

    ACHIEVEMENTS = "主要成效"
    DIFFICULTIES = "存在的困难"
    NEXT_STEPS = "下一步打算"
    GOAL = "年度总体目标"
    RESULT = "总体目标完成情况"
    USE_OF_RESULTS = "自评结果应用"
    EXPERIENCE = "主要经验"
    BUDGET = "预算执行偏差"
