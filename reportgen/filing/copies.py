"""Masked copies: what of a unit's data goes into a package, with what is personal masked just as reading masks it.

A copy is read as its original is, so the documents come out of it byte for byte; a file without personal data is its own copy.
"""

import csv
import hashlib
import hmac
import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable
from reportgen.files import replace_file
from reportgen.filing.workbook_copy import masked_workbook
from reportgen.inputs.data_files import LISTINGS, WORKBOOKS, is_data_file
from reportgen.inputs.delimited import decode, read_csv
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.masking import mask_unread
from reportgen.inputs.masking_text import mask_text
from reportgen.inputs.schema import Programme
from reportgen.workspace import FOR_ALL, UNIT_FILE

KEY = ".reportgen/originals.key"
"""The file in outputs/ without which nobody can try out what a masked number was until the proof of its original comes out."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What stands for the inputs in a package, by their names: the masked `contents`, the `proofs` of their originals.

    `unread` are files that no reader can read as a table: they can't be masked, nothing is made from what is in them, and they stand there empty.
    """

    contents: Mapping[str, bytes]
    proofs: Mapping[str, str]
    unread: tuple[str, ...]
    problems: tuple[Diagnostic, ...] = ()


def masked_copies(files: Mapping[str, bytes], outputs: Path, programme: Programme) -> Copies:
    """The masked copies of the contents of a workspace's files, by their paths relative to it; only those that are masked. Raises OSError."""
    contents: dict[str, bytes] = {}
    proofs: dict[str, str] = {}
    unread: list[str] = []
    problems: list[Diagnostic] = []
    for name, data in files.items():
        if not is_masked(name):
            continue
        try:
            copy = masked_copy(data, name, programme)
        except Unreadable as problem:
            if problem.code == "unusual-workbook":
                problems.append(problem.diagnostic("inputs", Place(name)))
            unread.append(name)
            continue
        if copy is not None:
            contents[name] = copy
            proofs[name] = proof(data, _key(outputs))
    return Copies(contents, proofs, tuple(unread), tuple(problems))


def is_masked(name: str) -> bool:
    """Whether a file of a workspace, by its path relative to it, holds data in which something may be personal."""
    return name.startswith("inputs/") and not name.startswith(FOR_ALL) and is_data_file(Path(name))


def masked_copy(data: bytes, name: str, programme: Programme) -> bytes | None:
    """The masked copy of a file of data; None where nothing in it is to be masked. Raises Unreadable where no reader can read it."""
    path = Path(name)
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return masked_workbook(data, name, programme)
    dataset = dataset_named(path.stem, programme)
    if path.name != UNIT_FILE and dataset is None:
        raise Unreadable("unknown-file", "没有读取", "")
    if kind in LISTINGS:
        masked = mask_text(decode(data), name, dataset)
        if not masked.is_whole:
            raise Unreadable("yaml-syntax", "没有读取", "")
        return None if masked.text == decode(data) else masked.text.encode()
    if kind != ".csv":
        raise Unreadable("old-format", "没有读取", "")
    grid = read_csv(data, name)
    found = mask_unread(grid, dataset)
    if not found.cells:
        return None
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(["" if raw is None else str(raw) for raw in row] for row in found.grid.rows)
    return text.getvalue().encode("utf-8-sig")


def proof(data: bytes, key: bytes) -> str:
    """What proves a file to be the original of a masked copy, to whom has the office's key: HMAC-SHA-256."""
    return hmac.new(key, data, hashlib.sha256).hexdigest()


def known_key(outputs: Path) -> bytes | None:
    """The workspace's key, None where there is none. Raises OSError."""
    try:
        return bytes.fromhex((outputs / KEY).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def _key(outputs: Path) -> bytes:
    """The workspace's key, made where there is none. Raises OSError."""
    key = known_key(outputs)
    if key is None:
        key = secrets.token_bytes(32)
        replace_file(outputs / KEY, key.hex().encode())
    return key
