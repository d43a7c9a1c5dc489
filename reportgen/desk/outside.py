"""Signing in by what is outside: an LDAP directory, an OpenID Connect provider. Who may do what is the desk's own business all the same.

Neither makes anybody known: a person is registered at the desk, under the user name that the other side gives, and has the seats that the desk gives.
"""

import os
from typing import Any

from reportgen.desk.chosen import DIRECTORY_SECRET, PROVIDER_SECRET, Directory, Provider

DIRECTORY_BACKEND, PROVIDER_BACKEND = "reportgen.desk.directory.DirectoryBackend", "reportgen.desk.provider.ProviderBackend"
WAIT = 10
"""Seconds for an answer: who signs in waits for it."""


class Unreachable(Exception):
    """The other side can't be asked now; nothing is said of the password. The words say so."""


class Unregistered(Exception):
    """Somebody whom the other side knows, and the desk doesn't; `username` is what it calls them."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


def directory_settings(chosen: Directory | None) -> dict[str, Any]:
    """Django's settings for a directory; it is searched for the user name, and asked whether the password is right, each time anew."""
    if chosen is None:
        return {}
    import ldap
    from django_auth_ldap.config import LDAPSearch

    options = {ldap.OPT_NETWORK_TIMEOUT: WAIT, ldap.OPT_TIMEOUT: WAIT, ldap.OPT_REFERRALS: 0, ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND}
    if chosen.certificates:
        options[ldap.OPT_X_TLS_CACERTFILE] = chosen.certificates
    options[ldap.OPT_X_TLS_NEWCTX] = 0  # the last: it takes the ones before up
    return {
        "AUTH_LDAP_SERVER_URI": chosen.address,
        "AUTH_LDAP_START_TLS": chosen.starts_encryption,
        "AUTH_LDAP_BIND_DN": chosen.bind,
        "AUTH_LDAP_BIND_PASSWORD": os.environ.get(DIRECTORY_SECRET, "") if chosen.bind else "",
        "AUTH_LDAP_USER_SEARCH": LDAPSearch(chosen.base, ldap.SCOPE_SUBTREE, f"({chosen.attribute}=%(user)s)"),
        "AUTH_LDAP_CONNECTION_OPTIONS": options,
        "AUTH_LDAP_ALWAYS_UPDATE_USER": False,
        "AUTH_LDAP_NO_NEW_USERS": True,
    }


def provider_settings(chosen: Provider | None) -> dict[str, Any]:
    """Django's settings for a provider; its addresses are asked of itself when somebody first signs in by it."""
    if chosen is None:
        return {}
    return {
        "OIDC_RP_CLIENT_ID": chosen.client,
        "OIDC_RP_CLIENT_SECRET": os.environ.get(PROVIDER_SECRET, ""),
        "OIDC_RP_SIGN_ALGO": "RS256",  # what every provider must have
        "OIDC_RP_SCOPES": "openid profile",
        "OIDC_USE_PKCE": True,
        "OIDC_CREATE_USER": False,
        "OIDC_TIMEOUT": WAIT,
        "OIDC_AUTHENTICATION_CALLBACK_URL": "provider-back",
    }
