"""Seals and signatures as programs for seals put them on PDFs, with real certificates."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers


def make_signer(folder: Path) -> signers.SimpleSigner:
    """A signer with a key and a certificate of its own, kept in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "甲县清洁取暖办（示例）")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    certificate = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
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
