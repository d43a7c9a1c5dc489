"""What a workbook says of itself: whose it is, which documents each of its tables is for, at which headings of these own words may stand."""

from collections.abc import Mapping

from reportgen.documents.compose import composer
from reportgen.documents.kinds_file import kinds_of
from reportgen.documents.own.headings import headings_of
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema.choices import Level
from reportgen.workspace import Workspace


def uses_of(workspace: Workspace) -> Mapping[str, str]:
    """By dataset key: 必需：实施方案；有则写入：验收报告."""
    kinds, _ = kinds_of(workspace)
    found = {}
    for dataset in programme_of(workspace)[0].datasets:
        needed = "、".join(kind.name for kind in kinds if dataset.key in kind.datasets)
        shown = "、".join(kind.name for kind in kinds if dataset.key in kind.optional)
        found[dataset.key] = "；".join(f"{word}：{names}" for word, names in (("必需", needed), ("有则写入", shown)) if names)
    return found


def owner_of(unit: str, season: str, season_name: str) -> str:
    """Whose a workbook is and for which season, as its titles begin: 静乐县2024采暖季."""
    return f"{unit}{season}{season_name}"


def headings_at(workspace: Workspace, level: Level) -> Mapping[str, tuple[str, ...]]:
    """The headings of the documents of a level, by kind."""
    kinds, _ = kinds_of(workspace)
    return headings_of(composer(workspace).jinja, kinds, level)
