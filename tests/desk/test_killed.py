"""kill -9 of the server and of the process that builds, while people upload, decide and comment: nothing that was answered is lost, and nothing is torn."""

import signal
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from os import kill
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

import pytest
from django.conf import settings

from reportgen.desk.builder import LOCK
from reportgen.desk.roles import Role, Seat
from tests.desk.desks import BOOK, COUNTY, MODEL, OTHER, SEASON, Desk, tasks
from tests.desk.processes import free_port, read, until

KILLS = 50
TOKEN = "a" * 32
TAKEN, LATE = 302, 409
START = 300  # seconds: a machine that does much else besides takes more than 90 to start one; what is asked here is not how fast it is
COMMENTS = 3  # that are written one after the other, at each kill


@dataclass
class Office:
    """A desk that is served, and who uses it: by user name the key of a session; what was answered."""

    desk: Desk
    port: int = 0
    sessions: dict[str, str] = field(default_factory=dict)
    uploads: dict[int, str] = field(default_factory=dict)
    put: list[str] = field(default_factory=list)
    decisions: list[tuple[str, str, int]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    overtaken: int = 0

    def join(self, username: str, role: Role, unit: str) -> None:
        """Somebody who has signed in."""
        from django.test import Client

        from reportgen.desk.people import register

        client = Client()
        client.force_login(register(username, f"{unit}{role.chinese}", (Seat(role, unit),), None), MODEL)
        self.sessions[username] = client.cookies["desk"].value

    def post(self, username: str, path: str, body: bytes, type: str) -> tuple[int, str]:
        """The status of an answer, and where it leads to."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("POST", urllib.parse.quote(path), body, {"Content-Type": type, "Cookie": f"desk={self.sessions[username]}; desk-form={TOKEN}"})
            answer = line.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            line.close()

    def get(self, username: str, path: str) -> str:
        """A page."""
        headers = {"Cookie": f"desk={self.sessions[username]}"}
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{self.port}{urllib.parse.quote(path)}", headers=headers), timeout=60) as answer:
            return str(answer.read().decode())

    def upload(self, content: bytes, was: str) -> None:
        """Upload a workbook of the county."""
        fields = {"target": BOOK, "seen": f"{was} {BOOK}", "csrfmiddlewaretoken": TOKEN}
        parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n' + content + b"\r\n--x--\r\n"
        status, receipt = self.post("filler", f"/units/{SEASON}/{COUNTY}/upload/", b"".join(parts) + file, "multipart/form-data; boundary=x")
        assert status == TAKEN, status
        self.uploads[int(receipt.rstrip("/").rpartition("/")[2])] = digest = sha256(content).hexdigest()
        while "正在检查" in (page := self.get("filler", urllib.parse.unquote(receipt))):
            sleep(0.3)
        if "已采用" in page:
            self.put.append(digest)

    def comment(self, number: int) -> None:
        """Write comments on the county's plan."""
        for nth in range(COMMENTS):
            said = f"第{number}次中断时的第{nth}条"
            asked = urllib.parse.urlencode({"on": "document", "version": 1, "text": said, "csrfmiddlewaretoken": TOKEN}).encode()
            status, _ = self.post("auditor", f"/documents/{SEASON}/{COUNTY}/plan/comments/add/", asked, "application/x-www-form-urlencoded")
            assert status == TAKEN, status
            self.comments.append(said)

    def decide(self, username: str, route: str, case: Any, version: int) -> int:
        """Take a step with the other county's plan."""
        asked = urllib.parse.urlencode({"turn": case.turn, "version": version, "csrfmiddlewaretoken": TOKEN}).encode()
        status, _ = self.post(username, f"/documents/{SEASON}/{OTHER}/plan/{route}/", asked, "application/x-www-form-urlencoded")
        assert status in (TAKEN, LATE), status
        if status == TAKEN:
            self.decisions.append((route, username, case.round + (route == "submit")))
        self.overtaken += status == LATE
        return status

    def steps(self) -> Iterator[tuple[str, str]]:
        """Who takes which step next: the plan is submitted, two audit it at once, it is taken back."""
        stage = self.desk.case(OTHER).stage
        if stage == "submitted":
            yield from (("auditor-1", "audit"), ("auditor-2", "audit"))
        else:
            yield "filler-2", "withdraw" if stage == "audited" else "submit"


@contextmanager
def served(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """The desk as its command serves it."""
    office.port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "reportgen", "desk", "--port", str(office.port)], cwd=office.desk.root, stdout=subprocess.DEVNULL)
    try:
        until(lambda: read(f"http://127.0.0.1:{office.port}/sign-in/"), START)
        yield server
    finally:
        server.kill()
        server.wait(10)


