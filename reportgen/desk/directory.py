"""Whether a password is right, asked of an LDAP directory."""

from typing import Any

import ldap
from django.dispatch import receiver
from django.http import HttpRequest
from django_auth_ldap.backend import LDAPBackend, ldap_error

from reportgen.desk.models import Person
from reportgen.desk.outside import Unreachable

_NOT_ASKED = (ldap.SERVER_DOWN, ldap.CONNECT_ERROR, ldap.TIMEOUT, ldap.UNAVAILABLE, ldap.BUSY, ldap.INVALID_CREDENTIALS)
"""What says nothing of a person's password. Wrong credentials arrive here only where they are those by which the desk itself searches."""


class DirectoryBackend(LDAPBackend):
    """Persons who are registered at the desk, and active, by their password in the directory.

    The user name must be written as it is registered: a directory takes “Zhang” for “zhang”, and each spelling would be counted apart when it is guessed.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any) -> Person | None:
        """The person whose password this is. Raises Unreachable."""
        if not username or not password or not Person.objects.filter(username=username, is_active=True).exists():
            return None
        found: Person | None = super().authenticate(request, username, password)
        return found

    def get_or_build_user(self, username: str, ldap_user: object) -> tuple[Person, bool]:
        """The person of a user name, who isn't a new one."""
        del ldap_user
        return Person.objects.get(username=username), False

    def get_user(self, user_id: int) -> Person | None:
        """Who is signed in, as long as they are active."""
        found: Person | None = Person.objects.filter(pk=user_id, is_active=True).first()
        return found


@receiver(ldap_error)
def _tell(exception: Exception, **_: object) -> None:
    if isinstance(exception, _NOT_ASKED):
        raise Unreachable("统一账号的服务器现在连不上，没有核对密码。请过一会儿再试；一直这样的，请告诉管理员。") from exception
