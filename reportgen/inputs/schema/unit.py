"""单位.yaml: what a unit (单位) is, who signs and receives its documents, and its dates.

Keys are Chinese in the file; the English key is accepted too.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr
from pydantic import Field as Entry

from reportgen.diagnostics import Place
from reportgen.inputs.schema import naming
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.columns import Identifier, Name

UNSEALED = "不盖章"
"""The value of 印章 of an office that doesn't seal its documents."""


def _entry(title: str, meaning: str, example: str) -> object:
    return Entry(alias=title, description=meaning, examples=[example])


OF_PACKAGE = frozenset(("season", "studies", "evaluation", "dispatcher", "retrofit", "evaluation_start", "evaluation_end", "summary_due"))
"""Keys of entries, here and in sections, that the package's programme alone asks for: one of an office's own may have them, and isn't asked for them."""


class Section(BaseModel):
    """A mapping of 单位.yaml: typed values, each of which knows its line."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    def at(self, places: Mapping[str, Place]) -> Self:
        """The section itself, now knowing the line of each value: the reader calls this once, when it has made it."""
        self._places = dict(places)
        return self

    def place(self, key: str) -> Place | None:
        """The line of the value of `key` (English), or None where the file doesn't give it."""
        return self._places.get(key)


class Season(Section):
    """采暖季: first and last day of heating."""

    start: Annotated[date, _entry("开始", "供暖开始日期", "2023-11-01")]
    end: Annotated[date, _entry("结束", "供暖结束日期", "2024-03-31")]


class Schedule(Section):
    """时限: the programme's dates. What a unit leaves out, it takes from the unit above it."""

    plan_due: Annotated[date | None, _entry("方案报备", "实施方案报备的截止日期", "2023-04-20")] = None
    work_start: Annotated[date | None, _entry("组织实施开始", "组织实施的开始日期", "2023-04-21")] = None
    work_end: Annotated[date | None, _entry("组织实施结束", "完成项目施工的截止日期", "2023-10-15")] = None
    acceptance_start: Annotated[date | None, _entry("项目验收开始", "项目验收的开始日期", "2023-10-15")] = None
    acceptance_end: Annotated[date | None, _entry("项目验收结束", "项目验收的结束日期", "2023-10-31")] = None
    evaluation_start: Annotated[date | None, _entry("绩效评估开始", "绩效评估的开始日期", "2023-11-01")] = None
    evaluation_end: Annotated[date | None, _entry("绩效评估结束", "绩效评估的结束日期", "2024-04-30")] = None
    summary_due: Annotated[date | None, _entry("总结报送", "采暖季工作总结报送的截止日期，不填为采暖季结束后一个月", "2024-04-30")] = None


class References(Section):
    """引用文件: the documents that a plan cites, as they are cited: 《文件名》（文号）. What a unit leaves out, it takes from the unit above it."""

    retrofit: Annotated[str | None, _entry("建筑节能", "建筑节能改造的依据", "《…建筑节能改造工作实施方案》（某清洁办发〔2021〕5号）")] = None
    acceptance: Annotated[str | None, _entry("项目验收", "项目验收的依据", "《…冬季清洁取暖项目验收方案》（某清洁办发〔2022〕7号）")] = None
    evaluation: Annotated[str | None, _entry("绩效评价", "绩效评价的依据", "《…冬季清洁取暖绩效评价管理办法》（某清洁办发〔2022〕8号）")] = None
    plan: Annotated[str | None, _entry("实施方案", "上级年度工作实施方案", "《某市2023年冬季清洁取暖工作实施方案》（某清洁办发〔2023〕3号）")] = None
    other: Annotated[tuple[str, ...], _entry("其他", "公文中引用的其他文件，依次列出", "[《…通知》（发改办运行〔2022〕75号）]")] = ()


class Filing(Section):
    """One document of the unit (公文): its number, dates and signatory."""

    number: Annotated[str | None, _entry("发文字号", "机关代字、年份和序号", "原清洁办发〔2023〕6号")] = None
    dated: Annotated[date | None, _entry("成文日期", "签发的日期", "2023-04-18")] = None
    printed: Annotated[date | None, _entry("印发日期", "送印的日期，不填时取成文日期", "2023-04-18")] = None
    signatory: Annotated[str | None, _entry("签发人", "上行文的签发人，不填时取单位的签发人", "张某某")] = None
    recipients: Annotated[tuple[str, ...], _entry("主送", "这份公文的主送机关，不填时取单位的主送", "[某省清洁取暖工作领导小组办公室]")] = ()
    copies: Annotated[tuple[str, ...], _entry("抄送", "这份公文的抄送机关，不填时取单位的抄送", "[某市人民政府办公室]")] = ()
    consent: Annotated[str | None, _entry("经同意", "发文前同意的机关，写作“经…同意”，没有的不填", "市政府")] = None
    disclosure: Annotated[str | None, _entry("公开方式", "下行文附注“（此件…）”，不填时取单位的公开方式", "公开发布")] = None
    reported: Annotated[date | None, _entry("报送日期", "向上级报送的日期", "2023-04-18")] = None
    start: Annotated[date | None, _entry("起始日期", "一季有多期的文种，这一期的第一天；其他文种不填", "2023-11-01")] = None
    end: Annotated[date | None, _entry("截止日期", "一季有多期的文种，这一期的最后一天；其他文种不填", "2023-11-07")] = None


