"""Building in a Dask cluster: a real scheduler and workers, as processes of this machine."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen.building import cluster
from reportgen.building.build import build as run_build
from reportgen.building.cluster import Cluster, NoCluster, is_address
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.render.layout import Layout
from reportgen.render.pdf import installed
from reportgen.workspace import open_workspace

pytestmark = pytest.mark.xdist_group("cluster")

Project = Callable[[str], Path]
STARTING = 60.0
COUNTIES = "甲县", "乙县"


@dataclass(frozen=True)
class Scheduler:
    """A scheduler that workers can be added to."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    @contextmanager
    def worker(self, name: str, *options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        log = self.folder / f"{name}.log"
        arguments = (self.address, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(self.folder), *options)
        with started("dask_worker", log, *arguments, **environment) as process:
            wait_until(lambda: "Registered to" in log.read_text())
            yield process


@contextmanager
def started(program: str, log: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask, ended when the block is left."""
    command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *arguments]
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file, env=surroundings(**environment), cwd=log.parent) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def scheduler_in(folder: Path) -> Iterator[Scheduler]:
    file = folder / "scheduler.json"
    with started("dask_scheduler", folder / "scheduler.log", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)) as process:
        wait_until(lambda: file.exists() and file.read_text().endswith("}"))
        yield Scheduler(json.loads(file.read_text())["address"], folder, process)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    with scheduler_in(tmp_path_factory.mktemp("dask")) as running:
        yield running


def surroundings(**environment: str) -> dict[str, str]:
    """The environment of a process that runs this checkout."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1", **environment}


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + STARTING
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@dataclass(frozen=True)
class Result:
    status: int
    stdout: str
    stderr: str


@contextmanager
def building(root: Path, *arguments: str) -> Iterator[Callable[[], Result]]:
    """A build that runs meanwhile; what is given waits for its result."""
    command = [sys.executable, "-m", "reportgen", "--workspace", str(root), "build", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=surroundings())

    def result() -> Result:
        stdout, stderr = process.communicate(timeout=2 * STARTING)
        return Result(process.returncode, stdout, stderr)

    with process:
        try:
            yield result
        finally:
            process.kill()


def build(root: Path, *arguments: str) -> Result:
    with building(root, *arguments) as result:
        return result()


def contents(root: Path) -> dict[str, bytes]:
    folder = root / "outputs" / "2023"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def made_here(tmp_path_factory: pytest.TempPathFactory, root: Path) -> dict[str, bytes]:
    """What is written without a cluster: the documents of the counties, one of them as a PDF."""
    copy = tmp_path_factory.mktemp("here") / "pair"
    shutil.copytree(root / "tests/projects/pair", copy)
    build_here(copy, Order(frozenset(COUNTIES), formats=frozenset(("docx", "html"))))
    build_here(copy, Order(frozenset(("乙县",)), frozenset(("plan",)), frozenset(("pdf",))))
    return contents(copy)


def build_here(root: Path, order: Order) -> None:
    workspace, _ = open_workspace(root)
    assert workspace is not None
    run_build(open_project(workspace, "2023"), order)


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_the_bytes_are_those_made_here(project: Project, scheduler: Scheduler, made_here: dict[str, bytes]) -> None:
    root = project("pair")
    to_cluster = "--cluster", scheduler.address
    with scheduler.worker("dying") as dying, scheduler.worker("other", "--nthreads", "3"):
        with building(root, *COUNTIES, "--format", "docx,html", *to_cluster) as result:
            wait_until(lambda: any((root / "outputs").glob("2023/*/*.docx")))
            dying.send_signal(signal.SIGSTOP)  # what it has been given stays with it
            time.sleep(0.5)
            dying.kill()
            outcome = result()
        assert outcome.status == 0
        assert "已生成10份（DOCX、HTML）" in outcome.stdout
        assert contents(root) == {name: content for name, content in made_here.items() if not name.endswith(".pdf")}
        pdf = build(root, "乙县", "--kind", "plan", "--format", "pdf", *to_cluster)
    assert pdf.status == 0
    assert contents(root) == made_here
    for stderr in (outcome.stderr, pdf.stderr):  # three threads draw one after the other
        told, _help = stderr.splitlines()
        assert told == "警告 工作机 127.0.0.1 的工作进程有多个线程，只用得上一个"


def without_fonts(folder: Path) -> dict[str, str]:
    """The environment of a machine that has no fonts."""
    (folder / "fonts.conf").write_text(f"<fontconfig><dir>{folder}/none</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    return {"FONTCONFIG_FILE": str(folder / "fonts.conf")}


def of_another_version(folder: Path, root: Path) -> dict[str, str]:
    """The environment of a machine with another version of the program, and of a library."""
    shutil.copytree(root / "reportgen", folder / "reportgen", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "reportgen" / "chinese.py").open("a") as file:
        file.write("# changed\n")
    (folder / "weasyprint-999.0.dist-info").mkdir()
    return {"PYTHONPATH": str(folder)}


@pytest.mark.slow
def test_a_machine_that_would_write_other_bytes_is_refused_at_the_start(project: Project, scheduler: Scheduler, tmp_path: Path, root: Path) -> None:
    workspace = project("pair")
    with scheduler.worker("unlike", **without_fonts(tmp_path), **of_another_version(tmp_path, root)):
        outcome = build(workspace, "--kind", "plan", "--cluster", scheduler.address)
    assert (outcome.status, outcome.stdout) == (2, "")
    told, _help = outcome.stderr.splitlines()
    assert told.startswith("错误 工作机 127.0.0.1 与本机不一致，不能由它生成：reportgen：本机为 ")
    assert re.search("；weasyprint：本机为 [0-9.]+，对方为 999.0；字体 .+：本机为 [0-9]+字节，对方没有；", told)
    assert contents(workspace) == {}


@pytest.mark.slow
def test_a_machine_that_comes_later_is_refused_by_each_task(project: Project, scheduler: Scheduler, tmp_path: Path, made_here: dict[str, bytes]) -> None:
    root = project("pair")
    with ExitStack() as stack:
        first = stack.enter_context(scheduler.worker("first"))
        result = stack.enter_context(building(root, *COUNTIES, "--format", "docx,html", "--cluster", scheduler.address))
        wait_until(lambda: any((root / "outputs").glob("2023/*/*.docx")))
        first.send_signal(signal.SIGSTOP)
        stack.enter_context(scheduler.worker("unlike", **without_fonts(tmp_path)))
        first.kill()  # all that it was given goes to the other
        outcome = result()
    assert outcome.status == 1
    assert outcome.stderr.count("错误 工作机 127.0.0.1 与本机不一致") == 1
    assert "Traceback" not in outcome.stderr
    written = contents(root)
    assert 0 < len(written) < len(made_here) - 1
    assert written.items() <= made_here.items()


@pytest.mark.slow
def test_what_a_cluster_has_lost_is_made_here(project: Project, tmp_path: Path) -> None:
    root = project("pair")
    build_here(root, Order())
    expected = contents(root)
    shutil.rmtree(root / "outputs")
    with scheduler_in(tmp_path) as scheduler, scheduler.worker("first"), building(root, "--cluster", scheduler.address) as result:
        wait_until(lambda: any((root / "outputs").glob("2023/*/*.docx")))
        scheduler.process.kill()
        outcome = result()
    assert outcome.status == 0
    assert outcome.stderr.startswith("警告 集群中途断开")
    assert contents(root) == expected


def refusal(address: str) -> str:
    """Why a cluster can't be used."""
    with pytest.raises(NoCluster) as refused, Cluster(address).workers(Layout()):
        pass
    (problem,) = refused.value.problems
    assert problem.help
    return problem.message


def say(server: socket.socket, answer: bytes) -> None:
    """Answer one client, and keep the connection until it goes."""
    with suppress(OSError), server.accept()[0] as connection:
        connection.sendall(answer)
        while connection.recv(1024):
            pass


@contextmanager
def listening(answer: bytes | None) -> Iterator[str]:
    """The address of something that is no scheduler; where it has no answer, nothing even accepts the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        if answer is not None:
            threading.Thread(target=say, args=(server, answer), daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("answer", [None, b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_is_no_scheduler_is_waited_for_only_shortly(answer: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 0.5)
    with listening(answer) as address:
        assert refusal(address) == f"连不上集群的调度程序 {address}"
    assert refusal("tcp://127.0.0.1:1") == "连不上集群的调度程序 tcp://127.0.0.1:1"


def test_a_cluster_without_workers_is_refused(scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 0.5)
    assert refusal(scheduler.address) == f"集群 {scheduler.address} 没有工作进程"


def test_tls_needs_a_certificate() -> None:
    assert refusal("tls://127.0.0.1:1") == "要用 tls:// 连接集群，但是没有设置证书"


def test_where_dask_is_not_installed_its_installation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster) as refused, Cluster("tcp://127.0.0.1:1").workers(Layout()):
        pass
    (problem,) = refused.value.problems
    assert "pip install" in problem.help
    assert "[cluster]" in problem.help


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        *((text, True) for text in ("tcp://192.168.1.10:8786", "tls://dask-1.office:8786", "tcp://[::1]:8786", "tcp://[fe80::1]:1")),
        *(
            (text, False)
            for text in ("", "192.168.1.10:8786", "tcp://192.168.1.10", "http://a:8787", "tcp://:8786", "tcp://a b:1", "tcp://a:8786/", "tcp://::1:8786")
        ),
    ],
)
def test_addresses(text: str, holds: bool) -> None:
    assert is_address(text) is holds


@pytest.mark.parametrize(
    ("arguments", "told"), [(("--cluster", "127.0.0.1"), "tcp://主机:端口"), (("--cluster", "tcp://127.0.0.1:1", "--jobs", "2"), "--jobs")]
)
def test_wrong_use(project: Project, arguments: tuple[str, ...], told: str) -> None:
    outcome = build(project("pair"), *arguments)
    assert outcome.status == 2
    assert told in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(("text", "holds"), [("某县2023年任务1,200户，完成率98.5%——“煤改电”①㎡\n\ufeff", True), ("\U000f0000", False), ("⭐", False)])
def test_what_needs_another_font_than_the_layouts_is_known(text: str, holds: bool) -> None:
    assert installed.fonts(Layout()).draw(text) is holds
    assert installed.fonts(Layout()).draw(text) is holds
