"""Addresses for whoever watches the product."""

from django.urls import path

from geo.health import healthz, readyz
from geo.metrics import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
