"""A PDF that was sealed or signed in place: known as what was built, kept, and filed beside it."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers

from reportgen.building.build import build
from reportgen.building.outcome import DocumentOutcome, Order
from reportgen.building.project import open_project
from reportgen.filing.scanning import shows
from reportgen.filing.verify import verify
from reportgen.workspace import Workspace
from tests.filing.conftest import alter, send
from tests.filing.signing import make_signer, sign

PDF = "outputs/2023/甲县/实施方案.pdf"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> signers.SimpleSigner:
    return make_signer(tmp_path_factory.mktemp("keys"))


def make(root: Path) -> DocumentOutcome:
    project = open_project(Workspace(root), "2023")
    (document,) = build(project, Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"html", "pdf"}))).documents
    return document


@pytest.fixture
def made(root: Path, tmp_path: Path) -> Path:
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path / "pair"))
    assert make(workspace).status == "built"
    return workspace


@pytest.mark.slow
def test_a_sealed_pdf_is_what_was_built_and_is_filed_beside_it(made: Path, signer: signers.SimpleSigner) -> None:
    built = (made / PDF).read_bytes()
    sign(made / PDF, signer)
    sign(made / PDF, signer, "签批")
    sealed = (made / PDF).read_bytes()
    assert sealed.startswith(built)
    again = make(made)
    assert (again.status, again.outputs["pdf"].name) == ("unchanged", "实施方案.pdf")
    filed = send(made)
    assert filed.problems == ()
    assert filed.package is not None
    with zipfile.ZipFile(filed.package) as package:
        assert package.read("正本/实施方案.pdf") == sealed
        assert "正本/" in package.read("报送说明.txt").decode("utf-8-sig")
    assert verify(filed.package).problems == ()
    assert [signature.field_name for signature in PdfFileReader(io.BytesIO(sealed)).embedded_signatures] == ["印章", "签批"]


@pytest.mark.slow
def test_numbers_that_run_together_in_a_row_are_nobodys(made: Path, signer: signers.SimpleSigner) -> None:
    alter(made, "改造任务.csv", "煤改电,农村,1200", "煤改电,城区/县城,658\n煤改电,农村,1000")
    make(made)
    assert shows("实施方案.pdf", (made / PDF).read_bytes())  # 1658 658 1000, read as a telephone
    sign(made / PDF, signer)
    filed = send(made, why="任务调整，乡镇数据随后更正")
    assert filed.problems == ()
    assert filed.package is not None
    with zipfile.ZipFile(filed.package) as package:
        assert package.read("正本/实施方案.pdf") == (made / PDF).read_bytes()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda content: content.replace(b"%%EOF", b"% %EOF"), id="other bytes where it was built"),
        pytest.param(lambda content: content + b"\n% \xe5\xb7\xb2\xe6\x94\xb9\n%%EOF\n", id="an update without a signature"),
        pytest.param(lambda content: content[: len(content) // 2], id="half of it"),
    ],
)
def test_any_other_change_is_an_edit(edit: object, made: Path) -> None:
    (made / PDF).write_bytes(edit((made / PDF).read_bytes()))  # type: ignore[operator]
    assert {problem.code for problem in send(made).problems} == {"filing.edited"}


@pytest.mark.slow
def test_a_sealed_pdf_is_kept_when_the_data_move(made: Path, signer: signers.SimpleSigner) -> None:
    sign(made / PDF, signer)
    sealed = (made / PDF).read_bytes()
    alter(made, "单位.yaml", "张某某", "李某某")
    document = make(made)
    assert (made / PDF).read_bytes() == sealed
    assert document.outputs["pdf"].name == "实施方案（新生成）.pdf"
    assert [problem.message for problem in document.problems if problem.code == "outputs.edited"] == [f"{PDF} 已经盖章（签名），没有覆盖"]
