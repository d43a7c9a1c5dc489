"""Programmes: what each is about is told here, in its own folder; the rest of reportgen knows none of them but by name."""
