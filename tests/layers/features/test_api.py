"""The API as programmes and our own client meet it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from shapely import Point

from geo import crs
from layers.features import actions, dossier
from layers.features.actions import Row
from layers.features.models import Collection, Feature, FeatureVersion

HERE = {"type": "Point", "coordinates": [26.207, 39.234]}


def feature(collection: Collection, **given: Any) -> Feature:
    values = {
        "geometry": Point(690338.0310000001, 4344778.123),
        "properties": {"name": "Α", "note": "secret"},
        "source": "web",
    }
    return actions.create_feature(actor=None, collection=collection, **(values | given))


@pytest.fixture
def visitor() -> Client:
    return Client()


def send(client: Client, method: str, path: str, body: Any, **headers: str) -> Any:
    return client.generic(method, path, json.dumps(body), content_type="application/json", headers=headers)


def test_collections_show_only_the_columns_of_the_reader(
    benches: Collection, visitor: Client, desk: Client, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def columns(client: Client) -> set[str]:
        (found,) = [row for row in client.get("/api/v1/collections/").json()["collections"] if row["id"] == "benches"]
        return set(found["schema"]["properties"])

    assert columns(visitor) == {"name", "seats", "material", "covered"}
    monkeypatch.setattr(type(admin), "audiences", frozenset({"public", "staff"}))
    assert columns(desk) == {"name", "seats", "material", "covered", "note"}
    one = visitor.get("/api/v1/collections/benches/").json()
    assert (one["title"]["el"], one["editable"]) == ("Παγκάκια", False)


def test_a_layer_for_staff_does_not_exist_for_the_public(benches: Collection, visitor: Client) -> None:
    pk = feature(benches).pk
    actions.change_collection(actor=None, collection=benches, access={"read": "staff"})
    assert "benches" not in visitor.get("/api/v1/collections/").content.decode()
    for path in (
        "collections/benches/",
        "collections/benches/features/",
        f"features/{pk}/",
        f"features/{pk}/dossier/",
    ):
        answer = visitor.get(f"/api/v1/{path}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path


def test_features_are_geojson_in_degrees_without_hidden_columns(benches: Collection, visitor: Client) -> None:
    stored = feature(benches)
    answer = visitor.get("/api/v1/collections/benches/features/").json()
    (found,) = answer["features"]
    assert found["id"] == stored.pk
    assert found["properties"] == {"name": "Α"}
    assert found["geometry"]["coordinates"] == pytest.approx([26.207, 39.234], abs=1e-6)
    back = crs.transform(Point(*found["geometry"]["coordinates"]), crs.CRS84, crs.STORAGE)
    assert back.distance(stored.geometry) < 0.004


def test_pages_follow_one_another_to_the_end(
    benches: Collection, visitor: Client, django_assert_num_queries: Any
) -> None:
    rows = (Row(number=n, geometry=Point(690000 + n, 4344000), properties={"name": str(n)}) for n in range(25))
    actions.load(actor=None, collection=benches, rows=rows, source="system")
    seen: list[int] = []
    address = "/api/v1/collections/benches/features/?limit=10"
    while address:
        with django_assert_num_queries(2):
            answer = visitor.get(address).json()
        seen += [row["id"] for row in answer["features"]]
        address = answer["next"]
    assert seen == sorted(Feature.objects.values_list("pk", flat=True))


def test_boxes_filters_and_days(benches: Collection, visitor: Client) -> None:
    feature(benches, properties={"name": "Α", "seats": 2, "covered": True})
    feature(
        benches,
        properties={"name": "Β", "seats": 3},
        geometry=Point(700000, 4344000),
        valid_from="2020-01-01",
    )

    def names(query: str) -> list[str]:
        answer = visitor.get(f"/api/v1/collections/benches/features/?{query}")
        assert answer.status_code == 200, answer.content
        return [row["properties"]["name"] for row in answer.json()["features"]]

    assert names("bbox=26.2,39.23,26.21,39.24") == ["Α"]
    assert names("bbox=-180,-90,180,90") == ["Α", "Β"]
    assert names("bbox=-10,-10,-5,-5") == []
    assert names("bbox=26.2,39.23,26.21,39.24&as_of=2999-01-01") == ["Α"]
    assert names("seats=3") == ["Β"]
    assert names("covered=true") == ["Α"]
    assert names("at=2019-12-31") == ["Α"]
    assert names("as_of=2019-12-31") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [("note=secret", "note"), ("bbox=1,2,3", "bbox"), ("at=yesterday", "at"), ("seats=many", "seats"),
     ("limit=0", "limit"), ("cursor=x", "cursor"), ("cursor=WyJhIl0", "cursor")],
)  # fmt: skip
def test_a_wrong_parameter_is_named(benches: Collection, visitor: Client, query: str, field: str) -> None:
    answer = visitor.get(f"/api/v1/collections/benches/features/?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_creating_needs_a_person_who_may(benches: Collection, visitor: Client) -> None:
    body = {"type": "Feature", "geometry": HERE, "properties": {"name": "Α"}}
    assert send(visitor, "POST", "/api/v1/collections/benches/features/", body).status_code == 401
    visitor.force_login(get_user_model().objects.create_user("anna", "anna@example.org", "a-long-password"))
    assert send(visitor, "POST", "/api/v1/collections/benches/features/", body).status_code == 403
    assert not Feature.objects.exists()


def test_a_created_feature_has_an_address_an_etag_and_no_twin(benches: Collection, desk: Client, admin: Any) -> None:
    body = {
        "type": "Feature",
        "geometry": HERE,
        "properties": {"name": "Α"},
        "uid": str(uuid4()),
        "reason": "new",
    }
    answer = send(desk, "POST", "/api/v1/collections/benches/features/", body)
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    assert desk.get(answer["Location"]).json()["properties"] == {"name": "Α"}
    assert send(desk, "POST", "/api/v1/collections/benches/features/", body).json()["id"] == answer.json()["id"]
    version = FeatureVersion.objects.get()
    assert (version.actor, version.source, version.reason) == (admin, "web", "new")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"properties": {"name": "Α"}}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": ["a", 1]}, "properties": {"name": "Α"}}, "geometry"),
        ({"geometry": {"type": "Circle"}, "properties": {"name": "Α"}}, "geometry"),
        ({"geometry": HERE, "properties": {"seats": 1}}, "properties.name"),
        ({"geometry": HERE, "properties": {"name": "Α", "note": "x"}}, "properties.note"),
        (
            {"geometry": {"type": "Point", "coordinates": [39.2, 26.2]}, "properties": {"name": "Α"}},
            "geometry",
        ),
        ({"geometry": HERE, "properties": [], "uid": "x"}, "uid"),
    ],
)
def test_what_is_wrong_is_named(
    benches: Collection, desk: Client, admin: Any, monkeypatch: pytest.MonkeyPatch, body: Any, field: str
) -> None:
    monkeypatch.setattr(type(admin), "audiences", frozenset({"public"}))
    answer = send(desk, "POST", "/api/v1/collections/benches/features/", body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert field in answer.json()["errors"], answer.content.decode()
    assert not Feature.objects.exists()


def test_our_own_client_must_say_which_version_it_saw(benches: Collection, desk: Client) -> None:
    path = f"/api/v1/features/{feature(benches).pk}/"
    change = {"properties": {"seats": 4}}
    assert send(desk, "PATCH", path, change).status_code == 428
    assert send(desk, "PATCH", path, change, **{"If-Match": '"7"'}).status_code == 412
    answer = send(desk, "PATCH", path, change, **{"If-Match": '"1"'})
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert Feature.objects.get().properties == {"name": "Α", "note": "secret", "seats": 4}
    stale = send(desk, "PATCH", path, {"properties": {"seats": 5}}, **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["version"]) == (412, 2)
    assert desk.delete(path, headers={"If-Match": '"2"'}).status_code == 204
    assert desk.get(path).status_code == 404


def test_what_has_not_changed_is_not_sent_again(benches: Collection, visitor: Client) -> None:
    path = f"/api/v1/features/{feature(benches).pk}/"
    first = visitor.get(path)
    assert first["Cache-Control"] == "private, no-cache"
    assert visitor.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_sending_back_what_was_read_changes_nothing(benches: Collection, desk: Client) -> None:
    path = f"/api/v1/features/{feature(benches).pk}/"
    read = desk.get(path)
    answer = send(desk, "PATCH", path, {"geometry": read.json()["geometry"]}, **{"If-Match": read["ETag"]})
    assert answer["ETag"] == '"1"'
    assert Feature.objects.get().geometry.wkb == Point(690338.0310000001, 4344778.123).wkb


def test_the_dossier_gathers_what_other_rooms_say(
    benches: Collection, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier, "_contributors", {})
    dossier.register("inspections", lambda feature, user: [{"of": feature.pk}])
    dossier.register("payments", lambda feature, user: None)
    with pytest.raises(ValueError, match="inspections"):
        dossier.register("inspections", lambda feature, user: None)
    stored = feature(benches)
    answer = visitor.get(f"/api/v1/features/{stored.pk}/dossier/").json()
    assert answer["sections"] == {"inspections": [{"of": stored.pk}]}
    assert answer["feature"]["properties"] == {"name": "Α"}
    assert answer["collection"]["id"] == "benches"
