"""The desk behind nginx, by the very words of the guide: signed in to, uploaded to and followed by HTTPS; and the unit by which it starts with the machine."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from openpyxl.drawing.image import Image as Picture
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from reportgen.desk.roles import Role
from reportgen.desk.settings import MAX_REQUEST
from tests.desk.desks import COUNTY, PASSWORD, SEASON, Desk, tasks
from tests.desk.processes import free_port, read, until
from tests.desk.served import PATIENCE
from tests.desk.test_uploads import fewer

pytestmark = pytest.mark.slow
NAME = "baosong.local"


@dataclass(frozen=True)
class Site:
    """A desk behind nginx: its ports by HTTPS and HTTP, and the certificate by which it is known."""

    desk: Desk
    secure: int
    plain: int
    certificate: Path


def guide(root: Path) -> str:
    """The configuration that the guide gives."""
    (found,) = re.findall(r"```nginx\n(.*?)```", (root / "docs/desk-admin.md").read_text("utf-8"), re.DOTALL)
    return str(found)


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key, as an office without one of its own makes them."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "baosong.crt", folder / "baosong.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return certificate, secret


def configured(text: str, folder: Path, ports: tuple[int, int, int], certificate: Path, secret: Path) -> Path:
    """The guide's configuration for this machine: other ports, the certificate made here, and what nginx writes beside it."""
    plain, secure, behind = ports
    for before, after in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("/etc/nginx/baosong.crt", str(certificate)),
        ("/etc/nginx/baosong.key", str(secret)),
        ("http://127.0.0.1:8017;", f"http://127.0.0.1:{behind};"),
    ):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    kept = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    owner = "user root;\n" if os.geteuid() == 0 else ""
    whole = f"{owner}daemon off;\npid {folder}/pid;\nerror_log {folder}/errors;\nevents {{}}\nhttp {{\naccess_log off;\n{kept}{text}}}\n"
    file = folder / "nginx.conf"
    file.write_text(whole, "utf-8")
    return file


@pytest.fixture
def site(filled: Desk, root: Path, tmp_path: Path) -> Iterator[Site]:
    from django.db import connections
    from django.test import override_settings

    from reportgen.desk.people import new_link, use

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):  # as those of the server
        use(new_link(filled.person(Role.FILLER, COUNTY)), PASSWORD)
    connections.close_all()
    folder = tmp_path / "nginx"
    folder.mkdir()
    certificate, secret = certified(folder)
    plain, secure, behind = free_port(), free_port(), free_port()
    file = configured(guide(root), folder, (plain, secure, behind), certificate, secret)
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx is not None, "apt-get install nginx-light"
    desk = subprocess.Popen([sys.executable, "-m", "reportgen", "desk", "--port", str(behind), "--name", NAME], cwd=filled.root)
    proxy = subprocess.Popen([nginx, "-p", str(folder), "-c", str(file), "-e", str(folder / "errors")])
    try:
        until(lambda: read(f"http://127.0.0.1:{behind}/sign-in/"), 120)
        until(lambda: socket.create_connection(("127.0.0.1", secure)).close() is None)
        yield Site(filled, secure, plain, certificate)
    finally:
        for process in (proxy, desk):
            process.send_signal(signal.SIGINT)
        for process in (proxy, desk):
            process.wait(60)


class Known(HTTPSConnection):
    """A connection to the site under its name, whose certificate is looked at."""

    def __init__(self, site: Site) -> None:
        context = ssl.create_default_context(cafile=str(site.certificate))
        super().__init__(NAME, site.secure, timeout=60, context=context)
        self._told = context

    def connect(self) -> None:
        self.sock = self._told.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 60), server_hostname=NAME)


def large(size: int) -> bytes:
    """The county's workbook with fewer tasks, and a picture that makes it at least so large."""

    def with_picture(sheet: Any) -> None:
        fewer(sheet)
        side = int((size / 3) ** 0.5) + 1
        noise = np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)
        kept = BytesIO()
        Image.fromarray(noise).save(kept, "png", compress_level=0)
        sheet.add_image(Picture(BytesIO(kept.getvalue())), "K2")

    return tasks(with_picture)


def test_the_desk_is_used_through_the_proxy_that_the_guide_describes(site: Site, tmp_path: Path) -> None:
    with closing(HTTPConnection("127.0.0.1", site.plain)) as plain:
        plain.request("GET", f"/units/{SEASON}/?sheet=1", headers={"Host": NAME})
        moved = plain.getresponse()
        assert (moved.status, moved.headers["Location"]) == (301, f"https://{NAME}/units/{SEASON}/?sheet=1")
    with closing(Known(site)) as known:
        known.request("POST", f"/units/{SEASON}/x/upload/", body=b"", headers={"Content-Length": str(MAX_REQUEST + 1)})
        assert known.getresponse().status == 413  # nobody sends a hundred megabytes to be told so

    workbook = tmp_path / "带照片的填报表.xlsx"
    workbook.write_bytes(large(20 * 2**20))
    assert workbook.stat().st_size > 20 * 2**20
    chromium = shutil.which("chromium")
    assert chromium is not None, "apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", f"--host-resolver-rules=MAP {NAME} 127.0.0.1"])
        context = browser.new_context(ignore_https_errors=True, locale="zh-CN", base_url=f"https://{NAME}:{site.secure}")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/sign-in/")
        page.get_by_label("用户名").fill(site.desk.person(Role.FILLER, COUNTY).username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_label("密码").press("Enter")  # the form is taken only from the address at which it stands
        expect(page.get_by_role("heading", name="总览")).to_be_visible(timeout=PATIENCE)
        cookies = {cookie["name"]: cookie for cookie in context.cookies()}
        assert {name: (cookie["secure"], cookie["httpOnly"]) for name, cookie in cookies.items()} == {"desk": (True, True), "desk-form": (True, True)}

        page.goto(f"/units/{SEASON}/{COUNTY}/")
        page.locator("input[type=file]").first.set_input_files(workbook)
        page.get_by_role("button", name="上传").first.click()
        expect(page.locator(".outcome")).to_have_class("outcome put", timeout=PATIENCE)  # it follows the trial by itself
        assert site.desk.book.read_bytes() == workbook.read_bytes()
        page.goto(f"/documents/{SEASON}/{COUNTY}/plan/")
        expect(page.get_by_text("第2版").first).to_be_visible(timeout=PATIENCE)  # and the build that comes of it
        context.close()
        browser.close()


def test_without_the_proxy_a_cookie_is_kept_for_this_machine(filled: Desk) -> None:
    answer = filled.signed_in(Role.FILLER, COUNTY).get("/")
    assert answer.cookies["desk-form"]["secure"] == ""


def test_the_unit_is_one_that_systemd_takes(root: Path, tmp_path: Path) -> None:
    text = (root / "tools/bundled/reportgen-desk.service").read_text("utf-8")
    assert text.count("/opt/reportgen/.venv/bin/reportgen") == 1
    unit = tmp_path / "reportgen-desk.service"
    unit.write_text(text.replace("/opt/reportgen/.venv/bin/reportgen", sys.executable), "utf-8")
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
