"""单位.yaml as an officer would write it: Chinese keys, a few comments."""

from functools import cache
from pathlib import Path

import yaml

from xinzhou.everyday import CITY as CITY_NAME
from xinzhou.everyday import everyday
from xinzhou.filings import filings
from xinzhou.outcome import ACCEPTANCE_START, RATIO_BASIS, acceptance_end, ratio
from xinzhou.policy import CITY_OFFICE, NUMBER, PROVINCE_NUMBER, PROVINCE_OFFICE
from xinzhou.units import DEVELOPMENT_ZONE, UNITS, Unit

FORMS = "表单: [项目支出绩效自评表, 清洁取暖项目验收表]   # 另填的 Word 表格\n\n"
WITH_FORMS = ("原平市", "保德县")
"""The counties that fill in the forms, as the city does."""

_BELOW = "\n".join(f"  - {unit.full_name}" for unit in (*UNITS, DEVELOPMENT_ZONE))

CITY = f"""\
# 忻州市：实施方案的发文机关、主送机关、文号、日期和各阶段时限取自{NUMBER}
# 示例数据：签发人、联系人、电话、其他公文的文号和日期、采暖季、验收和自评组织为演示编写，不是真实信息
sample: true

名称: 忻州市
级别: 市
代码: "140900"            # GB/T 2260，加引号按文本填写
政府: 忻州市人民政府
发文机关: {CITY_OFFICE}
机关代字: 忻清洁办发
签发人: 张某某
联系人: 李某某
联系电话: "0350-0000000"
公开方式: 公开发布   # 通知、通报的附注
主送:
  - 各县（市、区）人民政府
  - 忻州经济开发区管委会
  - 五台山风景名胜区管委会
  - 市直各有关单位
  - 相关企业

# 汇总时必须有数据的单位，按任务分解表的顺序；缺少文件夹或者读不了的，汇总数据列为待补
下级:
{_BELOW}

采暖季:
  开始: 2023-11-01
  结束: 2024-03-31

# 各阶段的时限，各县（市、区）不填的取这里的
时限:
  方案报备: 2023-04-20
  组织实施开始: 2023-04-21
  组织实施结束: 2023-10-15
  项目验收开始: 2023-10-15
  项目验收结束: 2023-10-31
  绩效评估开始: 2023-11-01
  绩效评估结束: 2024-04-30

# 方案引用的文件，各县（市、区）不填的取这里的
引用文件:
  建筑节能: 《忻州市北方地区冬季清洁取暖项目建筑节能改造工作实施方案》（忻清洁办发〔2021〕5号）
  项目验收: 《忻州市冬季清洁取暖项目验收方案》（忻清洁办发〔2022〕7号）
  绩效评价: 《忻州市2022—2023年度冬季清洁取暖绩效评价管理办法》（忻清洁办发〔2022〕8号）
  实施方案: 《忻州市2023年冬季清洁取暖工作实施方案》（{NUMBER}）

承载论证:
  路径: 城区、县城和城边村在热力管网可以延伸的范围内，优先采用集中供热；管网不能覆盖的农村以空气源热泵为主；气源、原料有保障的县区稳妥采用燃气和生物质热电联产
  电网: 供电公司逐县测算新增负荷，配套台区改造后可以满足“煤改电”用电需要
  燃气: 燃气企业与上游签订供用气合同，现有门站和储气设施可以满足新增用气

验收组织:
  开始: 2023-10-18
  结束: 2023-10-30
  抽验比例: 1
  比例依据: {RATIO_BASIS}

绩效自评组织:
  牵头部门: 市财政局
  第三方机构: 示例咨询有限公司

调度责任人: 市清洁取暖办副主任

政策依据:
  - {NUMBER}
  - {PROVINCE_NUMBER}

{FORMS}# 实施方案印发各地；其他三种公文报省里
公文:
  实施方案:
    发文字号: {NUMBER}
    成文日期: 2023-04-10
    抄送: [{PROVINCE_OFFICE}, 忻州市人民政府办公室]
    报送日期: 2023-04-12
  验收报告:
    发文字号: 忻清洁办发〔2023〕11号
    成文日期: 2023-11-09
    主送: [{PROVINCE_OFFICE}]
    抄送: [忻州市人民政府办公室]
    报送日期: 2023-11-09
  绩效自评报告:
    发文字号: 忻清洁办发〔2024〕3号
    成文日期: 2024-04-19
    主送: [{PROVINCE_OFFICE}]
    抄送: [忻州市人民政府办公室]
    报送日期: 2024-04-19
  采暖季工作总结:
    发文字号: 忻清洁办发〔2024〕4号
    成文日期: 2024-04-25
    主送: [{PROVINCE_OFFICE}]
    抄送: [忻州市人民政府办公室]
    报送日期: 2024-04-25
{everyday(CITY_NAME)}"""

