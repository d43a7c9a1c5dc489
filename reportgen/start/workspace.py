"""A new workspace: settings, an office's own policies and templates, a first unit."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.diagnostics import Diagnostic, has_errors
from reportgen.inputs.schema.choices import Level
from reportgen.start.description import UnitFacts
from reportgen.start.schemas import FOLDER, POLICY, SETTINGS_REFERENCE, reference, schemas
from reportgen.start.tree import exists, write_tree
from reportgen.start.unit import EVIDENCE, unit_files
from reportgen.workspace import POLICIES, SETTINGS, Workspace, packaged_templates

SAMPLE = UnitFacts(
    "示例县",
    Level.COUNTY,
    "999999",
    {"government": "示例县人民政府", "authority": "示例县清洁取暖工作领导小组办公室"},
    ("government", "authority"),
    sample=True,
)
_FIRST_MONTH = 4  # the plan of the season that begins in autumn is due in April

_SETTINGS = """\
# 工作区的设置。前面有#的行没有起作用，需要时删去#。

# 默认处理哪个采暖季（起始年份）；不写为最近的一个
# season = {season}

# 文件中用的字体：列表中第一个没有的用第二个，依次类推；不写的用标准字体
# [fonts]
# title = ["方正小标宋简体"]
# body = ["仿宋_GB2312", "仿宋"]

# PDF 用什么排版：不写为 weasyprint；typst 快数倍，用自己的样式表或者版式的仍用 weasyprint
# [pdf]
# engine = "typst"

# 报送台用什么数据库：不写为 SQLite，什么也不用装。密码不写在这里，见软件的“报送台的管理”
# [desk]
# database = "postgresql://baosong@127.0.0.1/baosong"
"""

_POLICIES = """\
# 本单位对核查规则的增改。前面有#的行没有起作用，需要时删去#；规则的编号用 reportgen check 或者合规核查报告查看。
# 各文件有哪些规则，见软件的“政策条款与规则对照”。录入一个采暖季的年度通知不写在这里：运行 reportgen notice new 年份。
#
# 一、修改已有的规则：
# id: xinzhou-2023-3
# overrides:
#   XZ23-5.3-01: {severity: warning}      # 改为应当核实
#   XZ23-5.3-02: {enabled: false}         # 停用
#
# 二、增加本单位的文件和规则（另建一个文件，名称自定，例如 本县办法.yaml）：
# id: own
# document: {title: 本县办法, number: 某清洁办发〔2024〕1号, issuer: 某县清洁取暖办, date: "2024-04-01"}
# rules:
#   - id: OWN-1
#     title: 改造任务已经分解到路径
#     clause: 一
#     quote: 明确改造任务
#     severity: warning
#     kinds: [plan]
#     assert: tasks.total > 0
#     message: 没有填报改造任务
#     help: 请填写《改造任务》
"""

_TEMPLATES = """\
公文的文字和版式用软件自带的标准模板，这个文件夹可以空着。

要改文字的，把标准模板中的那一个文件复制到这里的同名位置再改（其余的仍用软件自带的，软件升级后跟着更新）：
  标准模板在：{templates}
  例如改县级实施方案：复制 html/plan-county.html 到 templates/html/plan-county.html
  各文种的名称、标题和时限在 kinds.yaml
改完运行 reportgen build，写错的地方会指出文件和行号。
"""

_GUIDE = """\
清洁取暖公文工作区

一、填数据：inputs/{season}/{unit}/ 里有
  填报表.xlsx   用 Excel 或者 WPS 打开，先看第一张工作表《填报说明》：
                《单位说明》填名称、代码、发文机关、签发人、主送、时限，《公文》填文号和日期，其余是各项数据
  佐证材料/     绩效自评的佐证文件，在《佐证材料》表中逐份登记
二、看问题：reportgen check             哪个单元格有错、还缺什么、怎么改；加 --mark 在填报表的副本上标出来
三、生成公文：reportgen build           写到 outputs 文件夹；没填的显示为【待补】，标为草稿
四、加单位：reportgen new 静乐县
五、下一个采暖季：reportgen roll {following}      单位说明、未完成的任务和问题转到新的采暖季

程序的提示中说的“单位说明”，就是填报表的《单位说明》《公文》两张工作表。
每条命令后加 --help 看用法。templates 和 inputs/policies 供改文字、改核查规则用，不改可以不管。
"""


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """A workspace that was made (None where it wasn't), its season and first unit, and what was wrong."""

    root: Path | None
    season: str
    unit: str
    problems: tuple[Diagnostic, ...] = ()


def season_of(today: date) -> str:
    """The season that an office works on at a day: from April on, when plans are filed, the one that begins in that year."""
    return str(today.year if today.month >= _FIRST_MONTH else today.year - 1)


def new_workspace(root: Path, season: str) -> NewWorkspace:
    """Makes a workspace with a first unit, 示例县, to be renamed. Nothing is written into a folder that holds anything."""
    unit = f"inputs/{season}/{SAMPLE.name}"
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        return NewWorkspace(None, season, SAMPLE.name, (exists(root),))
    texts = {
        SETTINGS: f"{SETTINGS_REFERENCE}\n{_SETTINGS.format(season=season)}",
        f"inputs/{POLICIES}/本单位.yaml": f"{reference(POLICY, 2)}\n{_POLICIES}",
        "templates/说明.txt": _TEMPLATES.format(templates=packaged_templates()),
        "使用说明.txt": _GUIDE.format(season=season, unit=SAMPLE.name, following=int(season) + 1),
    }
    files = {name: text.encode() for name, text in texts.items()}
    files |= {f"{unit}/{name}": content for name, content in unit_files(Workspace(root), season, SAMPLE).items()}
    files |= {f"{FOLDER}/{name}": content for name, content in schemas(Workspace(root)).items()}
    problems = write_tree(root, files, (f"{unit}/{EVIDENCE}",))
    return NewWorkspace(None if has_errors(problems) else root, season, SAMPLE.name, problems)
