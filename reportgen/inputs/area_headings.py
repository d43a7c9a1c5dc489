"""Headings of the columns that say whose a row is: 县（市、区）, 旗县区, 辖区, 责任单位."""

import re

from reportgen.inputs.wording import fold

_AREA_HEADING = re.compile(r"(?:所属|所在|所辖|各|归属)?(?:[省市州盟县区旗师团]|地(?=[市区州]))+(?:场)?(?:单位)?(?:名称|名|别)?")
_AREA_WORDS = frozenset(("辖区", "所辖区", "属地", "行政区划", "行政区划名称", "行政区", "行政区域", "区划", "区划名称", "所属地区", "所属行政区"))
_UNIT_WORDS = frozenset(
    ("单位", "单位名称", "责任单位", "责任主体", "承担单位", "实施单位", "建设单位", "填报单位", "上报单位", "报送单位", "任务单位", "所属单位", "名称", "部门")
)


def heads_areas(heading: str) -> bool:
    """Whether a heading is one for names of counties, cities and the like, and nothing else: 县（市、区）, 旗县区, 辖区."""
    plain = re.sub(r"[()、,/·*:\-]", "", fold(heading))
    return plain in _AREA_WORDS or (_AREA_HEADING.fullmatch(plain) is not None and plain not in ("省", "师", "团", "地"))


def heads_units(heading: str) -> bool:
    """Whether a heading may stand over names of counties and the like as well as of departments: 责任单位."""
    return heads_areas(heading) or re.sub(r"[()*:]", "", fold(heading)) in _UNIT_WORDS
