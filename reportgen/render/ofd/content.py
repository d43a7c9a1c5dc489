"""The content of a page (GB/T 33190, 7.7 and 8 to 11): text, paths and pictures as objects."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from lxml import etree

from reportgen.render.ofd.elements import element, number, numbers
from reportgen.render.ofd.marks import UPRIGHT, Colour, Linear, Path, Picture, Run, Sheet

_ABOVE, _BELOW = 1.0, 0.3  # ems: the box of a text above and below its base line
_CAPS, _JOINS = ("Butt", "Round", "Square"), ("Miter", "Round", "Bevel")
_BLACK = (0, 0, 0)
_FEWEST = 3  # steps: fewer that are equal are shorter written out than as `g n step`


def page_xml(sheet: Sheet, fonts: Mapping[str, int], pictures: Mapping[bytes, int], space: int, fresh: Callable[[], int]) -> etree._Element:
    """A page's Content.xml; `fonts`, `pictures` and `space` are the resources' ids, `fresh` gives a new id."""
    page = element("Page")
    element("PhysicalBox", element("Area", page), text=numbers((0, 0, sheet.width, sheet.height)))
    layer = element("Layer", element("Content", page), ID=fresh(), Type="Body")
    for mark in sheet.marks:
        if isinstance(mark, Run):
            _text(layer, mark, fonts[mark.font], space, fresh())
        elif isinstance(mark, Path):
            _path(layer, mark, space, fresh())
        else:
            _picture(layer, mark, pictures[mark.png], fresh())
    return page


def _text(layer: etree._Element, run: Run, font: int, space: int, id: int) -> None:
    corners = _box(run.linear, run.x, run.y, (0, -_ABOVE * run.size, run.width, _BELOW * run.size))
    left, top, *_ = corners
    given: dict[str, str | int] = {"ID": id, "Boundary": numbers(corners), "Font": font, "Size": number(run.size)}
    if run.linear == UPRIGHT:
        x, y = run.x - left, run.y - top
    else:
        given["CTM"] = numbers((*run.linear, run.x - left, run.y - top))
        x = y = 0.0
    text = element("TextObject", layer, given)
    if run.colour != _BLACK:  # which is what is taken where nothing is said
        _colour(text, "FillColor", run.colour, space)
    code = element("TextCode", text, X=number(x), Y=number(y), text=run.text)
    if run.steps:
        code.set("DeltaX", " ".join(_steps(run.steps)))


def _steps(steps: Iterable[float]) -> Iterable[str]:
    """The steps, with equal ones drawn together (GB/T 33190, 11.3)."""
    for step, equal in groupby(steps):
        count = len(list(equal))
        yield f"g {count} {number(step)}" if count >= _FEWEST else " ".join([number(step)] * count)


def _path(layer: etree._Element, path: Path, space: int, id: int) -> None:
    xs = [value for _, points in path.segments for value in points[::2]]
    ys = [value for _, points in path.segments for value in points[1::2]]
    if not xs:
        return
    edge = path.width if path.stroke is not None else 0.0
    left, top = min(xs) - edge, min(ys) - edge
    given: dict[str, str | int] = {"ID": id, "Boundary": numbers((left, top, max(xs) + edge - left, max(ys) + edge - top))}
    if path.stroke is None:
        given["Stroke"] = "false"
    else:
        given["LineWidth"] = number(path.width)
        given |= {"Cap": _CAPS[path.cap]} if path.cap else {}
        given |= {"Join": _JOINS[path.join]} if path.join else {}
        given |= {"DashPattern": numbers(path.dash)} if path.dash else {}
    if path.fill is not None:
        given["Fill"] = "true"
        given |= {"Rule": "Even-Odd"} if path.even_odd else {}
    drawn = element("PathObject", layer, given)
    if path.stroke is not None:
        _colour(drawn, "StrokeColor", path.stroke, space)
    if path.fill is not None:
        _colour(drawn, "FillColor", path.fill, space)
    corner = (left, top)
    words = (" ".join((operator, *(number(value - corner[at % 2]) for at, value in enumerate(points)))) for operator, points in path.segments)
    element("AbbreviatedData", drawn, text=" ".join(words))


def _picture(layer: etree._Element, picture: Picture, resource: int, id: int) -> None:
    box = _box(picture.linear, picture.x, picture.y, (0, 0, 1, 1))
    matrix = numbers((*picture.linear, picture.x - box[0], picture.y - box[1]))
    element("ImageObject", layer, ID=id, Boundary=numbers(box), CTM=matrix, ResourceID=resource)


def _box(linear: Linear, x: float, y: float, inner: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The upright box on the page (left, top, width, height) around a box (left, top, right, bottom) of the object."""
    a, b, c, d = linear
    left, top, right, bottom = inner
    corners = [(a * u + c * v + x, b * u + d * v + y) for u in (left, right) for v in (top, bottom)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _colour(parent: etree._Element, name: str, colour: Colour, space: int) -> None:
    element(name, parent, Value=" ".join(map(str, colour)), ColorSpace=space)
