"""``/api/v1/files/{uid}/``: clean pictures, to whom the attaching room allows it."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from geo.errors import NotFound
from geo.files.access import may_read
from geo.files.models import StoredFile
from geo.files.storage import files

HEADERS = {
    # A shared cache must not keep it, and a browser asks again: permissions and erasures hold at once.
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class FileView(APIView):
    """A picture, or its small one.

    What may not be seen and what does not exist answer alike.
    """

    thumbnail = False

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, uid: UUID) -> HttpResponseBase:
        stored = StoredFile.objects.ready().filter(uid=uid).first()
        if stored is None or not may_read(request, stored):
            raise NotFound(_("There is no such picture, or it is not public."))
        tag = f'"{stored.sha256[:32]}{"-small" if self.thumbnail else ""}"'
        if request.headers.get("If-None-Match") == tag:
            answer: HttpResponseBase = HttpResponseNotModified()
        else:
            answer = _send(stored, stored.thumbnail if self.thumbnail else stored.content)
        answer["ETag"] = tag
        for name, value in HEADERS.items():
            answer[name] = value
        return answer


def _send(stored: StoredFile, name: str) -> HttpResponseBase:
    """The bytes, or word to nginx where they are (setting ``FILES_ACCEL``: an internal location)."""
    prefix = getattr(settings, "FILES_ACCEL", "")
    answer: HttpResponseBase = HttpResponse() if prefix else FileResponse(files().open(name))
    if prefix:
        answer["X-Accel-Redirect"] = f"{prefix.rstrip('/')}/{name}"
    answer["Content-Type"] = stored.media_type
    answer["Content-Disposition"] = f'inline; filename="{stored.uid.hex[:8]}.webp"'
    return answer
