"""The ledger of households: reading it, its rules and its roll-up, against what reads the same files and does nothing with them.

    .venv/bin/python tools/bench_ledger.py                  # 209,683 households as .xlsx and as .csv, by county and by town
    .venv/bin/python tools/bench_ledger.py --households 10000000 --counties 117 --format csv

Each is measured in a process of its own: processor time (other programs may run beside it) and the most memory. Nothing here passes or fails.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from made_ledger import Format, Unit, make

ROOT = Path(__file__).parent.parent
SMALL, CITY = 12_000, 209_683
COUNTIES = 16
_WAYS: tuple[tuple[Format, Unit], ...] = (("xlsx", "county"), ("xlsx", "town"), ("csv", "county"), ("csv", "town"))


def main(households: int = SMALL, counties: int = 2, ways: Sequence[tuple[Format, Unit]] = (("xlsx", "county"), ("csv", "county"))) -> None:
    """Make each ledger, measure, and print one line each."""
    for format, by in ways:
        with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
            root = Path(folder)
            make(root, households, counties, by, format)
            theirs, ours = _measured("peer", root), _measured("ours", root)
            peer = "calamine" if format == "xlsx" else "DuckDB"
            title = f"用户台账{households}户（{format}，按{'县' if by == 'county' else '乡镇'}分文件）：读取、核查、汇总 ÷ {peer} 只读"
            print(f"{title}：{ours[0] / theirs[0]:.2f}　{ours[0]:.2f} 秒 ÷ {theirs[0]:.2f} 秒，内存 {ours[1]:.0f} MB ÷ {theirs[1]:.0f} MB")


def _measured(what: str, root: Path) -> tuple[float, float]:
    """Seconds of processor time, and MB, of one process."""
    done = subprocess.run([sys.executable, __file__, "--run", what, str(root)], check=True, capture_output=True, text=True, cwd=ROOT)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return float(seconds), float(megabytes)


def _run(work: Callable[[Path], None], root: Path) -> None:
    import resource
    import time

    work(root)
    print(json.dumps([time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def _peer(root: Path) -> None:
    """Read the files and do nothing with them."""
    files = sorted(path for path in root.glob("inputs/*/*/用户台账*") if path.is_file()) or sorted(root.glob("inputs/*/*/用户台账/*"))
    for path in files:
        if path.suffix == ".xlsx":
            from python_calamine import CalamineWorkbook

            with CalamineWorkbook.from_path(path) as book:
                book.get_sheet_by_index(0).to_python()
        else:
            import duckdb

            with duckdb.connect() as connection:
                connection.execute("SET threads = 2")
                connection.execute("CREATE TABLE read AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)])


def _ours(root: Path) -> None:
    """Read a season, and ask every rule of the ledger of each unit, and of the city."""
    from typing import Any

    from reportgen.figures.scope import scopes
    from reportgen.inputs.load import load_season
    from reportgen.inputs.schema.programme import shipped
    from reportgen.policy import load_policies
    from reportgen.policy.checks import checks_of
    from reportgen.policy.facts import Facts
    from reportgen.workspace import Workspace

    workspace = Workspace(root)
    loaded = load_season(workspace, workspace.inputs / "2023")
    policies, _ = load_policies(workspace)
    policy = next(policy for policy in policies if policy.id == "programme")
    nothing: Any = None
    for scope in scopes(loaded.units):
        facts = Facts(scope, nothing, 2023, nothing, policy, "evaluation", nothing)
        for rule in policy.rules:
            if rule.check and rule.check.startswith("ledger-") and scope.unit.level in rule.levels:
                check = checks_of(shipped())[rule.check]
                if not facts.missing(*check.datasets):
                    list(check.run(facts))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _run({"peer": _peer, "ours": _ours}[sys.argv[2]], Path(sys.argv[3]))
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--households", type=int, default=CITY)
        parser.add_argument("--counties", type=int, default=COUNTIES)
        parser.add_argument("--format", choices=("xlsx", "csv"))
        asked = parser.parse_args()
        main(asked.households, asked.counties, [way for way in _WAYS if asked.format in (None, way[0])])
