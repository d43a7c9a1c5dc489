"""Filling in a small table on its page: what is typed goes the way of an upload, tried, kept with a receipt, put in place whole or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reportgen.building.project import Project
from reportgen.desk.engine import engine
from reportgen.desk.filling import MORE, SPARE, form_of
from reportgen.desk.form import Form, Unfit
from reportgen.desk.keepers import keeper_of
from reportgen.desk.locks import locks
from reportgen.desk.models import Upload
from reportgen.desk.sheets import book_in, spot_of
from reportgen.desk.stages import Outcome
from reportgen.desk.tables import Known, known_of, with_table
from reportgen.desk.twins import Twins, joined, only_there, twin_of
from reportgen.desk.typed import Typed, Written, changes_of, faults_at, write
from reportgen.desk.uploads import Offered, folder_of, go_on, keep, tables
from reportgen.desk.views.whole import whole_until
from reportgen.diagnostics import Unreadable
from reportgen.files import cause
from reportgen.inputs.data_files import LISTINGS, WORKBOOKS

_MOST_SPARE = 50
_LONG_NUMBER = 19  # digits: SQLite's largest number
_RULE = "rule"
"""The column of 情况说明 that names the rule."""
_LONGEST_RULE = 60  # characters: twice the longest number of a rule
_CELL, _OVER, _GONE = "c-", "f-", "r-"
"""How the names of the form's fields begin: a cell's, that its formula may be replaced, that its row is to be emptied."""


@dataclass(frozen=True, slots=True)
class _Base:
    """The file that a form is of: its name, path as places have it, content, digest, and what is known of the unit."""

    book: str
    file: str
    content: bytes
    digest: str
    known: Known


@dataclass(frozen=True, slots=True)
class _Opened:
    """A form with what it is made of: its file and that one's own form; where another file describes the unit too, that file, and its form if it has one."""

    base: _Base
    own: Form
    twin: _Base | None = None
    other: Form | None = None

    @property
    def twins(self) -> Twins:
        """The form as it is shown, with the ways to the other file."""
        return Twins(self.own, {}) if self.other is None else joined(self.own, self.other)

    @property
    def form(self) -> Form:
        """The form as it is shown."""
        return self.twins.form

    @property
    def was(self) -> str:
        """What the form began from, as the page sends it back."""
        return " ".join(base.digest for base in (self.base, self.twin) if base is not None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """The form, or without a sheet the list of those that may be filled in; or what comes of one that was sent."""
    asked = request.POST if request.method == "POST" else request.GET
    book, sheet = asked.get("book", ""), asked.get("sheet", "")
    try:
        base, other = engine().ask(lambda project: _bases(project, unit, book, sheet))
        if not sheet and (cell := _alone(base, asked.get("line", ""))) is not None:
            return redirect(f"{request.path}?{urlencode({'book': book, 'sheet': cell[0]})}#{cell[1]}")
        if not sheet:
            return render(request, "desk/edit-index.html", {"seen": engine().tree(), "unit": unit, "book": book, **base.known.listed(base.content, base.file)})
        if request.method == "POST":
            return _sent(request, unit, (base, other), sheet)
        for one in (base, other) if other else (base,):
            settings.DESK_FOLDER.keep(one.content)  # what the form began from: it is compared with what is typed, also if the file is another one by then
        opened = _open(request, unit, (base, other), sheet, SPARE)
    except (Unfit, Unreadable) as fault:
        words = str(fault) if isinstance(fault, Unfit) else f"这份表{fault.message}"
        return render(request, "desk/fault.html", {"title": "不能在网页上填写", "words": words, "back": True}, status=409)
    except OSError as fault:
        return render(request, "desk/fault.html", {"title": "没有打开", "words": f"服务器存不下这份文件（{cause(fault)}），请联系管理员"}, status=507)
    saved = [int(one) for one in request.GET.getlist("saved") if one.isdecimal() and len(one) < _LONG_NUMBER]
    uploads = Upload.objects.filter(pk__in=saved, season=season, unit=unit)
    return _page(request, unit, opened, Typed(_begun(opened.form, request.GET.get("rule", ""))), {}, {"saved": uploads})


def _alone(base: _Base, line: str) -> tuple[str, str] | None:
    """The sheet to which a line of the file leads, and the mark on its page; without a line, the only sheet of a file that is one table."""
    names, kind = keeper_of(base.file, base.known.programme).names(base.content), PurePosixPath(base.file).suffix.lower()
    if kind in LISTINGS and line.isdecimal() and len(line) < _LONG_NUMBER:
        spot = spot_of(book_in(base.content, base.file, base.known.programme), int(line))
        if spot is not None:
            return spot[0], f"c-{spot[1]}"
    return (names[0], "") if len(names) == 1 and kind not in WORKBOOKS else None


def _bases(project: Project, unit: str, book: str, sheet: str) -> tuple[_Base, _Base | None]:
    """The file that is asked for, and the other one that describes the unit, where there is one. Raises Unfit, Unreadable, OSError."""
    base, twin = _base(project, unit, book), twin_of(project, unit, book, sheet)
    return base, _base(project, unit, twin, base.known) if twin else None


def _base(project: Project, unit: str, book: str, known: Known | None = None) -> _Base:
    """A file with what is `known` of its unit already: to find that out, its workbooks are opened."""
    digest = tables(project, unit).get(book)
    if not digest:
        raise Unfit(f"文件夹里还没有“{book}”，请先上传" if digest == "" else "没有这份填报表，请回到数据页重新选择")
    path = folder_of(project, unit) / book
    content = project.workspace.read(path)
    return _Base(book, project.workspace.relative(path), content, hashlib.sha256(content).hexdigest(), known or known_of(project, unit))


def _begun(form: Form, rule: str) -> dict[str, str]:
    """What stands in a new row already where somebody came from a finding to explain it: the rule."""
    boxes = (box for line in form.lines if line.is_new for box in line.boxes if box.want.field is not None and box.want.field.key == _RULE)
    box = next(boxes, None) if rule else None
    return {} if box is None else {box.name: rule[:_LONGEST_RULE]}


def _open(request: HttpRequest, unit: str, bases: tuple[_Base, _Base | None], sheet: str, spare: int) -> _Opened:
    """The form of a sheet; also of what another file says of the same, where that can be read. Raises Unfit, Unreadable."""
    base, other = bases
    own = _form(request, unit, base, sheet, spare)
    if other is not None:
        with suppress(Unfit, Unreadable):
            return _Opened(base, own, other, _form(request, unit, other, sheet, SPARE))
    return _Opened(base, own, other)


def _form(request: HttpRequest, unit: str, base: _Base, sheet: str, spare: int) -> Form:
    content = with_table(base.content, base.file, sheet, base.known)
    whole = whole_until(request, unit, base.book, sheet) is not None
    return form_of(content, base.file, sheet, base.known.programme, base.known.owner, whole=whole, spare=spare)


def _sent(request: HttpRequest, unit: str, now: tuple[_Base, _Base | None], sheet: str) -> HttpResponse:
    """A form that was sent: more rows, what is wrong at its fields, or the files on their way. Raises Unfit, Unreadable, OSError."""
    was, asked = request.POST.get("was", "").split(), request.POST.get("spare", "")
    spare = min(int(asked), _MOST_SPARE) if asked.isdecimal() and len(asked) < len(str(_MOST_SPARE)) + 1 else SPARE
    if "more" in request.POST:
        spare = min(spare + MORE, _MOST_SPARE)
    opened = _open(request, unit, _began(now, was), sheet, spare)
    typed = _typed(request)
    if "more" in request.POST:
        return _page(request, unit, opened, typed, {}, {"spare": spare})
    changes = changes_of(opened.form, typed)
    if changes.wrong:
        return _page(request, unit, opened, typed, changes.wrong, {"spare": spare}, 400)
    if not changes.cells:
        return _page(request, unit, opened, typed, {}, {"spare": spare, "unchanged": True})
    made = _written(opened, changes.cells, now, sheet)
    if wrong := {name: words for one in made for name, words in one.here(opened, one.written.wrong).items()}:
        return _page(request, unit, opened, typed, wrong, {"spare": spare}, 400)
    offers = [Offered(one.base.book, one.written.content, one.base.book, one.base.digest, sheet) for one in made]
    uploads = [keep(engine(), settings.DESK_FOLDER, request.user, unit, offered) for offered in offers]
    go_on(engine(), settings.DESK_FOLDER, request.user, [(upload, one.base.digest) for upload, one in zip(uploads, made, strict=True)], agreed=False)
    if faulty := [upload for upload in uploads if upload.outcome == Outcome.FAULTY]:
        said = [fault for upload in faulty for fault in upload.faults]
        wrong = {name: words for one in made for name, words in one.here(opened, faults_at(one.form, one.written, said, one.cells)).items()}
        return _page(request, unit, opened, typed, wrong, {"spare": spare, "faulty": faulty[0]}, 400)
    if all(upload.outcome == Outcome.PUT for upload in uploads):
        query = urlencode([("book", opened.base.book), ("sheet", sheet), *(("saved", upload.pk) for upload in uploads)])
        return redirect(f"{reverse('edit', args=(engine().season, unit))}?{query}")
    return redirect("receipt", engine().season, unit, next(upload.pk for upload in uploads if upload.outcome != Outcome.PUT))


def _began(now: tuple[_Base, _Base | None], was: Sequence[str]) -> tuple[_Base, _Base | None]:
    """The files as they were when the form was opened. Raises Unfit where that can't be told."""
    bases = [base for base in now if base is not None]
    if len(was) != len(bases):
        raise Unfit("打开以后，说明本单位的文件多了一份或者少了一份，请回到数据页重新打开；填写的内容请先复制下来")
    first, *rest = [_as_it_was(base, digest) for base, digest in zip(bases, was, strict=True)]
    return first, rest[0] if rest else None


def _as_it_was(base: _Base, digest: str) -> _Base:
    return base if digest == base.digest else replace(base, content=_kept(digest), digest=digest)


@dataclass(frozen=True, slots=True)
class _Made:
    """A file with what was typed into it: what it began from, its form, the cells, what it has become; whether it is the other one of two."""

    base: _Base
    form: Form
    cells: Mapping[str, str]
    written: Written
    is_other: bool

    def here(self, opened: _Opened, wrong: Mapping[str, str]) -> Mapping[str, str]:
        """What is wrong with its cells, by the names that they have in the form that is shown."""
        return opened.twins.here(wrong) if self.is_other else wrong


def _written(opened: _Opened, cells: Mapping[str, str], now: tuple[_Base, _Base | None], sheet: str) -> list[_Made]:
    """The files into which something was typed, with that in them."""
    parts = zip((False, True), opened.twins.parted(cells), (opened.base, opened.twin), (opened.own, opened.other), now, strict=True)
    made = []
    for is_other, part, base, form, there in parts:
        if not part or base is None or form is None:
            continue
        if there is not None and base.digest != there.digest and _is_same(base, there, sheet):  # what somebody has changed meanwhile in other sheets stays
            base = there  # noqa: PLW2901  # the same file as it is now
        content = with_table(base.content, base.file, sheet, base.known)
        made.append(_Made(base, form, part, write(content, form, part), is_other))
    return made


def _typed(request: HttpRequest) -> Typed:
    texts = {name.removeprefix(_CELL): value for name, value in request.POST.items() if name.startswith(_CELL)}
    over = frozenset(name.removeprefix(_OVER) for name in request.POST if name.startswith(_OVER))
    gone = (name.removeprefix(_GONE) for name in request.POST if name.startswith(_GONE))
    return Typed(texts, over, frozenset(int(number) for number in gone if number.isdecimal() and len(number) < len(str(10**7))))


def _kept(digest: str) -> bytes:
    """What the form began from. Raises Unfit where that can't be told."""
    try:
        content: bytes = settings.DESK_FOLDER.kept(digest)
    except (OSError, ValueError) as fault:
        raise Unfit("打开的表已经找不到了，请回到数据页重新打开；填写的内容请先复制下来") from fault
    return content


def _is_same(one: _Base, other: _Base, sheet: str) -> bool:
    """Whether a sheet has the same cells in two states of a workbook."""
    before, after = (book_in(base.content, base.file, base.known.programme, whole=True).sheets.get(sheet) for base in (one, other))
    return before == after


def _page(request: HttpRequest, unit: str, opened: _Opened, typed: Typed, wrong: Mapping[str, str], more: dict[str, Any], status: int = 200) -> HttpResponse:
    base, form = opened.base, opened.form
    names = {box.name: box for box in form.boxes}
    lines = [
        (
            line,
            [(box, typed.texts.get(box.name, box.text), wrong.get(box.name, ""), box.name in typed.over) for box in line.boxes],
            line.number in typed.gone,
        )
        for line in form.lines
    ]
    shown = {
        "seen": engine().tree(),
        "unit": unit,
        "book": base.book,
        "form": form,
        "others": PurePosixPath(base.file).suffix.lower() in WORKBOOKS or len(form.keeper.names(base.content)) > 1,
        "lines": lines,
        "state": None if form.status is None else typed.texts.get(form.status.name, form.status.text),
        "was": opened.was,
        "other": None if opened.other is None or opened.twin is None else opened.twin.book,
        "only_there": () if opened.other is None else only_there(opened.own, opened.other),
        "spare": SPARE,
        "wrong": [(names[name].label, words, name) for name, words in wrong.items() if name in names],
        "elsewhere": [(name, words) for name, words in wrong.items() if name not in names],
        "until": whole_until(request, unit, base.book, form.sheet),
        "locks": locks(engine(), unit),
        "is_masked": any(box.is_masked for box in names.values()),
        **more,
    }
    return render(request, "desk/edit.html", shown, status=status)
