"""Word files as pages, laid out by LibreOffice as Word would where LibreOffice doesn't read what they say."""

from pathlib import Path

from tests.libreoffice import play, teach

# LibreOffice 7.4 overlooks w:autoSpaceDE and w:autoSpaceDN, by which no space stands between Chinese and digits, and puts a quarter of a character at each
# end of a number: lines would hold fewer characters than in Word. Its own property says the same.
_SCRIPT = """
Sub Lay(folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim form(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  form(0).Name = "FilterName"
  form(0).Value = "writer_pdf_Export"
  name = Dir(folder &amp; "/*.docx")
  Do While name &lt;&gt; ""
    document = StarDesktop.loadComponentFromURL(ConvertToURL(folder &amp; "/" &amp; name), "_blank", 0, hidden())
    styles = document.StyleFamilies.getByName("ParagraphStyles")
    For i = 0 To styles.Count - 1
      styles.getByIndex(i).ParaIsCharacterDistance = False
    Next i
    document.storeToURL(ConvertToURL(folder &amp; "/" &amp; Left(name, Len(name) - 5) &amp; ".pdf"), form())
    document.close(True)
    name = Dir
  Loop
End Sub
"""


def lay_out(folder: Path, **environment: str) -> None:
    """Make a PDF of each Word file in `folder`, beside it."""
    teach(folder, _SCRIPT)
    play(folder, f'Lay("{folder}")', **environment)