def builder_of(root: Path) -> int | None:
    """The process that builds: the one that holds its lock."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(link.readlink() == root / "outputs" / LOCK for link in (process / "fd").iterdir()):
                return int(process.name)
    return None


def killed(office: Office, kills: int) -> None:
    """Kill the server and the process that builds by turns, so often, at any moment while somebody uploads and others decide and comment."""
    from django.db import connections

    chance, number = Random(20231101), 0
    contents = [office.desk.book.read_bytes()]
    while number < kills:
        with served(office) as server, ThreadPoolExecutor(5) as threads:
            while number < kills:
                number += 1
                contents.append(tasks(lambda sheet, number=number: sheet.__setitem__("A1", f"取暖路径（{number}）")))  # type: ignore[misc]
                case, version = office.desk.case(OTHER), 1
                asked: list[Future[Any]] = [threads.submit(office.decide, username, route, case, version) for username, route in office.steps()]
                asked.append(threads.submit(office.upload, contents[-1], sha256(office.desk.book.read_bytes()).hexdigest()))
                asked.append(threads.submit(office.comment, number))
                connections.close_all()
                is_server = number % 2 == 0
                sleep(chance.uniform(0.0, 4.0 if is_server else 1.5))  # so long, that some uploads are being put in place just then
                builder = None if is_server else builder_of(office.desk.root)
                if is_server:
                    server.send_signal(signal.SIGKILL)
                elif builder is not None:
                    kill(builder, signal.SIGKILL)
                for one in asked:
                    with suppress(OSError, HTTPException):  # killed before it answered
                        one.result()
                if is_server:
                    break
    assert office.desk.book.read_bytes() in contents  # whole, whoever was killed while it was written


def lost(office: Office) -> list[str]:
    """What was answered and isn't there, or is torn."""
    from django.db import connection

    from reportgen.desk.models import Comment, Entry, Job, Upload
    from reportgen.desk.trail import first_broken

    found = [] if first_broken() is None else ["the record"]
    if connection.vendor == "sqlite":  # a server looks after its files itself, and isn't what is killed
        with closing(sqlite3.connect(office.desk.folder.database)) as database:
            found += [] if database.execute("PRAGMA integrity_check").fetchall() == [("ok",)] else ["the database"]
    kept = {upload.pk: upload.digest for upload in Upload.objects.all()}
    found += [f"receipt {number}" for number, digest in office.uploads.items() if kept.get(number) != digest]
    recorded = {entry.digest for entry in Entry.objects.filter(action="put")}
    found += [f"put {digest}" for digest in office.put if digest not in recorded]
    found += [f"file {number}" for number, digest in kept.items() if sha256(office.desk.folder.kept(digest)).hexdigest() != digest]
    said = Counter(comment.text for comment in Comment.objects.all())
    found += [f"comment {one}" for one in office.comments if said[one] != 1]
    found += [] if Entry.objects.filter(action="comment").count() == said.total() else ["a comment's entry"]
    entries = Counter((entry.action, entry.username, entry.round) for entry in Entry.objects.filter(unit=OTHER, kind="plan"))
    found += [f"decision {one}" for one in office.decisions if entries[one] != 1]
    audits = Counter(turn for action, _, turn in entries.elements() if action == "audit")
    found += [f"round {turn} audited twice" for turn, times in audits.items() if times > 1]
    last = Entry.objects.filter(unit=OTHER, kind="plan").last()
    stages = {"submit": "submitted", "audit": "audited", "withdraw": "draft"}
    found += [] if last is None or stages[last.action] == office.desk.case(OTHER).stage else ["the last decision"]
    found += [f"build {job.pk}" for job in Job.objects.all() if job.unit not in (COUNTY, OTHER)]
    return found


@pytest.mark.slow
def test_nothing_that_was_answered_is_lost(filled: Desk) -> None:
    from django.db import connections

    from reportgen.desk.models import Entry, Job
    from reportgen.desk.queue import ask_for

    (filled.folder.path / "secret").write_text(settings.SECRET_KEY, "ascii")  # so that the session of this process is one of the server
    office = Office(filled)
    office.join("filler", Role.FILLER, COUNTY)
    office.join("auditor", Role.AUDITOR, COUNTY)
    for username, role in (("filler-2", Role.FILLER), ("auditor-1", Role.AUDITOR), ("auditor-2", Role.AUDITOR)):
        office.join(username, role, OTHER)
    ask_for(filled.person(Role.FILLER, OTHER), SEASON, OTHER, "plan")
    filled.build()
    connections.close_all()
    killed(office, KILLS)
    assert lost(office) == []
    assert len(office.uploads) > KILLS / 4 and len(office.decisions) > KILLS / 4 and len(office.comments) > KILLS / 4
    assert office.put and office.overtaken > 0  # two decided at once: one of them was told
    with served(office):  # what was in place is recorded, and what was being built is built after all
        there = sha256(filled.book.read_bytes()).hexdigest()
        put = Entry.objects.filter(action="put").last()
        assert put is not None and put.digest == there
        until(lambda: "done" if not Job.objects.filter(state__in=("queued", "running")).exists() else "", 120)
