"""`/api/v1/collections/{id}/features/` and `/api/v1/features/{id}/`."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from geo import access, api, crs
from layers.features import actions, dossier
from layers.features.api.reading import as_feature, row_of, rows_of_request
from layers.features.api.writing import FeatureChange, FeatureCreation, from_browser, parsed, source_of
from layers.features.models import Feature
from layers.features.visibility import visible_collection, visible_feature, visible_names

_LIST_PARAMETERS = [
    OpenApiParameter("bbox", str, description="west,south,east,north in degrees (CRS84)"),
    OpenApiParameter("limit", int, description="1 to 1000, else 100"),
    OpenApiParameter("cursor", str, description="from the `next` address"),
    OpenApiParameter("at", str, description="valid in the world on this day (YYYY-MM-DD); else today"),
    OpenApiParameter("as_of", str, description="as recorded at the end of this day; else now"),
]


class CollectionFeatures(APIView):
    """The features of one collection. Any property is a filter by equality: ``?kind=school``."""

    @extend_schema(
        parameters=_LIST_PARAMETERS,
        responses={200: dict[str, Any]},
        summary="List features",
        tags=["features"],
    )
    def get(self, request: Request, id: str) -> Response:
        collection = visible_collection(id, request.user)
        names = visible_names(collection, request.user)
        limit = api.page_size(request)
        rows = rows_of_request(request, collection, names, limit=limit)
        page = api.keyset_page(request, rows, limit=limit, key=lambda row: [row["number"]])
        features = [as_feature(row, collection.pk, names) for row in page.rows]
        return Response(
            {"type": "FeatureCollection", "features": features, "next": page.next},
            content_type="application/geo+json",
        )

    @extend_schema(request=FeatureCreation, responses={201: dict[str, Any]}, summary="Add a feature", tags=["features"])
    def post(self, request: Request, id: str) -> Response:
        collection = visible_collection(id, request.user)
        access.check(request.user, "features.add_feature", collection)
        given = parsed(FeatureCreation, request, visible_names(collection, request.user))
        feature = actions.create_feature(
            actor=request.user, collection=collection, source=source_of(request), crs=crs.CRS84, **given
        )
        answer = _answer(feature, request, status=201)
        answer["Location"] = reverse("feature", args=[feature.pk], request=request)
        return answer


class FeatureDetail(APIView):
    """One feature. Its ETag is its version; our own client must send it back in If-Match to write."""

    @extend_schema(responses={200: dict[str, Any]}, summary="Read a feature", tags=["features"])
    def get(self, request: Request, id: int) -> Response:
        feature = visible_feature(id, request.user)
        if request.headers.get("If-None-Match") == api.etag(feature.version):
            return Response(status=304, headers=_headers(feature))
        return _answer(feature, request)

    @extend_schema(
        request=FeatureChange, responses={200: dict[str, Any]}, summary="Change a feature", tags=["features"]
    )
    def patch(self, request: Request, id: int) -> Response:
        feature = visible_feature(id, request.user)
        access.check(request.user, "features.change_feature", feature)
        expected = api.expected_version(request, required=from_browser(request))
        given = parsed(FeatureChange, request, visible_names(feature.collection, request.user))
        changed = actions.change_feature(
            actor=request.user,
            feature=feature,
            source=source_of(request),
            expected_version=expected,
            crs=crs.CRS84,
            **given,
        )
        return _answer(changed, request)

    @extend_schema(responses={204: None}, summary="Delete a feature; its history is kept", tags=["features"])
    def delete(self, request: Request, id: int) -> Response:
        feature = visible_feature(id, request.user)
        access.check(request.user, "features.delete_feature", feature)
        expected = api.expected_version(request, required=from_browser(request))
        actions.delete_feature(
            actor=request.user, feature=feature, source=source_of(request), expected_version=expected
        )
        return Response(status=204)


class FeatureDossier(APIView):
    """A feature and everything that hangs off it, as far as the reader may see."""

    @extend_schema(responses={200: dict[str, Any]}, summary="Open the dossier", tags=["features"])
    def get(self, request: Request, id: int) -> Response:
        feature = visible_feature(id, request.user)
        body = _body(feature, request)
        collection = {"id": feature.collection_id, "title": feature.collection.title}
        return Response(
            {"feature": body, "collection": collection, "sections": dossier.sections(feature, request.user)}
        )


def _answer(feature: Feature, request: Request, *, status: int = 200) -> Response:
    return Response(
        _body(feature, request), status=status, headers=_headers(feature), content_type="application/geo+json"
    )


def _body(feature: Feature, request: Request) -> dict[str, Any]:
    return as_feature(row_of(feature), feature.collection_id, visible_names(feature.collection, request.user))


def _headers(feature: Feature) -> dict[str, str]:
    # Columns differ by reader, so no shared cache may keep it.
    return {
        "ETag": api.etag(feature.version),
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, Cookie",
    }
