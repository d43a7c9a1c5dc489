"""Packages as zips from anybody: what isn't safe to open isn't opened, and nothing is written by its names."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.diagnostics import Unreadable
from reportgen.filing import archive
from reportgen.filing.archive import PACKAGE, open_archive
from reportgen.filing.names import is_safe
from reportgen.filing.verify import verify

Maker = Callable[[Path], None]


def named(*names: str) -> Maker:
    """A zip of files with these names."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as written, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # zipfile warns of a name that is there twice
            for name in names:
                written.writestr(zipfile.ZipInfo(name), b"content")

    return make


def with_mode(mode: int) -> Maker:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as written:
            entry = zipfile.ZipInfo("link")
            entry.create_system, entry.external_attr = 3, mode << 16
            written.writestr(entry, b"/etc/passwd")

    return make


def encrypted(path: Path) -> None:
    named("file")(path)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(content)


def compressed(method: int, content: bytes = b"content") -> Maker:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", method) as written:
            written.writestr("file", content)

    return make


def cut(part: slice) -> Maker:
    def make(path: Path) -> None:
        named("file", "other")(path)
        path.write_bytes(path.read_bytes()[part])

    return make


def with_a_list_of_nothing(path: Path) -> None:
    named("file")(path)
    path.write_bytes(path.read_bytes().replace(b"PK\1\2", b"PK\1\3"))


def with_a_name_cut_by_zero(path: Path) -> None:
    named("safe-x..-evil")(path)
    path.write_bytes(path.read_bytes().replace(b"safe-x..-evil", b"safe\0../-evil"))


def claiming(count: int, index: int) -> Maker:
    """A zip whose end says how many files there are and how long their list is."""

    def make(path: Path) -> None:
        path.write_bytes(b"PK\3\4" + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, index, 4, 0))

    return make


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.write_bytes(b""), "不是 zip 压缩包"),
        (lambda path: path.write_bytes(b"PK\3\4 but nothing more"), "不是 zip 压缩包"),
        (lambda _path: None, "文件不存在"),
        (cut(slice(0, 60)), "不是 zip 压缩包"),
        (with_a_list_of_nothing, "已经损坏"),
        (named("../escape"), "不安全的文件名"),
        (named("/absolute"), "不安全的文件名"),
        (named("a/../../escape"), "不安全的文件名"),
        (named("C:/windows"), "不安全的文件名"),
        (named("a\\b"), "不安全的文件名"),
        (named("a//b"), "不安全的文件名"),
        (named("./a"), "不安全的文件名"),
        (named("folder/NUL.txt"), "不安全的文件名"),
        (named("ends with a dot."), "不安全的文件名"),
        (named("turned\u202etxt.exe"), "不安全的文件名"),
        (named("line\nbreak"), "不安全的文件名"),
        (named("长" * 100), "不安全的文件名"),
        (named("/".join("abcdefghijklmnopq")), "不安全的文件名"),
        (with_a_name_cut_by_zero, "不安全的文件名"),
        (with_mode(stat.S_IFLNK | 0o777), "链接或者特殊文件"),
        (with_mode(stat.S_IFIFO | 0o644), "链接或者特殊文件"),
        (with_mode(stat.S_IFCHR | 0o644), "链接或者特殊文件"),
        (encrypted, "设有密码"),
        (compressed(zipfile.ZIP_BZIP2), "不认识的压缩方法"),
        (compressed(zipfile.ZIP_LZMA), "不认识的压缩方法"),
        (compressed(zipfile.ZIP_DEFLATED, bytes(16 * 2**20)), "解压后过大"),
        (named("one", "one"), "同名"),
        (named("one", "ONE"), "同名"),
        (named("e\u0301", "\u00e9"), "同名"),
        (named("one", "one/two"), "文件夹同时又是一个文件"),
        (named("one/two", "ONE"), "文件夹同时又是一个文件"),
        (claiming(60_000, 100), "为安全起见没有打开"),
        (claiming(1, 2**31), "为安全起见没有打开"),
        (claiming(1, 100), "已经损坏"),
    ],
)
def test_what_is_no_package_or_not_safe_is_refused(make: Maker, why: str, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "package.zip"
    path.parent.mkdir()
    make(path)
    before = sorted(tmp_path.rglob("*"))
    opened, (problem,) = open_archive(path)
    assert opened is None
    assert why in problem.message, problem.message
    assert problem.help
    assert verify(path).problems == (problem,)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["清单.json", "数据/inputs/2023/甲县/佐证材料/合同（一）.pdf", "a/b.c/d", "console.txt"])
def test_plain_names_are_safe(name: str) -> None:
    assert is_safe(name)


@pytest.mark.parametrize(("bound", "value"), [("entries", 2), ("unpacked", 20), ("file", 100)])
def test_bounds(bound: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "package.zip"
    named("one", "two", "three")(path)
    opened, problems = open_archive(path)
    assert opened is not None and problems == ()
    opened.close()
    monkeypatch.setattr(archive, "PACKAGE", replace(PACKAGE, limits=replace(PACKAGE.limits, **{bound: value})))
    assert open_archive(path)[0] is None


def test_a_file_that_is_longer_than_it_says_is_not_read_on(tmp_path: Path) -> None:
    """A bomb that hides its size: reading ends where it said, and its sum doesn't fit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("file", bytes(2**22))
    content = buffer.getvalue()
    path = tmp_path / "package.zip"
    path.write_bytes(content.replace(struct.pack("<L", 2**22), struct.pack("<L", 1000)))
    opened, _ = open_archive(path)
    assert opened is not None
    with opened, pytest.raises(Unreadable, match="已经损坏"):
        opened.read("file")
