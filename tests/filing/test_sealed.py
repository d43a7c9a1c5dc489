"""A PDF that was sealed or signed in place: known as what was built, kept, and filed beside it."""

import io
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers

from reportgen.building.build import build
from reportgen.building.outcome import DocumentOutcome, Order
from reportgen.building.project import open_project
from reportgen.filing.verify import verify
from reportgen.workspace import Workspace
from tests.filing.conftest import alter, send

PDF = "outputs/2023/甲县/实施方案.pdf"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "甲县清洁取暖办（示例）")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    certificate = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    folder = tmp_path_factory.mktemp("keys")
    unlocked = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    loaded = signers.SimpleSigner.load(str(folder / "key.pem"), str(folder / "certificate.pem"))
    assert loaded is not None
    return loaded


def sign(path: Path, signer: signers.SimpleSigner, field: str = "印章") -> None:
    """Put a signature on a PDF in place, as programs for seals do: by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec(field, box=(350, 300, 470, 420), on_page=0))
    signed = io.BytesIO()
    signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=field), signer=signer, output=signed)
    path.write_bytes(signed.getvalue())


def make(root: Path) -> DocumentOutcome:
    project = open_project(Workspace(root), "2023")
    (document,) = build(project, Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"html", "pdf"}))).documents
    return document


@pytest.fixture
def made(root: Path, tmp_path: Path) -> Path:
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path / "pair"))
    assert make(workspace).status == "built"
    return workspace


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


def test_a_sealed_pdf_is_kept_when_the_data_move(made: Path, signer: signers.SimpleSigner) -> None:
    sign(made / PDF, signer)
    sealed = (made / PDF).read_bytes()
    alter(made, "单位.yaml", "张某某", "李某某")
    document = make(made)
    assert (made / PDF).read_bytes() == sealed
    assert document.outputs["pdf"].name == "实施方案（新生成）.pdf"
    assert [problem.message for problem in document.problems if problem.code == "outputs.edited"] == [f"{PDF} 已经盖章（签名），没有覆盖"]
