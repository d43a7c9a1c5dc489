"""The process that finds out how everything stands, whenever it is asked: so the server never reads or computes what takes long."""

import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from reportgen.desk.ending import end_with_parent, give_way, most_memory
from reportgen.desk.engine import Engine
from reportgen.desk.looker import Told
from reportgen.desk.seen import Unavailable

MOST_MEMORY = 400 * 2**20
"""Bytes: a process that took more to find everything out ends, and the next one takes what was found from what is kept."""
_NICENESS = 5
"""A page is waited for; of a roll-up it is told that it is under way."""
_BROKEN = "核对数据的程序出错（{}），请把这条提示反馈给软件维护人员"


def watch(root: Path, season: str, line: Connection) -> None:
    """Look whenever a number comes in, until the server ends."""
    end_with_parent()
    give_way(_NICENESS)
    engine = Engine(root, season)
    with suppress(EOFError, OSError):  # the server has ended
        while most_memory() < MOST_MEMORY:
            number = line.recv()
            while line.poll():
                number = line.recv()
            _look(engine, number, line)


def _look(engine: Engine, number: int, line: Connection) -> None:
    """One look, which is broken off where the next one is asked for: what was found out until then is kept."""
    began = time.time()
    try:
        for seen in engine.looks():
            line.send(Told(number, began, seen))
            if seen.checking and line.poll():
                return
    except Unavailable as fault:
        line.send(Told(number, began, is_over=True, fault=str(fault)))
    except (EOFError, OSError):
        raise
    except Exception as fault:  # noqa: BLE001  # told on the pages; the next look may do
        line.send(Told(number, began, is_over=True, fault=_BROKEN.format(type(fault).__name__)))
    else:
        line.send(Told(number, began, is_over=True))
