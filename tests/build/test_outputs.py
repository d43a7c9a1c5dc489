"""Writing outputs: what officers edited is kept, and what was written is remembered."""

from pathlib import Path

import pytest

from reportgen.build.outputs import open_outputs

NAME = "2023/甲县/实施方案.docx"


def put(folder: Path, content: bytes) -> tuple[str, bool, list[str]]:
    """A whole run that writes one file: the name it got, whether it changed, the codes of its problems."""
    outputs = open_outputs(folder)
    path, changed, problems = outputs.put(NAME, content, "<article/>")
    assert path is not None
    assert path.read_bytes() == content
    assert outputs.save() == ()
    return path.name, changed, [problem.code for problem in problems]


def test_a_file_beside_an_edited_one_is_kept_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "outputs"
    edited = ["outputs.edited"]
    first, second, third = "实施方案.docx", "实施方案（新生成）.docx", "实施方案（新生成2）.docx"
    assert put(folder, b"1") == (first, True, [])
    assert put(folder, b"1") == (first, False, [])
    (folder / NAME).write_bytes(b"edited")
    assert put(folder, b"1") == (second, True, edited)
    assert put(folder, b"1") == (second, False, edited)
    assert put(folder, b"2") == (second, True, edited)
    (folder / NAME).with_name(second).write_bytes(b"edited too")
    assert put(folder, b"2") == (third, True, edited)
    assert put(folder, b"2") == (third, False, edited)
    assert (folder / NAME).read_bytes() == b"edited"
    assert (folder / NAME).with_name(second).read_bytes() == b"edited too"
    (folder / NAME).unlink()
    assert put(folder, b"3") == (first, True, [])


def test_two_runs_at_once_remember_what_both_wrote(tmp_path: Path) -> None:
    one, two = open_outputs(tmp_path), open_outputs(tmp_path)
    one.put("2023/甲县/a.html", b"a", "<article/>")
    two.put("2023/乙县/b.html", b"b", "<article/>")
    assert (two.save(), one.save()) == ((), ())
    assert set(open_outputs(tmp_path).written) == {"2023/甲县/a.html", "2023/乙县/b.html"}


@pytest.mark.parametrize("ledger", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_a_ledger_that_cannot_be_read_protects_what_is_there(ledger: bytes, tmp_path: Path) -> None:
    put(tmp_path, b"1")
    (tmp_path / ".reportgen/written.json").write_bytes(ledger)
    assert put(tmp_path, b"2") == ("实施方案（新生成）.docx", True, ["outputs.edited"])


def test_a_file_is_current_while_it_and_its_document_are_what_they_were(tmp_path: Path) -> None:
    outputs = open_outputs(tmp_path)
    assert not outputs.is_current(NAME, "<article/>")
    outputs.put(NAME, b"1", "<article/>")
    assert outputs.is_current(NAME, "<article/>")
    assert not outputs.is_current(NAME, "<article>2</article>")
    (tmp_path / NAME).write_bytes(b"edited")
    assert not outputs.is_current(NAME, "<article/>")
    (tmp_path / NAME).unlink()
    assert not outputs.is_current(NAME, "<article/>")
