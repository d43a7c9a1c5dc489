"""Signing in by an LDAP directory: a real slapd, whose accounts are matched to the people who are registered."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from reportgen.desk.chosen import DIRECTORY_SECRET, PROVIDER_SECRET, chosen
from reportgen.desk.roles import Role
from tests.desk import slapd
from tests.desk.desks import COUNTY, HOST, PASSWORD, SEASON, Desk

pytestmark = pytest.mark.slow

SECRET = "目录-示例-456"
Signing = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="module")
def directory() -> Iterator[slapd.Directory]:
    with slapd.directory({"filler-0": SECRET, "stranger": SECRET}) as made:
        yield made


def signing(desk: Desk, monkeypatch: pytest.MonkeyPatch, section: dict[str, Any]) -> AbstractContextManager[None]:
    """The desk as a section [desk] of reportgen.toml sets it up."""
    from django.conf import settings
    from django.test import override_settings

    from reportgen.desk.settings import settings_of

    monkeypatch.setenv(DIRECTORY_SECRET, slapd.SEARCHER_PASSWORD)
    monkeypatch.setenv(PROVIDER_SECRET, "密钥-示例")
    made, problems = chosen(section)
    assert problems == ()
    described = settings_of(desk.folder, SEASON, made)
    wanted = {
        key: value
        for key, value in described.items()
        if key == "AUTHENTICATION_BACKENDS" or key.startswith(("AUTH_LDAP", "OIDC", "DESK_DIRECTORY", "DESK_PROVIDER"))
    }
    assert settings.configured
    return override_settings(**wanted)


def section(directory: slapd.Directory, **other: str) -> dict[str, Any]:
    base = {"address": f"ldaps://127.0.0.1:{directory.secure_port}", "base": slapd.BASE, "bind": slapd.SEARCHER, "certificates": str(directory.authority)}
    return {"ldap": base | other}


def sign_in(username: str, password: str, client: Any = None) -> Any:
    from django.test import Client

    return (client or Client(SERVER_NAME=HOST)).post("/sign-in/", {"username": username, "password": password})


def test_a_registered_person_signs_in_by_the_directorys_password(desk: Desk, directory: slapd.Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import Client

    from reportgen.desk.models import Entry, Person

    person = desk.person(Role.FILLER, COUNTY)
    with signing(desk, monkeypatch, section(directory)):
        client = Client(SERVER_NAME=HOST)
        assert "统一账号" in client.get("/sign-in/").content.decode()
        for wrong in ("", "wrong", f"{SECRET} ", "*"):
            assert sign_in(person.username, wrong, client).status_code == 400
        assert sign_in(person.username, SECRET, client).status_code == 302
        assert client.get(f"/units/{SEASON}/{COUNTY}/").status_code == 200
        assert Entry.objects.filter(action="sign-in", username=person.username).count() == 1
        assert "没有您的密码" in client.get("/password/").content.decode()
        # The directory knows them, the desk doesn't: nobody is made, and no spelling of a name is another way in.
        for unknown in ("stranger", person.username.upper(), f"{person.username}*", "*"):
            assert sign_in(unknown, SECRET).status_code == 400
        assert Person.objects.count() == 1
        Person.objects.update(is_active=False)
        assert client.get("/").status_code == 302  # whose session ends with it
        assert sign_in(person.username, SECRET).status_code == 400


def test_wrong_passwords_lead_to_a_pause_there_too(desk: Desk, directory: slapd.Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    person = desk.person(Role.FILLER, COUNTY)
    with signing(desk, monkeypatch, section(directory)):
        assert [sign_in(person.username, "wrong").status_code for _ in range(5)] == [400] * 4 + [429]
        assert sign_in(person.username, SECRET).status_code == 429


def test_a_directory_that_cannot_be_asked_says_nothing_of_the_password(desk: Desk, directory: slapd.Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.desk.people import new_link, use

    person = desk.person(Role.FILLER, COUNTY)
    administrator = use(new_link(desk.person(Role.ADMINISTRATOR)), PASSWORD)
    assert administrator is not None
    down = section(directory, address="ldaps://127.0.0.1:1")
    untrusted = section(directory)
    del untrusted["ldap"]["certificates"]
    for wrong in (down, untrusted, section(directory, bind="cn=niemand,dc=example,dc=cn")):
        with signing(desk, monkeypatch, wrong):
            for _ in range(6):  # it is counted for nobody
                answer = sign_in(person.username, SECRET)
                assert answer.status_code == 503 and "没有核对密码" in answer.content.decode()
            assert sign_in(administrator.username, PASSWORD).status_code == 302  # who has a password of the desk's own


def test_on_this_machine_alone_a_directory_may_be_asked_openly(desk: Desk, directory: slapd.Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    person = desk.person(Role.FILLER, COUNTY)
    with signing(desk, monkeypatch, section(directory, address=f"ldap://127.0.0.1:{directory.port}")):
        assert sign_in(person.username, SECRET).status_code == 302
    made, _ = chosen({"ldap": {"address": "ldap://ldap.local", "base": slapd.BASE}})
    assert made.directory is not None and made.directory.starts_encryption
