"""What units have of their own, as particulars.yaml says it by table and unit."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from xinzhou.units import Unit


def own(table: str, unit: Unit, usual: Any = None) -> Any:
    """What the unit has of its own, or what is usual."""
    return _texts()[table].get(unit.name, usual)


@cache
def _texts() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "particulars.yaml").read_text("utf-8"))  # type: ignore[no-any-return]
