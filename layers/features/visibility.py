"""What a reader may see of collections and features: the one place where columns are dropped."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from geo.access import PUBLIC, audiences
from geo.errors import NotFound
from layers.features.models import Collection, Feature


def visible_collection(id: str, user: Any) -> Collection:
    """The collection in use with this id, when the user may see it.

    Raises:
        NotFound: there is none, or the user may not know.
    """
    found = Collection.objects.live().readable_by(audiences(user)).filter(pk=id).first()
    if found is None:
        raise NotFound(_("There is no layer “%(id)s”.") % {"id": id})
    return found


def visible_feature(id: int, user: Any) -> Feature:
    """The feature with this number, with its collection, when the user may see it.

    Raises:
        NotFound: there is none, it was deleted, or the user may not know.
    """
    found = Feature.objects.live().with_collection().filter(pk=id, collection__retired_at=None).first()
    if found is None or found.collection.read_audience not in audiences(user):
        raise NotFound(_("There is no such feature, or it has been deleted."))
    return found


def visible_names(collection: Collection, user: Any) -> frozenset[str]:
    """Names of the columns that the user may see."""
    readable = audiences(user)
    properties: Mapping[str, Mapping[str, Any]] = collection.document["properties"]
    return frozenset(name for name, column in properties.items() if column.get("x-audience", PUBLIC) in readable)


def visible_schema(collection: Collection, user: Any) -> dict[str, Any]:
    """The schema with only the columns that the user may see."""
    names = visible_names(collection, user)
    document = dict(collection.document)
    document["properties"] = {name: column for name, column in document["properties"].items() if name in names}
    if "required" in document:
        document["required"] = [name for name in document["required"] if name in names]
    return document


def visible_properties(properties: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The properties under these names; what the schema does not know is not shown."""
    return {name: value for name, value in properties.items() if name in names}
