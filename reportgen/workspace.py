"""Where inputs, templates and outputs are, and the way into their files; which seasons there are; the settings of reportgen.toml."""

import errno
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal, get_args

import reportgen
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.files import MAX_BYTES, cause, read_file
from reportgen.seen import Seen, digest

SETTINGS = "reportgen.toml"
UNIT_FILE = "单位.yaml"
"""What describes a unit, in its folder below inputs/SEASON/."""
NOTICE = "年度通知"
"""What the workbooks of a season's notices begin with, below inputs/SEASON/."""
POLICIES = "policies"
"""The folder of a workspace's own policies below inputs/."""
PROGRAMME = "programme"
"""The folder of what a workspace adds to the programme below inputs/."""
FOR_ALL = (f"inputs/{POLICIES}/", f"inputs/{PROGRAMME}/")
"""How the names of the inputs begin that all units have in common."""
MAX_TEXT = 4 * 2**20
"""Bytes: the largest text that an office writes to set the program up (settings, kinds, templates, policies), many times those that are shipped."""
MAX_ENTRIES = 20_000
"""So many files and folders of one folder are looked at: a country has 2,900 counties, a unit some ten files, a folder of photographs some thousand."""
MAX_DEPTH = 30
"""So many folders within each other are looked into: offices put photographs into five."""
Engine = Literal["weasyprint", "typst"]
"""What writes PDF."""
ENGINES: tuple[Engine, ...] = get_args(Engine)
FONT_ROLES = {"title": "小标宋", "body": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What reportgen.toml says: the default season, font families by role where they differ from the standard list, and what writes PDF.

    `desk` is the section of the desk as it stands there, which the desk itself judges. `digest` is that of the file.
    """

    season: str | None = None
    fonts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    engine: Engine = "weasyprint"
    desk: Mapping[str, object] = field(default_factory=dict, compare=False)
    digest: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with inputs/, and, where an office has its own, templates/ and reportgen.toml.

    What is read in it must be what was `seen`, where that is given.
    """

    root: Path
    settings: Settings = Settings()
    seen: Seen | None = field(default=None, compare=False, repr=False)

    @property
    def inputs(self) -> Path:
        """inputs/: a folder per season."""
        return self.root / "inputs"

    @property
    def outputs(self) -> Path:
        """outputs/: what is generated."""
        return self.root / "outputs"

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have inputs, by starting year, oldest first."""
        if not self.inputs.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.inputs.iterdir() if p.is_dir() and is_year(p.name)))

    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked for, in order: the workspace's own, then the packaged ones."""
        own = self.root / "templates"
        packaged = packaged_templates()
        return (own, packaged) if own.is_dir() and own != packaged else (packaged,)

    def template(self, name: str) -> Path:
        """The file of a template: the workspace's own where it has one, whatever that is, else the packaged one."""
        for folder in self.template_folders():
            if os.path.lexists(folder / name):
                return folder / name
        return packaged_templates() / name

    def read(self, path: Path, most: int = MAX_BYTES) -> bytes:
        """The bytes of a file of the workspace, or of a packaged template. Raises Unreadable, Moved where it isn't what was seen."""
        name = self.relative(path)
        if not self.holds(path):
            raise Unreadable("outside", "是指向工作区以外的链接，没有读取", "请把文件复制到这个文件夹中")
        try:
            content = read_file(path, most)
        except OSError as fault:
            if self.seen is not None and isinstance(fault, FileNotFoundError | NotADirectoryError):
                self.seen.check_absent(name)
            raise _unreadable(fault, most) from fault
        if self.seen is not None:
            self.seen.check(name, *content)
        return content.data

    def entries(self, folder: Path) -> list[os.DirEntry[str]]:
        """What lies in a folder of the workspace, in the order of the names; of one that isn't there nothing. Raises Unreadable, Moved as `read`."""
        if not self.follows(folder):
            raise Unreadable("outside", "是指向工作区以外或者绕回上级的链接，没有读取", "请把文件夹复制到这里")
        try:
            with os.scandir(folder) as found:
                entries = sorted(islice(found, MAX_ENTRIES + 1), key=lambda entry: entry.name)
        except OSError as fault:
            if isinstance(fault, FileNotFoundError | NotADirectoryError) and not folder.is_symlink():
                entries = []
            else:
                help_text = "请检查文件夹的权限；在网络共享文件夹或者同步盘上的，请等它恢复"
                raise Unreadable("unreadable-folder", f"文件夹打不开（{cause(fault)}）", help_text) from fault
        if len(entries) > MAX_ENTRIES:
            raise Unreadable("too-many-files", f"文件夹里的文件超过{MAX_ENTRIES}个，没有读取", "请只留下需要的文件，其余的移出文件夹")
        if self.seen is not None:
            folders = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
            self.seen.check_names(self.relative(folder), {entry.name for entry in entries} - folders, folders)
        return entries

    def follows(self, folder: Path) -> bool:
        """Whether a folder is looked into: it lies in the workspace, and is no link that leads around to one above it."""
        return self.holds(folder) and not Path(os.path.realpath(folder.parent)).is_relative_to(os.path.realpath(folder))

    def holds(self, path: Path) -> bool:
        """Whether a path leads, through whatever links, to what lies in the workspace, or among the packaged templates."""
        real = os.path.realpath(path)
        return any(Path(real).is_relative_to(os.path.realpath(base)) for base in (self.root, packaged_templates()))

    def relative(self, path: Path) -> str:
        """`path` as messages show it: relative to the workspace, with /; packaged templates as templates/...."""
        for base in (self.root, packaged_templates().parent):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.as_posix()


def is_notice(path: str) -> bool:
    """Whether a file of this path (relative to the workspace, with /) is the workbook of a season's notice."""
    return re.fullmatch(rf"inputs/[12]\d{{3}}/{NOTICE}[^/]*", path) is not None


def is_year(text: str) -> bool:
    """Whether `text` names a season: a year of four digits."""
    return re.fullmatch(r"[12]\d{3}", text) is not None


def packaged_templates() -> Path:
    """The templates that travel in the package; in a source checkout they stand at its top."""
    package = Path(reportgen.__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def open_workspace(folder: Path) -> tuple[Workspace | None, tuple[Diagnostic, ...]]:
    """The workspace that `folder` is in: the nearest folder upwards with inputs/ or reportgen.toml.

    Problems are faults of the settings (exit status 2); without a workspace there is None.
    """
    start = folder.resolve()
    root = next((f for f in (start, *start.parents) if (f / SETTINGS).is_file() or (f / "inputs").is_dir()), None)
    if root is None:
        return None, (
            error(
                "workspace.not-found",
                f"{start} 及其上级文件夹都不是工作区：没有找到 inputs 文件夹或者 {SETTINGS}",
                help="请进入工作区文件夹再运行，或者用 --workspace 指明工作区",
            ),
        )
    settings, problems = _read_settings(Workspace(root))
    for name in ("templates", "templates/html", "templates/docx"):
        if os.path.islink(root / name) and not os.path.exists(root / name):  # noqa: PTH110, PTH114  # which raise nothing of a link to itself
            help_text = "请恢复链接指向的文件夹；不用自己的模板的，请删除这个链接"
            problems += (error("workspace.templates", "是链接，它指向的文件夹打不开", Place(name), help=help_text),)
    return Workspace(root, settings), problems


def _read_settings(workspace: Workspace) -> tuple[Settings, tuple[Diagnostic, ...]]:
    path = workspace.root / SETTINGS
    if not os.path.lexists(path):
        return Settings(), ()
    try:
        content = workspace.read(path, MAX_TEXT)
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except Unreadable as fault:
        return Settings(), (fault.diagnostic("settings", Place(SETTINGS), "设置文件"),)
    except UnicodeDecodeError as fault:
        return Settings(), (error("settings.unreadable", f"读不了设置文件：{fault}", Place(SETTINGS), help="请检查文件权限，并保存为 UTF-8 编码"),)
    except RecursionError:
        return Settings(), (
            error("settings.syntax", "设置文件里的括号嵌套过深", Place(SETTINGS), help="可以设置的有 season、[fonts]、[pdf] 和 [desk]，用不着嵌套的括号"),
        )
    except tomllib.TOMLDecodeError as fault:
        return Settings(), (error("settings.syntax", f"设置文件不符合 TOML 格式：{fault}", Place(SETTINGS), help="请按提示的行列改正，文本要加双引号"),)
    unknown = [
        error("settings.unknown-key", f"不认识的设置项“{key}”", Place(SETTINGS), help="可以设置的有 season、[fonts]、[pdf] 和 [desk]")
        for key in raw
        if key not in ("season", "fonts", "pdf", "desk")
    ]
    season, season_problems = _season(raw.get("season"))
    fonts, font_problems = _fonts(raw.get("fonts", {}))
    engine, engine_problems = _engine(raw.get("pdf", {}))
    desk = raw.get("desk", {})
    if not isinstance(desk, dict):
        unknown.append(error("settings.desk", "desk 应当写成 [desk] 一节", Place(SETTINGS), help='例如 [desk]，下一行写 database = "postgresql://…"'))
        desk = {}
    return Settings(season, fonts, engine, desk, digest(content)), (*unknown, *season_problems, *font_problems, *engine_problems)


def _unreadable(fault: OSError, most: int) -> Unreadable:
    """Why a file can't be read, in words."""
    if isinstance(fault, PermissionError):
        return Unreadable("no-permission", "没有读取权限，或者正被其他程序独占", "请关闭打开它的程序，并检查文件权限")
    if fault.errno == errno.EINVAL:
        return Unreadable("unreadable", "不是普通文件，没有读取", "请换成普通的文件，文件夹和设备不能用这个文件的名称")
    if fault.errno == errno.EFBIG:
        return Unreadable("too-large", f"超过{most // 2**20}MB，没有读取", "请删除多余的图片和格式，或者把数据分开保存")
    return Unreadable("unreadable", f"无法读取（{cause(fault)}）", "请检查文件是否存在、能否打开")


def _season(value: object) -> tuple[str | None, tuple[Diagnostic, ...]]:
    if value is None:
        return None, ()
    if is_year(str(value)):
        return str(value), ()
    return None, (error("settings.season", f"season 应为四位年份，实际是“{value}”", Place(SETTINGS), help="例如 season = 2023"),)


def _engine(value: object) -> tuple[Engine, tuple[Diagnostic, ...]]:
    """What writes PDF, by the section [pdf]."""
    asked = value.get("engine", ENGINES[0]) if isinstance(value, dict) and not value.keys() - {"engine"} else None
    known = next((engine for engine in ENGINES if engine == asked), None)
    if known is not None:
        return known, ()
    choices = "或者".join(f'engine = "{engine}"' for engine in ENGINES)
    return ENGINES[0], (error("settings.pdf", "[pdf] 不正确", Place(SETTINGS), help=f"这一节里只写 {choices}"),)


def _fonts(value: object) -> tuple[dict[str, tuple[str, ...]], tuple[Diagnostic, ...]]:
    roles = "、".join(f"{key}（{name}）" for key, name in FONT_ROLES.items())
    help_text = f'可以设置的字体有{roles}，值为字体名的列表，例如 body = ["仿宋_GB2312"]'
    if not isinstance(value, dict):
        return {}, (error("settings.fonts", "fonts 应当写成 [fonts] 一节", Place(SETTINGS), help=help_text),)
    fonts, problems = {}, []
    for role, families in value.items():
        if role in FONT_ROLES and isinstance(families, list) and families and all(isinstance(f, str) for f in families):
            fonts[role] = tuple(families)
        else:
            problems.append(error("settings.fonts", f"[fonts] 的 {role} 不正确", Place(SETTINGS), help=help_text))
    return fonts, tuple(problems)
