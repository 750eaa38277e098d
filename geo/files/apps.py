from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "geo.files"
    label = "files"
