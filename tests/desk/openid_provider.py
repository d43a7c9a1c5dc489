"""A real OpenID Connect provider (django-oauth-toolkit) on this machine, with accounts and passwords of its own.

python openid_provider.py PORT FOLDER CLIENT SECRET ADDRESS [USERNAME:PASSWORD …]: ADDRESS is where the client wants people sent back to.
"""

import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

LOGIN = '<form method="post">{% csrf_token %}{{ form }}<button>Log in</button></form>'


def main(port: str, folder: str, client: str, secret: str, address: str, *people: str) -> None:
    """Serve it until it is ended."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    (Path(folder) / "registration").mkdir()
    (Path(folder) / "registration/login.html").write_text(LOGIN, "utf-8")
    settings.configure(
        SECRET_KEY="of-a-provider-that-is-thrown-away",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="openid_urls",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "oauth2_provider"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(folder) / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [folder], "APP_DIRS": True}],
        LOGIN_URL="/login/",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}/o",
            "OIDC_RSA_PRIVATE_KEY": pem,
            "SCOPES": {"openid": "openid", "profile": "profile"},
            "OAUTH2_VALIDATOR_CLASS": "openid_urls.Claims",
        },
    )
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for one in people:
        username, _, password = one.partition(":")
        User.objects.create_user(username, password=password)
    Application.objects.create(
        client_id=client,
        client_secret=secret,
        redirect_uris=address,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )
    import uvicorn
    from django.core.asgi import get_asgi_application

    uvicorn.run(get_asgi_application(), host="127.0.0.1", port=int(port), lifespan="off", log_level="warning", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
