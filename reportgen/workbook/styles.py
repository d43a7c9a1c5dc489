"""The cell formats of a workbook (xl/styles.xml): looks are added as they are needed, those that are there are left alone."""

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from reportgen.workbook.names import add, element, parse, tag, written

_FIRST_FORMAT = 164  # the first number of a number format that a workbook may define
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "@": 49}
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
_SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of a new sheet looks; colours are six hexadecimal digits. `locked` counts where the sheet is protected."""

    font: str = "宋体"
    size: int = 11
    bold: bool = False
    underline: bool = False
    colour: str = "000000"
    fill: str | None = None
    border: bool = False
    format: str = "General"
    horizontal: str | None = None
    vertical: str = "center"
    wrap: bool = False
    locked: bool = True


PLAIN = Look()


def blank_styles() -> bytes:
    """The formats of a workbook that has none yet but the standard one."""
    root = element("styleSheet")
    add(root, "fonts", {"count": "1"}).append(_font(PLAIN))
    fills = add(root, "fills", {"count": "2"})
    for pattern in ("none", "gray125"):
        add(add(fills, "fill"), "patternFill", {"patternType": pattern})
    border = add(add(root, "borders", {"count": "1"}), "border")
    for side in (*_SIDES, "diagonal"):
        add(border, side)
    standard = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}
    add(add(root, "cellStyleXfs", {"count": "1"}), "xf", standard)
    add(add(root, "cellXfs", {"count": "1"}), "xf", {**standard, "xfId": "0"})
    add(add(root, "cellStyles", {"count": "1"}), "cellStyle", {"name": "Normal", "xfId": "0", "builtinId": "0"})
    return written(root)


@dataclass(slots=True)
class Styles:
    """The formats of one workbook, while it is made or changed."""

    root: etree._Element
    _looks: dict[Look, int] = field(default_factory=dict)
    _filled: dict[tuple[int, str], int] = field(default_factory=dict)
    _as_fields: dict[tuple[int, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> "Styles":
        """The formats that stand in the part. Raises `lxml.etree.XMLSyntaxError`."""
        return cls(parse(data))

    def write(self) -> bytes:
        """The part with what was added."""
        return written(self.root)

    def of(self, look: Look) -> int:
        """The number of the format for a look."""
        if look not in self._looks:
            font = _shared(self._group("fonts"), _font(look))
            fill = 0 if look.fill is None else self._fill(look.fill)
            border = self._border() if look.border else 0
            number = self._format(look.format)
            numbers = {"numFmtId": number, "fontId": font, "fillId": fill, "borderId": border, "xfId": 0}
            applied = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection")
            crossed = self._group("cellXfs")
            made = add(crossed, "xf", {**{key: str(value) for key, value in numbers.items()}, **dict.fromkeys(applied, "1")})
            alignment = {"vertical": look.vertical, **({"horizontal": look.horizontal} if look.horizontal else {}), **({"wrapText": "1"} if look.wrap else {})}
            add(made, "alignment", alignment)
            add(made, "protection", {"locked": str(int(look.locked))})
            self._looks[look] = _counted(crossed)
        return self._looks[look]

    def filled(self, base: int, fill: str) -> int:
        """The number of the format that is `base` on another ground."""
        if (base, fill) not in self._filled:
            self._filled[base, fill] = self._copy(base, {"fillId": str(self._fill(fill)), "applyFill": "1"})
        return self._filled[base, fill]

    def as_field(self, base: int, format: str) -> int:
        """The number of the format that is `base`, for cells of this number format that may be filled in."""
        if (base, format) not in self._as_fields:
            copy = self._copy(base, {"numFmtId": str(self._format(format)), "applyNumberFormat": "1", "applyProtection": "1"})
            made = self._group("cellXfs")[copy]
            for protection in made.findall(tag("protection")):
                made.remove(protection)
            alignment = made.find(tag("alignment"))
            made.insert(0 if alignment is None else 1, element("protection", {"locked": "0"}))
            self._as_fields[base, format] = copy
        return self._as_fields[base, format]

    def _copy(self, base: int, changes: dict[str, str]) -> int:
        crossed = self._group("cellXfs")
        made = deepcopy(crossed[base if base < len(crossed) else 0])
        made.attrib.update(changes)
        crossed.append(made)
        return _counted(crossed)

    def _fill(self, colour: str) -> int:
        fills = self._group("fills")
        for number, known in enumerate(fills):
            ground = known.find(f"{tag('patternFill')}[@patternType='solid']/{tag('fgColor')}")
            if ground is not None and ground.get("rgb") == f"FF{colour}":
                return number
        pattern = add(add(fills, "fill"), "patternFill", {"patternType": "solid"})
        add(pattern, "fgColor", {"rgb": f"FF{colour}"})
        add(pattern, "bgColor", {"indexed": "64"})
        return _counted(fills)

    def _border(self) -> int:
        """The number of the thin grey border that new sheets have."""
        made = element("border")
        for side in _SIDES:
            add(add(made, side, {"style": "thin"}), "color", {"rgb": "FF808080"})
        add(made, "diagonal")
        return _shared(self._group("borders"), made)

    def _format(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        formats = self._group("numFmts")
        for known in formats:
            if known.get("formatCode") == code:
                return int(known.get("numFmtId", "0"))
        number = max((int(known.get("numFmtId", "0")) + 1 for known in formats), default=_FIRST_FORMAT)
        add(formats, "numFmt", {"numFmtId": str(max(number, _FIRST_FORMAT)), "formatCode": code})
        _counted(formats)
        return max(number, _FIRST_FORMAT)

    def _group(self, name: str) -> etree._Element:
        """The list of formats of one kind, made at its place where there is none."""
        found = self.root.find(tag(name))
        if found is None:
            found = element(name, {"count": "0"})
            behind = [tag(other) for other in _ORDER[_ORDER.index(name) + 1 :]]
            at = next((index for index, child in enumerate(self.root) if child.tag in behind), len(self.root))
            self.root.insert(at, found)
        return found


def _font(look: Look) -> etree._Element:
    made = element("font")
    if look.bold:
        add(made, "b")
    if look.underline:
        add(made, "u")
    add(made, "sz", {"val": str(look.size)})
    add(made, "color", {"rgb": f"FF{look.colour}"})
    add(made, "name", {"val": look.font})
    add(made, "charset", {"val": "134"})  # GB2312: without it WPS may take another font for Chinese
    return made


def _counted(group: etree._Element) -> int:
    """The number of the last entry of a list whose count is set right."""
    group.set("count", str(len(group)))
    return len(group) - 1


def _shared(group: etree._Element, made: etree._Element) -> int:
    """The number of an entry that is just like `made`, which is added where there is none."""
    wanted = _content(made)
    for number, known in enumerate(group):
        if _content(known) == wanted:
            return number
    group.append(made)
    return _counted(group)


def _content(node: etree._Element) -> list[tuple[object, ...]]:
    """What an entry says, to compare it with others."""
    return [(part.tag, tuple(sorted(part.attrib.items()))) for part in node.iter()]
