from django.apps import AppConfig


class ProtocolConfig(AppConfig):
    name = "citizen.protocol"
    label = "protocol"
