"""Addresses of the room, below ``/api/v1/``."""

from django.urls import path

from citizen.requests.api import PhotosView, RequestsView, RequestView

urlpatterns = [
    path("requests/", RequestsView.as_view(), name="requests"),
    path("requests/<str:reference>/", RequestView.as_view(), name="request"),
    path("requests/<str:reference>/photos/", PhotosView.as_view(), name="request-photos"),
]
