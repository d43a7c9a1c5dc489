"""A Word file that came back, against the version that it came from."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import _Element

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.diff.align import align
from reportgen.diff.choosing import as_document
from reportgen.diff.difference import ComparedDocument, Difference
from reportgen.diff.document_figures import figures_in
from reportgen.diff.finding_changes import FindingChanges
from reportgen.diff.summary import under_headings
from reportgen.files import MAX_BYTES, open_file
from reportgen.numerals import multiple_at_start
from reportgen.reconcile.beside import SEAL, SideChange, side_changes
from reportgen.reconcile.body import Picture
from reportgen.reconcile.comments import Comment
from reportgen.reconcile.composed_order import in_composed_order, in_written_order
from reportgen.reconcile.edits import FigureEdit, figure_edits
from reportgen.reconcile.expected import BOOKMARK, compared_article, expected_parts, letterhead
from reportgen.reconcile.file import Returned, read_returned
from reportgen.reconcile.keys import KeyEdit, key_edits, letterhead_edits
from reportgen.reconcile.later import Later, later_changes
from reportgen.reconcile.lines import Struck
from reportgen.reconcile.pairing import pair_parts
from reportgen.reconcile.redlined import Decided, decide
from reportgen.reconcile.revisions import Revision, RevisionKind
from reportgen.reconcile.shaping import shape
from reportgen.reconcile.source import LEAST, SourceVersion, named_version, nearest_version
from reportgen.reconcile.unsourced import Unsourced, unsourced
from reportgen.redline.redline import PROGRAM, redline
from reportgen.render.tree import is_form, parse
from reportgen.versions.history import History
from reportgen.versions.version import Key, Version

RETURNED = "收到的文件"


@dataclass(frozen=True, slots=True, eq=False)
class Reconciled:
    """What was changed by hand in a file. `named`: whether it says of itself what it was made of, even of a version that isn't there any more.

    `newer` are the numbers of the versions since the one that it came from, and `later` is what the last of them made of it. `figures` are those that no
    longer say what the data say, `rewritten` those that say it in another writing.
    """

    source: SourceVersion
    named: bool
    newer: tuple[int, ...]
    figures: tuple[FigureEdit, ...]
    rewritten: tuple[FigureEdit, ...]
    keys: tuple[KeyEdit, ...]
    unsourced: tuple[Unsourced, ...]
    difference: Difference
    revisions: tuple[Revision, ...]
    decided: tuple[Decided, ...] | None
    comments: tuple[Comment, ...]
    struck: tuple[Struck, ...]
    beside: tuple[SideChange, ...]
    unlooked: tuple[str, ...]
    saved_by: str
    later: Later | None = None
    signed: bool = False

    @property
    def sealed(self) -> bool:
        """Whether somebody has put a seal or a signature on it: then it is no draft any more, and what counts is the original (正本)."""
        return self.signed or SEAL in self.unlooked

    @property
    def empty(self) -> bool:
        """Whether nothing that was compared has changed."""
        return self.difference.empty and not (self.figures or self.rewritten or self.beside)

    @property
    def key(self) -> Key:
        """Which document it is."""
        return self.source.version.key

    @property
    def title(self) -> str:
        """The title of the document."""
        return self.difference.alignment.old.get("data-title") or ""


@dataclass(frozen=True, slots=True, eq=False)
class _Redlined:
    """A redline as it was made, with what was decided of it, and the revisions that are new in the file."""

    made: Returned
    decided: tuple[Decided, ...]
    fresh: tuple[Revision, ...]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, one more than are read of a file that is too large. Raises OSError."""
    with open_file(path) as (file, _):
        return file.read(MAX_BYTES + 1)


