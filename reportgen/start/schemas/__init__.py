"""JSON Schemas of the files that an office writes, so that an editor completes and checks them as they are typed."""

import json
from collections.abc import Mapping
from pathlib import Path

from reportgen.diagnostics import Diagnostic, error
from reportgen.documents.kinds_file import kinds_of, packaged_kinds
from reportgen.files import cause, replace_file
from reportgen.inputs.programme import programme_of
from reportgen.policy import load_policies
from reportgen.start.schemas.data import dataset_schema, unit_schema
from reportgen.start.schemas.models import (
    datasets_schema,
    figures_schema,
    handbook_schema,
    kinds_schema,
    policy_schema,
    programme_schema,
    settings_schema,
    vocabularies_schema,
)
from reportgen.workspace import Workspace

FOLDER = "schemas"
"""The folder of a workspace's schemas."""
UNIT, KINDS, POLICY, HEAD, VOCABULARIES, TABLES, FIGURES, SETTINGS = "单位", "kinds", "政策", "专项", "词汇", "数据表", "数据项", "reportgen"
HANDBOOKS = "一户一档"
"""What the schemas of 单位.yaml, kinds.yaml, policies, what is added to the programme, reportgen.toml and handbook.yaml are called; a dataset's is called as
it is."""


SETTINGS_REFERENCE = f"#:schema ./{FOLDER}/{SETTINGS}.schema.json"
"""The first line of reportgen.toml."""


def schema_name(name: str) -> str:
    """The name of a schema's file."""
    return f"{name}.schema.json"


def reference(name: str, folders_up: int) -> str:
    """The first line of a YAML file that is checked by a schema; `folders_up` is how many folders below the workspace it stands."""
    return f"# yaml-language-server: $schema={'../' * folders_up}{FOLDER}/{schema_name(name)}"


def schemas(workspace: Workspace) -> Mapping[str, bytes]:
    """The schemas by file name. They propose the documents, policies and rules of this workspace."""
    kinds, _ = kinds_of(workspace)
    policies, _ = load_policies(workspace)
    programme, _ = programme_of(workspace)
    numbers = [policy.document.number for policy in policies if policy.document.number]
    rules = {policy.id: {rule.id: rule.title for rule in policy.rules} for policy in policies}
    packaged = [kind.id for kind in packaged_kinds() if kind.archived or not programme.alone]
    made = {
        UNIT: unit_schema([kind.name for kind in kinds if kind.filed], [kind.name for kind in kinds if kind.on_request], numbers, alone=programme.alone),
        KINDS: kinds_schema(packaged, [name for policy in policies for name in policy.deadlines], programme),
        POLICY: policy_schema(rules, {kind.id: kind.name for kind in kinds}, programme),
        HEAD: programme_schema(),
        VOCABULARIES: vocabularies_schema(programme.vocabularies),
        TABLES: datasets_schema(programme),
        FIGURES: figures_schema(programme),
        SETTINGS: settings_schema(),
        HANDBOOKS: handbook_schema(programme),
        **{dataset.title: dataset_schema(dataset) for dataset in programme.datasets},
    }
    return {schema_name(name): (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode() for name, schema in made.items()}


def write_schemas(workspace: Workspace, folder: Path) -> tuple[Diagnostic, ...]:
    """Writes the schemas into a folder, over older ones; a problem where they can't be written."""
    try:
        for name, content in schemas(workspace).items():
            replace_file(folder / name, content)
    except OSError as fault:
        return (error("schema.not-written", f"写不了 {folder}：{cause(fault)}", help="请检查磁盘空间和文件夹的写权限"),)
    return ()
