"""The numbers that our documents are set by, once, for the style sheet and for the Word styles.

They are those of GB/T 9704-2012 (党政机关公文格式): tests/standard holds them against the records of `reportgen.standard`.

Lengths are millimetres, type sizes and line pitch are points, unless a name says otherwise. An "em" (字) is the
width of one 3号 character: 16 pt.
"""

from dataclasses import dataclass, field

from reportgen.measure import MM_PER_PT, width


@dataclass(frozen=True, slots=True)
class Fonts:
    """Font families by role, the official font first, free ones after (settings: reportgen.toml `[fonts]`).

    A name with a hyphen is the PostScript name of one face: Fandol calls its regular and its bold by one family
    name and one weight, so that only the face's own name tells them apart.
    """

    title: tuple[str, ...] = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "FandolSong-Bold", "Noto Serif CJK SC")
    body: tuple[str, ...] = ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang", "Noto Serif CJK SC")
    kai: tuple[str, ...] = ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "FandolKai", "Noto Serif CJK SC")
    hei: tuple[str, ...] = ("黑体", "SimHei", "STHeiti", "FandolHei-Regular", "Noto Sans CJK SC")
    song: tuple[str, ...] = ("宋体", "SimSun", "STSong", "FandolSong-Regular", "Noto Serif CJK SC")


@dataclass(frozen=True, slots=True)
class StyleProperty:
    """What an office has set on one style of Word that no number of the layout says.

    `style` is its id here, `path` leads to the element within it (`rPr`, `b`), `attributes` are the element's, without prefix.
    """

    style: str
    path: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Every number that a writer needs; the clause of GB/T 9704-2012 stands beside it."""

    fonts: Fonts = field(default_factory=Fonts)

    page_width: float = 210.0  # 5.1
    page_height: float = 297.0
    top: float = 37.0  # 天头 5.2.1
    left: float = 28.0  # 订口 5.2.1
    type_width: float = 156.0  # 版心 5.2.1
    type_height: float = 225.0
    lines: int = 22  # 5.2.3
    characters: int = 28
    em: float = 156.0 / 28  # one 字 in mm as it is set on the line: the type area holds 28 of them

    body_size: float = 16.0  # 3号 5.2.2
    title_size: float = 22.0  # 2号 7.3.1
    colophon_size: float = 14.0  # 4号 7.4.2
    page_number_size: float = 14.0  # 4号 7.5
    table_size: float = 12.0  # 小四: not fixed by the standard; what tables of 公文 commonly use
    table_size_dense: float = 10.5  # 五号: a table of this many columns or more
    dense_columns: int = 12
    whole_lines: int = 8  # a table of about so many lines of text, head and all, stands on one page
    line_pitch: float = 28.95  # 22 lines fill 225 mm; 579 twips exactly
    # 28 characters of 16 pt are 158 mm, more than 156 mm: each is drawn in by this much.
    tracking_word: float = -0.25  # Word counts in 1/20 pt: -5
    tracking_css: float = -0.21

    red: str = "#ff0000"
    issuer_top: float = 35.0  # 发文机关标志: its upper edge below the upper edge of the 版心, 7.2.4
    issuer_width: float = 150.0  # it stands on one line; a little air on both sides of it within the 版心
    issuer_largest: float = 60.0  # pt; its size is not fixed: 醒目、美观、庄重 (7.2.4)
    issuer_smallest: float = 36.0  # a longer name is drawn narrower before it is set smaller than this
    issuer_narrowest: float = 0.6  # of the natural width of its characters
    red_line_gap: float = 4.0  # below the 发文字号, 7.2.7
    red_line_weight: float = 0.5  # mm; not fixed by the standard
    letter_top: float = 30.0  # the 发文机关标志 of a letter below the edge of the paper, 10.1
    letter_line_gap: float = 4.0  # the first red double line below it, 10.1
    letter_line_width: float = 170.0  # in the middle of the paper, 10.1
    letter_line_bottom: float = 20.0  # the second above the lower edge of the paper, 10.1
    letter_line_thick: float = 1.0  # mm; the two strokes of a double line are not fixed by the standard
    letter_line_thin: float = 0.35
    colophon_thick: float = 0.35  # first and last line of the 版记, 7.4.1
    colophon_thin: float = 0.25  # between
    page_number_gap: float = 7.0  # 一字线 below the 版心, 7.5
    seal_size: float = 42.0  # diameter of a county office's seal; not fixed by the standard

    own: tuple[StyleProperty, ...] = ()  # an office's own look, where it differs from all of the above; Word's alone

    @property
    def bottom(self) -> float:
        """下白边, derived: 35 mm."""
        return self.page_height - self.top - self.type_height

    @property
    def right(self) -> float:
        """切口, derived: 26 mm."""
        return self.page_width - self.left - self.type_width


def issuer_size(text: str, layout: Layout) -> float:
    """The type size of the 发文机关标志 in points, chosen so that `text` stands on one line of the 版心."""
    room = layout.issuer_width / MM_PER_PT / max(width(text), 1.0)
    if room >= layout.issuer_smallest:
        return round(min(room, layout.issuer_largest), 1)
    return round(min(room / layout.issuer_narrowest, layout.issuer_smallest), 1)


def issuer_scale(text: str, layout: Layout) -> float:
    """How wide its characters are drawn, 1 being natural: long names are set narrow and tall, as red heads are."""
    room = layout.issuer_width / MM_PER_PT / max(width(text), 1.0)
    return round(min(room / issuer_size(text, layout), 1.0), 3)


def cell_size(columns: int, layout: Layout) -> float:
    """The type size in the cells of a table in points: one with many columns is set smaller."""
    return layout.table_size_dense if columns >= layout.dense_columns else layout.table_size
