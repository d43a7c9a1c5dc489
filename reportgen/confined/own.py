"""The files that any call needs: what Python, its libraries, the system's libraries and the fonts are made of. Nobody's data are among them."""

import os
import sys
from pathlib import Path

_SYSTEM = {
    "linux": (
        *("/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/var/cache/fontconfig", "/dev/urandom", "/nix/store"),
        *("/proc/self/cgroup", "/proc/meminfo", "/sys/fs/cgroup"),  # how much memory there is: DuckDB doesn't begin without knowing
    ),
    "darwin": ("/usr", "/System/Library", "/Library/Fonts", "/opt/homebrew", "/opt/local", "/dev/urandom"),
    "win32": (os.environ.get("SYSTEMROOT", "C:\\Windows"),),
}
_OF_A_PERSON = (
    *(".fonts", ".fonts.conf", ".local/share/fonts", ".config/fontconfig", ".cache/fontconfig"),
    *("Library/Fonts", "AppData/Local/Microsoft/Windows/Fonts", "AppData/Local/fontconfig"),
)
"""Fonts that a person has installed, and what is known of them."""


def own_files() -> tuple[str, ...]:
    """Files and folders to read; of a folder of sources this program alone."""
    program = Path(__file__).parents[1]
    installed = (entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages") or entry.endswith(".zip"))
    python = (program, sys.prefix, sys.base_prefix, sys.exec_prefix, Path(os.__file__).parent, *installed)
    return (*map(str, python), *_SYSTEM.get(sys.platform, ()), *(str(Path.home() / name) for name in _OF_A_PERSON))
