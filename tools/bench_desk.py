"""make bench: what the desk costs: pages and uploads one by one, then fifty who read and five who upload at once, over the loopback.

Nothing here passes or fails, and all of it ends by itself. Besides seconds it prints the processor's time, which says more on a busy machine.
"""

import http.client
import io
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import openpyxl

ROOT = Path(__file__).resolve().parent.parent
SEASON, CITY, BOOK = "2023", "忻州市", "填报表.xlsx"
COUNTIES = ("静乐县", "神池县", "五台县", "代县", "宁武县")
READERS, SECONDS = 50, 40
THINKING = 1.0, 3.0
"""Seconds between two pages of a reader, between these two."""
UPLOADS, RESTING = 3, 6.0
"""Uploads of each who uploads, and the seconds in between, for which somebody reads what was said."""
ROUNDS = 15
WIDE = ((17, 12), (117, 12))
_SHEET, _ROW, _COLUMN = "清洁取暖现状", 4, 3
NOT_YET = "204"
"""What stands for an answer that says nothing yet."""
TRIES = "检查上传的进程"
_SPELL = 0.03  # seconds
_CLOCK = os.sysconf("SC_CLK_TCK")


@dataclass
class Browser:
    """A connection in which somebody has signed in; what it asked, and how long each took, by kind of page."""

    port: int
    session: str
    took: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    _line: http.client.HTTPConnection | None = None

    def get(self, kind: str, address: str) -> str:
        """A page."""
        return self.ask(kind, "GET", address)[1]

    def ask(self, kind: str, method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[str, str]:
        """Where an answer leads to, and its text."""
        start = time.perf_counter()
        try:
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self._line.request(method, address, body, {"Cookie": f"desk={self.session}; desk-form={'a' * 32}", **(headers or {})})
            answer = self._line.getresponse()
            text = answer.read().decode("utf-8", "replace")
            if answer.status >= 400:
                self.failed.append(f"{answer.status} {kind}")
            self.took.setdefault(kind, []).append(time.perf_counter() - start)
            return answer.headers.get("Location", ""), NOT_YET if answer.status == http.HTTPStatus.NO_CONTENT else text
        except (OSError, http.client.HTTPException) as fault:
            self._line = None
            self.failed.append(f"{type(fault).__name__} {kind}")
            return "", ""

    def upload(self, unit: str, content: bytes) -> float:
        """Upload a workbook as somebody does who looks at the unit's page; the seconds until its receipt shows what is said of it."""
        page = self.get("数据", path("units", unit))
        was = re.search(rf'name="seen" value="(\w*) {re.escape(BOOK)}"', page)
        fields = {"target": BOOK, "seen": f"{was[1] if was else ''} {BOOK}", "csrfmiddlewaretoken": "a" * 32}
        parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n' + content + b"\r\n--x--\r\n"
        start = time.perf_counter()
        receipt, _ = self.ask("上传", "POST", f"{path('units', unit)}upload/", b"".join(parts) + file, {"Content-Type": "multipart/form-data; boundary=x"})
        while receipt and self.ask("回执", "GET", receipt, headers={"HX-Request": "true"})[1] == NOT_YET:
            time.sleep(0.5)
        self.get("回执", receipt)
        return time.perf_counter() - start


def path(kind: str, *parts: str) -> str:
    """The address of a unit, or of a document."""
    return quote(f"/{kind}/{SEASON}/{'/'.join(parts)}/")


def main() -> None:
    """Print a line for each thing that is measured."""
    print("\n报送台")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        shutil.copytree(ROOT / "inputs", root / "inputs")
        measure(root)


def measure(root: Path) -> None:
    """Measure a desk of the demonstration's inputs."""
    with get_context("spawn").Pool(1) as pool:
        sessions = pool.apply(prepare, (root,))
    books = {unit: list(changed(root / "inputs" / SEASON / unit / BOOK, UPLOADS + 1)) for unit in COUNTIES}
    with served(root) as (port, server):
        city, *counties = (Browser(port, session) for session in sessions)
        until(lambda: 'class="state checking"' not in city.get("总览", "/"))
        until(lambda: "正在生成" not in (page := city.get("公文", path("documents", COUNTIES[0], "plan"))) and "排队中" not in page)
        one_by_one(city, server)
        one_upload_at_a_time(city, counties, server, books)
        print(f"机器上的其他程序：一段计算用的时间是它的处理器时间的 {waiting():.1f} 倍（没有其他程序时 1 倍）")
        crowd(port, server, sessions, books)
    with get_context("spawn").Pool(1) as pool:
        for units, kinds in WIDE:
            seconds, busy = pool.apply(wide_board, (root, units, kinds))
            print(f"总览 {units} 个单位 × {kinds} 种公文：{seconds * 1000:.0f} 毫秒（处理器 {busy * 1000:.0f} 毫秒）")


def one_by_one(city: Browser, server: int) -> None:
    """Pages as a single person opens them, warm."""
    pages = {
        "总览": "/",
        "一个县的数据和问题": path("units", COUNTIES[0]),
        "一份公文的办理页": path("documents", COUNTIES[0], "plan"),
        "公文的预览": f"{path('documents', COUNTIES[0], 'plan')}preview/1/",
    }
    for title, address in pages.items():
        city.get(title, address)
        before = busy(server)
        city.took[title].clear()
        for _ in range(ROUNDS):
            city.get(title, address)
            time.sleep(0.1)
        took = sorted(city.took[title])
        cost = (busy(server) - before) / ROUNDS
        print(f"{title}：{statistics.median(took) * 1000:.0f} 毫秒（{took[0] * 1000:.0f}～{took[-1] * 1000:.0f}），服务进程处理器 {cost * 1000:.0f} 毫秒")


def one_upload_at_a_time(city: Browser, counties: list[Browser], server: int, books: dict[str, list[bytes]]) -> None:
    """Uploads of a single person, the first of which finds a process that has tried nothing yet."""
    alone: list[tuple[float, float]] = []

    def tried() -> float:
        return sum(busy(pid) for pid in below(server) if role(pid) == TRIES)  # one of them is for what comes from below, and idle

    for county, unit in zip(counties[:3], COUNTIES, strict=False):
        before = tried()
        alone.append((county.upload(unit, books[unit][0]), tried() - before))
        until(lambda: 'class="state checking"' not in city.get("总览", "/"))
    (first, _), *warm = alone
    took, cost = (statistics.median(column) for column in zip(*warm, strict=True))
    print(f"上传一个县的填报表到列出全部问题（一个人用）：{took:.2f} 秒，检查的处理器 {cost:.2f} 秒（第一次 {first:.2f} 秒；要求 2 秒以内）")


def waiting() -> float:
    """How many times its processor's time a short computation takes now."""
    found = []
    for _ in range(20):
        start, cost = time.perf_counter(), time.process_time()
        while time.process_time() - cost < _SPELL:
            pass
        found.append((time.perf_counter() - start) / (time.process_time() - cost))
        time.sleep(_SPELL * 3)
    return statistics.fmean(found)


def crowd(port: int, server: int, sessions: list[str], books: dict[str, list[bytes]]) -> None:
    """All at once for a while."""
    end, before = time.monotonic() + SECONDS, {pid: busy(pid) for pid in (server, *below(server))}
    readers = [Browser(port, sessions[number % len(sessions)]) for number in range(READERS)]
    uploaders = [Browser(port, session) for session in sessions[1:]]
    shown: list[float] = []
    threads = [threading.Thread(target=read, args=(browser, Random(number), end)) for number, browser in enumerate(readers)]
    threads += [threading.Thread(target=upload, args=(browser, unit, books[unit][1:], end, shown)) for browser, unit in zip(uploaders, COUNTIES, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everybody = [*readers, *uploaders]
    took = sorted(one for browser in everybody for times in browser.took.values() for one in times)
    failed = [fault for browser in everybody for fault in browser.failed]
    print(f"{READERS} 人看、{len(uploaders)} 人上传，{SECONDS} 秒：{len(took)} 次请求，失败 {len(failed)} 次；{told(took)}（要求第 95 百分位 1 秒以内）")
    for fault in dict.fromkeys(failed):
        print(f"  失败：{fault} {failed.count(fault)} 次")
    for kind in dict.fromkeys(kind for browser in everybody for kind in browser.took):
        times = sorted(one for browser in everybody for one in browser.took.get(kind, ()))
        print(f"  {kind}：{len(times)} 次，{told(times)}")
    print(f"  上传到列出全部问题：{len(shown)} 次，{told(sorted(shown))}")
    cost = (busy(server) - before[server]) / len(took)
    print(f"  服务进程：每次请求处理器 {cost * 1000:.0f} 毫秒，内存最多 {memory(server):.0f} MB（要求 250 MB 以内）")
    for pid in below(server):
        print(f"  {role(pid)}：内存最多 {memory(pid):.0f} MB，处理器 {busy(pid) - before.get(pid, 0.0):.0f} 秒")


def read(browser: Browser, chance: Random, end: float) -> None:
    """Somebody who looks around, until the end."""
    time.sleep(chance.uniform(0, THINKING[1]))
    while time.monotonic() < end:
        unit = chance.choice(COUNTIES)
        kind, address = chance.choice(
            [
                ("总览", "/"),
                ("总览", "/?mine=1"),
                ("数据", path("units", unit)),
                ("公文", path("documents", unit, "plan")),
                ("预览", f"{path('documents', COUNTIES[0], 'plan')}preview/1/"),
                ("公文", path("documents", CITY, "plan")),
            ]
        )
        browser.get(kind, address)
        time.sleep(chance.uniform(*THINKING))


def upload(browser: Browser, unit: str, books: list[bytes], end: float, shown: list[float]) -> None:
    """Somebody who uploads one workbook after the other."""
    for content in books:
        if time.monotonic() < end:
            shown.append(browser.upload(unit, content))
            time.sleep(RESTING)


def prepare(root: Path) -> list[str]:
    """A city's reader who sees all, and for each county somebody who fills in; the keys of sessions in which they have signed in, the city's first."""
    from reportgen.desk.folder import DeskFolder
    from reportgen.desk.setup import migrate, set_up

    (root / "reportgen.toml").write_text(f"season = {SEASON}\n", "utf-8")
    set_up(DeskFolder(root), SEASON)
    migrate()
    from django.test import Client

    from reportgen.desk.people import register
    from reportgen.desk.queue import ask_for
    from reportgen.desk.roles import Role, Seat

    sessions = []
    for number, unit in enumerate((CITY, *COUNTIES)):
        seats = [Seat(Role.RECEIVER if unit == CITY else Role.FILLER, unit), Seat(Role.RECEIVER, CITY)]
        person = register(f"bench-{number}", "张某某（示例）", seats, None)
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        sessions.append(client.cookies["desk"].value)
        if unit == COUNTIES[0]:
            ask_for(person, SEASON, unit)
    return sessions


def changed(book: Path, number: int) -> Iterator[bytes]:
    """A workbook so many times, each with another number of households, which the city's documents show too."""
    opened = openpyxl.load_workbook(book)
    sheet = opened[_SHEET]
    cells = [sheet.cell(_ROW, _COLUMN), *(sheet.cell(row[0].row, _COLUMN) for row in sheet.iter_rows() if row[0].value == "合计")]
    for _ in range(number):
        for cell in cells:
            cell.value = int(str(cell.value)) - 1
        written = io.BytesIO()
        opened.save(written)
        yield written.getvalue()


@contextmanager
def served(root: Path) -> Iterator[tuple[int, int]]:
    """The desk as its command serves it: its port and the server's process."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "reportgen", "desk", "--port", str(port)]
    process = subprocess.Popen(command, cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    try:
        until(lambda: answers(port))
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def answers(port: int) -> bool:
    """Whether somebody is there."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def until(true: Callable[[], bool], seconds: float = 180) -> None:
    """Wait for something. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.3)


def wide_board(root: Path, units: int, kinds: int) -> tuple[float, float]:
    """The seconds, and those of the processor, of a city's board with so many units and kinds, all documents of all of them there, without the network."""
    from django.test import Client

    from reportgen.desk.engine import Engine, engine
    from reportgen.desk.folder import DeskFolder
    from reportgen.desk.setup import set_up

    set_up(DeskFolder(root), SEASON)
    from reportgen.desk.models import Person

    seen = Engine(root, SEASON).look()

    widened = widen(seen, units, kinds)
    engine().look = lambda **_: widened  # type: ignore[method-assign]
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.get(username="bench-0"), "django.contrib.auth.backends.ModelBackend")
    took = []
    for _ in range(ROUNDS):
        start, cost = time.perf_counter(), time.process_time()
        page = client.get("/")
        took.append((time.perf_counter() - start, time.process_time() - cost))
        assert page.content.count(b'<a class="state') >= units * kinds
    return statistics.median(one for one, _ in took), statistics.median(cost for _, cost in took)


def widen(seen: Any, units: int, kinds: int) -> Any:
    """What was seen, with so many units and kinds."""
    outline = seen.outline
    city, county = outline.units[CITY], outline.units[COUNTIES[0]]
    names = [f"示例{number:03}县" for number in range(units - 1)]
    roster = outline.roster
    top, one = (next(unit for unit in roster.units if unit.name == name) for name in (CITY, COUNTIES[0]))
    used = [kind for kind in roster.kinds if kind.filed][:kinds]
    roster = replace(roster, units=(top, *(replace(one, name=name, folder=name) for name in names)), kinds=tuple(used))
    of_units = {CITY: replace(city, subtree=(CITY, *names)), **{name: replace(county, name=name, folder=name, subtree=(name,)) for name in names}}
    known = [standing for (unit, _), standing in seen.standings.items() if unit == COUNTIES[0]]
    standings = {(unit, kind.id): replace(known[number % len(known)], unit=unit, kind=kind.id) for unit in (CITY, *names) for number, kind in enumerate(used)}
    return replace(seen, outline=replace(outline, roster=roster, units=of_units), standings=standings, visible=dict.fromkeys(standings, sha256().hexdigest()))


def told(times: list[float]) -> str:
    """The middle, the 95th percentile and the slowest of what is sorted."""
    if not times:
        return "没有"
    return f"中位数 {statistics.median(times):.2f} 秒，第 95 百分位 {times[min(len(times) - 1, int(len(times) * 0.95))]:.2f} 秒，最慢 {times[-1]:.2f} 秒"


def busy(pid: int) -> float:
    """The processor's seconds that a process has taken (Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _CLOCK


def memory(pid: int) -> float:
    """The most memory that a process has taken, in MB (Linux)."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii", "replace"))
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def below(pid: int) -> list[int]:
    """The processes that a process has started and that run (Linux), but for the one that keeps count of what they share."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if int((process / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[1]) == pid:
                found += [] if "resource_tracker" in (process / "cmdline").read_text("utf-8", "replace") else [int(process.name)]
    return sorted(found)


def role(pid: int) -> str:
    """Which of the desk's processes it is: how far it gives way tells."""
    niceness = os.getpriority(os.PRIO_PROCESS, pid) - os.getpriority(os.PRIO_PROCESS, 0)
    return {10: "生成公文的进程", 5: "核对数据的进程"}.get(niceness, TRIES)


if __name__ == "__main__":
    main()
