"""Filing a document, its package, and the unit's register of numbers."""

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reportgen.building.project import Project
from reportgen.desk.cases import case_of
from reportgen.desk.engine import engine
from reportgen.desk.filings import FILEABLE, NotFiled, Wanted, file_signed, filings_of, register_of
from reportgen.desk.links import linked
from reportgen.desk.looker import LONGEST
from reportgen.desk.roles import visible_units
from reportgen.desk.standing import on_its_way
from reportgen.desk.views import checklist
from reportgen.desk.views.answers import download
from reportgen.desk.views.checklist import refused
from reportgen.desk.views.steps import counter
from reportgen.filing.file import package_path
from reportgen.filing.keys import config_folder, fingerprint, own_key
from reportgen.filing.number import parts
from reportgen.filing.stored import write_stored
from reportgen.versions.history import open_history
from reportgen.versions.version import Key


@require_http_methods(("GET", "HEAD", "POST"))
def filing(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """The page on which a signed document is filed; and filing it."""
    seen = engine().settled(unit, kind, checklist.MOMENT if request.method != "POST" else LONGEST)
    standing = seen.standings.get((unit, kind))
    if standing is None or kind not in seen.kinds:
        raise Http404
    case = case_of(season, unit, kind)
    if case.stage not in FILEABLE:
        return refused(request, unit, kind, "报送", "签发以后才能报送")
    said, needs_reason = [], False
    if request.method == "POST":
        wanted = Wanted(counter(request, "turn"), counter(request, "version"), *(request.POST.get(name, "") for name in ("number", "why", "passphrase")))
        try:
            done = file_signed(engine(), request.user, case, wanted)
        except NotFiled as fault:
            return refused(request, unit, kind, "报送", str(fault))
        if done.filing is not None:
            return redirect("document", season, unit, kind)
        said, needs_reason = linked(seen, season, done.said, visible_units(request.seats, seen.below)), done.needs_reason
    book = register_of(engine(), unit)
    printed = book.printed.get(kind, "")
    found = parts(printed)
    year = engine().ask(lambda project: project.today.year) if found is None else found[1]
    key = own_key(config_folder(), unit)
    document = on_its_way(standing, seen.kinds[kind], case, seen.visible.get((unit, kind)), is_top=unit not in seen.upper)
    return render(
        request,
        "desk/filing.html",
        {
            "seen": seen,
            "unit": unit,
            "kind": kind,
            "document": document,
            "case": case,
            "printed": printed,
            "following": book.following(year, kind),
            "holder": book.holder(printed, Key(season, unit, kind)) if printed else None,
            "number": request.POST.get("number") or printed or book.following(year, kind),
            "why": request.POST.get("why", ""),
            "is_locked": key is not None and key.locked,
            "said": said,
            "needs_reason": needs_reason,
        },
        status=409 if said else 200,
    )


@require_safe
def package(request: HttpRequest, season: str, unit: str, kind: str, number: int) -> HttpResponse:
    """The package of the filing at a place of the log, byte for byte as it was."""
    del request, season

    def made(project: Project) -> tuple[bytes, str] | None:
        found = next((one for one in filings_of(project, unit, kind) if one.position == number), None)
        if found is None:
            return None
        with open_history(project.workspace.outputs) as history, tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
            before = sum((one.key, one.number) == (found.key, found.number) for one in history.filings()[: found.position - 1])
            target = Path(folder) / package_path(project, found, before).name
            return None if write_stored(history, found, target) else (target.read_bytes(), f"{unit}-{target.name}")

    written = engine().ask(made)
    if written is None:
        raise Http404
    return download(*written)


@require_safe
def register(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """The register (发文登记) of a unit."""
    seen = engine().look()
    book = register_of(engine(), unit)
    filed = {one.key.kind for one in book.filings if one.key.season == season}
    key = own_key(config_folder(), unit)
    year = engine().ask(lambda project: project.today.year)
    return render(
        request,
        "desk/register.html",
        {
            "seen": seen,
            "unit": unit,
            "filings": [(one, seen.kinds.get(one.key.kind, one.key.kind)) for one in book.filings],
            "printed": [(number, seen.kinds.get(kind, kind), kind) for kind, number in book.printed.items() if kind not in filed],
            "following": book.following(year),
            "fingerprint": "" if key is None else fingerprint(key.public),
        },
    )
