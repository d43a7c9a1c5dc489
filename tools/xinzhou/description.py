"""单位.yaml as an officer would write it: Chinese keys, a few comments."""

from xinzhou.policy import CITY_OFFICE, NUMBER, PROVINCE_NUMBER
from xinzhou.units import Unit

CITY = f"""\
# 忻州市：发文机关、主送机关、文号和时限均取自{NUMBER}
名称: 忻州市
级别: 市
代码: "140900"            # GB/T 2260，加引号按文本填写
政府: 忻州市人民政府
发文机关: {CITY_OFFICE}
机关代字: 忻清洁办发
主送:
  - 各县（市、区）人民政府
  - 忻州经济开发区管委会
  - 五台山风景名胜区管委会
  - 市直各有关单位
  - 相关企业

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

政策依据:
  - {NUMBER}
  - {PROVINCE_NUMBER}

公文:
  实施方案:
    发文字号: {NUMBER}
    成文日期: 2023-04-10
"""


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

公文:
  实施方案:
    发文字号: {unit.prefix}〔2023〕{unit.number}号
    成文日期: {unit.dated:%Y-%m-%d}
"""


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
