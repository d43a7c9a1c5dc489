"""Figures + template -> canonical HTML."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jinja2 import Environment

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.documents.charts import CHARTS
from reportgen.documents.context import context, figures_of_periods, filing
from reportgen.documents.edits import Edited, edit, edits_of, not_in_forms
from reportgen.documents.finish import identify, mark, number_captions, number_headings, strip_positions, tidy
from reportgen.documents.forms.filled import filled, find_form
from reportgen.documents.kinds import Kind
from reportgen.documents.lacking import Figures, gaps_of, what_is_lacking
from reportgen.documents.own.annexes import own_annexes
from reportgen.documents.own.words import own_words
from reportgen.documents.persons import personal_data
from reportgen.documents.printed import printed
from reportgen.documents.syntax import explain_markup
from reportgen.documents.templates import TemplateFiles, template_problem
from reportgen.documents.titles import break_title, break_titles, parts_of
from reportgen.documents.vocabulary_faults import VocabularyFault, vocabulary_faults
from reportgen.figures.scope import Scope
from reportgen.figures.seasons import elsewhen, years_in
from reportgen.figures.themes import Themes
from reportgen.inputs.schema.unit import UNSEALED
from reportgen.language.environment import AT, NoTemplates, environment
from reportgen.language.figure import Figure
from reportgen.language.shown import showing, shown
from reportgen.language.sources import speaking_of
from reportgen.language.text import text
from reportgen.pictures import data_url, is_picture, picture_path
from reportgen.policy import Printed
from reportgen.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed document: canonical HTML, None where it could not be made, and what is wrong with it.

    `missing` are the texts 【待补：…】 that it shows, in their order; with any, the document is a draft (草稿). `printed` is what
    rules are told of it. `derived` are the figures by name that it shows and that are none of the unit's own in its season. `undone` are those of the
    problems that are edits (文字修改) which could not be made; with any, it is a draft.
    """

    html: str | None
    problems: tuple[Diagnostic, ...] = ()
    missing: tuple[str, ...] = ()
    printed: Printed | None = None
    derived: Mapping[str, Figure] = field(default_factory=dict)
    undone: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes the documents of a workspace; templates are compiled once: those of HTML in `jinja`, forms and titles in `plain`."""

    workspace: Workspace
    jinja: Environment
    plain: Environment

    def compose(self, scope: Scope, kind: Kind, season: str, themes: Themes, further: Mapping[str, object]) -> Composed:
        """The canonical HTML of one document, or the problems that prevent it, at the template's file and line.

        `themes` are the figures of `scope`; `further` are names that the template may use besides those of `context`.
        """
        with showing() as derived, speaking_of(season):
            composed = self._fill(scope, kind, season, themes) if kind.is_form else self._render(scope, kind, season, themes, further)
        return replace(composed, derived=derived)

    def _render(self, scope: Scope, kind: Kind, season: str, themes: Themes, further: Mapping[str, object]) -> Composed:
        """A template rendered."""
        form = kind.levels[scope.unit.level]
        seal, problems = self._seal(scope)
        names = {**context(scope, kind, season, themes, seal), **further}
        usable = frozenset((*names, *(entry for theme in themes.by_name.values() for entry in getattr(type(theme), "__dataclass_fields__", ()))))
        written = form.place("title")
        try:
            own = scope.programme.title_words
            title = _title(form.title, names, written, own) if form.title else ()
            cover = _title(form.cover_title, names, written := form.place("cover_title"), own)
            written = form.place("template")
            rendered = self.jinja.get_template(form.template).render(names, form=form, title=title, cover_title=cover)
        # A template is a program of its editor's: whatever it raises is its fault, and is reported at its line.
        except Exception as fault:  # noqa: BLE001
            return Composed(None, (*problems, template_problem(fault, usable, self.jinja, self.workspace, written)))
        root, fault_found = _parse(rendered)
        if root is None:
            return Composed(None, (*problems, *fault_found))
        return self._finish(root, scope, kind, season, themes.figures, problems)

    def _finish(self, root: "_Element", scope: Scope, kind: Kind, season: str, figures: Figures, problems: tuple[Diagnostic, ...]) -> Composed:
        unit = scope.unit.name
        tidy(root)
        problems = (*problems, *own_words(root, scope.inputs, kind), *own_annexes(root, self.workspace, scope.inputs, kind))
        break_titles(root, scope.programme.title_words)
        found = list(number_captions(root))
        edited = edit(root, edits_of(scope, kind.name), unit)
        number_headings(root)
        found += vocabulary_faults(root)
        if found:
            return Composed(None, (*problems, *(_problem(fault) for fault in found)))
        title = root.find("section/h1") if root.find("section/h1") is not None else root.find("h1")
        named = "".join(title.itertext()) if title is not None else f"{unit}{kind.name}"
        return self._composed(root, scope, kind, season, named, figures, problems, edited)

    def _fill(self, scope: Scope, kind: Kind, season: str, themes: Themes) -> Composed:
        """A form filled in."""
        level = kind.levels[scope.unit.level]
        names = context(scope, kind, season, themes)
        folder = self.workspace.root / scope.inputs.folder
        word = find_form(self.workspace, level.file, level.place("template"))
        if isinstance(word, Diagnostic):
            return Composed(None, (word,))
        root, problems = filled(word, self.plain, names, self.workspace, folder)
        if root is None:
            return Composed(None, problems)
        try:
            title = text("".join(parts_of(level.title)), names, level.place("title"))
        except Exception as fault:  # noqa: BLE001  # as in a template
            return Composed(None, (*problems, template_problem(fault, frozenset(names), self.jinja, self.workspace, level.place("title"))))
        edited = Edited(not_in_forms(edits_of(scope, kind.name), kind.name, scope.unit.name))
        return self._composed(root, scope, kind, season, title, themes.figures, problems, edited)

    def _composed(
        self,
        root: "_Element",
        scope: Scope,
        kind: Kind,
        season: str,
        title: str,
        figures: Figures,
        problems: tuple[Diagnostic, ...],
        edited: Edited,
    ) -> Composed:
        """A composed tree marked and described."""
        from lxml import etree

        gaps = gaps_of(root)
        missing = tuple(gap.text for gap in gaps)
        marks = ["草稿"] if missing or edited.undone else []
        problems = (*problems, *edited.problems)
        datasets = tuple(scope.programme.by_key) if kind.is_review or kind.archived else kind.datasets + kind.optional
        if any(one.sample(datasets) for one in (scope, *elsewhen(scope, years_in(shown())))):
            marks.append("示例数据")
        mark(root, marks)
        identify(root)
        strip_positions(root)
        dated = filing(scope, kind).dated
        root.attrib.update(
            {
                "data-kind": kind.id,
                "data-unit": scope.unit.name,
                "data-season": season,
                "data-title": title,
                "data-author": scope.unit.authority,
            }
        )
        if dated:
            root.set("data-date", dated.isoformat())
        form = kind.levels[scope.unit.level]
        persons = tuple(personal_data(root, kind.name, Place(f"templates/{form.file}"), unit=scope.unit.name))
        if persons:
            return Composed(None, (*problems, *persons))
        html = etree.tostring(root, encoding="unicode")
        told = printed(root, kind.name, self._file(scope, kind, season)) if kind.filed else None  # rules look at no others

        def known() -> Mapping[str, Figure]:
            return {**shown(), **figures(), **figures_of_periods(scope, kind)}

        return Composed(html, (*problems, *what_is_lacking(gaps, known, scope, kind)), missing, told, undone=edited.undone)

    def _file(self, scope: Scope, kind: Kind, season: str) -> str:
        folder = scope.inputs.folder_name
        return f"{self.workspace.relative(self.workspace.outputs)}/{season}/{folder}/{kind.name}"

    def _seal(self, scope: Scope) -> tuple[str, tuple[Diagnostic, ...]]:
        if scope.unit.seal in (None, UNSEALED):
            return "", ()
        path = picture_path(self.workspace.root / scope.inputs.folder, scope.unit.seal)
        with suppress(Unreadable):
            if path is not None and is_picture(data := self.workspace.read(path)):
                return data_url(data, path), ()
        place = scope.unit.place("seal") or scope.inputs.description
        help_text = "请把 PNG 或 JPG 图片放在本单位文件夹中，只写文件名"
        return "", (error("documents.seal", f"印章图片“{scope.unit.seal}”用不了", place, help=help_text, unit=scope.unit.name),)


def composer(workspace: Workspace) -> Composer:
    """A composer for the workspace's templates."""
    return Composer(workspace, environment(TemplateFiles(workspace), names={"chart": CHARTS}), environment(NoTemplates(), positions=False))


