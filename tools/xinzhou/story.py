"""What the season was in each unit: what went well, what was missed and why. All sample data; every sheet about the outcome is made from it.

One unit (偏关县) is behind, a few missed a target, the others did what they set out to do, each in its own way.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinzhou.choices import HeatingPath, RetrofitType

SATISFACTION_TARGET = 90
FIRST_PASS_TARGET = 99  # % of the inspected households that pass at once


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Households that a unit did not finish by one path, in the last village or township of the path; all else is finished."""

    path: HeatingPath
    households: int
    cause: str
    meanwhile: str
    due: date


@dataclass(frozen=True, slots=True)
class Found:
    """A problem of the place itself: who found it, when, what was done, and how many days that took."""

    origin: str
    on: date
    problem: str
    measure: str
    days: int


@dataclass(frozen=True, slots=True)
class Story:
    """A unit's season.

    `satisfaction` (%) of `surveyed` people; `use` are the kWh of a household with a heat pump in a season; `supplied` is what was
    delivered of the demand (%), with `outages`; `failing` of a thousand failed at first where any did; `unused` of a thousand stood
    empty or were switched off in midwinter; `faults` and `complaints` are multiples of the usual. `received` (%) is what of the
    county's own money for works had come by the evaluation, `spent` (%) what was paid of the year's money for works. `lasting` and
    `timely` are the marks (%) of the two qualitative indicators. A cause and what is done about it goes with whatever is missed.
    """

    satisfaction: Decimal
    surveyed: int
    found: Found
    use: int = 6800
    supplied: int = 97
    outages: int = 0
    failing: int = 16
    unused: int = 0
    faults: float = 1.0
    complaints: float = 1.0
    received: int = 100
    spent: int = 95
    lasting: int = 100
    timely: int = 100
    shortfall: Shortfall | None = None
    unrectified: int = 0
    open_repairs: int = 0
    open_complaints: int = 0
    open_hazards: int = 0
    retrofit: tuple[RetrofitType, int] | None = None
    why_retrofit: str | None = None
    why_dissatisfied: str | None = None
    why_dear: str | None = None
    why_failed: str | None = None
    why_late_money: str | None = None
    why_lasting: str | None = None
    why_timely: str | None = None


_URBAN, _RURAL = RetrofitType.URBAN, RetrofitType.RURAL
_NEXT_SUMMER = date(2024, 8, 31)


