"""Signing in by an OpenID Connect provider: a real one, whose accounts are matched to the people who are registered."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from reportgen.desk.chosen import PROVIDER_SECRET
from reportgen.desk.roles import Role
from tests.desk.desks import COUNTY, HOST, SEASON, Desk
from tests.desk.processes import free_port, read, until
from tests.desk.test_directory import signing

pytestmark = pytest.mark.slow

CLIENT, PASSWORD = "baosong", "平台-示例-789"
BACK = f"http://{HOST}/sign-in/provider/back/"
SECRET = "密钥-示例"


@dataclass(frozen=True)
class Provider:
    """Where it is."""

    port: int

    @property
    def section(self) -> dict[str, Any]:
        """What reportgen.toml says of it."""
        return {"oidc": {"issuer": f"http://127.0.0.1:{self.port}/o", "client": CLIENT, "title": "省统一认证"}}

    def way_back(self, address: str, username: str, password: str = PASSWORD) -> str:
        """Follow the way to the provider in a browser, sign in there; where it sends the browser."""
        with requests.Session() as browser:
            page = browser.get(address)
            given = {"username": username, "password": password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
            answer = browser.post(page.url, given, allow_redirects=False)
            while "Location" in answer.headers and not answer.headers["Location"].startswith(BACK):
                answer = browser.get(f"http://127.0.0.1:{self.port}{answer.headers['Location']}", allow_redirects=False)
            return answer.headers.get("Location", "")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder, port = tmp_path_factory.mktemp("provider"), free_port()
    people = [f"{name}:{PASSWORD}" for name in ("filler-0", "stranger")]
    command = [sys.executable, Path(__file__).with_name("openid_provider.py"), str(port), folder, CLIENT, SECRET, BACK, *people]
    process = subprocess.Popen(command)
    try:
        until(lambda: read(f"http://127.0.0.1:{port}/o/.well-known/openid-configuration"), 120)
        yield Provider(port)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(autouse=True)
def nothing_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.desk import provider

    monkeypatch.setattr(provider, "_said", provider._Said())


def browser() -> Any:
    from django.test import Client

    return Client(SERVER_NAME=HOST)


def test_a_registered_person_comes_back_signed_in(desk: Desk, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.desk.models import Entry, Person

    person = desk.person(Role.FILLER, COUNTY)
    wanted = f"/units/{SEASON}/{COUNTY}/"
    with signing(desk, monkeypatch, provider.section):
        client = browser()
        page = client.get("/sign-in/", {"next": wanted}).content.decode()
        assert "用省统一认证登录" in page
        sent = client.get("/sign-in/provider/", {"next": wanted})
        asked = parse_qs(urlsplit(sent["Location"]).query)
        assert asked["code_challenge_method"] == ["S256"] and asked["redirect_uri"] == [BACK] and asked["nonce"]
        assert provider.way_back(sent["Location"], person.username, "wrong") == ""
        back = provider.way_back(sent["Location"], person.username)
        elsewhere = browser()
        assert elsewhere.get(back).status_code == 400  # the way back is that browser's alone
        answer = client.get(back)
        assert answer.status_code == 302
        assert client.get(answer["Location"]).status_code == 200
        (entry,) = Entry.objects.filter(action="sign-in")
        assert (entry.username, entry.words) == (person.username, "省统一认证")
        assert client.get(back).status_code == 400  # once
        Person.objects.update(is_active=False)
        assert client.get(wanted).status_code == 302


def test_whom_the_desk_does_not_know_it_tells_so(desk: Desk, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.desk.models import Person

    with signing(desk, monkeypatch, provider.section):
        client = browser()
        answer = client.get(provider.way_back(client.get("/sign-in/provider/")["Location"], "stranger"))
        assert answer.status_code == 403 and "“stranger”没有在报送台登记" in answer.content.decode()
        assert Person.objects.count() == 0
        assert client.get("/").status_code == 302


def test_made_up_ways_back_lead_to_a_pause(desk: Desk, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    with signing(desk, monkeypatch, provider.section):
        client = browser()
        answers = []
        for _ in range(5):
            asked = parse_qs(urlsplit(client.get("/sign-in/provider/")["Location"]).query)
            answers.append(client.get("/sign-in/provider/back/", {"state": asked["state"][0], "code": "guessed"}).status_code)
        assert answers == [400] * 4 + [429]
        desk.person(Role.FILLER, COUNTY)
        sent = client.get("/sign-in/provider/")
        assert client.get(provider.way_back(sent["Location"], "filler-0")).status_code == 429


@pytest.mark.parametrize(
    "changed", [{"aud": "another"}, {"iss": "http://127.0.0.1:1/o"}, {"exp": 1}, {"azp": "another"}, {"nonce": "another"}, {"sub": "99"}, {}]
)
def test_a_token_that_is_not_for_here_and_now_signs_nobody_in(desk: Desk, provider: Provider, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]) -> None:
    """What the provider gives is changed and signed anew by a key that the desk takes for the provider's: the signature is right, and nothing else."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    from reportgen.desk.provider import ProviderBackend

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    honest = ProviderBackend.get_token

    def get_token(backend: ProviderBackend, payload: dict[str, str]) -> dict[str, str]:
        given = honest(backend, payload)
        said = jwt.decode(given["id_token"], options={"verify_signature": False})
        return {**given, "id_token": jwt.encode({**said, **changed}, key, "RS256")}

    monkeypatch.setattr(ProviderBackend, "get_token", get_token)
    monkeypatch.setattr(ProviderBackend, "retrieve_matching_jwk", lambda *_: key.public_key())
    desk.person(Role.FILLER, COUNTY)
    with signing(desk, monkeypatch, provider.section):
        client = browser()
        answer = client.get(provider.way_back(client.get("/sign-in/provider/")["Location"], "filler-0"))
        assert answer.status_code == (400 if changed else 302)


def test_a_provider_that_is_away_is_said(desk: Desk, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    away = {"oidc": {**provider.section["oidc"], "issuer": "http://127.0.0.1:1/o"}}
    another = {"oidc": {**provider.section["oidc"], "issuer": f"http://localhost:{provider.port}/o"}}
    for section, words in ((away, "连不上"), (another, "不一致")):
        with signing(desk, monkeypatch, section):
            answer = browser().get("/sign-in/provider/")
            assert answer.status_code == 503 and words in answer.content.decode()
    assert browser().get("/sign-in/provider/").status_code == 404  # where none is chosen
    assert PROVIDER_SECRET not in browser().get("/sign-in/").content.decode()
