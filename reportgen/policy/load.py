"""The policies in force: those of any programme, those of the workspace's, and what its inputs/policies/*.yaml adds to them or changes.

A file of a workspace describes a policy of its own (id, document, rules), or adds to one that is there (its id, no document); so do the files of a
programme. `rules` are new rules; `overrides` changes fields of a rule that is there, by its id; `enabled: false` switches it off.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.inputs.programme import programme_of
from reportgen.inputs.refused import reason
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.vocabulary import PROGRAMME
from reportgen.inputs.wording import proposal
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, line_of, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.policy.model import Policy, Rule
from reportgen.policy.parameters import Wrong, wrong_names, wrong_values
from reportgen.policy.validate import faults
from reportgen.workspace import MAX_TEXT, POLICIES, Workspace

P = TypeVar("P", bound=BaseModel)

CATALOGUE = Path(__file__).parent / "catalogue"
UNREADABLE = "policy.unreadable"
"""The code of a file that can't be read at all: nobody can say what its rules would find."""
_HELP = "请对照说明文档中的规则样例改正"
_HEAD = ("id", "season", "standing", "document", "deadlines", "parameters", "provisions", "titles", "renamed")


def load_policies(workspace: Workspace) -> tuple[tuple[Policy, ...], tuple[Diagnostic, ...]]:
    """All policies with their rules, and every fault of the workspace's own files: a faulty rule or change is left out, no other.

    A workspace whose programme stands alone has of the package those alone that hold for any programme.
    """
    programme, _ = programme_of(workspace)
    packaged = _packaged(alone=programme.alone)
    catalogue = _Catalogue(dict(packaged.policies), list(packaged.problems), programme)
    folder = workspace.inputs / POLICIES
    try:
        own = [Path(entry.path) for entry in workspace.entries(folder) if entry.name.endswith(".yaml") and not entry.name.startswith((".", "~"))]
    except Unreadable as fault:
        own = []
        catalogue.unreadable(fault, workspace.relative(folder))
    for path in own:
        try:
            catalogue.read(workspace.read(path, MAX_TEXT), workspace.relative(path), own=True)
        except Unreadable as fault:
            catalogue.unreadable(fault, workspace.relative(path))
    return tuple(catalogue.policies.values()), tuple(catalogue.problems)


@dataclass(slots=True)
class _Catalogue:
    """Policies by id as files are read one after the other, and what was wrong with the files; `programme` has the datasets that rules may speak of."""

    policies: dict[str, Policy] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    programme: Programme = field(default_factory=shipped)

    def unreadable(self, fault: Unreadable, file: str) -> None:
        """Notes a file, or the folder of them, that can't be read."""
        self.problems.append(replace(fault.diagnostic("policy", Place(file)), code=UNREADABLE))

    def read(self, data: bytes, file: str, *, own: bool = False) -> None:
        """Reads a file. The rules of the package's own files are tried by its tests, not on each start."""
        reader = _File(file, self, own=own)
        root = reader.tree(data)
        if root is not None:
            reader.read(root)

    def rule(self, id: str) -> tuple[Policy, Rule] | None:
        """A rule and its policy."""
        return next(((policy, rule) for policy in self.policies.values() for rule in policy.rules if rule.id == id), None)

    def standing(self) -> frozenset[str]:
        """The parameters of the standing rules: a notice sets them, whether it has them or not."""
        return frozenset(key for policy in self.policies.values() if policy.standing for key in policy.parameters)

    def rules(self) -> list[str]:
        """The ids of all rules."""
        return [rule.id for policy in self.policies.values() for rule in policy.rules]


def packaged_files(*, alone: bool = False) -> tuple[Path, ...]:
    """The package's own files: of any programme, and (not `alone`) of its own."""
    return (*sorted(CATALOGUE.glob("*.yaml")), *(() if alone else sorted((PROGRAMME / "policies").glob("*.yaml"))))


@cache
def _packaged(*, alone: bool) -> _Catalogue:
    """The package's own policies, that don't change while a process runs; to be copied, not added to."""
    catalogue = _Catalogue()
    for path in packaged_files(alone=alone):
        catalogue.read(path.read_bytes(), path.relative_to(CATALOGUE.parents[1]).as_posix())
    return catalogue


