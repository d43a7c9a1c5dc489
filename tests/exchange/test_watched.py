"""The folder of returned workbooks is watched: what is whole is collected once, what a person must decide is left."""

import os
import time
from pathlib import Path

from reportgen.exchange.collecting import Collection
from reportgen.exchange.inbox import Inbox
from tests.exchange.conftest import Office, put


def test_what_comes_is_collected_when_it_is_quiet(office: Office) -> None:
    told: list[Collection] = []
    inbox = Inbox(office.workspace, "2023", office.post, "张某某", lambda collection, _copies: told.append(collection))
    inbox.look()
    file = office.back(office.handed["东乡"], "表.xlsx", put("确村确户", "一村", "户数", 1))
    inbox.look()
    assert told == []  # it may still be written
    quiet(file)
    inbox.look()
    inbox.look()
    assert len(told) == 1
    assert office.villages("东乡") == [("一村", 1), ("二村", 200)]

    other = office.back(office.handed["东乡"], "又一份.xlsx", put("确村确户", "一村", "户数", 2))
    quiet(other)
    inbox.look()
    assert len(told) == 2
    assert {problem.code for problem in told[1].every_problem} == {"collect.twice"}
    assert office.villages("东乡") == [("一村", 1), ("二村", 200)]


def quiet(file: Path) -> None:
    os.utime(file, (time.time() - 60, time.time() - 60))
