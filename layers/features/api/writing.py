"""What a client sends to write a feature."""

import json
from collections.abc import Mapping
from typing import Any

import shapely
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.errors import Invalid
from layers.features.models.changesets import WriteSource


class GeometryField(serializers.Field):
    """A GeoJSON geometry (RFC 7946, section 3.1) in CRS84; a shapely geometry in Python."""

    def to_internal_value(self, data: Any) -> BaseGeometry:
        if not isinstance(data, Mapping) or "type" not in data:
            raise serializers.ValidationError(_("Give a GeoJSON geometry with type and coordinates."))
        try:
            geometry = shapely.from_geojson(json.dumps(data))
        except (ShapelyError, ValueError, TypeError):
            raise serializers.ValidationError(_("Not a GeoJSON geometry: look at its coordinates.")) from None
        if geometry is None:
            raise serializers.ValidationError(_("Not a GeoJSON geometry: look at its coordinates."))
        return geometry

    def to_representation(self, value: Any) -> Any:
        return value


class FeatureCreation(serializers.Serializer[Any]):
    """A GeoJSON feature to come; `uid` makes sending it again harmless."""

    geometry = GeometryField()
    properties = serializers.DictField(required=False, default=dict)
    uid = serializers.UUIDField(required=False)
    key = serializers.CharField(required=False, allow_blank=True, max_length=200)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class FeatureChange(serializers.Serializer[Any]):
    """What changes; a property set to null is removed (RFC 7396)."""

    geometry = GeometryField(required=False)
    properties = serializers.DictField(required=False)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


def parsed(kind: type[serializers.Serializer[Any]], request: Request, names: frozenset[str]) -> dict[str, Any]:
    """The body of the request, checked in form.

    Args:
        names: of the columns that the user may see, and so may write.

    Raises:
        Invalid, ValidationError: by field.
    """
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    given = dict(serializer.validated_data)
    hidden = sorted(given.get("properties", {}).keys() - names)
    if hidden:
        raise Invalid(fields={f"properties.{name}": [_("The layer has no such field.")] for name in hidden})
    return given


def from_browser(request: Request) -> bool:
    """Whether our own client asks, signed in by session; it must say which version it saw."""
    return isinstance(request.successful_authenticator, SessionAuthentication)


def source_of(request: Request) -> str:
    """Through which door the write comes."""
    if from_browser(request):
        return WriteSource.WEB
    return WriteSource.QGIS if "QGIS" in request.headers.get("User-Agent", "") else WriteSource.API
