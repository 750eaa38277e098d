from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "citizen.cases"
    label = "cases"
