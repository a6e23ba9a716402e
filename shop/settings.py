"""One settings file for every profile; what differs comes from the environment (docs/operations.md)."""

from pathlib import Path
from typing import Any

import oscar
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403  Oscar reads its own names from here

from shop import backoffice
from shop import environment as env
from shop.signing_in import *  # noqa: F403

ROOT = env.ROOT
PROFILE = env.profile()
DEMO = PROFILE == "demo"
VAR_DIR = env.folder("VAR_DIR", ROOT / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- who answers, and how it is protected ------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if PROFILE == "production":
        raise ImproperlyConfigured("SECRET_KEY is missing: set it to 50 random characters and keep it.")
    SECRET_KEY = "only-for-the-demo-and-the-tests-" + PROFILE
# Keys that were replaced: what was signed or locked with them still opens.
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
DEBUG = False
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if PROFILE != "production" else [])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_TLS_PROXY", HTTPS) else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_FAILURE_VIEW = "shop.errors.forbidden"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- what the shop is made of: by name only -----------------------------------------------------
GROUND = [
    "modeltranslation",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *IDENTITY.apps,
    "allauth.mfa",
    "allauth.usersessions",
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "treebeard",
    "django_htmx",
    "heroicons",
    "csp",
    "django_countries",
    "phonenumber_field",
    "django_prose_editor",
]
SHOP_APPS = [
    "catalog.apps.CatalogConfig",
    "shop.pages",
    "shop.people",
    "shop.ledger",
    "shop.mail",
    "shop.accounts",
    "shop.content",
    "shop.stock.apps.StockConfig",
    "shop.promotions.offer.apps.OfferConfig",
    "shop.promotions.voucher.apps.VoucherConfig",
    "shop.cart.apps.CartConfig",
    "shop.delivery.apps.DeliveryConfig",
    "shop.order.apps.OrderConfig",
    "shop.payment.apps.PaymentConfig",
    "shop.checkout",
    "shop.returns",
]
UPPER_APPS = ["reviews.apps.ReviewsConfig", "social", "loyalty"]
DEMO_APPS = ["demo"] if PROFILE in ("demo", "test") else []
INSTALLED_APPS = GROUND + SHOP_APPS + UPPER_APPS + DEMO_APPS

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "shop.middleware.AdminPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.middleware.GoodRequest",
    "shop.pages.middleware.OneLook",
    "shop.cart.middleware.BasketCookie",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shop.accounts.policy.NeverKept",
    "shop.accounts.door.AdminDoor",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
APPEND_SLASH = True
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "shop.content.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.database(VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
MIGRATION_MODULES = {name: f"shop.ground.{name}" for name in ("address", "communication")}
REDIS_URL = env.text("REDIS_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "shop.pages.rediscache.Cache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    )
    | {"KEY_PREFIX": env.text("CACHE_PREFIX", "ricochet"), "TIMEOUT": 60 * 60 * 24}
}
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = env.text("BROKER_URL", REDIS_URL or "filesystem://localhost//")

# --- words, time, money ---------------------------------------------------------------------------
SITE_ID = 1
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
# Oscar itself is not installed; its texts in the admin are French all the same.
LOCALE_PATHS = [ROOT / "locale", Path(oscar.__file__).parent / "locale"]
FORMAT_MODULE_PATH = "shop.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr", "en")
TIME_ZONE = "Europe/Paris"
USE_TZ = True
OSCAR_DEFAULT_CURRENCY = "EUR"
OSCAR_OFFERS_INCL_TAX = True
OSCAR_SHOP_NAME = "Ricochet"
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_IMAGE_FOLDER = "originals/%Y/%m/"  # as uploaded, with whatever data they carry: never served
OSCAR_CATALOGUE_USE_POSTGRES_MATERIALISED_VIEWS = False
OSCAR_SLUG_ALLOW_UNICODE = False
PHONENUMBER_DEFAULT_REGION = "FR"
PARCEL_DAYS = env.number("PARCEL_DAYS", 10)  # after so many days without a word a parcel counts as arrived

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "shop.staticfiles.BundleFinder",
]
MEDIA_ROOT = env.folder("MEDIA_ROOT", VAR_DIR / "media")
MEDIA_URL = env.text("MEDIA_URL", "/media/")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shop.staticfiles.Storage"},
}
WHITENOISE_MAX_AGE = 60 * 60

# Messages look like the notice of the same kind (templates/elements/notice.html).
MESSAGE_TAGS = {10: "", 20: "", 25: "good", 30: "bad", 40: "bad"}

# --- people ---------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# Staff act in the admin only after a second step; a demo's merchant may walk straight in.
UNFOLD = backoffice.UNFOLD
ADMIN_NEEDS_MFA = env.flag("ADMIN_NEEDS_MFA", PROFILE == "production")

# --- mail: one door, shop.mail ----------------------------------------------------------------------
EMAIL_CONFIG = env.env.email_url_config(env.text("EMAIL_URL") or "filemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost", EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = bool(EMAIL_CONFIG.get("EMAIL_USE_TLS")), bool(EMAIL_CONFIG.get("EMAIL_USE_SSL"))
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "Ricochet <bonjour@ricochet.example>")

# --- payment --------------------------------------------------------------------------------------------
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_PUBLISHABLE_KEY = env.text("STRIPE_PUBLISHABLE_KEY")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET")
# Demo and tests only: the address of the stand-in for Stripe, as the shop and as browsers reach it.
STRIPE_API_BASE = env.text("STRIPE_API_BASE") if PROFILE != "production" else ""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO" if PROFILE == "production" else "WARNING")},
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
