"""What the section [desk] of reportgen.toml chooses: the database, and where people's passwords are asked for besides the desk's own."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.workspace import SETTINGS, open_workspace

DIRECTORY_SECRET, PROVIDER_SECRET = "REPORTGEN_LDAP_PASSWORD", "REPORTGEN_OIDC_SECRET"  # what the variables are called
"""The environment's variables that hold what must not stand in a file of the workspace."""
DATABASE_OPTIONS = ("host", "sslmode", "sslrootcert")
"""What may stand after the ? of a database's address, in the words of PostgreSQL's own library: a folder of sockets, and how it is encrypted."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL database. An empty host is the socket of this machine; the password comes from the environment (PGPASSWORD, PGPASSFILE)."""

    name: str
    user: str = ""
    host: str = ""
    port: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Directory:
    """An LDAP directory that is asked whether a password is right.

    `address` is an ldaps:// or ldap:// address, `base` where people are (a DN), `attribute` what is their user name there, `bind` the DN that may search
    (empty: anybody may), `certificates` the file of the authority that has signed the server's certificate (empty: those of the system).
    """

    address: str
    base: str
    attribute: str = "uid"
    bind: str = ""
    certificates: str = ""

    @property
    def starts_encryption(self) -> bool:
        """Whether the connection begins open and must be encrypted before anything is said; on this machine itself it needn't be."""
        return self.address.startswith("ldap://") and urlsplit(self.address).hostname not in _LOOPBACK


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider: its issuer's address, the desk's client id there, the claim that is the user name, what the button says."""

    issuer: str
    client: str
    claim: str = "preferred_username"
    title: str = "统一身份认证"


@dataclass(frozen=True, slots=True)
class Chosen:
    """All of it; what isn't chosen is None: SQLite, no directory, no provider."""

    database: Database | None = None
    directory: Directory | None = None
    provider: Provider | None = None


def chosen_in(root: Path) -> tuple[Chosen, tuple[Diagnostic, ...]]:
    """What the workspace at `root` chooses, and what is wrong with it. Faults of the settings as a whole are `open_workspace`'s to tell."""
    workspace, _ = open_workspace(root)
    return (Chosen(), ()) if workspace is None else chosen(workspace.settings.desk)


def keeps_a_file(root: Path) -> bool:
    """Whether the database of the workspace's desk is the file in its own folder. Where another is chosen, rightly or wrongly, a file there is left over."""
    workspace, _ = open_workspace(root)
    return workspace is None or "database" not in workspace.settings.desk


def chosen(section: Mapping[str, Any]) -> tuple[Chosen, tuple[Diagnostic, ...]]:
    """What a section [desk] chooses, and all that is wrong with it."""
    problems = [_wrong("[desk]", f"不认识的设置项“{key}”", "可以设置的有 database、[desk.ldap] 和 [desk.oidc]") for key in section.keys() - _KNOWN.keys()]
    made: dict[str, Any] = {}
    for key, read in _KNOWN.items():
        if key in section:
            made[_FIELDS[key]], faults = read(section[key])
            problems += faults
    return Chosen(**made), tuple(problems)


def _database(value: object) -> tuple[Database | None, list[Diagnostic]]:
    form = 'database = "postgresql://用户名@主机/数据库"；不写的用 SQLite'
    try:
        address = urlsplit(value if isinstance(value, str) else "")
        options, port = dict(parse_qsl(address.query, strict_parsing=bool(address.query))), address.port
    except ValueError:
        return None, [_wrong("[desk] database", "不是数据库地址", form)]
    name = unquote(address.path.removeprefix("/"))
    if address.scheme not in ("postgresql", "postgres") or not name or "/" in name:
        return None, [_wrong("[desk] database", "不是数据库地址", form)]
    if address.password is not None:
        help_text = "请删去地址里的密码，用环境变量 PGPASSWORD 或者密码文件 ~/.pgpass 给出；写在文件里的密码会随文件传开"
        return None, [_wrong("[desk] database", "地址里写了密码", help_text)]
    unknown = options.keys() - set(DATABASE_OPTIONS)
    if unknown:
        return None, [_wrong("[desk] database", f"地址里有不认识的选项“{'、'.join(sorted(unknown))}”", f"可以写的有 {'、'.join(DATABASE_OPTIONS)}")]
    host = options.pop("host", address.hostname or "")
    return Database(name, unquote(address.username or ""), host, port, options), []


def _directory(value: object) -> tuple[Directory | None, list[Diagnostic]]:
    given, problems = _texts("[desk.ldap]", value, ("address", "base"), ("attribute", "bind", "certificates"))
    address = urlsplit(given.get("address", "ldaps://-"))
    if address.scheme not in ("ldap", "ldaps") or not address.hostname:
        problems.append(_wrong("[desk.ldap] address", "不是 LDAP 服务器的地址", '例如 address = "ldaps://ldap.example.cn"'))
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", given.get("attribute", "uid")) is None:
        problems.append(_wrong("[desk.ldap] attribute", "不是目录里一项的名称", '例如 attribute = "uid"，AD 写 attribute = "sAMAccountName"'))
    if given.get("bind") and not os.environ.get(DIRECTORY_SECRET):
        problems.append(_wrong("[desk.ldap] bind", f"没有它的密码：环境变量 {DIRECTORY_SECRET} 是空的", "请设置这个环境变量后再启动，密码不要写在文件里"))
    return (None if problems else Directory(**given)), problems


def _provider(value: object) -> tuple[Provider | None, list[Diagnostic]]:
    given, problems = _texts("[desk.oidc]", value, ("issuer", "client"), ("claim", "title"))
    issuer = urlsplit(given.get("issuer", "https://-"))
    if not issuer.hostname or not (issuer.scheme == "https" or (issuer.scheme == "http" and issuer.hostname in _LOOPBACK)):
        problems.append(_wrong("[desk.oidc] issuer", "不是 https 地址", '例如 issuer = "https://sso.example.cn"，与认证平台给出的 issuer 一字不差'))
    if not os.environ.get(PROVIDER_SECRET):
        problems.append(_wrong("[desk.oidc]", f"没有客户端密钥：环境变量 {PROVIDER_SECRET} 是空的", "请设置这个环境变量后再启动，密钥不要写在文件里"))
    return (None if problems else Provider(**given)), problems


def _texts(where: str, value: object, needed: tuple[str, ...], others: tuple[str, ...]) -> tuple[dict[str, str], list[Diagnostic]]:
    """A section of texts: those that are right, and what is wrong with the others."""
    if not isinstance(value, dict):
        return {}, [_wrong(where, "应当写成一节", f"{where} 单独一行，下面写 {'、'.join((*needed, *others))}")]
    problems = [_wrong(where, f"不认识的设置项“{key}”", f"可以设置的有 {'、'.join((*needed, *others))}") for key in value.keys() - {*needed, *others}]
    problems += [_wrong(where, f"没有写 {key}", "请补上，或者删去这一节") for key in needed if key not in value]
    known = {key: text for key, text in value.items() if key in needed or key in others}
    problems += [_wrong(f"{where} {key}", "应当是加双引号的文本", "请改正") for key, text in known.items() if not isinstance(text, str) or not text.strip()]
    return {key: text for key, text in known.items() if isinstance(text, str) and text.strip()}, problems


def _wrong(where: str, message: str, help_text: str) -> Diagnostic:
    return error("settings.desk", f"{where} {message}", Place(SETTINGS), help=help_text)


_KNOWN = {"database": _database, "ldap": _directory, "oidc": _provider}
_FIELDS = {"database": "database", "ldap": "directory", "oidc": "provider"}
