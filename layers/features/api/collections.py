"""`/api/v1/collections/`: what layers there are, each with the columns that the reader may see."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from geo.access import allowed, audiences
from layers.features.models import Collection
from layers.features.visibility import visible_collection, visible_schema


def describe(collection: Collection, request: Request) -> dict[str, Any]:
    """A collection as the API shows it to this reader."""
    return {
        "id": collection.pk,
        "title": collection.title,
        "geometry_type": collection.geometry_type,
        "theme": collection.theme,
        "locates": collection.locates,
        "schema": visible_schema(collection, request.user),
        "schema_version": collection.schema.version,
        "style": collection.style,
        "tile_profile": {name: value for name, value in collection.tile_profile.items() if name != "attributes"},
        "editable": allowed(request.user, "features.change_feature", collection),
        "reviewed": collection.reviewed,
        "features": reverse("collection-features", args=[collection.pk], request=request),
    }


class Collections(APIView):
    """All collections in use that the reader may see."""

    @extend_schema(responses={200: dict[str, Any]}, summary="List collections", tags=["features"])
    def get(self, request: Request) -> Response:
        found = Collection.objects.live().readable_by(audiences(request.user))
        return Response({"collections": [describe(collection, request) for collection in found]})


class CollectionDetail(APIView):
    """One collection."""

    @extend_schema(responses={200: dict[str, Any]}, summary="Describe a collection", tags=["features"])
    def get(self, request: Request, id: str) -> Response:
        return Response(describe(visible_collection(id, request.user), request))