class Studies(Section):
    """承载论证: what the studies before the plan found (省方案二（三）)."""

    paths: Annotated[str | None, _entry("路径", "为什么选用这些取暖路径", "城区在管网覆盖范围内，农村居住分散，宜用空气源热泵")] = None
    electricity: Annotated[str | None, _entry("电网", "电网承载能力的论证结论", "配套台区改造后可以满足新增负荷")] = None
    gas: Annotated[str | None, _entry("燃气", "燃气承载能力的论证结论", "现有门站供气能力可以满足新增用气")] = None


class AcceptanceWork(Section):
    """验收组织: how the acceptance was done: its dates, the share that was sampled, and what fixes that share."""

    started: Annotated[date | None, _entry("开始", "验收开始的日期", "2023-10-16")] = None
    ended: Annotated[date | None, _entry("结束", "验收结束的日期", "2023-10-28")] = None
    ratio: Annotated[Decimal | None, _entry("抽验比例", "乡镇逐户验收后，县级入户抽验的最低比例（%）", "10")] = None
    ratio_basis: Annotated[str | None, _entry("比例依据", "规定抽验比例的文件", "《…验收方案》（某清洁办发〔2022〕7号）")] = None


class EvaluationWork(Section):
    """绩效自评组织: who led the self-evaluation, and who evaluates for the city (省方案三5)."""

    lead: Annotated[str | None, _entry("牵头部门", "牵头组织绩效自评的部门", "县财政局")] = None
    third_party: Annotated[str | None, _entry("第三方机构", "受市级委托开展评价的机构，县级不填", "示例咨询公司")] = None
    scheme: Annotated[str | None, _entry("评分方案", "绩效评分方案的编号，不填用通用方案", "general")] = None


class Words(Section):
    """称谓: what the unit's documents call it, where its name doesn't tell (兵团, 管委会, 矿区)."""

    whole: Annotated[str | None, _entry("全域", "公文中称本单位全部范围的话，不填时按名称和级别，例如全市、全旗、全镇", "全兵团")] = None
    own: Annotated[str | None, _entry("自称", "公文中称本单位的话，不填时按名称和级别，例如我市、我旗、本镇", "我兵团")] = None


