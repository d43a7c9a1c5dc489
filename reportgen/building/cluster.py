"""Documents rendered by a Dask cluster: bytes there and bytes back; its machines need no folder in common, but the same software and fonts."""

import asyncio
import logging
import re
import sys
import tempfile
import threading
import time
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reportgen.building.renderer import Renderer, Rendering, render
from reportgen.building.signature import Signature, differences, signature, software
from reportgen.building.workers import Submitted, Work, Workers
from reportgen.diagnostics import Diagnostic, error, warning
from reportgen.documents.formats import Format
from reportgen.render.layout import Layout
from reportgen.render.tree import is_form

if TYPE_CHECKING:
    from distributed import Client, Worker

CONNECTING = 5.0
"""So many seconds the scheduler may take to answer and to have a worker."""
ANSWERING = 60.0
"""So many seconds the workers may take to say what they run: for it they load the writers."""
PATIENCE = 20.0
"""After so many seconds without a worker the rest is done here. One that has crashed is back sooner."""

STEPS = "启动集群的步骤见 docs/cluster.md；不写 --cluster 就在本机生成"
ALIKE = "集群的各台机器和本机要装相同版本的软件和相同的字体，装好后重新启动调度程序和工作进程，见 docs/cluster.md；不写 --cluster 就在本机生成"


class NoCluster(Exception):
    """A cluster that can't be used, and the problems that say why."""

    def __init__(self, *problems: Diagnostic) -> None:
        super().__init__()
        self.problems = problems


def is_address(text: str) -> bool:
    """Whether a text is the address of a scheduler: tcp://HOST:PORT, or tls:// where the connection is encrypted."""
    return re.fullmatch(r"(tcp|tls)://([^\s/:@\[\]]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}", text) is not None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster whose scheduler has an address; `remarks` gathers what a build that used it has to tell besides its documents."""

    address: str
    remarks: list[Diagnostic] = field(default_factory=list)

    @contextmanager
    def workers(self, layout: Layout) -> Iterator[Workers]:
        """Its workers, for documents of a layout. Raises NoCluster where there are none, or some would write other bytes than this machine."""
        self.remarks.extend(_find(self.address))
        here = signature(layout)
        with _connected(self.address) as client:
            _check(client, layout, here)
            with _Remote(client, layout, here, self.remarks) as workers:
                yield workers


def render_alike(expected: Signature, layout: Layout, work: Work) -> Rendering:
    """On a worker: a rendering in a layout; refused where this machine would write other bytes than that of the signature `expected`."""
    from distributed import get_worker

    with _ONE_AT_A_TIME:
        worker = get_worker()
        found = differences(expected, signature_there(layout, worker))
        if found:
            return Rendering(None, (_unlike([worker.address], found),))
        return work()


def signature_there(layout: Layout, dask_worker: "Worker") -> Signature:
    """On a worker: the signature of its machine. Dask gives the worker by the name of the argument."""
    # WeasyPrint keeps copies of fonts in files, and a worker mostly ends by being killed: what is left in this folder Dask clears away.
    tempfile.tempdir = dask_worker.local_directory
    return signature(layout)


_ONE_AT_A_TIME = threading.Lock()
"""The libraries that draw text don't bear two threads at once."""


class _Remote(Workers):
    """Renders in the cluster, and here what a cluster can't be trusted with or has lost."""

    def __init__(self, client: "Client", layout: Layout, here: Signature, remarks: list[Diagnostic]) -> None:
        from reportgen.render.pdf import installed

        # Not pure: no worker answers with what it computed for another build.
        super().__init__(partial(client.get_executor, pure=False))
        self._client, self._layout, self._here, self._remarks = client, layout, here, remarks
        self._fonts = installed.fonts(layout)
        self._begun: list[Submitted] = []
        self._gone = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def submit(self, renderer: Renderer, html: str, format: Format) -> Submitted:
        """Begin the rendering of a document. What needs LibreOffice is left to this machine: the others may lack it."""
        work = partial(render, renderer, html, format)
        return Submitted(work) if is_form(html) and format == "pdf" else self.begin(work, html)

    def begin(self, work: Work, shows: str = "") -> Submitted:
        """Begin a rendering. What shows a character that needs a font outside the layout's is left to this machine: the others may lack it."""
        from distributed.client import ClosedClientError

        begun = Submitted(work)
        if self._fonts.draw(shows) and not self._gone.is_set():
            with suppress(ClosedClientError):
                begun.future = self.executor().submit(render_alike, self._here, self._layout, work)
            self._begun = [*(one for one in self._begun if not one.is_done()), begun]
            if self._gone.is_set():  # in this moment: the watcher hasn't seen it
                self._give_up()
        return begun

    def stop(self, *, cancel: bool = False) -> None:
        """Leave the cluster; what hasn't been begun is dropped as the connection is closed."""
        del cancel
        self._gone.set()
        self._watcher.join()

    def _watch(self) -> None:
        """Give up what waits once there has been no worker for too long."""
        seen = time.monotonic()
        while not self._gone.wait(1.0):
            if self._has_workers():
                seen = time.monotonic()
            elif self._client.status == "closed" or time.monotonic() - seen > PATIENCE:
                self._gone.set()
                self._remarks.append(warning("cluster.lost", "集群中途断开，或者没有工作进程了，其余文件改由本机生成", help=STEPS))
                self._give_up()

    def _has_workers(self) -> bool:
        scheduler = self._client.scheduler
        if self._client.status != "running" or scheduler is None:
            return False
        try:
            return bool(self._client.sync(scheduler.identity, n_workers=0, callback_timeout=CONNECTING)["n_workers"])
        except OSError:
            return False

    def _give_up(self) -> None:
        for begun in self._begun:
            if begun.future is not None:
                begun.future.cancel()


