"""Verifying: a package that is what was filed comes out again; whatever was altered is found and named."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reportgen.diagnostics import Unreadable, has_errors
from reportgen.filing.archive import open_archive
from reportgen.filing.contents import check_contents
from reportgen.filing.judging import judge
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import LOG, MANIFEST, NOTE
from reportgen.filing.verify import verify
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.office import DOCUMENT
from reportgen.versions.version import Key, canonical
from tests.filing.conftest import NUMBER, PACKAGE, alter, make, send
from tests.filing.forging import contents, forge, repack, write

TABLE = "数据/inputs/2023/甲县/改造任务.csv"


def quickly(package: Path, outputs: Path | None = None) -> list[tuple[str, str]]:
    """All that is compared without making the documents again: the codes and places of what is wrong."""
    opened, problems = open_archive(package)
    if opened is not None:
        with opened, tempfile.TemporaryDirectory() as folder:
            try:
                problems = check_contents(opened, outputs, Path(folder)).problems
            except Unreadable as fault:
                return [("package.unusable", str(fault))]
    return [(problem.code, str(problem.places[0]).removeprefix(f"{package.name}!")) for problem in problems]


def codes(package: Path, outputs: Path | None = None) -> set[str]:
    return {problem.code for problem in verify(package, outputs).problems}


@pytest.mark.slow
def test_a_package_comes_out_again_byte_for_byte(once: Path) -> None:
    for outputs in (None, once / "outputs"):
        verified = verify(once / PACKAGE, outputs)
        assert [problem.message for problem in verified.problems] == []
        assert verified.different == ()
        assert {name.rpartition(".")[2] for name in verified.same} == {"html", "docx", "pdf", "xlsx"}
        assert verified.filing is not None and verified.filing.number == NUMBER


@pytest.mark.slow
def test_the_report_in_a_package_is_of_the_day_of_filing_also_when_it_is_verified(built: Path) -> None:
    """What was explained until a day before it has lapsed there: 2099 is far enough from now for whoever verifies."""
    table = "规则,哪一处,说明,有效期至,说明人\nCH-14-01,,整村搬迁推迟,2099-04-17,县能源局\n"
    (built / "inputs/2023/甲县/情况说明.csv").write_text(table, encoding="utf-8")
    make(built)
    filed = send(built)
    assert filed.package is not None, filed.problems
    assert verify(filed.package).problems == ()
    (report,) = [content for name, content in contents(filed.package).items() if name.endswith("合规核查报告.docx")]
    said = "".join(etree.fromstring(read_parts(report, DOCUMENT)["word/document.xml"]).itertext())
    assert "2099年4月18日，对照" in said
    assert "说明（县能源局，已于2099年4月17日到期）：整村搬迁推迟" in said


@pytest.mark.slow
def test_a_package_of_a_city_holds_its_counties_and_comes_out_again(built: Path) -> None:
    key = Key("2023", "示例市", "plan")
    make(built, "示例市")
    filed = send(built, "3", key=key)
    assert filed.package is not None
    with zipfile.ZipFile(filed.package) as package:
        names = package.namelist()
    assert "数据/inputs/2023/乙县/资金.csv" in names
    assert not any("/乙县/佐证材料/" in name for name in names)  # of a county's evidence the names alone count
    assert verify(filed.package).problems == ()


def test_every_file_that_is_altered_taken_out_or_put_in_is_named(once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    package = tmp_path / "package.zip"
    listed = files.keys() - {MANIFEST, LOG}
    write(package, {name: content[:-1] + bytes([content[-1] ^ 1]) if name in listed else content for name, content in files.items()})
    assert {name for code, name in quickly(package) if code == "package.altered"} == listed
    write(package, {name: content for name, content in files.items() if name != TABLE})
    assert quickly(package) == [("package.altered", TABLE)]
    write(package, {**files, "数据/inputs/2023/甲县/更多.csv": b"1"})
    assert quickly(package) == [("package.altered", "数据/inputs/2023/甲县/更多.csv")]
    assert "package.not-rebuilt" in codes(package)


def test_any_byte_of_a_package_that_is_altered_is_found(once: Path, tmp_path: Path) -> None:
    whole = (once / PACKAGE).read_bytes()
    package = tmp_path / "package.zip"
    ends = len(whole) - 20_000  # the list of the files, where every byte counts for itself
    for position in (*range(0, ends, ends // 25), *range(0, 60, 7), *range(ends, len(whole), 997), *range(len(whole) - 22, len(whole))):
        package.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert quickly(package) != [], position
    for altered in (whole + b"\0", whole[:-1], b"\0" + whole):
        package.write_bytes(altered)
        assert quickly(package) != []
    package.write_bytes(whole)
    assert quickly(package) == []


@pytest.mark.slow
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "packed",
    [
        pytest.param({}, id="deflated"),
        pytest.param({"method": zipfile.ZIP_STORED}, id="stored, with times", marks=pytest.mark.slow),
        pytest.param({"encoding": "gbk"}, id="names in GBK: Windows"),
        pytest.param({"encoding": "utf-8"}, id="names in UTF-8 that say nothing of it: macOS", marks=pytest.mark.slow),
        pytest.param({"around": "实施方案-报送包/"}, id="its folder", marks=pytest.mark.slow),
        pytest.param({"around": "实施方案-报送包/", "encoding": "gbk"}, id="its folder, names in GBK"),
        pytest.param({"also": ("__MACOSX/公文/._实施方案.docx", ".DS_Store"), "encoding": "utf-8"}, id="what macOS adds", marks=pytest.mark.slow),
        pytest.param({"also": ("公文/Thumbs.db", "公文/~$施方案.docx", "desktop.ini")}, id="what Windows and Word leave", marks=pytest.mark.slow),
    ],
)
def test_a_package_that_was_packed_anew_is_read_and_told(packed: dict[str, Any], once: Path, tmp_path: Path) -> None:
    package = repack(tmp_path / "package.zip", contents(once / PACKAGE), **packed)
    assert quickly(package) == [("package.repacked", "package.zip")]
    verified = verify(package)
    assert not has_errors(verified.problems)
    assert len(verified.same) > 2


def test_a_package_that_was_packed_anew_with_another_content_is_not_believed(once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    package = repack(tmp_path / "package.zip", {**files, TABLE: files[TABLE] + b" "}, encoding="gbk", around="包/")
    assert ("package.altered", TABLE) in quickly(package)
    beside = repack(tmp_path / "beside.zip", {**files, "公文/更多.docx": b"1"}, encoding="gbk")
    assert ("package.altered", "公文/更多.docx") in quickly(beside)


def altered_log(files: Mapping[str, bytes], **entry: object) -> dict[str, bytes]:
    *earlier, last = json.loads(files[LOG])
    return {**files, LOG: json.dumps([*earlier, {**last, **entry}], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()}


def test_the_manifest_and_the_log_seal_each_other(once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    package = tmp_path / "package.zip"
    listed = json.loads(files[MANIFEST])
    for made in (
        {**files, MANIFEST: files[MANIFEST] + b" "},
        {**files, MANIFEST: json.dumps({**listed, "against": ["没有"]}, ensure_ascii=False).encode()},
        altered_log(files, unit="乙县"),
    ):
        assert ("package.manifest-altered", MANIFEST) in quickly(write(package, made))
    assert ("package.log-altered", LOG) in quickly(write(package, {**files, LOG: files[LOG] + b" "}))
    assert ("package.chain-broken", LOG) in quickly(write(package, altered_log(files, position=2)))
    assert ("package.chain-broken", LOG) in quickly(write(package, altered_log(files, previous="ab" * 32)))


@pytest.mark.slow
def test_a_package_of_the_first_format_is_not_accused(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_CONFIG", str(tmp_path / "receiver"))
    files = contents(once / PACKAGE)
    files["已盖章/实施方案.pdf"] = files["公文/实施方案.pdf"]
    listed = {name: value for name, value in json.loads(files[MANIFEST]).items() if name != "authority"} | {"format": 1}
    listed["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name not in (MANIFEST, LOG)}
    files[MANIFEST] = json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True).encode()
    (entry,) = json.loads(files[LOG])
    entry["frozen"]["manifest"] = hashlib.sha256(files[MANIFEST]).hexdigest()
    files[LOG] = canonical([{name: value for name, value in entry.items() if name not in ("signer", "vouchers", "signature")}])
    verified = verify(write(tmp_path / "package.zip", files))
    assert {problem.code for problem in verified.problems} == {"package.old", "package.unsigned"}


def test_a_workspace_knows_the_packages_that_it_filed(filed: Path, tmp_path: Path) -> None:
    package = write(tmp_path / "package.zip", altered_log(contents(filed / PACKAGE), by="李某某"))
    altered = [("package.signature-broken", LOG), ("package.disagrees", NOTE)]
    assert quickly(package) == altered
    assert ("package.unknown", LOG) in quickly(package, filed / "outputs")
    assert quickly(filed / PACKAGE, filed / "outputs") == []
    assert quickly(package, tmp_path / "elsewhere") == altered


def test_figures_that_do_not_come_from_the_inputs_are_found_though_all_seals_fit(once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    package = forge(once / PACKAGE, tmp_path / "package.zip", {TABLE: files[TABLE].replace(b"1200", b"1300")})
    assert quickly(package) == []
    verified = verify(package)
    assert {problem.code for problem in verified.problems} == {"package.different", "package.words", "package.charts", "package.attached"}
    assert {"公文/实施方案.正文.html", "公文/实施方案.docx", "公文/实施方案.pdf"} <= set(verified.different)


@pytest.mark.slow
def test_other_versions_are_said_to_be_the_likely_reason(once: Path, tmp_path: Path) -> None:
    listed = json.loads(contents(once / PACKAGE)[MANIFEST])
    elsewhere = {"signature": {**listed["signature"], "weasyprint": "1.0"}}
    docx = contents(once / PACKAGE)["公文/实施方案.docx"]
    package = forge(once / PACKAGE, tmp_path / "package.zip", {"公文/实施方案.docx": resaved(docx)}, elsewhere)
    (problem,) = verify(package).problems
    assert (problem.code, problem.severity) == ("package.different", "warning")
    assert "weasyprint" in problem.message and "1.0" in problem.message and "正文、Word、PDF 的文字和数字相同" in problem.message


@pytest.mark.slow
@pytest.mark.sampled(3)
@pytest.mark.parametrize(("before", "after"), [("2000", "2001"), ("李某某", "王某某"), ("1200", "1300")])
def test_a_word_file_that_says_something_else_is_found_though_versions_differ(before: str, after: str, once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    elsewhere = {"signature": {**json.loads(files[MANIFEST])["signature"], "weasyprint": "1.0"}}
    docx = resaved(files["公文/实施方案.docx"], before, after)
    assert docx != resaved(files["公文/实施方案.docx"])
    package = forge(once / PACKAGE, tmp_path / "package.zip", {"公文/实施方案.docx": docx}, elsewhere)
    (found,) = [problem for problem in verify(package).problems if problem.code == "package.words"]
    assert found.severity == "error" and after[-1] in found.message


def resaved(docx: bytes, before: str = "", after: str = "") -> bytes:
    """A Word file packed anew, some of its words replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as opened, zipfile.ZipFile(made, "w") as packed:
        for name in opened.namelist():
            part = opened.read(name)
            packed.writestr(name, part.replace(before.encode(), after.encode()) if before and name == "word/document.xml" else part)
    return made.getvalue()


