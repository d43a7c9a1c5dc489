"""How elements look before a style sheet says anything: of what WeasyPrint has for all of HTML, what canonical HTML needs.

By default WeasyPrint computes the styles of five pseudo-elements, for list items and notes, for each element, and tries a
hundred selectors on it. A style sheet that is written for WeasyPrint gives the same pages with these.
"""

ELEMENTS = r"""
head, meta, title { display: none }
article, aside, body, div, figcaption, figure, footer, h1, h2, h3, h4, h5, header, html, p, section { display: block }
table { display: table; border-spacing: 2px; border-collapse: separate; text-indent: initial; box-sizing: border-box }
caption { display: table-caption }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group; vertical-align: middle }
tbody { display: table-row-group; vertical-align: middle }
tr { display: table-row; vertical-align: inherit }
td, th { display: table-cell; vertical-align: inherit; padding: 1px }
table, td, th { border-color: gray }
thead, tbody, tr { border-color: inherit }
body { margin: 8px }
figure, p { margin-top: 1em; margin-bottom: 1em }
figure { margin-left: 40px; margin-right: 40px }
h1 { margin-top: .67em; margin-bottom: .67em; font-size: 2em; bookmark-level: 1 }
h2 { margin-top: .83em; margin-bottom: .83em; font-size: 1.5em; bookmark-level: 2 }
h3 { margin-top: 1em; margin-bottom: 1em; font-size: 1.17em; bookmark-level: 3 }
h4 { margin-top: 1.33em; margin-bottom: 1.33em; font-size: 1em; bookmark-level: 4 }
h5 { margin-top: 1.67em; margin-bottom: 1.67em; font-size: .83em; bookmark-level: 5 }
h1, h2, h3, h4, h5 { font-weight: bold; bookmark-label: content(text); hyphens: manual; break-after: avoid; break-inside: avoid }
th { font-weight: bold }
ins { text-decoration: underline }
del { text-decoration: line-through }
img, svg { overflow: hidden }
br::before { content: "\A"; white-space: pre-line }
@page {
  margin: 75px;
  @footnote { margin-top: 1em }
  @top-left-corner { text-align: right; vertical-align: middle }
  @top-left { text-align: left; vertical-align: middle }
  @top-center { text-align: center; vertical-align: middle }
  @top-right { text-align: right; vertical-align: middle }
  @top-right-corner { text-align: left; vertical-align: middle }
  @left-top { text-align: center; vertical-align: top }
  @left-middle { text-align: center; vertical-align: middle }
  @left-bottom { text-align: center; vertical-align: bottom }
  @right-top { text-align: center; vertical-align: top }
  @right-middle { text-align: center; vertical-align: middle }
  @right-bottom { text-align: center; vertical-align: bottom }
  @bottom-left-corner { text-align: right; vertical-align: middle }
  @bottom-left { text-align: left; vertical-align: middle }
  @bottom-center { text-align: center; vertical-align: middle }
  @bottom-right { text-align: right; vertical-align: middle }
  @bottom-right-corner { text-align: left; vertical-align: middle }
}
"""