def _find(address: str) -> Iterator[Diagnostic]:
    """Remarks on the cluster at an address. Raises NoCluster where there is no scheduler or no worker; nothing else is known to answer in time."""
    _need_distributed()
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    if address.startswith("tls:") and arguments["ssl_context"] is None:
        help_text = "请设置环境变量 DASK_DISTRIBUTED__COMM__TLS__CA_FILE 等，见 docs/cluster.md"
        raise NoCluster(error("cluster.no-certificate", "要用 tls:// 连接集群，但是没有设置证书", help=help_text))
    try:
        known = asyncio.run(_identity(address, arguments))
    except Exception:  # noqa: BLE001  # whatever listens there, its answer can't be read
        known = None
    if known is None or known["type"] != "Scheduler":
        raise NoCluster(_unreachable(address))
    if not known["workers"]:
        raise NoCluster(error("cluster.no-workers", f"集群 {address} 没有工作进程", help=f"请在各台机器上启动 dask worker。{STEPS}"))
    threaded = [worker for worker, about in known["workers"].items() if about["nthreads"] > 1]
    if threaded:
        help_text = "请用 dask worker --nthreads 1 --nworkers 进程数 启动，每个处理器一个进程"
        yield warning("cluster.threads", f"工作机 {_machines(threaded)} 的工作进程有多个线程，只用得上一个", help=help_text)


def _need_distributed() -> None:
    """Load Dask, which isn't to say anything by itself. Raises NoCluster where it isn't installed."""
    try:
        import distributed  # noqa: F401
    except ImportError as fault:
        help_text = f'请在软件所在的文件夹执行：{sys.executable} -m pip install -c constraints.txt -e ".[cluster]"'
        raise NoCluster(error("cluster.not-installed", f"使用 --cluster 还要安装 Dask（缺少 {fault.name}）", help=help_text)) from None
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in ("asyncio", "distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module="distributed")  # of versions that differ: they are compared here


async def _identity(address: str, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the scheduler says of itself, as soon as it knows a worker; None where it doesn't answer in time."""
    from distributed.core import rpc

    known = None

    async def ask() -> None:
        nonlocal known
        async with rpc(address, connection_args=arguments) as there:
            while known is None or (known["type"] == "Scheduler" and not known["workers"]):
                known = await there.identity()
                await asyncio.sleep(0.1)

    with suppress(TimeoutError):
        await asyncio.wait_for(ask(), CONNECTING)
    return known


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECTING, set_as_default=False)
    except OSError:
        raise NoCluster(_unreachable(address)) from None
    try:
        yield client
    finally:
        with suppress(OSError):  # it may be gone
            client.close(timeout=CONNECTING)


def _check(client: "Client", layout: Layout, here: Signature) -> None:
    """Raises NoCluster where the scheduler or a worker runs something else than this machine; the scheduler draws nothing, but passes tasks on."""
    from distributed.comm.core import CommClosedError

    try:
        answers = client.run(signature_there, layout, on_error="return", callback_timeout=ANSWERING)
    except OSError:
        raise NoCluster(error("cluster.silent", f"集群没有答复（最多等{ANSWERING:.0f}秒）", help=STEPS)) from None
    problems = []
    scheduler = differences(software(), _software_of_scheduler(client))
    if scheduler:
        problems.append(error("cluster.unlike", f"集群的调度程序与本机不一致：{'；'.join(scheduler)}", help=ALIKE))
    machines = defaultdict(list)
    for worker, answer in answers.items():
        if not isinstance(answer, CommClosedError):  # it has just ended
            machines[differences(here, answer)].append(worker)
    problems += [_unlike(workers, found) for found, workers in machines.items() if found]
    if problems:
        raise NoCluster(*problems)


def _software_of_scheduler(client: "Client") -> Signature | Exception:
    try:
        found: Signature = client.run_on_scheduler(software, callback_timeout=ANSWERING)
    except Exception as fault:  # noqa: BLE001  # raised there
        return fault
    return found


def _unreachable(address: str) -> Diagnostic:
    help_text = f"请检查地址和端口（默认为 8786；8787 是监视网页，不是调度程序）、调度程序是否已经启动、防火墙是否放行。{STEPS}"
    return error("cluster.unreachable", f"连不上集群的调度程序 {address}", help=help_text)


def _unlike(workers: Iterable[str], found: tuple[str, ...]) -> Diagnostic:
    return error("cluster.unlike", f"工作机 {_machines(workers)} 与本机不一致，不能由它生成：{'；'.join(found)}", help=ALIKE)


def _machines(workers: Iterable[str]) -> str:
    """The machines of workers, by their addresses."""
    return "、".join(dict.fromkeys(urlsplit(worker).hostname or worker for worker in workers))