@dataclass(slots=True)
class _File:
    """One file of policies."""

    file: str
    catalogue: _Catalogue
    own: bool

    def tree(self, data: bytes) -> MapNode | None:
        """The file's tree, where it is a mapping."""
        try:
            root, problems = read_yaml(data.decode("utf-8-sig"), self.file)
        except UnicodeDecodeError as fault:
            help_text = "请把文件保存为 UTF-8 编码"
            self.catalogue.problems.append(error(UNREADABLE, f"读不了这个文件：{fault}", Place(self.file), help=help_text))
            return None
        if root is None:  # half written, most likely
            self.catalogue.problems += [replace(problem, code=UNREADABLE) for problem in problems]
            return None
        self.catalogue.problems += problems
        if not isinstance(root, MapNode):
            self._fault("应为“名称: 内容”的各行", root.line)
            return None
        return root

    def read(self, root: MapNode) -> None:
        """Takes in the policy that the file describes or adds to, its rules and its changes."""
        for name in [name for name in root.entries if name not in (*_HEAD, "rules", "overrides")]:
            self._fault(f"没有“{name}”这一项", root.lines[name], help="可以写的有 id、season、document、deadlines、parameters、provisions、rules、overrides")
        policy = self._policy(root)
        if policy is None:
            return
        added: list[Rule] = []
        for node in self._items(root, "rules"):
            rule = self._rule(plain(node), node, node.line)
            if rule is None:
                continue
            if rule.id in [*self.catalogue.rules(), *(other.id for other in added)]:
                self._fault(f"规则 {rule.id} 已经有了", node.line, help="修改已有的规则请写在 overrides 下；新增规则请换一个编号")
            else:
                added.append(rule)
        self.catalogue.policies[policy.id] = policy.model_copy(update={"rules": (*policy.rules, *added)})
        self._overrides(root)

    def _policy(self, root: MapNode) -> Policy | None:
        """The policy that the file is about, with its head as this file leaves it."""
        head = {key: plain(root.entries[key]) for key in _HEAD if key in root.entries}
        given = _entries(head.get("parameters"))
        known = self.catalogue.policies.get(str(head.get("id")))
        wrong = [*wrong_values(given, known.parameters if known else {})]
        if known is None:
            self._wrong(root, wrong)
            return self._made(Policy, head, root, root.line, "政策")
        if "document" in head:
            self._fault(f"政策 {known.id} 已经有了，不能再写 document", root.lines["document"], help="只补充规则的，请删除 document 一项")
            return None
        for key in ("deadlines", "parameters", "provisions"):
            if key in head and not isinstance(head[key], Mapping):
                self._fault(f"{key} 应为“名称: 内容”的各行", root.lines[key])
        if self.own:  # a programme brings the parameters of its own rules
            wrong += wrong_names(given, known, self.catalogue.standing())
        self._wrong(root, wrong)
        left_out = {fault.path[0] for fault in wrong}
        changed = known.model_dump(by_alias=True, exclude={"rules"}) | {
            "season": head.get("season", known.season),
            "parameters": {**known.parameters, **{key: value for key, value in given.items() if key not in left_out}},
            **{key: {**{k: v.model_dump() for k, v in getattr(known, key).items()}, **_entries(head.get(key))} for key in ("deadlines", "provisions")},
        }
        made = self._made(Policy, changed, root, root.line, "政策")
        return known if made is None else made.model_copy(update={"rules": known.rules})

    def _wrong(self, root: MapNode, faults: Iterable[Wrong]) -> None:
        for fault in faults:
            self._fault(fault.message, line_of(root, ("parameters", *fault.path)), help=fault.help)

    def _overrides(self, root: MapNode) -> None:
        changes = root.entries.get("overrides")
        if changes is None:
            return
        if not isinstance(changes, MapNode):
            self._fault("overrides 应为“规则编号: {要改的项: 内容}”的各行", changes.line)
            return
        for id, node in changes.entries.items():
            line = changes.lines[id]
            found = self.catalogue.rule(id)
            if found is None:
                self._fault(f"要修改的规则 {id} 不存在{proposal(id, self.catalogue.rules())}", line, help="请改正规则编号；新增的规则请写在 rules 下")
            elif not isinstance(node, MapNode) or "id" in node.entries:
                self._fault(f"对规则 {id} 的修改应为“要改的项: 内容”，编号不能改", line)
            else:
                self._override(*found, node, line)

    def _override(self, policy: Policy, rule: Rule, node: MapNode, line: int) -> None:
        fields = plain(node)
        changed = self._rule({**_stated(rule, fields), **fields}, node, line)
        if changed is not None:
            rules = tuple(changed if other.id == rule.id else other for other in policy.rules)
            self.catalogue.policies[policy.id] = policy.model_copy(update={"rules": rules})

    def _rule(self, values: Any, node: Node, line: int) -> Rule | None:
        """A rule that can run, or None and its faults."""
        if isinstance(values, Mapping) and "standing" in values:
            found = self.catalogue.rule(str(values["standing"]))
            if found is None:
                message = f"引用的通用规则 {values['standing']} 不存在{proposal(str(values['standing']), self.catalogue.rules())}"
                self._fault(message, line_of(node, ("standing",), line), help="请改正 standing；不引用通用规则的，请写全这条规则")
                return None
            values = {**_stated(found[1], values), **values}
        rule = self._made(Rule, values, node, line, f"规则 {values['id']} " if isinstance(values, Mapping) and "id" in values else "规则")
        if rule is None:
            return None
        rule.at(Place(self.file, line=line))
        wrong = [rule.fault(message, line_of(node, (key,), line)) for key, message in faults(rule, self.catalogue.programme)] if self.own else []
        self.catalogue.problems += wrong
        return None if wrong else rule

    def _made(self, model: type[P], values: Any, node: Node, line: int, whose: str) -> P | None:
        try:
            return model.model_validate(values)
        except ValidationError as fault:
            for item in fault.errors():
                key = ".".join(str(part) for part in item["loc"])
                self._fault(f"{whose}{f'的 {key} ' if key else ''}{reason(item)}", line_of(node, item["loc"], line))
            return None

    def _items(self, root: MapNode, key: str) -> Iterator[Node]:
        node = root.entries.get(key)
        if isinstance(node, ListNode):
            yield from node.items
        elif node is not None:
            self._fault(f"{key} 应为列表，每条规则以“- id:”开头", node.line)

    def _fault(self, message: str, line: int | None, *, help: str = _HELP) -> None:
        self.catalogue.problems.append(error("policy.file", message, Place(self.file, line=line), help=help))


def _stated(rule: Rule, instead: Mapping[str, Any]) -> dict[str, Any]:
    """What is written of a rule, to lay `instead` over: of assert and check one replaces the other."""
    dropped = {"assert"} if "check" in instead else {"check"} if "assert" in instead else set()
    return {key: value for key, value in rule.model_dump(by_alias=True, exclude_unset=True).items() if key not in dropped}


def _entries(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}
