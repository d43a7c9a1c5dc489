"""What a large workbook costs: 10,000 households with mistakes among them, read, checked and marked by one command."""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from reportgen.workbook.blank import new_workbook
from reportgen.workbook.dataset import Row
from reportgen.workbook.sheet import Value

ROWS = 10_000
ROUNDS = 5
SEASON, UNIT = "2023", "静乐县"
# The command in a process of its own, which then says how much memory it took at most, in kB.
RUN = """
import re, sys
from pathlib import Path
from reportgen.cli import main
sys.argv[:] = ["reportgen", "--workspace", sys.argv[1], "check", "--mark", "--json"]
try:
    main()
except SystemExit:
    sys.stderr.write(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""
DESCRIPTION = """名称: 静乐县
级别: 县
代码: "140926"
发文机关: 静乐县清洁取暖工作领导小组办公室
政策依据: [忻清洁办发〔2023〕3号, 晋清洁办发〔2022〕3号]
"""


def main() -> None:
    """Print the time, start of the program and all, and the most memory that it took."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_workspace(root)
        times, memory = [], 0.0
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ran = subprocess.run([sys.executable, "-c", RUN, folder], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", check=True)
            times.append(time.perf_counter() - start)
            memory = max(memory, int(ran.stderr) / 1024)
        size = (root / f"inputs/{SEASON}/{UNIT}/填报表.核对.xlsx").stat().st_size
    spread = f"{statistics.median(times):.2f} 秒（{min(times):.2f}～{max(times):.2f}）"
    print(f"{ROWS} 户的填报表：阅读、核查、标注（要求 5 秒、300 MB 以内）：{spread}，{memory:.0f} MB；副本 {size / 2**20:.1f} MB")


def write_workspace(root: Path) -> None:
    """A county with a full ledger in which every tenth row is wrong, in one of three ways."""
    unit = root / "inputs" / SEASON / UNIT
    unit.mkdir(parents=True)
    (unit / "单位.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (unit / "填报表.xlsx").write_bytes(new_workbook({}, {"households": [Row(household(number)) for number in range(ROWS)]}))


def household(number: int) -> dict[str, Value]:
    """A row with every column filled."""
    wrong: list[dict[str, Value]] = [{"repairs": -1}, {"path": "煤改点"}, {"head": None}]
    values: dict[str, Value] = {
        "township": f"乡{number // 1000}", "village": f"村{number // 50}", "head": "张某某", "identity": f"1409********{number:06d}",
        "area": "农村", "phone": "139********", "hardship": "低保", "floor_area": Decimal("96.5"), "path": "煤改电",
        "maker": "示例公司", "model": "K-1", "contract": f"JL-{number}", "installed_on": date(2023, 8, 12), "accepted_on": date(2023, 10, 18),
        "running": True, "construction_subsidy": Decimal(5000), "running_subsidy": Decimal(600), "energy_demand": Decimal(3200),
        "energy_measure": "千瓦时", "stage": "已验收", "sampled": False, "accepted": True, "repairs": 0,
    }  # fmt: skip
    return values | (wrong[number // 10 % len(wrong)] if number % 10 == 0 else {})


if __name__ == "__main__":
    main()
