"""The keys that are known to be a unit's, by their fingerprints: of the first package that came, from the city's list, or confirmed by telephone."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportgen.diagnostics import Unreadable
from reportgen.files import replace_file
from reportgen.filing.keys import fingerprint, is_signed, own_key, read_fingerprint, succession
from reportgen.shapes import MISSHAPEN, strangers_json

FILE = "known.json"
FIRST, LISTED, CONFIRMED, VOUCHED, OWN = "first", "listed", "confirmed", "vouched", "own"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key known to be a unit's: its fingerprint, how it came to be known, and since when (ISO 8601, with a time zone)."""

    fingerprint: str
    how: str
    since: str


Known = Mapping[str, tuple[KnownKey, ...]]
"""The keys by the names of the units."""


def known_keys(folder: Path, unit: str) -> tuple[KnownKey, ...]:
    """The keys of a unit; among them its own where that is kept here, and those that this one followed. Raises OSError, Unreadable."""
    known, own = all_known(folder).get(unit, ()), own_key(folder, unit)
    return known if own is None else (*known, *(KnownKey(fingerprint(public), OWN, own.since) for public in (*own.former, own.public)))


def all_known(folder: Path) -> Known:
    """All keys that are known here. Raises OSError, Unreadable."""
    try:
        content = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return {}
    return _read(content)


def remember(folder: Path, keys: Iterable[tuple[str, KnownKey]]) -> None:
    """Know further keys (unit, key); those that are known stay as they are. Raises OSError, Unreadable."""
    known = {unit: list(found) for unit, found in all_known(folder).items()}
    for unit, key in keys:
        if all(key.fingerprint != other.fingerprint for other in known.setdefault(unit, [])):
            known[unit].append(key)
    _keep(folder, known)


def forget(folder: Path, unit: str) -> bool:
    """Know no key of a unit any more; whether there was one. Raises OSError, Unreadable."""
    known = dict(all_known(folder))
    if known.pop(unit, None) is None:
        return False
    _keep(folder, known)
    return True


def read_list(path: Path, time: str) -> tuple[tuple[str, KnownKey], ...]:
    """The keys of a list that somebody gave out (unit: fingerprint). Raises OSError, Unreadable."""
    try:
        units = dict(strangers_json(path.read_bytes())["keys"])
        found = tuple((str(unit), KnownKey(read_fingerprint(shown), LISTED, time)) for unit, shown in units.items())
    except MISSHAPEN as fault:
        raise Unreadable("unusable", "不是公钥清单", "公钥清单用 reportgen key --export 文件 写出") from fault
    return found


def list_content(keys: Mapping[str, str]) -> bytes:
    """A list of fingerprints by unit, to be given out."""
    return json.dumps({"format": 1, "keys": dict(sorted(keys.items()))}, ensure_ascii=False, indent=1).encode()


def is_vouched(unit: str, public: str, vouchers: Iterable[tuple[str, str]], known: Iterable[KnownKey]) -> bool:
    """Whether one of the known keys vouches for `public`, over all that came between them."""
    chain = tuple(vouchers)
    following = (*(former for former, _ in chain), public)[1:]
    trusted = {key.fingerprint for key in known}
    for (former, signature), new in zip(chain, following, strict=True):
        if is_signed(former, signature, succession(unit, new)) and fingerprint(former) in trusted:
            trusted.add(fingerprint(new))
    return fingerprint(public) in trusted


def _read(content: bytes) -> Known:
    try:
        raw = dict(strangers_json(content))
        return {str(unit): tuple(_key(*key) for key in keys) for unit, keys in raw.items()}
    except MISSHAPEN as fault:
        raise Unreadable("damaged", "已知公钥的文件已经损坏", "请从备份恢复这个文件；没有备份的，移走它，再向各单位核对公钥的指纹") from fault


def _keep(folder: Path, known: Mapping[str, Iterable[KnownKey]]) -> None:
    raw = {unit: [[key.fingerprint, key.how, key.since] for key in keys] for unit, keys in sorted(known.items())}
    replace_file(folder / FILE, json.dumps(raw, ensure_ascii=False, indent=1).encode())


def _key(shown: object, how: object, since: object) -> KnownKey:
    datetime.fromisoformat(str(since))
    return KnownKey(read_fingerprint(shown), str(how), str(since))
