from django.apps import AppConfig
from django.core.checks import Tags, register

from geo.privacy.checks import check_privacy


class PrivacyConfig(AppConfig):
    name = "geo.privacy"
    label = "privacy"

    def ready(self) -> None:
        register(check_privacy, Tags.models)
