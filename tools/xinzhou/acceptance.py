"""验收, sample data: every completed household inspected; the few that failed put right."""

from xinzhou.choices import AcceptanceClass
from xinzhou.outcome import Result, results
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_TOTALS = ("completed", "inspected", "passed", "failed", "rectified", "sampled", "energised", "running", "faulty", "archives", "electronic", "removed")


def acceptance(unit: Unit) -> Sheet:
    """验收 by class and village or township."""
    return Sheet("acceptance", tuple(_row(result) for result in results(unit)), totals=_TOTALS)


def _row(result: Result) -> Row:
    faulty = result.failed - 1 if result.failed > 2 else result.failed
    return {
        "township": result.township,
        "village": result.village,
        "category": AcceptanceClass(result.path.value),
        "area": result.area,
        "completed": result.completed,
        "inspected": result.completed,
        "passed": result.completed - result.failed,
        "failed": result.failed,
        "rectified": result.rectified,
        "sampled": result.sampled,
        "energised": result.completed,
        "running": result.completed - faulty,
        "faulty": faulty,
        "archives": result.accepted,
        "electronic": result.accepted,
        "removed": 0,
        "finished_on": result.finished_on,
        "accepted_on": result.accepted_on,
    }
