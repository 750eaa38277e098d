"""Addresses below ``/api/v1/``."""

from django.urls import path

from geo.files.api.serving import FileView
from geo.files.api.uploads import UploadsView, UploadView

urlpatterns = [
    path("uploads/", UploadsView.as_view(), name="uploads"),
    path("uploads/<uuid:uid>/", UploadView.as_view(), name="upload"),
    path("files/<uuid:uid>/", FileView.as_view(), name="file"),
    path("files/<uuid:uid>/thumbnail/", FileView.as_view(thumbnail=True), name="file-thumbnail"),
]
