from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "geo.live"
    label = "live"
