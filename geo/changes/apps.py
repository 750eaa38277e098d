from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "geo.changes"
    label = "changes"
