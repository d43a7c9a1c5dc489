"""A large table (大表) of a unit, for who would analyse it: as pandas takes it, or as a Parquet file."""

from pathlib import Path

from reportgen.figures.scope import scopes
from reportgen.inputs.keeping import kept
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.load import load_season
from reportgen.workspace import Workspace


def open_table(root: Path, season: str, unit: str, dataset: str) -> KeptRows:
    """The rows of a dataset (its title or key) that a unit has in a season, or those below it: `.to_pandas()`, `.save(path)`, `.ask(query)`.

    What is personal is masked. Raises LookupError where the season has no such unit, or the unit no such dataset.
    """
    workspace = Workspace(root)
    loaded = load_season(workspace, workspace.inputs / season)
    scope = next((scope for scope in scopes(loaded.units) if scope.unit.name == unit), None)
    if scope is None:
        raise LookupError(f"{season}没有“{unit}”这个单位")
    key = next((known.key for known in scope.programme.datasets if dataset in (known.key, known.title)), None)
    if key is None:
        raise LookupError(f"没有“{dataset}”这个数据表")
    return kept(scope.dataset(key), scope.rows(key).rows)
