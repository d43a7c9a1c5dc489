"""自有附件: files that a unit attaches, each an attachment of its own behind those of the template, named in the 附件说明 (GB/T 9704-2012 7.3.4)."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Unreadable, error, warning
from reportgen.documents.kinds import Kind
from reportgen.documents.own.placing import SOURCE, source_of
from reportgen.documents.own.scans import pages_of
from reportgen.documents.own.word_body import word_body
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.everywhere import OWN_ANNEXES
from reportgen.inputs.wording import proposal, shorten
from reportgen.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element

FOLDER = "附件"
"""The folder in that of a unit in which the files lie."""
_WORD, _PDF, _PICTURES = ".docx", ".pdf", (".png", ".jpg", ".jpeg")
MOST_BYTES = 30 * 2**20
"""What is larger nobody sends with a document: the file would be too large for every mailbox."""


def own_annexes(root: "_Element", workspace: Workspace, inputs: UnitInputs, kind: Kind) -> Iterator[Diagnostic]:
    """Puts a unit's own attachments behind those of a rendered tree; yields what is wrong, each at its cell."""
    for row in inputs.rows(OWN_ANNEXES) or ():
        if not (row.file and row.kind and row.title and kind.is_named(row.kind)):
            continue
        path = _path(workspace, inputs, row.file)
        if path is None:
            message = f"“{shorten(row.file)}”应为“{FOLDER}”文件夹中的文件的名称"
            yield error("own.annex-path", message, row.place("file"), help="请只写文件名，例如 承诺书.docx", unit=inputs.unit.name)
            continue
        try:
            blocks, lost = _blocks(workspace, path, row.title, root)
        except Unreadable as fault:
            yield _unreadable(fault, workspace, path, row, inputs)
            continue
        if not blocks:
            message = f"“{shorten(row.file)}”没有内容，没有附上"
            yield error("own.annex-empty", message, row.place("file"), help="请检查文件", unit=inputs.unit.name)
            continue
        if lost:
            message = f"“{shorten(row.file)}”中的{'、'.join(lost)}没有带入"
            help = "要原样附上的，请另存为 PDF，“文件”改写 PDF 的名称"
            yield warning("own.annex-lost", message, row.place("file"), help=help, unit=inputs.unit.name)
        _attach(root, row, blocks)


def annex_files(workspace: Workspace, inputs: UnitInputs) -> tuple[Path, ...]:
    """The files that a unit attaches to any of its documents; those that aren't there are left out."""
    paths = (_path(workspace, inputs, row.file) for row in inputs.rows(OWN_ANNEXES) or () if row.file)
    return tuple(dict.fromkeys(path for path in paths if path is not None and path.is_file()))


def _path(workspace: Workspace, inputs: UnitInputs, name: str) -> Path | None:
    """Where a file of the folder would stand; None where the name leads out of it."""
    folder = workspace.root / inputs.folder / FOLDER
    path = Path(os.path.normpath(folder / name))
    return path if path.parent.is_relative_to(folder) and path != folder else None


def _unreadable(fault: Unreadable, workspace: Workspace, path: Path, row: Record, inputs: UnitInputs) -> Diagnostic:
    there: list[str] = []
    if not path.exists():
        try:
            there = [entry.name for entry in workspace.entries(path.parent)]
        except Unreadable:
            there = []
        message = f"“{FOLDER}”文件夹中没有“{shorten(row.file)}”{proposal(row.file, there)}"
        return error("own.annex-missing", message, row.place("file"), help=f"请把文件放在 {inputs.folder}/{FOLDER}/ 中", unit=inputs.unit.name)
    return error("own.annex-unreadable", f"“{shorten(row.file)}”{fault.message}，没有附上", row.place("file"), help=fault.help, unit=inputs.unit.name)


def _blocks(workspace: Workspace, path: Path, title: str, root: "_Element") -> tuple[list["_Element"], list[str]]:
    """What an attachment shows of a file, and what of it can't be carried over. Raises Unreadable."""
    ending = path.suffix.lower()
    if ending not in (_WORD, _PDF, *_PICTURES):
        raise Unreadable("annex", f"是 {ending or '没有扩展名的'} 文件，附不上", "可以附 .docx、.pdf、.jpg 和 .png 文件，其他的请另存为 PDF")
    data = workspace.read(path, MOST_BYTES)
    if ending == _WORD:
        body = word_body(data, title, root)
        return body.blocks, body.lost
    figures = []
    pages = pages_of(data, is_pdf=ending == _PDF)
    for number, page in enumerate(pages, 1):
        figure = root.makeelement("figure", {"class": "scan"})
        img = root.makeelement("img", {"src": f"data:image/jpeg;base64,{base64.b64encode(page.jpeg).decode()}"})
        img.attrib.update({"width": f"{page.width:g}mm", "height": f"{page.height:g}mm", "alt": f"{title}第{number}页，共{len(pages)}页"})
        figure.append(img)
        figures.append(figure)
    return figures, []


def _attach(root: "_Element", row: Record, blocks: list["_Element"]) -> None:
    """Adds an attachment behind the last, and its name to the 附件说明; the first gets a number where it had none."""
    labels = root.findall("section[@class]/p[@class='attachment-label']")
    notes = root.findall("p[@class='attachment-note']")
    number = len(labels) + 1
    if number == 2:  # noqa: PLR2004  # the one that there is was called 附件 alone
        labels[0].text = "附件1"
        _numbered(notes[0])
    source = source_of(row.place("file"))
    note = root.makeelement("p", {"class": "attachment-note", SOURCE: source})
    if notes:
        note.text = f"{number}.{row.title}"
        notes[-1].addnext(note)
    else:
        label = root.makeelement("span", {"class": "label"})
        label.text, label.tail = "附件：", row.title
        note.append(label)
        next(p for p in root.iterchildren("p") if p.get("class") in ("attendance", "signature")).addprevious(note)
    section = root.makeelement("section", {"class": "attachment"})
    label = root.makeelement("p", {"class": "attachment-label"})
    label.text = f"附件{number}" if number > 1 else "附件"
    title = root.makeelement("h1", {SOURCE: source})
    title.text = row.title
    section.extend([label, title, *blocks])
    footer = root.find("footer")
    if footer is None:
        root.append(section)
    else:
        footer.addprevious(section)


def _numbered(note: "_Element") -> None:
    label = note.find("span[@class='label']")
    if label is not None:
        label.tail = f"1.{(label.tail or '').strip()}"
    else:
        note.text = f"1.{(note.text or '').strip()}"
