"""LibreOffice as a judge of redlines: it accepts or rejects all changes in Word files, by a macro of its own."""

import os
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"

_LIBRARY = "http://openoffice.org/2000/library"
_MACRO = """
Sub ResolveAll(folder As String, count As Integer)
  For number = 1 To count
    Resolve(folder, number & ".docx", "Accept")
    Resolve(folder, number & ".docx", "Reject")
  Next
End Sub

Sub Resolve(folder As String, name As String, what As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(folder & "/" & name), "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(doc.CurrentController.Frame, ".uno:" & what & "AllTrackedChanges", "", 0, Array())
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  doc.storeToURL(ConvertToURL(folder & "/" & what & "/" & name), filter())
  doc.close(True)
End Sub
"""


def resolved(redlines: Mapping[str, bytes], folder: Path) -> dict[str, tuple[bytes, bytes]]:
    """Each Word file with its changes accepted, and with them rejected, all in one run of LibreOffice; `folder` is empty."""
    for number, redline in enumerate(redlines.values(), 1):
        (folder / f"{number}.docx").write_bytes(redline)
    for what in ("Accept", "Reject"):
        (folder / what).mkdir()
    profile = folder / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    # A profile is made first: LibreOffice forgets macros that are there before it.
    subprocess.run([*command, "--terminate_after_init"], env=environment, check=True, capture_output=True, timeout=120)
    _install(profile / "user/basic")
    subprocess.run(
        [*command, f"macro:///Standard.Resolver.ResolveAll({folder},{len(redlines)})"], env=environment, check=True, capture_output=True, timeout=300
    )
    return {name: ((folder / f"Accept/{number}.docx").read_bytes(), (folder / f"Reject/{number}.docx").read_bytes()) for number, name in enumerate(redlines, 1)}


def _install(basic: Path) -> None:
    library = f'xmlns:library="{_LIBRARY}"'
    link = 'library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"'
    module = 'script:name="Resolver" script:language="StarBasic"'
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    for name, root in {
        "script.xlc": f'<library:libraries {library} xmlns:xlink="http://www.w3.org/1999/xlink"><library:library {link}/></library:libraries>',
        "Standard/script.xlb": f'<library:library {library} library:name="Standard" library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="Resolver"/></library:library>',
        "Standard/Resolver.xba": f'<script:module xmlns:script="http://openoffice.org/2000/script" {module}>{escape(_MACRO)}</script:module>',
    }.items():
        (basic / name).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{root}', encoding="utf-8")


def reading(docx: bytes) -> list[str]:
    """What a reader sees of a Word file: its paragraphs with words, its pictures, the rows of its tables; a change that is left is told."""
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    for element in list(document.iter(FALLBACK)):
        element.getparent().remove(element)
    return list(_blocks(document.find(W + "body")))


def _blocks(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == W + "p":
            words = _words(child).strip("\t ")
            yield from [words] if words else []
            for box in child.iter(W + "txbxContent"):
                yield from (f"（框）{line}" for line in _blocks(box))
            yield from ("（图）" for _ in child.iter(PICTURE, CHART))  # LibreOffice keeps the picture of a chart
        elif child.tag == W + "tbl":
            for row in child.iter(W + "tr"):
                yield "|".join("\n".join(map(_words, cell.iter(W + "p"))).strip("\n") for cell in row.iter(W + "tc"))
        elif child.tag == W + "sdt":
            yield from _blocks(child.find(W + "sdtContent"))


def _words(element: etree._Element) -> str:
    words = []
    for child in element:
        if child.tag == W + "t":
            words.append((child.text or "").replace("\u200b", ""))  # LibreOffice leaves some where a floating picture was tracked
        elif child.tag == W + "tab":
            words.append("\t")
        elif child.tag == W + "br":
            words.append("" if child.get(W + "type") == "page" else "\n")
        elif child.tag in (W + "ins", W + "del"):
            words.append("（修订）")
        elif child.tag not in (W + "pPr", W + "rPr", W + "txbxContent"):
            words.append(_words(child))
    return "".join(words)
