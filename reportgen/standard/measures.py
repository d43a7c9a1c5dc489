"""The numbers of the page and its lines by the standard, for those who measure: millimetres, type sizes and line pitch in points."""

from reportgen.standard.requirements import STANDARD

PAGE_WIDTH, PAGE_HEIGHT = STANDARD["paper.width"].number, STANDARD["paper.height"].number
TOP, LEFT = STANDARD["margin.top"].number, STANDARD["margin.left"].number
BOTTOM, RIGHT = STANDARD["margin.bottom"].number, STANDARD["margin.right"].number
TYPE_WIDTH, TYPE_HEIGHT = STANDARD["type-area.width"].number, STANDARD["type-area.height"].number
BODY_SIZE = STANDARD["body.size"].number
LINE_PITCH = STANDARD["line-pitch"].number
CHARACTERS = int(STANDARD["characters"].number)
EM = TYPE_WIDTH / CHARACTERS
"""One 字 in mm as it is set on the line."""
