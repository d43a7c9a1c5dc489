"""The notices of the season, which are entered in workbooks: the blank one, those that are there, and one that is to take effect."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reportgen.building.project import Project
from reportgen.desk.changes import NotChanged, propose
from reportgen.desk.engine import engine
from reportgen.desk.rehearsal import Assigned, notices_of
from reportgen.desk.uploads import digest_of
from reportgen.desk.views.answers import download
from reportgen.diagnostics import Unreadable
from reportgen.files import MAX_BYTES
from reportgen.inputs.programme import programme_of
from reportgen.policy import load_policies
from reportgen.start.notice import notice_workbook
from reportgen.workspace import NOTICE, is_notice

BLANK = "blank"
_NEW = f"{NOTICE}.xlsx"
_MOST = 20  # notices of a season: a city has two or three


@dataclass(frozen=True, slots=True)
class _Read:
    """The workbooks that are there by their names, with their digests; what they say."""

    books: dict[str, str]
    notices: tuple[Assigned, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What there is; an uploaded workbook becomes a change that is then looked at."""
    read, wrong = engine().ask(_read), ""
    if request.method == "POST":
        try:
            return _uploaded(request, read)
        except NotChanged as fault:
            wrong = str(fault)
    free = next((name for name in _names() if name not in read.books), None)
    return render(request, "desk/notices.html", {"read": read, "free": free, "wrong": wrong}, status=409 if wrong else 200)


@require_safe
def book(request: HttpRequest, book: str) -> HttpResponse:
    """The blank workbook; or one that is there."""
    del request
    if book == BLANK:
        return download(engine().ask(_blank), f"{engine().season}{_NEW}")
    if book not in engine().ask(_read).books:
        raise Http404
    try:
        content = engine().ask(lambda project: project.workspace.read(_folder(project) / book))
    except Unreadable as fault:
        raise Http404 from fault
    return download(content, book)


def _uploaded(request: HttpRequest, read: _Read) -> HttpResponse:
    file, target = request.FILES.get("file"), request.POST.get("target", "")
    if file is None:
        raise NotChanged("没有选择文件")
    if not str(file.name).lower().endswith(".xlsx"):
        raise NotChanged("年度通知要用 Excel 工作簿（.xlsx），请下载空白工作簿填写")
    if target not in read.books and target not in _names():
        raise NotChanged("没有这份通知，请刷新页面后重新选择")
    if not file.size or file.size > MAX_BYTES:
        raise NotChanged("是空文件，或者文件过大，没有接收")
    path = f"inputs/{engine().season}/{target}"
    title = f"{'替换' if target in read.books else '录入'}年度通知：{str(file.name)[-100:]}"
    was = {path: request.POST.get(f"was-{target}", "")}
    made = propose(engine(), settings.DESK_FOLDER, request.user, "notice", title, {path: file.read()}, was)
    return redirect("change", made.pk)


def _read(project: Project) -> _Read:
    folder = _folder(project)
    names = [path.name for path in sorted(folder.iterdir()) if is_notice(project.workspace.relative(path)) and path.suffix.lower() == ".xlsx"]
    return _Read({name: digest_of(folder / name) for name in names}, notices_of(project))


def _folder(project: Project) -> Path:
    return project.workspace.inputs / project.name


def _names() -> list[str]:
    """What the first notices of a season are called."""
    return [_NEW, *(f"{NOTICE}{number}.xlsx" for number in range(2, _MOST + 1))]


def _blank(project: Project) -> bytes:
    policies, _ = load_policies(project.workspace)
    return notice_workbook(policies, project.name, programme_of(project.workspace)[0])
