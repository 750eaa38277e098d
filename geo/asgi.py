"""ASGI entry point: the stream process. All other addresses are served by `geo.wsgi`."""

import os

import django
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.settings")
django.setup()
application = import_string("geo.live.app.create")()