STORIES = {
    "忻州城区": Story(
        satisfaction=Decimal("91.2"),
        surveyed=520,
        found=Found("群众反映", date(2023, 11, 27), "利民西街社区部分老旧住宅楼顶层室温偏低", "冲洗楼栋立管，加装平衡阀，逐户复测室温", 9),
        supplied=99,
        failing=19,
        complaints=2.2,
        spent=86,
        retrofit=(_URBAN, 94),
        why_retrofit="两个老旧小区产权分散，外墙改造方案没有征得规定比例的业主同意；由街道组织业主表决，2024年8月底前完成。",
    ),
    "忻府区": Story(
        satisfaction=Decimal("92.6"),
        surveyed=450,
        found=Found("回头看", date(2023, 8, 22), "奇村镇个别往年改造户设定温度低、开机时间短", "逐户上门演示节能用法，讲清谷段电价和运行补贴", 30),
        spent=93,
        use=6600,
        supplied=93,
        unused=14,
        faults=1.6,
        lasting=90,
        why_lasting="独居老人使用指导还要靠村干部代办；由运维企业逐村确定帮办员，2024年10月底前完成。",
        open_repairs=1,
    ),
    "定襄县": Story(
        satisfaction=Decimal("94.3"),
        surveyed=310,
        found=Found("督导检查", date(2023, 11, 22), "晋昌镇管网末端村供回水压差偏小", "调整支线阀门开度，增设末端增压泵，连续三天测温", 10),
        use=6700,
        supplied=98,
        failing=22,
        faults=1.4,
        complaints=1.5,
        spent=95,
    ),
    "原平市": Story(
        satisfaction=Decimal("92.1"),
        surveyed=1680,
        found=Found("督导检查", date(2023, 10, 25), "长输管线个别补偿器井室积水、井盖标识不清", "抽排积水、恢复防水，补齐标识并纳入日巡检", 6),
        supplied=97,
        outages=1,
        failing=60,
        unused=24,
        spent=88,
        open_repairs=3,
        lasting=90,
        why_lasting="长输管网首年运行，热源、长输管线和换热站联动调度机制尚在磨合；2024年9月底前完成调度平台和分级抢修队伍建设。",
    ),
    "五台县": Story(
        satisfaction=Decimal("91.5"),
        surveyed=380,
        found=Found("施工协调", date(2023, 7, 18), "豆村镇进村道路水毁，设备车辆不能通行", "改用小型车转运，抢修便道，恢复后集中安装", 16),
        use=6900,
        supplied=96,
        outages=1,
        failing=21,
        faults=1.5,
        spent=84,
        unrectified=2,
        lasting=80,
        why_lasting="部分山区村没有固定维修点；2024年10月底前在豆村、东冶两镇增设服务点，公布服务电话。",
        open_repairs=1,
    ),
    "代县": Story(
        satisfaction=Decimal("93.4"),
        surveyed=430,
        found=Found("群众反映", date(2023, 12, 18), "雁门关镇大风天气热泵化霜频繁、出风温度低", "加装导风罩，更新控制程序，配送临时电暖器备用", 7),
        spent=94,
        use=6930,
        supplied=101,
        outages=2,
        faults=2.1,
        complaints=1.4,
        lasting=90,
        why_lasting="寒潮期间备件不足；2024年10月底前建立县级备件库，与供货企业签订到货时限协议。",
        open_repairs=2,
    ),
    "繁峙县": Story(
        satisfaction=Decimal("89.4"),
        surveyed=340,
        found=Found("群众反映", date(2024, 1, 15), "大营镇部分农户反映电费高于预期", "供电所逐户核对电量和峰谷时段，宣讲补贴政策，优先安排门窗改造", 18),
        use=7920,
        supplied=103,
        outages=2,
        failing=18,
        faults=1.8,
        complaints=2.4,
        spent=89,
        why_dissatisfied="东部高寒乡镇取暖期长，调查中反映电费偏高的较多；2024年优先对这些乡镇实施围护结构改造，降低用电量。",
        why_dear="东部乡镇海拔高、寒潮天数多，户均用电量高于测算；结合围护结构改造降低热负荷，并申请提高高寒乡镇运行补贴。",
        open_repairs=1,
    ),
    "宁武县": Story(
        satisfaction=Decimal("90.7"),
        surveyed=260,
        found=Found("施工协调", date(2023, 6, 26), "东寨镇变压器台架用地涉及林地，手续办理较慢", "由林业部门现场踏勘，调整台架位置", 19),
        use=7780,
        supplied=100,
        outages=2,
        failing=26,
        faults=1.9,
        spent=82,
        shortfall=Shortfall(HeatingPath.ELECTRICITY, 27, "部分农户房屋正在翻建，暂不具备安装条件", "采暖季借住亲属家或者使用电暖器过渡", date(2024, 9, 30)),
        lasting=80,
        why_lasting="西部山区乡镇维修半径大、备件运送慢；2024年9月底前在东寨、石家庄两镇增设维修点和备件库。",
    ),
    "静乐县": Story(
        satisfaction=Decimal("92.9"),
        surveyed=360,
        found=Found("回头看", date(2023, 7, 24), "康家会镇往年安装的机组滤网堵塞、未按期清洗", "由中标企业逐户清洗，建立每年两次的清洗记录", 22),
        spent=91,
        use=7500,
        supplied=94,
        outages=1,
        unused=11,
        faults=1.3,
        shortfall=Shortfall(HeatingPath.ELECTRICITY, 38, "部分农户整户外出务工，未能入户施工", "冬季住房无人居住，返乡居住的使用电暖器过渡", date(2024, 6, 30)),
    ),
    "神池县": Story(
        satisfaction=Decimal("91.8"),
        surveyed=190,
        found=Found("督导检查", date(2023, 12, 5), "寒潮期间锅炉房一台循环泵振动超标", "启用备用泵，更换轴承，恢复双泵运行", 4),
        use=7840,
        supplied=102,
        outages=1,
        failing=8,
        faults=2.0,
        complaints=1.8,
        received=58,
        spent=74,
        why_late_money="县级财力紧张，建筑节能改造配套资金分两年安排；未到位部分列入2024年县级预算，2024年9月底前拨付。",
    ),
    "五寨县": Story(
        satisfaction=Decimal("92.2"),
        surveyed=480,
        found=Found("督导检查", date(2023, 10, 24), "三岔镇收储点秸秆未及时覆盖，雨后含水率升高", "加盖苫布，翻晒复检，合格后入炉", 7),
        use=7700,
        supplied=98,
        outages=1,
        faults=1.2,
        spent=87,
        lasting=90,
        why_lasting="村级秸秆收储点偏少、燃料检验设备不足；2024年9月底前增设收储点，配齐含水率和热值检测设备。",
    ),
    "岢岚县": Story(
        satisfaction=Decimal("93.7"),
        surveyed=330,
        found=Found("施工协调", date(2023, 8, 14), "宋家沟镇民宿经营户要求避开旅游高峰施工", "与经营户逐户商定时间，九月集中施工", 28),
        use=7800,
        supplied=99,
        outages=1,
        failing=14,
        faults=1.7,
        spent=83,
        retrofit=(_RURAL, 88),
        why_retrofit="九月下旬连续降温，外墙湿作业提前停工；剩余面积2024年5月复工，6月底前完成。",
        lasting=90,
        why_lasting="沿川以外的村维修往返时间长；2024年10月底前在中心村培训农民技工，设简易维修点。",
        open_repairs=1,
    ),
    "河曲县": Story(
        satisfaction=Decimal("95.1"),
        surveyed=240,
        found=Found("督导检查", date(2023, 8, 29), "巡镇镇过路管沟回填后沉降", "重新夯实，恢复路面并复测", 9),
        supplied=97,
        failing=20,
        faults=1.1,
        spent=96,
        open_hazards=1,
        lasting=90,
        why_lasting="部分户内线路隐患整改拖延；由供电所和村委会逐户销号，2024年5月底前完成。",
    ),
    "保德县": Story(
        satisfaction=Decimal("94.8"),
        surveyed=460,
        found=Found("督导检查", date(2023, 11, 16), "东关镇个别用户擅自移动燃气报警器", "燃气企业入户复位、重新标定，签订安全告知书", 5),
        use=6750,
        supplied=98,
        failing=14,
        faults=0.8,
        spent=95,
        lasting=90,
        why_lasting="新增燃气用户首次入户安检尚未全覆盖；2024年6月底前完成，之后每年不少于两次。",
    ),
    "偏关县": Story(
        satisfaction=Decimal("84.6"),
        surveyed=420,
        found=Found("群众反映", date(2023, 11, 13), "新关镇接入较晚的住宅楼供热初期室温偏低", "延长调试时间，逐楼平衡流量，逐户测温", 17),
        use=7400,
        supplied=95,
        outages=2,
        failing=14,
        faults=2.6,
        complaints=3.4,
        received=52,
        spent=66,
        lasting=60,
        timely=60,
        open_repairs=3,
        open_complaints=2,
        shortfall=Shortfall(
            HeatingPath.BIOMASS, 459, "过河段供热管线征地和汛期停工延误，二期管网未能在采暖季前通热", "采暖季由临时电锅炉分片供暖", _NEXT_SUMMER
        ),
        why_dissatisfied="接入晚的住宅楼供热初期室温偏低，临时供暖的住户意见较多；2024年8月底前建成二期管网，供热前逐楼调试。",
        why_failed="采暖季前赶工，部分入户阀门和末端调节不到位；已逐户整改复验，二期工程实行首件验收。",
        why_late_money="县级配套资金受土地出让收入减少影响没有按期安排；未到位部分分两次列入2024年县级预算，2024年10月底前拨付。",
        why_lasting="新增用户集中，供热企业报修和投诉办理力量不足；2024年10月底前增配维修人员，设立县城服务大厅。",
        why_timely="二期管网没有按期投用；倒排工期、按周调度，2024年8月底前建成通热。",
    ),
    "五台山": Story(
        satisfaction=Decimal("96.0"),
        surveyed=180,
        found=Found("施工协调", date(2023, 7, 11), "台怀镇管线路由临近古树名木保护范围", "会同文物、林业部门调整路由，人工开挖", 15),
        supplied=99,
        failing=8,
        faults=1.3,
        spent=92,
    ),
}
