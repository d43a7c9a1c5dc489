"""A table of tamperings: whatever field or file somebody changes, and whoever signs it anew, is found by a receiver who knows the unit's key."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.filing.keys import Signer, open_signer
from reportgen.filing.names import LOG
from reportgen.filing.verify import verify
from reportgen.versions.version import canonical
from tests.filing.conftest import PACKAGE
from tests.filing.forging import contents, forge, write
from tests.filing.test_verify import quickly

ENTRY: dict[str, object] = {
    "position": 2,
    "previous": "ab" * 32,
    "season": "2024",
    "unit": "乙县",
    "kind": "summary",
    "version": 2,
    "sealed": "ab" * 32,
    "number": "甲清洁办发〔2023〕7号",
    "time": "2099-04-19T09:30:00+08:00",
    "by": "李某某",
    "why": "已经同意",
    "visible": "ab" * 32,
}
OTHER: dict[str, dict[str, object]] = {
    **{name: {name: value} for name, value in {"season": "2024", "unit": "乙县", "kind": "summary", "kind_name": "方案", "authority": "甲县人民政府"}.items()},
    **{name: {name: value} for name, value in {"reports": {}, "attached": [], "others": ["丙县"], "placeholders": ["数据/inputs/2023/甲县/x"]}.items()},
    **{name: {name: value} for name, value in {"repeats": False, "against": ["没有问题"], "masked": {"数据/inputs/2023/甲县/改造任务.csv": "ab"}}.items()},
    "signature": {"signature": {"reportgen": "1.0"}},
    "document": {"document": {"html": "报送说明.txt", "docx": "公文/实施方案.docx", "pdf": "公文/实施方案.pdf"}},
    "format": {"format": 1},
}
PLACES = ("公文/实施方案.正文.html", "公文/实施方案.docx", "公文/实施方案.pdf", "报送说明.txt", "核查/合规核查报告.docx", "核查/合规核查报告.pdf")
MEMBERS = (*PLACES, "核查/合规核查报告.xlsx", "政策库/cross-document.yaml", "数据/inputs/2023/甲县/改造任务.csv", "数据/inputs/2023/甲县/单位.yaml")
MORE = (
    "数据/inputs/2023/甲县/佐证材料/其他/合同和补贴.txt",
    "数据/templates/html/plan-county.html",
    "政策库/更多.yaml",
    "公文/更多.pdf",
    "已盖章/实施方案.pdf",
)


def nobody(_unit: str) -> Signer | None:
    return None


@pytest.fixture(params=["as signed before", "signed by a stranger"])
def by(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Signer | None]:
    return nobody if request.param == "as signed before" else lambda unit: open_signer(tmp_path / "stranger", unit, str)


@pytest.mark.slow
def test_a_clean_package_is_not_accused_nor_one_that_was_made_to_fit_by_the_unit(once: Path, tmp_path: Path) -> None:
    assert quickly(once / PACKAGE) == []
    assert quickly(forge(once / PACKAGE, tmp_path / "package.zip", {})) == []


@pytest.mark.parametrize("field", ENTRY)
def test_a_field_of_the_record(field: str, by: Callable[[str], Signer | None], once: Path, tmp_path: Path) -> None:
    assert found(forge(once / PACKAGE, tmp_path / "package.zip", {}, entry={field: ENTRY[field]}, by=by))


@pytest.mark.parametrize("field", OTHER)
def test_a_field_of_the_manifest(field: str, by: Callable[[str], Signer | None], once: Path, tmp_path: Path) -> None:
    assert found(forge(once / PACKAGE, tmp_path / "package.zip", {}, OTHER[field], by=by))


@pytest.mark.parametrize("name", [*MEMBERS, *MORE])
def test_a_file_with_all_digests_made_anew(name: str, by: Callable[[str], Signer | None], once: Path, tmp_path: Path) -> None:
    content = contents(once / PACKAGE).get(name, b"1")
    assert found(forge(once / PACKAGE, tmp_path / "package.zip", {name: content + b" "}, by=by))


@pytest.mark.parametrize("field", ["signer", "signature", "vouchers"])
def test_a_signature_that_is_altered_or_gone(field: str, once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    *earlier, last = json.loads(files[LOG])
    altered = {**last, field: [["ab" * 32, "ab" * 64]] if field == "vouchers" else "ab" * 32}
    gone = {name: value for name, value in last.items() if name not in ("signer", "signature", "vouchers")}
    for entry in (altered, gone):
        assert found(write(tmp_path / "package.zip", {**files, LOG: canonical([*earlier, entry])}))


@pytest.mark.parametrize("field", ["number", "by", "time", "why", "visible"])
def test_what_contradicts_the_note_or_the_document_is_found_though_the_unit_itself_signed(field: str, once: Path, tmp_path: Path) -> None:
    assert "package.disagrees" in {code for code, _ in quickly(forge(once / PACKAGE, tmp_path / "package.zip", {}, entry={field: ENTRY[field]}))}


@pytest.mark.slow
def test_without_a_known_key_it_is_said_what_can_not_be_known(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_CONFIG", str(tmp_path / "receiver"))
    (problem,) = verify(once / PACKAGE).problems
    assert (problem.code, problem.severity) == ("package.first-key", "warning") and "清单自洽，不能证明出自该单位" in problem.message
    again = verify(once / PACKAGE)
    assert (again.problems, again.signed) == ((), True)  # known after the first package
    assert found(forge(once / PACKAGE, tmp_path / "package.zip", {}, by=lambda unit: open_signer(tmp_path / "stranger", unit, str)))


def found(package: Path) -> bool:
    return {code for code, _ in quickly(package)} - {"package.old"} != set()
