"""A real LDAP server (slapd) of Debian's package, in a folder of its own, with a certificate that an authority made here has signed."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.desk.processes import free_port

BASE, SEARCHER, SEARCHER_PASSWORD = "ou=people,dc=example,dc=cn", "cn=baosong,dc=example,dc=cn", "查找-示例-1"

_CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
suffix "dc=example,dc=cn"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{searcher}" read by * none
"""
_ENTRIES = f"""\
dn: dc=example,dc=cn
objectClass: dcObject
objectClass: organization
o: example
dc: example

dn: {SEARCHER}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: baosong
userPassword: {SEARCHER_PASSWORD}

dn: {BASE}
objectClass: organizationalUnit
ou: people
"""


@dataclass(frozen=True)
class Directory:
    """Where it is, and the file of the authority."""

    port: int
    secure_port: int
    authority: Path


@contextmanager
def directory(people: dict[str, str]) -> Iterator[Directory]:
    """A directory of people (user name: password) that runs for as long as it is asked for, as a user without rights."""
    owner = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="desk-slapd-"))
    try:
        (folder / "data").mkdir()
        _certify(folder)
        (folder / "slapd.conf").write_text(_CONFIGURATION.format(folder=folder, searcher=SEARCHER), "utf-8")
        entries = [
            f"\ndn: uid={name},{BASE}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\nsn: {name}\nuserPassword: {password}\n"
            for name, password in people.items()
        ]
        (folder / "entries.ldif").write_text(_ENTRIES + "".join(entries), "utf-8")
        if owner is not None:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, owner)
        programs = {"PATH": f"{os.environ['PATH']}:/usr/sbin"}
        loaded = ["slapadd", "-f", folder / "slapd.conf", "-l", folder / "entries.ldif"]
        subprocess.run(loaded, env=programs, user=owner, cwd=folder, check=True, capture_output=True)
        made = Directory(free_port(), free_port(), folder / "authority.pem")
        addresses = f"ldap://127.0.0.1:{made.port}/ ldaps://127.0.0.1:{made.secure_port}/"
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(["slapd", "-d", "0", "-f", folder / "slapd.conf", "-h", addresses], env=programs, user=owner, cwd=folder, stderr=log)
        try:
            _wait(made, process, folder / "log")
            yield made
        finally:
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(folder)


def _wait(made: Directory, process: "subprocess.Popen[bytes]", log: Path) -> None:
    import ldap

    end = time.monotonic() + 120
    while True:
        try:
            ldap.initialize(f"ldap://127.0.0.1:{made.port}").simple_bind_s(SEARCHER, SEARCHER_PASSWORD)
        except ldap.SERVER_DOWN:
            assert process.poll() is None and time.monotonic() < end, log.read_text("utf-8", "replace")
            time.sleep(0.1)
        else:
            return


def _certify(folder: Path) -> None:
    """The authority's certificate, the server's, and its key."""
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "authority")])
    now = datetime.now(UTC)

    def certificate(name: x509.Name, key: ec.EllipticCurvePrivateKey, *, of_authority: bool) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(authority_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=of_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        )
        return builder.sign(authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    (folder / "authority.pem").write_bytes(certificate(authority_name, authority_key, of_authority=True))
    server = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    (folder / "server.pem").write_bytes(certificate(server, server_key, of_authority=False))
    key = server_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.key").write_bytes(key)
