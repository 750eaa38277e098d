"""Composition root of the addresses."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from geo import problems

urlpatterns = [
    path("", include("geo.health_urls")),
    path("", include("tiles.urls")),
    path("api/v1/", include("geo.files.urls")),
    path("api/v1/", include("layers.features.urls")),
    path("api/v1/", include("citizen.accounts.urls")),
    path("api/v1/", include("citizen.organisation.urls")),
    path("api/v1/", include("citizen.cases.urls")),
    path("api/v1/", include("citizen.requests.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="api-docs"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = problems.bad_request
handler403 = problems.permission_denied
handler404 = problems.page_not_found
handler500 = problems.server_error
