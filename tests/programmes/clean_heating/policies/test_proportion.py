"""Money in the wrong unit is found by what it comes to for a household or a square metre."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reportgen.policy import load_policies
from reportgen.workspace import Workspace
from tests.policy.units import evaluate, only, scope_of

POLICIES = only(load_policies(Workspace(Path("/nonexistent")))[0], "CD-06")
MONEY = {"资金来源": "中央", "预算数": 100, "到位数": 0, "支出数": 0, "其中上年结转": 0}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"资金": [{**MONEY, "资金用途": "热源", "预算数": 152550}]}, []),  # 5085 households
        ({"资金": [{**MONEY, "资金用途": "热源", "预算数": 35260000}]}, ["每户改造任务的计划资金6934.12万元，超过30万元"]),
        ({"补贴标准": {1: {"建设补贴": 50000}}}, []),
        ({"补贴标准": {1: {"运行补贴": 6000000}}}, ["煤改电每户的运行补贴6000000元，超过50000元"]),
        (
            {"资金": [{**MONEY, "资金用途": "既有建筑节能改造", "预算数": 60000}], "建筑节能": [{"改造类型": "既有建筑节能改造", "计划面积": 6.5}]},
            ["每平方米建筑节能改造的计划资金9230.77元，超过3000元"],
        ),
        ({"改造任务": [{"取暖路径": "煤改电", "区域": "农村", "任务户数": 0}]}, []),
    ],
)
def test_money_out_of_proportion(change: Mapping[str, Any], said: list[str], tmp_path: Path) -> None:
    assert [finding.message for finding in evaluate(POLICIES, scope_of(tmp_path, change)).findings] == said
