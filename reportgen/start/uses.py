"""What each dataset is for: the documents that are made from it."""

from collections.abc import Mapping

from reportgen.documents.kinds import read_kinds
from reportgen.inputs.schema import DATASETS
from reportgen.workspace import Workspace


def uses_of(workspace: Workspace) -> Mapping[str, str]:
    """By dataset key: 必需：实施方案；有则写入：验收报告."""
    path = workspace.template("kinds.yaml")
    kinds, _ = read_kinds(path, workspace.relative(path))
    found = {}
    for dataset in DATASETS:
        needed = "、".join(kind.name for kind in kinds if dataset.KEY in kind.datasets)
        shown = "、".join(kind.name for kind in kinds if dataset.KEY in kind.optional)
        found[dataset.KEY] = "；".join(f"{word}：{names}" for word, names in (("必需", needed), ("有则写入", shown)) if names)
    return found
