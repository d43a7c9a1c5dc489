"""JSON Schemas of kinds.yaml, of policies and of the programme's files, from the models that read them; and of reportgen.toml."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from reportgen.diagnostics import Severity
from reportgen.documents.kinds import Kind
from reportgen.handbooks.declaration import HandbookEntry
from reportgen.inputs.programme import BASES, HANDBOOK
from reportgen.inputs.schema import CellType, Programme
from reportgen.inputs.schema.choices import CLOSED
from reportgen.inputs.schema.declared import DatasetEntry
from reportgen.inputs.schema.figure_entries import OF_COLUMNS, WAYS, ThemeEntry
from reportgen.inputs.schema.programme import SEASON_NAME
from reportgen.inputs.schema.unit import Schedule
from reportgen.inputs.schema.vocabulary import Vocabularies, VocabularyEntry
from reportgen.policy.checks import checks_of
from reportgen.policy.model import Policy
from reportgen.start.schemas.values import DRAFT, Schema
from reportgen.start.schemas.words import TYPE_WORDS, WORDS
from reportgen.workspace import ENGINES, FONT_ROLES


def _dataset(programme: Programme) -> Schema:
    """The key of a dataset."""
    datasets = programme.datasets
    return {"enum": [dataset.key for dataset in datasets], "enumDescriptions": [f"《{dataset.title}》：{dataset.row}" for dataset in datasets]}


def kinds_schema(packaged: Sequence[str], deadlines: Sequence[str], programme: Programme) -> Schema:
    """The schema of kinds.yaml. A kind that is filed has a covering letter at each level; of a `packaged` one (by id) single fields are changed.

    `deadlines` are those that policies set: an editor proposes them beside those of 单位.yaml.
    """
    kind, parts = _parts(Kind)
    kind["properties"]["datasets"]["items"] = kind["properties"]["optional"]["items"] = _dataset(programme)
    kind["properties"]["deadline"] |= {"examples": [*dict.fromkeys((*Schedule.model_fields, *deadlines))]}
    dates = {dataset.key: [field.key for field in dataset.fields() if field.type in (CellType.DATE, CellType.MONTH)] for dataset in programme.datasets}
    parts["Series"]["properties"]["rows"] |= {
        "properties": {key: {"enum": columns} for key, columns in dates.items() if columns},
        "additionalProperties": False,
    }
    levels = kind["properties"]["levels"]
    levels["properties"] = {level: {"$ref": "#/$defs/Form"} for level in parts.pop("Level")["enum"]}
    levels["additionalProperties"] = False
    del levels["propertyNames"]
    covered = {"required": ["form", "cover_title"], "properties": {"form": {"type": "string"}, "cover_title": {"minLength": 1}}}
    change = copy.deepcopy({key: value for key, value in kind.items() if key != "required"})
    change["properties"]["levels"]["properties"] = {level: {"$ref": "#/$defs/FormChange"} for level in levels["properties"]}
    part = {key: value for key, value in parts["Form"].items() if key != "required"}
    kind |= {
        "if": {"properties": {"filed": {"const": False}}, "required": ["filed"]},
        "else": {"properties": {"levels": {"additionalProperties": covered}}},
    }
    either = {"if": {"properties": {"id": {"enum": list(packaged)}}, "required": ["id"]}, "then": {"$ref": "#/$defs/Change"}, "else": {"$ref": "#/$defs/Kind"}}
    return {
        "$schema": DRAFT,
        "title": "文种设置（kinds.yaml）",
        "description": "每个文种一项：名称、时限、数据表和各级的模板；修改自带的文种，写它的 id 和要改的项",
        "type": "array",
        "minItems": 1,
        "items": either,
        "$defs": {**parts, "Kind": kind, "Change": change, "FormChange": part},
    }


def policy_schema(policies: Mapping[str, Mapping[str, str]], kinds: Mapping[str, str], programme: Programme) -> Schema:
    """The schema of a file of policies.

    `policies` are the rules (id and title) by the id of the policy that has them, `kinds` the names of documents by id: an editor
    proposes them. A file of one of the `policies` adds to it; any other describes its own document.
    """
    policy, parts = _parts(Policy)
    rule, dataset = parts["Rule"], _dataset(programme)
    rule["properties"]["each"] |= {"enum": [*dataset["enum"], None], "enumDescriptions": [*dataset["enumDescriptions"], "对整个单位核查"]}
    rule["properties"]["check"] |= {"examples": sorted(checks_of(programme))}
    rule["properties"]["kinds"]["items"] |= {"examples": list(kinds)}
    rule["properties"]["kinds"]["description"] += "：" + "、".join(f"{id}（{name}）" for id, name in kinds.items())
    parts["Severity"]["enumDescriptions"] = [f"{severity.title}" for severity in Severity]
    change = {
        "type": "object",
        "description": "对已有规则的修改：只写要改的项",
        "properties": {key: value for key, value in rule["properties"].items() if key != "id"},
        "additionalProperties": False,
    }
    either = {"type": "string"}
    whole = {"required": rule["required"], "oneOf": [{"required": [key], "properties": {key: either}} for key in ("assert", "check")]}
    rule["required"] = ["id"]  # what repeats a standing rule takes the rest from it
    rule["allOf"] = [
        {"if": {"properties": {"standing": either}, "required": ["standing"]}, "else": whole},
        {"if": {"properties": {"check": either}, "required": ["check"]}, "then": {"properties": {"each": {"enum": [None]}}}},
    ]
    policy["properties"]["season"] |= {**policy["properties"]["season"]["items"], "type": ["integer", "array"]}
    changed = {id: {"$ref": "#/$defs/Change", "description": title} for rules in policies.values() for id, title in rules.items()}
    policy["properties"]["id"]["examples"] = list(policies)
    policy["properties"]["overrides"] = {
        "description": "修改已有的规则，按规则编号写：{severity: warning} 改轻重，{enabled: false} 停用",
        "type": "object",
        "properties": changed,
        "additionalProperties": {"$ref": "#/$defs/Change"},
    }
    for key in ("deadlines", "parameters", "provisions"):
        policy["properties"][key]["additionalProperties"] = False
    policy["required"] = ["id"]
    return {
        "$schema": DRAFT,
        "title": "政策和核查规则（inputs/policies/*.yaml）",
        "description": "增加本单位的文件和规则，或者修改已有的规则；全部是说明、没有内容的文件也可以",
        **policy,
        "type": ["object", "null"],
        "if": {"type": "object", "properties": {"id": {"not": {"enum": list(policies)}}}},
        "then": {"required": ["document"]},
        "$defs": {**parts, "Change": change},
    }


def datasets_schema(programme: Programme) -> Schema:
    """The schema of datasets.yaml; an editor proposes the datasets and the vocabularies that there are."""
    entry, parts = _parts(DatasetEntry)
    titles = "、".join(f"{key}（{dataset.title}）" for key, dataset in programme.by_key.items())
    entry["properties"]["key"] |= {"examples": list(programme.by_key), "description": entry["properties"]["key"]["description"] + "：" + titles}
    column = parts["ColumnEntry"]["properties"]
    column["type"] |= {"description": column["type"]["description"] + "：" + "、".join(f"{key}（{word}）" for key, word in TYPE_WORDS.items())}
    column["vocabulary"] |= {"examples": [*programme.vocabularies, *CLOSED]}
    return _list_of(entry, parts, "数据表（inputs/programme/datasets.yaml）", "本单位自己的数据表一项一个；给已有的数据表加列的，写它的 key 和要加的列")


def figures_schema(programme: Programme) -> Schema:
    """The schema of figures.yaml; an editor proposes the datasets and columns that there are."""
    entry, parts = _parts(ThemeEntry)
    figure = parts["FigureEntry"]["properties"]
    columns = [f"{dataset.key}.{field.key}" for dataset in programme.datasets for field in dataset.fields()]
    for way in OF_COLUMNS:
        figure[way] |= {"examples": columns}
    figure["count"] |= {"examples": list(programme.by_key)}
    parts["FigureEntry"]["oneOf"] = [{"required": [way]} for way in WAYS]
    return _list_of(entry, parts, "数据项（inputs/programme/figures.yaml）", "本单位自己的数据项：一组一项，规则和模板写 own.组.数据项")


def handbook_schema(programme: Programme) -> Schema:
    """The schema of handbook.yaml; an editor proposes the ledgers, tables and columns that there are."""
    entry, parts = _parts(HandbookEntry)
    ledgers = [dataset for dataset in programme.datasets if dataset.large]
    columns = {"examples": list(dict.fromkeys(key for dataset in ledgers for key in dataset.columns))}
    if ledgers:
        entry["properties"]["ledger"] |= {"enum": [one.key for one in ledgers], "enumDescriptions": [f"《{one.title}》：{one.row}" for one in ledgers]}
    for key in ("number", "town", "village", "head"):
        entry["properties"][key] |= columns
    parts["ItemEntry"]["properties"]["shows"]["items"] |= columns
    parts["NeedEntry"]["properties"]["column"] |= columns
    parts["ListEntry"]["properties"]["table"] |= {"examples": list(programme.by_key)}
    description = "一户一档由哪些项目组成，各看台账的哪几列，照片怎样分类；整个代替自带的"
    return {"$schema": DRAFT, "title": f"一户一档（{HANDBOOK}）", "description": description, **entry, "$defs": parts}


def vocabularies_schema(vocabularies: Vocabularies) -> Schema:
    """The schema of vocabularies.yaml; an editor proposes the vocabularies that there are."""
    entry, parts = _parts(VocabularyEntry)
    known = {"examples": list(vocabularies), "description": entry["properties"]["id"]["description"] + "：" + _named(vocabularies)}
    entry["properties"]["id"] |= known
    return _list_of(entry, parts, "词汇（inputs/programme/vocabularies.yaml）", "各选项栏可以填什么：一个词汇一项，只写要增加、修改的值")


def _named(vocabularies: Vocabularies) -> str:
    return "、".join(f"{id}（{vocabulary.title}）" for id, vocabulary in vocabularies.items())


def programme_schema() -> Schema:
    """The schema of programme.yaml."""
    base = {"description": "在自带的清洁取暖上增加，写 clean_heating；不用自带的，全部由本单位写，写 none", "enum": list(BASES)}
    season = {"description": f"一期工作叫什么，例如 年度；不写为{SEASON_NAME}", "type": "string", "pattern": "^[\u4e00-\u9fff]{1,10}$"}
    word = {"type": "string", "pattern": "^[\u4e00-\u9fff]{2,12}$"}
    words = {"description": "公文标题里不拆开的词，例如 危房改造", "type": "array", "items": word, "maxItems": 50}
    return {
        "$schema": DRAFT,
        "title": "专项工作（inputs/programme/programme.yaml）",
        "type": ["object", "null"],
        "properties": {"base": base, "season_name": season, "title_words": words},
        "additionalProperties": False,
    }


def settings_schema() -> Schema:
    """The schema of reportgen.toml."""
    families = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    fonts = {role: {"description": f"{name}用的字体，依次选用", **families} for role, name in FONT_ROLES.items()}
    return {
        "$schema": DRAFT,
        "title": "工作区的设置（reportgen.toml）",
        "type": "object",
        "properties": {
            "season": {
                "description": "默认处理哪一年度，写起始年份，例如 2023；不写为最近的一个",
                "type": ["integer", "string"],
                "minimum": 1000,
                "maximum": 2999,
                "pattern": "^[12][0-9]{3}$",
            },
            "pdf": {
                "description": "PDF 用什么排版；不写为 weasyprint。typst 快数倍，不读样式表（gongwen.css）",
                "type": "object",
                "properties": {"engine": {"enum": list(ENGINES)}},
                "additionalProperties": False,
            },
            "desk": _desk_schema(),
            "fonts": {"description": "文件中用的字体；不写的用标准字体", "type": "object", "properties": fonts, "additionalProperties": False},
        },
        "additionalProperties": False,
    }


def _desk_schema() -> Schema:
    """The schema of the section of the desk."""

    def texts(description: str, needed: Mapping[str, str], others: Mapping[str, str]) -> Schema:
        properties = {key: {"type": "string", "minLength": 1, "description": words} for key, words in {**needed, **others}.items()}
        return {"description": description, "type": "object", "properties": properties, "required": list(needed), "additionalProperties": False}

    directory = texts(
        "登录时向 LDAP 目录核对密码；bind 的密码用环境变量 REPORTGEN_LDAP_PASSWORD 给出",
        {"address": "服务器，例如 ldaps://ldap.example.cn", "base": "人员所在的位置（DN）"},
        {
            "attribute": "用户名是目录里的哪一项，不写为 uid；AD 写 sAMAccountName",
            "bind": "用来查找的账号（DN），不写为匿名查找",
            "certificates": "签发服务器证书的机构的证书文件，不写用系统的",
        },
    )
    provider = texts(
        "登录时转到统一认证平台（OpenID Connect）；密钥用环境变量 REPORTGEN_OIDC_SECRET 给出",
        {"issuer": "平台的 issuer，https 地址", "client": "平台上登记的客户端编号"},
        {"claim": "用户名是平台给出的哪一项，不写为 preferred_username", "title": "登录页上按钮的名称"},
    )
    database = {
        "description": "PostgreSQL 数据库，postgresql://用户名@主机/数据库，不写密码；不写的用 SQLite",
        "type": "string",
        "pattern": "^postgres(ql)?://",
    }
    return {
        "description": "报送台的数据库和登录方式",
        "type": "object",
        "properties": {"database": database, "ldap": directory, "oidc": provider},
        "additionalProperties": False,
    }


def _list_of(entry: Schema, parts: Mapping[str, Schema], title: str, description: str) -> Schema:
    """The schema of a file of the programme: a list of entries, or nothing yet."""
    return {
        "$schema": DRAFT,
        "title": title,
        "description": description,
        "type": ["array", "null"],
        "items": entry,
        "$defs": parts,
    }


def _parts(model: type[BaseModel]) -> tuple[Schema, dict[str, Schema]]:
    """A model's own schema and those that it refers to, described in Chinese and without what pydantic says of them in English."""
    made = model.model_json_schema()
    parts: dict[str, Schema] = made.pop("$defs", {})
    for name, part in [(model.__name__, made), *parts.items()]:
        part.pop("title"), part.pop("description")
        for key, entry in part.get("properties", {}).items():
            part["properties"][key] = {"description": WORDS[name][key], **_plain(entry)}
    return made, parts


def _plain(entry: Schema) -> Schema:
    """An entry without its English title; one that may be null says so in its type, which an editor explains better than alternatives."""
    plain: dict[str, Any] = {key: value for key, value in entry.items() if key not in ("title", "default")}
    options = plain.get("anyOf", [])
    if options and all("type" in option for option in options):
        del plain["anyOf"]
        plain |= options[0] | {"type": [option["type"] for option in options]}
    return plain
