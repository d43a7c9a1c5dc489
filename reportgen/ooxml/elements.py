"""Elements of a part, as a tree that is altered."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def remove(element: "Element") -> None:
    """Take an element out of what it stands in; the root stays. Text behind it goes too: between elements of a part there is none but white space."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