@pytest.mark.slow
def test_what_was_filed_from_other_data_is_said_to_be_so(built: Path) -> None:
    alter(built, "单位.yaml", "李某某", "王某某")
    filed = send(built, why="已经按原数据用印")
    assert filed.package is not None
    (problem,) = verify(filed.package).problems
    assert (problem.code, problem.severity) == ("package.moved", "warning")


def test_the_pdf_must_be_an_archival_one(once: Path, tmp_path: Path) -> None:
    manifest = Manifest.read(contents(once / PACKAGE)[MANIFEST])

    def found(package: Path) -> list[tuple[str, str]]:
        form = judge(package, manifest, frozenset(), tmp_path, None).form
        return [(problem.code, str(problem.places[0]).removeprefix(f"{package.name}!")) for problem in form]

    files = contents(once / PACKAGE)
    ordinary = forge(
        once / PACKAGE, tmp_path / "package.zip", {"公文/实施方案.pdf": files["公文/实施方案.pdf"].replace(b'pdfaid:part="3"', b'pdfaid:part="7"')}
    )
    assert found(ordinary) == [("package.pdf", "公文/实施方案.pdf")]
    broken = forge(once / PACKAGE, tmp_path / "package.zip", {"公文/实施方案.pdf": b"no PDF"})
    assert found(broken) == [("package.pdf", "公文/实施方案.pdf")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"format": 99}',
    ],
)
@pytest.mark.parametrize("name", [MANIFEST, LOG])
def test_a_manifest_or_log_that_is_none_is_refused(name: str, content: bytes, once: Path, tmp_path: Path) -> None:
    package = write(tmp_path / "package.zip", {**contents(once / PACKAGE), name: content})
    assert [code for code, _ in quickly(package)] == ["package.unusable"]


