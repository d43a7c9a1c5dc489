"""补贴细则: how a subsidy is computed, by tiers, and which levels bear it."""

from typing import Annotated, ClassVar

from reportgen.inputs.schema.choices import SharedBy
from reportgen.inputs.schema.columns import Column, Of, Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.inputs.schema.work import Amount, Count

_PART = "分担的数，按分担方式填写；不分担的不填"


class SubsidySchedule(Record):
    """补贴细则: one tier of one subsidy. What can't be said in columns stands as it was published (公布的规定), and is printed as it stands."""

    KEY: ClassVar[str] = "subsidy_schedules"
    TITLE: ClassVar[str] = "补贴细则"
    ROW: ClassVar[str] = "一行是一种补贴的一档：怎样计算，最高多少，由各级怎样分担"

    path: Annotated[Choice, Of("path"), Column("取暖路径", "清洁取暖改造的方式", "煤改电", aliases=("路径",))]
    item: Annotated[Choice, Of("subsidy_item"), Column("补贴项目", "建设补贴、运行补贴等", "运行补贴", aliases=("补贴类别", "补贴种类"))]
    recipients: Annotated[str | None, Column("补贴对象", "按户型分档的填写户型，各户相同的不填", "低保户", aliases=("户型", "享受对象"))] = None
    tier_by: Annotated[Choice | None, Of("subsidy_tier"), Column("分档指标", "按用量、面积等分档的填写，不分档的不填", "用电量")] = None
    above: Annotated[Amount | None, Column("超过", "这一档的下限（不含），从0开始的不填", "2000", aliases=("下限",))] = None
    up_to: Annotated[Amount | None, Column("不超过", "这一档的上限（含），不封顶的不填", "10000", aliases=("上限",))] = None
    way: Annotated[
        Choice | None,
        Of("subsidy_way"),
        Column("计算方式", "定额、按用电量、按面积、按比例等；算不出来的不填", "按用电量", aliases=("补贴计算方式",)),
    ] = None
    rate: Annotated[Amount | None, Column("计算标准", "每户、每千瓦时、每平方米补贴多少，按比例的是百分之几", "0.12")] = None
    unit: Annotated[str | None, Column("标准单位", "计算标准的计量单位，要与计算方式一致", "元/千瓦时")] = None
    cap: Annotated[Amount | None, Column("每户最高", "每户（每台）最高补贴多少，没有的不填", "1200", unit="元", aliases=("最高限额", "封顶金额"))] = None
    each: Annotated[Amount | None, Column("每户数量", "各户相同的用电量、面积、设备价格（元），各户不同的不填", "80")] = None
    quantity: Annotated[Amount | None, Column("总数量", "各户用电量、面积、设备价格（元）合计，还没有统计的不填", "1200000")] = None
    households: Annotated[
        Count | None, Column("享受户数", "这一档有多少户（台）；不分档的可以不填，按这一路径的改造任务计算", "1763", unit="户", aliases=("补贴户数",))
    ] = None
    shared_by: Annotated[SharedBy | None, Column("分担方式", "百分比（合计100）、份数（如省4县1）或者金额（合计等于每户最高或者计算标准）", "份数")] = None
    central_part: Annotated[Amount | None, Column("中央分担", f"中央财政{_PART}", "1", aliases=("中央财政",))] = None
    province_part: Annotated[Amount | None, Column("省级分担", f"省级财政{_PART}", "1", aliases=("省级", "省级财政"))] = None
    city_part: Annotated[Amount | None, Column("市级分担", f"市级财政{_PART}", "1", aliases=("市级", "市级财政"))] = None
    county_part: Annotated[Amount | None, Column("县级分担", f"县级财政{_PART}", "1", aliases=("县级", "县级财政"))] = None
    township_part: Annotated[Amount | None, Column("乡镇分担", f"乡镇{_PART}", "1")] = None
    resident_part: Annotated[Amount | None, Column("居民自筹", f"分担的总额中包括居民自筹的，居民{_PART}", "1", aliases=("户自筹", "自筹"))] = None
    published: Annotated[str | None, Column("公布的规定", "文件的原话，写不进以上各列的填写；没有计算方式的必须填写", "每月扣除28立方米后计算")] = None