def reconcile(history: History, data: bytes, name: str, write: Callable[[str], bytes]) -> Reconciled | Diagnostic:
    """What was changed by hand in the Word file `data`, called `name`, since it was made; or why that can't be said.

    `write` makes the Word file of a version from its canonical HTML: what the file has beside its text is compared with that.
    """
    try:
        returned = read_returned(data)
    except Unreadable as fault:
        return fault.diagnostic("reconcile", Place(name))
    source = named_version(history, returned.origin) if returned.origin is not None else None
    source = source or nearest_version(history, returned.parts)
    if source is None:
        return _not_ours(history, name)
    old = as_document(history, source.version)
    if old is None:
        return error(
            "reconcile.damaged-version", "所出自的版本已经损坏，无法比较", Place(name), help="请运行 reportgen log --verify 查看损坏的文件，并从备份恢复"
        )
    newer = tuple(number for number, _ in history.entries(source.version.key) if number > source.version.number)
    base = compared_article(old.html)
    redlined = _redlined(history, source.version.key, returned, old.html, write)
    if redlined is None:
        _mark(base, returned)
    else:
        base = shape(base, pair_parts(expected_parts(base), redlined.made.parts), redlined.made.figures)
    written = read_returned(write(old.html))
    difference, edits = _compare(old, base, returned, written if redlined is None else None)
    figures, rewritten = (tuple(edit for edit in edits if edit.rewritten is wanted) for wanted in (False, True))
    beside, unlooked = side_changes(written.beside, returned.beside)
    return Reconciled(
        source,
        returned.origin is not None,
        newer,
        figures,
        rewritten,
        (*key_edits(difference.alignment.pairs), *letterhead_edits(beside, letterhead(parse(old.html)))),
        unsourced(under_headings(difference.alignment.pairs), edits, _shown(difference.alignment.old)),
        difference,
        returned.revisions if redlined is None else redlined.fresh,
        None if redlined is None else redlined.decided,
        tuple(comment for comment in returned.comments if comment.author != PROGRAM),  # those of a redline are no reviewer's
        returned.struck,
        beside,
        unlooked,
        "" if returned.saved_by == base.get("data-author") else returned.saved_by,
        _later(history, difference, source.version),
        returned.signed,
    )


def _later(history: History, difference: Difference, source: Version) -> Later | None:
    """What the newest version made of the one that a file came from; None where they are the same, or the newest one is damaged."""
    newest = history.versions(source.key)[-1]
    document = as_document(history, newest) if newest.number > source.number else None
    return None if document is None else later_changes(difference.alignment, difference.old, document)


def _not_ours(history: History, name: str) -> Diagnostic:
    if not history.keys():
        return error("reconcile.no-version", "没有版本可以比较：这个工作区还没有版本记录", Place(name), help="请在生成这份公文的工作区里运行")
    message = f"不是这个工作区生成的公文：文件里没有可用的标识，文字与任何一个版本的相近程度都不到{LEAST:.0%}"
    return error("reconcile.not-ours", message, Place(name), help="请核对文件，或者在生成这份公文的工作区里运行")


def _redlined(history: History, key: Key, returned: Returned, newer: str, write: Callable[[str], bytes]) -> "_Redlined | None":
    """The redline that a file was, between the version that it shows and an older one; None where it was none, or that version is gone."""
    older = "" if returned.origin is None else returned.origin.older
    html = next((history.html(version) for version in reversed(history.versions(key)) if older and version.visible == older), None)
    if html is None:
        return None
    moves = any(revision.kind in (RevisionKind.MOVE_FROM, RevisionKind.MOVE_TO) for revision in returned.revisions)
    decided: list[Decided] = []
    made = read_returned(write(redline(html, newer, moves=moves)), lambda document: decided.extend(decide(document, returned.tracked)))
    known = Counter((one.kind, one.text) for one in made.revisions)
    fresh = []
    for revision in returned.revisions:
        known[revision.kind, revision.text] -= 1
        if known[revision.kind, revision.text] < 0:
            fresh.append(revision)
    return _Redlined(made, tuple(decided), tuple(fresh))


def _compare(old: ComparedDocument, article: _Element, returned: Returned, written: Returned | None) -> tuple[Difference, tuple[FigureEdit, ...]]:
    of_form = is_form(old.html)  # its pictures are compared beside the text
    parts = tuple(part for part in returned.parts if not (of_form and isinstance(part, Picture)))
    expected = expected_parts(article)
    # A redline is written in the order of the version.
    order = expected if written is None else in_written_order(expected, pair_parts(expected, written.parts))
    paired = in_composed_order(pair_parts(order, parts), order, expected)
    new = shape(article, paired, returned.figures)
    alignment = align(article, new, formats=False)
    edits = figure_edits(under_headings(alignment.pairs), figures_in(article, old.figures), new, returned.struck)
    return Difference(old, ComparedDocument("", RETURNED), alignment, (), FindingChanges()), edits


def _shown(article: _Element) -> tuple[str, ...]:
    """What the figures of a version show, with the multiple behind them."""
    figures = [element for element in article.iter("data", "g") if element.get("data-figure")]
    return tuple("".join(element.itertext()) + multiple_at_start(element.tail or "") for element in figures)


def _mark(article: _Element, returned: Returned) -> None:
    """Give each figure of the version the bookmark that it has in its Word file: they are in the same order there."""
    bookmarks: dict[str, list[str]] = defaultdict(list)
    for bookmark, name in returned.figures.items():
        bookmarks[name].append(bookmark)
    shown: dict[str, list[_Element]] = defaultdict(list)
    for data in article.iter("data"):
        shown[data.get("data-figure", "")].append(data)
    for name, elements in shown.items():
        if len(elements) == len(bookmarks[name]):
            for element, bookmark in zip(elements, bookmarks[name], strict=True):
                element.set(BOOKMARK, bookmark)
