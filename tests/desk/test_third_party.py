"""What the pages take from others is what the list says, byte for byte; nothing comes from outside."""

import hashlib
import re
import tomllib
from pathlib import Path

OURS = {"desk.css", "desk.svg", "drop.js", "pages.mjs"}


def test_every_file_of_others_is_the_one_that_is_pinned(root: Path) -> None:
    static = root / "reportgen/desk/static/desk"
    packages = tomllib.loads((root / "tools/third_party.toml").read_text("utf-8"))["package"]
    pinned = {file["as"]: file["sha256"] for package in packages for file in package["files"].values()}
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in static.iterdir() if path.name not in OURS}
    assert there == pinned
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", package["version"]) and package["licence"] for package in packages)


def test_no_page_and_no_style_names_an_address_outside(root: Path) -> None:
    desk = root / "reportgen/desk"
    files = [*desk.glob("templates/desk/*.html"), *desk.glob("static/desk/*.css")]
    assert files
    named = {path.name: found for path in files if (found := re.findall(r"(?:https?:)?//[\w.-]+\.\w+|@import|url\((?!data:)", path.read_text("utf-8")))}
    assert named == {}
