"""kill -9 of the server: no comment that was answered is lost, and the record holds."""

import signal
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from random import Random
from time import sleep

import pytest
from django.conf import settings

from reportgen.desk.roles import Role
from tests.desk.desks import COUNTY, SEASON, Desk
from tests.desk.processes import free_port, read, until

ROUNDS = 2
TOKEN = "a" * 32


@pytest.mark.slow
def test_no_comment_that_was_answered_is_lost(filled: Desk) -> None:
    from django.db import connections

    from reportgen.desk.models import Comment, Entry
    from reportgen.desk.trail import first_broken

    (filled.folder.path / "secret").write_text(settings.SECRET_KEY, "ascii")  # so that the session of this process is one of the server
    session = filled.signed_in(Role.FILLER, COUNTY).cookies["desk"].value
    chance = Random(20231101)
    answered: list[str] = []

    def write(port: int, number: int) -> None:
        """Write comment after comment, until nobody answers."""
        address = f"http://127.0.0.1:{port}{urllib.parse.quote(f'/documents/{SEASON}/{COUNTY}/plan/comments/add/')}"
        headers = {"Cookie": f"desk={session}; desk-form={TOKEN}"}
        with suppress(OSError, HTTPException):
            for count in range(1000):
                said = f"第{number}轮第{count}条"
                asked = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, "on": "document", "version": 1, "text": said}).encode()
                with urllib.request.urlopen(urllib.request.Request(address, asked, headers), timeout=60) as answer:
                    assert "报送台" in answer.read().decode()
                answered.append(said)

    for number in range(ROUNDS):
        connections.close_all()
        port = free_port()
        server = subprocess.Popen([sys.executable, "-m", "reportgen", "desk", "--port", str(port)], cwd=filled.root, stdout=subprocess.DEVNULL)
        try:
            until(lambda port=port: read(f"http://127.0.0.1:{port}/sign-in/"))  # type: ignore[misc]
            writer = threading.Thread(target=write, args=(port, number))
            writer.start()
            begun, most = len(answered), 120
            while len(answered) < begun + 2 and (most := most - 1):
                sleep(0.5)
            sleep(chance.uniform(0.0, 1.0))
            server.send_signal(signal.SIGKILL)
            server.wait(10)
            writer.join(60)
        finally:
            server.kill()
            server.wait(10)
    kept = [one.text for one in Comment.objects.all()]
    assert len(answered) >= ROUNDS and set(answered) <= set(kept) and len(kept) == len(set(kept))
    assert Entry.objects.filter(action="comment").count() == len(kept)
    assert first_broken() is None
