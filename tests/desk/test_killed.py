"""kill -9 of the server: no upload that was answered is lost, the workbook is whole, and the record of who did what holds."""

import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPException
from random import Random
from time import sleep

import pytest
from django.conf import settings

from reportgen.desk.roles import Role
from tests.desk.desks import BOOK, COUNTY, SEASON, Desk, tasks
from tests.desk.test_command import free_port, read, until

ROUNDS = 6
TOKEN = "a" * 32


def post(address: str, session: str, content: bytes, was: str) -> int:
    """Upload a workbook; the number of its receipt."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("target", BOOK), ("seen", f"{was} {BOOK}"), ("csrfmiddlewaretoken", TOKEN))
    ]
    file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n' + content + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": f"desk={session}; desk-form={TOKEN}"}
    request = urllib.request.Request(address, b"".join(parts) + file, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.url.rstrip("/").rpartition("/")[2])


@pytest.mark.slow
def test_nothing_that_was_answered_is_lost(filled: Desk) -> None:
    from django.db import connections

    from reportgen.desk.models import Upload
    from reportgen.desk.trail import first_broken

    (filled.folder.path / "secret").write_text(settings.SECRET_KEY, "ascii")  # so that the session of this process is one of the server
    session = filled.signed_in(Role.FILLER, COUNTY).cookies["desk"].value
    chance = Random(20231101)
    answered: dict[int, str] = {}
    contents = [filled.book.read_bytes()]
    for number in range(ROUNDS):
        connections.close_all()
        port = free_port()
        server = subprocess.Popen([sys.executable, "-m", "reportgen", "desk", "--port", str(port)], cwd=filled.root, stdout=subprocess.DEVNULL)
        try:
            until(lambda port=port: read(f"http://127.0.0.1:{port}/sign-in/"))  # type: ignore[misc]
            contents.append(tasks(lambda sheet, number=number: sheet.__setitem__("A1", f"取暖路径（{number}）")))  # type: ignore[misc]
            was = sha256(filled.book.read_bytes()).hexdigest()
            address = f"http://127.0.0.1:{port}{urllib.parse.quote(f'/units/{SEASON}/{COUNTY}/upload/')}"
            with ThreadPoolExecutor(1) as thread:
                asked: Future[int] = thread.submit(post, address, session, contents[-1], was)
                sleep(chance.uniform(0.2, 3.0))
                server.send_signal(signal.SIGKILL)
                server.wait(10)
                with suppress(OSError, HTTPException):  # killed before it answered
                    answered[asked.result()] = sha256(contents[-1]).hexdigest()
        finally:
            server.kill()
            server.wait(10)
    assert filled.book.read_bytes() in contents
    kept = {upload.pk: upload.digest for upload in Upload.objects.all()}
    assert answered.items() <= kept.items()
    assert all(sha256(filled.folder.kept(digest)).hexdigest() == digest for digest in kept.values())
    assert len(kept) > 1
    assert first_broken() is None
