"""Numbers that stand out, as pages show them; and that somebody has looked at one."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reportgen.desk.engine import Tree, engine
from reportgen.desk.links import link_to, place_words, unit_of_file
from reportgen.desk.outlying import Changed, Marked, look_at
from reportgen.desk.roles import visible_units
from reportgen.desk.sheets import LOOKED, OUTLIER
from reportgen.diagnostics import Place, place_json
from reportgen.figures.outliers import said

_MOST_MARKED = 4


@require_POST
def looked(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """Record the look, and lead back to the page on which it was: the unit's data, or one of its documents."""
    seen, kind = engine().tree(), request.POST.get("kind", "")
    if kind and kind not in seen.kinds:
        raise Http404
    try:
        look_at(engine(), unit, request.POST.get("key", ""), request.POST.get("value", ""), request.user, request.POST.get("words", ""))
    except Changed as fault:
        return render(request, "desk/fault.html", {"title": "没有记下“已看过”", "words": f"{fault}。"}, status=409)
    answer = redirect("document", season, unit, kind) if kind else redirect("unit", season, unit)
    answer["Location"] += "#outliers"
    return answer


def shown(request: HttpRequest, seen: Tree, found: Iterable[Marked]) -> list[dict[str, Any]]:
    """The numbers as the template tells them; cells of units that the person doesn't see are no links."""
    season, visible = engine().season, visible_units(request.seats, seen.below)

    def placed(place: Place) -> dict[str, Any]:
        told = place_json(place)
        return {"words": place_words(told), "href": link_to(seen, season, told) if unit_of_file(seen, season, place.file) in visible else None}

    return [
        {
            "key": one.outlier.number.key,
            "figure": one.outlier.number.figure,
            "label": one.outlier.number.label,
            "value": str(one.outlier.number.value),
            "said": said(one.outlier.number),
            "reasons": one.outlier.reasons,
            "places": [placed(place) for place in one.outlier.number.places],
            "looks": one.looks,
            "mine": any(look.person_id == request.user.pk for look in one.looks),
        }
        for one in found
    ]


def as_said(found: Iterable[Marked]) -> list[dict[str, Any]]:
    """The same as what is said of cells (`desk.told`), to be marked in a sheet: those of a few cells, as of a sum of dozens none is odd by itself."""
    return [
        {
            "severity": LOOKED if one.looks else OUTLIER,
            "head": "离群，已看过" if one.looks else "离群",
            "message": f"{one.outlier.number.label}{said(one.outlier.number)}，{'；'.join(reason.words for reason in one.outlier.reasons)}",
            "places": [place_json(place) for place in one.outlier.number.places],
        }
        for one in found
        if len(one.outlier.number.places) <= _MOST_MARKED
    ]
