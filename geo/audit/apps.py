from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "geo.audit"
    label = "audit"
