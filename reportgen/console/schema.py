"""What schema says of what it wrote."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportgen.workspace import Workspace


def print_schemas(workspace: "Workspace", folder: Path) -> None:
    """Where the schemas are; where they are the workspace's own, the first line of each file that they are for."""
    from reportgen.inputs.programme import programme_of
    from reportgen.start.schemas import FOLDER, KINDS, POLICY, SETTINGS, SETTINGS_REFERENCE, UNIT, reference

    click.echo(f"格式定义已写到 {workspace.relative(folder)}")
    if folder != workspace.root / FOLDER:
        return
    click.echo("编辑器（例如 VS Code，装有 YAML、Even Better TOML 扩展）要据此提示和检查的，在文件的第一行写：")
    known = programme_of(workspace)[0].by_title
    table = next((title for title in ("资金", *known) if title in known), "资金")
    lines = (
        ("inputs/年份/单位/单位.yaml", reference(UNIT, 3)),
        (f"inputs/年份/单位/{table}.yaml（其他数据表换成表名）", reference(table, 3)),
        ("inputs/policies/ 中的文件", reference(POLICY, 2)),
        ("templates/kinds.yaml", reference(KINDS, 1)),
        (f"{SETTINGS}.toml", SETTINGS_REFERENCE),
    )
    for file, line in lines:
        click.echo(f"  {file}\n    {line}")
