"""Where inputs, templates and outputs are; which seasons there are; the settings of reportgen.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import reportgen
from reportgen.diagnostics import Diagnostic, Place, error

SETTINGS = "reportgen.toml"
FONT_ROLES = {"title": "小标宋", "body": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What reportgen.toml says: the default season, and font families by role where they differ from the standard list."""

    season: str | None = None
    fonts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with inputs/, and, where an office has its own, templates/ and reportgen.toml."""

    root: Path
    settings: Settings = Settings()

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
        """The file of a template: the workspace's own where it has one, else the packaged one."""
        for folder in self.template_folders():
            if (folder / name).is_file():
                return folder / name
        return packaged_templates() / name

    def relative(self, path: Path) -> str:
        """`path` as messages show it: relative to the workspace, with /; packaged templates as templates/...."""
        for base in (self.root, packaged_templates().parent):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.as_posix()


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
    settings, problems = _read_settings(root / SETTINGS)
    return Workspace(root, settings), problems


def _read_settings(path: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    if not path.is_file():
        return Settings(), ()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        return Settings(), (error("settings.unreadable", f"读不了设置文件：{fault}", Place(SETTINGS), help="请检查文件权限，并保存为 UTF-8 编码"),)
    except tomllib.TOMLDecodeError as fault:
        return Settings(), (error("settings.syntax", f"设置文件不符合 TOML 格式：{fault}", Place(SETTINGS), help="请按提示的行列改正，文本要加双引号"),)
    unknown = [
        error("settings.unknown-key", f"不认识的设置项“{key}”", Place(SETTINGS), help="可以设置的有 season 和 [fonts]")
        for key in raw
        if key not in ("season", "fonts")
    ]
    season, season_problems = _season(raw.get("season"))
    fonts, font_problems = _fonts(raw.get("fonts", {}))
    return Settings(season, fonts), (*unknown, *season_problems, *font_problems)


def _season(value: object) -> tuple[str | None, tuple[Diagnostic, ...]]:
    if value is None:
        return None, ()
    if is_year(str(value)):
        return str(value), ()
    return None, (error("settings.season", f"season 应为四位年份，实际是“{value}”", Place(SETTINGS), help="例如 season = 2023"),)


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
