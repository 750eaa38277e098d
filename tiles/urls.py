from django.urls import path

from tiles import api, public_urls

urlpatterns = [
    *public_urls.urlpatterns,
    path("tiles/~<str:audience>/style.json", api.private_style),
    path("tiles/~<str:audience>/<str:ids>.json", api.private_tilejson),
    path("tiles/~<str:audience>/<str:ids>/<int:z>/<int:x>/<int:y>.mvt", api.private_tile),
]
