from django.apps import AppConfig


class PresetsConfig(AppConfig):
    name = "layers.presets"
    label = "presets"
