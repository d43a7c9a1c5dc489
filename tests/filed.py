"""The kinds that every unit files, by templates/kinds.yaml: the tests of documents go over them, so that a new one is among them at once."""

from pathlib import Path

from reportgen.documents.kinds_file import read_kinds

KINDS, _ = read_kinds((Path(__file__).parents[1] / "templates/kinds.yaml").read_bytes(), "templates/kinds.yaml")
FILED = tuple(kind.id for kind in KINDS if kind.filed and not kind.on_request)
NAMES = tuple(kind.name for kind in KINDS if kind.id in FILED)
