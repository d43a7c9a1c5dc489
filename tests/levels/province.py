"""A miniature province, made of the two counties and the city of tests/projects/pair: 示例省 > 东市, 西盟 > three counties each > townships > a village."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

PAIR = Path(__file__).parent.parent / "projects/pair/inputs/2023"
PROVINCE = "示例省"
COUNTIES = {"东市": ("东一县", "东二区", "东三县"), "西盟": ("西一旗", "西二县", "西三经济开发区")}
"""Each city with its counties; every second one has the tables of 乙县, the others those of 甲县."""
TOWNSHIPS = {"东乡": (("一村", "煤改电", "农村", 700), ("二村", "煤改电", "农村", 300)), "西镇": (("三村", "煤改电", "农村", 200),)}
"""Two of the three townships of 东一县, with what 甲县 confirms in them; the third, 城关镇, has it from its 社区."""
COMMUNITY = ("东街社区", "生物质热电联产", "城区/县城", 800)
HEADING = "村（社区）,取暖路径,区域,户数\n"


def make(root: Path) -> Path:
    """Write the province's workspace into a folder."""
    season = root / "inputs/2023"
    season.mkdir(parents=True)
    (root / "reportgen.toml").write_text("season = 2023\n", "utf-8")
    for at, (city, counties) in enumerate(COUNTIES.items(), 1):
        _copy("示例市", season / city, {"示例市": city}, 代码=f"99{at}000", 下级=list(counties), 上级=PROVINCE, 序号=at, 主送=["各县级人民政府"])
        for order, county in enumerate(counties, 1):
            like = "甲县" if order % 2 else "乙县"
            names = {"示例市": city, like: county}
            _copy(like, season / county, names, 代码=f"99{at}{order:03}", 上级=city, 序号=order)
    names = {
        "示例市": PROVINCE,
        "市财政局": "省财政厅",
        "市能源局": "省能源局",
        "副市长": "副省长",
        "示例省清洁取暖工作领导小组办公室": "省清洁取暖工作领导小组办公室",
    }
    _copy("示例市", season / PROVINCE, names, 级别="省", 代码="980000", 下级=list(COUNTIES), 主送=["各市人民政府、各盟行政公署", "省直有关单位"])
    for unit in (PROVINCE, *COUNTIES):
        (season / unit / "建筑节能.csv").unlink()  # what 示例市 has of its own is no sum of these counties
    return root


def give_townships(root: Path, county: str = "东一县", before: str = "") -> None:
    """Take a county's table of confirmed villages away, and give it to its townships; one of them has it from a community below it.

    `before` stands before their names, which are then their 简称.
    """
    number = yaml.safe_load((root / "inputs/2023" / county / "单位.yaml").read_text("utf-8"))["代码"]
    short = (lambda name: {"简称": name}) if before else (lambda _: {})
    season = root / "inputs/2023"
    (season / county / "确村确户.csv").unlink()
    for order, name in enumerate((*TOWNSHIPS, "城关镇"), 1):
        unit(season, f"{before}{name}", **short(name), 级别="乡镇", 代码=f"{number}{order:03}", 上级=county, 序号=order)
    for name, rows in TOWNSHIPS.items():
        _write(season / f"{before}{name}/确村确户.csv", rows)
    unit(season, f"{before}东街社区", **short("东街社区"), 级别="村", 代码=f"{number}003001", 上级=f"{before}城关镇")
    _write(season / f"{before}东街社区/确村确户.csv", (COMMUNITY,))


def unit(season: Path, name: str, **entries: object) -> Path:
    """A unit's folder with its description."""
    folder = season / name
    folder.mkdir()
    text = yaml.safe_dump({"名称": name, "发文机关": f"{name}人民政府", **entries}, allow_unicode=True, sort_keys=False)
    (folder / "单位.yaml").write_text(text, "utf-8")
    return folder


def _write(path: Path, rows: tuple[tuple[str, str, str, int], ...]) -> None:
    path.write_text(HEADING + "".join(",".join(map(str, row)) + "\n" for row in rows), "utf-8")


def _copy(like: str, folder: Path, names: Mapping[str, str], **entries: object) -> None:
    """A unit's folder as another's, with other names in all its texts and other entries in its description."""
    shutil.copytree(PAIR / like, folder)
    for path in folder.rglob("*"):
        if path.suffix in (".csv", ".yaml"):
            text = path.read_text("utf-8")
            for old, new in names.items():
                text = text.replace(old, new)
            path.write_text(text, "utf-8")
    path = folder / "单位.yaml"
    said = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**said, **entries}, allow_unicode=True, sort_keys=False), "utf-8")
