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


MISSING_KEYS: list[Path] = []  # what stops the start: caseflow/safety.py
MADE_KEYS: list[Path] = []


def local_secret(path: Path, make: Callable[[], str]) -> str:
    """The key of a machine that was given none: made once, kept where only its owner reads it.

    Where there are cases already, a key that is gone is not replaced: what it sealed needs it, not another one.
    """
    if not path.exists() and not MAY_MAKE_KEYS:
        MISSING_KEYS.append(path)
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(make())
        MADE_KEYS.append(path)
    except FileExistsError:
        pass
    return path.read_text()


VAR_DIR = Path(env("VAR", str(BASE_DIR / "var")))  # everything that is not code: database, papers, uploads
DEBUG = flag("DEBUG")
DEMONSTRATED = VAR_DIR / "demonstration"  # lies beside the embedded database that manage.py demo has filled
DEMONSTRATION = flag(  # invented people only; stories may be kept, the seal is marked 演示
    "DEMONSTRATION", not env("DATABASE") and "pytest" not in sys.modules and DEMONSTRATED.exists()
)
MAY_MAKE_KEYS = (
    DEMONSTRATION
    or "pytest" in sys.modules
    or sys.argv[1:2] == ["make_keys"]
    or not (env("DATABASE") or (VAR_DIR / "caseflow.sqlite3").exists())
)
SYNTHETIC_PERSONS = DEMONSTRATION or "pytest" in sys.modules  # identity numbers that begin with 99 pass
SECRET_KEY = env("SECRET_KEY") or local_secret(VAR_DIR / "secret_key", lambda: secrets.token_urlsafe(50))
KEYS_DIR = Path(env("KEYS", str(VAR_DIR / "keys")))  # one directory a purpose; kept apart from the data and the backups
KEYS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
if not any(KEYS_DIR.glob("audit/*.key")):  # of the audit chains: 32 bytes, base64; the last file writes, all verify
    local_secret(KEYS_DIR / "audit" / "0001.key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
if not any(KEYS_DIR.glob("checkpoint/*.key")):  # signs where the chains stand: the seed of an Ed25519 key, base64
    local_secret(
        KEYS_DIR / "checkpoint" / "0001.key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    )
CHECKPOINTS = env("CHECKPOINTS")  # where checkpoints are taken: a directory the database server does not rule over
CHECKPOINT_PLACE = "caseflow.audit.places.Directory"
AUDIT_ORIGIN = env("AUDIT_ORIGIN", "caseflow/audit")  # the name that signs checkpoints; one for each installation
AUDIT_ALGORITHM = env("AUDIT_ALGORITHM", "sha256")
if AUDIT_ALGORITHM not in {"sha256", "sm3"}:
    raise ImproperlyConfigured("CASEFLOW_AUDIT_ALGORITHM must be sha256 or sm3.")
VAULT_DIR = KEYS_DIR / "vault"  # master keys of what is sealed; below it the wrapped keys of files and of persons
if not any(VAULT_DIR.glob("*.key")):
    local_secret(VAULT_DIR / "0001.key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
VAULT_ALGORITHM = env("VAULT_ALGORITHM", "aes256gcm")
if VAULT_ALGORITHM not in {"aes256gcm", "sm4gcm"}:
    raise ImproperlyConfigured("CASEFLOW_VAULT_ALGORITHM must be aes256gcm or sm4gcm.")
ALLOWED_HOSTS = env("HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# The pages of the public, under a host name of their own, where nothing of the staff exists; empty: there are none
PUBLIC_HOST = env("PUBLIC_HOST", "tips.localhost" if DEMONSTRATION else "").lower()
PUBLIC_URLCONF = "caseflow.public.urls"
PUBLIC_AGENCY = env("PUBLIC_AGENCY")  # the key of the authority that takes tips; empty: the first one
PUBLIC_TIPS_A_DAY = int(env("PUBLIC_TIPS_A_DAY", "500"))  # of all senders together: nobody asks who they are
PUBLIC_ADDITIONS_A_DAY = int(env("PUBLIC_ADDITIONS_A_DAY", "10"))  # by way of one receipt
PUBLIC_MB_A_DAY = int(env("PUBLIC_MB_A_DAY", "2000"))  # of files, all senders together
PUBLIC_FILE_MB, PUBLIC_FILES = int(env("PUBLIC_FILE_MB", "20")), int(env("PUBLIC_FILES", "5"))  # of one sending
PUBLIC_DISK_RESERVE = int(env("PUBLIC_DISK_RESERVE", "10"))  # per cent that stay free for the work of the house
if PUBLIC_HOST:
    ALLOWED_HOSTS.append(PUBLIC_HOST)
CSRF_TRUSTED_ORIGINS = [origin for origin in env("ORIGINS").split(",") if origin]

INSTALLED_APPS = [
    "caseflow.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, where templates/components does not replace them
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "viewflow.workflow",
    "outbox",
    "documents",
    "caseflow.audit",
    "caseflow.vault",
    "caseflow.cases",
    "caseflow.custody",
    "caseflow.receipts",
    "caseflow.enforcement",
    "caseflow.public",
    "caseflow.support",
    "caseflow.errands",
    "caseflow.operations",
]
AUTH_USER_MODEL = "people.User"

MIDDLEWARE = [
    "caseflow.operations.middleware.Observed",
    "caseflow.headers.Headers",
    "caseflow.public.door.Door",  # before whatever looks at who is asking
    "caseflow.operations.health.Health",
    "caseflow.arriving.Arriving",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "caseflow.cases.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "caseflow.headers.FromOurPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "caseflow.cases.middleware.ForWhom",
    "caseflow.cases.middleware.SignedIn",
    "caseflow.people.middleware.SecondFactor",
    "caseflow.cases.access.routes.Decided",
    "caseflow.cases.reads.Reads",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "caseflow.urls"
ROUTES = "caseflow.routes"  # what one does at each address
UNDECIDED_RAISES = "pytest" in sys.modules  # else an answer that nobody decided on is a 404
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
                "caseflow.custody.frame.frame",
            ]
        },
    }
]

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; "
    "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON; PRAGMA cache_size=-20000;"
)
POSTGRES_SETTINGS = {  # of every connection; what a server must be started with is said in docs/operations.md
    "synchronous_commit": "on",
    "lock_timeout": "3s",
    "statement_timeout": env("STATEMENT_TIMEOUT", "60s" if "pytest" in sys.modules else "5s"),
    "idle_in_transaction_session_timeout": "30s",
    "jit": "off",  # compiling the question of who may read what takes longer than answering it
}
DATABASE_ROLES = env("ROLES", "caseflow")  # the three roles are named after it: …_owner, …_app, …_audit
DATABASE_URL = env("DATABASE")  # postgresql://user:password@host:port/name, or nothing for the embedded database
if DATABASE_URL.startswith("postgresql://"):
    from urllib.parse import unquote, urlsplit

    _url = urlsplit(DATABASE_URL)
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "caseflow.postgres",
            "NAME": _url.path.lstrip("/"),
            "USER": unquote(_url.username or ""),
            "PASSWORD": unquote(_url.password or ""),
            "HOST": _url.hostname or "",
            "PORT": _url.port or "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "options": " ".join(f"-c {name}={value}" for name, value in POSTGRES_SETTINGS.items()),
                "sslmode": env("DATABASE_TLS", "prefer"),
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

