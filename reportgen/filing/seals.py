"""The electronic seals and signatures in a PDF (ISO 32000-1 12.8): what each says of itself. Whether a certificate is to be trusted isn't judged."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_NATIONAL = {
    "1.2.156.10197.1.501": "SM2（SM3）",
    "1.2.156.10197.1.301": "SM2",
    "1.2.156.10197.1.301.1": "SM2",
    "1.2.156.10197.1.401": "SM3",
}
"""The commercial ciphers of GB/T 33560 by OID, which no library of this program computes."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal or signature: its field; signer, issuer and serial number of the certificate and until when it is valid; the time that it claims.

    `intact` says whether the signed bytes are as they were signed, and all is signed that stood there; behind the last seal nothing may have been
    added but what proves it (ISO 32000-2 12.8.4). None where the algorithm isn't known here, or the seal can't be read.
    """

    field: str
    signer: str = ""
    issuer: str = ""
    serial: str = ""
    until: datetime | None = None
    time: datetime | None = None
    algorithm: str = ""
    intact: bool | None = None


def seals(content: bytes) -> tuple[Seal, ...]:
    """The seals of a PDF in the order in which it lists them; none where the file can't be read."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        named = [(name, reference.get_object()) for name, value, reference in enumerate_sig_fields(reader, filled_status=True) if value is not None]
        made = [reader.xrefs.get_introducing_revision(field["/V"].container_ref) for _, field in named]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):  # whatever a damaged file makes of it
        return ()
    return tuple(_seal(reader, name, field, is_last=revision == max(made)) for (name, field), revision in zip(named, made, strict=True))


def _seal(reader: "PdfFileReader", name: str, field: "DictionaryObject", *, is_last: bool) -> Seal:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    faults = (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError, NotImplementedError)
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        certificate, info = signature.signer_cert, signature.signer_info
        oid = info["signature_algorithm"]["algorithm"].dotted
        told = Seal(
            name,
            certificate.subject.human_friendly,
            certificate.issuer.human_friendly,
            f"{certificate.serial_number:X}",
            certificate.not_valid_after,
            signature.self_reported_timestamp,
            _NATIONAL.get(oid) or info["signature_algorithm"]["algorithm"].native,
        )
    except faults:
        written = field["/V"]  # `get` would give what points to it
        return Seal(name, algorithm=str(written.get("/SubFilter", "") if isinstance(written, dict) else "").lstrip("/"))
    try:
        digested = None if oid in _NATIONAL else all(validate_sig_integrity(info, certificate, "data", signature.compute_digest()))
        intact = digested if _is_whole(signature, is_last=is_last) else False
    except faults:
        intact = None
    return Seal(told.field, told.signer, told.issuer, told.serial, told.until, told.time, told.algorithm, intact)


def _is_whole(signature: "EmbeddedPdfSignature", *, is_last: bool) -> bool:
    """Whether a signature is of all that the file was, and nothing but proof was added behind the last."""
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    covered = signature.evaluate_signature_coverage()
    if covered < SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    if covered == SignatureCoverageLevel.ENTIRE_FILE or not is_last:
        return True
    reader, signed = signature.reader, signature.signed_revision
    try:
        for revision in range(signed + 1, reader.xrefs.total_revisions):
            DEFAULT_DIFF_POLICY.apply(reader.get_historical_resolver(signed), reader.get_historical_resolver(revision))
    except SuspiciousModification:
        return False
    return True
