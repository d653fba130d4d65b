"""All settings in one place; whatever differs between machines comes from the environment."""

import base64
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

if sys.platform == "linux":  # SQLite before 3.51.3 may corrupt a database in WAL mode
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"CASEFLOW_{name}", default)


def flag(name: str, default: bool = False) -> bool:
    value = env(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"CASEFLOW_{name} must be 0 or 1, not {value!r}.")
    return value in {"1", "true", "yes"}


def local_secret(path: Path, make: Callable[[], str]) -> str:
    """The key of a machine that was given none: made once, kept where only its owner reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(make())
    except FileExistsError:
        pass
    return path.read_text()


VAR_DIR = Path(env("VAR", str(BASE_DIR / "var")))  # everything that is not code: database, papers, uploads
DEBUG = flag("DEBUG")
DEMONSTRATION = flag("DEMONSTRATION")  # invented people only; stories may be kept, the seal is marked 演示
SYNTHETIC_PERSONS = DEMONSTRATION or "pytest" in sys.modules  # identity numbers that begin with 99 pass
SECRET_KEY = env("SECRET_KEY") or local_secret(VAR_DIR / "secret_key", lambda: secrets.token_urlsafe(50))
SEALING_KEY = env("SEALING_KEY") or local_secret(  # of sealed identities: 32 bytes, base64
    VAR_DIR / "sealing_key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
)
ALLOWED_HOSTS = env("HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("ORIGINS").split(",") if origin]

INSTALLED_APPS = [
    "caseflow.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, where templates/components does not replace them
    "django_htmx",
    "viewflow.workflow",
    "outbox",
    "documents",
    "caseflow.cases",
    "caseflow.enforcement",
]
AUTH_USER_MODEL = "people.User"

MIDDLEWARE = [
    "caseflow.cases.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "caseflow.cases.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "caseflow.cases.middleware.SignedIn",
    "caseflow.cases.middleware.InitialPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "caseflow.urls"
WSGI_APPLICATION = "caseflow.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "caseflow.cases.frame.frame",
            ]
        },
    }
]

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; "
    "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON; PRAGMA cache_size=-20000;"
)
DATABASE_URL = env("DATABASE")  # postgresql://user:password@host:port/name, or nothing for the embedded database
if DATABASE_URL.startswith("postgresql://"):
    from urllib.parse import unquote, urlsplit

    _url = urlsplit(DATABASE_URL)
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path.lstrip("/"),
            "USER": unquote(_url.username or ""),
            "PASSWORD": unquote(_url.password or ""),
            "HOST": _url.hostname or "",
            "PORT": _url.port or "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
            },
        }
    }
elif not DATABASE_URL:
    DATABASES = {
        "default": {
            "ENGINE": "caseflow.sqlite",
            "NAME": VAR_DIR / "caseflow.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS},
        }
    }
else:
    raise ImproperlyConfigured("CASEFLOW_DATABASE must begin with postgresql://, or be empty for SQLite.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
FORM_RENDERER = "caseflow.cases.forms.Renderer"
CSRF_FAILURE_VIEW = "caseflow.cases.views.no_csrf"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("HTTPS")
SECURE_SSL_REDIRECT = flag("HTTPS")
SECURE_HSTS_SECONDS = 31536000 if flag("HTTPS") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the approval page shows the paper in a frame of its own

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

DOCUMENTS_DIR = VAR_DIR / "documents"  # issued papers, by the hash of their content
UPLOADS_DIR = VAR_DIR / "uploads"  # evidence, by the hash of its content
DOCUMENTS_FONT_DIR = env("FONTS")  # fonts of the office's own, preferred where present
OUTBOX_RUNS = env("OUTBOX", "after_commit")  # after_commit: at once in this process; worker: only by manage.py work
if OUTBOX_RUNS not in {"after_commit", "worker"}:
    raise ImproperlyConfigured("CASEFLOW_OUTBOX must be after_commit or worker.")
UPLOAD_MAX_BYTES = 50 * 1024 * 1024

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the other hosts of the county's domain are not ours to force on HTTPS
    "security.W019",  # see X_FRAME_OPTIONS
    "security.W021",  # as W005
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
    # fontTools and WeasyPrint speak of every glyph
    "loggers": {"fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
