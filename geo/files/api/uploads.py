"""``/api/v1/uploads/``: resumable uploads (tus 1.0.0). Whoever knows the address may go on."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from geo.errors import NotFound
from geo.files import tus
from geo.files.actions import append, begin, cancel
from geo.files.models import Upload

BLOCK = 64 * 1024
BYTES = {"type": "string", "format": "binary"}


def header(name: str, *, required: bool = True) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required)


class Creations(AnonRateThrottle):
    """Uploads begun from one address; three photos a report, a class of pupils behind one router."""

    scope = "uploads"
    rate = "300/hour"

    def allow_request(self, request: Request, view: APIView) -> bool:
        return not settings.RATE_LIMITS or request.method != "POST" or super().allow_request(request, view)


class TusView(APIView):
    """What all answers of the protocol share. Nobody is asked who they are: the address is the permission."""

    authentication_classes: list[Any] = []
    parser_classes: list[Any] = []
    throttle_classes = [Creations]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in {"OPTIONS", "GET"}:
            tus.check_version(request.headers)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in tus.ALWAYS.items():
            answer[name] = value
        return answer

    @extend_schema(responses={204: None}, description="What this server offers of tus 1.0.0.")
    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers=tus.OPTIONS)


class UploadsView(TusView):
    @extend_schema(
        request=None,
        parameters=[
            header("Tus-Resumable"),
            header("Upload-Length"),
            header("Upload-Metadata", required=False),
        ],
        responses={201: None},
        description="Begin an upload; `Location` says where to send its parts. Metadata is not kept.",
    )
    def post(self, request: Request) -> Response:
        upload = begin(length=tus.length(request.headers))
        location = reverse("upload", kwargs={"uid": upload.uid})
        return Response(status=201, headers={"Location": location, **_standing(upload)})


class UploadView(TusView):
    @extend_schema(parameters=[header("Tus-Resumable")], responses={200: None})
    def head(self, request: Request, uid: UUID) -> Response:
        return Response(status=200, headers=_standing(_find(uid)))

    @extend_schema(
        responses={200: dict},
        description="Where the upload stands, and the place and time that the picture itself suggests.",
    )
    def get(self, request: Request, uid: UUID) -> Response:
        upload = _find(uid)
        body = {
            "offset": upload.offset,
            "length": upload.length,
            "complete": upload.file_id is not None,
            "expires_at": upload.expires_at,
            "suggestion": upload.suggestion,
        }
        return Response(body, headers=_standing(upload))

    @extend_schema(
        request={tus.CONTENT_TYPE: BYTES},
        parameters=[
            header("Tus-Resumable"),
            header("Upload-Offset"),
            header("Upload-Checksum", required=False),
        ],
        responses={204: None},
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        tus.check_content_type(request.headers)
        offset = tus.offset(request.headers)
        room = _find(uid).length - offset
        data, whole = _receive(request, at_most=max(room, 0) + 1)
        if whole or not request.headers.get("Upload-Checksum"):
            tus.check_sum(request.headers, data)
        else:
            data = b""  # cut off, and its sum cannot be checked
        return Response(status=204, headers=_standing(append(uid=uid, offset=offset, data=data)))

    @extend_schema(parameters=[header("Tus-Resumable")], responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        cancel(uid=uid)
        return Response(status=204)


def _find(uid: UUID) -> Upload:
    upload = Upload.objects.filter(uid=uid).first()
    if upload is None:
        raise NotFound(_("There is no such upload, or it has expired. Send the file again."))
    return upload


def _standing(upload: Upload) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }


def _receive(request: Request, *, at_most: int) -> tuple[bytes, bool]:
    """The body, and whether it came whole. What arrived before the line broke is kept: that is the point.

    Read before any lock is taken, so that a slow line holds nothing up.
    """
    body = bytearray()
    try:
        while len(body) < at_most and (block := request._request.read(min(BLOCK, at_most - len(body)))):
            body += block
    except UnreadablePostError:
        return bytes(body), False
    announced = request.headers.get("Content-Length", "")
    return bytes(body), not announced.isdecimal() or len(body) >= min(int(announced), at_most)
