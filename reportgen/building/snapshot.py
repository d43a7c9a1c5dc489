"""All that a season's documents are made from, file by file, as it is now."""

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import reportgen
from reportgen.building.file_digests import OTHER, UNREADABLE, FileDigests
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.inputs.evidence import HANDBOOKS
from reportgen.pictures import PICTURES
from reportgen.render.libreoffice import stamp as office_stamp
from reportgen.seen import NAMED, PROGRAM, linked
from reportgen.workspace import MAX_DEPTH, MAX_ENTRIES, POLICIES, PROGRAMME, SETTINGS, Workspace, is_notice, packaged_templates

FONTS, OFFICE = "字体", "LibreOffice"
OVERFULL = "overfull"
"""What stands for what lies in a folder that has more files, or lies deeper, than anybody reads."""
LIBRARIES = frozenset(
    (
        *("cffi", "cssselect2", "docxtpl", "duckdb", "et-xmlfile", "fonttools", "jinja2", "lxml", "markupsafe", "numpy", "openpyxl"),
        *("pdfminer-six", "pillow", "pycparser"),
        *("pydantic", "pydantic-core", "pydyf", "pypdfium2", "pyphen", "python-barcode", "python-calamine", "python-docx", "pyyaml", "tinycss2", "tinyhtml5"),
        *("typst", "weasyprint", "webencodings"),
    )
)
"""The distributions whose code has a part in what is composed and written."""


@dataclass(frozen=True)
class Snapshot:
    """Digests by name: a file's path as messages show it, 程序 (the program and its libraries), 字体, LibreOffice."""

    digests: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """One digest for all of it."""
        return digest_of(part for item in sorted(self.digests.items()) for part in item)

    @property
    def links(self) -> tuple[str, ...]:
        """The folders that are links."""
        return tuple(name for name, digest in self.digests.items() if digest.startswith("link ") and digest.endswith(f"> {OTHER}"))

    @cached_property
    def programme(self) -> dict[str, str]:
        """The digests of what the workspace adds to the programme."""
        return {name: digest for name, digest in self.digests.items() if name.startswith(f"inputs/{PROGRAMME}/")}

    @cached_property
    def _units(self) -> dict[str, dict[str, str]]:
        """The digests by the folder of a unit: inputs/2023/静乐县."""
        found: dict[str, dict[str, str]] = {}
        for name, digest in self.digests.items():
            parts = name.split("/", 3)
            if len(parts) > 3:  # noqa: PLR2004  # inputs, season, unit, and what lies in its folder
                found.setdefault("/".join(parts[:3]), {})[name] = digest
        return found

    def below(self, folder: str) -> dict[str, str]:
        """The digests of what lies in the folder of a unit (relative to the workspace)."""
        return self._units.get(folder, {})


def digest_of(parts: Iterable[str]) -> str:
    """One digest of a sequence of texts."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogateescape")
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def take_snapshot(workspace: Workspace, season: str, files: FileDigests, others: Iterable[str] = ()) -> Snapshot:
    """The digests of everything that a document of the season may be made from, with the inputs of `others`, seasons that they name.

    Of 佐证材料/ the names count, not the contents: documents list them; but of pictures, which a form may show. What it has of single households
    isn't looked at (`HANDBOOKS`): no document is made from it. Files that a
    reader passes over (hidden ones, locks of Office) count by name, since a warning may hang on them.
    """
    digests = {PROGRAM: _program(files), FONTS: _fonts(), OFFICE: office_stamp()}
    for folder in reversed(workspace.template_folders()):
        digests |= {f"templates/{name}": digest for name, digest in _contents(folder, files)}
    for name in (POLICIES, PROGRAMME, season, *others):
        digests |= take_inputs(workspace, name, files)
    digests |= {name: digest for other in workspace.seasons() if other != season for name, digest in _notices(workspace, other, files)}
    if workspace.settings.digest is not None:
        digests[SETTINGS] = workspace.settings.digest
    return Snapshot(digests)


def _notices(workspace: Workspace, season: str, files: FileDigests) -> Iterator[tuple[str, str]]:
    """The digests of the notices that are entered in another season's folder: they may bind this one too."""
    folder = f"inputs/{season}"
    try:
        with os.scandir(workspace.inputs / season) as found:
            paths = [entry.path for entry in islice(found, MAX_ENTRIES) if is_notice(f"{folder}/{entry.name}") and entry.is_file()]
    except OSError:
        return
    yield from ((f"{folder}/{Path(path).name}", files.digest(path) or "gone") for path in paths)


