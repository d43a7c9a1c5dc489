"""What a unit's documents call it, and the units below it, by its name and level."""

import pytest

from reportgen.inputs.schema import naming
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit


@pytest.mark.parametrize(
    ("name", "level", "whole", "own"),
    [
        ("山西省", "省", "全省", "我省"),
        ("内蒙古自治区", "省", "全区", "我区"),
        ("天津市", "省", "全市", "我市"),
        ("新疆生产建设兵团", "省", "全兵团", "我兵团"),
        ("大同市", "市", "全市", "我市"),
        ("锡林郭勒盟", "市", "全盟", "我盟"),
        ("临夏回族自治州", "市", "全州", "我州"),
        ("喀什地区", "市", "全地区", "我地区"),
        ("第一师", "市", "全师", "我师"),
        ("雄安新区", "市", "全区", "我区"),
        ("静乐县", "县", "全县", "我县"),
        ("大厂回族自治县", "县", "全县", "我县"),
        ("原平市", "县", "全市", "我市"),
        ("忻府区", "县", "全区", "我区"),
        ("城区", "县", "全区", "我区"),
        ("阿拉善左旗", "县", "全旗", "我旗"),
        ("莫力达瓦达斡尔族自治旗", "县", "全旗", "我旗"),
        ("神农架林区", "县", "全区", "我区"),
        ("忻州经济开发区", "县", "全区", "我区"),
        ("五台山风景名胜区管委会", "县", "全区", "我区"),
        ("一二一团", "县", "全团", "我团"),
        ("鹅城镇", "乡镇", "全镇", "本镇"),
        ("娑婆乡", "乡镇", "全乡", "本乡"),
        ("长征街道办事处", "乡镇", "全街道", "本街道"),
        ("巴彦苏木", "乡镇", "全苏木", "本苏木"),
        ("子干村", "村", "全村", "本村"),
        ("东街社区", "村", "全社区", "本社区"),
        ("哈日阿图嘎查", "村", "全嘎查", "本嘎查"),
        ("忻州城区", "县", "辖区", "忻州城区"),
        ("长白山管委会", "县", "辖区", "长白山管委会"),
    ],
)
def test_a_unit_is_called_by_its_name(name: str, level: str, whole: str, own: str) -> None:
    unit = Unit.model_validate({"名称": name, "级别": level, "代码": "990000", "发文机关": name})
    assert (unit.whole, unit.own) == (whole, own)


def test_its_description_says_otherwise() -> None:
    words = {"全域": "全山", "自称": "我山"}
    unit = Unit.model_validate({"名称": "长白山管委会", "级别": "县", "代码": "990000", "发文机关": "长白山管委会", "称谓": words})
    assert (unit.whole, unit.own) == ("全山", "我山")


@pytest.mark.parametrize(
    ("name", "leaders", "departments"),
    [
        ("山西省", "省委、省政府", "省直"),
        ("宁夏回族自治区", "自治区党委、政府", "区直"),
        ("忻州市", "市委、市政府", "市直"),
        ("阿坝藏族羌族自治州", "州委、州政府", "州直"),
        ("兴安盟", "盟委、行署", "盟直"),
        ("阿里地区", "地委、行署", "地直"),
    ],
)
def test_who_leads_it(name: str, leaders: str, departments: str) -> None:
    kind = naming.kind_of(name)
    assert (kind.leaders, kind.departments) == (leaders, departments)


@pytest.mark.parametrize(
    ("level", "names", "together"),
    [
        (Level.CITY, [], "县（市、区）"),
        (Level.CITY, ["静乐县", "原平市", "忻府区", "五台山风景名胜区"], "县（市、区）"),
        (Level.CITY, ["东河区", "固阳县", "达尔罕茂明安联合旗"], "旗县（市、区）"),
        (Level.CITY, ["福田区", "龙岗区"], "区"),
        (Level.CITY, ["一团", "二团场"], "团场"),
        (Level.PROVINCE, ["太原市", "大同市"], "市"),
        (Level.PROVINCE, ["兰州市", "临夏回族自治州"], "市（州）"),
        (Level.PROVINCE, ["呼和浩特市", "兴安盟"], "盟市"),
        (Level.PROVINCE, ["乌鲁木齐市", "喀什地区", "伊犁哈萨克自治州"], "地（州、市）"),
        (Level.PROVINCE, ["拉萨市", "阿里地区"], "地（市）"),
        (Level.PROVINCE, ["渝中区", "忠县"], "区县"),
        (Level.PROVINCE, ["和平区", "南开区"], "区"),
        (Level.PROVINCE, [], "市"),
        (Level.COUNTY, ["鹅城镇", "娑婆乡"], "乡镇（街道）"),
        (Level.COUNTY, ["巴彦苏木", "大板镇"], "苏木乡镇（街道）"),
        (Level.TOWNSHIP, ["子干村"], "村（社区）"),
    ],
)
def test_those_below_are_called_together(level: Level, names: list[str], together: str) -> None:
    assert naming.below(level, names) == together
