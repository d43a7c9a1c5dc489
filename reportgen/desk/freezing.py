"""Filing, and signing receipts, in the process beside the server: nobody waits for it but who files. Nothing of Django's is known here."""

import os
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.building.project import open_project
from reportgen.desk.at_desk import at_desk
from reportgen.desk.told import told
from reportgen.diagnostics import Diagnostic, Unreadable, error
from reportgen.files import cause
from reportgen.filing.case import Request
from reportgen.filing.file import file_document
from reportgen.filing.keys import PASSPHRASE, Signer, config_folder, open_signer
from reportgen.filing.receipt import make_receipt
from reportgen.language.sources import speaking_of
from reportgen.seen import Moved
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key
from reportgen.workspace import open_workspace

_HELP = {
    "filing.other-number": "写错的请改正；公文上的文号不对的，请在《公文》中改正，重新生成、提交、审核、签发以后再报送",
    "filing.no-number": "请把发文字号填入《公文》，重新生成、提交、审核、签发以后再报送",
    "filing.number-used": "更正后按原文号重报的，请写明理由；换发新文号的，请在《公文》中改正，重新生成、提交、审核、签发",
    "filing.key-changed": "请管理员从备份恢复原来的密钥；丢失了的，写明理由，并把新的指纹告诉收文单位",
    "filing.clock": "请管理员校准报送台那台机器的时间；时间确实不错的，写明原来记错的原因",
}
"""What to do, as it is done at the desk, where the engine's words speak of the command's options."""
_TRIES, _PAUSE = 60, 1.0
"""How often, and after how many seconds, it is tried again where somebody builds, or files move meanwhile: a build of a unit takes some ten seconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be filed: the document, its number as typed, by whom, why nevertheless, and the digest that was signed."""

    key: Key
    number: str
    by: str
    why: str
    visible: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What became of it: the filing (None: it was refused); `said` as `desk.told` writes it; whether a reason would do."""

    filing: Filing | None
    said: list[dict[str, Any]]
    needs_reason: bool = False


def freeze(root: Path, asked: Asked, passphrase: str) -> Frozen:
    """File a document. What is wrong is told, never raised."""
    workspace, problems = open_workspace(root)
    if workspace is None:
        return Frozen(None, told(problems))
    signer = _signer(asked.key.unit, passphrase)
    if isinstance(signer, Diagnostic):
        return Frozen(None, told((signer,)))
    with speaking_of(asked.key.season):
        for _ in range(_TRIES):
            request = Request(asked.key, asked.number, asked.by, datetime.now().astimezone(), signer, asked.why, asked.visible)
            try:
                filed = file_document(open_project(workspace, asked.key.season), request)
            except Moved:
                time.sleep(_PAUSE)
                continue
            if all(problem.code != "outputs.busy" for problem in filed.problems):
                return Frozen(filed.filing, told(map(_for_desk, filed.problems)), filed.filing is None and bool(filed.against))
            time.sleep(_PAUSE)
    return Frozen(None, told((error("desk.busy", "一直有程序在这个工作区生成公文，没有报送", help="请等它结束以后再报送"),)))


def receipt_for(package: tuple[str, bytes], unit: str, by: str, passphrase: str) -> tuple[bytes, str]:
    """The receipt that a unit signs for a package (its name and bytes); empty, and why, where there is none."""
    signer = _signer(unit, passphrase)
    if isinstance(signer, Diagnostic):
        return b"", at_desk(signer.message)
    name, content = package
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        path, _, problems = make_receipt(file, None, signer, by, datetime.now().astimezone())
        return (b"", "；".join(at_desk(problem.message) for problem in problems)) if path is None else (path.read_bytes(), "")


def _signer(unit: str, passphrase: str) -> Signer | Diagnostic:
    """The unit's key; what is wrong where it can't be used."""
    try:
        return open_signer(config_folder(), unit, lambda: passphrase or os.environ.get(PASSPHRASE, ""))
    except Unreadable as fault:
        return error("key.unusable", fault.message, help=fault.help)
    except OSError as fault:
        return error("key.failed", f"签名密钥的文件夹读写不了：{cause(fault)}", help="请联系管理员检查运行报送台的用户的设置文件夹")


def _for_desk(problem: Diagnostic) -> Diagnostic:
    return replace(problem, help=_HELP.get(problem.code, problem.help))
