"""An office's own look: what it has changed in its copy of the Word base document, taken over into Word and PDF, judged, or refused."""

from reportgen.look.look import STANDARD, Look
from reportgen.look.own import own_look

__all__ = ["STANDARD", "Look", "own_look"]
