"""The addresses that `tiles.middleware` answers before anybody asks who is asking."""

from django.urls import path

from tiles import api

urlpatterns = [
    path("tiles/style.json", api.public_style, name="tiles-style"),
    path("tiles/<str:ids>.json", api.public_tilejson, name="tilejson"),
    path("tiles/<str:ids>/<int:z>/<int:x>/<int:y>.mvt", api.public_tile, name="tile"),
]
