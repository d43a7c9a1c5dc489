"""The templates and rules that an office may change (docs/changing.md): which there are, where each stands, what it says now."""

import re
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.project import Project
from reportgen.desk.uploads import digest_of
from reportgen.diagnostics import Unreadable
from reportgen.documents.kinds_file import kinds_of
from reportgen.workspace import MAX_TEXT, POLICIES, Workspace, packaged_templates

KINDS = "templates/kinds.yaml"
OWN_RULES = f"inputs/{POLICIES}/本单位规则.yaml"
_BEGUN = {
    KINDS: "# 文种的设置：只写要改的和要增加的，例如改标题、停用一个文种，写法见说明文档“改文种”\n",
    OWN_RULES: "# 本单位的规则：补充、修改或者停用核查规则，写法见说明文档“改规则”\n",
}
_COMMENT = re.compile(r"\s*\{#(.*?)#\}", re.DOTALL)
_FRAMES = ("base.html", "plain.html")
_APART = ("handbook", "archived", "processing")
"""What the templates of no document of a unit begin with: nothing here shows them."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file that may be changed: its path in the workspace, what it is for, whether the workspace has its own.

    `kinds` (ids) and `levels` are those of the documents that are written in it; empty for what any document may use, which `like` is shown first.
    """

    path: str
    title: str
    own: bool
    like: str
    kinds: tuple[str, ...] = ()
    levels: frozenset[str] = frozenset()


def texts(project: Project) -> tuple[Text, ...]:
    """All of them: the templates of documents first, then what several share, the kinds, the rules."""
    workspace = project.workspace
    kinds, _ = kinds_of(workspace)
    found: dict[str, Text] = {}
    for kind in kinds:
        for level, form in kind.levels.items():
            path = f"templates/{form.file}"
            if not form.is_word:
                known = found.get(path)
                title = f"{kind.name}（{level}级）" if known is None else f"{known.title}、{kind.name}（{level}级）"
                before = known.kinds if known else ()
                levels = (known.levels if known else frozenset()) | {str(level)}
                found[path] = Text(path, title, _is_own(workspace, path), kind.id, tuple(dict.fromkeys((*before, kind.id))), levels)
    first = next((kind.id for kind in kinds), "")
    named = {kind.id: kind.name for kind in kinds}
    names = sorted({path.name for folder in workspace.template_folders() for path in (folder / "html").glob("*.html")})
    for name in names:
        path = f"templates/html/{name}"
        if path not in found and not name.startswith(_APART):
            like = next((kind.id for kind in kinds if name.startswith(f"{kind.id}-")), first)
            title = "版式的框架" if name in _FRAMES else "各文种共用的说法和表格" if like == first else f"{named[like]}用的说法和表格"
            found[path] = Text(path, title, _is_own(workspace, path), like)
    found[KINDS] = Text(KINDS, "文种的设置：标题、时限的名称、停用、增加", _is_own(workspace, KINDS), first)
    folder = workspace.inputs / POLICIES
    rules = sorted(path.name for path in folder.glob("*.yaml") if not path.name.startswith((".", "~"))) if folder.is_dir() else []
    for path in dict.fromkeys((*(f"inputs/{POLICIES}/{name}" for name in rules), OWN_RULES)):
        found[path] = Text(path, "核查规则", (workspace.root / path).exists(), first)
    return tuple(found.values())


def about(workspace: Workspace, path: str) -> str:
    """What a template says of itself, in a sentence: the comment that it begins with; "" where it says nothing, or can't be read."""
    try:
        text, _ = text_of(workspace, path)
    except Unreadable:
        return ""
    said = _COMMENT.match(text)
    return "" if said is None else " ".join(said[1].split()).partition("。")[0]


def text_of(workspace: Workspace, path: str) -> tuple[str, str]:
    """What a file says now, and the digest of the workspace's own ("" where it has none: then it says what the program's says). Raises Unreadable."""
    own = workspace.root / path
    if own.exists():
        return workspace.read(own, MAX_TEXT).decode("utf-8-sig", "replace").replace("\r\n", "\n"), digest_of(own)
    return packaged_text(path) if path not in _BEGUN else _BEGUN[path], ""


def packaged_text(path: str) -> str:
    """What the program's own file says, "" where it has none."""
    file = packaged_templates().parent / path
    return file.read_text("utf-8") if path.startswith("templates/") and path != KINDS and file.is_file() else ""


def content_for(workspace: Workspace, path: str, text: str) -> bytes | None:
    """What is to stand in a file for it to say a text: nothing where that is what the program's says anyway."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if plain.strip() == packaged_text(path).strip() or (path in _BEGUN and not plain.strip()):
        return None
    own = workspace.root / path
    if own.exists() and b"\r\n" in own.read_bytes():
        plain = plain.replace("\n", "\r\n")
    return plain.encode()


def _is_own(workspace: Workspace, path: str) -> bool:
    own: Path = workspace.root / path
    return own.exists() and workspace.root / "templates" != packaged_templates()
