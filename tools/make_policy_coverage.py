"""Write docs/policy-coverage.md (政策条款与规则对照) from the catalogue: `python tools/make_policy_coverage.py [FILE]`."""

import sys
from itertools import groupby
from pathlib import Path

from reportgen.diagnostics import Severity
from reportgen.documents.kinds_file import read_kinds
from reportgen.policy import Policy, Rule, load_policies
from reportgen.workspace import Workspace

ROOT = Path(__file__).parent.parent
KINDS, _ = read_kinds((ROOT / "templates" / "kinds.yaml").read_bytes(), "templates/kinds.yaml")
NAMES = {kind.id: kind.name for kind in KINDS if kind.filed}
YEARLY = {kind.id for kind in KINDS if kind.filed and kind.series is None}
WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示"}

HEAD = """\
# 政策条款与规则对照

本页由程序按规则目录生成（`python tools/make_policy_coverage.py`），不要手工修改。

每一条规则注明所依据的文件、条款和原文，以及严重程度（错误必须整改，警告应当核实，提示供参考）和核查的文种（全部文种，不一定包括周报等一季有多期的）；没有写单位的，市、县都查。
数据不全、无法核查的，列为“未核查”。规则写在 `reportgen/programmes/clean_heating/policies/`，办公室可以在 `inputs/policies/` 中按编号修改、停用或者增加。
"""


def page() -> str:
    """The whole page."""
    policies, _ = load_policies(Workspace(ROOT / "docs"))  # a folder without policies of its own
    return "\n".join([HEAD, *(line for policy in policies for line in _section(policy))])


def _section(policy: Policy) -> list[str]:
    document = policy.document
    errors = sum(rule.severity is Severity.ERROR for rule in policy.rules)
    about = f"{document.issuer}，{f'{document.number}，' if document.number else ''}规则 {len(policy.rules)} 条，其中错误 {errors} 条。"
    rows = [_row(clause, quote, list(rules)) for (clause, quote), rules in groupby(policy.rules, key=lambda rule: (rule.clause, rule.quote))]
    return [f"## {document.title}\n", f"{about}\n", "| 条款 | 原文 | 规则 |", "|---|---|---|", *rows, ""]


def _row(clause: str, quote: str, rules: list[Rule]) -> str:
    return f"| {clause} | {quote} | {'<br>'.join(map(_rule, rules))} |"


def _rule(rule: Rule) -> str:
    filed = "全部文种" if not rule.kinds or set(rule.kinds) == YEARLY else "、".join(NAMES[kind] for kind in rule.kinds)
    whom = f"，{'、'.join(level.value for level in rule.levels)}级" if rule.levels else f"，仅{'、'.join(rule.units)}" if rule.units else ""
    note = f"。{rule.note}" if rule.note else ""
    return f"`{rule.id}` {rule.title}（{WORDS[rule.severity]}，{filed}{whom}）{note}"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "policy-coverage.md"
    target.write_text(page(), encoding="utf-8", newline="\n")
