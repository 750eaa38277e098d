"""Addresses under /api/v1/."""

from django.urls import path

from citizen.accounts.api import TokensView, TokenView

urlpatterns = [
    path("me/tokens/", TokensView.as_view(), name="tokens"),
    path("me/tokens/<int:pk>/", TokenView.as_view(), name="token"),
]
