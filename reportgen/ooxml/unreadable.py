"""A file that can't be read: empty, encrypted, damaged, too large, or something else than it says."""

from reportgen.diagnostics import Diagnostic, Place, error

MAX_BYTES = 64 * 2**20
"""The largest file that is opened."""


class Unreadable(ValueError):
    """The file can't be read. `code`, message and help are those of the diagnostic."""

    def __init__(self, code: str, message: str, help: str) -> None:
        super().__init__(message)
        self.code = f"lint.{code}"
        self.message = message
        self.help = help

    def diagnostic(self, file: str) -> Diagnostic:
        """The fault as a diagnostic of `file`."""
        return error(self.code, self.message, Place(file), help=self.help)
