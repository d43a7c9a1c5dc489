"""reportgen's commands as processes of their own, started from one that has imported everything already: a tenth of the time of a fresh Python.

What a fresh Python does by itself (its start, the environment, signals) is tested by the tests that start one.
"""

import atexit
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

Result = subprocess.CompletedProcess[str]


class Measured(NamedTuple):
    """What a command did: its status is -14 where it took too long; the most memory that it had, in bytes, with what was imported before."""

    result: Result
    memory: int


def run(folder: Path, *arguments: str) -> Result:
    """Run `reportgen ARGUMENTS` in `folder`; the standard input is empty, what it prints is UTF-8."""
    return measured(folder, *arguments, seconds=0, memory=0).result


def measured(folder: Path, *arguments: str, seconds: int, memory: int) -> Measured:
    """Likewise, within so many seconds, and bytes of address space; 0 is no bound."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        ours = f"/proc/{os.getpid()}/fd"
        order = {"folder": str(folder), "arguments": arguments, "out": f"{ours}/{out.fileno()}", "err": f"{ours}/{err.fileno()}"}
        order |= {"seconds": seconds, "memory": memory}
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        status, most = map(int, server.stdout.readline().split())
        out.seek(0), err.seek(0)
        return Measured(Result(["reportgen", *arguments], status, out.read().decode(), err.read().decode()), most * 1024)


@cache
def _server() -> "subprocess.Popen[str]":
    command = [sys.executable, __file__]
    environment = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    atexit.register(server.communicate)
    return server


def _serve() -> None:
    """Fork for every order on the standard input; the child is the command."""
    import pkgutil
    from importlib import import_module

    import weasyprint  # noqa: F401

    import reportgen

    for module in pkgutil.walk_packages(reportgen.__path__, "reportgen."):
        if not module.name.endswith(("__main__", "cluster")) and not module.name.startswith("reportgen.desk."):  # which asks for Django's settings
            import_module(module.name)
    from reportgen.cli import main

    gc.freeze()  # what has been imported is no command's garbage
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os.chdir(order["folder"])
            signal.alarm(order["seconds"])
            if order["memory"]:
                resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
            sys.argv[:] = ["reportgen", *order["arguments"]]
            for number, path in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
                os.dup2(os.open(path, os.O_RDWR), number)
            main()  # ends the process
        _, ended, used = os.wait4(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended)} {used.ru_maxrss}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
