"""Signing in: the first administrator, passwords, what a browser is told to do with a page."""

import re
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
from django.utils import timezone

from reportgen.desk.roles import Role, Seat
from tests.desk.desks import COUNTY, HOST, PASSWORD, SEASON, Desk


def browser(**options: Any) -> Any:
    from django.test import Client

    return Client(SERVER_NAME=HOST, **options)


def test_the_first_administrator_comes_by_a_link_that_holds_once(desk: Desk) -> None:
    from reportgen.desk.people import has_administrator, new_link

    first, second = new_link(None), new_link(None)
    client = browser()
    assert client.get(f"/first/{first}/").status_code == 410  # a later one has taken its place
    asked = {"username": "guanli", "name": "张某某", "password": PASSWORD, "again": PASSWORD}
    assert client.post(f"/first/{second}/", {**asked, "again": "another"}).status_code == 400
    assert client.post(f"/first/{second}/", {**asked, "password": "1234567890", "again": "1234567890"}).status_code == 400
    assert client.post(f"/first/{second}/", asked).status_code == 302
    assert has_administrator()
    assert client.get("/people/").status_code == 200
    assert browser().get(f"/first/{second}/").status_code == 410
    assert browser().get(f"/first/{new_link(None)}/").status_code == 410  # there is one now


@pytest.mark.slow
def test_a_person_sets_a_password_by_a_link_and_signs_in(desk: Desk) -> None:
    from reportgen.desk.models import OneTimeLink
    from reportgen.desk.people import new_link

    person = desk.person(Role.FILLER, COUNTY)
    late = new_link(person)
    OneTimeLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert browser().get(f"/first/{late}/").status_code == 410
    assert browser().post(f"/first/{new_link(person)}/", {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    client = browser()
    wanted = f"/units/{SEASON}/{COUNTY}/"
    answer = client.post(f"/sign-in/?next={wanted}", {"username": person.username, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert browser().post("/sign-in/?next=//elsewhere.example/", {"username": person.username, "password": PASSWORD})["Location"] == "/"
    client.post("/sign-out/")
    assert client.get(wanted).status_code == 302


def test_wrong_passwords_lead_to_a_pause(desk: Desk) -> None:
    from reportgen.desk.people import new_link, use

    person = desk.person(Role.FILLER, COUNTY)
    use(new_link(person), PASSWORD)
    client = browser()
    for _ in range(4):
        assert client.post("/sign-in/", {"username": person.username, "password": "wrong"}).status_code == 400
    assert client.post("/sign-in/", {"username": person.username, "password": "wrong"}).status_code == 429
    assert client.post("/sign-in/", {"username": person.username, "password": PASSWORD}).status_code == 429


@pytest.mark.slow
def test_a_new_password_ends_sessions_elsewhere(desk: Desk) -> None:
    from reportgen.desk.people import new_link, use

    person = use(new_link(desk.person(Role.FILLER, COUNTY)), PASSWORD)
    assert person is not None
    here, there = browser(), browser()
    for client in (here, there):
        client.post("/sign-in/", {"username": person.username, "password": PASSWORD})
    asked = {"old_password": PASSWORD, "new_password1": f"{PASSWORD}新", "new_password2": f"{PASSWORD}新"}
    assert here.post("/password/", asked).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_form_from_elsewhere_is_refused(desk: Desk) -> None:
    client = browser(enforce_csrf_checks=True)
    client.force_login(desk.person(Role.FILLER, COUNTY), "django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/documents/{SEASON}/{COUNTY}/plan/submit/", {"turn": 0, "version": 1})
    assert answer.status_code == 403
    assert "页面已经过期" in answer.content.decode()


def test_a_page_runs_nothing_of_its_own_and_is_kept_by_nobody(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    for address in ("/", f"/units/{SEASON}/{COUNTY}/", f"/documents/{SEASON}/{COUNTY}/plan/", "/sign-in/", "/nowhere/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "no-store" in answer["Cache-Control"]
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=|https?://(?!127\.0\.0\.1)", page), address


@pytest.mark.slow
def test_the_preview_is_a_sandbox(filled: Desk) -> None:
    answer = filled.signed_in(Role.FILLER, COUNTY).get(f"/documents/{SEASON}/{COUNTY}/plan/preview/1/")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "sandbox allow-top-navigation-by-user-activation" in policy and "script-src" not in policy and "default-src 'none'" in policy
    assert "frame-src 'self'" in filled.signed_in(Role.FILLER, COUNTY).get("/")["Content-Security-Policy"]


@pytest.mark.slow
def test_no_page_shows_a_path_of_the_machine(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    (desk.root / "inputs" / SEASON / COUNTY / "资金.csv").write_bytes(b'"')
    for address in (
        "/",
        f"/units/{SEASON}/{COUNTY}/",
        f"/units/{SEASON}/{COUNTY}/?book=资金.csv",
        f"/documents/{SEASON}/{COUNTY}/plan/",
        "/a/../../etc/passwd",
    ):
        assert str(desk.root) not in client.get(address).content.decode()


def test_only_hosts_that_were_told_are_answered(desk: Desk) -> None:
    from django.test import Client

    assert Client(SERVER_NAME="elsewhere.example").get("/sign-in/").status_code == 400


def test_the_secret_is_the_owners_alone_and_stays(desk: Desk, tmp_path: Path) -> None:
    from reportgen.desk.folder import DeskFolder

    folder = DeskFolder(tmp_path / "new")
    folder.make()
    secret = folder.secret()
    assert len(secret) > 50 and folder.secret() == secret
    assert S_IMODE((folder.path / "secret").stat().st_mode) == 0o600
    assert S_IMODE(folder.path.stat().st_mode) == 0o700


def test_the_administrator_registers_people_and_gives_seats(desk: Desk) -> None:
    from reportgen.desk.models import Person

    client = desk.signed_in(Role.ADMINISTRATOR)
    answer = client.post("/people/", {"username": "tianbao", "name": "李某某"})
    page = answer["Location"]
    assert client.post("/people/", {"username": "tianbao", "name": "另一人"}).status_code == 400
    client.post(page, {"do": "seats", "seat": [f"filler:{COUNTY}", "filler:丙县", "administrator:示例市", "auditor:示例市"]})
    made = Person.objects.get(username="tianbao")
    assert set(made.roles()) == {Seat(Role.FILLER, COUNTY), Seat(Role.AUDITOR, "示例市")}
    link = client.post(page, {"do": "link"}).context["link"]
    assert browser().get(link.removeprefix(f"http://{HOST}")).status_code == 200
    client.post(page, {"do": "off"})
    assert not Person.objects.get(username="tianbao").is_active
    own = f"/people/{desk.person(Role.ADMINISTRATOR).pk}/"
    client.post(own, {"do": "off"})
    client.post(own, {"do": "seats"})
    assert client.get("/people/").status_code == 200  # nobody locks the last administrator out
