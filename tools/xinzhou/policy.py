"""What the city's plan itself gives (忻清洁办发〔2023〕3号): tasks, retrofit totals, dates, duties. Nothing here is made up."""

from decimal import Decimal

from xinzhou.choices import Area, HeatingPath, RetrofitType

NUMBER = "忻清洁办发〔2023〕3号"
PROVINCE_NUMBER = "晋清洁办发〔2022〕3号"
CITY_OFFICE = "忻州市清洁取暖工作领导小组办公室"
PROVINCE_OFFICE = "山西省清洁取暖工作领导小组办公室"

Tasks = dict[tuple[HeatingPath, Area], int]


def _tasks(district: tuple[int, int], electricity: tuple[int, int], gas: tuple[int, int] = (0, 0), biomass: tuple[int, int] = (0, 0)) -> Tasks:
    pairs = zip(HeatingPath, (district, electricity, gas, biomass), strict=True)
    return {(path, area): count for path, counts in pairs for area, count in zip(Area, counts, strict=True) if count}


# 附表 任务分解表: households by path, each as (城区/县城, 农村), in the table's order.
TASKS: dict[str, Tasks] = {
    "忻州城区": _tasks((5370, 0), (0, 0)),
    "忻府区": _tasks((0, 0), (0, 4449)),
    "定襄县": _tasks((0, 1600), (0, 1392)),
    "原平市": _tasks((143000, 7000), (0, 4898)),
    "五台县": _tasks((2001, 0), (0, 1965)),
    "代县": _tasks((0, 0), (66, 4403)),
    "繁峙县": _tasks((0, 1050), (0, 1639)),
    "宁武县": _tasks((36, 64), (20, 1596)),
    "静乐县": _tasks((0, 0), (0, 3599)),
    "神池县": _tasks((0, 831), (0, 162)),
    "五寨县": _tasks((1000, 0), (389, 49), biomass=(0, 3800)),
    "岢岚县": _tasks((0, 1247), (0, 2041)),
    "河曲县": _tasks((270, 1004), (104, 631)),
    "保德县": _tasks((0, 0), (354, 1409), gas=(3279, 43)),
    "偏关县": _tasks((0, 0), (145, 665), biomass=(6550, 0)),
    "五台山": _tasks((0, 295), (0, 0), gas=(0, 1267)),
}

# 二（二）, in 万平方米.
RETROFIT = {RetrofitType.URBAN: Decimal("121.76"), RetrofitType.RURAL: Decimal("183.45")}

# 六 职责分工, in our own words.
DUTIES = (
    (
        "各县（市、区）人民政府、五台山风景名胜区管委会",
        "对本区域清洁取暖工程实施和安全保障负主体责任，编制本区域实施方案，筹措本级补贴资金，建立用户台账，落实招标投标制度，组织施工和验收，定期报告项目进展和资金使用情况",
    ),
    (
        "市能源局",
        "制定和完善全市实施方案，指导、协调、督促各地开展改造，调度统计工程进度，组织绩效评价，统一招标“煤改电”“煤改气”设备，指导民用洁净煤供应企业布局和管理",
    ),
    ("市发展改革委", "落实“煤改电”电价政策，完善“煤改气”气价政策，推进天然气储气和调峰能力建设，协调清洁取暖气源"),
    ("市财政局", "制定2023年补贴政策，筹措、拨付和清算清洁取暖资金，明确付款方式，监督资金使用"),
    ("市生态环境局", "监管燃煤、燃气设备污染防治设施运行，督促各地改造、拆除在用锅炉"),
    ("市住房城乡建设局", "制定既有建筑节能改造和农村围护结构改造实施方案，提供政策咨询和技术服务，督促各县（市、区）和忻州经济开发区完成改造和验收"),
    ("市公用事业中心", "承担中心城区集中供热改造，指导各地制定集中供热实施方案，督促完成集中供热改造和验收"),
    ("国网忻州供电公司", "实施“煤改电”配套电网改造，采暖季前完工，保障电力安全稳定供应"),
    ("其他有关单位", "按照部门职能和工作分工抓好落实"),
)
