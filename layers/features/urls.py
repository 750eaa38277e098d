"""Addresses of this room, under ``/api/v1/``."""

from django.urls import path

from layers.features.api.collections import CollectionDetail, Collections
from layers.features.api.features import CollectionFeatures, FeatureDetail, FeatureDossier

urlpatterns = [
    path("collections/", Collections.as_view(), name="collections"),
    path("collections/<slug:id>/", CollectionDetail.as_view(), name="collection"),
    path("collections/<slug:id>/features/", CollectionFeatures.as_view(), name="collection-features"),
    path("features/<int:id>/", FeatureDetail.as_view(), name="feature"),
    path("features/<int:id>/dossier/", FeatureDossier.as_view(), name="feature-dossier"),
]
