"""The product's tile path with nothing above it: the tables of the load test are its only sources.

Public tiles pass no middleware but these, so the numbers are those of the whole product.
"""

import os

os.environ.setdefault("SECRET_KEY", "measurements only")

from geo.settings import *  # noqa: F403
from geo.settings import MIDDLEWARE as _MIDDLEWARE

INSTALLED_APPS = [
    "geo",
    "tiles",
    "bench.loadtest",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.gis",
    "rest_framework",
]
MIDDLEWARE = _MIDDLEWARE[: _MIDDLEWARE.index("tiles.middleware.PublicTilesMiddleware") + 1]
AUTH_USER_MODEL = "auth.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
REST_FRAMEWORK: dict[str, object] = {}
ROOT_URLCONF = "tiles.urls"
