"""A YAML file that is to say something else, in its own encoding; and why it can't."""

from collections.abc import Mapping
from typing import Any

from reportgen.inputs.delimited import decode
from reportgen.rewriting.letters import reencoded
from reportgen.rewriting.yaml_text import NotRewritten, rewritten


class NotWritten(Exception):
    """Values that can't be written into a file: the words say why; `cells` has them by row and column (from 0), where it is known of which cells."""

    def __init__(self, words: str, cells: Mapping[tuple[int, int], str] | None = None) -> None:
        super().__init__(words)
        self.cells = cells or {}


def saying(data: bytes, value: Any) -> bytes:
    """The file that says `value`, as `yaml_text.rewritten` takes it. Raises NotWritten, letters.NoLetter, Unreadable."""
    text = decode(data)
    try:
        return reencoded(data, text, rewritten(text, value))
    except NotRewritten as fault:
        raise NotWritten(str(fault)) from fault
