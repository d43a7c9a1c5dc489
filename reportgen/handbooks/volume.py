"""The households of a village -> its volume as a PDF, or one household -> a Word file: pure functions of an order, wherever they are called."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, Environment, TemplateNotFound
from markupsafe import escape

from reportgen.building.renderer import Rendering
from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.own.scans import PagePicture
from reportgen.documents.templates import template_problem
from reportgen.handbooks.frame import Frame, VolumeOrder
from reportgen.handbooks.scans import bound
from reportgen.handbooks.shown import HouseholdShown, household_shown
from reportgen.inputs.personal import find
from reportgen.language.display import for_documents
from reportgen.language.environment import Language
from reportgen.language.numbers import numeral
from reportgen.render.typst import forget, write_typst
from reportgen.render.typst.images import GIVEN
from reportgen.workspace import Workspace, packaged_templates

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = ("handbook.html", "handbook-volume.html")
"""That of a household, and that of what stands before all of a village."""
_TITLE = "一户一档"
MARKED = {True: "内部资料　含个人信息", False: ""}
"""What stands above a volume with personal data that are whole."""


_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class ItemCount:
    """An item of all households of a volume: how many have it, how many lack something of it."""

    ordinal: str
    title: str
    present: str
    lacking: str


@dataclass(frozen=True, slots=True)
class HouseholdListed:
    """A household in the list before a volume: the titles of the items that lack something."""

    ordinal: str
    number: str
    head: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VolumeShown:
    """What the template of a volume's first pages is given: where it is of, which part of how many, its households and the items of all."""

    town: str
    village: str
    part: str
    parts: str
    count: str
    forms: tuple[ItemCount, ...]
    households: tuple[HouseholdListed, ...]


def make_volume(order: VolumeOrder) -> Rendering:
    """A volume as a PDF, or what prevents it: a fault of a template at its line, personal data in what should have none."""
    found = compose(order)
    if isinstance(found, Diagnostic):
        return Rendering(None, (found,))
    html, pictures, problems = found
    written = write_typst(html, order.frame.layout, pictures)
    forget()  # a volume of 100 households is 350 MB there, and none comes twice
    return Rendering(written.content or None, (*problems, *written.problems))


def compose(order: VolumeOrder) -> tuple[str, Mapping[str, bytes], tuple[Diagnostic, ...]] | Diagnostic:
    """The canonical HTML of a volume, the pictures that it names, and what couldn't be bound; or the fault for which it can't be composed."""
    frame = order.frame
    pictures: dict[str, bytes] = {}
    problems: list[Diagnostic] = []

    def address(picture: PagePicture) -> str:
        name = str(len(pictures) + 1)
        pictures[name] = picture.jpeg
        return f"{GIVEN}{name}"

    shown: list[HouseholdShown] = []
    for ordinal, member in enumerate(order.members, 1):
        papers = member.bound or bound(frame, member)
        problems += papers.problems
        shown.append(household_shown(frame, ordinal, member, papers, address))
    try:
        parts = [_template(frame.templates, TEMPLATES[1]).render(book=frame, volume=_front(order, shown))]
        parts += _handbooks(order, shown)
    except Exception as fault:  # noqa: BLE001  # a template is a program of its editor's
        return _template_fault(fault, frame)
    html = _article(frame, f"{order.town}{order.village}{_TITLE}", parts)
    wrong = None if frame.full else _personal(frame, parts)
    return wrong or (html, pictures, tuple(problems))


def compose_one(order: VolumeOrder) -> tuple[str, tuple[Diagnostic, ...]] | Diagnostic:
    """The canonical HTML of the one household of an order, its pictures in it, as the Word writer takes it."""
    frame, (member,) = order.frame, order.members
    papers = bound(frame, member)

    def address(picture: PagePicture) -> str:
        return f"data:image/jpeg;base64,{base64.b64encode(picture.jpeg).decode()}"

    try:
        parts = list(_handbooks(order, [household_shown(frame, 1, member, papers, address)]))
    except Exception as fault:  # noqa: BLE001  # as above
        return _template_fault(fault, frame)
    wrong = None if frame.full else _personal(frame, parts)
    return wrong or (_article(frame, f"{member.number}{_TITLE}", parts), papers.problems)


def _handbooks(order: VolumeOrder, shown: list[HouseholdShown]) -> list[str]:
    """Each household by the template of one: each has its own bound of work, however many there are."""
    template = _template(order.frame.templates, TEMPLATES[0])
    place = {"town": order.town, "village": order.village}
    return [template.render(book=order.frame, place=place, household=household) for household in shown]


def _front(order: VolumeOrder, shown: list[HouseholdShown]) -> VolumeShown:
    lacking = [sum(1 for member in order.members if member.lacking[at]) for at in range(len(order.frame.forms))]
    counts = tuple(ItemCount(numeral(at + 1), form.title, str(len(shown) - lacking[at]), str(lacking[at])) for at, form in enumerate(order.frame.forms))
    listed = tuple(HouseholdListed(household.ordinal, household.number, household.head, tuple(form.title for form in household.lacking)) for household in shown)
    return VolumeShown(order.town, order.village, str(order.part), str(order.parts), str(len(shown)), counts, listed)


def _article(frame: Frame, title: str, parts: list[str]) -> str:
    marks = "　".join(mark for mark in (MARKED[frame.full], "示例数据" if frame.sample else "") if mark)
    head = f'<header>{f"""<p class="marks">{marks}</p>""" if marks else ""}</header>'
    told = f'data-kind="handbook" data-unit="{escape(frame.unit)}" data-season="{frame.season}" data-title="{escape(title)}"'
    return f'<article class="gongwen" lang="zh-CN" {told} data-author="{escape(frame.authority)}">{head}{"".join(parts)}</article>'


def _personal(frame: Frame, parts: list[str]) -> Diagnostic | None:
    """That a masked handbook would show personal data: what is read is masked already, so they stand in a template."""
    for part in parts:
        found = find(_TAGS.sub("□", part))
        if found:
            message = f"一户一档中会出现个人的{found[0].kind}，没有生成"
            return error("documents.personal-data", message, Place(f"templates/html/{TEMPLATES[0]}"), help="请从模板中删除", unit=frame.unit)
    return None


def _template_fault(fault: Exception, frame: Frame) -> Diagnostic:
    workspace = Workspace(packaged_templates().parent)
    return template_problem(fault, ("book", "household", "place", "volume"), _environment(frame.templates), workspace, Place(f"templates/html/{TEMPLATES[0]}"))


class _Given(BaseLoader):
    """Loads templates from texts by name, which are called by their files in messages."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002  # Jinja's signature
        """The text, its shown name, and that it stays so. Raises TemplateNotFound."""
        if template not in self._texts:
            raise TemplateNotFound(template)
        return self._texts[template], f"templates/html/{template}", lambda: True


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> Language:
    return Language(_Given(dict(templates)), for_documents)


@lru_cache(maxsize=16)
def _template(templates: tuple[tuple[str, str], ...], name: str) -> "Template":
    return _environment(templates).get_template(name)
