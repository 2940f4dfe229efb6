"""Settings of the site and the archive. What differs from place to place is read from the environment:

UPRIGHT_HOME        the folder of the archive (default: the platform's folder for a program's data)
DATABASE_URL        postgres://USER:PASSWORD@HOST:PORT/NAME instead of SQLite in that folder
UPRIGHT_SEARCH      `index` (default: an index of its own on this machine) or `postgresql` (several hosts on one database)
UPRIGHT_HOSTS       host names that the site answers to, beside localhost
UPRIGHT_SECRET_KEY  the key that signs sessions (default: made once, in the folder)
UPRIGHT_HTTPS       `on` behind a server that speaks HTTPS: cookies are then sent over HTTPS only
UPRIGHT_DEBUG       `on` shows faults in the browser: never on a shared machine
UPRIGHT_SECOND_FACTOR  who must have one: `off`, `coordinators` (with administrators; the default with UPRIGHT_HTTPS=on) or `all`
UPRIGHT_OIDC_NAME, _SERVER, _CLIENT, _SECRET  single sign-on: the provider's name and https:// address, what it knows this site by
EMAIL_URL           smtp+tls://USER:PASSWORD@HOST:PORT (default: messages are written to the folder `mail`)
UPRIGHT_MAIL_FROM   the address that messages come from (default: upright@localhost)
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from upright import home
from upright.exceptions import UprightError

env = environ.Env()
HERE = Path(__file__).resolve().parent
UPRIGHT_HOME = home.made()

DEBUG = env.bool("UPRIGHT_DEBUG", False)
SECRET_KEY = env.str("UPRIGHT_SECRET_KEY", "") or home.secret_key()
OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = [*OWN_HOSTS, *env.list("UPRIGHT_HOSTS", default=[])]
HTTPS = env.bool("UPRIGHT_HTTPS", False)
# Where links in messages lead: the first host that is named, or this machine.
SITE = f"{'https' if HTTPS else 'http'}://{(ALLOWED_HOSTS[len(OWN_HOSTS) :] or ['localhost:8000'])[0].lstrip('.')}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"  # nobody learns from a link which page it was on
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

INSTALLED_APPS = [
    "upright.web",
    "upright.tracking",
    "upright.archive",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "upright.web.single_sign_on",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "upright.web.addresses.without_nul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "upright.web.accounts.renewed",
    "upright.web.accounts.SecondFactor",
]
ROOT_URLCONF = "upright.web.urls"
WSGI_APPLICATION = "upright.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "upright.web.context.site",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["upright.web.templatetags.upright"],
        },
    },
]

# --- the archive

_SQLITE = {
    # Readers never wait for the writer; a writer waits for another one, at most as long as the largest document takes to load.
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
    "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;",
}


def _database() -> dict[str, Any]:
    database: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{UPRIGHT_HOME / 'archive.sqlite3'}")
    if database["ENGINE"].endswith("sqlite3"):
        return database | {"OPTIONS": _SQLITE}
    return database | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def _search() -> str:
    chosen: str = env.str("UPRIGHT_SEARCH", "index")
    if chosen not in {"index", "postgresql"}:
        raise UprightError(f"UPRIGHT_SEARCH is '{chosen}'; it can be index or postgresql")
    if chosen == "postgresql" and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        raise UprightError("UPRIGHT_SEARCH=postgresql needs a PostgreSQL database: set DATABASE_URL")
    return chosen


DATABASES = {"default": _database()}
# In the database: tries to sign in are counted here, and codes that were used, which every process and host must know of. So many that
# none is pushed out by others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES = UPRIGHT_HOME / "files"  # the documents' files, by their content
INDEX = UPRIGHT_HOME / "index"  # derived: may be deleted at any time
SEARCH = _search()

# --- people


def _second_factor() -> str:
    """Others reach a site with HTTPS; on a laptop it would only stand in the way."""
    chosen: str = env.str("UPRIGHT_SECOND_FACTOR", "coordinators" if HTTPS else "off")
    if chosen not in {"off", "coordinators", "all"}:
        raise UprightError(f"UPRIGHT_SECOND_FACTOR is '{chosen}'; it can be off, coordinators or all")
    return chosen


def _sign_on() -> list[dict[str, Any]]:
    """The provider that people sign on at, as allauth wants it; none where the environment names none."""
    names = ("UPRIGHT_OIDC_NAME", "UPRIGHT_OIDC_SERVER", "UPRIGHT_OIDC_CLIENT", "UPRIGHT_OIDC_SECRET")
    said = {name: env.str(name, "") for name in names}
    if not any(said.values()):
        return []
    if lacking := [name for name, value in said.items() if not value]:
        raise UprightError(f"single sign-on needs {lacking[0]} as well")
    title, server, client, secret = said.values()
    scheme, _slashes, place = server.lower().partition("://")
    if scheme != "https" and urlsplit(server).hostname not in {"localhost", "127.0.0.1"}:
        raise UprightError("UPRIGHT_OIDC_SERVER must begin with https://")
    key = re.sub(r"[^a-z0-9.]+", "-", place).strip("-")  # by the server: another one may give the same keys to other persons
    return [{"provider_id": key, "name": title, "client_id": client, "secret": secret, "settings": {"server_url": server}}]


AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 60 * 60 * 12  # from the last page, or until the browser is closed
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "upright.web.accounts.ClosedAccounts"  # accounts are given, nobody signs up
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes the site write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of every change of what guards the account
ACCOUNT_EMAIL_SUBJECT_PREFIX = "upright: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before addresses and sign-ons of an account are changed
ACCOUNT_RATE_LIMITS = {
    "login": "60/5m/ip",
    "login_failed": "20/5m/ip,5/5m/key",  # also codes of the second factor, by account
    "reset_password": "20/5m/ip,3/5m/key",
    "reset_password_from_key": "20/5m/ip",
    "reauthenticate": "5/5m/user",
    "change_password": "5/5m/user",
}
MFA_ADAPTER = "upright.web.accounts.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "upright"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are given: nobody takes one under an address that is not theirs
SECOND_FACTOR = _second_factor()
SIGN_ON = _sign_on()
SOCIALACCOUNT_ADAPTER = "upright.web.accounts.SignOn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # from then on by the provider's name of the person: addresses are passed on
SIGN_ON_AT = [urlsplit(each["settings"]["server_url"]) for each in SIGN_ON]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": SIGN_ON}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # what is done after a page is answered, by `upright work`
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail:///mail")
globals().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(UPRIGHT_HOME / "mail")
DEFAULT_FROM_EMAIL = env.str("UPRIGHT_MAIL_FROM", "upright@localhost")

# --- words, files, what a page may load

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ru", _("Russian"))]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # nothing has to be collected on a laptop
WHITENOISE_MAX_AGE = 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "form-action": [SELF, *(f"{server.scheme}://{server.netloc}" for server in SIGN_ON_AT)],  # the form to sign on leads there
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
