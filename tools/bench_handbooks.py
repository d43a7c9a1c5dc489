"""Handbooks (一户一档): what a volume costs against bare Typst on the same pages, how fast all are made, and what a cluster gives.

    .venv/bin/python tools/bench_handbooks.py                          # in small
    .venv/bin/python tools/bench_handbooks.py --households 209683      # a city's, in two processes; told every so often, takes most of an hour
    .venv/bin/python tools/bench_handbooks.py --cluster                # two workers of a Dask cluster against two processes, on the same work

Each is measured in processes of its own. Nothing here passes or fails.
"""

import argparse
import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from made_ledger import CITY, County, make

from reportgen.workspace import open_workspace

ROOT = Path(__file__).parent.parent
SMALL, ROUNDS = 1_100, 3
_OF_A_CLUSTER = 4_400
"""Households: 40 volumes, so that each of two workers has twenty."""


def main(households: int = SMALL) -> None:
    """A volume against bare Typst, then all of them made, then made again where nothing has changed."""
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
        root = Path(folder) / "ours"
        make(root, min(households, SMALL), 1, "county", "csv")
        sources = Path(folder) / "sources"
        _measured("sources", root, sources)
        pairs = [(_measured("ours", root), _measured("peer", sources)) for _ in range(ROUNDS)]
        ratios = sorted(ours[0] / theirs[0] for ours, theirs in pairs)
        ours, theirs = (min(pair[side][0] for pair in pairs) for side in (0, 1))
        few = min(households, SMALL)
        print(
            f"一户一档 {few} 户（组稿、排版）÷ typst（同样的源；要求 1.5 以内）：{statistics.median(ratios):.2f}（{ratios[0]:.2f}～{ratios[-1]:.2f}）", end=""
        )
        print(f"　{ours:.2f} 秒 ÷ {theirs:.2f} 秒，每户 {1000 * ours / few:.1f} 毫秒，内存 {max(pair[0][1] for pair in pairs):.0f} MB")
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
        root = Path(folder)
        counties = 1 if households <= SMALL else 16
        make(root, households, counties, "county", "csv")
        unit = CITY if counties > 1 else County(1, households).name
        seconds, told = _command(root, unit, "--jobs", "2")
        sizes = f"{told['bytes_written'] / 2**20:.0f} MB（预计 {told['bytes_needed'] / 2**20:.0f} MB）"
        print(f"一户一档 {households} 户 {told['made']} 册（读取、组稿、排版、写盘，两个进程）：{seconds:.1f} 秒，{sizes}")
        seconds, told = _command(root, unit, "--jobs", "2")
        print(f"一户一档 {households} 户，没有变化时再运行一次：{seconds:.1f} 秒，重做 {told['made']} 册")


def cluster(households: int = _OF_A_CLUSTER) -> None:
    """Two workers of a cluster against two processes, in turns."""
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder, _two_workers(Path(folder)) as address:
        root = Path(folder) / "workspace"
        make(root, households, 1, "county", "csv")
        unit = County(1, households).name
        pairs: list[tuple[float, float]] = []
        for _ in range(ROUNDS):
            here, _told = _command(root, unit, "--force", "--jobs", "2")
            there, told = _command(root, unit, "--force", "--cluster", address)
            assert told["failed"] == 0, told
            pairs.append((here, there))
        ratios = sorted(here / there for here, there in pairs)
        here, there = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        title = f"一户一档 {households} 户：集群两个工作进程的效率（本机两个进程的用时 ÷ 集群的用时；要求 0.9 以上）"
        print(f"{title}：{statistics.median(ratios):.2f}（{ratios[0]:.2f}～{ratios[-1]:.2f}）　{here:.1f} 秒 ÷ {there:.1f} 秒")


def _command(root: Path, *arguments: str) -> tuple[float, dict[str, Any]]:
    """Seconds of a run of the command, and what it says as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "reportgen", "--workspace", str(root), "handbooks", *arguments, "--json"]
    begun = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=root)
    seconds = time.perf_counter() - begun
    if not done.stdout:
        raise SystemExit(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout)
    return seconds, told


@contextmanager
def _two_workers(folder: Path) -> Iterator[str]:
    """A scheduler and two workers on this machine; the scheduler's address."""
    file, environment = folder / "scheduler.json", {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    options = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}

    def started(program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *arguments], **options)  # type: ignore[call-overload,no-any-return]

    processes = [started("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))]
    try:
        while not (file.exists() and file.read_text().endswith("}")):
            time.sleep(0.1)
        address = str(json.loads(file.read_text())["address"])
        options_of_worker = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder))
        processes += [started("dask_worker", address, *options_of_worker) for _ in range(2)]
        time.sleep(5)  # both have come by then
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _measured(what: str, *paths: Path) -> tuple[float, float]:
    """Seconds of processor time, and MB, of one process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, __file__, "--run", what, *map(str, paths)], check=True, capture_output=True, text=True, env=environment)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return float(seconds), float(megabytes)


def _run(what: str, *paths: Path) -> None:
    """One measurement: what is loaded and compiled once in a process is done before."""
    import resource

    from reportgen.handbooks.volume import compose, make_volume
    from reportgen.render.tree import parse
    from reportgen.render.typst.source import source_of
    from reportgen.render.typst.writer import _EPOCH, compile_source, forget

    if what == "peer":
        made = [pickle.loads(file.read_bytes()) for file in sorted(paths[0].iterdir())]  # noqa: S301  # its own
        compile_source(made[-1], _EPOCH, made[-1].standards)
        begun = time.process_time()
        for source in made:
            compile_source(source, _EPOCH, source.standards)
            forget()  # what Typst keeps of ten volumes it lets go of in any run that has more: freeing it is a part of its work
    else:
        orders = _orders(paths[0])
        make_volume(orders[-1])
        begun = time.process_time()
        if what == "ours":
            for order in orders:
                assert make_volume(order).content
        else:
            paths[1].mkdir()
            for number, order in enumerate(orders):
                found = compose(order)
                assert isinstance(found, tuple)
                source = source_of(parse(found[0]), order.frame.layout, "一户一档", found[1])
                (paths[1] / f"{number:04}").write_bytes(pickle.dumps(source))
    print(json.dumps([time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def _orders(root: Path) -> list[Any]:
    """The volumes of the first county of a workspace."""
    from reportgen.building.project import open_project
    from reportgen.handbooks.planning import order_of, plan, units_of
    from reportgen.handbooks.record import open_record

    workspace, _ = open_workspace(root)
    assert workspace is not None
    project = open_project(workspace, "2023")
    scopes = [scope for scope in project.season().scopes if scope.unit.name == County(1, 1).name]
    (unit,), _ = units_of(project, scopes, full=False)
    shutil.rmtree(workspace.outputs / "2023", ignore_errors=True)
    found = plan(unit, open_record(workspace.outputs, unit.record))
    return [order_of(found, volume) for volume in found.volumes]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _run(sys.argv[2], *map(Path, sys.argv[3:]))
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--households", type=int)
        parser.add_argument("--cluster", action="store_true")
        asked = parser.parse_args()
        if asked.cluster:
            cluster(asked.households or _OF_A_CLUSTER)
        else:
            main(asked.households or SMALL)
