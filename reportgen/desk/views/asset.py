"""Style sheets and scripts, served by ourselves from the package."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served: its content, type, and digest."""

    content: bytes
    type: str
    digest: str


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, _TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:16])


ASSETS = {path.name: _read(path) for path in sorted((Path(__file__).parent.parent / "static/desk").iterdir()) if path.suffix in _TYPES}
"""All there are, by name."""


@require_safe
def asset(_request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """One of them; its address says what it holds, so that a browser may keep it."""
    found = ASSETS.get(name)
    if found is None or found.digest != digest:
        raise Http404
    return HttpResponse(found.content, content_type=found.type, headers={"Cache-Control": "public, max-age=31536000, immutable"})