@pytest.mark.parametrize(
    "manifest",
    [
        {"placeholders": ["数据/inputs/../../../escape"]},
        {"placeholders": ["/escape"]},
        {"attached": ["清单.json"]},
        {"season": "../2023"},
        {"document": {"html": "../html", "docx": "../docx", "pdf": "../pdf"}},
        {"files": None},
    ],
)
def test_names_in_a_manifest_lead_nowhere_else(manifest: dict[str, object], once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), **manifest}, ensure_ascii=False).encode()
    package = write(tmp_path / "package.zip", files)
    before = sorted(tmp_path.rglob("*"))
    assert codes(package) == {"package.unusable"}
    assert sorted(tmp_path.rglob("*")) == before


def test_templates_of_a_package_run_in_the_sandbox(once: Path, tmp_path: Path) -> None:
    escape = tmp_path / "escape"
    template = f"{{{{ cycler.__init__.__globals__.os.system('touch {escape}') }}}}"
    package = forge(once / PACKAGE, tmp_path / "package.zip", {"数据/templates/html/plan-county.html": template.encode()})
    assert "package.not-rebuilt" in codes(package)
    assert not escape.exists()


def test_a_package_without_a_workspace_takes_none_from_around_it(once: Path, tmp_path: Path) -> None:
    files = {name: content for name, content in contents(once / PACKAGE).items() if not name.startswith(("数据/inputs", "数据/reportgen"))}
    write(tmp_path / "stripped.zip", files)
    package = forge(tmp_path / "stripped.zip", tmp_path / "package.zip", {}, {"attached": [], "placeholders": []})
    assert "package.not-rebuilt" in codes(package)