WITH_REDUCTIONS = "神池县"
SCHEME = "  评分方案: integrated          # 预算管理一体化的扣减；不填的用通用方案，没有扣减\n"
"""One county shows the scheme with reductions."""


def of_unit(unit: Unit, order: int) -> str:
    """The description of a unit that files documents."""
    own_code = "市里自编，不是 GB/T 2260 代码" if unit.central else "统计用代码" if unit.scenic else "GB/T 2260，加引号按文本填写"
    short = "简称: 五台山\n" if unit.scenic else ""
    remark = "              # 忻州城区的集中供热由市公用事业中心承担" if unit.central else ""
    deadline = "\n# 只填与市里不同的时限：五台山风景名胜区 10 月 1 日前完成施工\n时限:\n  组织实施结束: 2023-10-01\n" if unit.scenic else ""
    return f"""\
# {unit.full_name}
# 示例数据：签发人、联系人、电话、发文字号、日期和采暖季为演示编写，不是真实信息
sample: true

名称: {unit.full_name}
{short}级别: 县
代码: "{unit.code}"            # {own_code}
上级: 忻州市
序号: {order}                   # 在全市任务分解表中的顺序
政府: {unit.government}{remark}
发文机关: {unit.authority}
机关代字: {unit.prefix}
签发人: {unit.signatory}
主送: [{CITY_OFFICE}]
抄送: [{unit.copies}]
联系人: 李某某
联系电话: "0350-0000000"

采暖季:
  开始: 2023-11-01
  结束: 2024-03-31
{deadline}
政策依据:
  - {NUMBER}
  - {PROVINCE_NUMBER}

承载论证:
{_studies(unit)}
验收组织:
  开始: {ACCEPTANCE_START:%Y-%m-%d}
  结束: {acceptance_end(unit):%Y-%m-%d}
  抽验比例: {ratio(unit)}
  比例依据: {RATIO_BASIS}

绩效自评组织:
  牵头部门: {unit.treasury}
{SCHEME if unit.name == WITH_REDUCTIONS else ""}
调度责任人: {_dispatcher(unit)}

{FORMS if unit.full_name in WITH_FORMS else ""}公文:
{_documents(unit)}{everyday(unit.full_name)}
填报部门:
  {unit.treasury}: [资金, 资金拨付, 户均投资, 拖欠款, 补贴标准]
"""


def _studies(unit: Unit) -> str:
    """承载论证, as the unit found it."""
    return "".join(f"  {title}: {text}\n" for title, text in _found()[unit.name].items())


@cache
def _found() -> dict[str, dict[str, str]]:
    return yaml.safe_load((Path(__file__).parent / "studies.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def _dispatcher(unit: Unit) -> str:
    if unit.central:
        return "市公用事业中心供热科科长"
    return "管委会能源部门负责人" if unit.scenic else f"{unit.local}清洁取暖办副主任"


def _documents(unit: Unit) -> str:
    return "".join(
        f"  {filing.kind}:\n    发文字号: {filing.number}\n    成文日期: {filing.dated:%Y-%m-%d}\n    报送日期: {filing.dated:%Y-%m-%d}\n"
        for filing in filings(unit)
    )


def of_development_zone(unit: Unit, order: int) -> str:
    """The description of 忻州经济开发区, which files no document."""
    return f"""\
# {unit.name}：只有建筑节能改造任务，没有清洁取暖改造户数，不单独报送公文
名称: {unit.name}
级别: 县
代码: "{unit.code}"            # 市里自编，不是 GB/T 2260 代码
上级: 忻州市
序号: {order}
政府: 忻州经济开发区管委会
发文机关: 忻州经济开发区管委会
文种: []                  # 不报送
政策依据:
  - {NUMBER}
"""
