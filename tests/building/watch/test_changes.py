"""What has changed between two looks, and what is still on its way."""

import zipfile
from pathlib import Path

import pytest

from reportgen.building.watch.changes import Change, changes, unsettled

FILE = "inputs/2023/甲县/资金.csv"


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ({"a": "1"}, {"a": "1"}, []),
        ({"a": "1", "b": "2"}, {"a": "3", "c": "4"}, [Change("a", "changed"), Change("c", "new"), Change("b", "gone")]),
        ({"a/b": "1", "c": "2"}, {"a/d": "1", "c": "2"}, [Change("a/d", "renamed", "a/b")]),
        ({"a": "1"}, {"b": "1", "c": "1"}, [Change("b", "renamed", "a"), Change("c", "new")]),
        ({"程序": "1"}, {"程序": "2"}, [Change("程序", "changed")]),
    ],
)
def test_changes(before: dict[str, str], now: dict[str, str], found: list[Change]) -> None:
    assert list(changes(before, now)) == found


@pytest.mark.parametrize(
    "name",
    [
        *("~$填报表.xlsx", ".~填报表.xlsx", ".~lock.填报表.xlsx#", "~WRL0001.tmp", "lu3821b4.tmp", "4D2C1A00", "4913", "资金.csv~", ".资金.csv.swp"),
        *(".git/index", "甲县/.~lock.资金.csv#", "甲县/填报表.核对.xlsx", "甲县/填报表.升级前2.xlsx"),
    ],
)
def test_what_saving_leaves_is_no_change(name: str) -> None:
    assert changes({}, {f"inputs/2023/{name}": "1"}) == ()


def test_files_that_are_still_being_written(tmp_path: Path) -> None:
    folder = tmp_path / "inputs/2023/甲县"
    folder.mkdir(parents=True)
    whole = {"whole.csv": b"a", "说明.txt": b"", "印章.png": b""}
    half = {"empty.csv": b"", "half.xlsx": b"PK\x03\x04 and no end", "unreadable.csv": b"a"}
    for name, content in {**whole, **half}.items():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "whole.xlsx", "w") as archive:
        archive.writestr("a", "")
    digests = {f"inputs/2023/甲县/{file.name}": "1" for file in folder.iterdir()} | {"inputs/2023/甲县/unreadable.csv": "unreadable"}
    digests |= {"inputs/2023/甲县/佐证材料/empty.csv": "there"}
    found = changes({"inputs/2023/甲县/gone.csv": "2"}, digests)
    assert {name.rsplit("/", 1)[-1] for name in unsettled(tmp_path, found, digests)} == set(half)
