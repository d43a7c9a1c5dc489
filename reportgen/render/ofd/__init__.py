"""The layout of a finished PDF as OFD (GB/T 33190-2016)."""

from reportgen.render.ofd.writer import write_ofd

__all__ = ["write_ofd"]
