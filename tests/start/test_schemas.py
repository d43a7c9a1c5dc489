"""schema: what the readers accept validates, what they refuse is underlined, and the files that are made refer to their schemas."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.yaml_nodes import plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.start.schemas import schemas
from reportgen.workspace import Workspace
from tests.command import run

ROOT = Path(__file__).parents[2]
UNIT = '名称: 原平市\n级别: 县\n代码: "140981"\n发文机关: 原平市清洁取暖办\n'
TASK = "- {取暖路径: 煤改电, 区域: 农村, 任务户数: 5}\n"
RULE = "title: 甲, clause: 一, quote: 乙, severity: warning, kinds: [plan], message: 丙"
KIND = "- {id: own, name: 甲, datasets: [tasks], levels: {县: {form: 报告, template: a.html, cover_title: 甲, title: 乙}}}"
SHIPPED = [
    *((path, "单位") for path in sorted(ROOT.glob("inputs/2023/*/单位.yaml"))),
    *((path, path.stem) for path in sorted(ROOT.glob("tests/projects/*/inputs/*/*/*.yaml"))),
    *((path, "政策") for path in sorted((*ROOT.glob("reportgen/policy/catalogue/*.yaml"), *ROOT.glob("reportgen/programmes/*/policies/*.yaml")))),
    *((path, "词汇") for path in sorted(ROOT.glob("reportgen/programmes/*/vocabularies.yaml"))),
    *((path, "数据表") for path in (*sorted(ROOT.glob("reportgen/programmes/*/datasets.yaml")), ROOT / "reportgen/inputs/schema/notice.yaml")),
    *((path, "数据项") for path in sorted(ROOT.glob("reportgen/programmes/*/figures.yaml"))),
    *((path, "一户一档") for path in sorted(ROOT.glob("reportgen/programmes/*/handbook.yaml"))),
    *((path, "kinds") for path in sorted(ROOT.glob("templates/kinds.yaml"))),
]

HANDBOOK = "ledger: households\nnumber: number\ntown: township\nvillage: village\nhead: head\nitems:\n- {key: papers, title: 照片, papers: true}\n"

Validators = Mapping[str, Draft202012Validator]


@pytest.fixture(scope="module")
def validators() -> Validators:
    made = {name.removesuffix(".schema.json"): json.loads(content) for name, content in schemas(Workspace(ROOT)).items()}
    for schema in made.values():
        Draft202012Validator.check_schema(schema)
    return {name: Draft202012Validator(schema) for name, schema in made.items()}


def faults(validator: Draft202012Validator, text: str) -> list[str]:
    root, problems = read_yaml(text, "甲.yaml")
    assert problems == []
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(None if root is None else plain(root))]


def test_there_is_a_schema_for_each_file_that_an_office_writes(validators: Validators) -> None:
    assert set(validators) == {
        "单位",
        "kinds",
        "政策",
        "专项",
        "词汇",
        "数据表",
        "数据项",
        "reportgen",
        "一户一档",
        *(dataset.title for dataset in shipped().datasets),
    }


@pytest.mark.parametrize(("path", "name"), SHIPPED, ids=lambda value: value.parent.name + value.name if isinstance(value, Path) else value)
def test_what_is_shipped_validates(validators: Validators, path: Path, name: str) -> None:
    assert faults(validators[name], path.read_text("utf-8")) == []


def test_the_examples_of_the_dictionary_validate(validators: Validators) -> None:
    for dataset in shipped().datasets:
        row = ", ".join(f"{json.dumps(field.column.title, ensure_ascii=False)}: {json.dumps(field.column.example)}" for field in dataset.fields())
        assert faults(validators[dataset.title], f"- {{{row}}}") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("单位", UNIT + "sample: true\n序号: 4\n主送: [甲, 乙]\n抄送: 丙\n采暖季: {开始: 2023-11-01, 结束: 2024年3月31日}\n文种: []\n"),
        ("单位", UNIT + "时限:\n签发人:\n政策依据:\n公文:\n  实施方案: {number: 甲〔2023〕6号, 成文日期: }\n  别的: {dated: 20230418}\n"),
        ("单位", 'name: 原平市\nlevel: 县级\ncode: "140981"\nauthority: 甲\nreferences: {other: [《甲》]}\n'),
        ("改造任务", TASK),
        ("改造任务", "示例数据: true\n数据:\n" + TASK),
        ("改造任务", "sample: true\nrows:\n" + TASK),
        ("改造任务", "- {路径: 电代煤, 城乡: 农村地区, 户数（户）: 1,234户}\n-\n".replace("1,234户", '"1,234户"')),
        ("改造任务", "- {path: 煤改电（空气源热泵）, area: 城区, households: １２, 乡镇: }\n"),
        ("用户台账", "- {乡镇: 甲, 村: 乙, 户主: 张某某, 路径: 煤改电, 安装日期: 2023/8/12, 运行正常: 正常, 抽验: false, 维修次数: —}\n"),
        ("月度计划与进度", "- {月份: 2023-06, 路径: 煤改电, 计划累计: 5}\n- {月份: 202306, 路径: 煤改电, 计划累计: 5}\n"),
        ("政策", "# 全部是说明\n"),
        ("政策", "id: xinzhou-2023-3\noverrides: {XZ23-5.3-01: {severity: warning}, XZ23-5.3-02: {enabled: false}}\n"),
        ("政策", f"id: own\ndocument: {{title: 甲, issuer: 乙, date: '2024-04-01'}}\nrules: [{{id: OWN-1, {RULE}, assert: tasks.total > 0}}]\n"),
        ("一户一档", HANDBOOK),
        (
            "一户一档",
            HANDBOOK + "- {key: own, title: 甲, needs: [model, {column: maker, by: path, of: [gas]}], shows: [model]}\npapers: [{title: 乙}]\n",
        ),
        ("kinds", KIND),
        ("kinds", "- {id: own, name: 甲, filed: false, deadline: plan_due, datasets: [], levels: {县: {template: a.html, title: 乙}}}"),
    ],
)
def test_what_the_readers_accept_validates(validators: Validators, name: str, text: str) -> None:
    assert faults(validators[name], text) == []


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("单位", UNIT + "上极: 忻州市\n", "$"),
        ("单位", UNIT.replace("级别: 县", "级别: 郡"), "$.级别"),
        ("单位", UNIT.replace("级别: 县\n", ""), "$"),
        ("单位", UNIT.replace('"140981"', "140981"), "$.代码"),
        ("单位", UNIT + "采暖季: {开头: 2023-11-01}\n", "$.采暖季"),
        ("单位", UNIT + "时限: {方案报备: 四月}\n", "$.时限"),
        ("单位", UNIT + "公文: {实施方案: 6号}\n", "$.公文.实施方案"),
        ("单位", UNIT + "sample: maybe\n", "$.sample"),
        ("单位", UNIT + "序号: 第四\n", "$.序号"),
        ("单位", "甲", "$"),
        ("改造任务", TASK.replace("5", "-5"), "$[0].任务户数"),
        ("改造任务", TASK.replace("5", "八"), "$[0].任务户数"),
        ("改造任务", TASK.replace("5", "1.5"), "$[0].任务户数"),
        ("改造任务", TASK.replace("煤改电", "煤改水"), "$[0].取暖路径"),
        ("改造任务", TASK.replace(", 任务户数: 5", ""), "$[0]"),
        ("改造任务", TASK.replace("区域", "区或"), "$[0]"),
        ("改造任务", "甲: 1\n数据: []\n", "$"),
        ("改造任务", "sample: true\n", "$"),
        ("建筑节能", "- {改造类型: 农村围护结构改造, 计划面积: 5, 能效提升: 101}\n", "$[0].能效提升"),
        ("政策", "id: own\nrules: []\n", "$"),
        ("政策", f"id: xinzhou-2023-3\nrules: [{{id: OWN-1, {RULE}}}]\n", "$.rules[0]"),
        ("政策", f"id: xinzhou-2023-3\nrules: [{{id: OWN-1, {RULE}, assert: a, check: b}}]\n", "$.rules[0]"),
        ("政策", "id: xinzhou-2023-3\noverrides: {XZ23-5.3-01: {severity: bad}}\n", "$.overrides.XZ23-5.3-01.severity"),
        ("政策", "id: xinzhou-2023-3\noverrides: {XZ23-5.3-01: {id: X}}\n", "$.overrides.XZ23-5.3-01"),
        ("一户一档", HANDBOOK.replace("households", "tasks"), "$.ledger"),  # no ledger
        ("一户一档", HANDBOOK.replace("head: head\n", ""), "$"),
        ("一户一档", HANDBOOK.replace("key: papers", "key: 照片"), "$.items[0].key"),
        ("一户一档", HANDBOOK + "- {key: own, title: 甲, needs: [{by: path}]}\n", "$.items[1].needs[0]"),
        ("一户一档", HANDBOOK + "- {key: own, title: 甲, list: {table: arrears, number: number, shows: []}}\n", "$.items[1].list"),
        ("一户一档", HANDBOOK + "papers: [{title: 乙, phoro: true}]\n", "$.papers[0]"),
        ("kinds", KIND.replace("tasks", "task"), "$[0].datasets[0]"),
        ("kinds", KIND.replace("县", "郡"), "$[0].levels"),
        ("kinds", KIND.replace("form: 报告, ", ""), "$[0].levels.县"),
        ("kinds", KIND.replace("id: own, ", ""), "$[0]"),
    ],
)
def test_what_is_wrong_is_underlined(validators: Validators, name: str, text: str, path: str) -> None:
    found = [fault.split(": ")[0].replace("['", ".").replace("']", "").replace('["', ".").replace('"]', "") for fault in faults(validators[name], text)]
    assert path in found


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("season = 2023", True),
        ('season = "2023"\n[fonts]\nbody = ["仿宋_GB2312", "仿宋"]', True),
        ("season = 23", False),
        ("seasons = 2023", False),
        ("[fonts]\nbody = []", False),
        ('[fonts]\nbdy = ["仿宋"]', False),
        ('[pdf]\nengine = "typst"', True),
        ('[pdf]\nengine = "latex"', False),
        ('[desk]\ndatabase = "postgresql://ren@/baosong"\n[desk.ldap]\naddress = "ldaps://a"\nbase = "dc=a"\nbind = "cn=b"', True),
        ('[desk.oidc]\nissuer = "https://a"\nclient = "b"\nclaim = "sub"\ntitle = "认证"', True),
        ('[desk]\ndatabase = "sqlite:///a"', False),
        ('[desk.ldap]\naddress = "ldaps://a"', False),
        ((ROOT / "tests/projects/pair/reportgen.toml").read_text("utf-8"), True),
    ],
)
def test_settings(validators: Validators, text: str, right: bool) -> None:
    assert validators["reportgen"].is_valid(tomllib.loads(text)) is right


@pytest.mark.slow
def test_init_refers_to_schemas_that_are_there(tmp_path: Path) -> None:
    assert run(tmp_path, "init", "甲", "--season", "2024").returncode == 0
    root = tmp_path / "甲"
    for name in ("inputs/policies/本单位.yaml", "reportgen.toml"):
        first = (root / name).read_text("utf-8").splitlines()[0]
        mark = "#:schema " if name.endswith(".toml") else "# yaml-language-server: $schema="
        assert first.startswith(mark)
        target = (root / name).parent / first.removeprefix(mark)
        schema: Any = json.loads(target.read_text("utf-8"))
        text = (root / name).read_text("utf-8")
        if not name.endswith(".toml"):
            assert faults(Draft202012Validator(schema), text) == []


def test_the_command_writes_them_and_says_how_to_refer_to_them(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    made = run(tmp_path, "schema")
    assert (made.returncode, made.stderr) == (0, "")
    assert "# yaml-language-server: $schema=../../../schemas/资金.schema.json" in made.stdout
    elsewhere = run(tmp_path, "schema", "--to", "别处")
    assert elsewhere.returncode == 0
    names = [sorted(path.name for path in (tmp_path / folder).iterdir()) for folder in ("schemas", "别处")]
    assert names[0] == names[1]
    assert len(names[0]) == len(shipped().datasets) + 9
