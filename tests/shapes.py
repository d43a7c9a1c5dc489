"""Made-up units of other shapes than the demonstration's: small and large, with long and short names, of few and many rows and words.

Each is the complete county of tests/policy/unit.yaml with something of it other; none is a real office, and no person is named.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.policy.units import COMPLETE, write

Data = dict[str, Any]
Change = Callable[[Data], None]
ROOT = Path(__file__).parents[1]
_FORMS = [
    "项目支出绩效自评表",
    "清洁取暖项目验收表",
    "清洁取暖工作周报",
    "清洁取暖工作月报",
    "任务完成情况通报",
    "问题整改销号报告",
    "督导检查通报",
    "资金拨付请示",
    "任务调整请示",
    "验收通知",
]
_PERIODS = {
    "清洁取暖工作周报第1期": ("2023-12-16", "2023-12-22"),
    "清洁取暖工作月报第1期": ("2023-06-01", "2023-06-30"),
    "任务完成情况通报第1号": ("2023-04-21", "2023-10-31"),
    "问题整改销号报告第1期": ("2023-04-21", "2023-10-31"),
    "督导检查通报第1号": ("2023-08-01", "2023-10-31"),
}
_LONG_UNIT = "示例山苗族侗族布依族自治县高原清洁取暖示范区"
_LONG_OFFICE = "示例生产建设兵团第四十四师冬季清洁取暖工作领导小组办公室"
_SENTENCES = (
    "各乡镇按照时间节点推进施工，采暖季前设备全部投入使用。",
    "对施工中发现的线路老化、安装位置不当等问题，由责任单位现场整改，整改后由监理单位复查签字，资料归入一户一档。",
    "边远山区农户取暖时间长，支出高于平川，个别农户使用意愿不强。",
    "组织供热企业、乡镇干部和村组人员入户讲解设备使用方法、补贴申领程序和安全注意事项，做到不漏一户。",
    "建立日调度、周通报机制。",
)


def workspace(root: Path, name: str) -> None:
    """A workspace whose only unit is the one of SHAPES named so."""
    data = deepcopy(COMPLETE)
    data["用户台账"] = data["用户台账"][:: max(1, len(data["用户台账"]) // 40)]
    unit = data["单位"]
    unit["表单"] = list(_FORMS)
    for title, (start, end) in _PERIODS.items():
        unit["公文"][title] = {"起始日期": start, "截止日期": end, "发文字号": "保清洁办发〔2023〕31号", "成文日期": "2023-12-25", "主送": ["各乡镇人民政府"]}
    for number, title in enumerate(("资金拨付请示", "任务调整请示", "验收通知"), 32):
        unit["公文"][title] = {"发文字号": f"保清洁办发〔2023〕{number}号", "成文日期": "2023-12-25", "主送": ["各乡镇人民政府"]}
    SHAPES[name](data)
    write(root / "inputs" / "2023" / data["单位"]["名称"], data)


def _both(*changes: Change) -> Change:
    def change(data: Data) -> None:
        for each in changes:
            each(data)

    return change


def _unit(**entries: Any) -> Change:
    return lambda data: data["单位"].update({key: value for key, value in entries.items() if value is not None})


def _named(name: str, office: str) -> Change:
    """Another name, in all that names the unit."""

    def change(data: Data) -> None:
        data["单位"].update({"名称": name, "政府": f"{name}人民政府", "发文机关": office})

    return change


def _townships(townships: int, villages: int, name: str = "第{}镇", village: str = "{}村") -> Change:
    """So many townships with so many villages each: 确村确户, 验收 and 配套电网 go over all of them, their sums stay."""

    def change(data: Data) -> None:
        places = [(name.format(t), village.format(f"{t}之{v}")) for t in range(1, townships + 1) for v in range(1, villages + 1)]
        for title, counted in (("确村确户", ("户数",)), ("验收", ("完工户数", "验收户数", "抽验户数", "合格户数", "通电通气户数", "运行正常户数"))):
            rows = [row for row in data[title] if row.get("区域") == "农村"]
            data[title] = [
                {**row, "乡镇": township, "村（社区）": at, **{key: str(12 + place % 37) for key in counted if key in row}}
                for place, (township, at) in enumerate(places)
                for row in rows[: 1 if place % 3 else 2]
            ]
        data["配套电网"] = [
            {**data["配套电网"][0], "工程名称": f"{township}台区增容工程", "乡镇": township} for township in dict.fromkeys(t for t, _ in places)
        ]

    return change


def _rows(title: str, count: int, **texts: str) -> Change:
    """So many rows of a table, made of those that it has; `texts` are written over them, with their number."""

    def change(data: Data) -> None:
        rows = data[title]
        made = [{**rows[number % len(rows)], **{key: text.format(number + 1) for key, text in texts.items()}} for number in range(count)]
        for number, row in enumerate(made, 1):
            if "序号" in row:
                row["序号"] = str(number)
        data[title] = made

    return change


def _without(*titles: str) -> Change:
    def change(data: Data) -> None:
        for title in titles:
            data[title] = None

    return change


def _words(paragraphs: int, sentences: int) -> Change:
    """文字说明 of so many paragraphs under each heading, each of so many sentences."""

    def change(data: Data) -> None:
        made = []
        for row in data["文字说明"]:
            for number in range(paragraphs):
                text = "".join(_SENTENCES[(number + k) % len(_SENTENCES)] for k in range(sentences))
                made.append({**row, "内容": text} if number == 0 else {"栏目": row["栏目"], "内容": text})
        data["文字说明"] = made

    return change


_SIGNATORIES = {"组内职务": "成员", "成员类别": "部门", "单位": "示例山自治县住房和城乡建设与综合行政执法局第{}分局", "职务": "党组成员、副局长（主持工作）"}
_MANY_OFFICES = [
    *("县发展改革局", "县财政局", "县能源局", "县住房城乡建设局", "县农业农村局", "县生态环境局", "县应急管理局", "县市场监督管理局", "县民政局"),
    *("县审计局", "县统计局", "县乡村振兴局", "县自然资源局", "县公安局", "县交通运输局"),
]

SHAPES: Mapping[str, Change] = {
    "一个村": _both(_townships(1, 1), _rows("重点项目", 1), _rows("验收", 1), _rows("资金", 1), _without("备案任务", "拖欠款", "补贴细则")),
    "六十个乡镇": _townships(60, 3),
    "三十个乡镇每镇十村": _townships(30, 10),
    "自治县名称长": _both(_named(_LONG_UNIT, f"{_LONG_UNIT}冬季清洁取暖工作领导小组办公室"), _townships(7, 3, name="示例山苗族侗族自治乡第{}镇")),
    "兵团名称长": _both(_named("示例师四十四团", _LONG_OFFICE), _townships(11, 2, name="第{}连", village="{}排居民点")),
    "部门和职务名称长": _both(_rows("组织机构", 24, **_SIGNATORIES), _rows("职责分工", 20, 部门="示例山自治县住房和城乡建设与综合行政执法局第{}分局")),
    "不盖章": _unit(印章="不盖章"),
    "几个主送": _unit(主送=["忻州市清洁取暖工作领导小组办公室", "忻州市住房和城乡建设局", "忻州市能源局", "忻州市生态环境局", "忻州市财政局"]),
    "抄送多": _unit(抄送=_MANY_OFFICES),
    "没有抄送": lambda data: data["单位"].pop("抄送"),
    "没有联系人": _both(lambda data: data["单位"].pop("联系人"), lambda data: data["单位"].pop("联系电话")),
    "文字很长": _words(4, 12),
    "文字很短": _both(_words(1, 1), _rows("问题清单", 1)),
    "段落很多": _words(14, 2),
    "问题多": _rows("问题清单", 60, 问题="第{}处台区施工占地需要协调，与村民多次协商，仍有部分农户没有签字，影响后续工程进度"),
    "指标多": _rows("绩效指标", 40, 三级指标="第{}项清洁取暖改造任务按时完成并通过县级验收的户数比例"),
    "资金用途多": _rows("资金", 24, 资金用途="第{}项改造设备购置安装"),
    # More people than these don't find room to sign on one page: such a table parts, whoever sets it.
    "验收组人多": _rows("组织机构", 13, 机构="验收组", 组内职务="成员", 成员类别="部门", 单位="县第{}局", 职务="副局长"),
    "调度周少": _rows("日常调度", 3),
    "表少": _without("备案任务", "重点项目", "拖欠款", "补贴细则", "配套电网", "热源", "安全检查", "清零范围", "组织机构", "运营维护", "报送记录"),
    "样样都多": _both(
        _named(_LONG_UNIT, f"{_LONG_UNIT}冬季清洁取暖工作领导小组办公室"),
        _townships(23, 4),
        _words(5, 6),
        _rows("问题清单", 25),
        _rows("绩效指标", 25),
        _rows("职责分工", 30),
        _rows("重点项目", 12, 项目名称="第{}标段供热管网工程", 建设内容="新建改造供热一级管网12公里、换热站6座、户内设施2600户，配套建设智慧供热监控平台"),
        _unit(抄送=_MANY_OFFICES, 印章="不盖章"),
    ),
}
