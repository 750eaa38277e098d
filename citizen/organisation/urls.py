"""Addresses under /api/v1/."""

from django.urls import path

from citizen.organisation.api import MeView, MunicipalityView, UnitsView

urlpatterns = [
    path("municipality/", MunicipalityView.as_view(), name="municipality"),
    path("units/", UnitsView.as_view(), name="units"),
    path("me/", MeView.as_view(), name="me"),
]
