"""How municipality, units and people look in JSON."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from citizen.organisation.extent import Bounds
from citizen.organisation.models import Municipality, Post, Unit
from geo.access import audiences

Json = dict[str, Any]


def municipality(row: Municipality, bounds: Bounds | None) -> Json:
    """The public description; `bounds` and `center` in degrees, longitude first."""
    return {
        "name": row.names,
        "demo": row.demo,
        "bounds": None if bounds is None else list(bounds),
        "center": None if bounds is None else [_middle(bounds[0], bounds[2]), _middle(bounds[1], bounds[3])],
        "attribution": row.attribution,
        "contact": row.contact,
    }


def unit(row: Unit) -> Json:
    """A unit with its parent's code."""
    return {
        "code": row.code,
        "kind": row.kind,
        "name": row.names,
        "parent": row.parent.code if row.parent else None,
        "email": row.email,
        "phone": row.phone,
    }


def me(user: Any, posts: Iterable[Post]) -> Json:
    """The account that asks; `permissions` are those of some post, wherever it reaches."""
    if not user.is_authenticated:
        return {"authenticated": False, "audiences": sorted(audiences(user)), "posts": [], "permissions": []}
    return {
        "authenticated": True,
        "username": user.username,
        "name": user.get_full_name(),
        "email": user.email,
        "language": user.language,
        "superuser": user.is_superuser,
        "audiences": sorted(audiences(user)),
        "posts": [post(row, user) for row in posts],
        "permissions": sorted(user.get_all_permissions()),
    }


def post(row: Post, user: Any) -> Json:
    """A post that the user exercises."""
    return {
        "title": row.title or row.role.names,
        "role": {"code": row.role_id, "name": row.role.names},
        "unit": {"code": row.unit.code, "name": row.unit.names},
        "scope": row.role.scope,
        "substitute": row.holder_id != user.pk,
    }


def _middle(low: float, high: float) -> float:
    return round((low + high) / 2, 6)


class TextSerializer(serializers.Serializer[Json]):
    """A text in both languages."""

    el = serializers.CharField()
    en = serializers.CharField()


class MunicipalitySerializer(serializers.Serializer[Json]):
    """For the API's description; `municipality` makes the answer."""

    name = TextSerializer()
    demo = serializers.BooleanField()
    bounds = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4, allow_null=True)
    center = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2, allow_null=True)
    attribution = serializers.JSONField()
    contact = serializers.JSONField()


class UnitSerializer(serializers.Serializer[Json]):
    """For the API's description; `unit` makes the answer."""

    code = serializers.CharField()
    kind = serializers.CharField()
    name = TextSerializer()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    email = serializers.EmailField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


class MeSerializer(serializers.Serializer[Json]):
    """For the API's description; `me` makes the answer. An anonymous reader gets the first four."""

    authenticated = serializers.BooleanField()
    audiences = serializers.ListField(child=serializers.CharField())
    posts = serializers.ListField(child=serializers.JSONField())
    permissions = serializers.ListField(child=serializers.CharField())
    username = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    email = serializers.EmailField(required=False)
    language = serializers.ChoiceField(choices=("el", "en"), required=False)
    superuser = serializers.BooleanField(required=False)
