"""The core metadata of an electronic official document (GB/T 33480-2016 clause 4), in metadata.yaml.

Names and order are those of the standard's table of contents. Its text, which gives each element an English name, a short name, a type and a
range of values, has not been held against them: none of these is written anywhere.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

STANDARD = "GB/T 33480-2016"
_FILE = Path(__file__).parent / "metadata.yaml"


@dataclass(frozen=True, slots=True)
class MetadataElement:
    """An element: its clause and name, the `fact` of a document that is its value and the `source` in words (both empty where no document has one).

    `empty` says why there is no value, where there is none.
    """

    clause: str
    name: str
    empty: str
    fact: str = ""
    source: str = ""


@cache
def metadata_elements() -> tuple[MetadataElement, ...]:
    """The elements in the order of the standard."""
    return tuple(MetadataElement(**entry) for entry in yaml.safe_load(_FILE.read_text("utf-8")))
