"""A version as Word or PDF: as it was kept by the build, else written anew, since the same document has the same bytes."""

from pathlib import Path

from django.conf import settings

from reportgen.building.renderer import render
from reportgen.building.store import key_of, open_store
from reportgen.desk.engine import Engine
from reportgen.documents.formats import Format
from reportgen.versions.history import open_history
from reportgen.versions.version import Key


def written(engine: Engine, unit: str, kind: str, number: int, format: Format) -> bytes | None:
    """The bytes of a version in a format; None where there is no such version, or it can't be written. Raises Unavailable where it takes too long."""
    workspace = engine.workspace()
    with open_history(workspace.outputs) as history:
        version = history.version(Key(engine.season, unit, kind), number)
        html = None if version is None else history.html(version)
    if version is None or html is None:
        return None
    store, key = open_store(workspace.outputs), key_of(engine.tree().outline.set_up, version.html, format)
    content = store.get(key)
    if content is None:
        # Beside the server: a writer takes seconds, and more memory than all pages.
        content = settings.DESK_TRIALS.do(_write, engine.root, engine.season, html, format)
        if content is not None:
            store.put(key, content)
    return content


def _write(root: Path, season: str, html: str, format: Format) -> bytes | None:
    renderer = Engine(root, season).ask(lambda project: project.renderer)
    return None if renderer is None else render(renderer, html, format).content
