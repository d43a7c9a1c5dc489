"""A copy of the base document -> the office's own look, and what is to be said of it."""

from dataclasses import replace
from functools import lru_cache

from reportgen.diagnostics import Place, error
from reportgen.look.changes import changed, page_changes, possible, refusal, without_inherited
from reportgen.look.document import NAME, PAGE, read_copy
from reportgen.look.judging import judged
from reportgen.look.look import STANDARD, Look, taken_over


@lru_cache(maxsize=4)
def own_look(content: bytes) -> Look:
    """The look of a copy of the base document. Raises Unreadable where it can't be read."""
    copy = read_copy(content)
    refused = [
        refusal(name, "没有这个样式（删除了，或者改了名）", "样式不要删除、改名；请改回原名，或者重新复制软件自带的 official.docx 再改")
        for name in copy.lacking
    ]
    refused += [error("look.unused", f"{what}不起作用", Place(NAME), help="版式请改样式和页面设置里的纸张、页边距") for what in copy.unused]
    page = page_changes(copy)
    changes = possible({**changed(copy), **({PAGE: page} if page else {})}, refused)
    if not changes and not copy.added:
        return replace(STANDARD, problems=tuple(refused))
    look = taken_over(changes)
    return replace(look, added=copy.added, problems=(*refused, *judged(look, without_inherited(changes)), *look.problems))
