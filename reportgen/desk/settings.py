"""Django's settings, made from the workspace: there is no settings file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reportgen.desk.chosen import Chosen, Database
from reportgen.desk.folder import DeskFolder
from reportgen.desk.outside import DIRECTORY_BACKEND, PROVIDER_BACKEND, directory_settings, provider_settings
from reportgen.desk.trials import Trials
from reportgen.files import MAX_BYTES

HERE = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MAX_REQUEST = MAX_BYTES + 2**20
"""Bytes: the largest file of an office that is read, and the form around it."""
INTAKE_SECONDS = 600.0
"""Thirty packages are verified in that time, each by making its documents again; whoever has dropped them in waits, nobody else."""
MAX_FILES = 60
"""A few more than an upload may have: that there are too many is said in words."""
MAX_FIELDS = 5_000
"""A table of fifty rows that is filled in on its page has thirty columns, with a few fields beside each row."""
_SESSION_HOURS = 8  # a working day
_FAILURES = 5  # so many wrong passwords for one name from one address, then 15 minutes' pause
_PAUSE_HOURS = 0.25
_LEAST_PASSWORD = 10  # characters: five wrong ones in a quarter of an hour, and nobody guesses it
_BUSY_SECONDS = 20  # that one waits while another writes, as docs/desk-admin.md says: a request that waited longer would be taken for a broken one
_VALIDATORS = "django.contrib.auth.password_validation"

_CONNECT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"
"""FULL: a decision that was told outlives a power cut, not only the end of the process."""


def database_of(folder: DeskFolder, chosen: Database | None) -> dict[str, Any]:
    """The database as Django is told of it: SQLite in the desk's folder, or the PostgreSQL database that was chosen."""
    if chosen is None:
        options: dict[str, Any] = {"transaction_mode": "IMMEDIATE", "timeout": _BUSY_SECONDS, "init_command": _CONNECT}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": folder.database, "CONN_MAX_AGE": 0, "OPTIONS": options}
    options = {"connect_timeout": _BUSY_SECONDS, "options": f"-c lock_timeout={_BUSY_SECONDS}s", **chosen.options}
    return {
        "ENGINE": "reportgen.desk.serial_postgresql",
        "NAME": chosen.name,
        "USER": chosen.user,
        "HOST": chosen.host,
        "PORT": "" if chosen.port is None else str(chosen.port),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


def settings_of(folder: DeskFolder, season: str, chosen: Chosen, names: Iterable[str] = ()) -> dict[str, Any]:
    """The settings of the desk of a workspace, for a season; `names` are the host names under which others reach it, besides those of this machine.

    Raises OSError where the secret can't be read or made.
    """
    return {
        "DESK_FOLDER": folder,
        "DESK_SEASON": season,
        "DESK_TRIALS": Trials(),
        "DESK_INTAKES": Trials(longest=INTAKE_SECONDS),
        "SECRET_KEY": folder.secret(),
        "DEBUG": False,
        "ALLOWED_HOSTS": [*LOOPBACK, *names],
        "DATABASES": {"default": database_of(folder, chosen.database)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LOGGING_CONFIG": None,
        **_pages(),
        **_signing_in(chosen),
        **_sessions(),
    }


def _pages() -> dict[str, Any]:
    """How a request becomes a page, and in which language and time."""
    return {
        "ROOT_URLCONF": "reportgen.desk.urls",
        "INSTALLED_APPS": ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "axes", "reportgen.desk.app.Desk"],
        "MIDDLEWARE": [
            "reportgen.desk.headers.secured",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "reportgen.desk.guard.Guard",
            "axes.middleware.AxesMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request", "reportgen.desk.context.of_every_page"],
                    "builtins": ["reportgen.desk.tags"],
                },
            }
        ],
        "LANGUAGE_CODE": "zh-hans",
        "TIME_ZONE": "Asia/Shanghai",
        "USE_TZ": True,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": MAX_FIELDS,
        "DATA_UPLOAD_MAX_NUMBER_FILES": MAX_FILES,
    }


def _signing_in(chosen: Chosen) -> dict[str, Any]:
    """Who signs in, by which way, and what happens after wrong passwords."""
    return {
        "AUTH_USER_MODEL": "desk.Person",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",  # before whoever is asked: the pause after wrong passwords holds for all
            "django.contrib.auth.backends.ModelBackend",
            *([] if chosen.directory is None else [DIRECTORY_BACKEND]),
            *([] if chosen.provider is None else [PROVIDER_BACKEND]),
        ],
        "DESK_DIRECTORY": chosen.directory,
        "DESK_PROVIDER": chosen.provider,
        **directory_settings(chosen.directory),
        **provider_settings(chosen.provider),
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
            {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": _LEAST_PASSWORD}},
            {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
            {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
        ],
        "AXES_FAILURE_LIMIT": _FAILURES,
        "AXES_COOLOFF_TIME": _PAUSE_HOURS,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "reportgen.desk.views.sign_in.locked_out",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
        "LOGIN_URL": "sign-in",
        "LOGIN_REDIRECT_URL": "board",
    }


def _sessions() -> dict[str, Any]:
    """How long who has signed in stays so, and the cookies: no script reads one, no other site's form sends one."""
    return {
        "SESSION_COOKIE_AGE": _SESSION_HOURS * 3600,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_NAME": "desk",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "desk-form",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "reportgen.desk.views.faults.stale_form",
    }
