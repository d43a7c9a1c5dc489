"""Checks of clean heating, for what an expression can't say."""

from reportgen.programmes.clean_heating.checks import (  # noqa: F401  # they register their checks
    acceptance,
    agreement,
    completion,
    dispatch,
    energy,
    fitted,
    ledger,
    money,
    notes,
    organisation,
    schedules,
    scores,
    tasks,
    tenders,
    whole,
)
from reportgen.programmes.clean_heating.checks.registry import CHECKS

__all__ = ["CHECKS"]
