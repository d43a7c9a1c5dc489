"""How everything stands is found out beside the server: pages wait for nothing, say what is being checked, and nobody decides on what was so before."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from multiprocessing import get_context

import pytest
from django.conf import settings
from django.db import connections

from reportgen.desk import underway
from reportgen.desk.ending import most_memory
from reportgen.desk.engine import Engine, engine
from reportgen.desk.looker import Looker
from reportgen.desk.roles import Role
from reportgen.desk.watching import MOST_MEMORY, watch
from tests.desk.desks import CITY, COUNTY, OTHER, SEASON, Desk, tasks
from tests.desk.test_uploads import faulty, fewer

PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


@contextmanager
def looked_for(desk: Desk) -> Iterator[Looker]:
    """The desk with a process that looks, as its command has it."""
    made = Looker(watch, desk.root, SEASON, print)
    made.start()
    try:
        made.anew()
        engine().looker = made
        yield made
    finally:
        engine().looker = None
        made.stop()


def process_of(looker: Looker) -> int:
    assert looker._process is not None and looker._process.pid is not None
    return looker._process.pid


def state(page: object, unit: str) -> str:
    """The state of a unit's plan on a board."""
    rows = dict(page.context["board"].rows)  # type: ignore[attr-defined]
    return str(next(one.state for one in rows[unit] if one is not None and one.kind == "plan"))


def until(question: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_what_is_known_comes_first_and_then_the_rest_from_below(filled: Desk) -> None:
    asked = Engine(filled.root, SEASON)
    before = asked.look()
    filled.mend()
    steps = list(asked.looks())
    assert [step.checking for step in steps] == [{COUNTY, CITY}, {CITY}, frozenset()]
    first = steps[0]
    assert first.standings[OTHER, "plan"] == before.standings[OTHER, "plan"]
    assert not first.standings[COUNTY, "plan"].up_to_date and (COUNTY, "plan") not in first.visible
    assert steps[-1].visible[COUNTY, "plan"] != before.visible[COUNTY, "plan"]
    assert list(asked.looks()) == []  # nothing has changed since


@pytest.mark.slow
def test_a_change_is_being_checked_until_it_is_known_and_nothing_old_is_submitted(filled: Desk) -> None:
    with looked_for(filled) as looker:
        client = filled.signed_in(Role.FILLER, COUNTY)
        city = filled.signed_in(Role.RECEIVER, CITY)
        assert state(client.get("/"), COUNTY) == "ready"
        os.kill(process_of(looker), signal.SIGSTOP)  # as busy as can be
        filled.mend()
        engine().touch(COUNTY)
        board = city.get("/")
        assert [state(board, unit) for unit in (COUNTY, CITY)] == ["checking", "checking"]
        assert state(board, OTHER) != "checking"
        page = client.get(PLAN)
        assert page.context["document"].state == "checking" and "还不能提交审核：正在核对" in page.content.decode()
        assert "正在核对" in client.get(f"/units/{SEASON}/{COUNTY}/checking/").content.decode()
        answered: list[int] = []

        def decide() -> None:
            answered.append(filled.step(client, "submit").status_code)
            connections.close_all()

        deciding = threading.Thread(target=decide)
        deciding.start()
        time.sleep(0.5)
        assert not answered  # it waits for a look that begins after it
        os.kill(process_of(looker), signal.SIGCONT)
        deciding.join(60)
        assert answered == [409] and filled.case().stage == "draft"
        until(lambda: "正在核对" not in client.get(f"/units/{SEASON}/{COUNTY}/checking/").content.decode())
        assert client.get(PLAN).context["document"].why == "有变化，要重新生成"


def test_a_process_counts_its_own_memory_not_that_of_the_server_that_started_it() -> None:
    servers = b"." * MOST_MEMORY
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        assert 0 < processes.submit(most_memory).result() < len(servers) // 2


@pytest.mark.slow
def test_a_killed_look_begins_again(filled: Desk) -> None:
    with looked_for(filled) as looker:
        client = filled.signed_in(Role.FILLER, COUNTY)
        os.kill(process_of(looker), signal.SIGKILL)
        assert state(client.get("/"), COUNTY) == "ready"  # what was seen is there still
        filled.mend()
        assert engine().look(anew=True).standings[COUNTY, "plan"].up_to_date is False


@pytest.mark.slow
def test_a_receipt_follows_an_upload_that_takes_its_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(underway, "MOMENT", 0.0)
    go = threading.Event()
    settings.DESK_TRIALS.start = lambda: ThreadPoolExecutor(1, initializer=go.wait)
    try:
        client = desk.signed_in(Role.FILLER, COUNTY)
        for change, outcome in ((faulty, "faulty"), (fewer, "put")):
            answer = desk.upload(client, tasks(change))
            receipt = answer.context["request"].path
            if outcome == "faulty":
                assert "正在检查" in answer.content.decode() and "接着办理" not in answer.content.decode()
                assert client.get(receipt, headers={"HX-Request": "true"}).status_code == 204
                go.set()
            until(lambda receipt=receipt: client.get(receipt, headers={"HX-Request": "true"}).headers.get("HX-Refresh") == "true")  # type: ignore[misc]
            upload = client.get(receipt).context["upload"]
            assert upload.outcome == outcome
        assert sha256(desk.book.read_bytes()).hexdigest() == upload.digest
    finally:
        settings.DESK_TRIALS.start = None
        settings.DESK_TRIALS.stop()
