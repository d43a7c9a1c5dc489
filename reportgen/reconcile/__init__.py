"""A Word file that came back: the version that it came from, and what was changed in it by hand."""