class Unit(Section):
    """单位: a node of the tree 省-市-县-乡镇-村."""

    name: Annotated[str, Name, _entry("名称", "单位的规范名称", "原平市")]
    short: Annotated[str | None, Name, _entry("简称", "表格中使用的简称，不填时用名称", "原平")] = None
    level: Annotated[Level, _entry("级别", "省、市、县、乡镇或者村", "县")]
    code: Annotated[str, Identifier, _entry("代码", "GB/T 2260 代码，加引号按文本填写；没有的由上级自编", '"140981"')]
    parent: Annotated[str | None, Name, _entry("上级", "上级单位的名称", "某市")] = None
    below: Annotated[tuple[str, ...], Name, _entry("下级", "汇总时必须有数据的下级单位的名称，按各表中的顺序列出", "[忻府区, 定襄县]")] = ()
    townships: Annotated[
        dict[str, tuple[str, ...]], _entry("乡镇", "所辖乡镇（街道）的规范名称，核对各表中的名称用；可以在乡镇下面再列村（社区）", "[子干乡, 中阳乡]")
    ] = {}
    words: Annotated[Words, _entry("称谓", "公文中怎样称本单位，名称看不出来的才填", "{全域: 全兵团, 自称: 我兵团}")] = Words()
    order: Annotated[int, _entry("序号", "在上级单位各表中的排列顺序，不填时取上级单位“下级”中的顺序", "4")] = 0
    government: Annotated[str | None, Name, _entry("政府", "本级人民政府或者管委会的名称", "原平市人民政府")] = None
    authority: Annotated[str, Name, _entry("发文机关", "发文机关全称或者规范化简称", "原平市清洁取暖工作领导小组办公室")]
    prefix: Annotated[str | None, _entry("机关代字", "发文字号中的机关代字", "原清洁办发")] = None
    signatory: Annotated[str | None, _entry("签发人", "上行文的签发人", "张某某")] = None
    recipients: Annotated[tuple[str, ...], _entry("主送", "主送机关，依次列出", "[某市清洁取暖工作领导小组办公室]")] = ()
    copies: Annotated[tuple[str, ...], _entry("抄送", "抄送机关，依次列出", "[原平市人民政府办公室]")] = ()
    disclosure: Annotated[str | None, _entry("公开方式", "下行文附注“（此件…）”，不写附注的不填", "公开发布")] = None
    contact: Annotated[str | None, _entry("联系人", "附注中的联系人", "张某某")] = None
    phone: Annotated[str | None, Identifier, _entry("联系电话", "附注中的办公电话，加引号按文本填写", '"0350-0000000"')] = None
    seal: Annotated[str | None, _entry("印章", "印章图片在本单位文件夹中的文件名；手工盖章的不填，版式同样按盖章的排；不盖章的填“不盖章”", "印章.png")] = None
    duplex: Annotated[bool, _entry("双面印制", "公文双面印制的填 true：版记排在最后一张纸的背面（偶数页）", "true")] = False
    season: Annotated[Season | None, _entry("采暖季", "供暖起止日期", "{开始: 2023-11-01, 结束: 2024-03-31}")] = None
    schedule: Annotated[Schedule, _entry("时限", "各阶段的日期，不填的取上级单位的", "{方案报备: 2023-04-20}")] = Schedule()
    references: Annotated[References, _entry("引用文件", "方案引用的文件，不填的取上级单位的", "{项目验收: 《…》（某清洁办发〔2022〕7号）}")] = References()
    studies: Annotated[Studies, _entry("承载论证", "电网、燃气承载和路径选择的论证结论", "{电网: 可以满足新增负荷}")] = Studies()
    acceptance: Annotated[AcceptanceWork, _entry("验收组织", "验收的起止日期、抽验比例和依据", "{开始: 2023-10-16, 结束: 2023-10-28}")] = AcceptanceWork()
    evaluation: Annotated[EvaluationWork, _entry("绩效自评组织", "牵头部门、第三方机构和评分方案", "{牵头部门: 县财政局}")] = EvaluationWork()
    dispatcher: Annotated[str | None, _entry("调度责任人", "专门负责台账和调度的岗位，写职务，不写个人电话", "清洁取暖办副主任")] = None
    fillers: Annotated[
        dict[str, tuple[str, ...]],
        Name,
        _entry("填报部门", "各部门填报哪些数据表，合规核查报告据此写明由谁整改；不填的写发文机关", "{县财政局: [资金, 补贴标准]}"),
    ] = {}
    policies: Annotated[tuple[str, ...], _entry("政策依据", "适用的政策文件文号", "[某清洁办发〔2023〕3号]")] = ()
    kinds: Annotated[tuple[str, ...] | None, _entry("文种", "本单位要报送的文种；不填为全部，[] 为不报送", "[实施方案]")] = None
    forms: Annotated[tuple[str, ...], _entry("表单", "除了文种以外，本单位还要的 Word 表格、周报等", "[项目支出绩效自评表]")] = ()
    documents: Annotated[
        dict[str, Filing],
        _entry("公文", "各文种的发文字号和日期；周报等一季有多期的，一期一项，例如 周报第1期", "{实施方案: {成文日期: 2023-04-18}}"),
    ] = {}
    sample: Annotated[bool, _entry("示例数据", "文件中有示例数据的填 true，公文首页将注明", "true")] = False

    _above: "Unit | None" = PrivateAttr(None)

    def under(self, above: "Unit") -> Self:
        """The unit itself, now knowing the one above it: `load_season` calls this once, when it has found that."""
        self._above = above
        return self

    @property
    def label(self) -> str:
        """The name that tables use: 简称, or the name."""
        return self.short or self.name

    @property
    def own(self) -> str:
        """How the unit's own documents call it: 我市, 我旗, 本镇; its name where that doesn't fit."""
        return self.words.own or naming.own(self.name, self.level)

    @property
    def whole(self) -> str:
        """All of the unit, as its documents say it: 全省, 全市, 全旗, 全镇."""
        return self.words.whole or naming.whole(self.name)

    @property
    def upper_whole(self) -> str:
        """All of the unit above it, as that one says it, or by its name where it isn't here: 全市, 全盟; 上级 where there is none."""
        if self._above is not None:
            return self._above.whole
        return naming.whole(self.parent) if self.parent else "上级"

    @property
    def leaders(self) -> str:
        """Who leads it: 省委、省政府, 盟委、行署."""
        return naming.kind_of(self.name).leaders

    @property
    def departments(self) -> str:
        """What its departments are called together: 省直, 市直, 盟直."""
        return naming.kind_of(self.name).departments
