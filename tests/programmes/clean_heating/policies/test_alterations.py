"""One thing altered in the complete, clean county: the rules that must say so, and no others of severity error; the sentences that must go."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.diagnostics import Severity
from reportgen.figures.scope import Scope
from reportgen.policy import Finding, load_policies
from reportgen.workspace import Workspace
from tests.filed import FILED
from tests.policy.units import compose_kinds, evaluate_composed, evaluate_kinds, scope_of

POLICIES, _ = load_policies(Workspace(Path("/nonexistent")))
ALTERATIONS = yaml.load((Path(__file__).parent / "alterations.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
SAYING = [alteration for alteration in ALTERATIONS if "gone" in alteration or "said" in alteration]
# Marks of a sentence whose part has gone.
BROKEN = re.compile(r"[，、；：。][，、；。]|[（“《][，、；。]|：$|^[，、；。]|见）")


def altered(root: Path, change: Mapping[str, Any]) -> Scope:
    return scope_of(root, {title: None if content == "null" else content for title, content in change.items()})


def found(root: Path, change: Mapping[str, Any]) -> list[Finding]:
    outcomes = evaluate_kinds(POLICIES, altered(root, change), FILED)
    assert [problem.message for outcome in outcomes for problem in outcome.problems if problem.code not in ("policy.no-rules", "policy.no-notice")] == []
    return [finding for outcome in outcomes for finding in outcome.findings]


def words(root: Path, change: Mapping[str, Any]) -> dict[str, str]:
    """What the altered unit's documents print, by kind."""
    composed = compose_kinds(POLICIES, root, altered(root, change), FILED)
    return {kind: "\n".join(one.printed.blocks) for kind, one in composed.items() if one.printed is not None}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return words(tmp_path_factory.mktemp("clean"), {})


def test_the_clean_county_is_clean(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []
    assert len(ALTERATIONS) >= 60


def test_what_the_clean_county_prints_is_true(tmp_path: Path) -> None:
    scope = scope_of(tmp_path, {})
    outcomes = evaluate_composed(POLICIES, scope, compose_kinds(POLICIES, tmp_path, scope, FILED))
    assert [(finding.code, finding.message) for outcome in outcomes for finding in outcome.findings] == []


@pytest.mark.sampled(156)
@pytest.mark.parametrize("alteration", ALTERATIONS, ids=lambda alteration: "-".join(alteration["errors"] or alteration.get("warnings", ["words"])))
def test_an_alteration_is_found(alteration: dict[str, Any], tmp_path: Path) -> None:
    findings = found(tmp_path, alteration["change"])
    assert sorted({finding.code for finding in findings if finding.severity is Severity.ERROR}) == alteration["errors"]
    assert set(alteration.get("warnings", ())) <= {finding.code for finding in findings if finding.severity is not Severity.ERROR}
    assert all(finding.places and finding.help for finding in findings)


@pytest.mark.sampled(20)
@pytest.mark.parametrize("alteration", SAYING, ids=lambda alteration: "-".join(str(key) for key in alteration["change"]))
def test_a_sentence_is_printed_where_the_data_say_so(alteration: dict[str, Any], clean: dict[str, str], tmp_path: Path) -> None:
    printed = words(tmp_path, alteration["change"])
    for kind, sentences in alteration.get("gone", {}).items():
        assert [sentence for sentence in sentences if sentence not in clean[kind]] == []
        assert [sentence for sentence in sentences if sentence in printed[kind]] == []
    for kind, sentences in alteration.get("said", {}).items():
        assert [sentence for sentence in sentences if sentence in clean[kind]] == []
        assert [sentence for sentence in sentences if sentence not in printed[kind]] == []
    broken = [line for kind in FILED for line in printed[kind].split("\n") if BROKEN.search(line) and not line.endswith("：")]
    assert broken == []
