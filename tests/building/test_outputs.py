"""Writing outputs: what officers edited is kept, and what was written is remembered."""

from pathlib import Path

import pytest

from reportgen.building.outputs import open_outputs

NAME = "2023/甲县/实施方案.docx"


def put(folder: Path, content: bytes) -> tuple[str, bool, list[str]]:
    """A whole run that writes one file: the name it got, whether it changed, the codes of its problems."""
    outputs = open_outputs(folder)
    assert outputs.intend({NAME: (content, "key")}) == ()
    path, changed, problems = outputs.put(NAME, content, "key")
    assert path is not None
    assert path.read_bytes() == content
    assert outputs.close() == ()
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


@pytest.mark.parametrize("ledger", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_a_ledger_that_cannot_be_read_protects_what_is_there(ledger: bytes, tmp_path: Path) -> None:
    put(tmp_path, b"1")
    (tmp_path / ".reportgen/written.jsonl").write_bytes(ledger)
    assert put(tmp_path, b"2") == ("实施方案（新生成）.docx", True, ["outputs.edited"])


def test_a_file_is_current_while_it_and_its_document_are_what_they_were(tmp_path: Path) -> None:
    outputs = open_outputs(tmp_path)
    assert outputs.standing(NAME, "key") == (NAME, False)
    put(tmp_path, b"1")
    outputs = open_outputs(tmp_path)
    assert outputs.standing(NAME, "key") == (NAME, True)
    assert outputs.standing(NAME, "other") == (NAME, False)
    (tmp_path / NAME).write_bytes(b"edited")
    assert outputs.standing(NAME, "key") == ("2023/甲县/实施方案（新生成）.docx", False)
    put(tmp_path, b"1")
    assert open_outputs(tmp_path).standing(NAME, "key") == ("2023/甲县/实施方案（新生成）.docx", True)
    (tmp_path / NAME).unlink()
    assert open_outputs(tmp_path).standing(NAME, "key") == (NAME, False)


def test_a_run_that_ends_before_or_after_a_file_is_replaced_leaves_no_file_that_passes_for_edited(tmp_path: Path) -> None:
    put(tmp_path, b"1")
    for replaced in (False, True):
        dying = open_outputs(tmp_path)
        dying.intend({NAME: (b"2", "key2")})
        if replaced:
            (tmp_path / NAME).write_bytes(b"2")
        with (tmp_path / ".reportgen/written.jsonl").open("ab") as ledger:
            ledger.write(b'\n["2023/')  # and a line that was broken off
        assert open_outputs(tmp_path).standing(NAME, "key2") == (NAME, replaced)
    assert put(tmp_path, b"3") == ("实施方案.docx", True, [])


def test_nothing_is_written_that_cannot_be_noted_before(tmp_path: Path) -> None:
    (tmp_path / ".reportgen").write_text("a file where the folder should be")
    (problem,) = open_outputs(tmp_path).intend({NAME: (b"1", "key")})
    assert problem.code == "outputs.failed"
