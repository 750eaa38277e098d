from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "geo.jobs"
    label = "jobs"
