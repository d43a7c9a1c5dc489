"""Whose a package is: its signature against the keys that are known to be the unit's. Without a known key nobody can tell, and that is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, notice, warning
from reportgen.files import cause
from reportgen.filing.keys import fingerprint, is_signed
from reportgen.filing.known import FIRST, VOUCHED, KnownKey, is_vouched, known_keys, remember
from reportgen.versions.filings import Filing

UNPROVEN = "清单自洽，不能证明出自该单位"
CALL = "请向该单位的经办人打电话核对（用原来就知道的号码，不用报送包里写的）"


@dataclass(frozen=True, slots=True)
class Authorship:
    """What a signature says. `proven`: a key signed that is known to be the unit's. `news` is a key that may be known from now on, if all else is right."""

    problems: tuple[Diagnostic, ...] = ()
    proven: bool = False
    news: KnownKey | None = None


def check_author(entries: Sequence[Filing], config: Path, place: Place) -> Authorship:
    """Whose signature the last of the entries of a log bears, by the keys that are known in the folder `config`; `place` is the log.

    An entry that is signed at all must be signed rightly, and a unit that has signed once signs always.
    """
    broken = [filing for filing in entries if filing.signer and not is_signed(filing.signer, filing.signature, filing.statement())]
    if broken:
        message = "；".join(f"第{filing.position}条（{filing.key.unit}，{filing.number}）" for filing in broken)
        return Authorship((error("package.signature-broken", f"签名与报送记录不符，记录被改动过：{message}", place, help=f"{CALL}，必要时请其重新报送"),))
    filing = entries[-1]
    try:
        known = known_keys(config, filing.key.unit)
    except (OSError, Unreadable) as fault:
        words = fault.message if isinstance(fault, Unreadable) else cause(fault)
        return Authorship((warning("package.keys-unreadable", f"{UNPROVEN}：本机记住的公钥读不了（{words}）", Place(str(config)), help="请检查这个文件夹"),))
    return _judged(filing, known, place) if filing.signer else _unsigned(filing, entries, known, place)


def check_signer(area: str, what: str, unit: str, public: str, vouchers: tuple[tuple[str, str], ...], config: Path, place: Place) -> tuple[Diagnostic, ...]:
    """What can't be said of whose signature a paper (`what`: 回执, 归档清单) bears that a unit is said to have signed by the key `public`.

    That its former keys vouch for it is said by `vouchers`; the keys that are known are in the folder `config`; codes begin with `area`.
    """
    shown = fingerprint(public)
    try:
        known = known_keys(config, unit)
    except (OSError, Unreadable):
        known = ()
    if any(key.fingerprint == shown for key in known) or is_vouched(unit, public, vouchers, known):
        return ()
    trust = f"核对后运行 reportgen key {unit} --trust {shown.replace(' ', '')}"
    if known:
        message = f"{what}的签名不是本机已知的{unit}的密钥（指纹 {shown}）"
        return (error(f"{area}.other-key", message, place, help=f"请向{unit}打电话核对指纹；确实换了密钥的，{trust}"),)
    message = f"{what}自洽，不能证明出自{unit}：没有已知的公钥（指纹 {shown}）"
    return (warning(f"{area}.unknown-key", message, place, help=f"请向{unit}打电话核对指纹，{trust}"),)


def remember_key(filing: Filing, news: KnownKey, config: Path) -> tuple[Diagnostic, ...]:
    """Know a key of the unit from now on; a warning where that can't be written."""
    try:
        remember(config, [(filing.key.unit, news)])
    except (OSError, Unreadable) as fault:
        words = fault.message if isinstance(fault, Unreadable) else cause(fault)
        return (warning("package.key-not-kept", f"这个单位的公钥没有记住：{words}", Place(str(config)), help="请检查这个文件夹的权限，再核对一次"),)
    return ()


def _judged(filing: Filing, known: Sequence[KnownKey], place: Place) -> Authorship:
    unit, shown, now = filing.key.unit, fingerprint(filing.signer), datetime.now().astimezone().isoformat(timespec="seconds")
    if any(key.fingerprint == shown for key in known):
        return Authorship(proven=True)
    if is_vouched(unit, filing.signer, filing.vouchers, known):
        told = notice("package.key-followed", f"{unit}换了签名密钥（指纹 {shown}），由原来的密钥签名认可", place, help="已经记住新的公钥，不用办理什么")
        return Authorship((told,), proven=True, news=KnownKey(shown, VOUCHED, now))
    if known:
        message = f"签名的密钥（指纹 {shown}）不是本机已知的{unit}的密钥（指纹 {'、'.join(key.fingerprint for key in known)}）"
        help_text = (
            f"可能是别人冒用该单位的名义，也可能是该单位丢失密钥后换了新的。{CALL}；确实换了的，运行 reportgen key {unit} --trust {shown.replace(' ', '')}"
        )
        return Authorship((error("package.other-key", message, place, help=help_text),))
    message = f"{UNPROVEN}：第一次收到{unit}的签名（公钥的指纹 {shown}）"
    help_text = f"{CALL}这个指纹；与报送说明上印的一致只说明报送包自洽。没有其他问题的，本机从现在起记住这个公钥"
    return Authorship((warning("package.first-key", message, place, help=help_text),), news=KnownKey(shown, FIRST, now))


def _unsigned(filing: Filing, entries: Sequence[Filing], known: Sequence[KnownKey], place: Place) -> Authorship:
    unit = filing.key.unit
    earlier = any(entry.signer and entry.key.unit == unit for entry in entries)
    if earlier or any(_not_after(key.since, filing.time) for key in known):
        message = f"没有签名，而{unit}在这以前已经签名：签名被去掉了"
        return Authorship((error("package.signature-missing", message, place, help=f"{CALL}，必要时请其重新报送"),))
    message = f"{UNPROVEN}：报送包没有签名（旧版本软件报送的没有签名）"
    return Authorship((warning("package.unsigned", message, place, help=f"{CALL}文号、报送时间和公文中的数字"),))


def _not_after(since: str, time: str) -> bool:
    return datetime.fromisoformat(since).timestamp() <= datetime.fromisoformat(time).timestamp()
