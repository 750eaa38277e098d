from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    name = "layers.features"
    label = "features"
