"""Signing in by an OpenID Connect provider: who it says that somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings

from reportgen.desk.models import Person
from reportgen.desk.outside import WAIT, Unreachable, Unregistered

_ADDRESSES = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}
_NEEDED = ("exp", "iat", "iss", "aud", "sub")
_SLACK = 60  # seconds that two machines' clocks may differ
_DOWN = "统一认证平台现在连不上。请过一会儿再试，或者用报送台的用户名和密码登录；一直这样的，请告诉管理员。"


@dataclass
class _Said:
    """What the provider has said of itself, kept while the desk runs."""

    addresses: Mapping[str, str] | None = None
    lock: Lock = field(default_factory=Lock)


_said = _Said()


def addresses() -> Mapping[str, str]:
    """The provider's addresses, by the names of its own description. Raises Unreachable."""
    with _said.lock:
        if _said.addresses is None:
            _said.addresses = _asked(settings.DESK_PROVIDER.issuer)
        return _said.addresses


def _asked(issuer: str) -> Mapping[str, str]:
    try:
        answer = requests.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=WAIT)
        answer.raise_for_status()
        described = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise Unreachable(_DOWN) from fault
    begins = "https://" if issuer.startswith("https://") else "http"
    found = {name: str(described.get(name, "")) for name in _ADDRESSES.values()} if isinstance(described, dict) and described.get("issuer") == issuer else {}
    if not found or not all(address.startswith(begins) for address in found.values()):
        raise Unreachable("统一认证平台的说明与 reportgen.toml 里的 issuer 不一致，不能用它登录。请告诉管理员。")
    return found


def setting(name: str, *default: Any) -> Any:
    """A setting as mozilla-django-oidc asks for it: the addresses are the provider's own. Raises Unreachable."""
    return addresses()[_ADDRESSES[name]] if name in _ADDRESSES else import_from_settings(name, *default)


class ProviderBackend(OIDCAuthenticationBackend):
    """Persons who are registered at the desk, and active, by what the provider says."""

    def __init__(self) -> None:
        """Nothing is asked yet: this is made for each page that somebody opens."""
        self.UserModel = Person

    @staticmethod
    def get_settings(attr: str, *args: Any) -> Any:
        """See `setting`."""
        return setting(attr, *args)

    def authenticate(self, request: HttpRequest | None, nonce: str | None = None, code_verifier: str | None = None) -> Person | None:
        """The person whom the provider has sent back with a code; None where the code or what it gives isn't right. Raises Unreachable, Unregistered."""
        if nonce is None:
            return None
        super().__init__()
        try:
            found: Person | None = super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        except requests.HTTPError:  # the code isn't one, or was used
            return None
        except (requests.RequestException, ValueError) as fault:
            raise Unreachable(_DOWN) from fault
        except (SuspiciousOperation, jwt.PyJWTError, KeyError, TypeError):  # no token, one of somebody else, one that no key of the provider has signed
            return None
        return found

    def get_payload_data(self, token: str, key: Any) -> dict[str, Any]:
        """What an ID token says, once it is known to be this provider's, for this desk, now. Raises SuspiciousOperation."""
        client = self.OIDC_RP_CLIENT_ID
        try:
            said: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[self.OIDC_RP_SIGN_ALGO],
                audience=client,
                issuer=settings.DESK_PROVIDER.issuer,
                leeway=_SLACK,
                options={"require": list(_NEEDED)},
            )
        except jwt.InvalidTokenError as fault:
            raise SuspiciousOperation(str(fault)) from fault
        if said.get("azp", client) != client:
            raise SuspiciousOperation("given to another client")
        return said

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """All that the provider says of a person. Raises SuspiciousOperation where it is of another than the token."""
        more = super().get_userinfo(access_token, id_token, payload)
        if more.get("sub") != payload["sub"]:
            raise SuspiciousOperation("of another person")
        return {**payload, **more}

    def verify_claims(self, claims: Mapping[str, Any]) -> bool:
        """Whether there is a user name among what is said."""
        name = claims.get(settings.DESK_PROVIDER.claim)
        return isinstance(name, str) and bool(name)

    def filter_users_by_claims(self, claims: Mapping[str, Any]) -> QuerySet[Person]:
        """The person of that user name. Raises Unregistered."""
        name = claims[settings.DESK_PROVIDER.claim]
        found = Person.objects.filter(username=name, is_active=True)
        if not found.exists():
            raise Unregistered(name)
        return found

    def get_user(self, user_id: int) -> Person | None:
        """Who is signed in, as long as they are active."""
        found: Person | None = Person.objects.filter(pk=user_id, is_active=True).first()
        return found
