"""One thing altered in the complete, clean county: the rules that must say so, and no others of severity error."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.diagnostics import Severity
from reportgen.policy import Finding, load_policies
from reportgen.workspace import Workspace
from tests.policy.units import evaluate_kinds, scope_of

POLICIES, _ = load_policies(Workspace(Path("/nonexistent")))
FILED = ("plan", "acceptance", "evaluation", "summary")
ALTERATIONS = yaml.load((Path(__file__).parent / "alterations.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


def found(root: Path, change: Mapping[str, Any]) -> list[Finding]:
    outcomes = evaluate_kinds(POLICIES, scope_of(root, change), FILED)
    assert [problem.message for outcome in outcomes for problem in outcome.problems] == []
    return [finding for outcome in outcomes for finding in outcome.findings]


def test_the_clean_county_is_clean(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []
    assert len(ALTERATIONS) >= 60


@pytest.mark.parametrize("alteration", ALTERATIONS, ids=lambda alteration: "-".join(alteration["errors"] or alteration["warnings"]))
def test_an_alteration_is_found(alteration: dict[str, Any], tmp_path: Path) -> None:
    findings = found(tmp_path, alteration["change"])
    assert sorted({finding.code for finding in findings if finding.severity is Severity.ERROR}) == alteration["errors"]
    assert set(alteration.get("warnings", ())) <= {finding.code for finding in findings if finding.severity is not Severity.ERROR}
    assert all(finding.places and finding.help for finding in findings)