# --- Who one is: caseflow/people
SITE_TITLE = "案件与帮扶"
SECOND_FACTOR = not DEMONSTRATION  # of everybody; the invented people of a demonstration have no telephones
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["caseflow.people.hashing.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone", "unit")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "caseflow.people.hashing.NotOfThisOffice"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "caseflow.people.sessions"  # half an hour without use, ten hours in all
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (f"{'__Host-' if flag('HTTPS') else ''}{name}" for name in ("session", "csrf"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = flag("HTTPS")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if not any(KEYS_DIR.glob("factors/*.key")):  # of the secrets of second factors; the last file writes, all read
    local_secret(KEYS_DIR / "factors" / "0001.key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
CACHES = {  # limits of tries and used codes: shared by all processes, or they limit nothing
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "caseflow_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
if redis := env("REDIS"):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY") else 0  # else whoever asks could say where from
ACCOUNT_ADAPTER = "caseflow.people.account.Accounts"
ACCOUNT_FORMS = {"login": "caseflow.people.account.SignIn", "reauthenticate": "caseflow.people.account.PasswordAgain"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": False,
    "login_failed": "20/5m/ip,5/5m/key",
    "login_failed_on_known_device": "5/5m/key",
    "set_up": "20/5m/ip,5/5m/key",
}
MFA_ADAPTER = "caseflow.people.account.Factors"
MFA_FORMS = {
    "authenticate": "caseflow.people.account.EnterCode",
    "reauthenticate": "caseflow.people.account.EnterCodeAgain",
    "activate_totp": "caseflow.people.account.Activate",
    "add_webauthn": "caseflow.people.account.AddKey",
    "authenticate_webauthn": "caseflow.people.account.EnterKey",
    "reauthenticate_webauthn": "caseflow.people.account.EnterKeyAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute too early or too late; a code counts once all the same
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SOCIALACCOUNT_ADAPTER = "caseflow.people.directory.Directory"
SOCIALACCOUNT_AUTO_SIGNUP = False
OIDC_CLAIM = env("OIDC_CLAIM", "preferred_username")  # what the directory calls an account
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if oidc := env("OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "county",
            "name": env("OIDC_NAME", "单位统一身份认证"),
            "client_id": env("OIDC_CLIENT"),
            "secret": env("OIDC_SECRET"),
            "settings": {"server_url": oidc},
        }
    )

FORM_RENDERER = "caseflow.cases.forms.Renderer"
CSRF_FAILURE_VIEW = "caseflow.cases.views.no_csrf"
SECURE_SSL_REDIRECT = flag("HTTPS")
SECURE_HSTS_SECONDS = 31536000 if flag("HTTPS") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"  # but for the draft of a paper, which the approval page shows in a frame: cases/acts.py

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "caseflow.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True

REQUEST_MAX_BYTES = 55 * 1024 * 1024  # one file of evidence with its form; as deploy/nginx.conf
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "caseflow.files.whole.Whole",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

DOCUMENTS_DIR = VAR_DIR / "documents"  # issued papers, by the hash of their content
UPLOADS_DIR = VAR_DIR / "uploads"  # evidence, by the hash of its content
STORE = env("STORE")  # s3://bucket/place: papers and evidence lie there; empty: in the two directories
STORE_ENDPOINT = env("STORE_ENDPOINT")  # https://…, where it is not Amazon's
STORE_REGION = env("STORE_REGION", "us-east-1")
STORE_KEY, STORE_SECRET = env("STORE_KEY"), env("STORE_SECRET")
if STORE and not STORE.startswith("s3://"):
    raise ImproperlyConfigured("CASEFLOW_STORE must begin with s3://, or be empty for directories.")
CLAMAV = env("CLAMAV")  # the socket of clamd, a path or host:port; empty: the pages say that nobody looked for viruses
if not any(KEYS_DIR.glob("backup/*.key")):  # of the copies that manage.py backup makes; the last file seals, all open
    local_secret(KEYS_DIR / "backup" / "0001.key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
DOCUMENTS_FONT_DIR = env("FONTS")  # fonts of the office's own, preferred where present
OUTBOX_ACTS_AS = "caseflow.acting.system"  # around each job: the outbox itself knows no people
# after_commit: in the background of the serving process; worker: by manage.py work alone; celery: the same on several
# machines, which Redis tells at once
OUTBOX_RUNS = env("OUTBOX", "after_commit")
if OUTBOX_RUNS not in {"after_commit", "worker"}:
    raise ImproperlyConfigured("CASEFLOW_OUTBOX must be after_commit or worker.")
if carrier := env("CARRIER"):
    OUTBOX_RUNS = carrier
    if carrier != "celery":
        raise ImproperlyConfigured("CASEFLOW_CARRIER must be celery, or empty.")
OUTBOX_REDIS = env("BROKER", "redis://127.0.0.1:6379/0")
OUTBOX_LOOK_SECONDS = float(env("OUTBOX_LOOK", "15"))  # how often a process looks for jobs that nobody told it of
OUTBOX_VISIBILITY_SECONDS = int(env("OUTBOX_VISIBILITY", "3600"))  # until Redis brings a job again; see carriers' lease
UPLOAD_MAX_BYTES = 50 * 1024 * 1024

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the other hosts of the county's domain are not ours to force on HTTPS
    "security.W021",  # as W005
]
SITE_ADDRESS = env("SITE")  # how colleagues reach the pages, in letters: https://caseflow.example.gov.cn
EMAIL_HOST = env("MAIL_HOST")  # empty: no letters
EMAIL_PORT = int(env("MAIL_PORT", "587"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("MAIL_USER"), env("MAIL_PASSWORD")
EMAIL_USE_TLS = flag("MAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", "caseflow@localhost")
METRICS_TOKEN = env("METRICS_TOKEN")  # whoever brings it may read /metrics and /health/ready from another machine
LOG_LEVEL = env("LOG_LEVEL", "WARNING")
LOG_HIDES = [
    word for word in env("LOG_HIDES").split(",") if word
]  # names in Latin letters, numbers of a kind of our own
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "caseflow.operations.logs.WithRequest"}},
    "formatters": {"line": {"()": f"caseflow.operations.logs.{'Line' if DEBUG else 'Json'}"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # fontTools and WeasyPrint speak of every glyph
    "loggers": {"fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
