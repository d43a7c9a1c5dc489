"""组织机构, sample data: leading group and acceptance team, by post; names only as 张某某."""

from collections.abc import Iterable

from xinzhou.choices import Body, HeatingPath, MemberKind, Role
from xinzhou.places import townships
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_SURNAMES = "张王李赵刘陈杨郭高马梁韩任郝武"
_SUPERVISOR = "示例工程监理有限公司"

Post = tuple[Role, MemberKind, str, str]

_CITY_LEADERS: tuple[Post, ...] = (
    (Role.HEAD, MemberKind.LEADER, "忻州市人民政府", "市长"),
    (Role.DEPUTY, MemberKind.LEADER, "忻州市人民政府", "副市长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市能源局", "局长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市发展改革委", "主任"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市财政局", "局长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市生态环境局", "局长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市住房城乡建设局", "局长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市农业农村局", "局长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市市场监督管理局", "局长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市应急管理局", "局长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市公用事业中心", "主任"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "国网忻州供电公司", "总经理"),
)
_CITY_TEAM: tuple[Post, ...] = (
    (Role.HEAD, MemberKind.DEPARTMENT, "市能源局", "副局长"),
    (Role.DEPUTY, MemberKind.DEPARTMENT, "市住房城乡建设局", "副局长"),
    (Role.DEPUTY, MemberKind.DEPARTMENT, "市公用事业中心", "副主任"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市财政局", "科长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市生态环境局", "科长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "市应急管理局", "科长"),
    (Role.MEMBER, MemberKind.DEPARTMENT, "国网忻州供电公司", "副总经理"),
    (Role.MEMBER, MemberKind.SUPERVISOR, _SUPERVISOR, "总监理工程师"),
    (Role.MEMBER, MemberKind.EXPERT, "示例设计研究院", "高级工程师"),
)


def city() -> Sheet:
    """组织机构 of the city."""
    return _sheet("忻州市", _CITY_LEADERS, _CITY_TEAM)


def of_unit(unit: Unit) -> Sheet:
    """组织机构 of a unit: who leads it, its departments, enterprises and townships."""
    return _sheet(unit.name, _leaders(unit), _team(unit))


def _sheet(name: str, leaders: Iterable[Post], team: Iterable[Post]) -> Sheet:
    rows: list[Row] = []
    for body, posts in ((Body.LEADERS, leaders), (Body.ACCEPTANCE, team)):
        for role, kind, department, post in posts:
            person = f"{_SURNAMES[(len(rows) * 7 + len(name) + ord(name[0])) % len(_SURNAMES)]}某某"
            rows.append({"body": body, "role": role, "kind": kind, "department": department, "post": post, "name": person})
    return Sheet("organisation", tuple(rows))


def _leaders(unit: Unit) -> list[Post]:
    if unit.central:
        head, deputy, government = "主任", "副主任", "忻州市公用事业中心"
        others = ["市能源局", "市财政局", "市生态环境局", "市住房城乡建设局", "市应急管理局"]
        posts: list[Post] = [(Role.MEMBER, MemberKind.DEPARTMENT, name, "副局长") for name in others]
    elif unit.scenic:
        head, deputy, government = "主任", "副主任", "五台山风景名胜区管理委员会"
        posts = [
            (Role.MEMBER, MemberKind.DEPARTMENT, f"管委会{name}部门", "负责人") for name in ("能源", "发展改革", "财政", "生态环境", "规划建设", "应急管理")
        ]
    else:
        head, deputy = (f"{title}{unit.rank}长" for title in ("", "副"))
        government = unit.government
        posts = [(Role.MEMBER, MemberKind.DEPARTMENT, department, "局长") for department in _departments(unit)]
    posts += [(Role.MEMBER, MemberKind.DEPARTMENT, name, "总经理") for name in _enterprises(unit)]
    return [(Role.HEAD, MemberKind.LEADER, government, head), (Role.DEPUTY, MemberKind.LEADER, government, deputy), *posts]


def _departments(unit: Unit) -> list[str]:
    here = unit.local
    names = [f"{here}{name}" for name in ("能源局", "发展改革局", "财政局", "住房城乡建设局", "农业农村局", "市场监督管理局", "应急管理局")]
    return [*names[:3], f"市生态环境局{unit.stem}分局", *names[3:]]


def _team(unit: Unit) -> list[Post]:
    deputy, member = ("副主任", "科长") if unit.central else ("负责人", "干部") if unit.scenic else ("副局长", "股长")
    environment = "市生态环境局" if unit.central else "管委会生态环境部门" if unit.scenic else f"市生态环境局{unit.stem}分局"
    buildings = "市住房城乡建设局" if unit.central else unit.builder
    towns = townships(unit)[: 4 if unit.full else 2]
    return [
        (Role.HEAD, MemberKind.DEPARTMENT, unit.lead, "主任" if unit.central else "负责人" if unit.scenic else "局长"),
        (Role.DEPUTY, MemberKind.DEPARTMENT, buildings, "副局长" if unit.central else deputy),
        (Role.MEMBER, MemberKind.DEPARTMENT, unit.treasury, member),
        (Role.MEMBER, MemberKind.DEPARTMENT, environment, member),
        (Role.MEMBER, MemberKind.DEPARTMENT, unit.safety_office, member),
        *((Role.MEMBER, MemberKind.DEPARTMENT, name, "副总经理") for name in _enterprises(unit)),
        *((Role.MEMBER, MemberKind.TOWNSHIP, f"{town}{'办事处' if town.endswith('街道') else '人民政府'}", _township_post(town)) for town in towns),
        (Role.MEMBER, MemberKind.SUPERVISOR, _SUPERVISOR, "总监理工程师"),
        (Role.MEMBER, MemberKind.SUPERVISOR, _SUPERVISOR, "专业监理工程师"),
    ]


def _township_post(town: str) -> str:
    return "副主任" if town.endswith("街道") else f"副{town[-1]}长"


def _enterprises(unit: Unit) -> list[str]:
    names = {
        HeatingPath.DISTRICT: "示例热力有限公司",
        HeatingPath.ELECTRICITY: "国网忻州供电公司" if unit.central or unit.scenic else f"国网{unit.name}供电公司",
        HeatingPath.GAS: "示例燃气有限公司",
        HeatingPath.BIOMASS: "示例生物质能源有限公司",
    }
    return [names[path] for path in unit.paths]
