"""reconcile: files that LibreOffice saved, as they are and after edits by script, some of them with its tracked changes on."""

from pathlib import Path

import pytest

from reportgen.reconcile.beside import FORMATTING
from reportgen.redline.redline import redline
from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from reportgen.versions.history import open_history
from tests.libreoffice import play, soffice, teach
from tests.reconcile.test_reconcile import GOLDEN, PLAN, blocks, figures, found, made

SCRIPT = """
Sub Put(document, old As String, fresh As String)
  search = document.createSearchDescriptor()
  search.SearchString = old
  found = document.findFirst(search)
  found.String = fresh
End Sub

Sub Edit(path As String, mode As String)
  tracked = (mode = "tracked")
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  document.RecordChanges = tracked
  Put(document, "请予备案", "请予审核")
  Put(document, "煤改电1200户", "煤改电1300户")
  If Not tracked Then
    document.TextTables.getByIndex(1).Rows.removeByIndex(2, 1)
    search = document.createSearchDescriptor()
    search.SearchString = "特此报告。"
    place = document.findFirst(search)
    place.getEnd().String = Chr(13) &amp; "本方案自印发之日起施行。"
  End If
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName"
  saving(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(path), saving())
  document.close(True)
End Sub
"""


@pytest.fixture(scope="module")
def base(root: Path) -> bytes:
    return (root / "templates/docx/official.docx").read_bytes()


@pytest.mark.slow
def test_saved_and_edited_by_libreoffice(tmp_path: Path, base: bytes) -> None:
    files = {path.stem: write_docx(path.read_text("utf-8"), Layout(), base) for path in GOLDEN if path.stem.startswith("甲县")}
    for name, content in (*files.items(), ("edited", files[PLAN.stem]), ("tracked", files[PLAN.stem])):
        (tmp_path / f"{name}.docx").write_bytes(content)
    plan = PLAN.read_text("utf-8")
    older = plan.replace(">1200<", ">1190<").replace("请予备案", "请予审查")
    (tmp_path / "redline.docx").write_bytes(write_docx(redline(older, plan), Layout(), base))
    named = [f"{name}.docx" for name in (*files, "redline")]
    soffice(tmp_path, "--convert-to", "docx", "--outdir", str(tmp_path / "saved"), *named)
    teach(tmp_path, SCRIPT)
    for name in ("edited", "tracked"):
        play(tmp_path, f'Edit("{tmp_path / name}.docx","{name}")')

    with open_history(tmp_path / "outputs") as history:
        history.record(made(older))
        for path in GOLDEN:
            history.record(made(path.read_text("utf-8")))
        for name in files:
            one = found(history, (tmp_path / f"saved/{name}.docx").read_bytes())
            assert (f"{one.key.unit}-{one.key.kind}", figures(one), blocks(one), one.revisions) == (name, [], [], ())
            assert (one.beside, one.unlooked) == ((), (FORMATTING,))
        edited, tracked = (found(history, (tmp_path / f"{name}.docx").read_bytes()) for name in ("edited", "tracked"))

        one = found(history, (tmp_path / "saved/redline.docx").read_bytes())
        assert (one.key.kind, figures(one), blocks(one), one.revisions, one.beside) == ("plan", [], [], (), ())
        assert {decided.decision.value for decided in one.decided or ()} == {"open"}

    row = [f"villages.township.西镇.{name} {value}→" for name, value in (("villages", 1), ("electricity", 200), ("biomass", 0), ("total", 200))]
    assert figures(edited) == ["tasks.electricity.total 1200→1300", *row]
    assert [line.partition(" ")[2] for line in blocks(edited)] == ["-1200+1300", "-备案+审核", "+本方案自印发之日起施行。", "-西镇-1-200-0-200"]
    assert edited.revisions == ()
    assert figures(tracked) == ["tasks.electricity.total 1200→1300"]
    assert [line.partition(" ")[2] for line in blocks(tracked)] == ["-1200+1300", "-备案+审核"]
    assert [(revision.kind.value, revision.text) for revision in tracked.revisions] == [
        ("delete", "煤改电1200户"),
        ("insert", "煤改电1300户"),
        ("delete", "请予备案"),
        ("insert", "请予审核"),
    ]
