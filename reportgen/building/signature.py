"""What makes two machines write the same bytes: the program, its libraries, the fonts; and how two machines differ in it."""

import hashlib
import platform
import re
import sys
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import reportgen
from reportgen.building.snapshot import digest_of, libraries
from reportgen.render.layout import Layout

Signature = Mapping[str, str]
"""Versions, and sizes of fonts, by names that a person reads."""

PROGRAM = "reportgen"
"""The name of the program itself among them."""
SHOWN, LONGEST = 6, 120  # differences of two machines, and characters of each value, that still fit a message


@cache
def software() -> Signature:
    """The program and the libraries in Python, as this process found them first."""
    names = [name.rpartition("-") for name in libraries()]
    return {
        PROGRAM: f"{reportgen.__version__}（{_digest()}）",
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        **{re.sub("[-_.]+", "-", name).lower(): version for name, _, version in names},
    }


@cache
def signature(layout: Layout) -> Signature:
    """All that the bytes of a document depend on besides the document, the style sheets and the layout.

    The writers are loaded first: what the process has loaded stays as it is, however the files on the disk change later.
    """
    import lxml.etree
    import PIL.features

    from reportgen.render import preview, sheet, word  # noqa: F401
    from reportgen.render.pdf import installed

    chains = installed.fonts(layout).chains
    return {
        "操作系统": f"{platform.system()} {platform.machine()}",
        **software(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "libxml2": ".".join(map(str, lxml.etree.LIBXML_VERSION)),
        **installed.libraries(),
        "FreeType": str(PIL.features.version("freetype2")),
        **{f"字体 {font.name}": f"{font.size}字节" for chain in chains for font in chain},
        "字体的先后": digest_of(" ".join(font.name for font in chain) for chain in chains)[:12],
    }


def differences(here: Signature, there: Signature | Exception) -> tuple[str, ...]:
    """In what another machine differs from this one, in words; empty where both write the same bytes. It may have failed to say what it has."""
    if isinstance(there, Exception):
        return (f"对方没有装好 reportgen，或者版本太旧（{str(there)[:LONGEST]}）",)
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    told = [f"{name}：本机{_value(here.get(name))}，对方{_value(there.get(name))}" for name in names[:SHOWN]]
    return (*told, f"等共{len(names)}项") if len(names) > SHOWN else tuple(told)


def _value(value: str | None) -> str:
    return "没有" if value is None else f"为 {value}"


def _digest() -> str:
    """A digest of the program's own code."""
    root = Path(reportgen.__file__).parent
    files = sorted(root.rglob("*.py"))
    return digest_of(part for file in files for part in (file.relative_to(root).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()))[:12]
