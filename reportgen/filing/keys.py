"""The keys by which a unit signs (Ed25519, RFC 8032): kept outside the workspace, so that who gets a copy of the workspace can't sign for the unit."""

import hashlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.diagnostics import Unreadable
from reportgen.files import replace_file
from reportgen.shapes import MISSHAPEN

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SETTING = "REPORTGEN_CONFIG"
"""The environment variable that names another folder for keys."""
PASSPHRASE = "REPORTGEN_PASSPHRASE"  # noqa: S105 - the name of the variable
"""The environment variable that holds the passphrase where nobody can be asked for it."""
FOLDER = "keys"
_ASKED = f"请重新输入口令，或者写入环境变量 {PASSPHRASE}；口令忘记了的，按密钥丢失办理，换新的密钥"
_GROUPS = 8  # of four characters: 128 bits of a digest can't be met by trying, and can be read out on the telephone


@dataclass(frozen=True, slots=True)
class Signer:
    """A unit's key.

    `public` is its public half (hexadecimal), `vouchers` its former keys, each with its signature of the one that followed it;
    `since` when it was made (ISO 8601). `is_new` says that it was made just now.
    """

    unit: str
    public: str
    vouchers: tuple[tuple[str, str], ...]
    since: str
    private: "Ed25519PrivateKey"
    is_new: bool = False

    def sign(self, statement: bytes) -> str:
        """The signature of a statement, hexadecimal. The same statement has the same signature."""
        return self.private.sign(statement).hex()


def config_folder() -> Path:
    """Where this program keeps what is a person's and not a workspace's: by the system's custom, or as SETTING says."""
    given = os.environ.get(SETTING)
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData/Roaming") / "reportgen"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/reportgen"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "reportgen"


@dataclass(frozen=True, slots=True)
class OwnKey:
    """What can be said without a passphrase of a key that is kept here.

    That is its public half, those of the keys that it followed, since when there is it (ISO 8601), whether it is locked.
    """

    public: str
    former: tuple[str, ...]
    since: str
    locked: bool


def own_key(folder: Path, unit: str) -> OwnKey | None:
    """The key of a unit that is kept here; None where there is none, or none that can be read."""
    try:
        kept = json.loads(key_path(folder, unit).read_text(encoding="utf-8"))
        datetime.fromisoformat(kept["since"])
        former = tuple(str(public) for public, _ in kept["vouchers"])
        for public in (kept["public"], *former):
            bytes.fromhex(public)
        return OwnKey(str(kept["public"]), former, str(kept["since"]), bool(kept["locked"]))
    except (OSError, *MISSHAPEN):
        return None


def open_signer(folder: Path, unit: str, passphrase: Callable[[], str]) -> Signer:
    """The unit's key, made where there is none; `passphrase` is asked for where it is locked. Raises Unreadable or OSError."""
    path = key_path(folder, unit)
    return _read(path, unit, passphrase) if path.exists() else _write(path, unit, (), "")


def new_signer(folder: Path, unit: str, former: Signer | None, passphrase: str) -> Signer:
    """A new key of the unit in place of the one that is kept here, locked by `passphrase` unless that is empty. Raises OSError.

    `former` is the unit's key until now, which vouches for the new one; None where it is lost. The file of the former one stays, renamed.
    """
    path = key_path(folder, unit)
    if path.exists():
        path.replace(_free(path))
    return _write(path, unit, former or (), passphrase)


def lock_signer(folder: Path, signer: Signer, passphrase: str) -> None:
    """Keep a key that is here under another passphrase; an empty one unlocks it. Raises OSError."""
    _keep(key_path(folder, signer.unit), signer, passphrase)


def key_path(folder: Path, unit: str) -> Path:
    """The file of a unit's key."""
    plain = "".join(character if character.isalnum() else "_" for character in unit)[:40]
    mark = "" if plain == unit else f"-{hashlib.sha256(unit.encode()).hexdigest()[:8]}"
    return folder / FOLDER / f"{plain}{mark}.json"


def fingerprint(public: str) -> str:
    """What people compare of a public key: the beginning of its SHA-256, in groups of four."""
    return read_fingerprint(hashlib.sha256(bytes.fromhex(public)).hexdigest()[: 4 * _GROUPS])


def read_fingerprint(shown: object) -> str:
    """A fingerprint as somebody wrote it down, as it is shown. Raises ValueError where it is none."""
    digits = "".join(str(shown).split()).upper()
    if len(digits) != 4 * _GROUPS or not set(digits) <= set("0123456789ABCDEF"):
        raise ValueError(shown)
    return " ".join(digits[4 * group : 4 * group + 4] for group in range(_GROUPS))


def is_signed(public: str, signature: str, statement: bytes) -> bool:
    """Whether the holder of a key has signed the statement; nobody has where key or signature are none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), statement)
    except (ValueError, InvalidSignature):
        return False
    return True


def succession(unit: str, public: str) -> bytes:
    """What a unit's former key signs of the one that follows it."""
    return f"reportgen succession\n{unit}\n{public}".encode()


def _write(path: Path, unit: str, former: Signer | tuple[()], passphrase: str) -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    vouchers = (*former.vouchers, (former.public, former.sign(succession(unit, public)))) if isinstance(former, Signer) else ()
    signer = Signer(unit, public, vouchers, datetime.now().astimezone().isoformat(timespec="seconds"), private, is_new=True)
    _keep(path, signer, passphrase)
    return signer


def _keep(path: Path, signer: Signer, passphrase: str) -> None:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    private = signer.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock).decode()
    public = {"unit": signer.unit, "public": signer.public, "vouchers": signer.vouchers, "since": signer.since}
    kept = {**public, "locked": bool(passphrase), "private": private}
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # what stands in it, and what is on its way there, is its owner's alone
    replace_file(path, json.dumps(kept, ensure_ascii=False, indent=1).encode())
    path.chmod(0o600)


def _read(path: Path, unit: str, passphrase: Callable[[], str]) -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    damaged = Unreadable("damaged", "签名密钥的文件已经损坏", f"请从备份恢复这个文件；没有备份的，移走这个文件，运行 reportgen key {unit} --lost 换新的密钥")
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        vouchers = tuple((str(former), str(signature)) for former, signature in kept["vouchers"])
        public, since, pem, locked = str(kept["public"]), str(kept["since"]), str(kept["private"]).encode(), bool(kept["locked"])
    except MISSHAPEN as fault:
        raise damaged from fault
    try:
        private = load_pem_private_key(pem, passphrase().encode() if locked else None)
    except (ValueError, TypeError) as fault:
        raise (Unreadable("locked", f"{unit}的签名密钥设有口令，口令不对", _ASKED) if locked else damaged) from fault
    if kept.get("unit") != unit or not isinstance(private, Ed25519PrivateKey) or private.public_key().public_bytes_raw().hex() != public:
        raise damaged
    return Signer(unit, public, vouchers, since, private)


def _free(path: Path) -> Path:
    """A name beside `path` that is free, for a former key."""
    number = 1
    while (former := path.with_name(f"{path.stem}.former{number}.json")).exists():
        number += 1
    return former
