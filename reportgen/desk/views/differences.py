"""Two uploads of a workbook, or an upload and the workbook that it replaced, side by side: every cell that differs."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reportgen.building.project import Project
from reportgen.desk.differences import SheetChange
from reportgen.desk.differences import differences as differing
from reportgen.desk.engine import engine
from reportgen.desk.models import Upload
from reportgen.desk.moments import moment_words
from reportgen.desk.stages import Outcome
from reportgen.desk.uploads import folder_of, tables
from reportgen.diagnostics import Unreadable
from reportgen.inputs.programme import programme_of

_OTHERS = 30  # the newest receipts to choose from
_REPLACED, _THERE = "old", "now"
"""What an upload may be compared with besides another one: the workbook that it has replaced, the one that is there."""


@require_safe
def differences(request: HttpRequest, season: str, unit: str, number: int) -> HttpResponse:
    """The page; with which other state is asked for in the address, else it is the workbook that was replaced, else the one that is there."""
    found = get_object_or_404(Upload.objects.select_related("person").exclude(outcome=Outcome.REFUSED), pk=number, season=season, unit=unit)
    others = Upload.objects.select_related("person").filter(season=season, unit=unit, target=found.target).exclude(pk=found.pk)[:_OTHERS]
    replaced = found.was if found.outcome == Outcome.PUT else ""
    there = engine().ask(lambda project: tables(project, unit)).get(found.target, "")
    choices = [
        *([(_REPLACED, "被它替换的文件")] if replaced else ()),
        *([(_THERE, f"现在的“{found.target}”")] if there else ()),
        *((str(one.pk), f"{moment_words(one.time)} {one.person.name} {one.named}（{one.told}）") for one in others),
    ]
    asked = request.GET.get("with", choices[0][0] if choices else "")
    if choices and asked not in dict(choices):
        raise Http404
    remark = "" if choices else "这是第一份，没有可以对比的"
    sheets: tuple[SheetChange, ...] = ()
    try:
        if choices:
            content, other = settings.DESK_FOLDER.kept(found.digest), _other(found, asked)
            # What is newer stands to the right.
            before, after = (content, other) if asked == _THERE or (asked.isdecimal() and int(asked) > found.pk) else (other, content)
            sheets = engine().ask(
                lambda project: differing(
                    before, after, project.workspace.relative(folder_of(project, unit) / found.target), programme_of(project.workspace)[0]
                )
            )
    except (Unreadable, OSError) as fault:
        remark = f"其中一份{fault.message}，不能对比" if isinstance(fault, Unreadable) else "其中一份找不到了，不能对比"
    shown = {
        "seen": engine().tree(),
        "unit": unit,
        "upload": found,
        "choices": choices,
        "asked": asked,
        "is_later": asked == _THERE or (asked.isdecimal() and int(asked) > found.pk),
        "sheets": sheets,
        "remark": remark,
    }
    return render(request, "desk/differences.html", shown)


def _other(found: Upload, asked: str) -> bytes:
    """The other state. Raises OSError."""
    if asked == _REPLACED:
        content: bytes = settings.DESK_FOLDER.kept(found.was)
    elif asked == _THERE:
        content = engine().ask(lambda project: _there(project, found))
    else:
        content = settings.DESK_FOLDER.kept(Upload.objects.get(pk=int(asked)).digest)
    return content


def _there(project: Project, found: Upload) -> bytes:
    return project.workspace.read(folder_of(project, found.unit) / found.target)
