"""Who may open what: all routes, roles and units, against the table of docs/desk.md."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, reverse

from reportgen.desk import engine
from reportgen.desk.roles import OF_DESK, RIGHTS, Role
from tests.desk.desks import BOOK, CITY, COUNTY, HOST, OTHER, SEASON, Desk, tasks

CHINESE = {role.chinese: role for role in Role}
UNITS = (CITY, COUNTY, OTHER)
BELOW = {CITY: (COUNTY, OTHER), COUNTY: (), OTHER: ()}
DENIED = 403


def table(root: Path) -> dict[str, tuple[frozenset[Role], frozenset[Role], str, frozenset[Role]]]:
    """What the page says, by route: the roles for the own unit, for units below, what holds without a unit, and the roles of that."""
    page = (root / "docs/desk.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| `")]
    return {route.strip("`"): (roles(own), roles(below), central, roles(central)) for route, _, own, below, central in rows}


def roles(words: str) -> frozenset[Role]:
    return frozenset(CHINESE[word] for word in words.split("、") if word in CHINESE)


def routes() -> list[URLPattern]:
    from django.urls import get_resolver

    return [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]


def address(route: URLPattern, unit: str) -> str:
    values = {
        "season": SEASON,
        "unit": unit,
        "kind": "plan",
        "number": 1,
        "version": 1,
        "format": "docx",
        "book": BOOK,
        "secret": "x",
        "which": "new",
        "place": 0,
    }
    values |= {"digest": "0", "name": "desk.css", "batch": "0"}
    assert route.name is not None
    names = re.findall(r"<(?:str|int):(\w+)>", str(route.pattern))
    return reverse(route.name, kwargs={name: values[name] for name in names} | route.default_args)


def test_the_page_tells_of_every_route(ready: Path, root: Path) -> None:
    told = table(root)
    assert set(told) == {route.name for route in routes()} == {right.route for right in RIGHTS}
    for right in RIGHTS:
        words = "不必登录" if right.public else "登录的人" if right.anybody else None
        assert told[right.route][:2] == (right.own, right.below)
        assert told[right.route][2] == words if words else told[right.route][3] == right.central


def opened(client: Any, route: URLPattern, unit: str) -> bool:
    """Whether a route is opened, by one method or the other; what it then says is another matter."""
    found = address(route, unit)
    answers = {client.get(found).status_code, client.post(found).status_code}
    assert 500 not in answers
    return DENIED not in answers


def expected(told: dict[str, Any], route: URLPattern, role: Role, seat: str, unit: str) -> bool:
    """Whether the page gives a route of a unit to somebody with a role at a seat (one of the whole desk has no unit)."""
    assert route.name is not None
    own, below, always, of_desk = told[route.name]
    if always in ("不必登录", "登录的人"):
        return True
    if "unit" not in address_names(route):
        return role in of_desk
    return role not in OF_DESK and ((role in own and unit == seat) or (role in below and unit in BELOW[seat]))


def let_through(desk: Desk, route: URLPattern, role: Role, seat: str, unit: str) -> bool:
    """Whether the guard before all pages lets somebody through."""
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory
    from django.urls import resolve

    from reportgen.desk.guard import Guard

    request = RequestFactory(SERVER_NAME=HOST).post(address(route, unit))
    request.user = desk.person(role, "" if role in OF_DESK else seat)
    request.resolver_match = match = resolve(request.path_info)
    try:
        return Guard(lambda _: None).process_view(request, None, (), match.kwargs) is None  # type: ignore[arg-type, return-value]
    except PermissionDenied:
        return False


def test_nobody_opens_more_or_less_than_the_page_gives(desk: Desk, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FRESH", 60.0)
    told = table(root)
    cases = [(route, role, seat, unit) for route in routes() for role in Role for seat in UNITS for unit in UNITS]
    assert len(cases) > 1000
    assert [case for case in cases if let_through(desk, *case) is not expected(told, *case)] == []


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("seat", UNITS)
def test_so_it_is_in_the_browser(desk: Desk, root: Path, role: Role, seat: str) -> None:
    told = table(root)
    desk.upload(desk.signed_in(Role.FILLER, COUNTY), tasks())
    for route in routes():
        for unit in UNITS if "unit" in address_names(route) else (seat,):
            client = desk.signed_in(role, "" if role in OF_DESK else seat)  # one that has signed out doesn't count for the next
            assert opened(client, route, unit) is expected(told, route, role, seat, unit), (route.name, role, seat, unit)


def address_names(route: URLPattern) -> list[str]:
    return re.findall(r"<(?:str|int):(\w+)>", str(route.pattern))


def test_who_has_not_signed_in_is_asked_to(desk: Desk, root: Path) -> None:
    from django.test import Client

    told = table(root)
    for route in routes():
        answer = Client(SERVER_NAME=HOST).get(found := address(route, COUNTY))
        assert route.name is not None
        is_public = told[route.name][2] == "不必登录"
        assert (answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")) is not is_public, found


def test_a_county_sees_nothing_of_its_neighbour(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    assert client.get(f"/units/{SEASON}/{OTHER}/").status_code == DENIED
    assert client.get(f"/documents/{SEASON}/{OTHER}/plan/").status_code == DENIED
    board = client.get("/").content.decode()
    assert COUNTY in board
    assert OTHER not in board


def test_a_role_that_is_taken_away_counts_no_more(desk: Desk) -> None:
    from reportgen.desk.people import set_active, set_seats

    client, person = desk.signed_in(Role.FILLER, COUNTY), desk.person(Role.FILLER, COUNTY)
    set_seats(person, (), None)
    assert client.get(f"/units/{SEASON}/{COUNTY}/").status_code == DENIED
    set_active(person, person, active=False)
    assert client.get("/").status_code == 302


def test_a_unit_or_season_that_there_is_not_is_not_found(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    assert client.get(f"/units/{SEASON}/丙县/").status_code == 404
    assert client.get(f"/units/2022/{COUNTY}/").status_code == 404
    assert client.get(f"/documents/{SEASON}/{COUNTY}/nothing/").status_code == 404
