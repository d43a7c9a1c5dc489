"""How many lines and characters a page of a Word file holds, from the line pitch and the grid that most of its text has."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.lint.model import CharacterGrid
from reportgen.lint.word.sections import Section
from reportgen.measure import MM_PER_PT
from reportgen.ooxml.styles import Look, ParagraphForm

_NEARLY = 0.02  # of a line or character: what the rounding of lengths takes away
_GRIDS = frozenset({"lines", "linesAndChars", "snapToChars"})


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph of the text is set, and in which section."""

    form: ParagraphForm
    look: Look
    section: Section


def grid_of(settings: Mapping[Setting, Sequence[int]]) -> CharacterGrid:
    """The grid of the setting that most characters have; `settings` are how long the paragraphs of each are.

    A paragraph may be drawn in, or out, by a hair's breadth so that it ends well: of settings that differ in nothing else, that of most paragraphs counts.
    """
    upright = {setting: lengths for setting, lengths in settings.items() if not setting.section.sheet.turned}
    if not upright:
        return CharacterGrid(None, None, "文件中没有成段的正文", "文件中没有成段的正文")
    alike: dict[Setting, list[Setting]] = {}
    for setting in upright:
        alike.setdefault(replace(setting, look=replace(setting.look, tracking=0.0)), []).append(setting)
    group = max(alike.values(), key=lambda group: sum(sum(upright[setting]) for setting in group))
    most = max(group, key=lambda setting: (len(upright[setting]), sum(upright[setting])))
    area, room = most.section.sheet.type_area, most.section.room
    pitch = _pitch(most)
    if area is None or room is None:
        return CharacterGrid(None, None, "文件没有写明页边距，或者分栏排版", "文件没有写明页边距，或者分栏排版")
    lines = None if pitch is None else math.floor((area.bottom - area.top) / MM_PER_PT / pitch + _NEARLY)
    added = most.section.grid_added if most.section.grid in ("linesAndChars", "snapToChars") and most.form.snaps else 0.0
    character = max(most.look.size + most.look.tracking + added, 1.0)
    return CharacterGrid(lines, math.floor(room / MM_PER_PT / character + _NEARLY), why_lines="" if lines else "行距不是固定值，每页行数随字体变化")


def _pitch(setting: Setting) -> float | None:
    spacing, section = setting.form.spacing, setting.section
    if spacing.rule == "exact":
        return spacing.line / 20
    if setting.form.snaps and section.grid in _GRIDS and section.grid_pitch >= setting.look.size and spacing.rule == "auto":
        return section.grid_pitch * spacing.line / 240
    return None