def take_inputs(workspace: Workspace, name: str, files: FileDigests) -> dict[str, str]:
    """The digests of what lies in a folder of inputs/: a season's, or that of the policies."""
    return {f"inputs/{name}/{file}": digest for file, digest in _contents(workspace.inputs / name, files, workspace.root)}


_TEMPORARY = re.compile(r".*(~|\.tmp)|4913|(?=.*[A-F])[0-9A-F]{8}", re.IGNORECASE)
"""The names under which editors (vim's 4913) and Office (eight hexadecimal digits) write a file that they then rename, or leave the old one."""


def is_passed_over(name: str) -> bool:
    """Whether a file is one that no document is made from: hidden, or a lock or leftover of Office or an editor. `name` is a path with /."""
    parts = name.split("/")
    return any(part.startswith((".", "~")) for part in parts) or _TEMPORARY.fullmatch(parts[-1]) is not None


def _contents(folder: Path, files: FileDigests, bound: Path | None = None) -> Iterator[tuple[str, str]]:
    """Every file below a folder, its path relative to it with /, and what is in it; also of linked folders, where they lie within `bound`.

    Nothing of the inputs is read from outside the workspace.
    """
    yield from _walk(os.fspath(folder), "", files, bound, named=False)


def _walk(folder: str, within: str, files: FileDigests, bound: Path | None, above: tuple[Path, ...] = (), *, named: bool) -> Iterator[tuple[str, str]]:
    """`named`: the names are enough, but of pictures. `above` are the folders whose links were followed: none is followed around in a circle."""
    try:
        with os.scandir(folder) as found:
            entries = list(islice(found, MAX_ENTRIES + 1))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        yield within, UNREADABLE
        return
    if len(entries) > MAX_ENTRIES or within.count("/") > MAX_DEPTH + 2:  # 佐证材料 lies two folders below the season
        yield within, OVERFULL
        return
    for entry in entries:
        name = f"{within}{entry.name}"
        if entry.is_symlink():
            yield name, linked(os.readlink(entry.path), files.digest(entry.path))  # noqa: PTH115
            to = Path(os.path.realpath(entry.path))
            here = Path(os.path.realpath(folder))
            around = to in (*above, *here.parents, here)
            if to.is_dir() and not around and not _is_of_households(name) and (bound is None or to.is_relative_to(bound)):
                yield from _walk(entry.path, f"{name}/", files, bound, (*above, to), named=named or entry.name == EVIDENCE)
        elif entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__" and not _is_of_households(name):
                yield from _walk(entry.path, f"{name}/", files, bound, above, named=named or entry.name == EVIDENCE)
        elif is_passed_over(entry.name) or (named and not entry.name.lower().endswith(PICTURES)):
            yield name, NAMED
        else:
            yield name, files.digest(entry.path) or "gone"


def _is_of_households(name: str) -> bool:
    """Whether a folder holds the papers of single households."""
    return name.endswith(f"{EVIDENCE}/{HANDBOOKS}")


def _program(files: FileDigests) -> str:
    """The program: the digest of its files, and the versions of the libraries that it writes with.

    The kinds that it brings along count as such also where templates lie beside it: a workspace's own kinds.yaml adds to them.
    """
    found = sorted(_contents(Path(reportgen.__file__).parent, files))
    kinds = files.digest(str(packaged_templates() / "kinds.yaml")) or "gone"
    return digest_of((sys.version, kinds, *libraries(), *(part for item in found for part in item)))


def libraries() -> tuple[str, ...]:
    """The libraries as their installers name them: weasyprint-70.0."""
    found = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder)  # noqa: PTH208
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info"):
                distribution = name.removesuffix(".dist-info")
                if distribution.rpartition("-")[0].lower().replace("_", "-").replace(".", "-") in LIBRARIES:
                    found.add(distribution)
    return tuple(sorted(found))


def _fonts() -> str:
    """The fonts that programs find here: names, sizes, times."""
    found = []
    for folder in font_folders():
        for path, _folders, names in os.walk(folder):
            for name in names:
                try:
                    status = os.stat(os.path.join(path, name))  # noqa: PTH116, PTH118
                except OSError:
                    continue
                found.append(f"{path}/{name} {status.st_size} {status.st_mtime_ns}")
    return digest_of(sorted(found))


def font_folders() -> tuple[Path, ...]:
    """Where systems keep fonts, and what chooses among them."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", data / "fonts", Path("/etc/fonts")
