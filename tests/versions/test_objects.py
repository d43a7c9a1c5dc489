"""Objects: bytes under their own digest, whatever happens to their files."""

import hashlib
from pathlib import Path

import pytest

from reportgen.versions.objects import DamagedObject, open_objects

CONTENT = "实施方案".encode() * 100


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    objects = open_objects(tmp_path)
    names = [objects.put(content) for content in (CONTENT, b"", CONTENT)]
    assert names == [hashlib.sha256(content).hexdigest() for content in (CONTENT, b"", CONTENT)]
    assert [objects.get(name) for name in names] == [CONTENT, b"", CONTENT]
    assert list(objects.all()) == sorted(set(names))
    assert objects.path(names[0]).stat().st_size < len(CONTENT) / 4
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [objects.path(name) for name in sorted(set(names))]


@pytest.mark.parametrize("position", [0, 1, 10, -5, -1])
def test_any_byte_altered_is_found_and_mended_when_it_is_kept_again(position: int, tmp_path: Path) -> None:
    objects = open_objects(tmp_path)
    name = objects.put(CONTENT)
    stored = bytearray(objects.path(name).read_bytes())
    stored[position] ^= 0x10
    objects.path(name).write_bytes(stored)
    with pytest.raises(DamagedObject) as fault:
        objects.get(name)
    assert (fault.value.digest, fault.value.path) == (name, objects.path(name))
    assert objects.put(CONTENT) == name
    assert objects.get(name) == CONTENT


def test_what_is_cut_off_exchanged_or_gone_is_damaged(tmp_path: Path) -> None:
    objects = open_objects(tmp_path)
    name, other = objects.put(CONTENT), objects.put(b"other")
    whole = objects.path(name).read_bytes()
    for stored in (b"", whole[:-1], objects.path(other).read_bytes(), CONTENT):
        objects.path(name).write_bytes(stored)
        with pytest.raises(DamagedObject):
            objects.get(name)
    objects.path(name).unlink()
    for missing in (name, "", "../../etc/passwd", "ab\0cd"):
        with pytest.raises(DamagedObject):
            objects.get(missing)
