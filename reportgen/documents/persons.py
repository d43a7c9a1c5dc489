"""The last look at a composed document: an identity number, bank card, mobile number or address that would show in it.

What is read is masked already (`inputs/masking.py`): what is found here stands in a template or in a Word form itself.
"""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.vocabulary import HEADINGS
from reportgen.inputs.personal import find, mask

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(("p", "h1", *HEADINGS, "caption", "figcaption", "th", "td", "text"))
_TELLING = ("title", "alt", "aria-label")
_AROUND = 10
"""So many characters on each side let a person find the place in the template, and say little else of anyone."""


def personal_data(root: "_Element", kind: str, template: Place, unit: str) -> Iterator[Diagnostic]:
    """A fault for each block of a document of a `kind` (Chinese name) that would show personal data; the document is not to be made."""
    clean: set[str] = set()  # labels, units and formulas stand in a document many times
    for element in root.iter():
        for text in _shown(element):
            if text in clean:
                continue
            found = find(text)
            if not found:
                clean.add(text)
            else:
                first = found[0]
                shown = mask(text)[max(0, first.start - _AROUND) : first.end + _AROUND]
                message = f"《{kind}》中会出现个人的{first.kind}（遮盖后为“{shown}”），没有生成"
                help_text = "请从模板或者 Word 表格中删除，或者用星号隐去；填报表和单位说明中的已经自动遮盖"
                yield error("documents.personal-data", message, template, help=help_text, unit=unit)


def _shown(element: "_Element") -> Iterator[str]:
    """The words of a block, where the element is one, and what its attributes tell a reader."""
    if element.tag in _BLOCKS:
        yield "".join(_texts(element))
    for name, value in element.items():
        if _tells(name):
            yield value


@cache  # there are as many elements as words in a document, and a dozen attributes
def _tells(name: str) -> bool:
    """Whether an attribute tells a reader something."""
    return name in _TELLING or (name.startswith("data-") and name != "data-value")


def _texts(element: "_Element") -> Iterator[str]:
    """The texts of an element. A figure is none of a person's numbers, however many digits it has."""
    if element.text:
        yield "□" if element.tag == "data" else element.text
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
