"""An office's own look: what it has changed in its copy of the Word base document, taken over into Word and PDF, judged, or refused."""