def _title(pattern: str, names: Mapping[str, object], place: Place, own: tuple[str, ...]) -> tuple[str, ...]:
    return break_title([text(part, names, place) for part in parts_of(pattern)], own)


def _parse(rendered: str) -> tuple["_Element | None", tuple[Diagnostic, ...]]:
    from lxml import etree

    from reportgen.ooxml.parsing import parse

    try:
        return parse(rendered), ()
    except etree.XMLSyntaxError as fault:
        lines = rendered.split("\n")
        unclosed = re.search(r"(?:tag mismatch:|end of data in tag) (\w+) line (\d+)", fault.msg or "")
        before = lines[int(unclosed[2]) - 1] if unclosed else "\n".join(lines[: fault.lineno or 1])
        position = before.rfind(f'<{unclosed[1]} {AT}="' if unclosed else f'{AT}="')
        place = _place(before[before.find('"', position) + 1 :].split('"', 1)[0]) if position >= 0 else None
        what, how = explain_markup(fault.msg or "")
        return None, (error("template.markup", f"模板的 HTML 有错：{what}", *((place,) if place else ()), help=how),)


def _place(at: str) -> Place:
    file, _, line = at.rpartition(":")
    return Place(file, line=int(line)) if file and line.isdecimal() else Place(at)


def _problem(fault: VocabularyFault) -> Diagnostic:
    element: _Element | None = fault.element
    while element is not None and element.get(AT) is None:
        element = element.getparent()
    places = (_place(str(element.get(AT))),) if element is not None else ()
    return error("template.vocabulary", fault.message, *places, help="请对照 docs/canonical-html.md 改正模板")
